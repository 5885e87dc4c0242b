"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long something takes is no matter of a test
settings.load_profile("untimed")
