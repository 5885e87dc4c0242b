"""``communique schema`` and ``codebook``: what is printed, and what its words mean."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect

from communique.cli import main
from communique.exchange.jsonschema import TYPES, schema, tables
from communique.reading.asked import kinds
from communique.reading.coding.codebook import SECTIONS, codebook, meanings
from communique.reading.tables import load
from communique.records import ActorKind, Force, Part, Stance, StatementKind, Status, as_json
from tests import readme
from tests.readings import ROOT, index, sample

TYPES_OF_JSON: dict[str, Any] = {"string": str, "number": (int, float), "integer": int, "boolean": bool,
                                 "array": list, "object": dict, "null": type(None)}  # fmt: skip


def run(*arguments: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(main, list(arguments), env={"COLUMNS": "80", "COMMUNIQUE_LEDGER": readme.ledger()})
    assert result.exit_code == 0, result.stderr
    return result.stdout


def wrong(value: Any, rule: dict[str, Any], whole: dict[str, Any], where: str = "$") -> list[str]:
    """Where a value is not as a schema has it: of the words of JSON Schema that ours uses, and no others."""
    known = {"$ref", "anyOf", "enum", "type", "properties", "required", "items", "prefixItems", "minItems"}
    assert set(rule) <= known | {"description", "$schema", "title", "$defs"}, rule
    found = []
    if "$ref" in rule:
        found += wrong(value, whole["$defs"][rule["$ref"].removeprefix("#/$defs/")], whole, where)
    if "anyOf" in rule and all(wrong(value, x, whole, where) for x in rule["anyOf"]):
        found.append(f"{where}: {value!r} is none of {rule['anyOf']}")
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{where}: {value!r} is none of {rule['enum']}")
    kind = TYPES_OF_JSON.get(rule.get("type", ""), object)
    if not isinstance(value, kind) or (isinstance(value, bool) and rule.get("type") in ("integer", "number")):
        return [*found, f"{where}: {value!r} is no {rule['type']}"]
    if isinstance(value, dict):
        found += [f"{where}.{key}: missing" for key in rule.get("required", ()) if key not in value]
        inner = rule.get("properties", {})
        found += [x for key, v in value.items() if key in inner for x in wrong(v, inner[key], whole, f"{where}.{key}")]
        found += [f"{where}.{key}: not told of" for key in value if inner and key not in inner]
    if isinstance(value, list) and isinstance(rule.get("items"), dict):
        found += [x for n, v in enumerate(value) for x in wrong(v, rule["items"], whole, f"{where}[{n}]")]
    return found


class TestSchema:
    """The forms of JSON."""

    @pytest.mark.parametrize("entry", index(), ids=lambda e: str(e["id"]))
    def test_every_shipped_record_is_as_it_says(self, entry: dict[str, Any]) -> None:
        """Every key is told of, and every value is of its type."""
        whole = schema("record")
        assert wrong(as_json(sample(entry["id"])), whole, whole) == []

    @pytest.mark.parametrize(
        ("what", "question"),
        [
            ("engagement", ("search", "--limit", "0")),
            ("statement", ("said", "--limit", "0")),
            ("actor", ("search", "--actors", "--country", "USA")),
            ("promise", ("due", "--by", "2020-12-31")),
        ],
    )
    def test_every_answer_is_as_it_says(self, what: str, question: tuple[str, ...]) -> None:
        """As the command prints them."""
        whole = json.loads(run("schema", what))
        found = [json.loads(line) for line in run(*question, "--json").splitlines()]
        assert found and [x for value in found for x in wrong(value, whole, whole)] == []

    def test_what_is_wrong_is_seen(self) -> None:
        """A missing key, another type, a word that is none: the schema refuses each."""
        whole, good = schema("record"), as_json(sample(readme.SAMPLE))
        engagement = good["engagements"][0]
        for bad in ({**engagement, "kind": "party"}, {**engagement, "status": None}, {**engagement, "cameo": 36},
                    {k: v for k, v in engagement.items() if k != "voice"},
                    {**engagement, "evidence": {}}, {**engagement, "confidence": True}):  # fmt: skip
            assert wrong({**good, "engagements": [bad]}, whole, whole) != []

    @pytest.mark.parametrize("what", TYPES)
    def test_each_is_printed(self, what: str) -> None:
        """Whole and by itself: every definition that it refers to is in it."""
        text = run("schema", what)
        named = {x.split('"')[0] for x in text.split("#/$defs/")[1:]}
        assert named == set(json.loads(text)["$defs"])

    def test_columns_are_those_of_the_ledger(self) -> None:
        """The tables and columns of a real ledger, but for its word indexes and the mark of its version."""
        engine = create_engine(f"sqlite:///{readme.ledger()}")
        real = {
            (table, column["name"])
            for table in inspect(engine).get_table_names()
            if not table.startswith(("alembic", "sqlite_")) and "words" not in table and "fts" not in table
            for column in inspect(engine).get_columns(table)
        }
        engine.dispose()
        assert {(x["table"], x["column"]) for x in tables()} == real
        shown = list(csv.DictReader(io.StringIO(run("schema", "ledger", "--format", "csv"))))
        assert [(x["table"], x["column"]) for x in shown] == [(x["table"], x["column"]) for x in tables()]


class TestCodebook:
    """What the words mean."""

    @pytest.mark.parametrize(
        ("section", "words"),
        [
            ("kind", kinds()),
            ("status", tuple(Status)),
            ("part", tuple(Part)),
            ("actor", tuple(ActorKind)),
            ("statement", tuple(StatementKind)),
            ("force", tuple(Force)),
            ("stance", tuple(Stance)),
            ("sector", tuple(load("sectors")["codes"])),
            ("cameo", tuple(f"{n:02}" for n in range(1, 21))),
        ],
    )
    def test_every_word_is_defined(self, section: str, words: tuple[str, ...]) -> None:
        """All that there are, and no others."""
        assert sorted(x.term for x in codebook() if x.section == section) == sorted(map(str, words))

    def test_every_field_of_a_record_is_defined(self) -> None:
        """Of each type within a record, and no field that is not there."""
        defined = {name: set(fields) for name, fields in load("codebook")["field"].items()}
        assert defined == {name: set(x["properties"]) for name, x in schema("record")["$defs"].items()}

    def test_types_are_those_of_their_pages(self) -> None:
        """A PLOVER type means here what the page on event types says."""
        page = (ROOT / "docs" / "types" / "index.md").read_text("utf-8")
        for name, meaning in meanings()["plover"].items():
            assert f"| [{name}]({name.lower()}.md) |" in page and f"| {meaning} |" in page

    def test_codes_of_a_kind(self) -> None:
        """Of a visit: held, to come, declined and called off."""
        (visit,) = (x for x in codebook() if (x.section, x.term) == ("kind", "visit"))
        assert (visit.plover, visit.mode, visit.cameo, visit.quad) == ("CONSULT", "visit", "042", "verbal cooperation")
        assert (visit.to_come, visit.declined, visit.cancelled) == ("AGREE 036", "REJECT 125", "SANCTION 160")

    def test_every_form_has_every_term(self) -> None:
        """A table for people, CSV, JSON Lines and Markdown."""
        terms = [(x.section, x.term) for x in codebook()]
        assert {section for section, _ in terms} == set(SECTIONS)
        rows = list(csv.DictReader(io.StringIO(run("codebook", "--csv"), newline="")))
        lines = [json.loads(line) for line in run("codebook", "--json").splitlines()]
        assert terms == [(x["section"], x["term"]) for x in rows] == [(x["section"], x["term"]) for x in lines]
        assert rows[0]["cameo"] == "040"
        written = run("codebook", "--format", "md")
        assert written.count("\n| `") == len(terms) and written.count("## ") == len(SECTIONS)

    def test_some_words_alone(self) -> None:
        """Terms and sections, in any letters."""
        found = [json.loads(line)["term"] for line in run("codebook", "VISIT", "stance", "--json").splitlines()]
        assert found == ["visit", *Stance]
        assert "verbal cooperation" in run("codebook", "visit")
