"""Speakers on a hand-made gold: ``python benchmarks/speakers.py [--data .../polnear/dev.jsonl] [--errors]``.

The gold (``gold/speakers.jsonl``, see the README beside it) says of mentions of speakers in PolNeAR's dev
part which name in the same document is theirs. Each document is analysed once, as ``communique read`` would,
and the actor of the mention's head token is looked up as for the speaker of a statement. Right is

* where the gold has a name: an actor with a mention there (the innermost around it counts);
* where it has none, but the noun that a pronoun stands for: an actor with a mention there, or none;
* where it has neither: no actor, or one that bears no proper name but the mention's own.

With ``--errors`` the wrong ones are listed, with their texts (to the terminal only).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from communique.intake import report_from_text
from communique.language.core import analyse
from communique.language.doc import Doc
from communique.reading.actors import Cast, find_cast
from communique.reading.page.tree import Tree
from communique.reading.statements import find_quotes
from communique.reading.statements.sources import source_at
from communique.reading.statements.view import view_of
from communique.reading.statements.voices import Voices

KINDS = ("pronoun", "surname", "noun phrase", "full name", "organisation")
TARGETS = {"pronoun": 75, "overall": 85}

Place = tuple[int, int]
"""Start and end in characters."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One mention of a speaker, and where its name or at least its noun stands."""

    document: str
    mention: Place
    kind: str
    name: Place | None
    same: Place | None


class Document:
    """A document, its analysis, and the actors of its mentions."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.text: str = row["text"]
        report = report_from_text(self.text, title=row.get("title"))
        if report.layer.text != self.text:
            raise SystemExit(f"{row['id']}: the text read is not the text given, offsets do not fit")
        self.doc: Doc = analyse(report.layer, apart=(report.dateline,) if report.dateline else ())
        self.view = view_of(self.doc, report.layer)
        tree, quotes = Tree(self.doc), find_quotes(self.doc, report.layer)
        cast = find_cast(self.doc, report.layer)
        self.cast: Cast = cast.with_first_person(Voices(tree, quotes, cast).spoken)
        self.voices = Voices(tree, quotes, self.cast)

    def words(self, place: Place) -> str:
        """Return the text of a place."""
        return " ".join(self.text[slice(*place)].split())

    def tokens(self, place: Place) -> list[int]:
        """Return the tokens that begin at a place, or the one it begins in."""
        start, end = place
        inside = [t.i for t in self.doc if start <= t.idx < end]
        return inside or [t.i for t in self.doc if t.idx <= start < t.idx + len(t)]

    def head(self, place: Place) -> int:
        """Return the head of a place: its first token whose own head lies outside."""
        tokens = self.tokens(place)
        return next((i for i in tokens if self.doc[i].head.i not in tokens or self.doc[i].head.i == i), tokens[0])

    def speaker(self, mention: Place) -> str | None:
        """Return the actor that a statement with this source would have."""
        return self.voices.actor_of(source_at(self.view, self.head(mention)).refers)

    def named_elsewhere(self, actor: str, mention: Place) -> bool:
        """True for an actor with a proper name that is not in the words of a mention."""
        own = {self.doc[i].lower for i in self.tokens(mention)}
        names = (self.doc[m.head].lower for m in self.cast.mentions if m.actor == actor and m.kind == "name")
        return any(name not in own for name in names)

    def is_right(self, gold: Gold, actor: str | None) -> bool:
        """True where an actor, or none, is what the gold has for a mention."""
        at = gold.name or gold.same
        if actor is None:
            return gold.name is None
        if at is None:
            return not self.named_elsewhere(actor, gold.mention)
        return any(self.cast.at(token) == actor for token in self.tokens(at))

    def error(self, gold: Gold, actor: str | None) -> str:
        """Return a line on a wrong answer."""
        at = gold.name or gold.same
        given = self.cast.get(actor).name if actor else "unknown"
        wanted = self.words(at) if at else "nobody who is named"
        start, end = gold.mention
        return f"  {gold.document} {start}-{end} {gold.kind}: {self.words(gold.mention)} -> {given} [{wanted}]"


def place(pair: list[int] | None) -> Place | None:
    """Return a pair of the gold as start and end."""
    return (pair[0], pair[1]) if pair else None


def read_gold(path: Path) -> list[Gold]:
    """Return the gold in the order of its documents."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    gold = [Gold(r["id"], (r["start"], r["end"]), r["kind"], place(r["name"]), place(r.get("same"))) for r in rows]
    return sorted(gold, key=lambda g: (g.document, g.mention))


def read_documents(path: Path) -> dict[str, dict[str, Any]]:
    """Return the documents of a JSON Lines file by their ids."""
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, lines)}


def score(gold: list[Gold], rows: dict[str, dict[str, Any]], errors: bool) -> Counter[str]:
    """Return how many mentions there are and how many are right, by kind and by what the gold has."""
    counts: Counter[str] = Counter()
    for name, mentions in groupby(gold, key=lambda g: g.document):
        document = Document(rows[name])
        for one in mentions:
            actor = document.speaker(one.mention)
            right = document.is_right(one, actor)
            for group in ("overall", one.kind, "named" if one.name else "not named"):
                counts[group] += 1
                counts[f"right {group}"] += right
            if errors and not right:
                print(document.error(one, actor))
    return counts


def show(counts: Counter[str]) -> None:
    """Print the table."""
    print(f"{'speakers':14} {'gold':>5} {'right':>6} {'%':>6}   target")
    for group in (*KINDS, "named", "not named", "overall"):
        gold, right = counts[group], counts[f"right {group}"]
        target = TARGETS.get(group, "")
        print(f"{group:14} {gold:5} {right:6} {100 * right / max(1, gold):6.1f}   {target}".rstrip())


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path(__file__).parent / "gold" / "speakers.jsonl")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev/polnear/dev.jsonl"))
    parser.add_argument("--errors", action="store_true", help="list the wrong ones")
    options = parser.parse_args()
    show(score(read_gold(options.gold), read_documents(options.data), options.errors))


if __name__ == "__main__":
    main()
