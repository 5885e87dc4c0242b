"""Lemmas as edit scripts: a rule that turns a form into its lemma, so that a model can choose one.

After UDPipe 2 (Straka 2018): the longest part that form and lemma share is kept, what stands
before and after it is cut and replaced; the case of the lemma is a rule of its own.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from communique import wordlists

SEPARATOR = "\u241f"


def script_of(form: str, lemma: str) -> str:
    """Return the script that turns ``form`` into ``lemma``: ``apply(form, script) == lemma``."""
    case = _case_rule(form, lemma)
    low, target = form.lower(), lemma.lower()
    match = SequenceMatcher(None, low, target, autojunk=False).find_longest_match()
    if match.size == 0 or len(low) != len(form) or len(target) != len(lemma):
        return SEPARATOR.join(("whole", lemma))
    script = SEPARATOR.join(
        (case, str(match.a), target[: match.b], str(len(low) - match.a - match.size), target[match.b + match.size :])
    )
    return script if apply(form, script) == lemma else SEPARATOR.join(("whole", lemma))


def apply(form: str, script: str) -> str:
    """Return the lemma of ``form`` by ``script``; the form itself where the script does not fit."""
    fields = script.split(SEPARATOR)
    if fields[0] == "whole":
        return fields[1]
    case, cut_before, before, cut_after, after = fields
    start, end = int(cut_before), len(form) - int(cut_after)
    if start > end:
        return form
    if case == "keep":
        return before + form[start:end] + after
    low = before + form[start:end].lower() + after
    if case == "title":
        return low[:1].upper() + low[1:]
    return low.upper() if case == "upper" else low


def _case_rule(form: str, lemma: str) -> str:
    if lemma == lemma.lower():
        return "low"
    if form[:1] == lemma[:1] and form[1:] != form[1:].lower() and lemma[1:] != lemma[1:].lower():
        return "keep"
    if len(lemma) > 1 and lemma == lemma.upper():
        return "upper"
    return "title" if lemma[1:] == lemma[1:].lower() else "keep"


_ENDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "VERB": (
        ("ied", "y"), ("ies", "y"), ("ed", "e"), ("ed", ""), ("ing", "e"),
        ("ing", ""), ("es", "e"), ("es", ""), ("s", ""),
    ),
    "NOUN": (("ies", "y"), ("ves", "f"), ("es", "e"), ("es", ""), ("s", "")),
    "ADJ": (("ier", "y"), ("iest", "y"), ("er", "e"), ("er", ""), ("est", "e"), ("est", "")),
}  # fmt: skip


IRREGULAR = {form: row[0] for row in wordlists.rows("language", "irregular_verbs") for form in row[1:]}
"""Lemmas of the past forms of irregular verbs, for those that no treebank has."""


class Lemmatizer:
    """Lemma of a form, by what the treebanks say of it, else by the model's script.

    Where the script gives a word no treebank knows ("invit"), a known word with a regular ending is
    taken instead, if there is one.
    """

    def __init__(self, table: dict[str, str]) -> None:
        """``table`` maps tag, a blank and the lower-cased form to the lemma."""
        self._table = table
        self._known: dict[str, set[str]] = {}
        for key, lemma in table.items():
            self._known.setdefault(key.split(" ", 1)[0], set()).add(lemma)

    def lemma(self, form: str, upos: str, script: str) -> str:
        """Return the lemma of ``form`` as ``upos``; ``script`` is the model's choice."""
        guess = apply(form, script)
        if upos == "PROPN":
            return guess
        low = form.lower()
        found = self._table.get(f"{upos} {low}")
        if found is not None:
            return found
        if upos == "VERB" and low in IRREGULAR:
            return IRREGULAR[low]
        known = self._known.get(upos)
        if known is None or guess in known:
            return guess
        for ending, instead in _ENDINGS.get(upos, ()):
            if low.endswith(ending) and len(low) > len(ending) + 1:
                stem = low[: -len(ending)]
                doubled = len(stem) > 3 and stem[-1] == stem[-2] and not instead
                for word in (stem + instead, stem[:-1] if doubled else ""):
                    if word in known:
                        return word
        return guess
