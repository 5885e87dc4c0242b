"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import (
    about_api,
    actors,
    agreement,
    engagement,
    engagements,
    front,
    help,
    me,
    precision,
    read,
    reports,
    review,
    sign_in,
    sql,
    statement,
    statements,
)

PAGES: tuple[APIRouter, ...] = (
    front.router,
    engagements.router,
    engagement.router,
    statements.router,
    statement.router,
    reports.router,
    actors.router,
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
