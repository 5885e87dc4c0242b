"""A run over reports: each record shown, each failure named, both counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from communique.commands.common import fail, foreign, in_languages, in_part, progress, say, warn_of_losses

if TYPE_CHECKING:
    from communique.records import Record
    from communique.runs import Outcome


def run(outcomes: Iterable[Outcome], show: Callable[[Record], None], expected: int, quiet: bool) -> int:
    """Print every record, name every failure and what was left out, count them at the end; return the exit code."""
    from communique.errors import CommuniqueError
    from communique.runs import Apart, Read

    done, part, short, failed, others, apart = 0, 0, 0, 0, Counter[str](), Counter[str]()
    for item in progress(outcomes, expected, quiet, "reading"):
        if isinstance(item, CommuniqueError):
            failed += 1
            fail(item)
        elif isinstance(item, Apart):
            apart[item.language] += 1
        elif isinstance(item, Read):
            language = foreign(item.record)
            others.update([language] if language else [])
            done += language is None
            part += in_part(item.record)
            show(item.record)
            short += warn_of_losses(item.record.report, item.record.warnings)
    if expected > 1 or failed or short or part or others or apart:
        partly = f" ({part} of them in part)" if part else ""
        lost = f", {failed} failed" if failed else ""
        left = f", {short} with text left out" if short else ""
        say(f"{done} report{'' if done == 1 else 's'} read{partly}{left}{lost}{in_languages(others, apart)}")
    return 1 if failed else 0
