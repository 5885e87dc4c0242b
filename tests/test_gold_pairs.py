"""The gold of pairs across reports is sound: its fields, its words, its times and its balance."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.remarks import OFFICIAL, TABLES
from communique.commands.tabled import rows_in
from communique.intake import Report
from communique.intake.rows.layout import preset
from communique.intake.rows.report import fields_of, row_of
from communique.reading.periods import bounds
from communique.reading.rows.people import people_in
from communique.records import ActorKind, Part, Status

GOLD = Path(__file__).parent.parent / "benchmarks" / "gold"
FILES = {
    "actor": "actor_pairs.jsonl",
    "second": "actor_pairs_second.jsonl",
    "official": "official_pairs.jsonl",
    "engagement": "engagement_pairs.jsonl",
}
EACH = {  # how many pairs of each half are the same, and how many are not
    "actor": {"tune": 60, "held": 60},
    "second": {"second": 80},
    "official": {"official": 100},
    "engagement": {"tune": 60, "held": 60},
}
KINDS = frozenset(
    "meeting summit talks call visit mediation interview letter message invitation agreement signing cooperation "
    "recognition support criticism accusation investigation demand rejection threat protest aid concession retreat "
    "sanction expulsion recall mobilization coercion assault".split()
)
RECIPROCAL = frozenset("meeting summit talks call agreement signing".split())

Row = dict[str, Any]


def rows(sort: str) -> list[Row]:
    """Return the pairs of one sort."""
    return [json.loads(line) for line in (GOLD / FILES[sort]).read_text(encoding="utf-8").splitlines()]


def sides(sort: str) -> list[tuple[str, Row]]:
    """Return each side of each pair with the pair's id."""
    return [(row["id"], row[side]) for row in rows(sort) for side in "ab"]


def is_country(value: str | None) -> bool:
    """True for what is written as an alpha-3 code, and for none."""
    return value is None or (len(value) == 3 and value.isascii() and value.isupper())


@pytest.mark.parametrize("sort", FILES)
def test_each_pair_has_its_fields_and_its_number(sort: str) -> None:
    """Ids count from 001 without gaps; each pair says whether it is the same, and why it is hard."""
    for number, row in enumerate(rows(sort), start=1):
        assert set(row) == {"id", "half", "same", "a", "b", "note"}, row["id"]
        assert row["id"] == f"{sort}-{number:03}"
        assert row["half"] in EACH[sort] and isinstance(row["same"], bool) and row["note"], row["id"]


@pytest.mark.parametrize("sort", FILES)
def test_halves_are_balanced(sort: str) -> None:
    """As many pairs that are the same as pairs that are not, in each half and in the second set."""
    counts = Counter((row["half"], row["same"]) for row in rows(sort))
    assert counts == {(half, same): each for half, each in EACH[sort].items() for same in (True, False)}


@pytest.mark.parametrize("sort", FILES)
def test_no_pair_stands_twice(sort: str) -> None:
    """Neither as it is nor with its sides changed over, so that no held pair was seen in tuning."""
    pairs = [frozenset(json.dumps(row[side], sort_keys=True) for side in "ab") for row in rows(sort)]
    assert [p for p, n in Counter(pairs).items() if n > 1] == []


@pytest.mark.parametrize("sort", FILES)
def test_days_of_publication_are_days(sort: str) -> None:
    """Every side says on which day its report came out."""
    for _, side in sides(sort):
        date.fromisoformat(side["published"])


@pytest.mark.parametrize("sort", ("actor", "second", "official"))
def test_actors_are_in_the_words_of_the_record(sort: str) -> None:
    """Kinds, countries and roles are what the ledger gets of an appearance."""
    for pair, side in sides(sort):
        assert set(side) == {"name", "kind", "country", "aliases", "roles", "published"}, pair
        assert ActorKind(side["kind"]) and side["name"] and is_country(side["country"]), pair
        assert side["name"] not in side["aliases"] and all(isinstance(a, str) and a for a in side["aliases"]), pair
        for role in side["roles"]:
            assert set(role) == {"title", "body", "country", "former"} and role["title"], pair
            assert is_country(role["country"]) and isinstance(role["former"], bool) and role["body"] != "", pair


def test_the_second_set_is_of_other_actors() -> None:
    """No name of the first file stands in the second, and two pairs in five of it are easy."""
    assert {side["name"] for _, side in sides("actor")} & {side["name"] for _, side in sides("second")} == set()
    assert 0.35 <= sum(row["note"].startswith("easy") for row in rows("second")) / len(rows("second")) <= 0.45


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the tables of the historian are not here")
def test_persons_of_official_tables_are_in_them() -> None:
    """Each stands in a row under this name, and has rows before and after the day given, or on it."""
    days: dict[str, set[str]] = defaultdict(set)
    for folder, layout in TABLES:
        for row in rows_in(str(OFFICIAL / folder), preset(layout)):
            assert isinstance(row, Report), row
            cell, _ = fields_of(*row_of(row.raw))["visitor"]
            for person in people_in(cell):
                days[person.name].add(row.info.published or "")
    for pair, row in ((r["id"], r["a"]) for r in rows("official")):
        assert min(days[row["name"]])[:4] <= row["published"][:4] <= max(days[row["name"]])[:4], pair


def test_accounts_are_in_the_words_of_the_record() -> None:
    """Kinds, statuses, parts and places are what the ledger gets of an account."""
    for pair, side in sides("engagement"):
        assert set(side) == {"kind", "status", "parties", "time", "place", "published", "report"}, pair
        assert side["kind"] in KINDS and Status(side["status"]) and side["report"] in ("r1", "r2"), pair
        for party in side["parties"]:
            assert set(party) == {"name", "kind", "country", "part"} and party["name"], pair
            assert ActorKind(party["kind"]) and Part(party["part"]) and is_country(party["country"]), pair
        if side["kind"] in RECIPROCAL:
            assert {party["part"] for party in side["parties"]} == {"attendee"}, pair
        if side["place"] is not None:
            assert set(side["place"]) == {"name", "country", "lat", "lon"}, pair
            assert side["place"]["name"] and is_country(side["place"]["country"]), pair
            assert (side["place"]["lat"] is None) == (side["place"]["lon"] is None), pair


def test_times_of_accounts_are_read() -> None:
    """Each time is EDTF that narrows the days, and what was held had begun when it was reported."""
    for pair, side in sides("engagement"):
        if side["time"] is not None:
            first, last = bounds(side["time"])
            assert first <= last and (first, last) != (date.min, date.max), pair
            if side["status"] == "held":
                assert first <= date.fromisoformat(side["published"]), pair


def test_one_report_tells_of_two_engagements() -> None:
    """Accounts of one report are different ones: the report has told them apart already."""
    assert {row["same"] for row in rows("engagement") if row["a"]["report"] == row["b"]["report"]} == {False}


def test_actors_spelled_alike_are_one_across_accounts() -> None:
    """A name in the accounts always stands for the same kind of actor of the same country."""
    known: dict[str, set[tuple[str, str | None]]] = {}
    for _, side in sides("engagement"):
        for party in side["parties"]:
            known.setdefault(party["name"], set()).add((party["kind"], party["country"]))
    assert {name: found for name, found in known.items() if len(found) > 1} == {}


@pytest.mark.parametrize("sort", ["actor", "engagement"])
def test_chains_are_sound(sort: str) -> None:
    """The pairs of chains have both sides, no id twice, statuses and kinds of the record, and both answers."""
    lines = (GOLD / f"{sort}_pairs_chains.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    assert len({p["id"] for p in pairs}) == len(pairs)
    assert {p["same"] for p in pairs} == {True, False}
    for one in (one for p in pairs for side in ("a", "b") for one in p[side]):
        if sort == "actor":
            assert one["name"] and ActorKind(one["kind"])
        else:
            assert Status(one["status"]) and one["parties"] and one["report"]
