"""Who judges: a name on this machine, a token elsewhere."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import LONGEST_NAME, NAME_COOKIE, TOKEN_COOKIE, Reader
from communique.desk.rendering import render
from communique.desk.state import desk_of

router = APIRouter()
_MONTH = 30 * 24 * 3600
_YEAR = 365 * 24 * 3600


@router.get("/sign-in")
def sign_in(request: Request, _: Reader) -> Response:
    """Ask for it."""
    return render(request, "sign-in.html", refused=False)


@router.post("/sign-in")
def signed_in(
    request: Request, _: Reader, token: Annotated[str, Form()] = "", name: Annotated[str, Form()] = ""
) -> Response:
    """Keep it in the browser, where no script can read a token."""
    desk = desk_of(request)
    answer = RedirectResponse("/", 303)
    if desk.settings.is_local:
        _keep(request, answer, NAME_COOKIE, quote(" ".join(name.split())[:LONGEST_NAME], errors="replace"), _YEAR)
        return answer
    if desk.tokens.find(token.strip()) is None:
        page = render(request, "sign-in.html", refused=True)
        page.status_code = 401
        return page
    _keep(request, answer, TOKEN_COOKIE, token.strip(), _MONTH)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, _: Reader) -> Response:
    """Forget both."""
    answer = RedirectResponse("/", 303)
    for name in (TOKEN_COOKIE, NAME_COOKIE):
        _keep(request, answer, name, "", 0)
    return answer


def _keep(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    is_secret = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=is_secret)
