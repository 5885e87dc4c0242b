"""What runs the task of each shard: processes of this machine, or the machines of a Ray cluster.

Both run the same function (:func:`communique.scale.work.work`), each shard by itself, so many at a time; both yield
what became of a shard when it is known, and ``None`` when nothing was for a while.
"""

from __future__ import annotations

import os
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from communique.errors import BatchError, ClusterOpen, CommuniqueError, ModelError
from communique.extras import install_extra
from communique.runs import end_with_parent
from communique.scale.shards import Shard
from communique.scale.work import Done, Job, work
from communique.web.addresses import is_loopback

TRIES = 3
"""So often a shard is begun whose worker is lost."""
BEAT = 60.0
"""Seconds after which word is given, also if no shard was done."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A shard that could not be read now, and why. A further run takes it up again."""

    shard: str
    problem: str


Outcomes = Iterator[Done | Lost | None]
Task = Callable[[Job, Shard], Done]


def in_processes(job: Job, shards: Sequence[Shard], jobs: int, task: Task = work, beat: float = BEAT) -> Outcomes:
    """Yield what becomes of each shard, read by so many processes of this machine.

    Where one of these is ended from outside, what was being read is begun anew, each by itself, so that a shard that
    ends its process ends no other's.

    Raises:
        ModelError: if the language model cannot be used.
    """
    waiting = deque(shards)
    while waiting:
        for shard in (yield from _side_by_side(job, waiting, jobs, task, beat)):
            yield from _alone(job, shard, task, beat)


def _side_by_side(
    job: Job, waiting: deque[Shard], jobs: int, task: Task, beat: float
) -> Generator[Done | Lost | None, None, list[Shard]]:
    """Yield what becomes of shards; return those that were being read when a process was lost."""
    running: dict[Future[Done], Shard] = {}
    with ProcessPoolExecutor(jobs, initializer=end_with_parent) as pool:
        while waiting or running:
            try:
                while waiting and len(running) < jobs:
                    future = pool.submit(task, job, waiting[0])
                    running[future] = waiting.popleft()
            except BrokenProcessPool:
                break
            done, _ = wait(running, beat, FIRST_COMPLETED)
            if not done:
                yield None
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                break
            for future in done:
                yield _outcome(running.pop(future), future.result)
    return list(running.values())


def _alone(job: Job, shard: Shard, task: Task, beat: float) -> Outcomes:
    for _ in range(TRIES - 1):
        again = deque([shard])
        if not (yield from _side_by_side(job, again, 1, task, beat)):
            return
    yield Lost(shard.address, f"the process that read it was ended {TRIES} times, perhaps for want of memory")


def _outcome(shard: Shard, result: Callable[[], Done]) -> Done | Lost:
    try:
        return result()
    except (ModelError, BatchError):
        raise
    except CommuniqueError as error:
        return Lost(shard.address, error.problem)
    except Exception as error:
        return Lost(shard.address, f"{type(error).__name__}: {error}")


# Ray


@dataclass(frozen=True, slots=True)
class Cluster:
    """Which cluster: its address (``None`` for one of this machine alone), tasks at a time, memory asked for each."""

    address: str | None = None
    tasks: int | None = None
    memory: int = 2 << 30


def on_ray(job: Job, shards: Sequence[Shard], cluster: Cluster, task: Task = work, beat: float = BEAT) -> Outcomes:
    """Yield what becomes of each shard, read by the machines of a cluster.

    What a machine was reading that is lost, or that it had to give up for want of memory, is begun anew on another.
    Nothing goes through Ray's store of objects but what a marker says.

    Raises:
        BatchError: if Ray is not installed, or the cluster does not answer.
        ClusterOpen: if it can be reached from other machines and asks for no token.
        ModelError: if the language model cannot be used there.
    """
    ray = _connected(cluster)
    try:
        remote = ray.remote(task).options(num_cpus=1, memory=cluster.memory, max_retries=TRIES - 1)
        waiting, running = deque(shards), dict[Any, Shard]()
        while waiting or running:
            most = cluster.tasks or 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))
            while waiting and len(running) < most:
                ref = remote.remote(job, waiting[0])
                running[ref] = waiting.popleft()
            done, _ = ray.wait(list(running), num_returns=1, timeout=beat)
            if not done:
                yield None
            for ref in done:
                yield _ray_outcome(ray, ref, running.pop(ref))
    finally:
        ray.shutdown()


def _ray_outcome(ray: Any, ref: Any, shard: Shard) -> Done | Lost:
    def result() -> Done:
        try:
            done: Done = ray.get(ref)
        except ray.exceptions.RayTaskError as error:  # which has the task's own error in it
            raise (error.cause or error) from None
        return done

    return _outcome(shard, result)


def _connected(cluster: Cluster) -> Any:
    """Return Ray, connected."""
    address = cluster.address or os.environ.get("RAY_ADDRESS") or "local"
    if address not in ("auto", "local"):
        _check_token(address)
        _check_answer(address)
    ray = _ray()
    here = {"num_cpus": cluster.tasks, "include_dashboard": False} if address == "local" else {}
    try:
        ray.init(address, log_to_driver=False, logging_level="error", **here)
    except (ConnectionError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise _silent(address, error) from error
    if address == "auto":
        try:
            _check_token(ray.get_runtime_context().gcs_address)
        except ClusterOpen:
            ray.shutdown()
            raise
    return ray


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        remedy = f"Install it: {install_extra('ray')}"
        raise BatchError("--engine ray", "Ray is not installed", remedy) from error
    return ray


def _check_answer(address: str) -> None:
    """Raise where nobody listens, which Ray waits minutes for."""
    try:
        host, port = _host_and_port(address)
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, ValueError) as error:
        raise _silent(address, error) from error


def _silent(address: str, error: Exception) -> BatchError:
    remedy = "Check the address, the token, and that the cluster is up: ray status"
    return BatchError(address, f"the cluster does not take it ({' '.join(str(error).split())[:300]})", remedy)


def _host_and_port(address: str) -> tuple[str, str]:
    host, _, port = address.removeprefix("ray://").rpartition(":")
    return host.strip("[]"), port


def _check_token(address: str) -> None:
    """Raise where a cluster is off this machine and no token is asked for."""
    if is_loopback(_host_and_port(address)[0]) or os.environ.get("RAY_AUTH_MODE", "").lower() == "token":
        return
    problem = "the cluster can be reached from other machines and asks for no token: it would run what anybody sends"
    remedy = "Start it, and this, with RAY_AUTH_MODE=token; ray get-auth-token --generate makes the token"
    raise ClusterOpen(address, problem, remedy)
