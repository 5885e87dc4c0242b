"""Pages that stand before an article: they ask for consent, a subscription, JavaScript, a proof of being human.

Such a page is short, and most of what it says it says to its reader. A report that has a notice of this kind beside
its own text is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from communique import wordlists
from communique.errors import Wall

_LONGEST = 3_000
_SHARE = 0.4
_LONG = 40
_SENTENCES = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|\n+")
_WALLS = wordlists.groups("intake", "walls")
_ASKS: Mapping[str, tuple[str, str]] = {
    "consent": ("asks for consent (cookies, privacy)", "Save the page after you have answered"),
    "subscription": ("asks for a subscription or an account", "Save the page as a subscriber sees it"),
    "javascript": ("asks for JavaScript", "Save the page after a browser has shown it"),
    "proof": ("asks for a proof that you are human, or bars you", "Save the page after a browser has shown it"),
}
"""What a page of each kind does, and what is to be done."""


def refuse_wall(name: str, title: str | None, texts: Iterable[str]) -> None:
    """Raise where a page that has these texts on it is none but one that stands before an article.

    Raises:
        Wall: with what it asks for, and what is to be done.
    """
    kind = wall_of([title or "", *texts])
    if kind is not None:
        what, remedy = _ASKS[kind]
        raise Wall(name, f"this is not the article but a page before it, which {what}", remedy)


def wall_of(texts: Iterable[str]) -> str | None:
    """Return the kind of a page that stands before an article, ``None`` for any other page.

    >>> wall_of(["Please enable JavaScript to view this page."])
    'javascript'
    >>> wall_of(["The court ruled that sites must ask their readers before they use cookies."]) is None
    True
    """
    sentences = [s.lower() for text in texts for s in _SENTENCES.split(text) if s.strip()]
    whole = sum(map(len, sentences))
    if not sentences or whole > _LONGEST:
        return None
    told = {kind: [s for s in sentences if pattern.search(s)] for kind, pattern in _patterns().items()}
    if not any(told.values()):
        return None
    any_kind = {s for found in told.values() for s in found}
    plain = sum(len(s) for s in sentences if s not in any_kind and len(s) >= _LONG)
    asked = sum(map(len, any_kind))
    if asked < _SHARE * (asked + plain):
        return None
    return max(told, key=lambda kind: sum(map(len, told[kind])))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {kind: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") for kind, words in _WALLS.items()}
