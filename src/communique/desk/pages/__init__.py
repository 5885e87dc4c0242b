"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import (
    actor,
    body,
    calendar,
    dyad,
    engagement,
    engagements,
    front,
    map,
    network,
    undertakings,
)

PAGES: tuple[APIRouter, ...] = (
    front.router,
    engagements.router,
    engagement.router,
    actor.router,
    body.router,
    dyad.router,
    undertakings.router,
    calendar.router,
    map.router,
    network.router,
)  # fmt: skip
"""Every page, in the order of the links at the top."""
