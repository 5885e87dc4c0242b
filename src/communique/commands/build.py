"""``communique build``: the records of a batch into a ledger."""

from __future__ import annotations

import gc
import sys
from collections import Counter

import click

from communique.commands.common import counted, fail, ledger_option, print_json, progress, refusals, say
from communique.commands.options import quiet_option

_OFTEN = 500


@click.command()
@click.argument("folder", metavar="DIR")
@ledger_option
@click.option("--json", "as_lines", is_flag=True, help="Print the counts as a line of JSON.")
@quiet_option
@refusals
def build(folder: str, address: str, as_lines: bool, quiet: bool) -> None:
    """Put the records of a batch into a ledger: the entries that ingesting its reports one by one gives.

    DIR is the --output of communique batch. What is in the ledger already is left, so a broken-off run goes on.
    """
    from communique.ledger.addresses import shown
    from communique.ledger.files import no_empty_file
    from communique.ledger.store import Ledger
    from communique.scale.building import count, records
    from communique.scale.places import Place, whole

    place = Place(whole(folder))
    expected, done = count(place), Counter[str]()
    with no_empty_file(address), Ledger(address) as ledger:
        known = ledger.known()
        new = (item for item in records(place) if known.get(item[0].info.id) != item[0].info.sha256)
        for n, outcome in enumerate(progress(ledger.add_all(new), expected, quiet, "adding"), 1):
            if n % _OFTEN == 0:
                gc.freeze()  # what is held of the ledger stays, and is left out of all collections
            if isinstance(outcome, Exception):
                fail(outcome)
                done["failed"] += 1
            else:
                done["added"] += outcome
        done["unchanged"] = expected - done["added"] - done["failed"]
        counts = ledger.counts()
    if as_lines:
        from communique.records import as_json

        print_json({**{name: done[name] for name in ("added", "unchanged", "failed")}, "ledger": as_json(counts)})
    said = ", ".join(f"{done[name]:,} {name}" for name in ("added", "unchanged", "failed") if done[name])
    say(f"reports: {said or '0 added'}")
    say(f"{shown(address)}: {counted(counts.reports, 'report')}, {counted(counts.entries, 'engagement')}")
    sys.exit(1 if done["failed"] else 0)
