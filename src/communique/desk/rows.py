"""Reports and actors as rows to take away: what is known of each, and how much of it there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.responses import Response

from communique.desk.downloads import rows_download
from communique.ledger.listing import ListedActor, ListedReport
from communique.links import web_address

REPORT = ("id", "title", "published", "publisher", "url", "language", "added", "engagements", "statements", "actors",
          "copies")  # fmt: skip
ACTOR = ("id", "kind", "name", "country", "names", "wikidata", "appearances")


def reports_download(found: Iterable[ListedReport], suffix: str) -> Response:
    """Return reports as CSV or as JSON Lines.

    Raises:
        Refused: if another form is asked for.
    """
    return rows_download("reports", suffix, REPORT, _reports(found))


def actors_download(found: Iterable[ListedActor], suffix: str) -> Response:
    """Return actors likewise.

    Raises:
        Refused: likewise.
    """
    return rows_download("actors", suffix, ACTOR, _actors(found))


def _reports(found: Iterable[ListedReport]) -> Iterator[dict[str, Any]]:
    for x in found:
        r = x.report
        told = (r.id, r.title, r.published, r.publisher, web_address(r.url), x.language, x.added, x.accounts,
                x.statements, x.actors, x.copies)  # fmt: skip
        yield dict(zip(REPORT, told, strict=True))


def _actors(found: Iterable[ListedActor]) -> Iterator[dict[str, Any]]:
    for x in found:
        a = x.actor
        told = (a.id, a.kind.value, a.name, a.country, list(x.names), a.wikidata, x.appearances)
        yield dict(zip(ACTOR, told, strict=True))
