"""Characters that a database, a terminal or a line of JSON cannot take: replaced one for one, or escaped."""

from __future__ import annotations

import doctest
import io
import json
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import characters
from communique.characters import json_text, printable, storable
from communique.commands import common

ANY = st.text(st.characters(exclude_categories=[]), max_size=40) | st.text(
    st.sampled_from("a\x00\x07\x08\x1b\x7f\x85\x9b\r\n\t\u202e\u2066\u2028\ud800\udfff\u200f\ufeff"), max_size=20
)
ANY = ANY.filter(lambda text: re.search("[\ud800-\udbff][\udc00-\udfff]", text) is None)
"""JSON takes two halves of a pair for one character."""
STEERING = "\x1b]8;;https://x.example\x07text\x1b]8;;\x07\x1b[2J\x9b31m\x08\x08\u202egpj.exe\u2069\x7f"
"""A link (OSC 8), a cleared screen, a colour (CSI, in one character too), backspaces, text turned round, delete."""


def steers(text: str) -> bool:
    """Whether a terminal would do something but print it."""
    return any((c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066\u2069" for c in text)


def test_examples() -> None:
    """The docstrings do what they show."""
    assert doctest.testmod(characters).failed == 0


@given(ANY)
def test_storable_is_utf8_without_nul(text: str) -> None:
    """Nothing moves, and all else stays."""
    found = storable(text)
    assert len(found) == len(text) and "\x00" not in found
    assert all(a == b or a == "\x00" or "\ud800" <= a <= "\udfff" for a, b in zip(text, found, strict=True))
    found.encode("utf-8")


@given(ANY)
def test_printable_steers_no_terminal(text: str) -> None:
    """Whatever is in it; in a line not even a line feed."""
    assert not steers(printable(text).replace("\r\n", "\n"))
    line = printable(text, line=True)
    assert not steers(line) and "\n" not in line and "\t" not in line
    assert len(line) == len(text)
    line.encode("utf-8")


@given(st.recursive(ANY | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(ANY, x), max_leaves=8))
def test_json_text_loses_nothing_and_steers_nothing(value: object) -> None:
    """What is read back is what was written, in UTF-8, whatever a terminal makes of its bytes."""
    for text in (json_text(value), json_text(value, indent=1), json_text(value, compact=True)):
        assert json.loads(text) == value
        assert not steers(text)
        text.encode("utf-8")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_number_is_no_json(number: float) -> None:
    """JSON has no sign for it."""
    with pytest.raises(ValueError, match="JSON"):
        json_text({"x": number})


class Terminal(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        """Return true."""
        return True


class TestTerminal:
    """What commands print."""

    def test_tables(self) -> None:
        """Cells, headings, styled text and plain strings of a table."""
        from rich.console import Group
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        console = common.console()
        console.file = io.StringIO()
        table = Table(title=STEERING)
        table.add_column(Text(STEERING))
        table.add_row(Group(Text.assemble((STEERING, ""), STEERING), Padding(Text(STEERING), 1)))
        console.print(table)
        console.print(STEERING, markup=False)
        console.print(Text(STEERING))
        out = console.file.getvalue()
        assert "text" in out and not steers(out)

    def test_messages_and_lines(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A message and a line stay one, whatever name is in it."""
        common.say("a\n" + STEERING)
        common.tell("b\n" + STEERING)
        out, err = capsys.readouterr()
        assert out.count("\n") == err.count("\n") == 1
        assert not steers(out + err)

    def test_formats_without_escapes(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """CSV keeps its bytes in a pipe, and shows them on a terminal."""
        common.emit(STEERING + "\n")
        assert capsys.readouterr().out == STEERING + "\n"
        monkeypatch.setattr(sys, "stdout", Terminal())
        common.emit(STEERING + "\n")
        assert not steers(sys.stdout.getvalue())  # type: ignore[attr-defined]
