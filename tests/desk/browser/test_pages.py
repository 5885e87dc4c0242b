"""Every page, wide and narrow, light and dark: nothing goes wrong, all fits, and everybody can read it."""

from __future__ import annotations

import pytest

from tests.desk.bench import ADDRESSES
from tests.desk.browser.looks import Watched


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page(watched: Watched, address: str) -> None:
    """No error on the console, nothing beside the window, no serious barrier."""
    watched.look(address)
    for width, dark in ((1280, False), (1280, True), (380, True)):
        watched.turn(width, dark=dark)
        assert watched.too_wide() <= 0, (address, width)
        if (width == 380) is dark:  # each width once, and each scheme of colours
            assert watched.barriers() == [], (address, width, dark)
