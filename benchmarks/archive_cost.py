"""What an archive costs to read: ``python benchmarks/archive_cost.py [--sizes N ...] [--plot FILE.svg]``.

Makes archives of so many reports (JSON Lines, a thousand a file) out of the paragraphs of the shipped ones, each of
about ``--words`` words; one in five is another's copy, as in the world's news (``--copies``). Has ``communique batch``
read each with ``--jobs`` processes, and prints words a second of processor time, memory and the bytes written, all of
the processes together. Reference: a spaCy CNN pipeline as in ``speed.py``, one thread, on an archive's words in the
same run.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SAMPLES = Path("src/communique/samples")
A_FILE = 1_000
RECENT = 500
"""Reports back from a copy to what it is a copy of, at most."""


@dataclass(frozen=True)
class Cost:
    """What reading an archive took: CPU seconds, seconds by the clock, megabytes of the largest process and written."""

    reports: int
    words: int
    cpu: float
    clock: float
    memory: float
    written: float

    def __str__(self) -> str:
        """Return a line of all of it."""
        return (
            f"{self.reports:7} reports, {self.words:9} words: {self.cpu:8.1f} CPU s, {self.clock:8.1f} s by the clock; "
            f"{self.words / self.cpu:6.0f} words/s of CPU, "
            f"{self.words / self.clock:6.0f} words/s in all; {self.memory:.0f} MB, {self.written:.1f} MB written"
        )


def reports(count: int, words: int, copies: float, seed: int = 5) -> Iterator[dict[str, str]]:
    """Yield rows of JSON Lines: so many reports of about so many words; a share are copies."""
    chosen = random.Random(seed)
    texts = [p.read_text(encoding="utf-8") for p in sorted(SAMPLES.glob("*.txt"))]
    paragraphs = [p for text in texts for p in text.split("\n\n")[1:] if len(p.split()) > 8]
    recent: list[dict[str, str]] = []
    for number in range(count):
        if recent and chosen.random() < copies:
            row = {**chosen.choice(recent), "id": f"r{number}"}
        else:
            parts: list[str] = []
            while sum(len(p.split()) for p in parts) < words:
                parts.append(chosen.choice(paragraphs))
            day = date(2019, 1, 1) + timedelta(days=chosen.randrange(365))
            row = {"id": f"r{number}", "published": day.isoformat(), "text": "\n\n".join(parts)}
            recent = [*recent[-RECENT:], row]
        yield row


def write(folder: Path, count: int, words: int, copies: float) -> int:
    """Write an archive; return its words."""
    folder.mkdir()
    total, lines = 0, list[str]()
    for number, row in enumerate(reports(count, words, copies), 1):
        total += len(row["text"].split())
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        if len(lines) == A_FILE or number == count:
            (folder / f"{number:07}.jsonl").write_text("".join(lines), encoding="utf-8")
            lines.clear()
    return total


def cost(folder: Path, count: int, words: int, copies: float, jobs: int) -> Cost:
    """Return what an archive costs to read."""
    total = write(folder / f"in-{count}", count, words, copies)
    target = folder / f"out-{count}"
    command = ["batch", str(folder / f"in-{count}"), "--output", str(target), "--jobs", str(jobs)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "communique", *command], check=True, capture_output=True)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["reports"]["read"] == count, manifest
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    written = sum(p.stat().st_size for p in target.rglob("*.parquet")) / 1e6
    return Cost(count, total, cpu, clock, after.ru_maxrss / 1024, written)


def plot(costs: Sequence[Cost], path: Path) -> None:
    """Draw CPU seconds over reports, both by powers of ten, beside what a straight line from the first would be."""
    from matplotlib import pyplot

    pyplot.rcParams["svg.hashsalt"] = "communique"
    figure, axes = pyplot.subplots(figsize=(6, 4))
    counts = [c.reports for c in costs]
    axes.loglog(counts, [c.cpu for c in costs], marker="o", label="CPU seconds, all processes")
    last = costs[-1].cpu / costs[-1].reports
    axes.loglog(counts, [n * last for n in counts], linestyle=":", label="in proportion to the last")
    axes.set_xlabel("reports")
    axes.set_ylabel("CPU seconds")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main() -> None:
    """Make, read, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=(100, 1_000, 10_000))
    parser.add_argument("--words", type=int, default=60, help="of a report, at least")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--copies", type=float, default=0.2, help="share of the reports that are copies")
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        for count in args.sizes:
            costs.append(cost(Path(folder), count, args.words, args.copies, args.jobs))
            print(costs[-1], flush=True)
    rate = reference([row["text"] for row in reports(100, args.words, 0)])
    ratios = " ".join(f"{c.words / c.cpu / rate:.2f}" for c in costs)
    print(f"spaCy CNN (reference), one thread: {rate:.0f} words/s of CPU; of that: {ratios}")
    if args.plot:
        plot(costs, args.plot)


def reference(texts: Sequence[str]) -> float:
    """Return the words a second of CPU of spaCy; it is only now that its memory is taken."""
    import speed

    nlp = speed.reference()
    start = time.process_time()
    for text in texts:
        nlp(text)
    return sum(len(t.split()) for t in texts) / (time.process_time() - start)


if __name__ == "__main__":
    main()
