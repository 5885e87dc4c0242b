"""Common given names by gender, and what else tells a person's gender in print.

A short table written for this project from general knowledge. Names that are given to both,
or that are surnames as often ("Kim", "Jordan", "Lee"), are left out: unknown stays unknown.
"""

from __future__ import annotations

from functools import cache

from communique import wordlists
from communique.reading.actors.lexicon import FEMALE_NOUNS, FEMALE_TITLES, MALE_NOUNS, MALE_TITLES

_MALE = wordlists.phrases("names", "male")

_FEMALE = wordlists.phrases("names", "female")


@cache
def _names() -> dict[str, str]:
    both = set(_MALE) & set(_FEMALE)
    table = dict.fromkeys(_MALE, "m") | dict.fromkeys(_FEMALE, "f")
    return {name: gender for name, gender in table.items() if name not in both}


def gender_of_name(given: str) -> str:
    """Return "m", "f" or "" for a given name in small letters without accents."""
    return _names().get(given) or _names().get(given.partition("-")[0], "")


def gender_of_title(word: str) -> str:
    """Return "m", "f" or "" for a title or noun in small letters ("mrs.", "queen", "spokesman")."""
    if word in MALE_TITLES or word in MALE_NOUNS:
        return "m"
    return "f" if word in FEMALE_TITLES or word in FEMALE_NOUNS else ""
