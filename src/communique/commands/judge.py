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
    judge_of,
    ledger_option,
    meant,
    opened,
    opened_to_judge,
    refusals,
    say,
    tell,
    usage,
)
from communique.commands.forms import Form
from communique.commands.options import ANSWERS, Choice, form_options
from communique.commands.streams import Input, lines_of, name_of, output
from communique.errors import BadRecord, CommuniqueError
from communique.nearest import did_you_mean, nearest
from communique.records import Part, Status

if TYPE_CHECKING:
    from communique.ledger.finding import Sort
    from communique.ledger.judgements import Judgement, Verdict

_F = TypeVar("_F", bound=Callable[..., Any])
_VERDICTS = ("accept", "reject", "amend", "same", "different", "unsure", "add")
_ADDED = (
    click.option("--words", metavar="TEXT", help="With add: the words of the report that say it, exactly."),
    click.option("--span", metavar="START-END", help="With add: where they stand, if the words stand there twice."),
    click.option("--kind", metavar="KIND", help="With add: meeting, visit, ..."),
    click.option("--status", type=Choice([x.value for x in Status]), help="With add."),
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
@form_options(*ANSWERS)
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
    form: Form,
    address: str,
) -> None:
    """Accept, reject or amend an engagement; say that two are the same or different, or leave it unsure; add one.

    VERDICT is accept, reject, amend, same, different, unsure or add. Ids are those of engagements, accounts, actors,
    appearances; of reports and statements, to amend them; of a report, to add to it what it says. The beginning of an
    id, an actor's name or a report's title will do where no other has it. Nothing that was read is written over, and
    every judgement can be undone.
    """
    if listing:
        _list(address, id or verdict, form)
    elif target is not None:
        _export(address, target)
    elif source is not None:
        _import(address, source)
    elif undo is not None:
        _judge(address, "undo", undo, by, form, note=note)
    elif verdict is None or id is None:
        problem = "it does not say what is judged. Give a verdict and an id, or --undo, --list, --import, --export"
        usage(ValueError(problem))
    elif verdict not in _VERDICTS:
        like = did_you_mean(nearest(verdict, _VERDICTS))
        usage(ValueError(f"{verdict!r} is no judgement. {like}Say one of {', '.join(_VERDICTS)}"))
    else:
        made = _given(verdict, value, added)
        _judge(address, verdict, id, by, form, other=other, field=field, value=made, note=note)


def _judge(
    address: str, verdict: str, id: str, by: str | None, form: Form, *, other: str | None = None, **rest: Any
) -> None:
    from communique.ledger.judgements import Verdict

    said = Verdict(verdict)
    with opened(address) as ledger:
        id = meant(ledger, id, *_sorts(said)).id
        other = meant(ledger, other, *_sorts(said)).id if other else None
    with opened_to_judge(address) as ledger:
        before = len(ledger.changes(id))
        made = ledger.judge(said, id, by=judge_of(by), other=other, **rest)
        again = ledger.changes(id)[before:]
    if form.is_table:
        tell(f"{made.id}: {made.verdict.value} {made.subject}" + (f" and {made.other}" if made.other else ""))
    else:
        from communique.commands.sheets import JUDGEMENTS
        from communique.records import as_json

        form.write([as_json(made)], JUDGEMENTS)
    if again:
        say(f"{id} was read anew: {counted(len(again[-1]['what']), 'change')}")


def _sorts(verdict: Verdict) -> tuple[Sort, ...]:
    """What a judgement may be about: for most, what has a name only where a name cannot be meant for another sort."""
    from communique.ledger.finding import Sort
    from communique.ledger.judgements import Verdict

    if verdict is Verdict.UNDO:
        return (Sort.JUDGEMENT,)
    if verdict is Verdict.ADD:
        return (Sort.REPORT,)
    whole = (Sort.ENTRY, Sort.ACTOR, Sort.ACCOUNT, Sort.APPEARANCE)
    return (*whole, Sort.REPORT, Sort.STATEMENT) if verdict is Verdict.AMEND else whole


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


def _list(address: str, subject: str | None, form: Form) -> None:
    from communique.ledger.finding import Sort

    with opened(address) as ledger:
        subject = meant(ledger, subject, *Sort).id if subject else None
        found, undone, idle = ledger.judgements(subject), ledger.undone(), ledger.idle()
    if form.is_table:
        from communique.commands.tables import print_judgements

        print_judgements(console(), found, undone, idle)
    else:
        from communique.commands.sheets import JUDGEMENTS
        from communique.records import as_json

        marks = {"undone": undone, "idle": idle}
        form.write(
            ({**as_json(j), **{name: True for name, ids in marks.items() if j.id in ids}} for j in found), JUDGEMENTS
        )
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
