"""A record as a person reads it in a browser or a notebook: its text with what was read marked, and lists of that.

It is made from the JSON of a record. The markup is in the templates beside this module and escapes all that it is
given. No script is in it and nothing is loaded from elsewhere; a page says so itself (Content Security Policy).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from communique.characters import printable
from communique.webpage.contents import contents

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["article", "fragment", "page", "printed"]


def article(record: Mapping[str, Any]) -> str:
    """Return the JSON of a record as an element of HTML, to be put into a :func:`page`."""
    return _environment().get_template("record.html").render(printed(record))


def printed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template prints of the JSON of a record, nothing in it that a page should not have."""
    return contents(_shown(record))


def fragment(record: Mapping[str, Any]) -> str:
    """Return the JSON of a record as HTML with its style, to be put into a page of others (a notebook)."""
    return f'<div class="communique"><style>{_style()}</style>{article(record)}</div>'


def page(articles: Iterable[str], title: str) -> str:
    """Return a page of what :func:`article` made, whole by itself."""
    from markupsafe import Markup

    style = _style()
    policy = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made = [Markup(one) for one in articles]  # escaped by the template that made it
    template = _environment().get_template("page.html")
    return template.render(title=printable(title, line=True), style=Markup(style), policy=policy, articles=made)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("communique", "webpage"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    from importlib.resources import files

    return files("communique.webpage").joinpath("style.css").read_text("utf-8")


def _shown(value: Any) -> Any:
    """Return plain JSON with a picture for each character that no page should have; no offset moves."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _shown(v) for key, v in value.items()}
    return [_shown(v) for v in value] if isinstance(value, (list, tuple)) else value
