"""Statements: who said what, in direct, mixed and indirect speech."""

from communique.reading.statements.find import find_quotes
from communique.reading.statements.quote import Quote

__all__ = ["Quote", "find_quotes"]
