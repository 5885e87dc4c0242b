"""Questions in SQL: what the database answers, as a table, and exactly these rows to take away."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.characters import json_text
from communique.desk.access import Reader
from communique.desk.downloads import attached
from communique.desk.problems import Refused
from communique.desk.rendering import render
from communique.desk.state import Open, desk_of
from communique.errors import BadQuery
from communique.exchange.jsonschema import tables
from communique.exchange.rows import csv_of, objects, plain
from communique.ledger.asking import Answer
from communique.ledger.store import Ledger

router = APIRouter()
ROWS, SECONDS = 1_000, 10
"""The most rows that are shown, and seconds that a question may take."""
_LONGEST = 4_000
_EXAMPLE = "SELECT kind, status, count(*) AS n FROM entry GROUP BY kind, status ORDER BY n DESC"


@router.get("/sql")
def sql(request: Request, ledger: Open, _: Reader) -> Response:
    """Show what a question is answered, or what may be asked."""
    _check(request)
    statement = request.query_params.get("statement", "").strip()
    answer, problem = None, None
    if statement:
        try:
            answer = _asked(ledger, statement)
        except BadQuery as error:  # shown beside what was asked, so that it can be corrected
            problem = error
    page = render(
        request, "sql.html", statement=statement, answer=answer, problem=problem, tables=_tables(), example=_EXAMPLE,
        plain=plain, most=ROWS, seconds=SECONDS, longest=_LONGEST, forms=_FORMS,
    )  # fmt: skip
    page.status_code = 400 if problem else 200
    return page


@router.get("/sql.{form}")
def sql_as_file(request: Request, form: str, ledger: Open, _: Reader) -> Response:
    """Give the same rows as a file."""
    _check(request)
    if form not in _FORMS:
        raise Refused(404, "NoForm", f"there is no form .{form}", "Ask for one of .csv, .json")
    answer = _asked(ledger, request.query_params.get("statement", ""))
    media, made = _FORMS[form]
    headers = attached(f"rows.{form}")
    return Response(made(answer), media_type=media, headers=headers)


def _check(request: Request) -> None:
    if not desk_of(request).settings.answers_sql:
        remedy = "Whoever keeps it may start it with --sql"
        raise Refused(403, "NotAllowed", "questions in SQL are not answered by this desk", remedy)


def _asked(ledger: Ledger, statement: str) -> Answer:
    if len(statement) > _LONGEST:
        problem = f"a statement here has at most {_LONGEST:,} characters"
        raise BadQuery("statement", problem, "Ask on the command line: communique search --sql")
    return ledger.sql(statement, limit=ROWS, seconds=SECONDS)


def _tables() -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """Each table, what it holds, and its columns."""
    found = [(name, list(columns)) for name, columns in groupby(tables(), key=lambda x: str(x["table"]))]
    return [(name, str(columns[0]["of"]), [*columns]) for name, columns in found]


def _csv(answer: Answer) -> bytes:
    return csv_of(answer).encode("utf-8", "replace")


def _json(answer: Answer) -> bytes:
    return json_text(list(objects(answer))).encode()


_FORMS = MappingProxyType({"csv": ("text/csv", _csv), "json": ("application/json", _json)})
