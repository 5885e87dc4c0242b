"""Reading in the browser: a text, a file or an address is read and shown, and added to the ledger or left."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Adder, Reader, Right
from communique.desk.forms import sent
from communique.desk.problems import Refused, problem_of
from communique.desk.reading import MOST, Answer, Asked
from communique.desk.rendering import render
from communique.desk.state import Open, desk_of
from communique.errors import CommuniqueError, IntakeError, UnknownId
from communique.intake.report import check_date
from communique.ledger.store import Ledger
from communique.records import Record, as_json
from communique.runs import Read
from communique.webpage import printed

router = APIRouter()
_KNOWN = ("text", "address", "title", "published", "publisher")
_DAY = "the day of publication"
Sent = Annotated[FormData, Depends(sent)]


@router.get("/read")
def read(request: Request, ledger: Open, visitor: Reader, key: str = "", n: int = 0) -> Response:
    """Show the form, or what was read."""
    desk = desk_of(request)
    if key:
        return _shown(request, ledger, desk.shelf.get(key), key, n)
    if visitor.may(Right.ADD):
        desk.reader.warm()
    return render(request, "read.html", given=dict.fromkeys(_KNOWN, ""), problem=None)


@router.post("/read")
def readings(request: Request, _: Adder, form: Sent) -> Response:
    """Read what is sent, keep it, and lead to it; where it cannot be read, say why above what was sent."""
    given = {name: str(form.get(name) or "").strip() for name in _KNOWN}
    try:
        answer = desk_of(request).reader.read(_asked(form, given))
    except (Refused, IntakeError) as error:
        return _refused(request, given, error)
    (first, *more) = answer.outcomes or (_nothing(),)
    if isinstance(first, Read) or more:
        return RedirectResponse(_address(desk_of(request).shelf.put(answer)), 303)
    return _refused(request, given, first)


def _refused(request: Request, given: dict[str, str], error: Exception) -> Response:
    problem = problem_of(error)
    page = render(request, "read.html", given=given, problem=problem)
    page.status_code = problem["status"]
    page.headers.update(getattr(error, "headers", {}))
    return page


def _nothing() -> Refused:
    return Refused(422, "EmptyInput", "nothing was given to be read", "Paste a text, choose a file or give an address")


def _asked(form: FormData, given: dict[str, str]) -> Asked:
    """Return what is to be read: a text, else a file, else what stands at the address.

    Raises:
        Refused: if nothing is given.
        BadDate: if the day of publication is none.
    """
    check_date(given["published"] or None, _DAY)
    known: dict[str, Any] = {name: given[name] or None for name in ("address", "title", "published", "publisher")}
    file = form.get("file")
    if given["text"]:
        return Asked(text=str(form["text"]), **known)
    if isinstance(file, UploadFile) and (file.size or file.filename):
        return Asked(file.filename or "the file", raw=file.file.read(), **known)
    if given["address"]:
        return Asked(given["address"], **known)
    raise _nothing()


def _shown(request: Request, ledger: Ledger, answer: Answer, key: str, n: int) -> Response:
    """Show one of the reports that were read, or the list of them."""
    found = [x for x in answer.outcomes if isinstance(x, Read)]
    failed = [problem_of(x) for x in answer.outcomes if isinstance(x, CommuniqueError)]
    if len(answer.outcomes) > 1 and not n:
        rows = [(number, x, _is_there(ledger, x)) for number, x in enumerate(found, 1)]
        return render(request, "read_list.html", rows=rows, failed=failed, key=key, more=answer.more, most=MOST)
    one = _one(answer, n or 1)
    return render(request, "read_record.html", key=key, n=n, there=_is_there(ledger, one), undated=_undated(one.record),
                  id=one.report.info.id, **printed(as_json(one.record)))  # fmt: skip


def _one(answer: Answer, n: int) -> Read:
    found = [x for x in answer.outcomes if isinstance(x, Read)]
    if not 0 < n <= len(found):
        raise Refused(404, "NotKept", f"there is no report {n} in what was read", "Go back to the list")
    return found[n - 1]


def _is_there(ledger: Ledger, read: Read) -> bool:
    try:
        return bool(ledger.group(read.report.info.id))
    except UnknownId:
        return False


def _undated(record: Record) -> list[str]:
    """The words of times that cannot be told without the day of publication."""
    if record.report.published:
        return []
    return list(dict.fromkeys(x.text for x in record.times if x.edtf is None))


@router.post("/read/add")
def added(request: Request, ledger: Open, _: Adder, form: Sent) -> Response:
    """Add to the ledger what was shown, or all that was read with it."""
    key, n = str(form.get("key", "")), _number(form)
    answer = desk_of(request).shelf.get(key)
    for one in [_one(answer, n)] if n else answer.outcomes:
        if isinstance(one, Read):
            ledger.add(one.report, one.record)
    return RedirectResponse(_address(key, n), 303)


@router.post("/read/again")
def again(request: Request, _: Adder, form: Sent) -> Response:
    """Read a report anew with the day of publication that is given, in the place of what was read."""
    key, n = str(form.get("key", "")), _number(form)
    desk = desk_of(request)
    answer = desk.shelf.get(key)
    one = _one(answer, n or 1)
    day = check_date(str(form.get("published", "")).strip() or None, _DAY)
    anew = desk.reader.read(Asked(one.report.info.title or "the text", published=day, again=one.report))
    if not isinstance(anew.outcomes[0], Read):
        raise anew.outcomes[0]
    outcomes = tuple(anew.outcomes[0] if x is one else x for x in answer.outcomes)
    desk.shelf.put(replace(answer, outcomes=outcomes), key)
    return RedirectResponse(_address(key, n), 303)


@router.post("/read/leave")
def left(request: Request, _: Adder, form: Sent) -> Response:
    """Let go of what was read."""
    desk_of(request).shelf.drop(str(form.get("key", "")))
    return RedirectResponse("/read", 303)


def _address(key: str, n: int = 0) -> str:
    return f"/read?{urlencode({'key': key, **({'n': n} if n else {})})}"


def _number(form: FormData) -> int:
    given = str(form.get("n", ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0
