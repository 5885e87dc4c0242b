"""Verdicts and how they combine: a status, the words that decided it, and what a status does to one under it."""

from __future__ import annotations

from dataclasses import dataclass

from communique.records import Status

H, ON, PL, PR, PO, CA, DE, DC, CO = (
    Status.HELD, Status.ONGOING, Status.PLANNED, Status.PROPOSED, Status.POSSIBLE,
    Status.CANCELLED, Status.DENIED, Status.DECLINED, Status.CONDITIONAL,
)  # fmt: skip

COMING = "present tense with a coming time"
NEGATED = {H: DE, ON: DE, PL: DC, PR: DC, PO: DE, CO: DC, CA: PL, DE: PO, DC: PO}
"""What "not" makes of a status."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status and the words that decided it, in the order they were used.

    Attributes:
        plain: whether the grammar right at the word decides it, and nothing further away has a say.
    """

    status: Status
    cues: tuple[str, ...] = ()
    plain: bool = False

    def then(self, status: Status, *cues: str) -> Verdict:
        """Return the verdict changed by what governs it."""
        return Verdict(status, self.cues + cues)


def compose(inner: Status, outer: Status) -> Status:
    """Return the status of what is planned, proposed ... (``inner``) by an act that is itself ``outer``."""
    if outer in (H, ON):
        return inner
    if outer is DC and inner in (H, ON, PL, PR):
        return DC
    if outer in (DE, DC):
        return NEGATED[inner]
    if outer is CA:
        return CA
    if inner in (H, ON, PL) or (inner is PR and outer in (PL, PO)):
        return outer
    return inner if inner in (CA, DE, DC) else CO if outer is CO else inner
