"""FollowTheMoney: statements by their form; and, where the package is installed, by its own model and reader."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from typing import Any

import pytest

from tests.exchange.entries import ENTRIES, KNOWN, QUOTES, export


def statements(**options: object) -> list[dict[str, Any]]:
    """The statements."""
    return [json.loads(line) for line in export("ftm", **options)[0].decode("utf-8").splitlines()]


def values(prop: str, id: str) -> dict[str, list[dict[str, Any]]]:
    """The statements of one property of one entity, by dataset."""
    found = defaultdict(list)
    for s in statements():
        if (s["prop"], s["entity_id"]) == (prop, id):
            found[s["dataset"]].append(s)
    return found


def test_each_report_is_a_dataset() -> None:
    """Which report says what stays apart: two that differ are two statements."""
    found = values("summary", "cq-entry-e1")
    assert {d: [s["value"] for s in rows] for d, rows in found.items() if d != "report_cafe"} == {
        "report_f00d": ["held meeting"],
        "report_beef_2_" + found_hash(): ["planned meeting"],
    }
    assert found["report_f00d"][0]["origin"] == "f00d/e1"
    assert found["report_f00d"][0]["first_seen"] == "2019-06-29T00:00:00"


def found_hash() -> str:
    """The hash that keeps "beef/2" apart from "beef_2"."""
    (name,) = {s["dataset"] for s in statements() if s["dataset"].startswith("report_beef")}
    return str(name.rpartition("_")[2])


def test_words_stay_beside_values() -> None:
    """The date has the words it was read from, the description is the quotation."""
    assert values("date", "cq-entry-e1")["report_f00d"][0]["original_value"] == "last June"
    assert [s["value"] for s in values("description", "cq-entry-e1")["report_f00d"]] == [q.quote for q in QUOTES]


def test_what_people_set_is_their_own_dataset() -> None:
    """A judgement is told from a report."""
    assert values("date", "cq-entry-e9") == {}
    assert [s["value"] for s in values("startDate", "cq-entry-e9")["judgement"]] == ["1990-01-01"]


def test_all_names_where_the_ledger_is_asked() -> None:
    """Aliases and offices come from the ledger's actor."""
    found = {(s["prop"], s["value"]) for s in statements(actor_of=lambda id: KNOWN if id == "p1" else None)
             if s["dataset"] == "ledger"}  # fmt: skip
    assert {("alias", "Xi"), ("alias", "President Xi"), ("position", "president (2019-06-29/..)")} <= found


def test_repeated_statements_are_the_same_lines() -> None:
    """One id is one line, so that ``sort -u`` leaves each once."""
    lines = defaultdict(set)
    for line in export("ftm")[0].splitlines():
        lines[(json.loads(line)["id"])].add(line)
    assert {len(x) for x in lines.values()} == {1}


class TestByThePackage:
    """With the package followthemoney: ``uv run --group ftm pytest``."""

    @pytest.fixture
    def entities(self) -> dict[str, Any]:
        """The entities that its reader makes of the statements."""
        pytest.importorskip("followthemoney", reason="needs PyICU: uv run --group ftm pytest")
        from followthemoney.dataset import Dataset
        from followthemoney.statement import Statement, StatementEntity
        from followthemoney.statement.serialize import read_statements

        grouped: dict[str, list[Statement]] = defaultdict(list)
        for statement in read_statements(io.BytesIO(export("ftm")[0]), "json"):
            grouped[statement.canonical_id].append(statement)
        dataset = Dataset.make({"name": "all", "title": "All"})
        return {id: StatementEntity.from_statements(dataset, rows) for id, rows in grouped.items()}

    def test_every_value_is_clean(self, entities: dict[str, Any]) -> None:
        """Each value is one that its type takes as it is, and each required property is there."""
        for entity in entities.values():
            entity.schema.validate({"properties": entity.properties})
            for prop, value in entity.itervalues():
                assert prop.type.clean(value, proxy=entity) is not None, (prop.name, value)

    def test_ids_of_statements_are_its_own(self, entities: dict[str, Any]) -> None:
        """The same key as the package makes."""
        for entity in entities.values():
            for statement in entity.statements:
                assert statement.id == statement.generate_key() or statement.prop == "id"

    def test_links_lead_to_entities_in_range(self, entities: dict[str, Any]) -> None:
        """Who is involved is a legal entity, the proof a document."""
        links = 0
        for entity in entities.values():
            for prop, value in entity.itervalues():
                if prop.type.name == "entity":
                    links += 1
                    assert entities[value].schema.is_a(prop.range)
        assert links > len(ENTRIES)

    def test_proxies_read_it(self, entities: dict[str, Any]) -> None:
        """The model makes a proxy of each; the event has its caption."""
        from followthemoney import model

        proxy = model.get_proxy(entities["cq-entry-e2"].to_dict())
        assert proxy.caption == "Invitation: Shinzo Abe → Xi Jinping"
        assert proxy.schema.name == "Event"
        assert entities["cq-actor-s1"].schema.name == "PublicBody"
        assert entities["cq-actor-p1"].countries == ["cn"]
