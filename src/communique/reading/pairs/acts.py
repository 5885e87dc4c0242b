"""What an act about another act is: a promise of aid, a demand for a release, a threat of sanctions.

The PLOVER mode and the CAMEO code of such acts depend on what they are about; which code stands for what is
public in the CAMEO codebook (Schrodt 2012) and in the CAMEO to PLOVER table of 2021.
"""

from __future__ import annotations

from communique import wordlists
from communique.reading.coding import FUTURE, code
from communique.reading.lexicon import Sense
from communique.reading.status.verdicts import Verdict
from communique.records import Plover, Status

OPERATORS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})
"""Types whose predicates are acts about another act."""
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE"})
_About = dict[str, tuple[str | None, str]]
_ABOUT: dict[str, _About] = {
    "AGREE": {
        "CONSULT": (None, "036"), "SUPPORT": (None, "032"), "COOPERATE": (None, "031"), "AID": (None, "033"),
        "CONCEDE": (None, "035"), "RETREAT": (None, "035"),
    },
    "REQUEST": {
        "CONSULT": ("meet", "106"), "AGREE": ("meet", "107"), "SUPPORT": ("assist", "102"),
        "COOPERATE": ("assist", "101"), "AID": ("assist", "103"), "CONCEDE": ("change", "104"),
        "RETREAT": ("yield", "105"),
    },
    "REJECT": {
        "CONSULT": ("meet", "125"), "AGREE": ("meet", "127"), "SUPPORT": ("assist", "121"),
        "COOPERATE": ("assist", "121"), "AID": ("assist", "122"), "CONCEDE": ("change", "123"),
        "RETREAT": ("yield", "124"),
    },
    "THREATEN": {
        "SANCTION": ("relations", "131"), "COERCE": ("restrict", "132"), "PROTEST": ("relations", "133"),
        "ASSAULT": ("violence", "138"), "MOBILIZE": ("violence", "138"), "REJECT": ("relations", "131"),
        "RETREAT": ("relations", "131"),
    },
    "ACCUSE": {"ASSAULT": ("allege", "1123"), "COERCE": ("allege", "1122")},
}  # fmt: skip
_TRIES = wordlists.words("engagements", "trying")
_DECIDES = wordlists.words("engagements", "deciding")
_ANNOUNCES = wordlists.words("engagements", "announcing")
_VOWS = frozenset({"promise", "intend"})
"""Senses of promising that make a threat of what is hostile."""
_NOT = wordlists.words("engagements", "pair_negations")


def settled(sense: Sense, verdict: Verdict, noun: bool) -> Status:
    """Return the status that counts for the code of a pair.

    An attempt at force, or force that is the purpose of a deed, is force; what is announced with a noun is made
    by announcing it; cooperation that does not come about is refused, and so is what will not be done until
    something else is.
    """
    status, cues = verdict.status, {c.lower() for c in verdict.cues}
    hostile = sense.plover in HOSTILE
    if hostile and status in FUTURE and cues & _TRIES and not cues & {"will", "would", "threatened"}:
        return Status.HELD
    done = _DECIDES | _ANNOUNCES if noun else _DECIDES
    if status is Status.PLANNED and cues & done and sense.plover != "CONSULT":
        return Status.HELD
    if (
        status is Status.DENIED
        and cues & _NOT
        and not hostile
        and sense.plover not in ("ACCUSE", "THREATEN", "REQUEST")
    ):
        return Status.DECLINED
    if status is Status.CONDITIONAL and cues & _NOT:
        return Status.DECLINED
    return status


def combine(outer: Sense, inner: Sense | None, status: Status) -> tuple[Plover, str]:
    """Return the coding of an act of ``outer`` with ``status``, about an act of ``inner``."""
    plover, cameo = code(outer, status)
    if inner is None or plover.type not in _ABOUT or plover.type != outer.plover or len(outer.cameo) > 3:
        return plover, cameo
    if outer.id in _VOWS and inner.plover in ("ASSAULT", "COERCE", "SANCTION"):
        mode, own = _ABOUT["THREATEN"][inner.plover]
        return Plover("THREATEN", mode, inner.context), own
    mode, own = _ABOUT[outer.plover].get(inner.plover, (plover.mode, cameo))
    return (Plover(plover.type, mode, inner.context or plover.context), own) if own != cameo else (plover, cameo)
