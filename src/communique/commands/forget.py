"""``communique forget``: a report that should not be in the ledger taken out again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from communique.commands.common import (
    counted,
    json_option,
    ledger_option,
    meant,
    opened,
    opened_to_judge,
    print_json,
    refusals,
    say,
    tell,
    usage,
)

if TYPE_CHECKING:
    from communique.ledger.forgetting import Forgotten


@click.command()
@click.argument("report", metavar="ID|TITLE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@ledger_option
@refusals
def forget(report: str, yes: bool, as_lines: bool, address: str) -> None:
    """Take a report out of the ledger, with all that only it supports; the rest stands as if it had not come.

    It is named by its id, the beginning of that, or its title. Judgements stay in the log. To have the report back,
    take it in again.
    """
    from communique.ledger.finding import Sort

    with opened(address) as ledger:
        report = meant(ledger, report, Sort.REPORT).id
    if not yes and not _is_wanted(report, address):
        say("nothing was forgotten")
        sys.exit(1)
    with opened_to_judge(address) as ledger:
        found = ledger.forget(report)
    if as_lines:
        print_json(found)
    else:
        tell(_sentence(found))


def _is_wanted(report: str, address: str) -> bool:
    """Whether the person wants it, when asked with what would go."""
    with opened(address) as ledger:
        record = ledger.record(report)
    title = f" “{record.report.title}”" if record.report.title else ""
    held = f"{counted(len(record.engagements), 'engagement')}, {counted(len(record.statements), 'statement')}"
    say(f"{report}:{title} ({record.report.published or 'day unknown'}), {held}")
    try:
        return click.confirm("Forget it?", err=True)
    except click.Abort:
        usage(ValueError(f"{report}: nobody answered, so nothing was forgotten. Answer y, or give --yes"))


def _sentence(found: Forgotten) -> str:
    told = f"{counted(found.accounts, 'account')} of engagements, {counted(found.statements, 'statement')}, "
    told += f"{counted(found.appearances, 'actor')} in {counted(found.mentions, 'mention')}"
    alone = f"{counted(found.entries, 'engagement')} and {counted(found.actors, 'actor')} that nothing else supported"
    idle = f"; {counted(found.judgements, 'judgement')} kept in the log, about nothing any more"
    return f"{found.report} is forgotten: {told}; {alone}" + (idle if found.judgements else "")
