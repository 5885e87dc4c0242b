"""The commands that work on a ledger."""
