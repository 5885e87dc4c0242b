"""Addresses of reports from a list of them: what the fetching of pages begins with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from communique.errors import IntakeError, NotAReport
from communique.intake.listforms import HEAD, Listed, form_of, inside, listed
from communique.intake.sources import open_file

__all__ = ["Listed", "addresses_in"]


def addresses_in(path: str) -> Iterator[Listed | IntakeError]:
    """Yield the addresses on a list, each once, or the error for a row that has none.

    The list is a file, or the only file in a zip archive, as GDELT publishes them.

    Raises:
        IntakeError: if it is no list of addresses, or a zip archive that is broken.
        OSError: if it cannot be read.
    """
    with open_file(path) as raw, inside(raw, path) as stream:
        head = stream.read(HEAD)
        form = form_of(head)
        if form is None:
            problem = "this is no list of addresses that is known (GDELT, Media Cloud, one a line)"
            raise NotAReport(path, problem, "Give addresses one a line, each beginning with https:// or http://")
        whole = io.BufferedReader(_Rest(head, stream))
        yield from listed(io.TextIOWrapper(whole, "utf-8-sig", "replace", newline=""), form, path)


class _Rest(io.RawIOBase):
    """A stream with what was read of it put back."""

    def __init__(self, ahead: bytes, stream: BinaryIO) -> None:
        self._ahead, self._stream = ahead, stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Put the next bytes into a buffer; return how many."""
        data = self._ahead[: len(buffer)] or self._stream.read(len(buffer))
        self._ahead = self._ahead[len(data) :]
        buffer[: len(data)] = data
        return len(data)
