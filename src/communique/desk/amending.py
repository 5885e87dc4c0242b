"""What characters of a report may be said to be: the evidence of this, the words of that, or something missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.desk.marking import own, sign, span_asked
from communique.errors import BadQuery, UnknownId
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.reported import SPANS, Reported, amendments
from communique.ledger.store import Ledger
from communique.ledger.views import Account, Saying
from communique.records import Evidence, Span

MISSED = "missed"
ALL, MORE = "all", "more"
Choices = list[tuple[str, list[tuple[str, str]]]]
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Target:
    """What is amended: the id of an account or a statement, its field, what it is called, where it stands now."""

    id: str
    field: str
    called: str
    now: tuple[Evidence, ...]


def choices(found: Reported) -> Choices:
    """Return what characters may be said to be, in groups: the value of each in a form, and what it is called."""
    return [
        ("Not found yet", [(MISSED, "an engagement that was missed")]),
        ("Engagements", [(f"evidence:{own(a.id)}", f"evidence of {called(a)}") for a in found.accounts]),
        ("Statements", [one for saying in found.sayings for one in _of_statement(saying)]),
    ]


def called(thing: Account | Saying) -> str:
    """Return what an account or a statement is called in a form.

    >>> from communique.ledger.views import ReportRef
    >>> from communique.records import Force, StatementKind
    >>> ref = ReportRef("r", None, None, None, None, "r")
    >>> called(Saying("r/s1", ref, StatementKind.DIRECT, Force.SAID, ()))
    's1, said by somebody unnamed'
    """
    if isinstance(thing, Account):
        return f"{sign(own(thing.id))}, {thing.kind} {thing.status.value}"
    return f"{own(thing.id)}, said by {thing.speaker.name if thing.speaker else 'somebody unnamed'}"


def _of_statement(saying: Saying) -> Iterator[tuple[str, str]]:
    name = called(saying)
    yield f"content:{own(saying.id)}", f"words of {name}"
    yield f"source:{own(saying.id)}", f"who says it: {name}"
    yield f"cue:{own(saying.id)}", f"that it is said: {name}"


def target(found: Reported, what: str) -> Target | None:
    """Return what a value of :func:`choices` means, ``None`` for what was missed.

    Raises:
        UnknownId: if the report has no such account or statement.
    """
    if what == MISSED:
        return None
    field, _, id = what.partition(":")
    things: Sequence[Account | Saying] = found.accounts if field == "evidence" else found.sayings
    thing = next((x for x in things if own(x.id) == id), None)
    if thing is None or field not in SPANS:
        raise UnknownId(what, "the report has nothing of this kind and number", "Choose from the list beside the text")
    now = getattr(thing, field)
    return Target(thing.id, field, called(thing), now if isinstance(now, tuple) else (now,) if now else ())


def chosen(text: str, start: str, end: str, words: str) -> Span:
    """Return the characters of a text that a form gives: by their numbers, else by the words that stand there once.

    Raises:
        BadQuery: if they are none, or the words stand there more than once.
    """
    if start.strip() or end.strip() or not words.strip():
        return span_asked(f"{start.strip()}-{end.strip()}", text)
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [(m.start(), m.end(1)) for m in re.finditer(f"(?=({pattern}))", text)]
    if len(found) != 1:
        where = f"they stand there {len(found)} times, at {', '.join(str(a) for a, _ in found[:5])}"
        problem = where if found else "these words do not stand in the text"
        raise BadQuery(repr(words[:60]), problem, "Give more of them" if found else "Give them as they stand there")
    return Span(*found[0])


def with_span(now: Sequence[Evidence], span: Span, where: str) -> tuple[Span, ...]:
    """Return where something stands once a span is put in: in place of all, of one piece (by number), or besides.

    >>> with_span((Evidence(5, 6, "b"), Evidence(0, 1, "a")), Span(8, 9), "0")
    (Span(start=8, end=9), Span(start=0, end=1))

    Raises:
        BadQuery: if there is no such piece.
    """
    pieces = [Span(x.start, x.end) for x in now]
    if where == ALL:
        return (span,)
    if where == MORE:
        together = [*pieces, span]
        return tuple(sorted(together) if pieces == sorted(pieces) else together)
    if not (where.isascii() and where.isdigit() and int(where) < len(pieces)):
        raise BadQuery(f"in place of {where[:60]!r}", "there is no such piece", "Choose one of those that are shown")
    pieces[int(where)] = span
    return tuple(pieces)


def around(text: str, span: Span) -> tuple[str, str, str]:
    """Return the words of a span with some before and after, whole ones.

    >>> around("They met. They parted.", Span(10, 14))
    ('They met. ', 'They', ' parted.')
    """
    before, after = text[: span.start], text[span.end :]
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]} …"
    return before, text[span.start : span.end], after


def changed(ledger: Ledger, id: str) -> list[tuple[Judgement, str]]:
    """Return the last amendments of a report's spans that stand, each with what it did."""
    return [(j, _told(j)) for j in amendments(ledger, id)]


def _told(judgement: Judgement) -> str:
    if judgement.verdict is Verdict.ADD:
        return f"{judgement.value['kind']} added"
    return f"{judgement.field} of {sign(own(judgement.subject))} set"
