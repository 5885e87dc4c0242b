"""Addresses of ledgers: which database each names, and how messages show it.

An address is a path (SQLite), ``sqlite:///path`` or ``postgresql://user@host:port/name?parameter=value``. What messages
show of the last is all but the password and the parameters, some of which are passwords too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from communique.errors import LedgerError

_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://", re.IGNORECASE)
_HOST = r"(?:[\w.%-]*|\[[\w:.%]+\])(?::\d+)?"
_PLAIN = re.compile(
    rf"(?P<scheme>[\w+]+://)(?:(?P<user>[^:/?\#@\s]*)(?::[^/?\#@\s]*)?@)?(?P<host>{_HOST}(?:,{_HOST})*)"
    r"(?P<name>/[^/?\#@:\s]*)?(?:\?[^@\s]*)?",
)
_SECRET_WORDS = re.compile(r"pass|secret|token|scram", re.IGNORECASE)
_CONNINFO = re.compile(r"(?:^|\s)\w*(?:pass|secret)\w*\s*=", re.IGNORECASE)
_HIDDEN = "***"


def shown(address: str) -> str:
    """Return an address as messages give it: without a password, and without parameters, which may be some."""
    if "://" not in address:
        return _HIDDEN if _CONNINFO.search(address) else address
    if address.startswith("sqlite:///"):
        return address
    found = _PLAIN.fullmatch(address)
    if found is None:  # where one part ends and the next begins cannot be told: so which is the password cannot
        return address.partition("://")[0] + "://" + _HIDDEN
    return found["scheme"] + (f"{found['user']}@" if found["user"] else "") + found["host"] + (found["name"] or "")


def hidden(message: str, address: str) -> str:
    """Return a message without what is secret in an address."""
    for secret in sorted(_secrets(address), key=len, reverse=True):
        message = message.replace(secret, _HIDDEN)
    return message


def _secrets(address: str) -> set[str]:
    """What an address has as passwords, as they are written and as they are meant."""
    found = set(re.findall(r"://[^:/@]*:(.*)@", address)) | set(re.findall(r"://[^:/@]*:([^@]*)@", address))
    found |= set(re.findall(r"[?&][^=&]*(?:pass|secret|token|scram)[^=&]*=([^&]*)", address, re.IGNORECASE))
    if is_postgresql(address):
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):
            return found - {""}
        found |= {str(url.password or "")} | set(_secret_parameters(url).values())
    return found - {""}


def is_postgresql(address: str) -> bool:
    """True for the address of a PostgreSQL database."""
    return _POSTGRESQL.match(address) is not None


def file_of(address: str) -> Path | None:
    """Return the file of a SQLite ledger, ``None`` for a database that is no file."""
    return None if "://" in address.removeprefix("sqlite:///") else Path(address.removeprefix("sqlite:///"))


def url_of(address: str) -> tuple[URL, dict[str, Any]]:
    """Return the address of a PostgreSQL database without what is secret, and that, as the driver takes it.

    Raises:
        LedgerError: if it is none.
    """
    try:
        if _PLAIN.fullmatch(address) is None:
            raise ValueError("its parts can be told apart in several ways")
        url = make_url(_POSTGRESQL.sub("postgresql+psycopg://", address, count=1))
    except (ArgumentError, ValueError):
        remedy = "Give postgresql://user@host:port/name; a mark in a password is written as %XX, or put it in ~/.pgpass"
        raise LedgerError(shown(address), "this address cannot be understood", remedy) from None
    apart = {**_secret_parameters(url), "options": _one(url.query.get("options", ""))}
    if url.password is not None:
        apart["password"] = str(url.password)
    plain = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    return plain.difference_update_query(apart), apart


def _secret_parameters(url: URL) -> dict[str, str]:
    return {name: _one(value) for name, value in url.query.items() if _SECRET_WORDS.search(name)}


def _one(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else value[-1]


def check_kind(address: str) -> None:
    """Raise unless the address is a path or that of PostgreSQL.

    Raises:
        LedgerError: if it names another kind of database, or lists what PostgreSQL's own programs take.
    """
    if _CONNINFO.search(address) and "://" not in address:
        problem = "this is a list of parameters, and neither a path nor an address"
        raise LedgerError(shown(address), problem, "Give postgresql://user@host:port/name")
    if file_of(address) is None and not is_postgresql(address):
        raise LedgerError(shown(address), "this kind of database is not known", "Give a path or postgresql://...")
