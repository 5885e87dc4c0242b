"""Times that an engagement takes from another: what happened together, what came after, what is told in one breath.

Never from the publication date. Each inherited time says so in the draft's reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from communique.reading.engagements.anchoring import Anchors
from communique.reading.engagements.drafts import REAL, Draft
from communique.reading.page.tree import Tree
from communique.reading.periods import bounds
from communique.records import Status, TimeMention


def coming_tokens(anchors: Anchors, times: Sequence[TimeMention], published: date | None) -> set[int]:
    """Return the tokens of the times that lie after the day of publication; none where that is unknown."""
    if published is None:
        return set()
    coming = (m for m in times if m.edtf and bounds(m.edtf)[0] > published)
    return {anchors.head_of(m.start, m.end) for m in coming}


def settle_times(
    tree: Tree,
    drafts: Sequence[Draft],
    paragraph: Sequence[int],
    published: date | None,
    retold: Mapping[int, tuple[int, str | None]],
) -> list[Draft]:
    """Return the drafts with times that were missing, filled in in order of trust.

    What is held on the day of publication has no time that lies after it. ``retold`` has the words by which a draft is
    told, again or at first: its number, and whose words they are.
    """
    by = {d.number: _past(d, published) for d in drafts}
    for _ in range(2):
        _from_companions(by)
    resting: dict[int, list[int]] = {}
    for draft in by.values():
        for token in dict.fromkeys((draft.token, *draft.tokens)):
            resting.setdefault(token, []).append(draft.number)
    for token, (number, _) in retold.items():
        if tree.deps[token].startswith("nsubj"):
            resting.setdefault(tree.heads[token], []).append(number)
    for number, draft in by.items():
        if draft.edtf is None:
            by[number] = _from_order(tree, draft, by, resting)
    _from_companions(by)
    _from_narrative(tree, by, paragraph, retold)
    return list(by.values())


def _past(draft: Draft, published: date | None) -> Draft:
    """Return a draft of what is held without a time that is still to come: that is another's."""
    if draft.status is Status.HELD and published is not None and draft.edtf and bounds(draft.edtf)[0] > published:
        return draft.because("its time lies after the report", time=None, edtf=None)
    return draft


def _inherited(draft: Draft, other: Draft, reason: str) -> Draft:
    return draft.because(reason, edtf=other.edtf, time=other.time)


def _from_companions(by: dict[int, Draft]) -> None:
    """ "Agreed during a meeting on Monday": one time for both; talks of a visit are held where it leads."""
    for number, draft in by.items():
        if draft.edtf is None:
            by[number] = _from_companion(draft, [by[n] for n in draft.together])


def _from_companion(draft: Draft, together: Sequence[Draft]) -> Draft:
    for other in together:
        if other.sense.kind == "visit" and draft.place is None and other.place is not None:
            draft = draft.because(f"place of '{other.words}'", place=other.place)
    for other in together:
        if other.edtf is not None and other.is_deed == draft.is_deed:
            return _inherited(draft, other, f"time with '{other.words}'")
    return draft


def _from_order(tree: Tree, draft: Draft, by: Mapping[int, Draft], resting: Mapping[int, Sequence[int]]) -> Draft:
    """ "The talks came weeks after X travelled": before these. ``resting`` are the drafts that rest on a word."""
    t = tree
    if draft.status not in REAL or not t.is_verb(draft.token):
        return draft
    node = draft.token
    while t.deps[node] in ("conj", "xcomp"):
        node = t.heads[node]
    if t.deps[node] not in ("advcl", "acl", "acl:relcl") or not {"after", "since"} & set(t.marks(node)):
        return draft
    head = t.heads[node]
    head = head if t.deps[node] == "advcl" else t.heads[head]  # the clause may hang on "weeks"
    others = (by[number] for number in resting.get(head, ()) if number != draft.number and number in by)
    near = [d for d in others if d.edtf]
    if near:
        day = bounds(near[0].edtf)[1]
        if date.min < day < date.max:
            return draft.because(f"before '{near[0].words}'", edtf=f"../{(day - timedelta(days=1)).isoformat()}")
    return draft


def _from_narrative(
    tree: Tree, by: dict[int, Draft], paragraph: Sequence[int], retold: Mapping[int, tuple[int, str | None]]
) -> None:
    """A deed told right after a dated deed of the same actor, in the same paragraph and voice, shares its day."""
    told = {(token, number): voice for token, (number, voice) in retold.items() if tree.is_verb(token)}
    told |= {(draft.token, draft.number): draft.voice for draft in by.values()}
    last: tuple[Draft, int, str | None] | None = None
    for (token, number), voice in sorted(told.items()):
        draft = by.get(number)
        if draft is None or draft.status not in REAL:
            continue
        if draft.edtf is None and token == draft.token and last is not None and not draft.noun:
            before, at, its = last
            if paragraph[token] == paragraph[at] and voice == its and before.actors & draft.actors:
                draft = by[number] = _inherited(draft, before, f"day of '{before.words}', told just before")
        dated = draft.edtf is not None and not draft.edtf.startswith("..")
        if dated and tree.deps[token] != "acl:relcl":
            last = (draft, token, voice)
