"""Sectors of actors: offices, bodies, words, former offices, and what is not told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from communique.reading.actors import sectors
from communique.reading.actors.sectors import sector_names, sectors_of
from communique.reading.tables import TableError, load
from communique.records import Actor, ActorKind, Evidence, Role, as_json
from tests.readings import ROOT, sentence


def role(title: str, body: str | None = None, *, former: bool = False, country: str | None = None) -> Role:
    """An office told in the words of its title."""
    return Role(title.lower(), Evidence(0, len(title), title), body, country, former)


def person(*roles: Role) -> tuple[str, ...]:
    """The sectors of a person with these offices."""
    return sectors_of(Actor("a1", ActorKind.PERSON, "A. Person", roles=roles))


def named(name: str, kind: ActorKind = ActorKind.GROUP) -> tuple[str, ...]:
    """The sectors of what goes by a name alone."""
    return sectors_of(Actor("a1", kind, name))


OFFICES = [
    ("senator", None, "LEG"), ("lawmaker", None, "LEG"), ("speaker", None, "LEG"), ("president", None, "GOV"),
    ("foreign minister", None, "GOV DIP"), ("vice foreign minister", None, "GOV DIP"), ("ambassador", None, "GOV DIP"),
    ("spokesman", "foreign ministry", "GOV DIP"), ("spokeswoman", "White House", "GOV"),
    ("spokesman", "Senate", "LEG"), ("spokesman", "NATO", "IGO"), ("president", "National Assembly", "LEG"),
    ("president", "European Parliament", "LEG IGO"), ("head", "foreign affairs committee", "LEG"),
    ("secretary-general", "United Nations", "IGO"), ("foreign policy chief", "EU", "IGO"), ("general", None, "MIL"),
    ("army chief", None, "MIL"), ("police chief", None, "COP"), ("intelligence chief", None, "SPY"),
    ("director", "CIA", "SPY"), ("judge", None, "JUD"), ("opposition leader", None, "OPP"),
    ("opposition senator", None, "LEG OPP"), ("rebel commander", None, "REB"), ("journalist", None, "JRN"),
    ("professor", None, "EDU"), ("businessman", None, "BUS"), ("bishop", None, "REL"), ("activist", None, "CVL"),
    ("press secretary", None, "GOV"), ("party spokesman", None, "PTY"), ("king", None, "GOV"),
    ("party leader", None, "PTY"), ("spokesman", None, ""), ("director", None, ""), ("colleague", None, ""),
    ("leader", "Teamsters", "LAB"), ("president", "Acme Widgets", ""),
]  # fmt: skip
NAMES = [
    ("seven senators", "LEG"), ("members of the European Parliament", "LEG IGO"), ("leaders of the US Congress", "LEG"),
    ("27 foreign ministers in Brussels", "GOV DIP"), ("delegation of Republican lawmakers", "LEG"),
    ("business leaders", "BUS"), ("Congress leaders", "LEG"), ("religious leaders", "REL"), ("police officials", "COP"),
    ("four Chinese officials", "GOV"), ("British media", "JRN"), ("Israeli troops", "MIL"), ("rebels", "REB"),
    ("refugees from Ukraine", "REF"), ("other British citizens", "CVL"), ("opposition", "OPP"), ("farmers", "AGR"),
    ("critics of the government", ""), ("allies", ""), ("three men", ""), ("presidents of Russia and Ukraine", "GOV"),
    ("Hamas", "REB"), ("NATO", "IGO"), ("Boeing", "BUS"), ("Human Rights Watch", "NGO"), ("Red Cross", "NGO"),
    ("Republican Party", "PTY"), ("Supreme Court", "JUD"), ("International Criminal Court", "JUD IGO"),
    ("Bundestag", "LEG"), ("China’s foreign ministry", "GOV DIP"), ("CIA", "SPY"), ("Oxford University", "EDU"),
    ("militias", "PRM"), ("gunmen", "UAF"), ("Democrats", "PTY"), ("cartels", "CRM"), ("doctors", "MED"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "codes"), OFFICES)
def test_office_has_the_sector_of_its_title_or_body(title: str, body: str | None, codes: str) -> None:
    """A title that says what it is counts; one that says little has its body's sector, and guesses none without."""
    assert person(role(title, body)) == tuple(codes.split())


@pytest.mark.parametrize(("name", "codes"), NAMES)
def test_name_has_the_sector_of_its_body_or_words(name: str, codes: str) -> None:
    """Groups, bodies and organizations go by known bodies and by the words of their heads."""
    assert named(name) == tuple(codes.split())


def test_state_is_government() -> None:
    """A state acts through its government."""
    assert named("France", ActorKind.STATE) == ("GOV",)


def test_former_office_makes_an_elite() -> None:
    """PLOVER counts former officials under ELI."""
    assert person(role("president", former=True)) == ("ELI",)


def test_present_office_counts_over_former_ones() -> None:
    """A senator who once was an ambassador is a legislator."""
    assert person(role("ambassador", former=True), role("senator")) == ("LEG",)


def test_office_of_that_time_counts_as_held() -> None:
    """ "Then-President" held the office when it happened."""
    then = Role("president", Evidence(0, 14, "then-President"), former=True)
    assert person(then) == ("GOV",)


def test_several_offices_give_several_sectors() -> None:
    """Each once, in the order told."""
    assert person(role("foreign minister"), role("senator"), role("minister")) == ("GOV", "DIP", "LEG")


def test_name_of_a_person_says_nothing() -> None:
    """Julie Bishop is no bishop."""
    assert named("Julie Bishop", ActorKind.PERSON) == ()


def test_alias_counts_where_the_name_says_nothing() -> None:
    """The first name that tells a sector decides."""
    assert sectors_of(Actor("a1", ActorKind.ORGANIZATION, "Acme", aliases=("car company",))) == ("BUS",)


def test_actors_of_a_record_have_sectors() -> None:
    """They are filled in by the reading, and are codes in JSON."""
    record = sentence("Senator Richard Shelby met Russian Foreign Minister Sergei Lavrov in Moscow.")
    found = {a.name: a.sectors for a in record.actors}
    assert found["Richard Shelby"] == ("LEG",)
    assert found["Sergei Lavrov"] == ("GOV", "DIP")
    assert ["LEG"] in [a["sectors"] for a in as_json(record)["actors"]]


def test_every_code_is_documented() -> None:
    """Code and name stand in the reference."""
    text = (ROOT / "docs" / "reference" / "json.md").read_text("utf-8")
    assert [c for c, name in sector_names().items() if f"`{c}` | {name} |" not in text] == []


@pytest.mark.parametrize(
    ("part", "row", "message"),
    [
        ("words", {"GOV": ["x"], "LEG": ["x"]}, "'x' is GOV and LEG"),
        ("words", {"XYZ": ["x"]}, "XYZ"),
        ("body", {"court": ["ABC"]}, "ABC"),
    ],
)
def test_table_that_is_wrong_is_noticed(
    part: str, row: Mapping[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form with two codes, and a code without a name, are named."""
    table = {**load("sectors"), part: row}
    monkeypatch.setattr(sectors, "load", lambda name: table)
    with pytest.raises(TableError, match=message):
        sectors._forms.__wrapped__()


def test_every_general_title_is_one() -> None:
    """The titles that the table singles out are titles of the table of offices."""
    known = {row["title"] for row in load("offices")["office"]}
    table = load("sectors")
    assert set(table["general"]["titles"]) <= known
    assert set(table["title"]) - {"press secretary"} <= known
