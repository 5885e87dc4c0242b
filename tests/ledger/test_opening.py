"""Opening a ledger: media that cannot be written to, files that are none of ours, passwords in addresses."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.errors import LedgerDamaged, LedgerError, LedgerMissing, LedgerReadOnly, NewSchema, OldSchema
from communique.ledger import versions
from communique.ledger.addresses import hidden, shown
from communique.ledger.connect import engine_for, writing
from communique.ledger.store import Ledger
from tests.ledger.stories import STORY, told
from tests.readings import SAMPLES

NOBODY = 65534


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments), env={"COLUMNS": "80"})


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fill(path: Path) -> None:
    """Make a ledger of a story."""
    with Ledger(path) as ledger:
        for id, day, row in STORY:
            ledger.add(*told(id, day, [row]))


@contextmanager
def without_rights() -> Iterator[None]:
    """Be a user who may write to nothing of ours: root, who may write to all, is somebody else for the time."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


class TestReadOnlyMedium:
    """A ledger where nothing can be written."""

    @pytest.fixture
    def medium(self) -> Iterator[Path]:
        """A folder that others may read, with a ledger; nobody may write to it once it is sealed."""
        folder = Path(tempfile.mkdtemp(prefix="communique-medium-"))
        fill(folder / "ledger.sqlite")
        yield folder
        folder.chmod(0o700)
        shutil.rmtree(folder)

    def seal(self, folder: Path) -> None:
        """Take the right to write from all."""
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)

    def commands(self, address: str) -> list[Result]:
        """What only reads, of every kind."""
        with Ledger(address, read_only=True) as ledger:
            id = ledger.find()[0].id
        read = [
            ("search", "riga"), ("search", "--sql", "SELECT count(*) FROM report"), ("show", id), ("timeline", "LVA"),
            ("due", "--by", "2020-01-01"), ("export", "--format", "ledger"), ("export", "--format", "csv"),
            ("judge", "--list"),
        ]  # fmt: skip
        return [run(*arguments, "--ledger", address) for arguments in read]

    def test_all_that_reads_works(self, medium: Path) -> None:
        """Searching, showing and exporting give the same as elsewhere, and leave nothing behind."""
        address = str(medium / "ledger.sqlite")
        elsewhere = self.commands(address)
        for ending in ("-wal", "-shm"):
            (medium / f"ledger.sqlite{ending}").unlink(missing_ok=True)
        self.seal(medium)
        before = state(medium)
        with without_rights():
            there = self.commands(address)
        assert [r.exit_code for r in there] == [0] * len(there)
        assert [r.stdout for r in there] == [r.stdout for r in elsewhere]
        assert state(medium) == before

    @pytest.mark.parametrize("sealed", ["file", "folder"])
    def test_what_writes_says_so(self, medium: Path, sealed: str) -> None:
        """An ingest and a judgement are refused in one line that says what is not writable; nothing is changed."""
        address = str(medium / "ledger.sqlite")
        with Ledger(address, read_only=True) as ledger:
            id = ledger.find()[0].id
        for ending in ("-wal", "-shm"):
            (medium / f"ledger.sqlite{ending}").unlink(missing_ok=True)
        if sealed == "folder":
            self.seal(medium)
        else:
            (medium / "ledger.sqlite").chmod(0o444)
            medium.chmod(0o777)
        before = (medium / "ledger.sqlite").read_bytes()
        with without_rights():
            for arguments in (("ingest", str(SAMPLES / "denmark-call.txt")), ("judge", "accept", id, "--by", "anna")):
                result = run(*arguments, "--ledger", address)
                assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
                assert "it can be read, but not written to" in result.stderr
        assert (medium / "ledger.sqlite").read_bytes() == before

    def test_a_log_that_cannot_be_used_is_named(self, medium: Path) -> None:
        """A copy made in the midst of writing is not read without its latest reports: it says what to do."""
        path = medium / "ledger.sqlite"
        with Ledger(path) as ledger:
            keeps_the_log = sqlite3.connect(path)
            keeps_the_log.execute("SELECT count(*) FROM report").fetchone()
            ledger.add(*told("late", "2019-01-01"))
            log = (medium / "ledger.sqlite-wal").read_bytes()
            keeps_the_log.close()
        (medium / "ledger.sqlite-wal").write_bytes(log)
        (medium / "ledger.sqlite-shm").unlink(missing_ok=True)
        self.seal(medium)
        with without_rights(), pytest.raises(LedgerReadOnly, match=r"ledger\.sqlite-wal.*Copy both files"):
            Ledger(path, read_only=True)


def _foreign(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def _version(path: Path, number: str) -> None:
    fill(path)
    _foreign(path, f"UPDATE alembic_version SET version_num = '{number}'", "PRAGMA wal_checkpoint(TRUNCATE)")


def _older(path: Path) -> None:
    engine = engine_for(str(path))
    with writing(engine, str(path)) as connection:
        versions.make(connection, str(path), upgrade=False, to="0001")
    engine.dispose()


def _broken(path: Path) -> None:
    fill(path)
    data = bytearray(path.read_bytes())
    data[100 : len(data) // 2] = b"\xa5" * (len(data) // 2 - 100)
    path.write_bytes(data)


TABLE = "CREATE TABLE address (name TEXT)"
FILES: dict[str, tuple[Callable[[Path], object], type[LedgerError]]] = {
    "of something else": (lambda p: _foreign(p, TABLE), LedgerDamaged),
    "of something else, with a log": (lambda p: _foreign(p, "PRAGMA journal_mode = WAL", TABLE), LedgerDamaged),
    "with a view alone": (lambda p: _foreign(p, "CREATE VIEW v AS SELECT 1"), LedgerDamaged),
    "of something else with versions": (
        lambda p: _foreign(p, TABLE, "CREATE TABLE alembic_version (version_num TEXT)",
                           "INSERT INTO alembic_version VALUES ('0002')"), LedgerDamaged),
    "empty, of another program": (lambda p: _foreign(p, "PRAGMA application_id = 77"), LedgerDamaged),
    "empty, with another's version": (lambda p: _foreign(p, "PRAGMA user_version = 3"), LedgerDamaged),
    "of a newer version": (lambda p: _version(p, "9999"), NewSchema),
    "of an older version": (_older, OldSchema),
    "text": (lambda p: p.write_bytes(b"These are no pages of a database. " * 200), LedgerDamaged),
    "a broken header": (lambda p: p.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), LedgerError),
    "broken pages": (_broken, LedgerDamaged),
    "a header alone": (lambda p: p.write_bytes(b"SQLite format 3\0"), LedgerError),
}  # fmt: skip


class TestFilesOfOthers:
    """A file that is no ledger of this version."""

    @pytest.mark.parametrize("read_only", [True, False])
    @pytest.mark.parametrize("name", FILES)
    def test_is_left_byte_for_byte(self, tmp_path: Path, name: str, read_only: bool) -> None:
        """It is refused in words, and neither it nor its folder is changed."""
        path = tmp_path / "it.sqlite"
        make, error = FILES[name]
        make(path)
        before = state(tmp_path)
        with pytest.raises(error, match=r"it\.sqlite"):
            Ledger(path, read_only=read_only)
        assert state(tmp_path) == before

    def test_an_empty_file_is_only_made_a_ledger_by_writing(self, tmp_path: Path) -> None:
        """A file of no bytes is refused to a reader and left; whoever writes finds a place where nothing is yet."""
        path = tmp_path / "it.sqlite"
        path.touch()
        with pytest.raises(LedgerDamaged):
            Ledger(path, read_only=True)
        assert state(tmp_path) == {"it.sqlite": b""}
        fill(path)
        with Ledger(path, read_only=True) as ledger:
            assert len(ledger.find()) == 1

    def test_a_ledger_in_use_is_opened(self, tmp_path: Path) -> None:
        """A ledger of which all but the header is still in its log, since another process writes to it."""
        path = tmp_path / "it.sqlite"
        other = sqlite3.connect(path, isolation_level=None)
        for statement in ("PRAGMA journal_mode = WAL", "BEGIN", "SELECT count(*) FROM sqlite_master"):
            other.execute(statement).fetchall()
        fill(path)
        assert (tmp_path / "it.sqlite-wal").stat().st_size > path.stat().st_size
        for read_only in (True, False):
            with Ledger(path, read_only=read_only) as ledger:
                assert len(ledger.find()) == 1
        other.close()

    def test_a_copy_without_a_log_is_opened(self, tmp_path: Path) -> None:
        """A compact copy (``VACUUM INTO``) keeps no log yet, and is a ledger."""
        fill(tmp_path / "it.sqlite")
        _foreign(tmp_path / "it.sqlite", f"VACUUM INTO '{tmp_path / 'copy.sqlite'}'")
        with Ledger(tmp_path / "copy.sqlite") as ledger:
            ledger.add(*told("later", "2019-01-01"))
            assert len(ledger.reports()) == len(STORY) + 1

    @pytest.mark.parametrize("read_only", [True, False])
    def test_what_is_no_file(self, tmp_path: Path, read_only: bool) -> None:
        """A device or a pipe is not waited for."""
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path / "pipe", Path("/dev/null"), tmp_path):
            with pytest.raises(LedgerMissing):
                Ledger(path, read_only=read_only)


SECRET = "s3cr3tw0rd"
UNREACHABLE = (
    f"postgresql://anna:{SECRET}@127.0.0.1:1/none",
    f"postgres://anna:{SECRET}@127.0.0.1:1/none",
    f"POSTGRESQL://anna:{SECRET}@127.0.0.1:1/none",
    f"postgresql+psycopg://anna:{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna@127.0.0.1:1/none?password={SECRET}",
    f"postgresql://127.0.0.1:1/none?user=anna&password={SECRET}",
    f"postgresql://anna@127.0.0.1:1/none?sslpassword={SECRET}&connect_timeout=3",
    f"postgresql://anna@127.0.0.1:1/none?passfile=/{SECRET}",
    f"postgresql://anna@127.0.0.1:1/none?PASSWORD={SECRET}",
    f"postgresql://anna@127.0.0.1:1/none?no_such_parameter={SECRET}",
    f"postgresql://anna:p@{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna:p/{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna:p?{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna:1?{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna:p#{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna:p%20{SECRET}@127.0.0.1:1/none",
    f"postgresql://anna@127.0.0.1:{SECRET}/none",
    f"mysql://anna:{SECRET}@127.0.0.1:1/none",
    f"mysql://anna@127.0.0.1:1/none?password={SECRET}",
    f"host=127.0.0.1 port=1 user=anna password={SECRET}",
    f"dbname=none sslpassword = '{SECRET}'",
)  # fmt: skip


class TestPasswords:
    """What is secret in an address is in no message."""

    @pytest.mark.parametrize("address", UNREACHABLE, ids=range(len(UNREACHABLE)))
    def test_not_in_errors(
        self, address: str, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Neither in the message, nor in what a traceback or a log shows, however the address is written."""
        monkeypatch.chdir(tmp_path)
        caplog.set_level(logging.DEBUG)
        for read_only in (True, False):
            with pytest.raises(LedgerError) as caught:
                Ledger(address, read_only=read_only)
            told = [str(caught.value), repr(caught.value), *traceback.format_exception(caught.value), caplog.text]
            assert [t for t in told if SECRET in t] == []
        for command in (("search", "x"), ("ingest", str(SAMPLES / "denmark-call.txt")), ("judge", "--list")):
            result = run(*command, "--ledger", address)
            assert result.exit_code == 2
            assert (SECRET in result.output, len(result.stderr.splitlines())) == (False, 1)
        assert list(tmp_path.iterdir()) == []

    def test_not_of_an_open_ledger(self, address: str, caplog: pytest.LogCaptureFixture) -> None:
        """Neither in the ledger's name, nor in its engine's, nor in what the commands print and the driver logs."""
        if "://" not in address:
            pytest.skip("a file has no password")
        caplog.set_level(logging.DEBUG)
        secret = address.replace("://postgres@", f"://postgres:{SECRET}@")
        secret += f"?sslpassword={SECRET}&passfile=/{SECRET}&application_name=trial"
        with Ledger(secret) as ledger:
            assert ledger.sql("SELECT current_setting('application_name')").rows == [("trial",)]
            told = [repr(ledger), str(ledger), repr(ledger._engine), repr(ledger._engine.url)]
            with pytest.raises(LedgerError) as caught:
                ledger.sql("SELECT nothing")
            told += traceback.format_exception(caught.value)
        told += [run("ingest", str(SAMPLES / "denmark-call.txt"), "--ledger", secret).output, caplog.text]
        assert [t for t in told if SECRET in t] == []

    def test_settings_of_an_address_are_kept(self, address: str) -> None:
        """What an address sets for the server is set, beside what we set."""
        if "://" not in address:
            pytest.skip("a file has no settings")
        with Ledger(address + "?options=-c%20DateStyle=German") as ledger:
            settings = "SELECT current_setting('DateStyle'), current_setting('default_transaction_read_only')"
            assert ledger.sql(settings).rows == [("German, DMY", "on")]

    @pytest.mark.parametrize(("address", "as_shown"), [
        ("postgresql://anna:x@db.example.org:5432/asia?sslmode=require", "postgresql://anna@db.example.org:5432/asia"),
        ("postgresql://db.example.org/asia", "postgresql://db.example.org/asia"),
        ("postgresql:///asia", "postgresql:///asia"),
        ("postgresql://anna@[::1]:5432/asia", "postgresql://anna@[::1]:5432/asia"),
        ("postgresql://a:x@one:1,two:2/asia", "postgresql://a@one:1,two:2/asia"),
        ("postgresql://anna:a@b@db/asia", "postgresql://***"),
        ("reports/asia.sqlite", "reports/asia.sqlite"),
        ("sqlite:////reports/asia.sqlite", "sqlite:////reports/asia.sqlite"),
        ("user=anna password=x", "***"),
    ])  # fmt: skip
    def test_as_messages_give_it(self, address: str, as_shown: str) -> None:
        """Enough to know which ledger is meant, and no more."""
        assert shown(address) == as_shown

    def test_said_by_others(self) -> None:
        """What a database or a library repeats of an address has no password in it either."""
        said = "invalid port: 'a%20b' or a b of x"
        assert hidden(said, "postgresql://anna:a%20b@db/asia") == "invalid port: '***' or *** of x"
