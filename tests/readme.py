"""What the README shows of a real reading: ``python -m tests.readme --write`` puts it in anew."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from click.testing import CliRunner

from communique.cli import main as command
from tests.readings import ROOT, SAMPLES, index

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


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        README.write_text(renewed(README.read_text("utf-8")), "utf-8")
    else:
        print(table(), engagement(), sep="\n\n")
