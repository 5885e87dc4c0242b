"""The log of a watch: a line an event, JSON for programs, readable on a terminal."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from communique.characters import json_text, printable
from communique.watching.events import Event, Failed, Listener


def log_to(stream: TextIO, *, readable: bool = False) -> Listener:
    """Return what writes each event to a stream as one line, at once."""
    stamp = structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ" if not readable else "%H:%M:%S", utc=not readable)
    end: list[Processor] = [_shown, structlog.dev.ConsoleRenderer(colors=stream.isatty(), sort_keys=False)]
    logger: Any = structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[structlog.processors.add_log_level, stamp, *(end if readable else [_json])],
        wrapper_class=structlog.BoundLogger,
        context_class=dict,
        cache_logger_on_first_use=True,
    )

    def tell(event: Event) -> None:
        told = {field.name: getattr(event, field.name) for field in fields(event)}
        if readable:
            told = {name: value for name, value in told.items() if value is not None}
        (logger.warning if isinstance(event, Failed) else logger.info)(event.name, **told)

    return tell


def _json(_: Any, __: str, event: EventDict) -> str:
    first = {name: event.pop(name) for name in ("timestamp", "level", "event")}
    return json_text({**first, **event})


def _shown(_: Any, __: str, event: EventDict) -> EventDict:
    """Return the event with nothing in it that could steer a terminal."""
    return {name: printable(value, line=True) if isinstance(value, str) else value for name, value in event.items()}
