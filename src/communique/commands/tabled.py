"""Tables of visits and meetings into a ledger: new rows are added, changed ones read anew, and what is gone is told."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.commands.common import fail, print_json, progress, refused, say, tell, usage
from communique.reading.rows.whys import is_of_row

if TYPE_CHECKING:
    from communique.errors import CommuniqueError
    from communique.intake import Report
    from communique.intake.rows.layout import Layout
    from communique.ledger.store import Ledger
    from communique.ledger.views import Entry
    from communique.records import Record

_F = TypeVar("_F", bound=Callable[..., Any])
_NAMED = 10
"""How many rows that are gone are named."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables, by file or folder, and what their columns mean."""

    paths: tuple[str, ...]
    layout: Layout


_OPTIONS = (
    click.option("--table", "paths", metavar="PATH", multiple=True,
                 help="A table of visits or meetings: CSV, a workbook, XML, or a folder of them."),
    click.option("--preset", metavar="NAME",
                 help="What its columns mean, as shipped: us-visits, us-travels, colt, diplomatic-outreach."),
    click.option("--layout", "file", metavar="FILE", help="What its columns mean: a TOML of your own."),
    click.option("--column", "columns", metavar="FIELD=NAME", multiple=True,
                 help="Another column for a field of the layout, or none: --column place="),
)  # fmt: skip


def table_options(command: _F) -> _F:
    """Give a command the options of tables; it receives them as one ``tables``, ``None`` where there is none."""

    @functools.wraps(command)
    def run(
        *args: Any,
        paths: tuple[str, ...],
        preset: str | None,
        file: str | None,
        columns: tuple[str, ...],
        **kwargs: Any,
    ) -> Any:
        if bool(paths) != bool(preset or file) or (preset and file) or (columns and not paths):
            problem = "--table is given with what its columns mean: --preset NAME or --layout FILE, one of them"
            usage(ValueError(problem))
        return command(*args, tables=Tables(paths, layout_for(preset, file, columns)) if paths else None, **kwargs)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run  # type: ignore[return-value]


def layout_for(preset: str | None, file: str | None, columns: Iterable[str] = ()) -> Layout:
    """Return the layout that is shipped under a name, else that of a file; end with a message where it is none.

    Each of ``columns`` says ``field=name``: it is what that field's column is called in place of the layout's.
    """
    from communique.intake.rows import layout

    other = dict[str, str]()
    for text in columns:
        field, is_given, name = text.partition("=")
        if not is_given:
            usage(ValueError(f"--column {text}: give it as FIELD=NAME, such as first=Start"))
        other[field] = name
    with refused():
        found = layout.preset(preset) if preset else layout.read_layout(str(file))
        return found.with_columns(other, "--column") if other else found


def rows_in(path: str, layout: Layout) -> Iterator[Report | CommuniqueError]:
    """Yield the rows of a table as reports, or the error for each that is none; an id that came before is an error."""
    from communique.errors import BadRecord, CommuniqueError, IntakeError
    from communique.intake.rows.cells import files_of, read_rows
    from communique.intake.rows.report import report_of

    seen: dict[str, str] = {}
    for file in files_of(path):
        try:
            for row in read_rows(file, layout):
                try:
                    if isinstance(row, CommuniqueError):
                        raise row
                    report = report_of(row, layout)
                    if report.info.id in seen:
                        problem = f"its id is that of {seen[report.info.id]} too"
                        raise BadRecord(file, problem, "Give each row an id of its own", place=row.place)
                    seen[report.info.id] = f"{file}, {row.place}"
                    yield report
                except IntakeError as error:
                    yield error
        except IntakeError as error:
            yield error


def take_tables(
    ledger: Ledger, tables: Tables, *, jobs: int | None = None, quiet: bool = False, as_lines: bool = False
) -> Counter[str]:
    """Take tables into a ledger, read by so many ``jobs``; return what became of their rows."""
    from communique.errors import CommuniqueError

    known, done, ids, files = ledger.known(), Counter[str](), set[str](), set[str]()
    new, other = [], []
    for path in tables.paths:
        for item in rows_in(path, tables.layout):
            if isinstance(item, CommuniqueError):
                fail(item)
                done["failed"] += 1
                continue
            ids.add(item.info.id)
            files.add(_file_of(item))
            there = known.get(item.info.id)
            done["unchanged"] += there == item.info.sha256
            if there is None:
                new.append(item)
            elif there != item.info.sha256:
                other.append(item)
    done += _add(ledger, new, jobs, quiet)
    done += _renew(ledger, other, as_lines)
    if not done["failed"]:
        done["gone from the table"] = _tell_gone(ledger, known, tables.layout, ids, files)
    return done


def _file_of(report: Report) -> str:
    return report.info.parts[0].name.rpartition(", row ")[0]


def _add(ledger: Ledger, rows: list[Report], jobs: int | None, quiet: bool) -> Counter[str]:
    from communique.errors import CommuniqueError
    from communique.reading.version import reader_version
    from communique.runs import Read, read_given

    done, reader = Counter[str](), reader_version()

    def read_in() -> Iterator[tuple[Report, Record, str]]:
        for outcome in read_given(rows, jobs=jobs):
            if isinstance(outcome, Read):
                yield outcome.report, outcome.record, reader
            elif isinstance(outcome, CommuniqueError):
                fail(outcome)
                done["failed"] += 1

    for outcome in progress(ledger.add_all(read_in()), len(rows), quiet, "taking in"):
        if isinstance(outcome, CommuniqueError):
            fail(outcome)
            done["failed"] += 1
        else:
            done["added"] += 1
    return done


def _renew(ledger: Ledger, rows: list[Report], as_lines: bool) -> Counter[str]:
    """Read the rows anew that have changed, and tell what did."""
    from communique.errors import CommuniqueError
    from communique.reading.rows.record import read_row
    from communique.taking import is_of_one

    done = Counter[str]()
    for row in rows:
        try:
            changes = ledger.reread(read_row(row), row=row)
        except CommuniqueError as error:
            if not is_of_one(error):
                raise
            fail(error)
            done["failed"] += 1
            continue
        done["read anew"] += 1
        done["changed"] += bool(changes)
        for change in changes:
            print_change(row.info.id, change, as_lines)
    return done


def print_change(report: str, change: Mapping[str, Any], as_lines: bool) -> None:
    """Print what a new reading changed: a line for people, or JSON."""
    if as_lines:
        print_json({"report": report, **change})
        return
    about = f"{report}: " if change["id"] == report else f"{report}: {change['id']}: "
    if change["change"] == "field":
        tell(f"{about}{change['field']} was {change['old']!r}, is {change['new']!r}")
    else:
        tell(f"{about}{change['change']}: {change.get('new') or change.get('old')}")


def _tell_gone(ledger: Ledger, known: Mapping[str, str], layout: Layout, ids: set[str], files: set[str]) -> int:
    """Name the rows of the ledger that stood in these files and do so no more; they stay. Return how many there are."""
    mine = sorted(id for id in known if id.startswith(f"{layout.slug}-") and id not in ids)
    reports = (ledger.report(id) for id in mine)
    gone = [r.info for r in reports if r.info.publisher == layout.name and r.info.parts and _file_of(r) in files]
    for info in gone[:_NAMED]:
        say(f"communique: {info.id} ({info.title}): gone from the table, kept in the ledger")
    if len(gone) > _NAMED:
        say(f"communique: and {len(gone) - _NAMED:,} more rows")
    return len(gone)


class Cited:
    """The tables of which rows are among entries that are written, to be told with their licences and citations."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._rows = ledger, dict[str, str]()

    def noted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries, noting of which tables they have rows."""
        for entry in entries:
            for account in entry.accounts:
                if is_of_row(account.why):
                    self._rows.setdefault(account.report.publisher or "", account.report.id)
            yield entry

    def tell(self) -> None:
        """Say of each table what its licence is and how it is cited, a line a table."""
        from communique.intake.rows.report import row_of

        for name, id in sorted(self._rows.items()):
            _, layout = row_of(self._ledger.report(id).raw)
            told = [
                f"licence {layout.licence or 'not told'}",
                *([f"cite {layout.citation}"] if layout.citation else []),
            ]
            say(f"  rows of {name} are in it: {'; '.join(told)}")
