"""Words that name an engagement: verbs, nouns and multiword predicates of the lexicon, found in the tree."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from communique import wordlists
from communique.reading.lexicon.senses import Lexicon, Pattern, Sense
from communique.reading.page.tree import Tree

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
    weight: int = 0

    def words(self, tree: Tree) -> str:
        """Return the words of the predicate in the order of the text."""
        return " ".join(tree.words[i] for i in sorted((self.token, *self.extra)))


def find_triggers(
    tree: Tree, lexicon: Lexicon, tokens: Iterable[int], barred: Container[int], *, pair: bool = False
) -> list[Trigger]:
    """Return the triggers among ``tokens``, in order; ``barred`` tokens (names, times) are none.

    With ``pair``, whose two parties are known, senses count that else need both parties named.
    """
    found: list[Trigger] = []
    used: dict[int, str] = {}
    for i in tokens:
        if i in barred:
            continue
        trigger = None
        if tree.pos[i] == "VERB":
            trigger = _match(tree, i, lexicon.verbs.get(_lemma(tree, i, lexicon.verbs), ()), _verb_extra, pair)
        elif tree.pos[i] in _NOMINAL and not _blocked(tree, i, lexicon):
            trigger = _match(tree, i, lexicon.nouns.get(tree.lemmas[i], ()), _noun_extra, pair)
        elif tree.pos[i] == "ADJ" and pair:
            trigger = _match(tree, i, lexicon.adjectives.get(tree.lemmas[i], ()), _verb_extra, pair)
        if trigger is not None:
            found.append(trigger)
            used.update(dict.fromkeys(trigger.extra, trigger.sense.kind))
    return [t for t in found if used.get(t.token) != t.sense.kind and not (t.token in used and not t.sense.promises)]


def _lemma(tree: Tree, i: int, table: Container[str]) -> str:
    """Return a verb's lemma; one that no table knows is read off the word's form ("axed" is "axe")."""
    lemma, word = tree.lemmas[i], tree.low[i]
    if lemma in table:
        return lemma
    ending = next((e for e in ("ing", "ed", "es", "s") if word.endswith(e)), "")
    stem = word.removesuffix(ending)
    forms = (
        stem,
        f"{stem}e",
        stem[:-1] if stem[-1:] == stem[-2:-1] else "",
        f"{stem[:-1]}y" if stem.endswith("i") else "",
    )
    return next((form for form in forms if ending and form in table), lemma)


def _blocked(tree: Tree, i: int, lexicon: Lexicon) -> bool:
    """True for the head of a compound that the lexicon says is no engagement, and for a month's or a body's name."""
    if tree.words[i] in ("March", "Congress") and tree.pos[i] == "PROPN":
        return True
    return any((tree.lemmas[k], tree.lemmas[i]) in lexicon.blocked for k in tree.by(i, "compound", "amod"))


_Extra = Callable[[Tree, int, Pattern], "tuple[int, ...] | None"]


def _match(tree: Tree, i: int, patterns: Sequence[Pattern], extra: _Extra, pair: bool) -> Trigger | None:
    """Return the trigger of the pattern that asks for most; without a ``pair`` some senses ask for named parties."""
    near = _near(tree, i) if any(p.nouns for p in patterns) else frozenset()
    able = (p for p in patterns if all(not near.isdisjoint(nouns) for nouns in p.nouns))
    fitting = [(p, tokens) for p in able if (tokens := extra(tree, i, p)) is not None]
    if not pair and any("parties" in p.sense.needs for p, _ in fitting):
        named = _has_parties(tree, i)
        fitting = [(p, t) for p, t in fitting if "parties" not in p.sense.needs or (named and not p.nouns)]
    if pair:
        fitting.sort(key=lambda fit: (-fit[0].weight, not fit[0].sense.plover))
    trigger: Trigger | None = None
    for pattern, tokens in reversed(fitting[:3]):
        trigger = Trigger(i, pattern.sense, tokens, trigger, pattern.weight)
    return trigger


def _near(tree: Tree, i: int) -> frozenset[str]:
    """Return the nouns, alone and compound, up to three steps under a word, and what it qualifies."""
    found, layer = set[str](), [i]
    for _ in range(3):
        layer = [k for n in layer for k in tree.kids[n]]
        found.update(*(_compounds(tree, k) for k in layer if tree.pos[k] not in ("PUNCT", "SPACE", "DET", "ADP")))
    return frozenset(found | _compounds(tree, tree.heads[i]))


def _has_parties(tree: Tree, i: int) -> bool:
    """Whether names stand in two of the phrases that hang on a word, its clause's subject among them."""
    subject = tree.subject(i) if tree.is_verb(i) else None
    tops = {*tree.kids[i], *([subject] if subject is not None else [])}
    return sum(any(tree.pos[k] == "PROPN" for k in tree.subtree(top)) for top in tops) > 1


_MEASURES = wordlists.words("engagements", "measures")

TIMES = wordlists.words("engagements", "times")


def _compounds(tree: Tree, k: int) -> set[str]:
    """Return a noun alone and with each word that modifies it: "strike", "hunger-strike"; a sum is "money"."""
    noun = "money" if tree.pos[k] == "SYM" else tree.lemmas[k]
    return {noun, *(f"{tree.lemmas[n]}-{noun}" for n in tree.by(k, "compound", "amod") if n < k)}


def _verb_extra(tree: Tree, i: int, pattern: Pattern) -> tuple[int, ...] | None:
    """Tokens that a verb pattern asks for beside the verb; ``None`` where one is missing."""
    out: list[int] = []
    if (pattern.without and tree.by(i, *pattern.without)) or not all(tree.by(i, *some) for some in pattern.having):
        return None
    if pattern.subjects and not _is_subject(tree, i, pattern):
        return None
    for particle in pattern.particles:
        kid = next((k for k in tree.by(i, "compound:prt", "advmod") if tree.low[k] in particle), None)
        if kid is None:
            return None
        out.append(kid)
    objects = _objects(tree, i, pattern) if pattern.nouns else []
    for noun in pattern.nouns:
        kid = next((k for k in objects if noun & _compounds(tree, k)), None)
        if kid is None:
            return None
        out.append(kid)
    for preposition in pattern.prepositions:
        under = [k for h in (i, *out) for k in tree.by(h, "obl", "nmod", "advcl", "xcomp") if not _is_day(tree, k)]
        if not any(preposition & {*tree.cases(k), tree.case(k), *tree.marks(k)} for k in under):
            return None
    return tuple(out)


def _is_day(tree: Tree, k: int) -> bool:
    """Whether a phrase is a date or a number ("on Monday", "on Nov. 18"), which no preposition asks for."""
    return tree.lemmas[k].rstrip(".") in TIMES or (tree.pos[k] == "NUM" and tree.case(k) in ("in", "on", "by", "at"))


def _is_subject(tree: Tree, i: int, pattern: Pattern) -> bool:
    subject = tree.subject(i)
    if subject is None:
        return False
    named = set[str]().union(*(_compounds(tree, k) for k in (subject, *tree.by(subject, "nmod"))))
    return all(named & nouns for nouns in pattern.subjects)


def _objects(tree: Tree, i: int, pattern: Pattern) -> list[int]:
    """Nouns that may be the object a pattern asks for, measured ("tons of food") or after its prepositions."""
    wanted = frozenset[str]().union(*pattern.prepositions)
    found = [*tree.by(i, "obj", "nsubj:pass", "xcomp"), *(k for k in tree.by(i, "obl") if tree.case(k) in wanted)]
    found += [m for k in tree.by(i, "obj", "nsubj:pass") for m in tree.by(k, "nmod") if tree.case(m) in wanted - {"of"}]
    found += [m for k in found if tree.lemmas[k] in _MEASURES for m in tree.by(k, "nmod")]
    if len(pattern.nouns) > 1:  # "sent troops to attack": the second is the purpose
        found += [k for k in tree.by(i, "advcl") if "to" in tree.marks(k)]
    if tree.deps[i] == "acl" and tree.is_passive(i):
        found.append(tree.heads[i])
    return found


def _noun_extra(tree: Tree, i: int, pattern: Pattern) -> tuple[int, ...] | None:
    """Tokens that a noun pattern asks for before the noun; ``None`` where one is missing."""
    before = {tree.lemmas[k]: k for k in tree.by(i, "compound", "amod", "nmod", "advmod") if k < i}
    out = [max((before[word] for word in words & before.keys()), default=-1) for words in pattern.nouns]
    if -1 in out or any(tree.case(i) not in cases for cases in pattern.cases):
        return None
    for preposition in pattern.prepositions:
        if not any(preposition & {*tree.cases(k), *tree.marks(k)} for k in tree.by(i, "nmod", "acl", "obl")):
            return None
    for noun in pattern.particles:
        kid = next((k for k in tree.by(i, "nmod") if tree.lemmas[k] in noun and tree.case(k) == "of"), None)
        if kid is None:
            return None
        out.append(kid)
    return tuple(out)
