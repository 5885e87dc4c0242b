"""Statements in SQL of a person's own: each one that reads is answered, and nothing else can be done by any."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.errors import BadQuery, LedgerDamaged, LedgerUnreachable
from communique.ledger import calling
from communique.ledger.store import Ledger
from tests.ledger.stories import STORY, told

FOREVER = "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
MANY = "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5000) SELECT n FROM t"

ANSWERED = (
    "SELECT 1;",
    "SELECT count(*) AS n FROM report -- all of them",
    "VALUES (1), (2)",
    "SELECT a.id, count(*) FROM account a JOIN entry e ON (a.entry = e.n) WHERE e.kind IN ('visit', 'call') GROUP BY 1",
    "WITH t (a, b) AS (SELECT 1, 2), u (c) AS (SELECT a FROM t) SELECT max(c), min(c), avg(c), round(avg(c), 2) FROM u",
    "SELECT upper(kind), coalesce(time, '-'), substr(day, 1, 4), cast(sources AS varchar(9)) FROM entry",
    "SELECT row_number() OVER (PARTITION BY kind ORDER BY day) FROM entry WHERE (kind, status) IN (('visit', 'held'))",
    "SELECT 'load_extension(1)', 'pg_sleep(1); DROP TABLE report', \"kind\" /* lo_create(0) */ FROM entry",
    "SELECT kind FROM entry WHERE EXISTS (SELECT 1 FROM side WHERE side.entry = entry.n AND NOT (side = 'RUS'))",
    "SELECT random() IS NOT NULL",
)

REFUSED = (
    "COMMIT; DROP TABLE change CASCADE",
    "SELECT 1; DROP TABLE change",
    "SELECT 1; SELECT 2",
    "; DROP TABLE change",
    "DROP TABLE change",
    "DELETE FROM report",
    "UPDATE report SET title = 'x'",
    "INSERT INTO moved VALUES ('a', 'b')",
    "WITH x AS (DELETE FROM report RETURNING 1) SELECT * FROM x",
    "CREATE TABLE x (a INT)",
    "CREATE TEMPORARY TABLE x (a INT)",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT x",
    "VACUUM",
    "ANALYZE",
    "SELECT",
    "SELECT 'a",
    "-- nothing",
    "SELECT 1\0",
    "SELECT '\ud800'",
)

REFUSED_BY = {
    "sqlite": (
        "ATTACH 'other.sqlite' AS other",
        "VACUUM INTO 'other.sqlite'",
        "SELECT load_extension('/lib/x.so')",
        "SELECT fts3_tokenizer('simple', x'00')",
        "SELECT optimize(account_words) FROM account_words",
        "INSERT INTO account_words (account_words) VALUES ('delete-all')",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "PRAGMA user_version = 7",
        "SELECT * FROM pragma_journal_mode('delete')",
        "EXPLAIN DELETE FROM report",
        "SELECT zeroblob(1000000000)",
    ),
    "postgresql": (
        "COPY report TO '/tmp/communique-copied'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY report TO STDOUT",
        "DO $$ BEGIN DELETE FROM report; END $$",
        "CALL x()",
        "EXPLAIN ANALYZE DELETE FROM report",
        "PREPARE x AS DELETE FROM report",
        "SET statement_timeout = 0",
        "SHOW data_directory",
        "RESET ROLE",
        "LISTEN x",
        "LOCK TABLE report",
        "SELECT * INTO x FROM report",
        "SELECT * FROM report FOR UPDATE",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT pg_sleep(100)",
        'SELECT "pg_sleep" (100)',
        "SELECT PG_Sleep/* a /* b */ c */(100)",
        "SELECT pg_catalog.pg_sleep(100)",
        'SELECT U&"\\0070g_sleep"(100)',
        "SELECT E'\\'' || pg_sleep(100) || E'\\''",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
        "SELECT pg_reload_conf()",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_notify('a', 'b')",
        "SELECT pg_logical_emit_message(false, 'a', 'b')",
        "SELECT set_config('statement_timeout', '0', false)",
        "SELECT nextval('report_n_seq')",
        "SELECT setval('report_n_seq', 1)",
        "SELECT lo_create(0)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT query_to_xml('SELECT lo_create(0)', true, true, '')",
        "SELECT table_to_xml('pg_authid', true, true, '')",
        "SELECT database_to_xml(true, true, '')",
        "SELECT word FROM ts_stat('SELECT lo_create(0)')",
        "SELECT rolpassword FROM pg_authid",
        'SELECT passwd FROM "pg_shadow"',
        "SELECT * FROM information_schema.user_mapping_options",
        "SELECT 1 AS " + "x" * 70,
        "SELECT $1",
        "SELECT 1 /* /* */",
        "SELECT $a$ $b$",
    ),
}


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments), env={"COLUMNS": "80"})


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger of a story."""
    for id, day, row in STORY:
        ledger.add(*told(id, day, [row]))
    return ledger


def kind_of(address: str) -> str:
    """Which database an address is of."""
    return "postgresql" if "://" in address else "sqlite"


def large_objects(ledger: Ledger) -> int:
    """How many files PostgreSQL keeps within a database; none where it is none."""
    if kind_of(ledger.address) == "sqlite":
        return 0
    from sqlalchemy import text

    with ledger._engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM pg_largeobject_metadata")).scalar_one())


class TestStatements:
    """What is answered and what is not, on both databases, as a role that may do anything."""

    def test_what_reads_is_answered(self, filled: Ledger) -> None:
        """Joins, functions, windows, tables made for the statement; words within strings and comments do not count."""
        for statement in ANSWERED:
            answer = filled.sql(statement)
            assert answer.columns and answer.rows and not answer.cut, statement

    def test_nothing_else_is(
        self, filled: Ledger, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is not one statement that reads is refused in words; the ledger is what it was, and no file is made."""
        folder = tmp_path / "empty"
        folder.mkdir()
        monkeypatch.chdir(folder)
        before = list(filled.dump())
        for statement in (*REFUSED, *REFUSED_BY[kind_of(address)]):
            refused = False
            try:
                filled.sql(statement, seconds=20)
            except BadQuery as error:
                refused = "broken off" not in str(error)
            assert refused, statement
        assert list(filled.dump()) == before
        assert large_objects(filled) == 0
        assert list(folder.iterdir()) == []
        assert not Path("/tmp/communique-copied").exists()

    def test_the_word_index_can_be_asked(self, filled: Ledger, address: str) -> None:
        """Searching by words works in SQL, in the words of each database."""
        asked = {
            "sqlite": "SELECT bm25(account_words), highlight(account_words, 0, '<', '>') FROM account_words "
            "WHERE account_words MATCH 'riga'",
            "postgresql": "SELECT ts_rank(words, q) FROM account, plainto_tsquery('simple', 'riga') q WHERE words @@ q",
        }
        assert filled.sql(asked[kind_of(address)]).rows

    def test_its_tables_can_be_listed(self, ledger: Ledger, address: str) -> None:
        """Which columns there are is told by the database itself."""
        asked = {
            "sqlite": "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c",
            "postgresql": "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = 'entry'",
        }
        assert ("entry", "kind") in ledger.sql(asked[kind_of(address)]).rows


class TestWhoIsAtFault:
    """A statement that is refused, and a database that does not work."""

    @pytest.mark.parametrize(
        "statement", ["SELECT locked", "SELECT disk FROM lost", "SELECT closed()", "SELECT 'malformed"]
    )
    def test_names_are_no_causes(self, ledger: Ledger, statement: str) -> None:
        """What a statement calls its columns is not taken for what is wrong."""
        with pytest.raises(BadQuery):
            ledger.sql(statement)

    def test_a_value_that_is_none(self, ledger: Ledger, address: str) -> None:
        """Malformed JSON is no damage to the ledger."""
        with pytest.raises(BadQuery):
            ledger.sql({"sqlite": "SELECT json('{')", "postgresql": "SELECT '{'::json"}[kind_of(address)])

    def test_a_damaged_file(self, filled: Ledger, address: str) -> None:
        """Broken pages are, also in SQL."""
        if kind_of(address) == "postgresql":
            pytest.skip("PostgreSQL keeps its own pages")
        (page,) = filled.sql("SELECT rootpage FROM sqlite_master WHERE name = 'report'").rows[0]
        filled.close()
        with open(address, "r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xa5" * 4096)
        with Ledger(address, read_only=True) as broken, pytest.raises(LedgerDamaged):
            broken.sql("SELECT * FROM report")

    def test_a_server_that_ends_the_connection(self, ledger: Ledger, address: str) -> None:
        """It is told from a statement that is wrong."""
        if kind_of(address) == "sqlite":
            pytest.skip("a file has no server")
        import psycopg

        def end() -> None:
            with psycopg.connect(address, autocommit=True) as administrator:
                administrator.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'FETCH%asked%' "
                    "AND pid <> pg_backend_pid() AND datname = current_database()"
                )

        timer = threading.Timer(1, end)
        timer.start()
        with pytest.raises(LedgerUnreachable):
            ledger.sql(FOREVER, seconds=20)
        timer.join()


class TestBounds:
    """Rows and time."""

    def test_rows(self, ledger: Ledger) -> None:
        """No more than are asked for are given, and it is told whether there were more."""
        assert [len(ledger.sql(MANY, limit=n).rows) for n in (1, 4999, 5000, 5001)] == [1, 4999, 5000, 5000]
        assert [ledger.sql(MANY, limit=n).cut for n in (1, 4999, 5000, 5001, None)] == [True, True, False, False, False]

    def test_time(self, ledger: Ledger) -> None:
        """A statement without an end is ended, in words; the next is answered."""
        with pytest.raises(BadQuery, match="broken off after 1 second"):
            ledger.sql(FOREVER, seconds=1)
        assert ledger.sql("SELECT 1", seconds=None).rows == [(1,)]

    def test_an_interrupt(self, ledger: Ledger, address: str) -> None:
        """Ctrl-C ends a statement in its midst, and the server does not go on with it."""
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
        timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            with pytest.raises(KeyboardInterrupt):
                ledger.sql(FOREVER, seconds=120)
        finally:
            timer.join()
            signal.signal(signal.SIGINT, before)
        assert ledger.sql("SELECT 1").rows == [(1,)]
        if kind_of(address) == "postgresql":
            from sqlalchemy import text

            with ledger._engine.connect() as connection:
                asked = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'FETCH%asked%' AND state = 'active'"
                assert connection.execute(text(asked)).scalar() == 0


class TestCommand:
    """``communique search --sql``."""

    def test_a_table_is_not_dropped(self, filled: Ledger, address: str) -> None:
        """Several statements in one are refused, and the tables are there."""
        result = run("search", "--sql", "COMMIT; DROP TABLE change CASCADE", "--ledger", address)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert filled.changes() == []

    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_cut_rows_are_told(self, ledger: Ledger, address: str, form: tuple[str, ...]) -> None:
        """What is left out is said on standard error; ``--limit 0`` shows all."""
        cut = run("search", "--sql", MANY, "--ledger", address, *form)
        whole = run("search", "--sql", MANY, "--limit", "0", "--ledger", address, *form)
        heads = 0 if form else 1
        assert len(cut.stdout.splitlines()) == 1000 + heads
        assert "the first 1,000 rows of more: --limit 0 shows all" in cut.stderr
        assert len(whole.stdout.splitlines()) == 5000 + heads
        assert "of more" not in whole.stderr

    def test_its_time_is_an_option(self, ledger: Ledger, address: str) -> None:
        """``--seconds`` is the time."""
        result = run("search", "--sql", FOREVER, "--seconds", "1", "--ledger", address)
        assert (result.exit_code, "broken off after 1 second." in result.stderr) == (2, True)

    def test_a_role_that_may_do_all_is_warned_of(self, ledger: Ledger, address: str) -> None:
        """Once, on standard error; a file has no roles."""
        result = run("search", "--sql", "SELECT 1 AS n", "--json", "--ledger", address)
        assert json.loads(result.stdout) == {"n": 1}
        warned = [line for line in result.stderr.splitlines() if line.startswith("warning: ")]
        assert len(warned) == (1 if kind_of(address) == "postgresql" else 0)

    def test_values_of_all_kinds_are_json(self, ledger: Ledger, address: str) -> None:
        """Numbers of PostgreSQL's own kinds, days and bytes are printed."""
        asked = "SELECT avg(n) AS a FROM (VALUES (1), (2)) AS t (n)" if "://" in address else "SELECT x'ff' AS a"
        result = run("search", "--sql", asked, "--json", "--ledger", address)
        assert json.loads(result.stdout)["a"] in ("1.5000000000000000", "ff")


class TestFunctionsOfTheDatabase:
    """Functions that somebody made in a PostgreSQL database."""

    @pytest.fixture
    def own(self, ledger: Ledger, address: str) -> Iterator[Ledger]:
        """A ledger in whose database there are some."""
        if "://" not in address:
            pytest.skip("SQLite keeps no functions")
        import psycopg

        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE hit (n INT)")
            for name, kind in (("harm", "VOLATILE"), ("lower", "VOLATILE"), ("says_stable", "STABLE")):
                connection.execute(
                    f"CREATE FUNCTION {name}(report) RETURNS INT LANGUAGE sql {kind} AS 'SELECT lo_create(0)::int'"
                    if kind == "STABLE"
                    else f"CREATE FUNCTION {name}(report) RETURNS INT LANGUAGE sql AS 'SELECT lo_create(0)::int'"
                )
        yield ledger

    @pytest.mark.parametrize(
        "call",
        ["harm(report)", "report.harm", "(report).harm", 'report."harm"', "lower(report)", "says_stable(report)",
         "public.harm(report)", "report.says_stable"],
    )  # fmt: skip
    def test_none_is_called(self, own: Ledger, call: str) -> None:
        """However it is called, and whatever it says of itself; also in the form of a column."""
        own.add(*told("a", "2018-01-01"))
        with pytest.raises(BadQuery, match="more than compute"):
            own.sql(f"SELECT {call} FROM report")
        assert large_objects(own) == 0


class TestWords:
    """How a statement is cut, as PostgreSQL does it."""

    @pytest.mark.parametrize(("statement", "called"), [
        ("SELECT f(1), g (2), h\n\t(3), i/* x */(4), j--\n(5)", "f g h i j"),
        ("SELECT 'f(1)', '''f(', $$f($$, $a$ $$ f( $a$, \"f\"\"(\"", ""),
        ("SELECT \"F\"(1), F(2), \"a\"\"b\"(3)", "F f a\"b"),
        ("SELECT a$b$c(1), $b$ x(1) $b$", "a$b$c"),
        ("SELECT /* /* f( */ g( */ h(1)", "h"),
        ("SELECT 1e(2), 1f(3), 'a'g(4)", "e f g"),
        ("SELECT x\u00a0(1)", "x\u00a0"),
        ("SELECT +--f(\nh(1)", "h"),
        ("SELECT ÄF(1)", "Äf"),
    ])  # fmt: skip
    def test_what_is_called(self, statement: str, called: str) -> None:
        """A name before a parenthesis, blanks and comments aside, as the server would read it."""
        assert " ".join(w.name for w in calling.words(statement, "") if w.called) == called

    @pytest.mark.parametrize("statement", ["SELECT f(1), \"a\"\"b\", g . h, 'it''s', $x$ ' $x$, -1 -- end"])
    def test_it_is_cut_as_the_server_does(self, statement: str) -> None:
        """Every name is found, with the schema before it."""
        found = [(w.name, w.schema) for w in calling.words(statement, "")]
        assert found == [("select", None), ("f", None), ('a"b', None), ("g", None), ("h", "g")]


def test_sqlite_lets_no_function_through_that_opens_a_file() -> None:
    """SQLite's own mark of what only computes is there, on any version that the package runs with."""
    from communique.ledger.asking import _functions

    assert {"lower", "count", "substr", "random", "bm25"} <= _functions()
    assert not {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"} & _functions()
    assert sqlite3.sqlite_version_info >= (3, 31)
