"""What was found: a quotation before its speaker is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from communique.records import Force, Span, StatementKind


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words or thoughts, as a report gives them.

    Attributes:
        content: what was said, one span or several (an interrupted quotation, several
            paragraphs). Outer quotation marks stay outside where all of it is quoted.
        kind: direct, mixed or indirect.
        source: the phrase that names the source, ``None`` where the text names none.
        source_head: the token that stands for the source: the head of its phrase, or for a
            relative pronoun what the pronoun refers to.
        cue: the words that say that somebody said it.
        cue_token: the main token of the cue.
        addressee_head: the head of the phrase that names whom it was said to.
        block: true for a block quotation.
        use: the use of the cue, one of :data:`communique.reading.statements.cues.USES`.
    """

    content: tuple[Span, ...]
    kind: StatementKind
    source: Span | None = None
    source_head: int | None = None
    cue: Span | None = None
    cue_token: int | None = None
    addressee_head: int | None = None
    block: bool = False
    use: str = "said"

    @property
    def force(self) -> Force:
        """The use as one of the six forces: what is mentioned, judged or shown is said."""
        return Force(self.use) if self.is_proposition else Force.SAID

    @property
    def is_proposition(self) -> bool:
        """True where the content could be said by itself, false for what is only named ("praised the talks")."""
        return self.use in PROPOSITIONS


PROPOSITIONS = frozenset(Force)
"""The uses whose content could be said by itself: those that are forces."""
