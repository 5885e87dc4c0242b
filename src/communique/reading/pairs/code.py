"""One sentence and its pair: what the source did to the target, coded, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from communique.language.core import analyse
from communique.reading.coding import FUTURE
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.page.tree import Tree
from communique.reading.pairs.acts import OPERATORS, combine, settled
from communique.reading.pairs.choose import Candidate, Chooser
from communique.reading.pairs.mentions import Mention, find_mentions
from communique.reading.status import Judge
from communique.reading.status.verdicts import Verdict
from communique.records import Plover, Status
from communique.text import Segment, SegmentKind, TextLayer


@dataclass(frozen=True, slots=True)
class Coded:
    """The answer for one pair: ``plover`` and ``cameo`` are ``None`` where the sentence has no event word."""

    plover: Plover | None
    cameo: str | None
    status: Status | None
    why: str


def code_pair(sentence: str, source: str, target: str) -> Coded:
    """Return what ``source`` did to ``target`` by ``sentence``."""
    return code_tree(read_tree(sentence), source, target)


def read_tree(sentence: str) -> Tree:
    """Return the dependency tree of a sentence, read on its own so that the answer hangs on nothing else."""
    start = len(sentence) - len(sentence.lstrip())
    end = len(sentence.rstrip())
    segments = (Segment(start, end, SegmentKind.BODY),) if end > start else ()
    return Tree(analyse(TextLayer(sentence, segments)))


def code_tree(tree: Tree, source: str, target: str, lex: Lexicon | None = None) -> Coded:
    """Return the answer for a pair in a sentence already read."""
    lex = lex or lexicon()
    sources, targets = find_mentions(tree, source), find_mentions(tree, target)
    missing = [name for name, found in (("source", sources), ("target", targets)) if not found]
    chooser = Chooser(tree, lex)
    ranked = chooser.ranked(sources, targets)
    if not ranked:
        return Coded(None, None, None, _nothing(missing))
    return _answer(chooser, Judge(tree, lex, set(), (0, 0)), ranked, missing)


def _nothing(missing: list[str]) -> str:
    return "; ".join(["no predicate of the lexicon", *(f"{name} not found" for name in missing)])


def _answer(chooser: Chooser, judge: Judge, ranked: list[Candidate], missing: list[str]) -> Coded:
    tree, best = chooser.t, ranked[0]
    inner = _inner(chooser, best, ranked)
    verdict = _verdict(tree, judge, best.trigger.token)
    sense = best.trigger.sense
    status = settled(sense, verdict, not tree.is_verb(best.trigger.token))
    plover, cameo = combine(sense, inner.trigger.sense if inner else None, status)
    return Coded(plover, cameo, verdict.status, _why(tree, best, inner, verdict, missing))


def _verdict(tree: Tree, judge: Judge, token: int) -> Verdict:
    """Return the verdict on a predicate; a bare noun that a verb has as its object shares the verb's."""
    verdict, head = judge.verdict(token), tree.first_conjunct(token)
    verb = tree.heads[head]
    if verdict.status is not Status.HELD or verdict.cues or tree.is_verb(token) or tree.deps[head] != "obj":
        return verdict
    above = judge.verdict(verb)
    return above if above.status in (*FUTURE, Status.DECLINED, Status.DENIED) else verdict


def _inner(chooser: Chooser, best: Candidate, ranked: list[Candidate]) -> Candidate | None:
    """Return the predicate that an act of speech is about: the first under it."""
    tree = chooser.t
    if best.trigger.sense.plover not in OPERATORS:
        return None
    under = [c for c in ranked if c is not best and chooser.governs(best, c) and _counts(tree, c)]
    return min(under, key=lambda c: c.trigger.token, default=None)


def _counts(tree: Tree, inner: Candidate) -> bool:
    """Whether a predicate may be what an act is about: force only as a verb, or a noun of its own."""
    return tree.is_verb(inner.trigger.token) or tree.deps[inner.trigger.token] not in ("compound", "amod")


def _why(tree: Tree, best: Candidate, inner: Candidate | None, verdict: Verdict, missing: list[str]) -> str:
    trigger = best.trigger
    parts = [f"sense '{trigger.sense.id}' of '{trigger.words(tree)}'"]
    if inner is not None:
        parts.append(f"about '{inner.trigger.sense.id}' of '{inner.trigger.words(tree)}'")
    places = (
        ("source", best.doer.doer_slot, best.source),
        ("target", best.other.done_to_slot, best.target),
    )
    told = [f"{name} {_place(tree, best, slot, mention)}" for name, slot, mention in places if name not in missing]
    parts.append(f"{best.ladder}: {', '.join(told)}" if told else best.ladder)
    cues = ", ".join(dict.fromkeys(verdict.cues))
    parts.append(f"{verdict.status.value} by {cues}" if cues else f"{verdict.status.value} by tense")
    return "; ".join([*parts, *(f"{name} not found" for name in missing)])


def _place(tree: Tree, best: Candidate, slot: str, mention: Mention) -> str:
    """Return the slot that a mention fills and, where it lies under the predicate, the relations up to it."""
    top, path, i = {best.trigger.token, *best.trigger.extra}, list[str](), mention.head
    while i not in top and tree.heads[i] != i:
        path.append(tree.deps[i])
        i = tree.heads[i]
    where = f"as {slot}" if slot else "elsewhere"
    return f"{where} ({' < '.join(path)})" if i in top and path else where
