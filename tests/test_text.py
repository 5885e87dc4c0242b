"""The text layer's promise: offsets count code points, and nothing is altered."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import EmptyInput
from communique.intake import report_from_text
from communique.intake.paragraphs import paragraphs, trim
from communique.records import Evidence, Span, as_json
from communique.text import Segment, SegmentKind, TextLayer

AWKWARD = st.sampled_from(
    [
        "😀", "👩‍👩‍👧", "🇫🇷", "e\u0301", "\r\n", "\n\n", "\r", "\u2028", "\u00a0", "\u00ad", "\u200b",
        "\u200d", "\u202e", "\u2066", "\u200f", "\ufeff", "\x00", "\x0c", "\t", " ", "“", "”", "> ",
        ":", "...", "By ", "Sen. Ruiz said:", "PARIS (AFP) - ", "I agree with her.",
        "\u0645\u0648\u0633\u0643\u0648", "東京",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(AWKWARD, st.text(max_size=12), st.characters(codec="utf-8")), max_size=40).map("".join)
WITH_SURROGATES = st.lists(
    st.one_of(AWKWARD, st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF), st.text(max_size=5)),
    max_size=30,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_segments_are_sound(text: str) -> None:
    """Segments are in order, apart, inside the text, not blank, and without outer blanks."""
    try:
        report = report_from_text(text)
    except EmptyInput:
        assert not paragraphs(text)
        return
    end = 0
    for segment in report.layer.segments:
        assert end <= segment.start < segment.end <= len(text)
        assert trim(text, segment.start, segment.end) == Span(segment.start, segment.end)
        end = segment.end
    assert report.layer.text == report.info.text == text.replace("\x00", "\ufffd")


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.data())
def test_evidence_survives_json(text: str, data: st.DataObject) -> None:
    """``text[start:end] == quote`` after a round trip through JSON, with or without escapes."""
    layer = TextLayer(text, ())
    start = data.draw(st.integers(0, len(text)))
    evidence = layer.evidence(start, data.draw(st.integers(start, len(text))))
    for ascii_only in (True, False):
        packed = json.dumps({"text": text, "evidence": as_json(evidence)}, ensure_ascii=ascii_only)
        again = json.loads(packed.encode("utf-8").decode("utf-8"))
        found = again["evidence"]
        assert again["text"][found["start"] : found["end"]] == found["quote"] == evidence.quote
    assert layer.check(evidence)


@settings(max_examples=60, deadline=None)
@given(WITH_SURROGATES)
def test_nul_and_lone_surrogates_are_replaced_one_for_one(text: str) -> None:
    """NUL and lone surrogates become U+FFFD without moving an offset, and the text can be written as UTF-8."""
    try:
        report = report_from_text(text)
    except EmptyInput:
        return
    assert len(report.layer.text) == len(text)
    report.layer.text.encode("utf-8")
    for before, after in zip(text, report.layer.text, strict=True):
        assert after == ("\ufffd" if before == "\x00" or "\ud800" <= before <= "\udfff" else before)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_paragraphs_hold_every_word(text: str) -> None:
    """No printing character is left outside the paragraphs."""
    inside = "".join(text[span.start : span.end] for span in paragraphs(text))
    assert [c for c in text if c.isalnum()] == [c for c in inside if c.isalnum()]


def test_offsets_count_code_points() -> None:
    """An emoji is one code point, as in Python."""
    assert TextLayer("😀 Macron", ()).evidence(2, 8).quote == "Macron"


def test_evidence_outside_the_text_is_refused() -> None:
    """A span that ends after the text is an error, not a short quote."""
    with pytest.raises(ValueError, match="after the text"):
        TextLayer("short", ()).evidence(0, 6)


def test_evidence_of_another_length_is_refused() -> None:
    """A quote must have as many code points as its span."""
    with pytest.raises(ValueError, match="code points"):
        Evidence(0, 3, "four")


def test_check_tells_a_wrong_quote() -> None:
    """A quote that does not stand at its span is told."""
    assert not TextLayer("Oslo and Bonn", ()).check(Evidence(0, 4, "Bonn"))


def test_segment_at() -> None:
    """A span belongs to the segment that holds it whole."""
    layer = TextLayer("One.\n\nTwo.", (Segment(0, 4, SegmentKind.TITLE), Segment(6, 10, SegmentKind.BODY)))
    assert layer.segment_at(Span(6, 9)) == layer.segments[1]
    assert layer.segment_at(Span(2, 8)) is None
    assert [segment.is_content for segment in layer.segments] == [True, True]
