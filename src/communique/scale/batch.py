"""A batch: every shard of an input read once, by one engine or another, and each report written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communique.scale.engines import Lost, Outcomes
from communique.scale.places import Place
from communique.scale.rows import arrow
from communique.scale.settling import manifest, settle, still_done, write_manifest
from communique.scale.shards import Shard, shards_of, share_of
from communique.scale.work import Done, Job

Engine = Callable[[Job, Sequence[Shard]], Outcomes]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: shards of this run, those done and lost of them, reports read and failed."""

    shards: int
    done: int = 0
    lost: int = 0
    read: int = 0
    failed: int = 0

    def after(self, outcome: Done | Lost) -> Progress:
        """Return how far it is after this."""
        if isinstance(outcome, Lost):
            return replace(self, lost=self.lost + 1)
        failed = self.failed + sum(outcome.failed.values())
        return replace(self, done=self.done + 1, read=self.read + outcome.read, failed=failed)


def batch(
    source: str, job: Job, engine: Engine, *, part: str | None = None, tell: Callable[[Progress], None]
) -> tuple[dict[str, Any], list[Lost]]:
    """Read what is not read yet of an input; return the counts of all that is there, and the shards that were lost.

    With ``part`` (``3/8``) that is one machine's share, and only its shards are counted; what is left of a batch to do
    once, that each report is there once and that there is a manifest, a run without it does. ``tell`` is told how far
    it is, when it begins, now and then, and whenever a shard is done.

    Raises:
        BatchError: if the input or the output cannot be used.
        NotFound: if there is nothing to read.
        ModelError: if the language model cannot be used.
    """
    arrow()
    place, shards = Place(job.output), shards_of(source)
    mine = share_of(shards, part)
    there = still_done(place, job, shards)
    done = [there[shard.address] for shard in mine if shard.address in there]
    todo = [shard for shard in mine if shard.address not in there]
    lost = list[Lost]()
    for outcome in _told(engine(job, todo) if todo else iter(()), _begun(len(mine), done), tell):
        if isinstance(outcome, Lost):
            lost.append(outcome)
        else:
            done.append(outcome)
    if part is not None:
        return manifest(done, lost), lost
    made = manifest(settle(place), lost)
    write_manifest(place, made)
    return made, lost


def _begun(shards: int, done: Iterable[Done]) -> Progress:
    progress = Progress(shards)
    for one in done:
        progress = progress.after(one)
    return progress


def _told(outcomes: Outcomes, progress: Progress, tell: Callable[[Progress], None]) -> Iterator[Done | Lost]:
    tell(progress)
    for outcome in outcomes:
        if outcome is not None:
            progress = progress.after(outcome)
        tell(progress)
        if outcome is not None:
            yield outcome
