"""Actors: who acts in a report, by every name, description and pronoun that stands for them."""
