"""What was read, taken into a ledger: one report after another, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import CommuniqueError, LedgerError, ModelError, ReportConflict, ReportRefused

if TYPE_CHECKING:
    from communique.ledger.store import Ledger
    from communique.runs import Read, Skipped

_STATES = Path("communique-web.sqlite")


def states_of(address: str) -> Path:
    """Return the file in which is kept what is known of addresses, for the ledger at an address.

    It lies beside a ledger that is a file; for one on a server, in the folder one is in.
    """
    from communique.ledger.addresses import file_of
    from communique.ledger.files import beside

    path = file_of(address)
    return _STATES if path is None else beside(path, "-web")


def take(ledger: Ledger, item: Read | Skipped, hash_of: Callable[[str], str | None]) -> bool:
    """Add a report; return whether it is new. ``hash_of`` gives the hash of the one that is there under an id.

    Raises:
        ReportConflict: if its id is in the ledger with other contents.
        ReportRefused: if something in it is more than the database can hold.
        LedgerError: if the ledger cannot be written to.
    """
    from communique.runs import Skipped

    if not isinstance(item, Skipped):
        return ledger.add(item.report, item.record, reader=item.reader)
    if hash_of(item.id) == item.sha256:
        return False
    problem = "a report of this id is in the ledger with other contents"
    raise ReportConflict(item.id, problem, "Give the new version an id of its own")


def is_of_one(error: CommuniqueError) -> bool:
    """Return whether an error concerns one report alone, so that the others can be taken in."""
    return not isinstance(error, (LedgerError, ModelError)) or isinstance(error, (ReportConflict, ReportRefused))
