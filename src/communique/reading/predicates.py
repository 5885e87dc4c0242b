"""Words that name an engagement: verbs, nouns and multiword predicates of the lexicon, found in the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from communique.reading.lexicon import Lexicon, Pattern, Sense
from communique.reading.tree import Tree

_NOMINAL = ("NOUN", "PROPN")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word with one of its senses, and the further tokens that its pattern asks for.

    ``other`` is the next best sense, taken where the first finds no one to fill its parts.
    """

    token: int
    sense: Sense
    extra: tuple[int, ...] = ()
    other: Trigger | None = None

    def words(self, tree: Tree) -> str:
        """Return the words of the predicate in the order of the text."""
        return " ".join(tree.words[i] for i in sorted((self.token, *self.extra)))


def find_triggers(tree: Tree, lexicon: Lexicon, tokens: Iterable[int], barred: set[int]) -> list[Trigger]:
    """Return the triggers among ``tokens``, in order; ``barred`` tokens (names, times) are none."""
    found: list[Trigger] = []
    used: dict[int, str] = {}
    for i in tokens:
        if i in barred:
            continue
        trigger = None
        if tree.pos[i] == "VERB":
            trigger = _match(tree, i, lexicon.verbs.get(tree.lemmas[i], ()), _verb_extra)
        elif tree.pos[i] in _NOMINAL and not _blocked(tree, i, lexicon):
            trigger = _match(tree, i, lexicon.nouns.get(tree.lemmas[i], ()), _noun_extra)
        if trigger is not None:
            found.append(trigger)
            used.update(dict.fromkeys(trigger.extra, trigger.sense.kind))
    return [t for t in found if used.get(t.token) != t.sense.kind and not (t.token in used and not t.sense.promises)]


def _blocked(tree: Tree, i: int, lexicon: Lexicon) -> bool:
    """True for the head of a compound that the lexicon says is no engagement."""
    return any((tree.lemmas[k], tree.lemmas[i]) in lexicon.blocked for k in tree.by(i, "compound", "amod"))


_Extra = Callable[[Tree, int, Pattern], "tuple[int, ...] | None"]


def _match(tree: Tree, i: int, patterns: Sequence[Pattern], extra: _Extra) -> Trigger | None:
    fitting = [(p, tokens) for p in patterns if (tokens := extra(tree, i, p)) is not None]
    trigger: Trigger | None = None
    for pattern, tokens in reversed(fitting[:3]):
        trigger = Trigger(i, pattern.sense, tokens, trigger)
    return trigger


def _verb_extra(tree: Tree, i: int, pattern: Pattern) -> tuple[int, ...] | None:
    """Tokens that a verb pattern asks for beside the verb; ``None`` where one is missing."""
    out: list[int] = []
    if pattern.without and tree.by(i, *pattern.without):
        return None
    for particle in pattern.particles:
        kid = next((k for k in tree.by(i, "compound:prt", "advmod") if tree.low[k] == particle), None)
        if kid is None:
            return None
        out.append(kid)
    objects = [*tree.by(i, "obj", "nsubj:pass", "xcomp"), *tree.by(i, "obl")]
    for noun in pattern.nouns:
        kid = next((k for k in objects if tree.lemmas[k] == noun), None)
        if kid is None:
            return None
        out.append(kid)
    for preposition in pattern.prepositions:
        hosts = [i, *out]
        if not any(preposition in tree.cases(k) for h in hosts for k in tree.by(h, "obl", "nmod", "advcl")):
            return None
    return tuple(out)


def _noun_extra(tree: Tree, i: int, pattern: Pattern) -> tuple[int, ...] | None:
    """Tokens that a noun pattern asks for before the noun; ``None`` where one is missing."""
    before = {tree.lemmas[k]: k for k in tree.by(i, "compound", "amod", "nmod", "advmod") if k < i}
    out = [before.get(word, -1) for word in pattern.nouns]
    if -1 in out or (pattern.cases and tree.case(i) not in pattern.cases):
        return None
    for preposition in pattern.prepositions:
        if not any(preposition in tree.cases(k) for k in tree.by(i, "nmod", "acl", "obl")):
            return None
    for noun in pattern.particles:
        kid = next((k for k in tree.by(i, "nmod") if tree.lemmas[k] == noun and tree.case(k) == "of"), None)
        if kid is None:
            return None
        out.append(kid)
    return tuple(out)
