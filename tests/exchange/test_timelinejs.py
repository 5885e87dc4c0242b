"""TimelineJS: the structure that its documentation gives."""

from __future__ import annotations

import json
from typing import Any

from tests.exchange.entries import export

PARTS = {"year": (-9999, 9999), "month": (1, 12), "day": (1, 31)}
SLIDE = {"start_date", "end_date", "text", "media", "group", "display_date", "background", "autolink", "unique_id"}
"""Keys of a slide, as documented."""


def timeline() -> dict[str, Any]:
    """The timeline, checked against its documented structure."""
    found: dict[str, Any] = json.loads(export("timelinejs")[0])
    assert set(found) <= {"events", "title", "eras", "scale"}
    assert found["scale"] in ("human", "cosmological")
    for slide in (found["title"], *found["events"]):
        assert set(slide) <= SLIDE
        assert set(slide["text"]) <= {"headline", "text"}
    for slide in found["events"]:
        for date in (slide["start_date"], slide.get("end_date", slide["start_date"])):
            assert "year" in date
            assert ("day" not in date) or "month" in date
            assert all(PARTS[k][0] <= v <= PARTS[k][1] for k, v in date.items())
    return found


def slide(id: str) -> dict[str, Any]:
    """One slide."""
    (found,) = (s for s in timeline()["events"] if s["unique_id"] == f"entry-{id}")
    return dict(found)


def test_ids_are_unique_and_fit_an_anchor() -> None:
    """They become part of the page's address."""
    ids = [s["unique_id"] for s in timeline()["events"]]
    assert len(set(ids)) == len(ids)
    assert "entry-a-10--" in ids


def test_dates_have_the_parts_that_are_told() -> None:
    """A month has no day; an interval has two ends; a season and a decade have those of their days, and their name."""
    assert slide("e1")["start_date"] == {"year": 2019, "month": 6, "day": 28}
    assert slide("e2")["start_date"] == {"year": 2019, "month": 6}
    assert "end_date" not in slide("e2")
    assert slide("e3")["display_date"] == "about April 2020"
    assert slide("e6")["end_date"] == {"year": 2019, "month": 6, "day": 29}
    assert slide("e4")["start_date"] == {"year": 2020, "month": 3, "day": 1}
    assert slide("e9")["end_date"] == {"year": 1999, "month": 12, "day": 31}


def test_text_is_escaped() -> None:
    """TimelineJS shows HTML: no name is markup."""
    text = export("timelinejs")[0].decode()
    assert "<Co>" not in text
    assert "&amp;b" not in slide("e1")["text"]["headline"]


def test_open_starts_are_left_out() -> None:
    """A slide needs a start."""
    assert export("timelinejs")[1].left_out == {"no time": 1, "open start": 1}
