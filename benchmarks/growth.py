"""How the cost of reading grows: ``python benchmarks/growth.py [--quick] [--only WORDS ...] [--plot FILE.svg]``.

Each pattern of ``growth_patterns.py`` is taken in and read at 2, 4, 8 and 16 thousand words, in CPU seconds of one
thread; what seems to grow is measured anew, and the least counts. The exponent is that of the last doubling,
log2(cost of 16,000 / cost of 8,000): 1 where twice the words cost twice as much. It is given for the whole and for the
worst of the stages that take a tenth of the time or more; asked is 1.2. ``ratio`` compares the longest text with plain
text of as many words, read in the same run. Worst first.
A reading over ``--most`` seconds is broken off and stands as ">", with the stage that it was in.

Reference: ``spaCy's words``, spaCy's English tokenizer alone over the same texts, shows what a part that others
keep, and whose rules we have, makes of them (``uv run --group benchmarks``).
"""

from __future__ import annotations

import argparse
import importlib
import io
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

from growth_patterns import PATTERNS, PLAIN, Pattern  # noqa: E402

from communique.intake import Report, open_reports  # noqa: E402
from communique.reading.read import read  # noqa: E402
from communique.records import as_json  # noqa: E402

SIZES = (2_000, 4_000, 8_000, 16_000)
QUICK = (500, 1_000, 2_000, 4_000)
ASKED = 1.2
LEAST_SHARE = 0.1
"""Share of the time from which a stage's own exponent counts."""

STAGES = {
    "blocks of the page": "communique.intake.html:blocks",
    "facts of the page": "communique.intake.html:page_meta",
    "trafilatura": "communique.intake.html:_extracted",
    "division": "communique.intake.report:divide",
    "paragraphs": "communique.intake.report:paragraphs",
    "language told": "communique.intake.report:language_of",
    "tokens": "communique.language.core:tokenize",
    "model": "communique.language.model:Model.read",
    "names": "communique.language.core:_doc",
    "tree": "communique.reading.read:Tree",
    "times": "communique.reading.read:_times",
    "coming": "communique.reading.read:coming_tokens",
    "acts": "communique.reading.read:_acts",
    "statuses": "communique.reading.status.judge:Judge.verdict",
    "links": "communique.language.acts:Heads.links",
    "tellings": "communique.reading.engagements.tellings:Teller.find",
    "cast": "communique.reading.read:find_cast",
    "quotes": "communique.reading.read:find_quotes",
    "voices": "communique.reading.read:Voices",
    "issuer": "communique.reading.read:with_issuer",
    "first person": "communique.reading.actors.cast:Cast.with_first_person",
    "places": "communique.reading.read:find_setting",
    "drafts": "communique.reading.engagements.make:drafted",
    "joining": "communique.reading.engagements.make:joined",
    "links of drafts": "communique.reading.engagements.make:linked",
    "promises": "communique.reading.engagements.make:promised",
    "times settled": "communique.reading.engagements.make:settle_times",
    "statements": "communique.reading.read:make_statements",
    "counterparts": "communique.reading.read:find_counterparts",
    "language": "communique.reading.read:analysed",
}
"""What is timed by itself, without the stages inside it: a name, and where the function stands."""


class TimeUp(BaseException):
    """A reading took longer than it was given."""


@dataclass
class Clock:
    """CPU seconds by stage, each without what it calls of the others."""

    spent: dict[str, float] = field(default_factory=dict)
    _within: list[str] = field(default_factory=list)
    _since: float = 0.0

    def start(self) -> None:
        """Begin anew."""
        self.spent, self._within, self._since = {}, ["the rest"], time.process_time()

    def turn(self) -> None:
        """Put what was spent since the last turn on the stage that is in work."""
        now = time.process_time()
        self.spent[self._within[-1]] = self.spent.get(self._within[-1], 0.0) + now - self._since
        self._since = now

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, its time put on ``name``."""

        @wraps(work, updated=())
        def run(*args: Any, **kwargs: Any) -> Any:
            self.turn()
            self._within.append(name)
            result = work(*args, **kwargs)
            self.turn()
            self._within.pop()
            return result

        return run

    def watch(self) -> None:
        """Time the stages from now on."""
        for name, place in STAGES.items():
            module, _, path = place.partition(":")
            *owners, last = path.split(".")
            owner: Any = importlib.import_module(module)
            for part in owners:
                owner = getattr(owner, part)
            setattr(owner, last, self.timed(name, getattr(owner, last)))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Break the body off after so many CPU seconds.

    Raises:
        TimeUp: then.
    """

    def up(number: int, frame: FrameType | None) -> None:
        raise TimeUp

    signal.signal(signal.SIGPROF, up)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def reading(pattern: Pattern, raw: bytes) -> None:
    """Take a text in, read it as English whatever it is taken for, and make its record JSON."""
    for report in open_reports("-", stdin=io.BytesIO(raw), format=pattern.form):
        if isinstance(report, Report):
            as_json(read(replace(report, info=replace(report.info, language="en"))))


@dataclass
class Growth:
    """What a pattern costs: CPU seconds at each size, whole and by stage; the last may lack where time was up."""

    name: str
    whole: list[float] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)
    up: str = ""

    @property
    def exponent(self) -> float:
        """Of the last doubling; infinite where time was up."""
        return math.inf if self.up else _exponent(self.whole)

    @property
    def worst(self) -> tuple[str, float]:
        """The stage that grows most of those that take a tenth of the time or more, and its exponent."""
        if self.up or len(self.stages) < 2:
            return self.up, math.inf
        before, last = self.stages[-2:]
        counted = [name for name, cost in last.items() if cost >= LEAST_SHARE * self.whole[-1]]
        each = {name: _exponent([before.get(name, 0.0), last[name]]) for name in counted}
        name = max(each, key=lambda n: each[n])
        return name, each[name]

    @property
    def dearest(self) -> str:
        """The stage that takes most of the time."""
        return max(self.stages[-1], key=lambda n: self.stages[-1][n]) if self.stages else self.up


def _exponent(costs: Sequence[float]) -> float:
    if len(costs) < 2:
        return math.nan
    return math.log2(max(costs[-1], 1e-4) / max(costs[-2], 1e-4))


def measure(name: str, sizes: Sequence[int], most: float, clock: Clock) -> Growth:
    """Return what a pattern costs at each size."""
    pattern, growth = PATTERNS[name], Growth(name)
    for size in sizes:
        raw = pattern.make(size)
        clock.start()
        try:
            with at_most(most):
                reading(pattern, raw)
        except TimeUp:
            growth.up = clock._within[-1]
            break
        clock.turn()
        growth.whole.append(sum(clock.spent.values()))
        growth.stages.append(dict(clock.spent))
    return growth


def settled(growth: Growth, sizes: Sequence[int], most: float, clock: Clock) -> Growth:
    """Return what a pattern costs that seemed to grow, measured up to three times more: the least of each counts.

    A machine that does something else besides makes CPU seconds longer, never shorter.
    """
    for _ in range(3):
        if growth.up or (growth.exponent <= ASKED and growth.worst[1] <= ASKED):
            break
        again = measure(growth.name, sizes[-2:], most, clock)
        for k in (-2, -1) if not again.up else ():
            growth.whole[k] = min(growth.whole[k], again.whole[k])
            names = {*growth.stages[k], *again.stages[k]}
            growth.stages[k] = {n: min(growth.stages[k].get(n, 0.0), again.stages[k].get(n, 0.0)) for n in names}
    return growth


def reference(name: str, sizes: Sequence[int]) -> float:
    """Return the exponent of spaCy's tokenizer alone on a pattern."""
    import spacy

    divide, costs = spacy.blank("en").tokenizer, []
    for size in sizes[-2:]:
        text = PATTERNS[name].make(size).decode()
        start = time.process_time()
        divide(text)
        costs.append(time.process_time() - start)
    return _exponent(costs)


def show(found: Sequence[Growth], plain: Growth, sizes: Sequence[int]) -> None:
    """Print the table, worst first."""
    heads = "".join(f"{size:>8,}" for size in sizes)
    print(f"\n{'CPU seconds at words':36}{heads}  exponent  ratio  {'stage that grows most':28}dearest stage")
    for g in sorted(found, key=lambda g: (-g.exponent, -g.whole[-1] if g.whole else 0.0)):
        costs = "".join(f"{cost:8.2f}" for cost in g.whole) + "       >" * (len(sizes) - len(g.whole))
        ratio = f"{g.whole[-1] / plain.whole[len(g.whole) - 1]:7.2f}" if g.whole and plain.whole else " " * 7
        stage, grows = g.worst
        print(f"{g.name:36}{costs}{g.exponent:10.2f}{ratio}  {f'{stage} {grows:.2f}':28}{g.dearest}")


def plot(found: Sequence[Growth], plain: Growth, sizes: Sequence[int], path: Path) -> None:
    """Draw the cost over the size: plain text, the ten patterns that grow most, the others in grey."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    ranked = sorted(found, key=lambda g: -g.exponent)
    colours = pyplot.get_cmap("tab10")
    for rank, g in enumerate(ranked):
        style = {"color": colours(rank), "label": g.name} if rank < 10 else {"color": "lightgrey", "linewidth": 0.6}
        axes.plot(sizes[: len(g.whole)], g.whole, zorder=2 - rank / 100, **style)
    axes.plot(sizes[: len(plain.whole)], plain.whole, "k--", label=plain.name, zorder=3)
    axes.set(xscale="log", yscale="log", xlabel="words", ylabel="CPU seconds", title="Cost of a reading")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main() -> None:
    """Read the arguments, measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="at 500 to 4,000 words")
    parser.add_argument("--sizes", type=int, nargs="+", help="other sizes, each twice the one before")
    parser.add_argument("--only", nargs="+", metavar="WORDS", help="only patterns that have one of these in their name")
    parser.add_argument("--most", type=float, default=120.0, help="CPU seconds of a reading (default 120)")
    parser.add_argument("--profile", action="store_true", help="print cProfile's figures of the last size")
    parser.add_argument("--plot", type=Path, help="an SVG or PNG file to draw into")
    args = parser.parse_args()
    sizes = args.sizes or (QUICK if args.quick else SIZES)
    names = [n for n in PATTERNS if n != PLAIN and (not args.only or any(word in n for word in args.only))]
    if args.profile:
        profile(names, sizes[-1])
        return
    for warm in (PATTERNS[PLAIN], PATTERNS["page: paragraphs"]):  # so that weights, tables and caches are loaded
        reading(warm, warm.make(500))
    clock = Clock()
    clock.watch()
    plain, found = measure(PLAIN, sizes, args.most, clock), []
    for number, name in enumerate(names, 1):
        found.append(settled(measure(name, sizes, args.most, clock), sizes, args.most, clock))
        print(f"{number}/{len(names)} {name} {found[-1].exponent:.2f}", file=sys.stderr, flush=True)
    show([plain, *found], plain, sizes)
    over = sum(g.exponent > ASKED or g.worst[1] > ASKED for g in found)
    print(f"\n{len(found) + 1} patterns; over {ASKED} in the whole or in a stage: {over}")
    worst = max(names, key=lambda name: reference(name, sizes))
    print(f"reference: spaCy's words alone grow most with {worst!r}: {reference(worst, sizes):.2f}")
    if args.plot:
        plot(found, plain, sizes, args.plot)


def profile(names: Sequence[str], size: int) -> None:
    """Print where the time of each pattern goes, function by function."""
    import cProfile
    import pstats

    for name in names:
        print(name)
        raw, profiler = PATTERNS[name].make(size), cProfile.Profile()
        profiler.runcall(reading, PATTERNS[name], raw)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
