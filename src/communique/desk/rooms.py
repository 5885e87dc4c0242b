"""The links at the top of every page."""

from __future__ import annotations

ROOMS: tuple[tuple[str, str], ...] = (
    ("/engagements", "Engagements"),
    ("/undertakings", "Promises"),
    ("/calendar", "Calendar"),
    ("/map", "Map"),
    ("/network", "Network"),
    ("/dyad", "Between two"),
)  # fmt: skip
"""Where each leads, and what it is called, in their order."""
