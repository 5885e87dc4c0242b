"""What the pages on the PLOVER types show of the lexicon: ``python -m tests.type_pages --write`` puts it in anew.

Meaning and neighbours of a type are written by hand, and so are the sentences with their answers: a test runs
them (:mod:`tests.test_type_pages`), and whoever changes an answer reads it first.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.reading.coding import FUTURE, code, quad
from communique.reading.lexicon import Sense, lexicon
from communique.reading.pairs import code_pair
from communique.records import Plover, Status
from tests import marked
from tests.readings import ROOT

FOLDER = ROOT / "docs" / "types"
TABLES = ROOT / "src" / "communique" / "data" / "predicates"
TYPES = tuple(
    "agree consult support concede cooperate aid retreat request accuse reject threaten protest sanction mobilize "
    "coerce assault".split()
)
WORDS = 6
"""Words shown of each code."""
_ROWS = (
    ("planned, proposed, possible or conditional", tuple(s for s in Status if s in FUTURE)),
    ("declined", (Status.DECLINED,)),
    ("cancelled", (Status.CANCELLED,)),
    ("denied", (Status.DENIED,)),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A row of a page: the sentence with its pair, and the answer shown."""

    sentence: str
    source: str
    target: str
    shown: tuple[str, ...]


def senses_of(name: str) -> list[Sense]:
    """The senses of a type, in the lexicon's order."""
    return [s for s in lexicon().senses.values() if s.plover == name.upper()]


def entries() -> dict[str, dict[str, Any]]:
    """The lexicon's entries as they are written, by sense."""
    tables = (tomllib.loads(p.read_text("utf-8")) for p in sorted(TABLES.glob("*.toml")))
    return {str(e["id"]): e for table in tables for e in table["sense"]}


def plain(pattern: str) -> str:
    """A pattern as words: the first of every choice, and no relations, subjects or what is after them."""
    words = [w for w in pattern.split() if w[0] not in "&!^@"]
    return " ".join(w.lstrip("+=/").split("|")[0].replace("-", " ") for w in words)


def sense_table(name: str) -> str:
    """A row for each mode and CAMEO code of a type: its senses, and some words that tell of it."""
    written, groups = entries(), dict[tuple[str, str], list[Sense]]()
    for sense in senses_of(name):
        groups.setdefault((sense.cameo, sense.mode or ""), []).append(sense)
    rows = ["| CAMEO | mode | senses | words, such as |", "|---|---|---|---|"]
    for (cameo, mode), senses in sorted(groups.items()):
        patterns = [p for s in senses for key in ("verbs", "nouns") for p in written[s.id].get(key, [])[:WORDS]]
        words = list(dict.fromkeys(map(plain, sorted(patterns, key=lambda p: any(c in p for c in "&!^@|")))))
        ids = ", ".join(f"`{s.id}`" for s in senses)
        rows.append(f"| {cameo} | {mode or '–'} | {ids} | {', '.join(words[:WORDS])} |")
    return "\n".join(rows)


def status_table(name: str) -> str:
    """What becomes of the type's code by the status, as the coding has it."""
    rows = ["| a deed that is | is coded as |", "|---|---|"]
    return "\n".join([*rows, *(f"| {words} | {_becomes(name, statuses)} |" for words, statuses in _ROWS)])


def _becomes(name: str, statuses: tuple[Status, ...]) -> str:
    found: dict[str, list[Sense]] = {}
    for sense in senses_of(name):
        made = {_told(sense, *code(sense, status)) for status in statuses}
        found.setdefault(" or ".join(sorted(made)), []).append(sense)
    most, *others = sorted(found.items(), key=lambda item: -len(item[1]))
    rest = [f"{told} (CAMEO {', '.join(sorted({s.cameo for s in senses}))})" for told, senses in others]
    return "; ".join([most[0], *rest])


def _told(sense: Sense, plover: Plover, cameo: str) -> str:
    if (plover.type, cameo) == (sense.plover, sense.cameo):
        return f"`{plover.type}` as ever, with the status"
    return f"`{plover.type}`{f' / {plover.mode}' if plover.mode else ''}, {cameo}"


def answer(sentence: str, source: str, target: str) -> tuple[str, ...]:
    """What the package says of a pair, as the columns of a page: type and mode, CAMEO, status."""
    coded = code_pair(sentence, source, target)
    if coded.plover is None or coded.status is None:
        return ("–", "–", "–")
    mode = f" / {coded.plover.mode}" if coded.plover.mode else ""
    return (f"`{coded.plover.type}`{mode}", coded.cameo or "–", coded.status.value)


def examples(page: str) -> Iterator[Example]:
    """The rows of a page whose sentence has a source in bold and a target in italics."""
    for row in re.findall(r"^\| (.*\*\*.*) \|$", page, flags=re.M):
        marked, *shown = (cell.strip() for cell in row.split(" | "))
        source = re.search(r"\*\*(.+?)\*\*", marked)
        target = re.search(r"(?<!\*)\*([^*]+)\*(?!\*)", marked)
        assert source is not None and target is not None, row
        yield Example(marked.replace("*", ""), source[1], target[1], tuple(shown))


def index_table() -> str:
    """A row for every type: its class, how many senses code to it, and what it is in a sentence."""
    rows = ["| type | class | senses | |", "|---|---|---|---|"]
    for name in TYPES:
        _, meaning, *_ = (FOLDER / f"{name}.md").read_text("utf-8").split("\n\n")
        first = re.split(r"[.:] ", " ".join(meaning.split()))[0].rstrip(".")
        rows.append(f"| [{name.upper()}]({name}.md) | {quad(name.upper())} | {len(senses_of(name))} | {first} |")
    return "\n".join(rows)


def renewed(name: str, text: str) -> str:
    """A page with its blocks as the code has them now; ``index`` is the page that lists the others."""
    made = (
        {"types": index_table()} if name == "index" else {"senses": sense_table(name), "statuses": status_table(name)}
    )
    for block, table in made.items():
        text = marked.renewed(text, block, table)
    return text


if __name__ == "__main__":
    for page in (*TYPES, "index"):
        path = FOLDER / f"{page}.md"
        new = renewed(page, path.read_text("utf-8"))
        if sys.argv[1:] == ["--write"]:
            path.write_text(new, "utf-8")
        else:
            print(new)
