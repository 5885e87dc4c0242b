"""How a name of a state or body stands in its sentence: as a party to what is said, or as a place."""

from __future__ import annotations

from communique import wordlists
from communique.reading.actors.lexicon import (
    FROM_SENDER,
    MOTION,
    ON_TARGET,
    POSSESSED_ACTS,
    STATE_CASES,
    TO_RECIPIENT,
)
from communique.reading.actors.words import Words

INNER = frozenset("compound amod nmod:desc flat nmod:unmarked obl:unmarked dep goeswith fixed list det".split())
"""Relations of a name that is only part of another phrase."""
_LIKE = wordlists.words("actors", "counterparts")
_OF_STATE = wordlists.words("actors", "of_state")
_PAST_FORMS = wordlists.mapping("actors", "past_forms")


class Standing:
    """Judges where names stand in the trees of one report."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def part(self, head: int) -> str:
        """Return how a name stands in its sentence: "acts", "weak" or "" (a place, a part)."""
        words = self.words
        head = words.first_conjunct(head)
        dep, over = words.dep[head], words.head[head]
        if dep in ("nsubj", "nsubj:pass", "nsubj:outer", "iobj", "obl:agent"):
            return "acts"
        if dep == "obj":
            return "" if self._lemma(over) in MOTION else "acts"
        if dep == "nmod:poss":
            return "acts" if words.lower[over] in POSSESSED_ACTS else "weak"
        if dep in ("obl", "nmod"):
            return self._cased(words.case(head), over)
        if dep == "appos":
            return "weak"
        return "acts" if dep == "root" and len(words.kids[head]) > 3 else "weak" if dep not in INNER else ""

    def _cased(self, case: str, over: int) -> str:
        lemma, lower = self._lemma(over), self.words.lower[over]
        if case in STATE_CASES:
            return "acts"
        partner = {"to": TO_RECIPIENT, "from": FROM_SENDER, "on": ON_TARGET, "upon": ON_TARGET}.get(case)
        if partner is not None:
            return "acts" if lemma in partner or lower in partner else ""
        if case == "of":
            return "acts" if lower in _LIKE else "weak" if lower in _OF_STATE else ""
        return ""

    def _lemma(self, token: int) -> str:
        """Return a word's base as far as a plain rule gives it."""
        word = self.words.lower[token]
        if self.words.pos[token] == "VERB":
            for end, stem in (
                ("ied", "y"),
                ("ies", "y"),
                ("ing", ""),
                ("ed", ""),
                ("es", ""),
                ("s", ""),
                ("d", ""),
            ):
                if word.endswith(end):
                    base = word[: -len(end)] + stem
                    for form in (base, base + "e", base[:-1]):
                        if form in MOTION or form in TO_RECIPIENT or form in FROM_SENDER or form in ON_TARGET:
                            return form
            return _PAST_FORMS.get(word, word)
        return word
