"""Sources polled again and again: what comes in, what fails, what is kept for the next run."""

from __future__ import annotations

import gc
from http.server import BaseHTTPRequestHandler

import pytest

from communique.errors import LedgerBusy, LedgerDamaged
from communique.ledger.store import Ledger
from communique.watching.events import Event, Failed, Polled, TakenIn, Waiting
from communique.watching.standing import Standing
from communique.web.client import NOTHING
from communique.web.feeds import read_feed
from communique.web.polling import State
from tests.watching.bench import DAY, HOUR, Bench, feed, whole_feed
from tests.web.server import html, page


class TestNewItems:
    """What comes in."""

    def test_each_comes_in_once(self, bench: Bench) -> None:
        """Over many polls a feed's items are asked for once each, new ones when they appear."""
        feed(bench.site, "/a", "/b")
        bench.run(5 * HOUR)
        feed(bench.site, "/c", "/a", "/b")
        bench.run(5 * HOUR)
        assert sorted(path for path in bench.site.paths if path != "/feed") == ["/a", "/b", "/c"]
        assert bench.site.paths.count("/feed") >= 8 and bench.reports == 3
        assert [event.outcome for event in bench.events(TakenIn)] == ["added"] * 3
        assert [(x.new, x.known) for x in bench.events(Polled)][:2] == [(2, 0), (0, 2)]

    def test_the_publisher_that_is_given(self, bench: Bench) -> None:
        """It is that of the reports."""
        feed(bench.site, "/a")
        bench.once()
        (id,) = bench.ledger.reports()
        assert bench.ledger.report(id).info.publisher == "The Wire"

    def test_from_the_feed(self, bench: Bench) -> None:
        """A source that holds its articles whole is read from there, as is said of it."""
        whole_feed(bench.site, 3)
        assert bench.once(bench.source(from_feed=True)).added == 3
        assert bench.site.paths == ["/feed"]

    def test_an_unchanged_feed_is_not_sent_again(self, bench: Bench) -> None:
        """The server is told which version is known, also after a restart."""
        feed(bench.site, "/a", ETag='"1"')
        bench.once()

        def answer(request: BaseHTTPRequestHandler) -> None:
            assert request.headers["If-None-Match"] == '"1"'
            request.send_response(304)
            request.end_headers()

        bench.site.routes["/feed"] = answer
        bench.once()
        assert bench.events(Polled)[-1].status == "unchanged" and bench.standing.failures == 0

    def test_a_page_that_is_watched(self, bench: Bench) -> None:
        """It is read when it changed; one with nothing in it fails as a source."""
        bench.site.routes["/page"] = page()
        source = bench.source("/page")
        assert bench.once(source).added == 1
        bench.site.routes["/page"] = page("Ministers meet again")
        assert bench.once(source).added == 1
        bench.site.routes["/page"] = html(b"")
        assert bench.once(source).polls_failed == 1 and bench.standing.error == "EmptyInput"

    def test_what_was_forgotten_stays_away(self, bench: Bench) -> None:
        """A report that was taken out is not brought back."""
        feed(bench.site, "/a", "/b")
        bench.once()
        bench.ledger.forget(bench.ledger.reports()[0])
        assert bench.once().added == 0 and bench.reports == 1

    def test_a_ledger_made_anew(self, bench: Bench) -> None:
        """The state beside it hides nothing from a ledger that does not hold it."""
        feed(bench.site, "/a")
        key = read_feed(bench.site.routes["/feed"][2], bench.site.at("/feed")).items[0].key  # type: ignore[index]
        bench.states.put(bench.site.at("/feed"), State(NOTHING, ((key, "0123456789abcdef"),)))
        assert bench.once().added == 1


class TestPace:
    """When sources are polled."""

    def test_by_their_times(self, bench: Bench) -> None:
        """Each at its own, a little later each time and not together."""
        feed(bench.site, "/a")
        feed(bench.site, "/b", at="/other")
        bench.run(DAY, bench.source(), bench.source("/other", name="Other", every=6 * HOUR))
        assert 21 <= bench.site.paths.count("/feed") <= 24
        assert bench.site.paths.count("/other") == 4

    def test_a_restart_does_not_poll_before_the_time(self, bench: Bench) -> None:
        """When a source is due is kept."""
        feed(bench.site, "/a")
        bench.run(HOUR / 2)
        bench.run(HOUR / 4)
        assert bench.site.paths.count("/feed") == 1
        bench.run(HOUR)
        assert bench.site.paths.count("/feed") == 2

    def test_a_shorter_time_holds_at_once(self, bench: Bench) -> None:
        """A source that is to be polled more often does not wait for the time that it had."""
        feed(bench.site, "/a")
        bench.run(HOUR, bench.source(every=7 * DAY))
        bench.run(HOUR, bench.source(every=HOUR / 2))
        assert bench.site.paths.count("/feed") >= 2

    def test_a_source_that_is_no_longer_watched(self, bench: Bench) -> None:
        """Its standing goes, and that of one with another address begins anew."""
        bench.once(bench.source(), bench.source("/other", name="Other"))
        bench.watch(bench.source("/moved"))
        assert bench.standings.all() == {}


class TestFailures:
    """What does not come."""

    def test_a_feed_that_fails_is_left_alone_longer_each_time(self, bench: Bench) -> None:
        """Twice as long after each failure up to a day; after it recovers, as before."""
        bench.run(4 * DAY)
        assert {event.error for event in bench.events(Failed)} == {"BadStatus"}
        assert 7 <= len(bench.events(Failed)) <= 9 == bench.standing.failures + 9 - len(bench.events(Failed))
        assert bench.standing.due - (bench.standing.polled or 0) == pytest.approx(DAY, rel=0.1)
        feed(bench.site, "/a")
        bench.run(2 * DAY)
        assert bench.standing.failures == 0 and bench.standing.error is None and bench.reports == 1
        assert bench.standing.due - (bench.standing.polled or 0) == pytest.approx(HOUR, rel=0.1)

    def test_retry_after_is_honoured(self, bench: Bench) -> None:
        """A server is left alone for as long as it asks, by a new run and with --once, too."""
        bench.site.routes["/feed"] = (503, {"Retry-After": str(int(2 * DAY))}, b"")
        bench.run(DAY)
        feed(bench.site, "/a")
        assert bench.once().polls == 0 and len(bench.events(Waiting)) == 1
        bench.run(HOUR)
        assert bench.site.paths == ["/feed"]
        bench.run(2 * DAY)
        assert bench.reports == 1

    def test_one_that_fails_costs_no_other(self, bench: Bench) -> None:
        """The others are polled; the count says what failed."""
        feed(bench.site, "/a")
        ended = bench.once(bench.source("/gone", name="Gone"), bench.source())
        assert (ended.polls, ended.polls_failed, ended.added) == (2, 1, 1)

    def test_an_item_that_fails(self, bench: Bench) -> None:
        """It is tried again after twice as long each time, its source is polled as before, and it comes in at last."""
        feed(bench.site, "/a", "/b")
        del bench.site.routes["/b"]
        bench.run(2 * DAY)
        assert bench.site.paths.count("/feed") > 40 and 4 <= bench.site.paths.count("/b") <= 8
        assert bench.standing.failures == 0 and len(bench.standing.later) == 1 and bench.standing.error == "BadStatus"
        bench.site.routes["/b"] = page("At last")
        bench.run(2 * DAY)
        assert bench.reports == 2 and not bench.standing.later and bench.standing.error is None

    def test_an_item_that_left_its_feed(self, bench: Bench) -> None:
        """Nothing of it is kept."""
        feed(bench.site, "/a", "/b")
        del bench.site.routes["/b"]
        bench.once()
        feed(bench.site, "/a")
        bench.once()
        assert not bench.standing.later

    def test_a_ledger_that_refuses_for_a_while(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """What it did not take is tried again a minute later; the source is not to blame."""
        feed(bench.site, "/a")
        add, refused = Ledger.add, [LedgerBusy("l", "another writes", "Wait")]

        def busy(*arguments: object, **named: object) -> bool:
            if refused:
                raise refused.pop()
            return add(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Ledger, "add", busy)
        bench.run(HOUR / 2)
        assert bench.reports == 1 and [x.error for x in bench.events(Failed)] == ["LedgerBusy"]
        assert bench.standing.failures == 0 and bench.standing.polls == 1

    def test_a_ledger_that_is_damaged_ends_it(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """What does not pass is raised."""
        feed(bench.site, "/a")

        def damaged(*_: object, **__: object) -> bool:
            raise LedgerDamaged("l", "broken", "Restore it")

        monkeypatch.setattr(Ledger, "add", damaged)
        with pytest.raises(LedgerDamaged):
            bench.run(HOUR)


class TestStop:
    """A stop between and within reports."""

    def test_what_is_begun_is_ended(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """A stop while a report is written lets it come in whole; the next one comes with the next run."""
        feed(bench.site, "/a", "/b")
        watch, add = bench.watch(), Ledger.add

        def stopped(*arguments: object, **named: object) -> bool:
            bench.stop.ask("SIGTERM")
            return add(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Ledger, "add", stopped)
        ended = watch.run(HOUR)
        assert (ended.by, ended.added, bench.reports) == ("SIGTERM", 1, 1)
        monkeypatch.undo()
        assert bench.once().added == 1
        assert [path for path in bench.site.paths if path != "/feed"] == ["/a", "/b"]

    def test_what_is_only_read_is_left(self, bench: Bench) -> None:
        """A stop while a page is asked for leaves it out; it comes with the next run."""
        feed(bench.site, "/a")
        wait = bench.clock.sleep

        def sleep(seconds: float) -> None:
            wait(seconds)
            if bench.site.paths == ["/feed"]:
                bench.stop.ask("SIGINT")

        bench.clock.sleep = sleep  # type: ignore[method-assign]
        ended = bench.run(HOUR)
        assert (ended.by, ended.added, bench.reports, bench.site.paths) == ("SIGINT", 0, 0, ["/feed"])
        bench.clock.sleep = wait  # type: ignore[method-assign]
        assert bench.once().added == 1

    def test_a_second_run_within_one_feed(self, bench: Bench) -> None:
        """A watch that ended after the second of five goes on with the third."""
        whole_feed(bench.site, 5)
        source, watch = bench.source(from_feed=True), bench.watch(bench.source(from_feed=True))
        listen = bench.told.append

        def after_two(event: Event) -> None:
            listen(event)
            if len(bench.events(TakenIn)) == 2:
                bench.stop.ask("SIGTERM")

        watch._tell = after_two
        assert watch.run(HOUR).added == 2
        assert bench.once(source).added == 3
        assert [x.outcome for x in bench.events(TakenIn)] == ["added"] * 5 and bench.reports == 5


class TestMemory:
    """Nothing stays of what was polled."""

    def test_two_hundred_polls_of_five_hundred_items(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """As many objects are alive after the last poll as after the tenth; one report keeps the others known."""
        source = bench.source(from_feed=True)
        whole_feed(bench.site, 1)
        bench.once(source)
        (id,) = bench.ledger.reports()
        whole_feed(bench.site, 500)
        feed_ = read_feed(bench.site.routes["/feed"][2], source.address)  # type: ignore[index]
        bench.states.put(source.address, State(NOTHING, tuple((item.key, id) for item in feed_.items)))
        watch, known = bench.watch(source), list[int]()
        watch._tell = lambda event: known.append(event.known) if isinstance(event, Polled) else None
        watch.run(10 * HOUR)
        before = _alive()
        watch.run(210 * HOUR)
        assert len(known) >= 200 and set(known) == {500}
        assert _alive() - before < 500


def _alive() -> int:
    """How many objects there are."""
    gc.collect()
    return len(gc.get_objects())


def test_a_standing_as_text() -> None:
    """It comes back as it was; what is none begins anew."""
    standing = Standing(1.5, None, 9.0, error="BadStatus", message="404", later={"k": (2, 7.0)}, polls=3)
    assert Standing.from_text(standing.as_text()) == standing
    assert [Standing.from_text(text) for text in ("", "[]", '{"later": {"k": 1}}', '{"x": 1, "later": {}}')] == [
        Standing()
    ] * 4
