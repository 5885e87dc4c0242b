"""What the words of the lexicon lacked where no engagement was found, and the pattern of those that were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from communique.explain.look import Look, tokens_in
from communique.reading.lexicon import Lexicon, Pattern, lexicon
from communique.reading.lexicon.predicates import Trigger, find_triggers
from communique.reading.page.tree import Tree
from communique.reading.pairs.links import Links

_TABLES = {"VERB": "verbs", "NOUN": "nouns", "PROPN": "nouns", "ADJ": "adjectives"}
_MOST = 3
"""Patterns shown of a word that none of them fits."""


def written(lemma: str, pattern: Pattern) -> str:
    """Return a pattern of a verb or an adjective as the lexicon writes it."""
    marked = [("+", pattern.particles), ("=", pattern.nouns), ("/", pattern.prepositions), ("^", pattern.subjects)]
    parts = [f"{mark}{_choices(words)}" for mark, some in (*marked, ("&", pattern.having)) for words in some]
    return " ".join([lemma, *parts, *(f"!{relation}" for relation in pattern.without)])


def written_noun(lemma: str, pattern: Pattern) -> str:
    """Return a pattern of a noun as the lexicon writes it."""
    after = [x for words in pattern.particles for x in ("of", _choices(words))]
    around = [f"/{_choices(w)}" for w in pattern.prepositions] + [f"@{_choices(w)}" for w in pattern.cases]
    return " ".join([*map(_choices, pattern.nouns), lemma, *after, *around])


def _choices(words: frozenset[str], most: int = 4) -> str:
    some = sorted(words)
    return "|".join([*some[:most], "…"] if len(some) > most else some)


def pattern_of(tree: Tree, trigger: Trigger) -> str:
    """Return the pattern by which a word has its sense."""
    table, lemma, patterns = _entry(tree, trigger.token)
    write = written_noun if table == "nouns" else written
    for pattern in patterns:
        if pattern.sense is trigger.sense and pattern.weight == trigger.weight:
            fitting = _fits(tree, trigger.token, table, {lemma: [pattern]})
            if fitting and fitting[0].extra == trigger.extra:
                return write(lemma, pattern)
    return "none of its own"


def _entry(tree: Tree, i: int) -> tuple[str, str, Sequence[Pattern]]:
    """Return the table, lemma and patterns under which a word stands in the lexicon; no patterns where it does not."""
    table = _TABLES.get(tree.pos[i], "")
    entries: dict[str, list[Pattern]] = getattr(lexicon(), table) if table else {}
    lemma = tree.lemmas[i]
    if lemma not in entries and table == "verbs":  # the reading then goes by the word's form: "axed" is "axe"
        near = [k for k in entries if len(k) > 2 and tree.low[i].startswith(k[:-1])]
        lemma = next((k for k in near if _fits(tree, i, table, {k: entries[k]})), lemma)
    return table, lemma, entries.get(lemma, ())


def _fits(tree: Tree, i: int, table: str, entries: Mapping[str, list[Pattern]], pair: bool = True) -> list[Trigger]:
    """Return the trigger that a word is by some entries alone."""
    lex = Lexicon(blocked=lexicon().blocked)
    setattr(lex, table, dict(entries))
    return find_triggers(tree, lex, [i], set(), pair=pair)


def lacks(seen: Look) -> list[str]:
    """Return a line for every word of the lexicon, with what it lacked; one line where there is none."""
    if seen.record.report.language not in (None, "en"):
        return ["not read, for the text is not taken for English"]
    lines = [line for i in seen.content for line in _lack(seen, i)]
    return lines or ["no word of the lexicon"]


def _lack(seen: Look, i: int) -> Iterator[str]:
    tree = seen.tree
    table, lemma, patterns = _entry(tree, i)
    if not patterns:
        return
    word = f"“{tree.words[i]}”"
    write = written_noun if table == "nouns" else written
    if i in seen.barred:
        yield f"{word}: part of a name"
        return
    fitting = _fits(tree, i, table, {lemma: list(patterns)})
    trigger = next((t for t in seen.triggers if t.token == i), None)
    if trigger is not None:
        found = f"sense {trigger.sense.id} by “{pattern_of(tree, trigger)}”"
        yield f"{word}: {found}, but the model does not take it for an engagement here: {_parties(seen, trigger)}"
    elif table == "adjectives" and fitting:
        yield f"{word}: an adjective counts only where a pair is given"
    elif fitting and any(i in t.extra for t in seen.triggers):
        yield f"{word}: part of another predicate"
    elif fitting:
        yield f"{word}: sense {fitting[0].sense.id} counts only where two named parties hang on it, or a pair is given"
    else:
        some = ", ".join(f"“{write(lemma, p)}”" for p in sorted(patterns, key=lambda p: p.weight)[:_MOST])
        more = len(patterns) - _MOST
        yield f"{word}: no pattern fits; the lexicon has {some}" + (f" and {more} more" if more > 0 else "")


def _parties(seen: Look, trigger: Trigger) -> str:
    """Return what fills the slots of a word, and who of it is an actor."""
    tree = seen.tree
    actors = {i: a.name for a in seen.record.actors for m in a.mentions for i in tokens_in(tree, m.start, m.end)}
    told = []
    for filler in Links(tree, lexicon()).fillers(trigger):
        who = actors.get(filler.token, "no actor")
        told.append(f"{filler.slot} “{tree.words[filler.token]}” ({who})")
    return ", ".join(dict.fromkeys(told)) or "nothing hangs on it"
