"""What is made once for a whole run of the tests, whichever of its processes needs it first."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_RUN = os.environ.setdefault("COMMUNIQUE_TEST_RUN", secrets.token_hex(6))
FOLDER = Path(tempfile.gettempdir(), f"communique-tests-{_RUN}")
"""Where it lies until the run is over; all processes of a run have the same."""


def once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the path of a file, which ``make`` makes at the path it is given when it is asked for first."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    path = FOLDER / name
    with open(FOLDER / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            made = FOLDER / f"{name}.new"
            make(made)
            made.rename(path)
    return path


def clear() -> None:
    """Take all of it away, and the databases of a server whose addresses stand in files named so."""
    for path in FOLDER.glob("*.postgresql"):
        import psycopg

        server, _, name = path.read_text("utf-8").rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(FOLDER, ignore_errors=True)
