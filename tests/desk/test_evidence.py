"""Evidence that stands no longer is listed, with what stands there instead."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from communique.ledger.judgements import Verdict
from communique.records import Status
from tests.desk.bench import page
from tests.desk.test_amending import WORDS, ledger_of
from tests.ledger.stories import told


def test_all_stands(desk: TestClient) -> None:
    """Then it says so; what is asked besides is refused."""
    for path in ("/evidence", "/evidence?whole=1"):
        shown = page(desk.get(path))
        assert "All evidence stands" in shown.text_content() and shown.get_element_by_id("count").text[0] == "0"
    assert desk.get("/evidence?whole=2").status_code == 400 and desk.get("/evidence?hole=1").status_code == 400


@pytest.mark.parametrize("again", [False, True])
def test_what_somebody_judged_is_gone(desk: TestClient, again: bool) -> None:
    """Its report was forgotten; and where another text came under its id, what stands there now is shown and linked."""
    ledger = ledger_of(desk)
    at = ledger.report("deed").layer.text.index(WORDS)
    made = ledger.judge(Verdict.AMEND, "deed/e1", by="Bea", field="evidence", value=f"{at}-{at + len(WORDS)}")
    ledger.forget("deed")
    if again:
        text = "Report deed\n\nSomething else. Anna Berg met Boris Klein on another day, it is said by everybody here."
        ledger.add(*told("deed", "2018-08-07", [("meeting", Status.HELD, "2018-08-06")], text=text))
    shown = page(desk.get("/evidence"))
    row = shown.cssselect("tbody tr")[0]
    cells = [x.text_content().strip() for x in row.cssselect("td")]
    assert made.id in cells[0] and cells[1] == "deed" and WORDS in cells[3]
    assert shown.get_element_by_id("count").text.startswith(str(len(shown.cssselect("tbody tr"))))
    if not again:
        assert cells[2] == "not in the ledger" and not row.cssselect("a")
        return
    there = text[at : at + len(WORDS)]
    assert cells[2] == "other words" and there in cells[4]
    (link,) = row.cssselect("a")
    marked = page(desk.get(link.get("href"))).cssselect("#text .at")
    assert "".join(x.text_content() for x in marked) == there
