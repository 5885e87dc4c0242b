"""The pages, one module each: what a page shows, and its downloads."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.pages import engagement, engagements, front, read

PAGES: tuple[APIRouter, ...] = (
    front.router,
    engagements.router,
    engagement.router,
    read.router,
)  # fmt: skip
"""Every page, in the order of the links at the top."""
