"""``communique batch``: whole archives, shard by shard, on one machine or on many."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from communique.commands.common import (
    budget_options,
    core_options,
    counted,
    day_options,
    fail,
    in_languages,
    print_json,
    refusals,
    say,
)
from communique.commands.options import Choice, quiet_option

if TYPE_CHECKING:
    from communique.language.named import Cores
    from communique.reading.budget import Budget
    from communique.runs import Day
    from communique.scale.batch import Engine, Progress


@dataclass(frozen=True, slots=True)
class _Where:
    """What reads, and how much of it."""

    engine: str
    jobs: int | None
    cluster: str | None
    memory: float

    def made(self) -> Engine:
        """Return the engine."""
        from communique.runs import processors
        from communique.scale.engines import Cluster, in_processes, on_ray

        if self.engine == "ray":
            return partial(on_ray, cluster=Cluster(self.cluster, self.jobs, int(self.memory * 2**30)))
        return partial(in_processes, jobs=self.jobs or processors())


@click.command()
@click.argument("source", metavar="INPUT")
@click.option("--output", "-o", required=True, metavar="DIR", help="A folder, or s3://BUCKET/FOLDER; one run a folder.")
@click.option("--engine", type=Choice(["local", "ray"]), default="local", show_default=True, help="What reads.")
@click.option("--jobs", type=click.IntRange(1), help="Shards at a time (default: by the processors there are).")
@click.option("--shard", "part", metavar="N/M", help="Read only the share of machine N of M; counts from 0 or 1.")
@click.option("--cluster", metavar="ADDRESS", help="Of Ray: HOST:PORT, or auto (default: one on this machine).")
@click.option(
    "--memory", type=click.FloatRange(0.25), default=2.0, show_default=True, metavar="GIB",
    help="Of Ray: memory asked for each shard.",
)  # fmt: skip
@day_options
@click.option("--json", "as_lines", is_flag=True, help="Print the counts as a line of JSON.")
@quiet_option
@core_options
@budget_options
@refusals
def batch(
    source: str, output: str, engine: str, jobs: int | None, part: str | None, cluster: str | None, memory: float,
    day: Day, as_lines: bool, quiet: bool, cores: Cores, budget: Budget,
) -> None:  # fmt: skip
    """Read whole archives into Parquet, shard by shard, on one machine or many; a broken-off run goes on.

    INPUT is a file, a folder or a pattern ('crawl/*.warc.gz'), here or at s3://...: web archives, JSON Lines, Parquet,
    or whatever else is read. Each file is a shard.
    """
    from communique.scale import batch as batches
    from communique.scale.places import whole
    from communique.scale.work import Job

    if engine == "local" and cluster:
        raise click.UsageError("--cluster is of --engine ray. Give both, or neither")
    made, lost = batches.batch(
        whole(source),
        Job(whole(output), day, budget, cores),
        _Where(engine, jobs, cluster, memory).made(),
        part=part,
        tell=(lambda progress: None) if quiet else _say,
    )
    _report(output, made, as_lines, is_whole=part is None)
    for one in lost:
        fail(ValueError(f"{one.shard}: {one.problem}. Run the same command again: it takes up what is missing"))
    sys.exit(1 if lost or made["reports"]["failed"] else 0)


def _say(progress: Progress) -> None:
    lost = f", {progress.lost:,} lost" if progress.lost else ""
    say(
        f"batch: {progress.done:,} of {counted(progress.shards, 'shard')}{lost}; {counted(progress.read, 'report')} "
        f"read, {progress.failed:,} failed"
    )


def _report(output: str, made: dict[str, Any], as_lines: bool, *, is_whole: bool) -> None:
    """Print what became of the reports."""
    if as_lines:
        print_json({name: made[name] for name in ("shards", "reports", "months")})
    reports = made["reports"]
    kinds = [(f"{count:,} {name}") for name, count in reports["failed"].items()]
    skipped = sum(reports["skipped"].values())
    say(
        f"{output}: {counted(reports['read'], 'report')} read"
        + (f" ({reports['in_part']:,} of them in part)" if reports["in_part"] else "")
        + (f"; {skipped:,} left out" if skipped else "")
        + in_languages(reports["other_languages"], reports["languages_left_out"])
        + (f"; failed: {', '.join(kinds)}" if kinds else "")
        + ("" if is_whole else "; this is a share: run it once more without --shard when all are done")
    )
