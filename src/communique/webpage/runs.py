"""A text cut where a mark begins or ends, so that marks may lie in each other and across each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_BLANK_LINES = re.compile(r"\r?\n[ \t]*(?:\r?\n[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that is marked, and as what.

    ``to`` is the id of what it belongs to, ``at`` its own. ``sign`` is printed before it, and ``says`` what that means.
    """

    start: int
    end: int
    kind: str
    to: str
    sign: str | None = None
    at: str | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text all of which is marked in the same way.

    ``kinds`` are those of the marks that it lies in, ``actor`` is the id of the actor that it names, the one of the
    shortest name where several do. ``opens`` are the marks with a sign that begin with it, ``places`` the ids of those
    without. ``start`` is where it stands in the text, and ``of`` names what its marks belong to, each once.
    """

    text: str
    kinds: tuple[str, ...] = ()
    actor: str | None = None
    opens: tuple[Mark, ...] = ()
    places: tuple[str, ...] = ()
    start: int = 0
    of: tuple[str, ...] = ()


def paragraphs(text: str, marks: Iterable[Mark]) -> Iterator[list[Run]]:
    """Yield the paragraphs of a text, which blank lines divide, each as its runs. Marks outside the text are left out.

    >>> runs = list(paragraphs("One two.", [Mark(0, 3, "a", "x"), Mark(0, 8, "b", "y")]))
    >>> [(run.text, run.kinds) for run in runs[0]]
    [('One', ('a', 'b')), (' two.', ('b',))]
    """
    inside = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), key=lambda m: (m.start, -m.end))
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    waiting, active, edge = 0, list[Mark](), 0
    for start, end in _parts(text):
        runs: list[Run] = []
        at = start
        while at < end:
            while edges[edge] <= at:
                edge += 1
            stop = min(edges[edge], end)
            active = [m for m in active if m.end > at]
            opens = []
            while waiting < len(inside) and inside[waiting].start <= at:
                active += [inside[waiting]] if inside[waiting].end > at else []
                opens.append(inside[waiting])
                waiting += 1
            runs.append(_run(text[at:stop], at, active, opens))
            at = stop
        if runs:
            yield runs


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where paragraphs begin and end."""
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _run(text: str, start: int, active: Sequence[Mark], opens: Sequence[Mark]) -> Run:
    names = [m for m in active if m.kind == "actor"]
    name = min(names, key=lambda m: m.end - m.start, default=None)
    kinds = sorted({m.kind for m in active} - {"actor"})
    signs, places = tuple(m for m in opens if m.sign), tuple(m.at for m in opens if m.at and not m.sign)
    of = tuple(dict.fromkeys(m.to for m in active if m.to))
    return Run(text, tuple(kinds), name.to if name else None, signs, places, start, of)
