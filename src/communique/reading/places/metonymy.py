"""Whether a place's name stands for a government: "Washington said", "ties with Beijing".

Decided from the tree: as the subject of a verb, as whom something is done to, or by the
preposition or noun beside it, with the words of ``metonymy.toml``. What no rule speaks for is
the place. Only capitals, other seats of government, countries and states can stand for one.
"""

from __future__ import annotations

from functools import cache

from communique import wordlists
from communique.language.doc import Run, Word
from communique.reading.known.bodies import metonym_country, metonym_organization
from communique.reading.known.countries import country_of, region_of
from communique.reading.tables import load
from communique.records import PlaceMention

_WHERE = wordlists.words("places", "where")
_GOVERNMENT = wordlists.words("places", "with_government")
_FAR = 3
"""How many steps up the tree a word like "talks" may stand above "between"."""


@cache
def _words(part: str, key: str) -> frozenset[str]:
    return frozenset(load("metonymy")[part].get(key, "").split())


def is_seat(words: str, country: str | None) -> bool:
    """True where ``words``, a place in ``country``, name the seat of its government or stand for a body."""
    return metonym_organization(words) is not None or (country is not None and metonym_country(words) == country)


def stands_for_government(span: Run, place: PlaceMention) -> bool:
    """True where ``span``, resolved to ``place``, stands for a government in its sentence."""
    words = span.text
    seat = is_seat(words, place.country)
    if not seat and country_of(words) is None and region_of(words) is None:
        return False
    token = _lead(span.root)
    rule = token.dep.partition(":")[0]
    if rule == "nsubj":
        return _as_subject(token)
    if token.dep == "obl:agent":
        return True
    cases = _cases(token)
    if cases and rule in ("obl", "nmod", "obj", "conj", "advcl", "root"):
        return any(_after(case, token) for case in cases)
    if rule in ("obj", "iobj"):
        return rule == "iobj" or _lemma(token.head) in _words("object", "heads")
    if token.dep == "nmod:poss":
        return _possessive(token, seat)
    if rule in ("compound", "nmod", "amod", "flat"):
        return _lemma(token.head) in _words("before", "heads") and seat
    return rule in ("root", "dep", "parataxis", "dislocated") and _says(span)


def _lemma(token: Word) -> str:
    return token.lemma.lower()


def _lead(token: Word) -> Word:
    """Return the first of the names that ``token`` is joined to ("Moscow and Kyiv")."""
    for _ in range(12):
        is_name = token.head.pos in ("PROPN", "NOUN", "X")
        if token.dep != "conj" or token.head == token or not is_name or _cases(token):
            break
        token = token.head
    return token


def _cases(token: Word) -> list[str]:
    return [child.lower for child in token.lefts if child.dep == "case"]


def _as_subject(token: Word) -> bool:
    verb = token.head
    if token.dep == "nsubj:pass":
        return _lemma(verb) in _words("object", "heads")
    if any(child.dep == "cop" for child in verb.lefts) or verb.pos in ("ADJ", "AUX", "NOUN", "PROPN"):
        return _lemma(verb) in _words("subject", "attitudes") | _words("subject", "parties")
    if _lemma(verb) == "have":
        return any(c.dep == "obj" and _lemma(c) in _words("subject", "have") for c in verb.rights)
    return verb.pos == "VERB" and _lemma(verb) not in _words("subject", "settled")


def _after(case: str, token: Word) -> bool:
    """True where a name after the preposition ``case`` stands for a government."""
    if case in _WHERE:
        return False
    if case == "according":
        return True
    head = token.head
    near = {_lemma(head)}
    if head.pos in ("VERB", "AUX"):
        near |= {_lemma(c) for c in head.children if c.dep in ("obj", "nsubj:pass", "xcomp")}
    if case in _GOVERNMENT:
        return not near & _words("after", "places")
    if case in ("between", "among"):
        for _ in range(_FAR):
            head = head.head
            near.add(_lemma(head))
        case = "between"
    return bool(near & _words("after", "toward" if case == "towards" else case))


def _possessive(token: Word, seat: bool) -> bool:
    """ "Moscow's decision" is the government's; a country's own things are not, but for its deeds."""
    owned = _lemma(token.head)
    if seat:
        return owned not in _words("possessive", "places") and token.head.pos == "NOUN"
    return owned in _words("possessive", "deeds")


def _says(span: Run) -> bool:
    """True where, in a tree that is of no help, a verb follows at once ("Moscow denies charge")."""
    if span.end >= len(span.doc):
        return False
    after = span.doc[span.end]
    finite = after.pos == "VERB" and "VerbForm=Part" not in after.morph
    return finite and _lemma(after) not in _words("subject", "settled")
