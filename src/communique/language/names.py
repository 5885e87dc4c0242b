"""Best row of name labels (BIO) from scores: no ``I-`` without its beginning (Viterbi)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from communique import wordlists

Name = tuple[int, int, str]
"""Start and end in words, and type."""


_OUTSIDE = 0.5
"""What a word gains, in log odds, for being in no name: a name too many costs more than one missed."""


class Names:
    """Decoder for one list of labels such as ``O, B-PER, I-PER ...``; ``lean`` is added to the score of ``O``."""

    def __init__(self, labels: list[str], lean: float = _OUTSIDE) -> None:
        self.labels = labels
        n = len(labels)
        self._step = np.zeros((n, n), np.float32)
        for i, label in enumerate(labels):
            if label.startswith("I-"):
                for j, before in enumerate(labels):
                    if before not in (f"B-{label[2:]}", label):
                        self._step[j, i] = -1e4
        self._inside = np.array([x.startswith("I-") for x in labels])
        self._lean = np.array([lean if x == "O" else 0 for x in labels], np.float32)

    def decode(self, scores: NDArray[np.float32]) -> list[str]:
        """Return a label a word for scores ``[n, labels]``."""
        scores = scores + self._lean
        best = scores.argmax(1)
        if not self._inside[best[0]] and not self._step[best[:-1], best[1:]].any():
            return [self.labels[i] for i in best.tolist()]
        total = scores[0] + np.where(self._inside, -1e4, 0)
        back = []
        for row in scores[1:]:
            options = total[:, None] + self._step
            back.append(options.argmax(0))
            total = options.max(0) + row
        path = [int(total.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return [self.labels[i] for i in reversed(path)]


def labels_of(names: Sequence[Name], n: int) -> list[str]:
    """Return a row of ``n`` BIO labels that holds the names."""
    row = ["O"] * n
    for start, end, kind in names:
        row[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return row


def spans(labels: list[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, type) of the names in a row of BIO labels, in words."""
    found: list[tuple[int, int, str]] = []
    start = -1
    for i, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I-"):
            found.append((start, i, labels[start][2:]))
            start = -1
        if label.startswith("B-"):
            start = i
    return found


_TITLES = wordlists.words("language", "titles")
_BRACKETS = frozenset("([")
_LOOSE = ("DET", "PRON", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "INTJ", "PUNCT", "SYM")
_PEOPLES = ("ans", "ians", "ims", "ews", "ists", "ites", "ese", "ics")
_LANDS = wordlists.words("language", "lands")


_JOINING = ("amod", "compound", "flat", "nmod:desc", "nmod:unmarked")
_REALMS = wordlists.words("language", "realms")


def joined(words: Sequence[str], heads: Sequence[int], deprels: Sequence[str], found: Sequence[Name]) -> list[Name]:
    """Put together what the tree holds together: "United" and "Nations", "Republic of" and "Iran".

    ``heads`` are indices of words in the same row, a root's its own.
    """
    out: list[Name] = []
    for name in found:
        start, end, kind = name
        if out:
            a, b, before = out[-1]
            leans = any(start <= heads[i] < end and deprels[i].split(":")[0] in _JOINING for i in range(a, b))
            if b == start and leans and kind in ("ORG", "LOC") and before != "PER":
                out[-1] = (a, end, kind)
                continue
            realm = b == start - 1 and words[b] == "of" and words[b - 1].lower() in _REALMS and kind == "LOC"
            if realm:
                out[-1] = (a, end, "LOC")
                continue
        out.append(name)
    return out


def refined(words: Sequence[str], upos: Sequence[str], feats: Sequence[str], found: Sequence[Name]) -> list[Name]:
    """Mend what a reader of single words gets wrong: articles and "Mr" are no part of a name, peoples are no places.

    Works on one row of words; MISC is left as it is.
    """
    out: list[Name] = []
    for start, end, kind in found:
        if kind == "PER":
            end = next((i for i in range(start + 1, end) if words[i] in _BRACKETS), end)
        while end - start > 1 and (words[start].islower() and upos[start] == "DET"):
            start += 1
        while kind == "PER" and end - start > 1 and (words[start].lower() in _TITLES or upos[start] == "ADJ"):
            start += 1
        if kind == "MISC" or not _is_no_name(words, upos, feats, start, end, kind):
            out.append((start, end, kind))
    return out


def _is_no_name(
    words: Sequence[str], upos: Sequence[str], feats: Sequence[str], start: int, end: int, kind: str
) -> bool:
    low = words[start].lower()
    if end - start > 1:
        office = kind == "PER" and all(w.lower() in _TITLES for w in words[start:end])
        return office or (upos[end - 1] == "ADJ" and kind != "ORG")
    if upos[start] in _LOOSE or (kind == "PER" and low in _TITLES):
        return True
    if upos[start] == "ADJ":
        return True
    peoples = low.endswith(_PEOPLES) and low not in _LANDS and "Number=Plur" in feats[start]
    return peoples or (low == "us" and end < len(words) and words[end].startswith("$"))


def agreed(names: Sequence[Name], words: Sequence[str], surnames: Container[str] = ()) -> list[Name]:
    """Give one name one type throughout a report: the one it has most often, a full name's to its last word.

    "Albanese" is a person where "Anthony Albanese" is one, and so is a word by itself that is one of
    ``surnames``. Only places, persons and organisations are settled, and what is of type MISC if it is a surname.
    """
    names = [(s, e, "PER" if e - s == 1 and words[s] in surnames else kind) for s, e, kind in names]
    votes: dict[str, Counter[str]] = {}
    for start, end, kind in names:
        if kind != "MISC":
            text = " ".join(words[start:end])
            votes.setdefault(text, Counter())[kind] += 2
            if kind == "PER" and end - start in (2, 3):
                votes.setdefault(words[end - 1], Counter())[kind] += 1
    best = {text: sorted(count.items(), key=lambda item: (-item[1], item[0]))[0][0] for text, count in votes.items()}
    return [(s, e, k if k == "MISC" else best[" ".join(words[s:e])]) for s, e, k in names]


def recalled(names: Sequence[Name], words: Sequence[str], upos: Sequence[str]) -> list[Name]:
    """Add the proper nouns that the model has left out though the same word by itself is a name elsewhere."""
    kinds = {words[s]: kind for s, e, kind in names if e - s == 1 and kind in ("LOC", "PER") and words[s][:1].isupper()}
    taken = {i for s, e, _ in names for i in range(s, e)}
    near = {j for i in taken for j in (i - 1, i + 1)}
    stray = [
        (i, i + 1, kinds[word])
        for i, word in enumerate(words)
        if word in kinds and upos[i] == "PROPN" and i not in taken and i not in near
    ]
    return sorted([*names, *stray])


def spotted(names: Sequence[Name], words: Sequence[str], people: frozenset[tuple[str, ...]]) -> list[Name]:
    """Add the whole names of ``people``, word by word, where the model has seen none or only a part of one."""
    index = _by_first(people)
    found: list[Name] = []
    by_end = sorted(names, key=lambda name: name[1])
    at = known = 0
    for i, word in enumerate(words):
        fits = (p for p in index.get(word, ()) if i >= at and tuple(words[i : i + len(p)]) == p)
        size = max(map(len, fits), default=0)
        if not size:
            continue
        while known < len(by_end) and by_end[known][1] <= i:
            known += 1
        near = [(s, e) for s, e, _ in by_end[known : known + size] if s < i + size]
        if all(i <= s and e <= i + size for s, e in near):
            found.append((i, i + size, "PER"))
            at = i + size
    inside = {j for s, e, _ in found for j in range(s, e)}
    return sorted([*(n for n in names if n[0] not in inside), *found])


@lru_cache(maxsize=4)
def _by_first(people: frozenset[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for person in sorted(people):
        index.setdefault(person[0], []).append(person)
    return index
