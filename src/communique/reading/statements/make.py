"""From quotations to statements: speakers resolved, engagements attached, thoughts left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from spacy.tokens import Doc

from communique.reading.statements.cues import SPOKEN
from communique.reading.statements.quote import Quote
from communique.records import About, Span, Stance, Statement

SpeakerOf = Callable[[int], str | None]
EngagementsIn = Callable[[Span], Sequence[tuple[str, str]]]


def _none(span: Span) -> Sequence[tuple[str, str]]:
    return ()


def make_statements(
    quotes: Iterable[Quote],
    doc: Doc,
    speaker_of: SpeakerOf,
    engagements_in: EngagementsIn = _none,
    *,
    forces: Collection[str] = SPOKEN,
) -> tuple[Statement, ...]:
    """Return the statements among ``quotes``, in their order, with the ids ``s1``, ``s2`` and so on.

    Args:
        quotes: what :func:`find_quotes` found in ``doc``.
        doc: the analysis of the report.
        speaker_of: gives the actor's id for a token (a name, a noun, a pronoun), or ``None``.
        engagements_in: gives id and stance of every engagement that a span of content speaks of.
        forces: what counts as a statement; by default what was said, asked, promised or denied,
            and not what was merely thought, wanted, mentioned or judged.
    """
    spoken = (q for q in quotes if q.force in forces)
    return tuple(
        Statement(
            id=f"s{number}",
            kind=quote.kind,
            content=quote.content,
            speaker=_actor(quote.source_head, doc, speaker_of),
            source=quote.source,
            cue=quote.cue,
            addressee=_actor(quote.addressee_head, doc, speaker_of),
            about=_about(quote.content, engagements_in),
        )
        for number, quote in enumerate(spoken, start=1)
    )


def _actor(token: int | None, doc: Doc, speaker_of: SpeakerOf) -> str | None:
    return None if token is None or token >= len(doc) else speaker_of(token)


def _about(content: tuple[Span, ...], engagements_in: EngagementsIn) -> tuple[About, ...]:
    """Return each engagement of the content once, with the stance given first."""
    found: dict[str, Stance] = {}
    for span in content:
        for engagement, stance in engagements_in(span):
            found.setdefault(engagement, Stance(stance))
    return tuple(About(engagement, stance) for engagement, stance in found.items())
