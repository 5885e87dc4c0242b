"""The words that somebody may have meant: asked only once a word is refused, so that nothing else waits for it."""

from __future__ import annotations

from collections.abc import Iterable

_ENOUGH, _APART, _BEGINNING = 66.0, 15.0, 3
"""How alike two words are, of 100; how much less so than the best; and how many letters of a beginning count."""


def nearest(word: str, among: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return what is most like a word, capitals and the order of its parts aside, the most alike first.

    >>> nearest("Rusia", ["Russia", "Prussia", "Angola"])
    ('Russia', 'Prussia')
    >>> nearest("web", ["csv", "webannotation"]), nearest("xylophone", ["csv"])
    (('webannotation',), ())
    """
    from rapidfuzz import fuzz, process

    wanted, choices = word.casefold(), {x: x.casefold() for x in among}
    found = process.extract(wanted, choices, scorer=fuzz.token_sort_ratio, limit=most, score_cutoff=_ENOUGH)
    like = [str(key) for _, score, key in found if score > found[0][1] - _APART]
    begun = [x for x, folded in choices.items() if len(wanted) >= _BEGINNING and folded.startswith(wanted)]
    return tuple(dict.fromkeys([*like, *begun]))[:most]


def did_you_mean(found: Iterable[str]) -> str:
    """Return a question to put before a remedy, empty where there is nothing to ask.

    >>> did_you_mean(["visit"]), did_you_mean(["call", "recall"]), did_you_mean([])
    ('Did you mean visit? ', 'Did you mean call or recall? ', '')
    """
    words = list(found)
    if not words:
        return ""
    *rest, last = words
    return f"Did you mean {', '.join(rest) + ' or ' if rest else ''}{last}? "
