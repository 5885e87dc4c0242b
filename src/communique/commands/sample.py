"""``communique sample``, ``precision`` and ``agreement``: how much of what was read is right, as people judge it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from communique.characters import json_text
from communique.commands.common import (
    console,
    counted,
    judge_of,
    ledger_option,
    meant,
    opened,
    opened_to_judge,
    refusals,
    say,
)
from communique.commands.forms import CSV, Form
from communique.commands.options import ANSWERS, form_options, sample_options
from communique.commands.started import hint

if TYPE_CHECKING:
    from communique.ledger.agreement import Agreement
    from communique.ledger.queries import Query
    from communique.ledger.sampling import Precision, Sample


@click.command()
@click.option("--n", type=click.IntRange(1, 100_000), default=100, show_default=True, help="How many are drawn.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same from the same.")
@click.option("--words", metavar="WORDS", help="Only of what is found by these words.")
@sample_options
@form_options(*ANSWERS)
@click.option("--by", metavar="NAME", envvar="COMMUNIQUE_USER", help="Who draws (default: the user of this machine).")
@ledger_option
@refusals
def sample(n: int, seed: int, words: str | None, query: Query, form: Form, by: str | None, address: str) -> None:
    """Draw engagements at random, to be judged; what was drawn is kept, for communique precision."""
    with opened_to_judge(address) as ledger:
        drawn, found = ledger.sample(n, seed, by=judge_of(by), among=replace(query, words=words))
    if form.is_table:
        from communique.commands.tables import print_entries

        print_entries(console(), found)
    else:
        from communique.commands.sheets import ENTRIES

        form.write(found, ENTRIES)
    say(f"{_about(drawn)}. Judge each by its id ({hint('judge', 'accept')} E-…), then: {hint('precision')}")


def _about(drawn: Sample) -> str:
    """Which sample it is, in a few words."""
    asked = [*drawn.kinds, *(x.value for x in drawn.statuses)]
    asked += [f"{name} {x if isinstance(x, str) else json_text(x)}" for name, x in drawn.asked.items()]
    among = f" ({', '.join(asked)})" if asked else ""
    size = f"{len(drawn.drawn):,} of {counted(drawn.of, 'engagement')}{among}"
    return f"sample {drawn.id}: seed {drawn.seed}, n {drawn.n:,}, drawn {drawn.day} by {drawn.by}: {size}"


_sample_option = click.option("--sample", "id", metavar="ID", help="Of this sample, by the id that sample printed.")


@click.command()
@_sample_option
@form_options(*ANSWERS)
@ledger_option
@refusals
def precision(id: str | None, form: Form, address: str) -> None:
    """How much of a sample (the last) is right, of what people judged in it: by kind and status, with intervals."""
    from communique.ledger.finding import Sort

    with opened(address) as ledger:
        found = ledger.precision(meant(ledger, id, Sort.JUDGEMENT).id if id else None)
    if form.is_table:
        _print(found)
    else:
        from communique.commands.sheets import SHARES
        from communique.exchange.reviews import shares

        form.write(shares(found) if form.name == CSV else [found], SHARES)
    if not found.whole.n:
        say(f"nothing of it is judged yet: {hint('judge', 'accept')} E-…, or reject")
        sys.exit(1)


def _print(found: Precision) -> None:
    from communique.commands.tables import print_shares

    print_shares(console(), found)
    gone = f", {found.gone:,} no longer in the ledger" if found.gone else ""
    say(f"{_about(found.sample)}{gone}")


@click.command()
@_sample_option
@form_options(*ANSWERS)
@ledger_option
@refusals
def agreement(id: str | None, form: Form, address: str) -> None:
    """How far people agree who judged the same engagements: each two of them, with Cohen's kappa."""
    from communique.ledger.agreement import agreement as agreed
    from communique.ledger.finding import Sort

    with opened(address) as ledger:
        found = agreed(ledger, meant(ledger, id, Sort.JUDGEMENT).id if id else None)
    if form.is_table:
        _print_agreement(found)
    else:
        from communique.commands.sheets import AGREEMENT

        form.write(found, AGREEMENT)
    if not found:
        say(f"no two people have judged the same engagement yet: {hint('judge', 'accept')} E-…, or reject, or unsure")
        sys.exit(1)


def _print_agreement(found: Sequence[Agreement]) -> None:
    from communique.commands.tables import print_agreement

    if found:
        print_agreement(console(), found)
