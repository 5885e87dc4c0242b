"""The remarks of a row as a short report: what they leave unsaid, the row says.

They are notes: "Met with Prime Minister Thompson." is read with the person of the row as its subject, and all evidence
is of the remarks as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.intake import Report
from communique.reading.page.arranged import Arranged
from communique.reading.page.invisible import visible
from communique.reading.page.tree import Tree
from communique.reading.read import analysed, traced
from communique.reading.rows.subjects import companions, missing
from communique.records import Record, Span
from communique.text import Segment, SegmentKind, TextLayer


class _Notes(Arranged):
    """The remarks of a row, and what is read before their words."""

    def __init__(self, whole: str, remarks: Span, subject: Span, gaps: Sequence[tuple[int, str]]) -> None:
        """Join them: each of ``gaps`` is a character of the remarks, and what joins the subject to it."""
        self._remarks = remarks
        joints, shown = dict(gaps), visible(whole, subject.start, subject.end)
        text, at = list[str](), list[int]()
        for i in visible(whole, remarks.start, remarks.end):
            if i in joints:
                said = "".join(whole[k] for k in shown) + joints[i]
                text += [said, whole[i].lower()]
                at += [*shown, *[shown[-1]] * len(joints[i]), i]
            else:
                text.append(whole[i])
                at.append(i)
        super().__init__(whole, "".join(text), at)

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of what is read: of words of the remarks and of the subject, that of the remarks."""
        told = [i for i in self._at[start:end] if self._remarks.start <= i < self._remarks.end]
        told = told or list(self._at[start:end]) or [self.whole(start)]
        return min(told), max(told) + (end > start)


def read_remarks(report: Report, remarks: Span, subject: Span | None) -> tuple[Record, tuple[Span, ...]]:
    """Return the record of a row's remarks, of whoever is named at ``subject``; offsets are those of the row.

    Beside it there are the words for those who came along.
    """
    notes = _Notes(report.info.text, remarks, remarks, ())
    if subject is not None:
        tree = Tree(analysed(_report(report, notes.text)))
        gaps = [(notes.whole(tree.idx[gap.word]), gap.joint) for gap in missing(tree)]
        notes = _Notes(report.info.text, remarks, subject, gaps)
    trace = traced(_report(report, notes.text))
    along = (notes.bounds(trace.tree.idx[i], trace.tree.end(i)) for i in companions(trace.tree))
    return notes.record(trace.record, report, trace.sentences), tuple(Span(a, b) for a, b in along)


def _report(report: Report, text: str) -> Report:
    layer = TextLayer(text, (Segment(0, len(text), SegmentKind.BODY),), report.layer.version)
    return replace(report, info=replace(report.info, text=text, title=None, parts=()), layer=layer)
