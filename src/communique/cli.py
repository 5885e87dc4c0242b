"""The command ``communique``. Exit codes: 0 done, 1 some reports failed (counted), 2 usage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from communique.about import VERSION
from communique.characters import json_text
from communique.commands.common import (
    budget_options,
    console,
    day_options,
    emit,
    expanded,
    fail,
    in_part,
    progress,
    refusals,
    say,
    usage,
    warn_of_losses,
)
from communique.commands.demo import demo
from communique.commands.export import export
from communique.commands.forget import forget
from communique.commands.ingest import ingest
from communique.commands.judge import judge
from communique.commands.merge import merge
from communique.commands.said import said
from communique.commands.sample import precision, sample
from communique.commands.search import due, search, show, timeline
from communique.commands.streams import Input, cannot_write, let_go, lines_of, name_of, stand_in
from communique.records import Status

if TYPE_CHECKING:
    from communique.errors import CommuniqueError
    from communique.reading.budget import Budget
    from communique.records import Record
    from communique.runs import Day


class _Commands(click.Group):
    """The group of commands: a reader that has had enough (``| head``) ends any of them quietly."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, whatever standard streams there are."""
        stand_in()
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a closed pipe is no failure, standard output that takes nothing ends it with a message."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            let_go()
            sys.exit(0)
        except OSError as error:
            cannot_write(error)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="communique")
def main() -> None:
    """Read news reports; keep a verifiable record of who met, visited, invited, backed or quoted whom."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|- ...")
@day_options
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "html"]), default="table", show_default=True
)
@click.option(
    "--output",
    "-o",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file, with any format but table (default: standard output).",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to read with.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.option("--no-statements", is_flag=True, help="Leave the statements out of the table.")
@click.option("--sentences", is_flag=True, help="The whole sentence of each engagement in the table.")
@click.option("--utterances", is_flag=True, help="Statements: leave out what is only believed or wanted.")
@budget_options
def read(
    sources: tuple[str, ...],
    day: Day,
    form: str,
    path: Path | None,
    jobs: int,
    quiet: bool,
    no_statements: bool,
    sentences: bool,
    utterances: bool,
    budget: Budget,
) -> None:
    """Read reports: texts, pages, PDF, EPUB, mail, web archives, JSON (Lines) or CSV with a "text", folders, or -."""
    from communique.commands.shown import table_of, written
    from communique.errors import BadDate, ModelError
    from communique.runs import WorkerLost, read_all

    if form == "table" and path is not None:
        usage(ValueError("--output: a table is for the terminal. Give --format html, json or jsonl with it"))
    try:
        files = expanded(sources)
        records = read_all(files, day=day, jobs=jobs, budget=budget, tell=say)
        table = form == "table"
        with table_of(not no_statements, sentences) if table else written(form, path) as show:
            code = _run(records, lambda r: show(r.utterances() if utterances else r), len(files), quiet)
    except (BadDate, ModelError, WorkerLost) as error:
        usage(error)
    sys.exit(code)


def _run(
    records: Iterable[Record | CommuniqueError], show: Callable[[Record], None], expected: int, quiet: bool
) -> int:
    """Print every record, name every failure and what was left out, count them at the end; return the exit code."""
    from communique.errors import CommuniqueError

    done, part, short, failures = 0, 0, 0, []
    for item in progress(records, expected, quiet, "reading"):
        if isinstance(item, CommuniqueError):
            failures.append(item)
            fail(str(item))
        else:
            done += 1
            part += in_part(item)
            show(item)
            short += warn_of_losses(item.report.id, item.warnings)
    if expected > 1 or failures or short or part:
        partly = f" ({part} of them in part)" if part else ""
        failed = f", {len(failures)} failed" if failures else ""
        left = f", {short} with text left out" if short else ""
        say(f"{done} report{'' if done == 1 else 's'} read{partly}{left}{failed}")
    return 1 if failures else 0


@main.command()
@click.option("--conllu", is_flag=True, required=True, help="The form of input and output (the only one).")
@click.argument("file", type=Input(text=True), default="-")
@refusals
def tag(conllu: bool, file: TextIO) -> None:
    """Tag pre-tokenised CoNLL-U: UPOS, FEATS, HEAD, DEPREL, LEMMA, and NER in MISC."""
    from communique.language.tag import tag as tag_lines

    try:
        for block in tag_lines(lines_of(file)):
            emit(block)
    except ValueError as error:
        usage(ValueError(f"{name_of(file)}, {error}"))


def _answer(items: Iterable[Any]) -> None:
    """Print every answer, name every line that failed, count both at the end where one did."""
    from communique.errors import CommuniqueError

    done = failed = 0
    for item in items:
        if isinstance(item, CommuniqueError):
            failed += 1
            fail(str(item))
        else:
            done += 1
            click.echo(item)
    if failed:
        say(f"{done} documents read, {failed} failed")
        sys.exit(1)


@main.command()
@click.option("--utterances", is_flag=True, help="Leave out what is only believed or wanted.")
@click.argument("file", type=Input(), default="-")
@refusals
def quotes(file: BinaryIO, utterances: bool) -> None:
    """Find who said what in JSON Lines documents {id, text}."""
    from communique.reading.statements import quotes_jsonl

    _answer(quotes_jsonl(lines_of(file), name_of(file), utterances=utterances))


@main.command()
@click.argument("file", type=Input(), default="-")
@refusals
def times(file: BinaryIO) -> None:
    """Find times in JSON Lines documents {id, text, published}: EDTF and TIMEX3."""
    from communique.reading.jsonl import times_jsonl

    _answer(times_jsonl(lines_of(file), name_of(file)))


@main.command()
@click.argument("file", type=Input(), default="-")
@refusals
def places(file: BinaryIO) -> None:
    """Find places in JSON Lines documents {id, text}, with coordinates."""
    from communique.reading.jsonl import places_jsonl

    _answer(places_jsonl(lines_of(file), name_of(file)))


@main.command()
@click.argument("file", type=Input(), default="-")
@refusals
def code(file: BinaryIO) -> None:
    """Code what source did to target in JSON Lines {id, sentence, source, target}: PLOVER and CAMEO."""
    from communique.reading.pairs import code_jsonl

    _answer(code_jsonl(lines_of(file), name_of(file)))


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|- ...")
@day_options
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("--status", "statuses", multiple=True, type=click.Choice([s.value for s in Status]), help="Only these.")
@click.option(
    "--date-fallback", type=click.Choice(["reported"]), help="Where no time is told, date by the day of the report."
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
@budget_options
def events(
    sources: tuple[str, ...],
    day: Day,
    form: str,
    statuses: tuple[str, ...],
    date_fallback: str | None,
    quiet: bool,
    budget: Budget,
) -> None:
    """Read reports and print event data: a row for each pair of actors of each engagement."""
    from communique.errors import BadDate, ModelError
    from communique.runs import WorkerLost, read_all

    try:
        files = expanded(sources)
        show = _event_writer(form, statuses, reported=date_fallback is not None)
        sys.exit(_run(read_all(files, day=day, budget=budget, tell=say), show, len(files), quiet))
    except (BadDate, ModelError, WorkerLost) as error:
        usage(error)


def _event_writer(form: str, statuses: tuple[str, ...], *, reported: bool) -> Callable[[Record], None]:
    """Return what prints a record's events of the given statuses (all, where none is given)."""
    from communique.reading.coding.events import COLUMNS, csv_lines, csv_row, events_of
    from communique.records import as_json

    if form == "csv":
        emit(csv_lines([COLUMNS]))

    def show(record: Record) -> None:
        rows = [e for e in events_of(record, reported=reported) if not statuses or e.status in statuses]
        if form == "csv":
            emit(csv_lines(map(csv_row, rows)))
        for event in rows if form == "jsonl" else ():
            click.echo(json_text(as_json(event)))

    return show


@main.command()
@click.argument("sentence")
@click.option("--source", metavar="NAME", help="Explain what this one did to the target instead (see code).")
@click.option("--target", metavar="NAME", help="The one that it was done to, as named in the sentence.")
@click.option("--published", metavar="DATE", help="Publication date, YYYY-MM-DD, for times such as 'on Monday'.")
def explain(sentence: str, source: str | None, target: str | None, published: str | None) -> None:
    """Draw the tree of SENTENCE (- for standard input) and say what was decided on it, and why."""
    from communique.errors import IntakeError, ModelError
    from communique.explain import look, look_at_pair, print_explanation, print_pair

    try:
        text = _read_through() if sentence == "-" else sentence
        if not text.strip():
            raise ValueError("there is no sentence. Give one in quotation marks, or - and one on standard input")
        if (source is None) != (target is None):
            raise ValueError("one of a pair is missing. Give both --source and --target, or neither")
        if source is not None and target is not None:
            print_pair(console(), look_at_pair(text, source, target))
        else:
            print_explanation(console(), look(text, published))
    except (IntakeError, ModelError, ValueError) as error:
        usage(error)


def _read_through() -> str:
    """Return what is on standard input.

    Raises:
        Unreadable: if it is closed, or the system refuses to read it.
        ValueError: if it is no UTF-8.
    """
    from communique.intake.sources import standard_input, unreadable

    try:
        return standard_input().read().decode("utf-8")
    except OSError as error:
        raise unreadable("<stdin>", error) from None


for _command in (demo, ingest, search, said, show, timeline, due, judge, sample, precision, merge, forget, export):
    main.add_command(_command)


if __name__ == "__main__":
    main()
