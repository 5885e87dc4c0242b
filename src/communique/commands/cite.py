"""``communique show --cite``: a thing as what one writes cites it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from communique.commands.common import emit, usage

if TYPE_CHECKING:
    from communique.ledger.finding import Found
    from communique.ledger.store import Ledger
    from communique.ledger.views import Account, Entry, ReportRef, Saying

CITATIONS = ("text", "bibtex", "csl")


def cite(ledger: Ledger, found: Found, form: str, desk: str | None) -> None:
    """Print a citation of what was found, as of today."""
    from communique.exchange.citation import FORMS, references
    from communique.ledger.views import Entry, ReportRef

    thing = _thing(ledger, found)
    if isinstance(thing, Entry):
        reports = {a.report.id for a in thing.accounts}
    else:
        reports = {thing.id if isinstance(thing, ReportRef) else thing.report.id}
    bylines = {id: byline for id in sorted(reports) if (byline := ledger.record(id).report.byline)}
    try:
        made = references(thing, date.today(), desk=desk, bylines=bylines)
    except ValueError as error:
        usage(ValueError(f"--{error}"))
    emit(FORMS[form](made))


def _thing(ledger: Ledger, found: Found) -> Entry | Account | Saying | ReportRef:
    from communique.ledger.finding import Sort, saying
    from communique.ledger.views import ReportRef

    if found.sort is Sort.ENTRY:
        return ledger.entry(found.id)
    if found.sort is Sort.ACCOUNT:
        return ledger.account(found.id)
    if found.sort is Sort.STATEMENT:
        return saying(ledger, found.id)
    if found.sort is Sort.REPORT:
        x = ledger.record(found.id).report
        return ReportRef(x.id, x.title, x.published, x.publisher, x.url, "")
    problem = f"--cite: {found.id} is an actor, and what is cited is what a report says"
    usage(ValueError(f"{problem}. Give the id of an engagement, an account, a statement or a report"))
