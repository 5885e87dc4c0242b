"""The HTTP API under ``/api/``: what the ledger answers from Python, as the JSON that the command line prints."""

from __future__ import annotations

from fastapi import APIRouter

from communique.desk.api import engagements, judging, people, reports

PREFIX = "/api"
ROUTERS: tuple[APIRouter, ...] = (engagements.router, people.router, reports.router, judging.router)
"""Every operation, in the order of the description."""
