"""What the tests of batches share: shards, and what a batch of them gives."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from click.testing import CliRunner, Result
from pyarrow import parquet

from communique.cli import main
from communique.scale.shards import Shard
from communique.scale.work import Done, Job, work

LINES = (
    {
        "id": "lisbon",
        "text": "The ministers of Norway and Portugal met in Lisbon on Friday.",
        "published": "2018-08-06",
    },
    {"id": "oslo", "text": "Norway and Denmark signed a treaty in Oslo on Monday.", "published": "2018-09-04"},
    {"id": "bonn", "text": "Angela Merkel cancelled her visit to Ankara.", "published": "2018-08-09"},
    {"id": "undated", "text": "Emmanuel Macron will meet Xi Jinping in Beijing."},
)


def jsonl(path: Path, lines: Sequence[dict[str, Any] | str]) -> Path:
    """Write JSON Lines, strings as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines), "utf-8")
    return path


def shards(folder: Path) -> Path:
    """A folder of shards of three kinds: each report once, but "oslo", which two have; one line is none."""
    jsonl(folder / "a.jsonl", [*LINES[:2], "{"])
    jsonl(folder / "b.jsonl", [LINES[1], LINES[2]])
    parquet.write_table(pa.Table.from_pylist([LINES[3]]), folder / "c.parquet")
    return folder


def run(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(map(str, arguments)))


def manifest(output: Path) -> dict[str, Any]:
    """The manifest of a batch."""
    found: dict[str, Any] = json.loads((output / "manifest.json").read_text("utf-8"))
    return found


def records(output: Path) -> list[dict[str, Any]]:
    """The rows of all files of records of a batch, sorted."""
    files = sorted((output / "records").rglob("*.parquet"))
    rows = [row for path in files for row in parquet.read_table(path, partitioning=None).to_pylist()]
    return sorted(rows, key=lambda row: (row["shard"], row["place"]))


def files(output: Path) -> dict[str, bytes]:
    """All files of a batch, by name."""
    return {str(p.relative_to(output)): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


# tasks, which are found by their module in other processes, too


def slow(job: Job, shard: Shard) -> Done:
    """Read a shard; on the machine that is to be lost, leave word of it and come to no end."""
    import ray

    folder = Path(job.output).parent
    if ray.get_runtime_context().get_node_id() == (folder / "doomed").read_text("utf-8"):
        (folder / f"begun-{shard.key}").touch()
        time.sleep(600)
    return work(job, shard)


def killed(job: Job, shard: Shard) -> Done:
    """A task that is ended as the system ends one that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def full(job: Job, shard: Shard) -> Done:
    """A task that cannot write."""
    raise OSError(28, "No space left on device")


def hungry(job: Job, shard: Shard) -> Done:
    """Read a shard; one that is called so takes more memory than the machine may give, and holds it."""
    if "hungry" in shard.address:
        held = []
        for _ in range(400):  # six gigabytes, which are written to, so that they are there
            held.append(bytearray(b"x" * (1 << 24)))
            time.sleep(0.01)
        time.sleep(600)
    return work(job, shard)
