"""``communique watch``: its processes, its log, its metrics, its status."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.ledger.store import Ledger
from communique.watching.events import Failed, Polled, TakenIn
from communique.watching.lock import alone
from communique.watching.log import log_to
from communique.watching.metrics import Metrics
from communique.web import pace
from tests.watching.bench import feed, whole_feed
from tests.web.server import FakeClock, Site

SECONDS = 60.0
"""After which a process is given up."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """Time that nobody waits for."""
    found = FakeClock()
    monkeypatch.setattr(pace, "Clock", lambda sleep: found.clock())
    return found


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine may be asked."""
    monkeypatch.setenv("COMMUNIQUE_ALLOW_LOOPBACK", "1")


def listed(site: Site, folder: Path, *paths: str, more: str = "") -> str:
    """A file of sources on the site; return its path."""
    path = folder / "feeds.toml"
    tables = (f'[[source]]\nname = "{x}"\naddress = "{site.at(x, "127.0.0.1")}"\n{more}\n' for x in paths)
    path.write_text("\n".join(tables), "utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, ["watch", *arguments])


def lines(text: str) -> list[dict[str, Any]]:
    """The lines of a log."""
    return [json.loads(line) for line in text.splitlines()]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A watch in a process of its own, its log to be read."""
    command = [sys.executable, "-m", "communique", "watch", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str], event: str) -> dict[str, Any]:
    """Its next event of a name."""
    assert process.stderr is not None
    for line in process.stderr:
        found: dict[str, Any] = json.loads(line)
        if found["event"] == event:
            return found
    raise AssertionError(f"it ended without {event}")


class TestProcesses:
    """Real ones, ended by real signals."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_stops_it_cleanly(self, number: int, site: Site, tmp_path: Path) -> None:
        """What its log says came in is in the ledger, it says that it stopped, and its exit code is 0."""
        whole_feed(site, 40)
        feeds, ledger = listed(site, tmp_path, "/feed", more="from_feed = true"), str(tmp_path / "l.sqlite")
        with started(feeds, "--ledger", ledger) as process:
            told(process, "taken in")
            process.send_signal(number)
            _, rest = process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        end = lines(rest)[-1]
        assert (end["event"], end["by"]) == ("stopped", signal.Signals(number).name)
        with Ledger(ledger, read_only=True) as opened:
            assert 1 <= opened.counts().reports == end["added"] < 40

    def test_a_killed_one_goes_on(self, site: Site, tmp_path: Path) -> None:
        """After SIGKILL a new one brings the rest, and none twice; the lock is no obstacle."""
        whole_feed(site, 5)
        feeds, ledger = listed(site, tmp_path, "/feed", more="from_feed = true"), str(tmp_path / "l.sqlite")
        with started(feeds, "--ledger", ledger) as process:
            told(process, "taken in")
            process.kill()
            process.wait(SECONDS)
        with Ledger(ledger, read_only=True) as opened:
            first = opened.counts().reports
        with started(feeds, "--ledger", ledger, "--once") as process:
            end = told(process, "stopped")
            assert process.wait(SECONDS) == 0
        with Ledger(ledger, read_only=True) as opened:
            assert opened.counts().reports == 5
        assert 1 <= first < 5 and end["added"] == 5 - first

    def test_its_status_while_it_runs(self, site: Site, tmp_path: Path) -> None:
        """The process is named; a second one is refused, and says who is the first."""
        whole_feed(site, 1)
        feeds, ledger = listed(site, tmp_path, "/feed", more="from_feed = true"), str(tmp_path / "l.sqlite")
        with started(feeds, "--ledger", ledger) as process:
            told(process, "taken in")
            assert f"1 source: watched by process {process.pid} on " in run("--status", "--ledger", ledger).stderr
            second = run(feeds, "--ledger", ledger)
        assert second.exit_code == 2 and f"by process {process.pid} on " in second.stderr
        assert "communique help AlreadyWatched" in second.stderr


class TestOnce:
    """For cron."""

    def test_each_source_once(self, clock: FakeClock, site: Site, tmp_path: Path) -> None:
        """All new comes in; exit code 0, and 1 where a source failed."""
        feed(site, "/a", "/b")
        ledger = str(tmp_path / "l.sqlite")
        done = run(listed(site, tmp_path, "/feed"), "--ledger", ledger, "--once")
        assert done.exit_code == 0 and lines(done.stderr)[-1]["added"] == 2
        done = run(listed(site, tmp_path, "/feed", "/gone"), "--ledger", ledger, "--once")
        assert done.exit_code == 1 and lines(done.stderr)[-1]["polls_failed"] == 1
        assert site.paths.count("/feed") == 2

    def test_for_a_time(self, clock: FakeClock, site: Site, tmp_path: Path) -> None:
        """It ends after that; a source that failed is no failure of it."""
        feeds = listed(site, tmp_path, "/gone", more='every = "6 hours"')
        done = run(feeds, "--ledger", str(tmp_path / "l.sqlite"), "--for", "2d")
        assert done.exit_code == 0 and lines(done.stderr)[-1]["by"] == "the time is over"
        assert 3 <= len(site.paths) <= 4

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ((), "there is no file of sources"),
            (("x.toml", "--once", "--for", "7d"), "--once and --for are two ends"),
            (("x.toml", "--for", "soon"), "--for: 'soon' is no time"),
            (("x.toml",), "x.toml: it cannot be read"),
            (("--status",), "there is no ledger"),
        ],
    )
    def test_what_is_wrong(self, arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
        """It is said, with exit code 2, and nothing is made."""
        done = run(*arguments, "--ledger", str(tmp_path / "l.sqlite"))
        assert done.exit_code == 2 and said in done.stderr and list(tmp_path.iterdir()) == []

    def test_a_port_that_is_taken(self, site: Site, tmp_path: Path) -> None:
        """It is named, and no ledger is made."""
        feeds, ledger = listed(site, tmp_path, "/feed"), tmp_path / "l.sqlite"
        done = run(feeds, "--ledger", str(ledger), "--metrics", str(site.port))
        assert done.exit_code == 2 and f"--metrics: port {site.port} cannot be used" in done.stderr
        assert not ledger.exists()


class TestLog:
    """What is written of it."""

    def test_lines_are_json(self, clock: FakeClock, site: Site, tmp_path: Path) -> None:
        """Each event is a line with its time, its name and what belongs to it."""
        feed(site, "/a", "/b")
        del site.routes["/b"]
        done = run(listed(site, tmp_path, "/feed", "/gone"), "--ledger", str(tmp_path / "l.sqlite"), "--once")
        found = lines(done.stderr)
        assert [x["event"] for x in found] == ["started", "polled", "taken in", "failed", "failed", "stopped"]
        assert all(x["timestamp"].endswith("Z") and x["level"] in ("info", "warning") for x in found)
        _, polled, taken, item, source, ended = found
        assert (polled["source"], polled["items"], polled["new"], polled["known"]) == ("/feed", 2, 2, 0)
        assert taken["url"] == site.at("/a", "127.0.0.1") and taken["engagements"] >= 1
        assert (item["error"], item["item"]) == ("BadStatus", True) and "item 2 of" in item["message"]
        assert (source["source"], source["item"]) == ("/gone", False) and source["next"]
        assert {k: ended[k] for k in ("by", "added", "items_failed", "polls_failed")} == {
            "by": "all polled", "added": 1, "items_failed": 1, "polls_failed": 1,
        }  # fmt: skip

    def test_into_a_file(self, clock: FakeClock, site: Site, tmp_path: Path) -> None:
        """It is appended to; on standard error is only the end."""
        feed(site, "/a")
        log, feeds = tmp_path / "watch.log", listed(site, tmp_path, "/feed")
        for _ in range(2):
            done = run(feeds, "--ledger", str(tmp_path / "l.sqlite"), "--once", "--log", str(log))
        assert [x["event"] for x in lines(log.read_text("utf-8"))].count("started") == 2
        assert done.stderr == "communique: stopped (all polled): 1 poll, 0 added, 0 failed\n"

    def test_what_would_steer_a_terminal(self) -> None:
        """It is shown there as a picture, and is an escape in JSON."""
        event = TakenIn("Wire", "added", "1", "\x1b]0;owned\x07\nTalks", None, 0, 0.1)
        plain = io.StringIO()
        log_to(plain)(event)
        assert "\\u001b]0;owned" in plain.getvalue() and json.loads(plain.getvalue())["title"] == event.title
        near, far = pty.openpty()
        with os.fdopen(near, "rb", 0) as screen, os.fdopen(far, "w") as terminal:
            log_to(terminal, readable=True)(event)
            shown = screen.read(4_000).decode()
        assert "\u241b]0;owned\u2407\u240aTalks" in shown and "\x1b]0;" not in shown and shown.count("\n") == 1


ADDED = 'communique_reports_total{outcome="added",source="/feed"} 1.0'


class TestMetrics:
    """Figures for Prometheus."""

    def test_what_is_counted(self) -> None:
        """Polls, items, reports by what became of them, errors by their names, the last success, seconds of reading."""
        metrics = Metrics(now=lambda: 1_234.0)
        metrics(Polled("Wire", "read", 5, 2, 2, 1))
        metrics(Polled("Wire", "unchanged", 0, 0, 0, 0))
        metrics(TakenIn("Wire", "added", "1", None, None, 2, 0.25))
        metrics(TakenIn("Wire", "added", "2", None, None, 2, 0.5))
        metrics(Failed("Wire", "NoArticle", "m", True))
        metrics(Failed("Gone", "BadStatus", "m", False))
        value = metrics.registry.get_sample_value
        for name, labels, expected in (
            ("polls_total", {"source": "Wire", "outcome": "read"}, 1),
            ("polls_total", {"source": "Wire", "outcome": "unchanged"}, 1),
            ("polls_total", {"source": "Gone", "outcome": "failed"}, 1),
            ("items_total", {"source": "Wire", "outcome": "new"}, 2),
            ("items_total", {"source": "Wire", "outcome": "known"}, 2),
            ("items_total", {"source": "Wire", "outcome": "waiting"}, 1),
            ("reports_total", {"source": "Wire", "outcome": "added"}, 2),
            ("reports_total", {"source": "Wire", "outcome": "failed"}, 1),
            ("errors_total", {"source": "Wire", "error": "NoArticle"}, 1),
            ("errors_total", {"source": "Gone", "error": "BadStatus"}, 1),
            ("last_success_timestamp_seconds", {"source": "Wire"}, 1_234),
            ("reading_seconds_count", {}, 2),
            ("reading_seconds_sum", {}, 0.75),
        ):
            assert value(f"communique_{name}", labels) == expected, (name, labels)

    def test_they_are_served_while_it_watches(self, site: Site, tmp_path: Path) -> None:
        """At the address that the log names, on this machine alone."""
        whole_feed(site, 1)
        feeds = listed(site, tmp_path, "/feed", more="from_feed = true")
        with started(feeds, "--ledger", str(tmp_path / "l.sqlite"), "--metrics", "0") as process:
            where = told(process, "started")["metrics"]
            told(process, "taken in")
            lines, until = list[str](), time.monotonic() + 30
            while ADDED not in lines and time.monotonic() < until:  # it is counted after it is told
                with urllib.request.urlopen(where) as answer:
                    lines = answer.read().decode().splitlines()
        assert where.startswith("http://127.0.0.1:")
        assert ADDED in lines


class TestStatus:
    """How the sources stand."""

    @pytest.fixture
    def ledger(self, clock: FakeClock, site: Site, tmp_path: Path) -> str:
        """A ledger for which two sources were polled, of which one failed."""
        feed(site, "/a", "/b")
        del site.routes["/b"]
        ledger = str(tmp_path / "l.sqlite")
        run(listed(site, tmp_path, "/feed", "/gone"), "--ledger", ledger, "--once")
        return ledger

    def test_as_a_table(self, ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A row each, the failures below; it says that nobody watches."""
        monkeypatch.setenv("COLUMNS", "200")
        done = run("--status", "--ledger", ledger)
        head, wire, gone, *failures = done.stdout.splitlines()
        assert head.split() == ["name", "polled", "due", "added", "missed", "failures", "item_at", "item"]
        assert wire.startswith("/feed ") and wire.rstrip().endswith("Ministers meet in Lisbon /a")
        assert gone.startswith("/gone ") and "never" in gone
        assert [x.partition(": the server")[0].split(": ")[1] for x in failures] == ["BadStatus", "BadStatus"]
        assert done.stderr == "2 sources: nobody watches\n" and done.exit_code == 0

    def test_as_data(self, ledger: str) -> None:
        """The same in CSV and JSON, with times as ISO 8601."""
        wire, gone = lines(run("--status", "--ledger", ledger, "--json").stdout)
        assert (wire["added"], wire["missed"], wire["waiting"], wire["failures"]) == (1, 1, 1, 0)
        assert (gone["error"], gone["failures"], gone["succeeded"]) == ("BadStatus", 1, None)
        assert wire["polled"] == "1970-01-12T13:46:42Z" < wire["due"]
        rows = list(csv.DictReader(io.StringIO(run("--status", "--ledger", ledger, "--csv").stdout)))
        assert [row["name"] for row in rows] == ["/feed", "/gone"] and list(rows[0]) == list(wire)
        assert json.loads(run("--status", "--ledger", ledger, "--format", "json").stdout.partition("\n}\n")[0] + "}")

    def test_who_watches(self, ledger: str) -> None:
        """It is named."""
        with alone(ledger):
            assert f"watched by process {os.getpid()} on " in run("--status", "--ledger", ledger).stderr

    def test_a_file_that_is_no_state(self, ledger: str) -> None:
        """It is named, with what to do."""
        Path(f"{ledger}-web").write_bytes(b"no database" * 200)
        done = run("--status", "--ledger", ledger)
        assert done.exit_code == 2 and "l.sqlite-web: how the sources stand cannot be kept there" in done.stderr
