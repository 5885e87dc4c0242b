"""Which reports of a batch stand in it again, found in some fifty bytes of memory a report.

Ids are compared by 16 bytes of their hash (BLAKE2b), contents by the first 8 of their SHA-256, in sorted arrays.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Again:
    """Where a report that comes again stands first: the number of the shard; ``same`` where its bytes are the same."""

    first: int
    same: bool


def come_again(shards: Iterable[Iterable[tuple[str, str]]]) -> Mapping[int, Mapping[int, Again]]:
    """Return the reports that come again: for the number of a shard, by their number in it.

    Args:
        shards: the id and the SHA-256 (in hexadecimal) of every report of each, in order: the first of an id is the one
            that stays.
    """
    found = [_packed(rows) for rows in shards]
    sizes = [len(shas) for _, shas in found]
    if not sum(sizes):
        return {}
    ids, shas = (np.concatenate(parts) for parts in zip(*found, strict=True))
    del found
    order = np.lexsort((ids[:, 1], ids[:, 0]))
    equal = np.zeros(len(order), bool)
    equal[1:] = (ids[order[1:]] == ids[order[:-1]]).all(1)
    places = np.flatnonzero(equal)
    starts = np.flatnonzero(~equal)
    firsts = order[starts[np.searchsorted(starts, places, "right") - 1]]
    ends = np.cumsum(sizes)
    later = order[places]
    in_shard, first_in = (np.searchsorted(ends, rows, "right") for rows in (later, firsts))
    out: dict[int, dict[int, Again]] = defaultdict(dict)
    for shard, row, first, same in zip(in_shard, later, first_in, shas[later] == shas[firsts], strict=True):
        out[int(shard)][int(row - (ends[shard] - sizes[shard]))] = Again(int(first), bool(same))
    return out


def _packed(rows: Iterable[tuple[str, str]]) -> tuple[Array, Array]:
    """Return the ids of reports as two numbers each, and their contents as one."""
    ids, shas, rows = [], [], iter(rows)
    while some := [*islice(rows, 10_000)]:
        hashes = (hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=16).digest() for id, _ in some)
        ids.append(np.frombuffer(b"".join(hashes), np.uint64).reshape(-1, 2))
        shas.append(np.array([int(sha256[:16], 16) for _, sha256 in some], np.uint64))
    empty = np.empty((0, 2), np.uint64), np.empty(0, np.uint64)
    return np.concatenate([empty[0], *ids]), np.concatenate([empty[1], *shas])
