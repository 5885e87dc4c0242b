"""Reports: what is known of them, their text, their records; read one, add one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from communique.characters import storable
from communique.desk.access import Adder, Reader, Trier
from communique.desk.api.answers import COUNTED, FILE, answer, form_of, gives, list_of, listed, piece_of, ref
from communique.desk.api.parameters import ALONG, OF_ALL, PIECE, Given, takes
from communique.desk.downloads import ROWS
from communique.desk.rows import reports_download
from communique.desk.state import Open
from communique.errors import CommuniqueError
from communique.intake.report import MAX_ID, Report, report_from_text
from communique.ledger import pieces
from communique.ledger.pieces import Cut
from communique.reading.budget import Budget
from communique.records import Record
from communique.runs import read_again

router = APIRouter(tags=["reports"])
_BUDGET = Budget(words=20_000, seconds=60.0)
"""The most that is spent on a report while somebody waits."""


class Sent(BaseModel):
    """A report as it is sent: its text, and what is known of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(
        min_length=1, description="The text, whole", examples=["PARIS (AFP) - France recalled its envoy."]
    )
    id: str | None = Field(
        None, min_length=1, max_length=MAX_ID, description="Its id; made from the text if none is given"
    )
    title: str | None = Field(None, description="Its title")
    published: str | None = Field(None, description="The day of its publication, YYYY-MM-DD", examples=["2018-08-06"])
    url: str | None = Field(None, description="Its address on the web")
    byline: str | None = Field(None, description="Who wrote it")
    publisher: str | None = Field(None, description="Who published it")

    def report(self) -> Report:
        """Return the report.

        Raises:
            IntakeError: if it can be none.
        """
        return report_from_text(
            self.text, name=self.id or "the text that was sent", **self.model_dump(exclude={"text"})
        )


@router.get(
    "/reports", **gives(list_of("FoundReport"), ALONG, summary="Reports that have words, or tell of what is asked")
)
def reports(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The newest first, as ``communique search --reports --json`` prints them."""
    cut = Cut(asked.page(), asked.number("offset", 0), COUNTED + 1)
    found = pieces.reports(ledger, asked.all(), cut)
    return listed(request, found.items, found.count, after=found.after or "")


@router.get("/reports.{form}", **gives(FILE, OF_ALL, summary="All of them as a file", media="*/*"))
def reports_as_file(form: Annotated[str, form_of(ROWS)], ledger: Open, asked: Given, _: Reader) -> Response:
    """A row each, with how much was found in it: in the form of the pages."""
    return reports_download(pieces.all_reports(ledger, asked.all()), form)


@router.get(
    "/report", **gives(ref("ReportInfo"), takes(needed=["id"]), summary="What is known of a report, and its text")
)
def report(ledger: Open, asked: Given, _: Reader) -> Response:
    """Offsets of evidence count code points of this text."""
    return answer(ledger.report(asked.needed("id")).info)


@router.get(
    "/report/text",
    **gives({"type": "string"}, takes(needed=["id"]), summary="The text of a report", media="text/plain"),
)
def report_text(ledger: Open, asked: Given, _: Reader) -> Response:
    """The text alone."""
    return PlainTextResponse(storable(ledger.report(asked.needed("id")).layer.text))


@router.get("/report/record", **gives(ref("Record"), takes(needed=["id"]), summary="The record of a report"))
def report_record(ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique show ID --json`` prints: as it was read, its statements as people amended them."""
    return answer(ledger.judged_record(asked.needed("id")))


@router.get(
    "/report/copies", **gives(list_of("Id"), (*takes(needed=["id"]), *PIECE), summary="Ids of a report and its copies")
)
def report_copies(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """They count as one source."""
    return piece_of(request, asked, ledger.group(asked.needed("id")))


@router.get("/changes", **gives(list_of("Change"), (*takes("report"), *PIECE), summary="What re-readings changed"))
def changes(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """In their order; what was forgotten is among them."""
    return piece_of(request, asked, ledger.changes(asked.one("report")))


@router.post("/read", **gives(ref("Record"), summary="Read a report, and keep nothing of it"))
def read(sent: Sent, _: Trier, __: Given) -> Response:
    """The same as ``communique read --format json`` prints."""
    return answer(_read(sent.report()))


@router.post(
    "/reports",
    **gives(ref("AddedReport"), summary="Read a report and add it to the ledger", status=201, else_status=200),
)
def add_report(sent: Sent, ledger: Open, _: Adder, __: Given) -> Response:
    """``added`` is false, with 200, where it is there already."""
    made = sent.report()
    added = ledger.add(made, _read(made))
    return answer({"report": made.info.id, "added": added}, 201 if added else 200)


def _read(made: Report) -> Record:
    (outcome,) = read_again([made], _BUDGET)
    if isinstance(outcome, CommuniqueError):
        raise outcome
    return outcome.record
