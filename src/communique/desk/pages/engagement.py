"""One engagement: every field with its evidence, all its sources, what became of it, what people said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Reader
from communique.desk.citing import FILES, citations, taken
from communique.desk.rendering import one, render
from communique.desk.state import Open
from communique.desk.wording import codes
from communique.exchange.entries import with_links
from communique.ledger.linked import linked
from communique.ledger.undertakings import CLOSED
from communique.ledger.views import Account
from communique.ledger.whereabouts import whereabouts
from communique.records import as_json

router = APIRouter()
_SHOWN = 100
"""Sources of which all is shown at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one source tells: the accounts of one report, or of several that print the same."""

    accounts: tuple[Account, ...]

    @property
    def first(self) -> Account:
        """The account that is shown whole."""
        return self.accounts[0]

    @property
    def others(self) -> tuple[Account, ...]:
        """Further accounts in the same report."""
        return tuple(a for a in self.accounts[1:] if a.report.id == self.first.report.id)

    @property
    def copies(self) -> tuple[Account, ...]:
        """The first account of each other report that prints the same."""
        found = {a.report.id: a for a in reversed(self.accounts) if a.report.id != self.first.report.id}
        return tuple(reversed(found.values()))


def sources_of(accounts: Sequence[Account]) -> tuple[Source, ...]:
    """Return accounts by their sources, in the order of the first of each: copies of one report are one source."""
    groups: dict[str, list[Account]] = {}
    for account in accounts:
        groups.setdefault(account.report.group, []).append(account)
    return tuple(Source(tuple(of)) for of in groups.values())


@router.get("/engagement")
def engagement(request: Request, id: str, ledger: Open, _: Reader, all: bool = False) -> Response:
    """Show it; an id that it once had, or that of an account, leads to it."""
    entry = ledger.entry(id)
    if entry.id != id:
        return RedirectResponse(one("/engagement", entry.id), 307)
    sources = sources_of(entry.accounts)
    shown = sources if all else sources[:_SHOWN]
    return render(
        request,
        "engagement.html",
        entry=entry,
        sources=shown,
        left_out=len(sources) - len(shown),
        by_id={a.id: a for a in entry.accounts},
        closed=CLOSED,
        found=whereabouts(ledger, [a for x in shown for a in (x.first, *x.others)][:_SHOWN]),
        codes=list(codes(entry.plover, entry.cameo)),
        life=ledger.undertaking(id, by=date.today().isoformat()),
        linked=linked(ledger, entry),
        judged=ledger.judgements(id),
        undone=ledger.undone(),
        files=FILES,
        cited=citations(request, ledger, entry),
    )


@router.get("/engagement.{suffix}")
def as_file(request: Request, suffix: str, id: str, ledger: Open, _: Reader) -> Response:
    """Give it in a form: as JSON, as ``communique show`` does, or as it is cited."""
    entry = ledger.entry(id)
    return taken(request, ledger, entry, as_json(with_links(entry)), suffix)
