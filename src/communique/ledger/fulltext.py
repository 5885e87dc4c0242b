"""Search by words: how text is folded, and how what a person types becomes a query of either database.

Text is folded before it is stored: small letters without accents, everything but letters and digits a blank. So both
databases, which cut words differently, find the same. A query has words, all of which must be there; "several words"
in quotation marks stand together; a word with ``*`` at its end finds all that begin so; ``OR`` between two is either;
``-word`` must not be there. There is no stemming: ``visit*`` finds "visited".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from communique.errors import BadQuery

_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "æ": "ae", "œ": "oe"}
)
_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class _Letters(dict[int, str | None]):
    """What becomes of each character: letters and digits stay, accents go, and all else is a blank."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = None if unicodedata.combining(letter) else letter if letter.isalnum() else " "
        return self[code]


_LETTERS = _Letters()


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Return text as it is searched: small letters and digits, without accents, single blanks between words."""
    before, plain = "", text
    while plain != before:  # what a letter is made of may have to be folded again
        before = plain
        plain = unicodedata.normalize("NFKD", plain.casefold().translate(_PLAIN))
        plain = plain.translate(_LETTERS)
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together; ``prefix``: the last of them may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A query by words: of each group one term at least must be there, and none of ``without``."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()


def parse(query: str) -> Words:
    """Return what a person typed as a query.

    Raises:
        BadQuery: if there is no word in it that must be there, a mark is left open, or OR stands at an end.
    """
    if query.count('"') % 2:
        raise BadQuery(repr(query), "a quotation mark is left open", "Close it, or leave it out")
    groups: list[list[Term]] = []
    without: list[Term] = []
    joining = False
    for match in _PART.finditer(query):
        if match["word"] == "OR":
            if not groups or joining:
                raise _dangling(query)
            joining = True
            continue
        terms = _terms(match)
        if match["minus"]:
            without += terms
        elif joining and terms:
            groups[-1] += terms
        else:
            groups += [[t] for t in terms]
        joining = False
    if joining:
        raise _dangling(query)
    if not groups:
        raise BadQuery(repr(query), "it has no word that must be there", "Give a word of letters or digits")
    return Words(tuple(map(tuple, groups)), tuple(without))


def _dangling(query: str) -> BadQuery:
    return BadQuery(repr(query), "OR stands between nothing", "Put a word on either side of it")


def _terms(match: re.Match[str]) -> list[Term]:
    """A phrase, or a word; one that folds to several ("Jong-un") is a phrase."""
    typed = match["phrase"] if match["phrase"] is not None else match["word"]
    words = tuple(folded(typed).split())
    return [Term(words, typed.endswith("*"))] if words else []


def fts5(words: Words) -> str:
    """Return the query in the language of SQLite's FTS5."""
    need = " AND ".join("(" + " OR ".join(map(_fts5, group)) + ")" for group in words.groups)
    return f"({need})" + "".join(f" NOT {_fts5(t)}" for t in words.without)


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def tsquery(words: Words) -> str:
    """Return the query in the language of PostgreSQL's ``to_tsquery``."""
    need = " & ".join("(" + " | ".join(map(_tsquery, group)) + ")" for group in words.groups)
    return need + "".join(f" & !({_tsquery(t)})" for t in words.without)


def _tsquery(term: Term) -> str:
    return " <-> ".join(term.words) + (":*" if term.prefix else "")
