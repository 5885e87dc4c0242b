"""Statements: who said what, in direct, mixed and indirect speech."""

from communique.reading.statements.find import find_quotes
from communique.reading.statements.jsonl import quotes_jsonl, quotes_of
from communique.reading.statements.make import make_statements
from communique.reading.statements.quote import Quote

__all__ = ["Quote", "find_quotes", "make_statements", "quotes_jsonl", "quotes_of"]
