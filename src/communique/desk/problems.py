"""What went wrong, in one shape (RFC 9457), and what the desk itself refuses."""

from __future__ import annotations

from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from communique import errors
from communique.errors import (
    AlreadyWatched,
    BadJudgement,
    BadQuery,
    CommuniqueError,
    ExtraMissing,
    IntakeError,
    LedgerBusy,
    LedgerFull,
    LedgerReadOnly,
    LedgerUnreachable,
    ReportConflict,
    StaleJudgement,
    TooLarge,
    UnknownId,
)

_STATUS: tuple[tuple[type[CommuniqueError], int], ...] = (
    (UnknownId, 404),
    (BadQuery, 400),
    (BadJudgement, 422),
    (StaleJudgement, 409),
    (ReportConflict, 409),
    (TooLarge, 413),
    (IntakeError, 422),
    (LedgerReadOnly, 403),
    (LedgerBusy, 503),
    (AlreadyWatched, 409),
    (LedgerUnreachable, 503),
    (LedgerFull, 507),
    (ExtraMissing, 501),
)
"""By the first that an error is one of; any other is 500."""


class Refused(Exception):
    """A request that the desk itself refuses: its HTTP status, the name of the fault, what is wrong, what to do."""

    def __init__(self, status: int, name: str, problem: str, remedy: str, **headers: str) -> None:
        super().__init__(status, name, problem, remedy)
        self.status, self.name, self.problem, self.remedy, self.headers = status, name, problem, remedy, headers


def problem_of(error: Exception) -> dict[str, Any]:
    """Return an error as the members of a problem (RFC 9457): type, title, status, detail; source, place and remedy.

    ``type`` is where the manual speaks of it: ``/help/errors#unknownid``, or ``/help/api#nothere``.
    """
    if isinstance(error, Refused):
        return _problem(error.name, error.status, error.problem, remedy=error.remedy)
    if isinstance(error, CommuniqueError):
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 500)
        rest = {"source": error.source, "place": error.place, "remedy": error.remedy}
        return _problem(error.topic, status, error.problem, **rest)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"])
        return _problem("BadRequest", 422, str(first["msg"]), place=where, remedy="See /api for what is taken")
    if isinstance(error, HTTPException):
        told = "there is nothing at this address" if error.status_code == 404 else str(error.detail)
        return _problem("NotHere", error.status_code, told, remedy="See the links at the top of the page, or /api")
    return _problem("Fault", 500, "the desk failed at this", remedy="Look at what it printed, and report it")


def _problem(name: str, status: int, detail: str, **rest: str | None) -> dict[str, Any]:
    page = "errors" if name in errors.__all__ else "api"
    found = {"type": f"/help/{page}#{name.lower()}", "title": name, "status": status, "detail": detail}
    return {**found, **{key: value for key, value in rest.items() if value}}
