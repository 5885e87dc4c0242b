"""The lexicon: senses of words that tell of engagements, what governing words do to them, and both found in a tree."""

from communique.reading.lexicon.senses import Lexicon, Pattern, Sense, lexicon

__all__ = ["Lexicon", "Pattern", "Sense", "lexicon"]
