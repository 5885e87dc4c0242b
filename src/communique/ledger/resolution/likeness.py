"""What a comparison answers, and how things are chosen and grouped by comparisons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

_NO_REPORTS: Mapping[str, frozenset[str]] = {}


class Verdict(StrEnum):
    """Whether two are the same; ``UNSURE`` is never joined."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A verdict, how strongly it holds (a share between 0 and 1, to choose among several), and why."""

    verdict: Verdict
    score: float
    why: str


def same(score: float, why: str) -> Likeness:
    """Return that two are the same."""
    return Likeness(Verdict.SAME, score, why)


def different(why: str) -> Likeness:
    """Return that two are different."""
    return Likeness(Verdict.DIFFERENT, 0.0, why)


def unsure(why: str) -> Likeness:
    """Return that it cannot be told."""
    return Likeness(Verdict.UNSURE, 0.5, why)


@dataclass(frozen=True, slots=True)
class Comparer(Generic[T]):
    """How things of one sort are compared, joined and ordered."""

    compare: Callable[[T, T], Likeness]
    joined: Callable[[T, T], T]
    order: Callable[[T], tuple[object, ...]]
    margin: float = 0.0
    """How much better than the next the best must be, where several fit."""

    def choose(self, item: T, candidates: Sequence[tuple[str, T]]) -> tuple[str | None, str]:
        """Return the candidate that ``item`` is, or ``None``, and why; independent of the order of candidates."""
        found = [(self.compare(item, other), id) for id, other in candidates]
        fitting = sorted(
            ((x.score, id, x.why) for x, id in found if x.verdict is Verdict.SAME), key=lambda x: (-x[0], x[1])
        )
        if not fitting:
            return None, "nothing like it is known" if not found else "none of those like it is the same"
        if len(fitting) > 1 and fitting[0][0] - fitting[1][0] < self.margin:
            return None, "several fit equally"
        return fitting[0][1], fitting[0][2]

    def replay(
        self,
        items: Sequence[tuple[str, str, T]],
        choose: Callable[[T, Sequence[tuple[str, T]]], tuple[str | None, str]],
        keys: Callable[[T], Collection[str]],
        same: Collection[tuple[str, str]] = (),
        different: Collection[tuple[str, str]] = (),
    ) -> tuple[tuple[str, ...], ...]:
        """Return the ids in groups as they come about one after another, obeying what people said.

        Each item is an id, the report that it is of and what is compared: it is held against the groups before it that
        share a key with it and have nothing of its report.
        """
        links = _joined_by_people([id for id, _, _ in items], same)
        root = {id: group[0] for group in links for id in group}
        apart = {frozenset((root[a], root[b])) for a, b in different if a in root and b in root}
        done: list[tuple[list[str], set[str], T]] = []
        known: dict[str, set[int]] = {}
        for id, report, value in items:
            near = sorted({n for key in keys(value) for n in known.get(key, ())})
            free = [
                (f"{n:09}", done[n][2])
                for n in near
                if report not in done[n][1] and not _kept_apart([id], done[n][0], root, apart)
            ]
            found, _ = choose(value, free)
            number = len(done) if found is None else int(found)
            if found is None:
                done.append(([id], {report}, value))
            else:
                there, reports, before = done[number]
                done[number] = ([*there, id], reports | {report}, self.joined(before, value))
            for key in keys(done[number][2]):
                known.setdefault(key, set()).add(number)
        return _linked([ids for ids, _, _ in done], links, root, apart)

    def partition(
        self,
        items: Sequence[tuple[str, T]],
        choose: Callable[[T, Sequence[tuple[str, T]]], tuple[str | None, str]],
        same: Collection[tuple[str, str]] = (),
        different: Collection[tuple[str, str]] = (),
        reports: Mapping[str, frozenset[str]] = _NO_REPORTS,
        likely: Collection[tuple[str, str]] = (),
    ) -> tuple[tuple[str, ...], ...]:
        """Return the ids in groups, obeying what people said; independent of the order of items.

        What is alike is grouped first; ``reports`` has those that an item is of, and one tells its own apart. The
        groups of a ``likely`` pair are joined unless they are different. Then the groups of a ``same`` pair are joined
        whole, and what they lead to. A group never has both of a ``different`` pair, unless people said both; the first
        of such a pair is what is taken out: the others choose before it.
        """
        links = _joined_by_people([id for id, _ in items], same)
        root = {id: group[0] for group in links for id in group}
        apart = {frozenset((root[a], root[b])) for a, b in different if a in root and b in root}
        last = {first for first, _ in different}
        gathered = _Gathering(self, choose, root, apart, last)
        gathered.take([([id], set(reports.get(id, ())), value) for id, value in items])
        before = 0
        while before != len(gathered.groups):  # what fitted nothing by itself may fit what has come together since
            before = len(gathered.groups)
            gathered.take_again()
            gathered.join(likely)
        return _linked([ids for ids, _, _ in gathered.groups], links, root, apart)


_Group = tuple[list[str], set[str], T]
"""Ids that are one, the reports that they are of, and what is known of them together."""


class _Gathering(Generic[T]):
    """Groups as they come together, whatever order things are given in."""

    def __init__(
        self,
        comparer: Comparer[T],
        choose: Callable[[T, Sequence[tuple[str, T]]], tuple[str | None, str]],
        root: Mapping[str, str],
        apart: Collection[frozenset[str]],
        last: Collection[str],
    ) -> None:
        self.groups: list[_Group[T]] = []
        self._comparer, self._choose = comparer, choose
        self._root, self._apart, self._last = root, apart, last

    def take(self, given: Iterable[_Group[T]]) -> None:
        """Put each to the group that it fits, or beside them; the fullest first, those named ``last`` at the end."""
        for group in sorted(given, key=self._order):
            self._put(group)

    def take_again(self) -> None:
        """Put each group to another that it fits now."""
        for group in sorted(self.groups, key=self._order):
            rest = [other for other in self.groups if other is not group]
            if len(rest) < len(self.groups):  # it has not taken in another since
                self.groups = rest
                self._put(group)

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Join the groups of each pair, unless they are different or told apart."""
        for pair in sorted(pairs):
            one, other = (next(g for g in self.groups if id in g[0]) for id in pair)
            if one is other or self._comparer.compare(one[2], other[2]).verdict is Verdict.DIFFERENT:
                continue
            if self._free(one, [other]):
                rest = [g for g in self.groups if g is not one and g is not other]
                self.groups = [*rest, self._both(one, other)]

    def _order(self, group: _Group[T]) -> tuple[object, ...]:
        ids, _, value = group
        return any(id in self._last for id in ids), self._comparer.order(value), len(ids[0]), ids

    def _put(self, group: _Group[T]) -> None:
        found, _ = self._choose(group[2], self._free(group, self.groups))
        if found is None:
            self.groups.append(group)
        else:
            self.groups[int(found)] = self._both(self.groups[int(found)], group)

    def _free(self, group: _Group[T], among: Sequence[_Group[T]]) -> list[tuple[str, T]]:
        """Return those, by number, that the group may go to: no report and no person tells them apart."""
        return [
            (f"{n:09}", value)
            for n, (there, reports, value) in enumerate(among)
            if not group[1] & reports and not _kept_apart(group[0], there, self._root, self._apart)
        ]

    def _both(self, one: _Group[T], other: _Group[T]) -> _Group[T]:
        one[0].extend(other[0])  # neither of the two stays, so that no long one is copied
        one[1].update(other[1])
        return one[0], one[1], self._comparer.joined(one[2], other[2])


def _kept_apart(
    ids: Sequence[str], there: Sequence[str], root: Mapping[str, str], apart: Collection[frozenset[str]]
) -> bool:
    return bool(apart) and any(frozenset((root[a], root[b])) in apart for a in ids for b in there)


def _linked(
    groups: list[list[str]],
    links: Sequence[tuple[str, ...]],
    root: Mapping[str, str],
    apart: Collection[frozenset[str]],
) -> tuple[tuple[str, ...], ...]:
    """Join groups that people's word links; where that would join what is apart, only what was named goes over."""
    for link in links:
        for id in link[1:]:
            target = next(g for g in groups if link[0] in g)
            group = next(g for g in groups if id in g)
            if group is target:
                continue
            if _kept_apart(group, target, root, apart):
                group.remove(id)
                target.append(id)
            else:
                groups.remove(group)
                target.extend(group)
    return tuple(sorted(tuple(sorted(g)) for g in groups if g))


def _joined_by_people(ids: Sequence[str], same: Collection[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Ids in groups by the pairs that people called the same."""
    root = {id: id for id in ids}

    def top(id: str) -> str:
        while root[id] != id:
            id = root[id]
        return id

    for a, b in sorted(same):
        if a in root and b in root:
            low, high = sorted((top(a), top(b)))
            root[high] = low
    groups: dict[str, list[str]] = {}
    for id in sorted(ids):
        groups.setdefault(top(id), []).append(id)
    return [tuple(g) for g in groups.values()]
