"""Communiqué reads news reports and keeps a verifiable record of diplomatic engagement."""
