"""The clean stop: what is begun in the ledger is ended, what is only waited for or read is left."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):  # nothing that handles errors may keep it
    """Somebody asked to stop."""


class Stop:
    """Whether somebody asked to stop, and who; while something may be left at once, it is."""

    def __init__(self) -> None:
        self._asked = False  # no Event: a signal that comes while one is waited for would wait for it, too
        self._at_once = False
        self.by: str | None = None

    def ask(self, by: str) -> None:
        """Ask to stop.

        Raises:
            Stopped: if what is done now may be left at once.
        """
        self.by = self.by or by
        self._asked = True
        if self._at_once:
            self._at_once = False
            raise Stopped

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within the block all may be left at once.

        Raises:
            Stopped: when somebody asks, or has.
        """
        self._at_once = True
        try:
            if self.is_asked:
                raise Stopped
            yield
        finally:
            self._at_once = False

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: when somebody asks, or has.
        """
        with self.at_once():
            time.sleep(min(max(seconds, 0.0), threading.TIMEOUT_MAX))

    @contextmanager
    def heeding(self) -> Iterator[None]:
        """Within the block the signals to end (SIGTERM, SIGINT) ask to stop."""

        def asked(number: int, _: FrameType | None) -> None:
            self.ask(signal.Signals(number).name)

        before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
