"""Documents as JSON Lines in, their quotations as JSON Lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from communique.characters import json_text
from communique.errors import IntakeError
from communique.intake import Report
from communique.intake.jsonl import read_jsonl
from communique.intake.report import Known
from communique.language.core import analyse
from communique.reading.statements.find import find_quotes
from communique.reading.statements.quote import Quote
from communique.records import Span


def quotes_jsonl(
    lines: Iterable[str | bytes], source: str = "<stdin>", *, utterances: bool = False
) -> Iterator[str | IntakeError]:
    """Yield, for every document in ``lines``, its quotations as a line of JSON, or the error.

    A document is ``{"id", "text"}``, optionally with ``title`` and what else intake reads. The error for
    a bad line names ``source`` and the line; the others are read all the same. With ``utterances`` what
    is only believed or wanted is left out.
    """
    raw = (line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line for line in lines)
    for item in read_jsonl((r if r.endswith(b"\n") else r + b"\n" for r in raw), Known(source)):
        yield item if isinstance(item, IntakeError) else json_text(quotes_of(item, utterances))


def quotes_of(report: Report, utterances: bool = False) -> dict[str, Any]:
    """Return the quotations of a report as plain JSON types."""
    found = find_quotes(analyse(report.layer), report.layer)
    return {"id": report.info.id, "quotes": [_plain(q) for q in found if q.force.is_utterance or not utterances]}


def _plain(quote: Quote) -> dict[str, Any]:
    return {
        "content": [_pair(span) for span in quote.content],
        "source": [_pair(quote.source)] if quote.source else [],
        "cue": [_pair(quote.cue)] if quote.cue else [],
        "kind": quote.kind.value,
        "force": quote.force.value,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
