"""Characters without a width: read over, and kept in the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.intake import report_from_text
from communique.reading.page.invisible import shown
from communique.reading.read import read
from communique.records import Evidence, Record, as_json

PLAIN = "Angela Merkel met Sergei Lavrov in Hamburg on Friday. “We will talk again,” Lavrov said."
MARKS = ("\u00ad", "\u200b", "\u2060", "\u200e")


def evidence(record: Record) -> list[Evidence]:
    """Every piece of evidence of a record's engagements and roles."""
    return [*(e for x in record.engagements for e in x.evidence), *(r.evidence for a in record.actors for r in a.roles)]


@pytest.mark.parametrize("mark", MARKS)
def test_names_are_clean_and_offsets_true(mark: str) -> None:
    """The same is read as without the marks, and every offset counts them."""
    text = PLAIN.replace("Merkel", f"Mer{mark}kel").replace("Ham", f"Ham{mark}").replace("Fri", f"{mark}Fri")
    marked = read(report_from_text(text, published="2018-07-16"))
    plain = read(report_from_text(PLAIN, published="2018-07-16"))
    assert [a.name for a in marked.actors] == [a.name for a in plain.actors]
    assert marked.report.text == text
    for one, other in zip(evidence(marked), evidence(plain), strict=True):
        assert text[one.start : one.end] == one.quote
        assert one.quote.replace(mark, "") == other.quote
    assert [t.edtf for t in marked.times] == [t.edtf for t in plain.times] == ["2018-07-13"]
    spans = [[text[s.start : s.end].replace(mark, "") for s in a.mentions] for a in marked.actors]
    assert spans == [[PLAIN[s.start : s.end] for s in a.mentions] for a in plain.actors]


def test_plain_text_is_read_as_it_is() -> None:
    """A text without such characters has nothing to be counted back; an accent is no such character."""
    assert shown(PLAIN) is None and shown("Ra\u0301kosi\u00a0met Ná\u00f1ez") is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), st.sampled_from(MARKS)), max_size=6))
def test_marks_change_nothing_wherever_they_stand(places: list[tuple[int, str]]) -> None:
    """But for offsets, quotations and the hash, the record is that of the text without them."""
    text = PLAIN
    for at, mark in sorted(places, reverse=True):
        text = text[:at] + mark + text[at:]
    got = read(report_from_text(text, published="2018-07-16"))
    assert all(text[e.start : e.end] == e.quote for e in evidence(got))
    want = read(report_from_text(PLAIN, published="2018-07-16"))
    assert [a["name"] for a in as_json(got)["actors"]] == [a["name"] for a in as_json(want)["actors"]]
