"""Communiqué reads news reports and keeps a verifiable record of diplomatic engagement."""

__all__ = ["__version__"]

__version__ = "0.1.0"
