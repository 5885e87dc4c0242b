"""What was read in the browser and is not in the ledger: kept for a while, so that what is added is what was shown.

It is in memory alone, under a key that nobody guesses, and bounded in number and in bytes: what was looked at longest
ago goes first.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from communique.desk.problems import Refused
from communique.desk.reading import Answer

_MOST, _BYTES = 40, 100 << 20


class Shelf:
    """Answers of the reader by their keys; at most so many, and so many bytes."""

    def __init__(self, most: int = _MOST, size: int = _BYTES) -> None:
        self._most, self._size = most, size
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Answer] = OrderedDict()

    def put(self, answer: Answer, key: str | None = None) -> str:
        """Keep an answer, in the place of another if a key is given; return its key."""
        key = key or secrets.token_urlsafe(24)
        with self._lock:
            self._held[key] = answer
            self._held.move_to_end(key)
            while len(self._held) > self._most or self._bytes() > self._size:
                self._held.popitem(last=False)
        return key

    def _bytes(self) -> int:
        return sum(answer.size for answer in self._held.values())

    def get(self, key: str) -> Answer:
        """Return what is kept under a key.

        Raises:
            Refused: if there is nothing, or no longer.
        """
        with self._lock:
            found = self._held.get(key)
            if found is None:
                problem = "what was read is not kept here any more"
                raise Refused(404, "NotKept", problem, "Read it again: it is kept until others have been read")
            self._held.move_to_end(key)
            return found

    def drop(self, key: str) -> None:
        """Let go of what is kept under a key, if anything is."""
        with self._lock:
            self._held.pop(key, None)
