"""What a text costs grows with its length: operations are counted at two sizes, and no clock is looked at."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from benchmarks.growth_patterns import PATTERNS
from communique.intake import open_reports
from communique.intake.blocks import blocks
from communique.intake.pagemeta import page_meta
from communique.intake.tags import MOST_ATTRIBUTES, few_attributes
from communique.language.names import spotted
from communique.language.tokens import LONGEST, tokenize
from communique.reading.actors import names
from communique.reading.actors.shelves import MOST, Shelves
from communique.reading.engagements import joining
from communique.reading.engagements.links import STRETCH, Stretch, grouped, linked, tied
from communique.reading.page.ranges import Ranges
from communique.reading.statements.marks import marked
from tests.operations import operations, spent

ASKED = 1.2
"""The highest exponent: four times the words may cost 4 ** 1.2 times as much."""


def grows(cost: Callable[[int], int], size: int, times: int = 4) -> bool:
    """Whether a cost grows with a higher exponent than is asked, from one size to several times it."""
    return cost(times * size) > times**ASKED * cost(size)


def test_what_is_counted_is_every_turn_of_a_loop() -> None:
    """A loop in a loop is told from a loop, were it in one line."""
    assert not grows(lambda n: operations(lambda: [k + 1 for k in range(n)]), 100)
    assert grows(lambda n: operations(lambda: [k for k in range(n) for _ in range(n)]), 100)


STAGED = (
    ("closed quotes, short", "find_quotes", 150),
    ("nested clauses", "find_quotes", 150),
    ("countries", "find_setting", 150),
    ("one name", "find_cast", 250),
)
"""Patterns of the benchmark, the stage of the reading that each is hard on, and words of which it does what it does."""


@pytest.mark.parametrize(("pattern", "stage", "words"), STAGED)
def test_stages_of_a_reading(pattern: str, stage: str, words: int) -> None:
    """To four times the words; before, what is done once in a text is read."""
    spent(PATTERNS[pattern].make(50).decode())
    costs: dict[int, Counter[str]] = {n: spent(PATTERNS[pattern].make(n).decode()) for n in (words, 4 * words)}
    assert costs[words][stage] > 0
    assert not grows(lambda n: costs[n][stage], words), (pattern, costs[words][stage], costs[4 * words][stage])


@pytest.mark.parametrize(
    "sign", ["“", "”", '"', " '", "“”", "« ", "»", " ''", "``", "“he said ‘she said ", "‘ s’ ", ' "']
)
def test_quotation_marks_of_one_paragraph(sign: str) -> None:
    """Marks of every shape, closed or not, in any number."""

    def cost(size: int) -> int:
        text = "He said: " + sign * size
        return operations(lambda: marked(text, 0, len(text)))

    assert not grows(cost, 200)


@pytest.mark.parametrize("piece", ["'", '"', "talk", "-", "(", "https://example.org/", "’s", "…", "U.S."])
def test_what_has_no_blank_is_divided_piece_by_piece(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more goes to the tokenizer at once, and not a character is lost."""
    from communique.language import tokens

    seen, divided = list[str](), tokens.divided
    monkeypatch.setattr(tokens, "divided", lambda t: seen.append(t) or divided(t))
    text = f"They met. {piece * 2000} They met."
    assert "".join(t.text + " " * t.space for t in tokenize(text)) == text
    assert max(len(run) for part in seen for run in part.split()) <= LONGEST
    assert all(text[t.start :].startswith(t.text) for t in tokenize(text))


def test_known_people_among_many_names() -> None:
    """Names beside a known person's are found by their place."""
    people = frozenset({("Angela", "Merkel")})

    def cost(size: int) -> int:
        words = ["Angela", "Merkel", "met"] * size
        found = [(3 * k + 1, 3 * k + 2, "PER") for k in range(size)]
        return operations(lambda: spotted(found, words, people))

    assert not grows(cost, 50)
    assert spotted([(1, 2, "ORG"), (4, 6, "PER")], "Angela Merkel met Angela Merkel Dorothea".split(), people) == [
        (0, 2, "PER"),
        (4, 6, "PER"),
    ]


class TestManyAlike:
    """One surname, one office, one noun for very many."""

    def test_persons_of_one_surname(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name is compared with so many others at most, and a surname stands for so many."""
        compared = list[object]()
        monkeypatch.setattr(names, "same_person", lambda a, b: bool(compared.append(a)))
        many = [f"Anna{'x' * (k % 7)}{chr(97 + k % 26)}{chr(97 + k // 26 % 26)} Kim" for k in range(1000)]
        _, options = names.persons([*dict.fromkeys(many), "Kim"])
        assert len(compared) <= MOST * len(set(many)) and len(options[-1]) == MOST

    def test_as_many_as_there_are(self) -> None:
        """Fewer than that are all weighed."""
        given = [f"{first} Kim" for first in "Anna Boris Carla David Elena".split()]
        _, options = names.persons([*given, "Kim"])
        assert options[-1] == (0, 1, 2, 3, 4)

    def test_shelves(self) -> None:
        """The latest are given, in their order; who is dropped is on no shelf any more."""
        shelves = Shelves()
        for number in [*range(MOST + 10), 5]:
            shelves.add("minister", number)
        shelves.add("envoy", MOST)
        assert shelves.get("minister") == list(range(10, MOST + 10)) and shelves.get("king") == []
        shelves.drop(MOST)
        assert shelves.get("envoy") == [] and MOST not in shelves.get("minister")

    def test_they_cost_no_more_to_ask(self) -> None:
        """Asking looks at what it gives."""

        def cost(size: int) -> int:
            shelves = Shelves()
            for number in range(size):
                shelves.add("minister", number)
            return operations(lambda: [shelves.get("minister") for _ in range(size)])

        assert not grows(cost, 500)


class TestManyTellings:
    """Engagements told over and over."""

    def telling(self, token: int) -> Any:
        """A meeting."""
        return SimpleNamespace(token=token, kind="meeting", kinds={"meeting": 1.0})

    def test_drafts_are_compared_with_those_near_them(self) -> None:
        """With so many before each, however long the report."""
        near = joining._near([self.telling(k) for k in range(500)])
        assert near(50) == list(range(50)) and near(499) == list(range(499 - joining.REACH, 499))

    def heads(self, given: list[int]) -> Any:
        """Last layers that link every mention to the one before it, and note how many they are asked about."""

        def links(vectors: Any, lemmas: Any, families: Any) -> Any:
            given.append(len(vectors))
            return np.eye(len(vectors), k=-1, dtype=np.float32)

        return SimpleNamespace(links=links)

    @pytest.mark.parametrize("size", [1, STRETCH - 1, STRETCH, STRETCH + 1, 5 * STRETCH + 7])
    def test_mentions_are_linked_stretch_by_stretch(self, size: int) -> None:
        """The scores kept grow with the mentions; all are in one chain, and each meets at least half a stretch."""
        given = list[int]()
        stretches = linked(self.heads(given), np.zeros((size, 2)), ["meet"] * size, ["meeting"] * size)
        assert sum(n * n for n in given) <= 3 * STRETCH * max(size, STRETCH)
        assert stretches[-1].end == size
        assert grouped(stretches, size) == [list(range(size))]
        for k in range(size):
            assert min(s.first for s in stretches if s.first <= k < s.end) <= max(0, k - STRETCH // 2)

    def test_ties_are_the_highest_of_all_stretches(self) -> None:
        """Of two groups that meet in several; who never meets is not tied."""
        low = np.array([[0, 0, 0], [0, 0, 0], [0.5, 0.2, 0]], np.float32)
        high = np.array([[0, 0], [0.75, 0]], np.float32)
        first, second, third = tied([Stretch(0, low), Stretch(2, high)], [[0, 2], [1], [3]], [7, 8, 9])
        assert first[8] == pytest.approx(0.2) and first[9] == 0.75 and third[7] == 0.75
        assert 9 not in second and set(first) == {7, 8, 9} and len(second) == 2


class TestRanges:
    """What is found by its place."""

    ROWS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda row: (row[0], row[0] + row[1])))

    @given(ROWS, st.integers(0, 30), st.integers(0, 12))
    def test_they_are_those_that_a_look_at_all_finds(self, rows: list[tuple[int, int]], start: int, size: int) -> None:
        """In the order they were given."""
        ranges, end = Ranges((a, b, n) for n, (a, b) in enumerate(rows)), start + size
        assert ranges.touching(start, end) == [n for n, (a, b) in enumerate(rows) if a < end and start < b]
        assert ranges.holding(start, end) == [n for n, (a, b) in enumerate(rows) if a <= start and end <= b]
        assert ranges.within(start, end) == [n for n, (a, b) in enumerate(rows) if start <= a and b <= end]

    def test_one_that_holds_all_does_not_make_every_look_long(self) -> None:
        """A long range at the beginning hides nothing and costs nothing."""

        def cost(size: int) -> int:
            ranges = Ranges([(0, 10 * size, -1), *((10 * k, 10 * k + 5, k) for k in range(size))])
            return operations(lambda: [ranges.touching(10 * k, 10 * k + 1) for k in range(size)])

        assert not grows(cost, 200)


class TestPages:
    """Markup."""

    def test_attributes(self) -> None:
        """Only so many of a tag are kept, the first; a page that has fewer is what it was."""
        many = " ".join(f'data-a{k}="x > y"' for k in range(2 * MOST_ATTRIBUTES))
        (tag,) = html.fromstring(few_attributes(f"<div><p {many} id=x>They met.</p></div>")).iter("p")
        assert list(tag.attrib) == [f"data-a{k}" for k in range(MOST_ATTRIBUTES)] and tag.text == "They met."
        page = "<p a b='<' c=d/><q e = \"f\"g>1 < 2 <3 <br/><a <b <c"
        assert few_attributes(page) == page

    @pytest.mark.parametrize("piece", ["<a <b ", "<p a=1 b>", " a=b", " a=' b", ' "', "<", "</p>", "<!-- a -->"])
    def test_tags_are_gone_through_once(self, piece: str) -> None:
        """Closed or not."""
        assert not grows(lambda n: operations(lambda: few_attributes("<p" + piece * n)), 200)

    @pytest.mark.parametrize("piece", ["<!-- a --> ", "<br> ", "<b> </b> ", "<script></script> ", "<i>They</i> "])
    def test_blocks(self, piece: str) -> None:
        """What is blank is not looked at anew with everything that follows it."""

        def cost(size: int) -> int:
            tree = html.document_fromstring(f"<p>{piece * size}They met.</p>")
            return operations(lambda: blocks(tree))

        assert not grows(cost, 200)

    def test_lists_of_linked_data_keep_their_order(self) -> None:
        """Within each other too: the first article counts."""
        data = (
            '[{"@type": "Thing"}, [[{"@type": "NewsArticle", "headline": "A"}], {"@type": "Report", "headline": "C"}]]'
        )
        page = f'<script type="application/ld+json">{data}</script><p>B</p>'
        assert page_meta(html.document_fromstring(page)).title == "A"

    @pytest.mark.parametrize("name", [name for name, pattern in PATTERNS.items() if pattern.form == "html"])
    def test_every_page_of_the_benchmark_is_a_report(self, name: str) -> None:
        """The article is found in all of them, at any size."""
        (report,) = open_reports("-", stdin=io.BytesIO(PATTERNS[name].make(60)), format="html")
        assert not isinstance(report, Exception) and "Angela Merkel invited" in report.info.text
