"""``communique said``: who said what to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from communique.commands.common import console, counted, ledger_option, opened, refusals, say, usage
from communique.commands.forms import Form
from communique.commands.options import ANSWERS, Page, form_options, page_options, said_options
from communique.commands.started import hint

if TYPE_CHECKING:
    from communique.ledger.sayings import SaidQuery
    from communique.ledger.store import Ledger

_SHOWN, _COUNTED = 50, 10_000
"""At most so many, where no number is given; and how many of what is not shown are counted."""


@click.command()
@click.argument("words", nargs=-1)
@said_options
@page_options(str(_SHOWN))
@form_options(*ANSWERS)
@ledger_option
@refusals
def said(words: tuple[str, ...], query: SaidQuery, page: Page, form: Form, address: str) -> None:
    """Find statements by words, and by who said them, to whom, of what and when. All that is given must hold."""
    if words and not " ".join(words).strip():
        usage(ValueError("there is no word to search for. Give one, or leave it out to see all"))
    query = page.of(replace(query, words=" ".join(words) or None), _SHOWN)
    with opened(address) as ledger:
        shown = _print(ledger, query, form)
        total = ledger.count_said(query, _COUNTED) if query.limit == shown or query.offset else shown
    if shown < total:
        whole = counted(total, "statement") if total < _COUNTED else f"{_COUNTED:,} statements or more"
        say(f"{shown:,} of {whole} shown: --limit 0 shows all, --offset goes on")
    else:
        say(f"{counted(total, 'statement')} found")


def _print(ledger: Ledger, query: SaidQuery, form: Form) -> int:
    """Print what a query finds; return how many these are."""
    if not form.is_table:
        from communique.commands.sheets import sayings

        return form.write(ledger.said(query), sayings())
    from communique.commands.tables import print_sayings

    found = list(ledger.said(query))
    if found:
        print_sayings(console(), found)
    return len(found)


def print_said_by(ledger: Ledger, actor: str) -> None:
    """Print what an actor said, the latest first, and how to see the rest of it."""
    from communique.ledger.sayings import SaidQuery

    query = SaidQuery(by=actor, newest_first=True, limit=_SHOWN)
    shown = _print(ledger, query, Form())
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
