"""A batch on a cluster, one machine of which is lost, and with a bucket: what one machine gives, to the byte.

These need Ray, moto and s3fs: ``uv run --group cluster pytest tests/batch``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from communique.errors import BatchError, ClusterOpen
from communique.reading.budget import Budget
from communique.runs import NO_DAY
from communique.scale.batch import batch
from communique.scale.engines import Cluster, Lost, Outcomes, on_ray
from communique.scale.places import Place, system_of
from communique.scale.shards import Shard
from communique.scale.work import Job, work
from tests.batch.made import LINES, files, full, jsonl, killed, manifest, records, run, shards, slow

GROUP = "it is of the dependency group cluster: uv run --group cluster pytest tests/batch"
TOKEN = "0123456789abcdef" * 4
os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": TOKEN}  # Ray looks once, when it is first imported


def job(output: object) -> Job:
    """How a batch is read in tests."""
    return Job(str(output), NO_DAY, Budget())


class TestToken:
    """Which clusters are used without a token: none that other machines can reach."""

    @pytest.mark.parametrize("address", ["10.1.2.3:6379", "ray://head.example:10001", "[::2]:6379"])
    def test_off_this_machine(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Refused before anything is connected."""
        monkeypatch.delenv("RAY_AUTH_MODE")
        with pytest.raises(ClusterOpen, match="RAY_AUTH_MODE=token"):
            list(on_ray(job("/none"), [Shard("a", "")], Cluster(address)))

    def test_the_command_refuses_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """And says what to do."""
        monkeypatch.delenv("RAY_AUTH_MODE")
        source = jsonl(tmp_path / "a.jsonl", LINES[:1])
        result = run("batch", source, "-o", tmp_path / "o", "--engine", "ray", "--cluster", "10.1.2.3:6379")
        assert result.exit_code == 2 and "help ClusterOpen" in result.output
        assert not (tmp_path / "o").exists()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of one machine, which asks for a token; others are added to it."""
    pytest.importorskip("ray", reason=GROUP)
    from ray.cluster_utils import Cluster as Machines

    machines = Machines(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield machines
    machines.shutdown()


class TestCluster:
    """Several raylets on this machine."""

    def test_a_machine_is_lost(self, cluster: Any, tmp_path: Path) -> None:
        """What it was reading is read by the others; the batch is the one of a single machine, to the byte."""
        source, output, straight = tmp_path / "in", tmp_path / "out", tmp_path / "straight"
        for n in range(12):
            jsonl(source / f"{n:02}.jsonl", [{**LINES[n % 4], "id": f"r{n}"}, LINES[0]])
        run("batch", source, "-o", straight, "--jobs", 1)
        lost = cluster.add_node(num_cpus=1)
        cluster.wait_for_nodes()
        (tmp_path / "doomed").write_text(lost.node_id, "utf-8")

        def begun() -> list[Path]:
            return list(tmp_path.glob("begun-*"))

        def engine(job: Job, todo: Sequence[Shard]) -> Outcomes:
            where, there = Cluster(cluster.address, tasks=4, memory=1 << 28), True
            for outcome in on_ray(job, todo, where, slow, beat=0.5):
                if there and begun():
                    cluster.remove_node(lost, allow_graceful=False)
                    there = False
                yield outcome

        made, left = batch(str(source), job(output), engine, tell=lambda progress: None)
        assert begun(), "nothing was being read on the machine that was lost"
        assert left == [] and made["shards"]["done"] == 12
        assert files(output) == files(straight)

    def test_a_task_that_is_always_ended_is_given_up(self, cluster: Any, tmp_path: Path) -> None:
        """By name; others are not touched by it."""
        where = Cluster(cluster.address, tasks=1, memory=1 << 28)
        (lost,) = (x for x in on_ray(job(tmp_path), [Shard("a", "")], where, killed) if x is not None)
        assert isinstance(lost, Lost) and lost.shard == "a" and "WorkerCrashed" in lost.problem

    def test_store_of_objects(self, cluster: Any, tmp_path: Path) -> None:
        """Only what a marker says goes through it, which Ray keeps outside the store: there is nothing to spill."""
        source = shards(tmp_path / "in")
        where = Cluster(cluster.address, tasks=2, memory=1 << 28)
        made, left = batch(str(source), job(tmp_path / "out"), partial(on_ray, cluster=where), tell=lambda _: None)
        assert left == [] and made["shards"]["done"] == 3
        told = [len(path.read_bytes()) for path in (tmp_path / "out" / "shards").iterdir()]
        assert max(told) < 10_000  # Ray keeps what is under 100 KiB with whoever asked for it
        summary = memory_summary(cluster.address)
        assert "Plasma memory usage 0 MiB, 0 objects" in summary and "Spilled" not in summary

    def test_another_token(self, cluster: Any) -> None:
        """It is refused."""
        asks = f"from ray._raylet import GcsClient; GcsClient(address={cluster.address!r})"
        env = {**os.environ, "RAY_AUTH_TOKEN": TOKEN[::-1]}
        result = subprocess.run([sys.executable, "-c", asks], env=env, capture_output=True, text=True)
        assert result.returncode == 1 and "InvalidAuthToken" in result.stderr

    def test_a_task_that_fails_there(self, cluster: Any, tmp_path: Path) -> None:
        """Its own words are what is said."""
        where = Cluster(cluster.address, tasks=1, memory=1 << 28)
        (lost,) = (x for x in on_ray(job(tmp_path), [Shard("a", "")], where, full) if x is not None)
        assert lost == Lost("a", "OSError: [Errno 28] No space left on device")

    def test_no_cluster(self) -> None:
        """There is none at the address."""
        with pytest.raises(BatchError, match="ray status"):
            list(on_ray(job("/none"), [Shard("a", "")], Cluster("127.0.0.1:1")))


def memory_summary(address: str) -> str:
    """What Ray says of its store of objects, on all machines of a cluster."""
    from ray._private.internal_api import memory_summary as asked

    found: str = asked(address, stats_only=True)
    return found


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket of an object store."""
    pytest.importorskip("s3fs", reason=GROUP)
    server = pytest.importorskip("moto.server", reason=GROUP).ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    system, _ = system_of("s3://archive")
    system.mkdir("archive")
    yield "s3://archive"
    server.stop()


def test_bucket(bucket: str, tmp_path: Path) -> None:
    """From a bucket into a bucket: the same records, and what was there before stays as it is."""
    system, _ = system_of(bucket)
    system.put(str(shards(tmp_path / "in")), f"{bucket}/in", recursive=True)

    def engine(job: Job, todo: Sequence[Shard]) -> Outcomes:
        return map(partial(work, job), todo)

    for _ in range(2):
        made, lost = batch(f"{bucket}/in", job(f"{bucket}/out"), engine, tell=lambda progress: None)
        assert lost == []
    run("batch", tmp_path / "in", "-o", tmp_path / "out", "--jobs", 1)
    assert made["reports"] == manifest(tmp_path / "out")["reports"]
    place = Place(f"{bucket}/out")
    names = [name for name in place.names("") if name.startswith("records")]
    assert len(names) == 4
    system.get(f"{bucket}/out", str(tmp_path / "copy"), recursive=True)
    here, there = (
        [(row["record"], row["shard"].rpartition("/")[2]) for row in records(tmp_path / x)] for x in ("copy", "out")
    )
    assert here == there
