"""``communique judge``: what a person says of the record, kept for good."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from communique.characters import json_text
from communique.commands.common import (
    console,
    counted,
    fail,
    json_option,
    judge_of,
    ledger_option,
    opened,
    opened_to_judge,
    print_json,
    refusals,
    say,
    tell,
    usage,
)
from communique.commands.streams import Input, lines_of, name_of, output
from communique.errors import BadRecord, CommuniqueError
from communique.records import Part, Status

if TYPE_CHECKING:
    from communique.ledger.judgements import Judgement

_F = TypeVar("_F", bound=Callable[..., Any])
_VERDICTS = ("accept", "reject", "amend", "same", "different", "unsure", "add")
_ADDED = (
    click.option("--words", metavar="TEXT", help="With add: the words of the report that say it, exactly."),
    click.option("--span", metavar="START-END", help="With add: where they stand, if the words stand there twice."),
    click.option("--kind", metavar="KIND", help="With add: meeting, visit, ..."),
    click.option("--status", type=click.Choice([x.value for x in Status]), help="With add."),
    click.option(
        "--party", "parties", multiple=True, metavar="NAME[:PART]",
        help="With add: who took part, by name, id or country, and the part (default: attendee).",
    ),
    click.option("--time", metavar="EDTF", help="With add: when."),
    click.option("--place", metavar="NAME", help="With add: where."),
)  # fmt: skip


def _added_options(command: _F) -> _F:
    """Give a command the options of an engagement that is added; it receives them as one ``added``."""
    names = ("words", "span", "kind", "status", "parties", "time", "place")

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        added = {name: given for name in names if (given := kwargs.pop(name)) not in (None, ())}
        return command(*args, added=added, **kwargs)

    for option in reversed(_ADDED):
        run = option(run)
    return run  # type: ignore[return-value]


@click.command()
@click.argument("verdict", required=False)
@click.argument("id", required=False)
@click.argument("other", required=False)
@click.option("--field", metavar="NAME", help="With amend: the field that is set.")
@click.option("--value", metavar="VALUE", help="With amend: its value, text or JSON; null for none.")
@_added_options
@click.option("--by", metavar="NAME", envvar="COMMUNIQUE_USER", help="Who judges (default: the user of this machine).")
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--undo", metavar="ID", help="Undo a judgement, by its id.")
@click.option("--list", "listing", is_flag=True, help="List the judgements, of ID if one is given.")
@click.option("--import", "source", type=Input(text=True), help="Add judgements from JSON Lines.")
@click.option(
    "--export",
    "target",
    type=click.Path(path_type=Path),
    help="Write all judgements as JSON Lines.",
)
@json_option
@ledger_option
@refusals
def judge(
    verdict: str | None,
    id: str | None,
    other: str | None,
    field: str | None,
    value: str | None,
    added: dict[str, Any],
    by: str | None,
    note: str | None,
    undo: str | None,
    listing: bool,
    source: TextIO | None,
    target: Path | None,
    as_lines: bool,
    address: str,
) -> None:
    """Accept, reject or amend an engagement; say that two are the same or different, or leave it unsure; add one.

    VERDICT is accept, reject, amend, same, different, unsure or add. Ids are those of engagements, accounts, actors,
    appearances; of reports and statements, to amend them; of a report, to add to it what it says. Nothing that was
    read is written over, and every judgement can be undone.
    """
    if listing:
        _list(address, id or verdict, as_lines)
    elif target is not None:
        _export(address, target)
    elif source is not None:
        _import(address, source)
    elif undo is not None:
        _judge(address, "undo", undo, by, as_lines, note=note)
    elif verdict is None or id is None:
        problem = "it does not say what is judged. Give a verdict and an id, or --undo, --list, --import, --export"
        usage(ValueError(problem))
    elif verdict not in _VERDICTS:
        usage(ValueError(f"{verdict!r} is no judgement. Say one of {', '.join(_VERDICTS)}"))
    else:
        made = _given(verdict, value, added)
        _judge(address, verdict, id, by, as_lines, other=other, field=field, value=made, note=note)


def _judge(address: str, verdict: str, id: str, by: str | None, as_lines: bool, **rest: Any) -> None:
    from communique.ledger.judgements import Verdict

    with opened_to_judge(address) as ledger:
        before = len(ledger.changes(id))
        made = ledger.judge(Verdict(verdict), id, by=judge_of(by), **rest)
        again = ledger.changes(id)[before:]
    if as_lines:
        print_json(made)
    else:
        tell(f"{made.id}: {made.verdict.value} {made.subject}" + (f" and {made.other}" if made.other else ""))
    if again:
        say(f"{id} was read anew: {counted(len(again[-1]['what']), 'change')}")


def _value(text: str | None) -> Any:
    """The value given: JSON where it is any, else the text itself."""
    if text is None:
        usage(ValueError("amend needs --field and --value"))
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(found, (int, float, bool)) else found


def _given(verdict: str, value: str | None, added: dict[str, Any]) -> Any:
    """What a judgement sets or adds."""
    if verdict == "add":
        return _addition(added)
    if added:
        usage(ValueError(f"--{'party' if 'parties' in added else next(iter(added))} goes with add alone"))
    return _value(value) if verdict == "amend" else None


def _addition(added: dict[str, Any]) -> dict[str, Any]:
    """What is added, as a judgement has it; that something is missing, or wrong, is said of the judgement."""
    value = {name: added.get(name) for name in ("kind", "status", "time", "place")}
    if "words" in added:
        value["quote"] = added["words"]
    if "span" in added:
        match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", added["span"])
        if match is None:
            usage(ValueError(f"--span: {added['span']!r} is no span. Give it as START-END, for example 120-164"))
        value |= {"start": int(match[1]), "end": int(match[2])}
    return {**value, "parties": [_party(x) for x in added.get("parties", ())]}


def _party(given: str) -> dict[str, str]:
    """A name and a part; what follows the last colon is one only if it is a part."""
    name, colon, part = given.rpartition(":")
    is_part = bool(colon) and part.strip() in list(Part)
    return {"actor": name.strip(), "part": part.strip()} if is_part else {"actor": given, "part": Part.ATTENDEE.value}


def _list(address: str, subject: str | None, as_lines: bool) -> None:
    with opened(address) as ledger:
        found, undone, idle = ledger.judgements(subject), ledger.undone(), ledger.idle()
    if as_lines:
        from communique.records import as_json

        for judgement in found:
            print_json({**as_json(judgement), **({"idle": True} if judgement.id in idle else {})})
        return
    from communique.commands.tables import print_judgements

    print_judgements(console(), found, undone, idle)
    say(counted(len(found), "judgement"))


def _export(address: str, target: Path) -> None:
    from communique.records import as_json

    with opened(address) as ledger:
        found = ledger.judgements()
    with output(None if str(target) == "-" else target) as out:
        out.writelines(json_text(as_json(judgement)).encode() + b"\n" for judgement in found)
    say(f"{counted(len(found), 'judgement')} written")


def _import(address: str, source: TextIO) -> None:
    lines = [(number, line) for number, line in enumerate(lines_of(source), 1) if line.strip()]
    parsed = [_parsed(line, number, name_of(source)) for number, line in lines]
    bad = [x for x in parsed if isinstance(x, CommuniqueError)]
    given = [x for x in parsed if not isinstance(x, CommuniqueError)]
    if bad and not given:
        usage(bad[0])
    with opened_to_judge(address) as ledger:
        taken = ledger.take_judgements(given)
    refused = (*bad, *taken.refused)
    for error in refused:
        fail(error)
    failed = f", {len(refused):,} refused" if refused else ""
    say(f"{counted(taken.added, 'judgement')} added, {taken.there:,} there already{failed}")
    sys.exit(1 if refused else 0)


def _parsed(line: str, number: int, name: str) -> Judgement | CommuniqueError:
    from communique.ledger.judgements import Judgement
    from communique.records import from_json

    try:
        return from_json(Judgement, json.loads(line))
    except (ValueError, RecursionError) as error:
        remedy = "Give lines as communique judge --export writes them"
        return BadRecord(name, f"this is no judgement ({error})", remedy, place=f"line {number}")
