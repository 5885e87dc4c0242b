"""Actors: who acts in a report, by every name, description and pronoun that stands for them."""

from communique.reading.actors.cast import Cast, find_cast
from communique.reading.actors.counterparts import find_counterparts
from communique.reading.actors.mentions import Mention

__all__ = ["Cast", "Mention", "find_cast", "find_counterparts"]
