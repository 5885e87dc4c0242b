"""Judging from other pages: the form by which a thing is judged, whatever it is called by, and what such forms send."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Judge
from communique.desk.forms import Sent
from communique.desk.judging import judged, refused_as_stale
from communique.desk.problems import Refused
from communique.desk.rendering import one, render
from communique.desk.state import Open
from communique.errors import StaleJudgement, UnknownId
from communique.ledger import finding, reviewing
from communique.ledger.finding import Found, Sort
from communique.ledger.store import Ledger
from communique.ledger.views import LedgerActor, ReportRef, Saying

router = APIRouter()
_JUDGED = (Sort.ENTRY, Sort.ACTOR, Sort.ACCOUNT, Sort.APPEARANCE, Sort.REPORT, Sort.STATEMENT)


@router.get("/judge")
def judging(request: Request, ledger: Open, _: Judge, id: str = "") -> Response:
    """Show the form to judge an actor or a report by, or lead to that for anything else; a name will do for an id."""
    found = _meant(ledger, id.strip())
    if found.sort in (Sort.ENTRY, Sort.ACCOUNT):
        return RedirectResponse(one("/review", ledger.entry(found.id).id), 303)
    if found.sort is Sort.STATEMENT:
        return RedirectResponse(_words_of(finding.saying(ledger, found.id)), 303)
    thing = reviewing.seen(ledger, found.id)
    if thing.thing.id != id:
        return RedirectResponse(one("/judge", thing.thing.id), 303)
    return render(request, f"judge_{'report' if found.sort is Sort.REPORT else 'actor'}.html", it=thing)


def _meant(ledger: Ledger, name: str) -> Found:
    """What is to be judged.

    Raises:
        Refused: if nothing is named, or a judgement.
        UnknownId, BadQuery: if it is nothing's name, or that of several.
    """
    if not name:
        remedy = "Give its id, or an actor's name or a report's title: /judge?id=…"
        raise Refused(400, "BadQuery", "it does not say what is judged", remedy)
    try:
        return finding.find(ledger, name, _JUDGED)
    except UnknownId:
        if not _is_judgement(ledger, name):
            raise
    problem, remedy = f"{name} is a judgement, and is not judged itself", "Undo it, on the page of what it is about"
    raise Refused(422, "BadJudgement", problem, remedy)


def _is_judgement(ledger: Ledger, id: str) -> bool:
    try:
        reviewing.judgement(ledger, id)
    except UnknownId:
        return False
    return True


def _words_of(saying: Saying) -> str:
    """The address of the form by which the words of a statement are amended, as they stand now."""
    start, end, report = saying.content[0].start, saying.content[-1].end, saying.report.id
    what = f"content:{saying.id.removeprefix(f'{report}/')}"
    return one("/report/amend", report, start=str(start), end=str(end), what=what)


@router.post("/judge")
def judged_elsewhere(request: Request, ledger: Open, visitor: Judge, form: Sent) -> Response:
    """Keep what is said on the page of a thing, and lead back to it."""
    subject = str(form.get("subject", ""))
    try:
        judged(ledger, form, visitor)
    except StaleJudgement as error:
        return refused_as_stale(request, form, error, _page_of(ledger, subject))
    return RedirectResponse(_page_of(ledger, subject), 303)


def _page_of(ledger: Ledger, id: str) -> str:
    """The address of the page that a thing has."""
    thing = reviewing.seen(ledger, id).thing
    paths = ((LedgerActor, "/actor"), (ReportRef, "/report"), (Saying, "/statement"))
    return one(next((path for kind, path in paths if isinstance(thing, kind)), "/engagement"), id)
