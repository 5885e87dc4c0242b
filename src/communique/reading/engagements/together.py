"""What engagements have to do with each other by grammar: what one is about, at which another passed, where it led."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from communique.reading.engagements.drafts import VERBAL, Draft, added
from communique.reading.page.tree import Tree
from communique.records import Part


def linked(tree: Tree, drafts: Sequence[Draft], words: Mapping[int, int]) -> list[Draft]:
    """Say what an act of speech is about; which engagements happened together; what an invitation promises.

    ``words`` stand for drafts by their numbers.
    """
    by = {d.number: d for d in drafts}
    for number in list(by):
        draft = by[number]
        by[number] = replace(draft, about=(*draft.about, *_topics(tree, draft, words)))
        if draft.noun:
            _of_noun(tree, by, number, words)
        elif tree.deps[draft.token] == "advcl" and "to" in tree.marks(draft.token):
            up = words.get(tree.heads[draft.token])
            if up is not None and by[up].sense.kind == "visit":
                by[number] = replace(by[number], together=(*by[number].together, up))
    for token, number in words.items():
        if number in by and token != by[number].token and not tree.is_verb(token):
            _of_mention(tree, by, token, words)
    under: dict[int, list[int]] = {}
    for draft in by.values():
        if tree.deps[draft.token].split(":")[0] in _UNDER:
            under.setdefault(tree.heads[draft.token], []).append(draft.number)
    for draft in list(by.values()):
        if draft.sense.promises:
            low = next((n for n in under.get(draft.token, ()) if n != draft.number), None)
            if low is not None:
                by[draft.number] = replace(by[draft.number], about=(*by[draft.number].about, low))
    return list(by.values())


_AT = ("during", "at", "in", "on", "in the course of")
"""Prepositions of an engagement at which something else passed."""


def _topics(tree: Tree, draft: Draft, words: Mapping[int, int]) -> list[int]:
    """Return the drafts that stand where an act of speech has its topic, or an act its object."""
    inner = [k for k in tree.kids[draft.token] if draft.sense.kind in VERBAL and _is_topic(tree, k)]
    tokens = [k for k in dict.fromkeys([*draft.objects, *inner]) if k in words]
    apart = ("conj", "advcl", "parataxis")
    return [words[k] for k in tokens if words[k] != draft.number and tree.deps[k] not in apart]


def _of_noun(tree: Tree, by: dict[int, Draft], number: int, words: Mapping[int, int]) -> None:
    """Link a noun to what it hangs on: "amid the talks", "at the invitation of", "during the visit"."""
    draft = by[number]
    head = tree.first_conjunct(draft.token)
    up, case = words.get(tree.heads[head]), tree.case(head)
    if up is None or up == number or tree.deps[head].split(":")[0] not in ("obl", "nmod"):
        return
    if case in ("amid", "despite", "over", "drawing") and draft.sense.kind in VERBAL and not draft.about:
        by[number] = replace(draft, about=by[up].about or (up,))
    elif draft.sense.promises and case in ("at", "on"):
        by[number] = _invited(draft, by[up])
    elif case in (*_AT, "for") and tree.is_verb(by[up].token):
        _beside(by, number, up)


def _of_mention(tree: Tree, by: dict[int, Draft], token: int, words: Mapping[int, int]) -> None:
    """Link what is told anew by a noun to the act that took place then: "during the meeting he agreed with Klein"."""
    head, number = tree.first_conjunct(token), words[token]
    up = words.get(tree.heads[head])
    if up is None or up == number or up not in by or tree.deps[head].split(":")[0] != "obl":
        return
    if tree.case(head) in _AT and tree.is_verb(tree.heads[head]):
        _beside(by, number, up)


def _beside(by: dict[int, Draft], one: int, other: int) -> None:
    """Let each of two drafts be together with the other."""
    by[one] = replace(by[one], together=(*by[one].together, other))
    by[other] = replace(by[other], together=(*by[other].together, one))


def _invited(invitation: Draft, visit: Draft) -> Draft:
    """ "Will travel at the invitation of the speaker": the visit is what was proposed, and the guests were invited."""
    if visit.sense.kind != "visit":
        return invitation
    guests = ((actor, Part.RECIPIENT) for actor, part in visit.parts if part is Part.GUEST)
    return replace(invitation, about=(*invitation.about, visit.number), parts=added(invitation.parts, guests))


_TOPICAL = frozenset({"for", "of", "on", "about", "against", "over", "to", "at"})


def _is_topic(tree: Tree, k: int) -> bool:
    """Whether a dependent says what an act of speech is about."""
    dep = tree.deps[k].split(":")[0]
    return dep in ("obj", "xcomp", "ccomp", "acl") or (dep in ("obl", "nmod") and tree.case(k) in _TOPICAL)


_UNDER = frozenset({"xcomp", "ccomp", "acl", "obl", "advcl"})
"""Relations of what is told to the invitation that it is the purpose of."""
