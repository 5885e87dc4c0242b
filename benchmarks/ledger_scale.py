"""How long answers take: ``python benchmarks/ledger_scale.py [--sizes N ...] [--postgresql URL] [--plot FILE]``.

Makes ledgers of 10,000 to 1,000,000 engagements (``benchmarks/ledger_rows.py``) and times what people ask of them, each
answer loaded whole as :class:`~communique.ledger.views.Entry`. Asked of a million on this machine: 95 of 100 timelines
of a dyad within 100 ms, 95 of 100 searches by words within 150 ms. The ledger is warm: other questions were asked
before. ``URL`` is a server on which databases may be made.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ledger_rows as rows
import numpy as np

from communique.ledger.facets import FACETS, facets
from communique.ledger.order import Cursor, Order
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.records import Status

SIZES = (10_000, 100_000, 1_000_000)
TALLIED = tuple(name for name in FACETS if name not in ("body", "source"))
ASKED = {"dyad timeline": 100.0, "search by words": 150.0}
MANY = 200


def queries(seed: int = 5) -> dict[str, list[Query]]:
    """Return what is asked, by name: as often frequent as people ask for what is frequent."""
    rng = np.random.default_rng(seed)
    names = [rows.actor_id(int(n)) for n in rows.zipf(rng, MANY, rows.ACTORS)]
    return {
        "dyad timeline": [Query(dyad=pair, limit=200) for pair in rows.dyads(20_000, MANY, seed)],
        "search by words": [Query(words=w, limit=50, newest_first=True) for w in _words(rng)],
        "actor timeline": [Query(actor=name, limit=200) for name in names],
        "country, kind, status": [
            Query(actor=rows.COUNTRIES[int(n)], kinds=("sanction",), statuses=(Status.DENIED,), limit=50)
            for n in rows.zipf(rng, MANY, len(rows.COUNTRIES))
        ],
        "page deep in all": [
            Query(newest_first=True, limit=50, after=str(Cursor(Order.DAY, True, f"{1996 + n % 30}-06-15", n)))
            for n in range(MANY)
        ],
        "lowest confidence of a country": [
            Query(countries=(rows.COUNTRIES[int(n)],), order=Order.CONFIDENCE, limit=50)
            for n in rows.zipf(rng, MANY, len(rows.COUNTRIES))
        ],
        "words and a kind": [
            Query(words=f"{rows.word(n)} OR {rows.word(2 * n + 50)}", kinds=("visit",), newest_first=True, limit=50)
            for n in range(50, 50 + MANY)
        ],
        "within a month, at a place": [
            Query(time=f"{2000 + n % 26}-{1 + n % 12:02}", place=rows.COUNTRIES[n % 60], limit=200) for n in range(MANY)
        ],
    }


def _words(rng: np.random.Generator) -> Iterator[str]:
    """Rare, middling and common words, two together, a phrase, a beginning."""
    for n, rank in enumerate(rows.zipf(rng, MANY, rows.WORDS, slope=0.7)):
        word, other = rows.word(int(rank)), rows.word(int(rng.integers(0, 50)))
        yield (word, f"{word} {other}", f'"{word} {other}"', f"{word}*", f"{word} -{other}")[n % 5]


def timed(ask: Callable[[Query], object], asked: list[Query]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the time of an answer, milliseconds."""
    spent = []
    for query in asked:
        start = time.perf_counter()
        ask(query)
        spent.append(1000 * (time.perf_counter() - start))
    return float(np.percentile(spent, 50)), float(np.percentile(spent, 95))


def measure(address: str, size: int, fill: Callable[[str, int], None]) -> dict[str, tuple[float, float]]:
    """Make a ledger of a size at an address, and time every sort of question on it."""
    Ledger(address).close()
    fill(address, size)
    with Ledger(address, read_only=True) as ledger:
        for asked in queries(seed=6).values():  # others than those timed, so that the files are in memory
            for query in asked:
                ledger.find(query)
        return times(ledger)


def times(ledger: Ledger) -> dict[str, tuple[float, float]]:
    """Return the times of every sort of question on a ledger: pages, and counts and facets of the same."""
    asked = queries()
    found = {name: timed(ledger.find, several) for name, several in asked.items()}
    for name in ("country, kind, status", "words and a kind"):
        found[f"count: {name}"] = timed(lambda query: ledger.count(query, 10_001), asked[name])
        found[f"facets: {name}"] = timed(lambda query: facets(ledger, query, milliseconds=20), asked[name][::10])
    found["facets: everything"] = timed(lambda query: facets(ledger, query, TALLIED), [Query()] * 20)
    return found


def show(store: str, size: int, found: dict[str, tuple[float, float]]) -> None:
    """Print the figures of a ledger."""
    for name, (middle, high) in found.items():
        asked = f"   (asked: {ASKED[name]:.0f})" if name in ASKED and size == SIZES[-1] else ""
        print(f"{store:10} {size:>9,}  {name:28} median {middle:8.1f} ms   p95 {high:8.1f} ms{asked}", flush=True)


def plot(found: dict[tuple[str, int], dict[str, tuple[float, float]]], path: Path) -> None:
    """Draw the 95th percentile over the size, a line for each store and sort of question."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    stores, sizes = sorted({s for s, _ in found}), sorted({n for _, n in found})
    colours = pyplot.get_cmap("tab10")
    for store in stores:
        for n, name in enumerate(queries()):
            points = [found[store, size][name][1] for size in sizes]
            line = "-" if store == "SQLite" else "--"
            axes.plot(sizes, points, line, marker="o", color=colours(n), label=f"{name}, {store}")
    axes.axhline(100, color="grey", linewidth=0.8, linestyle=":")
    axes.axhline(150, color="grey", linewidth=0.8, linestyle=":")
    axes.set(xscale="log", yscale="log", xlabel="engagements", ylabel="95th percentile, ms", title="Cost of an answer")
    axes.legend(fontsize=7, loc="upper left")
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Read the arguments, measure every store and size, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--postgresql", metavar="URL", help="postgresql://user@host:port, where databases may be made")
    parser.add_argument("--plot", type=Path, help="an SVG or PNG file to draw the cost into")
    parser.add_argument("--ledger", metavar="PATH", help="one that was made before, in the place of new ones")
    options = parser.parse_args()
    if options.ledger:
        with Ledger(options.ledger, read_only=True) as ledger:
            times(ledger)
            show("as made", ledger.counts().entries, times(ledger))
        return
    found = {}
    with tempfile.TemporaryDirectory(prefix="ledger-scale-") as folder:
        for size in options.sizes:
            path = str(Path(folder, f"{size}.sqlite"))
            found["SQLite", size] = measure(path, size, rows.fill_sqlite)
            show("SQLite", size, found["SQLite", size])
            Path(path).unlink()
            if options.postgresql:
                address = _database(options.postgresql, f"communique_scale_{size}")
                found["PostgreSQL", size] = measure(address, size, rows.fill_postgresql)
                show("PostgreSQL", size, found["PostgreSQL", size])
    if options.plot:
        plot(found, options.plot)


def _database(server: str, name: str) -> str:
    """Make a database anew and return its address."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


if __name__ == "__main__":
    main()
