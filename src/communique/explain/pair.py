"""Why a pair is coded as it is: the predicate taken, what was weighed beside it, and the codes."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table

from communique.explain.decision import Rows, rows
from communique.explain.drawing import Marks
from communique.explain.lacks import pattern_of
from communique.reading.coding import quad
from communique.reading.lexicon import lexicon
from communique.reading.page.tree import Tree
from communique.reading.pairs import Coded, code_tree, read_tree
from communique.reading.pairs.choose import Candidate, Chooser
from communique.reading.pairs.mentions import find_mentions

_MOST = 6
"""Predicates shown, the best first."""


@dataclass(frozen=True, slots=True)
class PairLook:
    """The tree of a sentence, the code of its pair, the predicates weighed, and the letters of the margin."""

    tree: Tree
    coded: Coded
    ranked: tuple[Candidate, ...]
    marks: Marks


def look_at_pair(sentence: str, source: str, target: str) -> PairLook:
    """Code a pair as ``communique code`` does and return what the explanation needs."""
    tree = read_tree(sentence)
    coded = code_tree(tree, source, target)
    sources, targets = find_mentions(tree, source), find_mentions(tree, target)
    ranked = Chooser(tree, lexicon()).ranked(sources, targets) if tree.words else []
    marks: Marks = {}
    for letter, mentions in (("S", sources), ("D", targets)):
        for i in (i for m in mentions for i in m.tokens):
            marks.setdefault(i, set()).add(letter)
    for i in (ranked[0].trigger.token, *ranked[0].trigger.extra) if ranked else ():
        marks.setdefault(i, set()).add("T")
    return PairLook(tree, coded, tuple(ranked), marks)


def pair_tables(seen: PairLook) -> list[tuple[str, Table]]:
    """Return tables with their titles: the code and its reasons, and the predicates weighed."""
    coded = seen.coded
    if coded.plover is None:
        return [("NO EVENT FOUND", rows([("why", part) for part in coded.why.split("; ")]))]
    plover = coded.plover
    codes = " / ".join(x for x in (plover.type or "no PLOVER type", plover.mode, plover.context) if x)
    quad_class = quad(plover.type)
    found: Rows = [("PLOVER", f"{codes} ({quad_class})" if quad_class else codes), ("CAMEO", coded.cameo or "none")]
    found.append(("status", coded.status.value if coded.status else "none"))
    found.append(("pattern", pattern_of(seen.tree, seen.ranked[0].trigger)))
    found += [("why", part) for part in coded.why.split("; ")]
    weighed = [(f"{c.score:.2f}", _weighed(seen.tree, c)) for c in seen.ranked[:_MOST]]
    return [("PAIR", rows(found)), ("WEIGHED, BEST FIRST", rows(weighed))]


def _weighed(tree: Tree, candidate: Candidate) -> str:
    trigger = candidate.trigger
    doer, other = candidate.doer.doer_slot or "nothing", candidate.other.done_to_slot or "nothing"
    words, sense = trigger.words(tree), trigger.sense
    return (
        f"“{words}”, {sense.id} ({sense.plover or 'no type'}): source as {doer}, target as {other}, {candidate.ladder}"
    )
