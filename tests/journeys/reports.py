"""The reports of the journeys: some that are shipped with the package, as pages and as a corpus, and a few more."""

from __future__ import annotations

import csv
import html
import io
import json

from tests.readings import SAMPLES, index

PROMISE = """Norway's foreign minister to visit Ottawa in October

OSLO, Sept. 3, 2019 - Norwegian Foreign Minister Ine Eriksen Søreide will visit Canada in October for talks on the
Arctic, her ministry said on Tuesday.

"We look forward to receiving her in Ottawa," Canadian Foreign Minister Chrystia Freeland told reporters.
"""


def text_of(id: str) -> str:
    """The text of a shipped report."""
    return (SAMPLES / _entry(id)["file"]).read_text("utf-8")


def published(id: str) -> str:
    """The day of a shipped report."""
    return _entry(id)["published"]


def page(id: str) -> str:
    """A shipped report as a page that was saved from a newspaper's site, with what stands around an article there."""
    title, *paragraphs = (html.escape(x.strip()) for x in text_of(id).split("\n\n"))
    about = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": html.unescape(title)}
    about |= {"datePublished": f"{published(id)}T08:00:00Z", "publisher": {"name": "The Harbour Courier"}}
    body = "\n".join(f"<p>{x}</p>" for x in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Harbour Courier</title>
<script type="application/ld+json">{json.dumps(about)}</script></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
<main><article><h1>{title}</h1>
{body}
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/1">Ferry strike enters third week</a></li></ul></aside>
<footer>© The Harbour Courier. All rights reserved. <a href="/privacy">Privacy</a></footer></body></html>
"""


def corpus(*ids: str) -> str:
    """Shipped reports as a table: id, day, outlet, text."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id", "published", "publisher", "title", "text"))
    for id in ids:
        rows.writerow((id, published(id), "The Harbour Courier", _entry(id)["title"], text_of(id)))
    return out.getvalue()


def json_lines(*ids: str) -> str:
    """Shipped reports as JSON Lines."""
    items = ({"id": id, "published": published(id), "text": text_of(id)} for id in ids)
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def _entry(id: str) -> dict[str, str]:
    found: dict[str, str] = next(e for e in index() if e["id"] == id)
    return found
