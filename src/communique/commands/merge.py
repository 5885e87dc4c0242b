"""``communique merge``: another ledger joined into one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from communique.commands.common import (
    counted,
    fail,
    json_option,
    ledger_option,
    opened,
    opened_to_judge,
    print_json,
    refusals,
    say,
    usage,
)

if TYPE_CHECKING:
    from communique.ledger.merging import Merged


@click.command()
@click.argument("other", metavar="URL")
@json_option
@ledger_option
@refusals
def merge(other: str, as_lines: bool, address: str) -> None:
    """Join another ledger into this one, with its judgements; reports that both have are there once.

    URL is the path of a SQLite file, or postgresql://... The other ledger is left as it is.
    """
    from communique.ledger.addresses import shown

    if other == address:
        usage(ValueError(f"{shown(other)} cannot be joined into itself. Give two ledgers: URL, and --ledger"))
    with opened(other) as theirs, opened_to_judge(address) as ledger:
        found = ledger.merge(theirs)
    for error in (*found.refused, *found.judgements.refused):
        fail(error)
    if as_lines:
        print_json(_counts(found))
    reports, judged = (len(x) for x in (found.refused, found.judgements.refused))
    say(
        f"{counted(found.added, 'report')} added, {found.there:,} there already" + _failed(reports) + "; "
        f"{counted(found.judgements.added, 'judgement')} added, {found.judgements.there:,} there already"
        + _failed(judged)
    )
    sys.exit(1 if reports or judged else 0)


def _failed(number: int) -> str:
    return f", {number:,} refused" if number else ""


def _counts(found: Merged) -> dict[str, dict[str, int]]:
    judged = found.judgements
    return {
        "reports": {"added": found.added, "there": found.there, "refused": len(found.refused)},
        "judgements": {"added": judged.added, "there": judged.there, "refused": len(judged.refused)},
    }
