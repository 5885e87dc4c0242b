"""The cues: which words report, in which constructions, and to what use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from communique import wordlists
from communique.reading.tables import TableError, load

USES = frozenset("said asked promised denied mentions judged believes wants shows".split())
CLASSES = ("verb", "noun", "adjective")
_VOWELS = frozenset("aeiou")
_IRREGULAR = {row[0]: row[1:] for row in wordlists.rows("statements", "irregular_forms")}

Frames = Mapping[str, str]
"""A frame, or a preposition that leads the content, to the use it has."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The forms of the cues of each part of speech, in small letters, each with its frames."""

    verbs: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]

    def frames(self, form: str, pos: str) -> Frames | None:
        """Return the frames of a word of the universal part of speech ``pos``, ``None`` if it is no cue."""
        if pos == "VERB" or pos == "AUX":
            return self.verbs.get(form)
        if pos == "NOUN" or pos == "PROPN":
            return self.nouns.get(form)
        return self.adjectives.get(form) if pos == "ADJ" else None

    def speaks(self, form: str) -> str | None:
        """Return the use of a verb form that introduces words in quotation marks, else ``None``."""
        frames = self.verbs.get(form)
        return None if frames is None else frames.get("quote")


@cache
def shipped() -> Cues:
    """Return the cues of ``cues.toml``.

    Raises:
        TableError: if an entry names no known use or holds no words.
    """
    table = load("cues")
    verbs, nouns, adjectives = (_entries(kind, table.get(kind, ())) for kind in CLASSES)
    return Cues(_inflected(verbs, verb_forms), _inflected(nouns, noun_forms), adjectives)


def _entries(kind: str, rows: Any) -> dict[str, dict[str, str]]:
    """Return lemma to frame to use; the first entry that names both counts."""
    found: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=1):
        if row.get("use") not in USES or not row.get("frames") or not row.get("words"):
            raise TableError(f"cues.toml, {kind} {number}: needs a known use, frames and words")
        for lemma in row["words"].split():
            for frame in row["frames"].split():
                found.setdefault(lemma, {}).setdefault(frame, row["use"])
    return found


def _inflected(entries: dict[str, dict[str, str]], forms: Any) -> dict[str, Frames]:
    found: dict[str, Frames] = {}
    for lemma, frames in entries.items():
        for form in forms(lemma):
            found.setdefault(form, frames)
    return found


def verb_forms(lemma: str) -> Iterator[str]:
    """Yield the forms of a verb, and a few that do not exist (doubled consonants are not looked up)."""
    yield lemma
    yield from noun_forms(lemma)
    yield from _IRREGULAR.get(lemma, ())
    if lemma.endswith("e"):
        yield from (lemma + "d", lemma[:-1] + "ing")
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        yield from (lemma[:-1] + "ied", lemma + "ing")
    else:
        yield from (lemma + "ed", lemma + "ing")
        if lemma[-1] not in "wxy" and lemma[-1] not in _VOWELS and lemma[-2] in _VOWELS:
            yield from (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")


def noun_forms(lemma: str) -> Iterator[str]:
    """Yield a noun and its plural (which is also a verb's third person)."""
    yield lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        yield lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        yield lemma[:-1] + "ies"
    else:
        yield lemma + "s"
