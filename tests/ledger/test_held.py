"""Many reports at once are taken for what each is taken for alone, to the byte; what is held in memory says as much."""

from __future__ import annotations

import random
import string
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, func, select

from communique.errors import ReportRefused
from communique.ledger import bulk, identity
from communique.ledger import schema as s
from communique.ledger.held.actors import Actors
from communique.ledger.held.blocks import Blocks
from communique.ledger.held.seen import Named, Seen
from communique.ledger.held.waiting import Waiting
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.resolution import actors, engagements, likeness
from communique.ledger.resolution.outlines import Outline, Told, Where, Who
from communique.ledger.resolution.profiles import Profile
from communique.ledger.store import Ledger
from communique.ledger.views import Appearance, ReportRef
from communique.records import Actor, Status, as_json
from tests.ledger.drawn import Item, reports
from tests.ledger.stories import told


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All is added at one time, so that ledgers can be compared."""
    monkeypatch.setattr(identity, "now", lambda: "2020-01-01T00:00:00+00:00")
    yield


def alone(address: str, items: Sequence[Item]) -> list[str]:
    """The rows of a ledger to which reports were added one by one, sorted."""
    with Ledger(address) as ledger:
        for report, record, reader in items:
            ledger.add(report, record, reader=reader)
        return sorted(ledger.dump())


def together(address: str, items: Sequence[Item]) -> list[str]:
    """The rows of a ledger to which reports were added at once, sorted."""
    with Ledger(address) as ledger:
        assert set(ledger.add_all(items)) <= {True}
        return sorted(ledger.dump())


DRAWN = ((1, 7), (2, 50), (3, 1), (4, 13), (5, 500))


@pytest.mark.parametrize(("seed", "at_once"), DRAWN)
def test_drawn_reports(address: str, other: str, seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shared actors, other names, plans kept and put off, copies, statements: whatever comes in a transaction."""
    monkeypatch.setattr(bulk, "AT_ONCE", at_once)
    items = reports(seed, 50)
    assert together(address, items) == alone(other, items)


def test_both_databases_hold_the_same(address: str, tmp_path: Path) -> None:
    """To the byte, row numbers among it."""
    items = reports(6, 60)
    assert together(address, items) == alone(str(tmp_path / "one.sqlite"), items)


def test_what_the_drawn_reports_bring_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rivals that stand and that are grouped anew, ids that move, entries of several accounts, copies."""
    stood = list[bool]()
    plain = Actors.stand

    def counted(self: Actors, rivals: Collection[str]) -> bool:
        stood.append(plain(self, rivals))
        return stood[-1]

    monkeypatch.setattr(Actors, "stand", counted)
    with Ledger(tmp_path / "a.sqlite") as ledger:
        assert set(ledger.add_all(reports(1, 80))) == {True}
        counts = ledger.counts()
        assert ledger.sql("SELECT count(*) FROM moved").rows[0][0] > 0
    assert set(stood) == {True, False}
    assert counts.accounts > counts.entries and counts.sources < counts.reports


def test_namesakes_who_meet(address: str, other: str) -> None:
    """They become one in the midst of a report, and what it tells after that is held against what they are then."""
    day, several = "2020-03-05", [("meeting", Status.HELD, "2020-03-05"), ("call", Status.HELD, "2020-03-05")]
    rows = (("plan", "2020-03-01", [("meeting", Status.PLANNED, day)]), ("deed", "2020-03-06", several),
            ("again", "2020-03-09", [("talks", Status.HELD, day), ("call", Status.HELD, day)]))  # fmt: skip
    items = [(*told(*row, names=("Kim", "Singh")), "made") for row in rows]
    assert together(address, items) == alone(other, items)
    with Ledger(address, read_only=True) as ledger:
        assert "the same names, day and place" in {row[0] for row in ledger.sql("SELECT why FROM account").rows}


@pytest.mark.parametrize("seed", range(3))
def test_a_build_that_was_broken_off_goes_on(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was there when it broke off is looked up again, and the ledger is the same."""
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    items, path = reports(seed, 60), str(tmp_path / "many.sqlite")
    for end in (17, 30, 60):
        with Ledger(path) as ledger:
            for n, outcome in enumerate(ledger.add_all(items[:end]), 1):
                assert outcome is (n > {17: 0, 30: 17, 60: 30}[end])
    with Ledger(path) as ledger:
        assert sorted(ledger.dump()) == alone(str(tmp_path / "one.sqlite"), items)


def test_a_build_that_was_broken_off_while_it_wrote(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the reports of that transaction nothing is there; the next run takes them in."""
    monkeypatch.setattr(bulk, "AT_ONCE", 20)
    items, plain, begun = reports(9, 60), Waiting.write, list[Waiting]()

    def broken(self: Waiting, connection: Connection) -> None:
        begun.append(self)
        plain(self, connection)
        if connection.scalar(select(func.count()).select_from(s.report)) > 35:
            raise KeyboardInterrupt

    with Ledger(address) as ledger, monkeypatch.context() as patched:
        patched.setattr(Waiting, "write", broken)
        with pytest.raises(KeyboardInterrupt):
            list(ledger.add_all(items))
        assert begun and ledger.counts().reports == 20
    with Ledger(address) as ledger:
        assert sum(ledger.add_all(items)) == 40
        found = sorted(map(repr, map(as_json, ledger.find(Query(rejected=True)))))
    alone(str(tmp_path / "one.sqlite"), items)
    with Ledger(tmp_path / "one.sqlite") as one:  # what was begun takes row numbers on PostgreSQL, so only they differ
        assert found == sorted(map(repr, map(as_json, one.find(Query(rejected=True)))))


@pytest.mark.parametrize("far", (1, 3))
def test_when_many_are_added_all_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, far: int) -> None:
    """While they are added SQLite waits for the disk seldom; then, or when no more are asked for, it does as before."""
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    said: list[str] = []
    with Ledger(str(tmp_path / "many.sqlite")) as ledger:
        event.listen(ledger._engine, "connect", lambda raw, _: raw.set_trace_callback(said.append))
        adding = ledger.add_all(reports(1, 5))
        assert len(list(islice(adding, 2 * far))) == min(2 * far, 5)
        adding.close()
    assert [t for t in said if t.startswith("PRAGMA synchronous =")] == [
        "PRAGMA synchronous = NORMAL",
        "PRAGMA synchronous = FULL",
    ]
    assert said[-5:] == ["PRAGMA synchronous = FULL", "BEGIN IMMEDIATE", "PRAGMA user_version", *said[-2:]]
    assert said[-2].startswith("PRAGMA user_version = ")
    assert said[-1] == "COMMIT"


def test_somebody_else_writes_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process adds or judges between two transactions is taken into account."""
    monkeypatch.setattr(bulk, "AT_ONCE", 10)
    items, path = reports(8, 60), tmp_path / "many.sqlite"
    with Ledger(path) as ledger, Ledger(path) as other, Ledger(tmp_path / "one.sqlite") as one:
        rest = ledger.add_all([*items[:10], *items[20:]])
        for _ in range(10):
            next(rest)
        for report, record, reader in items[10:20]:
            other.add(report, record, reader=reader)
        for _ in range(10):
            next(rest)
        for report, record, reader in items[:30]:
            one.add(report, record, reader=reader)
        entry = other.find()[0].id
        for each in (other, one):
            each.judge(Verdict.REJECT, entry, by="me")
        assert set(rest) == {True}
        for report, record, reader in items[30:]:
            one.add(report, record, reader=reader)
        assert sorted(ledger.dump()) == sorted(one.dump())


def test_a_report_that_the_database_refuses(ledger: Ledger, address: str) -> None:
    """A name too long to index in PostgreSQL takes no other report of its transaction with it."""
    draw = random.Random(1)
    name = " ".join("".join(draw.choices(string.ascii_letters, k=9)) for _ in range(1500))
    people = (("a", "Anna Berg"), ("b", name), ("c", "Carl Stein"))
    found = list(ledger.add_all((*told(id, "2019-01-01", names=(who, "Boris Klein")), "made") for id, who in people))
    refused = ReportRefused if "://" in address else bool
    assert [type(x) for x in found] == [bool, refused, bool]
    assert ledger.counts().reports == len([x for x in found if x is True])


# what is held says what looking through all members says


def _appearances(seed: int) -> list[Profile]:
    """Profiles of single appearances, of whom reports drawn by chance tell, on days of many years or of none."""
    draw, found = random.Random(seed), list[Profile]()
    for report, record, _ in reports(seed, 12):
        for actor in record.actors:
            years = draw.choice((0, 0, 1, 5, 10, 19, 21))
            day = None if draw.random() < 0.1 else f"{2018 - years}{(report.info.published or '2018-06-01')[4:]}"
            found.append(_profile(actor, day))
    return found


def _profile(actor: Actor, day: str | None) -> Profile:
    ref = ReportRef("r", None, day, None, None, "r")
    return Profile.of(
        Appearance("r/a1", ref, actor.kind, actor.name, actor.country, actor.aliases, actor.roles, (), None)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 12))
def test_seen(seed: int, ours: int, theirs: int) -> None:
    """Two were seen so that they are one where any two of their appearances are."""
    drawn = _appearances(seed)
    random.Random(seed).shuffle(drawn)
    one, other = drawn[:ours], drawn[ours : ours + theirs]
    seen = Seen(), Seen()
    for there, profiles in zip(seen, (one, other), strict=True):
        for profile in profiles:
            there.add(profile)
    same = any(actors.compare(a, b).verdict is likeness.Verdict.SAME for a in one for b in other)
    assert seen[0].fits(seen[1]) is same


def test_seen_finds_some_and_not_others() -> None:
    """Else the property above says nothing."""
    drawn = _appearances(4)
    found = {actors.compare(a, b).verdict for a in drawn for b in drawn if a.names != b.names}
    assert found == set(likeness.Verdict)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_names_that_cannot_be_one(seed: int) -> None:
    """Where names alone tell two apart, no comparison takes them for one, of single appearances or of many."""
    drawn = _appearances(seed)
    wholes = [a.joined(b) for a, b in pairwise(drawn)]
    for a in (*drawn, *wholes):
        for b in (*drawn, *wholes):
            assert Named.of(a).may_fit(Named.of(b)) or actors.compare(a, b).verdict is not likeness.Verdict.SAME


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    """An engagement of a few days of one January, mostly done, of two of three people."""
    told = list[Told]()
    for _ in range(draw(st.integers(1, 3))):
        first, length = draw(st.integers(1, 20)), draw(st.sampled_from((0, 0, 0, 1, 5)))
        ends = draw(
            st.sampled_from((*[(f"{first:02}", f"{first + length:02}")] * 5, (None, None), (f"{first:02}", None)))
        )
        days = (f"2018-01-{x}" if x else None for x in ends)
        status = draw(st.sampled_from((*["held"] * 4, "ongoing", "planned", "denied")))
        told.append(Told(status, *days, f"2018-01-{draw(st.integers(1, 30)):02}"))
    who = draw(st.sampled_from(((0, 1), (0, 2), (1, 2), (0,))))
    parties = tuple(Who(f"A-{n}{draw(st.integers(0, 1))}", "person", None, "attendee", NAMES[n]) for n in who)
    place = draw(st.sampled_from((None, Where("Riga", "LVA", 56.95, 24.11))))
    kind = draw(st.sampled_from(("meeting", "visit", "criticism")))
    return Outline((kind,), parties, tuple(told), (place,) if place else (), (f"r{draw(st.integers())}",), 1)


NAMES = ("Anna Berg", "Boris Klein", "Dora Novak")


@settings(max_examples=400, deadline=None)
@given(outlines(), outlines())
def test_days_that_tell_two_apart(a: Outline, b: Outline) -> None:
    """Deeds whose days are known, and more than a day apart, are never taken for one."""
    ours, theirs = engagements.days_of(a), engagements.days_of(b)
    if ours is None or theirs is None or (ours.start <= theirs.stop and theirs.start <= ours.stop):
        return
    assert engagements.compare(a, b).verdict is not likeness.Verdict.SAME


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("xyz"), st.integers(0, 4))))
def test_blocks(steps: Sequence[tuple[bool, str, int]]) -> None:
    """What has a key is what was put there and not taken out."""
    blocks, plain = Blocks[int](), {key: set[int]() for key in "xyz"}
    for put, key, thing in steps:
        (blocks.add if put else blocks.drop)([key], thing)
        (plain[key].add if put else plain[key].discard)(thing)
    assert {key: set(blocks.having(key)) for key in "xyz"} == plain
