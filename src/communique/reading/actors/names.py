"""Names of persons: which of a report's names are one person's, by rule and never by likeness alone.

Two full names are one person's where the surnames agree, letter for letter or in two ways of
transliterating them, and the given names do not contradict each other. A surname, or a given
name that no surname speaks against, goes to the full names that it fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from communique import wordlists
from communique.reading.actors.genders import gender_of_name
from communique.reading.actors.lexicon import NICKNAMES
from communique.reading.actors.shelves import MOST

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "đ": "d", "ı": "i", "œ": "oe", "’": "'", "ð": "d"})
_SOUNDS = (
    ("yo", "e"), ("kh", "h"), ("iy", "i"), ("ij", "i"), ("y", "i"), ("w", "v"), ("ph", "f"), ("ts", "c"),
    ("dzh", "j"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("x", "ks"),
)  # fmt: skip
_SUFFIX = re.compile(r"^(?:(?i:jr|sr)\.?|[IVX]+)$")
_ARTICLE = re.compile(r"^(?:al|el|ul|an|as|ash)[-\s]", re.IGNORECASE)
PARTICLES = wordlists.words("names", "particles")
EASTERN = wordlists.words("names", "eastern")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word in small letters without accents."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return what a word's ways of transliteration share ("Kosachev", "Kosachyov").

    >>> sound("Kosachyov") == sound("Kosachev"), sound("Sergey") == sound("Sergei")
    (True, True)
    """
    key = _ARTICLE.sub("", fold(word))
    for old, new in _SOUNDS:
        key = key.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", key)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name's parts without suffixes, as sounds; ``words`` are the same parts folded."""

    text: str
    parts: tuple[str, ...]
    words: tuple[str, ...]
    regnal: bool

    @property
    def eastern(self) -> bool:
        """True where the surname comes first ("Moon Jae-in", "Xi Jinping")."""
        if len(self.words) < 2:
            return False
        if re.search(r"-[a-z]", self.text.rpartition(" ")[2]):
            return True
        rest = [w for w in self.words[1:] if len(w) > 2]
        known = any(gender_of_name(w) for w in rest)
        return self.words[0] in EASTERN and not known and (len(self.words) == 3 or self.words[0] not in ("kim", "lee"))

    @property
    def surnames(self) -> frozenset[str]:
        """Parts that may stand alone for the person as a surname."""
        if self.eastern:
            return frozenset(self.parts[:1])
        if len(self.parts) > 2:
            long = self.parts[-2:] if len(self.words[-2]) > 3 and self.words[-2] not in PARTICLES else self.parts[-1:]
            return frozenset(long if not gender_of_name(self.words[-2]) else self.parts[-1:])
        return frozenset(self.parts[-1:])


@lru_cache(maxsize=20_000)
def person_name(text: str) -> PersonName:
    """Return the parts of a person's name."""
    words = [w.strip(".,'\"“”‘’()") for w in re.sub(r"\s*([-‐‑–])\s*", r"\1", text).split()]
    words = [w for w in words if w]
    kept = [w for w in words if not _SUFFIX.match(w)] or words
    regnal = len(kept) < len(words) and len(kept) == 1
    return PersonName(text, tuple(sound(w) for w in kept), tuple(fold(w) for w in kept), regnal)


def _same_given(a: str, b: str) -> bool:
    """True where two given names (folded) may be one person's: the same, a nickname, an initial."""
    if sound(a) == sound(b) or NICKNAMES.get(a, a) == NICKNAMES.get(b, b):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) == 1 and long.startswith(short)


def _contains(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    n = len(short)
    return any(long[i : i + n] == short for i in range(len(long) - n + 1))


def same_person(a: PersonName, b: PersonName) -> bool:
    """True where two names of two parts or more are forms of one name.

    >>> same_person(person_name("Vladimir V. Putin"), person_name("Vladimir Putin"))
    True
    >>> same_person(person_name("Kim Jong Un"), person_name("Kim Jong Il"))
    False
    """
    if a.parts == b.parts:
        return True
    long, short = (a, b) if len(a.parts) >= len(b.parts) else (b, a)
    if a.eastern or b.eastern:
        return "".join(a.parts).replace("-", "") == "".join(b.parts).replace("-", "")
    if len(long.parts) > len(short.parts) and _contains(long.parts[1:], short.parts):
        return True
    if long.parts[-1] != short.parts[-1] or not _same_given(long.words[0], short.words[0]):
        return len(long.parts) > len(short.parts) and _contains(long.parts[:-1], short.parts) and len(short.parts) > 1
    middle = short.words[1:-1]
    return all(any(_same_given(m, w) for w in long.words[1:-1]) for m in middle)


@dataclass(slots=True)
class Person:
    """The full names of one person in a report and where they stand (positions in the list of names)."""

    names: list[PersonName]
    places: list[int] = field(default_factory=list)
    single: bool = False

    @property
    def gender(self) -> str:
        """Gender by given name, "" where it does not tell."""
        for name in self.names:
            if len(name.words) > 1:
                given = name.words[0] if not name.eastern else name.words[-1]
                if found := gender_of_name(given):
                    return found
        return gender_of_name(self.names[0].words[0]) if self.single and self.names[0].words else ""


def persons(names: list[str], complete: Iterable[int] = ()) -> tuple[list[Person], list[tuple[int, ...]]]:
    """Group names: return the persons and, for each name, the persons it may stand for, by index.

    Args:
        names: in order of appearance.
        complete: positions of single names that are whole ("Pope Francis", "King Charles").
    """
    whole = frozenset(complete)
    parsed = [person_name(n) for n in names]
    found: list[Person] = []
    index: dict[str, list[int]] = {}
    options: list[tuple[int, ...]] = [()] * len(names)
    by_text: dict[tuple[str, ...], int] = {}
    order = sorted((i for i, n in enumerate(parsed) if len(n.parts) > 1), key=lambda i: (-len(parsed[i].parts), i))
    for i in order:
        number = by_text.get(parsed[i].parts)
        if number is None:
            number = _place(parsed[i], found, index)
            by_text[parsed[i].parts] = number
        found[number].places.append(i)
        options[i] = (number,)
    for i, name in enumerate(parsed):
        if len(name.parts) == 1:
            options[i] = _single(i, name, found, index, regnal=i in whole or name.regnal)
    return found, options


def _place(name: PersonName, found: list[Person], index: dict[str, list[int]]) -> int:
    near = {n: None for part in name.parts for n in index.get(part, ())[:MOST]}
    fits = [n for n in near if any(same_person(name, other) for other in found[n].names)]
    if len(fits) == 1:
        found[fits[0]].names.append(name)
        number = fits[0]
    else:
        number = len(found)
        found.append(Person([name]))
    told = {part for other in found[number].names if other is not name for part in other.parts}
    for part in dict.fromkeys(name.parts):
        if part not in told:
            index.setdefault(part, []).append(number)
    return number


def _single(
    i: int, name: PersonName, found: list[Person], index: dict[str, list[int]], *, regnal: bool
) -> tuple[int, ...]:
    if not name.parts:
        return ()
    part = name.parts[0]
    near = index.get(part, [])[:MOST]
    lone = [n for n in near if found[n].single]
    if regnal and lone:
        return (lone[0],)
    if not regnal:
        surname = tuple(n for n in near if any(part in full.surnames for full in found[n].names))
        given = tuple(n for n in near if any(full.parts[0] == part for full in found[n].names))
        if surname or len(given) == 1:
            return surname or given
    number = len(found)
    found.append(Person([name], [i], single=True))
    index.setdefault(part, []).insert(0, number)
    return (number,)
