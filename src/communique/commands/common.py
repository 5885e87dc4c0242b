"""What the commands share: messages, progress, the ledger's option, the options of a query."""

from __future__ import annotations

import functools
import getpass
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from communique.characters import json_text, printable
from communique.commands.started import prefix
from communique.records import Record, ReportInfo

if TYPE_CHECKING:
    from rich.console import Console

    from communique.intake.fetch import Web
    from communique.ledger.finding import Found, Sort
    from communique.ledger.store import Ledger
    from communique.runs import Source

_F = TypeVar("_F", bound=Callable[..., Any])
LEDGER = "communique.sqlite"
_MADE = re.compile(r"[0-9a-f]{16}")

ledger_option = click.option(
    "--ledger", "address", envvar="COMMUNIQUE_LEDGER", default=LEDGER, show_default=True, metavar="URL",
    help="Path of a SQLite file, or postgresql://...",
)  # fmt: skip
addresses_option = click.option(
    "--addresses",
    "lists",
    metavar="FILE",
    multiple=True,
    help="A list of addresses to read: one a line, or an export of GDELT or Media Cloud.",
)
from_feed_option = click.option(
    "--from-feed", is_flag=True, help="Where a feed holds an article whole, read it from there, not from its page."
)
json_option = click.option("--json", "as_lines", is_flag=True, help="Print JSON Lines instead of a table.")


_BUDGET_OPTIONS = (
    click.option(
        "--most-words", type=click.IntRange(0), default=100_000, show_default=True, metavar="N",
        help="Read so many words of a report and no more; 0 for all.",
    ),
    click.option(
        "--most-seconds", type=click.FloatRange(0), default=300.0, show_default=True, metavar="S",
        help="Read as much of a report as can be read in so many CPU seconds; 0 for all.",
    ),
)  # fmt: skip


def budget_options(command: _F) -> _F:
    """Give a command the options of a budget; it receives them as one ``budget``."""

    @functools.wraps(command)
    def run(*args: Any, most_words: int, most_seconds: float, **kwargs: Any) -> Any:
        from communique.reading.budget import Budget

        return command(*args, budget=Budget(most_words or None, most_seconds or None), **kwargs)

    for option in reversed(_BUDGET_OPTIONS):
        run = option(run)
    return run  # type: ignore[return-value]


_CORE_OPTION = click.option(
    "--core", "named", multiple=True, metavar="CORE",
    help="Read with a pipeline of your own the reports in its language: spacy:NAME, stanza:de, MODULE:FUNCTION.",
)  # fmt: skip
_LANGUAGE_OPTION = click.option(
    "--language", "only", multiple=True, metavar="CODE",
    help="Only reports in this language, any of these: de, ru; the others are counted.",
)  # fmt: skip


def core_options(command: _F) -> _F:
    """Give a command the options of languages; it receives them as one ``cores``."""
    return _LANGUAGE_OPTION(core_option(command))


def core_option(command: _F) -> _F:
    """Give a command the option of cores of one's own; it receives them as one ``cores``."""

    @functools.wraps(command)
    def run(*args: Any, named: tuple[str, ...], only: tuple[str, ...] = (), **kwargs: Any) -> Any:
        from communique.language.named import Cores
        from communique.reading.asked import language_code

        with refused():
            cores = Cores(tuple(dict.fromkeys(named)), tuple(map(language_code, only)))
        return command(*args, cores=cores, **kwargs)

    return _CORE_OPTION(run)  # type: ignore[return-value]


_DAY_OPTIONS = (
    click.option("--published", metavar="DATE", help="Publication date, YYYY-MM-DD, of reports that do not give it."),
    click.option("--override-published", is_flag=True, help="Take --published for all reports, whatever they say."),
)


def day_options(command: _F) -> _F:
    """Give a command the options of the reports' day; it receives them as one ``day``."""

    @functools.wraps(command)
    def run(*args: Any, published: str | None, override_published: bool, **kwargs: Any) -> Any:
        from communique.intake.report import check_date
        from communique.runs import Day

        if override_published and published is None:
            usage(ValueError("--override-published says nothing by itself. Give the date with --published"))
        with refused():
            check_date(published, "--published")
        return command(*args, day=Day(published, override_published), **kwargs)

    for option in reversed(_DAY_OPTIONS):
        run = option(run)
    return run  # type: ignore[return-value]


def expanded(sources: Iterable[str], lists: Iterable[str] = ()) -> list[Source]:
    """Return the sources, the files of each folder in its stead, and the addresses on lists.

    What is not looked at in a folder is said on standard error.
    """
    from communique.errors import IntakeError
    from communique.intake.sources import ENDINGS, reports_in

    found: list[Source] = []
    for source in sources:
        if source == "-" or not os.path.isdir(source):
            found.append(source)
            continue
        try:
            files, others = reports_in(source)
        except IntakeError as error:
            usage(error)
        found += files or [source]  # which is refused by its name then
        if others:
            kinds = ", ".join(f"{count:,} {ending}" for ending, count in others.most_common())
            say(f"communique: {source}: not looked at: {kinds}. Read are files whose names end in {' '.join(ENDINGS)}")
    for path in lists:
        found += _on_list(path)
    if not found:
        usage(ValueError("there is nothing to read. Give a path, an address, - for standard input, or --addresses"))
    return found


def _on_list(path: str) -> list[Source]:
    from communique.errors import IntakeError
    from communique.intake.addresses import addresses_in
    from communique.intake.sources import unreadable

    try:
        return list(addresses_in(path))
    except IntakeError as error:
        return [error]
    except OSError as error:
        return [unreadable(path, error)]


def is_from_web(source: Source) -> bool:
    """Whether a source is an address, by itself or from a list."""
    from communique.intake.listforms import Listed
    from communique.web.addresses import is_address

    return isinstance(source, Listed) or (isinstance(source, str) and is_address(source))


def web_for(sources: Iterable[Source], from_feed: bool) -> Web | None:
    """Return how addresses are asked, where one is among the sources; nothing is kept of them."""
    if not any(map(is_from_web, sources)):
        return None
    from communique.intake.fetch import Web

    return Web(whole_from_feed=from_feed)


def say_undated(count: int) -> None:
    """Say how many were left out where a time was asked for, since none is told of them."""
    if count:
        say(
            f"{count:,} undated not looked at: --undated shows them, --date-fallback reported takes their reports' days"
        )


def in_part(record: Record) -> bool:
    """Say on standard error that a report was read in part; return whether it was."""
    from communique.reading.budget import noted

    found = noted(record.warnings)
    if found is not None:
        say(f"communique: {called(record.report)}: {found}")
    return found is not None


def foreign(record: Record) -> str | None:
    """Return the language of a report that is kept and not read for it; ``None`` of one that is read."""
    from communique.reading.read import is_foreign

    return record.report.language if is_foreign(record.warnings) else None


def in_languages(kept: Mapping[str, int], apart: Mapping[str, int]) -> str:
    """Return how many reports in other languages were kept, and left out: "; 3 in other languages kept, not read: ...".

    Empty where there are none.
    """
    found = ((kept, "kept, not read"), (apart, "left out (--language)"))
    return "".join(f"; {_in_languages(many, became)}" for many, became in found if many)


def _in_languages(found: Mapping[str, int], became: str) -> str:
    """Return how many reports are in each other language, the most first: "3 in other languages ...: de 2, ru 1"."""
    many = sum(found.values())
    return f"{many:,} in {'another language' if many == 1 else 'other languages'} {became}: {by_number(found)}"


def by_number(found: Mapping[str, int]) -> str:
    """Return how many there are of each, the most first: "de 2, ru 1"."""
    return ", ".join(f"{code} {many:,}" for code, many in sorted(found.items(), key=lambda x: (-x[1], x[0])))


def console() -> Console:
    """Return the console that tables are printed on."""
    from rich.console import Console
    from rich.text import Text

    class Pipe(Console):
        """A console whose reader may have had enough: that is no failure, and the group of commands ends it."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

        def render(self, renderable: Any, options: Any = None) -> Any:
            """Yield the pieces of what is printed; characters that would steer the terminal are shown, not sent."""
            if isinstance(renderable, Text) and (shown := printable(renderable.plain)) != renderable.plain:
                renderable = renderable.copy()
                renderable.plain = shown
            return super().render(renderable, options)

    return Pipe(highlight=False, soft_wrap=False)


def say(message: str) -> None:
    """Print a message of one line on standard error; that it cannot be printed ends nothing."""
    with suppress(OSError):
        click.echo(printable(message, line=True), err=True)


def tell(line: str) -> None:
    """Print a line for people on standard output."""
    click.echo(printable(line, line=True))


def emit(text: str) -> None:
    """Print text of a format that has no escapes (CSV, CoNLL-U): on a terminal, what would steer it is shown."""
    shown = printable(text) if sys.stdout.isatty() else text
    click.echo(shown, nl=False, color=True)  # click would take escapes out of what goes into a pipe


def fail(problem: Exception) -> None:
    """Print what failed on standard error, and where the manual speaks of it: by the error's kind, else the command."""
    from communique.errors import CommuniqueError

    if isinstance(problem, CommuniqueError):
        topic = problem.topic
    else:
        context = click.get_current_context(silent=True)
        topic = context.info_name if context is not None and context.info_name else ""
    say(f"communique: {str(problem).removesuffix('.')}. See: {prefix()} help {topic}".rstrip())


def called(report: ReportInfo) -> str:
    """Return what messages call a report: its id, and its title where that was made from its bytes and says nothing."""
    from communique.table import cut

    made = _MADE.fullmatch(report.id)
    return f"{report.id} (“{cut(report.title)}”)" if made and report.title else report.id


def warn_of_losses(report: ReportInfo, warnings: Iterable[str]) -> bool:
    """Say what is in doubt of a report's day, and what of its page was left out; return whether anything was."""
    from communique.intake.report import DAY, LEFT_OUT

    said = [warning for warning in warnings if warning.startswith((LEFT_OUT, DAY))]
    for warning in said:
        say(f"communique: warning: {called(report)}: {warning}")
    return any(warning.startswith(LEFT_OUT) for warning in said)


def usage(error: Exception) -> NoReturn:
    """Print an error and end with exit code 2."""
    fail(error)
    sys.exit(2)


@contextmanager
def refused() -> Iterator[None]:
    """End with a plain message where a ledger, a query or a judgement is refused."""
    from communique.errors import CommuniqueError

    try:
        yield
    except CommuniqueError as error:
        usage(error)


def refusals(command: _F) -> _F:
    """Make a command end with a plain message where a ledger, a query or a judgement is refused."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with refused():
            return command(*args, **kwargs)

    return run  # type: ignore[return-value]


def progress(items: Iterable[Any], expected: int, quiet: bool, what: str) -> Iterator[Any]:
    """Yield the items with a bar on standard error for long work; none where that is no terminal."""
    if quiet or expected < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=expected)
        for item in items:
            yield item
            bar.advance(task)


def print_json(value: Any) -> None:
    """Print a record type, or plain JSON, as one line."""
    from communique.records import as_json

    click.echo(json_text(as_json(value)))


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: "1 report", "2 reports"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def meant(ledger: Ledger, name: str, *sorts: Sort) -> Found:
    """Return what a name or an id means; where it is no id, what was taken for it is said on standard error."""
    from communique.ledger.finding import find

    found = find(ledger, name, sorts)
    if found.id != name:
        say(f"{name}: {found.id}" + (f" ({found.called})" if found.called else ""))
    return found


def day_of(given: str | None) -> str:
    """Return the day that is given, else today, ISO; end with a message where it is none."""
    from datetime import date

    if given is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        usage(ValueError(f"--by: {given!r} is no day of the calendar. Give it as YYYY-MM-DD, for example 2018-08-06"))


def judge_of(given: str | None) -> str:
    """Return who judges: as given, else the user of this machine."""
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        usage(ValueError("it cannot be told who judges. Give --by NAME"))


def opened(address: str) -> Ledger:
    """Return the ledger at an address, to be read only."""
    from communique.ledger.store import Ledger

    return Ledger(address, read_only=True)


def opened_to_judge(address: str) -> Ledger:
    """Return the ledger at an address, to be written to; none is made where there is none."""
    from communique.ledger.store import Ledger

    opened(address).close()
    return Ledger(address)
