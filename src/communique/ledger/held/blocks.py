"""What has a key, by key; most keys are had by one thing alone, which then takes the room of one."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Blocks(Generic[T]):
    """Things by their keys."""

    def __init__(self) -> None:
        self._there: dict[str, T | set[T]] = {}

    def add(self, keys: Iterable[str], thing: T) -> None:
        """Let a thing have these keys too."""
        for key in keys:
            had = self._there.setdefault(key, thing)
            if isinstance(had, set):
                had.add(thing)
            elif had != thing:
                self._there[key] = {had, thing}

    def drop(self, keys: Iterable[str], thing: T) -> None:
        """Let a thing have these keys no more."""
        for key in keys:
            had = self._there.get(key)
            if isinstance(had, set):
                had.discard(thing)
            elif had == thing:
                del self._there[key]

    def having(self, key: str) -> Collection[T]:
        """Return what has a key; not to be changed."""
        had = self._there.get(key)
        if had is None:
            return ()
        return had if isinstance(had, set) else (had,)
