"""Who asks, and what they may do.

Whoever reaches a desk that only this machine reaches is its owner, and may do everything. Any other desk is read by
everybody and changed only with a token, which says what its bearer may do; programs send it as ``Authorization:
Bearer``, browsers as a cookie once it was given at ``/sign-in``.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import Depends
from starlette.requests import Request

from communique.desk.problems import Refused
from communique.desk.state import desk_of
from communique.desk.tokens import Token

NAME_COOKIE, TOKEN_COOKIE = "communique-name", "communique-token"
LONGEST_NAME = 200


class Right(StrEnum):
    """What may be done."""

    READ = "read"
    JUDGE = "judge"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the name that judgements bear, ``None`` where nobody said, and what may be done."""

    name: str | None
    rights: frozenset[Right]

    def may(self, right: str) -> bool:
        """Whether this may be done."""
        return Right(right) in self.rights


def visitor_of(request: Request) -> Visitor:
    """Return who asks.

    Raises:
        Refused: if a token is given that is none.
    """
    desk = desk_of(request)
    token = _token(request)
    rights = {Right.READ}
    if desk.settings.writable and (token is not None or desk.settings.is_local):
        rights |= set(Right) if token is None else {Right(x) for x in token.rights}
    if token is not None:
        return Visitor(token.name, frozenset(rights))
    return Visitor(_own_name(request) if desk.settings.is_local else None, frozenset(rights))


def _token(request: Request) -> Token | None:
    kind, _, sent = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":  # a proxy's own, which the browser sends with everything
        sent = ""
    if sent and kind.lower() != "bearer":
        raise Refused(401, "NoToken", f"{kind!r} is no way to show a token here", "Send Authorization: Bearer TOKEN")
    given = sent.strip() or request.cookies.get(TOKEN_COOKIE, "")
    if not given:
        return None
    found = desk_of(request).tokens.find(given)
    if found is None and sent:
        raise Refused(401, "NoToken", "this token is not known here", "Make one: communique token add NAME")
    return found


def _own_name(request: Request) -> str | None:
    """The name of the owner: as given in the browser, else that of the account on this machine."""
    given = " ".join(unquote(request.cookies.get(NAME_COOKIE, "")).split())[:LONGEST_NAME]
    if given:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return None


def may(right: Right) -> Any:
    """Return a dependency that gives who asks, and refuses whoever may not do this."""

    def check(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if right not in visitor.rights:
            remedy = (
                "Sign in with a token that may" if desk_of(request).settings.writable else "Start it with --writable"
            )
            raise Refused(403, "NotAllowed", f"you may not {right} here", remedy)
        return visitor

    return Depends(check)


def _may_try(request: Request) -> Visitor:
    """Who asks; refused are strangers, for reading a report takes a while."""
    visitor = visitor_of(request)
    if not desk_of(request).settings.is_local and Right.ADD not in visitor.rights:
        raise Refused(403, "NotAllowed", "reports are read here for those who may add some", "Send a token that may")
    return visitor


Reader = Annotated[Visitor, may(Right.READ)]
Judge = Annotated[Visitor, may(Right.JUDGE)]
Adder = Annotated[Visitor, may(Right.ADD)]
Trier = Annotated[Visitor, Depends(_may_try)]
"""Whoever may have a report read."""
