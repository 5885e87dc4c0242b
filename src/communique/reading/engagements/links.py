"""Which mentions the model links to one told before, in a report of any length.

Every mention is compared with those before it, in a long report with the last ones alone: the cost grows with the
mentions, not with their square. Up to :data:`STRETCH` mentions, some ten thousand words of a report, all are compared.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from communique.language.acts import Array, Heads

LINKS = -0.5
"""Score from which a mention is linked to one told before; the model knows no engagement that is told once from 0."""

STRETCH = 384
"""Mentions compared with each other at once. The next stretch begins half as many later, so that every mention meets at
least half as many before it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Mentions in a row, from number ``first``, with their scores as :meth:`Heads.links` gives them."""

    first: int
    scores: Array

    @property
    def end(self) -> int:
        """Number of the mention after the last."""
        return self.first + len(self.scores)


def linked(heads: Heads, vectors: Array, lemmas: Sequence[str], families: Sequence[str]) -> list[Stretch]:
    """Return the scores of mentions with those before them, stretch by stretch."""
    step = STRETCH // 2
    firsts = range(0, max(1, len(vectors) - step), step)
    spans = [slice(first, first + STRETCH) for first in firsts]
    return [Stretch(s.start, heads.links(vectors[s], lemmas[s], families[s])) for s in spans]


def grouped(links: Sequence[Stretch], count: int, others: Container[int] = ()) -> list[list[int]]:
    """Return the mentions, by number, that are linked to one another, in the order of the first of each.

    ``others`` say themselves that they tell of another than those before.
    """
    groups: dict[int, list[int]] = {}
    first: list[int] = []
    for stretch in links:
        for i in range(len(first), min(stretch.end, count)):
            row = stretch.scores[i - stretch.first, : i - stretch.first]
            best = int(row.argmax()) if len(row) else -1
            is_linked = best >= 0 and row[best] > LINKS and i not in others
            first.append(first[stretch.first + best] if is_linked else i)
            groups.setdefault(first[i], []).append(i)
    return list(groups.values())


class Ties(Mapping[int, float]):
    """The scores of one group of mentions to be one with others: by the token that names the other, of those near it.

    Args:
        rows: for every stretch that the group has a mention in, a place for each token and the scores at these places.
    """

    def __init__(self, rows: Sequence[tuple[Mapping[int, int], Array]]) -> None:
        self._rows = rows

    def __getitem__(self, token: int) -> float:
        found = [float(scores[places[token]]) for places, scores in self._rows if token in places]
        if not found:
            raise KeyError(token)
        return max(found)

    def __iter__(self) -> Iterator[int]:
        return iter(dict.fromkeys(token for places, _ in self._rows for token in places))

    def __len__(self) -> int:
        return len({token for places, _ in self._rows for token in places})


def tied(links: Sequence[Stretch], groups: Sequence[Sequence[int]], tokens: Sequence[int]) -> list[Ties]:
    """Return for every group of mentions, named by its token, how likely one of them is told of by another group.

    For two groups this is the highest score of a mention of one to be a mention of what the other tells.
    """
    group_of = {i: number for number, members in enumerate(groups) for i in members}
    rows: list[list[tuple[Mapping[int, int], Array]]] = [[] for _ in groups]
    for stretch in links:
        inside: dict[int, list[int]] = {}
        for i in range(stretch.first, stretch.end):
            inside.setdefault(group_of[i], []).append(i - stretch.first)
        numbers = sorted(inside)
        places = {tokens[number]: place for place, number in enumerate(numbers)}
        for number, scores in zip(numbers, _highest(stretch.scores, [inside[n] for n in numbers]), strict=True):
            rows[number].append((places, scores))
    return [Ties(found) for found in rows]


def _highest(links: Array, groups: Sequence[Sequence[int]]) -> Array:
    order = [i for members in groups for i in members]
    starts = np.cumsum([0, *(len(members) for members in groups[:-1])])
    below = np.tril(links)
    both = (below + below.T)[np.ix_(order, order)]
    return np.asarray(np.maximum.reduceat(np.maximum.reduceat(both, starts, 0), starts, 1))
