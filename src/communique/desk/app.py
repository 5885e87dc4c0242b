"""The desk as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from communique.about import VERSION
from communique.desk.api import PREFIX, ROUTERS
from communique.desk.api.describing import describe
from communique.desk.guard import Guard
from communique.desk.pages import PAGES
from communique.desk.problems import Refused
from communique.desk.reading import Reader
from communique.desk.settings import Settings
from communique.desk.state import Desk
from communique.desk.telling import answered
from communique.desk.tokens import tokens_of
from communique.errors import CommuniqueError
from communique.language.named import Cores
from communique.ledger.store import Ledger

_KEPT = "public, max-age=31536000, immutable"


def create_app(settings: Settings) -> FastAPI:
    """Return the application that serves a ledger, which it opens now and closes when it ends.

    Raises:
        LedgerError: if the ledger cannot be opened.
    """
    Ledger(settings.ledger, read_only=True).close()  # so that none is made where there is none
    ledger = Ledger(settings.ledger, read_only=not settings.writable)

    desk = Desk(settings, ledger, tokens_of(settings.ledger), Reader(cores=Cores(settings.cores)))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.reader.close()
        ledger.close()

    app = FastAPI(title="Communiqué", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None,
                  openapi_url="/api/openapi.json")  # fmt: skip
    app.state.desk = desk
    for kind in (CommuniqueError, Refused, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answered)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX, generate_unique_id_function=lambda route: route.name)
    app.openapi = describe(app)  # type: ignore[method-assign]
    app.mount("/static", _Static(directory=str(resources.files("communique.desk").joinpath("static"))))
    app.add_middleware(Guard, settings=settings)
    return app


def _answered(request: Request, error: Exception) -> Response:
    return answered(request, error)


class _Static(StaticFiles):
    """Files that are asked for by their hash, and so may be kept."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _KEPT
        return response
