"""What is used every day from Python, in one call each: ``communique.read`` and ``communique.open_ledger``."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.intake import Report
    from communique.language.cores import Core
    from communique.ledger.store import Ledger
    from communique.reading.budget import Budget
    from communique.records import Record

__all__ = ["open_ledger", "read"]

_LOG = logging.getLogger("communique")
_LOG.addHandler(logging.NullHandler())


def read(
    text: str | Report,
    *,
    published: str | date | None = None,
    title: str | None = None,
    url: str | None = None,
    id: str | None = None,
    budget: Budget | None = None,
    core: Core | None = None,
) -> Record:
    """Return the record of a text, or of a report that was taken in already; what to beware of is logged as a warning.

    Args:
        text: the text of a report, title first or given apart; or a report, which has the rest of these itself.
        published: its day of publication, by which "on Monday" is read.
        title, url, id: what else is known of it.
        budget: how much of a long one is read; all, where none is given.
        core: what reads its words and trees (:mod:`communique.language.pipelines`); the shipped model, where none is.

    Raises:
        NotText: if ``text`` is ``None``, bytes, a path or anything else that is no text.
        EmptyInput: if there is nothing but blanks in it.
        IntakeError: of another kind, if it is too large, or the day or the id is none.
        ModelError: if the language model, or the core, cannot be used.
    """
    from communique.intake import Report, report_from_text
    from communique.reading.budget import UNLIMITED
    from communique.reading.read import SHIPPED
    from communique.reading.read import read as read_report

    if isinstance(text, Report):
        report = text
    else:
        day = published.isoformat() if isinstance(published, date) else published
        report = report_from_text(text, published=day, title=title, url=url, id=id)
    record = read_report(report, budget or UNLIMITED, core or SHIPPED)
    for warning in record.warnings:
        _LOG.warning("report %s: %s", record.report.id, warning)
    return record


def open_ledger(address: str | Path = "communique.sqlite", *, read_only: bool = False, upgrade: bool = False) -> Ledger:
    """Return the ledger at an address, a file or ``postgresql://…``; one is made where there is none.

    Raises:
        LedgerError: of the kind that says why it cannot be opened (:class:`communique.ledger.store.Ledger`).
    """
    from communique.ledger.store import Ledger

    return Ledger(address, read_only=read_only, upgrade=upgrade)
