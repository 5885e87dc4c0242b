"""Dividing text into words as spaCy's English tokenizer does, by its rules (``words.json``, see ``NOTICE``).

What stands between blanks is divided: marks are taken from both ends, one at each end a turn, until a known word
("U.S.", "didn't") or none is left; an address stays whole, and the rest is cut at the marks within it. Last, known
words that this has torn apart are put together again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources

_RUNS = re.compile(r"\s+|\S+")
_REMEMBERED = 20_000
"""Runs of which the words are kept: most runs of a report are in the next one too."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken from a word's ends and cut within it, and what is known whole.

    Attributes:
        known: words by their text, each with its parts ("didn't": "did", "n't").
        torn: known words as the marks alone would divide them, by the first piece.
    """

    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    infix: re.Pattern[str]
    address: re.Pattern[str]
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    torn: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


@cache
def rules() -> Rules:
    """Return the shipped rules."""
    found = json.loads(resources.files(__package__).joinpath("words.json").read_text("utf-8"))
    prefix, suffix, infix, address = (re.compile(found[name]) for name in ("prefix", "suffix", "infix", "address"))
    bare = Rules(prefix, suffix, infix, address)
    known = {"".join(parts): tuple(parts) for parts in found["known"]}
    torn: dict[str, list[tuple[str, ...]]] = {}
    for word in known:
        if _length(bare.prefix, word) or _length(bare.suffix, word) or bare.infix.search(word) or " " in word:
            pieces = tuple(piece for run, _ in _runs(word) for piece in _pieces(run, bare))
            torn.setdefault(pieces[0], []).append(pieces)
    return replace(bare, known=known, torn={first: tuple(rest) for first, rest in torn.items()})


def divided(text: str) -> list[tuple[str, bool]]:
    """Return the words and the longer blanks of a text, each with whether one blank follows that is of none."""
    words: list[tuple[str, bool]] = []
    for run, blank in _runs(text):
        pieces = _known_pieces(run)
        words += [(piece, False) for piece in pieces[:-1]]
        words.append((pieces[-1], blank))
    return _mended(words, rules())


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what stands between blanks, and blanks beyond the one after a word, each with whether that one follows."""
    runs = _RUNS.findall(text)
    for i, run in enumerate(runs):
        if run.isspace() and i and run[0] == " ":
            run = run[1:]
        if run:
            yield run, not runs[i].isspace() and i + 1 < len(runs) and runs[i + 1][0] == " "


@lru_cache(_REMEMBERED)
def _known_pieces(run: str) -> tuple[str, ...]:
    return tuple(_pieces(run, rules()))


def _pieces(run: str, by: Rules) -> Sequence[str]:
    """Return the words of a run without blanks."""
    before, middle, after = _peeled(run, by)
    return [*before, *_inner(middle, by), *reversed(after)]


def _peeled(run: str, by: Rules) -> tuple[list[str], str, list[str]]:
    """Return the marks before a word, the word, and the marks after it from the outside in."""
    before: list[str] = []
    after: list[str] = []
    last = 0
    while run and len(run) != last and run not in by.known:
        last = len(run)
        opening = _length(by.prefix, run)
        if opening and run[opening:] in by.known:
            return [*before, run[:opening]], run[opening:], after
        closing = _length(by.suffix, run[opening:])
        if closing and run[:-closing] in by.known:
            return before, run[:-closing], [*after, run[-closing:]]
        if opening and opening + closing > len(run):
            closing = 0
        if opening:
            before.append(run[:opening])
        if closing:
            after.append(run[-closing:])
        run = run[opening : len(run) - closing]
    return before, run, after


def _length(pattern: re.Pattern[str], run: str) -> int:
    found = pattern.search(run)
    return found.end() - found.start() if found else 0


def _inner(word: str, by: Rules) -> Iterator[str]:
    """Yield what a word without marks at its ends is cut into."""
    if word in by.known:
        yield from by.known[word]
        return
    start = 0
    for found in by.infix.finditer(word) if not by.address.match(word) else ():
        if found.start() == 0:
            continue
        if found.start() != start:
            yield word[start : found.start()]
        if found[0]:
            yield found[0]
        start = found.end()
    if word[start:]:
        yield word[start:]


def _mended(words: list[tuple[str, bool]], by: Rules) -> list[tuple[str, bool]]:
    """Return the words with those known ones whole that were torn apart, the longest first."""
    found = [
        (i, i + len(pieces))
        for i, (word, _) in enumerate(words)
        for pieces in by.torn.get(word, ())
        if [piece for piece, _ in words[i : i + len(pieces)]] == list(pieces)
    ]
    if not found:
        return words
    seen: set[int] = set()
    chosen: dict[int, int] = {}
    for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if start not in seen and end - 1 not in seen:
            chosen[start] = end
        seen.update(range(start, end))
    out, at = list[tuple[str, bool]](), 0
    while at < len(words):
        end = chosen.get(at, at + 1)
        out += _whole(words[at:end], by) if at in chosen else words[at:end]
        at = end
    return out


def _whole(words: list[tuple[str, bool]], by: Rules) -> list[tuple[str, bool]]:
    """Return a known word's own parts in place of its pieces; the pieces where blanks between them make it another."""
    text = "".join(word + " " * blank for word, blank in words[:-1]) + words[-1][0]
    parts = by.known.get(text)
    return words if parts is None else [*((part, False) for part in parts[:-1]), (parts[-1], words[-1][1])]
