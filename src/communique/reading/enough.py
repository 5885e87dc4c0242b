"""Whether what was read of an engagement is enough to be recorded."""

from __future__ import annotations

from collections.abc import Callable

from communique.reading.drafts import OFF, REAL, TOGETHER, VERBAL, Draft
from communique.reading.lexicon import Lexicon
from communique.reading.tree import Tree
from communique.records import ActorKind, Part, Status


def has_power(tree: Tree, kind: Callable[[str], ActorKind | None], draft: Draft, lex: Lexicon) -> bool:
    """Force, aid and the like pass between states and bodies; one politician's "attack" on another is criticism."""
    if "power" not in draft.sense.needs or any(kind(a) is not ActorKind.PERSON for a in draft.actors):
        return True
    if draft.actors and draft.sense.id == "assault" and tree.lemmas[draft.token] in ("attack", "assault", "hit"):
        draft.sense = lex.senses["criticise"]
        return True
    return False


_SENT = frozenset({"letter", "message", "interview", "invitation"})
"""Kinds worth recording with one side told: who wrote, spoke or was invited."""
_WHO = frozenset(
    "envoy delegation negotiator mediator intermediary go-between peacemaker supporter backer ally host".split()
)
"""Nouns of the lexicon that say who somebody is, which by itself is no engagement."""
_DEEDS = frozenset({"expulsion", "recall", "sanction", "recognition"})
"""Kinds whose passive is worth recording with the one it befalls."""


def stands(tree: Tree, draft: Draft) -> bool:
    """Whether a draft says enough; a definite mention without participants may still join another."""
    parts = {p for _, p in draft.parts}
    kind = draft.sense.kind
    n = len(draft.parts)
    if draft.noun and tree.lemmas[draft.token] in _WHO:
        draft.known = False
        return False
    if draft.sense.id == "ring" and tree.deps[draft.token] == "acl":  # "often called the iron lady"
        draft.known = False
        return False
    if kind in _SENT:
        least = 2 if tree.lemmas[draft.token] == "write" or draft.status in OFF else 1
        draft.known = n >= least
    elif kind in TOGETHER:
        draft.known = n >= 2 or (n == 1 and _alone(tree, draft)) or (n < 2 and _is_set(tree, draft))
        draft.known = draft.known or (kind == "signing" and _is_signing(tree, draft))
        return draft.known or draft.definite or n == 1
    elif kind == "visit":
        return _visit_stands(tree, draft, parts)
    elif kind == "mediation":
        draft.known = n >= 1 or draft.place is not None
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
    elif kind == "recall" and draft.noun:
        draft.known = n >= 1
    elif kind in _DEEDS and n == 1:
        draft.known = Part.RECIPIENT in parts and (draft.definite or tree.is_passive(draft.token))
    else:
        draft.known = n >= 2
    return draft.known or (draft.definite and n >= 1)


def _visit_stands(tree: Tree, draft: Draft, parts: set[Part]) -> bool:
    """Whether a visit says who goes, and where to; of one told by a noun the place alone will do."""
    person, noun = Part.GUEST in parts, draft.noun
    where = draft.place is not None or Part.HOST in parts
    if draft.sense.id == "host" and (Part.HOST not in parts or (draft.place is None and len(draft.parts) < 2)):
        draft.known = False
        return person and noun
    official = any(tree.lemmas[k] in ("state", "official", "working") for k in tree.kids[draft.token])
    named = any(tree.pos[k] == "PROPN" for k in tree.by(draft.token, "nmod:poss"))
    draft.known = (where and (person or noun)) or (person and noun and (official or named or draft.status not in REAL))
    return draft.known or draft.definite or (person and noun)


def _is_set(tree: Tree, draft: Draft) -> bool:
    """Whether a gathering of nobody named is told by its own name, or by when or where it takes place."""
    if not draft.noun or draft.family not in ("meeting", "call") or tree.lemmas[draft.token] not in _GATHERINGS:
        return False
    if draft.status is Status.DENIED or (not draft.verdict.cues and _is_aside(tree, draft.token)):
        return False
    named = any(tree.words[k][:1].isupper() and tree.idx[k] for k in tree.by(draft.token, "compound", "amod"))
    return named or draft.place is not None or (draft.definite and draft.time is not None)


def _is_signing(tree: Tree, draft: Draft) -> bool:
    """Whether a paper is told to be signed somewhere or some day, by whomever."""
    paper = any(tree.lemmas[k] in _PAPERS for k in tree.by(draft.token, "nsubj:pass"))
    return paper and (draft.place is not None or draft.time is not None)


def _is_aside(tree: Tree, noun: int) -> bool:
    """Whether a noun is told only beside something else ("on the sidelines of the summit"), which says no status."""
    dep = tree.deps[tree.first_conjunct(noun)].split(":")[0]
    return dep in ("nmod", "compound", "amod") or (dep == "obl" and tree.case(noun) not in ("after", "during", "at"))


_GATHERINGS = frozenset({"summit", "talk", "negotiation", "meeting", "conference", "round"})


def wanted(draft: Draft, demanded: set[int]) -> bool:
    """Whether a deed that is demanded, threatened or refused says enough: who would do it."""
    if id(draft) not in demanded or not draft.parts or draft.status in REAL:
        return False
    draft.known = True
    return True


def _names_target(tree: Tree, draft: Draft) -> bool:
    """Whether the object of a deed is told by a name that is no actor of its own ("Russian embassy staff")."""
    objects = tree.by(draft.token, "nsubj:pass" if tree.is_passive(draft.token) else "obj")
    if draft.sense.kind in ("sanction", "expulsion") and not draft.extra:
        return bool(objects)
    modifiers = (k for o in objects for k in tree.by(o, "amod", "nmod:poss", "compound") if tree.idx[k] != 0)
    return any(tree.words[k][:1].isupper() for k in modifiers)


def _has_object(tree: Tree, draft: Draft) -> bool:
    """Whether an act of speech names what it is about, if only a plan or a remark."""
    if tree.lemmas[draft.token] in draft.sense.weak:
        return False
    if draft.noun:
        return any(tree.case(k) in draft.sense.to for k in tree.by(draft.token, "nmod"))
    if draft.sense.kind == "demand" and any(tree.case(k) == "for" for k in tree.by(draft.token, "obl")):
        return True
    if draft.sense.kind in ("threat", "demand") and tree.by(draft.token, "xcomp", "ccomp"):
        return True
    if draft.sense.kind == "investigation":
        return _names_target(tree, draft)
    return bool(tree.by(draft.token, "obj", "nsubj:pass"))


def _alone(tree: Tree, draft: Draft) -> bool:
    """Whether a reciprocal engagement with one participant named says enough to be recorded."""
    i, kind = draft.token, draft.sense.kind
    if kind in ("call", "cooperation"):
        return draft.noun and kind == "call" and (draft.time is not None or draft.status not in REAL)
    if draft.sense.id == "intend":
        return False
    if draft.sense.id in ("promise", "accept"):
        return draft.sense.id == "accept" or (tree.lemmas[i] in _VOWS and bool(tree.by(i, "xcomp")))
    if kind == "agreement":
        return tree.lemmas[i] in _PAPERS if draft.noun else bool(tree.by(i, "xcomp", "ccomp", "obj"))
    if kind == "signing":
        return not draft.noun and any(tree.lemmas[k] in _PAPERS for k in tree.by(i, "obj", "nsubj:pass"))
    if draft.noun:
        with_one = any(tree.case(k) == "with" for k in tree.by(i, "nmod"))
        return with_one or draft.time is not None or draft.place is not None or draft.status not in REAL
    if draft.family == "meeting" and any(tree.pos[k] == "NOUN" for k in draft.extra):
        return True
    if draft.status not in REAL and any(tree.pos[k] in ("NOUN", "PROPN", "PRON") for k in tree.by(i, "obj")):
        return True
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
