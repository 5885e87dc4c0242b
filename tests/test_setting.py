"""The places of a report, and the governments that bear their names."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

import communique.samples
from communique.intake import report_from_text
from communique.language.core import analyse
from communique.reading.places.setting import find_setting
from communique.records import PlaceMention


def read(text: str) -> list[PlaceMention]:
    """The places of a text."""
    layer = report_from_text(text).layer
    found = find_setting(analyse(layer), layer, None)
    assert all(a.end <= b.start for a, b in pairwise(found))
    return list(found)


def said(text: str) -> list[tuple[str, bool]]:
    """The words of every place of a text, and whether they stand for a government."""
    return [(text[m.start : m.end], m.metonym) for m in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "On Friday Moscow denied the charges.",
        "Moscow and Ankara agreed on a ceasefire.",
        "Talks between Moscow and Kyiv broke down last week.",
        "Ties with Beijing have soured since spring.",
        "The letter to Tehran went unanswered for weeks.",
        "Ministers agreed on new sanctions against Minsk.",
        "The minister urged Tehran to release the sailors.",
        "The plan was welcomed by Warsaw and Prague.",
        "Tokyo's decision surprised its neighbours.",
        "According to Seoul, two missiles were fired.",
        "The rebels fear the Ankara government more than anyone.",
        "Havana was told to withdraw its envoy.",
        "Ottawa is ready to resume the negotiations.",
        "The Kremlin declined to comment.",
        "Germany called for an inquiry.",
        "Pressure on Caracas grew.",
    ],
)
def test_names_that_stand_for_governments(text: str) -> None:
    """As subject, addressee, party to talks or owner of a decision, a name is a government."""
    found = said(text)
    assert found and all(metonym for _, metonym in found), found


@pytest.mark.parametrize(
    "text",
    [
        "The ministers met in Geneva.",
        "They flew from Cairo to Doha on Monday.",
        "A guesthouse near Beijing was chosen.",
        "He lives in Paris, the capital of France.",
        "The delegation arrived at the Kremlin.",
        "Kyiv is the capital of Ukraine.",
        "Moscow's streets were empty.",
        "Kyiv was bombed overnight.",
        "The road between Damascus and Aleppo is closed.",
        "She visited Jakarta in May.",
        "London has nine million residents.",
        "The border with Poland was shut.",
        "They spent the night at Camp David.",
    ],
)
def test_names_that_are_places(text: str) -> None:
    """Where something is, goes or happens, and what a city is or has, is the place."""
    found = said(text)
    assert found and not any(metonym for _, metonym in found), found


def test_one_name_both_ways() -> None:
    """Each mention is judged by itself; the dateline is a place."""
    text = "MOSCOW, Aug. 6 (Reuters) - Moscow rejected the demand. The envoy left Moscow on Monday."
    assert said(text) == [("MOSCOW", False), ("Moscow", True), ("Moscow", False)]


def test_washington_dc_is_one_place() -> None:
    """With or without its district it is one span, one id, and never the state."""
    text = "He flew to Washington, D.C., on Friday and left D.C. on Sunday. Washington protested."
    found = read(text)
    assert [text[m.start : m.end] for m in found] == ["Washington, D.C.", "D.C.", "Washington"]
    assert {m.geonames for m in found} == {4140963}
    assert [m.metonym for m in found] == [False, False, True]


def test_landmarks_by_their_words() -> None:
    """Landmarks are found whatever the name finder says, with their own position and country."""
    text = "They met at the Capitol, then at Camp David, and spoke at the Great Hall of the People."
    found = read(text)
    assert [(m.name, m.country) for m in found] == [
        ("United States Capitol", "USA"),
        ("Camp David", "USA"),
        ("Great Hall of the People", "CHN"),
    ]


def test_a_state_capitol_is_another() -> None:
    """The building in a state's capital is not the one in Washington."""
    assert "United States Capitol" not in {m.name for m in read("Crowds gathered at the Texas Capitol.")}


def test_states_of_politicians() -> None:
    """A state before the word for its politicians is a place."""
    text = "He thanked the Kentucky senator and a Texas Republican."
    assert [(m.name, m.country, m.metonym) for m in read(text)] == [
        ("Kentucky", "USA", False),
        ("Texas", "USA", False),
    ]


def test_names_inside_other_names() -> None:
    """Banks, universities and people are no places; nor are adjectives."""
    text = "The Bank of England and the University of Texas met Denzel Washington and a Russian envoy."
    assert said(text) == []


def test_persons_called_like_countries() -> None:
    """Where a person's full name ends in it, the name alone is the person."""
    assert said("Rep. Jim Jordan spoke first. Jordan said the vote in Amman could wait.") == [("Amman", False)]


def test_capitals_in_a_report_of_many_countries() -> None:
    """American towns of the same names do not draw the capitals to them."""
    text = (
        "Envoys of France, Germany and Japan flew from Washington, D.C., to Camp David near Thurmont,"
        " Maryland. Earlier rounds were held in Paris, Berlin and Geneva."
    )
    lands = {m.name: m.country for m in read(text)}
    assert (lands["Paris"], lands["Berlin"], lands["Geneva"]) == ("FRA", "DEU", "CHE")
    assert lands["Thurmont"] == "USA"


def test_the_country_after_a_city() -> None:
    """A country that says where a city lies is a place, even in the subject of a verb."""
    text = "The visit to Tbilisi, Georgia, was praised by Russia and Armenia."
    tbilisi, georgia, *_ = read(text)
    assert (tbilisi.country, georgia.country) == ("GEO", "GEO")
    assert not tbilisi.metonym and not georgia.metonym


def test_only_content_is_read() -> None:
    """A text without places, or without words, has none."""
    assert read("Nothing happened.") == []
    assert read("- - -") == []


def test_speed() -> None:
    """Well over what a report needs: thousands of words a second at the least."""
    folder = Path(next(iter(communique.samples.__path__)))
    reports = [report_from_text(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.txt"))[:8]]
    docs = [(analyse(r.layer), r.layer) for r in reports]
    find_setting(*docs[0])
    began = time.perf_counter()
    for doc, layer in docs:
        find_setting(doc, layer)
    words = sum(len(layer.text.split()) for _, layer in docs)
    assert words / (time.perf_counter() - began) > 4000
