"""What people ask by: kinds of engagement, countries and times as they are typed, and what is no such word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from communique.errors import BadQuery
from communique.nearest import did_you_mean, nearest
from communique.reading.periods import bounds
from communique.reading.tables import load

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?")


@dataclass(frozen=True, slots=True)
class Window:
    """A time asked for: the first and the last ISO day, ``None`` where it is open."""

    first: str | None
    last: str | None

    def has_some_of(self, first: str | None, last: str | None) -> bool:
        """Whether some day from the first to the last, ISO, ``None`` where open, is in it."""
        begins = self.last is None or first is None or first <= self.last
        return begins and (self.first is None or last is None or last >= self.first)


def window(edtf: str) -> Window:
    """Return the window of an EDTF value.

    Raises:
        BadQuery: if it is no EDTF value that this package reads.
    """
    first, last = bounds(edtf)
    if (first, last) == (date.min, date.max):
        remedy = "Write a day, month, season, year or interval: 2018-08-06, 2018-08, 2018-23, 2018, 2018-08/2018-10"
        raise BadQuery(repr(edtf), "this is no time in EDTF", remedy)
    return Window(
        first.isoformat() if first > date.min else None,
        last.isoformat() if last < date.max else None,
    )


def since_until(since: str | None, until: str | None) -> Window | None:
    """Return the days from the first of one time to the last of another, ``None`` where neither is given.

    Raises:
        BadQuery: if one is no time in EDTF, or an interval, or the end comes before the beginning.
    """
    if since is None and until is None:
        return None
    first = _end(since).first if since is not None else None
    last = _end(until).last if until is not None else None
    if first and last and first > last:
        raise BadQuery(f"since {since!r}, until {until!r}", "this ends before it begins", "Give the earlier time first")
    return Window(first, last)


def _end(edtf: str) -> Window:
    if "/" in edtf:
        raise BadQuery(repr(edtf), "this is an interval", "Give its beginning as since and its end as until")
    return window(edtf)


def kinds() -> tuple[str, ...]:
    """Return the kinds of engagement, in the order of the alphabet."""
    return tuple(sorted(load("kinds")["plain"]))


def checked_kind(kind: str) -> str:
    """Return a kind of engagement.

    Raises:
        BadQuery: if it is none that can be read; what is written like it is named.
    """
    if kind not in kinds():
        remedy = f"{did_you_mean(nearest(kind, kinds()))}Kinds are {', '.join(kinds())}"
        raise BadQuery(repr(kind), "this is no kind of engagement", remedy)
    return kind


def language_code(name: str) -> str:
    """Return the code of a language as reports have it.

    >>> language_code("DE"), language_code("pt-BR")
    ('de', 'pt')

    Raises:
        BadQuery: if it is none.
    """
    match = _LANGUAGE.fullmatch(name.strip().lower())
    if match is None:
        remedy = "Give the two letters of ISO 639-1: de, ru, zh; und is for reports whose language cannot be told"
        raise BadQuery(repr(name), "this is no code of a language", remedy)
    return match[1]


def country_code(name: str) -> str:
    """Return the code (ISO 3166-1 alpha-3) of a country by its code of three or two letters, or by its name.

    >>> country_code("RUS"), country_code("russia"), country_code("ru")
    ('RUS', 'RUS', 'RUS')

    Raises:
        BadQuery: if it is none; what is called like it is named.
    """
    code, countries = name.strip().upper(), load("demonyms")["country"]
    if code in countries:
        return code
    found = _by_name().get(_plain(name)) or _by_two_letters().get(code)
    if found is None:
        like = dict.fromkeys(_by_name()[x] for x in nearest(_plain(name), _by_name()))
        named = [f"{countries[x]['names'][0]} ({x})" for x in like]
        remedy = f"{did_you_mean(named)}Give a country's name, or its code (ISO 3166-1): Russia, RUS, RU"
        raise BadQuery(repr(name), "this is no country", remedy)
    return found


def _plain(name: str) -> str:
    """A name in small letters without accents, with single blanks."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


@cache
def _by_name() -> dict[str, str]:
    return {_plain(name): code for code, row in load("demonyms")["country"].items() for name in row["names"]}


@cache
def _by_two_letters() -> dict[str, str]:
    return {row[0]: code for code, row in load("country_codes")["country"].items() if row[0]}
