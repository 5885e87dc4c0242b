"""The command ``communique``. Exit codes: 0 done, 1 some reports failed (counted), 2 usage."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from communique.about import VERSION
from communique.commands.batch import batch
from communique.commands.build import build
from communique.commands.common import (
    addresses_option,
    budget_options,
    console,
    core_options,
    day_options,
    emit,
    expanded,
    fail,
    from_feed_option,
    refusals,
    say,
    usage,
    web_for,
)
from communique.commands.compare import compare
from communique.commands.demo import demo
from communique.commands.events import events
from communique.commands.export import export
from communique.commands.forget import forget
from communique.commands.forms import Form, printing
from communique.commands.help import help
from communique.commands.ingest import ingest
from communique.commands.judge import judge
from communique.commands.merge import merge
from communique.commands.options import form_options, jobs_option, output_option, quiet_option
from communique.commands.reading import run
from communique.commands.said import said
from communique.commands.sample import agreement, precision, sample
from communique.commands.schema import codebook, schema
from communique.commands.search import due, search, timeline
from communique.commands.serve import serve
from communique.commands.show import show
from communique.commands.streams import Input, cannot_write, let_go, lines_of, name_of, stand_in
from communique.commands.token import token
from communique.commands.watch import watch

if TYPE_CHECKING:
    from communique.language.named import Cores
    from communique.reading.budget import Budget
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


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="communique help lists the manual, page by page; communique help NAME shows one.",
)
@click.version_option(VERSION, prog_name="communique")
def main() -> None:
    """Read news reports; keep a verifiable record of who met, visited, invited, backed or quoted whom."""


@main.command()
@click.argument("sources", nargs=-1, metavar="PATH|ADDRESS|- ...")
@day_options
@form_options("table", "json", "jsonl", "html")
@jobs_option
@addresses_option
@from_feed_option
@quiet_option
@click.option("--no-statements", is_flag=True, help="Leave the statements out of the table.")
@click.option("--sentences", is_flag=True, help="The whole sentence of each engagement in the table.")
@click.option("--utterances", is_flag=True, help="Statements: leave out what is only believed or wanted.")
@core_options
@budget_options
def read(
    sources: tuple[str, ...],
    day: Day,
    form: Form,
    jobs: int | None,
    lists: tuple[str, ...],
    from_feed: bool,
    quiet: bool,
    no_statements: bool,
    sentences: bool,
    utterances: bool,
    cores: Cores,
    budget: Budget,
) -> None:
    """Read reports: texts, pages, PDF, mail, web archives, JSON, CSV with a "text", folders of them, or addresses."""
    from communique.commands.shown import table_of, written
    from communique.errors import BadDate, ModelError
    from communique.runs import WorkerLost, read_reports

    try:
        files = expanded(sources, lists)
        web = web_for(files, from_feed)
        read = read_reports(files, day=day, jobs=jobs, budget=budget, cores=cores, web=web, tell=say)
        with table_of(not no_statements, sentences) if form.is_table else written(form.name, form.path) as show:
            code = run(read, lambda r: show(r.utterances() if utterances else r), len(files), quiet)
    except (BadDate, ModelError, WorkerLost) as error:
        usage(error)
    sys.exit(code)


@main.command()
@click.option("--conllu", is_flag=True, required=True, help="The form of input and output (the only one).")
@output_option
@click.argument("file", type=Input(text=True), default="-")
@refusals
def tag(conllu: bool, path: Path | None, file: TextIO) -> None:
    """Tag pre-tokenised CoNLL-U: UPOS, FEATS, HEAD, DEPREL, LEMMA, and NER in MISC."""
    from communique.language.tag import tag as tag_lines

    try:
        with printing(path, emit) as show:
            for block in tag_lines(lines_of(file)):
                show(block)
    except ValueError as error:
        usage(ValueError(f"{name_of(file)}, {error}"))


def _answer(items: Iterable[Any], path: Path | None) -> None:
    """Print every answer, name every line that failed, count both at the end where one did."""
    from communique.errors import CommuniqueError

    done = failed = 0
    with printing(path, click.echo, end="\n") as show:
        for item in items:
            if isinstance(item, CommuniqueError):
                failed += 1
                fail(item)
            else:
                done += 1
                show(item)
    if failed:
        say(f"{done} documents read, {failed} failed")
        sys.exit(1)


@main.command()
@click.option("--utterances", is_flag=True, help="Leave out what is only believed or wanted.")
@output_option
@click.argument("file", type=Input(), default="-")
@refusals
def quotes(path: Path | None, file: BinaryIO, utterances: bool) -> None:
    """Find who said what in JSON Lines documents {id, text}."""
    from communique.reading.statements import quotes_jsonl

    _answer(quotes_jsonl(lines_of(file), name_of(file), utterances=utterances), path)


@main.command()
@output_option
@click.argument("file", type=Input(), default="-")
@refusals
def times(path: Path | None, file: BinaryIO) -> None:
    """Find times in JSON Lines documents {id, text, published}: EDTF and TIMEX3."""
    from communique.reading.jsonl import times_jsonl

    _answer(times_jsonl(lines_of(file), name_of(file)), path)


@main.command()
@output_option
@click.argument("file", type=Input(), default="-")
@refusals
def places(path: Path | None, file: BinaryIO) -> None:
    """Find places in JSON Lines documents {id, text}, with coordinates."""
    from communique.reading.jsonl import places_jsonl

    _answer(places_jsonl(lines_of(file), name_of(file)), path)


@main.command()
@output_option
@click.argument("file", type=Input(), default="-")
@refusals
def code(path: Path | None, file: BinaryIO) -> None:
    """Code what source did to target in JSON Lines {id, sentence, source, target}: PLOVER and CAMEO."""
    from communique.reading.pairs import code_jsonl

    _answer(code_jsonl(lines_of(file), name_of(file)), path)


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


_REVIEW = (judge, sample, precision, agreement)
_LEDGER = (ingest, watch, serve, token, search, said, show, timeline, due, *_REVIEW, compare, merge, forget, export)
for _command in (demo, batch, build, events, *_LEDGER, schema, codebook):
    main.add_command(_command)
main.add_command(help)


if __name__ == "__main__":
    main()
