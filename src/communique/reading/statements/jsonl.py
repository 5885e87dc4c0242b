"""Documents as JSON Lines in, their quotations as JSON Lines out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from communique.errors import IntakeError
from communique.intake import Report
from communique.intake.jsonl import read_jsonl
from communique.language.core import analyse
from communique.reading.statements.find import find_quotes
from communique.reading.statements.quote import Quote
from communique.records import Span

_log = logging.getLogger(__name__)


def _logged(error: IntakeError) -> None:
    _log.error("%s", error)


def quotes_jsonl(
    lines: Iterable[str | bytes],
    source: str = "<lines>",
    *,
    failed: Callable[[IntakeError], None] = _logged,
) -> Iterator[str]:
    """Yield, for every document in ``lines``, its quotations as a line of JSON (without line end).

    A document is ``{"id", "text"}``, optionally with ``title`` and what else intake reads. A bad
    line goes to ``failed`` (by default it is logged) as an error that names ``source`` and the
    line; the others are read all the same.
    """
    raw = (line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line for line in lines)
    for item in read_jsonl((r if r.endswith(b"\n") else r + b"\n" for r in raw), source):
        if isinstance(item, IntakeError):
            failed(item)
        else:
            yield json.dumps(quotes_of(item), ensure_ascii=False)


def quotes_of(report: Report) -> dict[str, Any]:
    """Return the quotations of a report as plain JSON types."""
    found = find_quotes(analyse(report.layer), report.layer)
    return {"id": report.info.id, "quotes": [_plain(quote) for quote in found]}


def _plain(quote: Quote) -> dict[str, Any]:
    return {
        "content": [_pair(span) for span in quote.content],
        "source": [_pair(quote.source)] if quote.source else [],
        "cue": [_pair(quote.cue)] if quote.cue else [],
        "kind": quote.kind.value,
        "force": quote.force,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
