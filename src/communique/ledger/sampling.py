"""A random sample of the engagements, and how many of those that people judged in it are right.

A sample is what a person drew: it stands in the log of judgements, with who and when, and goes with them into exports
and other ledgers. It keeps what each engagement was when it was drawn, so that a later amendment or a new reading does
not change what was asked.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Any

from sqlalchemy import Connection, select

from communique.errors import BadQuery, UnknownId
from communique.ledger import judgements, loading, lookup, queries
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.queries import Query
from communique.ledger.views import Entry, Review
from communique.records import Status, as_json

SUBJECT = "sample"
"""What a drawing is about, in the log."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An engagement as it was drawn: its id, the account that it is found by, its kind and status."""

    id: str
    anchor: str
    kind: str
    status: Status


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: ``id`` is that of the drawing in the log, ``n`` how many were asked for, ``of`` out of how many.

    ``kinds``, ``statuses`` and ``asked`` (the other parts of a query, as :func:`parts_of` gives them) are what it was
    drawn from, empty for all; ``day`` is when.
    """

    id: str
    seed: int
    n: int
    of: int
    kinds: tuple[str, ...]
    statuses: tuple[Status, ...]
    day: str
    by: str
    drawn: tuple[Drawn, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """Of what people judged, how much is right: ``n`` judged, with the 95 % interval of the share.

    ``unsure`` are those that cannot be told, ``unjudged`` those that nobody judged; neither is in ``n``.
    """

    name: str
    right: int
    n: int
    precision: float | None
    low: float | None
    high: float | None
    unsure: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class Precision:
    """How right a sample is: the whole, by kind and by status as drawn; ``gone`` is what the ledger has no more."""

    sample: Sample
    whole: Share
    kinds: tuple[Share, ...]
    statuses: tuple[Share, ...]
    gone: int


def wilson(right: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a share, ``right`` of ``n``; from 0 to 1 where nothing is known.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 209-212; without continuity correction (method 3 of Newcombe, R. G. (1998), Statistics
    in Medicine 17, 857-872).

    >>> [round(x, 4) for x in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if not n:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, scale = right / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def draw(connection: Connection, n: int, seed: int, asked: Query) -> dict[str, Any]:
    """Return a sample of what a query finds as it is kept, each as likely as any other.

    It is those of the lowest SHA-256 of the seed and their id, so it is the same whenever it is drawn from the same.

    Raises:
        BadQuery: if there is nothing to draw from.
    """
    rows = lookup.rows_in(connection, s.entry, s.entry.c.n, list(queries.numbers(connection, asked)))
    if not rows:
        raise BadQuery(SUBJECT, "there is no engagement to draw from", "Ask for other kinds or statuses, or for all")
    chosen = sorted(rows, key=lambda r: (_lot(seed, r.id), r.id))[:n]
    parts = parts_of(replace(asked, kinds=(), statuses=(), rejected=False))
    return {
        "seed": seed,
        "n": n,
        "of": len(rows),
        "kinds": sorted(asked.kinds),
        "statuses": sorted(x.value for x in asked.statuses),
        **({"asked": parts} if parts else {}),
        "drawn": [
            {"id": r.id, "anchor": judgements.anchor_of(connection, r.id, "entry"), "kind": r.kind, "status": r.status}
            for r in chosen
        ],
    }


def parts_of(query: Query) -> dict[str, Any]:
    """Return what a query asks for as plain JSON: its parts that are given, by their names."""
    plain, nothing = as_json(query), as_json(Query())
    return {name: value for name, value in plain.items() if value != nothing[name]}


def _lot(seed: int, id: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{id}".encode()).digest()


def kept(connection: Connection) -> list[Sample]:
    """Return the samples that stand, in the order in which they were drawn."""
    rows = connection.execute(
        select(s.judgement).where(s.judgement.c.verdict == Verdict.SAMPLE).order_by(s.judgement.c.n)
    )
    gone = judgements.undone(connection)
    return [_sample(judgements.from_row(r)) for r in rows if r.id not in gone]


def find(connection: Connection, id: str | None) -> Sample:
    """Return a sample by its id, the last that was drawn where none is given.

    Raises:
        UnknownId: if there is none.
    """
    found = [x for x in kept(connection) if id in (None, x.id)]
    if not found:
        problem = "no sample of this id was drawn" if id else "no sample was drawn from this ledger"
        raise UnknownId(id or SUBJECT, problem, "Draw one: communique sample --n 100 --seed 1")
    return found[-1]


def _sample(judgement: Judgement) -> Sample:
    value = judgement.value
    return Sample(
        judgement.id,
        value["seed"],
        value["n"],
        value["of"],
        tuple(value["kinds"]),
        tuple(Status(x) for x in value["statuses"]),
        judgement.at[:10],
        judgement.by,
        tuple(Drawn(x["id"], x["anchor"], x["kind"], Status(x["status"])) for x in value["drawn"]),
        dict(value.get("asked", {})),
    )


def as_kept(sample: Sample) -> dict[str, Any]:
    """Return what was drawn as it is kept (see :func:`draw`)."""
    plain: dict[str, Any] = as_json(sample)
    asked = {"asked": plain["asked"]} if plain["asked"] else {}
    return {name: plain[name] for name in ("seed", "n", "of", "kinds", "statuses", "drawn")} | asked


def entries(connection: Connection, sample: Sample) -> list[tuple[Drawn, Entry | None]]:
    """Return what was drawn, each with the entry that has its account now, ``None`` where the ledger has it no more."""
    anchors = [x.anchor for x in sample.drawn]
    numbers = {r.id: r.entry for r in lookup.rows_in(connection, s.account, s.account.c.id, anchors)}
    order = sorted(set(numbers.values()))
    of = dict(zip(order, loading.entries(connection, order), strict=True))
    return [(x, of.get(numbers.get(x.anchor, -1))) for x in sample.drawn]


def precision(connection: Connection, sample: Sample) -> Precision:
    """Return how much of a sample is right.

    Right is what people accepted with nothing amended; wrong is what they rejected, or amended in any field.
    """
    there = [(x, _is_right(entry)) for x, entry in entries(connection, sample) if entry is not None]
    return Precision(
        sample,
        _share("all", [said for _, said in there]),
        _by(there, lambda x: x.kind),
        _by(there, lambda x: x.status.value),
        len(sample.drawn) - len(there),
    )


_UNSURE, _UNJUDGED = "unsure", "unjudged"


def _is_right(entry: Entry) -> bool | str:
    """Whether people say that an entry is right; that they are unsure, or said nothing."""
    if entry.review is Review.UNSURE:
        return _UNSURE
    if entry.review is Review.REJECTED or entry.amended:
        return False
    return True if entry.review is Review.ACCEPTED else _UNJUDGED


def _by(there: Collection[tuple[Drawn, bool | str]], name: Callable[[Drawn], str]) -> tuple[Share, ...]:
    groups: Mapping[str, list[bool | str]] = {key: [] for key in sorted({name(x) for x, _ in there})}
    for drawn, said in there:
        groups[name(drawn)].append(said)
    return tuple(_share(key, group) for key, group in groups.items())


def _share(name: str, said: Iterable[bool | str]) -> Share:
    found = list(said)
    right, n = found.count(True), found.count(True) + found.count(False)
    low, high = wilson(right, n) if n else (None, None)
    return Share(name, right, n, right / n if n else None, low, high, found.count(_UNSURE), found.count(_UNJUDGED))


def refusal(value: Any) -> str | None:
    """Return what is wrong with a sample from elsewhere, ``None`` where it is one."""
    try:
        sample = _sample(Judgement("", Verdict.SAMPLE, SUBJECT, "", "", value=value))
        whole = all(type(x) is int for x in (sample.seed, sample.n, sample.of))
        texts = all(isinstance(x, str) for d in sample.drawn for x in (d.id, d.anchor, d.kind))
        named = all(isinstance(x, str) for x in sample.kinds)
        return None if whole and texts and named else "its parts are of other kinds"
    except (TypeError, ValueError, KeyError) as error:
        return f"this is no sample ({type(error).__name__}: {error})"
