"""Who judges, at a desk that others reach: whoever has a token."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import NAME_COOKIE, TOKEN_COOKIE, Reader
from communique.desk.forms import Sent
from communique.desk.rendering import render
from communique.desk.state import desk_of

router = APIRouter()
_MONTH = 30 * 24 * 3600


@router.get("/sign-in")
def sign_in(request: Request, _: Reader) -> Response:
    """Ask for it; on this machine a name is enough."""
    if desk_of(request).settings.is_local:
        return RedirectResponse("/me", 303)
    return render(request, "sign-in.html", refused=False)


@router.post("/sign-in")
def signed_in(request: Request, _: Reader, form: Sent) -> Response:
    """Keep it in the browser, where no script can read it."""
    token = str(form.get("token", "")).strip()
    if desk_of(request).tokens.find(token) is None:
        page = render(request, "sign-in.html", refused=True)
        page.status_code = 401
        return page
    answer = RedirectResponse("/", 303)
    _keep(request, answer, TOKEN_COOKIE, token, _MONTH)
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
