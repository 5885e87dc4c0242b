"""What the ledger answers with, as rows of CSV: which columns each sort of thing has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.commands.forms import Cell, Sheet
from communique.commands.tables import who
from communique.exchange import reviews
from communique.ledger.views import Account, Entry, LedgerActor, Undertaking

_BAR = " | "


def _entry(entry: Entry) -> tuple[Cell, ...]:
    last = entry.accounts[-1] if entry.accounts else None
    quote = last.evidence[0].quote if last and last.evidence else None
    place = entry.place.name if entry.place else None
    report = (last.report.id, last.report.published) if last else (None, None)
    return (entry.id, entry.kind, entry.status.value, who(entry.parties), entry.time, place, quote, *report,
            entry.review.value)  # fmt: skip


ENTRIES = Sheet(
    ("id", "kind", "status", "parties", "time", "place", "quote", "report", "published", "review"), _entry
)  # fmt: skip
"""Engagements, one a row; the quotation and the report are those of the last account."""


def _account(account: Account) -> tuple[Cell, ...]:
    return (
        *(account.id, account.kind, account.status.value, who(account.parties)),
        account.time.edtf if account.time else None,
        account.place.name if account.place else None,
        account.voice.name if account.voice else None,
        _BAR.join(e.quote for e in account.evidence),
        account.sentence,
        *(account.report.id, account.report.published, account.report.publisher, account.report.url),
    )


ACCOUNTS = Sheet(
    ("id", "kind", "status", "parties", "time", "place", "voice", "quotes", "sentence", "report", "published",
     "publisher", "url"),
    _account,
)  # fmt: skip
"""What each report says of one engagement."""


def _actor(actor: LedgerActor) -> tuple[Cell, ...]:
    offices = [f"{'former ' if x.former else ''}{x.title}" for x in actor.offices]
    return (actor.id, actor.kind.value, actor.name, actor.country, _BAR.join(actor.names), _BAR.join(offices),
            " ".join(actor.sectors), actor.wikidata, len(actor.appearances))  # fmt: skip


ACTORS = Sheet(
    ("id", "kind", "name", "country", "names", "offices", "sectors", "wikidata", "appearances"), _actor
)  # fmt: skip


_REPORT = ("id", "title", "published", "publisher", "url", "language")
REPORTS = Sheet(_REPORT, lambda report: [report[name] for name in _REPORT])
"""Reports, as plain JSON."""


def _undertaking(promise: Undertaking) -> tuple[Cell, ...]:
    entry = promise.entry
    return (promise.due, promise.stage.value, promise.likely, *_entry(entry))


UNDERTAKINGS = Sheet(("due", "stage", "likely", *ENTRIES.columns), _undertaking)
"""Promises: when each was due, where it stands, which engagement may be its keeping, and the engagement."""
SHARES = Sheet(reviews.SHARES, lambda row: row)
AGREEMENT = Sheet(reviews.AGREEMENT, reviews.agreed)
_JUDGEMENT = ("id", "at", "by", "verdict", "subject", "other", "field", "value", "note")


def _judgement(judgement: Mapping[str, Any]) -> Sequence[Cell]:
    from communique.characters import json_text

    value = judgement["value"]
    plain = value if value is None or isinstance(value, str) else json_text(value)
    cells = [plain if name == "value" else judgement[name] for name in _JUDGEMENT]
    return [*cells, *("yes" if judgement.get(name) else None for name in ("undone", "idle"))]


JUDGEMENTS = Sheet((*_JUDGEMENT, "undone", "idle"), _judgement)


def _saying(saying: Any) -> Sequence[Cell]:
    from communique.exchange.statements import cells

    return cells(saying)


def sayings() -> Sheet:
    """Return the columns of statements, which are those of the export."""
    from communique.exchange.statements import COLUMNS

    return Sheet([column.name for column in COLUMNS], _saying)


def events() -> Sheet:
    """Return the columns of event data."""
    from communique.reading.coding.events import COLUMNS, csv_row

    return Sheet(COLUMNS, csv_row)


TOKENS = Sheet(
    ("name", "rights", "made"), lambda token: (token["name"], " ".join(token["rights"]), token["made"])
)  # fmt: skip
"""Tokens for a desk, as plain JSON."""
