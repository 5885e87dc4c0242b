"""What stands at addresses, as bytes to make reports of: pages, and the pages that feeds lead to.

What was taken in once is kept in the state of its address, and not asked for again: a feed's item by its content, a
page by what the server says of its version. It is kept when the caller says that the report is in its ledger, so that
a run that is broken off asks for it again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from html import escape

from communique.errors import BadFeed, IntakeError
from communique.intake.arrivals import Fetched, Left
from communique.intake.report import Known
from communique.web.client import Answer, Client
from communique.web.feeds import is_feed
from communique.web.items import Item
from communique.web.polling import Poll, State, poll
from communique.web.settings import from_environment
from communique.web.states import States

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_NO_ITEM = "Open the feed's site in a browser and give the address of the page"


class Web:
    """How addresses are asked, and what is known of them.

    ``client`` asks; one with the environment's settings, where none is given. ``states`` keeps what is known from run
    to run; only what became one of the reports ``known`` counts, where they are given. With ``whole_from_feed`` an item
    whose content is in the feed is read from there, not from its page. ``publisher`` is who publishes what is brought;
    items whose keys are in ``leave`` are not brought now, and stay new. ``polled`` is what the last address gave.
    """

    def __init__(
        self,
        client: Client | None = None,
        states: States | None = None,
        *,
        known: Container[str] | None = None,
        whole_from_feed: bool = False,
        publisher: str | None = None,
        leave: Container[str] = (),
    ) -> None:
        self._client = client
        self._states = states or States()
        self._known = known
        self._whole = whole_from_feed
        self._publisher = publisher
        self._leave = leave
        self._open: dict[str, _Opened] = {}
        self._waiting: dict[str, str] = {}
        self.polled: Poll | None = None

    @property
    def missed(self) -> frozenset[str]:
        """The keys of what the last address has that is new and was not taken in."""
        return frozenset(self._waiting.values())

    def fetched(self, source: str, known: Known) -> Iterator[Fetched | Left | IntakeError]:
        """Yield what stands at an address, in the order of a feed; what cannot be brought as the error."""
        try:
            self._client = self._client or Client(from_environment())
            known = replace(known, name=source, publisher=self._publisher or known.publisher)
            self.polled, self._waiting = None, {}
            self.polled = found = poll(self._client, source, self._state(source))
            yield from self._feed(source, found, known) if found.is_feed else self._page(source, found, known)
        except IntakeError as error:
            yield error

    def keep(self, token: str, report: str) -> None:
        """Note that what came with a token has been taken in, as a report of this id; it is not brought again.

        Raises:
            Unreadable: if the state cannot be written.
        """
        opened = self._open.pop(token, None)
        if opened is not None:
            self._states.put(opened.address, opened.taken(token, report))

    def _state(self, source: str) -> State:
        state = self._states.of(source)
        return state if self._known is None else state.held_by(self._known)

    def _page(self, source: str, found: Poll, known: Known) -> Iterator[Fetched | Left]:
        if found.answer.unchanged:
            yield Left(source, 1)
            return
        self._waiting = {source: ""}
        self._open[source] = _Opened(source, found.state, self._waiting)
        yield _fetched(found.answer, known, source)

    def _feed(self, source: str, found: Poll, known: Known) -> Iterator[Fetched | Left | IntakeError]:
        """Yield what the new items of a feed lead to, and how many are known."""
        tokens = {f"{source}\n{item.key}": item.key for item in found.items}
        self._waiting = dict(tokens)
        self._open.update(dict.fromkeys(tokens, _Opened(source, found.state, self._waiting)))
        if found.known:
            yield Left(source, found.known)
        if not tokens:
            self._states.put(source, found.state)
        for item, token in zip(found.items, tokens, strict=True):
            if item.key in self._leave:
                continue
            hints = replace(known, warnings=(*known.warnings, *found.warnings, *item.warnings))
            try:
                yield self._item(source, item, hints, token)
            except IntakeError as error:
                self._open.pop(token, None)
                place = error.place or f"item {item.number} of {source}"
                yield type(error)(error.source, error.problem, error.remedy, place=place)

    def _item(self, source: str, item: Item, known: Known, token: str) -> Fetched:
        """Return an item's page, or what the feed holds of it.

        The day that the feed gives counts where the page gives none: a page's own is nearer to its article.

        Raises:
            IntakeError: if it leads nowhere, or its page cannot be brought.
        """
        if item.content is not None and (self._whole or item.address is None):
            url = item.address or known.url
            told = replace(known, name=url or source, url=url, charset="utf-8")
            return Fetched(_as_page(item), told, "html", token)
        if item.address is None:
            problem = "the item has no address of a page, and no content"
            raise BadFeed(source, problem, _NO_ITEM, place=f"item {item.number}")
        assert self._client is not None
        answer = self._client.get(item.address)
        if is_feed(answer.raw):
            raise BadFeed(item.address, "a feed stands where the page of an item should", _NO_ITEM)
        known = replace(known, name=item.address, hinted=item.day)
        return _fetched(answer, known, token)


@dataclass(slots=True)
class _Opened:
    """An address that is being taken in: its state, and the keys of what of it is still to be taken in."""

    address: str
    state: State
    waiting: dict[str, str]

    def taken(self, token: str, report: str) -> State:
        """Note that one is taken in; return the state to keep, as of a version that is known once all are."""
        self.state = self.state.with_taken(self.waiting.pop(token), report)
        return State(taken=self.state.taken) if self.waiting else self.state


def _fetched(answer: Answer, known: Known, token: str) -> Fetched:
    known = replace(known, url=known.url or answer.address, charset=answer.charset)
    return Fetched(answer.raw, known, "html" if answer.type in _PAGES else "auto", token)


def _as_page(item: Item) -> bytes:
    """Return the page that a feed's content makes, with what the item says of itself: the same bytes for the same."""
    title = escape(item.title or "")
    said = {"article:published_time": item.day, "author": item.byline}
    tags = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in said.items() if value)
    page = f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{tags}</head><body><article>'
    return f"{page}<h1>{title}</h1>{item.content}</article></body></html>".encode("utf-8", "replace")
