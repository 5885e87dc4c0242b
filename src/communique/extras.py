"""What an extra of the package needs: imported where it is there, else how it is added to this installation."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from communique.about import NAME
from communique.errors import CommuniqueError, ExtraMissing

__all__ = ["arrow", "install_extra"]


def arrow(source: str, extra: str = "analysis", error: type[CommuniqueError] = ExtraMissing) -> Any:
    """Return pyarrow, with what reads and writes Parquet.

    Args:
        source: what needs it, as the message names it.
        extra: the extra of this package that brings it.
        error: what is raised where it is missing.

    Raises:
        CommuniqueError: of that kind, if it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as missing:
        remedy = f"Install it: {install_extra(extra)}"
        raise error(source, "it needs pyarrow, which is not installed", remedy) from missing
    return pyarrow


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
