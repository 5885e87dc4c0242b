"""From quotations to statements: speakers resolved, engagements attached, what is merely named left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from communique.language.doc import Doc
from communique.reading.statements.quote import Quote
from communique.records import About, Evidence, Force, Span, Statement, StatementKind, Toward

SpeakerOf = Callable[[int], str | None]
SubjectOf = Callable[[Sequence[Span], str | None], tuple[tuple[About, ...], tuple[Toward, ...]]]


def _none(content: Sequence[Span], speaker: str | None) -> tuple[tuple[About, ...], tuple[Toward, ...]]:
    return (), ()


def make_statements(
    quotes: Iterable[Quote],
    doc: Doc,
    speaker_of: SpeakerOf,
    subject_of: SubjectOf = _none,
    *,
    forces: Collection[Force] = tuple(Force),
) -> tuple[Statement, ...]:
    """Return the statements among ``quotes``, in their order, with the ids ``s1``, ``s2`` and so on.

    Args:
        quotes: what :func:`find_quotes` found in ``doc``.
        doc: the analysis of the report.
        speaker_of: gives the actor's id for a token (a name, a noun, a pronoun), or ``None``.
        subject_of: gives the engagements and actors that a content speaks of, with the speaker's stance.
        forces: what counts as a statement, by default all: speech, belief and intention. What is merely
            mentioned, judged or shown ("praised the talks") has no content of its own and is left out.
    """
    spoken = (q for q in quotes if q.is_proposition and q.force in forces)
    text = doc.text
    return tuple(_statement(f"s{n}", q, text, len(doc), speaker_of, subject_of) for n, q in enumerate(spoken, start=1))


def _statement(id: str, quote: Quote, text: str, size: int, speaker_of: SpeakerOf, subject_of: SubjectOf) -> Statement:
    speaker = _actor(quote.source_head, size, speaker_of)
    addressee = _actor(quote.addressee_head, size, speaker_of)
    about, toward = subject_of(quote.content, speaker)
    return Statement(
        id=id,
        kind=quote.kind,
        content=tuple(_words(text, span) for span in _said_itself(text, quote)),
        speaker=speaker,
        source=_words(text, quote.source) if quote.source else None,
        cue=_words(text, quote.cue) if quote.cue else None,
        addressee=addressee if addressee != speaker else None,
        about=about,
        force=quote.force,
        toward=toward,
    )


def _words(text: str, span: Span) -> Evidence:
    return Evidence(span.start, span.end, text[span.start : span.end])


def _said_itself(text: str, quote: Quote) -> tuple[Span, ...]:
    """Return the content without the "that" which joins it to its cue."""
    first = quote.content[0]
    if quote.kind is StatementKind.DIRECT or text[first.start : first.start + 5].lower() != "that ":
        return quote.content
    start = first.start + 5
    return (Span(start, first.end), *quote.content[1:]) if start < first.end else quote.content


def _actor(token: int | None, size: int, speaker_of: SpeakerOf) -> str | None:
    return None if token is None or token >= size else speaker_of(token)
