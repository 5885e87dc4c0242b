"""How the command was started, so that another that is named in a hint can be typed as it is printed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
from click.core import ParameterSource

from communique.about import NAME

_NAMES = ("python", "python3", "py")


def prefix() -> str:
    """Return what this command was started by: ``communique``, ``uv run communique``, ``python -m communique``.

    Where that cannot be told, ``communique``.
    """
    program = Path(sys.argv[0])
    if (program.parent.name, program.name) == (NAME, "__main__.py"):
        return f"{_python()} -m {NAME}"
    if program.stem.lower() != NAME:
        return NAME
    if _by_uv_run():
        return f"uv run {NAME}"
    return NAME if _is_on_path(NAME, program) else quoted([str(program)])


def hint(*arguments: str) -> str:
    """Return a command that does what is meant, as it is typed here: on the ledger that this command was given."""
    return f"{prefix()} {quoted([*arguments, *_ledger()])}"


def quoted(words: list[str]) -> str:
    """Return words as a shell takes them."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _ledger() -> list[str]:
    """The option of the ledger where this command was given one, its password left out; none for the usual one."""
    context = click.get_current_context(silent=True)
    if context is None or context.get_parameter_source("address") is not ParameterSource.COMMANDLINE:
        return []
    from communique.ledger.addresses import shown

    address = context.params.get("address")
    return ["--ledger", shown(address)] if isinstance(address, str) else []


def _python() -> str:
    if _by_uv_run():
        return "uv run python"
    name = next((name for name in _NAMES if _is_on_path(name, Path(sys.executable))), None)
    return name or quoted([sys.executable])


def _is_on_path(name: str, program: Path) -> bool:
    """Whether a name alone starts this program. Links are not followed: each environment has its own to one Python."""
    found = shutil.which(name)
    return found is not None and os.path.abspath(found) == os.path.abspath(program) and not _by_uv()


def _by_uv_run() -> bool:
    """Whether ``uv run`` started this, and would again from this folder: its environment lies in it or above."""
    folder = Path.cwd()
    return "UV_RUN_RECURSION_DEPTH" in os.environ and Path(sys.prefix).parent in (folder, *folder.parents)


def _by_uv() -> bool:
    """Whether uv started this (``uv run``, ``uvx``): its environment is on the path meanwhile, and not afterwards."""
    return "UV" in os.environ
