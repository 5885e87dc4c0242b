"""``communique help``: the manual in the terminal, and the way to it from each error."""

from __future__ import annotations

import importlib
import pkgutil
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

import communique
from communique.cli import main
from communique.errors import CommuniqueError
from communique.manual import anchor, pages, section, topics
from tests.readings import ROOT, SAMPLES

DOCS = ROOT / "docs"


def run(*arguments: str, width: int = 80) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments), env={"COLUMNS": str(width)})


def below(kind: type[CommuniqueError]) -> Iterator[type[CommuniqueError]]:
    """An error class and all that are made from it."""
    yield kind
    for child in kind.__subclasses__():
        yield from below(child)


def errors() -> list[type[CommuniqueError]]:
    """Every error class of the package, wherever it stands; the base of all is never raised."""
    for module in pkgutil.walk_packages(communique.__path__, "communique."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = (kind for kind in below(CommuniqueError) if kind.__module__.startswith("communique."))
    return sorted({*ours} - {CommuniqueError}, key=lambda kind: kind.__name__)


class TestErrors:
    """Each error leads to its section."""

    @pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
    def test_every_error_has_its_section(self, kind: type[CommuniqueError]) -> None:
        """What its message says to type shows a section on it, which says more than its name."""
        topic = kind("a.txt", "it is wrong", "Mend it").topic
        shown = run("help", topic)
        assert (shown.exit_code, shown.stdout.split()[0]) == (0, kind.__name__)
        assert len(shown.stdout.split()) > 10

    def test_no_section_is_of_an_error_that_is_none(self) -> None:
        """The page's sections are the errors there are."""
        page = pages()["errors"].text
        assert re.findall(r"^## (\w+)$", page, flags=re.M) != []
        assert set(re.findall(r"^## (\w+)$", page, flags=re.M)) == {kind.__name__ for kind in errors()}

    def test_a_traceback_says_it(self) -> None:
        """From Python it is a note: the message itself stays as it is."""
        error = communique.NotFound("a.txt", "there is no such file", "Look again")
        assert str(error) == "a.txt: there is no such file. Look again."
        assert "".join(traceback.format_exception(error)).endswith("See: communique help NotFound\n")

    @pytest.mark.parametrize(
        ("arguments", "topic"),
        [
            (("read", "nothing.txt"), "NotFound"),
            (("search", "--ledger", "nothing.sqlite"), "LedgerMissing"),
            (("ingest", "--ledger", "new.sqlite"), "ingest"),
            (("search", " ", "--ledger", "nothing.sqlite"), "search"),
            (("read", "nothing.txt", "--published", "monday"), "BadDate"),
        ],
    )
    def test_commands_say_it(
        self, arguments: tuple[str, ...], topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The line on standard error ends with it: of an error its kind, of wrong usage the command."""
        monkeypatch.chdir(tmp_path)
        (line, *_) = run(*arguments).stderr.splitlines()
        assert line.endswith(f". See: communique help {topic}")
        assert run("help", topic).exit_code == 0

    def test_each_of_several_failures_says_it(self, tmp_path: Path) -> None:
        """Also where the others are read, and the errors come from other processes."""
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n\x00")
        (tmp_path / "b.txt").write_bytes(b"")
        sources = [str(SAMPLES / "tsai-call.txt"), str(tmp_path / "a.pdf"), str(tmp_path / "b.txt")]
        result = run("read", *sources, "--format", "jsonl", "--jobs", "2")
        assert re.findall(r"help (\w+)$", result.stderr, flags=re.M) == ["Damaged", "EmptyInput"]


class TestHelp:
    """The command."""

    def test_the_list_is_of_all_pages(self) -> None:
        """Every page of the docs but the first, which is a list itself, under a name of its own."""
        files = [p for p in DOCS.rglob("*.md") if p != DOCS / "index.md"]
        listed = re.findall(r"^  (\S+)", run("help").stdout, flags=re.M)
        names = [name.rpartition("/")[2] for name in listed]
        assert sorted(names) == sorted(p.parent.name if p.stem == "index" else p.stem for p in files)
        assert [name for name in listed if "/" in name] == ["explanation/times"]

    @pytest.mark.parametrize("name", sorted(pages()))
    def test_every_page_is_shown(self, name: str) -> None:
        """Under its title, with no mark of Markdown left, and nothing but code wider than the terminal."""
        shown = run("help", name)
        assert shown.exit_code == 0
        assert pages()[name].title.replace("`", "").split()[0] in shown.stdout.split("\n\n")[0]
        wide = [x for x in shown.stdout.splitlines() if cell_len(x.rstrip()) > 80 and not x.startswith("    ")]
        assert (wide, "](" in shown.stdout, "<!--" in shown.stdout) == ([], False, False)

    @pytest.mark.parametrize("name", sorted(main.commands))
    def test_every_command_is_a_topic(self, name: str) -> None:
        """What is shown is its section of the reference, and no page takes its place."""
        shown = run("help", name).stdout
        assert shown.strip().splitlines()[0].strip() == f"communique {name}"
        assert name not in pages()

    @pytest.mark.parametrize("page", sorted(pages()))
    def test_what_links_lead_to_is_there(self, page: str) -> None:
        """A link to another page, or to a section, is told as a command that shows it."""
        for name, part in re.findall(r"`communique help ([^`#]+)(?:#([^`]+))?`\)", pages()[page].text):
            assert name in topics()
            assert not part or section(pages()[name], part), f"{page}: {name}#{part}"

    def test_a_section_of_a_page(self) -> None:
        """It ends where the next begins."""
        shown = run("help", "keep-a-ledger#keep-a-copy").stdout
        assert shown.splitlines()[0].strip() == "Keep a copy"
        assert "export --format ledger" in shown and "PostgreSQL" not in shown

    def test_commands_can_be_copied(self) -> None:
        """Code is not broken to the width of the terminal."""
        line = "communique ingest --restore asia.jsonl --ledger postgresql://anna@db.example.org/communique"
        assert line in run("help", "keep-a-ledger", width=50).stdout

    @pytest.mark.parametrize(
        ("topic", "near"), [("ledger-", "ledger-store"), ("serach", "search"), ("keep", "keep-a-ledger")]
    )
    def test_an_unknown_topic(self, topic: str, near: str) -> None:
        """Exit code 2, what may be meant, and how to see all."""
        result = run("help", topic)
        assert (result.exit_code, result.stdout) == (2, "")
        assert near in result.stderr.partition("Did you mean")[2]
        assert result.stderr.endswith("communique help\n")

    @pytest.mark.parametrize("topic", ["qqqq", "keep-a-ledger#qqqq", "#", "", "read#x"])
    def test_nothing_near(self, topic: str) -> None:
        """Exit code 2 too."""
        assert run("help", topic).exit_code == 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("That no text of a page is lost", "that-no-text-of-a-page-is-lost"),
        ("`communique events`", "communique-events"),
        ("What “deterministic” means", "what-deterministic-means"),
        ("A new version of Communiqué", "a-new-version-of-communique"),
    ],
)
def test_anchors_are_those_of_mkdocs(title: str, name: str) -> None:
    """As Python-Markdown makes them."""
    assert anchor(title) == name
