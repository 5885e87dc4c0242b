"""Tokens: what lets programs, and people elsewhere, change the ledger. Only their hashes are kept.

They stand in a file beside the ledger, a line each, which its owner alone may read. It is always replaced as a whole,
so that a desk which looks at it while one is added sees all of it as it was, or as it is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from communique.errors import LedgerError, UnknownId
from communique.taking import states_of

RIGHTS = ("judge", "add")
"""What the bearer of a token may do beside reading."""
_PREFIX, _BYTES = "cq_", 32
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is known: whose it is, what its bearer may do, its SHA-256, and when it was made (UTC)."""

    name: str
    rights: tuple[str, ...]
    sha256: str
    made: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in a file, which need not be there."""

    path: Path

    def find(self, given: str) -> Token | None:
        """Return the token that was given, if it is known.

        How long that takes says nothing of which are known: all are looked at, whatever is found.

        Raises:
            LedgerError: if the file cannot be read.
        """
        digest = _digest(given)
        same = [token for token in self.all() if hmac.compare_digest(token.sha256, digest)]
        return same[0] if same else None

    def all(self) -> tuple[Token, ...]:
        """Return the tokens that are known.

        Raises:
            LedgerError: if the file cannot be read.
        """
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeError) as error:
            raise LedgerError(str(self.path), f"the tokens cannot be read ({error})", "Check its rights") from None
        return tuple(self._token(number, line) for number, line in enumerate(lines, 1))

    def _token(self, number: int, line: str) -> Token:
        try:
            found = json.loads(line)
            made = Token(found["name"], tuple(found["rights"]), found["sha256"], found["made"])
            if not all(isinstance(x, str) and x.isascii() for x in (made.sha256, *made.rights)):
                raise ValueError
            return made
        except (ValueError, TypeError, KeyError):
            remedy = "Take the line out, and make the token anew: communique token add"
            raise LedgerError(str(self.path), "this is no token", remedy, place=f"line {number}") from None

    def add(self, name: str, rights: Sequence[str]) -> str:
        """Keep a new token of this name, and return it; it is kept nowhere.

        Raises:
            LedgerError: if there is one of this name, it is no name, or the file cannot be written.
        """
        if not name.isprintable() or not name.strip() or len(name) > _LONGEST:
            remedy = f"Give up to {_LONGEST} letters: judgements bear it"
            raise LedgerError(repr(name), "this is no name for a token", remedy)
        known = self.all()
        if any(token.name == name for token in known):
            remedy = "Take another name, or remove that one first: communique token remove"
            raise LedgerError(name, "there is a token of this name", remedy)
        made = _PREFIX + secrets.token_urlsafe(_BYTES)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._write([*known, Token(name, tuple(sorted(rights)), _digest(made), now)])
        return made

    def remove(self, name: str) -> None:
        """Forget the token of this name: from now on it is none.

        Raises:
            UnknownId: if there is none.
            LedgerError: if the file cannot be written.
        """
        known = self.all()
        left = [token for token in known if token.name != name]
        if len(left) == len(known):
            raise UnknownId(name, "there is no token of this name", "See which there are: communique token list")
        self._write(left)

    def _write(self, tokens: Sequence[Token]) -> None:
        """Put a new file in the place of the old one; at no moment may anybody else read it."""
        text = "".join(json.dumps(asdict(token)) + "\n" for token in tokens)
        new = ""
        try:
            number, new = tempfile.mkstemp(prefix=f".{self.path.name}", dir=self.path.absolute().parent)  # mode 0600
            with os.fdopen(number, "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            os.replace(new, self.path)
        except OSError as error:
            if new:
                with suppress(OSError):
                    os.unlink(new)
            remedy = "Check the rights of its folder"
            raise LedgerError(
                str(self.path), f"the tokens cannot be written ({error.strerror or error})", remedy
            ) from None


def tokens_of(address: str) -> Tokens:
    """Return the tokens for a ledger: in a file beside it, or, of one on a server, in the folder one is in."""
    states = states_of(address)
    return Tokens(states.with_name(f"{states.name.removesuffix('-web')}-tokens"))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
