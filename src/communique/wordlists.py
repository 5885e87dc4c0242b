"""The lists of words that the rules look for: ``data/words/*.toml``, each file read once.

A list stands under a key, with a comment that says what its words are and which rule reads it. One of single words is
a string of them, one with phrases in it a list of strings; a word that gives something is a row of a table.
A list that is missing or not as its rule needs it fails at once, by file and key (:class:`WordListError`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["WordListError", "alternation", "groups", "mapping", "phrases", "rows", "words"]


class WordListError(ValueError):
    """A shipped list of words is not as its rule needs it; the message names file and key."""


@cache
def words(file: str, key: str) -> frozenset[str]:
    """Return the words and phrases of a list as a set.

    Raises:
        WordListError: if there is no such list, or it is not one of words.
    """
    return frozenset(phrases(file, key))


@cache
def phrases(file: str, key: str) -> tuple[str, ...]:
    """Return the words and phrases of a list in its order, for rules that take the first that fits.

    Raises:
        WordListError: if there is no such list, or it is not one of words.
    """
    return tuple(_checked(file, key, _entry(file, key)))


@cache
def rows(file: str, key: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a list in its order, each divided into its words.

    Raises:
        WordListError: if there is no such list, or it is not one of words.
    """
    return tuple(tuple(phrase.split()) for phrase in phrases(file, key))


@cache
def alternation(file: str, key: str) -> str:
    """Return a pattern that matches any word of a list, the first that fits; the caller puts it in brackets.

    Raises:
        WordListError: if there is no such list, or it is not one of words.
    """
    return "|".join(map(re.escape, phrases(file, key)))


@cache
def mapping(file: str, key: str) -> Mapping[str, str]:
    """Return a table that gives a string for every word.

    Raises:
        WordListError: if there is no such table, or a row of it is no string.
    """
    table = _table(file, key)
    for word, value in table.items():
        _need(isinstance(value, str), file, f"{key}.{word}", "must be a string")
    return table


@cache
def groups(file: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """Return a table that gives a list of words under every name.

    Raises:
        WordListError: if there is no such table, or a row of it is no list of words.
    """
    return {name: tuple(_checked(file, f"{key}.{name}", value)) for name, value in _table(file, key).items()}


@cache
def _file(file: str) -> Mapping[str, Any]:
    path = resources.files("communique.data").joinpath("words", f"{file}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WordListError(f"words/{file}.toml is missing") from None
    except tomllib.TOMLDecodeError as error:
        raise WordListError(f"words/{file}.toml: {error}") from error


def _entry(file: str, key: str) -> object:
    found = _file(file)
    _need(key in found, file, key, "is missing")
    return found[key]


def _table(file: str, key: str) -> Mapping[str, Any]:
    table = _entry(file, key)
    _need(isinstance(table, dict) and bool(table), file, key, "must be a table of words")
    assert isinstance(table, dict)
    return table


def _checked(file: str, key: str, value: object) -> Iterator[str]:
    """Yield the words of a list.

    Raises:
        WordListError: if it has none, or one is no word.
    """
    found = value.split() if isinstance(value, str) else value
    _need(isinstance(found, list) and bool(found), file, key, "must be a string or a list of words")
    assert isinstance(found, list)
    for word in found:
        _need(isinstance(word, str) and bool(word.strip()), file, key, f"{word!r} is no word")
        yield word


def _need(condition: bool, file: str, key: str, what: str) -> None:
    if not condition:
        raise WordListError(f"words/{file}.toml, {key}: {what}")
