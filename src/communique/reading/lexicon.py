"""The declared lexicon: senses of verbs, nouns and multiword predicates, argument maps, attitudes.

Everything is data (``data/predicates/*.toml``, ``data/frames.toml``, ``data/attitudes.toml``), checked
when read. A verb pattern is a lemma followed by what must stand with it: ``+particle``, ``=object noun``
and ``/preposition``, in the order of the words, and ``!relation`` for what must not ("demonstrate !obj"). A noun pattern is the words of a compound, its head
last, any ``/preposition`` that must follow, and any ``@preposition`` it must stand under.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from communique.records import Part, Status
from communique.reading.tables import TableError

SLOTS = frozenset({"subj", "obj", "iobj", "poss", "compound", "amod", "to*"})
_SENSE_KEYS = frozenset(
    {"id", "kind", "plover", "mode", "context", "cameo", "frame", "verbs", "nouns", "to", "needs", "promises", "weak"}
)
PLOVER = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT".split()
) | {""}


@dataclass(frozen=True, slots=True)
class Frame:
    """Slots of each part, for verbs and for nouns."""

    verb: Mapping[str, tuple[str, ...]]
    noun: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning: its kind, codes and argument map.

    ``to`` lists the prepositions that ``to*`` of the frame stands for; ``needs`` what must be filled for the sense
    to hold; ``weak`` the lemmas that count only towards an actor or an engagement ("questioned the science" is none).
    """

    id: str
    kind: str
    plover: str
    cameo: str
    frame: Frame
    mode: str | None = None
    context: str | None = None
    to: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    promises: str | None = None
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What must stand with a word for it to have a sense; ``weight`` orders the more exact first.

    ``nouns`` are a verb's object nouns, or the words before a noun in a compound.
    """

    sense: Sense
    particles: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How much the pattern asks for."""
        return 3 * len(self.nouns) + 2 * len(self.particles) + len(self.prepositions)


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


@dataclass(slots=True)
class Lexicon:
    """All tables, by lemma."""

    verbs: dict[str, list[Pattern]] = field(default_factory=dict)
    nouns: dict[str, list[Pattern]] = field(default_factory=dict)
    complements: dict[str, Status] = field(default_factory=dict)
    attitude_nouns: dict[str, Status] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    senses: dict[str, Sense] = field(default_factory=dict)
    blocked: set[tuple[str, ...]] = field(default_factory=set)


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, checked.

    Raises:
        TableError: names the table and the entry that is not as the schema asks.
    """
    data = resources.files("communique.data")
    frames = {k: _frame(k, v) for k, v in _toml(data / "frames.toml").items()}
    lex = Lexicon()
    for path in sorted((data / "predicates").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            table = _toml(path)
            for entry in table["sense"]:
                _add_sense(lex, path.name, entry, frames)
            for entry in table.get("blocked", ()):
                lex.blocked.update(tuple(noun.split()) for noun in entry["nouns"])
    _add_attitudes(lex, _toml(data / "attitudes.toml"))
    for patterns in [*lex.verbs.values(), *lex.nouns.values()]:
        patterns.sort(key=lambda p: -p.weight)
    return lex


def _toml(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _frame(name: str, table: Mapping[str, Any]) -> Frame:
    parts = {p.value for p in Part} | {"place"}
    for form in ("verb", "noun"):
        for part in table.get(form, {}):
            if part not in parts:
                raise TableError(f"frames.toml, {name}.{form}: {part!r} is no part")
    return Frame(*({p: tuple(s) for p, s in table.get(form, {}).items()} for form in ("verb", "noun")))


def _add_sense(lex: Lexicon, file: str, entry: Mapping[str, Any], frames: Mapping[str, Frame]) -> None:
    name = str(entry.get("id", "?"))
    unknown = set(entry) - _SENSE_KEYS
    if unknown or entry.get("frame") not in frames or entry.get("plover") not in PLOVER or name in lex.senses:
        raise TableError(f"{file}, {name}: unknown key {unknown or ''}, frame, PLOVER type, or an id used twice")
    fields = {k: v for k, v in entry.items() if k not in ("verbs", "nouns", "frame", "to", "needs", "weak")}
    lists = {k: tuple(entry.get(k, ())) for k in ("to", "needs", "weak")}
    sense = Sense(**fields, frame=frames[entry["frame"]], **lists)
    lex.senses[name] = sense
    for text in entry.get("verbs", ()):
        lemma, *rest = text.split()
        bad = [w for w in rest if w[0] not in "+=/!"]
        if bad:
            raise TableError(f"{file}, {name}: {text!r}: {bad[0]!r} needs one of + = / ! before it")
        particles, nouns, prepositions, without = (tuple(w[1:] for w in rest if w[0] == mark) for mark in "+=/!")
        lex.verbs.setdefault(lemma, []).append(Pattern(sense, particles, nouns, prepositions, without=without))
    for noun in entry.get("nouns", ()):
        words = [w for w in noun.split() if w[0] not in "/@"]
        prepositions = tuple(w[1:] for w in noun.split() if w[0] == "/")
        lex.nouns.setdefault(words[-1], []).append(Pattern(sense, (), tuple(words[:-1]), prepositions, _cases(noun)))


def _cases(noun: str) -> tuple[str, ...]:
    return tuple(w[1:] for w in noun.split() if w[0] == "@")


def _add_attitudes(lex: Lexicon, table: Mapping[str, Any]) -> None:
    for entry in table["attitude"]:
        status = Status(entry["status"])
        for word in entry.get("complement", ()):
            lex.complements.setdefault(word, status)
        for word in entry.get("nouns", ()):
            lex.attitude_nouns.setdefault(word, status)
    for entry in table["carrier"]:
        status_or_none = Status(entry["status"]) if entry["status"] else None
        receivers = entry.get("receivers", ())
        for word in entry["verbs"]:
            carrier = Carrier(
                status_or_none, bool(entry["shares"]), tuple(entry.get("unless", ())), receives=word in receivers
            )
            lex.carriers.setdefault(word, carrier)
