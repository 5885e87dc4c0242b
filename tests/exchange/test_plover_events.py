"""PLOVER events: the keys of NGEC, one event a dyad, no day that was not told."""

from __future__ import annotations

import json
from typing import Any

from communique.reading.lexicon import lexicon
from tests.exchange.entries import ENTRIES, TEXT, XI, export

NGEC = {"id", "event_type", "event_mode", "contexts", "event_text", "attributes", "event_geolocation", "story_id",
        "headline", "pub_date", "publisher", "date_resolved", "date_raw", "version"}  # fmt: skip
"""Keys of an event that NGEC writes."""


def events(**options: object) -> list[dict[str, Any]]:
    """The events."""
    return [json.loads(line) for line in export("plover", **options)[0].decode("utf-8").splitlines()]


def test_keys_are_those_of_ngec() -> None:
    """Every event has them all, and every actor those of NGEC's."""
    for event in events():
        assert set(event) >= NGEC
        for actor in (*event["attributes"]["ACTOR"], *event["attributes"]["RECIP"]):
            assert {"text", "wiki", "country", "code_1", "code_2", "country_name"} <= set(actor)


def test_types_are_plovers() -> None:
    """Every type is one of the lexicon's, which are PLOVER's; CAMEO 01 has none and is left out."""
    assert {e["event_type"] for e in events()} <= {s.plover for s in lexicon().senses.values()} | {"AGREE"}
    assert export("plover")[1].left_out["no PLOVER type"] == 1


def test_ids_are_unique() -> None:
    """Each dyad is an event of its own and names its entry."""
    found = [e["id"] for e in events()]
    assert len(set(found)) == len(found)
    assert {e["entry"] for e in events()} <= {e.id for e in ENTRIES}


def test_an_event() -> None:
    """Who, whom, what, when, where, and the words."""
    event = events()[0]
    assert event["attributes"]["ACTOR"][0]["text"] == XI.name
    assert (event["quad_class"], event["goldstein"], event["status"]) == ("verbal cooperation", 1.0, "held")
    assert (event["date_resolved"], event["date_raw"], event["pub_date"]) == ("2019-06-28", "last June", "2019-06-29")
    assert event["event_geolocation"]["geo"]["geonameid"] == "1853909"
    words = [TEXT[s["start"] : s["end"]] for s in event["evidence"]]
    assert event["event_text"] == " ".join(words)


def test_date_is_never_that_of_publication() -> None:
    """A month resolves to no day; EDTF keeps it."""
    found = {e["entry"]: (e["date_resolved"], e["edtf"]) for e in events()}
    assert found["e2"] == (None, "2019-06")
    assert found["e5"] == (None, None)
