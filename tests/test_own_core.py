"""A pipeline of one's own by its name: trained here with spaCy, read with from the command line, one for a language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import spacy
from click.testing import CliRunner, Result
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed

from communique.cli import main
from communique.desk.reading import Asked, Reader
from communique.errors import CoreMissing, CoreUnfit
from communique.language.named import Cores, core_named
from communique.language.pipelines import spacy_core
from communique.ledger.judgements import Verdict
from communique.ledger.readers import outdated, read_otherwise
from communique.ledger.store import Ledger
from communique.reading.version import reader_version
from communique.runs import Read
from tests.test_cores import ENGLISH_TEXT, GERMAN, GERMAN_TEXT, MEETING, VISIT, Row, StanzaPipeline, rows
from tests.watching.bench import Bench
from tests.web.server import html, served

RUSSIAN_TEXT = "Министр иностранных дел встретился со своим коллегой в Москве, и они говорили о торговле."
REPORTS = [
    {"id": "de", "text": f"{GERMAN_TEXT} {GERMAN_TEXT}", "published": "2021-03-10"},
    {"id": "en", "text": ENGLISH_TEXT.replace("  ", " "), "published": "2021-03-10"},
    {"id": "ru", "text": RUSSIAN_TEXT, "published": "2021-03-10"},
]


def document(nlp: Any, table: list[Row]) -> Doc:
    """A sentence of a table as a document to train on."""
    doc = Doc(
        nlp.vocab,
        words=[row.form for row in table],
        pos=[row.upos for row in table],
        morphs=[row.feats for row in table],
        lemmas=[row.lemma for row in table],
        heads=[k + row.step for k, row in enumerate(table)],
        deps=["ROOT" if row.deprel == "root" else row.deprel for row in table],
    )
    names, k = [], 0
    while k < len(table):
        end = next((e for e in range(k, len(table)) if table[e].name != table[k].name), len(table))
        if table[k].name:
            names.append(Span(doc, k, end, label=table[k].name))
        k = end
    doc.ents = tuple(names)
    return doc


def trained(folder: Path, language: str, tables: list[str]) -> Path:
    """A folder with a real pipeline of spaCy, trained until it knows a few sentences."""
    fix_random_seed(1)
    nlp = spacy.blank(language, meta={"name": f"small_{language}", "version": "1.2.3"})
    rare = {"parser": {"min_action_freq": 1}, "trainable_lemmatizer": {"min_tree_freq": 1}}
    for pipe in ("morphologizer", "trainable_lemmatizer", "parser", "ner"):
        nlp.add_pipe(pipe, config=rare.get(pipe, {}))
    docs = [document(nlp, rows(table)) for table in tables]
    pairs = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    nlp.initialize(lambda: pairs)
    for _ in range(40):
        nlp.update(pairs)
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A German pipeline."""
    return trained(tmp_path_factory.mktemp("german"), "de", [GERMAN])


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An English one."""
    return trained(tmp_path_factory.mktemp("english"), "en", [VISIT, MEETING, VISIT.rstrip() + MEETING])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is worked in, with three reports in three languages."""
    monkeypatch.chdir(tmp_path)
    lines = "".join(f"{json.dumps(report)}\n" for report in REPORTS)
    (tmp_path / "reports.jsonl").write_text(lines, "utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(map(str, arguments)))


def read(*arguments: object) -> dict[str, Any]:
    """The records that the command prints, by the id of the report."""
    result = run("read", "reports.jsonl", "--format", "jsonl", *arguments)
    assert result.exit_code == 0, result.stderr
    return {record["report"]["id"]: record for record in map(json.loads, result.stdout.splitlines())}


def names(record: dict[str, Any]) -> list[str]:
    """The names of who is in a record."""
    return [actor["name"] for actor in record["actors"]]


class TestByLanguage:
    """A language has one core: that which is named for it, else the shipped one."""

    def test_german_by_its_own_english_by_the_shipped(self, here: Path, german: Path) -> None:
        """What has no core is kept with its text and its language; none is lost."""
        found, plain = read("--core", f"spacy:{german}"), read()
        assert names(found["de"]) == ["Sanna Marin", "Kaja Kallas"] and names(plain["de"]) == []
        assert found["de"]["warnings"][0].startswith("read with spacy de small_de 1.2.3 ")
        assert found["en"] == plain["en"] and found["en"]["engagements"]
        assert found["ru"] == plain["ru"]
        assert (found["ru"]["report"]["language"], found["ru"]["report"]["text"]) == ("ru", RUSSIAN_TEXT)

    def test_a_core_for_each(self, here: Path, german: Path, english: Path) -> None:
        """Two may be named; the one of English takes the shipped one's place."""
        found = read("--core", f"spacy:{german}", "--core", f"spacy:{english}")
        assert names(found["de"]) == ["Sanna Marin", "Kaja Kallas"]
        assert [e["kind"] for e in found["en"]["engagements"]] == ["visit", "meeting"]
        assert all("lexicon: told" in e["why"] for e in found["en"]["engagements"])

    def test_several_processes_give_the_same(self, here: Path, german: Path) -> None:
        """Each loads it for itself."""
        assert read("--core", f"spacy:{german}", "--jobs", 2) == read("--core", f"spacy:{german}")

    def test_two_of_one_language(self, here: Path, german: Path) -> None:
        """Which should read it cannot be told."""
        (here / "twice.py").write_text(
            f"import spacy\n\ndef same():\n    return spacy.load({str(german)!r})\n", "utf-8"
        )
        with pytest.raises(CoreUnfit, match=r"^twice:same: it reads 'de', and so does spacy:"):
            Cores((f"spacy:{german}", "twice:same")).check()

    def test_only_some_languages(self, here: Path) -> None:
        """The others are not printed, and counted by their language."""
        result = run("read", "reports.jsonl", "--language", "EN", "--format", "jsonl")
        assert [json.loads(line)["report"]["id"] for line in result.stdout.splitlines()] == ["en"]
        assert "1 report read; 2 in other languages left out (--language): de 1, ru 1" in result.stderr

    def test_no_language(self, here: Path) -> None:
        """A name of one is no code."""
        result = run("read", "reports.jsonl", "--language", "german")
        assert result.exit_code == 2 and "'german': this is no code of a language" in result.stderr


class TestWhereNoFileIsGiven:
    """What is watched, and what is given to a desk, is read by it too."""

    def test_a_watch(self, tmp_path: Path, german: Path) -> None:
        """A feed's article in German is read by the core that is named."""
        told = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire",
                "items": [{"id": "1", "title": "Marin", "content_html": f"<p>{GERMAN_TEXT}</p>" * 9}]}  # fmt: skip
        with served() as site, ExitStack() as stack:
            site.routes["/feed"] = html(json.dumps(told).encode(), **{"Content-Type": "application/feed+json"})
            bench = Bench(site, tmp_path, stack)
            bench.cores = Cores((f"spacy:{german}",))
            assert bench.once(bench.source(from_feed=True)).added == 1
            assert read_otherwise(bench.ledger, {}) == {"de": 1}
            assert bench.ledger.actors("Sanna Marin")

    def test_a_desk(self, german: Path) -> None:
        """Its process reads with the core that the desk is served with."""
        reader = Reader(cores=Cores((f"spacy:{german}",)))
        try:
            (found,) = reader.read(Asked(text=f"{GERMAN_TEXT} {GERMAN_TEXT}", published="2021-03-10")).outcomes
            (english,) = reader.read(Asked(text=ENGLISH_TEXT, published="2021-03-10")).outcomes
        finally:
            reader.close()
        assert isinstance(found, Read) and isinstance(english, Read)
        assert [a.name for a in found.record.actors] == ["Sanna Marin", "Kaja Kallas"]
        assert found.reader != english.reader and english.record.engagements

    @pytest.mark.parametrize("command", [("watch", "feeds.toml"), ("serve", "--port", "0")], ids=lambda c: c[0])
    def test_one_that_is_none_is_refused_first(self, here: Path, command: tuple[str, ...]) -> None:
        """Before anything is asked or opened."""
        Ledger("l.sqlite").close()
        (here / "feeds.toml").write_text('[[source]]\nname = "A"\naddress = "https://a.invalid/feed"\n', "utf-8")
        result = run(*command, "--ledger", "l.sqlite", "--core", "spacy:nowhere")
        assert result.exit_code == 2 and "spaCy finds no pipeline 'nowhere'" in result.stderr


class TestLedger:
    """What a ledger keeps of it."""

    @pytest.fixture
    def taken(self, here: Path, german: Path) -> Iterator[Ledger]:
        """A ledger of the three."""
        result = run("ingest", "reports.jsonl", "--ledger", "l.sqlite", "--core", f"spacy:{german}", "--json")
        assert result.exit_code == 0, result.stderr
        counts = json.loads(result.stdout)
        assert (counts["added"], counts["other_languages"], counts["languages_left_out"]) == (3, {"ru": 1}, {})
        with Ledger("l.sqlite") as ledger:
            yield ledger

    def test_who_read_it(self, taken: Ledger, german: Path) -> None:
        """The reader of a report has the core's name, its version and a digest of its files."""
        name = core_named(f"spacy:{german}").name
        assert read_otherwise(taken, {}) == {"de": 1}
        (row,) = taken.sql("SELECT reader FROM report WHERE id = 'de'").rows
        assert row[0] == f"{reader_version()} with {name}" and name.startswith("spacy de small_de 1.2.3 ")

    def test_searchable(self, taken: Ledger) -> None:
        """Reports in other languages are found by their words, and by their language."""
        found = run("search", "--reports", "--language", "ru", "--json", "--ledger", "l.sqlite")
        assert [json.loads(line)["id"] for line in found.stdout.splitlines()] == ["ru"]
        assert json.loads(found.stdout)["language"] == "ru"
        by_word = run("search", "министр", "--reports", "--json", "--ledger", "l.sqlite")
        assert [json.loads(line)["id"] for line in by_word.stdout.splitlines()] == ["ru"]

    def test_engagements_by_language(self, taken: Ledger) -> None:
        """The language chooses among engagements and statements too; one that no report is in is named."""
        english = run("search", "--language", "en", "--json", "--ledger", "l.sqlite")
        assert len(english.stdout.splitlines()) == 2
        german = run("search", "--language", "de", "--ledger", "l.sqlite")
        assert "0 engagements found: what is not read has its text, which --reports finds" in german.stderr
        none = run("search", "--language", "fr", "--ledger", "l.sqlite")
        assert none.exit_code == 2 and "Reports are in de, en, ru" in none.stderr

    def test_left_by_a_rereading_without_it(self, taken: Ledger) -> None:
        """Nobody else can read them: what was read stays, and is said."""
        before = taken.report("de"), taken.record("de")
        result = run("ingest", "--reread", "--ledger", "l.sqlite")
        assert result.exit_code == 0 and "left as they are, read with a core of your own: de 1" in result.stderr
        assert (taken.report("de"), taken.record("de")) == before

    def test_read_anew_by_another_version_of_it(self, taken: Ledger, here: Path) -> None:
        """One trained anew is another, though its name is the same; the English reports are left."""
        other = trained(here / "other", "de", [GERMAN, GERMAN])
        version = reader_version(core_named(f"spacy:{other}"))
        assert outdated(taken, {"de": version}) == ("de",)
        result = run("ingest", "--reread", "--ledger", "l.sqlite", "--core", f"spacy:{other}")
        assert "reports: 1 read anew" in result.stderr
        assert outdated(taken, {"de": version}) == ()

    def test_another_day_takes_nothing_away(self, taken: Ledger) -> None:
        """Where people set the day of a report that such a core read, what it read stays."""
        taken.judge(Verdict.AMEND, "de", by="kim", field="published", value="2021-03-11")
        record = taken.record("de")
        assert record.report.published == "2021-03-11"
        assert [actor.name for actor in record.actors] == ["Sanna Marin", "Kaja Kallas"]


class TestMissing:
    """Names of no core, and cores that lack something: said before anything is read."""

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            ("german", "this names no language core"),
            ("spacy:", "this names no language core"),
            ("spacy:no_such_pipeline", "spaCy finds no pipeline 'no_such_pipeline'.*spacy download no_such_pipeline"),
            ("no_such_module:make", "no package 'no_such_module'"),
            ("communique.about:make", "no function 'make' in the module communique.about"),
        ],
    )
    def test_missing(self, name: str, problem: str) -> None:
        """Each is named, with what to do."""
        with pytest.raises(CoreMissing, match=problem):
            core_named(name)

    def test_stanza_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The command that installs it is named."""
        monkeypatch.setitem(__import__("sys").modules, "stanza", None)
        with pytest.raises(CoreMissing, match=r"no package 'stanza'.*-m pip install stanza"):
            core_named("stanza:de")

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ('spacy.blank("de")', "no part of speech, as one without a tagger does and .*no relation"),
            ('spacy.blank("xx")', "does not say which language it reads"),
            ("3", "type int is neither a pipeline"),
            ("1 / 0", "cannot be loaded .ZeroDivisionError"),
            (
                "spacy_core(lambda text: 1 / 0, languages=['de'])",
                "fails on the text '2018 2019.' with ZeroDivisionError",
            ),
        ],
    )
    def test_unfit(self, body: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What it lacks is named."""
        monkeypatch.chdir(tmp_path)
        module = f"unfit_{abs(hash(body))}"
        code = f"import spacy\nfrom communique.language.pipelines import spacy_core\n\ndef make():\n    return {body}\n"
        (tmp_path / f"{module}.py").write_text(code, "utf-8")
        with pytest.raises(CoreUnfit, match=problem) as raised:
            core_named(f"{module}:make")
        assert raised.value.source == f"{module}:make"

    def test_the_command_ends_before_it_reads(self, here: Path) -> None:
        """With exit code 2, whatever the reports are in; no ledger is left."""
        result = run("ingest", "reports.jsonl", "--ledger", "l.sqlite", "--core", "spacy:no_such_pipeline")
        assert result.exit_code == 2 and "help CoreMissing" in result.stderr
        assert not (here / "l.sqlite").exists()


def test_codes_of_languages_are_those_of_reports() -> None:
    """A script, a country, the two kinds of Norwegian count for nothing."""
    for code, known in (("zh-hans", "zh"), ("pt_BR", "pt"), ("nb", "no"), ("de", "de")):
        assert spacy_core(lambda text: text, languages=[code]).languages == {known}


def test_stanza_by_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Stanza returns is told by what it has: processors."""
    monkeypatch.setattr(StanzaPipeline, "processors", {}, raising=False)
    monkeypatch.chdir(tmp_path)
    code = "from tests.test_cores import StanzaDocument, StanzaPipeline\n\nclass Any(StanzaPipeline):\n"
    code += "    def __call__(self, text):\n        return StanzaDocument([])\n"
    (tmp_path / "stanza_of_ours.py").write_text(code, "utf-8")
    assert core_named("stanza_of_ours:Any").name == "stanza en"
