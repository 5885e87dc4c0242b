"""Words are divided as spaCy's tokenizer divides them by the same rules, and a document is a faithful view of them."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from communique.language.divide import divided, rules
from communique.language.doc import Doc
from tests.readings import SAMPLES

PIECES = [
    *sorted(rules().known)[::9], *" \n\t.,;:!?-–—/…'’‘\"“”()[]{}<>*#@&%$€£°0123456789", "\u00a0", "\u200b",
    "word", "Word", "WORD", "it's", "co-operate", "U.S.-led", "10km", "1,000.50", "$5bn", "p.m.", "e.g.", "q.v.",
    "https://example.org/a?b=c", "name@example.org", "été", "中文", "😀", "...", "--",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), max_size=14).map("".join)


@cache
def judge() -> Any:
    """spaCy's own tokenizer with our rules."""
    spacy = pytest.importorskip("spacy", reason="spaCy, which judges our dividing of words, is not installed")
    found = rules()
    return spacy.tokenizer.Tokenizer(
        spacy.vocab.Vocab(),
        rules={word: [{"ORTH": part} for part in parts] for word, parts in found.known.items()},
        prefix_search=found.prefix.search,
        suffix_search=found.suffix.search,
        infix_finditer=found.infix.finditer,
        url_match=found.address.match,
    )


def judged(text: str) -> list[tuple[str, bool]]:
    """The words as spaCy divides them."""
    return [(token.text, bool(token.whitespace_)) for token in judge()(text)]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("  two blanks before,  two within, and one after ")
@example("can't, won't've (don't) :-) a.m./p.m. (8a.m.) I'ma :D")
@example("see www.example.org/path. No.5, e.g.\n\nthe U.S.-Russian")
def test_as_spacy_does(text: str) -> None:
    """Not a word, and not a blank, is another."""
    assert divided(text) == judged(text)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_samples_as_spacy_does(name: str) -> None:
    """All of a real report."""
    text = (SAMPLES / name).read_text("utf-8")
    assert divided(text) == judged(text)


def test_known_words_are_their_parts() -> None:
    """The parts of a known word joined are the word, and by itself it is divided into them."""
    found = json.loads(resources.files("communique.language").joinpath("words.json").read_text("utf-8"))
    assert len(rules().known) == len(found["known"]) > 1000
    for word, parts in rules().known.items():
        if word.strip():
            assert [text for text, _ in divided(word)] == list(parts)


TEXT = "Macron met Merkel. She left."
DOC = Doc(
    text=TEXT,
    words=("Macron", "met", "Merkel", ".", "She", "left", "."),
    idx=(0, 7, 11, 17, 19, 23, 27),
    pos=("PROPN", "VERB", "PROPN", "PUNCT", "PRON", "VERB", "PUNCT"),
    feats=("",) * 7,
    lemmas=("Macron", "meet", "Merkel", ".", "she", "leave", "."),
    heads=(1, 1, 1, 1, 5, 5, 5),
    deps=("nsubj", "root", "obj", "punct", "nsubj", "root", "punct"),
    names=((0, 1, "PER"), (2, 3, "PER")),
)


class TestDoc:
    """Words, sentences and names of a document."""

    def test_sentences_are_the_trees(self) -> None:
        """A sentence is what hangs from one root."""
        assert [s.text for s in DOC.sents] == ["Macron met Merkel.", "She left."]
        assert [w.i for w in DOC if w.opens] == [0, 4]
        assert DOC[5].sent == DOC.sents[1]

    def test_words(self) -> None:
        """What hangs from a word, before it and after it, and what it hangs from."""
        met = DOC[1]
        assert [w.text for w in met.children] == ["Macron", "Merkel", "."]
        assert ([w.text for w in met.lefts], [w.text for w in met.rights]) == (["Macron"], ["Merkel", "."])
        assert DOC[0].head == met == met.head
        assert DOC[-1].text == "."
        with pytest.raises(IndexError):
            DOC[7]

    def test_names(self) -> None:
        """The names in order, and the type of each word of one."""
        assert [(e.text, e.kind, e.start_char, e.end_char) for e in DOC.ents] == [
            ("Macron", "PER", 0, 6), ("Merkel", "PER", 11, 17)
        ]  # fmt: skip
        assert [w.kind for w in DOC] == ["PER", "", "PER", "", "", "", ""]

    @pytest.mark.parametrize(
        ("start", "end", "text"),
        [(0, 6, "Macron"), (2, 8, "Macron met"), (6, 10, "met"), (6, 11, "met"), (27, 28, "."), (6, 7, "")],
    )
    def test_words_that_characters_touch(self, start: int, end: int, text: str) -> None:
        """Words touched in part are in; a blank belongs to the word before it, but begins nothing."""
        found = DOC.covering(start, end)
        assert found is not None and found.text == text

    def test_characters_outside(self) -> None:
        """Beyond the text there are no words."""
        assert DOC.covering(27, 99) is None
        assert DOC.covering(99, 100) is None

    def test_root_of_a_run(self) -> None:
        """The word nearest to the root; the first of several."""
        assert DOC[0:3].root.text == "met"
        assert DOC[2:4].root.text == "Merkel"

    def test_it_does_not_flood_a_notebook(self) -> None:
        """The forms that are printed are short."""
        assert repr(DOC) == "Doc(7 words: 'Macron met Merkel. She left.')"
        assert (repr(DOC[1]), repr(DOC[0:2])) == ("Word(1, 'met')", "Run(0, 2, 'Macron met')")
