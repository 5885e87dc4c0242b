"""The values of a ``Doc`` under construction, and what they say of "May" and "Will" before it is made."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from communique import wordlists
from communique.language.acts import Window
from communique.language.attributions import Attribution

_MODALS = wordlists.words("language", "modals")
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "expl", "csubj")


@dataclass(slots=True)
class Row:
    """Arrays of a ``Doc`` under construction, a value a token."""

    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deprels: list[str]
    starts: list[bool]
    ents: list[tuple[int, int, str]]
    said: list[Attribution]
    acts: list[Window]


def unhelping(words: Sequence[str], row: Row) -> None:
    """Make names of the modal verbs that help no verb: "May met Merkel", "On Monday Will is to fly".

    A modal with a capital whose verb has no subject and is no bare form, or has a modal of its own, is the subject.
    With a bare form ("May set out her plan") it is so where a name of the report ends with the word.
    """
    named = {words[e - 1] for _, e, kind in row.ents if kind == "PER"}
    for i, word in enumerate(words):
        if row.upos[i] not in ("AUX", "PROPN") or word.lower() not in _MODALS or not word.istitle():
            continue
        if row.deprels[i].startswith("nsubj"):
            _name(row, i, row.deprels[i])
        if row.deprels[i] not in ("aux", "root"):
            continue
        kids = [k for k in _sentence(row, i) if row.heads[k] == row.heads[i] and k not in (i, row.heads[i])]
        if any(row.deprels[k] in _SUBJECTS and not _is_cased(row, k) for k in kids):
            continue
        if row.heads[i] == i:
            _promote(row, i, words)
        elif _is_told(row, i, kids, words) or (word in named and _opens(row, i, words)):
            _rename(row, i, kids)


def _sentence(row: Row, i: int) -> range:
    """Return the tokens of the sentence of ``i``."""
    first, last = i, i + 1
    while first > 0 and not row.starts[first]:
        first -= 1
    while last < len(row.upos) and not row.starts[last]:
        last += 1
    return range(first, last)


def _is_cased(row: Row, k: int) -> bool:
    """True for a noun with a preposition, which is no subject whatever the tree says."""
    return any(row.heads[j] == k and row.deprels[j] == "case" for j in _sentence(row, k))


def _is_told(row: Row, i: int, kids: Sequence[int], words: Sequence[str]) -> bool:
    """True where the verb is one in the past or the third person, or has another modal."""
    verb = row.heads[i]
    helped = [k for k in kids if row.deprels[k].startswith("aux") and i < k < verb]
    if any(words[k].lower() in _MODALS or "VerbForm=Fin" in row.feats[k] for k in helped):
        return True
    return verb > i and not helped and row.upos[verb] == "VERB" and "VerbForm=Inf" not in row.feats[verb]


def _opens(row: Row, i: int, words: Sequence[str]) -> bool:
    """True for the first word of a sentence that asks nothing, right before its verb."""
    sentence = _sentence(row, i)
    return sentence[0] == i and row.heads[i] == i + 1 and words[sentence[-1]] != "?"


def _rename(row: Row, i: int, kids: Sequence[int]) -> None:
    """Make the modal ``i`` the subject of its verb."""
    verb = row.heads[i]
    for k in kids:
        if row.deprels[k] in _SUBJECTS:
            row.deprels[k] = "obl"
    passive = any(row.deprels[k] == "aux:pass" for k in kids)
    _name(row, i, "nsubj:pass" if passive else "nsubj")
    if not any(row.deprels[k].startswith("aux") for k in kids):
        row.feats[verb] = row.feats[verb].replace("VerbForm=Part", "VerbForm=Fin")
        row.feats[verb] = row.feats[verb].replace("VerbForm=Inf", "Tense=Past|VerbForm=Fin")


def _promote(row: Row, i: int, words: Sequence[str]) -> None:
    """Make the modal that heads "May to meet Merkel" the subject of the infinitive."""
    verb = next((k for k in _sentence(row, i) if row.heads[k] == i and row.deprels[k] == "xcomp" and k > i), None)
    if verb is None or not any(words[k] == "to" and row.heads[k] == verb for k in range(i, verb)):
        return
    for k in _sentence(row, i):
        row.heads[k] = verb if row.heads[k] == i else row.heads[k]
    row.heads[i] = row.heads[verb] = verb
    row.deprels[verb] = "root"
    _name(row, i, "nsubj")


def _name(row: Row, i: int, deprel: str) -> None:
    row.upos[i], row.feats[i], row.deprels[i] = "PROPN", "Number=Sing", deprel
    place = bisect(row.ents, (i, len(row.upos) + 1, ""))
    if (place == 0 or row.ents[place - 1][1] <= i) and deprel != "root":
        row.ents.insert(place, (i, i + 1, "PER"))
