"""Entries, actors, promises and judgements as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.commands.started import hint
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.sampling import Precision
from communique.ledger.undertakings import CLOSED
from communique.ledger.views import Account, Entry, LedgerActor, Party, Review, Saying, Stage, Undertaking
from communique.records import RECEIVING, Force
from communique.table import COLOURS, cut, one_line, when

if TYPE_CHECKING:
    from communique.ledger.agreement import Agreement

_STAGES = {
    Stage.HELD: "green",
    **dict.fromkeys((Stage.CANCELLED, Stage.DECLINED, Stage.DENIED), "red"),
    Stage.LAPSED: "magenta",
}


def who(parties: Sequence[Party]) -> str:
    """Return the parties as one line: "A → B" where the act has a direction, "A, B" where not."""
    left = [p.actor.name for p in parties if p.part not in RECEIVING]
    right = [p.actor.name for p in parties if p.part in RECEIVING]
    return f"{', '.join(left) or '—'} → {', '.join(right)}" if right else ", ".join(left) or "—"


def grid(*columns: str) -> Table:
    """Return a table without lines, the last column of which takes what room there is."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    for name in columns[:-1]:
        table.add_column(name, no_wrap=True)
    table.add_column(columns[-1], overflow="fold", ratio=1)
    return table


def print_entries(console: Console, entries: Iterable[Entry]) -> None:
    """Print entries, one after another, each with a quote."""
    table = grid("WHEN", "STATUS", "WHAT, WHO AND WHERE")
    for entry in entries:
        status = Text(entry.status.value, style=COLOURS[entry.status])
        reported = min((a.report.published for a in entry.accounts if a.report.published), default=None)
        table.add_row(when(entry.time, reported), status, _entry_cell(entry))
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
    return Group(*lines, Text(f"“{cut(quote)}”", style="dim italic"), Text())


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
    told = grid("REPORTED", "STATUS", "ACCOUNT")
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
    for number, piece in enumerate(account.evidence):
        where = f"{account.parts[number]}, " if account.parts and account.parts[number] else ""
        lines.append(Text(f"{where}{piece.start}–{piece.end} “{cut(piece.quote)}”", style="dim italic"))
    if account.sentence is not None:
        lines.append(Text(f"in “{one_line(account.sentence)}”", style="italic"))
    return Group(*lines, Text(account.why, style="dim"), Text())


def _life(undertaking: Undertaking) -> Padding:
    line = Text("promise: ", style="bold")
    for number, step in enumerate(undertaking.steps):
        until = f", due {step.due}" if step.due and step.stage not in CLOSED else ""
        line.append(" → " if number else "")
        line.append(f"{step.stage.value} ({step.day or 'day unknown'}{until})", style=_STAGES.get(step.stage, "blue"))
    return Padding(line, (0, 0, 1, 0))


def print_undertakings(console: Console, found: Sequence[Undertaking]) -> None:
    """Print promises, each with its steps."""
    table = grid("DUE", "STAGE", "WHAT, WHO AND WHERE")
    for item in found:
        stage = Text(item.stage.value, style=_STAGES.get(item.stage, "blue"))
        lines: list[Group | Padding | Text] = [_entry_cell(item.entry), _life(item)]
        if item.likely:
            same = hint("judge", "same", item.entry.id, item.likely)
            lines.append(Text(f"perhaps kept: {item.likely}. If so: {same}\n"))
        table.add_row(item.due or "—", stage, Group(*lines))
    console.print(table)


def print_actors(console: Console, actors: Sequence[LedgerActor]) -> None:
    """Print actors: names, offices with the days that reports give them for."""
    table = grid("ACTOR", "COUNTRY", "NAMES AND OFFICES")
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


def print_sayings(console: Console, sayings: Iterable[Saying]) -> None:
    """Print statements: the day, who said it to whom, the words, the report."""
    table = grid("REPORTED", "WHO SAID WHAT")
    for saying in sayings:
        day = saying.report.published
        table.add_row(Text(day or "—", style="" if day else "dim"), _saying(saying))
    console.print(table)


def _saying(saying: Saying) -> Group:
    how = saying.kind.value if saying.force is Force.SAID else f"{saying.force.value}, {saying.kind.value}"
    to = f" to {saying.addressee.name}" if saying.addressee else ""
    speaker = saying.speaker.name if saying.speaker else "unknown speaker"
    first = Text.assemble((speaker, "bold"), to, (f" ({how})", "dim"))
    words = " … ".join(one_line(piece.quote) for piece in saying.content)
    part = saying.parts[0] if saying.parts else None
    facts = [saying.report.title or saying.report.id, part, saying.report.publisher, saying.id]
    of = [f"{x.engagement} ({x.stance.value})" for x in saying.about]
    of += [f"{x.actor.name} ({x.stance.value})" for x in saying.toward]
    lines = [first, Text(words, style="italic"), Text(" · ".join(x for x in facts if x), style="cyan")]
    if of:
        lines.append(Text("of " + ", ".join(of), style="dim"))
    return Group(*lines, Text())


def print_judgements(
    console: Console,
    judged: Sequence[Judgement],
    undone: frozenset[str] = frozenset(),
    idle: frozenset[str] = frozenset(),
) -> None:
    """Print judgements in their order; what is undone is struck out, and what is about nothing any more says so."""
    if not judged:
        return
    table = grid("JUDGED", "BY", "WHAT")
    for j in judged:
        what = Text(f"{j.id}  {j.verdict.value} {j.subject}", style="strike dim" if j.id in undone else "")
        if j.other:
            what.append(f" and {j.other}")
        if j.verdict is Verdict.SAMPLE:
            what.append(f": seed {j.value['seed']}, n {j.value['n']}")
        if j.verdict is Verdict.ADD:
            what.append(f": {j.value['kind']}, {j.value['status']}, “{cut(j.value['quote'])}”")
        if j.verdict is Verdict.AMEND:
            what.append(f": {j.field} is {_value(j)}")
        if j.note:
            what.append(f" ({j.note})", style="italic")
        if j.id in idle:
            what.append("  (idle: its report was forgotten, or what it is about undone)", style="yellow")
        table.add_row(j.at[:10], Text(j.by), what)
    console.print(table)


def _value(judgement: Judgement) -> str:
    """What an amendment sets, words by where they stand and as they are."""
    value = judgement.value
    value = value["is"] if isinstance(value, dict) and "is" in value else value
    pieces = value if isinstance(value, list) else [value]
    if all(isinstance(x, dict) and "quote" in x for x in pieces):
        return ", ".join(f"{x['start']}-{x['end']} “{cut(x['quote'])}”" for x in pieces)
    return repr(value)


def print_shares(console: Console, found: Precision) -> None:
    """Print how right a sample is: all, by kind, by status."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    for name in ("", "PRECISION", "95 %", "RIGHT", "N", "UNSURE", "UNJUDGED"):
        table.add_column(name, justify="right" if name else "left")
    for title, shares in (("", (found.whole,)), ("kind", found.kinds), ("status", found.statuses)):
        if title:
            table.add_row(Text(title, style="dim"))
        for x in shares:
            known = x.precision is not None and x.low is not None and x.high is not None
            figures = (f"{x.precision:.3f}", f"{x.low:.3f} to {x.high:.3f}") if known else ("—", "—")
            table.add_row(Text(x.name), *figures, *(f"{n:,}" for n in (x.right, x.n, x.unsure, x.unjudged)))
    console.print(table)


def print_agreement(console: Console, found: Sequence[Agreement]) -> None:
    """Print how far each two people agree, and beneath it what the one said by what the other did."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    for name in ("", "N", "AGREED", "KAPPA", "95 %"):
        table.add_column(name, justify="right" if name else "left")
    for x in found:
        kappa = "—" if x.kappa is None else f"{x.kappa:.3f}"
        span = "—" if x.low is None or x.high is None else f"{x.low:.3f} to {x.high:.3f}"
        table.add_row(Text(f"{x.one}, {x.other}"), f"{x.n:,}", f"{x.agreed:.3f}", kappa, span)
    console.print(table)
    for x in found:
        both = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
        both.add_column(Text(f"{x.one}, by what {x.other} said"))
        for verdict in x.said:
            both.add_column(verdict.value, justify="right")
        for verdict, row in zip(x.said, x.table, strict=True):
            both.add_row(verdict.value, *(f"{n:,}" for n in row))
        console.print(Padding(both, (1, 0, 0, 0)))
