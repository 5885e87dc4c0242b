"""The watch: each source polled when it is due, what is new in it taken in, one report at a time.

All that is known lies in the ledger and in the file beside it, so a watch that ends in whatever way goes on from there.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from communique.about import VERSION
from communique.errors import CommuniqueError, LedgerBusy, LedgerError, LedgerFull, LedgerUnreachable, RetryLater
from communique.intake.arrivals import Left
from communique.intake.fetch import Web
from communique.language.named import Cores
from communique.ledger.addresses import shown
from communique.ledger.holding import Held
from communique.ledger.store import Ledger
from communique.reading.budget import Budget
from communique.runs import ALL, BUDGET, Apart, Outcome, Read, Skipped, read_reports
from communique.taking import is_of_one, take
from communique.watching.events import Ended, Failed, Listener, Polled, Started, TakenIn, Waiting
from communique.watching.lock import Lock
from communique.watching.sources import Source
from communique.watching.standing import Standing, Standings, backed_off
from communique.watching.stopping import Stop, Stopped
from communique.web.client import Client
from communique.web.pace import Clock
from communique.web.states import States

_JITTER = 0.1
"""Of the time between two polls so much, at the most, is added at random: not all come at the same moment."""
_LOOK = 60.0
"""The longest sleep in seconds: a machine that slept itself looks at the calendar then."""
_PASSING = (LedgerBusy, LedgerFull, LedgerUnreachable)
"""What a ledger refuses for a while: it is tried again, and the source is not to blame."""
_AGAIN = 60.0
_Item = Read | Skipped | CommuniqueError


@dataclass(frozen=True, slots=True)
class Tools:
    """What a watch works with: how addresses are asked, what time it is, how to stop, who listens."""

    client: Client
    clock: Clock
    stop: Stop
    tell: Listener
    budget: Budget = BUDGET
    cores: Cores = ALL
    random: random.Random = field(default_factory=random.Random)


class Watch:
    """Sources, watched for a ledger whose lock is held."""

    def __init__(
        self, ledger: Ledger, lock: Lock, sources: Sequence[Source], standings: Standings, states: States, tools: Tools
    ) -> None:
        self._ledger, self._lock, self._held = ledger, lock, Held(ledger)
        self._sources, self._standings, self._states = tuple(sources), standings, states
        self._tools, self._clock, self._tell = tools, tools.clock, tools.tell
        self._until: float | None = None
        self._counts = Counter[str]()

    def start(self, metrics: str | None = None) -> None:
        """Tell that the watch begins; forget what is no longer watched.

        Raises:
            Unreadable: if the file beside the ledger cannot be used.
        """
        self._standings.keep_only({source.name: source.address for source in self._sources})
        ledger = shown(self._ledger.address)
        self._tell(Started(ledger, len(self._sources), os.getpid(), VERSION, metrics))

    def once(self) -> Ended:
        """Poll each source once, but for those whose servers asked to be left alone; return what became of it.

        Raises:
            LedgerError: if the ledger cannot be used, or another process watches for it now.
            ModelError: if the language model cannot be used.
            Unreadable: if the file beside the ledger cannot be used.
        """
        return self._ended_by(self._poll_each)

    def run(self, seconds: float | None = None) -> Ended:
        """Poll each source whenever it is due, for so many seconds, or until it is stopped; return what became of it.

        Raises:
            LedgerError: if the ledger cannot be used, or another process watches for it now.
            ModelError: if the language model cannot be used.
            Unreadable: if the file beside the ledger cannot be used.
        """
        self._until = None if seconds is None else self._clock.now() + seconds
        return self._ended_by(self._poll_for_ever)

    def _ended_by(self, work: Callable[[], None]) -> Ended:
        by = "all polled"
        try:
            work()
        except Stopped:
            by = self._tools.stop.by or "the time is over"
        c = self._counts
        ended = Ended(by, c["polls"], c["added"], c["unchanged"], c["items failed"], c["polls failed"])
        self._tell(ended)
        return ended

    def _poll_each(self) -> None:
        for source in self._sources:
            self._go_on()
            held = self._standings.of(source.name).held
            if held > self._clock.now():
                self._tell(Waiting(source.name, _moment(held)))
            else:
                self._poll(source)

    def _poll_for_ever(self) -> None:
        due = {source: self._due(source) for source in self._sources}
        while True:
            self._go_on()
            source = min(due, key=lambda x: due[x])
            now = self._clock.now()
            if due[source] > now:
                left = due[source] if self._until is None else min(due[source], self._until)
                self._clock.sleep(min(left - now, _LOOK))
                continue
            due[source] = self._poll(source)

    def _go_on(self) -> None:
        """Do nothing.

        Raises:
            Stopped: if somebody asked to stop, or the time is over.
        """
        if self._tools.stop.is_asked or (self._until is not None and self._clock.now() >= self._until):
            raise Stopped

    def _due(self, source: Source) -> float:
        """Return when a source is polled next, by how it stands: it may have been said since to poll it more often."""
        standing = self._standings.of(source.name)
        soon = (standing.polled or 0.0) + backed_off(source.every, standing.failures) * (1 + _JITTER)
        return max(standing.held, min(standing.due, soon))

    def _after(self, seconds: float) -> float:
        return self._clock.now() + seconds * (1 + _JITTER * self._tools.random.random())

    def _poll(self, source: Source) -> float:
        """Poll a source and take in what is new; return when it is polled next."""
        self._counts["polls"] += 1
        try:
            self._lock.check()
            web = self._web(source)
            failure = self._take_all(source, web)
        except _PASSING as error:
            due = self._clock.now() + _AGAIN
            self._failed(source, error, due)
            return due
        standing, now = self._standings.of(source.name), self._clock.now()
        if failure is None:
            due = self._after(source.every)
            standing = standing.did(now, due, web.missed, source.every)
        else:
            held = now + self._tools.client.left(failure) if isinstance(failure, RetryLater) else 0.0
            due = max(held, self._after(backed_off(source.every, standing.failures)))
            standing = standing.failed(now, due, held, type(failure).__name__, str(failure))
            self._failed(source, failure, due)
        self._standings.put(source.name, source.address, standing)
        return due

    def _failed(self, source: Source, error: CommuniqueError, due: float) -> None:
        self._counts["polls failed"] += 1
        self._tell(Failed(source.name, type(error).__name__, str(error), False, _moment(due)))

    def _web(self, source: Source) -> Web:
        """Return how a source is asked: anew for each poll, so that nothing of it stays."""
        known = self._held.settled(report for _, report in self._states.of(source.address).taken)
        leave = self._standings.of(source.name).leave(self._clock.now())
        return Web(
            self._tools.client, self._states, known=known, whole_from_feed=source.from_feed,
            publisher=source.publisher, leave=leave,
        )  # fmt: skip

    def _take_all(self, source: Source, web: Web) -> CommuniqueError | None:
        """Take in what is new; return the error where the source itself failed.

        Raises:
            Stopped: if somebody asked to stop, or the time is over.
            LedgerError, ModelError: if no report can be taken in.
        """
        told = False
        for item, cpu in self._read(source, web):
            told = told or self._polled(source, web)
            if not isinstance(item, (Left, Apart)):
                error = self._take(source, web, item, cpu)
                if error is not None and not (web.polled and web.polled.is_feed):
                    return error
                if error is not None:
                    self._missed(source, error)
            self._go_on()
        if not told:
            self._polled(source, web)
        return None

    def _read(self, source: Source, web: Web) -> Iterator[tuple[Outcome, float]]:
        """Yield what the source leads to, and the CPU seconds it took; all of that may be left at once."""
        tools = self._tools
        items = read_reports([source.address], known=self._held, budget=tools.budget, cores=tools.cores, web=web)
        while True:
            began = time.process_time()
            with self._tools.stop.at_once():
                item = next(items, None)
            if item is None:
                return
            yield item, time.process_time() - began

    def _polled(self, source: Source, web: Web) -> bool:
        """Tell what a poll found, if it found anything; return whether it did."""
        found = web.polled
        if found is None:
            return False
        new = len(found.items) if found.is_feed else int(not found.answer.unchanged)
        left = len(self._standings.of(source.name).leave(self._clock.now()) & {item.key for item in found.items})
        status = "unchanged" if found.answer.unchanged else "read"
        self._tell(Polled(source.name, status, new + found.known, new - left, found.known, left))
        return True

    def _take(self, source: Source, web: Web, item: _Item, cpu: float) -> CommuniqueError | None:
        """Take in one report; return the error where that one failed.

        Raises:
            LedgerError, ModelError: if no report can be taken in.
        """
        if isinstance(item, CommuniqueError):
            return item
        try:
            is_new = take(self._ledger, item, self._held.hash_of)
        except LedgerError as error:
            if not is_of_one(error):
                raise
            return error
        taken = _taken_in(source, item, is_new, cpu)
        if item.token:
            web.keep(item.token, taken.report)
        self._counts[taken.outcome] += 1
        if is_new:
            said = taken.title or taken.url or taken.report
            self._change(source, self._standings.of(source.name).took(said, self._clock.now()))
        self._tell(taken)
        return None

    def _missed(self, source: Source, error: CommuniqueError) -> None:
        self._counts["items failed"] += 1
        self._change(source, self._standings.of(source.name).missing(type(error).__name__, str(error)))
        self._tell(Failed(source.name, type(error).__name__, str(error), True))

    def _change(self, source: Source, standing: Standing) -> None:
        self._standings.put(source.name, source.address, standing)


def _taken_in(source: Source, item: Read | Skipped, is_new: bool, cpu: float) -> TakenIn:
    outcome, seconds = "added" if is_new else "unchanged", round(cpu, 3)
    if isinstance(item, Skipped):
        return TakenIn(source.name, outcome, item.id, None, None, 0, seconds)
    info, found = item.report.info, len(item.record.engagements)
    return TakenIn(source.name, outcome, info.id, info.title, info.url, found, seconds)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
