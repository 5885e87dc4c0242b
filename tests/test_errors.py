"""The tree of errors: its shape, its messages, its way through pickle."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from communique import errors
from communique.errors import (
    BadRecord,
    BatchError,
    CommuniqueError,
    ExchangeError,
    IntakeError,
    LedgerError,
    ModelError,
    WatchError,
)
from communique.runs import ReadingFailed, WorkerLost

LEAVES = [getattr(errors, name) for name in errors.__all__ if name not in ("CommuniqueError",)]


def test_public_names_are_sorted_and_complete() -> None:
    """Every error class is public, and the list of public names is sorted."""
    classes = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert list(errors.__all__) == sorted(classes)


def test_tree_is_the_one_drawn() -> None:
    """The module's docstring draws each class, under its base."""
    drawn: dict[str, str] = {}
    bases = ["CommuniqueError"]
    for branch, name in re.findall(r"^ {4}([│ ]*[├└]── )(\w+)", errors.__doc__ or "", flags=re.M):
        depth = len(branch) // 4
        drawn[name] = bases[depth - 1]
        bases[depth:] = [name]
    assert drawn == {kind.__name__: kind.__base__.__name__ for kind in LEAVES}
    assert {k for k, v in drawn.items() if v == "CommuniqueError"} == {
        kind.__name__ for kind in (IntakeError, ModelError, LedgerError, ExchangeError, WatchError, BatchError)
    }


def test_reference_page_names_every_error() -> None:
    """The reference lists every error and no other, those of the runs among them."""
    page = Path(__file__).parent.parent / "docs" / "reference" / "errors.md"
    named = {line.split("`")[1] for line in page.read_text("utf-8").splitlines() if line.startswith("| `")}
    assert named == {kind.__name__ for kind in (*LEAVES, ReadingFailed, WorkerLost)}


@pytest.mark.parametrize("kind", LEAVES)
def test_message_names_input_place_and_remedy(kind: type[CommuniqueError]) -> None:
    """A message says where, what is wrong and what to do."""
    error = kind("reports.jsonl", "not JSON", "Mend the line", place="line 3")
    assert str(error) == "reports.jsonl, line 3: not JSON. Mend the line."
    assert (error.source, error.problem, error.remedy, error.place) == (
        "reports.jsonl",
        "not JSON",
        "Mend the line",
        "line 3",
    )


def test_message_without_a_place() -> None:
    """Where the whole input is meant, no place is named."""
    assert str(errors.NotFound("a.txt", "there is no such file", "Look again")).startswith("a.txt: there is no")


def test_errors_cross_processes() -> None:
    """An error that is pickled comes back whole."""
    again = pickle.loads(pickle.dumps(BadRecord("a.jsonl", "no text", "Give one", place="line 9")))
    assert isinstance(again, BadRecord)
    assert str(again) == "a.jsonl, line 9: no text. Give one."
