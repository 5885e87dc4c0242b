"""Reports in other languages: kept with their language, searched and counted, and read into no false engagement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.intake import report_from_text
from communique.language.outside import OutsideCore, Said, WordSaid
from communique.ledger.listing import ActorQuery, ReportQuery, actors, count_reports, reports
from communique.ledger.readers import outdated
from communique.ledger.store import Ledger
from communique.reading.read import read
from communique.reading.version import reader_version
from tests.readings import SAMPLES, index

GERMAN = "Die Bundeskanzlerin traf am Montag den Präsidenten in Berlin und sprach mit ihm über die Lage auf dem Markt."
DUTCH = "De premier heeft maandag met de president gesproken over de handel en het verdrag van het vorige jaar."
RUSSIAN = "Министр встретился с Косачёвым в Москве и обсудил с ним визит президента."
ENGLISH = "Macron met Merkel in Berlin on Monday."
ZULU = (
    "UNdunankulu uhlangane noMongameli ePitoli ngoMsombuluko futhi baxoxe ngohwebo phakathi kwala mazwe amabili. "
    "Umhlangano uthathe amahora amabili futhi ube ngowokuqala kusukela ngonyaka odlule."
)
TEXTS = {"de1": GERMAN, "de2": f"{GERMAN} Das war gut.", "ru": RUSSIAN, "en": ENGLISH, "nl": DUTCH}


def run(*arguments: str, text: str | None = None) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(arguments), input=text, env={"COLUMNS": "200"})


@pytest.fixture
def lines(tmp_path: Path) -> str:
    """A file of five reports, one of them in English."""
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in TEXTS.items()), "utf-8")
    return str(path)


class TestCounted:
    """At the end of a run."""

    def test_read(self, lines: str) -> None:
        """They are named by language, the most first, and are not among those that were read; that is no failure."""
        result = run("read", lines, "--format", "jsonl")
        assert result.exit_code == 0
        assert "1 report read; 4 in other languages kept, not read: de 2, nl 1, ru 1" in result.stderr
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert {r["report"]["id"]: r["report"]["language"] for r in found} == {
            "de1": "de", "de2": "de", "ru": "ru", "en": "en", "nl": "nl",
        }  # fmt: skip
        assert {r["report"]["id"]: r["report"]["text"] for r in found} == TEXTS

    def test_one(self) -> None:
        """A single report in another language is told too."""
        result = run("read", "-", "--format", "json", text=GERMAN)
        assert "0 reports read; 1 in another language kept, not read: de 1" in result.stderr
        (warning,) = json.loads(result.stdout)["warnings"]
        assert warning == "not English (taken for 'de'): kept with its text, not read"

    def test_one_that_cannot_be_told(self) -> None:
        """Where nobody can say which language it is, the warning says that."""
        result = run("read", "-", "--format", "json", text="1234 5678")
        record = json.loads(result.stdout)
        assert record["report"]["language"] == "und"
        assert record["warnings"] == ["not English (its language cannot be told): kept with its text, not read"]

    def test_ingest(self, lines: str, tmp_path: Path) -> None:
        """Into a ledger: those that were added are counted, and none anew when they are there."""
        ledger = str(tmp_path / "ledger.sqlite")
        result = run("ingest", lines, "--ledger", ledger)
        assert result.exit_code == 0
        assert "reports: 5 added; 4 in other languages kept, not read: de 2, nl 1, ru 1" in result.stderr
        assert "languages" not in run("ingest", lines, "--ledger", ledger).stderr

    def test_ingest_as_json(self, lines: str, tmp_path: Path) -> None:
        """The counts are data too."""
        result = run("ingest", lines, "--ledger", str(tmp_path / "ledger.sqlite"), "--json")
        told = json.loads(result.stdout)
        assert told["other_languages"] == {"de": 2, "nl": 1, "ru": 1} and told["added"] == 5


class TestKept:
    """In a ledger."""

    @pytest.fixture
    def ledger(self, lines: str, tmp_path: Path) -> str:
        """A ledger of the five."""
        path = str(tmp_path / "ledger.sqlite")
        assert run("ingest", lines, "--ledger", path).exit_code == 0
        return path

    def test_whole_with_their_language(self, ledger: str) -> None:
        """Each is there to the last character, with its language and its warning; none has an engagement."""
        with Ledger(ledger, read_only=True) as kept:
            found = {x.report.id: x for x in reports(kept, ReportQuery())}
            assert {id: x.language for id, x in found.items()} == {
                "de1": "de", "de2": "de", "ru": "ru", "en": "en", "nl": "nl",
            }  # fmt: skip
            assert {id: kept.report(id).info.text for id in found} == TEXTS
            assert {id: x.accounts for id, x in found.items()} == {"de1": 0, "de2": 0, "ru": 0, "en": 1, "nl": 0}
            assert "not English (taken for 'ru')" in kept.report("ru").warnings[0]

    @pytest.mark.parametrize(
        ("words", "ids"),
        [
            ("Bundeskanzlerin", {"de1", "de2"}),
            ("präsidenten", {"de1", "de2"}),
            ("Praesidenten", set()),
            ("verdrag", {"nl"}),
            ("министр", {"ru"}),
            ("Косачёвым", {"ru"}),
            ("Косачевым", {"ru"}),
        ],
    )
    def test_searched(self, ledger: str, words: str, ids: set[str]) -> None:
        """Their words find them, in small letters and without marks as well."""
        with Ledger(ledger, read_only=True) as kept:
            assert {x.report.id for x in reports(kept, ReportQuery(words=words))} == ids
            assert count_reports(kept, ReportQuery(words=words)) == len(ids)

    def test_listed(self, ledger: str) -> None:
        """The command that lists reports finds them and says their language."""
        result = run("search", "--reports", "министр", "--ledger", ledger, "--format", "json")
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["id"] == "ru"

    def test_exported_and_restored(self, ledger: str, tmp_path: Path) -> None:
        """They go out with the ledger and come back with their text and their language."""
        dump, other = tmp_path / "all.jsonl", str(tmp_path / "other.sqlite")
        assert run("export", "--ledger", ledger, "--format", "ledger", "--output", str(dump)).exit_code == 0
        assert run("ingest", "--restore", str(dump), "--ledger", other).exit_code == 0
        with Ledger(other, read_only=True) as kept:
            assert {x.report.id: kept.report(x.report.id).info.text for x in reports(kept, ReportQuery())} == TEXTS
            assert kept.report("nl").info.language == "nl"


class TestPages:
    """What a page says of its language is a hint and no proof."""

    @pytest.mark.parametrize(
        ("lang", "text", "language", "read_"),
        [
            ("de", ENGLISH, "en", True),
            ("en-GB", GERMAN, "de", False),
            ("zu-ZA", ZULU, "zu", False),
            ("en", ZULU, "und", False),
            ("", ZULU, "und", False),
            ("x' onload=1", ZULU, "und", False),
        ],
    )
    def test_hint(self, tmp_path: Path, lang: str, text: str, language: str, read_: bool) -> None:
        """The words come first; the page names what they do not tell, and makes nothing English that is not."""
        page = tmp_path / "page.html"
        head = f'<!doctype html><html lang="{lang}"><head><title>News</title></head>'
        page.write_text(f"{head}<body><article><p>{text}</p><p>{text}</p></article></body></html>", "utf-8")
        record = json.loads(run("read", str(page), "--format", "json").stdout)
        assert record["report"]["language"] == language
        assert bool(record["engagements"]) is read_


class TestNames:
    """Names in other scripts meet their Latin forms."""

    @pytest.mark.parametrize(
        ("there", "here"),
        [
            ("Константин Косачёв", "Konstantin Kosachyov"),
            ("Константин Косачев", "Konstantin Kosachev"),
            ("Сергей Лавров", "Sergey Lavrov"),
            ("Дмитро Кулеба", "Dmytro Kuleba"),
            ("Кириакос Мицотакис", "Kyriakos Mitsotakis"),
            ("Κυριάκος Μητσοτάκης", "Kyriakos Mitsotakis"),
            ("Александар Вучић", "Aleksandar Vucic"),
            ("Бойко Борисов", "Boyko Borisov"),
        ],
    )
    def test_a_report_of_each_script_names_one_actor(self, tmp_path: Path, there: str, here: str) -> None:
        """A report in another script, read by a core of its language, and one in English name one actor."""
        given, surname = there.split()

        def say(text: str) -> Said:
            assert text == f"{there} молчал."
            a, b = len(given), len(there)
            return Said(
                [
                    WordSaid(0, a, "PROPN", "", given, 2, "nsubj"),
                    WordSaid(a + 1, b, "PROPN", "", surname, 0, "flat"),
                    WordSaid(b + 1, b + 7, "VERB", "", "молчать", 2, "root"),
                    WordSaid(b + 7, b + 8, "PUNCT", "", ".", 2, "punct"),
                ],
                [(0, b, "PER")],
            )

        core = OutsideCore("mine", frozenset({"ru", "el", "sr", "uk", "bg"}), say)
        foreign = report_from_text(f"{there} молчал.", id="there", published="2020-01-01")
        english = report_from_text(
            f"Berg said {here} left on Monday. {here} met Berg.", id="here", published="2020-01-02"
        )
        with Ledger(tmp_path / "ledger.sqlite") as ledger:
            ledger.add(english, read(english))
            ledger.add(foreign, read(foreign, core=core), reader=reader_version(core))
            found = actors(ledger, ActorQuery(name=here.split()[1]))
            assert [(x.appearances, set(x.names) >= {there, here}) for x in found] == [(2, True)]
            assert outdated(ledger, {}) == ()  # what another core read is left


def test_no_shipped_report_is_called_foreign() -> None:
    """English stays English: nothing of the shipped reports is left unread."""
    from communique.intake import Report, open_reports

    found = [item for row in index() for item in open_reports(str(SAMPLES / row["file"]))]
    assert {item.info.language for item in found if isinstance(item, Report)} == {"en"}
