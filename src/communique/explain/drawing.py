"""The dependency tree of each sentence as text: the words down the page, the branches drawn before them."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from communique.reading.page.tree import Tree

Marks = dict[int, set[str]]
"""Letters for the margin by token."""
LEGEND = "T word of the event   A participant   S sign of the status   W time   P place"
_STYLES = {"T": "bold red", "S": "yellow", "A": "cyan", "D": "cyan", "W": "magenta", "P": "green"}
_ORDER = "TASDWP"
_MARGIN, _UPOS, _RELATION, _LEMMA, _NAME = 5, 6, 13, 14, 4
_LEAST = 20
_DEEPEST = 24
"""Columns that branches may take; deeper ones are cut on the left."""
_Lines = list[tuple[str, int]]


def draw(console: Console, tree: Tree, marks: Marks, names: Mapping[int, str], legend: str) -> None:
    """Print the tree of every sentence, one word a line, its tags in columns."""
    console.print(Text(legend, style="dim"))
    for number, (first, last) in enumerate(tree.bounds, 1):
        lines = branches(tree, first, last)
        if not lines:
            continue
        console.print()
        if len(tree.bounds) > 1:
            console.print(Text(f"SENTENCE {number}", style="bold"))
        room = max(_LEAST, console.width - _MARGIN - _UPOS - _RELATION - _LEMMA - _NAME)
        width = min(room, max(cell_len(p) + cell_len(tree.words[i]) for p, i in lines) + 2)
        for prefix, i in lines:
            console.print(_line(tree, i, prefix, marks.get(i, set()), names.get(i, ""), width), overflow="fold")


def branches(tree: Tree, first: int, last: int) -> _Lines:
    """Return the words of a sentence in the order of the text, each with the branches before it.

    Where branches cross, a word stands beside what it hangs on.
    """
    words = [i for i in range(first, last) if tree.pos[i] != "SPACE"]
    inside = set(words)
    roots = [i for i in words if tree.heads[i] == i or tree.heads[i] not in inside]
    return [line for root in roots for line in _under(tree, root)[0]]


def _under(tree: Tree, i: int) -> tuple[_Lines, int]:
    """Return the lines of ``i`` and all below it, and the number of its own line."""
    left, right = [k for k in tree.kids[i] if k < i], [k for k in tree.kids[i] if k > i]
    out: _Lines = []
    for n, k in enumerate(left):
        out += _joined(_under(tree, k), "┌─" if n == 0 else "├─", "  " if n == 0 else "│ ", "│ ")
    own = len(out)
    out.append(("", i))
    for n, k in enumerate(right):
        final = n == len(right) - 1
        out += _joined(_under(tree, k), "└─" if final else "├─", "│ ", "  " if final else "│ ")
    return out, own


def _joined(block: tuple[_Lines, int], at: str, above: str, below: str) -> _Lines:
    lines, own = block
    return [((at if n == own else above if n < own else below) + p, i) for n, (p, i) in enumerate(lines)]


def shown(text: str) -> str:
    """Return text fit for a terminal: one line, no control characters."""
    return "".join(c if ord(c) > 31 and not 127 <= ord(c) < 160 else "�" for c in " ".join(text.split()))


def _line(tree: Tree, i: int, prefix: str, marks: set[str], name: str, width: int) -> Text:
    word = shown(tree.words[i])
    letters = "".join(x for x in _ORDER if x in marks)
    room = max(2, min(_DEEPEST, width - cell_len(word) - 1))
    branch = prefix if len(prefix) <= room else "…" + prefix[1 - room :]
    line = Text(f"{letters:<{_MARGIN}}", style="bold")
    line.append(branch, style="dim not bold")
    line.append(word, style=next((_STYLES[x] for x in letters), "not bold"))
    used = cell_len(branch) + cell_len(word)
    line.append(" " * (width - used) if used < width else "\n" + " " * (_MARGIN + width))
    lemma = _cut(tree.lemmas[i], _LEMMA - 1)
    relation = _cut(tree.deps[i], _RELATION - 1)
    tags = f"{tree.pos[i]:<{_UPOS}}{relation:<{_RELATION}}{lemma}"
    line.append(tags + " " * (_LEMMA - cell_len(lemma)) + name if name else tags, style="not bold")
    line.rstrip()
    return line


def _cut(text: str, width: int) -> str:
    """Return text of no more columns than ``width``."""
    text = shown(text)
    while cell_len(text) > width:
        text = text.removesuffix("…")[:-1] + "…"
    return text
