"""What the package says of itself."""

from __future__ import annotations

__all__ = ["VERSION"]

VERSION = "0.1.0"
