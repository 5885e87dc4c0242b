"""A run over reports: each record shown, each failure named, both counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from communique.commands.common import fail, foreign, in_languages, in_part, progress, say, warn_of_losses

if TYPE_CHECKING:
    from communique.errors import CommuniqueError
    from communique.records import Record


def run(records: Iterable[Record | CommuniqueError], show: Callable[[Record], None], expected: int, quiet: bool) -> int:
    """Print every record, name every failure and what was left out, count them at the end; return the exit code."""
    from communique.errors import CommuniqueError

    done, part, short, failures, others = 0, 0, 0, [], Counter[str]()
    for item in progress(records, expected, quiet, "reading"):
        if isinstance(item, CommuniqueError):
            failures.append(item)
            fail(item)
        else:
            language = foreign(item)
            others.update([language] if language else [])
            done += language is None
            part += in_part(item)
            show(item)
            short += warn_of_losses(item.report, item.warnings)
    if expected > 1 or failures or short or part or others:
        partly = f" ({part} of them in part)" if part else ""
        failed = f", {len(failures)} failed" if failures else ""
        left = f", {short} with text left out" if short else ""
        apart = f"; {in_languages(others)}" if others else ""
        say(f"{done} report{'' if done == 1 else 's'} read{partly}{left}{failed}{apart}")
    return 1 if failures else 0
