"""A feed asked again: what is new in it since the state that was kept, and the state to keep now."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass, replace

from communique.web.client import NOTHING, Answer, Client, Validators
from communique.web.feeds import is_feed, read_feed
from communique.web.items import Item

_MOST_KEYS = 2_000


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an address: the version that was taken in, and the reports that it became.

    ``taken`` has the ids of reports by the keys of a feed's items, or the one of a page under the empty key.
    """

    validators: Validators = NOTHING
    taken: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of what was taken in."""
        return frozenset(key for key, _ in self.taken)

    def with_taken(self, key: str, report: str) -> State:
        """Return the state with one more report taken in; of very many the oldest are forgotten."""
        others = tuple(pair for pair in self.taken if pair[0] != key)
        return replace(self, taken=(*others, (key, report))[-_MOST_KEYS:])

    def held_by(self, reports: Container[str]) -> State:
        """Return what of the state is true of a ledger that holds these reports: one may have been put back since."""
        held = tuple(pair for pair in self.taken if pair[1] in reports)
        return self if len(held) == len(self.taken) else State(taken=held)

    def as_text(self) -> str:
        """Return the state as one line of JSON."""
        told = {"etag": self.validators.etag, "modified": self.validators.modified, "taken": dict(self.taken)}
        return json.dumps(told)

    @classmethod
    def from_text(cls, text: str) -> State:
        """Return the state that a line of :meth:`as_text` holds; an empty one for what is none."""
        try:
            value = json.loads(text)
            taken = tuple((str(key), str(report)) for key, report in value["taken"].items())
            return cls(Validators(value["etag"], value["modified"]), taken)
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()


@dataclass(frozen=True, slots=True)
class Poll:
    """What an address gave: the answer; of a feed, the items that are new, how many are not, and what is in doubt.

    ``state`` is what to keep once all that is new has been taken in, each item with :meth:`State.with_taken`; until
    then it is kept without its validators, by which a server would say that nothing is new.
    """

    answer: Answer
    state: State
    is_feed: bool = False
    items: tuple[Item, ...] = ()
    known: int = 0
    warnings: tuple[str, ...] = ()


def poll(client: Client, address: str, state: State | None = None) -> Poll:
    """Return what stands at an address, a feed or a page, and is new by the state that was kept of it.

    Raises:
        WebError: of the kind that says why it could not be brought.
        BadFeed: if it is a feed in which nothing can be read.
        TooLarge, TooSlow: if it is over the limits.
    """
    state = state or State()
    answer = client.get(address, state.validators)
    if answer.unchanged:
        return Poll(answer, state)
    now = State(answer.validators, state.taken)
    if not is_feed(answer.raw):
        return Poll(answer, now)
    feed = read_feed(answer.raw, answer.address, kind=answer.type, charset=answer.charset)
    items = {item.key: item for item in feed.items}
    new = tuple(item for key, item in items.items() if key not in state.keys)
    return Poll(answer, now, True, new, len(items) - len(new), feed.warnings)
