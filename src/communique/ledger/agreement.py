"""How far two people agree who judged the same entries: the table of both, the share, and Cohen's kappa.

Kappa is the share in which they agree beyond what chance would give, of what chance leaves: 1 where they always agree,
0 where no more than by chance. Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20, 37-46. Its interval is by the standard error of Fleiss, J. L., Cohen, J. and Everitt,
B. S. (1969), Large sample standard errors of kappa and weighted kappa, Psychological Bulletin 72, 323-327.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from communique.ledger import judgements, sampling
from communique.ledger import schema as s
from communique.ledger.judgements import Verdict
from communique.ledger.reviewing import SAID

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

Counts = tuple[tuple[int, ...], ...]
_NOTHING = 1e-12
"""A variance so small is what is left of 0 by rounding."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with its 95 % interval. ``None`` is what cannot be told.

    There is no kappa where both always said one and the same, and no interval where they always agree, or never do:
    the standard error is 0 then, whatever the number.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two people said of the ``n`` entries that both judged, the last word of each that stands.

    ``table`` has a row for each of ``said`` (accept, reject, unsure) as ``one`` said it, and in it a number for each as
    ``other`` said it. ``agreed`` is the share of the entries of which they said the same.
    """

    one: str
    other: str
    n: int
    agreed: float
    kappa: float | None
    low: float | None
    high: float | None
    table: Counts
    said: tuple[Verdict, ...] = SAID


def agreement(ledger: Ledger, sample: str | None = None) -> tuple[Agreement, ...]:
    """Return how far each two people agree, in the order of their names; of two who judged nothing in common nothing.

    With ``sample``, the id of one, only what was drawn in it counts.

    Raises:
        UnknownId: if there is no such sample.
    """
    with ledger._read() as connection:
        said = _said(connection)
        if sample is not None:
            drawn = {e.id for _, e in sampling.entries(connection, sampling.find(connection, sample)) if e is not None}
            numbers = set(connection.scalars(select(s.entry.c.n).where(s.entry.c.id.in_(drawn)))) if drawn else set()
            said = {by: {n: v for n, v in of.items() if n in numbers} for by, of in said.items()}
    found = ((one, other, _table(said[one], said[other])) for one, other in combinations(sorted(said), 2))
    return tuple(_agreement(one, other, table) for one, other, table in found if any(map(any, table)))


def _said(connection: Connection) -> dict[str, dict[int, Verdict]]:
    """What each person said of each entry (by row number), the last that stands."""
    c, account = s.judgement.c, s.account.c
    query = select(c.id, c.by, c.verdict, account.entry).join(s.account, account.id == c.anchor)
    query = query.where(c.verdict.in_(SAID), c.other.is_(None), c.subject.not_like("%/%")).order_by(c.n)
    gone = judgements.undone(connection)
    out: dict[str, dict[int, Verdict]] = defaultdict(dict)
    for r in connection.execute(query):
        if r.id not in gone:
            out[r.by][r.entry] = Verdict(r.verdict)
    return out


def _table(one: Mapping[int, Verdict], other: Mapping[int, Verdict]) -> Counts:
    both = [(one[n], other[n]) for n in one.keys() & other.keys()]
    return tuple(tuple(both.count((a, b)) for b in SAID) for a in SAID)


def _agreement(one: str, other: str, table: Counts) -> Agreement:
    n = sum(map(sum, table))
    found = kappa(table)
    agreed = sum(table[i][i] for i in range(len(table))) / n
    return Agreement(one, other, n, agreed, found.value, found.low, found.high, table)


def kappa(table: Sequence[Sequence[int]], level: float = 0.95) -> Kappa:
    """Return Cohen's kappa of a square table of counts, the rows one person's, the columns another's.

    With p the shares, r and c the sums of its rows and columns, o the share agreed and e the one by chance, kappa is
    (o - e) / (1 - e), and n (1 - e)^4 times its variance is the sum over i of p_ii ((1 - e) - (r_i + c_i)(1 - o))^2,
    plus (1 - o)^2 times that over i and j that differ of p_ij (c_i + r_j)^2, less (o e - 2 e + o)^2.

    >>> found = kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.676, 0.505, 0.848)
    """
    n = sum(map(sum, table))
    if not n:
        return Kappa(None, None, None)
    places = range(len(table))
    p = [[x / n for x in row] for row in table]
    rows, columns = [sum(row) for row in p], [sum(row[i] for row in p) for i in places]
    agreed, chance = sum(p[i][i] for i in places), sum(rows[i] * columns[i] for i in places)
    if agreed == 1 and sum(x > 0 for row in table for x in row) == 1:
        return Kappa(None, None, None)
    value = (agreed - chance) / (1 - chance)
    same = sum(p[i][i] * ((1 - chance) - (rows[i] + columns[i]) * (1 - agreed)) ** 2 for i in places)
    apart = sum(p[i][j] * (columns[i] + rows[j]) ** 2 for i in places for j in places if i != j)
    variance = same + (1 - agreed) ** 2 * apart - (agreed * chance - 2 * chance + agreed) ** 2
    if variance < _NOTHING:
        return Kappa(value, None, None)
    half = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(variance / n) / (1 - chance) ** 2
    return Kappa(value, max(-1.0, value - half), min(1.0, value + half))
