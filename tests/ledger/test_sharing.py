"""``docs/how-to/share-a-ledger.md``: its SQL and its commands, run as they stand on the page."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from communique.cli import main
from communique.errors import BadQuery, LedgerReadOnly
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from tests.ledger.conftest import SERVER
from tests.ledger.stories import STORY, told
from tests.readings import ROOT

PAGE = (ROOT / "docs" / "how-to" / "share-a-ledger.md").read_text("utf-8")
HOST, NAME, TRIED = "db.example.org", "communique", "communique_tried"
ROLES = ("communique_reader", "communique_writer", "communique_owner")


def block(title: str) -> list[str]:
    """The statements of the page's SQL that begins with a comment."""
    (found,) = re.findall(rf"^```sql\n-- {title}\n(.*?)^```", PAGE, flags=re.M | re.S)
    return [statement for statement in re.split(r";\n", found) if statement.strip()]


def commands(program: str) -> list[str]:
    """The page's lines at a prompt that call a program."""
    found = re.findall(rf"^\$ ({program} .*)$", PAGE, flags=re.M)
    assert found, program
    return found


def here(line: str) -> str:
    """A line of the page with our server in the place of that of the page."""
    url = make_url(str(SERVER))
    line = line.replace(f"postgresql://postgres@{HOST}", str(SERVER))
    return line.replace(HOST, f"{url.host}:{url.port}")


def address_of(role: str, database: str = NAME) -> str:
    """The address of the shared ledger for one of the roles."""
    return here(f"postgresql://{role}@{HOST}/{database}")


@pytest.fixture(scope="module")
def shared() -> Iterator[None]:
    """The roles and the database of the page, with a ledger that the owner made."""
    if SERVER is None:
        pytest.skip("no PostgreSQL: COMMUNIQUE_TEST_POSTGRESQL names no server")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as administrator:
        theirs = "SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles"
        if {NAME, TRIED, *ROLES} & {name for (name,) in administrator.execute(theirs)}:
            pytest.skip("the server has a database or a role of these names, which is left alone")
        try:
            for statement in block("on the server"):
                administrator.execute(statement)
            with psycopg.connect(f"{SERVER}/{NAME}", autocommit=True) as there:
                for statement in block("in the database communique"):
                    there.execute(statement)
            with Ledger(address_of("communique_owner")) as ledger:
                for id, day, row in STORY:
                    ledger.add(*told(id, day, [row]))
            yield
        finally:
            for database in (NAME, TRIED):
                administrator.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            for role in ROLES:
                administrator.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the page's commands are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.txt").write_text("Angela Merkel met Emmanuel Macron in Riga on Monday.", "utf-8")
    line = {"id": "r", "published": "2019-03-05", "text": "Angela Merkel met Emmanuel Macron in Oslo on Monday."}
    (tmp_path / "reports.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    return tmp_path


def communique(line: str) -> Result:
    """Run a line of the page in this process."""
    return CliRunner().invoke(main, shlex.split(here(line))[1:], env={"COLUMNS": "80"})


def programs(*names: str) -> None:
    """Skip where a program is not on this machine."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")


@pytest.mark.usefixtures("shared")
class TestRoles:
    """Each role may do what the page says, and no more."""

    def test_reader_finds_all(self) -> None:
        """Searching, showing, exporting and SQL work, and no warning is given."""
        with Ledger(address_of("communique_reader"), read_only=True) as ledger:
            assert len(ledger.find()) == 1
            assert ledger.record(STORY[0][0]).engagements
            assert list(ledger.dump())
            answer = ledger.sql("SELECT count(*) FROM report")
            assert (answer.rows, answer.warning) == ([(len(STORY),)], None)

    def test_reader_changes_nothing(self) -> None:
        """Neither through the ledger nor past it, also where the setting of the role is taken back."""
        import psycopg

        reader = address_of("communique_reader")
        with pytest.raises(LedgerReadOnly), Ledger(reader) as ledger:
            ledger.add(*told("new", "2019-01-01"))
        with Ledger(reader, read_only=True) as ledger:
            for statement in ("DELETE FROM report", "SELECT lo_create(0)", "COMMIT; DROP TABLE change CASCADE"):
                with pytest.raises(BadQuery):
                    ledger.sql(statement)
        with psycopg.connect(reader, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            for statement in (
                "DELETE FROM report", "UPDATE entry SET kind = 'x'", "INSERT INTO moved VALUES ('a', 'b')",
                "DROP TABLE change", "ALTER TABLE change ADD x INT", "TRUNCATE change", "CREATE TABLE x (a INT)",
                "CREATE TEMPORARY TABLE x (a INT)", "CREATE SCHEMA x", "SELECT nextval('report_n_seq')",
                "CREATE FUNCTION x() RETURNS INT LANGUAGE sql AS 'SELECT 1'", "COPY report TO '/tmp/communique-copied'",
                "SELECT pg_read_file('/etc/passwd')",
            ):  # fmt: skip
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)

    def test_writer_takes_in_and_judges(self) -> None:
        """All that changes the record works, with no right on the tables themselves."""
        import psycopg

        writer = address_of("communique_writer")
        with Ledger(writer) as ledger:
            before = len(ledger.reports())
            report, record = told("written", "2019-02-01")
            assert ledger.add(report, record)
            assert ledger.reread(record, reader="another") == ()
            ledger.judge(Verdict.ACCEPT, ledger.find()[0].id, by="anna")
            assert len(ledger.reports()) == before + 1
            assert ledger.sql("SELECT 1").warning is None
        with psycopg.connect(writer, autocommit=True) as connection:
            for statement in ("DROP TABLE change", "ALTER TABLE change ADD x INT", "CREATE TABLE x (a INT)"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)

    def test_owner_is_warned(self) -> None:
        """SQL as the owner works, with a word that it might be somebody with fewer rights."""
        with Ledger(address_of("communique_owner")) as ledger:
            answer = ledger.sql("SELECT 1")
        assert answer.warning is not None and answer.warning.startswith("communique_owner is the owner of the ledger")

    def test_commands_of_the_page(self, folder: Path) -> None:
        """Each is done as it stands there, but that of the restored copy."""
        for line in commands("communique"):
            if TRIED not in line and "export" not in line:
                result = communique(line)
                assert result.exit_code == 0, (line, result.stderr)

    def test_a_backup_is_restored(self, folder: Path) -> None:
        """What ``pg_dump`` wrote is a ledger with all that was in it, for the roles that may read it."""
        programs("pg_dump", "pg_restore", "createdb")
        for line in (*commands("pg_dump"), *commands("createdb"), *commands("pg_restore")):
            done = subprocess.run(shlex.split(here(line)), capture_output=True, text=True, check=False)
            assert done.returncode == 0, (line, done.stderr)
        (search,) = (line for line in commands("communique") if TRIED in line)
        assert communique(search).exit_code == 0
        with (
            Ledger(address_of("communique_owner"), read_only=True) as ledger,
            Ledger(address_of("communique_owner", TRIED)) as tried,
        ):
            assert list(tried.dump()) == list(ledger.dump())
            tried.add(*told("after", "2019-03-01"))
        with Ledger(address_of("communique_reader", TRIED), read_only=True) as tried:
            assert "after" in tried.reports()


def test_copies_of_a_file_are_ledgers(folder: Path) -> None:
    """Both ways of the page to copy a file that is in use give the whole ledger."""
    programs("sqlite3")
    with Ledger("communique.sqlite") as ledger:
        for id, day, row in STORY:
            ledger.add(*told(id, day, [row]))
        for line in commands("sqlite3"):
            subprocess.run(shlex.split(line), check=True)
        for copy in ("copy.sqlite", "compact.sqlite"):
            with Ledger(copy) as copied:
                assert list(copied.dump()) == list(ledger.dump())
                copied.add(*told("after", "2019-03-01"))
                assert copied.sql("PRAGMA integrity_check").rows == [("ok",)]
