"""One thing to take away: as JSON, and as what one writes cites it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from communique.characters import json_text
from communique.desk.downloads import attached, check_form
from communique.exchange.citation import FORMS, Reference, references
from communique.ledger.listing import bylines
from communique.ledger.store import Ledger
from communique.ledger.views import Entry, Saying

FILES = MappingProxyType({"json": "JSON", "txt": "Citation", "bib": "BibTeX", "csl.json": "CSL (Zotero, Pandoc)"})
"""What there is to take away of one thing, by what its address ends in, and what it is called."""
CITED = MappingProxyType({suffix: called for suffix, called in FILES.items() if suffix != "json"})
"""Those of them that are citations."""
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
    check_form(suffix, FILES)
    if suffix in _FORMS:
        return cited(request, ledger, thing, suffix)
    return _file(request, f"{json_text(plain, indent=1)}\n", suffix)


def cited(request: Request, ledger: Ledger, thing: Entry | Saying, suffix: str) -> Response:
    """Return the citation of a thing in a form, by what the address ends in.

    Raises:
        Refused: if there is no such form.
    """
    check_form(suffix, CITED)
    return _file(request, FORMS[_FORMS[suffix]](_references(request, ledger, thing)), suffix)


def _file(request: Request, text: str, suffix: str) -> Response:
    return Response(text, media_type=_MEDIA[suffix], headers=attached(request.url.path.rpartition("/")[2]))


def _references(request: Request, ledger: Ledger, thing: Entry | Saying) -> tuple[Reference, ...]:
    reports = [a.report.id for a in thing.accounts] if isinstance(thing, Entry) else [thing.report.id]
    desk = str(request.base_url).rstrip("/")
    return references(thing, date.today(), desk=desk, bylines=bylines(ledger, reports))
