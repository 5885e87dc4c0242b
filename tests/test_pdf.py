"""PDF: what is printed becomes paragraphs, each page is a part, and what has no characters is refused."""

from __future__ import annotations

import io
from itertools import pairwise
from types import MappingProxyType

import pytest

from communique import errors
from communique.errors import IntakeError
from communique.intake import Report, open_reports
from communique.intake.pdflines import glued
from tests.containers import lines, pdf

BODY = [
    "The foreign ministers of Norway and Sweden met in Oslo on Friday for long-term",
    "talks about fish, and agreed to meet again in the autumn. They spoke of the co-",
    "operation council too, which is to meet in Stock-",
    "holm.",
]
OTHER = [
    "A second paragraph begins here, and it says that the Norwegian ambassador was in",
    "the room when the two of them shook hands.",
]


def read(raw: bytes) -> Report | IntakeError:
    """What a PDF is read as."""
    (result,) = open_reports("-", stdin=io.BytesIO(raw))
    return result


def report(raw: bytes) -> Report:
    """The report of a PDF."""
    result = read(raw)
    assert isinstance(result, Report), result
    return result


def paragraphs(of: Report) -> list[str]:
    """The paragraphs of a report."""
    return [of.layer.text[s.start : s.end] for s in of.layer.segments]


class TestParagraphs:
    """Lines are no paragraphs."""

    def test_lines_are_joined(self) -> None:
        """Up to a blank line, or a line that ends early."""
        made = paragraphs(report(pdf([[*lines(BODY), *lines(OTHER, top=740 - 14 * 5)]])))
        assert made == [
            "The foreign ministers of Norway and Sweden met in Oslo on Friday for long-term talks about fish, and "
            "agreed to meet again in the autumn. They spoke of the cooperation council too, which is to meet in "
            "Stockholm.",
            " ".join(OTHER),
        ]

    def test_a_line_that_ends_early(self) -> None:
        """Without a blank line between."""
        first = ["They agreed on the fish of the Skagerrak and on all that swims in it for ten", "years."]
        second = ["The talks went on for two days in the old town hall, and nobody left the room", "before they ended."]
        assert paragraphs(report(pdf([lines(first + second)]))) == [" ".join(first), " ".join(second)]

    @pytest.mark.parametrize(
        ("before", "line", "known", "joined"),
        [
            ("the co-", "operation", {}, "the cooperation"),
            ("the co-", "operation", {"co-operation": 2, "cooperation": 1}, "the co-operation"),
            ("a Franco-", "German plan", {}, "a Franco-German plan"),
            ("pages 12-", "14 of it", {}, "pages 12- 14 of it"),
            ("they met -", "and agreed", {}, "they met - and agreed"),
            ("they met", "and agreed", {}, "they met and agreed"),
        ],
    )
    def test_hyphens(self, before: str, line: str, known: dict[str, int], joined: str) -> None:
        """Taken off, but where the word has one elsewhere, or a name begins."""
        assert glued(before, line, known) + line == joined

    def test_columns(self) -> None:
        """Set row by row, they are read one after the other, under what stands across them."""
        left = [
            "The left column says that",
            "the ministers of Norway",
            "and Sweden have met again",
            "in Oslo on Friday.",
        ]
        right = [
            "The right column says that",
            "their talks went on until",
            "late, and that they agreed",
            "on everything.",
        ]
        rows = [
            s
            for k in range(4)
            for s in (*lines([left[k]], top=700 - 14 * k), *lines([right[k]], left=320, top=700 - 14 * k))
        ]
        made = paragraphs(report(pdf([[(60, 760, 18, "A headline that stands across both of the columns"), *rows]])))
        assert made[1:] == [" ".join(left), " ".join(right)]

    def test_a_list_with_numbers_beside_it_is_no_column(self) -> None:
        """Each number stays with its line."""
        items = ["They met in Oslo for talks.", "They agreed on all the fish.", "They parted as old friends."]
        made = [
            s
            for k, item in enumerate(items)
            for s in ((60, 700 - 30 * k, 11, f"{k + 1}."), (110, 700 - 30 * k, 11, item))
        ]
        assert [p[:7] for p in paragraphs(report(pdf([made])))] == ["1. They", "2. They", "3. They"]


class TestPages:
    """Where each stands in the text, and what all of them carry."""

    def pages(self) -> list[list[tuple[float, float, float, str]]]:
        """Three pages with a head and a foot, a sentence running from the first to the second."""
        texts = [
            ["The envoys spoke first of fish, and then of the border, and they did not come to", "an end before the"],
            ["evening, when all of them were tired and went home to sleep in their own houses,", "as everybody does."],
            ["On the third page there is only this one paragraph, which says that they met once", "more in spring."],
        ]
        return [
            [
                (60, 800, 9, "Ministry of Fish"),
                *lines(t),
                (290, 30, 9, f"- {n} -"),
                (60, 44, 9, "For immediate release"),
            ]
            for n, t in enumerate(texts, 7)
        ]

    def test_heads_and_feet(self) -> None:
        """They are no text, which is said; a sentence that runs over a page is whole."""
        made = report(pdf(self.pages()))
        assert "Ministry of Fish" not in made.layer.text and "- 8 -" not in made.layer.text
        assert "before the evening, when all" in made.layer.text
        assert "9 running heads, feet and page numbers are not in the text" in made.warnings

    def test_one_page_alone_has_none(self) -> None:
        """What stands there once is text."""
        assert "Ministry of Fish" in report(pdf(self.pages()[:1])).layer.text

    def test_parts(self) -> None:
        """Every page's words are in its part, and parts do not overlap."""
        made = report(pdf(self.pages()))
        parts, text = made.info.parts, made.layer.text
        assert [p.name for p in parts] == ["page 1", "page 2", "page 3"]
        assert text[parts[0].start : parts[0].end].endswith("before the")
        assert text[parts[1].start : parts[1].end].startswith("evening, when")
        assert text[parts[2].start : parts[2].end].startswith("On the third page")
        assert all(a.end <= b.start for a, b in pairwise(parts))


class TestFacts:
    """Title, author and day."""

    ABOUT = MappingProxyType({"Title": "Of Fish", "Author": "Press Office", "CreationDate": "D:20180806120000+02'00'"})

    def test_a_title_in_large_letters(self) -> None:
        """It wins over the file's own data, which may be anything."""
        made = report(pdf([[(60, 770, 20, "Norway and Sweden hold talks"), *lines(BODY)]], self.ABOUT))
        assert made.info.title == "Norway and Sweden hold talks" and made.info.byline == "Press Office"

    def test_the_file_s_data_for_want_of_better(self) -> None:
        """With a warning of the day; a name of a file is no title."""
        made = report(pdf([[*lines(BODY)]], self.ABOUT))
        assert (made.info.title, made.info.published) == ("Of Fish", "2018-08-06")
        assert [w for w in made.warnings if w.startswith("published 2018-08-06 is the day on which the PDF was made")]
        assert report(pdf([[*lines(BODY)]], {"Title": "Microsoft Word - a.doc"})).info.title is None

    def test_a_day_that_is_printed(self) -> None:
        """Then the file's own counts for nothing."""
        made = report(pdf([[*lines(["OSLO, 3 August 2018 (AFP) -- " + BODY[0], *BODY[1:]])]], self.ABOUT))
        assert made.info.published == "2018-08-03" and not made.warnings


@pytest.mark.parametrize(
    ("raw", "kind", "says"),
    [
        (pdf([[], []]), errors.EmptyInput, "its 2 pages are pictures"),
        (pdf([lines(BODY)], lock=True), errors.Encrypted, "password"),
        (b"%PDF-1.7\n", errors.Damaged, "no whole PDF"),
        (pdf([lines(BODY)])[:300], errors.Damaged, "no whole PDF"),
    ],
)
def test_refused(raw: bytes, kind: type[IntakeError], says: str) -> None:
    """With what to do."""
    error = read(raw)
    assert type(error) is kind and says in str(error) and error.remedy
