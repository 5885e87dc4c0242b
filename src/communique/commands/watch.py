"""``communique watch``: feeds polled for ever, and what is new in them taken into a ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.commands.common import (
    budget_options,
    console,
    core_option,
    counted,
    ledger_option,
    opened,
    refusals,
    say,
    tell,
    usage,
)
from communique.commands.forms import CSV, JSON, JSONL, TABLE, Cell, Form, Sheet
from communique.commands.options import form_options

if TYPE_CHECKING:
    from communique.language.named import Cores
    from communique.reading.budget import Budget
    from communique.watching.events import Ended, Event, Listener


@click.command()
@click.argument("feeds", required=False, metavar="FEEDS.toml", type=click.Path(dir_okay=False, path_type=Path))
@ledger_option
@click.option("--once", is_flag=True, help="Poll each source once and end, for cron.")
@click.option("--for", "time", metavar="TIME", help="End after so long: 7d, 12 hours.")
@click.option("--status", is_flag=True, help="Show how the sources stand, also while they are watched.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Append the log to a file, as JSON Lines.")
@click.option("--metrics", type=click.IntRange(0, 65_535), metavar="PORT", help="Serve Prometheus on this machine.")
@form_options(TABLE, CSV, JSON, JSONL)
@budget_options
@core_option
@refusals
def watch(
    feeds: Path | None,
    address: str,
    once: bool,
    time: str | None,
    status: bool,
    log: Path | None,
    metrics: int | None,
    form: Form,
    budget: Budget,
    cores: Cores,
) -> None:
    """Poll the sources that a file lists, for ever, and take what is new in them into a ledger."""
    if status:
        _print_status(address, form)
        return
    if feeds is None:
        usage(ValueError("there is no file of sources. Give one (FEEDS.toml), or --status"))
    if once and time is not None:
        usage(ValueError("--once and --for are two ends. Give one of them"))
    seconds = _seconds(time)
    with ExitStack() as stack:
        ended = _watched(stack, feeds, address, (once, seconds), (log, metrics), budget, cores)
    if log is not None:
        say(f"communique: stopped ({ended.by}): {counted(ended.polls, 'poll')}, {ended.added:,} added, "
            f"{ended.items_failed + ended.polls_failed:,} failed")  # fmt: skip
    sys.exit(1 if once and ended.polls_failed else 0)


def _seconds(time: str | None) -> float | None:
    from communique.watching.sources import seconds_of

    try:
        return None if time is None else seconds_of(time)
    except ValueError as error:
        usage(ValueError(f"--for: {error}"))


def _watched(
    stack: ExitStack, feeds: Path, address: str, end: tuple[bool, float | None], out: tuple[Path | None, int | None],
    budget: Budget, cores: Cores,
) -> Ended:  # fmt: skip
    """Watch until the end; return what became of it."""
    from communique.ledger.store import Ledger
    from communique.taking import states_of
    from communique.watching.lock import alone
    from communique.watching.sources import read_sources
    from communique.watching.standing import standings_of
    from communique.watching.stopping import Stop
    from communique.watching.watch import Tools, Watch
    from communique.web import client as clients
    from communique.web.pace import Clock
    from communique.web.settings import from_environment
    from communique.web.states import States

    cores.check()
    sources, settings, stop = read_sources(feeds), from_environment(), Stop()
    clock = Clock(sleep=stop.sleep)
    listeners, where = _listeners(stack, *out)
    stack.enter_context(stop.heeding())
    ledger = stack.enter_context(Ledger(address))
    lock = stack.enter_context(alone(address))

    def inform(event: Event) -> None:
        for listener in listeners:
            listener(event)

    tools = Tools(clients.Client(settings, clock=clock), clock, stop, inform, budget, cores)
    watch = Watch(ledger, lock, sources, standings_of(address), States(states_of(address)), tools)
    watch.start(where)
    once, seconds = end
    return watch.once() if once else watch.run(seconds)


def _listeners(stack: ExitStack, log: Path | None, port: int | None) -> tuple[list[Listener], str | None]:
    """Return who listens, and where the metrics are, if they are wanted."""
    from communique.watching.log import log_to

    if log is None:
        found: list[Listener] = [log_to(sys.stderr, readable=sys.stderr.isatty())]
    else:
        with _refused(f"--log: {log}"):
            found = [log_to(stack.enter_context(log.open("a", encoding="utf-8", errors="replace", newline="\n")))]
    if port is None:
        return found, None
    from communique.watching.metrics import Metrics

    metrics = Metrics()
    with _refused(f"--metrics: port {port}"):
        where = stack.enter_context(metrics.served(port))
    return [*found, metrics], where


@contextmanager
def _refused(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        usage(ValueError(f"{what} cannot be used ({error.strerror or error}). Give another"))


def _print_status(address: str, form: Form) -> None:
    """Print how the sources stand, and who watches."""
    from communique.watching.lock import holder
    from communique.watching.standing import as_row, standings_of

    opened(address).close()
    rows = [as_row(name, where, standing) for name, (standing, where) in standings_of(address).all().items()]
    if not form.is_table:
        form.write(({key: _told(row, key) for key in _COLUMNS} for row in rows), Sheet(_COLUMNS, _cells))
    elif rows:
        _print_table(rows)
    by = holder(address)
    said = "nobody watches" if by is None else f"watched by {by}"
    say(f"{counted(len(rows), 'source')}: {said}")


def _print_table(rows: list[dict[str, Any]]) -> None:
    """Print them for people: times from now, failures below."""
    import time

    from communique.commands.rows import print_rows

    now = time.time()
    print_rows(console(), _SHORT, [[_from_now(row[x], now) if x in _TIMES else row[x] for x in _SHORT] for row in rows])
    for row in rows:
        if row["error"]:
            tell(f"{row['name']}: {row['error']}: {row['message']}")


_COLUMNS = ("name", "address", "polled", "succeeded", "due", "item", "item_at", "polls", "added", "missed", "waiting",
            "failures", "error", "message")  # fmt: skip
_SHORT = ("name", "polled", "due", "added", "missed", "failures", "item_at", "item")
_TIMES = ("polled", "succeeded", "due", "item_at")


def _told(row: dict[str, Any], key: str) -> Any:
    from datetime import UTC, datetime

    value = row[key]
    return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if key in _TIMES and value else value


def _from_now(seconds: float | None, now: float) -> str:
    """Return a time as people say it: "5 min ago", "in 2 h"."""
    if not seconds:
        return "never"
    away = abs(seconds - now)
    unit, name = next((unit, name) for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"), (0, "s"))
                      if away >= 2 * unit)  # fmt: skip
    said = f"{away / (unit or 1):.0f} {name}"
    return f"in {said}" if seconds > now else f"{said} ago"


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    return tuple(row.values())
