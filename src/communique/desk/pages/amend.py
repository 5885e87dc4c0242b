"""Corrections of where things stand in a report: its spans amended, what was missed added, the last of it undone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Judge
from communique.desk.amending import ALL, Target, around, chosen, target, with_span
from communique.desk.marking import AT
from communique.desk.problems import problem_of
from communique.desk.rendering import one, render
from communique.desk.state import Open
from communique.errors import BadJudgement, BadQuery, StaleJudgement, UnknownId
from communique.ledger import reviewing
from communique.ledger.amendments import choices
from communique.ledger.judgements import Verdict
from communique.ledger.reported import Reported, reported
from communique.ledger.store import Ledger
from communique.records import Part, Span, Status

router = APIRouter()
_PARTIES = 4


class Given(BaseModel):
    """What a form gives. ``was`` is where the thing stood when the form was made, ``seen`` its version then."""

    id: str
    what: str
    start: str = ""
    end: str = ""
    words: str = ""
    place_of: str = ALL
    seen: str = ""
    was: str = ""
    note: str = ""
    kind: str = "meeting"
    status: str = Status.HELD.value
    time: str = ""
    place: str = ""
    who: list[str] = []
    part: list[str] = []

    @property
    def parties(self) -> list[dict[str, str]]:
        """Who takes part, each with the part."""
        return [{"actor": a.strip(), "part": p} for a, p in zip(self.who, self.part, strict=False) if a.strip()]


@router.get("/report/amend")
def asked(request: Request, given: Annotated[Given, Query()], ledger: Open, _: Judge) -> Response:
    """Show what characters are said to be, before it is kept: as it is, and as it would be."""
    return _form(request, ledger, given, reported(ledger, given.id))


@router.post("/report/amend")
def amended(request: Request, given: Annotated[Given, Form()], ledger: Open, visitor: Judge) -> Response:
    """Keep it; where it cannot be, or it is no longer as it was seen, show the form again with the reason."""
    found = reported(ledger, given.id)
    try:
        span = chosen(found.text, given.start, given.end, given.words)
        _keep(ledger, given, found, span, visitor.name or "")
    except (BadJudgement, BadQuery, StaleJudgement, UnknownId) as error:
        return _form(request, ledger, given, found, error)
    return RedirectResponse(f"{one('/report', given.id, at=f'{span.start}-{span.end}')}#{AT}", 303)


@router.post("/report/undo")
def undone(id: Annotated[str, Form()], judgement: Annotated[str, Form()], ledger: Open, visitor: Judge) -> Response:
    """Undo an amendment of a report."""
    ledger.judge(Verdict.UNDO, judgement, by=visitor.name or "")
    return RedirectResponse(one("/report", id), 303)


def _keep(ledger: Ledger, given: Given, found: Reported, span: Span, by: str) -> None:
    aim, note = target(found, given.what), given.note.strip() or None
    if aim is None:
        value = {"start": span.start, "end": span.end, "kind": given.kind, "status": given.status,
                 "time": given.time.strip() or None, "place": given.place.strip() or None,
                 "parties": given.parties}  # fmt: skip
        ledger.judge(Verdict.ADD, given.id, by=by, value=value, note=note)
        return
    spans = with_span(aim.now, span, given.place_of)
    ledger.judge(Verdict.AMEND, aim.id, by=by, field=aim.field, value=_value(spans), note=note, seen=given.seen or None)


def _value(spans: tuple[Span, ...]) -> Any:
    return [[x.start, x.end] for x in spans]


def _form(request: Request, ledger: Ledger, given: Given, found: Reported, error: Exception | None = None) -> Response:
    """The form of a correction; with the reason why it was not kept, where it was not."""
    aim = target(found, given.what)
    try:
        span = chosen(found.text, given.start, given.end, given.words)
    except BadQuery:
        if error is None:
            raise
        span = Span(0, 0)
    is_stale = isinstance(error, StaleJudgement)
    page = render(
        request, "amend.html", given=given, found=found, aim=aim, span=span, around=around(found.text, span),
        seen=reviewing.seen(ledger, aim.id).version if aim else "", was=_words(found.text, given.was),
        stale=error if is_stale else None, problem=problem_of(error) if error and not is_stale else None,
        now=_spans(aim), kinds=choices("entry", "kind"), statuses=list(Status), part_names=list(Part),
        rows=range(max(_PARTIES, len(given.parties) + 1)),
    )  # fmt: skip
    page.status_code = problem_of(error)["status"] if error else 200
    return page


def _spans(aim: Target | None) -> str:
    return ",".join(f"{x.start}-{x.end}" for x in aim.now) if aim else ""


def _words(text: str, spans: str) -> list[str]:
    """The words that stand at spans as a form carries them; what is none is left out, since it is only shown."""
    found = (pair.partition("-") for pair in spans.split(",")[:100])
    return [text[int(a) : int(b)] for a, _, b in found if a.isdecimal() and b.isdecimal() and len(a) + len(b) < 20]
