"""Operations counted: what a text costs, the same on every machine, loaded or not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from types import FrameType
from typing import Any

import pytest

from communique.intake import report_from_text
from communique.reading import read

STAGES = (
    "_times", "_acts", "find_cast", "find_quotes", "find_setting", "read_drafts", "make_statements",
    "find_counterparts", "Voices", "coming_tokens", "with_issuer",
)  # fmt: skip
"""What :mod:`communique.reading.read` calls one after another."""


def operations(work: Callable[[], object]) -> int:
    """How many instructions of Python a piece of work takes: every turn of every loop counts, those of libraries in
    other languages do not."""
    count = 0

    def inside(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "opcode"
        return inside

    def enter(frame: FrameType, event: str, arg: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return inside

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def spent(text: str) -> Counter[str]:
    """The operations of each stage of a reading."""
    found: Counter[str] = Counter()

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work, updated=())
        def run(*args: Any, **kwargs: Any) -> Any:
            results: list[Any] = []
            found[name] += operations(lambda: results.append(work(*args, **kwargs)))
            return results[0]

        return run

    report = report_from_text(text, published="2018-08-06")
    with pytest.MonkeyPatch.context() as patch:
        for name in STAGES:
            patch.setattr(read, name, counted(name, getattr(read, name)))
        read.read(replace(report, info=replace(report.info, language="en")))
    return found
