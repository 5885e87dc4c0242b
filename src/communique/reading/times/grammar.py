"""Compiling the rules of :mod:`communique.reading.times.rules` to regular expressions over token symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from communique.reading.times.lexicon import CLASSES
from communique.reading.times.rules import MACROS, RULES
from communique.reading.times.tokens import SYMBOLS

_ATOM = re.compile(r"(?:(\w+)=)?(?:([A-Za-z][A-Za-z0-9]*)|([()|?*+]))|\s+")


def compile_pattern(source: str, *, named: bool = True) -> str:
    """Return the regular expression over symbols for a pattern of the table.

    Raises:
        KeyError: if the pattern names a word, shape or class that is not defined.
    """
    out, at = [], 0
    while at < len(source):
        match = _ATOM.match(source, at)
        if match is None:
            raise KeyError(source[at:])
        at = match.end()
        name, atom, operator = match.groups()
        opening = f"(?P<{name}>" if name and named else "(?:"
        if operator:
            out.append(opening if operator == "(" else operator)
        elif atom:
            out.append(f"{opening}{_atom(atom, named)})" if name else _atom(atom, named))
    return "".join(out)


def _atom(atom: str, named: bool) -> str:
    if atom in MACROS:
        return "(?:" + compile_pattern(MACROS[atom], named=named) + ")"
    if atom in CLASSES:
        return "[" + "".join(SYMBOLS[word] for word in CLASSES[atom].split()) + "]"
    return SYMBOLS[atom]


@cache
def _opening(source: str) -> tuple[frozenset[str], bool]:
    """Return the symbols that a match of a pattern may begin with, and whether it may be empty."""
    atoms = [(match[2], match[3]) for match in _ATOM.finditer(source) if match[2] or match[3]]
    symbols, empty, _ = _either(atoms, 0)
    return symbols, empty


_Atoms = list[tuple[str | None, str | None]]


def _either(atoms: _Atoms, at: int) -> tuple[frozenset[str], bool, int]:
    """Read alternatives from ``at`` on: what they may begin with, whether one is empty, and where they end."""
    symbols, empty, at = _row(atoms, at)
    while at < len(atoms) and atoms[at][1] == "|":
        more, nothing, at = _row(atoms, at + 1)
        symbols, empty = symbols | more, empty or nothing
    return symbols, empty, at


def _row(atoms: _Atoms, at: int) -> tuple[frozenset[str], bool, int]:
    """Read what stands one after the other, as :func:`_either`."""
    symbols, empty = frozenset[str](), True
    while at < len(atoms) and atoms[at][1] not in ("|", ")"):
        atom, operator = atoms[at]
        if operator == "(":
            more, nothing, at = _either(atoms, at + 1)
        else:
            more, nothing = _begins(atom or "")
        at += 1
        if at < len(atoms) and atoms[at][1] in ("?", "*", "+"):
            nothing = nothing or atoms[at][1] != "+"
            at += 1
        symbols = symbols | more if empty else symbols
        empty = empty and nothing
    return symbols, empty, at


def _begins(atom: str) -> tuple[frozenset[str], bool]:
    if atom in MACROS:
        return _opening(MACROS[atom])
    return frozenset(SYMBOLS[word] for word in CLASSES.get(atom, atom).split()), False


@cache
def _pattern(number: int) -> re.Pattern[str]:
    return re.compile(compile_pattern(RULES[number][1]))


@cache
def _by_opening() -> Mapping[str, tuple[int, ...]]:
    """The numbers of the rules that may match from a symbol on."""
    found: dict[str, list[int]] = {}
    for number, (_, source) in enumerate(RULES):
        for symbol in _opening(source)[0]:
            found.setdefault(symbol, []).append(number)
    return {symbol: tuple(numbers) for symbol, numbers in found.items()}


def rules_from(symbol: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the reader and the pattern of every rule that may match from a symbol on; patterns are compiled at need."""
    return ((RULES[number][0], _pattern(number)) for number in _by_opening().get(symbol, ()))


@cache
def openings() -> re.Pattern[str]:
    """Return what matches where some rule may: a quick search for the next place to try."""
    return re.compile("[" + "".join(map(re.escape, sorted(_by_opening()))) + "]")
