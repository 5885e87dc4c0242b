"""How each watched source stands, kept in the file beside the ledger: a watch that ended goes on from there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from communique.characters import storable
from communique.errors import Unreadable
from communique.ledger.addresses import file_of, shown
from communique.taking import states_of

DAY = 86_400.0
"""Longer than this, in seconds, a source or an item that fails is not left alone, unless its server asks for it."""
_WAIT = 30.0
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands; times are seconds since 1970, ``None`` where there was none yet.

    ``due`` is when it is polled next, ``held`` until when its server asked to be left alone. ``failures`` is how often
    it failed since it last did not, ``error`` and ``message`` are of the last. ``polls``, ``added`` and ``missed``
    count polls, reports that came in, and items that failed. ``item`` is what came in last. ``later`` has the
    items that failed, by their keys: how often, and when they are tried next.
    """

    polled: float | None = None
    succeeded: float | None = None
    due: float = 0.0
    held: float = 0.0
    failures: int = 0
    error: str | None = None
    message: str | None = None
    polls: int = 0
    added: int = 0
    missed: int = 0
    item: str | None = None
    item_at: float | None = None
    later: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return the standing as one line of JSON."""
        told = {x.name: getattr(self, x.name) for x in fields(self)}
        return json.dumps({**told, "later": dict(self.later)})

    @classmethod
    def from_text(cls, text: str) -> Standing:
        """Return the standing that a line of :meth:`as_text` holds; a new one for what is none."""
        try:
            value = json.loads(text)
            later = {str(key): (int(tries), float(due)) for key, (tries, due) in value.pop("later").items()}
            return cls(**value, later=later)
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def leave(self, now: float) -> frozenset[str]:
        """Return the keys of the items that failed and are not tried again yet."""
        return frozenset(key for key, (_, due) in self.later.items() if due > now)

    def took(self, item: str, now: float) -> Standing:
        """Return it with one more report that came in."""
        return replace(self, added=self.added + 1, item=storable(item)[:_LONGEST], item_at=now)

    def missing(self, error: str, message: str) -> Standing:
        """Return it with one more item that failed."""
        return replace(self, missed=self.missed + 1, error=error, message=storable(message)[:_LONGEST])

    def did(self, now: float, due: float, missed: Collection[str], every: float) -> Standing:
        """Return it after a poll that did not fail; what it ``missed`` is tried again, later each time."""
        later = dict[str, tuple[int, float]]()
        for key in missed:
            tries, before = self.later.get(key, (0, 0.0))
            again = before if before > now else now + backed_off(every, tries)
            later[key] = (tries + (before <= now), again)
        polls = self.polls + 1
        said = (self.error, self.message) if missed else (None, None)
        return replace(
            self, polled=now, succeeded=now, due=due, held=0.0, failures=0, error=said[0], message=said[1],
            polls=polls, later=later,
        )  # fmt: skip

    def failed(self, now: float, due: float, held: float, error: str, message: str) -> Standing:
        """Return it after a poll that failed."""
        told = storable(message)[:_LONGEST]
        return replace(
            self, polled=now, due=due, held=held, failures=self.failures + 1, error=error, message=told,
            polls=self.polls + 1,
        )  # fmt: skip


def backed_off(every: float, failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: twice as long after each, up to a day.

    >>> [backed_off(1800, n) / 3600 for n in (0, 1, 2, 6)]
    [0.5, 1.0, 2.0, 24.0]
    """
    return max(every, min(DAY, every * 2.0 ** min(failures, 60)))


class Standings:
    """The standings of the sources of a ledger, by their names. Each change is on the disk at once.

    ``ledger`` is empty for the one that the file lies beside, else its address: a file may serve several.
    """

    def __init__(self, path: str | Path, ledger: str = "") -> None:
        self._path, self._ledger = Path(path), ledger

    def of(self, name: str) -> Standing:
        """Return how a source stands; a new one, where it was never polled.

        Raises:
            Unreadable: if the file is no database, or cannot be opened.
        """
        return self.all().get(name, (Standing(), ""))[0]

    def all(self) -> dict[str, tuple[Standing, str]]:
        """Return how all sources stand, with their addresses, in the order of their names; nothing is made.

        Raises:
            Unreadable: if the file is no database, or cannot be opened.
        """
        if not self._path.exists():
            return {}
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as base:
                rows = base.execute(
                    "SELECT name, state, address FROM watched WHERE ledger = ? ORDER BY name", (self._ledger,)
                ).fetchall()
        except sqlite3.Error as error:
            if "no such table" in str(error):
                return {}
            raise self._unreadable(error) from None
        return {name: (Standing.from_text(state), address) for name, state, address in rows}

    def put(self, name: str, address: str, standing: Standing) -> None:
        """Keep how a source stands.

        Raises:
            Unreadable: if the file is no database, or cannot be written to.
        """
        self._write(
            "INSERT OR REPLACE INTO watched VALUES (?, ?, ?, ?)", self._ledger, name, address, standing.as_text()
        )

    def keep_only(self, sources: Mapping[str, str]) -> None:
        """Forget the sources that are not among these, which are names with their addresses.

        Raises:
            Unreadable: if the file is no database, or cannot be written to.
        """
        for name, (_, address) in self.all().items():
            if sources.get(name) != address:
                self._write("DELETE FROM watched WHERE ledger = ? AND name = ?", self._ledger, name)

    def _write(self, statement: str, *values: str) -> None:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as base, base:
                base.execute(
                    "CREATE TABLE IF NOT EXISTS watched"
                    " (ledger TEXT, name TEXT, address TEXT, state TEXT, PRIMARY KEY (ledger, name))"
                )
                base.execute(statement, values)
        except sqlite3.Error as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: Exception) -> Unreadable:
        problem = f"how the sources stand cannot be kept there ({error})"
        return Unreadable(str(self._path), problem, "Move the file away: all is then polled anew")


def as_row(name: str, address: str, standing: Standing) -> dict[str, Any]:
    """Return a source as a plain object; what is kept of its items is counted."""
    told = asdict(replace(standing, later={}))
    del told["later"]
    return {"name": name, "address": address, **told, "waiting": len(standing.later)}


def standings_of(ledger: str) -> Standings:
    """Return the standings of the sources that are watched for the ledger at an address."""
    return Standings(states_of(ledger), "" if file_of(ledger) else shown(ledger))
