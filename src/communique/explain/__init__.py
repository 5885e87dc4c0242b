"""Why a sentence is read as it is: its tree, and what was decided on it, for a person at a terminal.

>>> from rich.console import Console
>>> print_explanation(Console(), look("Putin met Xi in Moscow."))  # doctest: +SKIP
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from communique.explain.decision import engagement_table, left_table, statement_table
from communique.explain.drawing import LEGEND, Marks, draw
from communique.explain.lacks import lacks
from communique.explain.look import Look, cue_tokens, look, tokens_in
from communique.explain.pair import PairLook, look_at_pair, pair_tables

__all__ = ["Look", "PairLook", "look", "look_at_pair", "print_explanation", "print_pair"]

_PAIR_LEGEND = "T word of the event   S source   D target"


def print_explanation(console: Console, seen: Look) -> None:
    """Print the trees of a text's sentences, its engagements and statements, or what it lacked for one."""
    record = seen.record
    for warning in record.warnings:
        console.print(Text(f"warning: {warning}", style="yellow"))
    draw(console, seen.tree, _marks(seen), seen.names, LEGEND)
    for engagement in record.engagements:
        _title(console, f"ENGAGEMENT {engagement.id}")
        console.print(engagement_table(seen, engagement))
    if not record.engagements:
        _title(console, "NO ENGAGEMENT FOUND")
        for line in lacks(seen):
            console.print(Text(line))
    if seen.left:
        _title(console, "TOLD, NOT RECORDED")
        console.print(left_table(seen))
    for statement in record.statements:
        _title(console, f"STATEMENT {statement.id}")
        console.print(statement_table(seen, statement))


def print_pair(console: Console, seen: PairLook) -> None:
    """Print the tree of a sentence, how its pair is coded, and what else was weighed."""
    draw(console, seen.tree, seen.marks, {}, _PAIR_LEGEND)
    for title, table in pair_tables(seen):
        _title(console, title)
        console.print(table)


def _title(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, style="bold"))


def _marks(seen: Look) -> Marks:
    """Return the letters of the margin by token."""
    record, tree = seen.record, seen.tree
    marks: Marks = {}
    spans = {a.id: a.mentions for a in record.actors}

    def mark(letter: str, tokens: list[int]) -> None:
        for i in tokens:
            marks.setdefault(i, set()).add(letter)

    for engagement in record.engagements:
        trigger = seen.trigger_of(engagement)
        mark("T", [trigger.token, *trigger.extra] if trigger else [])
        mark("S", cue_tokens(seen, engagement))
        for participant in engagement.participants:
            for span in spans.get(participant.actor, ()):
                mark("A", tokens_in(tree, span.start, span.end))
    for time in record.times:
        mark("W", tokens_in(tree, time.start, time.end))
    for place in record.places:
        mark("P", tokens_in(tree, place.start, place.end))
    return marks
