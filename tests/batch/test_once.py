"""Which reports come again: the same as looking each up among all before it, and little is held of each."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from communique.scale.once import Again, come_again

Rows = list[tuple[str, str]]


def sha(contents: int) -> str:
    """Return the SHA-256 of some contents."""
    return hashlib.sha256(str(contents).encode()).hexdigest()


def one_by_one(shards: list[Rows]) -> dict[int, dict[int, Again]]:
    """Say it the slow way."""
    first: dict[str, tuple[int, str]] = {}
    out: dict[int, dict[int, Again]] = {}
    for n, rows in enumerate(shards):
        for k, (id, contents) in enumerate(rows):
            if id in first:
                out.setdefault(n, {})[k] = Again(first[id][0], first[id][1] == contents)
            else:
                first[id] = (n, contents)
    return out


row = st.tuples(st.sampled_from(["a", "b", "c", "ä", "\udc80", "https://news.example/1"]), st.integers(0, 2).map(sha))


@given(st.lists(st.lists(row, max_size=6), max_size=6))
def test_same_as_one_by_one(shards: list[Rows]) -> None:
    """Empty shards, third copies and other contents under one id: all as looked up one after another."""
    assert come_again(shards) == one_by_one(shards)


def test_little_is_held() -> None:
    """Fifty thousand ids of fifty characters take less than a hundred bytes each."""
    many, shards = 50_000, 10

    def rows(shard: int) -> Iterator[tuple[str, str]]:
        each = many // shards
        return ((f"https://news.example/2018/08/{n:024}", sha(n)) for n in range(shard * each, (shard + 1) * each))

    tracemalloc.start()
    assert not come_again(map(rows, range(shards)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100 * many
