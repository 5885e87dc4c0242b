"""Review: one engagement after another with its evidence, judged by a key or a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Judge, Reader, Right
from communique.desk.asked import Pairs, given_in
from communique.desk.fields import given_in as typed_in
from communique.desk.fields import values_of
from communique.desk.forms import Sent
from communique.desk.judging import judged, refused_as_stale
from communique.desk.problems import Refused, problem_of
from communique.desk.queues import queue_from
from communique.desk.rendering import render
from communique.desk.sentences import marked
from communique.desk.state import Open
from communique.errors import BadJudgement, BadQuery, StaleJudgement, UnknownId
from communique.ledger import reviewing
from communique.ledger.nearby import near
from communique.ledger.reviewing import Order, Queue
from communique.ledger.store import Ledger
from communique.ledger.views import Entry

router = APIRouter()
_WHERE = ("after", "before", "id")
"""Parameters that say where in the queue one is; the others say which it is."""
_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and what it does."""

    key: str
    does: str


KEYS = (
    Key("a", "Accept: it is right as it stands"),
    Key("r", "Reject: the text does not say this"),
    Key("u", "Unsure: it cannot be told"),
    Key("e", "Amend a field"),
    Key("s", "The same as another engagement"),
    Key("d", "Different from another that is like it"),
    Key("t", "Write a note"),
    Key("n", "Skip to the next"),
    Key("j", "Skip to the next, too"),
    Key("k", "Back to the one before"),
    Key("z", "Undo what you judged last"),
    Key("?", "Show these keys"),
)
"""What the keys of the page do; the page's elements have them as ``data-key``, and its script presses those."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is: in which queue, as its parameters and as what is asked of the ledger."""

    asked: Pairs
    queue: Queue

    def address(self, path: str = "/review", /, **more: str) -> str:
        """Return the address of this queue, at some place in it, or of another in its stead (its ``order``)."""
        found = urlencode([*(x for x in self.asked if x[0] not in more), *more.items()])
        return f"{path}?{found}" if found else path


def _place(request: Request, by: str) -> Place:
    """Return where one is by the address.

    Raises:
        BadQuery: if a part of it cannot be understood.
    """
    given = given_in(request.query_params)
    return Place([x for x in given if x[0] not in _WHERE], queue_from(given, by, also=_WHERE))


@router.get("/review")
def review(request: Request, ledger: Open, visitor: Reader) -> Response:
    """Show the next of a queue, or the one that the address names."""
    if not visitor.may(Right.JUDGE):
        return render(request, "review.html", place=None, entry=None)
    if visitor.name is None:
        return RedirectResponse("/me", 303)
    place = _place(request, visitor.name)
    return _page(request, ledger, place, _entry(request, ledger, place))


def _entry(request: Request, ledger: Ledger, place: Place) -> Entry | None:
    params = request.query_params
    if params.get("id"):
        return ledger.entry(params["id"])
    try:
        if params.get("before"):
            return reviewing.preceding(ledger, place.queue, params["before"])
        return reviewing.following(ledger, place.queue, after=params.get("after") or None)
    except UnknownId as error:
        if error.source not in (params.get("after"), params.get("before")):
            raise
        return reviewing.following(ledger, place.queue)  # it became part of another, or its report was forgotten


def _page(request: Request, ledger: Ledger, place: Place, entry: Entry | None, **more: Any) -> Response:
    by = place.queue.by
    today = datetime.now(UTC).date().isoformat()
    return render(
        request, "review.html", place=place, entry=entry, keys=KEYS, orders=list(Order), counted_to=_COUNTED,
        left=reviewing.left(ledger, place.queue, _COUNTED + 1), done=reviewing.done(ledger, by, today),
        last=reviewing.last(ledger, by), near=near(ledger, entry.id) if entry else [], marked=marked,
        **{"problem": None, "values": values_of(entry) if entry else {}, **more},
    )  # fmt: skip


@router.post("/review")
def reviewed(request: Request, ledger: Open, visitor: Judge, form: Sent) -> Response:
    """Keep what is said, and lead to the next; to the same one again, if it is not judged by that."""
    place = _place(request, visitor.name or "")
    try:
        said = judged(ledger, form, visitor)
    except StaleJudgement as error:
        return refused_as_stale(request, form, error, place.address(id=str(form["subject"])))
    except (BadJudgement, BadQuery, UnknownId, Refused) as error:
        return _refused(request, ledger, place, form, error)
    is_done = said.verdict in reviewing.SAID or said.accepts
    return RedirectResponse(place.address(**{"after" if is_done else "id": said.subject}), 303)


def _refused(request: Request, ledger: Ledger, place: Place, form: FormData, error: Exception) -> Response:
    """The page as it was sent, with what is wrong with it."""
    entry = ledger.entry(str(form.get("subject", "")))
    values = typed_in(form) if str(form.get("say", "")).startswith("amend") else values_of(entry)
    page = _page(request, ledger, place, entry, problem=problem_of(error), values=values)
    page.status_code = problem_of(error)["status"]
    return page


@router.post("/review/undo")
def undone(request: Request, ledger: Open, visitor: Judge) -> Response:
    """Undo what this person judged last, and show it again."""
    place = _place(request, visitor.name or "")
    kept = reviewing.judgement(ledger, reviewing.undo_last(ledger, visitor.name or "").subject)
    try:
        return RedirectResponse(place.address(id=ledger.entry(kept.subject).id), 303)
    except UnknownId:  # an actor, a report, a statement
        return RedirectResponse(place.address(), 303)
