"""Who judges: the name that judgements bear."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import NAME_COOKIE, Judge, Reader
from communique.desk.forms import Sent
from communique.desk.problems import Refused
from communique.desk.rendering import render
from communique.desk.state import desk_of

router = APIRouter()
_LONGEST, _YEAR = 200, 365 * 24 * 3600


@router.get("/me")
def me(request: Request, _: Reader) -> Response:
    """Show the name, and the form to give another."""
    return render(request, "me.html")


@router.post("/me")
def named(request: Request, _: Judge, form: Sent) -> Response:
    """Keep the name in the browser, and lead to the review."""
    if not desk_of(request).settings.is_local:
        raise Refused(403, "NotAllowed", "here you judge by the name of your token", "Sign in with another token")
    name = " ".join(str(form.get("name", "")).split())
    if not 0 < len(name) <= _LONGEST:
        problem = f"a name has 1 to {_LONGEST} characters, and this has {len(name)}"
        raise Refused(422, "NoName", problem, "Give the name by which others know you")
    answer = RedirectResponse("/review", 303)
    answer.set_cookie(NAME_COOKIE, quote(name), max_age=_YEAR, path="/", httponly=True, samesite="strict")
    return answer
