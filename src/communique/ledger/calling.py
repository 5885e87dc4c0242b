"""Functions that a statement in SQL calls on PostgreSQL, looked at before it is run.

A transaction that is read-only keeps tables from being written. A function may still read files of the server, end the
work of others, hold locks or change settings, if the role may call it; and a superuser may call all. So a statement is
taken only if each function of a name that it calls is one of the server's own and marked by it as one that changes
nothing (``IMMUTABLE`` or ``STABLE``). It is cut into words as the server does it; what could be cut in two ways is
refused. What the owner of a database has put into views, operators and types of their own is taken as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import Connection, text

from communique.errors import BadQuery

_BLANK = r"[ \t\n\r\f\v]+|--[^\n\r]*"
_LETTER = r"A-Za-z_\u0080-\U0010ffff"
_TOKEN = re.compile(
    rf"""(?P<blank>{_BLANK})
    |(?P<comment>/\*)
    |(?P<escaped>[eE]'|[uU]&['"])
    |(?P<name>[{_LETTER}][{_LETTER}0-9$]*)
    |"(?P<quoted>(?:[^"]|"")*)"
    |(?P<string>'(?:[^']|'')*')
    |(?P<dollar>\$(?:[{_LETTER}][{_LETTER}0-9]*)?\$)
    |(?P<open>['"])
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"/\*|\*/")
_CATALOGUE = frozenset(("columns", "tables"))
"""Views of ``information_schema`` that may be asked: which tables there are."""
_HARMLESS = ("random", "clock_timestamp", "timeofday", "gen_random_uuid")
"""Functions that give another answer each time, and change nothing."""
_LONGEST = 63
"""Bytes of a name; of a longer one the server takes the beginning."""

_WRONG = text("""
    SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    LEFT JOIN pg_catalog.pg_type t ON t.oid = p.proargtypes[0]
    WHERE (p.proname = ANY(:called) OR p.pronargs = 1 AND t.typtype = 'c' AND p.proname = ANY(:named))
    AND NOT (n.nspname = 'pg_catalog' AND p.proname !~ '_to_xml'
             AND (p.provolatile <> 'v' OR p.proname = ANY(:harmless)))
    AND NOT (n.nspname <> 'pg_catalog' AND l.lanname IN ('internal', 'c') AND p.provolatile <> 'v' AND
        p.proname IN (SELECT proname FROM pg_catalog.pg_proc
                       WHERE pronamespace = 'pg_catalog'::pg_catalog.regnamespace))
    ORDER BY 1
""")
"""Of the names called, those of which some function may change something, or is none of the server's own (or written in
C, as an extension's form of one: ``lower(citext)``). A function of one row may be called as if it were a column."""


class Word(NamedTuple):
    """A name in a statement; ``called``: a parenthesis follows, as after a function's."""

    name: str
    called: bool
    schema: str | None


def check(connection: Connection, statement: str, shown: str) -> None:
    """Raise unless all that a statement calls does nothing but compute.

    Raises:
        BadQuery: if it calls something else, or asks for tables of the server itself.
    """
    found = words(statement, shown)
    for word in found:
        if word.name.startswith("pg_") or (word.schema == "information_schema" and word.name not in _CATALOGUE):
            problem = f"it asks for {word.name!r}, which belongs to the server itself"
            raise BadQuery(shown, problem, "Ask for the ledger's tables: information_schema.columns lists them")
    names = {
        "called": sorted({w.name for w in found if w.called}),
        "named": sorted({w.name for w in found}),
        "harmless": list(_HARMLESS),
    }
    wrong = connection.scalars(_WRONG, names).all()
    if wrong:
        problem = f"it calls {', '.join(wrong)}, which may do more than compute"
        raise BadQuery(shown, problem, "Use functions of PostgreSQL's own that change nothing")


def words(statement: str, shown: str) -> list[Word]:
    """Return the names in a statement, as the server takes them.

    Raises:
        BadQuery: if where one part of it ends cannot be told.
    """
    tokens = list(_tokens(statement, shown))
    return [
        Word(
            token,
            tokens[i + 1 : i + 2] == [(False, "(")],
            tokens[i - 2][1] if i > 1 and tokens[i - 1] == (False, ".") and tokens[i - 2][0] else None,
        )
        for i, (is_name, token) in enumerate(tokens)
        if is_name
    ]


def _tokens(statement: str, shown: str) -> list[tuple[bool, str]]:
    """Names and single marks, without comments; a string is one mark. Each with whether it is a name."""
    found, at = [], 0
    while match := _TOKEN.match(statement, at):
        at, kind = match.end(), match.lastgroup
        if kind == "comment":
            at = _after_comment(statement, at, shown)
        elif kind == "dollar":
            end = statement.find(match[0], at)
            if end < 0:
                raise _unclear(shown, "a string in it is left open")
            at = end + len(match[0])
            found.append((False, "'"))
        elif kind == "escaped":
            raise _unclear(shown, f"it has {match[0]}, by which words can be hidden")
        elif kind == "open":
            raise _unclear(shown, "a quotation mark in it is left open")
        elif kind in ("name", "quoted"):
            found.append((True, _name(match, shown)))
        elif kind != "blank":
            found.append((False, match[0][0]))
    return found


def _name(match: re.Match[str], shown: str) -> str:
    """A name as the server takes it: in small letters (of ASCII alone) where it is not in quotation marks."""
    if match["quoted"] is not None:
        name = match["quoted"].replace('""', '"')
    else:
        name = re.sub("[A-Z]+", lambda m: m[0].lower(), match["name"])
    if len(name.encode()) > _LONGEST:
        raise _unclear(shown, f"it has a name of more than {_LONGEST} bytes")
    return name


def _after_comment(statement: str, at: int, shown: str) -> int:
    """Where a comment ends, which may have others in it."""
    depth = 1
    while depth:
        match = _COMMENT.search(statement, at)
        if match is None:
            raise _unclear(shown, "a comment in it is left open")
        depth += 1 if match[0] == "/*" else -1
        at = match.end()
    return at


def _unclear(shown: str, problem: str) -> BadQuery:
    return BadQuery(shown, problem, "Write it plainly: '…' for text, \"…\" for a name")
