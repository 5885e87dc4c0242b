"""How what an extra of the package needs is added, to the installation that is running."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from communique.about import NAME

__all__ = ["install_extra"]


def install_extra(name: str) -> str:
    """Return the command that adds an extra to this installation, made with uv as a tool or with pip.

    Double quotation marks hold in every shell, those of Windows among them.
    """
    if Path(sys.prefix, "uv-receipt.toml").is_file():
        return f'uv tool install "{NAME}[{name}]{_origin()}"'
    program = "pip" if find_spec("pip") else "uv pip"
    return f'{program} install "{NAME}[{name}]"'


def _origin() -> str:
    """Return the wheel that was installed, as a requirement has it (PEP 508); empty where it came from an index."""
    try:
        text = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        text = None
    return f" @ {json.loads(text)['url']}" if text else ""
