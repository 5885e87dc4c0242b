"""Counterparts: bodies that a report calls equivalents of each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from communique.language.core import text_of
from communique.records import ActorKind, Counterpart, Evidence

if TYPE_CHECKING:
    from communique.reading.actors.cast import Cast

_PLACES = re.compile(r"\b(?i:equivalents?|counterparts?|analogue?)\b")
_PREPOSITIONS = frozenset(("of", "to"))
_INSTITUTIONS = (ActorKind.BODY, ActorKind.ORGANIZATION)


def _target(doc: Doc, noun: int, cast: Cast) -> str | None:
    """Return the actor of "the equivalent of X" or "X's equivalent"."""
    for kid in doc[noun].children:
        if kid.dep_ == "nmod:poss":
            return cast.at(kid.i)
        if kid.dep_ in ("nmod", "obl") and any(c.lower_ in _PREPOSITIONS for c in kid.children if c.dep_ == "case"):
            return cast.at(kid.i)
    return None


def _source(doc: Doc, noun: int, cast: Cast) -> str | None:
    """Return the actor that is called an equivalent: the subject, or what the phrase is apposed to."""
    token = doc[noun]
    for kid in token.children:
        if kid.dep_ in ("nsubj", "nsubj:outer"):
            return cast.at(kid.i)
    if token.dep_ in ("appos", "nmod:unmarked"):
        return cast.at(token.head.i)
    for kid in token.children:
        if kid.dep_ == "appos":
            return cast.at(kid.i)
    return None


def find_counterparts(doc: Doc, cast: Cast) -> tuple[Counterpart, ...]:
    """Return the pairs of bodies that the text calls equivalents, each pair once, with its words.

    Persons who are counterparts ("his Chinese counterpart") have offices, no pair of bodies,
    and are left out.
    """
    found: dict[frozenset[str], Counterpart] = {}
    text = text_of(doc)
    for place in _PLACES.finditer(text):
        span = doc.char_span(place.start(), place.end(), alignment_mode="expand")
        if span is None or len(span) != 1:
            continue
        token = span[0]
        one, two = _source(doc, token.i, cast), _target(doc, token.i, cast)
        if one is None or two is None or one == two:
            continue
        if any(cast.get(a).kind not in _INSTITUTIONS for a in (one, two)):
            continue
        mentions = [m for m in cast.mentions if m.actor in (one, two) and doc[m.head].sent == token.sent]
        start = doc[min(m.start for m in mentions)].idx
        last = doc[max(*(m.end for m in mentions), token.i + 1) - 1]
        end = last.idx + len(last)
        pair = Counterpart((one, two), Evidence(start, end, text[start:end]))
        found.setdefault(frozenset((one, two)), pair)
    return tuple(found.values())
