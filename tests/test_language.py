"""The language core: words that are the text again, trees that are trees, the same answer every time."""

from __future__ import annotations

import itertools
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from communique.errors import EmptyInput, ModelDamaged, ModelMissing
from communique.intake import report_from_text
from communique.language import conllu, lemmas, names
from communique.language import model as model_module
from communique.language.core import analyse
from communique.language.doc import Doc
from communique.language.model import MOST_PIECES, shipped
from communique.language.shapes import Gap, gap_of
from communique.language.tokens import tokenize
from communique.language.trees import best_tree
from communique.language.wordpiece import MAX_PIECES, WordPiece
from communique.text import Segment, SegmentKind, TextLayer
from tests.readings import SAMPLES

few = settings(max_examples=40, deadline=None)
CHARACTERS = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("  \n\t.,“”’'—aeiouT😀é"))
TEXTS = st.text(CHARACTERS, max_size=120)
SCORES = st.floats(-8, 8, width=32).map(lambda v: round(v, 2))


def layer_of(name: str) -> TextLayer:
    """The text layer of a sample report."""
    return report_from_text((SAMPLES / f"{name}.txt").read_text("utf-8")).layer


def columns(doc: Doc) -> list[tuple[object, ...]]:
    """Everything that a document's tokens say."""
    rows = [(t.idx, t.text, t.pos, t.morph, t.lemma, t.head.i, t.dep, t.opens) for t in doc]
    return [*rows, *((e.start, e.end, e.kind) for e in doc.ents)]


class TestTokens:
    """Words and blanks."""

    @few
    @given(TEXTS)
    def test_joined_they_are_the_text(self, text: str) -> None:
        """Tokens with their blanks are the text, and each starts where it says."""
        tokens = tokenize(text)
        assert "".join(t.text + " " * t.space for t in tokens) == text
        assert all(text[t.start : t.start + len(t.text)] == t.text for t in tokens)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("U.S. senators didn’t meet Mr. Putin.", ["U.S.", "senators", "did", "n’t", "meet", "Mr.", "Putin", "."]),
            ("Putin's visit", ["Putin", "'s", "visit"]),
            ("“Yes,” he said", ["“", "Yes", ",", "”", "he", "said"]),
        ],
    )
    def test_words_are_the_treebanks(self, text: str, words: list[str]) -> None:
        """Clitics, abbreviations and quotation marks are divided as the treebanks do."""
        assert [t.text for t in tokenize(text)] == words


class TestAnalysis:
    """From a text layer to a ``Doc``."""

    @few
    @given(TEXTS)
    def test_the_document_is_the_text(self, text: str) -> None:
        """Whatever the characters, the document's text is the layer's, and indices are code points."""
        try:
            layer = report_from_text(text).layer
        except EmptyInput:
            assert not any(c.isalnum() for c in text)
            return
        doc = analyse(layer)
        assert doc.text == layer.text
        assert all(layer.text[t.idx : t.idx + len(t.text)] == t.text for t in doc)

    def test_no_sentence_crosses_a_paragraph(self) -> None:
        """Each sentence of what is content lies within one segment."""
        layer = layer_of("senators-moscow")
        doc = analyse(layer)
        content = [s for s in layer.segments if s.is_content]
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space]
            holding = [s for s in content if s.start < words[-1].idx + 1 and words[0].idx < s.end] if words else []
            assert len(holding) <= 1, sentence.text

    def test_credits_are_not_read(self) -> None:
        """Credit lines and boilerplate are divided into words with the tag X, and name nobody."""
        layer = layer_of("senators-moscow")
        doc = analyse(layer)
        aside = [s for s in layer.segments if not s.is_content]
        outside = [t for t in doc if not t.is_space and any(s.start <= t.idx < s.end for s in aside)]
        assert outside
        assert {t.pos for t in outside} == {"X"}
        assert not [t for t in outside if t.kind]

    def test_a_span_set_apart_is_not_read(self) -> None:
        """A dateline given as set apart belongs to no sentence that is read."""
        text = "MOSCOW, July 3 — Senators met Sergey Lavrov."
        body = Segment(0, len(text), SegmentKind.BODY)
        doc = analyse(TextLayer(text, (body,)), apart=(Segment(0, 17, SegmentKind.CREDIT),))
        assert {t.pos for t in doc if t.idx < 17 and not t.is_space} == {"X"}
        assert doc[doc.content[0][0]].text == "Senators"

    def test_same_answer_whatever_was_read_before(self) -> None:
        """A report analysed first, last and twice has the same tokens, trees and names."""
        one, others = layer_of("neom-denied"), [layer_of("grain-deal"), layer_of("tsai-call")]
        first = columns(analyse(one))
        for other in others:
            analyse(other)
            assert columns(analyse(one)) == first

    def test_same_answer_among_other_paragraphs(self) -> None:
        """A window's answer comes from the window alone: a long report's first window is not changed by its end."""
        model = shipped()
        words = "Angela Merkel met Emmanuel Macron in Berlin on Friday .".split()
        alone = model.read(words, [int(Gap.BLANK)] * len(words))
        model.read(words[::-1] * 9, [int(Gap.BLANK)] * len(words) * 9)
        again = model.read(words, [int(Gap.BLANK)] * len(words))
        assert np.array_equal(again.acts, alone.acts)
        rest = [f.name for f in fields(alone) if f.name != "acts"]
        assert [getattr(again, name) for name in rest] == [getattr(alone, name) for name in rest]

    def test_a_paragraph_longer_than_a_window(self) -> None:
        """A paragraph of a thousand words is read whole: every word has a tag and every sentence one root."""
        text = " ".join(["The minister met the ambassador of Norway in Oslo on Friday."] * 100)
        doc = analyse(TextLayer(text, (Segment(0, len(text), SegmentKind.BODY),)))
        assert {t.pos for t in doc} & {"X", "SPACE"} == set()
        roots = [sum(t.head.i == t.i for t in sentence) for sentence in doc.sents]
        assert set(roots) == {1}
        assert 90 <= len(roots) <= 110

    def test_too_many_pieces_at_once(self) -> None:
        """A window over the encoder's positions is refused, with both numbers."""
        words = ["Kosachev"] * MOST_PIECES
        with pytest.raises(ValueError, match=str(MOST_PIECES)):
            shipped().read(words, [1] * len(words))


def is_tree(heads: list[int]) -> bool:
    """One root, and every word leads to it."""
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        seen, node = set(), start
        while node and node not in seen:
            seen.add(node)
            node = heads[node - 1]
        if node:
            return False
    return True


def total(scores: np.ndarray, heads: list[int]) -> float:
    """The sum of a tree's arcs."""
    return float(sum(np.float64(scores[i, h]) for i, h in enumerate(heads)))


class TestTrees:
    """The best tree from scores."""

    @given(st.integers(1, 4).flatmap(lambda n: arrays.arrays(np.float32, (n, n + 1), elements=SCORES)))
    @settings(max_examples=150, deadline=None)
    def test_is_the_best_there_is(self, scores: np.ndarray) -> None:
        """Up to four words: a tree, and none of all the trees there are has a higher total."""
        heads = best_tree(scores)
        assert is_tree(heads)
        n = len(scores)
        best = max(total(scores, list(h)) for h in itertools.product(range(n + 1), repeat=n) if is_tree(list(h)))
        assert total(scores, heads) == pytest.approx(best, abs=1e-3)

    @given(arrays.arrays(np.float32, (5, 6), elements=SCORES))
    @settings(max_examples=60, deadline=None)
    def test_five_words(self, scores: np.ndarray) -> None:
        """Five words, of which four are tried as the root: a tree, and the best with its own root."""
        heads = best_tree(scores)
        assert is_tree(heads)
        root = heads.index(0)
        rivals = (list(h) for h in itertools.product(range(6), repeat=5) if h[root] == 0 and is_tree(list(h)))
        assert total(scores, heads) == pytest.approx(max(total(scores, h) for h in rivals), abs=1e-3)

    @given(st.integers(1, 40).flatmap(lambda n: arrays.arrays(np.float32, (n, n + 1), elements=SCORES)))
    @few
    def test_is_a_tree_at_any_length(self, scores: np.ndarray) -> None:
        """One root, no cycle, no word its own head."""
        heads = best_tree(scores)
        assert is_tree(heads)
        assert all(h != i for i, h in enumerate(heads, 1))

    def test_cycle_is_broken(self) -> None:
        """Two words that each prefer the other: one becomes the root, the one that loses least by it."""
        scores = np.array([[1.0, 0.0, 5.0], [3.0, 5.0, 0.0]], np.float32)
        assert best_tree(scores) == [2, 0]

    def test_only_one_root(self) -> None:
        """Two words that both prefer the root: the likelier keeps it."""
        scores = np.array([[9.0, 0.0, 1.0], [8.0, 2.0, 0.0]], np.float32)
        assert best_tree(scores) == [0, 1]

    def test_scores_are_left_as_they_were(self) -> None:
        """The caller's array is not written to."""
        scores = np.array([[1.0, 0.0, 5.0], [3.0, 5.0, 0.0]], np.float32)
        before = scores.copy()
        best_tree(scores)
        assert (scores == before).all()

    def test_trees_of_a_report(self) -> None:
        """Every sentence of a sample report has one root and no cycle, and ``root`` stands nowhere else."""
        doc = analyse(layer_of("vystrcil-taipei"))
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space]
            if not words or words[0].pos == "X":
                continue
            heads = [0 if t.head.i == t.i else words.index(t.head) + 1 for t in words]
            assert is_tree(heads), sentence.text
            assert [t.dep == "root" for t in words] == [h == 0 for h in heads]


class TestNames:
    """The row of name labels."""

    LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")

    def allowed(self, row: tuple[int, ...]) -> bool:
        """No inner label without its beginning."""
        said = ["O", *(self.LABELS[i] for i in row)]
        return all(b[:2] != "I-" or a[2:] == b[2:] for a, b in itertools.pairwise(said))

    @given(st.integers(1, 4).flatmap(lambda n: arrays.arrays(np.float32, (n, 5), elements=SCORES)))
    @settings(max_examples=80, deadline=None)
    def test_is_the_best_allowed_row(self, scores: np.ndarray) -> None:
        """Of all rows without an inner label that lacks its beginning, the one of the highest total."""
        row = names.Names(list(self.LABELS), lean=0).decode(scores)
        chosen = tuple(self.LABELS.index(x) for x in row)
        assert self.allowed(chosen)
        rows = (r for r in itertools.product(range(5), repeat=len(scores)) if self.allowed(r))
        best = max(sum(float(scores[i, k]) for i, k in enumerate(r)) for r in rows)
        assert sum(float(scores[i, k]) for i, k in enumerate(chosen)) == pytest.approx(best, abs=1e-3)

    def test_spans(self) -> None:
        """Neighbouring names are told apart, and one at the end is closed."""
        row = ["B-PER", "I-PER", "B-PER", "O", "B-LOC"]
        assert names.spans(row) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]
        assert names.spans([]) == []


class TestLemmas:
    """Edit scripts."""

    @pytest.mark.parametrize(
        ("form", "lemma"),
        [("met", "meet"), ("Visited", "visit"), ("countries", "country"), ("U.S.", "U.S."), ("Macron", "Macron"),
         ("was", "be"), ("NATO", "NATO"), ("n’t", "not"), ("Parliaments", "parliament"), ("İstanbul", "İstanbul")],
    )  # fmt: skip
    def test_round_trip(self, form: str, lemma: str) -> None:
        """The script of a form and its lemma gives the lemma."""
        assert lemmas.apply(form, lemmas.script_of(form, lemma)) == lemma

    @given(st.text("abcXYZéßİ’.-", min_size=1, max_size=8), st.text("abcXYZéßİ’.-", min_size=1, max_size=8))
    def test_round_trip_of_anything(self, form: str, lemma: str) -> None:
        """Whatever form and lemma are."""
        assert lemmas.apply(form, lemmas.script_of(form, lemma)) == lemma

    def test_one_script_serves_many_words(self) -> None:
        """Regular endings share a script, which is what a model can learn."""
        assert lemmas.script_of("visited", "visit") == lemmas.script_of("rejected", "reject")

    def test_a_script_that_does_not_fit(self) -> None:
        """A script that cuts more than there is leaves the form."""
        script = lemmas.script_of("negotiating", "negotiate")
        assert lemmas.apply("ng", script) == "ng"

    def test_known_words_come_first(self) -> None:
        """The table decides; a guess that is no word is replaced by a known one with a regular ending."""
        known = lemmas.Lemmatizer({"VERB invited": "invite", "VERB agree": "agree", "VERB invite": "invite"})
        wrong = lemmas.script_of("visited", "visit")
        assert known.lemma("invited", "VERB", wrong) == "invite"
        assert known.lemma("Invites", "VERB", lemmas.script_of("goes", "go")) == "invite"
        assert known.lemma("Agreed", "VERB", lemmas.script_of("visited", "visite")) == "agree"
        assert known.lemma("Banks", "PROPN", lemmas.script_of("Macron", "Macron")) == "Banks"


class TestPieces:
    """WordPiece."""

    def test_longest_match_first(self) -> None:
        """The longest piece that fits is taken, then the longest of the rest."""
        pieces = WordPiece(["[UNK]", "[CLS]", "[SEP]", "un", "unit", "##ed", "##e", "##d", "-", "nation", "##s"])
        assert pieces.pieces("United") == (4, 5)
        assert pieces.pieces("un-nations") == (3, 8, 9, 10)

    def test_what_is_not_in_the_vocabulary(self) -> None:
        """A part without pieces is unknown as a whole, and so is a word without characters to read."""
        pieces = WordPiece(["[UNK]", "[CLS]", "[SEP]", "un", "##ed"])
        assert pieces.pieces("unxed") == (0,)
        assert pieces.pieces("") == (0,)
        assert pieces.pieces("\u200b") == (0,)

    @pytest.mark.parametrize(
        ("one", "two"), [("Élysée", "elysee"), ("“", '"'), ("’s", "'s"), ("BERLIN", "berlin"), ("co\u00adop", "coop")]
    )
    def test_case_accents_and_marks_do_not_count(self, one: str, two: str) -> None:
        """What the uncased encoder cannot tell apart has the same pieces."""
        assert shipped().pieces.pieces(one) == shipped().pieces.pieces(two)

    def test_a_long_word_keeps_its_ending(self) -> None:
        """Not more pieces than can be kept: the first ones and the last."""
        pieces = WordPiece(["[UNK]", "[CLS]", "[SEP]", "a", "##a", "##b"])
        assert pieces.pieces("a" * 40 + "b") == (3, *[4] * (MAX_PIECES - 2), 5)

    @given(st.text(max_size=30))
    def test_every_word_has_pieces(self, word: str) -> None:
        """At least one piece, at most the limit, all of them in the vocabulary."""
        found = shipped().pieces.pieces(word)
        assert 1 <= len(found) <= MAX_PIECES
        assert min(found) >= 0


class TestWeights:
    """Weights that are not there, or not what they should be."""

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A folder that stands in for the package's."""
        monkeypatch.setattr(model_module.resources, "files", lambda package: tmp_path)
        return tmp_path

    def test_missing(self, folder: Path) -> None:
        """No file of weights: the error says which, and what to do."""
        with pytest.raises(ModelMissing, match=r"english\.onnx.*Install"):
            shipped.__wrapped__()

    def test_damaged(self, folder: Path) -> None:
        """A file that is no model: the error says so."""
        (folder / "english.onnx").write_bytes(b"these are no weights")
        with pytest.raises(ModelDamaged, match=r"english\.onnx"):
            shipped.__wrapped__()


CONLLU = """# newdoc id = a
# sent_id = a-1
1\tThey\tthey\tPRON\tPRP\tCase=Nom\t2\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tdid\tdo\tVERB\tVBD\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_
3.1\tgo\tgo\tVERB\t_\t_\t_\t_\t2:xcomp\t_
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = a-2
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

"""


class TestConllu:
    """CoNLL-U in and out."""

    def test_round_trip(self) -> None:
        """Comments, multiword tokens and empty nodes come out as they went in."""
        assert "".join(map(conllu.write, conllu.read(CONLLU.splitlines(True)))) == CONLLU

    def test_words_and_gaps(self) -> None:
        """Words are those with a whole number; a gap is nothing, a blank, or the start of a document."""
        first, second = conllu.read(CONLLU.splitlines())
        assert first.column("form") == ["They", "did", "n't", "."]
        assert first.gaps == [Gap.BREAK, Gap.BLANK, Gap.NONE, Gap.NONE]
        assert (first.opens, second.opens, first.comment("sent_id")) == ("doc", "", "a-1")
        assert second.gaps == [Gap.BLANK]

    @pytest.mark.parametrize("line", ["1\tMet", "1 Met _ _ _ _ _ _ _ _", "one" + "\t_" * 9])
    def test_a_bad_line_is_named(self, line: str) -> None:
        """The number of the bad line, counted from 1, is in the message."""
        bad = CONLLU.splitlines()
        bad[4] = line
        with pytest.raises(ValueError, match=r"^line 5: "):
            list(conllu.read(bad))

    def test_file_without_an_empty_line_at_its_end(self) -> None:
        """The last sentence counts all the same."""
        assert len(list(conllu.read(CONLLU.rstrip("\n").splitlines()))) == 2


@pytest.mark.parametrize(
    ("before", "gap"), [("", Gap.NONE), (" ", Gap.BLANK), (" \n ", Gap.BREAK), ("\u2029", Gap.BREAK)]
)
def test_gaps(before: str, gap: Gap) -> None:
    """A line end among the blanks is a break."""
    assert gap_of(before) == gap
