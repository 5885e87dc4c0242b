"""Learned weighings: a chance from a few named features, each with a weight.

The weights lie in ``data/weights.json``, fitted on marked reports that the model was not trained on by
``python -m training.weighing``. They decide what a sum of evidence decides: whether two tellings are one engagement,
where an engagement stands, whether it is recorded, and how sure that is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

Features = Mapping[str, float]
"""Features by name; what is not there counts nothing. ``1`` is always there."""


class Weighing:
    """A weight for every feature.

    Attributes:
        weights: by the feature's name.
    """

    def __init__(self, weights: Features) -> None:
        self.weights = weights

    def score(self, features: Features) -> float:
        """Return the weighted sum."""
        known = self.weights
        return known.get("1", 0.0) + sum(known.get(name, 0.0) * value for name, value in features.items())

    def chance(self, features: Features) -> float:
        """Return the logistic of the weighted sum: a chance between 0 and 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


@cache
def _all() -> dict[str, dict[str, dict[str, float]]]:
    text = (resources.files("communique.data") / "weights.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, float]]] = json.loads(text)
    return loaded


@cache
def weighings(name: str) -> dict[str, Weighing]:
    """Return the weighings of a family by name: ``joining``, ``status``, ``admission``."""
    return {key: Weighing(weights) for key, weights in _all()[name].items()}


def odds(chance: float) -> float:
    """Return the log odds of a chance, which is kept from 0 and 1."""
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(chance / (1 - chance))
