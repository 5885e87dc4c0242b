"""CoNLL-U in and out: the lines of a sentence, its words, and the blanks between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.language.shapes import Gap

COLUMNS = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")


@dataclass(slots=True)
class Sentence:
    """One sentence: comment lines, all token lines as columns, and which of them are words.

    ``gaps`` says what stands before each word (:class:`~communique.language.shapes.Gap`).
    ``opens`` is ``"doc"``, ``"par"`` or ``""`` by the comments.
    """

    comments: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    first_line: int = 0

    @property
    def opens(self) -> str:
        """``"doc"`` or ``"par"`` where the sentence opens one, else the empty string."""
        if any(c.startswith("# newdoc") for c in self.comments):
            return "doc"
        return "par" if any(c.startswith("# newpar") for c in self.comments) else ""

    def column(self, name: str) -> list[str]:
        """Return one column, for words only."""
        index = COLUMNS.index(name)
        return [self.rows[i][index] for i in self.words]

    def comment(self, key: str) -> str | None:
        """Return the value of ``# key = value``, or ``None``."""
        for line in self.comments:
            name, _, value = line[1:].partition("=")
            if name.strip() == key:
                return value.strip()
        return None


def read(lines: Iterable[str]) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file.

    Raises:
        ValueError: names the line that has not ten columns or a bad identifier.
    """
    sentence = Sentence(first_line=1)
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            if sentence.rows:
                yield _finish(sentence)
            sentence = Sentence(first_line=number + 1)
        elif line.startswith("#") and not sentence.rows:
            sentence.comments.append(line)
        else:
            _add_row(sentence, line, number)
    if sentence.rows:
        yield _finish(sentence)


def _add_row(sentence: Sentence, line: str, number: int) -> None:
    columns = line.split("\t")
    if len(columns) != len(COLUMNS):
        raise ValueError(f"line {number}: {len(columns)} columns, CoNLL-U has {len(COLUMNS)}, divided by tabs")
    identifier = columns[0]
    if identifier.isdigit():
        sentence.words.append(len(sentence.rows))
    elif not identifier.replace("-", "").replace(".", "").isdigit():
        raise ValueError(f"line {number}: {identifier!r} is no token number")
    sentence.rows.append(columns)


def _finish(sentence: Sentence) -> Sentence:
    """Work out the gap before every word from ``SpaceAfter`` of the words and multiword tokens."""
    after: dict[int, int] = {}
    for row in sentence.rows:
        first, _, last = row[0].partition("-")
        closed = int(Gap.NONE) if "SpaceAfter=No" in row[9] else int(Gap.BLANK)
        if last:
            for inner in range(int(first), int(last)):
                after[inner] = int(Gap.NONE)
            after[int(last)] = closed
        elif first.isdigit():
            after.setdefault(int(first), closed)
    start = int(Gap.BREAK) if sentence.opens else int(Gap.BLANK)
    sentence.gaps = [start] + [after.get(i + 1, int(Gap.BLANK)) for i in range(len(sentence.words) - 1)]
    return sentence


def write(sentence: Sentence) -> str:
    """Return the sentence as CoNLL-U text, ended by an empty line."""
    body = ["\t".join(row) for row in sentence.rows]
    return "\n".join([*sentence.comments, *body, "", ""])
