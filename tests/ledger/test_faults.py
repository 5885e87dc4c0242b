"""What goes wrong under a ledger: processes killed, disks full, files that are none, servers gone, two that write."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from communique.errors import (
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerMissing,
    LedgerReadOnly,
    LedgerUnreachable,
    NewSchema,
    OldSchema,
)
from communique.ledger import versions
from communique.ledger.connect import engine_for, writing
from communique.ledger.store import Ledger
from tests.ledger import kills
from tests.ledger.stories import STORY, told

KILLS = int(os.environ.get("COMMUNIQUE_TEST_KILLS", "6"))
"""How often an ingest is killed. 200 times take a quarter of an hour on each database; ``pytest -rP`` shows where
the kills fell."""
REPORTS = 12


def reports(folder: Path) -> Path:
    """A file of short reports, each of a meeting."""
    path = folder / "reports.jsonl"
    cities = "Oslo Riga Tallinn Vienna Prague Lisbon Athens Ankara Cairo Nairobi Tokyo Seoul".split()
    lines = [
        {
            "id": f"r{n}",
            "published": f"2019-03-{n + 1:02}",
            "text": f"Angela Merkel met Emmanuel Macron in {city} on Monday.",
        }
        for n, city in enumerate(cities[:REPORTS])
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def check_whole(address: str) -> int:
    """See that nothing half-written is visible; return how many reports there are."""
    with Ledger(address) as ledger:
        entries = ledger.find()
        ids = ledger.reports()
        for id in ids:
            record = ledger.record(id)
            for engagement in record.engagements:
                assert ledger.account(f"{id}/{engagement.id}").entry is not None
        assert sum(len(e.accounts) for e in entries) == sum(len(ledger.record(i).engagements) for i in ids)
        if "://" not in address:
            assert ledger.sql("PRAGMA integrity_check")[1] == [("ok",)]
            assert ledger.sql("PRAGMA foreign_key_check")[1] == []
    return len(ids)


def without_times(ledger: Ledger) -> list[str]:
    """The dump of a ledger without the moments at which reports were added."""
    rows = [json.loads(line) for line in ledger.dump()]
    for row in rows:
        row.get("row", {}).pop("added", None)
    return [json.dumps(row) for row in rows]


def emptied(address: str) -> None:
    """Take all away that is at an address."""
    if "://" not in address:
        for path in Path(address).parent.glob(Path(address).name + "*"):
            path.unlink()
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_killed_at_any_moment(address: str, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """After ``kill -9`` the ledger is whole; the same command goes on, and ends where an undisturbed one does.

    A ledger that has all reports is begun anew, so that there is always something to write. Most kills are aimed at a
    transaction: when it has begun, the process says so, and is killed a random while later.
    """
    path, random_, aside = reports(tmp_path), random.Random(2018), str(tmp_path / "undisturbed.sqlite")
    command = [sys.executable, "-m", "communique", "ingest", str(path), "--quiet", "--ledger"]
    subprocess.run([*command, aside], check=True, capture_output=True)
    with Ledger(aside) as undisturbed:
        records = {id: undisturbed.record(id) for id in undisturbed.reports()}
        expected = undisturbed.find()
    ingest = kills.Ingest(path, address, records)
    ingest.killed(0, 0)  # so that the process is there from which others are forked
    usual = ingest.whole()
    emptied(address)
    fell = Counter[kills.Where]()
    for _ in range(KILLS):
        fell[ingest.killed_somewhere(random_, usual)] += 1
        if ("://" in address or Path(address).exists()) and check_whole(address) == REPORTS:
            with Ledger(address) as ledger:
                assert ledger.find() == expected
            emptied(address)
    subprocess.run([*command, address], check=True, capture_output=True)
    assert check_whole(address) == REPORTS
    with Ledger(address) as ledger:
        assert ledger.find() == expected
    told = ", ".join(f"{fell[where]} {where}" for where in kills.Where)
    record_property("kills", told)
    print(f"{KILLS} kills of an ingest into {'PostgreSQL' if '://' in address else 'SQLite'}: {told}")
    assert fell[kills.Where.ENDED] < KILLS


def test_two_writers(address: str) -> None:
    """Two that write at once take turns: all reports are there, and the story is one entry."""
    Ledger(address).close()

    def add(row: tuple[str, str, object]) -> bool:
        with Ledger(address) as ledger:
            return ledger.add(*told(row[0], row[1], [row[2]]))  # type: ignore[list-item]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(add, STORY))
    check_whole(address)
    with Ledger(address) as ledger:
        assert len(ledger.find()) == 1


def test_reader_sees_one_state(ledger: Ledger) -> None:
    """What is added while somebody reads is not in what they read."""
    ledger.add(*told("a", "2018-01-01"))
    reading = ledger.each()
    first = next(reading)
    ledger.add(*told("b", "2019-01-01"))
    assert [first, *reading] == [first]
    assert len(ledger.find()) == 2


def test_disk_full(ledger: Ledger, address: str) -> None:
    """Where no page is left, the report is refused in words, and what was there is untouched."""
    if "://" in address:
        pytest.skip("PostgreSQL keeps its own disk")
    ledger.add(*told("a", "2018-01-01"))
    pages = ledger.sql("PRAGMA page_count")[1][0][0]
    before = list(ledger.dump())
    from sqlalchemy import event

    event.listen(ledger._engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(LedgerFull, match="no room left"):
        ledger.add(*told("b", "2018-01-02", text="Anna Berg and Boris Klein. " + "x" * 500_000))
    assert list(ledger.dump()) == before


def test_read_only_file(tmp_path: Path) -> None:
    """A file that may not be written says so, and can still be read."""
    path = tmp_path / "ledger.sqlite"
    with Ledger(str(path)) as ledger:
        ledger.add(*told("a", "2018-01-01"))
    if os.geteuid() == 0:
        pytest.skip("root may write to any file")
    path.chmod(0o444)
    with Ledger(str(path), read_only=True) as ledger:
        assert len(ledger.find()) == 1
    with pytest.raises(LedgerReadOnly, match="may not be written"):
        Ledger(str(path)).add(*told("b", "2018-01-02"))


def test_opened_to_be_read(ledger: Ledger, address: str) -> None:
    """A ledger opened to be read only is not written to."""
    with Ledger(address, read_only=True) as reader, pytest.raises(LedgerError):
        reader.add(*told("a", "2018-01-01"))
    assert ledger.count() == 0


def test_no_ledger(tmp_path: Path) -> None:
    """Reading what is not there makes no file."""
    with pytest.raises(LedgerMissing, match="there is no ledger"):
        Ledger(str(tmp_path / "none.sqlite"), read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "contents", [b"These are no pages of a database. " * 200, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_no_database(tmp_path: Path, contents: bytes) -> None:
    """A file that is something else, or whose header is broken, is named and left as it is."""
    path = tmp_path / "letter.sqlite"
    path.write_bytes(contents)
    with pytest.raises(LedgerError, match=r"letter\.sqlite"):
        Ledger(str(path))
    assert path.read_bytes() == contents


def test_database_of_something_else(tmp_path: Path) -> None:
    """A database with other tables is not made a ledger of."""
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE address (name TEXT)")
    with pytest.raises(LedgerDamaged, match="not a ledger"):
        Ledger(str(path))


def test_broken_pages(tmp_path: Path) -> None:
    """A ledger with broken pages says that it is damaged, whatever is asked, and never answers wrongly."""
    path = tmp_path / "ledger.sqlite"
    with Ledger(str(path)) as ledger:
        for id, day, row in STORY:
            ledger.add(*told(id, day, [row]))
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = os.urandom(len(data) // 2 - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="damaged"), Ledger(str(path), read_only=True) as ledger:
        ledger.find()


def test_cut_file(tmp_path: Path) -> None:
    """A file that was cut is damaged."""
    path = tmp_path / "ledger.sqlite"
    with Ledger(str(path)) as ledger:
        for id, day, row in STORY:
            ledger.add(*told(id, day, [row]))
    path.write_bytes(path.read_bytes()[: 3 * 4096])
    with pytest.raises(LedgerError), Ledger(str(path)) as ledger:
        ledger.find()


class TestVersions:
    """Tables of other versions."""

    @pytest.fixture
    def old(self, tmp_path: Path) -> str:
        """A ledger of the first version of the tables."""
        address = str(tmp_path / "old.sqlite")
        engine = engine_for(address)
        with writing(engine, address) as connection:
            versions.make(connection, address, upgrade=False, to="0001")
        engine.dispose()
        return address

    def test_older_is_upgraded_when_asked(self, old: str) -> None:
        """An older ledger is refused in words, and brought up to date only when asked."""
        for read_only in (True, False):
            with pytest.raises(OldSchema, match="--upgrade"):
                Ledger(old, read_only=read_only)
        with Ledger(old, upgrade=True) as ledger:
            ledger.add(*told("a", "2018-01-01"))
        with Ledger(old) as ledger:
            assert ledger.count() == 1

    def test_newer_is_refused(self, tmp_path: Path) -> None:
        """A ledger of a version not known here is not touched."""
        address = str(tmp_path / "new.sqlite")
        Ledger(address).close()
        with sqlite3.connect(address) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(NewSchema, match="newer version"):
            Ledger(address, upgrade=True)


def test_server_gone(address: str) -> None:
    """A server that ends the connection, or is not there, is said to; the ledger is whole after."""
    if "://" not in address:
        pytest.skip("a file has no server")
    with Ledger(address) as ledger:
        ledger.add(*told("a", "2018-01-01"))
        with pytest.raises(LedgerUnreachable, match="does not answer"), writing(ledger._engine, address) as connection:
            me = connection.scalar(text("SELECT pg_backend_pid()"))
            with engine_for(address).connect() as other:
                other.execute(text(f"SELECT pg_terminate_backend({me})"))
            connection.execute(text("SELECT 1"))
        assert ledger.count() == 1
    nowhere = "postgresql://nobody:secret@127.0.0.1:1/none"
    with pytest.raises(LedgerUnreachable, match="does not answer") as caught:
        Ledger(nowhere)
    assert "secret" not in str(caught.value)


def test_address_of_another_database() -> None:
    """What is neither a path nor PostgreSQL is refused."""
    with pytest.raises(LedgerError, match="not known"):
        Ledger("mysql://localhost/x")


def test_copy_of_a_ledger_is_a_ledger(tmp_path: Path) -> None:
    """A closed ledger is one file, which may be copied."""
    with Ledger(str(tmp_path / "a.sqlite")) as ledger:
        ledger.add(*told("a", "2018-01-01"))
    shutil.copy(tmp_path / "a.sqlite", tmp_path / "b.sqlite")
    with Ledger(str(tmp_path / "a.sqlite")) as a, Ledger(str(tmp_path / "b.sqlite")) as b:
        assert without_times(a) == without_times(b)
