"""Countries of well-known office holders, for a report that names the office alone ("President Trump").

The table is ``data/people.toml``. What a report itself says of a person's country comes first; this comes last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from communique import wordlists
from communique.reading.actors.marks import country_named, region_named, seat_of
from communique.reading.tables import load

SHARED_SURNAMES = wordlists.words("names", "shared_surnames")
"""Surnames, and words of names, that several well-known persons have, or that mean something else."""


_SURNAME_FIRST = frozenset("CHN KOR PRK TWN VNM".split())


def known_country(name: str, *, titled: bool) -> str | None:
    """Return the ISO alpha-3 code of a well-known office holder's country, or ``None``.

    A full name is enough; a surname alone needs an office (``titled``), must not be a common one, and
    must belong to one country only.
    """
    folded = _folded(name)
    full, surnames = _tables()
    if " " in folded:
        return full.get(folded)
    return surnames.get(folded) if titled else None


@cache
def surnames() -> frozenset[str]:
    """Return the surnames of well-known office holders that are no common word, country, region or seat."""
    found = set()
    for country, form in _forms():
        words = form.split()
        word = words[0] if country in _SURNAME_FIRST else words[-1]
        if len(words) > 1 and _folded(word) not in SHARED_SURNAMES:
            found.add(word)
    return frozenset(w for w in found if not (country_named(w) or region_named(w) or seat_of(w)))


@cache
def whole_names() -> frozenset[tuple[str, ...]]:
    """Return the names of two words or more of well-known office holders, word by word, hyphens apart.

    Names of Japan stand in both orders.
    """
    found = set()
    for country, form in _forms():
        words = tuple(re.sub(r"(?<=\w)-(?=\w)", " - ", form).split())
        if len(words) > 1:
            found.add(words)
            if country == "JPN" and len(words) == 2:
                found.add(words[::-1])
    return frozenset(found)


@cache
def name_words() -> frozenset[str]:
    """Return the surnames of well-known office holders, the common ones too ("May", "Moon", "Bush")."""
    return frozenset(f.split()[0 if country in _SURNAME_FIRST else -1] for country, f in _forms() if " " in f)


def is_known(name: str) -> bool:
    """True for a name or surname of a well-known office holder, common ones too."""
    return _folded(name) in _holders()


@lru_cache(maxsize=20_000)
def held(name: str, title: str) -> bool | None:
    """Return whether a well-known office holder ever had an office, ``None`` where that is not known.

    A surname alone is enough where one well-known person has it, or where all who have it agree.

    >>> held("Angela Merkel", "president"), held("Putin", "president"), held("Ada Lovelace", "president")
    (False, True, None)
    """
    people = _holders().get(_folded(name), ())
    if not people or title not in load("holders"):
        return None
    answers = {person in load("holders")[title] for person in people}
    return answers.pop() if len(answers) == 1 else None


@lru_cache(maxsize=20_000)
def home_of(name: str) -> str | None:
    """Return the one country of the well-known persons who have a name or surname, common ones too.

    This is enough to tell whom an office with a country may mean, not to give a person a country.
    """
    codes = {_countries()[person] for person in _holders().get(_folded(name), ())}
    return codes.pop() if len(codes) == 1 else None


@cache
def _countries() -> dict[str, str]:
    return {person.split("|")[0]: country for country, people in load("people").items() for person in people}


@cache
def _holders() -> dict[str, tuple[str, ...]]:
    """First forms of well-known names by every form and every surname."""
    found: dict[str, dict[str, None]] = {}
    for country, people in load("people").items():
        for person in people:
            first = person.split("|")[0]
            for form in person.split("|"):
                surname = form.split()[0 if country in _SURNAME_FIRST else -1]
                for key in (form, surname):
                    found.setdefault(_folded(key), {})[first] = None
    return {key: tuple(people) for key, people in found.items()}


def _forms() -> Iterator[tuple[str, str]]:
    """Yield every spelling of every name with its country."""
    for country, people in load("people").items():
        for person in people:
            yield from ((country, form) for form in person.split("|"))


def _folded(name: str) -> str:
    """Small letters without accents, middle initials and what joins words."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ł", "l").replace("ı", "i"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = re.sub(r"[-’'.]", " ", plain).split()
    return " ".join(w for i, w in enumerate(words) if len(w) > 1 or i in (0, len(words) - 1))


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Countries by full name, and by surname where it is one country's and no common one."""
    full: dict[str, str] = {}
    surnames: dict[str, set[str]] = {}
    for country, form in _forms():
        full[_folded(form)] = country
        if country == "JPN":
            full[_folded(" ".join(reversed(form.split())))] = country
        surnames.setdefault(_folded(form.split()[-1]), set()).add(country)
    safe = {s: next(iter(c)) for s, c in surnames.items() if len(c) == 1 and s not in SHARED_SURNAMES and len(s) > 2}
    return full, safe
