"""A shard that takes all memory of a cluster: it is given up, and no other with it. Needs what ``test_ray`` needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from communique.scale.batch import batch
from communique.scale.engines import Cluster, on_ray
from tests.batch.made import LINES, hungry, jsonl, manifest, records
from tests.batch.test_ray import GROUP, job


@pytest.fixture
def starving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster of one machine that ends tasks when four gigabytes more are used than now, with a very small store."""
    pytest.importorskip("ray", reason=GROUP)
    import psutil
    from ray.cluster_utils import Cluster as Machines

    memory = psutil.virtual_memory()
    monkeypatch.setenv(
        "RAY_memory_usage_threshold", f"{(memory.total - memory.available + (1 << 30)) / memory.total:f}"
    )
    monkeypatch.setenv("RAY_memory_monitor_refresh_ms", "50")
    head = {"num_cpus": 2, "include_dashboard": False, "object_store_memory": 80 << 20}
    machines = Machines(initialize_head=True, head_node_args=head)
    yield machines
    machines.shutdown()


def test_a_shard_that_takes_all_memory(starving: Any, tmp_path: Path) -> None:
    """Ray ends what reads it; it is given up by name after three times, and all others are read, each once."""
    source, output = tmp_path / "in", tmp_path / "out"
    jsonl(source / "a-hungry.jsonl", [{**LINES[3], "id": "none"}])
    for n in range(4):
        jsonl(source / f"b{n}.jsonl", [{**LINES[n], "id": f"r{n}"}])
    where = Cluster(starving.address, tasks=2, memory=1 << 20)
    engine = partial(on_ray, cluster=where, task=hungry)
    made, left = batch(str(source), job(output), engine, tell=lambda progress: None)
    assert [Path(lost.shard).name for lost in left] == ["a-hungry.jsonl"]
    assert "want of memory (OutOfMemoryError)" in left[0].problem and "3 times" in left[0].problem
    assert made["shards"]["lost"] == {lost.shard: lost.problem for lost in left} and made["shards"]["done"] == 4
    assert [row["report"] for row in records(output)] == ["r0", "r1", "r2", "r3"]
    assert manifest(output)["shards"] == made["shards"]
