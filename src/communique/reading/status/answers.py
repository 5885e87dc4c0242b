"""What becomes, elsewhere in the sentence, of what was asked for or planned: refused, accepted, called off."""

from __future__ import annotations

from communique import wordlists
from communique.reading.lexicon import Lexicon
from communique.reading.lexicon.attitudes import Idiom
from communique.reading.lexicon.idioms import find_idiom
from communique.reading.page.tree import Tree
from communique.reading.status.verdicts import CA, DC, PL, Verdict

__all__ = ["answered", "dropped"]

_ASKED = wordlists.words("status", "asked_for")
_PRONOUNS = wordlists.words("status", "answered_pronouns")
_PLANS = wordlists.words("status", "plans")
_ASKING = wordlists.words("status", "asking")
_COMPLYING = wordlists.words("status", "complying")
_NEGATIVE = wordlists.words("status", "answer_negations")
_PAST_PLAN = wordlists.words("status", "past_plans")
_CAME_ABOUT = wordlists.words("status", "came_about")


def answered(t: Tree, lex: Lexicon, i: int, found: Verdict) -> Verdict:
    """Return the verdict on what was asked for, changed by an answer told later in the sentence."""
    if word := _did_otherwise(t, i):
        return found.then(DC, word)
    for k in range(i + 1, t.bounds[t.sentence[i]][1]):
        answer = _answer(t, lex, k, (DC, PL), _ASKED)
        if answer is not None and not [c for c in t.by(k, "xcomp", "ccomp") if c not in answer[1]]:
            refusal, negated = answer[0].status is DC, _negated(t, k)
            if not refusal and any(_negated(t, up) for up in _governors(t, k)):
                return found.then(DC, f"not {t.words[k]}")
            if _modal(t, k) or (refusal and negated):
                continue
            return found.then(DC if refusal or negated else PL, " ".join((t.words[k], *answer[0].words)))
    return found


def _did_otherwise(t: Tree, i: int) -> str | None:
    """ "Asked to sign the text, he put down his pen": whoever was asked did another thing."""
    asking = next((k for k in (i, *t.ancestors(i)) if t.deps[k] == "advcl" and t.lemmas[k] in _ASKING), None)
    if asking is None or t.by(asking, "nsubj", "aux", "obj") or any(t.low[k] == "when" for k in t.kids[asking]):
        return None
    main = t.heads[asking]
    told = main > i and "Tense=Past" in t.feats[main] and "Mood=Ind" in t.feats[main] and not t.by(main, "ccomp")
    return t.words[main] if told and t.lemmas[main] not in _COMPLYING else None


def _governors(t: Tree, k: int) -> list[int]:
    """The verbs above an infinitive, one clause after another."""
    out: list[int] = []
    while t.deps[k] in ("xcomp", "acl", "advcl", "obj") and len(out) < 3:
        k = t.heads[k]
        out.append(k)
    return out


def _answer(
    t: Tree, lex: Lexicon, k: int, statuses: tuple[object, ...], nouns: frozenset[str]
) -> tuple[Idiom, list[int]] | None:
    """Return the idiom of answering at ``k``, where what it takes as object is what was asked for."""
    if not t.is_verb(k) or t.deps[k].startswith("aux"):
        return None
    table = lex.attitudes.answers
    matched = find_idiom(t, k, lex.attitudes.lemma(t.low[k], t.lemmas[k]), table)
    if matched is None or matched[0].status not in statuses:
        return None
    idiom, tokens = matched
    objects = [o for o in (*t.by(k, "obj"), *t.by(k, "nsubj:pass")) if o not in tokens]
    fits = all(t.low[o] in _PRONOUNS or t.lemmas[o] in nouns or t.pos[o] == "PROPN" for o in objects)
    return (idiom, tokens) if fits else None


def _negated(t: Tree, k: int) -> bool:
    return any(t.low[d] in _NEGATIVE for d in t.kids[k])


def _modal(t: Tree, k: int) -> bool:
    """True where the answer is itself to come or only may be given."""
    return any(t.low[d] in ("may", "might", "could", "should", "to") for d in t.by(k, "aux", "mark"))


def dropped(t: Tree, lex: Lexicon, i: int, found: Verdict) -> Verdict:
    """Return the verdict on a plan, changed where the sentence tells later that it came to nothing."""
    first, last = t.bounds[t.sentence[i]]
    past = any(c.lower() in ("was", "were", "had", "was to have") for c in found.cues) or _past_plan(t, first, last)
    before = {k for clause in t.by(i, "acl", "acl:relcl") for k in t.subtree(clause)}
    for k in (k for k in range(i + 1, last) if k not in before):
        answer = _answer(t, lex, k, (CA,), _PLANS)
        if answer is not None and not _negated(t, k) and not _modal(t, k) and _tells(t, i, k, answer[1]):
            return found.then(CA, " ".join((t.words[k], *answer[0].words)))
        if past and (word := _undone(t, k) or _cut_off(t, i, k)):
            return found.then(CA, word)
    return found


def _past_plan(t: Tree, first: int, last: int) -> bool:
    """Whether the sentence tells of a plan that was: "had been due", "was set", "had planned"."""
    for k in range(first, last):
        low = {t.low[d] for d in t.by(k, "aux", "aux:pass", "cop")}
        told = "Mood=Ind" in t.feats[k] and "Tense=Past" in t.feats[k]
        if t.lemmas[k] in _PAST_PLAN and (told or low & {"had", "was", "were"}):
            return True
        if t.low[k] in ("was", "were") and k + 1 < last and t.low[k + 1] == "to":
            return True
    return False


def _tells(t: Tree, i: int, k: int, tokens: list[int]) -> bool:
    """Whether a verb of calling off speaks of the plan at ``i``, and not of another thing in a clause of its own."""
    subjects = t.by(k, "nsubj", "nsubj:pass")
    named = any(t.low[s] in _PRONOUNS or t.lemmas[s] in _PLANS or t.lemmas[s] == t.lemmas[i] for s in subjects)
    if named or any(o not in tokens for o in t.by(k, "obj")):
        return True
    if t.by(k, "nsubj:pass") or any(t.case(o) in ("on", "to", "of") for o in t.by(k, "obl")):
        return False
    turned = t.deps[k] == "conj" and any(t.low[c] == "but" for c in t.by(k, "cc"))
    return not subjects or turned or (t.deps[k] in ("conj", "advcl", "parataxis") and t.lemmas[k] in _ALONE)


_ALONE = wordlists.words("status", "alone")


def _cut_off(t: Tree, i: int, k: int) -> str | None:
    """ "Was going to fly to Kyiv until Kyiv told him not to come": an end before the beginning."""
    until = (
        t.deps[k] == "advcl"
        and {"until", "till"} & set(t.marks(k))
        and t.heads[k] in (i, t.heads[i], t.heads[t.heads[i]])
    )
    return "until" if until and "Tense=Past" in t.feats[k] else None


def _undone(t: Tree, k: int) -> str | None:
    """ "Instead, he flew home", "but never came", "but did not"."""
    if t.low[k] == "instead" and t.deps[k] == "advmod":
        return t.words[k]
    if t.low[k] == "but":
        verb = t.heads[k]
        short = t.lemmas[verb] in _CAME_ABOUT or t.pos[verb] == "AUX"
        if short and _negated(t, verb) and verb > k:
            return f"but {next(t.low[d] for d in t.kids[verb] if t.low[d] in _NEGATIVE)}"
    return None
