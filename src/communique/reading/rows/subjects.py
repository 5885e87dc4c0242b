"""The subject that notes leave out: "Met with the Prime Minister; visited Bath." is said of whom the note is about.

A past verb that a sentence, or a part of one after a semicolon, opens with and that has no subject takes the one that
is declared; so does the verb of a sentence whose phrases before it hold no subject ("In June, led a delegation"). An
encounter that is named alone ("Audience with the Pope") is the subject's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique import wordlists
from communique.reading.page.tree import Tree

_COMPANY = wordlists.words("engagements", "company")


@dataclass(frozen=True, slots=True)
class Missing:
    """Where a subject is to be read: before a word, by its number, with what joins it to the word."""

    word: int
    joint: str = " "


def missing(tree: Tree) -> list[Missing]:
    """Return where notes leave their subject out, in order."""
    found: dict[int, Missing] = {}
    for start, end in _parts(tree):
        gap = _gap(tree, start, end)
        if gap is not None:
            found.setdefault(gap.word, gap)
    return [found[word] for word in sorted(found)]


def _parts(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield the sentences in the parts that semicolons make, and full stops over which the tree goes on."""
    for start, end in tree.bounds:
        for i in range(start, end):
            if tree.words[i] in (";", "."):
                yield start, i
                start = i + 1
        yield start, end


def _gap(tree: Tree, start: int, end: int) -> Missing | None:
    words = [i for i in range(start, end) if tree.pos[i] not in ("SPACE", "PUNCT")]
    if not words:
        return None
    first = next((i for i in words if tree.pos[i] != "ADV"), words[0])
    if _is_past(tree, first):
        return None if _is_passive(tree, first) else Missing(words[0])
    head = next((i for i in words if tree.heads[i] not in range(start, end) or tree.heads[i] == i), words[0])
    if tree.is_verb(head):
        return _before_verb(tree, head)
    alone = not any(tree.is_verb(i) and tree.by(i, "nsubj") for i in words)
    meets = any(tree.case(k) == "with" for k in tree.by(head, "nmod", "obl"))
    return Missing(words[0], "’s ") if alone and meets and tree.pos[head] == "NOUN" else None


def _is_past(tree: Tree, i: int) -> bool:
    return tree.is_verb(i) and "Tense=Past" in tree.feats[i]


def _is_passive(tree: Tree, i: int) -> bool:
    """Whether a participle without an auxiliary says what was done to the subject: "Invited by the King"."""
    return tree.pos[i] == "VERB" and not tree.by(i, "obj") and any(tree.case(k) == "by" for k in tree.by(i, "obl"))


def _before_verb(tree: Tree, verb: int) -> Missing | None:
    """Return the place before a verb, its auxiliaries and adverbs, where no subject stands."""
    own = [k for k in tree.kids[verb] if k < verb and tree.deps[k].split(":")[0] in ("aux", "advmod", "cop")]
    tensed = [verb, *(k for k in own if tree.deps[k].startswith("aux"))]
    if tree.by(verb, "nsubj", "csubj") or not any("Tense=Past" in tree.feats[i] for i in tensed):
        return None
    word = verb
    while word - 1 in own:
        word -= 1
    return Missing(word)


def companions(tree: Tree) -> list[int]:
    """Return the words for those whom a subject comes along with: "accompanied President Nixon"."""
    verbs = (i for i in range(len(tree.words)) if tree.is_verb(i) and tree.lemmas[i] in _COMPANY)
    found = (k for i in verbs if not tree.is_passive(i) for k in tree.by(i, "obj"))
    return [c for k in found for c in tree.conjuncts(k)]
