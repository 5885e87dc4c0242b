"""The declared lexicon: senses of verbs, nouns and multiword predicates, argument maps, attitudes.

Everything is data (``data/predicates/*.toml``, ``data/frames.toml``, ``data/attitudes.toml``), checked when
read. A verb pattern is a lemma followed by what must stand with it: ``+particle``, ``=object noun`` and
``/preposition``, in the order of the words, and ``!relation`` for what must not ("demonstrate !obj"). A noun
pattern is the words of a compound, its head last (before "of", if there is one), any ``/preposition`` that
must follow, and any ``@preposition`` it stands under.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from communique.reading.tables import TableError
from communique.records import Part, Status

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

    ``nouns`` are a verb's object nouns, or the words before a noun in a compound; ``particles`` a verb's
    particles, or the nouns after "of" ("exchange of views").
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

    def carrier(self, lemma: str, particle: str | None = None) -> Carrier | None:
        """Return the table's entry for a verb, for the verb with its particle where there is one."""
        return self.carriers.get(f"{lemma}-{particle}") or self.carriers.get(lemma)


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, checked.

    Raises:
        TableError: names the table and the entry that is not as the schema asks.
    """
    data = resources.files("communique.data")
    frames = {k: _frame(k, v) for k, v in _toml(data / "frames.toml").items()}
    lex = Lexicon()
    promising: list[tuple[str, Sense]] = []
    for path in sorted((data / "predicates").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            table = _toml(path)
            for entry in table["sense"]:
                sense = _add_sense(lex, path.name, entry, frames)
                promising += [(path.name, sense)] if sense.promises else []
            for entry in table.get("blocked", ()):
                lex.blocked.update(tuple(noun.split()) for noun in entry["nouns"])
    _add_attitudes(lex, _toml(data / "attitudes.toml"))
    for file, sense in promising:
        _need(sense.promises in lex.senses, file, sense.id, f"promises no sense: {sense.promises!r}")
    for patterns in [*lex.verbs.values(), *lex.nouns.values()]:
        patterns.sort(key=lambda p: -p.weight)
    return lex


def _toml(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _need(condition: object, file: str, entry: str, problem: str) -> None:
    if not condition:
        raise TableError(f"{file}, {entry}: {problem}")


def _frame(name: str, table: Mapping[str, Any]) -> Frame:
    parts = {p.value for p in Part} | {"place"}
    for form in ("verb", "noun"):
        for part, slots in table.get(form, {}).items():
            _need(part in parts, "frames.toml", f"{name}.{form}", f"{part!r} is no part")
            for slot in slots:
                known = slot in SLOTS or re.fullmatch(r"(obj-)?[a-z]+( [a-z]+)*", slot)
                _need(known, "frames.toml", f"{name}.{form}", f"{slot!r} is no slot and no preposition")
    return Frame(*({p: tuple(s) for p, s in table.get(form, {}).items()} for form in ("verb", "noun")))


def _add_sense(lex: Lexicon, file: str, entry: Mapping[str, Any], frames: Mapping[str, Frame]) -> Sense:
    name = str(entry.get("id", "?"))
    unknown = sorted(set(entry) - _SENSE_KEYS)
    _need(not unknown, file, name, f"unknown key {unknown}")
    _need(entry.get("frame") in frames, file, name, f"no frame {entry.get('frame')!r} in frames.toml")
    _need(entry.get("plover") in PLOVER, file, name, f"{entry.get('plover')!r} is no PLOVER type")
    _need(entry.get("kind"), file, name, "has no kind")
    cameo = entry.get("cameo", "")
    _need(re.fullmatch(r"(0[1-9]|1\d|20)\d{1,2}", cameo), file, name, f"{cameo!r} is no CAMEO code")
    _need(name not in lex.senses, file, name, "this id is used twice")
    fields = {k: v for k, v in entry.items() if k not in ("verbs", "nouns", "frame", "to", "needs", "weak")}
    to, needs, weak = (tuple(entry.get(key, ())) for key in ("to", "needs", "weak"))
    sense = Sense(**fields, frame=frames[entry["frame"]], to=to, needs=needs, weak=weak)
    lex.senses[name] = sense
    for text in entry.get("verbs", ()):
        lemma, pattern = _verb_pattern(sense, file, text)
        lex.verbs.setdefault(lemma, []).append(pattern)
    for text in entry.get("nouns", ()):
        lemma, pattern = _noun_pattern(sense, file, text)
        lex.nouns.setdefault(lemma, []).append(pattern)
    return sense


def _verb_pattern(sense: Sense, file: str, text: str) -> tuple[str, Pattern]:
    """Read "hold =talk /with": the lemma, and what must stand with it."""
    lemma, *rest = text.split() or [""]
    _need(lemma and lemma[0] not in "+=/!", file, sense.id, f"{text!r} begins with no verb")
    bad = [w for w in rest if w[0] not in "+=/!"]
    _need(not bad, file, sense.id, f"{text!r}: {bad[:1]} needs one of + = / ! before it")
    particles, nouns, prepositions, without = (tuple(w[1:] for w in rest if w[0] == mark) for mark in "+=/!")
    return lemma, Pattern(sense, particles, nouns, prepositions, without=without)


def _noun_pattern(sense: Sense, file: str, text: str) -> tuple[str, Pattern]:
    """Read "phone call /with" or "exchange of view": the head, what stands before it, after "of", and around."""
    words = [w for w in text.split() if w[0] not in "/@"]
    _need(words and words[0] != "of", file, sense.id, f"{text!r} has no noun")
    after: tuple[str, ...] = ()
    if "of" in words:
        cut = words.index("of")
        words, after = words[:cut], tuple(words[cut + 1 :])
    prepositions, cases = (tuple(w[1:] for w in text.split() if w[0] == mark) for mark in "/@")
    return words[-1], Pattern(sense, after, tuple(words[:-1]), prepositions, cases)


def _add_attitudes(lex: Lexicon, table: Mapping[str, Any]) -> None:
    statuses = {s.value for s in Status}
    for entry in table["attitude"]:
        name = str(entry.get("status"))
        _need(name in statuses, "attitudes.toml", name, "this is no status")
        for word in entry.get("complement", ()):
            lex.complements.setdefault(word, Status(name))
        for word in entry.get("nouns", ()):
            lex.attitude_nouns.setdefault(word, Status(name))
    for entry in table["carrier"]:
        name = str(entry.get("status"))
        _need(name in statuses | {""}, "attitudes.toml", name, "this is no status")
        _need(entry.get("verbs"), "attitudes.toml", name, "a carrier without verbs")
        receivers, unless = entry.get("receivers", ()), tuple(entry.get("unless", ()))
        for word in entry["verbs"]:
            status = Status(name) if name else None
            lex.carriers.setdefault(word, Carrier(status, bool(entry.get("shares")), unless, word in receivers))
