"""Where a word that tells of an engagement has its parties: what stands there acts, were it only a capital's name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from communique.reading.engagements.arguments import Arguments, Filled
from communique.reading.engagements.drafts import TOGETHER, VERBAL
from communique.reading.engagements.evaluations import find_evaluation
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.lexicon.predicates import Trigger, find_triggers
from communique.reading.page.tree import Tree

_OTHERS = frozenset({"visit", "mediation", "sanction", "expulsion", "recall", "recognition", "aid", "invitation"})


@dataclass(frozen=True, slots=True)
class Acts:
    """The triggers of a report with what fills their parts, and the tokens that so stand for a party.

    ``told`` are phrases of their own ("talks with Tehran"), ``modifying`` words before a noun ("Russian envoys").
    """

    filled: Sequence[tuple[Trigger, Filled]]
    told: frozenset[int]
    modifying: frozenset[int]


def find_acts(
    tree: Tree, tokens: Iterable[int], barred: Container[int], places: Container[int] = (), lex: Lexicon | None = None
) -> Acts:
    """Return what the lexicon finds among ``tokens``.

    ``barred`` tokens (names) are no triggers; ``places`` before a noun are no parties.
    """
    lex = lex or lexicon()
    tokens = list(tokens)
    judged = {i: t for i in tokens if tree.pos[i] == "VERB" and (t := find_evaluation(tree, i, lex)) is not None}
    plain = find_triggers(tree, lex, tokens, barred)
    triggers = [t for t in plain if t.token not in judged and not any(t.token in e.extra for e in judged.values())]
    triggers = sorted([*triggers, *judged.values()], key=lambda t: t.token)
    arguments = Arguments(tree, lex, {t.token for t in triggers if t.sense.kind in VERBAL}, places)
    filled = [(t, arguments.fill(t)) for t in triggers]
    acting = (
        token
        for trigger, found in filled
        if trigger.sense.kind in TOGETHER | VERBAL | _OTHERS
        for tokens_ in found.parts.values()
        for token in tokens_
        if token not in found.places
    )
    return Acts(filled, *phrases(tree, acting))


def phrases(tree: Tree, tokens: Iterable[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the parties that stand at ``tokens``: phrases of their own, with their owners, and words before a noun."""
    told: set[int] = set()
    modifying: set[int] = set()
    for token in (c for t in tokens for c in tree.conjuncts(t)):
        before = tree.deps[token].split(":")[0] in ("compound", "amod") or tree.deps[token] == "nmod:desc"
        (modifying if before else told).add(token)
        told.update(tree.by(token, "nmod:poss"))
    return frozenset(told), frozenset(modifying)
