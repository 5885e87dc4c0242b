"""Who is the same, and what: ``python benchmarks/resolution.py [--half PART] [--errors]``.

Pairs of actors and pairs of accounts, as two reports would give them (``benchmarks/gold/README.md``). A pair counts as
joined if the comparison says that the two are the same; unsure is not joined. Pairwise precision, recall and F1, with
what was asked beside it. Nothing of this kind is published for other event coders: they join nothing across reports.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from communique.ledger.resolution import actors, engagements
from communique.ledger.resolution.likeness import Likeness, Verdict
from communique.ledger.resolution.names import keys
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile
from communique.ledger.views import Account, ActorRef, Appearance, Party, ReportRef
from communique.records import ActorKind, Evidence, Part, Place, Plover, Role, Status, When

GOLD = Path(__file__).parent / "gold"
Row = dict[str, Any]


def profile(side: Row | list[Row], id: str) -> Profile:
    """Return the profile of an actor of the gold, of one appearance or of several."""
    found = [_appearance(row, f"{id}{n}") for n, row in enumerate(side if isinstance(side, list) else [side])]
    return reduce(Profile.joined, map(Profile.of, found))


def _appearance(row: Row, id: str) -> Appearance:
    nowhere = Evidence(0, 0, "")
    roles = tuple(
        Role(r["title"], nowhere, r.get("body"), r.get("country"), r.get("former", False)) for r in row["roles"]
    )
    report = ReportRef(id, None, row["published"], None, None, id)
    kind = ActorKind(row["kind"])
    return Appearance(f"{id}/a1", report, kind, row["name"], row["country"], tuple(row["aliases"]), roles)


def outline(side: Row | list[Row], id: str) -> Outline:
    """Return the outline of an engagement of the gold, of one account or of several."""
    rows = side if isinstance(side, list) else [side]
    return reduce(Outline.joined, (Outline.of(account(row, id)) for row in rows))


def account(row: Row, id: str) -> Account:
    """Return an account of the gold; a party's name is its id."""
    report = ReportRef(f"{id}-{row['report']}", None, row["published"], None, None, f"{id}-{row['report']}")
    parties = tuple(
        Party(ActorRef(p["name"], ActorKind(p["kind"]), p["name"], p["country"]), Part(p["part"]))
        for p in row["parties"]
    )
    place = row["place"]
    return Account(
        f"{report.id}/e1", report, row["kind"], Status(row["status"]), parties, Plover(""), "", (), 0.9, "",
        time=When(row["time"]) if row["time"] else None,
        place=Place(place["name"], place["country"], place["lat"], place["lon"]) if place else None,
    )  # fmt: skip


def compare_actors(row: Row) -> Likeness:
    """Compare the two actors of a line; two that share no key are never compared."""
    a, b = profile(row["a"], "ra"), profile(row["b"], "rb")
    found = actors.compare(a, b)
    return found if keys(a) & keys(b) else Likeness(Verdict.DIFFERENT, 0.0, f"no key in common ({found.verdict})")


def compare_accounts(row: Row) -> Likeness:
    """Compare the two accounts of a line; two that share no key are never compared."""
    a, b = outline(row["a"], row["id"]), outline(row["b"], row["id"])
    found = engagements.compare(a, b)
    shared = engagements.keys(a) & engagements.keys(b)
    return found if shared else Likeness(Verdict.DIFFERENT, 0.0, f"no key in common ({found.verdict})")


def measure(name: str, rows: Sequence[Row], compare: Callable[[Row], Likeness], asked: float, errors: bool) -> None:
    """Print precision, recall and F1 of joining, and the errors if wanted."""
    found = [compare(r) for r in rows]
    joined = [x.verdict is Verdict.SAME for x in found]
    hits = sum(j and r["same"] for j, r in zip(joined, rows, strict=True))
    precision = hits / max(1, sum(joined))
    recall = hits / max(1, sum(r["same"] for r in rows))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    unsure = sum(x.verdict is Verdict.UNSURE for x in found)
    print(
        f"{name:18} {len(rows):4} pairs  P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"
        f"   (asked: {100 * asked:.0f})   unsure: {unsure}"
    )
    for x, j, r in zip(found, joined, rows, strict=True):
        if errors and j != r["same"]:
            print(f"  {r['id']} {'same' if r['same'] else 'different'}, taken for {x.verdict}: {x.why} [{r['note']}]")
            print(f"     {_short(r['a'])}\n     {_short(r['b'])}")


def _short(side: Row | list[Row]) -> str:
    if isinstance(side, list):
        return " + ".join(map(_short, side))
    row = side
    return json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", help="only this part: tune, held, chains, second")
    parser.add_argument("--errors", action="store_true", help="print every pair that is wrong")
    options = parser.parse_args()
    sets = (
        ("actors", compare_actors, 0.95, "actor_pairs"),
        ("engagements", compare_accounts, 0.85, "engagement_pairs"),
    )
    for name, compare, asked, file in sets:
        paths = sorted(GOLD.glob(f"{file}*.jsonl"))
        rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
        halves = dict.fromkeys(r["half"] for r in rows)
        for half in (options.half,) if options.half else halves:
            measure(f"{name}, {half}", [r for r in rows if r["half"] == half], compare, asked, options.errors)


if __name__ == "__main__":
    main()
