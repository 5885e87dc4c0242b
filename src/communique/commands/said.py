"""``communique said``: who said what to whom."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.commands.common import (
    console,
    counted,
    json_option,
    ledger_option,
    opened,
    print_json,
    refusals,
    say,
    usage,
)
from communique.commands.started import hint
from communique.records import Force, StatementKind

if TYPE_CHECKING:
    from communique.ledger.sayings import SaidQuery
    from communique.ledger.store import Ledger

_F = TypeVar("_F", bound=Callable[..., Any])
_SHOWN, _COUNTED = 50, 10_000
"""At most so many, where no number is given; and how many of what is not shown are counted."""

_OPTIONS = (
    click.option("--by", metavar="NAME", help="Who says it: an id, a name or a part of it, or a country (RUS)."),
    click.option("--to", metavar="NAME", help="To whom: likewise."),
    click.option(
        "--about", metavar="NAME|ID", help="Of whom the words speak: likewise; or the id of an engagement (E-...)."
    ),
    click.option("--kind", "kinds", multiple=True, type=click.Choice(list(map(str, StatementKind))), help="Only so."),
    click.option("--force", "forces", multiple=True, type=click.Choice(list(map(str, Force))), help="Only so."),
    click.option("--time", metavar="EDTF", help="Day of the report: 2018-08-06, 2018-08, 2018-23, 2018/2020."),
    click.option(
        "--relation", type=click.Choice(["before", "during", "overlaps", "after"]), default="overlaps",
        show_default=True, help="How the day stands to --time.",
    ),
    click.option("--newest", "newest_first", is_flag=True, help="The latest first."),
    click.option("--limit", type=click.IntRange(0), show_default=str(_SHOWN), help="At most so many; 0 for all."),
    click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many at the beginning."),
)  # fmt: skip


def _query_options(command: _F) -> _F:
    """Give the command the options of a query of statements; it receives them as one ``query``."""

    @functools.wraps(command)
    def run(*args: Any, words: tuple[str, ...], **kwargs: Any) -> Any:
        names = ("by", "to", "about", "kinds", "forces", "time", "relation", "newest_first", "limit", "offset")
        given = {name: kwargs.pop(name) for name in names}
        if words and not " ".join(words).strip():
            usage(ValueError("there is no word to search for. Give one, or leave it out to see all"))
        return command(*args, query=_query(" ".join(words) or None, given), **kwargs)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run  # type: ignore[return-value]


def _query(words: str | None, given: dict[str, Any]) -> SaidQuery:
    from communique.ledger.sayings import SaidQuery
    from communique.ledger.when import Relation

    for name in ("by", "to", "about", "time"):
        if given[name] is not None and not given[name].strip():
            usage(ValueError(f"--{name} is empty. Give it a value, or leave it out"))
    given["kinds"] = tuple(StatementKind(x) for x in given["kinds"])
    given["forces"] = tuple(Force(x) for x in given["forces"])
    given["relation"] = Relation(given["relation"])
    given["limit"] = (_SHOWN if given["limit"] is None else given["limit"]) or None
    return SaidQuery(words=words, **given)


@click.command()
@click.argument("words", nargs=-1)
@_query_options
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a table.")
@ledger_option
@refusals
def said(query: SaidQuery, as_lines: bool, as_csv: bool, address: str) -> None:
    """Find statements by words, and by who said them, to whom, of what and when. All that is given must hold."""
    if as_lines and as_csv:
        usage(ValueError("--json and --csv are two forms. Give one of them"))
    with opened(address) as ledger:
        shown = _print(ledger, query, as_lines, as_csv)
        total = ledger.count_said(query, _COUNTED) if query.limit == shown or query.offset else shown
    if shown < total:
        whole = counted(total, "statement") if total < _COUNTED else f"{_COUNTED:,} statements or more"
        say(f"{shown:,} of {whole} shown: --limit 0 shows all, --offset goes on")
    else:
        say(f"{counted(total, 'statement')} found")


def _print(ledger: Ledger, query: SaidQuery, as_lines: bool, as_csv: bool) -> int:
    """Print what a query finds; return how many these are."""
    if as_csv:
        from communique.commands.streams import output
        from communique.exchange.statements import write_csv

        ledger.count_said(query, 1)  # so that nothing is written where it cannot be understood
        sys.stdout.flush()
        with output(None) as out:
            return write_csv(ledger.said(query), out)
    if as_lines:
        count = 0
        for saying in ledger.said(query):
            print_json(saying)
            count += 1
        return count
    from communique.commands.tables import print_sayings

    found = list(ledger.said(query))
    if found:
        print_sayings(console(), found)
    return len(found)


def print_said_by(ledger: Ledger, actor: str) -> None:
    """Print what an actor said, the latest first, and how to see the rest of it."""
    from communique.ledger.sayings import SaidQuery

    query = SaidQuery(by=actor, newest_first=True, limit=_SHOWN)
    shown = _print(ledger, query, False, False)
    total = ledger.count_said(query, _COUNTED) if shown == _SHOWN else shown
    if shown < total:
        say(f"the latest {shown} statements of more: {hint('said', '--by', actor, '--limit', '0')} shows all")
    else:
        say(f"{counted(shown, 'statement')}")


def said_by(ledger: Ledger, actor: str) -> list[Any]:
    """Return what an actor said as plain JSON, the latest first."""
    from communique.ledger.sayings import SaidQuery
    from communique.records import as_json

    return [as_json(saying) for saying in ledger.said(replace(SaidQuery(by=actor), newest_first=True))]
