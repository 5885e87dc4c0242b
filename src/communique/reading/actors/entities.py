"""Entities: what the mentions of a report stand for, gathered while it is read from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from communique.reading.actors.known import held, home_of, is_known
from communique.reading.actors.lexicon import LEADERS
from communique.reading.actors.mentions import Raw
from communique.reading.actors.roles import RoleFound
from communique.reading.actors.words import Words

_WEIGHTS = {
    "nsubj": 185.0,
    "nsubj:pass": 175.0,
    "nsubj:outer": 160.0,
    "obl:agent": 140.0,
    "obj": 150.0,
    "iobj": 145.0,
    "nmod:poss": 115.0,
    "obl": 125.0,
    "nmod": 110.0,
    "root": 150.0,
}
DECAY = 0.5
REPEAT = 0.1
_SENTENCES = 4
"""Sentences back that an antecedent is looked for in."""


@dataclass(slots=True)
class Entity:
    """One actor in the making; ``raws`` are positions in the list of mentions.

    ``gender`` is "m", "f", "n" or ""; ``nouns`` the nouns that described it; ``label`` is what
    it is called where none of its mentions is its own.
    """

    number: int
    sort: str
    raws: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    country: str | None = None
    region: str | None = None
    gender: str = ""
    plural: bool = False
    named: bool = False
    roles: list[RoleFound] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    owner: int | None = None
    parent: str | None = None
    label: str = ""

    def home(self) -> str | None:
        """Return its country, for a well-known person whose country the report leaves unsaid the one of the table."""
        name = max(self.names, key=len, default=None)
        return self.country or (home_of(name) if name else None)

    def held(self, title: str) -> bool | None:
        """Return whether a well-known person ever had an office; ``None`` where that is not known."""
        name = max(self.names, key=len, default=None)
        if name is None:
            return None
        if title != "leader":
            return held(name, title)
        answers = {held(name, t) for t in LEADERS}
        return True if True in answers else None if None in answers else False

    def is_known(self) -> bool:
        """True for one whose name is a well-known person's."""
        return bool(self.names) and is_known(max(self.names, key=len))

    def titles(self) -> set[str]:
        """Return the general titles of its roles."""
        return {role.canon for role in self.roles}


@dataclass(frozen=True, slots=True)
class Trace:
    """A mention that was resolved: where it stands and how much it stands out."""

    entity: int
    head: int
    sent: int
    weight: float
    quoted: bool
    kind: str


class Trail:
    """The mentions resolved so far, latest last, for finding antecedents."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._traces: list[Trace] = []

    def add(self, entity: int, raw: Raw) -> None:
        """Record that ``raw`` stands for ``entity``."""
        words = self.words
        first = words.first_conjunct(raw.head)
        dep = words.dep[first]
        weight = _WEIGHTS.get(dep, 105.0) - (10.0 if first != raw.head else 0.0)
        if dep.startswith("nsubj") and words.dep[words.head[first]] not in (
            "root",
            "conj",
            "parataxis",
            "ccomp",
        ):
            weight -= 15.0
        if dep == "nmod" and words.dep[words.head[first]].startswith("nsubj"):
            weight += 15.0
        if words.title[raw.head]:
            weight *= 0.5
        if raw.det == "a" and not raw.name[1]:
            weight -= 10.0
        if dep == "obj":
            over = words.head[first]
            weight += 25.0 if words.kid(over, "xcomp") is not None else 0.0
            weight -= 15.0 if words.dep[over] in ("xcomp", "advcl") else 0.0
        sent, quoted = words.sent[raw.head], words.quoted[raw.head]
        self._traces.append(Trace(entity, raw.head, sent, weight, quoted, raw.kind))

    def back(self, token: int, sentences: int = _SENTENCES) -> Iterator[Trace]:
        """Yield what was resolved before ``token``, latest first, up to some sentences back."""
        sent = self.words.sent[token] if token < self.words.size else 0
        for trace in reversed(self._traces[-80:]):
            if trace.sent < sent - sentences:
                return
            yield trace

    def scores(self, token: int, sentences: int = _SENTENCES) -> dict[int, float]:
        """Return how much each entity stands out at ``token``: weights halved a sentence, summed."""
        words = self.words
        sent, quoted = words.sent[token], words.quoted[token]
        best: dict[int, dict[int, float]] = {}
        for trace in self.back(token, sentences):
            weight = trace.weight * DECAY ** (sent - trace.sent)
            if trace.quoted and not quoted:
                weight *= 0.5
            rows = best.setdefault(trace.entity, {})
            rows[trace.sent] = max(rows.get(trace.sent, 0.0), weight + 0.01 * (trace.head - words.sent_start[sent]))
        return {
            entity: max(rows.values()) + REPEAT * (sum(rows.values()) - max(rows.values()))
            for entity, rows in best.items()
        }
