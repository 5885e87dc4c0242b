"""Visits that an invitation proposes, as who was invited answered in the same breath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from communique.reading.engagements.anchoring import Anchors
from communique.reading.engagements.drafts import REAL, Draft
from communique.reading.engagements.judging import day
from communique.reading.lexicon import Lexicon
from communique.reading.page.tree import Tree
from communique.reading.status.verdicts import Verdict
from communique.records import Part, PlaceMention, Status


def promised(
    tree: Tree,
    lex: Lexicon,
    drafts: Sequence[Draft],
    published: date | None,
    first: int,
    evidence: Callable[[Draft], tuple[int, int]],
) -> list[Draft]:
    """ "Invited him to Washington this fall" also proposes a visit, which takes place and coming day from it."""
    by, made = {d.number: d for d in drafts}, list[Draft]()
    for draft in drafts:
        draft = by[draft.number]
        coming = day(draft.edtf, published) == "after"
        place = draft.place if draft.place is not None and _leads_to(tree, draft.place) else None
        if draft.sense.promises and not draft.about and (coming or place is not None) and draft.status in REAL:
            promise = _promise(lex, draft, first + len(made), place, coming)
            promise = _answered(tree, promise, draft, drafts)
            made.append(replace(promise, spans=(evidence(promise),)))
            by[promise.number] = made[-1]
            draft = replace(draft, about=(promise.number,), place=None if place is not None else draft.place)
        if coming and draft.status in REAL and draft.sense.plover in ("AGREE", "REQUEST", "SUPPORT", ""):
            for other in (by[n] for n in draft.about):
                if other.edtf is None and other.status not in REAL:
                    by[other.number] = replace(other, time=draft.time, edtf=draft.edtf)
            draft = replace(draft, time=None, edtf=None)
        by[draft.number] = draft
    return list(by.values())


_ANSWERS = {"AGREE": Status.PLANNED, "REJECT": Status.DECLINED}


def _answered(tree: Tree, promise: Draft, invitation: Draft, drafts: Iterable[Draft]) -> Draft:
    """Return a visit as who was asked answered in one breath: "invited her, and she agreed", "but he declined".

    A pronoun there is the one who was asked: of who asked the subject would not be said again.
    """
    asked = {a for a, p in invitation.parts if p is Part.RECIPIENT}
    for draft in drafts:
        status = _ANSWERS.get(draft.sense.plover)
        if status is None or draft.status not in REAL or tree.deps[draft.token] != "conj":
            continue
        if tree.first_conjunct(draft.token) != invitation.token or not tree.is_verb(draft.token):
            continue
        subject = tree.by(draft.token, "nsubj")
        if subject and (asked & draft.actors or any(tree.pos[k] == "PRON" for k in subject)):
            return replace(promise, verdict=Verdict(status, (invitation.words, draft.words)))
    return promise


def _promise(lex: Lexicon, draft: Draft, number: int, place: PlaceMention | None, coming: bool) -> Draft:
    """Return the visit that an invitation proposes."""
    parts = [(a, Part.GUEST) for a, p in draft.parts if p is Part.RECIPIENT]
    parts += [(a, Part.HOST) for a, p in draft.parts if p is Part.INITIATOR]
    return Draft(
        number=number,
        token=draft.token,
        sense=lex.senses[str(draft.sense.promises)],
        verdict=Verdict(Status.PROPOSED, (draft.words,)),
        words=draft.words,
        parts=tuple(parts),
        time=draft.time if coming else None,
        edtf=draft.edtf if coming else None,
        place=place,
        tokens=draft.tokens,
        voice=draft.voice,
    )


def _leads_to(tree: Tree, place: PlaceMention) -> bool:
    """Whether a place is where an invitation leads ("to Moscow"), not where it was made ("in Osaka")."""
    return not {"in", "at"} & set(tree.cases(Anchors(tree).head_of(place.start, place.end)))
