"""The documentation against the code: commands, options, kinds, statuses, names, examples and links."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import pytest
from packaging.requirements import Requirement

from communique.cli import main
from communique.reading.lexicon import lexicon
from communique.reading.status.verdicts import compose
from communique.records import ActorKind, Part, Stance, StatementKind, Status
from tests import options as option_table
from tests import readme
from tests.options import options
from tests.readings import ROOT, SAMPLES, index, sample

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
COMMANDS = (DOCS / "reference" / "commands.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
SET_UP = ("pip install uv && uv run communique demo", "pip install uv && uv run pytest")
HEAVY = {"spacy", "scipy", "torch", "tensorflow", "jax", "pyicu", "transformers"}
"""What must not be installed at run time: what is large, or has to be compiled."""


def page_id(path: Path) -> str:
    """A page's path within the project."""
    return path.relative_to(ROOT).as_posix()


def sections() -> dict[str, str]:
    """The reference's text for each command."""
    parts = re.split(r"^## `communique ([a-z]+)`$", COMMANDS, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


class TestCommands:
    """``docs/reference/commands.md``."""

    def test_every_command_has_a_section_and_no_other(self) -> None:
        """Headings are the commands there are."""
        assert set(sections()) == set(main.commands)

    @pytest.mark.parametrize("name", sorted(main.commands))
    def test_options_are_those_of_the_command(self, name: str) -> None:
        """Every option is in the command's section, and each option in it is one of the command's."""
        named = set(re.findall(r"`(--[a-z-]+)", sections().get(name, "")))
        assert named == options(main.commands[name])

    @pytest.mark.parametrize("name", sorted(main.commands))
    def test_choices_are_in_the_section(self, name: str) -> None:
        """Every value of an option with fixed values is named."""
        kinds = [p.type for p in main.commands[name].params if isinstance(p.type, click.Choice)]
        for choice in (c for kind in kinds for c in kind.choices):
            assert f"`{choice}`" in sections()[name]

    def test_the_table_of_options_is_that_of_the_commands(self) -> None:
        """Which commands share an option; if not: ``python -m tests.options --write``."""
        assert len(option_table.shared()) > 30
        assert option_table.renewed(COMMANDS) == COMMANDS

    @pytest.mark.parametrize("path", PAGES, ids=page_id)
    def test_commands_in_examples_exist(self, path: Path) -> None:
        """Every command shown at a prompt is one, with options that it has."""
        for line in re.findall(r"^\$ (.*)$", path.read_text("utf-8"), flags=re.M):
            for name, rest in re.findall(r"communique (\w+)([^|]*)", line):
                assert name in main.commands, line
                assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= options(main.commands[name]), line

    @pytest.mark.parametrize("path", [p for p in PAGES if p.name != "CHANGELOG.md"], ids=page_id)
    def test_one_prefix_throughout(self, path: Path) -> None:
        """Commands are written ``communique …``; only where a clone is set up there is ``uv run`` before them."""
        text = re.sub(r"^## Set up$.*?^## ", "## ", path.read_text("utf-8"), flags=re.M | re.S)
        typed = [a or b for a, b in re.findall(r"^\$ (.*)$|`([^`\n]+)`", text, flags=re.M)]
        started = {x for line in typed for x in re.findall(r"(uv run|-m|\S+/bin/)[ ]?communique\b", line)}
        assert started <= ({"uv run", "~/.venvs/communique/bin/"} if path.name == "install.md" else set())

    def test_the_wheel_is_that_of_this_version(self) -> None:
        """Where a page names the file that is installed, it is the one that is built."""
        named = {x for path in PAGES for x in re.findall(r"communique-[\d.]+-\S*?\.whl", path.read_text("utf-8"))}
        assert named == {f"communique-{project()['version']}-py3-none-any.whl"}


class TestVocabulary:
    """``docs/reference/json.md``."""

    TEXT = (DOCS / "reference" / "json.md").read_text("utf-8")

    @pytest.mark.parametrize("kind", sorted({s.kind for s in lexicon().senses.values()}))
    def test_every_kind(self, kind: str) -> None:
        """A kind that can be read is named."""
        assert f"`{kind}`" in self.TEXT

    @pytest.mark.parametrize("value", [*Status, *Part, *ActorKind, *StatementKind, *Stance])
    def test_every_value(self, value: str) -> None:
        """Every status, part, kind of actor or statement, and stance is named."""
        assert f"`{value}`" in self.TEXT

    @pytest.mark.parametrize("status", list(Status))
    def test_every_status_is_explained(self, status: str) -> None:
        """The page on the reading of engagements speaks of each status."""
        assert f"`{status}`" in (DOCS / "explanation" / "engagements.md").read_text("utf-8")


def test_the_algebra_shown_is_the_one_used() -> None:
    """The table of statuses under statuses is what the reading composes."""
    text = (DOCS / "explanation" / "engagements.md").read_text("utf-8")
    head, _, *rows = text[text.index("| under |") :].split("\n\n")[0].splitlines()
    outer = [Status(x) for x in re.findall(r"`(\w+)`", head)]
    assert len(rows) == 4
    for row in rows:
        inner, *shown = [Status(x) for x in re.findall(r"`(\w+)`", row)]
        assert [compose(inner, o) for o in outer] == shown


def modules_with_all() -> Iterator[tuple[str, list[str]]]:
    """Every module that declares its public names, with them."""
    source = ROOT / "src"
    for path in sorted(source.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and "__all__" in [t.id for t in node.targets if isinstance(t, ast.Name)]:
                parts = path.relative_to(source).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                yield name, ast.literal_eval(node.value)


@pytest.mark.parametrize(("module", "names"), list(modules_with_all()), ids=lambda v: v if isinstance(v, str) else "")
def test_public_names_are_sorted_and_there(module: str, names: list[str]) -> None:
    """``__all__`` is sorted, repeats nothing, and names what the module has."""
    assert names == sorted(set(names))
    assert [n for n in names if not hasattr(importlib.import_module(module), n)] == []


class TestReadme:
    """The first page."""

    def test_two_commands_set_it_up(self) -> None:
        """The set-up section's first block holds the two commands and nothing else."""
        (block, *_) = re.findall(r"^```console\n(.*?)^```", README.split("## Set up")[1], flags=re.M | re.S)
        assert tuple(line.removeprefix("$ ") for line in block.splitlines()) == SET_UP

    def test_continuous_integration_runs_the_test_command(self) -> None:
        """``.ci/run`` installs uv with pip and runs what the README says, as a line of its own."""
        script = (ROOT / ".ci" / "run").read_text("utf-8")
        install, test = SET_UP[1].split(" && ")
        assert test in script.splitlines()
        assert re.search(rf"-m {install.split()[0]} install\b.*\buv$", script, flags=re.M)
        assert install in script

    def test_output_is_the_real_one(self) -> None:
        """What the README shows is what the command prints; if not: ``python -m tests.readme --write``."""
        assert readme.renewed(README) == README

    @pytest.mark.parametrize("path", [p for p in PAGES if "--ledger demo.sqlite" in p.read_text("utf-8")], ids=page_id)
    def test_answers_of_the_ledger_are_the_real_ones(self, path: Path) -> None:
        """What a page shows of the shipped reports' ledger is what it answers; if not: as above."""
        assert readme.with_answers(path.read_text("utf-8")) == path.read_text("utf-8")

    def test_output_fits_80_columns(self) -> None:
        """No line of the shown output is wider."""
        shown = README.split("<!-- table -->")[1].split("<!-- /table -->")[0]
        assert len(shown.splitlines()) > 10
        assert max(len(line) for line in shown.splitlines() if not line.startswith("$ ")) <= 80

    def test_shown_evidence_is_in_the_report(self) -> None:
        """The JSON shown slices its own report."""
        text = sample(readme.SAMPLE).report.text
        shown = re.search(r'"evidence": \[\{"start": (\d+), "end": (\d+), "quote": "([^"]*)"', README)
        assert shown is not None
        assert text[int(shown[1]) : int(shown[2])] == shown[3]

    def test_python_versions_are_those_of_the_package(self) -> None:
        """The versions named are those that the package asks for."""
        wanted = project()["requires-python"]
        low, high = re.findall(r"3\.\d+", wanted)
        assert f"Python {low} to 3.{int(high[2:]) - 1}" in README


def python_blocks() -> list[Any]:
    """Every page with Python in it, its blocks joined in order."""
    found = []
    for path in PAGES:
        blocks = re.findall(r"^```python\n(.*?)^```", path.read_text("utf-8"), flags=re.M | re.S)
        if blocks:
            found.append(pytest.param("\n".join(blocks), id=page_id(path)))
    return found


@pytest.mark.parametrize("code", python_blocks())
def test_python_examples_run(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python of a page runs from top to bottom beside a record and a file of reports."""
    import json

    from communique.records import as_json

    if "import pandas" in code:
        pytest.importorskip("pandas", reason="pandas, which the page is about, is not installed")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)
    text = (SAMPLES / index()[0]["file"]).read_text("utf-8")
    (tmp_path / "record.json").write_text(json.dumps(as_json(sample(index()[0]["id"]))), "utf-8")
    (tmp_path / "reports.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\nnot json\n", "utf-8")
    exec(compile(code, "<example>", "exec"), {"__name__": "example"})
    printed = capsys.readouterr().out
    assert printed or "print(" not in code


class TestLinks:
    """Pages and links."""

    @pytest.mark.parametrize("path", PAGES, ids=page_id)
    def test_links_lead_somewhere(self, path: Path) -> None:
        """Every relative link is a file of the project."""
        links = re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
        missing = [x for x in links if "://" not in x and not (path.parent / x).exists()]
        assert missing == []

    def test_every_page_is_in_the_navigation(self) -> None:
        """``mkdocs.yml`` lists each page once, and no page that is not there."""
        listed = re.findall(r": ([\w/.-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), flags=re.M)
        assert sorted(listed) == sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md"))

    @pytest.mark.parametrize("path", PAGES, ids=page_id)
    def test_files_named_in_text_exist(self, path: Path) -> None:
        """A file of the project that a page names in code style is there."""
        text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.M | re.S)
        named = re.findall(r"`((?:src|tests|training|benchmarks|docs)/[\w/.-]+)`", text)
        assert [n for n in named if not (ROOT / n).exists()] == []


def project() -> dict[str, Any]:
    """The project's own table."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def closure(names: set[str]) -> set[str]:
    """Every distribution that these need at run time, themselves among them, as installed here."""
    seen: set[str] = set()
    todo = list(names)
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            needed = map(Requirement, metadata.requires(name) or ())
            todo += [r.name for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})]
        except metadata.PackageNotFoundError:
            continue
    return seen


def test_nothing_heavy_is_needed_at_run_time() -> None:
    """Neither the package's dependencies nor what they need in turn hold torch and its like."""
    own = {Requirement(d).name for d in project()["dependencies"]}
    needed = closure(own)
    assert {"onnxruntime", "numpy"} <= needed
    assert len(needed) > len(own)
    assert needed & HEAVY == set()


def test_changelog_speaks_of_this_version() -> None:
    """The version of the package has an entry."""
    assert project()["version"] in (ROOT / "CHANGELOG.md").read_text("utf-8")


def trials() -> list[tuple[str, str]]:
    """The tests that the page of trials names: file and last name, a shortened one in the file named before it."""
    found, file = [], ""
    page = (DOCS / "explanation" / "trust.md").read_text("utf-8")
    for named in re.findall(r"`((?:tests/[\w/]+\.py)?::[\w:]+)`", page):
        path, _, inside = named.partition("::")
        file = path or file
        found.append((file, inside.rpartition("::")[2]))
    return found


def test_every_trial_has_its_test() -> None:
    """A test that the page of trials names stands in the file that it is said to stand in."""
    assert len(trials()) > 50
    missing = [
        (file, name)
        for file, name in trials()
        if not re.search(rf"(?:def|class) {name}\b", (ROOT / file).read_text("utf-8"))
    ]
    assert missing == []


EXAMPLES = [p for p in sorted((ROOT / "src").rglob("*.py")) if ">>> " in p.read_text("utf-8")]


@pytest.mark.parametrize("path", EXAMPLES, ids=page_id)
def test_examples_in_docstrings_are_true(path: Path) -> None:
    """What stands after ``>>>`` in a module gives what is written below it."""
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
