"""A site for each test that asks one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.server import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with no page yet."""
    with served() as found:
        yield found
