"""The training corpora, read into one form: documents of sentences with partial labels.

A label of -100 is not known and gives no loss. For names, a word outside every name is ``O``
or, where its corpus does not annotate a type, one of the types it may hide (:data:`HIDES`).
"""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from communique.language import conllu, lemmas
from communique.language.attributions import ROLES
from communique.language.shapes import Gap, gap_of
from communique.language.tokens import Token, tokenize

UNKNOWN = -100
NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
OUTSIDE_OR_MISC = -1
"""Label of a word that is in no person, organisation or place, in a corpus without MISC."""


@dataclass(slots=True)
class Example:
    """One sentence, or a paragraph where the corpus divides no further.

    Tree fields are empty where the corpus has no trees. ``says`` holds, for every attribution, its
    cue's main word and the part (:data:`ROLES`) every word has in it; ``None`` where the corpus
    has no attributions.
    """

    words: list[str]
    gaps: list[int]
    names: list[int]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    says: list[tuple[int, list[int]]] | None = None
    opens: str = ""
    splits: bool = True


Document = list[Example]


def treebank(path: Path, names: Path | None = None, from_entities: bool = False) -> list[Document]:
    """Return the documents of a UD file; names from an IOB2 file or from GUM's ``Entity=``."""
    by_id = iob2(names) if names else {}
    documents: list[Document] = []
    with path.open(encoding="utf-8") as lines:
        for sentence in conllu.read(lines):
            words = sentence.column("form")
            labels = [UNKNOWN] * len(words)
            found = by_id.get(sentence.comment("sent_id") or "")
            if found and found[0] == words:
                labels = found[1]
            elif from_entities:
                labels = gum_names(sentence)
            example = Example(
                words=words,
                gaps=sentence.gaps,
                names=labels,
                upos=sentence.column("upos"),
                xpos=sentence.column("xpos"),
                feats=sentence.column("feats"),
                scripts=[lemmas.script_of(a, b) for a, b in zip(words, sentence.column("lemma"), strict=True)],
                heads=[int(h) for h in sentence.column("head")],
                deprels=sentence.column("deprel"),
                opens=sentence.opens,
            )
            if sentence.opens == "doc" or not documents:
                documents.append([])
            documents[-1].append(example)
    return documents


def iob2(path: Path) -> dict[str, tuple[list[str], list[int]]]:
    """Return words and labels of a UNER file by sentence id."""
    found: dict[str, tuple[list[str], list[int]]] = {}
    words: list[str] = []
    labels: list[int] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            words, labels = [], []
            found[line.split("=", 1)[1].strip()] = (words, labels)
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            words.append(columns[1])
            labels.append(NAMES.index(columns[2]) if columns[2] in NAMES[1:] else OUTSIDE_OR_MISC)
    return found


_TITLES = frozenset(
    "mr mrs ms miss dr prof professor president senator sen rep gov governor king queen prince princess sir lord lady "
    "general gen colonel col captain capt lieutenant lt major sergeant sgt minister chancellor pope saint st judge "
    "justice secretary congressman congresswoman representative ambassador father reverend rev uncle aunt sultan "
    "emperor empress tsar sheikh imam duke duchess count baron archbishop bishop cardinal".split()
)


def gum_names(sentence: conllu.Sentence) -> list[int]:
    """Derive names from GUM's entities: the run of proper nouns around the head of a person, organisation or place.

    Proper nouns outside such a run are unknown, not outside: GUM's types are wider than ours.
    """
    upos, forms = sentence.column("upos"), sentence.column("form")
    labels = [UNKNOWN if tag == "PROPN" else OUTSIDE_OR_MISC for tag in upos]
    for kind, start, end in _gum_spans(sentence.column("misc")):
        label = {"person": "PER", "organization": "ORG", "place": "LOC"}.get(kind)
        head = _head_of(sentence, start, end)
        if label is None or upos[head] != "PROPN":
            continue
        first = last = head
        while first > start and upos[first - 1] == "PROPN":
            first -= 1
        while last + 1 < end and upos[last + 1] == "PROPN":
            last += 1
        while first < last and forms[first].lower().rstrip(".") in _TITLES:
            first += 1
        if all(labels[i] in (UNKNOWN, OUTSIDE_OR_MISC) for i in range(first, last + 1)):
            for i in range(first, last + 1):
                labels[i] = NAMES.index(("B-" if i == first else "I-") + label)
    return labels


def _gum_spans(misc: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    open_spans: list[tuple[str, str, int]] = []
    for i, cell in enumerate(misc):
        match = re.search(r"(?:^|\|)Entity=([^|]+)", cell)
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", match.group(1)) if match else ():
            parts = mark.strip("()").split("-")
            if mark.startswith("("):
                if mark.endswith(")"):
                    yield parts[1], i, i + 1
                else:
                    open_spans.append((parts[0], parts[1], i))
            else:
                for j in range(len(open_spans) - 1, -1, -1):
                    if open_spans[j][0] == parts[0]:
                        _, kind, start = open_spans.pop(j)
                        yield kind, start, i + 1
                        break


def _head_of(sentence: conllu.Sentence, start: int, end: int) -> int:
    heads = [int(h) for h in sentence.column("head")]
    return next((i for i in range(start, end) if not start < heads[i] <= end), start)


def _plain(words: list[str], labels: list[int], splits: bool = True) -> Example:
    gaps = [int(Gap.BREAK)] + [
        int(Gap.NONE if w in {",", ".", ";", ":", "?", "!", ")", "'s", "’s"} or p == "(" else Gap.BLANK)
        for p, w in itertools.pairwise(words)
    ]
    return Example(words=words, gaps=gaps, names=labels, opens="par", splits=splits)


_CROSSNER = {
    "politician": "PER",
    "person": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "LOC",
    "location": "LOC",
    "election": "MISC",
    "event": "MISC",
    "misc": "MISC",
}


def crossner(path: Path) -> list[Document]:
    """Return CrossNER politics, a document a sentence."""
    documents: list[Document] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
        if rows:
            labels = [0 if t == "O" else NAMES.index(t[:2] + _CROSSNER[t[2:]]) for _, t in rows]
            documents.append([_plain([w for w, _ in rows], labels)])
    return documents


_ADJECTIVE = re.compile(r"^[A-Z]\w*(ian|ean|ish|ese|can|man|ch|aeli|aqi|ani|sh|ssian|iss|rab|reek|utch|tal|lic)s?$")


def redocred(path: Path) -> list[Document]:
    """Return Re-DocRED; adjectives of nationality, which it calls places, are left unknown."""
    documents: list[Document] = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        labels = [[0] * len(sentence) for sentence in item["sents"]]
        for entity in item["vertexSet"]:
            for mention in entity:
                start, end = mention["pos"]
                kind, row = mention["type"], labels[mention["sent_id"]]
                adjective = kind == "LOC" and end - start == 1 and _ADJECTIVE.match(mention["name"])
                for i in range(start, min(end, len(row))):
                    if kind in ("PER", "ORG", "LOC", "MISC"):
                        row[i] = UNKNOWN if adjective else NAMES.index(("B-" if i == start else "I-") + kind)
        documents.append([_plain(s, row) for s, row in zip(item["sents"], labels, strict=True)])
    return documents


_WORD = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|\w+|[^\w\s]")


def re3d(folder: Path) -> list[Document]:
    """Return re3d; 'Person' there holds offices too, so only capitalised names without a title count."""
    documents: list[Document] = []
    for source in sorted(folder.iterdir()):
        if not (source / "documents.json").exists():
            continue
        spans: dict[str, list[tuple[int, int, str]]] = {}
        for line in (source / "entities.json").read_text(encoding="utf-8").splitlines():
            entity = json.loads(line)
            spans.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], entity["type"]))
        for line in (source / "documents.json").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            documents.append(_re3d_paragraphs(item["text"], spans.get(item["_id"], [])))
    return documents


def _re3d_paragraphs(text: str, spans: list[tuple[int, int, str]]) -> Document:
    paragraphs: Document = []
    for paragraph in re.finditer(r"[^\n]+", text):
        tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, paragraph.start(), paragraph.end())]
        if not tokens:
            continue
        labels = [OUTSIDE_OR_MISC] * len(tokens)
        for begin, end, kind in spans:
            inside = [i for i, (_, a, b) in enumerate(tokens) if a >= begin and b <= end]
            label = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}.get(kind)
            proper = bool(inside) and all(tokens[i][0][0].isupper() or tokens[i][0] in "of-.'" for i in inside)
            for i in inside:
                if label and proper and not (label == "PER" and len(inside) > 4):
                    labels[i] = NAMES.index(("B-" if i == inside[0] else "I-") + label)
                elif label or kind == "Nationality":
                    labels[i] = UNKNOWN
        example = _plain([t for t, _, _ in tokens], labels, splits=False)
        example.gaps = [int(Gap.BREAK)] + [
            int(Gap.NONE if a[2] == b[1] else Gap.BLANK) for a, b in itertools.pairwise(tokens)
        ]
        paragraphs.append(example)
    return paragraphs


def meantime(folder: Path) -> list[Document]:
    """Return MEANTIME: names of the first six sentences of each document, which alone are annotated."""
    return [d for d in (_meantime_document(p) for p in sorted(folder.glob("corpus_*/*.xml"))) if d]


def _meantime_document(path: Path) -> Document:
    root = ET.parse(path).getroot()
    tokens = [(t.get("t_id"), t.text or "", int(t.get("sentence", "0"))) for t in root.iter("token")]
    labels = {t: 0 for t, _, _ in tokens}
    kinds = {e.get("m_id"): e.get("ent_type") for e in root.iter("ENTITY")}
    kind_of: dict[str | None, str | None] = {}
    for link in root.iter("REFERS_TO"):
        target = link.find("target")
        for source in link.findall("source"):
            kind_of[source.get("m_id")] = kinds.get(target.get("m_id")) if target is not None else None
    for mention in root.iter("ENTITY_MENTION"):
        anchors = [a.get("t_id") for a in mention.findall("token_anchor")]
        named = mention.get("syntactic_type") == "NAM"
        label = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "PRO": "MISC"}.get(kind_of.get(mention.get("m_id")) or "")
        for i, anchor in enumerate(anchors):
            if anchor in labels and named:
                labels[anchor] = NAMES.index(("B-" if i == 0 else "I-") + label) if label else UNKNOWN
    sentences: dict[int, list[tuple[str, int]]] = {}
    for identifier, word, number in tokens:
        if number <= 5 and word:
            sentences.setdefault(number, []).append((word, labels[identifier]))
    return [_plain([w for w, _ in s], [x for _, x in s]) for s in sentences.values()]


_LIGHT = frozenset(
    "a an the to of in on at for by as with and or but that who which it its his her their my our your he she they we "
    "i you is are was were be been being am has have had having do does did will would shall should can could may "
    "might must not n't never also still just already often long 's 'd 've 'll 're ' ’s".split()
)


def polnear(path: Path) -> list[Document]:
    """Return PolNeAR: attributions by paragraph; what one has in other paragraphs than its cue is left out."""
    documents: list[Document] = []
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text: str = row["text"]
            tokens = [t for t in tokenize(text) if not t.is_blank]
            documents.append([_attributed(p, row["attributions"]) for p in _paragraphs(text, tokens)])
    return documents


def _paragraphs(text: str, tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut tokens where a line ends between them."""
    part: list[Token] = []
    for token in tokens:
        if part and "\n" in text[part[-1].start + len(part[-1].text) : token.start]:
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def _attributed(tokens: list[Token], attributions: Sequence[dict[str, list[list[int]]]]) -> Example:
    example = _plain([t.text for t in tokens], [UNKNOWN] * len(tokens), splits=False)
    example.gaps = [int(Gap.BREAK)] + [int(gap_of(t.before)) for t in tokens[1:]]
    example.says = []
    for item in attributions:
        roles = [0] * len(tokens)
        for role in ("content", "source", "cue"):
            for start, end in item[role]:
                for i, token in enumerate(tokens):
                    if token.start < end and start < token.start + len(token.text):
                        roles[i] = ROLES.index(role)
        cue = [i for i, role in enumerate(roles) if role == ROLES.index("cue")]
        if cue and ROLES.index("content") in roles:
            example.says.append((_main_word([example.words[i] for i in cue], cue), roles))
    return example


def _main_word(words: list[str], places: list[int]) -> int:
    """Return the place of the first word of a cue that carries meaning: "said" of "has also said in a note"."""
    heavy = (i for i, w in zip(places, words, strict=True) if w.lower() not in _LIGHT and w[0].isalpha())
    return next(heavy, places[0])
