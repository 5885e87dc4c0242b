"""What a field may be set to: each by what it means, refused with the field, the value and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.errors import BadJudgement
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.reading.coding.codes import is_cameo
from communique.reading.lexicon import lexicon
from communique.reading.periods import is_time
from communique.records import Status
from tests.ledger.stories import told

WRONG: tuple[tuple[str, Any, str], ...] = (
    ("time", "2018-09/2018-08", "a day, month, season, year or interval of EDTF"),
    ("time", "2018-02-30", "EDTF"),
    ("time", "2018-13", "EDTF"),
    ("time", "2018-08-06/2018-02-30", "EDTF"),
    ("time", "2018-08-06 or so", "EDTF"),
    ("time", "../..", "EDTF"),
    ("time", "/", "EDTF"),
    ("time", "2018/2019/2020", "EDTF"),
    ("time", "0000", "EDTF"),
    ("time", "２０１８", "EDTF"),
    ("time", "", "EDTF"),
    ("time", 2018, "EDTF"),
    ("cameo", "=1", "a CAMEO code of two to four digits"),
    ("cameo", "219", "CAMEO"),
    ("cameo", "21", "CAMEO"),
    ("cameo", "0", "CAMEO"),
    ("cameo", "03600", "CAMEO"),
    ("cameo", "٠٣٦", "CAMEO"),
    ("cameo", 36, "CAMEO"),
    ("cameo", None, "CAMEO"),
    ("kind", "party", "one of"),
    ("kind", None, "one of"),
    ("status", "maybe", "one of held, ongoing"),
    ("status", ["held"], "one of held, ongoing"),
    ("plover", "HUG", "one of"),
    ("plover", "", "one of"),
    ("mode", "quietly", "one of"),
    ("place", "", "a name, or"),
    ("place", [], "a name, or"),
    ("place", {}, "a text of one line"),
    ("place", 5, "a name, or"),
    ("place", "Riga\x1b[2J", "no control character"),
    ("place", "R" * 501, "at most 500 characters"),
    ("place", {"name": "Riga", "lat": 999, "lon": 24}, "degrees from -90 to 90"),
    ("place", {"name": "Riga", "lat": 56, "lon": -180.5}, "degrees from -180 to 180"),
    ("place", {"name": "Riga", "lat": float("nan"), "lon": 24}, "degrees from -90 to 90"),
    ("place", {"name": "Riga", "lat": True, "lon": 24}, "degrees from -90 to 90"),
    ("place", {"name": "Riga", "lat": "56", "lon": 24}, "degrees from -90 to 90"),
    ("place", {"name": "Riga", "lat": 56}, "both, or neither"),
    ("place", {"name": "Riga", "country": "XX"}, "three capitals"),
    ("place", {"name": "Riga", "country": ["LVA"]}, "three capitals"),
    ("place", {"name": "Riga", "geonames": 2**31}, "GeoNames"),
    ("place", {"name": "Riga", "geonames": -1}, "GeoNames"),
    ("place", {"name": " "}, "a text of one line"),
    ("place", {"name": "Ri\nga"}, "a text of one line"),
    ("place", {"name": "Riga", "colour": "red"}, "a name, or"),
    ("parties", [], "parts are initiator, recipient"),
    ("parties", "all", "parts are initiator"),
    ("parties", [{"actor": "A-none", "part": "guest"}], "Look it up"),
    ("parties", [{"actor": 5, "part": "guest"}], "Look it up"),
    ("parties", [{"actor": "ONE", "part": "dancer"}], "parts are initiator"),
    ("parties", [{"actor": "ONE", "part": ["guest"]}], "parts are initiator"),
    ("parties", [{"actor": "ONE", "part": "guest"}, {"actor": "ONE", "part": "host"}], "each actor once"),
    ("parties", [{"actor": "ONE"}], "parts are initiator"),
    ("colour", "red", "Fields are kind, status"),
)
WRONG_OF_ACTORS: tuple[tuple[str, Any, str], ...] = (
    ("country", "XX", "three capitals"),
    ("country", "XXX", "three capitals"),
    ("country", "lva", "three capitals"),
    ("country", 5, "three capitals"),
    ("kind", "robot", "one of person, organization"),
    ("wikidata", "Q0", "an item"),
    ("wikidata", "javascript:alert(1)", "an item"),
    ("wikidata", "Q1\n", "no control character"),
    ("name", "", "a text"),
    ("name", None, "a text"),
    ("name", "Anna\x00", "no control character"),
    ("name", "\u202eanna", "no control character"),
    ("name", "A" * 501, "at most 500 characters"),
    ("status", "held", "Fields are name, kind"),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of one report, which no test changes."""
    path: Path = tmp_path_factory.mktemp("small") / "ledger.sqlite"
    with Ledger(str(path)) as ledger:
        ledger.add(*told("call", "2019-10-01", [("call", Status.HELD, "2019-10-01")]))
        yield ledger


def given(ledger: Ledger, value: Any) -> Any:
    """A value with the actor's id in place of its stand-in."""
    one = ledger.actor("call/a1").id
    if not isinstance(value, list):
        return value
    return [{**x, "actor": one} if isinstance(x, dict) and x.get("actor") == "ONE" else x for x in value]


@pytest.mark.parametrize(("level", "field", "value", "allowed"), [
    *(("call/e1", *x) for x in WRONG), *(("call/a1", *x) for x in WRONG_OF_ACTORS),
], ids=str)  # fmt: skip
def test_wrong_value(small: Ledger, level: str, field: str, value: Any, allowed: str) -> None:
    """Named are the field, the value and what is allowed; nothing is kept."""
    id = small.entry(level).id if level == "call/e1" else small.actor(level).id
    with pytest.raises(BadJudgement) as caught:
        small.judge(Verdict.AMEND, id, by="ann", field=field, value=given(small, value))
    message = str(caught.value)
    assert allowed in message
    assert field in message
    assert caught.value.place in ("field", f"value of {field}")
    assert small.judgements() == []


def test_every_refusal_names_the_value(small: Ledger) -> None:
    """What was given is in the message, cut where it is long."""
    id = small.entry("call/e1").id
    for field, value, _ in WRONG:
        if isinstance(value, str) and 0 < len(value) < 60:
            with pytest.raises(BadJudgement) as caught:
                small.judge(Verdict.AMEND, id, by="ann", field=field, value=value)
            assert repr(value if field != "colour" else "colour") in str(caught.value)


@pytest.mark.parametrize("edtf", [
    "2018-08-06", "2018-08", "2018-24", "2018", "201X", "19XX", "2018-08-06~", "2018?", "2018-08/..", "../2018",
    "2018-08/2018-10", "2018-08-20/2018-08", "2018-24/2019-21", "2018-08/2018-08",
])  # fmt: skip
def test_times_that_are_some(edtf: str) -> None:
    """Every form that the package writes, and intervals of two forms."""
    assert is_time(edtf)


def test_codes_that_there_are() -> None:
    """Every code of the lexicon, and the general ones."""
    assert [x.cameo for x in lexicon().senses.values() if not is_cameo(x.cameo)] == []
    assert all(map(is_cameo, ("01", "20", "040", "110", "0871", "1121", "0356")))
