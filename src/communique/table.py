"""A record as a person reads it in a terminal: who, what, status, when, where, said by whom, with the sentence."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.records import RECEIVING, Engagement, Force, Record, Statement, Status, part_at

COLOURS = {
    Status.HELD: "green",
    Status.ONGOING: "green",
    Status.PLANNED: "cyan",
    Status.PROPOSED: "blue",
    Status.POSSIBLE: "yellow",
    Status.CONDITIONAL: "yellow",
    Status.CANCELLED: "red",
    Status.DENIED: "red",
    Status.DECLINED: "red",
}
LONGEST_QUOTE = 220


def one_line(text: str) -> str:
    """Return text with single blanks for line breaks and the like."""
    return " ".join(text.split())


def cut(quote: str) -> str:
    """Return a quotation as one line, cut if long."""
    line = one_line(quote)
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"


def print_record(
    console: Console, record: Record, *, statements: bool = True, sentences: bool = False, ids: bool = False
) -> None:
    """Print one record as tables fitted to the console's width.

    With ``sentences``, the whole sentence of each engagement; with ``ids``, those of statements before them.
    """
    console.print(_heading(record))
    for warning in record.warnings:
        console.print(Text(f"  warning: {warning}", style="yellow"))
    if record.engagements:
        console.print(_engagements(record, sentences))
    else:
        console.print(Padding(Text("no engagement found", style="dim"), (0, 2)))
    if statements and record.statements:
        console.print(_statements(record, ids=ids))


def _heading(record: Record) -> RenderableType:
    info = record.report
    title = Text(info.title or info.id, style="bold")
    facts = [f"published {info.published}" if info.published else "publication date unknown"]
    facts += [x for x in (info.publisher, info.byline, info.url) if x]
    counts = f"{len(record.engagements)} engagements, {len(record.statements)} statements, {len(record.actors)} actors"
    return Group(Text(), title, Text(" · ".join([*facts, counts]), style="dim"))


def _engagements(record: Record, sentences: bool) -> Table:
    names = {a.id: a.name for a in record.actors}
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="dim", expand=False)
    table.add_column("WHEN", no_wrap=True, min_width=10)
    table.add_column("STATUS", no_wrap=True)
    table.add_column("WHAT, WHO AND WHERE", overflow="fold", ratio=1)
    for engagement in record.engagements:
        status = Text(engagement.status.value, style=COLOURS[engagement.status])
        when_ = _when(engagement, record.report.published)
        table.add_row(when_, status, _cell(engagement, names, record, sentences))
    return table


def _when(engagement: Engagement, reported: str | None) -> Text:
    return when(engagement.time.edtf if engagement.time else None, reported)


def when(edtf: str | None, reported: str | None) -> Text:
    """Return a time as a cell of a table; where none is told, the day of the report, marked as such."""
    if edtf is None:
        return Text(f"reported\n{reported}" if reported else "—", style="dim")
    return Text(edtf.replace("/", "/\n", 1) if len(edtf) > 13 else edtf)


def _cell(engagement: Engagement, names: Mapping[str, str], record: Record, sentences: bool) -> Group:
    first = Text()
    first.append(engagement.kind, style="bold")
    first.append("  ")
    first.append(who(engagement, names))
    second = []
    if engagement.place:
        country = f" ({engagement.place.country})" if engagement.place.country else ""
        second.append(f"at {engagement.place.name}{country}")
    for other in record.engagements:
        if other.id in engagement.about:
            second.append(f"about the {other.kind}: {who(other, names)}")
    if engagement.voice:
        second.append(f"says {names.get(engagement.voice, engagement.voice)}")
    part = part_at(record.report.parts, engagement.evidence[0].start)
    if part:
        second.append(part)
    lines: list[RenderableType] = [first]
    if second:
        lines.append(Text(" · ".join(second), style="cyan"))
    whole = engagement.sentence if sentences else None
    words = cut(engagement.evidence[0].quote) if whole is None else one_line(whole)
    lines.append(Text(f"“{words}”", style="dim italic"))
    return Group(*lines, Text())


def who(engagement: Engagement, names: Mapping[str, str]) -> str:
    """Return the participants as one line: "A → B" where the act has a direction, "A, B" where not."""
    left = [names.get(p.actor, p.actor) for p in engagement.participants if p.part not in RECEIVING]
    right = [names.get(p.actor, p.actor) for p in engagement.participants if p.part in RECEIVING]
    return f"{', '.join(left) or '—'} → {', '.join(right)}" if right else ", ".join(left)


def _statements(record: Record, *, ids: bool) -> Group:
    names = {a.id: a.name for a in record.actors}
    lines: list[RenderableType] = [Text("STATEMENTS", style="dim")]
    for statement in record.statements:
        line = _statement(statement, names)
        shown = Text.assemble((f"{record.report.id}/{statement.id}  ", "cyan"), line) if ids else line
        lines.append(Padding(shown, (0, 0, 0, 2)))
    return Group(*lines)


def _statement(statement: Statement, names: Mapping[str, str]) -> Text:
    line = Text()
    speaker = names.get(statement.speaker or "", "unknown speaker")
    line.append(speaker, style="bold" if statement.speaker else "dim")
    if statement.addressee:
        line.append(f" to {names.get(statement.addressee, statement.addressee)}")
    how = statement.kind.value if statement.force is Force.SAID else f"{statement.force.value}, {statement.kind.value}"
    line.append(f" ({how}): ", style="dim")
    line.append(cut(" … ".join(piece.quote for piece in statement.content)), style="italic")
    return line


def print_overview(console: Console, records: list[Record]) -> None:
    """Print one line a report and the totals: how many engagements of each status."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title="All reports read", title_justify="left")
    for name, justify in (
        ("PUBLISHED", "left"),
        ("REPORT", "left"),
        ("HELD", "right"),
        ("AHEAD", "right"),
        ("OFF", "right"),
    ):
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=name != "REPORT")
    for record in sorted(records, key=lambda r: r.report.published or ""):
        table.add_row(record.report.published or "—", record.report.title or record.report.id, *_counts(record))
    console.print()
    console.print(table)
    total = sum(len(r.engagements) for r in records)
    said = sum(len(r.statements) for r in records)
    console.print(f"\n{len(records)} reports, {total} engagements, {said} statements, each with its characters.")


_AHEAD = (Status.PLANNED, Status.PROPOSED, Status.POSSIBLE, Status.CONDITIONAL)
_DONE = (Status.HELD, Status.ONGOING)


def _counts(record: Record) -> list[str]:
    done = sum(e.status in _DONE for e in record.engagements)
    ahead = sum(e.status in _AHEAD for e in record.engagements)
    return [str(n or "·") for n in (done, ahead, len(record.engagements) - done - ahead)]
