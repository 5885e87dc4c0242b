"""Plan told from deed: ``python benchmarks/status.py tests/status/open.jsonl [--errors]``.

Each line is a sentence with the status of one engagement, whose word (``trigger``) and kind are given
(``tests/status/README.md``). Two figures: the *verdict* on the given word, as every part of the reading asks for
it; and the *whole read*, where the engagement has first to be found among those that ``communique read`` gives
for the sentence: evidence that covers the word, of the same kind if possible, one not found counts as wrong.
A status is right if it is the label or the second label. Nothing of this kind is published for other systems:
PETRARCH2 gives "met", "will meet", "may meet" and "invited" one code.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from communique.intake import report_from_text
from communique.reading.engagements.anchoring import Anchors
from communique.reading.engagements.timing import coming_tokens
from communique.reading.lexicon import lexicon
from communique.reading.pairs.code import read_tree
from communique.reading.read import read
from communique.reading.statements.voices import direction
from communique.reading.status import Judge
from communique.reading.times import find_times
from communique.records import Engagement

ASKED = 92.0
_ALIKE = frozenset("visit meeting talks summit call".split())

Row = dict[str, Any]


def place_of(row: Row) -> tuple[int, int]:
    """Return the characters of the word that is asked about."""
    found = re.search(r"(?<!\w)" + re.escape(row["trigger"]) + r"(?!\w)", row["sentence"])
    assert found is not None, row["id"]
    return found.span()


def verdict(row: Row) -> str:
    """Return the status of the given word, with the sentence's times read against the day of publication.

    Where the word names an act about the engagement that is asked about ("invited", of a visit), what it promises.
    """
    tree, lex = read_tree(row["sentence"]), lexicon()
    start, _ = place_of(row)
    token = next(i for i in range(len(tree.words)) if tree.idx[i] <= start < tree.end(i))
    published = date.fromisoformat(row["published"])
    times = find_times(tree.text, published, direction=direction(tree))
    judge = Judge(tree, lex, coming_tokens(Anchors(tree), times, published), (0, 0))
    senses = (lex.verbs if tree.is_verb(token) else lex.nouns).get(tree.lemmas[token], ())
    kinds = {pattern.sense.kind for pattern in senses}
    about = row["kind"] not in kinds and bool(kinds) and not kinds & _ALIKE
    return (judge.promised(token) if about else judge.verdict(token)).status.value


def whole(row: Row) -> str:
    """Return the status of the engagement that the whole read finds at the word, ``""`` if it finds none."""
    report = report_from_text(row["sentence"], published=row["published"])
    start, end = place_of(row)
    found = [e for e in read(report).engagements if any(x.start <= start and end <= x.end for x in e.evidence)]

    def fit(e: Engagement) -> tuple[bool, bool, bool, int]:
        alike = e.kind == row["kind"] or {e.kind, row["kind"]} <= _ALIKE
        named = row["trigger"].lower()[:4] in e.why.lower()
        return e.kind != row["kind"], not alike, not named, min(x.end - x.start for x in e.evidence)

    return min(found, key=fit).status.value if found else ""


def show(name: str, answers: list[str], rows: list[Row], errors: bool) -> None:
    """Print the share right, over all and by status, and how many a held label got among all others."""
    right = [a in (r["status"], r["other"]) for a, r in zip(answers, rows, strict=True)]
    print(f"{name:18} {100 * sum(right) / len(rows):5.1f} % of {len(rows)} right   (asked: {ASKED})")
    labels = Counter(r["status"] for r in rows)
    for status, n in sorted(labels.items()):
        hits = sum(ok for ok, r in zip(right, rows, strict=True) if r["status"] == status)
        print(f"  {status:12} {100 * hits / n:5.1f} % of {n}")
    unreal = [a for a, r in zip(answers, rows, strict=True) if not {r["status"], r["other"]} & {"held", "ongoing"}]
    taken = sum(a in ("held", "ongoing") for a in unreal)
    print(f"  no deed, taken for one: {taken} of {len(unreal)}; no engagement found: {answers.count('')}")
    if errors:
        for answer, ok, row in zip(answers, right, rows, strict=True):
            if not ok:
                print(f"  {row['id']} {row['status']} <- {answer or '-'}: {row['trigger']} in: {row['sentence']}")


def main() -> None:
    """Read the arguments, measure both, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every sentence that is wrong")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.suite.read_text(encoding="utf-8").splitlines()]
    show("verdict", [verdict(r) for r in rows], rows, options.errors)
    show("whole read", [whole(r) for r in rows], rows, options.errors)


if __name__ == "__main__":
    main()
