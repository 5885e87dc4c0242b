"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import about_api, engagement, engagements, front, help, sign_in, sql

PAGES: tuple[APIRouter, ...] = (
    front.router,
    engagements.router,
    engagement.router,
    sign_in.router,
    sql.router,
    help.router,
    about_api.router,
)  # fmt: skip
"""Every page, in the order of the links at the top."""
