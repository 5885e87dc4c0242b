"""Bodies, parties, metonyms and offices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.known.bodies import find_body, metonym_country, metonym_organization, party_country
from communique.reading.known.offices import OfficeInfo, find_offices


@pytest.mark.parametrize(
    ("name", "canonical", "kind", "country"),
    [
        ("the State Duma", "State Duma", "chamber", "RUS"),
        ("Knesset", "Knesset", "parliament", "ISR"),
        ("Majles", "Islamic Consultative Assembly", "parliament", "IRN"),
        ("Bundestag", "Bundestag", "parliament", "DEU"),
        ("Riigikogu", "Riigikogu", "parliament", "EST"),
        ("Pentagon", "Department of Defense", "ministry", "USA"),
        ("Foreign Office", "Foreign and Commonwealth Office", "ministry", "GBR"),
        ("the Kremlin", "Kremlin", "executive", "RUS"),
        ("Russian Foreign Ministry", "Ministry of Foreign Affairs", "ministry", "RUS"),
        ("Ministry of Foreign Affairs of Kazakhstan", "Ministry of Foreign Affairs", "ministry", "KAZ"),
        ("Iran's parliament", "Parliament", "parliament", "IRN"),
        ("Canadian House of Commons", "House of Commons", "chamber", "CAN"),
        ("U.N. Security Council", "United Nations Security Council", "intl", None),
        ("European Parliament", "European Parliament", "parliament", None),
        ("Peruvian Health Ministry", "Ministry of Health", "ministry", "PER"),
        ("Likud", "Likud", "party", "ISR"),
    ],
)
def test_known_and_general_names(name: str, canonical: str, kind: str, country: str | None) -> None:
    """Table names give their row; general names take the country from their own words."""
    info = find_body(name)
    assert info is not None
    assert (info.name, info.kind, info.country) == (canonical, kind, country)


def test_context_gives_a_country_only_where_the_name_has_none() -> None:
    """The context decides for "the Senate", never for "the French Senate" or the United Nations."""
    senate, french, un = (find_body(n, "USA") for n in ("the Senate", "French Senate", "United Nations"))
    assert senate is not None and senate.name == "United States Senate"
    assert french is not None and french.country == "FRA"
    assert un is not None and un.country is None
    alone = find_body("the Senate")
    assert alone is not None and alone.country is None


def test_committees_know_their_chamber() -> None:
    """Committees of two countries that a report may call equivalent get country and chamber."""
    russian = find_body("Russian Federation Council Committee on Foreign Affairs")
    american = find_body("U.S. Senate Foreign Relations Committee")
    assert russian is not None and american is not None
    assert (russian.kind, russian.country, russian.parent) == ("committee", "RUS", "Federation Council")
    assert (american.country, american.parent) == ("USA", "United States Senate")
    assert american.name == "Senate Foreign Relations Committee"


@pytest.mark.parametrize("name", ["Tuesday", "Rand Paul", "the river", ""])
def test_what_is_no_body(name: str) -> None:
    """Other words give nothing."""
    assert find_body(name) is None


def test_metonyms() -> None:
    """Capitals and landmarks stand for governments, Brussels for the Union, other towns for nothing."""
    names = [
        "Washington",
        "Moscow",
        "the Kremlin",
        "Capitol Hill",
        "the Hill",
        "Seoul",
        "Springfield",
        "Brussels",
    ]
    assert [metonym_country(n) for n in names] == ["USA", "RUS", "RUS", "USA", "USA", "KOR", None, None]
    assert metonym_organization("Brussels") == "European Union"
    assert metonym_organization("Moscow") is None


def test_parties() -> None:
    """Parties and their members give a country; unknown ones none."""
    assert [party_country(n) for n in ("Republicans", "the GOP", "Tories", "CDU", "Whigs")] == [
        "USA",
        "USA",
        "GBR",
        "DEU",
        None,
    ]


def offices(text: str) -> list[tuple[str, OfficeInfo]]:
    """The words and offices found in ``text``."""
    return [(text[start:end], info) for start, end, info in find_offices(text)]


@pytest.mark.parametrize(
    ("text", "words", "title", "sector"),
    [
        ("Foreign Minister Anna Berg spoke", "Foreign Minister", "foreign minister", "executive"),
        ("the minister of foreign affairs", "minister of foreign affairs", "foreign minister", "executive"),
        ("minister for water", "minister for water", "water minister", "executive"),
        ("Crown Prince Faisal", "Crown Prince", "crown prince", "royal"),
        ("Lt. Gen. Ito", "Lt. Gen.", "general", "military"),
        ("the secretary-general said", "secretary-general", "secretary-general", "international"),
        ("lawmakers met", "lawmakers", "member of parliament", "legislative"),
        ("the House Speaker left", "House Speaker", "speaker", "legislative"),
        ("a spokeswoman said", "spokeswoman", "spokesperson", "executive"),
        ("head of the delegation", "head", "head", "executive"),
        ("Vice President Ruiz", "Vice President", "vice president", "executive"),
    ],
)
def test_titles(text: str, words: str, title: str, sector: str) -> None:
    """The longest form is found and brought to its canonical title and sector."""
    [(found, info)] = offices(text)
    assert (found, info.title, info.sector) == (words, title, sector)


def test_modifiers() -> None:
    """ "former" and "ex-" set a flag; others are listed; all are within the span."""
    text = "The former deputy foreign minister and the ex-president met the acting mayor"
    assert [(w, i.title, i.former, i.modifiers) for w, i in offices(text)] == [
        ("former deputy foreign minister", "foreign minister", True, ("deputy",)),
        ("ex-president", "president", True, ()),
        ("acting mayor", "mayor", False, ("acting",)),
    ]


def test_members_of_congress() -> None:
    """Abbreviations mark members of Congress, in the singular and the plural."""
    found = offices("Sen. Gray, Reps. Hall and Ng and a British MP")
    assert [(w, i.congress, i.plural) for w, i in found] == [
        ("Sen.", True, False),
        ("Reps.", True, True),
        ("MP", False, False),
    ]


@pytest.mark.parametrize("text", ["general rules of a house", "he is ahead", "reps in gyms", "a major deal"])
def test_words_that_are_no_titles(text: str) -> None:
    """Small-letter words with another sense are left alone."""
    assert offices(text) == []


@given(st.text(alphabet="expr-sidntfom MPS.en", max_size=50))
def test_office_offsets(text: str) -> None:
    """Matches are in order, apart and inside the text."""
    at = 0
    for start, end, _ in find_offices(text):
        assert at <= start < end <= len(text)
        at = end
