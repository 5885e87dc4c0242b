"""``communique schema`` and ``codebook``: the forms of what is printed, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.commands.common import console, usage
from communique.commands.forms import CSV, JSON, JSONL, TABLE, Form, Sheet, printing
from communique.commands.options import ANSWERS, Choice, form_options, output_option

if TYPE_CHECKING:
    from communique.reading.coding.codebook import Term

_LEDGER = "ledger"
_WHAT = (
    *("record", "event", "engagement", "statement", "actor", "promise", "judgement", "precision", "agreement"),
    _LEDGER,
)
_COLUMNS = ("table", "column", "type", "null", "key", "references", "of")
_TERM = ("section", "term", "meaning", "plover", "mode", "cameo", "quad", "to_come", "declined", "cancelled")
MD = "md"


@click.command()
@click.argument("what", type=Choice(_WHAT), default="record", metavar="[WHAT]")
@click.option("--format", "form", type=Choice(ANSWERS), help="Of ledger: table (default), csv, json or jsonl.")
@output_option
def schema(what: str, form: str | None, path: Path | None) -> None:
    """Print the JSON Schema of WHAT is printed as JSON (default: record), or the columns of the ledger's tables.

    WHAT is record, event, engagement, statement, actor, promise, judgement, precision, agreement or ledger.
    """
    from communique.exchange import jsonschema

    if what != _LEDGER and form not in (None, JSON, JSONL):
        usage(ValueError(f"--format {form}: the schema of {what} is JSON. Leave --format out, or ask for ledger"))
    if what == _LEDGER:
        asked = Form(form or (CSV if path else TABLE), path)
        if asked.is_table:
            _print_tables()
        else:
            asked.write(jsonschema.tables(), Sheet(_COLUMNS, _row_of_table))
        return
    Form(form or JSON, path).write([jsonschema.schema(what)], Sheet((), lambda _: ()))


def _row_of_table(column: dict[str, str | bool | None]) -> list[str | None]:
    plain = {**column, "null": "yes" if column["null"] else "no"}
    return [None if plain[name] is None else str(plain[name]) for name in _COLUMNS]


def _print_tables() -> None:
    from rich.text import Text

    from communique.commands.tables import grid
    from communique.exchange import jsonschema

    shown = console()
    for name, columns in groupby(jsonschema.tables(), key=lambda column: column["table"]):
        rows = list(columns)
        shown.print(Text.assemble((name, "bold"), f"  {rows[0]['of']}"))
        table = grid("COLUMN", "TYPE", "")
        for column in rows:
            notes = [str(column["key"])] if column["key"] else []
            notes += [f"→ {column['references']}"] if column["references"] else []
            table.add_row(column["column"], column["type"], ", ".join([*notes, *(["may be null"] * column["null"])]))
        shown.print(table)
        shown.print()


@click.command()
@click.argument("words", nargs=-1)
@form_options(TABLE, CSV, JSON, JSONL, MD)
def codebook(words: tuple[str, ...], form: Form) -> None:
    """Print what the words of a record mean, with PLOVER and CAMEO codes; of WORDS alone, if some are given.

    WORDS are terms (visit, planned, CONSULT) or sections: kind, status, part, plover, cameo, actor, statement, force,
    stance, sector, field.
    """
    from communique.reading.coding import codebook as book

    found = _chosen(book.codebook(), words)
    if form.name == MD:
        with printing(form.path, click.echo, end="\n") as put:
            put(_markdown(found))
    elif form.is_table:
        _print_terms(found)
    else:
        form.write(found, Sheet(_TERM, lambda term: [getattr(term, name) for name in _TERM]))


def _chosen(terms: Sequence[Term], words: Iterable[str]) -> list[Term]:
    """The terms of these sections and these words; all, where none is given."""
    from communique.nearest import did_you_mean, nearest

    names = {x.term for x in terms} | {x.section for x in terms}
    asked = {word.casefold() for word in words}
    for word in words:
        if word.casefold() not in {name.casefold() for name in names}:
            like = did_you_mean(nearest(word, names))
            usage(ValueError(f"{word!r} is no word of the codebook. {like}See all of them: communique codebook"))
    return [x for x in terms if not asked or asked & {x.term.casefold(), x.section}]


def _codes(term: Term) -> str:
    """The codes of a term on one line."""
    if term.section != "kind":
        return term.quad or ""
    held = " / ".join(x for x in (term.plover, term.mode) if x)
    others = (("to come", term.to_come), ("declined", term.declined), ("cancelled", term.cancelled))
    changed = [f"{name} {codes}" for name, codes in others if codes != f"{term.plover} {term.cameo}"]
    return "; ".join([f"{held} {term.cameo} ({term.quad})".strip(), *changed])


def _print_terms(terms: Iterable[Term]) -> None:
    from rich.console import Group
    from rich.text import Text

    from communique.commands.tables import grid

    shown = console()
    for section, group in groupby(terms, key=lambda term: term.section):
        shown.print(Text(section.upper(), style="bold"))
        table = grid("TERM", "MEANING")
        for term in group:
            codes = _codes(term)
            table.add_row(Text(term.term), Group(Text(term.meaning), *([Text(codes, style="cyan")] if codes else [])))
        shown.print(table)
        shown.print()


def _markdown(terms: Iterable[Term]) -> str:
    """The terms as Markdown, a table a section."""
    parts = []
    for section, group in groupby(terms, key=lambda term: term.section):
        rows = [(f"`{x.term}`", x.meaning, _codes(x)) for x in group]
        wide = 3 if any(row[2] for row in rows) else 2
        head = ("term", "meaning", "codes")[:wide]
        lines = [f"| {' | '.join(row[:wide])} |" for row in (head, ("---",) * wide, *rows)]
        parts.append("\n".join([f"## {section}", "", *lines]))
    return "\n\n".join(parts)
