"""What governing words, idioms and modifiers do to a status: ``data/attitudes.toml``, checked when read.

An idiom is a verb and the words that follow it, articles left out ("pull plug on", "come to nothing").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.reading.tables import TableError
from communique.records import Status

__all__ = ["Attitudes", "Carrier", "Idiom", "read_attitudes"]

_ARTICLES = frozenset({"a", "an", "the"})
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a verb does to an engagement that is its subject or object.

    ``receives`` says that its subject is who an invitation or demand goes to ("accept an invitation").
    ``unless`` holds prepositions that tell of a new date: "put off" is called off, "put off until May" is planned.
    """

    status: Status | None
    shares: bool
    unless: tuple[str, ...] = ()
    receives: bool = False


@dataclass(frozen=True, slots=True)
class Idiom:
    """The words that follow a verb, or stand before the head of a predicate, and the status they give."""

    words: tuple[str, ...]
    status: Status | None


@dataclass(slots=True)
class Attitudes:
    """The tables, by lemma; ``idioms``, ``answers`` and ``predicates`` by their head, the longest first."""

    complements: dict[str, Status] = field(default_factory=dict)
    nouns: dict[str, Status] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    modifiers: dict[str, Status] = field(default_factory=dict)
    predicates: dict[str, list[Idiom]] = field(default_factory=dict)
    idioms: dict[str, list[Idiom]] = field(default_factory=dict)
    answers: dict[str, list[Idiom]] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    def lemma(self, word: str, lemma: str) -> str:
        """Return the lemma under which a word is in the tables, also where it was lemmatised wrongly ("axed")."""
        known = lemma in self.complements or lemma in self.carriers or lemma in self.idioms or lemma in self.answers
        return lemma if known else self.forms.get(word, lemma)


def read_attitudes(table: Mapping[str, Any]) -> Attitudes:
    """Return the attitudes of ``table``.

    Raises:
        TableError: names the entry that is not as the schema asks.
    """
    out = Attitudes()
    for entry in table["attitude"]:
        status = _status(entry, "attitude")
        for key, words in (("complement", out.complements), ("nouns", out.nouns)):
            for word in entry.get(key, ()):
                words.setdefault(word, status)
    for entry in table["modifier"]:
        out.modifiers.update(dict.fromkeys(entry["words"], _status(entry, "modifier")))
    for entry in table["predicate"]:
        for *before, head in map(_words, entry["words"]):
            out.predicates.setdefault(head, []).append(Idiom(tuple(before), _status(entry, "predicate")))
    for key, idioms in (("idiom", out.idioms), ("answer", out.answers)):
        for entry in table[key]:
            for head, *after in map(_words, entry["verbs"]):
                idioms.setdefault(head, []).append(Idiom(tuple(after), _status(entry, key)))
    for entry in table["carrier"]:
        _add_carriers(out, entry)
    for kept in (out.predicates, out.idioms, out.answers):
        for choices in kept.values():
            choices.sort(key=lambda idiom: -len(idiom.words))
    verbs = {word.split("-")[0] for word in (*out.complements, *out.carriers, *out.idioms, *out.answers)}
    out.forms = {form: verb for verb in sorted(verbs) for form in _inflected(verb)}
    return out


def _need(condition: object, entry: str, problem: str) -> None:
    if not condition:
        raise TableError(f"attitudes.toml, {entry}: {problem}")


def _status(entry: Mapping[str, Any], key: str) -> Status:
    name = str(entry.get("status"))
    _need(name in {s.value for s in Status}, f"{key} {name}", "this is no status")
    return Status(name)


def _add_carriers(out: Attitudes, entry: Mapping[str, Any]) -> None:
    status = _status(entry, "carrier") if entry.get("status") else None
    _need("status" in entry and entry.get("verbs"), f"carrier {entry.get('status')}", "a carrier without verbs")
    receivers, unless = entry.get("receivers", ()), tuple(entry.get("unless", ()))
    for word in entry["verbs"]:
        out.carriers.setdefault(word, Carrier(status, bool(entry.get("shares")), unless, word in receivers))


def _words(phrase: str) -> Iterable[str]:
    words = [w for w in phrase.split() if w not in _ARTICLES]
    _need(words, phrase, "has no words")
    return words


def _inflected(verb: str) -> Iterator[str]:
    """Yield the regular forms of a verb."""
    stem = verb[:-1] if verb.endswith("e") else verb
    yield f"{verb}s"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    else:
        yield from (f"{stem}ed", f"{stem}ing")
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")
