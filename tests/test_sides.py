"""Words that the model may hold for parties, and that grammar gives another place."""

from __future__ import annotations

import pytest

from communique.records import Part
from tests.readings import sentence


def parties(text: str, kind: str) -> set[str]:
    """The names of who takes part in the engagements of a kind."""
    record = sentence(text)
    names = {a.id: a.name for a in record.actors}
    return {names[p.actor] for e in record.engagements if e.kind == kind for p in e.participants}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The leaders of Peru, Chile and Bolivia met in Lima on Monday.", 3),
        ("Foreign ministers from Norway and Sweden met in Oslo on Monday.", 2),
    ],
)
def test_an_office_of_several_countries_is_one_party_a_country(text: str, count: int) -> None:
    """The countries say whose leaders met; they are no parties beside them."""
    assert len(parties(text, "meeting")) == count


def test_who_tells_of_a_call_does_not_make_it() -> None:
    """The subject of saying is none of what is said, which has a subject of its own."""
    assert not any("Peskov" in name for name in parties("Dmitry Peskov said Putin called Erdogan on Monday.", "call"))


@pytest.mark.parametrize("town", ["Paris", "Ankara"])
def test_where_an_invitation_leads_is_no_guest(town: str) -> None:
    """Who is invited to a town is the guest; the town's state is not."""
    record = sentence(f"Emmanuel Macron invited Volodymyr Zelensky to {town} next year.")
    names = {a.id: a.name for a in record.actors}
    (invitation,) = (e for e in record.engagements if e.kind == "invitation")
    assert [names[p.actor] for p in invitation.participants if p.part is Part.RECIPIENT] == ["Volodymyr Zelensky"]


@pytest.mark.parametrize(
    ("text", "guest"),
    [
        ("Kim Jong Un invited Vladimir Putin to visit North Korea.", "Vladimir Putin"),
        ("Emmanuel Macron was invited by Narendra Modi to visit Delhi.", "Emmanuel Macron"),
        ("Recep Erdogan promised Vladimir Putin to visit Moscow in May.", "Recep Erdogan"),
        ("Rand Paul invited Konstantin Kosachev to visit Washington, and Kosachev accepted.", "Konstantin Kosachev"),
    ],
)
def test_of_two_whom_an_invitation_names_one_goes(text: str, guest: str) -> None:
    """Who has another go does not go himself, and whom somebody promises to go to does not either."""
    record = sentence(text)
    names = {a.id: a.name for a in record.actors}
    guests = [names[p.actor] for e in record.engagements for p in e.participants if p.part is Part.GUEST]
    assert guests == [guest]


@pytest.mark.parametrize("host", ["Erna Solberg", "Norway"])
def test_who_hosts_does_not_travel(host: str) -> None:
    """The frame of the verb tells guest from host."""
    record = sentence(f"{host} hosted the Estonian president in Oslo.")
    names = {a.id: a.name for a in record.actors}
    (visit,) = (e for e in record.engagements if e.kind == "visit")
    assert {p.part: names[p.actor] for p in visit.participants} == {Part.HOST: host, Part.GUEST: "Estonian president"}


@pytest.mark.parametrize(("town", "land"), [("Munich", "Germany"), ("Hamburg", "Germany"), ("Aleppo", "Syria")])
def test_a_visit_to_a_town_is_one_to_its_country(town: str, land: str) -> None:
    """Also where the country is named itself, and where the town is no capital."""
    for more in ("", f" {land} will not comment."):
        record = sentence(f"Erna Solberg visited {town} on Friday.{more}")
        (visit,) = (e for e in record.engagements if e.kind == "visit")
        (host,) = (record.actor(p.actor) for p in visit.participants if p.part is Part.HOST)
        assert (host.name, host.kind) == (land, "state")
        assert [a.name for a in record.actors].count(land) == 1


def test_who_plans_to_meet_somebody_takes_part() -> None:
    """The subject of a verb of meeting, through the verbs over it."""
    told = "Sweden's foreign minister says she plans to meet Sergei Lavrov."
    assert parties(told, "meeting") == {"Sweden's foreign minister", "Sergei Lavrov"}


def test_whom_somebody_receives_is_met() -> None:
    """Of an award or a letter that is received nobody is met."""
    told = "Prime Minister Narendra Modi received President Emmanuel Macron in Jaipur on Thursday."
    assert parties(told, "meeting") == {"Narendra Modi", "Emmanuel Macron"}
    assert parties("President Emmanuel Macron received an award in Jaipur on Thursday.", "meeting") == set()


def test_two_encounters_in_a_sentence_have_each_their_own() -> None:
    """Who met is not who held the summit between others."""
    text = "Sauli Niinisto met Erna Solberg on Friday, following a summit between Modi and Abe last week."
    assert not any(name in ("Sauli Niinisto", "Erna Solberg") for name in parties(text, "summit"))


def test_what_was_held_has_no_day_to_come() -> None:
    """A deed of the past takes no day that lies after the report."""
    for text in (
        "The president has visited Norway before her summit with Abe on September 9.",
        "Solberg, who visited Lima before the talks of September 9, is back.",
    ):
        held = [e for e in sentence(text).engagements if e.status.value == "held"]
        assert held and not any(e.time and e.time.edtf and e.time.edtf > "2018-08-06" for e in held)


@pytest.mark.parametrize(
    "text",
    [
        "France left the agreement with Italy on Monday.",
        "The United States quit the nuclear deal with Iran on Monday.",
        "Russia withdrew from the arms treaty with the United States on Tuesday.",
        "Turkey pulled out of the accord with Sweden last week.",
    ],
)
def test_the_day_of_leaving_is_not_that_of_the_agreement(text: str) -> None:
    """What is left was made before."""
    record = sentence(text)
    assert not any(e.time for e in record.engagements if e.kind in ("agreement", "signing", "cooperation"))


@pytest.mark.parametrize(
    "text", ["India and Nepal signed an agreement on Monday.", "The deal with Iran was reached in May."]
)
def test_the_day_of_making_is_that_of_the_agreement(text: str) -> None:
    """What was made has its day."""
    assert any(e.time for e in sentence(text).engagements if e.kind in ("agreement", "signing", "cooperation"))
