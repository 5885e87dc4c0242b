"""Conditions: the words that hang a clause on another, read off the words as much as off the tree.

A tree often hangs a condition on another clause than a reader does.
"""

from __future__ import annotations

from communique import wordlists
from communique.reading.page.tree import Tree

__all__ = ["condition", "inside"]

_IF = wordlists.words("status", "ifs")
_LATER = wordlists.words("status", "must_come_first")
_OPENING = wordlists.words("status", "provided")
_INVERTED = wordlists.words("status", "inverted")
_TELLERS = wordlists.words("status", "tellers")
_NEGATIVE = wordlists.words("status", "condition_negations")
_EDGE = frozenset(', ; : — – - " “ ” and but or that'.split())
_PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _row in wordlists.rows("status", "conditions"):
    _PHRASES.setdefault(_row[0], []).append(_row)


def inside(t: Tree, i: int) -> str | None:
    """Return the word that makes the clause of ``i`` a condition, ``None`` where it is none.

    "If" concedes where both clauses tell of the past: "if the talks were cordial, those that followed were not".
    """
    if found := [k for k in t.by(i, "mark") if t.low[k] in _IF and not _concedes(t, k)]:
        return None if t.low[found[0]] == "if" and _factual(t, i) else t.words[found[0]]
    if t.deps[i] == "advcl" and any(t.low[k] in _INVERTED and k <= min(t.kids[i]) for k in t.by(i, "aux", "cop")):
        return t.words[min(t.kids[i])]
    return None


def _factual(t: Tree, i: int) -> bool:
    """True where a clause of the past is tied to a main clause of the past without a modal."""
    main = t.heads[i]
    told = [_past(t, k) for k in (i, main)]
    return t.deps[i] == "advcl" and all(told)


def _past(t: Tree, i: int) -> bool:
    aux = t.by(i, "aux", "cop")
    feats = " ".join(t.feats[k] for k in (i, *aux))
    modal = any(t.low[k] in ("would", "could", "might", "should", "had", "'d", "’d") for k in aux)
    return "Tense=Past" in feats and "Mood=Ind" in feats and not modal


def _concedes(t: Tree, k: int) -> bool:
    """True for "even if", "as if", "if only", "if anything" and "asked if"."""
    clause = t.heads[k]
    told = any(t.lemmas[s] in _TELLERS for s in t.by(clause, "nsubj"))
    if told and (t.lemmas[clause] in ("believe", "trust", "credit") or t.low[clause] in ("right", "true", "correct")):
        return True
    before, after = (t.low[j] if 0 <= j < len(t.low) else "" for j in (k - 1, k + 1))
    return before in ("even", "as", "and", "asked") or after in ("only", "anything", "not", "ever", "any")


def condition(t: Tree, i: int, negated: bool = False) -> str | None:
    """Return the words of a condition on what ``i`` tells, ``None`` where there is none.

    ``negated`` says that it is told not to happen: "will not meet until the prisoners are free" names a condition too.
    """
    first, last = _part(t, i)
    if word := _threat(t, i, first):
        return word
    if word := _opened_by(t, i, first, last):
        return word
    modal = {t.low[k] for k in t.by(i, "aux")}
    for k in range(first, last):
        word = t.low[k]
        for phrase in _PHRASES.get(word, ()):
            if tuple(t.low[k : min(k + len(phrase), last)]) == phrase:
                return " ".join(phrase)
        if (
            word in ("day", "moment", "minute", "instant")
            and any(t.deps[j] == "acl:relcl" for j in t.kids[k])
            and (t.deps[k] in ("obl:unmarked", "obl", "obj") and k > i)
        ):
            return f"the {word}"
        if word == "were" and t.pos[k + 1] == "PROPN" and "to" in t.low[k + 2 : k + 5]:
            return word
        ahead = k > i or ("will" in t.low[first:last] and "Tense=Past|VerbForm=Fin" not in t.feats[t.heads[k]])
        if word == "once" and t.deps[k] in ("mark", "advmod") and t.deps[t.heads[k]] == "advcl" and ahead:
            return word
        if word in _IF and t.deps[k] in ("mark", "case", "advmod") and _conditional(t, k, i):
            return t.words[k]
        opened = (negated and (word != "before" or _unreal(t, first, last))) or t.low[k - 1] in ("not", "only")
        if opened and word in _LATER and t.deps[k] == "mark" and t.heads[k] != i and _clause(t, t.heads[k]):
            return f"not {word}"
        if negated and word == "without" and t.deps[k] == "case" and _unreal(t, first, last):
            return "not without"
        if word in ("with", "without") and "would" in modal and t.deps[k] == "mark" and t.deps[t.heads[k]] == "advcl":
            return t.words[k]
        apart = k == first and "," in t.low[k:i]
        if word in _INVERTED and _opens(t, k, first, last) and (apart or i not in t.subtree(t.heads[k])):
            return t.words[k]
    return None


def _threat(t: Tree, i: int, first: int) -> str | None:
    """ "One more shell and we strike", "no deal, and they march", "free them or face sanctions"."""
    for k in range(first + 1, i):
        if t.low[k] == "otherwise" or (t.low[k] == "or" and t.low[k + 1] in ("else", "face")):
            return t.words[k]
        if t.low[k] in ("and", "or") and not any(
            "VerbForm=Fin" in t.feats[j] and "Mood=Imp" not in t.feats[j] for j in range(first, k)
        ):
            named = t.low[first : first + 2]
            order = (
                (t.pos[first] == "VERB" or t.low[first] in ("free", "open", "clear", "show"))
                and not t.by(first, "nsubj", "aux")
                and not t.low[first].endswith(("ed", "ing"))
            )
            opens = (
                order
                or named[0] in ("no", "another", "any")
                or named in (["one", "more"], ["a", "single"], ["one", "word"])
            )
            clause = any(t.deps[j].split(":")[0] == "nsubj" for j in range(k + 1, i + 1))
            return f"{t.words[first]} … {t.low[k]}" if opens and clause else None
        if t.low[k] == "and" and t.low[first : first + 2] in (["one", "more"], ["no", "more"]):
            return f"one more … {t.low[k]}"
    return None


def _opened_by(t: Tree, i: int, first: int, last: int) -> str | None:
    """ "Provided his doctors let him, he will": what opens the sentence; "but first the troops must go"."""
    would = {"will", "would", "could", "can", "may", "might"} & set(t.low[first:last])
    k = next((k for k in range(first, last) if t.pos[k] != "PUNCT"), first)
    opens = t.low[k] in _OPENING or (t.low[k] == "given" and "would" in t.low[first:last])
    if opens and would and "," in t.low[k:i]:
        return t.words[k]
    for k in range(first, last - 1):
        pair = (t.low[k], t.low[k + 1])
        if pair in (("but", "first"), ("must", "first"), ("only", "supposing"), ("always", "supposing")):
            return " ".join(pair)
        if (
            t.low[k] == "first"
            and {"must", "needs", "have", "has"} & set(t.low[max(first, k - 3) : k])
            and k > first + 1
        ):
            return " ".join(t.low[k - 1 : k + 1]) if t.low[k - 1] in ("must", "to", "be") else None
    return None


def _finite(t: Tree, j: int) -> bool:
    return "VerbForm=Fin" in t.feats[j] and "Mood=Imp" not in t.feats[j]


def _unreal(t: Tree, first: int, last: int) -> bool:
    """True where a sentence has a modal or a present "there is"."""
    return bool({"will", "would", "can", "could", "is", "are"} & set(t.low[first:last]))


def _part(t: Tree, i: int) -> tuple[int, int]:
    """Return the bounds of the part of the sentence between semicolons that holds ``i``."""
    first, last = t.bounds[t.sentence[i]]
    stops = [k for k in range(first, last) if t.low[k] == ";"]
    return max([first, *(k + 1 for k in stops if k < i)]), min([last, *(k for k in stops if k > i)])


def _conditional(t: Tree, k: int, i: int) -> bool:
    """True where the "if" at ``k`` opens a condition, and not a question that is asked or a clause that holds ``i``."""
    clause = t.heads[k]
    return not _concedes(t, k) and t.deps[clause] != "ccomp" and i not in t.subtree(clause)


def _clause(t: Tree, i: int) -> bool:
    return t.is_verb(i) or any(t.deps[k].split(":")[0] in ("nsubj", "cop") for k in t.kids[i])


def _opens(t: Tree, k: int, first: int, last: int) -> bool:
    """True for "should the vote be free": an auxiliary before its subject, in no question."""
    before = t.low[k - 1] if k > first else ""
    if (
        before in _NEGATIVE
        or (before == "only" and t.low[k - 2] == "not")
        or t.low[t.bounds[t.sentence[k]][1] - 1] == "?"
    ):
        return False
    if k > first and before not in _EDGE and not _ends(t, k - 1):
        return False
    after = next((j for j in range(k + 1, last) if t.pos[j] in ("NOUN", "PROPN", "PRON", "VERB", "AUX")), None)
    subject = (
        after is not None
        and t.pos[after] in ("NOUN", "PROPN", "PRON")
        and (t.low[after] not in ("it", "there") or k == first)
    )
    return subject and t.low[k + 1] not in ("not", "never", "been")


def _ends(t: Tree, k: int) -> bool:
    """True where a phrase ends at ``k``, so that an auxiliary after it opens a clause of its own."""
    nxt = t.heads[k + 1]
    subject = [j for j in t.kids[nxt] if t.deps[j].startswith("nsubj")]
    return t.pos[k] in ("NOUN", "PROPN", "ADV", "NUM") and bool(subject) and min(subject) > k + 1
