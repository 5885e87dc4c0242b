"""A site, a bench to watch it from, and ledgers on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.ledger.conftest import address, template  # noqa: F401  # fixtures
from tests.watching.bench import Bench
from tests.web.server import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with no page yet."""
    with served() as found:
        yield found


@pytest.fixture
def bench(site: Site, tmp_path: Path) -> Iterator[Bench]:
    """What watches that site, into a ledger of its own."""
    with ExitStack() as stack:
        yield Bench(site, tmp_path, stack)
