"""The title of a page, without the site's name.

What a page calls its title often ends with the site's name or a section ("Talks resume | Example News"). It is cut
where the page shows the rest by itself: in its heading, its data, or as the site's name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import unescape

from communique.intake.pagedata import alike, plain

_CUT = re.compile(r"\s+(?:[|·•»›«:/]|::|--?|[–—])\s+|\s*[|»]\s*")

_LONGEST = 1000


def title_of(told: Sequence[str | None], heading: str | None, sites: Collection[str | None]) -> str | None:
    """Return the title among what the page tells of it (``told``, the best first), its heading and its site's names.

    A site's name alone is no title.

    >>> title_of(["Talks resume | World | Example News"], None, ["Example News"])
    'Talks resume | World'
    >>> title_of(["Example News", "Talks resume - Example"], "Talks resume", ["Example News"])
    'Talks resume'
    """
    names = {plain(site) for site in sites if site} - {""}
    titles = [" ".join(unescape(title).split()) for title in told if title and plain(title)]
    shown = [" ".join(heading.split())] if heading else []
    good = [title for title in (*titles, *shown) if plain(title) not in names]
    if not good:
        return titles[0] if titles else (shown[0] if shown else None)
    return _cut(good[0], [title for title in (*shown, *good[1:]) if plain(title) not in names], names)


def _cut(title: str, others: Sequence[str], names: Collection[str]) -> str:
    """Return a title cut to what another title is, and without the site's names at its ends."""
    bounds = [(match.start(), match.end()) for match in _CUT.finditer(title)] if len(title) <= _LONGEST else []
    pieces = [title[:start] for start, _ in bounds] + [title[end:] for _, end in bounds]
    for other in others:
        whole = plain(other)
        for piece in pieces:
            if plain(piece) == whole and alike(plain(piece), plain(title)):
                return piece
    for start, end in reversed(bounds):
        if plain(title[end:]) in names:
            return _cut(title[:start], (), names)
    for start, end in bounds:
        if plain(title[:start]) in names:
            return title[end:]
    return title
