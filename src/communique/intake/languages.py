"""A small, deterministic check of the language of a text: enough to refuse what is not English, and to call it by name.

By script and its letters first, then by the share of function words. It knows the languages that most reports are in;
it is no general identifier, and says ``und`` (undetermined) where it cannot tell.
"""

from __future__ import annotations

import re

from communique import wordlists

UNKNOWN = "und"
"""The code of a language that cannot be told, as ISO 639-2 has it."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[.!?:\n\"“”]")
_SAMPLE = 20_000
_ENOUGH = 0.12
_ENGLISH = 0.2
"""Share of English function words from which a text that is not short is English: of 1,120 English reports, the least
is 0.35; languages that are not known here get there by chance words alone."""
_FEW = 12
_PARTICLES = wordlists.words("language", "name_particles")
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af\u1100-\u11ff]"),
    ("zh", r"[\u3400-\u9fff]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("ar", r"[\u0600-\u06ff\u0750-\u077f]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("hi", r"[\u0900-\u097f]"),
    ("bn", r"[\u0980-\u09ff]"),
    ("th", r"[\u0e00-\u0e7f]"),
    ("ka", r"[\u10a0-\u10ff]"),
    ("hy", r"[\u0530-\u058f]"),
    ("am", r"[\u1200-\u137f]"),
    ("my", r"[\u1000-\u109f]"),
    ("km", r"[\u1780-\u17ff]"),
    ("lo", r"[\u0e80-\u0eff]"),
    ("bo", r"[\u0f00-\u0fff]"),
    ("pa", r"[\u0a00-\u0a7f]"),
    ("gu", r"[\u0a80-\u0aff]"),
    ("or", r"[\u0b00-\u0b7f]"),
    ("ta", r"[\u0b80-\u0bff]"),
    ("te", r"[\u0c00-\u0c7f]"),
    ("kn", r"[\u0c80-\u0cff]"),
    ("ml", r"[\u0d00-\u0d7f]"),
    ("si", r"[\u0d80-\u0dff]"),
)
_LETTERS = {
    script: [tuple(row.split()) for row in found]
    for script, found in wordlists.groups("language", "telling_letters").items()
}
_SHARED_SCRIPTS = {"ru": "cyrillic", "ar": "arabic", "hi": "devanagari"}
_WORDS = {code: frozenset(found) for code, found in wordlists.groups("language", "function_words").items()}


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of ``text``, or ``und`` where it cannot be told.

    Only the first 20,000 characters count, and names do not: a name is of no language. A few
    words without evidence against English (a headline of names) are taken for English.
    """
    words = _WORD.findall(text[:_SAMPLE])
    if not words:
        return UNKNOWN
    other = _by_script("".join(words).lower())
    if other is not None:
        return other
    outside = _plain_words(text[:_SAMPLE])
    plain = outside or [low for word in words if (low := word.lower()) not in _PARTICLES]
    said = {code: [w for w in plain if w in known] for code, known in _WORDS.items()}
    best = max(said, key=lambda code: (len(said[code]), code == "en"))
    few = len(plain) < _FEW
    enough = len(said[best]) >= (_ENGLISH if best == "en" and not few else _ENOUGH) * len(plain)
    if enough and (not few or best == "en" or len(set(said[best]) - set(said["en"])) >= 2):
        return best
    plainly = not outside or sum(word.isascii() for word in plain) >= 0.8 * len(plain)
    return "en" if few and plainly and len(said["en"]) >= len(said[best]) else UNKNOWN


def _plain_words(text: str) -> list[str]:
    """Return the words outside names, in small letters.

    A capital marks a name, but for the first word of a sentence where it is a function word and no part of a name
    ("U.S.", "Al-Sisi"); what joins the words of a name ("von der Leyen") belongs to it.
    """
    found = list(_WORD.finditer(text))
    large = [match[0][0].isupper() for match in found]
    kept = []
    for i, match in enumerate(found):
        word = match[0].lower()
        if large[i]:
            opens = i == 0 or _SENTENCE.search(text[found[i - 1].end() : match.start()]) is not None
            after = text[match.end() : match.end() + 1]
            is_part = after == "-" or (after == "." and len(word) == 1)
            inside = is_part or not opens or not any(word in known for known in _WORDS.values())
        else:
            inside = word in _PARTICLES and _in_name(large, i)
        if not inside:
            kept.append(word)
    return kept


def _in_name(large: list[bool], i: int) -> bool:
    """True where a small word or two stand between words with a capital."""
    return any(large[max(0, i - 2) : i]) and any(large[i + 1 : i + 3])


def _by_script(letters: str) -> str | None:
    """Return the language of the script that most letters are of, or ``None`` for Latin."""
    counts = {code: len(re.findall(script, letters)) for code, script in _SCRIPTS}
    if counts["ja"] and counts["ja"] + counts["zh"] > 0.3 * len(letters):
        return "ja"
    code = max(counts, key=lambda c: counts[c])
    if counts[code] <= 0.3 * len(letters):
        return None
    told = _LETTERS.get(_SHARED_SCRIPTS.get(code, ""), ())
    return next((language for language, marks in told if any(letter in letters for letter in marks)), code)
