"""Which words that the model holds for parties are none by grammar: they say more of a party, or act elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from communique.reading.engagements.tellings import FAMILIES, Telling
from communique.reading.page.tree import Tree
from communique.records import Part

Words = Sequence[tuple[int, Part]]

_OWNED = ("nmod", "nmod:poss", "nmod:desc", "compound", "amod", "flat")
_OF = frozenset({"of", "from"})


def sides(tree: Tree, telling: Telling, stands: Callable[[int], bool], place: Callable[[int], bool]) -> Words:
    """Return the words that take part in what is told, without those that grammar gives another place.

    Args:
        stands: whether a word stands for somebody.
        place: whether a place is named by it.
    """
    kept: Words = [(w, p) for w, p in telling.parts if not _within(tree, w, p, telling.parts, stands)]
    kept = [(w, p) for w, p in kept if not _outside(tree, telling, w, p, kept)]
    if telling.kind == "visit":
        kept = _going(tree, telling, _travelling(tree, telling, kept))
    if telling.kind == "invitation":
        kept = _guests(tree, telling, kept, place)
    if FAMILIES[telling.kind] == "meeting":
        kept = _meeting(tree, telling, kept, stands) if tree.is_verb(telling.token) else _between(tree, telling, kept)
    return kept


def _meeting(tree: Tree, telling: Telling, parties: Words, stands: Callable[[int], bool]) -> Words:
    """Add the subject of a verb of meeting where the model has one side alone: "she plans to meet Lavrov"."""
    who = tree.subject(telling.token)
    if who is None or len(parties) != 1 or tree.is_passive(telling.token) or not stands(who):
        return parties
    ((other, part),) = parties
    alike = tree.first_conjunct(other) == tree.first_conjunct(who)
    return parties if alike or part is not Part.ATTENDEE else [(who, part), *parties]


def _within(tree: Tree, word: int, part: Part, parties: Words, stands: Callable[[int], bool]) -> bool:
    """Whether a word only says whose another party is: "the leaders of Japan, China and South Korea"."""
    others = {w for w, p in parties if p is part and w != word}
    owned, node = False, word
    while tree.heads[node] != node:
        dep = tree.deps[node]
        if dep in _OWNED and (dep != "nmod" or tree.case(node) in _OF):
            owned = True
        elif dep != "conj":
            return False
        node = tree.heads[node]
        if tree.pos[node] == "ADJ":
            return False
        if owned and node in others and stands(node):
            return True
    return False


def _outside(tree: Tree, telling: Telling, word: int, part: Part, parties: Words) -> bool:
    """Whether a word is the subject of a clause over the one that tells, which has a subject of its own."""
    if not tree.deps[word].startswith("nsubj") or not tree.is_verb(telling.token):
        return False
    own = [w for w, p in parties if p is part and tree.heads[w] == telling.token and tree.deps[w].startswith("nsubj")]
    over = list(tree.ancestors(telling.token))
    return bool(own) and word not in (*own, *over) and tree.heads[word] in over


def _travelling(tree: Tree, telling: Telling, parties: Words) -> Words:
    """Leave out whom the traveller only met: "met Klein during her trip"."""
    if tree.is_verb(telling.token) or not tree.by(telling.token, "nmod:poss"):
        return parties
    own = {w for w, _ in parties if telling.token in tree.ancestors(w) or tree.deps[w].startswith("nsubj")}
    return [(w, p) for w, p in parties if p is not Part.GUEST or w in own]


def _going(tree: Tree, telling: Telling, parties: Words) -> Words:
    """Of those whom a verb names who has another go, keep whoever goes: "Kim invited Putin to visit Pyongyang"."""
    verb, over = telling.token, tree.heads[telling.token]
    goes = tree.subject(verb)
    if tree.deps[verb] != "xcomp" or goes is None:
        return parties
    asks = {tree.subject(over), *tree.by(over, "nsubj")}
    stay = set(tree.by(over, "obj", "iobj")) if goes in asks else asks
    stay |= {k for k in tree.by(over, "obl") if tree.case(k) == "by"}
    kept = [(w, p) for w, p in parties if p is not Part.GUEST or tree.first_conjunct(w) not in stay]
    is_known = len(kept) == len(parties) or any(p is Part.GUEST for _, p in kept)
    return kept if is_known else [*kept, (goes, Part.GUEST)]


def as_framed(parties: Words, frame: Mapping[str, Sequence[int]]) -> Words:
    """Tell guests from hosts as the verb's frame does: who "hosted" somebody did not travel."""
    framed = {w: Part(name) for name in ("guest", "host") for w in frame.get(name, ())}
    return [(w, framed.get(w, p)) for w, p in parties]


def _guests(tree: Tree, telling: Telling, parties: Words, place: Callable[[int], bool]) -> Words:
    """Leave out where an invitation leads: "invited him to Moscow", "an invitation for the king to Paris"."""
    led = [(w, p) for w, p in parties if not (p is Part.RECIPIENT and tree.case(w) == "to" and place(w))]
    return led if tree.is_verb(telling.token) or any(p is Part.RECIPIENT for _, p in led) else parties


def _between(tree: Tree, telling: Telling, parties: Words) -> Words:
    """Keep to whom a noun names itself: "met Solberg after a summit between Modi and Abe"."""
    own = [(w, p) for w, p in parties if telling.token in tree.ancestors(w)]
    named = any(tree.case(tree.first_conjunct(w)) == "between" for w, _ in own)
    return own if named else parties
