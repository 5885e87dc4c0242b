"""What the package says of itself."""

from __future__ import annotations

__all__ = ["NAME", "VERSION"]

NAME = "communique"
"""What is typed: the name of the command, and that of the distribution."""

VERSION = "0.1.0"
