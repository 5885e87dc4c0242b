"""A report's text as its page shows it: cut wherever a mark begins or ends, each piece knowing what it belongs to.

Marks may lie in each other and across each other; the browser lays nothing over the text. A piece carries where it
begins, in code points, so that what is selected in a browser is a span of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from communique.characters import printable
from communique.errors import BadQuery
from communique.ledger.identity import JUDGEMENT
from communique.ledger.reported import Named, Reported
from communique.records import Evidence, Span
from communique.webpage.runs import Mark, Run, paragraphs

_AT = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_WORD, _SMALL = re.compile(r"\w+"), frozenset({"a", "an", "of", "the"})
_RETURN = Markup("&#13;")
AT = "at"
"""The id of the first of the characters that an address asks for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that is marked alike: what it belongs to (``of``), and whom it names if it names somebody.

    ``signs`` and ``places`` are the marks that begin with it; ``stands`` is what a word stands for that is no name.
    """

    start: int
    text: str
    kinds: str
    of: str
    signs: tuple[Mark, ...]
    places: tuple[str, ...]
    actor: str | None
    name: str | None
    stands: bool


def own(id: str) -> str:
    """Return what an id is within its report.

    >>> own("denmark-call/e2")
    'e2'
    """
    return id.rpartition("/")[2]


def sign(id: str) -> str:
    """Return what is printed before the words of something: its number in the report; "added" where a person did.

    >>> sign("e2"), sign("J-tjeifp3jdsrm")
    ('e2', 'added')
    """
    return "added" if id.startswith(f"{JUDGEMENT}-") else id


def span_asked(given: str, text: str) -> Span:
    """Return the characters of a text that ``START-END`` asks for.

    Raises:
        BadQuery: if it is no span of the text.
    """
    match = _AT.fullmatch(given)
    start, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 0 <= start < end <= len(text):
        problem = f"this is no span of a text of {len(text):,} characters"
        raise BadQuery(f"at={given}", problem, "Give the first, from 0, and the one after the last: at=120-188")
    return Span(start, end)


def pieces(found: Reported, at: Span | None = None) -> Iterator[list[Piece]]:
    """Yield the paragraphs of a report, each as its pieces; those ``at`` are marked so."""
    shown = printable(found.text)
    names = {own(x.id): x for x in found.named}
    stand_ins = _stand_ins(found.named, shown)
    for paragraph in paragraphs(shown, _marks(found, at)):
        yield [_piece(run, names, stand_ins) for run in paragraph]


def _piece(run: Run, names: Mapping[str, Named], stand_ins: set[tuple[str, int]]) -> Piece:
    named = names[run.actor] if run.actor else None
    kinds = (*run.kinds, "actor") if named else run.kinds
    text = escape(run.text).replace("\r", _RETURN) if "\r" in run.text else run.text  # a browser would drop it
    return Piece(
        run.start,
        text,
        " ".join(kinds),
        " ".join(run.of),
        run.opens,
        run.places,
        run.actor,
        named.actor.name if named else None,
        (run.actor or "", run.start) in stand_ins,
    )


def _stand_ins(named: Sequence[Named], text: str) -> set[tuple[str, int]]:
    """Where a word stands for an actor and shares none with its name: "I", "he", "Moscow"."""
    found = set[tuple[str, int]]()
    for one in named:
        name = set(_words(one.actor.name))
        found |= {(own(one.id), m.start) for m in one.mentions if name.isdisjoint(_words(text[m.start : m.end]))}
    return found


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _SMALL]


def _marks(found: Reported, at: Span | None) -> Iterator[Mark]:
    for account in found.accounts:
        says = f"{account.status.value} {account.kind}"
        yield from _signed("engagement", own(account.id), account.evidence, says)
    for saying in found.sayings:
        id, speaker = own(saying.id), saying.speaker.name if saying.speaker else "somebody unnamed"
        yield from _signed("said", id, saying.content, f"said by {speaker}")
        for kind, piece in (("source", saying.source), ("cue", saying.cue)):
            if piece is not None:
                yield Mark(piece.start, piece.end, kind, id, at=f"{id}-{kind}")
    for named in found.named:
        id = own(named.id)
        for number, m in enumerate(named.mentions):
            yield Mark(m.start, m.end, "actor", id, at=f"{id}-at{number or ''}")
    for number, part in enumerate(found.parts if len(found.parts) > 1 else ()):
        yield Mark(part.start, part.end, "part", "", part.name, f"part-{number}", part.name)
    if at is not None:
        yield Mark(at.start, at.end, AT, "", at=AT)


def _signed(kind: str, id: str, evidence: Sequence[Evidence], says: str) -> Iterator[Mark]:
    """The pieces of an engagement or a statement, each with its sign, the first with the id of the whole."""
    for number, piece in enumerate(evidence):
        yield Mark(piece.start, piece.end, kind, id, sign(id), f"{id}-at{number or ''}", says)


def forms(named: Named, text: str) -> list[tuple[str, Span, int]]:
    """Return the words by which a report names an actor, each with its first place and how often, as they come.

    >>> from communique.ledger.views import ActorRef, ActorKind
    >>> who = Named("r/a1", ActorRef("A-1", ActorKind.PERSON, "Bob Corker"), (Span(0, 6), Span(8, 9), Span(10, 11)))
    >>> [(words, times) for words, _, times in forms(who, "Corker: I I")]
    [('Corker', 1), ('I', 2)]
    """
    found: dict[str, list[Span]] = {}
    for m in named.mentions:
        if m.end <= len(text):
            found.setdefault(" ".join(text[m.start : m.end].split()), []).append(m)
    return [(words, spans[0], len(spans)) for words, spans in found.items()]


def is_there(text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a text has all pieces of evidence where they are said to be."""
    return all(text[e.start : e.end] == e.quote for e in evidence)
