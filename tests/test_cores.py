"""Language cores from outside: a spaCy pipeline and Stanza's documents, made here, read by the same door."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan

import communique
from communique.errors import CoreUnfit
from communique.intake import Report, open_reports, report_from_text
from communique.language.cores import Core, Shipped
from communique.language.doc import Doc
from communique.language.outside import OutsideCore, Said, WordSaid
from communique.language.pipelines import spacy_core, stanza_core
from communique.reading.read import READ_BY, SHIPPED, read
from communique.reading.version import reader_version
from communique.records import Record, as_json
from tests.readings import SAMPLES

VISIT = """
Sanna    Sanna    PROPN  Number=Sing                        2  nsubj     PERSON
Marin    Marin    PROPN  Number=Sing                        -1 flat      PERSON
visited  visit    VERB   Mood=Ind|Tense=Past|VerbForm=Fin   0  root      -
Tallinn  Tallinn  PROPN  Number=Sing                        -1 obj       GPE
on       on       ADP    -                                  1  case      -
Monday   Monday   PROPN  Number=Sing                        -3 obl       DATE
.        .        PUNCT  -                                  -4 punct     -
"""
MEETING = """
She      she      PRON   Case=Nom|Number=Sing|Person=3      1  nsubj     -
met      meet     VERB   Mood=Ind|Tense=Past|VerbForm=Fin   0  root      -
Kaja     Kaja     PROPN  Number=Sing                        -1 obj       PERSON
Kallas   Kallas   PROPN  Number=Sing                        -1 flat      PERSON
there    there    ADV    -                                  -3 advmod    -
.        .        PUNCT  -                                  -4 punct     -
"""
GERMAN = """
Sanna    Sanna    PROPN  Number=Sing                        9  nsubj     PER
Marin    Marin    PROPN  Number=Sing                        -1 flat      PER
hat      haben    AUX    Mood=Ind|VerbForm=Fin              7  aux       -
sich     sich     PRON   PronType=Prs                       6  obj       -
am       an       ADP    -                                  1  case      -
Montag   Montag   NOUN   Number=Sing                        4  obl       -
mit      mit      ADP    -                                  1  case      -
Kaja     Kaja     PROPN  Number=Sing                        2  obl       PER
Kallas   Kallas   PROPN  Number=Sing                        -1 flat      PER
getroffen treffen VERB   VerbForm=Part                      0  root      -
.        .        PUNCT  -                                  -1 punct     -
"""
"""Sentences, a word a line: form, lemma, tag, features, where its head stands from it (0: a root), relation, name."""

ENGLISH_TEXT = "Sanna Marin visited Tallinn on Monday. She met Kaja  Kallas there."
GERMAN_TEXT = "Sanna Marin hat sich am Montag mit Kaja Kallas getroffen."


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    form: str
    lemma: str
    upos: str
    feats: str
    step: int
    deprel: str
    name: str


def rows(table: str) -> list[Row]:
    """The lines of a table."""
    found = []
    for line in table.strip().splitlines():
        form, lemma, upos, feats, step, deprel, name = line.split()
        found.append(Row(form, lemma, upos, "" if feats == "-" else feats, int(step), deprel, name.strip("-")))
    return found


def known(forms: Sequence[str]) -> list[Row]:
    """The lines of words, sentence after sentence."""
    ends = [i + 1 for i, form in enumerate(forms) if form == "."]
    return [row for a, b in pairwise([0, *ends]) for row in SENTENCES[tuple(forms[a:b])]]


SENTENCES = {tuple(row.form for row in rows(table)): rows(table) for table in (VISIT, MEETING, GERMAN)}
CLEAR = {"obj": "dobj", "obl": "npadvmod", "flat": "compound", "root": "ROOT"}


@Language.factory("from_a_table", default_config={"clear": False, "trees": True})
def from_a_table(nlp: Language, name: str, clear: bool, trees: bool) -> Callable[[SpacyDoc], SpacyDoc]:
    """A component that knows the sentences of the table by heart."""

    def annotate(doc: SpacyDoc) -> SpacyDoc:
        words = [token for token in doc if not token.is_space]
        said = known([token.text for token in words])
        names = []
        for number, (token, row) in enumerate(zip(words, said, strict=True)):
            token.pos_, token.lemma_ = row.upos, row.lemma
            token.set_morph(row.feats)
            if trees:
                token.head = words[number + row.step]
                token.dep_ = CLEAR.get(row.deprel, row.deprel) if clear else row.deprel
            if row.name and (number == 0 or said[number - 1].name != row.name):
                end = next((k for k in range(number, len(said)) if said[k].name != row.name), len(said))
                names.append(SpacySpan(doc, token.i, words[end - 1].i + 1, label=row.name))
        for token in doc if trees else ():
            if token.is_space:
                token.head, token.dep_ = doc[max(0, token.i - 1)], "dep"
        doc.ents = tuple(names)
        return doc

    return annotate


def pipeline(language: str = "en", **config: bool) -> Language:
    """A small spaCy pipeline."""
    nlp = spacy.blank(language)
    nlp.add_pipe("from_a_table", config=config)
    return nlp


@dataclass
class StanzaWord:
    """A word as Stanza has it."""

    id: int
    text: str
    lemma: str | None
    upos: str | None
    feats: str | None
    head: int
    deprel: str | None


@dataclass
class StanzaToken:
    """A token as Stanza has it."""

    text: str
    start_char: int
    end_char: int
    words: list[StanzaWord]


@dataclass
class StanzaName:
    """A name as Stanza has it."""

    start_char: int
    end_char: int
    type: str


@dataclass
class StanzaSentence:
    """A sentence as Stanza has it."""

    tokens: list[StanzaToken]

    @property
    def words(self) -> list[StanzaWord]:
        """All its words."""
        return [word for token in self.tokens for word in token.words]


@dataclass
class StanzaDocument:
    """A document as Stanza has it."""

    sentences: list[StanzaSentence]
    ents: list[StanzaName] = field(default_factory=list)


class StanzaPipeline:
    """What Stanza's pipeline does, for the sentences of the table."""

    lang = "en"

    def __call__(self, text: str) -> StanzaDocument:
        """Return the document of a text."""
        document, at, before = StanzaDocument([]), 0, ""
        for part in re.findall(r"[^.]+\.", text):
            tokens: list[StanzaToken] = []
            for number, row in enumerate(known([*part.rstrip(".").split(), "."]), 1):
                at = text.index(row.form, at)
                head = 0 if row.deprel == "root" else number + row.step
                word = StanzaWord(number, row.form, row.lemma, row.upos, row.feats or None, head, row.deprel)
                tokens.append(StanzaToken(row.form, at, at + len(row.form), [word]))
                at += len(row.form)
                if row.name and before == row.name:
                    document.ents[-1].end_char = at
                elif row.name:
                    document.ents.append(StanzaName(at - len(row.form), at, row.name))
                before = row.name
            document.sentences.append(StanzaSentence(tokens))
        return document


def evidence(record: Record) -> Iterator[tuple[str, str]]:
    """The characters that each engagement points at, and its quotation."""
    for engagement in record.engagements:
        for one in engagement.evidence:
            yield record.report.text[one.start : one.end], one.quote


def told(record: Record) -> list[tuple[str, str, list[str], str | None]]:
    """Kind, status, parties and day of each engagement."""
    return [
        (e.kind, e.status.value, sorted(p.name for p in e.participants), e.time and e.time.edtf)
        for e in record.engagements
    ]


CORES = [
    pytest.param(lambda: spacy_core(pipeline()), id="spacy"),
    pytest.param(lambda: stanza_core(StanzaPipeline()), id="stanza"),
]


class TestOutside:
    """A report read with somebody else's trees and names."""

    @pytest.mark.parametrize("core", CORES)
    def test_engagements_with_their_evidence(self, core: Callable[[], OutsideCore]) -> None:
        """A visit and a meeting are read, with who, when and where; every quotation stands where it is said to."""
        record = communique.read(ENGLISH_TEXT, published="2021-03-10", core=core())
        assert told(record) == [
            ("visit", "held", ["Estonia", "Sanna Marin"], "2021-03-08"),
            ("meeting", "held", ["Kaja Kallas", "Sanna Marin"], "2021-03-08"),
        ]
        pairs = list(evidence(record))
        assert pairs and all(there == quote for there, quote in pairs)
        assert ("Sanna Marin visited Tallinn on Monday",) * 2 in pairs
        assert ("She met Kaja  Kallas there",) * 2 in pairs
        assert record.engagements[0].place is not None and record.engagements[0].place.name == "Tallinn"

    @pytest.mark.parametrize("core", CORES)
    def test_same_record_twice(self, core: Callable[[], OutsideCore]) -> None:
        """The same text gives the same record, by the same pipeline and by another one that says the same."""
        one = json.dumps(as_json(communique.read(ENGLISH_TEXT, published="2021-03-10", core=core())))
        assert one == json.dumps(as_json(communique.read(ENGLISH_TEXT, published="2021-03-10", core=core())))

    def test_what_is_left_out_is_told(self, caplog: pytest.LogCaptureFixture) -> None:
        """A record read without the model's last layers says so, and each engagement that the lexicon told it."""
        with caplog.at_level(logging.WARNING, "communique"):
            record = communique.read(ENGLISH_TEXT, core=spacy_core(pipeline()))
        assert [w.startswith(f"{READ_BY}spacy en") and "lexicon alone" in w for w in record.warnings] == [True]
        assert record.warnings[0] in caplog.text
        assert all("lexicon: told" in e.why and "model" not in e.why for e in record.engagements)

    def test_another_language(self) -> None:
        """A report in a language that the pipeline reads has its names, no engagement, and says what was left out."""
        report = report_from_text(GERMAN_TEXT)
        assert report.info.language == "de" and read(report).actors == ()
        record = read(report, core=spacy_core(pipeline("de")))
        assert [actor.name for actor in record.actors] == ["Sanna Marin", "Kaja Kallas"]
        assert record.engagements == record.statements == record.times == ()
        assert [w.startswith(READ_BY) for w in record.warnings] == [True]
        for actor in record.actors:
            assert [GERMAN_TEXT[m.start : m.end] for m in actor.mentions] == [actor.name]

    def test_a_language_that_it_does_not_read(self) -> None:
        """A German pipeline is not given a Russian report: it is kept as it is."""
        report = report_from_text("Министр иностранных дел встретился со своим коллегой в Москве.")

        def refuse(text: str) -> Said:
            raise AssertionError("it was asked")

        record = read(report, core=OutsideCore("mine", frozenset({"de"}), refuse))
        assert record.actors == () and record.report.text == report.info.text
        assert record.warnings == report.warnings


class TestRefused:
    """Pipelines that give something else than trees of Universal Dependencies."""

    def test_other_labels(self) -> None:
        """Labels of another kind are refused by name, with what to give instead."""
        with pytest.raises(CoreUnfit, match=r"'Tallinn' has the relation 'dobj'.* Universal Dependencies"):
            communique.read(ENGLISH_TEXT, core=spacy_core(pipeline(clear=True)))

    def test_other_labels_before_any_text(self) -> None:
        """The labels of a trained parser are looked at when the core is made."""
        nlp = spacy.blank("en")
        parser = nlp.add_pipe("parser")
        for label in ("ROOT", "nsubj", "dobj", "pobj"):
            parser.add_label(label)  # type: ignore[attr-defined]
        with pytest.raises(CoreUnfit, match="relations dobj, pobj, which are not"):
            spacy_core(nlp)

    def test_no_trees(self) -> None:
        """A pipeline without a parser is refused."""
        with pytest.raises(CoreUnfit, match="no relation, as one without a parser"):
            communique.read(ENGLISH_TEXT, core=spacy_core(pipeline(trees=False)))

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            ([(0, 4, 1), (5, 8, 0)], "hangs from itself"),
            ([(0, 4, 0), (5, 8, 7)], "hangs from word 7"),
            ([(5, 8, 0), (0, 4, 0)], "characters 0 to 4"),
            ([(0, 99, 0)], "characters 0 to 99"),
            ([(4, 5, 0)], "characters 4 to 5"),
        ],
    )
    def test_no_tree_of_the_text(self, words: Sequence[tuple[int, int, int]], problem: str) -> None:
        """Words that hang in a circle or stand nowhere are refused: nothing is read of them, and nothing hangs."""
        said = Said([WordSaid(a, b, "X", "", "", head, "dep") for a, b, head in words])
        with pytest.raises(CoreUnfit, match=problem):
            communique.read("They met", core=OutsideCore("mine", frozenset({"en"}), lambda text: said))


class TestStanza:
    """Tokens of several words."""

    def doc(self, token: StanzaToken, other: StanzaToken, text: str) -> Doc:
        """The words of a text of two tokens."""
        document = StanzaDocument([StanzaSentence([token, other])])
        return stanza_core(lambda _: document).read(report_from_text(text).layer)

    def test_divided(self) -> None:
        """A token whose characters are its words' is divided."""
        words = [
            StanzaWord(1, "do", "do", "AUX", None, 3, "aux"),
            StanzaWord(2, "n't", "not", "PART", None, 3, "advmod"),
        ]
        go = StanzaWord(3, "go", "go", "VERB", None, 0, "root")
        doc = self.doc(StanzaToken("don't", 0, 5, words), StanzaToken("go", 6, 8, [go]), "don't go")
        assert doc.words == ("do", "n't", "go") and doc.idx == (0, 2, 6)
        assert doc.heads == (2, 2, 2) and doc.lemmas == ("do", "not", "go")

    def test_one_word(self) -> None:
        """A token whose words are written otherwise is the one that the others hang from."""
        words = [StanzaWord(1, "zu", "zu", "ADP", None, 3, "case"), StanzaWord(2, "dem", "der", "DET", None, 3, "det")]
        doc = self.doc(
            StanzaToken("zum", 0, 3, words),
            StanzaToken("Haus", 4, 8, [StanzaWord(3, "Haus", None, "NOUN", None, 0, "root")]),
            "zum Haus",
        )
        assert doc.words == ("zum", "Haus") and doc.pos == ("ADP", "NOUN") and doc.heads == (1, 1)
        assert doc.lemmas == ("zu", "haus")


@given(st.text("ab .\n", min_size=1, max_size=40).filter(str.strip), st.data())
def test_every_character_is_kept(text: str, data: st.DataObject) -> None:
    """Whatever a pipeline leaves out, the words stand where the text has them and cover all of it but single blanks."""

    def some(part: str) -> Said:
        words, at = [], 0
        for piece in part.split():
            at = part.index(piece, at)
            if data.draw(st.booleans()):
                words.append(WordSaid(at, at + len(piece), "X", "", "", len(words), "root"))
            at += len(piece)
        return Said(words)

    layer = report_from_text(text).layer
    doc = OutsideCore("some", frozenset({"en"}), some).read(layer)
    covered = set[int]()
    for word, start in zip(doc.words, doc.idx, strict=True):
        assert text[start : start + len(word)] == word
        covered.update(range(start, start + len(word)))
    assert all(text[i] == " " for i in set(range(len(text))) - covered)
    assert list(doc.idx) == sorted(doc.idx)


def test_what_the_shipped_core_says_comes_through_whole() -> None:
    """Given from outside, the shipped core's own words and trees of a report are the same again."""
    report = next(r for r in open_reports(str(SAMPLES / "denmark-call.txt")) if isinstance(r, Report))
    whole = Shipped().read(report.layer)
    texts = [(whole.idx[a], whole[a:b].end_char) for a, b in whole.content]

    def again(part: str) -> Said:
        a, b = whole.content[next(n for n, (start, end) in enumerate(texts) if report.info.text[start:end] == part)]
        kept = [word for word in whole[a:b] if not word.is_space]
        numbers, start = {word.i: n for n, word in enumerate(kept)}, whole.idx[a]
        words = [
            WordSaid(w.idx - start, w.idx - start + len(w), w.pos, w.morph, w.lemma, numbers[w.head.i], w.dep)
            for w in kept
        ]
        names = [(e.start_char - start, e.end_char - start, e.kind) for e in whole.ents if a <= e.start < b]
        return Said(words, names)

    doc = OutsideCore("again", frozenset({"en"}), again).read(report.layer)
    for name in ("words", "idx", "pos", "feats", "lemmas", "heads", "deps", "names", "content", "opens"):
        assert getattr(doc, name) == getattr(whole, name), name


def test_the_shipped_core_is_one() -> None:
    """The shipped core is behind the same door: given by hand it gives the same record."""
    core: Core = Shipped()
    text = "Macron met Merkel in Berlin on Monday."
    report = report_from_text(text, published="2018-08-08")
    assert read(report, core=core) == read(report) and SHIPPED.heads is not None


def test_who_read_it_is_told() -> None:
    """The version of the reader names another core than the shipped one, so that a ledger can tell them apart."""
    assert reader_version(Shipped()) == reader_version()
    assert reader_version(stanza_core(StanzaPipeline())) == f"{reader_version()} with stanza en"


def test_spacy_is_not_needed() -> None:
    """What adapts pipelines imports neither of their packages."""
    import subprocess
    import sys

    script = "import sys, communique.language.pipelines; print({'spacy', 'stanza'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def typed(core: Any) -> Core:
    """A core of each kind is one to the type checker too."""
    shipped: Core = Shipped()
    outside: Core = OutsideCore("mine", frozenset(), lambda text: Said(()))
    return core or shipped or outside
