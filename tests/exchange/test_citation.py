"""Citations: text, BibTeX, CSL, and links that open a report at its words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from communique.cli import main
from communique.exchange.citation import FORMS, Reference, as_bibtex, as_csl, as_text, original_at, references
from communique.ledger.store import Ledger
from communique.ledger.views import Saying
from communique.records import Evidence, Force, StatementKind
from tests.exchange.entries import ABE, ENTRIES, MEETING, QUOTES, REPORT, XI, entries
from tests.ledger.stories import told
from tests.ledger.test_sayings import USEFUL, saying

DAY, DESK = date(2026, 11, 27), "http://127.0.0.1:8420"
ENTRY = ENTRIES[0]
"""Two copies and another report tell of it; one of them has two pieces of evidence."""
SAID = Saying("f00d/s1", REPORT, StatementKind.DIRECT, Force.SAID, (QUOTES[0],), ABE, addressee=XI)
TYPES = {"article-newspaper", "webpage", "document", "entry"}
TEXTS = {"title", "container-title", "URL", "note"}
"""Of what https://resource.citationstyles.org/schema/latest/input/json/csl-data.json has; it allows no other key."""


def check_csl(text: str) -> list[dict[str, Any]]:
    """The items of CSL-JSON, each with the fields that the schema has and in its forms."""
    items: list[dict[str, Any]] = json.loads(text)
    for item in items:
        assert set(item) <= {"id", "type", "author", "issued", "accessed", *TEXTS}
        assert isinstance(item["id"], str) and item["type"] in TYPES
        assert all(isinstance(item[name], str) and item[name] for name in TEXTS & set(item))
        assert all(set(name) == {"literal"} for name in item.get("author", ()))
        for name in {"issued", "accessed"} & set(item):
            ((parts),) = item[name]["date-parts"]
            assert set(item[name]) == {"date-parts"}
            assert 1 <= len(parts) <= 3 and all(type(n) is int for n in parts)
    return items


def check_bibtex(text: str) -> list[tuple[str, dict[str, str]]]:
    """The entries of BibTeX by their keys, read brace by brace as BibTeX does."""
    found: list[tuple[str, dict[str, str]]] = []
    at = 0
    while (start := text.find("@", at)) >= 0 and not text[at:start].strip():
        assert text.startswith("@misc{", start)
        depth, end = 0, start
        for end in range(text.index("{", start), len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if depth == 0:
                break
        assert depth == 0
        key, _, body = text[start + 6 : end].partition(",")
        fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", body, flags=re.M))
        assert len(fields) == len(body.strip().splitlines())
        found.append((key, fields))
        at = end + 1
    assert not text[at:].strip()
    return found


class TestWhat:
    """What a citation names."""

    def test_an_entry_and_its_reports(self) -> None:
        """First itself, then each report once with all its words; a desk's links are by characters."""
        first, *rest = references(ENTRY, DAY, desk=DESK, bylines={"f00d": "Jane Doe"})
        assert (first.type, first.title, first.url) == (
            "entry", "Meeting: Xi Jinping, Shinzo Abe", f"{DESK}/engagement?id=e1",
        )  # fmt: skip
        assert first.remark == "meeting, held, 28 June 2019, Osaka, Japan; 2 sources; entry e1"
        assert [(x.id, x.type, x.author, x.issued) for x in rest] == [
            ("f00d", "article-newspaper", "Jane Doe", "2019-06-29"),
            ("beef/2", "document", None, "2019-06-30"),
            ("cafe", "article-newspaper", None, None),
        ]
        assert [p.evidence for p in rest[0].passages] == list(QUOTES)
        start, end = QUOTES[0].start, QUOTES[0].end
        assert rest[0].passages[0].desk == f"{DESK}/report?id=f00d&at={start}-{end}"
        assert rest[1].url == f"{DESK}/report?id=beef%2F2&at={QUOTES[1].start}-{QUOTES[1].end}"
        assert rest[1].passages[0].original is None

    def test_an_account_a_statement_a_report(self) -> None:
        """The report with the words of the one; of a report no words."""
        (account,) = references(ENTRY.accounts[0], DAY)
        assert (account.id, account.title, account.remark) == (
            "f00d/e1", REPORT.title, "Meeting: Xi Jinping, Shinzo Abe",
        )  # fmt: skip
        assert account.url == account.passages[0].original
        assert [p.desk for p in account.passages] == [None, None]
        (words,) = references(SAID, DAY)
        assert (words.id, words.remark) == ("f00d/s1", "Shinzo Abe to Xi Jinping (direct)")
        (report,) = references(REPORT, DAY)
        assert (report.passages, report.url) == ((), REPORT.url)
        (page,) = references(replace(REPORT, publisher=None), DAY)
        assert page.type == "webpage"

    def test_a_desk_that_is_none(self) -> None:
        """Only an address of the web is one, with nothing asked of it."""
        for wrong in ("javascript:alert(1)", "127.0.0.1:8420", "http://x.org/?a=b", ""):
            with pytest.raises(ValueError, match="no address of a desk"):
                references(ENTRY, DAY, desk=wrong)


class TestLinks:
    """The original, opened at its words."""

    @pytest.mark.parametrize(
        ("url", "words", "part", "link"),
        [
            ("https://x.org/a", "Xi met Abe", None, "https://x.org/a#:~:text=Xi%20met%20Abe"),
            ("https://x.org/a?b=1#c", "two-day, “so” & on", None,
             "https://x.org/a?b=1#c:~:text=two%2Dday%2C%20%E2%80%9Cso%E2%80%9D%20%26%20on"),
            ("https://x.org/a#:~:text=old", "new", None, "https://x.org/a#:~:text=new"),
            ("https://x.org/a", "one\n\n  two three", None, "https://x.org/a#:~:text=one,two%20three"),
            ("https://x.org/a", " ".join(f"w{n}" for n in range(20)), None,
             "https://x.org/a#:~:text=w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19"),
            ("https://x.org/a", "50% #1", None, "https://x.org/a#:~:text=50%25%20%231"),
            ("https://x.org/a.pdf", "words", "page 3", "https://x.org/a.pdf#page=3"),
            ("https://x.org/a", " \n ", None, "https://x.org/a"),
            ("file:///etc/passwd", "words", None, None),
            (None, "words", "page 3", None),
        ],
    )  # fmt: skip
    def test_as_browsers_read_it(self, url: str | None, words: str, part: str | None, link: str | None) -> None:
        """Hyphens, commas and ampersands, which mean something there, are encoded; a fragment stays."""
        assert original_at(url, words, part) == link

    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    def test_any_words(self, words: str) -> None:
        """What is decoded are the words, blanks aside, or their two ends."""
        link = original_at("https://x.org/a", words)
        assert link is not None
        _, there, text = link.partition("#:~:text=")
        assert bool(there) == bool(words.split())
        assert re.fullmatch(r"[\w.~%,]*", text, flags=re.ASCII)
        ends = [unquote(x).split() for x in text.split(",")] if text else []
        spoken = words.split()
        assert len(ends) <= 2 and all(spoken[: len(ends[0])] == ends[0] and spoken[-len(ends[-1]) :] == ends[-1]
                                      for _ in ends)  # fmt: skip


class TestForms:
    """Each form of all that there is."""

    def test_text(self) -> None:
        """Like Chicago: who, what, where, when, the day it was looked at; beneath it the words."""
        first, second, words, *_ = as_text(references(ENTRY, DAY, desk=DESK, bylines={"f00d": "Jane Doe"})).split("\n")
        assert first == (
            "“Meeting: Xi Jinping, Shinzo Abe.” Communiqué. meeting, held, 28 June 2019, Osaka, Japan; 2 sources; "
            f"entry e1. Accessed 27 November 2026. {DESK}/engagement?id=e1"
        )
        assert second.startswith("Jane Doe. “Abe, “Xi” & others.” The Daily, 29 June 2019. Accessed 27 November 2026. ")
        assert words.startswith(
            "    ““We shall meet,” he said 😀” (characters 0–26): " + f"{DESK}/report?id=f00d&at=0-26 "
        )
        assert "https://example.org/a?b=1&c=2#:~:text=" in words

    def test_bibtex(self) -> None:
        """Escaped for TeX, braces in pairs whatever a title has; the address is as it is."""
        odd = Reference("a/b", "webpage", "50% of {x_1} \\ #3 & $2 ~ ^ } é 中", "2026-11-27", "The {Daily", "Ann & Co",
                        "2019-06", "https://x.org/%C3%A9_a#:~:text=b%20c")  # fmt: skip
        twin = replace(odd, id="A-B", title="“Straße”")
        arabic = replace(odd, id="تقرير")
        found = check_bibtex(as_bibtex([odd, twin, arabic]))
        assert [key for key, _ in found] == ["a-b", "A-B-2", f"{found[2][0]}"]
        assert re.fullmatch(r"report-[0-9a-f]{8}", found[2][0])
        fields = found[0][1]
        assert fields["title"] == (
            r"{50\% of \textbraceleft{}x\_1\textbraceright{} \textbackslash{} \#3 \& \$2 \textasciitilde{} "
            r"\textasciicircum{} \textbraceright{} é 中}"
        )
        assert (fields["author"], fields["howpublished"]) == (r"{Ann \& Co}", r"{The \textbraceleft{}Daily}")
        assert (fields["url"], fields["urldate"]) == (odd.url, "2026-11-27")
        assert (fields["date"], fields["year"], fields["month"]) == ("2019-06", "2019", "06")

    def test_bibtex_note(self) -> None:
        """The words, where they stand, and the desk's link, whose signs TeX would take are escaped."""
        (report,) = references(SAID, DAY, desk="http://127.0.0.1:8420/é%C3")
        ((key, fields),) = check_bibtex(as_bibtex([report]))
        assert key == "f00d-s1"
        assert fields["note"] == (
            "Shinzo Abe to Xi Jinping (direct); ““We shall meet,” he said 😀” (characters 0–26): "
            r"\url{http://127.0.0.1:8420/é\%C3/report?id=f00d&at=0-26}"
        )

    def test_csl(self) -> None:
        """What the schema has: types, names, parts of dates, the note with the words."""
        items = check_csl(as_csl(references(ENTRY, DAY, desk=DESK, bylines={"f00d": "Jane Doe"})))
        assert [x["type"] for x in items] == ["entry", "article-newspaper", "document", "article-newspaper"]
        assert items[1]["author"] == [{"literal": "Jane Doe"}]
        assert items[1]["container-title"] == "The Daily"
        assert items[1]["issued"] == {"date-parts": [[2019, 6, 29]]}
        assert items[1]["accessed"] == {"date-parts": [[2026, 11, 27]]}
        assert items[1]["URL"].startswith("https://example.org/a?b=1&c=2#:~:text=")
        assert f"“Abe invited Xi to Osaka” (characters {QUOTES[1].start}–{QUOTES[1].end}): {DESK}" in items[1]["note"]
        assert "issued" not in items[3]

    @given(entries(), st.text(max_size=20), st.text(max_size=20))
    def test_any_entry_in_every_form(self, entry: Any, title: str, byline: str) -> None:
        """Whatever characters there are: BibTeX has its braces in pairs, CSL is as the schema says, lines are lines."""
        account = replace(entry.accounts[0], report=replace(REPORT, title=title, publisher=title))
        made = references(replace(entry, accounts=(account,)), DAY, desk=DESK, bylines={"f00d": byline})
        assert len(check_bibtex(as_bibtex(made))) == 2
        assert len(check_csl(as_csl(made))) == 2
        assert len(as_text(made).splitlines()) == 3
        for write in FORMS.values():
            write(made).encode("utf-8")

    def test_every_entry_that_formats_stumble_over(self) -> None:
        """None is refused, and each of its pieces is there."""
        for entry in (*ENTRIES, replace(MEETING, accounts=(replace(MEETING.accounts[0], parts=("page 2",)),))):
            found = check_csl(as_csl(references(entry, DAY)))
            assert len(found) == 1 + len({a.report.id for a in entry.accounts})
            for evidence in {e for a in entry.accounts for e in a.evidence}:
                assert any(" ".join(evidence.quote.split()) in x.get("note", "") for x in found[1:])


class TestCommand:
    """``communique show --cite``."""

    def run(self, *arguments: str) -> Any:
        """Run it in this process."""
        return CliRunner().invoke(main, ["show", *arguments])

    @pytest.fixture
    def address(self, tmp_path: Path) -> str:
        """A ledger of a meeting and what was said at it."""
        path = str(tmp_path / "ledger.sqlite")
        with Ledger(path) as ledger:
            ledger.add(*saying("one", "2018-05-02", USEFUL))
            ledger.add(*told("two", "2018-05-03"))
        return path

    def test_each_sort_in_each_form(self, address: str) -> None:
        """An engagement by any of its names, an account, a statement, a report; the link slices the report's text."""
        with Ledger(address) as ledger:
            text, entry = ledger.report("one").layer.text, ledger.entry("one/e1").id
        for id in (entry, "one/e1", "one/s1", "one"):
            for form in FORMS:
                done = self.run(id, "--cite", form, "--desk", DESK, "--ledger", address)
                assert done.exit_code == 0, done.stderr
                assert "Report one" in done.stdout
                for start, end in re.findall(r"/report\?id=one\\?&at=(\d+)-(\d+)", done.stdout):
                    assert text[int(start) : int(end)] in done.stdout
        items = check_csl(self.run("one/s1", "--cite", "csl", "--ledger", address).stdout)
        assert f"“{USEFUL}”" in items[0]["note"]
        assert items[0]["accessed"]["date-parts"] == [[date.today().year, date.today().month, date.today().day]]

    @pytest.mark.parametrize("wrong", [
        ("one/a1", "--cite", "text"), ("one/e1", "--desk", DESK), ("one/e1", "--cite", "text", "--json"),
        ("one/e1", "--cite", "endnote"), ("one/e1", "--cite", "text", "--desk", "nowhere"), ("none", "--cite", "csl"),
    ])  # fmt: skip
    def test_wrong(self, address: str, wrong: tuple[str, ...]) -> None:
        """An actor, a desk without a citation, two forms, a form that is none, a desk that is none, no such thing."""
        done = self.run(*wrong, "--ledger", address)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr


def test_exports_lead_to_a_desk(tmp_path: Path) -> None:
    """``communique export --desk``; what is none is refused before anything is written."""
    path = str(tmp_path / "ledger.sqlite")
    with Ledger(path) as ledger:
        ledger.add(*told("two", "2018-05-03"))
        id = ledger.entry("two/e1").id
    asked = ["export", "--format", "rss", "--ledger", path, "--desk"]
    assert f"<link>{DESK}/engagement?id={id}</link>" in CliRunner().invoke(main, [*asked, DESK]).stdout
    wrong = CliRunner().invoke(main, [*asked, "127.0.0.1:8420"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "--desk '127.0.0.1:8420' is no address of a desk" in wrong.stderr


def test_evidence_of_one_letter() -> None:
    """The least there may be of words."""
    (found,) = references(replace(SAID, content=(Evidence(3, 4, "é"),)), DAY)
    assert found.passages[0].original == "https://example.org/a?b=1&c=2#:~:text=%C3%A9"
