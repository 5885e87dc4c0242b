"""How tables are kept among the weights' metadata: arrays and long texts as letters."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack(values: NDArray[Any]) -> dict[str, Any]:
    """Return an array, in single precision, as what JSON can hold."""
    data = base64.b64encode(np.ascontiguousarray(values, np.float32).tobytes()).decode("ascii")
    return {"shape": list(values.shape), "float32": data}


def unpack(item: Mapping[str, Any]) -> NDArray[np.float32]:
    """Return the array that :func:`pack` was given."""
    return np.frombuffer(base64.b64decode(item["float32"]), np.float32).reshape(item["shape"])


def squeeze(text: str) -> str:
    """Return a text compressed, in letters."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")


def unsqueeze(packed: str) -> str:
    """Return the text that :func:`squeeze` was given."""
    return zlib.decompress(base64.b64decode(packed)).decode()
