"""The records of a batch, in the order of their shards and of their places in these."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from communique.errors import BatchError
from communique.scale.places import Place
from communique.scale.rows import read_of, rows_in
from communique.scale.settling import MANIFEST, all_done
from communique.scale.work import Done

if TYPE_CHECKING:
    from communique.intake import Report
    from communique.records import Record


def count(place: Place) -> int:
    """Return how many reports a batch has.

    Raises:
        BatchError: if there is no whole batch.
    """
    if place.read(MANIFEST) is None:
        remedy = "Give the --output of communique batch, when that has come to its end"
        raise BatchError(place.address, f"there is no batch here (no {MANIFEST})", remedy)
    return sum(done.read for done in all_done(place))


def records(place: Place) -> Iterator[tuple[Report, Record, str]]:
    """Yield every report of a batch with its record and the version that read it; a few at a time are in memory."""
    for done in all_done(place):
        yield from _of_shard(place, done)


def _of_shard(place: Place, done: Done) -> Iterator[tuple[Report, Record, str]]:
    with ExitStack() as opened:
        files = [rows_in(opened.enter_context(place.opened(name))) for name in done.files]
        for row in heapq.merge(*files, key=lambda row: int(row["place"])):
            read = read_of(row)
            yield read.report, read.record, row["reader"]
