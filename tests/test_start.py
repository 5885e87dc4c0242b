"""What a command imports, by name: nothing that it does not use. Seconds are for the benchmarks."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

import communique.ledger.migrations
from communique.ledger import versions
from tests.readings import SAMPLES

REPORT = str(SAMPLES / "aukus-call.txt")
_RUN = """
import sys
from communique.cli import main
try:
    main(sys.argv[1:])
finally:
    print("MODULES", *sys.modules, file=sys.stderr)
"""
NEVER = {"spacy", "thinc", "torch", "scipy", "datasketch", "pandas", "matplotlib", "httpx", "requests", "pydantic"}
"""What no command needs."""
STORE = {"sqlalchemy", "alembic", "mako", "psycopg"}
READING = {"numpy", "onnxruntime", "communique.reading.read", "communique.language.model"}
PAGES = {"lxml", "trafilatura", "justext", "htmldate", "dateparser", "babel"}
WEB = {"urllib3", "certifi", "protego", "feedparser", "communique.web.client", "communique.intake.fetch"}
OTHERS = {"pyarrow", "icalendar", "rapidfuzz", "edtf", "networkx", "structlog", "prometheus_client"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger of one report, and nothing that need be brought up to date."""
    path = tmp_path_factory.mktemp("start") / "ledger.sqlite"
    modules("ingest", REPORT, "--ledger", str(path), "--quiet")
    return str(path)


@cache
def modules(*command: str) -> frozenset[str]:
    """The names of all modules that are imported when a command has run."""
    done = subprocess.run([sys.executable, "-c", _RUN, *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("MODULES "))
    return frozenset(line.split()[1:])


def test_what_is_watched_is_seen(ledger: str) -> None:
    """Each command is seen to import what it does need: the list of modules is not empty for another reason."""
    assert modules("read", REPORT, "--quiet") >= {"numpy", "onnxruntime", "communique.reading.read"}
    assert "sqlalchemy" in modules("search", "AUKUS", "--ledger", ledger)


def test_a_search(ledger: str) -> None:
    """It needs the database and what prints: no model, no migration, nothing that reads a page or a report."""
    found = modules("search", "AUKUS", "--ledger", ledger)
    assert found & (NEVER | READING | PAGES | WEB | OTHERS | {"alembic", "mako", "communique.intake.report"}) == set()


@pytest.mark.parametrize("command", [("timeline", "Johnson"), ("due",)])
def test_other_questions(command: tuple[str, ...], ledger: str) -> None:
    """As a search."""
    assert modules(*command, "--ledger", ledger) & (NEVER | READING | PAGES | {"alembic", "mako"}) == set()


def test_reading_a_text() -> None:
    """It needs the model: no database, no reader of pages, nothing that asks the web."""
    assert modules("read", REPORT, "--quiet") & (NEVER | STORE | PAGES | WEB | OTHERS) == set()


def test_help() -> None:
    """It needs nothing but what prints it."""
    assert modules("--help") & (NEVER | STORE | READING | PAGES | WEB | OTHERS) == set()


def test_versions_are_those_of_the_migrations() -> None:
    """The versions told by the names of files are those that alembic goes through, in its order."""
    config = Config()
    config.set_main_option("script_location", str(Path(communique.ledger.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    walked = ScriptDirectory.from_config(config).walk_revisions()
    assert versions.known() == tuple(script.revision for script in walked)
