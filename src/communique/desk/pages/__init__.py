"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import (
    actor,
    actors,
    agreement,
    amend,
    body,
    calendar,
    dyad,
    engagement,
    engagements,
    evidence,
    front,
    map,
    me,
    network,
    precision,
    read,
    report,
    reports,
    review,
    statement,
    statements,
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
    statements.router,
    statement.router,
    reports.router,
    report.router,
    amend.router,
    actors.router,
    evidence.router,
    review.router,
    read.router,
    precision.router,
    agreement.router,
    me.router,
)  # fmt: skip
"""Every page, in the order of the links at the top."""
