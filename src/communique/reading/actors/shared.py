"""Offices of several countries: "the leaders of Japan, China and South Korea", "Russian and Turkish ministers"."""

from __future__ import annotations

import re

from communique import wordlists
from communique.reading.actors.lexicon import COUNTRY_PAIRS, PERSONS, PLURALS
from communique.reading.actors.marks import Marks
from communique.reading.actors.words import Words
from communique.reading.known.countries import usual_name

_ARTICLE = re.compile(r"^United |Republic$|Islands$|(?:lands|ines|ives|amas|rates)$")
_CASES = ("of", "from")
_BEFORE = ("amod", "compound", "nmod:poss", "nmod")
_UNTOLD = wordlists.words("actors", "untold")


class Shared:
    """Finds the countries that share a plural noun for persons or governments."""

    def __init__(self, words: Words, marks: Marks) -> None:
        self.words, self.marks = words, marks

    def countries(self, head: int) -> tuple[str, ...]:
        """Return the countries, two or more, whose the plural noun ``head`` tells each; none where it is one's."""
        words = self.words
        if not words.is_plural(head) or words.lower[head] in _UNTOLD:
            return ()
        if words.lower[head] not in PLURALS | COUNTRY_PAIRS and words.lower[head].removesuffix("s") not in PERSONS:
            return ()
        for kid in words.kids[head]:
            after = kid > head and words.dep[kid] in ("nmod", "obl") and words.case(kid) in _CASES
            before = kid < head and words.dep[kid] in _BEFORE
            if after or before:
                found = self._listed(kid)
                if len(found) > 1:
                    return tuple(found)
        return ()

    def _listed(self, first: int) -> dict[str, None]:
        """Return the countries of a list; empty where anything but a country is in it."""
        words, found = self.words, dict[str, None]()
        waiting = [first]
        while waiting:
            token = waiting.pop(0)
            known = self.marks.country.get(token)
            if known is None:
                return {}
            found.setdefault(known.code)
            waiting += [k for k in words.kids[token] if words.dep[k] == "conj"]
        return found


def label_of(noun: str, code: str) -> str:
    """Return what one country's part is called.

    >>> label_of("president", "CHL")
    'president of Chile'
    """
    name = usual_name(code)
    return f"{noun} of the {name}" if _ARTICLE.search(name) else f"{noun} of {name}"
