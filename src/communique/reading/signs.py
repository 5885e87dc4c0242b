"""Signs in a sentence that change the status of an engagement from afar: conditions, doubts, refutations, lasting.

They are read off the words of the sentence as much as off its tree, for a tree often hangs a condition or an
adverb on another clause than a reader does.
"""

from __future__ import annotations

from communique.reading.tree import Tree

_IN_RETURN = frozenset("return exchange event condition case".split())
_INVERTED = frozenset("should were had".split())
_NEGATIVE = frozenset("neither nor never hardly scarcely not".split())
_DOUBTS = frozenset("perhaps possibly maybe conceivably potentially presumably".split())
_REPORTS = frozenset("report claim charge allegation accusation rumour rumor suggestion assertion notion story".split())
_DENYING = frozenset("deny reject dismiss refute dispute rebut repudiate".split())
_FALSE = frozenset("untrue false baseless fabricated unfounded wrong incorrect groundless invented".split())
_PARTS = frozenset("day week month hour leg round year session".split())
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth final last opening".split())
_BEGINNING = frozenset("begin start open continue resume".split())
_NOTHING = frozenset("nothing nobody none neither".split())
_EDGE = frozenset(', ; : — – - " “ ”'.split())


def condition(t: Tree, i: int) -> str | None:
    """Return the word of a condition in the sentence of token ``i``, ``None`` where it has none."""
    first, last = t.bounds[t.sentence[i]]
    for k in range(first, last):
        before = t.low[k - 1] if k > first else ""
        after = t.low[k + 1] if k + 1 < last else ""
        word = t.low[k]
        if word in ("if", "unless") and before not in ("even", "as", "asked") and t.deps[t.heads[k]] != "ccomp":
            return t.words[k]
        if word in ("provided", "providing") and after == "that":
            return f"{t.words[k]} that"
        if word == "long" and before in ("as", "so") and after == "as":
            return f"{before} long as"
        if word in ("only", "not") and after in ("if", "once", "until", "when", "after"):
            return f"{word} {after}"
        if word in _IN_RETURN and t.case(k) in ("in", "on") and after in ("for", "of", "that"):
            return f"in {word}"
        if word in _INVERTED and _inverted(t, k, before):
            return t.words[k]
    return None


def _inverted(t: Tree, k: int, before: str) -> bool:
    """True for "should the vote be free": an auxiliary before its subject, in no question."""
    first, last = t.bounds[t.sentence[k]]
    if before in _NEGATIVE or t.low[last - 1] == "?" or (k > first and before not in _EDGE and not _ends(t, k - 1)):
        return False
    after = next((j for j in range(k + 1, last) if t.pos[j] in ("NOUN", "PROPN", "PRON", "VERB", "AUX")), None)
    return after is not None and t.pos[after] in ("NOUN", "PROPN", "PRON") and t.low[after] not in ("it", "there")


def _ends(t: Tree, k: int) -> bool:
    """True where a phrase ends at ``k``, so that an auxiliary after it opens a clause of its own."""
    nxt = t.heads[k + 1]
    subject = [j for j in t.kids[nxt] if t.deps[j].startswith("nsubj")]
    return t.pos[k] in ("NOUN", "PROPN", "ADV", "NUM") and bool(subject) and min(subject) > k + 1


def doubt(t: Tree, i: int) -> str | None:
    """Return the adverb that puts the clause of ``i`` in doubt ("perhaps")."""
    return next((t.words[k] for k in t.kids[i] if t.low[k] in _DOUBTS), None)


def refuted(t: Tree, i: int) -> str | None:
    """Return the word by which the report or claim that ``i`` is told in is denied or called false."""
    if not t.is_verb(i) and t.deps[i] in ("obj", "nsubj:pass", "nsubj") and t.is_verb(t.heads[i]):
        i = t.heads[i]
    if t.deps[i].split(":")[0] not in ("acl", "ccomp", "csubj", "nsubj"):
        return None
    g = t.heads[i]
    if t.low[g] in _FALSE:
        return t.words[g]
    if t.lemmas[g] not in _REPORTS or t.deps[i].split(":")[0] != "acl":
        return None
    up = t.heads[g]
    if up != g and (t.lemmas[up] in _DENYING or t.low[up] in _FALSE):
        return t.words[up]
    return next((t.words[k] for k in t.kids[g] if t.low[k] in _FALSE), None)


_REFUSALS = (("no", "such", "thing"), ("nothing", "of", "the", "kind"), ("nothing", "of", "the", "sort"))
_DROPPED = frozenset("drop abandon scrap shelve cancel ditch".split())
_PLANS = frozenset("plan idea project trip visit scheme intention".split())
_ENDED = frozenset((("pull", "plug"), ("call", "halt"), ("call", "time"), ("put", "stop"), ("put", "end")))


def turned_down(t: Tree, i: int) -> str | None:
    """Return the idiom by which what was asked for is refused in the sentence of ``i``."""
    first, last = t.bounds[t.sentence[i]]
    low = t.low[first:last]
    for idiom in _REFUSALS:
        if any(tuple(low[k : k + len(idiom)]) == idiom for k in range(len(low))):
            return " ".join(idiom)
    if any(t.low[k] == "no" and t.lemmas[t.heads[k]] == "say" for k in range(first, last)):
        return "said no"
    return None


def dropped(t: Tree, i: int) -> str | None:
    """Return the verb by which a plan is given up later in the sentence: "dropped the plan"."""
    first, last = t.bounds[t.sentence[i]]
    for k in range(max(first, i), last):
        if t.lemmas[k] in _DROPPED and any(t.lemmas[o] in _PLANS for o in t.by(k, "obj")):
            return t.words[k]
    return None


def ended(t: Tree, i: int) -> str | None:
    """Return the verb of an idiom that ends what ``i`` names: "pulled the plug on its tour"."""
    g = t.heads[i]
    idioms = ((t.lemmas[g], t.lemmas[o]) for o in t.by(g, "obj"))
    return t.words[g] if t.case(i) in ("on", "to") and any(pair in _ENDED for pair in idioms) else None


def nothing(t: Tree, i: int) -> str | None:
    """Return what empties the object of a verb: "imposed no sanctions", "sent nothing"."""
    for k in t.by(i, "obj"):
        if t.low[k] in _NOTHING:
            return t.words[k]
        found = next(
            (d for d in t.kids[k] if t.low[d] in ("no", "neither") and t.deps[d] in ("det", "cc:preconj")), None
        )
        if found is not None:
            return t.words[found]
    return None


def lasting(t: Tree, i: int) -> str | None:
    """Return the word that says that what ``i`` names or does goes on."""
    if t.is_verb(i):
        low = {t.low[k] for k in t.kids[i] if t.deps[k] in ("aux", "aux:pass")}
        participle = "VerbForm=Ger" in t.feats[i] or ("Tense=Pres" in t.feats[i] and "VerbForm=Part" in t.feats[i])
        still = any(t.low[k] == "still" for k in t.kids[i])
        if still and (participle or "being" in low):
            return "still"
        if participle and "been" in low and low & {"has", "have", "'ve", "'s"}:
            return "has been"
        if "being" in low and low & {"is", "are"}:
            return "being"
        if participle and t.deps[i] == "xcomp" and t.lemmas[t.heads[i]] == "keep":
            return t.words[t.heads[i]]
        return None
    if any(t.low[k] in ("midway", "underway") or (t.low[k] == "way" and t.case(k) == "under") for k in t.kids[i]):
        return "under way"
    g = t.heads[i]
    if t.deps[i] == "nmod" and t.lemmas[g] in _PARTS and t.case(i) == "of" and (ordinal := _ordinal(t, g)):
        begun = t.deps[g] == "nsubj" and t.lemmas[t.heads[g]] in _BEGINNING
        return f"{ordinal} {t.words[g]}" if t.case(g) == "on" or begun else None
    if t.deps[i] == "nsubj" and t.lemmas[g] == "enter":
        return next(
            (f"{o} {t.words[k]}" for k in t.by(g, "obj") if t.lemmas[k] in _PARTS and (o := _ordinal(t, k))), None
        )
    return None


def _ordinal(t: Tree, part: int) -> str | None:
    return next((t.words[k] for k in t.kids[part] if t.low[k] in _ORDINALS), None)
