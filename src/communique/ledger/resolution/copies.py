"""Near-duplicates: copies of one agency's report under other titles, with cuts and other marks, by MinHash.

Texts are cut to runs of five words, small letters without accents or marks; how many of all runs two texts share
(Jaccard) is estimated from 128 hashes a text (Broder 1997), and copies are looked for by bands of
hashes (locality-sensitive hashing). A cut copy shares most of its runs with the whole: that is what is counted.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np

from communique.ledger.fulltext import folded

_RUN, _HASHES, _BAND = 5, 128, 4
_SEED = 20180806
_MOST = np.uint32(0xFFFFFFFF)
_AT_ONCE = 4096
"""Runs hashed at once, so that memory does not grow with the text."""
_Hashes = np.ndarray[tuple[int], np.dtype[np.uint32]]
_LEAST = 0.35
"""Share of runs in common from which two reports are copies: a cut to half of the text still has it."""
_LEAST_CONTAINED = 0.7


def signature(text: str) -> bytes:
    """Return the signature of a text: 128 hashes and the number of its runs, the same on every machine."""
    runs = sorted(_runs(text))
    values = np.full(_HASHES, _MOST, dtype=np.uint32)
    for start in range(0, len(runs), _AT_ONCE):
        hashed = np.array([_hash(run.encode()) for run in runs[start : start + _AT_ONCE]], dtype=np.uint32)
        values = np.minimum(values, _scrambled(hashed).min(axis=0))
    return np.array([len(runs)], dtype="<u4").tobytes() + values.astype("<u4").tobytes()


def _scrambled(hashed: _Hashes) -> np.ndarray[tuple[int, int], np.dtype[np.uint32]]:
    """Return each hash as each of the 128 bijections has it: MurmurHash3's last step, then ``odd * hash + shift``."""
    hashed = (hashed ^ (hashed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashed = (hashed ^ (hashed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    hashed = hashed ^ (hashed >> np.uint32(16))
    odd, shift = _bijections()
    return hashed[:, None] * odd + shift


@cache
def _bijections() -> tuple[_Hashes, _Hashes]:
    """Return odd factors and shifts, for arithmetic modulo 2 ** 32. This generator's numbers never change (NEP 19)."""
    source = np.random.RandomState(_SEED)
    odd = source.randint(0, 1 << 31, _HASHES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return odd, source.randint(0, 1 << 32, _HASHES, dtype=np.uint32)


def _runs(text: str) -> set[str]:
    words = folded(text).split()
    return {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))} if words else set()


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.sha1(data, usedforsecurity=False).digest()[:4], "little")


def _values(signed: bytes) -> tuple[int, _Hashes]:
    numbers = np.frombuffer(signed, dtype="<u4")
    return int(numbers[0]), numbers[1:]


def bands(signed: bytes) -> list[str]:
    """Return keys to look copies up by: two texts that share a third of their runs almost surely share a key."""
    count, values = _values(signed)
    if not count:
        return []
    return [f"{i}:{values[i : i + _BAND].tobytes().hex()}" for i in range(0, _HASHES, _BAND)]


def similarity(one: bytes, other: bytes) -> float:
    """Return the share of the shorter text's runs that the longer one has, as estimated (0 to 1)."""
    (n, a), (m, b) = _values(one), _values(other)
    if not n or not m:
        return 0.0
    jaccard = float(np.mean(a == b))
    shared = jaccard / (1 + jaccard) * (n + m)
    return min(1.0, shared / min(n, m))


def is_copy(one: bytes, other: bytes) -> bool:
    """Whether two texts are copies of one report: most of the shorter is in the longer, which is not far longer."""
    (n, a), (m, b) = _values(one), _values(other)
    if not n or not m:
        return False
    return float(np.mean(a == b)) >= _LEAST and similarity(one, other) >= _LEAST_CONTAINED
