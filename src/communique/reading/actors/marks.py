"""What the tables know of a report's words: countries, offices, party tags and bodies, by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from communique.reading.actors.words import Words
from communique.reading.known.bodies import (
    BodyInfo,
    find_body,
    metonym_country,
    metonym_organization,
    party_country,
)
from communique.reading.known.countries import (
    countries_in,
    country_of,
    demonym_country,
    party_tags,
    region_of,
)
from communique.reading.known.offices import OfficeInfo, find_offices

body_of = lru_cache(maxsize=20_000)(find_body)
country_named = lru_cache(maxsize=20_000)(country_of)
demonym = lru_cache(maxsize=20_000)(demonym_country)
region_named = lru_cache(maxsize=20_000)(region_of)
party = lru_cache(maxsize=20_000)(party_country)
seat_of = lru_cache(maxsize=20_000)(metonym_country)
organization_at = lru_cache(maxsize=20_000)(metonym_organization)

__all__ = [
    "BodyInfo",
    "Country",
    "Marks",
    "OfficeInfo",
    "body_of",
    "country_named",
    "demonym",
    "organization_at",
    "party",
    "region_named",
    "seat_of",
]


@dataclass(frozen=True, slots=True)
class Country:
    """A country said in the text: token range, code, whether by name (else adjective, state or tag)."""

    start: int
    end: int
    code: str
    is_name: bool


class Marks:
    """Tokens that tables know something of.

    Attributes:
        country: what is said of a country, by each of its tokens.
        office: (start, end, office) of a title, by each of its tokens.
        tags: tokens of party tags such as "R-KY", with the tag's country.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self.country: dict[int, Country] = {}
        self.countries: list[Country] = []
        self.office: dict[int, tuple[int, int, OfficeInfo]] = {}
        self.offices: list[tuple[int, int, OfficeInfo]] = []
        self.tags: dict[int, str] = {}
        for a, b, code in countries_in(words.raw):
            text = words.raw[a:b]
            found = Country(*self._tokens(a, b), code, country_named(text) is not None)
            self.countries.append(found)
            for token in range(found.start, found.end):
                self.country.setdefault(token, found)
        for a, b, info in find_offices(words.raw):
            start, end = self._tokens(a, b)
            if start < end and words.content[start] and self._is_noun(start, end):
                self.offices.append((start, end, info))
                for token in range(start, end):
                    self.office.setdefault(token, (start, end, info))
        for tag in party_tags(words.raw):
            for token in range(*self._tokens(tag.start, tag.end)):
                self.tags[token] = "USA"

    def _tokens(self, a: int, b: int) -> tuple[int, int]:
        """Return the range of tokens that hold the characters ``a`` to ``b``."""
        start = bisect_right(self._words.start, a) - 1
        return max(0, start), bisect_left(self._words.start, b)

    def _is_noun(self, start: int, end: int) -> bool:
        return any(self._words.pos[i] in ("NOUN", "PROPN", "ADJ") for i in range(start, end))

    def country_in(self, start: int, end: int) -> str | None:
        """Return the first country said within a range of tokens, else ``None``."""
        for token in range(start, end):
            if token in self.country:
                return self.country[token].code
        return None
