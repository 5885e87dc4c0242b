"""A record as a page: the text as it is, everything marked and linked, nothing but text from what was given."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from communique.cli import main
from communique.records import Record, as_json
from communique.webpage import article, fragment, page
from communique.webpage.runs import Mark, paragraphs
from tests.readings import SAMPLES, index, sample

IDS = [entry["id"] for entry in index()[:8]]
CALL, SENATORS = str(SAMPLES / "denmark-call.txt"), str(SAMPLES / "senators-moscow.txt")
NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}&amp;\x1b[2J\u202e"
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "main", "article", "section", "nav", "h1", "h2", "h3", "p", "div",
    "ol", "ul", "li", "dl", "dt", "dd", "a", "mark", "span", "small", "q", "blockquote",
}  # fmt: skip


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, by WCAG 2."""

    def light(colour: str) -> float:
        parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def tree(*records: Record) -> Any:
    """The page of some records, parsed."""
    return lxml_html.document_fromstring(page([article(as_json(r)) for r in records], "A title"))


def shown_text(root: Any) -> list[str]:
    """The paragraphs of the text without the signs between them."""
    out = []
    for p in root.xpath('//section[@class="text"]/div/p'):
        out.append("".join(p.xpath('.//text()[not(ancestor::a[contains(@class, "sign")])]')))
    return out


def spoiled(value: Any, key: str = "") -> Any:
    """Plain JSON with markup in every text; ids, offsets and the text of the report stay, so that links hold."""
    if isinstance(value, dict):
        return {k: spoiled(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [spoiled(v, key) for v in value]
    kept = ("actor", "engagement", "voice", "speaker", "addressee", "about", "id", "text", "part")
    return value + NASTY if isinstance(value, str) and key not in kept else value


class TestPage:
    """What a browser gets."""

    @pytest.mark.parametrize("id", IDS)
    def test_the_text_is_whole(self, id: str) -> None:
        """Its paragraphs are those of the report, character by character."""
        text = sample(id).report.text
        assert shown_text(tree(sample(id))) == [part for part in re.split(r"\n\s*\n", text) if part]

    @pytest.mark.parametrize("id", IDS)
    def test_everything_is_listed_and_leads_to_its_words(self, id: str) -> None:
        """Each engagement and statement has an item with links to each piece of its words, which stand there."""
        record, root = sample(id), tree(sample(id))
        things = [(e.id, e.evidence) for e in record.engagements] + [(s.id, s.content) for s in record.statements]
        assert things
        items = {li.xpath("string(h3)").split(" ")[0]: li for li in root.xpath('//li[@class="item"]')}
        for name, pieces in things:
            links = items[name].xpath('.//dt[text()="words"]/following-sibling::dd[1]/a')
            assert [a.text_content() for a in links] == [p.quote for p in pieces]
            for link, piece in zip(links, pieces, strict=True):
                (sign,) = root.xpath(f'//*[@id="{link.get("href")[1:]}"]')
                assert (sign.text, sign.get("href")) == (name, f"#{items[name].get('id')}")
                after = "".join(sign.xpath('following::text()[not(ancestor::a[contains(@class, "sign")])]'))
                assert after.startswith(piece.quote.split("\n\n")[0])

    def test_facts_of_an_engagement(self) -> None:
        """Status, parties with their parts, time with its words, place, sentence."""
        record = sample("senators-moscow")
        engagement = next(e for e in record.engagements if e.time and e.time.text and e.place)
        (item,) = [li for li in tree(record).xpath("//li") if li.xpath("string(h3)").startswith(f"{engagement.id} ")]
        said = " ".join(item.text_content().split())
        names = {a.id: a.name for a in record.actors}
        assert engagement.time and engagement.place and engagement.sentence
        assert f"{engagement.kind} {engagement.status.value}" in said
        assert all(f"{names[p.actor]} ({p.part.value})" in said for p in engagement.participants)
        assert f"{engagement.time.edtf} (“{engagement.time.text}”)" in said
        assert f"{engagement.place.name} ({engagement.place.country})" in said
        assert " ".join(engagement.sentence.split()) in said

    def test_links_lead_to_one_place(self) -> None:
        """On a page of several records too, each id is there once, and each link leads to one of them."""
        root = tree(*(sample(id) for id in IDS[:3]))
        ids = Counter(root.xpath("//@id"))
        inside = [href[1:] for href in root.xpath("//@href") if href.startswith("#")]
        assert len(inside) > 100
        assert ids.most_common(1)[0][1] == 1
        assert set(inside) <= set(ids)

    def test_nothing_is_loaded(self) -> None:
        """No script, no resource, no style but the one whose hash the page's policy names."""
        made = page([article(as_json(sample(IDS[0])))], "A title")
        root = lxml_html.document_fromstring(made)
        style = made.split("<style>")[1].split("</style>")[0]
        hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = root.xpath('string(//meta[@http-equiv="Content-Security-Policy"]/@content)')
        assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
        assert "url(" not in style and "@import" not in style
        assert root.xpath("//@src | //@style | //link | //script | //@*[starts-with(name(), 'on')]") == []

    @pytest.mark.parametrize("id", IDS)
    def test_whatever_was_given_is_text(self, id: str) -> None:
        """Markup in any field of a record makes no element, no attribute, no link, and steers nothing."""
        plain = spoiled(as_json(sample(id)))
        plain["report"]["url"] = "javascript:alert(1)"
        for text in (page([article(plain)], NASTY), fragment(plain)):
            root = lxml_html.document_fromstring(text)
            assert {e.tag for e in root.iter() if isinstance(e.tag, str)} <= ELEMENTS
            assert root.xpath("//@*[starts-with(name(), 'on')]") == []
            assert [h for h in root.xpath("//@href") if not h.startswith("#")] == []
            assert "<script>alert(1)</script>" in root.text_content()
            assert "{{ 7 * 7 }}" in root.text_content()
            assert "\x1b" not in text and "\u202e" not in text

    def test_markup_in_the_text_is_text(self) -> None:
        """What the report itself has of tags stands there as it is, offsets and all."""
        plain = as_json(sample(IDS[0]))
        plain["report"]["text"] += "\n\n<b onclick='x'>No & tag</b>"
        root = lxml_html.document_fromstring(page([article(plain)], "A title"))
        assert shown_text(root)[-1] == "<b onclick='x'>No & tag</b>"

    def test_addresses_of_the_web_are_links(self) -> None:
        """The report's own address, and no other."""
        plain = as_json(sample(IDS[0]))
        plain["report"]["url"] = "https://example.org/a?b=1&c=2"
        root = lxml_html.document_fromstring(page([article(plain)], "A title"))
        assert [h for h in root.xpath("//@href") if not h.startswith("#")] == ["https://example.org/a?b=1&c=2"]

    def test_readable_without_colour_and_by_ear(self) -> None:
        """Language and title are given, headings go down by one, each sign has words, and no text has a colour."""
        made = page([article(as_json(sample(IDS[0])))], "A title")
        root = lxml_html.document_fromstring(made)
        assert (root.get("lang"), root.xpath("string(//title)")) == ("en", "A title")
        levels = [int(h.tag[1]) for h in root.xpath("//h1 | //h2 | //h3")]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert all(a.get("aria-label") for a in root.xpath('//a[contains(@class, "sign")]'))
        assert all(root.xpath(f'//*[@id="{id}"]') for id in root.xpath("//@aria-labelledby"))
        style = made.split("<style>")[1].split("</style>")[0]
        assert "color-scheme: light dark" in style
        assert set(re.findall(r"[{;] *color: *([^;}]+)", style)) == {"inherit"}
        coloured = {rule.split("{")[0].strip() for rule in style.split("}") if "var(--" in rule or "rgb(" in rule}
        assert {x for x in coloured if "mark" in x} == {
            f".communique mark.{x}" for x in ("engagement", "said", "source", "cue")
        }

    def test_lines_are_seen_in_light_and_dark(self) -> None:
        """Each colour of a line stands out from white, and from what browsers have in the dark, as WCAG 2 asks."""
        style = page([], "A title").split("<style>")[1].split("</style>")[0]
        colours = re.findall(r"#[0-9a-f]{6}\b", style)
        assert len(colours) == 2
        for colour in colours:
            assert contrast(colour, "#ffffff") >= 3
            assert contrast(colour, "#121212") >= 3

    def test_counts_are_said_right(self) -> None:
        """One engagement, no statements."""
        record = sample(IDS[0])
        one = replace(record, engagements=record.engagements[:1], statements=())
        said = [a.text_content() for a in tree(one).xpath("//nav//a")]
        assert said[1:3] == ["1 engagement", "0 statements"]

    def test_a_record_without_anything(self) -> None:
        """It is said that nothing was found."""
        empty = Record(sample(IDS[0]).report, warnings=("the language is Welsh: nothing was read",))
        said = tree(empty).text_content()
        assert all(x in said for x in ("No engagement was found", "No statement was found", "the language is Welsh"))


class TestNotebook:
    """``_repr_html_``."""

    def test_is_the_article_with_its_style(self) -> None:
        """All of it lies in one element, and its style concerns nothing outside it."""
        record = sample(IDS[0])
        made = record._repr_html_()
        assert article(as_json(record)) in made
        (root,) = lxml_html.fragments_fromstring(made)
        assert root.get("class") == "communique"
        rules = re.sub(r"@media [^{]+ \{(.*?\}) \}", r"\1", root.xpath("string(style)")).split("}")
        selectors = [s.strip() for rule in rules for s in rule.split("{")[0].split(",") if s.strip()]
        assert len(selectors) > 20
        assert [s for s in selectors if not s.startswith(".communique")] == []


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text with marks in it, in each other, across each other and outside it."""
    text = draw(st.text(alphabet="ab \n", max_size=40))
    ends = st.integers(0, 45)
    spans = draw(st.lists(st.tuples(ends, ends, st.sampled_from(["engagement", "said", "cue"])), max_size=6))
    return text, [Mark(a, b, kind, "x", f"n{n}") for n, (a, b, kind) in enumerate(spans)]


@given(marked())
def test_marks_lie_where_they_should(given: tuple[str, list[Mark]]) -> None:
    """Every character has the marks that it lies in and no others; each mark that shows has its sign once."""
    text, marks = given
    inside = [m for m in marks if m.start < m.end <= len(text)]
    at, signs = 0, Counter[str | None]()
    for runs in paragraphs(text, marks):
        start = text.index("".join(run.text for run in runs), at)
        assert not text[at:start].strip()
        at = start
        for run in runs:
            assert run.text
            for i in range(at, at + len(run.text)):
                assert set(run.kinds) == {m.kind for m in inside if m.start <= i < m.end}
            at += len(run.text)
            signs.update(m.sign for m in run.opens)
    assert not text[at:].strip()
    assert all(n == 1 for n in signs.values())
    assert {m.sign for m in inside if text[m.start : m.end].strip()} <= set(signs)


class TestCommand:
    """``communique read --format html``."""

    def run(self, *arguments: str) -> Result:
        """Run the command in this process."""
        return CliRunner().invoke(main, ["read", *arguments])

    def test_a_page_in_a_file(self, tmp_path: Path) -> None:
        """It is there, whole, with the title of its report, and nothing is printed."""
        out = tmp_path / "out.html"
        result = self.run(CALL, "--format", "html", "-o", str(out))
        assert (result.exit_code, result.output) == (0, "")
        root = lxml_html.document_fromstring(out.read_bytes())
        title = Path(CALL).read_text("utf-8").splitlines()[0]
        assert root.xpath("string(//title)") == root.xpath("string(//h1)") == title
        assert [p.name for p in tmp_path.iterdir()] == ["out.html"]

    def test_several_reports_and_one_that_fails(self, tmp_path: Path) -> None:
        """They stand on one page; what failed is named and counted."""
        out = tmp_path / "out.html"
        result = self.run(CALL, str(tmp_path / "none.txt"), SENATORS, "--format", "html", "--output", str(out))
        assert (result.exit_code, "2 reports read, 1 failed" in result.stderr) == (1, True)
        root = lxml_html.document_fromstring(out.read_bytes())
        assert (len(root.xpath("//article")), root.xpath("string(//title)")) == (2, "2 reports")

    def test_nothing_read_makes_no_page(self, tmp_path: Path) -> None:
        """A page of nothing would look like an answer."""
        result = self.run(str(tmp_path / "none.txt"), "--format", "html", "-o", str(tmp_path / "out.html"))
        assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])

    def test_json_in_a_file(self, tmp_path: Path) -> None:
        """Other formats go into a file as they go to standard output."""
        out = tmp_path / "out.jsonl"
        result = self.run(CALL, SENATORS, "--format", "jsonl", "-o", str(out))
        assert result.exit_code == 0
        assert out.read_text("utf-8") == self.run(CALL, SENATORS, "--format", "jsonl").stdout

    def test_a_table_is_for_the_terminal(self, tmp_path: Path) -> None:
        """``--output`` with it is refused in words, before anything is read."""
        result = self.run(CALL, "-o", str(tmp_path / "out.txt"))
        assert (result.exit_code, result.stdout, list(tmp_path.iterdir())) == (2, "", [])
        assert "Give --format json, jsonl or html" in result.stderr
