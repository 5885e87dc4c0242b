"""The pages on the PLOVER types: their tables are the lexicon's, their examples answered as shown."""

from __future__ import annotations

import re

import pytest

from communique.reading.lexicon.senses import PLOVER
from tests import type_pages
from tests.readings import ROOT


def page(name: str) -> str:
    """A page's text."""
    return (type_pages.FOLDER / f"{name}.md").read_text("utf-8")


def test_every_type_has_a_page() -> None:
    """The sixteen types, and the page that lists them."""
    assert {n.upper() for n in type_pages.TYPES} == PLOVER - {""}
    assert {p.stem for p in type_pages.FOLDER.glob("*.md")} == {*type_pages.TYPES, "index"}


@pytest.mark.parametrize("name", [*type_pages.TYPES, "index"])
def test_tables_are_up_to_date(name: str) -> None:
    """What the page shows is what the lexicon and the coding say; if not: ``python -m tests.type_pages --write``."""
    assert type_pages.renewed(name, page(name)) == page(name)


@pytest.mark.parametrize("name", type_pages.TYPES)
def test_examples_are_answered_as_shown(name: str) -> None:
    """Every sentence of the page is coded as its row says."""
    rows = list(type_pages.examples(page(name)))
    answers = [type_pages.answer(x.sentence, x.source, x.target) for x in rows]
    assert [(x.sentence, x.shown) for x in rows] == [(x.sentence, a) for x, a in zip(rows, answers, strict=True)]


@pytest.mark.parametrize("name", type_pages.TYPES)
def test_examples_are_of_the_type(name: str) -> None:
    """Four to eight sentences of the type, then neighbours, each of the type that is said before it."""
    own, other = page(name).split("## What it is not")
    rows = list(type_pages.examples(own))
    assert 4 <= len(rows) <= 8
    assert {x.shown[0].split("`")[1] for x in rows} == {name.upper()}
    neighbours = list(type_pages.examples(other))
    assert len(neighbours) >= 2
    said = re.findall(r"^- .*?`([A-Z]+)`|^- (.*)$", other, flags=re.M)
    assert len(said) == len(neighbours)
    assert all(a == x.shown[0].split("`")[1] for (a, _), x in zip(said, neighbours, strict=True) if a)


def test_pages_stand_in_the_navigation_in_order() -> None:
    """The section "Event types" lists the index and then the types in PLOVER's order."""
    section = (ROOT / "mkdocs.yml").read_text("utf-8").split("- Event types:")[1].split("\n  - ")[0]
    assert re.findall(r"types/(\w+)\.md", section) == ["index", *type_pages.TYPES]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("meet /with", "meet with"),
        ("lift|ease =ban|curb /on", "lift ban on"),
        ("order &xcomp", "order"),
        ("demonstrate !obj", "demonstrate"),
        ("launch =twitter-attack", "launch twitter attack"),
    ],
)
def test_patterns_are_shown_as_words(pattern: str, words: str) -> None:
    """Marks and further choices are left out."""
    assert type_pages.plain(pattern) == words
