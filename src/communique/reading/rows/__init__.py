"""Rows of tables: who met whom, when and where, from their columns."""

from communique.reading.rows.record import read_row

__all__ = ["read_row"]
