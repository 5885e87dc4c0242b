"""An analyst: a ledger that grows over time, a colleague's joined to it, what was read corrected, and handed on."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from tests.journeys.reports import json_lines
from tests.journeys.steps import Journey, Printed

EXTRAS: tuple[str, ...] = ()
FIRST, LATER, THEIRS = (
    ("putin-washington-invited",),
    ("putin-washington-delayed",),
    ("xi-japan-invited",),
)


def walk(j: Journey) -> None:
    """Follow a promise as reports come in, join, correct, ask, hand on."""
    _grow(j)
    _join(j)
    _correct(j)
    _ask(j)
    _hand_on(j)


def _grow(j: Journey) -> None:
    """July's reports, one after the other; what is there already is left."""
    j.write("july.jsonl", json_lines(*FIRST))
    j.type("communique ingest july.jsonl").notes("reports: 1 added")
    j.write("july.jsonl", json_lines(*FIRST, *LATER))
    j.type("communique ingest july.jsonl").notes("reports: 1 added, 1 unchanged", "communique.sqlite: 2 reports")
    j.type("communique timeline USA RUS --kind visit --kind invitation").says("Putin", "Trump", "source")


def _join(j: Journey) -> None:
    """A colleague's ledger with a judgement of theirs."""
    j.write("theirs.jsonl", json_lines(*THEIRS))
    j.type("communique ingest theirs.jsonl --ledger theirs.sqlite").notes("reports: 1 added")
    id = _one(j.type("communique search --kind visit --actor 'Xi Jinping' --json --ledger theirs.sqlite"))
    j.type(f"communique judge accept {id} --by ben --ledger theirs.sqlite").says(f"accept {id}")
    joined = j.type("communique merge theirs.sqlite")
    joined.notes("1 report added, 0 there already", "1 judgement added")
    if j.whole:
        j.type("communique merge theirs.sqlite").notes("0 reports added, 1 there already", "0 judgements added")


def _correct(j: Journey) -> None:
    """A place that was read wrongly, found again in the answer, and undone."""
    id = _one(j.type("communique search --kind visit --actor Putin --json"))
    judged = j.type(f"communique judge amend {id} --field place --value Sochi --by anna").found(r"(J-\w{12})")
    j.type("communique search --place Sochi").says("amended: place", id, "Sochi (RUS)")
    wrong = j.type(f"communique judge amend {id} --field status --value happened --by anna", code=2)
    assert wrong.found(r"See: (.+)") == "communique help BadJudgement"
    if j.whole:
        j.type("communique help BadJudgement").says("communique help correct-the-record#fields-and-values")
        j.type(f"communique judge --undo {judged} --by anna")
        j.type("communique search --place Sochi").notes("0 engagements found")


def _ask(j: Journey) -> None:
    """Who has most to do with whom, in SQL, which cannot write."""
    pairs = "SELECT low, high, count(*) AS n FROM dyad WHERE length(low) = 3 AND length(high) = 3 GROUP BY 1, 2"
    j.type(f"communique search --sql '{pairs} ORDER BY n DESC, low'").says("low high n", "RUS USA")
    refused = j.type("communique search --sql 'DELETE FROM report'", code=2)
    refused.notes("See: communique help BadQuery")
    if j.whole:
        j.type("communique search --sql 'SELECT count(*) AS reports FROM report'").says("3")


def _hand_on(j: Journey) -> None:
    """To a database of events, a calendar and a drawing of who deals with whom; what is left out is said."""
    j.type("communique export --format gdelt --date-fallback reported -o events.tsv").notes("engagements written")
    rows = [line.split("\t") for line in j.read("events.tsv").splitlines()]
    assert len({len(row) for row in rows}) == 1 and any("RUS" in row and "USA" in row for row in rows)
    j.type("communique export --format ical -o visits.ics").notes("written", "left out")
    assert j.read("visits.ics").startswith("BEGIN:VCALENDAR") and "BEGIN:VEVENT" in j.read("visits.ics")
    j.type("communique export --format gexf -o graph.gexf").notes("written")
    root = ElementTree.fromstring(j.read("graph.gexf"))
    labels = {x.get("label") for x in root.iter() if x.tag.endswith("}node")}
    assert {"Vladimir Putin", "Xi Jinping"} <= labels, labels


def _one(found: Printed) -> str:
    """The id of the first engagement found."""
    assert found.out, found
    return str(json.loads(found.out.splitlines()[0])["id"])
