"""Copies are read once: a fifth of what newspapers print is an agency's text that others print too.

A reading rests on the text with its paragraphs, the day, the language and the dateline, and on nothing else of it.
Where all of these are the same to the character, so is the record; only whose report it is differs.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import astuple, replace

from communique.intake import Report
from communique.records import Record

MOST = 64 << 20
"""Bytes of packed records that are kept: those of about 20,000 reports of usual length."""


class Copies:
    """Records of the reports that were read last, by what they were read from.

    Args:
        read: reads a report that is no copy of any of them.
        most: bytes of packed records that are kept; those not asked for the longest go first.
    """

    def __init__(self, read: Callable[[Report], Record], most: int = MOST) -> None:
        self._read, self._most = read, most
        self._packed: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0

    def record(self, report: Report) -> Record:
        """Return the record of a report. Raises what reading it raises."""
        key = _key(report)
        packed = self._packed.get(key)
        if packed is not None:
            self._packed.move_to_end(key)
            kept: Record = pickle.loads(zlib.decompress(packed))
            return replace(kept, report=report.info)
        record = self._read(report)
        self._keep(key, zlib.compress(pickle.dumps(replace(record, report=replace(report.info, text=""))), 1))
        return record

    def _keep(self, key: bytes, packed: bytes) -> None:
        self._packed[key] = packed
        self._size += len(packed)
        while self._size > self._most:
            self._size -= len(self._packed.popitem(last=False)[1])


def _key(report: Report) -> bytes:
    """Return the hash of what a reading rests on."""
    info, line = report.info, report.dateline
    read_from = (astuple(report.layer), info.published, info.language, line and astuple(line), report.warnings)
    return hashlib.blake2b(repr(read_from).encode("utf-8", "surrogatepass"), digest_size=16).digest()
