"""Which commands have an option, as the reference shows it: ``python -m tests.options --write`` renews the table."""

from __future__ import annotations

import sys
from collections import defaultdict

import click

from communique.cli import main
from tests import marked
from tests.readings import ROOT

PAGE = ROOT / "docs" / "reference" / "commands.md"


def options(command: click.Command) -> set[str]:
    """The options that a command has, but ``--help``."""
    given = (o for p in command.params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts))
    return {o for o in given if o.startswith("--")}


def shared() -> dict[str, list[str]]:
    """The commands that have each option, of options that several have, those of most commands first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, command in main.commands.items():
        for option in options(command):
            found[option].append(name)
    several = ((option, names) for option, names in found.items() if len(names) > 1)
    return dict(sorted(several, key=lambda x: (-len(x[1]), x[0])))


def table() -> str:
    """A row an option, with the commands that have it in the order of their names."""
    rows = [f"| `{option}` | {', '.join(f'`{x}`' for x in sorted(names))} |" for option, names in shared().items()]
    return "\n".join(["| option | commands |", "|---|---|", *rows])


def renewed(text: str) -> str:
    """The page with its table as the commands are now."""
    return marked.renewed(text, "options", table())


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
    else:
        print(table())
