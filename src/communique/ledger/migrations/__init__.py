"""Versions of the ledger's tables, and the way from one to the next (alembic)."""
