"""Documents in JSON Lines to times and places."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import BadRecord, IntakeError, TooLarge
from communique.intake import decode
from communique.reading.jsonl import places_jsonl, times_jsonl

TEXT = "Talks were held in Geneva on 6 August 2018. Moscow denied the report."


def doc(**keys: Any) -> str:
    """A line with a text."""
    return json.dumps({"id": "a", "text": TEXT, **keys})


def answer(found: str | IntakeError) -> Any:
    """An answer's object."""
    assert isinstance(found, str)
    return json.loads(found)


def test_times_of_a_document() -> None:
    """Each time has the keys of the contract, and its words stand at its offsets."""
    [line] = times_jsonl([doc(published="2018-08-08")])
    got = answer(line)
    assert list(got) == ["id", "times"] and got["id"] == "a"
    [time] = got["times"]
    assert list(time) == ["start", "end", "text", "edtf", "type", "value", "mod"]
    assert time["edtf"] == "2018-08-06" and TEXT[time["start"] : time["end"]] == time["text"]


def test_a_time_told_from_the_publication() -> None:
    """A relative time needs ``published``; a date-time is taken for its day."""
    text = "They will meet tomorrow."
    with_date, without = times_jsonl([doc(text=text, published="2018-08-08T10:00:00Z"), doc(text=text)])
    assert answer(with_date)["times"][0]["edtf"] == "2018-08-09"
    assert answer(without)["times"][0]["edtf"] is None


def test_places_of_a_document() -> None:
    """Names are found, resolved, and told apart from governments."""
    [line] = places_jsonl([doc()])
    geneva, moscow = answer(line)["places"]
    assert list(geneva) == ["start", "end", "name", "country", "lat", "lon", "geonames", "metonym"]
    assert (geneva["name"], geneva["country"], geneva["metonym"]) == ("Geneva", "CHE", False)
    assert (moscow["name"], moscow["geonames"], moscow["metonym"]) == ("Moscow", 524901, True)


def test_places_of_given_names() -> None:
    """Given spans are resolved one by one, in their order, and no others are looked for."""
    moscow, geneva = TEXT.index("Moscow"), TEXT.index("Geneva")
    spans = [[moscow, moscow + 6], [geneva, geneva + 6], [0, 5]]
    [line, none] = places_jsonl([doc(spans=spans), doc(spans=[])])
    places = answer(line)["places"]
    assert [[p["start"], p["end"]] for p in places] == spans
    assert [p["country"] for p in places] == ["RUS", "CHE", None]
    assert answer(none)["places"] == []


def test_bad_lines_are_named_and_do_not_stop_the_rest() -> None:
    """Every bad line gives an error with its number; blank lines give nothing."""
    lines = [b"\xef\xbb\xbf" + doc().encode(), "{", "\n", "[1]", b'{"text": "\xff"}', doc(id=7)]
    first, broken, a_list, not_utf8, last = times_jsonl(lines, "in.jsonl")
    assert answer(first)["id"] == "a" and answer(last)["id"] == 7
    for error, place in ((broken, "line 2"), (a_list, "line 4"), (not_utf8, "line 5")):
        assert isinstance(error, BadRecord)
        assert (error.source, error.place) == ("in.jsonl", place)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"text": None}, "no text"),
        ({"text": 5}, "type int"),
        ({"id": True}, "'id' is of type bool"),
        ({"id": 1.5}, "'id' is of type float"),
        ({"published": 2018}, "'published' is of type int"),
        ({"published": "soon"}, "'soon' is not a day"),
        ({"spans": [[3, 3]]}, "[3, 3]"),
        ({"spans": [[0, 9999]]}, "[0, 9999]"),
        ({"spans": [[0, 1.0]]}, "[0, 1.0]"),
        ({"spans": "x"}, '"x"'),
    ],
)
def test_what_is_wrong_is_said(keys: dict[str, Any], problem: str) -> None:
    """A key of a wrong type or value is told by name, for times and places alike."""
    for read in (times_jsonl, places_jsonl):
        [error] = read([doc(**keys)])
        assert isinstance(error, BadRecord) and problem in error.problem and error.place == "line 1"


def test_a_text_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails alone."""
    monkeypatch.setattr(decode, "MAX_CHARS", 50)
    long, short = times_jsonl([doc(), doc(text="on 6 August 2018")])
    assert isinstance(long, TooLarge) and answer(short)["times"]


def test_empty_and_broken_texts_have_answers() -> None:
    """No text, and lone surrogates, are no failures; answers can be written as UTF-8."""
    lines = [doc(text=""), doc(text=" \n"), '{"id": "\\ud800", "text": "In \\ud800 Paris on 6 August 2018"}']
    for read, key in ((times_jsonl, "times"), (places_jsonl, "places")):
        empty, blank, broken = read(lines)
        assert answer(empty)[key] == answer(blank)[key] == []
        assert isinstance(broken, str) and broken.encode() and answer(broken)[key]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet='{}[]":,\\u0d8 text1\n\U0001f600', max_size=30), max_size=4))
def test_no_line_raises(lines: list[str]) -> None:
    """Whatever the lines, there is one answer or error for each that is not blank."""
    found = list(times_jsonl(lines))
    assert len(found) == sum(bool(line.strip(" \t\r\n")) for line in lines)
