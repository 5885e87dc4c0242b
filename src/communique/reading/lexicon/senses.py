"""The declared lexicon: senses of verbs, nouns and multiword predicates, argument maps, attitudes.

Everything is data (``data/predicates/*.toml``, ``data/frames.toml``, ``data/attitudes.toml``), checked when
read. A verb pattern is a lemma followed by what must stand with it: ``+particle``, ``=object noun`` and
``/preposition``, in the order of the words, ``^noun`` for the subject ("arrive ^peacekeeper"), ``&relation`` for
a dependent that must be there ("order &xcomp") and ``!relation`` for one that must not ("demonstrate !obj"). An
adjective pattern is written the same way. A noun pattern is the words of a compound, its head last (before "of",
if there is one), any ``/preposition`` that must follow, and any ``@preposition`` it stands under. A bar divides
words of which any will do ("lift|ease =ban|curb"): such a pattern is kept once for each head.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from communique.reading.lexicon.attitudes import Attitudes, Carrier, read_attitudes
from communique.reading.tables import TableError
from communique.records import Part, Status

SLOTS = frozenset({"subj", "obj", "iobj", "poss", "compound", "amod", "to*"})
_SENSE_KEYS = frozenset("id kind plover mode context cameo frame verbs nouns adjectives to needs promises".split())
NEEDS = frozenset({"parties", "said"})
"""Two parties named; a verb of saying above."""
_MARKS = "+=/&!^"
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

    ``to`` lists the prepositions that ``to*`` of the frame stands for; ``needs`` what must be there for the sense
    to hold, words of :data:`NEEDS`.
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


Words = tuple[frozenset[str], ...]
"""Words that must be there, each a set of choices."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What must stand with a word for it to have a sense; ``weight`` orders the more exact first.

    ``nouns`` are a verb's object nouns, or the words before a noun in a compound; ``particles`` a verb's
    particles, or the nouns after "of" ("exchange of views"); ``having`` and ``without`` are relations. Each is
    a set of words of which any will do. ``subjects`` are nouns that the verb's subject must be.
    """

    sense: Sense
    particles: Words = ()
    nouns: Words = ()
    prepositions: Words = ()
    cases: Words = ()
    without: tuple[str, ...] = ()
    having: Words = ()
    subjects: Words = ()

    @property
    def weight(self) -> int:
        """How much the pattern asks for."""
        whole = sum(all("-" in noun for noun in choices) for choices in self.nouns)
        exact = 3 * len(self.nouns) + whole + 2 * (len(self.particles) + len(self.subjects))
        return exact + len(self.prepositions) + len(self.having) + len(self.cases)


@dataclass(slots=True)
class Lexicon:
    """All tables, by lemma."""

    verbs: dict[str, list[Pattern]] = field(default_factory=dict)
    nouns: dict[str, list[Pattern]] = field(default_factory=dict)
    adjectives: dict[str, list[Pattern]] = field(default_factory=dict)
    attitudes: Attitudes = field(default_factory=Attitudes)
    senses: dict[str, Sense] = field(default_factory=dict)
    blocked: set[tuple[str, ...]] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)

    def size(self) -> int:
        """Return how many patterns there are, each counted once for every verb, noun or adjective it is for."""
        return sum(len(p) for table in (self.verbs, self.nouns, self.adjectives) for p in table.values())

    def carrier(self, lemma: str, particle: str | None = None) -> Carrier | None:
        """Return the table's entry for a verb, for the verb with its particle where there is one."""
        carriers = self.attitudes.carriers
        return carriers.get(f"{lemma}-{particle}") or carriers.get(lemma)

    def plain(self, kind: str) -> Sense:
        """Return the sense of a kind that says no more than the kind: where an engagement is told in other words."""
        return self.senses[self.kinds[kind]]

    def effect(self, lemma: str) -> Status | None:
        """Return what a word does to the clause or infinitive under it."""
        return self.attitudes.complements.get(lemma)


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
    lex.attitudes = read_attitudes(_toml(data / "attitudes.toml"))
    lex.kinds = _toml(data / "kinds.toml")["plain"]
    for kind, plain in lex.kinds.items():
        _need(plain in lex.senses and lex.senses[plain].kind == kind, "kinds.toml", kind, f"no such sense: {plain!r}")
    for file, sense in promising:
        _need(sense.promises in lex.senses, file, sense.id, f"promises no sense: {sense.promises!r}")
    for patterns in [*lex.verbs.values(), *lex.nouns.values(), *lex.adjectives.values()]:
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
    lists = ("verbs", "nouns", "adjectives", "to", "needs")
    fields = {k: v for k, v in entry.items() if k not in (*lists, "frame")}
    to, needs = (tuple(entry.get(key, ())) for key in ("to", "needs"))
    _need(NEEDS.issuperset(needs), file, name, f"needs {needs}, of which only {sorted(NEEDS)} are known")
    sense = Sense(**fields, frame=frames[entry["frame"]], to=to, needs=needs)
    lex.senses[name] = sense
    for key, table, read in (
        ("verbs", lex.verbs, _verb_pattern),
        ("adjectives", lex.adjectives, _verb_pattern),
        ("nouns", lex.nouns, _noun_pattern),
    ):
        for text in entry.get(key, ()):
            for lemma, pattern in read(sense, file, text):
                table.setdefault(lemma, []).append(pattern)
    return sense


def _words(marked: Iterable[str]) -> Words:
    return tuple(frozenset(w.split("|")) for w in marked)


def _verb_pattern(sense: Sense, file: str, text: str) -> Iterator[tuple[str, Pattern]]:
    """Read "hold|have =talk /with": each lemma, and what must stand with it."""
    head, *rest = text.split() or [""]
    _need(head and head[0] not in _MARKS, file, sense.id, f"{text!r} begins with no verb")
    bad = [w for w in rest if w[0] not in _MARKS]
    _need(not bad, file, sense.id, f"{text!r}: {bad[:1]} needs one of {' '.join(_MARKS)} before it")
    particles, nouns, prepositions, having, without, subjects = ([w[1:] for w in rest if w[0] == m] for m in _MARKS)
    pattern = Pattern(
        sense,
        _words(particles),
        _words(nouns),
        _words(prepositions),
        without=tuple(without),
        having=_words(having),
        subjects=_words(subjects),
    )
    for lemma in head.split("|"):
        yield lemma, pattern


def _noun_pattern(sense: Sense, file: str, text: str) -> Iterator[tuple[str, Pattern]]:
    """Read "phone call /with" or "exchange of view": each head, what stands before it, after "of", and around."""
    words = [w for w in text.split() if w[0] not in "/@"]
    _need(words and words[0] != "of", file, sense.id, f"{text!r} has no noun")
    bad = [w for w in words if w[0] in _MARKS]
    _need(not bad, file, sense.id, f"{text!r}: a noun pattern has no {bad[:1]}")
    after: list[str] = []
    if "of" in words:
        cut = words.index("of")
        words, after = words[:cut], words[cut + 1 :]
    prepositions, cases = ([w[1:] for w in text.split() if w[0] == mark] for mark in "/@")
    pattern = Pattern(sense, _words(after), _words(words[:-1]), _words(prepositions), _words(cases))
    for lemma in words[-1].split("|"):
        yield lemma, pattern
