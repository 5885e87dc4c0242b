"""PLOVER and CAMEO codes of a deed by its status: promised, threatened, refused, called off."""

from __future__ import annotations

import pytest

from communique.reading.coding import code, quad
from communique.reading.lexicon.senses import PLOVER, lexicon
from communique.records import Status

ROWS = [
    ("meet", Status.HELD, "CONSULT", "040"), ("meet", Status.PLANNED, "AGREE", "036"),
    ("meet", Status.DECLINED, "REJECT", "125"), ("talks", Status.CANCELLED, "SANCTION", "164"),
    ("visit", Status.CANCELLED, "SANCTION", "160"), ("aid", Status.PROPOSED, "AGREE", "033"),
    ("aid", Status.DECLINED, "REJECT", "122"), ("aid", Status.CANCELLED, "SANCTION", "162"),
    ("support", Status.PLANNED, "AGREE", "032"), ("release", Status.PLANNED, "AGREE", "035"),
    ("release", Status.DECLINED, "REJECT", "124"), ("assault", Status.POSSIBLE, "THREATEN", "138"),
    ("arrest", Status.CONDITIONAL, "THREATEN", "132"), ("impose-sanctions", Status.HELD, "COERCE", "163"),
    ("impose-sanctions", Status.CANCELLED, "RETREAT", "085"),
    ("impose-sanctions", Status.PLANNED, "THREATEN", "131"), ("protest", Status.CANCELLED, "CONCEDE", "082"),
    ("criticise", Status.PLANNED, "ACCUSE", "111"), ("letter", Status.HELD, "", "010"),
]  # fmt: skip


@pytest.mark.parametrize(("sense", "status", "kind", "cameo"), ROWS)
def test_deed_is_coded_by_its_status(sense: str, status: Status, kind: str, cameo: str) -> None:
    """A deed to come is a promise or a threat, one refused a rejection, one called off its undoing."""
    plover, found = code(lexicon().senses[sense], status)
    assert (plover.type, found) == (kind, cameo)


@pytest.mark.parametrize("kind", sorted(PLOVER))
def test_every_type_has_one_quad(kind: str) -> None:
    """Four classes; CAMEO 01 and 02, which have no type, have none."""
    assert (quad(kind) is None) == (kind == "")
