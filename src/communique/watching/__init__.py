"""Feeds watched for a ledger: polled again and again, and what is new in them taken in."""
