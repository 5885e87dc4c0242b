"""What a journey is made of: commands typed in a shell, what they print looked at, and the time that each took."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHELL = ("bash", "-o", "pipefail", "-c")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a command printed, and the code that it ended with."""

    typed: str
    out: str
    err: str
    code: int

    def says(self, *words: str) -> Printed:
        """Fail unless all words are on standard output, wherever its lines are broken."""
        self._has(self.out, words)
        return self

    def notes(self, *words: str) -> Printed:
        """Fail unless all words are on standard error."""
        self._has(self.err, words)
        return self

    def lacks(self, *words: str) -> Printed:
        """Fail if one of the words is on standard output."""
        there = [x for x in words if x in plain(self.out)]
        assert not there, f"{there} should not be in what this printed:\n{self}"
        return self

    def lines(self) -> list[Any]:
        """The JSON Lines on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    def found(self, pattern: str) -> str:
        """The first group of a pattern, on standard output or else on standard error."""
        match = re.search(pattern, self.out) or re.search(pattern, self.err)
        assert match, f"{pattern!r} is not in what this printed:\n{self}"
        return match[1]

    def _has(self, text: str, words: tuple[str, ...]) -> None:
        missing = [x for x in words if plain(x) not in plain(text)]
        assert not missing, f"{missing} should be in what this printed:\n{self}"

    def __str__(self) -> str:
        return f"$ {self.typed}\n{self.out}\n{self.err}\n(exit code {self.code})"


def plain(text: str) -> str:
    """A text with one blank for any white space."""
    return " ".join(text.split())


@dataclass(slots=True)
class Journey:
    """A folder in which somebody types commands: ``communique`` and ``python`` are those of one environment."""

    folder: Path
    surroundings: Mapping[str, str]
    whole: bool = False
    """Whether there is time for steps that take long."""
    took: list[tuple[float, str]] = field(default_factory=list)

    def type(self, line: str, code: int = 0) -> Printed:
        """Run a line in the shell; fail unless it ends with this exit code and without a traceback."""
        start = time.perf_counter()
        done = subprocess.run(
            [*SHELL, line], cwd=self.folder, env=dict(self.surroundings), capture_output=True, text=True, check=False
        )
        self.took.append((time.perf_counter() - start, line))
        printed = Printed(line, done.stdout, done.stderr, done.returncode)
        assert done.returncode == code, f"ended with {done.returncode}, not {code}:\n{printed}"
        assert "Traceback" not in done.stderr, printed
        return printed

    def python(self, script: str) -> Printed:
        """Write a script, which a reader of the pages might, to a file, and run it."""
        number = len(list(self.folder.glob("script*.py"))) + 1
        self.write(f"script{number}.py", script)
        return self.type(f"python script{number}.py")

    def write(self, name: str, text: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        """The text of a file in the folder."""
        return (self.folder / name).read_text("utf-8")

    def told(self) -> str:
        """How long each step took, a line a step; nothing hangs on it."""
        lines = [f"{seconds:7.1f} s  {shown(line)}" for seconds, line in self.took]
        return "\n".join([*lines, f"{sum(seconds for seconds, _ in self.took):7.1f} s  in all"])


def shown(line: str) -> str:
    """A command on one line of at most 100 characters."""
    text = plain(line)
    return text if len(text) <= 100 else text[:99] + "…"


def surroundings(bin: Path) -> dict[str, str]:
    """The environment of a shell in which the programs of one folder are found first, and nothing else is set."""
    kept = {k: v for k, v in os.environ.items() if k in ("HOME", "LANG", "TMPDIR", "COMMUNIQUE_TEST_POSTGRESQL")}
    return {**kept, "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80", "LC_ALL": "C.UTF-8"}


def as_installed_here(folder: Path) -> dict[str, str]:
    """The surroundings with the package of the running Python, by commands of the same names."""
    bin = folder / "bin"
    bin.mkdir()
    programs = {
        "python": f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n',
        "communique": f"#!{sys.executable}\nfrom communique.cli import main\nmain()\n",
    }
    for name, program in programs.items():
        path = bin / name
        path.write_text(program, "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    here = {"PYTHONPATH": os.pathsep.join(x for x in sys.path if x)}
    return {**surroundings(bin), **here}
