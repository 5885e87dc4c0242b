"""What it costs to read a page in a process of its own: ``python benchmarks/apart.py [--pages 200]`` (Linux).

CPU seconds of both processes, in rounds that change over between the two ways; reference: the same reader on the same
pages in one process. The ratio is the median of those of the rounds.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from statistics import median

from communique.intake import apart
from communique.intake.html import read_html
from communique.intake.report import Known

PAGES = Path(__file__).parent.parent / "tests" / "fixtures" / "html"


def worker_seconds() -> float:
    """Return the CPU seconds that the worker has used."""
    worker = apart._Shared.worker
    if worker is None:
        return 0.0
    fields = Path(f"/proc/{worker._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200, help="Pages read in each round.")
    count = parser.parse_args().pages
    kinds = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
    pages, known, ratios = [kinds[n % len(kinds)] for n in range(count)], Known("page"), list[float]()
    for page in kinds:
        read_html(page, known)
        apart.read_apart("html", page, known)
    for _ in range(5):
        start = time.process_time()
        for page in pages:
            read_html(page, known)
        here = time.process_time() - start
        start = time.process_time() + worker_seconds()
        for page in pages:
            apart.read_apart("html", page, known)
        there = time.process_time() + worker_seconds() - start
        ratios.append(there / here)
        print(f"{here / count * 1000:6.1f} ms a page here, {there / count * 1000:6.1f} ms apart: {ratios[-1]:.2f}")
    print(f"apart, of the cost here: {median(ratios):.2f}")


if __name__ == "__main__":
    main()
