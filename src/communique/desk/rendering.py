"""Templates, what they all may use, and the page that is made of one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from communique.about import VERSION
from communique.characters import json_text
from communique.desk.access import visitor_of
from communique.desk.asked import address
from communique.desk.fields import values_of
from communique.desk.problems import Refused
from communique.desk.rooms import ROOMS
from communique.desk.state import desk_of
from communique.desk.wording import meaning, reasons, verdict
from communique.exchange.entries import country_name, published_of
from communique.exchange.times import in_words
from communique.ledger.addresses import shown
from communique.ledger.amendments import choices_of
from communique.ledger.views import Entry, Party
from communique.links import web_address
from communique.reading.asked import kinds
from communique.records import RECEIVING, Part, Status


def render(request: Request, template: str, /, **values: Any) -> HTMLResponse:
    """Return the page that a template makes of values."""
    desk = desk_of(request)
    try:
        visitor = visitor_of(request)
    except Refused:  # the page that says so
        visitor = None
    page = (
        _environment()
        .get_template(template)
        .render(
            **values,
            nonce=request.state.nonce,
            here=request.url.path,
            visitor=visitor,
            writable=desk.settings.writable,
            is_local=desk.settings.is_local,
            ledger_name=shown(desk.ledger.address) if desk.settings.is_local else None,
        )
    )
    return HTMLResponse(page)


def make_ready() -> None:
    """Make all templates, so that no page waits for its own."""
    for name in _environment().list_templates(extensions=["html"]):
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("communique.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        rooms=ROOMS, address=address, one=one, static=static, version=VERSION, values_of=values_of,
        choices_of=choices_of, all_parts=list(Part), meaning=meaning, reasons=reasons,
        verdict=verdict, kinds=kinds, statuses=tuple(Status),
    )  # fmt: skip
    made.filters.update(
        in_words=in_words, country=country_name, web=web_address, acting=acting, towards=towards, reported=reported,
        number=number, counted=counted, json=json_text,
    )  # fmt: skip
    return made


def one(path: str, id: str, **more: str) -> str:
    """Return the address of the view of one thing.

    >>> one("/report", "a/b?", at="1-2")
    '/report?id=a%2Fb%3F&at=1-2'
    """
    return f"{path}?{urlencode({'id': id, **more}, errors='replace')}"


@cache
def static(name: str) -> str:
    """Return the address of a file that is served as it is, with its hash, so that it may be kept for ever."""
    data = resources.files("communique.desk").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:12]}"


def acting(parties: Sequence[Party]) -> list[Party]:
    """Return the parties that act, or that meet."""
    return [p for p in parties if p.part not in RECEIVING]


def towards(parties: Sequence[Party]) -> list[Party]:
    """Return the parties at whom an act is directed, or who host."""
    return [p for p in parties if p.part in RECEIVING]


def reported(entry: Entry) -> str | None:
    """Return the day of an entry's first report."""
    return published_of(entry)[0]


def number(value: int) -> str:
    """Return a number as people write it."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """Return a number and what is counted.

    >>> counted(1, "report"), counted(2, "copy", "copies")
    ('1 report', '2 copies')
    """
    return f"{value:,} {one if value == 1 else many or f'{one}s'}"
