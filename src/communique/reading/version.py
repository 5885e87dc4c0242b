"""Which reader made a reading: the version of this package with a digest of its rules, tables and weights."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from communique.about import VERSION
from communique.errors import ModelMissing

if TYPE_CHECKING:
    from communique.language.cores import Core

SHIPPED = "communique"
"""The name of the core that is shipped."""

WITH = " with "
"""What stands in a version of a reader before the name of another core."""

_ROOT = Path(__file__).parents[1]
_PARTS = ("language", "reading", "data")
_WEIGHTS = "english.onnx"
_KINDS = (".py", ".toml", ".json", ".md")


def reader_version(core: Core | None = None) -> str:
    """Return the version of the reader: two with the same version give the same record of the same report.

    The digest is over the source and the tables of the language core and the reading, and the card of the model,
    which has the hash of its weights. Another core than the shipped one adds its name.
    """
    return _own() if core is None or core.name == SHIPPED else f"{_own()}{WITH}{core.name}"


@cache
def _own() -> str:
    digest = hashlib.sha256()
    for path in sorted(p for part in _PARTS for p in (_ROOT / part).rglob("*") if p.suffix in _KINDS):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{VERSION}+{digest.hexdigest()[:12]}"


@cache
def weights_hash() -> str:
    """Return the SHA-256 of the language model's weights, in hexadecimal digits.

    Raises:
        ModelMissing: if the package lacks them.
    """
    path = _ROOT / "language" / _WEIGHTS
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise ModelMissing(_WEIGHTS, "the weights are not in the package", "Install communique anew") from error
