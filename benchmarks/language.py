"""Scores of the language core beside their references: ``python benchmarks/language.py [--data ../shared/data]``.

Gold words: UPOS, UFeats, lemma, UAS and LAS (relations without subtypes, as the CoNLL 2018
evaluation counts), names by exact span. Raw text: words and sentences by their characters.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from communique.language import conllu, names
from communique.language.core import analyse
from communique.language.model import shipped
from communique.text import Segment, SegmentKind, TextLayer

REFERENCES = {
    "ewt": "LAS on test: UDPipe 2 92.4, Stanza (raw) 86.8, first MiniLM joint model 86.7, spaCy CNN 80.8",
    "gum": "LAS on test: UDPipe 2 92.1, Stanza (raw) 88.2, first MiniLM joint model 85.5, spaCy CNN 80.6",
    "uner": "F1 on test: XLM-R 86.0 (reported), first MiniLM joint model 72.7, spaCy CNN 64.8",
}


def f1(right: int, predicted: int, gold: int) -> str:
    """Precision, recall and F1 in per cent."""
    p, r = right / max(1, predicted), right / max(1, gold)
    return f"P {100 * p:5.2f} R {100 * r:5.2f} F1 {200 * p * r / max(1e-9, p + r):5.2f}"


def score_trees(path: Path) -> None:
    """Print tags and trees on gold words."""
    model, count = shipped(), Counter[str]()
    with path.open(encoding="utf-8") as lines:
        for gold in conllu.read(lines):
            found = model.read(gold.column("form"), gold.gaps, split=False)
            count["words"] += len(found.forms)
            rows = zip(
                *(gold.column(c) for c in ("upos", "feats", "lemma", "head", "deprel")),
                found.upos, found.feats, found.lemmas, found.heads, found.deprels, strict=True,
            )  # fmt: skip
            for u, f, m, h, d, u2, f2, m2, h2, d2 in rows:
                count["UPOS"] += u == u2
                count["UFeats"] += f == f2
                count["lemma"] += m in (m2, "_")
                count["UAS"] += int(h) == h2
                count["LAS"] += int(h) == h2 and d.split(":")[0] == d2.split(":")[0]
                count["LAS+sub"] += int(h) == h2 and d == d2
    n = count.pop("words")
    print(f"  gold words ({n}):", "  ".join(f"{k} {100 * v / n:.2f}" for k, v in count.items()))


def raw_layer(sentences: Sequence[conllu.Sentence]) -> tuple[TextLayer, set[tuple[int, int]], set[tuple[int, int]]]:
    """Build the raw text of a document from its words; return it with word and sentence spans."""
    text, words, spans, segments, opened = "", set(), set(), [], 0
    for sentence in sentences:
        if sentence.opens and text:
            segments.append(Segment(opened, len(text), SegmentKind.BODY))
            text += "\n\n"
            opened = len(text)
        elif text:
            text += " " if sentence.gaps[0] else ""
        start, skip = len(text), 0
        for row in sentence.rows:
            first, _, last = row[0].partition("-")
            if last:
                skip = int(last)
                pieces = [row[1]]
            elif first.isdigit() and int(first) <= skip:
                continue
            elif first.isdigit():
                pieces = [row[1]]
            else:
                continue
            for piece in pieces:
                words.add((len(text), len(text) + len(piece)))
                text += piece
            text += "" if "SpaceAfter=No" in row[9] else " "
        text = text.rstrip(" ")
        spans.add((start, len(text)))
    segments.append(Segment(opened, len(text), SegmentKind.BODY))
    return TextLayer(text, tuple(segments)), words, spans


def score_raw(path: Path) -> None:
    """Print the sentence F1 from raw text."""
    documents: list[list[conllu.Sentence]] = []
    with path.open(encoding="utf-8") as lines:
        for sentence in conllu.read(lines):
            if sentence.opens == "doc" or not documents:
                documents.append([])
            documents[-1].append(sentence)
    count: Counter[str] = Counter()
    for document in documents:
        layer, _, gold = raw_layer(document)
        found = set()
        for s in analyse(layer).sents:
            tokens = [t for t in s if not t.is_space]
            if tokens:
                found.add((tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
        count["right"] += len(found & gold)
        count["found"] += len(found)
        count["gold"] += len(gold)
    print("  raw text, sentences:", f1(count["right"], count["found"], count["gold"]))


def name_rows(lines: Iterable[str], column: int, word: int) -> Iterable[tuple[list[str], list[str]]]:
    """Yield words and labels of the sentences of an IOB2 table."""
    words: list[str] = []
    labels: list[str] = []
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) > column and not line.startswith("#"):
            words.append(cells[word])
            labels.append(cells[column])
        elif words:
            yield words, labels
            words, labels = [], []
    if words:
        yield words, labels


TYPES = {"Person": "PER", "Organization": "ORG", "Location": "LOC"}


def score_names(path: Path) -> None:
    """Print name F1 by type on gold words, sentence by sentence (UNER)."""
    model, count = shipped(), Counter[str]()
    with path.open(encoding="utf-8") as lines:
        for words, labels in name_rows(lines, 2, 1):
            gold = {(a, b, t) for a, b, t in names.spans(labels) if t in TYPES.values()}
            gaps = [2, *(int(_blank_between(words, i)) for i in range(1, len(words)))]
            found = {s for s in names.spans(model.read(words, gaps, split=False).names) if s[2] != "MISC"}
            _count(count, found, gold)
    _print_names(count)


def score_newswire(path: Path) -> None:
    """Print name F1 on world news, read as text: documents put together from their words, spans by characters."""
    count: Counter[str] = Counter()
    for document in newswire(path):
        text, gold, spared = "", set(), []
        segments = []
        for words, labels in document:
            opened, offsets = len(text), []
            for word in with_blanks(words):
                text += word
                offsets.append((len(text) - len(word.lstrip(" ")), len(text)))
            segments.append(Segment(opened, len(text), SegmentKind.BODY))
            text += "\n"
            for a, b, kind in names.spans(labels):
                span = offsets[a][0], offsets[b - 1][1]
                if kind in TYPES:
                    gold.add((*span, TYPES[kind]))
                elif kind == "Facility":
                    spared.append(span)
        ents = {(e.start_char, e.end_char, e.kind) for e in analyse(TextLayer(text, tuple(segments))).ents}
        found = {e for e in ents if e[2] != "MISC" and not any(a < e[1] and e[0] < b for a, b in spared)}
        _count(count, found, gold)
    _print_names(count)


def newswire(path: Path) -> Iterable[list[tuple[list[str], list[str]]]]:
    """Yield documents as lists of sentences; the first line of each, an address, is left out."""
    document: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "# newdoc"]:
        if line.startswith("# newdoc"):
            rows = [r for r in name_rows(document, 1, 0) if not r[0][0].startswith("http")]
            if rows:
                yield rows
            document = []
        else:
            document.append(line + "\n")


def with_blanks(words: list[str]) -> list[str]:
    """Return the words of a sentence, each with the blank that stood before it."""
    return [" " * (i > 0 and _blank_between(words, i)) + word for i, word in enumerate(words)]


_CLOSING = {",", ".", ":", ";", "?", "!", ")", "]", "'s", "’s", "%", "n't", "”", "’"}


def _blank_between(words: list[str], i: int) -> bool:
    """Whether a blank stood before word ``i``: not inside "U.S.", before a stop, or after an opening mark."""
    word, before = words[i], words[i - 1]
    initials = before == "." and len(word) == 1 and word.isupper() and i > 1 and len(words[i - 2]) == 1
    hyphen = "-" in (word, before) and word != before
    return not (word in _CLOSING or before in ("(", "[", "“", "‘", "$") or initials or hyphen)


def _count(count: Counter[str], found: set[tuple[int, int, str]], gold: set[tuple[int, int, str]]) -> None:
    for kind in ("PER", "ORG", "LOC"):
        a, b = {s for s in found if s[2] == kind}, {s for s in gold if s[2] == kind}
        for key in (kind, "all"):
            count[f"{key} r"] += len(a & b)
            count[f"{key} p"] += len(a)
            count[f"{key} g"] += len(b)


def _print_names(count: Counter[str]) -> None:
    for key in ("all", "PER", "ORG", "LOC"):
        print(f"  names {key:3}:", f1(count[f"{key} r"], count[f"{key} p"], count[f"{key} g"]))


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", choices=("ewt", "gum", "names"), default=None)
    args = parser.parse_args()
    train, dev = args.data / "train", args.data / "dev"
    for name, folder in (("ewt", "ud_english_ewt"), ("gum", "gum_open")):
        if args.only in (None, name):
            print(f"{name} dev  [{REFERENCES[name]}]")
            score_trees(train / folder / "dev.conllu")
            score_raw(train / folder / "dev.conllu")
    if args.only in (None, "names"):
        print(f"UNER EWT dev  [{REFERENCES['uner']}]")
        score_names(train / "uner_english_ewt" / "dev.iob2")
        print("Worldwide newswire dev, from text (persons, organisations, places; facility spans not counted)")
        score_newswire(dev / "worldwide_newswire" / "dev.bio.tsv")


if __name__ == "__main__":
    main()
