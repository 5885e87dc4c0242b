"""Communiqué reads news reports and keeps a verifiable record of diplomatic engagement.

What is used every day stands here; it is imported when it is first asked for.

>>> import communique
>>> record = communique.read("Macron met Merkel in Berlin on Monday.", published="2018-08-08")
>>> record.engagements
(Engagement('e1', 'meeting', 'held', 'Macron, Merkel', '2018-08-06'),)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from communique.about import VERSION as __version__
from communique.errors import (
    AddressRefused,
    AlreadyWatched,
    BadConllu,
    BadDate,
    BadEncoding,
    BadFeed,
    BadJudgement,
    BadLayout,
    BadQuery,
    BadRecord,
    BadRedirect,
    BadSources,
    BadStatus,
    BatchError,
    BinaryInput,
    ClusterOpen,
    CommuniqueError,
    CoreMissing,
    CoreUnfit,
    Damaged,
    EmptyInput,
    Encrypted,
    ExchangeError,
    ExtraMissing,
    IntakeError,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerMissing,
    LedgerReadOnly,
    LedgerUnreachable,
    ModelDamaged,
    ModelError,
    ModelMissing,
    NewSchema,
    NoArticle,
    NotAFile,
    NotAReport,
    NotFound,
    NotText,
    OldSchema,
    ParserLost,
    QuoteMismatch,
    ReportConflict,
    ReportRefused,
    RetryLater,
    RobotsRefused,
    StaleJudgement,
    TooLarge,
    TooSlow,
    UnknownId,
    Unreachable,
    Unreadable,
    Wall,
    WatchError,
    WebError,
    WrongType,
)

if TYPE_CHECKING:
    from communique.frames import to_frame
    from communique.intake import Report
    from communique.ledger.judgements import Verdict
    from communique.ledger.queries import Query
    from communique.ledger.store import Ledger
    from communique.reading.budget import Budget
    from communique.reading.coding.events import events_of
    from communique.records import Record, Status, as_json
    from communique.runs import read_all
    from communique.shortcuts import open_ledger, read

__all__ = [
    "AddressRefused",
    "AlreadyWatched",
    "BadConllu",
    "BadDate",
    "BadEncoding",
    "BadFeed",
    "BadJudgement",
    "BadLayout",
    "BadQuery",
    "BadRecord",
    "BadRedirect",
    "BadSources",
    "BadStatus",
    "BatchError",
    "BinaryInput",
    "Budget",
    "ClusterOpen",
    "CommuniqueError",
    "CoreMissing",
    "CoreUnfit",
    "Damaged",
    "EmptyInput",
    "Encrypted",
    "ExchangeError",
    "ExtraMissing",
    "IntakeError",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerMissing",
    "LedgerReadOnly",
    "LedgerUnreachable",
    "ModelDamaged",
    "ModelError",
    "ModelMissing",
    "NewSchema",
    "NoArticle",
    "NotAFile",
    "NotAReport",
    "NotFound",
    "NotText",
    "OldSchema",
    "ParserLost",
    "Query",
    "QuoteMismatch",
    "Record",
    "Report",
    "ReportConflict",
    "ReportRefused",
    "RetryLater",
    "RobotsRefused",
    "StaleJudgement",
    "Status",
    "TooLarge",
    "TooSlow",
    "UnknownId",
    "Unreachable",
    "Unreadable",
    "Verdict",
    "Wall",
    "WatchError",
    "WebError",
    "WrongType",
    "__version__",
    "as_json",
    "events_of",
    "open_ledger",
    "read",
    "read_all",
    "to_frame",
]

_HOMES = {
    "Budget": "communique.reading.budget",
    "Ledger": "communique.ledger.store",
    "Query": "communique.ledger.queries",
    "Record": "communique.records",
    "Report": "communique.intake",
    "Status": "communique.records",
    "Verdict": "communique.ledger.judgements",
    "as_json": "communique.records",
    "events_of": "communique.reading.coding.events",
    "open_ledger": "communique.shortcuts",
    "read": "communique.shortcuts",
    "read_all": "communique.runs",
    "to_frame": "communique.frames",
}
"""Where each name is taken from when it is first asked for."""


if not TYPE_CHECKING:  # which would take any name for one that is there

    def __getattr__(name: str) -> Any:
        """Return what a name stands for, imported now."""
        if name in _HOMES:
            found = getattr(import_module(_HOMES[name]), name)
            globals()[name] = found
            return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, those that are not imported yet among them."""
    return sorted({*globals(), *__all__})
