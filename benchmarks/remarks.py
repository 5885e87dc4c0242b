"""Whom the remarks of official tables name as met: ``python -m benchmarks.remarks [PATH] [--errors]``.

PATH is the folder with the tables of the Office of the Historian, ``travels`` and ``visits``. Two measures, of which
neither asks the reader what is right:

- By hand: 150 remarks drawn at random from those that have "with" (``benchmarks/gold/remarks.jsonl``, offsets into
  the remark), with every partner of a meeting marked: named persons, others (officials, offices, bodies), and those
  whom the person of the row only accompanied, who count for nothing.
- By the plain form of "Met with President X and Foreign Minister Y": up to the first full stop, semicolon, second verb
  or subordinate phrase, each title of a short list with the capitalised words after it is a partner who is named.

A partner is found where an engagement of the remark in which the row's own person takes part, a meeting or the like,
has a participant who is mentioned there. A participant is right who is mentioned at any partner.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.commands.tabled import rows_in
from communique.intake import Report
from communique.intake.rows.layout import preset
from communique.intake.rows.report import fields_of, row_of
from communique.reading.engagements.drafts import TOGETHER
from communique.reading.rows.record import read_row
from communique.reading.rows.whys import is_by_columns
from communique.records import Record, Span

GOLD = Path(__file__).parent / "gold" / "remarks.jsonl"
OFFICIAL = Path(__file__).parents[1].parent / "shared" / "data" / "official"
TABLES = (("travels", "us-travels"), ("visits", "us-visits"))
TITLES = (
    "President", "President-elect", "Vice President", "Prime Minister", "Deputy Prime Minister", "Foreign Minister",
    "Foreign Secretary", "Defense Minister", "Chancellor", "Premier", "King", "Queen", "Crown Prince", "Prince",
    "Emperor", "Emir", "Amir", "Sultan", "Shah", "Sheikh", "Pope", "Chairman", "Secretary General", "Secretary-General",
    "Ambassador",
)  # fmt: skip
_WORD = r"(?:(?:al|el|bin|ibn|van|von|de|da|di|du|dos|ben)[ -])*(?:al-|el-|O’|d’)?[A-Z][\w’'-]+"
_ENDS = re.compile(
    r"[.;](?=\s|$)|,? and (?:then )?[a-z]+ed\b|,? and (?:made|led|paid|gave)\b"
    r"| (?:to|while|during|en route|after|before|in advance|concerning|at|hosted) "
)
NAMED = re.compile(rf"\b(?:{'|'.join(sorted(TITLES, key=len, reverse=True))})s? (?P<name>{_WORD}(?: {_WORD})*)")


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of a row: where it stands in the row's text, and the record of the row."""

    row: str
    at: Span
    record: Record

    @property
    def text(self) -> str:
        """Its words."""
        return self.record.report.text[self.at.start : self.at.end]

    def met(self) -> list[tuple[str, list[Span]]]:
        """Return who is read to have met the row's own person, with where in the remark they are mentioned."""
        columns = next(e for e in self.record.engagements if is_by_columns(e.why))
        own = {p.actor for p in columns.participants}
        acts = [e for e in self.record.engagements if e.kind in TOGETHER and not is_by_columns(e.why)]
        ids = [p.actor for e in acts if own & {p.actor for p in e.participants} for p in e.participants]
        found = [(self.record.actor(id).name, self.mentions(id)) for id in dict.fromkeys(ids) if id not in own]
        return [(name, spans) for name, spans in found if spans]

    def mentions(self, id: str) -> list[Span]:
        """Return where in the remark an actor is mentioned."""
        inside = (m for m in self.record.actor(id).mentions if self.at.contains(m))
        return [Span(m.start - self.at.start, m.end - self.at.start) for m in inside]


def reports(folder: Path) -> Iterator[tuple[Report, Span]]:
    """Yield the rows that have remarks, with where these stand."""
    for name, layout in TABLES:
        for row in rows_in(str(folder / name), preset(layout)):
            if isinstance(row, Report):
                fields = fields_of(*row_of(row.raw))
                if "remarks" in fields:
                    yield row, fields["remarks"][1]


def overlap(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    """Return whether any two have a character in common."""
    others = list(others)
    return any(a.overlaps(b) for a in spans for b in others)


def by_hand(found: Iterable[Remark], errors: bool) -> None:
    """Print how many of the partners marked by hand are found, and how many of those found are partners."""
    gold = {row["row"]: row for row in map(json.loads, GOLD.read_text("utf-8").splitlines())}
    hits = dict.fromkeys(("named", "others"), 0)
    marked = dict.fromkeys(("named", "others"), 0)
    right = told = read = 0
    for remark in found:
        met, row = remark.met(), gold[remark.row]
        spans = {key: [Span(*x) for x in row.get(key, ())] for key in ("named", "others", "company")}
        read += 1
        missed = list[str]()
        for key in hits:
            there = [s for s in spans[key] if overlap([s], [m for _, some in met for m in some])]
            hits[key] += len(there)
            marked[key] += len(spans[key])
            missed += [remark.text[s.start : s.end] for s in spans[key] if s not in there]
        judged = [(name, some) for name, some in met if not overlap(some, spans["company"])]
        wrong = [name for name, some in judged if not overlap(some, spans["named"] + spans["others"])]
        told += len(judged)
        right += len(judged) - len(wrong)
        if errors and (missed or wrong):
            print(f"  {remark.row}: {remark.text}\n     missed {missed}, wrong {wrong}")
    print(f"{read} remarks marked by hand: {sum(marked.values())} partners")
    for key in hits:
        print(f"  {key:7} {hits[key]:4} of {marked[key]:4} found  R {100 * hits[key] / max(1, marked[key]):5.1f}")
    print(f"  partners that are read: {right} of {told} right  P {100 * right / max(1, told):5.1f}")


def by_form(found: Iterable[Remark], errors: bool) -> None:
    """Print how many of the partners are found who are named in the plain form."""
    remarks = hits = asked = 0
    for remark in found:
        said = _ENDS.split(remark.text)[0]
        names = [Span(m.start("name"), m.end("name")) for m in NAMED.finditer(said)]
        met = [m for _, some in remark.met() for m in some]
        remarks += 1
        asked += len(names)
        missed = [s for s in names if not overlap([s], met)]
        hits += len(names) - len(missed)
        if errors and missed:
            print(f"  {remark.row}: {remark.text}\n     missed {[remark.text[s.start : s.end] for s in missed]}")
    print(f"{remarks} remarks of the form 'Met with': {asked} partners named by title")
    print(f"  {hits} found  R {100 * hits / max(1, asked):.1f}")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=OFFICIAL, help="the folder with the tables")
    parser.add_argument("--errors", action="store_true", help="print every remark with a partner missed or wrong")
    options = parser.parse_args()
    if not options.path.is_dir():
        parser.error(f"{options.path} is not there: give the folder with travels and visits")
    gold = {json.loads(line)["row"] for line in GOLD.read_text("utf-8").splitlines()}
    rows = list(reports(options.path))
    marked = [Remark(r.info.id, at, read_row(r)) for r, at in rows if r.info.id in gold]
    by_hand(marked, options.errors)
    plain = [(r, at) for r, at in rows if r.info.text.startswith("Met with ", at.start)]
    by_form((Remark(r.info.id, at, read_row(r)) for r, at in plain), options.errors)


if __name__ == "__main__":
    main()
