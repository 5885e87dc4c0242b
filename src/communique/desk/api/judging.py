"""What people say of the record, samples that they judge, and how right these are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Judge, Reader
from communique.desk.api.answers import COUNTED, answer, gives, list_of, listed, piece_of, ref
from communique.desk.api.parameters import OF_ALL, PIECE, QUEUE, Given, takes
from communique.desk.problems import Refused
from communique.desk.state import Open
from communique.errors import BadQuery
from communique.ledger import pieces, reviewing
from communique.ledger.agreement import agreement as agreed
from communique.ledger.judgements import Verdict
from communique.ledger.pieces import Cut
from communique.ledger.stale import Seen
from communique.records import as_json

router = APIRouter(tags=["judgements"])
_MOST_DRAWN = 10_000


Version = Annotated[str, Field(max_length=200)]


class Judging(BaseModel):
    """A judgement as it is sent: what is said of what. Who says it is whoever asks."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["accept", "reject", "amend", "same", "different", "unsure", "add"]
    subject: str = Field(min_length=1, description="The id of what is judged; to add, that of a report")
    other: str | None = Field(None, description="With same and different: the id of the other")
    field: str | None = Field(None, description="With amend: the field that is set", examples=["status"])
    value: Any = Field(None, description="With amend its value; with add, the engagement that was missed")
    note: str | None = Field(None, description="Why")

    seen: Version | tuple[Version, Version] | None = Field(
        None, description="The version of what is judged as you saw it, of both with same and different"
    )


class Undoing(BaseModel):
    """A judgement that is taken back."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, description="The id of the judgement")
    note: str | None = Field(None, description="Why")


def _named(name: str | None) -> str:
    """Who judges.

    Raises:
        Refused: if nobody knows.
    """
    if not name:
        raise Refused(403, "NotAllowed", "it is not known who judges", "Say your name at /sign-in, or send a token")
    return name


@router.get("/judgements", **gives(list_of("Marked"), (*takes("subject"), *PIECE), summary="Judgements"))
def judgements(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique judge --list --json`` prints, in the order in which they were made."""
    cut = Cut(asked.page(), asked.number("offset", 0), COUNTED + 1)
    found = pieces.judged(ledger, asked.one("subject"), cut)
    marks = {"undone": ledger.undone(), "idle": ledger.idle()}
    items = [{**as_json(x), **{name: True for name, ids in marks.items() if x.id in ids}} for x in found.items]
    return listed(request, items, found.count)


@router.post("/judgements", **gives(ref("Judgement"), summary="Judge", status=201))
def judge(sent: Judging, ledger: Open, visitor: Judge, _: Given) -> Response:
    """It is kept and applied at once; the answer is the judgement as it is kept."""
    given: dict[str, Any] = sent.model_dump(exclude={"verdict", "subject"})
    return answer(ledger.judge(Verdict(sent.verdict), sent.subject, by=_named(visitor.name), **given), 201)


@router.post("/judgements/undo", **gives(ref("Judgement"), summary="Undo a judgement", status=201))
def undo_judgement(sent: Undoing, ledger: Open, visitor: Judge, _: Given) -> Response:
    """That is a judgement too, and can be undone."""
    return answer(ledger.judge(Verdict.UNDO, sent.id, by=_named(visitor.name), note=sent.note), 201)


@router.get("/samples", **gives(list_of("Sample"), PIECE, summary="Samples that were drawn"))
def samples(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """In the order in which they were drawn."""
    return piece_of(request, asked, reviewing.samples(ledger))


_OF_SAMPLE = tuple(x for x in OF_ALL if x["name"] != "rejected")


@router.post(
    "/samples", **gives(ref("Sample"), (*takes("seed", needed=["n"]), *_OF_SAMPLE), summary="Draw a sample", status=201)
)
def draw_sample(ledger: Open, asked: Given, visitor: Judge) -> Response:
    """Engagements that a query finds, at random, to be judged."""
    n = asked.number("n", 1)
    if not 1 <= n <= _MOST_DRAWN:
        raise BadQuery(repr(str(n)), "so many cannot be drawn", f"Give n=100, or another from 1 to {_MOST_DRAWN:,}")
    by = _named(visitor.name)
    drawn, _ = ledger.sample(n, asked.number("seed", 1), by=by, among=asked.all())
    return answer(drawn, 201)


@router.get("/precision", **gives(ref("Precision"), takes("sample"), summary="How right a sample is"))
def precision(ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique precision --json`` prints: by what people judged in it."""
    return answer(ledger.precision(asked.one("sample")))


@router.get(
    "/agreement", **gives(list_of("Agreement"), (*takes("sample"), *PIECE), summary="How far people agree, two by two")
)
def agreement(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique agreement --json`` prints: of what both judged, with Cohen's kappa."""
    return piece_of(request, asked, agreed(ledger, asked.one("sample")))


@router.get("/seen", **gives(ref("Seen"), takes(needed=["id"]), summary="A thing and its version"))
def seen(ledger: Open, asked: Given, _: Reader) -> Response:
    """An engagement, an actor, a statement or a report, as a judgement of it may say that it was seen."""
    return answer(reviewing.seen(ledger, asked.needed("id")))


@router.get("/review", **gives(list_of("Seen"), QUEUE, summary="What you are to judge next, and its versions"))
def review(request: Request, ledger: Open, asked: Given, visitor: Judge) -> Response:
    """What the page of review goes through: engagements that you have not judged yet, the least certain first."""
    queue, limit = asked.queue(_named(visitor.name)), asked.page()
    found = reviewing.waiting(ledger, queue, after=asked.one("after"), limit=limit + 1)
    shown = found[:limit]
    further = shown[-1].id if shown and len(found) > limit else ""
    count = reviewing.left(ledger, queue, COUNTED + 1)
    return listed(request, [Seen(x, x.version) for x in shown], count, after=further)


@router.get("/counts", **gives(ref("Counts"), summary="How much there is"))
def counts(ledger: Open, _: Reader, __: Given) -> Response:
    """Reports, sources, engagements, accounts, actors, judgements."""
    return answer(ledger.counts())
