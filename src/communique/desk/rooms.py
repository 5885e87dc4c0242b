"""The links at the top of every page."""

from __future__ import annotations

ROOMS: tuple[tuple[str, str], ...] = (
    ("/engagements", "Engagements"),
    ("/statements", "Statements"),
    ("/actors", "Actors"),
    ("/reports", "Reports"),
    ("/undertakings", "Promises"),
    ("/calendar", "Calendar"),
    ("/map", "Map"),
    ("/network", "Network"),
    ("/dyad", "Between two"),
    ("/review", "Review"),
    ("/read", "Read"),
)  # fmt: skip
"""Where each leads, and what it is called, in their order."""
