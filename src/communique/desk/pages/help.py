"""The manual: the pages that ``communique help`` shows in a terminal."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.problems import Refused
from communique.desk.rendering import render
from communique.manual import GROUPS, Page, anchor, led_to, pages, picture
from communique.nearest import did_you_mean, nearest

router = APIRouter()


@router.get("/help")
def manual(request: Request, _: Reader) -> Response:
    """List its pages."""
    groups = [(title, [p for p in pages().values() if p.group == group]) for group, title in GROUPS.items()]
    return render(request, "manual.html", groups=groups)


@router.get("/help/pictures/{name}")
def manual_picture(name: str, _: Reader) -> Response:
    """Give a picture of a page."""
    found = picture(name)
    if found is None:
        raise Refused(404, "NotHere", f"the manual has no picture {name!r}", "See /help")
    return Response(found, media_type="image/svg+xml")


@router.get("/help/{name:path}")
def manual_page(request: Request, name: str, _: Reader) -> Response:
    """Show one."""
    page = pages().get(name)
    if page is None:
        like = did_you_mean(nearest(name, pages()))
        raise Refused(404, "NotHere", f"the manual has no page {name!r}", f"{like}See which there are at /help")
    return render(request, "manual-page.html", page=page, group=GROUPS[page.group], text=as_html(page))


@cache
def as_html(page: Page) -> str:
    """Return a page of the manual as HTML: what is no Markdown in it is text, its links lead to pages of the desk."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(page.source)
    known: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _apart(anchor(_words(tokens[at + 1])), known))
        for part in (token, *(token.children or ())):
            part.attrs.pop("style", None)
            _lead(part, page)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _words(token: Token) -> str:
    """What a heading says."""
    return "".join(part.content for part in token.children or ())


def _apart(name: str, known: dict[str, int]) -> str:
    """A name of a section, with a number where it is there already, as MkDocs makes it."""
    known[name] = known.get(name, -1) + 1
    return f"{name}_{known[name]}" if known[name] else name


def _lead(token: Token, page: Page) -> None:
    """Let a link or a picture lead to where the desk has it."""
    target = str(token.attrs.get("href", token.attrs.get("src", "")))
    if not target:
        return
    if token.type == "image":
        token.attrSet("src", f"/help/pictures/{target.rpartition('/')[2]}")
    elif "://" in target:
        token.attrSet("rel", "noopener noreferrer nofollow")
    else:
        token.attrSet("href", f"/help/{led_to(target, page.path)}")
