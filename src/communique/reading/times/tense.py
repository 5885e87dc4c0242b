"""Whether the words around a time expression speak of what was or of what is to be.

Used where no parse tree tells: cues in the sentence vote, the near ones more than the far.
"""

from __future__ import annotations

import re

from communique import wordlists
from communique.reading.times.tokens import SYMBOLS, Tokens

_REACH = 14
_VOTES = {word: float(vote) for vote, found in wordlists.groups("times", "tense_votes").items() for word in found}
"""What each word says of the time: above nought of what is to be, below of what was."""
_REPORTING = wordlists.words("times", "reporting")
_PAST_FORM = re.compile(r"[a-z]{2,}ed$")
_BREAKS = frozenset(SYMBOLS[name] for name in ("PAR", "STOP"))


def lean(tokens: Tokens, first: int, last: int) -> float:
    """Return how far the words around tokens ``first``..``last`` speak of the past (-1) or the future (1)."""
    left = _scan(tokens, range(first - 1, max(first - 1 - _REACH, -1), -1))
    right = _scan(tokens, range(last, min(last + _REACH, len(tokens.symbols))))
    total = left + 0.8 * right
    return max(-1.0, min(1.0, total)) if abs(total) > 0.12 else 0.0


def _scan(tokens: Tokens, indices: range) -> float:
    total = 0.0
    for distance, i in enumerate(indices, start=2):
        symbol = tokens.symbols[i]
        if symbol in _BREAKS or (symbol == SYMBOLS["DOT"] and _ends_sentence(tokens, i)):
            break
        word = tokens.lower(i)
        if word in ("may", "march") and tokens.text[tokens.starts[i]].isupper():
            continue
        vote = _VOTES.get(word, 0.0)
        if not vote and _PAST_FORM.match(word):
            vote = -2.0
        elif word == "to" and symbol not in _BREAKS and i + 1 < len(tokens.symbols):
            vote = 0.8 if tokens.symbols[i + 1] == SYMBOLS["WORD"] else 0.0
        if distance == 2 and word in _REPORTING and indices.step < 0:
            vote = -3.0
        total += vote / distance
    return total


def _ends_sentence(tokens: Tokens, index: int) -> bool:
    if index == 0 or index + 1 >= len(tokens.symbols):
        return True
    before = tokens.ends[index - 1] - tokens.starts[index - 1]
    gap = tokens.starts[index + 1] > tokens.ends[index]
    return gap and before > 3 and tokens.text[tokens.starts[index + 1]].isupper()
