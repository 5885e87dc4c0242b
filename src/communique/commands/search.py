"""``communique search``, ``show``, ``timeline`` and ``due``: what the ledger holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from communique.commands.common import (
    console,
    counted,
    json_option,
    ledger_option,
    opened,
    print_json,
    query_options,
    refusals,
    say,
    say_undated,
    tell,
    usage,
)

if TYPE_CHECKING:
    from communique.ledger.queries import Query
    from communique.ledger.store import Ledger


_SHOWN, _SHOWN_OF_SQL = 50, 1_000
"""At most so many, where no number is given."""
_COUNTED = 10_000
"""How many of what is not shown are counted."""


@click.command()
@click.argument("words", nargs=-1)
@query_options
@click.option("--reports", is_flag=True, help="Reports that have the words, in place of engagements.")
@click.option("--actors", is_flag=True, help="Actors of the name given with --actor, in place of engagements.")
@click.option("--sql", metavar="STATEMENT", help="Ask the database itself; nothing can be written by it.")
@click.option(
    "--seconds",
    type=click.IntRange(0, 1_000_000),
    default=60,
    show_default=True,
    help="With --sql: break the statement off after so many; 0 for never.",
)
@click.option("--newest", is_flag=True, help="The latest first.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    show_default=f"{_SHOWN}; with --sql {_SHOWN_OF_SQL:,}",
    help="At most so many; 0 for all.",
)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many at the beginning.")
@json_option
@ledger_option
@refusals
def search(
    words: tuple[str, ...],
    query: Query,
    reports: bool,
    actors: bool,
    sql: str | None,
    seconds: int,
    newest: bool,
    limit: int | None,
    offset: int,
    as_lines: bool,
    address: str,
) -> None:
    """Find engagements by words and by who, what, when and where. All that is given must hold."""
    if words and not " ".join(words).strip():
        usage(ValueError("there is no word to search for. Give one, or leave it out to see all"))
    most = (_SHOWN if limit is None else limit) or None
    query = replace(query, words=" ".join(words) or None, newest_first=newest, limit=most, offset=offset)
    with opened(address) as ledger:
        if sql is not None:
            _print_sql(ledger, sql, (_SHOWN_OF_SQL if limit is None else limit) or None, seconds or None, as_lines)
        elif reports:
            _print_reports(ledger, query, as_lines)
        elif actors:
            _print_actors(ledger, query.actor, as_lines)
        else:
            _print_found(ledger, query, as_lines)


def _print_found(ledger: Ledger, query: Query, as_lines: bool) -> None:
    """Print what a query finds, and say so where it is cut."""
    shown = 0
    if as_lines:
        for entry in ledger.each(query):
            print_json(entry)
            shown += 1
    else:
        from communique.commands.tables import print_entries

        entries = ledger.find(query)
        shown = len(entries)
        if entries:
            print_entries(console(), entries)
    if ledger.is_cut(query):
        say("more than 1,000 accounts have these words: of those added last. Ask for more, or --limit 0")
    total = ledger.count(query, _COUNTED) if query.limit == shown or query.offset else shown
    if shown < total:
        whole = counted(total, "engagement") if total < _COUNTED else f"{_COUNTED:,} engagements or more"
        say(f"{shown:,} of {whole} shown: --limit 0 shows all, --offset goes on")
    else:
        say(f"{counted(total, 'engagement')} found")
    say_undated(ledger, query)


def _print_reports(ledger: Ledger, query: Query, as_lines: bool) -> None:
    ids = ledger.reports(query.words, query.limit)
    for id in ids:
        info = ledger.report(id).info
        if as_lines:
            print_json({"id": id, "title": info.title, "published": info.published, "publisher": info.publisher})
        else:
            tell(f"{info.published or '—':10}  {id}  {info.title or ''}")
    say(f"{counted(len(ids), 'report')} shown" + (": --limit 0 shows all" if len(ids) == query.limit else ""))


def _print_actors(ledger: Ledger, name: str | None, as_lines: bool) -> None:
    if name is None:
        usage(ValueError("--actors needs a name: --actor NAME"))
    found = ledger.actors(name)
    if as_lines:
        for actor in found:
            print_json(actor)
        return
    from communique.commands.tables import print_actors

    print_actors(console(), found)


def _print_sql(ledger: Ledger, statement: str, limit: int | None, seconds: int | None, as_lines: bool) -> None:
    """Print what the database answers, and say so where it is cut or whoever asks may do more than read."""
    answer = ledger.sql(statement, limit=limit, seconds=seconds)
    if answer.warning is not None:
        say(f"warning: {answer.warning}")
    if as_lines:
        for row in answer.rows:
            print_json(dict(zip(answer.columns, map(_plain, row), strict=True)))
    else:
        from communique.commands.tables import print_rows

        print_rows(console(), answer.columns, answer.rows)
    if answer.cut:
        say(f"the first {counted(len(answer.rows), 'row')} of more: --limit 0 shows all")
    elif not as_lines:
        say(f"{counted(len(answer.rows), 'row')}")


def _plain(value: Any) -> Any:
    """A value of the database as one of JSON: bytes as hexadecimal digits, other kinds as text."""
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, (bool, int, float, str, list, dict)) else str(value)


@click.command()
@click.argument("id")
@click.option("--by", metavar="DATE", help="A promise as it stood on this day, YYYY-MM-DD (default: today).")
@json_option
@ledger_option
@refusals
def show(id: str, by: str | None, as_lines: bool, address: str) -> None:
    """Show one thing whole, by its id: an engagement, an account, an actor, or a report's record."""
    from communique.errors import UnknownId

    day = _day(by)
    with opened(address) as ledger:
        try:
            if id.startswith("A-") or _is_appearance(id):
                _show_actor(ledger, id, as_lines)
            elif id.startswith("E-") or "/" in id:
                _show_entry(ledger, id, day, as_lines)
            else:
                _show_report(ledger, id, as_lines)
        except UnknownId as unknown:  # a report's id may look like any other
            try:
                _show_report(ledger, id, as_lines)
            except UnknownId:
                raise unknown from None


def _show_actor(ledger: Ledger, id: str, as_lines: bool) -> None:
    """Print an actor, and what it said."""
    from communique.commands.said import print_said_by, said_by

    actor = ledger.actor(id)
    if as_lines:
        from communique.records import as_json

        print_json({**as_json(actor), "statements": said_by(ledger, actor.id)})
        return
    from communique.commands.tables import print_actors

    print_actors(console(), [actor])
    print_said_by(ledger, actor.id)


def _show_report(ledger: Ledger, id: str, as_lines: bool) -> None:
    record = ledger.judged_record(id)
    if as_lines:
        print_json(record)
        return
    from communique.table import print_record

    print_record(console(), record, ids=True)


def _is_appearance(id: str) -> bool:
    return "/" in id and id.rpartition("/")[2].startswith("a")


def _show_entry(ledger: Ledger, id: str, day: str, as_lines: bool) -> None:
    entry = ledger.entry(id)
    life, judged = ledger.undertaking(id, by=day), ledger.judgements(entry.id)
    if as_lines:
        from communique.records import as_json

        steps = {"undertaking": {**as_json(life), "entry": life.entry.id} if life else None}
        print_json({**as_json(entry), **steps, "judgements": as_json(tuple(judged))})
        return
    from communique.commands.tables import print_entry

    print_entry(console(), entry, life, judged)


def _day(given: str | None) -> str:
    """The day that is given, else today, ISO."""
    from datetime import date

    if given is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        usage(ValueError(f"--by: {given!r} is no day of the calendar. Give it as YYYY-MM-DD, for example 2018-08-06"))


@click.command()
@click.argument("name")
@click.argument("other", required=False)
@query_options
@click.option("--limit", type=click.IntRange(0), default=200, show_default=True, help="At most so many; 0 for all.")
@json_option
@ledger_option
@refusals
def timeline(name: str, other: str | None, query: Query, limit: int, as_lines: bool, address: str) -> None:
    """What passed, day by day, for one actor or country, or between two: by id, name, or code (USA)."""
    asked = replace(query, dyad=(name, other)) if other else replace(query, actor=name)
    with opened(address) as ledger:
        _print_found(ledger, replace(asked, limit=limit or None), as_lines)


@click.command()
@click.option("--by", metavar="DATE", help="The day, YYYY-MM-DD (default: today).")
@query_options
@json_option
@ledger_option
@refusals
def due(by: str | None, query: Query, as_lines: bool, address: str) -> None:
    """List promises whose day has come with no sign that they were kept, called off or refused."""
    day = _day(by)
    with opened(address) as ledger:
        found = ledger.due(day, query)
    if as_lines:
        for item in found:
            print_json(item)
    elif found:
        from communique.commands.tables import print_undertakings

        print_undertakings(console(), found)
    say(f"{counted(len(found), 'promise')} due by {day} with no sign of keeping")
