"""Records as ``communique read`` gives them: a table, JSON, or a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from communique.characters import json_text
from communique.commands.common import console
from communique.commands.streams import output
from communique.records import Record, as_json

Show = Callable[[Record], None]


@contextmanager
def table_of(statements: bool, sentences: bool) -> Iterator[Show]:
    """Yield what prints a record as a table."""
    from communique.table import print_record

    shown = console()
    yield lambda record: print_record(shown, record, statements=statements, sentences=sentences)


@contextmanager
def written(form: str, path: Path | None) -> Iterator[Show]:
    """Yield what writes a record to a file, or to standard output, in a format: json, jsonl or html.

    A page is written when all records of it are there; where there is none, no page is.
    """
    indent = 1 if form == "json" else None
    if form == "html":
        with _page(path) as show:
            yield show
    elif path is None:
        yield lambda record: click.echo(json_text(as_json(record), indent=indent))
    else:
        with output(path) as out:

            def write(record: Record) -> None:
                out.write(json_text(as_json(record), indent=indent).encode() + b"\n")

            yield write


@contextmanager
def _page(path: Path | None) -> Iterator[Show]:
    from communique.webpage import article, page

    titles, articles = list[str](), list[str]()

    def add(record: Record) -> None:
        titles.append(record.report.title or record.report.id)
        articles.append(article(as_json(record)))

    yield add
    if articles:
        whole = page(articles, titles[0] if len(titles) == 1 else f"{len(titles)} reports")
        with output(path) as out:
            out.write(whole.encode())
