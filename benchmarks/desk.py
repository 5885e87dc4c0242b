"""How long the desk's pages take: ``python benchmarks/desk.py [--ledger FILE] [--readers 20] [--seconds 60]``.

Serves a ledger in a process of its own (without ``--ledger``, one of ``--size`` engagements made by
``benchmarks/ledger_rows.py``) and lets readers go from page to page, each thinking for a while between two of them, as
people do; ``--think 0`` never lets go. Printed for each page: how often it was asked, what it took the first time, the
median and the 95th percentile of the time from the question to the last byte on loopback, in milliseconds. Asked of a
million engagements and 20 readers: 95 of 100 within 200 ms.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import ledger_rows as rows
import numpy as np
from ledger_scale import queries

from communique.desk.asked import address
from communique.ledger.queries import Query
from communique.ledger.store import Ledger

ASKED = 200.0
"""Milliseconds."""
Pages = Mapping[str, Sequence[str]]


def pages(ledger: Ledger, seed: int = 7) -> Pages:
    """Return addresses of every page by its name: as often of what is frequent as people ask for it."""
    rng = np.random.default_rng(seed)
    asked = queries(seed)
    some = ledger.find(Query(limit=200, newest_first=True))
    actors = [rows.actor_id(int(n)) for n in rows.zipf(rng, 200, rows.ACTORS)]
    countries = [rows.COUNTRIES[int(n)] for n in rows.zipf(rng, 200, len(rows.COUNTRIES))]
    months = [f"{2000 + n % 26}-{1 + n % 12:02}" for n in range(200)]
    found: dict[str, list[str]] = {
        "front": ["/"],
        "engagements, all": ["/engagements", address("/engagements", Query(newest_first=True))],
        **{f"engagements, {name}": [_of(query) for query in some] for name, some in asked.items()},
        "engagement": [_one("/engagement", id=x.id) for x in some],
        "report": [_one("/report", id=x.accounts[0].report.id) for x in some],
        "actor": [_one("/actor", id=x) for x in actors],
        "dyad": [_one("/dyad", between=pair) for pair in rows.dyads(20_000, 200, seed)],
        "dyad of countries": [_one("/dyad", between=pair) for pair in pairwise(countries)
                              if pair[0] != pair[1]],
        "statements": [_one("/statements", country=x) for x in countries],
        "reports": ["/reports"],
        "actors": ["/actors"],
        "undertakings": [_one("/undertakings", country=x) for x in countries],
        "calendar": [_one("/calendar", month=x) for x in months],
        "network": [_one("/network", country=x) for x in countries],
        "map": [_one("/map", time=x) for x in months],
        "review": ["/review"],
    }  # fmt: skip
    return found


def _of(query: Query) -> str:
    return address("/engagements", query, limit=None, newest_first=True)


def _one(path: str, **parts: object) -> str:
    return f"{path}?{urlencode(parts, doseq=True)}"


@contextmanager
def served(ledger: str, workers: int) -> Iterator[tuple[str, int]]:
    """A desk on a ledger, and where it listens."""
    more = ["--workers", str(workers)] if workers > 1 else []
    command = [sys.executable, "-m", "communique", "serve", "--read-only", "--port", "0", "--ledger", ledger, *more]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        match = re.search(r"http://([^:/]+):(\d+)/", process.stderr.readline())
        assert match, process.stderr.read()
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield match[1], int(match[2])
    finally:
        process.terminate()
        process.wait()


class Readers:
    """So many people who go from page to page."""

    def __init__(self, where: tuple[str, int], asked: Pages, think: float) -> None:
        self._where, self._asked, self._think = where, asked, think
        self._times: dict[str, list[float]] = defaultdict(list)
        self._wrong: dict[str, str] = {}
        self._over = threading.Event()

    def ask(self, connection: http.client.HTTPConnection, name: str, path: str) -> float:
        """Return how long a page took, milliseconds."""
        start = time.perf_counter()
        try:
            answer = self._answer(connection, path)
        except (
            ConnectionError,
            http.client.RemoteDisconnected,
        ):  # it was let go for saying nothing: not the page's fault
            connection.close()
            start = time.perf_counter()
            answer = self._answer(connection, path)
        if answer.status != 200:
            self._wrong[name] = f"{answer.status} {path}"
        return 1000 * (time.perf_counter() - start)

    @staticmethod
    def _answer(connection: http.client.HTTPConnection, path: str) -> http.client.HTTPResponse:
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        return answer

    def _read(self, seed: int) -> None:
        rng, connection = random.Random(seed), http.client.HTTPConnection(*self._where)
        names = [name for name in self._asked if name not in self._wrong]
        while not self._over.wait(rng.expovariate(1 / self._think) if self._think else 0):
            name = rng.choice(names)
            self._times[name].append(self.ask(connection, name, rng.choice(self._asked[name])))

    def go(self, number: int, seconds: float) -> None:
        """Ask every page once, then let the readers go for a while; print what their pages took."""
        first = http.client.HTTPConnection(*self._where)
        alone = {name: self.ask(first, name, paths[0]) for name, paths in self._asked.items()}
        threads = [threading.Thread(target=self._read, args=(seed,)) for seed in range(number)]
        for thread in threads:
            thread.start()
        self._over.wait(seconds)
        self._over.set()
        for thread in threads:
            thread.join()
        for name in self._asked:
            if name in self._wrong:
                print(f"{name:40} {self._wrong[name]}")
            elif found := self._times[name]:
                middle, high = np.percentile(found, [50, 95])
                times = f"first {alone[name]:8.1f} ms  median {middle:8.1f} ms   p95 {high:8.1f} ms"
                print(f"{name:40} {len(found):6}  {times}{'' if high <= ASKED else '   (asked: 200)'}", flush=True)
        total = sum(map(len, self._times.values()))
        print(f"{number} readers, {self._think:g} s between pages: {total / seconds:.1f} pages a second")


def main() -> None:
    """Read the arguments, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", help="a SQLite file made by benchmarks/ledger_rows.py")
    parser.add_argument("--size", type=int, default=1_000_000, help="engagements, where no ledger is given")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--think", type=float, default=5.0, help="seconds between two pages, on average")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=1, help="processes that serve")
    parser.add_argument("--only", help="pages whose name has this in it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        path = options.ledger or str(Path(folder, "ledger.sqlite"))
        if not options.ledger:
            Ledger(path).close()
            rows.fill_sqlite(path, options.size)
        with Ledger(path, read_only=True) as ledger:
            asked = {name: found for name, found in pages(ledger).items() if (options.only or "") in name}
        with served(path, options.workers) as where:
            Readers(where, asked, options.think).go(options.readers, options.seconds)


if __name__ == "__main__":
    main()
