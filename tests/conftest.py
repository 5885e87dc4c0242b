"""What holds for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests import shared_work

settings.register_profile("untimed", deadline=None)  # how long something takes is no matter of a test
settings.load_profile("untimed")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take away what the processes of this run shared, when the last of them is done."""
    if not hasattr(session.config, "workerinput"):
        shared_work.clear()
