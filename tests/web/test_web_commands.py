"""``communique read``, ``ingest`` and ``events`` with addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.ledger.store import Ledger
from communique.web import client as clients
from tests.web.server import FakeClock, Site, html, page


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """Time that nobody waits for; this machine may be asked."""
    found = FakeClock()
    monkeypatch.setattr(clients, "Clock", found.clock)
    monkeypatch.setenv("COMMUNIQUE_ALLOW_LOOPBACK", "1")
    return found


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, arguments)


def at(site: Site, path: str) -> str:
    """The address of a path, by the number of this machine."""
    return site.at(path, "127.0.0.1")


def feed(site: Site, *paths: str, more: str = "") -> None:
    """A feed of pages, each there."""
    items = "".join(f"<item><title>{path}</title><link>{path}</link>{more}</item>" for path in paths)
    site.routes["/feed"] = html(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    site.routes |= {path: page(f"Ministers meet in Lisbon {path}") for path in paths}


def test_read_a_page(site: Site) -> None:
    """Its record has the address."""
    site.routes["/talks"] = page()
    done = run("read", at(site, "/talks"), "--format", "json", "--published", "2018-03-05")
    assert done.exit_code == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["report"]["url"] == at(site, "/talks") and record["report"]["published"] == "2018-03-05"
    assert any(engagement["kind"] == "meeting" for engagement in record["engagements"])


def test_a_list_of_addresses(site: Site, tmp_path: Path) -> None:
    """Each is asked, with the day and the publisher of its row for want of another; a row without one is named."""
    site.routes |= {"/a": page("Ministers meet in Lisbon"), "/b": page("Ministers meet in Porto")}
    rows = [f"1,2018-03-05,The Example,{at(site, path)},Ministers meet" for path in ("/a", "/b", "/a")]
    lines = ["id,publish_date,media_name,url,title", *rows, "4,2018-03-05,The Example,,nothing"]
    (tmp_path / "list.csv").write_text("\n".join(lines) + "\n")
    done = run("read", "--addresses", str(tmp_path / "list.csv"), "--format", "jsonl")
    found = [json.loads(line)["report"] for line in done.stdout.splitlines()]
    assert [report["url"] for report in found] == [at(site, "/a"), at(site, "/b")]
    assert {(report["published"], report["publisher"]) for report in found} == {("2018-03-05", "The Example")}
    assert done.exit_code == 1 and "list.csv" in done.stderr and "1 failed" in done.stderr


def test_a_list_into_a_ledger(site: Site, tmp_path: Path) -> None:
    """What is on it is taken in once."""
    site.routes |= {"/a": page("Ministers meet in Lisbon")}
    (tmp_path / "list.txt").write_text(f"{at(site, '/a')}\n{at(site, '/a')}\n")
    into = ("--ledger", str(tmp_path / "l.sqlite"))
    assert "1 added" in run("ingest", "--addresses", str(tmp_path / "list.txt"), *into).stderr
    assert "1 unchanged" in run("ingest", "--addresses", str(tmp_path / "list.txt"), *into).stderr


def test_nothing_to_read(tmp_path: Path) -> None:
    """It is said; a list that is none is named."""
    assert run("read").exit_code == 2
    (tmp_path / "list.txt").write_text("They met.")
    done = run("read", "--addresses", str(tmp_path / "list.txt"))
    assert done.exit_code == 1 and "no list of addresses" in done.stderr


def test_read_a_feed(site: Site) -> None:
    """Its pages are read; what failed is named and counted, and the exit code says so."""
    feed(site, "/a", "/b")
    del site.routes["/b"]
    done = run("read", at(site, "/feed"), "--format", "jsonl")
    assert done.exit_code == 1
    assert [json.loads(line)["report"]["url"] for line in done.stdout.splitlines()] == [at(site, "/a")]
    assert f"{at(site, '/b')}, item 2 of {at(site, '/feed')}: the server answered 404" in done.stderr
    assert "1 report read, 1 failed" in done.stderr


def test_loopback_is_closed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the setting this machine is not asked."""
    monkeypatch.delenv("COMMUNIQUE_ALLOW_LOOPBACK")
    done = run("read", at(site, "/a"), "--format", "json")
    assert done.exit_code == 1 and "127.0.0.1 is closed: this machine" in done.stderr
    assert site.asked == []


def test_a_contact_that_is_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and nothing is asked."""
    monkeypatch.setenv("COMMUNIQUE_CONTACT", "a\nb")
    done = run("read", at(site, "/a"), "--format", "json")
    assert done.exit_code == 1 and "COMMUNIQUE_CONTACT" in done.stderr and site.asked == []


def test_ingest_a_feed_again(site: Site, tmp_path: Path) -> None:
    """Only what is new is asked for, and what is known is counted."""
    ledger = str(tmp_path / "l.sqlite")
    feed(site, "/a", "/b")
    assert "2 added" in run("ingest", at(site, "/feed"), "--ledger", ledger).stderr
    feed(site, "/c", "/a", "/b")
    site.asked.clear()
    done = run("ingest", at(site, "/feed"), "--ledger", ledger)
    assert "1 added, 2 unchanged" in done.stderr and done.exit_code == 0
    assert site.paths == ["/feed", "/c"]
    with Ledger(ledger, read_only=True) as opened:
        assert opened.counts().reports == 3
    assert (tmp_path / "l.sqlite-web").exists()


def test_ingest_into_a_ledger_that_was_made_anew(site: Site, tmp_path: Path) -> None:
    """The state beside it hides nothing from a ledger that does not hold it."""
    ledger = tmp_path / "l.sqlite"
    feed(site, "/a", "/b")
    run("ingest", at(site, "/feed"), "--ledger", str(ledger))
    ledger.unlink()
    assert "2 added" in run("ingest", at(site, "/feed"), "--ledger", str(ledger)).stderr


def test_what_was_forgotten_stays_away(site: Site, tmp_path: Path) -> None:
    """A report that was taken out is not brought back by its feed."""
    ledger = str(tmp_path / "l.sqlite")
    feed(site, "/a", "/b")
    run("ingest", at(site, "/feed"), "--ledger", ledger)
    with Ledger(ledger) as opened:
        opened.forget(opened.reports()[0])
    assert "2 unchanged" in run("ingest", at(site, "/feed"), "--ledger", ledger).stderr
    with Ledger(ledger, read_only=True) as opened:
        assert opened.counts().reports == 1


def test_ingest_counts_failures(site: Site, tmp_path: Path) -> None:
    """Where nothing came in, no ledger is left, and no state."""
    done = run("ingest", at(site, "/gone"), "http://10.0.0.1/", "--ledger", str(tmp_path / "l.sqlite"))
    assert done.exit_code == 1 and "2 failed" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_from_the_feed(site: Site, tmp_path: Path) -> None:
    """With the option no page is asked for."""
    content = (
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{}]]></content:encoded>"
    )
    feed(site, "/a", more=content.format("<p>Macron met Merkel in Berlin on Monday and both agreed to a treaty.</p>"))
    done = run("ingest", at(site, "/feed"), "--from-feed", "--ledger", str(tmp_path / "l.sqlite"))
    assert "1 added" in done.stderr and site.paths == ["/feed"]
    done = run("read", at(site, "/feed"), "--from-feed", "--format", "json")
    assert json.loads(done.stdout)["report"]["title"] == "/a" and site.paths == ["/feed", "/feed"]
    assert run("events", at(site, "/feed"), "--from-feed").exit_code == 0 and "/a" not in site.paths
