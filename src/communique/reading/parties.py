"""Where a word that tells of an engagement has its parties: what stands there acts, were it only a capital's name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from communique.reading.arguments import Arguments, Filled
from communique.reading.drafts import TOGETHER, VERBAL
from communique.reading.evaluations import find_evaluation
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.predicates import Trigger, find_triggers
from communique.reading.tree import Tree

_OTHERS = frozenset({"visit", "mediation", "sanction", "expulsion", "recall", "recognition", "aid", "invitation"})


@dataclass(frozen=True, slots=True)
class Acts:
    """The triggers of a report with what fills their parts, and the tokens that so stand for a party.

    ``told`` are phrases of their own ("talks with Tehran"), ``modifying`` words before a noun ("Russian envoys").
    ``judged`` are verbs by which something is called good or bad; what they judge is as it is told elsewhere.
    """

    filled: Sequence[tuple[Trigger, Filled]]
    told: frozenset[int]
    modifying: frozenset[int]
    judged: frozenset[int]
    arguments: Arguments


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
    told: set[int] = set()
    modifying: set[int] = set()
    for trigger, found in filled:
        if trigger.sense.kind not in TOGETHER | VERBAL | _OTHERS:
            continue
        for tokens_ in found.parts.values():
            for token in (c for t in tokens_ if t not in found.places for c in tree.conjuncts(t)):
                before = tree.deps[token].split(":")[0] in ("compound", "amod") or tree.deps[token] == "nmod:desc"
                (modifying if before else told).add(token)
                told.update(k for k in tree.by(token, "nmod:poss"))
    return Acts(filled, frozenset(told), frozenset(modifying), frozenset(judged), arguments)
