"""Precision: a sample drawn at random, judged through the review, and how much of it is right."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Judge, Reader
from communique.desk.asked import query_from
from communique.desk.forms import Sent
from communique.desk.problems import Refused
from communique.desk.rendering import render
from communique.desk.sheets import taken_away
from communique.desk.state import Open
from communique.exchange import reviews
from communique.ledger.reviewing import samples

router = APIRouter()
_MOST = 10_000


@router.get("/precision")
def precision(request: Request, ledger: Open, _: Reader, sample: str = "") -> Response:
    """Show how right a sample is, the last that was drawn if none is named."""
    drawn = samples(ledger)
    found = ledger.precision(sample or None) if drawn or sample else None
    return render(request, "precision.html", found=found, samples=drawn[::-1])


@router.get("/precision.{suffix}")
def downloaded(suffix: str, ledger: Open, _: Reader, sample: str = "") -> Response:
    """Give the same rows in a form."""
    found = ledger.precision(sample or None)
    return taken_away("precision", suffix, reviews.SHARES, reviews.shares(found), [found])


@router.post("/precision")
def drawn(ledger: Open, visitor: Judge, form: Sent) -> Response:
    """Draw a sample, and lead to it."""
    if visitor.name is None:
        raise Refused(422, "NoName", "nobody is named who draws", "Give your name at /me")
    given = [(name, value.strip()) for name, value in form.multi_items() if isinstance(value, str) and value.strip()]
    n, seed = (_number(dict(given), name, most) for name, most in (("n", _MOST), ("seed", 10**9)))
    query = query_from(given, also=("n", "seed"))
    made, _ = ledger.sample(n, seed, by=visitor.name, among=replace(query, limit=None, offset=0))
    return RedirectResponse(f"/precision?{urlencode({'sample': made.id})}", 303)


def _number(given: dict[str, str], name: str, most: int) -> int:
    text = given.get(name, "1" if name == "seed" else "100")
    least = 0 if name == "seed" else 1
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        raise Refused(
            422, "BadQuery", f"{name}: {text!r} is no number from {least} to {most:,}", f"Give {name}={least}"
        )
    return int(text)
