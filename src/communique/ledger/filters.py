"""Conditions on what is asked for: who acts on whom, and the publisher, the site, the day and the language of
the reports.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from communique.errors import UnknownId
from communique.ledger import schema as s
from communique.ledger.fulltext import folded
from communique.ledger.sides import is_country, sides_named
from communique.ledger.when import Relation, of_day
from communique.nearest import did_you_mean, nearest
from communique.reading.asked import language_code, window
from communique.records import RECEIVING, Part

ACTING = tuple(part for part in Part if part not in RECEIVING)
"""Who acts, and at whom an act is directed; who meets does both (the dyads of an entry go both ways)."""


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What is asked of a report: its publisher or the site it is from, any of these, its day (EDTF).

    ``publishers`` are whole names, one of which is that of its publisher; ``languages`` are codes, one of which is that
    of its language.
    """

    sources: tuple[str, ...] = ()
    day: str | None = None
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources or self.day or self.publishers or self.languages)


def reports_from(connection: Connection, asked: ReportFilter) -> ColumnElement[bool]:
    """Return the condition on a report that it is of a publisher or a site, of a day, in a language.

    Raises:
        UnknownId: if no report is from there, or in a language.
        BadQuery: if the day or a language is none.
    """
    c = s.report.c
    conditions = [of_day(Relation.OVERLAPS, window(asked.day), func.coalesce(c.published, ""))] if asked.day else []
    if asked.publishers:
        conditions.append(c.publisher.in_(asked.publishers))
    if asked.sources:
        publishers = [x for x in connection.scalars(select(c.publisher).distinct()) if x]
        conditions.append(or_(*(_from(connection, name, publishers) for name in asked.sources)))
    if asked.languages:
        conditions.append(c.language.in_([_spoken(connection, name) for name in asked.languages]))
    return and_(*conditions)


def _spoken(connection: Connection, name: str) -> str:
    """The code of a language that some report is in."""
    c, code = s.report.c, language_code(name)
    if connection.scalar(select(c.n).where(c.language == code).limit(1)) is None:
        there = sorted(x for x in connection.scalars(select(c.language).distinct()) if x)
        remedy = f"Reports are in {', '.join(there)}" if there else "There is no report"
        raise UnknownId(repr(name), "no report in the ledger is in this language", remedy)
    return code


def _from(connection: Connection, name: str, publishers: Collection[str]) -> ColumnElement[bool]:
    """Reports of a publisher that has the words in its name, or from a site and those under it."""
    c, host, words, site = s.report.c, _host(connection), folded(name), _site(name)
    called = [x for x in publishers if words and f" {words} " in f" {folded(x)} "]
    there: ColumnElement[bool] = c.publisher.in_(called)
    if site:
        there = or_(there, host == site)
    if "." in site:  # "com" is no site
        there = or_(there, host.endswith(f".{site}", autoescape=True))
    if connection.scalar(select(c.n).where(there).limit(1)) is None:
        known = {*publishers, *(x.removeprefix("www.") for x in connection.scalars(select(host).distinct()) if x)}
        remedy = f"{did_you_mean(nearest(name, known))}Give a publisher, a part of its name, or a site: bbc.co.uk"
        raise UnknownId(repr(name), "no report in the ledger is from there", remedy)
    return there


def _site(name: str) -> str:
    """The host of an address or a bare host as it is typed; empty for what is none."""
    bare = name.strip().lower()
    if not bare or " " in bare:
        return ""
    try:
        return urlsplit(bare if "://" in bare else f"//{bare}").netloc.removeprefix("www.")
    except ValueError:  # a bracket that none closes, a letter that none takes for a slash
        return ""


def _host(connection: Connection) -> ColumnElement[str]:
    """The host of a report's address."""
    url = func.lower(s.report.c.url)
    if connection.dialect.name == "postgresql":
        return func.split_part(url, "/", 3)
    rest = func.substr(url, func.instr(url, "://") + 3).concat("/")
    return func.substr(rest, 1, func.instr(rest, "/") - 1)


def told_by(connection: Connection, asked: ReportFilter) -> Select[tuple[int | None]]:
    """Return the entries that such a report tells of."""
    joined = select(s.account.c.entry).join(s.report, s.report.c.n == s.account.c.report)
    return joined.where(reports_from(connection, asked))


def taking_part(connection: Connection, name: str, parts: Collection[Part]) -> Select[tuple[int]]:
    """Return the entries in which whoever a name means has one of these parts.

    Raises:
        UnknownId: if it is nobody's name.
    """
    sides, p = sides_named(connection, name), s.entry_party.c
    country = s.actor.c.country if is_country(name) else s.actor.c.id
    who = select(s.actor.c.id).where(country.in_(sides))
    return select(p.entry).where(p.part.in_([x.value for x in parts]), p.actor.in_(who))
