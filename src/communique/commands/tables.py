"""Entries, actors, promises and judgements as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.views import Account, Entry, LedgerActor, Party, Review, Stage, Undertaking
from communique.records import Part
from communique.table import COLOURS, LONGEST_QUOTE

_TOWARDS = (Part.RECIPIENT, Part.HOST)
_STAGES = {
    Stage.HELD: "green",
    **dict.fromkeys((Stage.CANCELLED, Stage.DECLINED, Stage.DENIED), "red"),
    Stage.LAPSED: "magenta",
}


def who(parties: Sequence[Party]) -> str:
    """Return the parties as one line: "A → B" where the act has a direction, "A, B" where not."""
    left = [p.actor.name for p in parties if p.part not in _TOWARDS]
    right = [p.actor.name for p in parties if p.part in _TOWARDS]
    return f"{', '.join(left) or '—'} → {', '.join(right)}" if right else ", ".join(left) or "—"


def _cut(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"


def _grid(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    for name in columns[:-1]:
        table.add_column(name, no_wrap=True)
    table.add_column(columns[-1], overflow="fold", ratio=1)
    return table


def print_entries(console: Console, entries: Iterable[Entry]) -> None:
    """Print entries, one after another, each with a quote."""
    table = _grid("WHEN", "STATUS", "WHAT, WHO AND WHERE")
    for entry in entries:
        status = Text(entry.status.value, style=COLOURS[entry.status])
        table.add_row(Text(entry.time or "—", style="" if entry.time else "dim"), status, _entry_cell(entry))
    console.print(table)


def _entry_cell(entry: Entry) -> Group:
    first = Text.assemble((entry.kind, "bold"), "  ", who(entry.parties))
    facts = (
        [f"at {entry.place.name}" + (f" ({entry.place.country})" if entry.place.country else "")] if entry.place else []
    )
    facts.append(f"{entry.sources} source{'' if entry.sources == 1 else 's'}")
    if entry.review is not Review.NONE:
        facts.append(entry.review.value)
    if entry.amended:
        facts.append(f"amended: {', '.join(entry.amended)}")
    second = Text(" · ".join([*facts, entry.id]), style="cyan")
    lines = [first, second]
    lines += [Text(_contradiction(entry, c), style="yellow") for c in entry.contradictions]
    quote = entry.accounts[-1].evidence[0].quote if entry.accounts and entry.accounts[-1].evidence else ""
    return Group(*lines, Text(f"“{_cut(quote)}”", style="dim italic"), Text())


def _contradiction(entry: Entry, contradiction: Any) -> str:
    said = " but ".join(f"{value} ({_told(entry, ids)})" for value, ids in contradiction.values)
    return f"sources differ on the {contradiction.aspect}: {said}"


def _told(entry: Entry, ids: Sequence[str]) -> str:
    reports = [a.report for a in entry.accounts if a.id in ids]
    return ", ".join(dict.fromkeys(r.published or r.id for r in reports))


def print_entry(console: Console, entry: Entry, undertaking: Undertaking | None, judged: Sequence[Judgement]) -> None:
    """Print an entry whole: its accounts with their evidence, what became of the promise, what people said."""
    print_entries(console, [entry])
    if undertaking is not None:
        console.print(_life(undertaking))
    told = _grid("REPORTED", "STATUS", "ACCOUNT")
    for account in entry.accounts:
        told.add_row(
            account.report.published or "—", Text(account.status.value, COLOURS[account.status]), _account(account)
        )
    console.print(told)
    print_judgements(console, judged)


def _account(account: Account) -> Group:
    source = account.report.title or account.report.id
    facts = [x for x in (account.report.publisher, account.report.url, account.id) if x]
    lines = [Text(source, style="bold"), Text(" · ".join(facts), style="cyan")]
    if account.voice:
        lines.append(Text(f"in the words of {account.voice.name}"))
    for piece in account.evidence:
        lines.append(Text(f"{piece.start}–{piece.end} “{_cut(piece.quote)}”", style="dim italic"))
    return Group(*lines, Text(account.why, style="dim"), Text())


def _life(undertaking: Undertaking) -> Padding:
    line = Text("promise: ", style="bold")
    for number, step in enumerate(undertaking.steps):
        until = f", due {step.due}" if step.due and step.stage not in (Stage.LAPSED, Stage.HELD) else ""
        line.append(" → " if number else "")
        line.append(f"{step.stage.value} ({step.day or 'day unknown'}{until})", style=_STAGES.get(step.stage, "blue"))
    return Padding(line, (0, 0, 1, 0))


def print_undertakings(console: Console, found: Sequence[Undertaking]) -> None:
    """Print promises, each with its steps."""
    table = _grid("DUE", "STAGE", "WHAT, WHO AND WHERE")
    for item in found:
        stage = Text(item.stage.value, style=_STAGES.get(item.stage, "blue"))
        table.add_row(item.due or "—", stage, Group(_entry_cell(item.entry), _life(item)))
    console.print(table)


def print_actors(console: Console, actors: Sequence[LedgerActor]) -> None:
    """Print actors: names, offices with the days that reports give them for."""
    table = _grid("ACTOR", "COUNTRY", "NAMES AND OFFICES")
    for actor in actors:
        lines = [Text.assemble((actor.name, "bold"), f"  {actor.kind}")]
        others = [n for n in actor.names if n != actor.name]
        if others:
            lines.append(Text("also " + ", ".join(others[:12]), style="dim"))
        for office in actor.offices[:12]:
            body = f", {office.body}" if office.body and office.body not in office.title else ""
            span = " to ".join(dict.fromkeys(x for x in (office.first, office.last) if x))
            lines.append(
                Text(f"{'former ' if office.former else ''}{office.title}{body}" + (f" ({span})" if span else ""))
            )
        table.add_row(actor.id, actor.country or "—", Group(*lines, Text()))
    console.print(table)


def print_judgements(console: Console, judged: Sequence[Judgement], undone: frozenset[str] = frozenset()) -> None:
    """Print judgements in their order; what is undone is struck out."""
    if not judged:
        return
    table = _grid("JUDGED", "BY", "WHAT")
    for j in judged:
        what = Text(f"{j.id}  {j.verdict.value} {j.subject}", style="strike dim" if j.id in undone else "")
        if j.other:
            what.append(f" and {j.other}")
        if j.verdict is Verdict.AMEND:
            what.append(f": {j.field} is {j.value!r}")
        if j.note:
            what.append(f" ({j.note})", style="italic")
        table.add_row(j.at[:10], Text(j.by), what)
    console.print(table)


def _sql_value(value: Any) -> str:
    if isinstance(value, bytes):
        return f"<{len(value):,} bytes>"
    return "" if value is None else str(value)


def print_rows(console: Console, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print the answer to a statement in SQL."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_sql_value(v)) for v in row))
    console.print(table)
