"""An engineer: the package from Python and through pipes, in several processes, on a server, under a type checker."""

from __future__ import annotations

import json

from tests.journeys.reports import json_lines
from tests.journeys.steps import Journey

EXTRAS: tuple[str, ...] = ("postgresql",)
SERVER = "COMMUNIQUE_TEST_POSTGRESQL"
REPORTS = ("whitsun-protest", "tsai-call", "economist-interview")
SCRIPT = '''
"""Reports in, a ledger, and what it knows."""

import logging

import communique
from communique.runs import Read, read_reports

logging.basicConfig(level="WARNING", format="%(name)s: %(message)s")


def kept(path: str, address: str) -> list[str]:
    """Read the reports of a file into a ledger; return the meetings, visits and calls that took place."""
    with communique.open_ledger(address) as ledger:
        for item in read_reports([path]):
            if isinstance(item, Read):
                print(item.report.info.id, ledger.add(item.report, item.record))
            elif isinstance(item, communique.IntakeError):
                print("skipped:", item.source, item.place, "|", item.problem, "|", item.topic)
        return [f"{e.kind} {e.status.value}" for e in ledger.find(communique.Query(actor="Trump"))]


record = communique.read("Macron met Merkel in Berlin on Monday.", published="2018-08-08")
for e in record.engagements:
    print(e.kind, e.status.value, [p.name for p in e.participants], e.time.edtf if e.time else None)
    assert all(record.report.text[x.start : x.end] == x.quote for x in e.evidence)
try:
    communique.read(None)  # type: ignore[arg-type]
except communique.NotText as error:
    print("refused:", error)
print(kept("reports.jsonl", "mine.sqlite"))
'''
TAKE = """
import sys
import communique
from communique.intake import open_reports
from communique.reading.read import read

with communique.open_ledger(sys.argv[1]) as ledger:
    for report in open_reports("one.jsonl"):
        if not isinstance(report, communique.IntakeError):
            print("added", ledger.add(report, read(report)))
    print(sorted({e.kind for e in ledger.each()}))
"""


def walk(j: Journey) -> None:
    """By Python, by pipes, by exit codes, on a server, and checked for types."""
    j.write("one.jsonl", json_lines(REPORTS[0]))
    j.write("reports.jsonl", json_lines(*REPORTS[:2]) + '{"id": "x", "txet": "misspelt"}\n')
    _program(j)
    _pipes(j)
    _codes(j)
    _types(j)
    if j.surroundings.get(SERVER):
        _server(j)


def _program(j: Journey) -> None:
    """A script; failures are values, and wrong use is a typed error."""
    ran = j.python(SCRIPT)
    ran.says("meeting held ['Macron', 'Merkel'] 2018-08-06", "refused: <text>: None was given", "'call held'")
    ran.says(
        "whitsun-protest True", "tsai-call True", "skipped: reports.jsonl line 3 | the record has no text | BadRecord"
    )


def _pipes(j: Journey) -> None:
    """JSON Lines in and out, two processes the same as one, a reader that has had enough."""
    two = j.type("cat reports.jsonl | communique read - --format jsonl --jobs 2 > records.jsonl", code=1)
    two.notes("<stdin>, line 3: the record has no text", "2 reports read, 1 failed")
    records = [json.loads(line) for line in j.read("records.jsonl").splitlines()]
    assert [x["report"]["id"] for x in records] == list(REPORTS[:2])
    for record in records:
        text = record["report"]["text"]
        assert all(text[x["start"] : x["end"]] == x["quote"] for e in record["engagements"] for x in e["evidence"])
    coded = j.type(
        """echo '{"id": 1, "sentence": "Manila summoned the Chinese envoy.", "source": "Manila","target": "Chinese"}'"""
        ' | communique code | python -c \'import json, sys; print(json.load(sys.stdin)["plover"]["type"])\''
    )
    assert coded.out.strip().isupper(), coded
    quote = """echo '{"id": 1, "text": "“We are ready,” said Angela Merkel in Paris."}' | communique quotes"""
    assert j.type(quote).lines()[0]["quotes"][0]["kind"] == "direct"


def _codes(j: Journey) -> None:
    """What a script sees: 0, 1 and 2, and each message with its topic."""
    j.type("communique read missing.txt one.jsonl --format jsonl --quiet | head -c 1", code=1).notes("help NotFound")
    j.type("communique search --ledger nothing.sqlite", code=2).notes("there is no ledger", "help LedgerMissing")
    j.type("communique read one.jsonl --format xml", code=2).notes("Invalid value for '--format'")
    j.type("communique --version").says("communique, version ")


def _types(j: Journey) -> None:
    """The script is checked with the package's own types: it is sound, and what is wrong in it is seen."""
    if not j.whole:
        return
    j.type("python -m mypy --strict script1.py").says("Success: no issues found")
    j.write("wrong.py", "import communique\n\nday: int = communique.read('Macron met Merkel.').report.id\n")
    j.type("python -m mypy --strict wrong.py", code=1).says('expression has type "str", variable has type "int"')


def _server(j: Journey) -> None:
    """The same on PostgreSQL, by an address from the surroundings."""
    j.write("take.py", TAKE)
    j.type(f'python take.py "${SERVER}"').says("added True", "protest")
    j.type(f'communique search --kind protest --ledger "${SERVER}"').says("protest", "Huang Xilian")
    away = j.type("communique search --ledger postgresql://nobody:secret@127.0.0.1:9/none", code=2)
    away.notes("help LedgerUnreachable")
    assert "secret" not in away.err
