"""What another core finds in the sample reports, as against the shipped one: ``python benchmarks/cores.py CORE``.

CORE is named as for ``communique read --core``. An engagement is the same where its kind is and its evidence overlaps;
a statement where its content does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from communique.intake import Report, open_reports
from communique.language.cores import Core
from communique.language.named import core_named
from communique.reading.read import SHIPPED, read
from communique.records import Engagement, Record, Statement

SAMPLES = Path(__file__).parent.parent / "src" / "communique" / "samples"


def touch(some: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Return whether any of these spans overlaps any of the others."""
    return any(a < d and c < b for a, b in some for c, d in others)


def spans(of: Engagement | Statement) -> list[tuple[int, int]]:
    """Return where it stands in the text."""
    return [(x.start, x.end) for x in (of.evidence if isinstance(of, Engagement) else of.content)]


def shared(one: Sequence[Engagement | Statement], other: Sequence[Engagement | Statement]) -> int:
    """Return how many of the one are in the other too."""
    return sum(any(a.kind == b.kind and touch(spans(a), spans(b)) for b in other) for a in one)


def line(what: str, pairs: Sequence[tuple[Sequence[Engagement | Statement], Sequence[Engagement | Statement]]]) -> str:
    """Return how many the shipped core and the other find, and how many of each the other one has too."""
    ours, theirs = (sum(len(pair[n]) for pair in pairs) for n in (0, 1))
    both, back = sum(shared(a, b) for a, b in pairs), sum(shared(b, a) for a, b in pairs)
    return f"  {what:12} shipped {ours:4} ({both:4} of them by the other)   other {theirs:4} ({back:4} by the shipped)"


def records(reports: Sequence[Report], core: Core) -> list[Record]:
    """Return what a core reads."""
    return [read(report, core=core) for report in reports]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("core", help="Of English: spacy:NAME, stanza:en, MODULE:FUNCTION.")
    core = core_named(parser.parse_args().core)
    found = (open_reports(str(path)) for path in sorted(SAMPLES.glob("*.txt")))
    reports = [x for some in found for x in some if isinstance(x, Report)]
    pairs = list(zip(records(reports, SHIPPED), records(reports, core), strict=True))
    print(f"{len(reports)} sample reports, {core.name}")
    print(line("engagements", [(a.engagements, b.engagements) for a, b in pairs]))
    print(line("statements", [(a.statements, b.statements) for a, b in pairs]))
    named = [({x.name for x in a.actors}, {x.name for x in b.actors}) for a, b in pairs]
    ours, theirs, both = (sum(map(len, x)) for x in zip(*((a, b, a & b) for a, b in named), strict=True))
    print(f"  actors       shipped {ours:4}   other {theirs:4}   of one name {both:4}")


if __name__ == "__main__":
    main()
