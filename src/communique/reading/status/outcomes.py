"""What the sentence tells of an engagement in another place than at its word: kept, emptied, answered in a quote.

Read off the words more than off the tree, which often hangs such asides on another clause than a reader does.
"""

from __future__ import annotations

import re

from communique import wordlists
from communique.reading.page.tree import Tree
from communique.reading.status.verdicts import CA, CO, DC, DE, PL, PO, PR, H
from communique.records import Status

__all__ = ["settled"]

Told = tuple[Status, str]

_LESS = wordlists.rows("status", "even_less")
_NEGATIVE = wordlists.words("status", "outcome_negations")
_MISTAKEN = wordlists.words("status", "mistaken")
_SAYING = wordlists.words("status", "concluding")
_REPLYING = wordlists.words("status", "replying")
_QUOTES = frozenset(("'", '"', "“", "”", "‘", "’", "``", "''", "«", "»"))
_KEPT = wordlists.phrases("status", "kept")
_BARE_DID = wordlists.words("status", "bare_did")
_CLOSING = wordlists.phrases("status", "came_short")
_VAIN = wordlists.phrases("status", "in_vain")
_EXCUSES = wordlists.words("status", "excuses")
_GIVING = wordlists.words("status", "giving")


_NO = wordlists.phrases("status", "refusals")
_RETORTS = wordlists.words("status", "retorts")
_UNSURE = r"(?:certain|sure|settled|clear|decided|agreed|fixed|done|given|assured|guaranteed)"
_WORDINGS: tuple[tuple[re.Pattern[str], tuple[Status, ...], Status], ...] = (
    (re.compile(r"^\W*(?:why not|how about|what about|high time|time (?:to|for)) "), (H, DE, PO, PL, CO), PR),
    (re.compile(rf"(?:far from|anything but|by no means|not (?:yet|at all|quite)|less than|not) {_UNSURE}\b"),
     (PL, PR), PO),
    (re.compile(r"\b(?:remains? to be seen|may yet (?:slip|fall|fail|founder|collapse)|touch and go|open to doubt|"
                r"any(?:body|one) 's guess|in the lap of the gods)\b"), (PL, PR, H), PO),
    (re.compile(r"\b(?:nor|not|n't|never|cannot)(?: \w+){0,4} (?:ruled out|excluded)\b"), (PL, DE, H), PO),
    (re.compile(r"\b(?:surprise|surprised|surprising|astonish|astonished)(?: \w+)? (?:if|should|were|to see)\b"),
     (CO, PL, H), PO),
    (re.compile(r"\b(?:answer|reply|response)\b[^;]* (?:was|is|came|comes|has been|remains)\b[^;.]*? (?:no|nyet|nein|"
                r"non|never|yawn|shrug|silence|refusal|rebuff|negative|snub)\b"), (PR, PO), DC),
    (re.compile(r"\b(?:answer|reply|response)\b[^;]* (?:was|is|came) (?:an? )?(?:yes|nod)\b"), (PR,), PL),
    (re.compile(r"(?:\bnot|n't|never) suit\b|\binconvenient\b|\bno thanks?\b"), (PR, PO), DC),
    (re.compile(r"\bawaits? (?:an? )?(?:answer|reply|response)\b"), (PL,), PR),
    (re.compile(r"\brefuse[sd]? to (?:die|go away|lie down)\b"), (DE, DC), PO),
    (re.compile(r"\b(?:is|are|was|were) no more [.,;]"), (DE, H, PL), CA),
    (re.compile(r"\bdefy (?:anyone|anybody|you|them|him) to\b|\b(?:do|does|did|done) (?:anything|everything) but\b"),
     (H,), DE),
    (re.compile(r"\b(?:is|was|are|were|came as) news to\b"), (H, PO), DE),
)  # fmt: skip
"""Wordings, the statuses that they change, and what they make of them."""


def settled(t: Tree, i: int, status: Status) -> Told | None:
    """Return the status that the rest of the sentence gives to what ``i`` tells, with its words."""
    if status in (H, PL, PR, PO) and (found := _less(t, i) or _no_without(t, i) or _mistaken(t, i)):
        return found
    if found := _worded(t, i, status):
        return found
    if status is PO and (found := _own_answer(t, i)):
        return found
    if status in (PR, PO, CO) and (found := _quoted_refusal(t, i) or _vain(t, i)):
        return found
    if status is PR and (found := _excused(t, i)):
        return found
    if status in (PL, PR, PO, CO) and (word := _kept(t, i)):
        return H, word
    if status is PL and (word := _came_short(t, i)):
        return CA, word
    if status is DE and _no_without(t, i):
        return _no_without(t, i)
    return None


def _worded(t: Tree, i: int, status: Status) -> Told | None:
    """The fixed wordings by which a sentence says how far a thing has got."""
    told = " ".join(t.low[slice(*t.bounds[t.sentence[i]])])
    for pattern, wanted, given in _WORDINGS:
        if status in wanted and (found := pattern.search(told)):
            return given, found.group()
    return None


def _less(t: Tree, i: int) -> Told | None:
    """ "Has not written, let alone called": what is said to be even farther off."""
    first, _ = t.bounds[t.sentence[i]]
    for k in range(max(first + 1, i - 7), i):
        if tuple(t.low[k : k + 2]) in _LESS and _NEGATIVE & set(t.low[first:k]):
            return DE, f"{t.low[k]} {t.low[k + 1]}"
    return None


def _no_without(t: Tree, i: int) -> Told | None:
    """ "No deal, no visit"."""
    first, last = t.bounds[t.sentence[i]]
    start = next((k for k in range(first, last) if t.low[k] not in _QUOTES), first)
    second = next((k for k in range(start + 1, i) if t.low[k] == "no" and t.low[k - 1] == ","), None)
    if ((t.low[start] != "no" or second is None) and not (t.low[start] == "first" and "then" in t.low[start:i])) or any(
        "VerbForm=Fin" in t.feats[k] for k in range(start, i)
    ):
        return None
    return CO, "no …, no …"


def _mistaken(t: Tree, i: int) -> Told | None:
    """ "It would be wrong to conclude that he met him"."""
    first, last = t.bounds[t.sentence[i]]
    if t.low[first] == "to" and t.lemmas[first + 1] in _SAYING and _MISTAKEN & set(t.low[i:last]):
        return DE, f"{t.words[first]} {t.words[first + 1]}"
    for k in range(first, i):
        saying = t.lemmas[k] in _SAYING and t.low[k - 1] == "to" and k > first
        wrong = next((j for j in range(max(first, k - 12), k) if t.low[j] in _MISTAKEN), None) if saying else None
        if wrong is not None and not _NEGATIVE & set(t.low[first:k]) and i - k < 14:
            return DE, f"{t.words[wrong]} to {t.words[k]}"
    return None


def _own_answer(t: Tree, i: int) -> Told | None:
    """ "Have I talked to him? No." """
    ends = next((k for k in range(i + 1, min(len(t.low), i + 25)) if t.low[k] in (".", "!", "?")), None)
    if ends is None or t.low[ends] != "?":
        return None
    after = next((k for k in range(ends + 1, min(len(t.low), ends + 4)) if t.low[k] not in _QUOTES), None)
    if after is not None and t.low[after] in _RETORTS:
        return DE, f"? {t.words[after]}"
    if after is not None and t.low[after] not in ("no", "never", "not", "yes"):
        end = next((k for k in range(after, len(t.low)) if t.low[k] in (".", "!", "?")), len(t.low))
        spoken = any("VerbForm=Fin" in t.feats[k] for k in range(t.bounds[t.sentence[i]][0], ends))
        return (DE, f"? {t.words[after]}") if not spoken and {"not", "n't", "never"} & set(t.low[after:end]) else None
    if after is None:
        return None
    first = t.bounds[t.sentence[i]][0]
    coming = {"will", "shall", "would", "to"} & set(t.low[first:i])
    return (DE if t.low[after] != "yes" else PL if coming else H), f"? {t.words[after]}"


def _quoted_refusal(t: Tree, i: int) -> Told | None:
    """ "I have nothing to say to him," he replied when she proposed a meeting."""
    first, last = t.bounds[t.sentence[i]]
    marks = [k for k in range(first, last) if t.low[k] in _QUOTES and t.low[k] not in ("'", "’")]
    if len(marks) >= 2 and any(p in " ".join(t.low[marks[0] : marks[1]]) for p in _NO):
        return (DC, "…") if not marks[0] < i < marks[1] else None
    if len(marks) < 2 or marks[0] < i < marks[1]:
        return None
    replied = next((k for k in range(first, last) if t.lemmas[k] in _REPLYING), None)
    refused = _NEGATIVE & set(t.low[marks[0] : marks[1]])
    return (DC, f"{t.words[replied]} …") if replied is not None and refused else None


def _vain(t: Tree, i: int) -> Told | None:
    """ "Pleaded in vain for a truce", "urged them, to no avail, to meet"."""
    first, last = t.bounds[t.sentence[i]]
    told = " ".join(t.low[first:last])
    word = next((phrase for phrase in _VAIN if phrase in told), None)
    if "so far" in told or "nothing more" in told:
        return None
    tried = any(t.lemmas[k] in ("try", "attempt", "struggle", "strive") for k in t.ancestors(i))
    return (DE if tried else DC, word) if word else None


def _excused(t: Tree, i: int) -> Told | None:
    """ "Wanted him to come, but he had a wedding to attend", "asked for an apology; it got none"."""
    last = t.bounds[t.sentence[i]][1]
    turn = next((k for k in range(i + 1, last) if t.low[k] in (";", "but", ":", "—", "–") or t.low[k] == "who"), None)
    if turn is None:
        return None
    rest = range(turn + 1, last)
    if word := next((t.words[k] for k in rest if t.low[k] in _EXCUSES), None):
        return DC, word
    empty = next((k for k in rest if t.low[k] in ("none", "nothing") and t.low[k + 1] != "more"), None)
    given = empty is not None and any(t.lemmas[k] in _GIVING for k in range(max(turn, empty - 4), min(last, empty + 3)))
    return (DC, t.words[empty]) if empty is not None and given else None


def _kept(t: Tree, i: int) -> str | None:
    """Return the words that say that what was promised or asked for was done: "and on Saturday it did"."""
    last = t.bounds[t.sentence[i]][1]
    told = " ".join(t.low[i + 1 : last])
    if _NEGATIVE & set(t.low[i + 1 : last]) or "but" in t.low[i + 1 : last]:
        return None
    if word := next((phrase for phrase in _KEPT if phrase in told), None):
        return word
    for k in range(i + 2, last - 1):
        alone = t.low[k] == "did" and not t.deps[k].startswith("aux") and t.low[k - 1] in _BARE_DID
        if alone and t.low[k + 1] in (",", ".", ";", "—", "–"):
            return f"{t.words[k - 1]} {t.words[k]}"
    return None


def _came_short(t: Tree, i: int) -> str | None:
    """Return the words by which a journey that was expected ended before its goal."""
    told = " ".join(t.low[i + 1 : t.bounds[t.sentence[i]][1]])
    return next((phrase for phrase in _CLOSING if phrase in told), None)
