"""No two watchers on one ledger."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from communique.errors import AlreadyWatched
from communique.ledger.store import Ledger
from communique.watching.lock import alone, holder

_HOLDS = """
import sys, time
from communique.watching.lock import alone
with alone(sys.argv[1]) as lock:
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_who_is_the_first(address: str) -> None:
    """By the number of its process and the time; both before and after nobody has it."""
    Ledger(address).close()
    assert holder(address) is None
    with alone(address) as lock:
        lock.check()
        found = holder(address)
        assert found is not None and found.pid == os.getpid() and found.since.endswith("Z")
        with pytest.raises(AlreadyWatched, match=f"by process {os.getpid()} on .*, since 20"), alone(address):
            pass
        assert holder(address) == found
    assert holder(address) is None
    with alone(address) as lock:
        lock.check()


def test_the_lock_of_a_killed_one_is_no_obstacle(address: str) -> None:
    """It is held by another process, which is named, and is free once that is killed."""
    Ledger(address).close()
    process = subprocess.Popen([sys.executable, "-c", _HOLDS, address], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with pytest.raises(AlreadyWatched, match=f"process {process.pid} "), alone(address):
            pass
    finally:
        process.kill()
        process.communicate()
    for _ in range(50):  # a server notices within moments that its client is gone
        if holder(address) is None:
            break
    with alone(address):
        found = holder(address)
        assert found is not None and found.pid == os.getpid()


def test_the_ledger_can_be_used_meanwhile(address: str) -> None:
    """The lock is that of watchers alone."""
    with alone(address), Ledger(address) as ledger:
        assert ledger.counts().reports == 0


def test_a_connection_that_was_ended(address: str) -> None:
    """On a server the lock is taken anew; where another has it by then, that is said."""
    if "://" not in address:
        pytest.skip("a file's lock cannot be lost")
    import psycopg

    Ledger(address).close()
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'communique watch %'"
    with alone(address) as lock, psycopg.connect(address, autocommit=True) as other:
        other.execute(end)
        lock.check()
        assert holder(address) is not None
        other.execute(end)
        with alone(address), pytest.raises(AlreadyWatched):
            lock.check()


def test_a_lock_that_is_no_database(tmp_path: Path) -> None:
    """The file is named."""
    address = str(tmp_path / "ledger.sqlite")
    (tmp_path / "ledger.sqlite-watch").write_text("something else, and long enough to be looked at" * 30)
    with pytest.raises(Exception, match=r"ledger\.sqlite-watch"), alone(address):
        pass
    assert holder(address) is None
