"""One thing to take away: as JSON, and as what one writes cites it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from communique.characters import json_text
from communique.desk.downloads import attached
from communique.desk.problems import Refused
from communique.exchange.citation import FORMS, Reference, references
from communique.ledger.listing import bylines
from communique.ledger.store import Ledger
from communique.ledger.views import Entry, Saying

FILES = MappingProxyType({"json": "JSON", "txt": "Citation", "bib": "BibTeX", "csl.json": "CSL (Zotero, Pandoc)"})
"""What there is to take away of one thing, by what its address ends in, and what it is called."""
_FORMS = MappingProxyType({"txt": "text", "bib": "bibtex", "csl.json": "csl"})
_MEDIA = MappingProxyType(
    {"txt": "text/plain", "bib": "application/x-bibtex", "csl.json": "application/vnd.citationstyles.csl+json",
     "json": "application/json"}
)  # fmt: skip


def citations(request: Request, ledger: Ledger, thing: Entry | Saying) -> dict[str, str]:
    """Return the citations of a thing by their names, as of today, with links to the pages of this desk."""
    found = _references(request, ledger, thing)
    return {FILES[suffix]: FORMS[form](found) for suffix, form in _FORMS.items()}


def taken(request: Request, ledger: Ledger, thing: Entry | Saying, plain: Any, suffix: str) -> Response:
    """Return a thing in a form, by what the address ends in; ``plain`` is its JSON.

    Raises:
        Refused: if there is no such form.
    """
    if suffix not in FILES:
        listed = ", ".join(f".{x}" for x in FILES)
        raise Refused(404, "NoForm", f"there is no form .{suffix}", f"Ask for one of {listed}")
    form = _FORMS.get(suffix)
    text = f"{json_text(plain, indent=1)}\n" if form is None else FORMS[form](_references(request, ledger, thing))
    name = request.url.path.removeprefix("/")
    return Response(text, media_type=_MEDIA[suffix], headers=attached(name))


def _references(request: Request, ledger: Ledger, thing: Entry | Saying) -> tuple[Reference, ...]:
    reports = [a.report.id for a in thing.accounts] if isinstance(thing, Entry) else [thing.report.id]
    desk = str(request.base_url).rstrip("/")
    return references(thing, date.today(), desk=desk, bylines=bylines(ledger, reports))
