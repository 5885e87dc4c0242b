"""Sentences with the one engagement that a careful reader takes from each of them.

Written for these tests. Every sentence is read as a report of its own, published on Monday
2018-08-06; a row whose text has a blank line has a headline first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, the engagement to be found in it, and the words by which the row is called.

    ``statuses`` are the accepted ones. ``people`` maps a part, or ``"any"``, to names that must
    have it; each is found in an actor's name or aliases.
    """

    name: str
    text: str
    kind: str
    statuses: tuple[str, ...]
    people: dict[str, tuple[str, ...]]


def _row(name: str, text: str, kind: str, status: str, **people: str) -> Row:
    """Build a row; statuses and names are divided by bars."""
    named = {part: tuple(names.split("|")) for part, names in people.items()}
    return Row(name, text, kind, tuple(status.split("|")), named)


ROWS = (
    # what was done
    _row("past", "French President Emmanuel Macron met German Chancellor Angela Merkel in Berlin on Friday.",
         "meeting", "held", attendee="Macron|Merkel"),
    _row("together", "Merkel and Macron met in Berlin.", "meeting", "held", attendee="Macron|Merkel"),
    _row("several objects", "Pompeo met Lavrov and Wang in New York.",
         "meeting", "held", attendee="Pompeo|Lavrov|Wang"),
    _row("second verb", "Macron met Merkel and criticised Orban.",
         "criticism", "held", initiator="Macron", recipient="Orban"),
    _row("first verb", "Macron met Merkel and criticised Orban.", "meeting", "held", attendee="Macron|Merkel"),
    _row("arrived", "Macron arrived in Beirut on Thursday.", "visit", "held", guest="Macron"),
    _row("phoned", "Biden phoned Macron on Wednesday.", "call", "held", any="Biden|Macron"),
    _row("by phone", "Biden and Macron spoke by phone on Wednesday.", "call", "held", any="Biden|Macron"),
    _row("passive", "Erdogan was received by Putin in Sochi.", "visit", "held", guest="Erdogan", host="Putin"),
    _row("relative subject", "Lavrov, who met Kerry in Geneva on Friday, said little.",
         "meeting", "held", attendee="Lavrov|Kerry"),
    _row("relative object", "Kerry, whom Lavrov met in Geneva, said little.",
         "meeting", "held", attendee="Lavrov|Kerry"),
    _row("after meeting", "After meeting Merkel in Berlin, Macron flew to Rome.",
         "meeting", "held", attendee="Macron|Merkel"),
    _row("flew on", "After meeting Merkel in Berlin, Macron flew to Rome.", "visit", "held", guest="Macron"),
    _row("before meeting, past", "Macron stopped in Rome before meeting Merkel in Berlin.",
         "meeting", "held", attendee="Macron|Merkel"),
    _row("held a meeting with", "Kerry held a meeting with Lavrov in Geneva.",
         "meeting", "held", attendee="Kerry|Lavrov"),
    _row("possessive visit", "Obama’s visit to Havana ended on Tuesday.", "visit", "held", guest="Obama"),
    _row("talks between", "Talks between Iran and Oman began in Muscat on Friday.",
         "talks", "held|ongoing", attendee="Iran|Oman"),
    _row("flew to meet", "Kim flew to Singapore to meet Trump.", "meeting", "held", attendee="Kim|Trump"),
    _row("signed", "Georgia and Turkey signed a trade agreement in Batumi.",
         "signing", "held", attendee="Georgia|Turkey"),
    _row("expelled", "Britain expelled 23 Russian diplomats.", "expulsion", "held", initiator="Britain"),
    _row("recalled", "France recalled its ambassador to Rome.", "recall", "held", initiator="France"),
    _row("summoned", "Manila summoned the Chinese ambassador.", "protest", "held", initiator="Philippines|Manila"),
    _row("praised", "Secretary of State Mike Pompeo praised Emmanuel Macron.",
         "support", "held", initiator="Pompeo", recipient="Macron"),
    _row("accused", "Erdogan accused Macron of meddling in Libya.",
         "accusation", "held", initiator="Erdogan", recipient="Macron"),
    _row("rejected an offer", "Rouhani rejected Trump’s offer of talks.", "rejection", "held", initiator="Rouhani"),
    _row("threatened", "Trump threatened to impose tariffs on Mexico.", "threat", "held", initiator="Trump"),
    _row("demanded", "Russia demanded that Ukraine withdraw its troops.", "demand", "held", initiator="Russia"),
    _row("headline in the present", "Macron Meets Merkel in Berlin\n\nIt rained in the German capital on Friday.",
         "meeting", "held", attendee="Macron|Merkel"),
    # what goes on
    _row("is visiting", "Merkel is visiting Beijing.", "visit", "ongoing", guest="Merkel"),
    _row("are holding talks", "Jean-Yves Le Drian and Mohammad Zarif are holding talks in Biarritz.",
         "talks", "ongoing", attendee="Le Drian|Zarif"),
    _row("is mediating", "Oman is mediating between Iran and the United States.",
         "mediation", "ongoing", mediator="Oman", attendee="Iran|United States"),
    # what is to come
    _row("will", "Macron will meet Merkel in Berlin on Thursday.", "meeting", "planned", attendee="Macron|Merkel"),
    _row("is to", "Macron is to meet Merkel in Berlin on Thursday.", "meeting", "planned", attendee="Macron|Merkel"),
    _row("plans to", "Abe plans to visit Tehran in June.", "visit", "planned", guest="Abe"),
    _row("agreed to", "Kim Jong Un agreed to meet Moon Jae-in in Panmunjom.",
         "meeting", "planned", attendee="Kim|Moon"),
    _row("expected to", "Macron is expected to meet Rouhani in New York.",
         "meeting", "planned", attendee="Macron|Rouhani"),
    _row("second infinitive", "Pompeo will visit Kyiv and meet Zelensky.",
         "meeting", "planned", attendee="Pompeo|Zelensky"),
    _row("before meeting, to come", "Macron will stop in Rome before meeting Merkel in Berlin.",
         "meeting", "planned", attendee="Macron|Merkel"),
    _row("reported future", "Putin would meet Biden in Geneva, Peskov said.",
         "meeting", "planned", attendee="Putin|Biden"),
    _row("said he would", "Bolton said he would visit Moscow in October.", "visit", "planned", guest="Bolton"),
    _row("planned meeting", "Officials discussed a planned meeting between Kim and Abe.",
         "meeting", "planned", attendee="Kim|Abe"),
    _row("accepted an invitation", "Modi accepted an invitation from Biden to visit Washington in June.",
         "visit", "planned", guest="Modi"),
    _row("postponed until", "Putin postponed his visit to Ankara until October.", "visit", "planned", guest="Putin"),
    _row("sanctions to come", "The European Union will impose sanctions on Belarus.",
         "sanction", "planned", initiator="European Union", recipient="Belarus"),
    _row("headline infinitive", "Macron to Meet Merkel in Berlin\n\nIt rained in the German capital on Friday.",
         "meeting", "planned", attendee="Macron|Merkel"),
    _row("headline talks", "Macron, Merkel to hold talks in Berlin\n\nIt rained in the German capital on Friday.",
         "talks", "planned", attendee="Macron|Merkel"),
    # what is offered or wished
    _row("invited", "Macron invited Putin to Paris.", "invitation", "held", initiator="Macron", recipient="Putin"),
    _row("invited to a town", "Macron invited Putin to Paris.", "visit", "proposed", guest="Putin"),
    _row("invited to visit", "Xi invited Abe to visit Beijing next spring.", "visit", "proposed", guest="Abe"),
    _row("invited, passive", "Assad has been invited to Beijing by Xi.",
         "invitation", "held", initiator="Xi", recipient="Assad"),
    _row("urged to", "Guterres urged Netanyahu to meet Abbas.",
         "meeting", "proposed", attendee="Netanyahu|Abbas"),
    _row("urged", "Guterres urged Netanyahu to meet Abbas.",
         "demand", "held", initiator="Guterres", recipient="Netanyahu"),
    _row("hopes to", "Zelensky hopes to meet Putin this year.",
         "meeting", "proposed|possible", attendee="Zelensky|Putin"),
    _row("wants to", "Macron wants to meet Rouhani.", "meeting", "proposed|possible", attendee="Macron|Rouhani"),
    _row("offered to host", "Abe offered to host talks between Trump and Rouhani.",
         "talks", "proposed", attendee="Trump|Rouhani"),
    _row("offered to mediate", "Qatar offered to mediate between Sudan and Eritrea.",
         "mediation", "proposed", mediator="Qatar"),
    # what may be
    _row("may", "Macron may meet Merkel in Berlin next week.", "meeting", "possible", attendee="Macron|Merkel"),
    _row("might", "Macron might meet Merkel in Berlin next week.", "meeting", "possible", attendee="Macron|Merkel"),
    _row("could", "Macron could visit Ankara later this year.", "visit", "possible", guest="Macron"),
    _row("is possible", "A meeting between Putin and Zelensky is possible, Peskov said.",
         "meeting", "possible", attendee="Putin|Zelensky"),
    _row("is considering", "Macron is considering a visit to Tehran.", "visit", "possible", guest="Macron"),
    _row("not ruled out", "Macron has not ruled out a meeting with Putin.",
         "meeting", "possible", attendee="Macron|Putin"),
    _row("may agree to", "Kim Jong Un may agree to meet Moon Jae-in.", "meeting", "possible", attendee="Kim|Moon"),
    # conditions
    _row("if", "Macron will meet Merkel if the talks in Minsk succeed.",
         "meeting", "conditional", attendee="Macron|Merkel"),
    _row("unless", "Macron will travel to Moscow unless the prisoners are held.",
         "visit", "conditional", guest="Macron"),
    _row("not unless", "Macron will not travel to Moscow unless the prisoners are released.",
         "visit", "conditional", guest="Macron"),
    _row("counterfactual", "Had Merkel met Putin, she would have raised the case.",
         "meeting", "conditional|possible|denied", attendee="Merkel|Putin"),
    # what was called off
    _row("cancelled", "Trump cancelled a meeting with Putin in Buenos Aires.",
         "meeting", "cancelled", attendee="Trump|Putin"),
    _row("called off", "Trump called off his trip to Denmark.", "visit", "cancelled", guest="Trump"),
    _row("postponed", "Putin postponed his visit to Ankara.", "visit", "cancelled", guest="Putin"),
    _row("was to have", "Merkel was to have met Macron in Paris on Sunday.",
         "meeting", "cancelled", attendee="Macron|Merkel"),
    _row("cancellation of", "The cancellation of Trump’s visit to Copenhagen angered the Danes.",
         "visit", "cancelled", guest="Trump"),
    _row("plans were dropped", "Plans for a meeting between Kim and Abe were dropped.",
         "meeting", "cancelled", attendee="Kim|Abe"),
    _row("visit was cancelled", "Blinken’s visit to Beijing was cancelled.", "visit", "cancelled", guest="Blinken"),
    # what was not
    _row("did not", "Macron did not meet Merkel during the summit.", "meeting", "denied", attendee="Macron|Merkel"),
    _row("never", "President John Kennedy never met Fidel Castro, as the letters in the archive show.",
         "meeting", "denied", attendee="Kennedy|Castro"),
    _row("neither nor",
         "Neither President Macron nor Chancellor Merkel met Matteo Salvini on the margins of the summit.",
         "meeting", "denied", attendee="Macron|Salvini"),
    _row("failed to", "Merkel failed to meet Putin in Osaka.", "meeting", "denied", attendee="Merkel|Putin"),
    _row("denied that", "The Kremlin denied that Putin had met Assad in Sochi.",
         "meeting", "denied", attendee="Putin|Assad"),
    _row("no meeting planned", "The White House said that no meeting between Trump and Maduro was planned.",
         "meeting", "denied|declined", attendee="Trump|Maduro"),
    _row("without meeting", "Kushner left Jerusalem without meeting Abbas.",
         "meeting", "denied", attendee="Kushner|Abbas"),
    _row("refused to", "Putin refused to meet Erdogan in Istanbul.",
         "meeting", "declined", attendee="Putin|Erdogan"),
    _row("declined to", "Modi declined to meet Khan on the margins of the assembly.",
         "meeting", "declined", attendee="Modi|Khan"),
    _row("will not", "Macron will not meet Orban.", "meeting", "declined|denied", attendee="Macron|Orban"),
)  # fmt: skip
