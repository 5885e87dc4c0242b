"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import (
    about_api,
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
    help,
    map,
    me,
    network,
    precision,
    read,
    report,
    reports,
    review,
    sign_in,
    sql,
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
    sign_in.router,
    sql.router,
    help.router,
    about_api.router,
)  # fmt: skip
"""Every page, in the order of the links at the top."""
