"""Counts, days of the month and years, from figures or English words."""

from __future__ import annotations

from collections.abc import Sequence

from communique.reading.times.lexicon import CARDINALS, ORDINALS, SCALES

_FRACTIONS = {
    "1/2": 0.5,
    "½": 0.5,
    "1/4": 0.25,
    "¼": 0.25,
    "3/4": 0.75,
    "¾": 0.75,
    "1/3": 1 / 3,
    "2/3": 2 / 3,
}


def count(words: Sequence[str]) -> float | None:
    """Return the number that the words write ("two and a half": 2.5), ``None`` where they write none.

    "a" and "an" are 1; words that write no number are passed over.
    """
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if len(word) > 12:
            return None
        if word.replace(",", "").replace(".", "", 1).isdigit():
            current, seen = current + float(word.replace(",", "")), True
        elif word in CARDINALS:
            current, seen = current + CARDINALS[word], True
        elif word in ORDINALS and ORDINALS[word] < 10 and seen:
            current += ORDINALS[word]
        elif word in SCALES:
            current, seen = max(current, 1) * SCALES[word], True
            if word == "thousand":
                total, current = total + current, 0.0
        elif word in _FRACTIONS or word == "half":
            current, seen = current + _FRACTIONS.get(word, 0.5), True
    if not seen and any(word in ("a", "an") for word in words):
        return 1.0
    return total + current if seen else None


def day_of_month(text: str) -> int | None:
    """Return the day that "3", "3rd", "third" or "twenty-first" names, ``None`` if it is none of 1 to 31."""
    return day if (day := ordinal(text)) is not None and 1 <= day <= 31 else None


def ordinal(text: str) -> int | None:
    """Return the number of an ordinal or figure ("21st", "twenty - first"), ``None`` if it is none."""
    digits = text.rstrip("stndrh")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    parts = text.replace("-", " ").split()
    if not parts or parts[-1] not in ORDINALS:
        return None
    return sum(CARDINALS.get(part, 0) for part in parts[:-1]) + ORDINALS[parts[-1]]


def year(words: Sequence[str], pivot: int = 2000) -> int | None:
    """Return the astronomical year that the words write, ``None`` if they write none.

    "'98" is the year nearest to ``pivot``; "479 BC" is -478; "nineteen ninety-four" is read in two halves.
    """
    figures = [w for w in words if w.isascii() and w.isdigit()]
    if figures:
        number = int(figures[0]) if len(figures[0]) < 5 else 0
        if not number:
            return None
        return 1 - number if any(w.startswith("b") for w in words) else number
    short = [w for w in words if len(w) == 3 and w[1:].isascii() and w[1:].isdigit()]
    if short:
        return min(
            (pivot // 100 * 100 + int(short[0][1:]) + shift for shift in (-100, 0, 100)),
            key=lambda y: abs(y - pivot),
        )
    spoken = [w for w in words if w in CARDINALS or w in SCALES]
    if not spoken:
        return None
    if "thousand" in spoken:
        return int(count(spoken) or 0)
    return CARDINALS.get(spoken[0], 0) * 100 + int(count(spoken[1:]) or 0)
