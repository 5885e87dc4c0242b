"""Visits told by being somewhere: "will be in Washington", "is due in Tbilisi", "arrived on Sunday"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from communique.reading.anchoring import Anchors
from communique.reading.drafts import REAL, Draft
from communique.reading.lexicon import Sense
from communique.reading.status import Judge
from communique.reading.tree import Tree
from communique.reading.verdicts import Verdict
from communique.records import Part, PlaceMention, Status

_DUE = frozenset({"due", "expect", "await", "expected", "awaited"})
_COMING = frozenset({"arrive", "land", "arrival"})


def find_stays(
    tree: Tree,
    places: Sequence[PlaceMention],
    members: Callable[[int], Sequence[str]],
    judge: Judge,
    drafts: Sequence[Draft],
    sense: Sense,
) -> list[Draft]:
    """Return a draft for every place where somebody is or is due, unless a noun names that visit ("on a visit")."""
    finder, out = Anchors(tree), []
    for mention in places:
        i = finder.head_of(mention.start, mention.end)
        top = _where(tree, i)
        subjects = [] if mention.metonym or top is None else tree.by(top, "nsubj", "nsubj:pass")
        if top is None or not subjects or tree.case(i) not in ("in", "at"):
            continue
        guests = list(dict.fromkeys(members(tree.antecedent(subjects[0]))))
        visit = next((d for d in drafts if d.noun and d.sense.kind == "visit" and tree.heads[d.token] == top), None)
        if visit is not None:
            visit.verdict, visit.place = _verdict(tree, judge, top), mention
            visit.parts = [(a, Part.GUEST) for a in guests] or visit.parts
        elif guests:
            draft = Draft(top, sense, _verdict(tree, judge, top), f"be {tree.case(i)} {mention.name}")
            draft.parts = [(a, Part.GUEST) for a in guests]
            draft.tokens, draft.place = [top, i, subjects[0]], mention
            out.append(draft)
    return out


def _verdict(tree: Tree, judge: Judge, top: int) -> Verdict:
    """Return the status of a stay; one that is only due or expected is a plan."""
    found = judge.verdict(top)
    word = next((k for k in (top, tree.heads[top]) if tree.lemmas[k] in _DUE), None)
    if word is None or found.status not in REAL:
        return found
    return Verdict(Status.PLANNED, (*found.cues, tree.words[word]))


def _where(tree: Tree, place: int) -> int | None:
    """Return the head of the clause that says somebody is, or is due, at a place."""
    if tree.by(place, "cop"):
        return place
    head = tree.heads[place]
    if tree.deps[place].split(":")[0] != "obl" or tree.lemmas[head] not in _DUE or tree.by(head, "obj", "xcomp"):
        return None
    return head if tree.by(head, "cop") or tree.is_passive(head) else None


def come_home(tree: Tree, draft: Draft, home: PlaceMention | None) -> None:
    """Give "who arrived on Sunday", in a report from Taipei, its place: he arrived there."""
    parts = {p for _, p in draft.parts}
    here = draft.sense.id == "visit" and draft.place is None and draft.status in REAL
    coming = tree.lemmas[draft.token] in _COMING and Part.GUEST in parts and Part.HOST not in parts
    if home is not None and here and coming:
        draft.place = home
        draft.reasons.append("place of the dateline")
