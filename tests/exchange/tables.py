"""The tables of the page on exports: ``python -m tests.exchange.tables --write`` puts them in anew."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from communique.exchange import csv, parquet, statements
from communique.exchange.formats import FORMATS
from tests.readings import ROOT

PAGE = ROOT / "docs" / "reference" / "exchange.md"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def tables() -> dict[str, str]:
    """Each table by its mark."""
    formats = ((f"[`{f.name}`](#{f.name})", f"`{f.suffix}`", f.loses) for f in FORMATS.values())
    columns = ((f"`{c.name}`", c.type, c.meaning) for c in csv.COLUMNS)
    said = ((f"`{c.name}`", c.type, c.meaning) for c in statements.COLUMNS)
    fields = ((f"`{f.name}`", f"`{_type(str(f.type))}`") for f in parquet.schema())
    return {
        "formats": _table(("format", "ending", "what is lost"), formats),
        "csv": _table(("column", "type", "meaning"), columns),
        "parquet": _table(("column", "type"), fields),
        "statements": _table(("column", "type", "meaning"), said),
    }


def _type(text: str) -> str:
    """A type of Arrow without the names that it gives to the items of lists."""
    return text.replace("item: ", "").replace("element: ", "")


def renewed(text: str) -> str:
    """The page with its tables as they are made now."""
    for name, made in tables().items():
        new = f"<!-- {name} -->\n{made}\n<!-- /{name} -->"
        text, count = re.subn(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, new=new: new, text, flags=re.S)
        assert count == 1, name
    return text


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
    else:
        print(*tables().values(), sep="\n\n")
