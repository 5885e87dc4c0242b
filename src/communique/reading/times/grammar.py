"""Compiling the rules of :mod:`communique.reading.times.rules` to regular expressions over token symbols."""

from __future__ import annotations

import re

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


COMPILED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(compile_pattern(source))) for kind, source in RULES
)
"""Every rule's reader and its compiled pattern."""

ANY: re.Pattern[str] = re.compile("|".join(f"(?:{compile_pattern(source, named=False)})" for _, source in RULES))
"""Matches where some rule matches: a quick search for the next place to try."""
