"""What pages show of real readings and of the shipped reports' ledger: ``python -m tests.readme --write`` renews it."""

from __future__ import annotations

import json
import re
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from communique.cli import main as command
from communique.intake import report_from_text
from communique.ledger.store import Ledger
from tests.readings import ROOT, SAMPLES, index, sample
from tests.shared_work import once

README = ROOT / "README.md"
SAMPLE = "xi-japan-postponed"
ENGAGEMENTS, STATEMENT_LINES = 3, 5
"""How much is shown: engagements, and whole lines of statements."""


def arguments() -> list[str]:
    """The command shown, as a reader types it in the checkout."""
    entry = next(e for e in index() if e["id"] == SAMPLE)
    return ["read", f"src/communique/samples/{entry['file']}", "--published", entry["published"]]


def output(*more: str) -> str:
    """The command's real output at 80 columns."""
    name, path, *rest = arguments()
    real = str(SAMPLES / path.rsplit("/", 1)[-1])
    return CliRunner().invoke(command, [name, real, *rest, *more], env={"COLUMNS": "80"}).stdout


def table() -> str:
    """The command and a cut of what it prints: the first engagements and statements."""
    lines = [line.rstrip() for line in output().strip("\n").splitlines()]
    divide = lines.index("STATEMENTS") if "STATEMENTS" in lines else len(lines)
    blocks = "\n".join(lines[:divide]).strip("\n").split("\n\n")
    shown = "\n\n".join(blocks[:ENGAGEMENTS]) + ("\n\n…" if len(blocks) > ENGAGEMENTS else "")
    said, rest = lines[divide : divide + 1 + STATEMENT_LINES], lines[divide + 1 + STATEMENT_LINES :]
    while rest and not re.match(r" {2}\S.*\((in)?direct\)|.*\(mixed\)", rest[0]):
        said.append(rest.pop(0))
    end = "\n  …" if rest else ""
    return f"$ communique {' '.join(arguments())}\n{shown}\n\n" + "\n".join(said).rstrip() + end


def engagement() -> str:
    """One engagement of it as JSON, a line a key: the first with a time and two participants, else the first."""
    found: list[dict[str, Any]] = json.loads(output("--format", "json"))["engagements"]
    whole = [e for e in found if e["time"] and len(e["participants"]) > 1] or found
    rows = (f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in whole[0].items())
    return "{\n" + ",\n".join(rows) + "\n}"


def block(name: str, language: str, text: str) -> str:
    """A fenced block between its two marks."""
    return f"<!-- {name} -->\n```{language}\n{text}\n```\n<!-- /{name} -->"


def renewed(text: str) -> str:
    """The README with its two blocks as they are read now."""
    for name, language, made in (("table", "console", table()), ("json", "json", engagement())):
        new = block(name, language, made)
        text, count = re.subn(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, new=new: new, text, flags=re.S)
        assert count == 1, name
    return text


@cache
def ledger() -> str:
    """The ledger that ``communique demo --ledger demo.sqlite`` makes, for as long as the run lasts."""
    return str(once("demo.sqlite", _make))


def _make(path: Path) -> None:
    with Ledger(str(path)) as made:
        for entry in sorted(index(), key=lambda e: str(e["published"])):
            text = (SAMPLES / entry["file"]).read_text("utf-8")
            report = report_from_text(text, published=entry["published"], id=entry["id"], name=entry["file"])
            made.add(report, sample(entry["id"]))


def answered(line: str) -> list[str]:
    """The lines that a command on ``demo.sqlite`` prints, without blanks at their ends."""
    arguments = [ledger() if x == "demo.sqlite" else x for x in shlex.split(line)[1:]]
    result = CliRunner().invoke(command, arguments, env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return [x.rstrip() for x in result.stdout.rstrip().splitlines()]


def with_answers(text: str) -> str:
    """A page with what its commands on ``demo.sqlite`` print now, where it shows what they print."""

    def renew(found: re.Match[str]) -> str:
        parts = re.split(r"^(\$ .*)$", found[1], flags=re.M)
        out = parts[0]
        for line, shown in zip(parts[1::2], parts[2::2], strict=True):
            known = line.endswith("--ledger demo.sqlite") and shown.strip()
            out += line + ("\n" + "\n".join(answered(line[2:])) + "\n" if known else shown)
        return f"```console\n{out}```"

    return re.sub(r"```console\n(.*?)```", renew, text, flags=re.S)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        README.write_text(with_answers(renewed(README.read_text("utf-8"))), "utf-8")
        for page in sorted((ROOT / "docs").rglob("*.md")):
            page.write_text(with_answers(page.read_text("utf-8")), "utf-8")
    else:
        print(table(), engagement(), sep="\n\n")
