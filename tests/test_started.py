"""What hints begin with: how the command was started, and on which ledger."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.commands import started
from communique.commands.started import prefix, quoted

BIN = Path(sys.executable).parent
HERE = {name: value for name, value in os.environ.items() if not name.startswith("UV")}
"""The surroundings without what ``uv run`` sets, which may have started the tests."""


def shown(command: str, **more: str) -> str:
    """The last lines of ``help``, as a shell runs it."""
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env={**HERE, **more})
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-2]


def begun(line: str) -> str:
    """What the hint in the line begins with."""
    return line.partition(" help NAME ")[0]


@pytest.mark.skipif(os.name == "nt", reason="the shell is another one")
class TestStarts:
    """Each start prints a command that, typed as it is, starts it again."""

    def test_as_a_module(self, tmp_path: Path) -> None:
        """``python -m``: by the name that the shell finds, else by the path; quoted for the shell."""
        path = f"{BIN}{os.pathsep}{HERE['PATH']}"
        assert begun(shown("python -m communique help", PATH=path)) == "python -m communique"
        away = shown(f"{shlex.quote(sys.executable)} -m communique help", PATH="/usr/bin:/bin")
        assert begun(away) == f"{shlex.quote(sys.executable)} -m communique"
        blank = tmp_path / "my tools" / "bin"
        blank.mkdir(parents=True)
        (blank / "python").symlink_to(sys.executable)
        site = os.pathsep.join(sys.path)
        there = shown(f"'{blank}/python' -m communique help", PATH="/usr/bin:/bin", PYTHONPATH=site)
        assert begun(there) == f"'{blank}/python' -m communique"
        assert begun(shown(f"{begun(there)} help", PATH="/usr/bin:/bin", PYTHONPATH=site)) == begun(there)

    @pytest.mark.parametrize("name", ["communique", "my tools/communique"])
    def test_as_a_command(self, name: str, tmp_path: Path) -> None:
        """Alone where the shell finds it, else by its path, which may have blanks in it."""
        script = tmp_path / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!{sys.executable}\nfrom communique.cli import main\nmain()\n", "utf-8")
        script.chmod(0o755)
        site = os.pathsep.join(sys.path)
        path = f"{script.parent}{os.pathsep}{HERE['PATH']}"
        assert begun(shown("communique help", PATH=path, PYTHONPATH=site)) == "communique"
        away = shown(f"{shlex.quote(str(script))} help", PYTHONPATH=site, PATH="/usr/bin:/bin")
        assert begun(away) == shlex.quote(str(script))
        assert begun(shown(f"{begun(away)} help", PYTHONPATH=site, PATH="/usr/bin:/bin")) == begun(away)


class TestTold:
    """What tells how it was started."""

    def start(self, patch: pytest.MonkeyPatch, program: str, found: str | None = None, **surroundings: str) -> None:
        """Make it look as if a program had been started."""
        patch.setattr(sys, "argv", [program])
        patch.setattr(started.shutil, "which", lambda name: found if name == "communique" else None)
        for name in ("UV", "UV_RUN_RECURSION_DEPTH"):
            patch.delenv(name, raising=False)
        for name, value in surroundings.items():
            patch.setenv(name, value)

    def test_by_uv_run(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """From the folder of the project and from one in it; from elsewhere, where it would not start, by the path."""
        script = str(tmp_path / ".venv" / "bin" / "communique")
        monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
        self.start(monkeypatch, script, script, UV="/usr/bin/uv", UV_RUN_RECURSION_DEPTH="1")
        (tmp_path / "within").mkdir()
        for folder in (tmp_path, tmp_path / "within"):
            monkeypatch.chdir(folder)
            assert prefix() == "uv run communique"
        monkeypatch.setattr(sys, "argv", [str(tmp_path / "communique" / "__main__.py")])
        assert prefix() == "uv run python -m communique"
        monkeypatch.chdir("/")
        monkeypatch.setattr(sys, "argv", [script])
        assert prefix() == quoted([script])

    def test_by_uvx(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its environment is on the path only while it runs: the path is told."""
        self.start(monkeypatch, "/cache/bin/communique", "/cache/bin/communique", UV="/usr/bin/uv")
        assert prefix() == "/cache/bin/communique"

    def test_another_one_is_on_the_path(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The name alone would start that one."""
        self.start(monkeypatch, "/mine/communique", "/usr/bin/communique")
        assert prefix() == "/mine/communique"

    def test_by_something_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A test, a notebook, a program that calls it: the usual name."""
        self.start(monkeypatch, "/usr/lib/pytest/__main__.py")
        assert prefix() == "communique"


class TestLedger:
    """Hints are about the ledger that was asked."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A ledger of one report, in a folder whose name a shell would take apart."""
        path = tmp_path / "Anna's files" / "of 2019.sqlite"
        path.parent.mkdir()
        text = "PARIS, June 3 - Emmanuel Macron met Angela Merkel in Berlin on Monday.\n"
        (tmp_path / "a.txt").write_text(text, "utf-8")
        result = CliRunner().invoke(main, ["ingest", str(tmp_path / "a.txt"), "--ledger", str(path)])
        assert result.exit_code == 0, result.stderr
        return path

    def test_named_as_it_was(self, path: Path) -> None:
        """A hint has the ``--ledger`` that was given, quoted for the shell, and does what it says as it is printed."""
        result = CliRunner().invoke(main, ["sample", "--n", "1", "--ledger", str(path)])
        command = result.stderr.rpartition("then: ")[2].strip()
        assert command == f"communique precision --ledger {shlex.quote(str(path))}"
        again = CliRunner().invoke(main, shlex.split(command)[1:])
        assert "nothing of it is judged yet" in again.stderr
        assert again.exit_code == 1

    def test_not_named_where_it_was_not(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """From the surroundings, or the usual one: it is found again without."""
        monkeypatch.setenv("COMMUNIQUE_LEDGER", str(path))
        result = CliRunner().invoke(main, ["sample", "--n", "1"])
        assert result.stderr.rstrip().endswith("then: communique precision")
