"""Times that an engagement takes from another: what happened together, what came after, what is told in one breath.

Never from the publication date. Each inherited time says so in the draft's reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from communique.reading.engagements.anchoring import Anchors
from communique.reading.engagements.drafts import REAL, Draft
from communique.reading.page.tree import Tree
from communique.reading.periods import bounds
from communique.records import TimeMention


def coming_tokens(anchors: Anchors, times: Sequence[TimeMention], published: date | None) -> set[int]:
    """Return the tokens of the times that lie after the day of publication; none where that is unknown."""
    if published is None:
        return set()
    coming = (m for m in times if m.edtf and bounds(m.edtf)[0] > published)
    return {anchors.head_of(m.start, m.end) for m in coming}


def settle_times(tree: Tree, drafts: Sequence[Draft], paragraph: Sequence[int]) -> None:
    """Fill in missing times, in order of trust; run again after joining."""
    for _ in range(2):
        for draft in drafts:
            if draft.edtf is None:
                _from_companion(draft)
    for draft in drafts:
        if draft.edtf is None:
            _from_order(tree, draft, drafts)
    for draft in drafts:
        if draft.edtf is None:
            _from_companion(draft)
    _from_narrative(tree, drafts, paragraph)


def _inherit(draft: Draft, other: Draft, reason: str) -> None:
    draft.edtf, draft.time = other.edtf, other.time
    draft.reasons.append(reason)


def _from_companion(draft: Draft) -> None:
    """ "Agreed during a meeting on Monday": one time for both; talks of a visit are held where it leads."""
    for other in draft.together:
        if other.sense.kind == "visit" and draft.place is None and other.place is not None:
            draft.place = other.place
            draft.reasons.append(f"place of '{other.words}'")
    for other in draft.together:
        if other.edtf is not None and (other.status in REAL) == (draft.status in REAL):
            _inherit(draft, other, f"time with '{other.words}'")
            return


def _from_order(tree: Tree, draft: Draft, drafts: Sequence[Draft]) -> None:
    """ "Came weeks after X travelled": X travelled before what came."""
    t = tree
    if draft.status not in REAL or not t.is_verb(draft.token):
        return
    node = draft.token
    while t.deps[node] in ("conj", "xcomp"):
        node = t.heads[node]
    if t.deps[node] != "advcl" or not {"after", "since"} & set(t.marks(node)):
        return
    head = t.heads[node]
    near = [d for d in drafts if d is not draft and d.edtf and head in (d.token, *d.tokens)]
    if near:
        day = bounds(near[0].edtf)[1]
        if date.min < day < date.max:
            draft.edtf = f"../{(day - timedelta(days=1)).isoformat()}"
            draft.reasons.append(f"before '{near[0].words}'")


def _from_narrative(tree: Tree, drafts: Sequence[Draft], paragraph: Sequence[int]) -> None:
    """A deed told right after a dated deed of the same actor, in the same paragraph and voice, shares its day."""
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: d.token):
        if draft.status not in REAL:
            continue
        if draft.edtf is None and last is not None and not draft.noun:
            same = paragraph[draft.token] == paragraph[last.token] and draft.voice == last.voice
            if same and last.actors & draft.actors:
                _inherit(draft, last, f"day of '{last.words}', told just before")
        aside = tree.deps[draft.token] == "acl:relcl"
        if (
            draft.edtf is not None
            and not aside
            and not draft.edtf.startswith("..")
            and draft.token >= (last.token if last else 0)
        ):
            last = draft
