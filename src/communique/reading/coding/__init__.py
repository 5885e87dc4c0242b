"""Coding: PLOVER and CAMEO of an engagement, its scores, its pairs of actors, and the rows of event data."""

from communique.reading.coding.codes import FUTURE, code, quad

__all__ = ["FUTURE", "code", "quad"]
