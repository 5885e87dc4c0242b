"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import engagement, engagements, front, sign_in

PAGES: tuple[APIRouter, ...] = (
    front.router,
    engagements.router,
    engagement.router,
    sign_in.router,
)  # fmt: skip
"""Every page, in the order of the links at the top."""
