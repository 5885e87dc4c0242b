"""What goes on at the time of the report: "has been training", "enters its third day", "which ends tomorrow"."""

from __future__ import annotations

from communique import wordlists
from communique.reading.page.tree import Tree

__all__ = ["lasting"]

_PARTS = wordlists.words("status", "stages")
_ORDINALS = wordlists.words("status", "stage_numbers")
_NTH = wordlists.words("status", "later_stages")
_ENTERING = wordlists.words("status", "entering")
_ENDING = wordlists.words("status", "ending")
_LEAVING = wordlists.words("status", "leaving")
_UNTIL = wordlists.words("status", "bounds")
_KEEPING = wordlists.words("status", "keeping")
_STAYING = wordlists.words("status", "staying")
_STOPPING = wordlists.words("status", "stopping")
_LASTING = wordlists.words("status", "lasting")
_DONE = wordlists.words("status", "done")
_NOW = wordlists.words("status", "at_present")
_PHRASES = wordlists.phrases("status", "going_on")
_GOING = wordlists.words("status", "under_way")
_SINCE = frozenset("since".split())


def lasting(t: Tree, i: int, future: set[int]) -> str | None:
    """Return the word that says that what ``i`` names or does goes on; ``future`` holds tokens of coming times."""
    if t.is_verb(i):
        return None if future & set(t.kids[i]) else _doing(t, i)
    return _event(t, i, future)


def _doing(t: Tree, i: int) -> str | None:
    low = {t.low[k] for k in t.kids[i] if t.deps[k] in ("aux", "aux:pass", "cop")}
    participle = t.low[i].endswith("ing")
    if (word := _nth_time(t, i)) and "Tense=Pres" in "".join(t.feats[k] for k in (i, *t.by(i, "aux"))):
        return word
    still = next((t.words[k] for k in t.kids[i] if t.low[k] == "still"), None)
    if still and (participle or "being" in low or "Tense=Pres" in t.feats[i]):
        return still
    if participle and "been" in low and low & {"has", "have", "'ve", "'s"}:
        return "has been"
    if "being" in low and low & {"is", "are"}:
        return "being"
    g = t.heads[i]
    keeps = t.lemmas[g] in _STAYING or (participle and t.lemmas[g] in _KEEPING)
    if keeps and t.deps[i] in ("xcomp", "advcl") and "Tense=Pres" in t.feats[g] and i - g < 4:
        return t.words[g]
    if participle and t.lemmas[g] in _STOPPING and t.deps[i] in ("xcomp", "advcl") and _not(t, g):
        return f"not {t.words[g]}"
    now = next((t.words[k] for k in t.kids[i] if t.low[k] in _NOW), None)
    if now and "VerbForm=Fin" in t.feats[i] and "Tense=Pres" in t.feats[i]:
        return now
    perfect = low & {"has", "have"} and any("Tense=Past" in t.feats[k] for k in (i,))
    since = any(t.case(k) in _SINCE for k in t.by(i, "obl")) or any(_SINCE & set(t.marks(k)) for k in t.by(i, "advcl"))
    return "since" if perfect and since and t.is_passive(i) else None


def _nth_time(t: Tree, i: int) -> str | None:
    """ "For the ninth week", "for a third day"."""
    for k in t.by(i, "obl"):
        if t.case(k) == "for" and t.lemmas[k] in _PARTS and (ordinal := _ordinal(t, k)) and ordinal.lower() in _NTH:
            return f"for … {ordinal} {t.words[k]}"
    return None


def _event(t: Tree, i: int, future: set[int]) -> str | None:
    if any(t.low[k] in _GOING or (t.low[k] == "way" and t.case(k) == "under") for k in t.kids[i]):
        return "under way"
    head = t.first_conjunct(i)
    if any(t.low[k] == "no" for k in t.by(i, "det")):
        return None
    for verb in (v for c in t.by(i, "acl:relcl") for v in t.conjuncts(c)):
        if "Tense=Pres" in t.feats[verb] and t.lemmas[verb] in _ENDING and _to_come(t, verb, future):
            return t.words[verb]
    if t.case(i) == "through" and any(t.low[k] in ("halfway", "midway", "partway") for k in range(max(0, i - 5), i)):
        return "midway through"
    if word := _stands(t, head):
        return word
    if t.low[t.heads[head]] in _DONE and _not(t, t.heads[head]):
        return f"not {t.words[t.heads[head]]}"
    if found := _part_of(t, i) or _left(t, head) or _phrase(t, i):
        return found
    g = t.heads[head]
    if t.deps[head].split(":")[0] == "nsubj" and (t.is_verb(g) or t.by(g, "cop")):
        still = "Tense=Pres" in "".join(t.feats[k] for k in (g, *t.by(g, "cop", "aux")))
        if still and any(t.low[k] == "still" for k in t.kids[g]) and not t.by(g, "obj"):
            return "still"
        been = {"has", "have"} & {t.low[k] for k in t.by(g, "aux")} and any(t.low[k] == "been" for k in t.by(g, "cop"))
        if (
            been
            and t.case(g) in ("in", "on", "at", "under")
            and any(t.case(k) in ("for", "since") for k in t.by(g, "obl", "nmod"))
        ):
            return "has been"
        return _entered(t, g) or _runs(t, g, future) or _day_number(t, i)
    return _day_number(t, i)


def _stands(t: Tree, head: int) -> str | None:
    """ "Has lasted since 1992", "still holds the hostages"."""
    g, dep = t.heads[head], t.deps[head].split(":")[0]
    aux = {t.low[k] for k in t.by(g, "aux")}
    if (
        dep == "nsubj"
        and t.lemmas[g] in _LASTING
        and aux & {"has", "have"}
        and any(t.case(k) in _SINCE for k in t.kids[g])
    ):
        return "since"
    if dep == "nsubj" and t.lemmas[g] in ("outlast", "outlive", "outlived", "outlasted") and aux & {"has", "have"}:
        return t.words[g]
    still = dep == "obj" and "Tense=Pres" in t.feats[g] and not aux and any(t.low[k] == "still" for k in t.kids[g])
    return "still" if still else None


def _to_come(t: Tree, verb: int, future: set[int]) -> bool:
    """Whether a present verb of ending has a coming time or a bound ("runs through Monday")."""
    near = [k for d in t.kids[verb] for k in (d, *t.kids[d])]
    return bool(future & set(near)) or any(t.case(k) in _UNTIL for k in t.by(verb, "obl"))


def _runs(t: Tree, g: int, future: set[int]) -> str | None:
    """ "The visit ends tomorrow", "the talks run until Friday"."""
    present = "Tense=Pres" in t.feats[g] and not t.by(g, "aux") and t.lemmas[g] in _ENDING
    return t.words[g] if present and _to_come(t, g, future) else None


def _entered(t: Tree, g: int) -> str | None:
    """ "Entered its third day", "went into a second week", "are in their third day"."""
    for k in (g, *t.kids[g]):
        if t.lemmas[k] not in _PARTS or not (k == g or t.deps[k].split(":")[0] in ("obj", "obl")):
            continue
        own = any(t.low[d] in ("its", "their", "his", "her") for d in t.by(k, "nmod:poss"))
        goes = t.lemmas[g] == "enter" or t.case(k) in ("into", "in", "on", "through") or t.lemmas[g] in _ENTERING
        if (ordinal := _ordinal(t, k)) and goes and (own or t.case(k) == "into" or t.lemmas[g] == "enter"):
            return f"{ordinal} {t.words[k]}"
    return None


def _part_of(t: Tree, i: int) -> str | None:
    """ "On the second day of his visit", "the third round of talks began"."""
    g = t.heads[t.first_conjunct(i)]
    if t.deps[i] == "nmod" and t.lemmas[g] in _PARTS and t.case(i) in ("of", "in") and (ordinal := _ordinal(t, g)):
        up = t.heads[g]
        begun = t.deps[g] == "nsubj" and t.lemmas[up] in _ENTERING
        return f"{ordinal} {t.words[g]}" if t.case(g) in ("on", "in", "during") or begun else None
    parts = [k for k in t.by(i, "nmod", "obl") if t.lemmas[k] in _PARTS and t.case(k) in ("in", "on", "into")]
    return next((f"{o} {t.words[k]}" for k in parts if (o := _ordinal(t, k))), None)


def _ordinal(t: Tree, part: int) -> str | None:
    return next((t.words[k] for k in t.kids[part] if t.low[k] in _ORDINALS), None)


def _left(t: Tree, head: int) -> str | None:
    """ "Neither side has left the talks": they go on."""
    g = t.heads[head]
    if t.deps[head].split(":")[0] not in ("obj", "nsubj") or t.lemmas[g] not in _LEAVING:
        return None
    now = any(t.low[k] in ("has", "have", "is", "are") for k in t.by(g, "aux"))
    return f"not {t.words[g]}" if now and _not(t, g) else None


def _not(t: Tree, g: int) -> bool:
    no = any(t.low[k] in ("not", "n't", "n’t", "never", "neither", "nor", "yet") for k in t.kids[g])
    return no or any(t.low[d] in ("neither", "no") for k in t.by(g, "nsubj") for d in (k, *t.kids[k]))


def _phrase(t: Tree, i: int) -> str | None:
    """ "With no end in sight", "for the third day running"."""
    last = t.bounds[t.sentence[i]][1]
    told = " ".join(t.low[i:last])
    return next((p for p in _PHRASES if p in told), None) if t.deps[i] in ("nsubj", "obj", "root") else None


def _day_number(t: Tree, i: int) -> str | None:
    """ "Day two: Pope's visit turns to the poor"."""
    first, _ = t.bounds[t.sentence[i]]
    counted = t.low[first] in _PARTS and (t.low[first + 1] in _ORDINALS or t.low[first + 1].isdigit())
    return f"{t.words[first]} {t.words[first + 1]}" if counted and i > first + 1 else None
