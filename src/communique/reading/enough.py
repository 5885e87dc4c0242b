"""Whether what was read of an engagement is enough to be recorded."""

from __future__ import annotations

from collections.abc import Callable

from communique.reading.drafts import REAL, TOGETHER, VERBAL, Draft
from communique.reading.lexicon import Lexicon
from communique.reading.tree import Tree
from communique.records import ActorKind, Part


def has_power(tree: Tree, kind: Callable[[str], ActorKind | None], draft: Draft, lex: Lexicon) -> bool:
    """Force, aid and the like pass between states and bodies; one politician's "attack" on another is criticism."""
    if "power" not in draft.sense.needs or any(kind(a) is not ActorKind.PERSON for a in draft.actors):
        return True
    if draft.sense.id == "assault" and tree.lemmas[draft.token] in ("attack", "assault", "hit"):
        draft.sense = lex.senses["criticise"]
        return True
    return False


def stands(tree: Tree, draft: Draft) -> bool:
    """Whether a draft says enough; a definite mention without participants may still join another."""
    parts = {p for _, p in draft.parts}
    kind = draft.sense.kind
    n = len(draft.parts)
    if kind in TOGETHER:
        draft.known = n >= 2 or (n == 1 and _alone(tree, draft))
        return draft.known or draft.definite or n == 1
    if kind == "visit":
        person = Part.GUEST in parts
        where = draft.place is not None or Part.HOST in parts
        received = draft.sense.id == "host" and (Part.HOST not in parts or (draft.place is None and n < 2))
        official = draft.noun and any(
            tree.lemmas[k] in ("state", "official", "working") for k in tree.kids[draft.token]
        )
        draft.known = person and (where or (draft.noun and (official or draft.status not in REAL))) and not received
        return draft.known or draft.definite or (person and draft.noun)
    if kind == "mediation":
        draft.known = Part.MEDIATOR in parts and n >= 1
    elif kind in VERBAL:
        if "clause" in draft.sense.needs and not draft.noun and not _asks(tree, draft.token):
            return False
        draft.known = Part.INITIATOR in parts and (
            Part.RECIPIENT in parts or bool(draft.about) or _has_object(tree, draft)
        )
    elif kind == "protest":
        draft.known = Part.INITIATOR in parts or (draft.sense.id == "summon" and Part.RECIPIENT in parts)
    elif not draft.noun and Part.INITIATOR in parts and (kind == "mobilization" or _names_target(tree, draft)):
        draft.known = True
    else:
        draft.known = n >= 2
    return draft.known or (draft.definite and n >= 1)


def wanted(draft: Draft, demanded: set[int]) -> bool:
    """Whether a deed that is demanded, threatened or refused says enough: who would do it."""
    if id(draft) not in demanded or not draft.parts or draft.noun or draft.status in REAL:
        return False
    draft.known = True
    return True


def _names_target(tree: Tree, draft: Draft) -> bool:
    """Whether the object of a deed is told by a name that is no actor of its own ("Russian embassy staff")."""
    objects = tree.by(draft.token, "nsubj:pass" if tree.is_passive(draft.token) else "obj")
    modifiers = (k for o in objects for k in tree.by(o, "amod", "nmod:poss", "compound") if tree.idx[k] != 0)
    return any(tree.words[k][:1].isupper() for k in modifiers)


def _has_object(tree: Tree, draft: Draft) -> bool:
    """Whether an act of speech names what it is about, if only a plan or a remark."""
    if tree.lemmas[draft.token] in draft.sense.weak:
        return False
    if draft.noun:
        return any(tree.case(k) in draft.sense.to for k in tree.by(draft.token, "nmod"))
    if draft.sense.kind in ("threat", "demand") and tree.by(draft.token, "xcomp", "ccomp"):
        return True
    return bool(tree.by(draft.token, "obj", "nsubj:pass")) and draft.sense.kind != "investigation"


def _alone(tree: Tree, draft: Draft) -> bool:
    """Whether a reciprocal engagement with one participant named says enough to be recorded."""
    i, kind = draft.token, draft.sense.kind
    if kind in ("interview", "call", "cooperation"):
        return False
    if draft.sense.id in ("promise", "accept"):
        return draft.sense.id == "accept" or (tree.lemmas[i] in _VOWS and bool(tree.by(i, "xcomp")))
    if kind == "agreement":
        return not draft.noun and bool(tree.by(i, "xcomp", "ccomp"))
    if kind == "signing":
        return not draft.noun and any(tree.lemmas[k] in _PAPERS for k in tree.by(i, "obj", "nsubj:pass"))
    if draft.noun:
        return draft.time is not None or draft.place is not None or draft.status not in REAL
    subject = tree.subject(i)
    return subject is not None and ("Number=Plur" in tree.feats[subject] or bool(tree.by(subject, "conj")))


_VOWS = frozenset({"promise", "pledge", "vow", "commit", "undertake"})
_PAPERS = frozenset(
    "agreement treaty deal pact accord memorandum document declaration convention protocol communiqué contract charter "
    "statement truce ceasefire armistice".split()
)


def _asks(tree: Tree, verb: int) -> bool:
    """Whether a verb that may tell or ask anything asks for something to be done."""
    dependents = [tree.deps[k].split(":")[0] for k in tree.kids[verb]]
    wanted = any(tree.case(k) in ("for", "on", "to") for k in tree.by(verb, "obl"))
    if tree.lemmas[verb] == "call":
        asked = any(tree.is_verb(k) for k in tree.by(verb, "xcomp"))
        return asked or any(tree.case(k) == "for" for k in tree.by(verb, "obl"))
    if tree.lemmas[verb] in ("tell", "ask", "advise", "order", "instruct", "warn"):
        return "xcomp" in dependents or (tree.lemmas[verb] == "ask" and wanted)
    return wanted or bool({"xcomp", "ccomp", "obj"} & set(dependents))
