"""The licences of all that is installed with the package: ``python -m tests.licences --write`` renews the page."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement

from tests import marked
from tests.readings import ROOT

PAGE = ROOT / "docs" / "reference" / "dependencies.md"
EXTRAS = ("", "postgresql", "analysis", "excel", "pandas")
"""What is installed always, and what each extra adds."""
_NAMES = {
    "Apache Software License": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "Apache 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause", "3-Clause BSD License": "BSD-3-Clause", "Modified BSD License": "BSD-3-Clause",
    "MIT License": "MIT", "ISC License (ISCL)": "ISC", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause", "BSD": "BSD-3-Clause", "MIT License (MIT)": "MIT",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only", "GNU LGPLv3": "LGPL-3.0-only",
    "Python Software Foundation License": "PSF-2.0", "Apache": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "Apache-2.0 AND BSD-3-Clause",
}  # fmt: skip
"""Names of licences as packages give them that are no SPDX expressions."""


def normal(name: str) -> str:
    """The name of a distribution as indexes have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(names: Iterable[str]) -> dict[str, str]:
    """Every distribution that these need at run time, as installed here, with what needs it first; not the missing."""
    found: dict[str, str] = {}
    todo = [(Requirement(name), "communique") for name in names]
    while todo:
        needed, by = todo.pop(0)
        name = normal(needed.name)
        new = name not in found
        try:
            requirements = [Requirement(r) for r in metadata.requires(name) or ()]
        except metadata.PackageNotFoundError:
            continue
        found.setdefault(name, by)
        for extra in ["", *needed.extras] if new else needed.extras:
            todo += [
                (r, name)
                for r in requirements
                if (r.marker is None and not extra) or (r.marker is not None and r.marker.evaluate({"extra": extra}))
            ]
    return found


def packages() -> dict[str, tuple[str, str]]:
    """Every distribution with what needs it first and the extra that it comes with, empty for always."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, tuple[str, str]] = {}
    for extra in EXTRAS:
        names = project["optional-dependencies"].get(extra, []) if extra else project["dependencies"]
        for name, by in required(names).items():
            found.setdefault(name, (by, extra))
    return found


def licence(name: str) -> str:
    """The licence of a distribution as its own metadata gives it, as an SPDX expression where it can be told."""
    about = metadata.metadata(name)
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    told = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    told = [t for t in told if t != "OSI Approved"] or [(about.get("License") or "?").strip().split("\n")[0]]
    return " OR ".join(sorted({_NAMES.get(t, t) for t in told}))


def table() -> str:
    """A row for each distribution: its licence, what needs it, and the extra it comes with."""
    rows = ["| package | licence | needed by | with the extra |", "|---|---|---|---|"]
    found = packages()
    for name in sorted(found, key=lambda name: (EXTRAS.index(found[name][1]), name)):
        by, extra = found[name]
        rows.append(f"| {name} | {licence(name)} | {by} | {f'`{extra}`' if extra else ''} |")
    return "\n".join(rows)


def renewed(text: str) -> str:
    """The page with its table as the packages installed here have it."""
    return marked.renewed(text, "licences", table())


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
    else:
        print(table())
