"""``communique show``: one thing whole, whatever it is called by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.commands.cite import CITATIONS, cite
from communique.commands.common import console, day_of, ledger_option, meant, opened, refusals, usage
from communique.commands.forms import CSV, Form
from communique.commands.options import ANSWERS, Choice, desk_option, form_options

if TYPE_CHECKING:
    from communique.ledger.store import Ledger


@click.command()
@click.argument("id", metavar="ID|NAME|TITLE")
@click.option("--by", metavar="DATE", help="A promise as it stood on this day, YYYY-MM-DD (default: today).")
@click.option("--cite", "citation", type=Choice(CITATIONS), help="Its citation, in this form, in place of it.")
@desk_option
@form_options(*ANSWERS)
@ledger_option
@refusals
def show(id: str, by: str | None, citation: str | None, desk: str | None, form: Form, address: str) -> None:
    """Show one thing whole: an engagement, an account, an actor, a statement, or a report's record.

    It is named by its id or the beginning of that, by an actor's name, or by a report's title.
    """
    from communique.ledger.finding import Sort

    day = day_of(by)
    _check(citation, desk, form)
    with opened(address) as ledger:
        found = meant(ledger, id, Sort.ENTRY, Sort.ACTOR, Sort.ACCOUNT, Sort.APPEARANCE, Sort.REPORT, Sort.STATEMENT)
        if citation is not None:
            cite(ledger, found, citation, desk)
        elif found.sort in (Sort.ACTOR, Sort.APPEARANCE):
            _show_actor(ledger, found.id, form)
        elif found.sort in (Sort.ENTRY, Sort.ACCOUNT):
            _show_entry(ledger, found.id, day, form)
        elif found.sort is Sort.STATEMENT:
            _show_statement(ledger, found.id, form)
        else:
            _show_report(ledger, found.id, form)


def _check(citation: str | None, desk: str | None, form: Form) -> None:
    """End with a message where an option is given that does not go with the others."""
    if citation is None and desk is not None:
        usage(ValueError("--desk: links are in citations alone. Give --cite with it"))
    if citation is not None and not form.is_table:
        usage(ValueError(f"--cite {citation} is a form of its own. Leave --format, --json and --csv out"))


def _show_actor(ledger: Ledger, id: str, form: Form) -> None:
    """Print an actor, and what it said."""
    from communique.commands.said import print_said_by, said_by
    from communique.commands.sheets import ACTORS
    from communique.records import as_json

    actor = ledger.actor(id)
    if form.name == CSV:
        form.write([actor], ACTORS)
    elif not form.is_table:
        form.write([{**as_json(actor), "statements": said_by(ledger, actor.id)}], ACTORS)
    else:
        from communique.commands.tables import print_actors

        print_actors(console(), [actor])
        print_said_by(ledger, actor.id)


def _show_statement(ledger: Ledger, id: str, form: Form) -> None:
    from communique.ledger.finding import saying

    found = saying(ledger, id)
    if not form.is_table:
        from communique.commands.sheets import sayings

        form.write([found], sayings())
        return
    from communique.commands.tables import print_sayings

    print_sayings(console(), [found])


def _show_report(ledger: Ledger, id: str, form: Form) -> None:
    from communique.commands.sheets import events

    record = ledger.judged_record(id)
    if form.name == CSV:
        from communique.reading.coding.events import events_of

        form.write(events_of(record), events())
    elif not form.is_table:
        form.write([record], events())
    else:
        from communique.table import print_record

        print_record(console(), record, ids=True)


def _show_entry(ledger: Ledger, id: str, day: str, form: Form) -> None:
    from communique.commands.sheets import ACCOUNTS
    from communique.records import as_json

    entry = ledger.entry(id)
    life, judged = ledger.undertaking(id, by=day), ledger.judgements(entry.id)
    if form.name == CSV:
        form.write(entry.accounts, ACCOUNTS)
    elif not form.is_table:
        steps = {"undertaking": {**as_json(life), "entry": life.entry.id} if life else None}
        form.write([{**as_json(entry), **steps, "judgements": as_json(tuple(judged))}], ACCOUNTS)
    else:
        from communique.commands.tables import print_entry

        print_entry(console(), entry, life, judged)
