"""The coder with a pair given: what the source did to the target, sentence by sentence, and bad input."""

from __future__ import annotations

import json

import pytest

from communique.errors import BadRecord
from communique.reading.coding import quad
from communique.reading.lexicon.senses import PLOVER
from communique.reading.pairs import code_jsonl, code_pair, read_tree
from communique.reading.pairs.mentions import find_mentions

# Written for these tests. A line: PLOVER type, with ":mode" or "/CAMEO" where it is checked too | source | target |
# sentence.
ROWS = """
AGREE/036 | Norway | Kenya | Norway invited Kenya to send a delegation to Oslo in the spring.
AGREE/033 | Canada | Haiti | Canada promised aid to Haiti after the hurricane.
AGREE/033 | Japan | Laos | Japan will give Laos a grant to repair its dams.
AGREE/031 | Chile | Peru | Chile has offered to cooperate with Peru on fisheries.
AGREE/036 | Macron | Merkel | Macron will meet Merkel in Lyon next month.
AGREE/036 | Oman | Iran | Oman agreed to hold talks with Iran.
AGREE/035 | Turkey | Cyprus | Turkey agreed to withdraw its soldiers from Cyprus.
AGREE | Brazil | Paraguay | Brazil said it was ready to share electricity with Paraguay.
AGREE | the rebels | the bishop | The rebels pledged to release the bishop before Easter.
AGREE/032 | Ireland | Montenegro | Ireland will support Montenegro in its bid to join the bloc.
CONSULT/040 | Lavrov | Wang | Lavrov met Wang on the margins of the assembly.
CONSULT:phone/041 | Trudeau | Zelensky | Trudeau spoke by phone with Zelensky late on Sunday.
CONSULT:visit/042 | The Danish premier | Greenland | The Danish premier visited Greenland for the first time.
CONSULT:visit/043 | Xi | Lula | Xi hosted Lula at a villa outside the capital.
CONSULT/046 | Armenia | Azerbaijan | Armenia and Azerbaijan resumed negotiations in Geneva.
CONSULT/045 | Qatar | Hamas | Qatar mediated between Israel and Hamas for a third week.
CONSULT | Modi | Abe | Modi held a long meeting with Abe over the railway.
CONSULT | Sudan | Egypt | Talks between Sudan and Egypt on the dam continued on Monday.
SUPPORT/051 | Poland | Lithuania | Poland praised Lithuania for its help to refugees.
SUPPORT/051 | The governor | the union | The governor endorsed the union's candidate.
SUPPORT/052 | Cuba | Venezuela | Cuba defended Venezuela against the charge of fraud.
SUPPORT/054 | Spain | Palestine | Spain recognised Palestine as a state.
SUPPORT/055 | The Netherlands | Indonesia | The Netherlands apologised to Indonesia for the massacre.
SUPPORT/057 | Ghana | Togo | Ghana signed a fishing treaty with Togo.
SUPPORT/050 | Saudi Arabia | Syria | Saudi Arabia restored diplomatic relations with Syria.
SUPPORT | Finland | Sweden | Finland welcomed Sweden's decision to close the reactor.
SUPPORT | Bolivia | Mexico | Bolivia thanked Mexico for its hospitality.
CONCEDE | The mayor | the drivers | The mayor gave in to the drivers and cut the toll.
CONCEDE/081 | Hungary | Serbian | Hungary lifted its ban on Serbian plums.
CONCEDE/081 | The junta | the opposition | The junta eased restrictions on the opposition.
CONCEDE/082 | The nurses' union | the ministry | The nurses' union called off its strike against the ministry.
CONCEDE | The king | the protesters | The king bowed to the protesters and dismissed the cabinet.
COOPERATE/060 | Kenya | Uganda | Kenya cooperated with Uganda in the search for the ferry.
COOPERATE/062 | South Korea | the United States | South Korea held a naval exercise with the United States.
COOPERATE/063 | Panama | Colombia | Panama extradited the banker to Colombia.
COOPERATE/063 | Russia | Ukraine | Russia exchanged prisoners with Ukraine at a bridge.
COOPERATE/064 | Jordan | France | Jordan shared intelligence with France about the cell.
COOPERATE/061 | Iran | China | Iran resumed trade with China.
AID/070 | Kuwait | Yemen | Kuwait donated three generators to Yemen.
AID/071 | The World Bank | Bolivia | The World Bank gave Bolivia a loan of ten million dollars.
AID/072 | Germany | Ukraine | Germany sent tanks to Ukraine.
AID/073 | The Red Cross | villagers | The Red Cross distributed food to villagers along the river.
AID/073 | The coast guard | migrants | The coast guard rescued migrants off the cape.
AID/075 | Ecuador | the blogger | Ecuador granted asylum to the blogger.
AID/074 | Rwanda | the Central African Republic | Rwanda sent peacekeepers to the Central African Republic.
RETREAT:withdraw | France | Mali | France withdrew its troops from Mali.
RETREAT:release | Israel | Palestinian prisoners | Israel freed forty Palestinian prisoners on Thursday.
RETREAT:return | The museum | Benin | The museum returned the bronzes to Benin.
RETREAT:ceasefire | The guerrillas | the army | The guerrillas declared a truce with the army.
RETREAT:disarm | The militia | the government | The militia surrendered its weapons to the government.
RETREAT:access | Eritrea | inspectors | Eritrea allowed inspectors into the port.
RETREAT/085 | The European Union | Zimbabwe | The European Union lifted sanctions on Zimbabwe.
RETREAT:resign | The treasurer | the senate | The treasurer resigned after a quarrel with the senate.
REQUEST/103 | Tonga | Australia | Tonga asked Australia for help after the eruption.
REQUEST:yield/105 | The families | Tehran | The families urged Tehran to release the hikers.
REQUEST:meet/106 | Greece | Albania | Greece called on Albania to resume talks.
REQUEST | The envoy | both armies | The envoy appealed to both armies for calm.
REQUEST | The court | the ministry | The court ordered the ministry to publish the letters.
REQUEST | The minister | Beijing | The minister said Beijing must explain the balloon.
REQUEST:change | Students | the rector | Students demanded the resignation of the rector.
ACCUSE/111 | The archbishop | the president | The archbishop criticised the president over the new prison.
ACCUSE/111 | Ankara | Paris | Ankara condemned a vote held in Paris.
ACCUSE/1123 | India | Pakistan | India accused Pakistan of shelling two villages.
ACCUSE/112 | The auditor | the bank | The auditor blamed the bank for the collapse.
ACCUSE:investigate | Prosecutors | the senator | Prosecutors opened an investigation into the senator.
ACCUSE/115 | A fisherman | the refinery | A fisherman sued the refinery in a Lagos court.
ACCUSE/114 | Estonia | the Russian ambassador | Estonia summoned the Russian ambassador over the buoys.
ACCUSE/116 | The tribunal | the general | The tribunal convicted the general of perjury.
ACCUSE | The premier | the union | The premier said the union was responsible for the shortage.
REJECT/120 | Cairo | Washington | Cairo rejected a proposal from Washington.
REJECT:meet/125 | The chancellor | the protesters | The chancellor refused to meet the protesters.
REJECT:yield | The captors | the nuns | The captors refused to free the nuns.
REJECT/129 | Russia | Armenia | Russia vetoed a resolution drafted by Armenia.
REJECT/128 | The publisher | the ministry | The publisher defied an order from the ministry.
REJECT | Slovenia | Croatia | Slovenia turned down an offer from Croatia.
REJECT | Baghdad | Ankara | Baghdad will not accept demands from Ankara.
THREATEN/131 | Moscow | Riga | Moscow threatened to break relations with Riga.
THREATEN/132 | The police | the singer | The police threatened to arrest the singer.
THREATEN:violence/138 | The warlord | the town | The warlord vowed to attack the town.
THREATEN | The United States | Turkey | The United States will impose sanctions on Turkey.
THREATEN/133 | The miners | the company | The miners threatened to strike against the company.
THREATEN/139 | The council | the squatters | The council issued an ultimatum to the squatters.
THREATEN | Pyongyang | Seoul | Pyongyang warned Seoul of grave consequences.
PROTEST:demo/141 | Farmers | the government | Farmers demonstrated against the government in the capital.
PROTEST:hunger/142 | The inmates | the warden | The inmates began a hunger strike to protest against the warden.
PROTEST:strike/143 | Teachers | the ministry | Teachers went on strike over pay, closing schools the ministry runs.
PROTEST:obstruct/144 | Truckers | the border police | Truckers blocked a road used by the border police.
PROTEST:riot/145 | Fans | officers | Fans threw stones at officers outside the stadium.
PROTEST:boycott/143 | The party | the assembly | The party boycotted the assembly.
PROTEST | Widows | the president | Widows marched through the city to demand an answer from the president.
SANCTION/161 | Bahrain | Iran | Bahrain severed ties with Iran.
SANCTION/162 | Washington | Kabul | Washington suspended aid to Kabul.
SANCTION:expel/166 | Prague | Russian diplomats | Prague expelled three Russian diplomats.
SANCTION/164 | Pretoria | the rebels | Pretoria broke off talks with the rebels.
SANCTION:withdraw/161 | Morocco | Berlin | Morocco recalled its ambassador from Berlin.
SANCTION | Britain | the European Union | Britain withdrew from a treaty with the European Union.
COERCE:restrict/163 | The Treasury | the oligarch | The Treasury imposed sanctions on the oligarch.
MOBILIZE:troops | Ethiopia | Eritrea | Ethiopia massed troops along its border with Eritrea.
MOBILIZE:weapons | North Korea | Japan | North Korea test-fired a missile over Japan before dawn.
MOBILIZE:police | The interior ministry | the suburb | The interior ministry deployed police in the suburb.
COERCE:arrest/173 | Belarus | the editor | Belarus arrested the editor at the airport.
COERCE:deport/174 | Malaysia | the refugees | Malaysia deported the refugees by ship.
COERCE:seize | Customs officers | the importer | Customs officers confiscated the importer's files.
COERCE:ban | Algeria | the party | Algeria banned the party and closed its offices.
COERCE:censor | The regulator | the newspaper | The regulator shut down the newspaper's website.
COERCE:curfew/1723 | The army | Tripoli | The army imposed a curfew in Tripoli.
COERCE:cyber/176 | Hackers in Minsk | Vilnius | Hackers in Minsk broke into computers in Vilnius.
COERCE:arrest | The judge | the smuggler | The judge sentenced the smuggler to nine years.
ASSAULT | Rebels | the garrison | Rebels attacked the garrison at dawn.
ASSAULT:abduct/181 | Gunmen | an engineer | Gunmen kidnapped an engineer near the mine.
ASSAULT:aerial/195 | Jets | the harbour | Jets carried out airstrikes on the harbour.
ASSAULT:heavy-weapons/194 | Syrian forces | Idlib | Syrian forces shelled Idlib overnight.
ASSAULT:torture | Guards | detainees | Guards tortured detainees in the cellar.
ASSAULT:assassinate | An agent | the exile | An agent assassinated the exile in a hotel.
ASSAULT:explosives | Militants | the convoy | Militants bombed the convoy.
ASSAULT:firearms | Soldiers | the crowd | Soldiers opened fire on the crowd.
ASSAULT:sexual/1821 | Fighters | villagers | The report describes the rape of villagers by fighters.
ASSAULT | police | a student | A student was killed by police during the march.
COERCE | the secret police | two poets | Two poets were detained by the secret police.
ACCUSE | Zambia | Zimbabwe | Zimbabwe was denounced by Zambia at the summit.
ASSAULT | Russia | Kharkiv | Russia's attack on Kharkiv lasted all night.
ACCUSE | Merkel | the Kremlin | Merkel's criticism of the Kremlin was muted.
AID | Cuba | Angola | Cuba's military aid to Angola ended in the spring.
REJECT | Caracas | Bogotá | Caracas' rejection of an offer from Bogotá surprised no one.
ACCUSE | Denmark | Hungary | Denmark, which had criticised Hungary in May, was silent.
COERCE | Rwanda | the singer | The singer, whom Rwanda had jailed in May, was seen in Kigali.
ASSAULT | the army | the hospital | The hospital that the army shelled stands empty.
SUPPORT | Lisbon | Madrid | Lisbon criticised Rome and praised Madrid.
ACCUSE | Lisbon | Rome | Lisbon criticised Rome and praised Madrid.
CONSULT | Tokyo | Hanoi | Tokyo met Hanoi and condemned Minsk.
ACCUSE | the opposition | the cabinet | The cabinet faced criticism from the opposition.
ACCUSE | Ottawa | Riyadh | Ottawa has been harshly critical of Riyadh.
"""


def rows() -> list[object]:
    """The lines of :data:`ROWS`, each a case called by its sentence."""
    lines = [[part.strip() for part in line.split("|")] for line in ROWS.strip().splitlines()]
    return [pytest.param(*line, id=f"{line[0]} {line[3]}"[:70]) for line in lines]


@pytest.mark.parametrize(("wanted", "source", "target", "sentence"), rows())
def test_pair_is_coded(wanted: str, source: str, target: str, sentence: str) -> None:
    """Type, mode and CAMEO code are those of the row."""
    rest, _, cameo = wanted.partition("/")
    kind, _, mode = rest.partition(":")
    coded = code_pair(sentence, source, target)
    assert coded.plover is not None, coded.why
    assert coded.plover.type == kind, coded.why
    assert not mode or coded.plover.mode == mode, coded.why
    assert not cameo or coded.cameo == cameo, coded.why


STATUSES = """
held | Iraq arrested the trader.
ongoing | Iraq is holding the trader in custody.
planned | Iraq will release the trader.
proposed | Iraq should release the trader.
possible | Iraq may release the trader.
declined | Iraq will not release the trader.
denied | Iraq did not arrest the trader.
cancelled | Iraq axed its mission to the trader.
conditional | Iraq will release the trader if he pays.
"""


@pytest.mark.parametrize("line", STATUSES.strip().splitlines())
def test_status_is_that_of_the_deed(line: str) -> None:
    """The status is read off the grammar around the predicate."""
    status, sentence = (part.strip() for part in line.split("|"))
    coded = code_pair(sentence, "Iraq", "the trader")
    assert coded.status is not None, coded.why
    assert coded.status.value == status, coded.why


class TestPair:
    """What holds for every answer."""

    def test_there_are_enough_sentences_of_every_type(self) -> None:
        """At least 120 rows, and every type that PLOVER has."""
        found = [line.split("|")[0].strip().partition("/")[0].partition(":")[0] for line in ROWS.strip().splitlines()]
        assert len(found) >= 120
        assert set(found) == PLOVER - {""}

    def test_same_question_same_answer(self) -> None:
        """An answer does not hang on what was asked before."""
        sentence = "Peru threatened to expel the Ecuadorian consul and called on Ecuador to apologise."
        first = code_pair(sentence, "Peru", "Ecuador")
        code_pair("Chile praised Peru.", "Chile", "Peru")
        assert code_pair(sentence, "Peru", "Ecuador") == first

    def test_why_names_predicate_slots_and_cues(self) -> None:
        """The reasons hold the sense, its words, where the pair stands, and what decided the status."""
        why = code_pair("Gabon will probably criticise Benin.", "Gabon", "Benin").why
        assert all(part in why for part in ("'criticise'", "source as subj", "target as obj", "will")), why

    def test_no_event_word_gives_no_code(self) -> None:
        """A sentence without a predicate of the lexicon is not forced into a type."""
        coded = code_pair("Gabon lies north of Benin.", "Gabon", "Benin")
        assert (coded.plover, coded.cameo, coded.status) == (None, None, None)
        assert "no predicate" in coded.why

    @pytest.mark.parametrize("target", ["Nobody", "???", "the a an"])
    def test_missing_name_is_said(self, target: str) -> None:
        """Where one of the pair is nowhere named, the other decides, and the reasons say so."""
        coded = code_pair("Gabon criticised Benin.", "Gabon", target)
        assert coded.plover is not None and coded.plover.type == "ACCUSE"
        assert "target not found" in coded.why

    def test_every_type_has_a_quad(self) -> None:
        """The four classes cover the types; no type, no class."""
        assert {quad(kind) for kind in PLOVER - {""}} == {
            f"{manner} {side}" for manner in ("verbal", "material") for side in ("cooperation", "conflict")
        }
        assert quad("") is None


class TestMentions:
    """Names found in the sentence."""

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("the Fund", ["The", "Fund"]), ("THE FUND", ["The", "Fund"]), ("Fund's", ["Fund", "'s"]),
            ("Republic of Chad", ["Republic", "of", "Chad"]), ("Chad Republic of Something", ["Republic", "Chad"]),
        ],
    )  # fmt: skip
    def test_name_is_found(self, name: str, words: list[str]) -> None:
        """Case, article and possessive aside; else by the words that are there."""
        tree = read_tree("The Fund's head thanked the Republic of Chad.")
        found = find_mentions(tree, name)
        assert {tree.words[i] for m in found for i in m.tokens} <= {*words, "of"}
        assert found

    def test_part_of_a_word_is_no_mention(self) -> None:
        """ "Niger" does not stand in "Nigeria"."""
        tree = read_tree("Nigeria praised Niger.")
        assert [tree.words[m.head] for m in find_mentions(tree, "Niger")] == ["Niger"]


def line(**fields: object) -> str:
    """One line of input."""
    return json.dumps(fields)


class TestLines:
    """JSON Lines in and out."""

    def test_answers_have_the_keys_of_the_contract(self) -> None:
        """``id`` comes back; ``plover`` has type, mode and context."""
        (answer,) = code_jsonl([line(id=7, sentence="Mali accused Niger.", source="Mali", target="Niger")])
        assert isinstance(answer, str)
        found = json.loads(answer)
        assert set(found) == {"id", "plover", "cameo", "status", "why", "quad"}
        assert set(found["plover"]) == {"type", "mode", "context"}
        assert (found["id"], found["status"], found["quad"]) == (7, "held", "verbal conflict")

    @pytest.mark.parametrize(
        "bad",
        [
            "nothing", "[]", line(id=1, sentence="A met B.", source="A"), line(sentence="", source="A", target="B"),
            line(sentence=4, source="A", target="B"), line(id=[1], sentence="A met B.", source="A", target="B"),
            line(id=True, sentence="A met B.", source="A", target="B"),
            line(sentence="A met B.", source=None, target="B"),
        ],
    )  # fmt: skip
    def test_bad_line_is_named_and_the_others_answered(self, bad: str) -> None:
        """The error names source and line; the next line has its answer."""
        good = line(id="x", sentence="Mali accused Niger.", source="Mali", target="Niger")
        first, second, third = code_jsonl([good, bad, "", good], "tasks.jsonl")
        assert isinstance(first, str) and first == third
        assert isinstance(second, BadRecord)
        assert "tasks.jsonl, line 2" in str(second)

    def test_lone_surrogates_and_marks_do_no_harm(self) -> None:
        """What UTF-8 cannot hold is replaced; emoji and line ends stay out of the way."""
        odd = '{"id": "\\ud800", "sentence": "Mali 😀\\naccused Niger.", "source": "Mali", "target": "Niger"}'
        (answer,) = code_jsonl([odd])
        assert isinstance(answer, str)
        answer.encode("utf-8")
