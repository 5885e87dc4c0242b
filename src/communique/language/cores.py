"""What reading needs of a language core, and the core that is shipped: every other one comes in by the same door."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Protocol

from communique.language.acts import Heads
from communique.language.core import Extent, analyse, go_on
from communique.language.doc import Doc
from communique.language.model import Model, shipped
from communique.text import TextLayer

__all__ = ["Core", "Shipped"]


class Core(Protocol):
    """A language core: a report's text in, its words, trees and names out.

    The same text must give the same answer, whatever was read before it.
    """

    @property
    def name(self) -> str:
        """What it is called in a record's warnings and in the version of the reader; with its own version, if known."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it reads, by ISO 639-1 code. A report in another is kept and not read."""

    @property
    def heads(self) -> Heads | None:
        """The model's last layers, which say what is told of engagements; ``None`` where a core has none.

        They are given :attr:`Doc.acts <communique.language.doc.Doc>`. Without them the lexicon alone says what is told.
        """

    def read(
        self,
        layer: TextLayer,
        *,
        apart: Sequence[Extent] = (),
        surnames: Container[str] = (),
        people: frozenset[tuple[str, ...]] = frozenset(),
        got_to: Callable[[int], None] = go_on,
    ) -> Doc:
        """Return the words of a text, with what the core says of each.

        Args:
            layer: the text and its segments; those that are content are read, no sentence crosses one.
            apart: spans that stand outside every sentence, such as a dateline.
            surnames: words that by themselves name persons.
            people: whole names of persons, word by word.
            got_to: is called with the character that is read next, now and then; it raises where time is up.
        """


@dataclass(frozen=True, slots=True)
class Shipped:
    """The core that is shipped with the package: English, one model for all, with engagements.

    Attributes:
        model: other weights than those of the package.
    """

    model: Model | None = None

    @property
    def name(self) -> str:
        """Its name."""
        return "communique"

    @property
    def languages(self) -> frozenset[str]:
        """English."""
        return frozenset({"en"})

    @property
    def heads(self) -> Heads:
        """The last layers of the model.

        Raises:
            ModelError: if the model cannot be used.
        """
        return (self.model or shipped()).heads

    def read(
        self,
        layer: TextLayer,
        *,
        apart: Sequence[Extent] = (),
        surnames: Container[str] = (),
        people: frozenset[tuple[str, ...]] = frozenset(),
        got_to: Callable[[int], None] = go_on,
    ) -> Doc:
        """Return the analysed text (:func:`communique.language.core.analyse`).

        Raises:
            ModelError: if the model cannot be used.
        """
        return analyse(layer, self.model, apart, surnames, people, got_to)
