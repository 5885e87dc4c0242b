"""Counterparts: bodies that a report calls equivalents of each other."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from communique.language.doc import Doc
from communique.records import ActorKind, Counterpart, Evidence

if TYPE_CHECKING:
    from communique.reading.actors.cast import Cast
    from communique.reading.actors.mentions import Mention

_PLACES = re.compile(r"\b(?i:equivalents?|counterparts?|analogue?)\b")
_PREPOSITIONS = frozenset(("of", "to"))
_INSTITUTIONS = (ActorKind.BODY, ActorKind.ORGANIZATION)


def _target(doc: Doc, noun: int, cast: Cast) -> str | None:
    """Return the actor of "the equivalent of X" or "X's equivalent"."""
    for kid in doc[noun].children:
        if kid.dep == "nmod:poss":
            return cast.at(kid.i)
        if kid.dep in ("nmod", "obl") and any(c.lower in _PREPOSITIONS for c in kid.children if c.dep == "case"):
            return cast.at(kid.i)
    return None


def _source(doc: Doc, noun: int, cast: Cast) -> str | None:
    """Return the actor that is called an equivalent: the subject, or what the phrase is apposed to."""
    token = doc[noun]
    for kid in token.children:
        if kid.dep in ("nsubj", "nsubj:outer"):
            return cast.at(kid.i)
    if token.dep in ("appos", "nmod:unmarked"):
        return cast.at(token.head.i)
    for kid in token.children:
        if kid.dep == "appos":
            return cast.at(kid.i)
    return None


def _by_sentence(doc: Doc, cast: Cast) -> dict[tuple[str, int], list[Mention]]:
    """Return the mentions of each actor in each sentence, which its first token stands for."""
    found: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for mention in cast.mentions:
        if mention.actor is not None:
            found[mention.actor, doc[mention.head].sent.start].append(mention)
    return found


def find_counterparts(doc: Doc, cast: Cast) -> tuple[Counterpart, ...]:
    """Return the pairs of bodies that the text calls equivalents, each pair once, with its words.

    Persons who are counterparts ("his Chinese counterpart") have offices, no pair of bodies,
    and are left out.
    """
    found: dict[frozenset[str], Counterpart] = {}
    text = doc.text
    told: dict[tuple[str, int], list[Mention]] | None = None
    for place in _PLACES.finditer(text):
        span = doc.covering(place.start(), place.end())
        if span is None or len(span) != 1:
            continue
        token = span[0]
        one, two = _source(doc, token.i, cast), _target(doc, token.i, cast)
        if one is None or two is None or one == two:
            continue
        if any(cast.get(a).kind not in _INSTITUTIONS for a in (one, two)):
            continue
        told = _by_sentence(doc, cast) if told is None else told
        mentions = [m for actor in (one, two) for m in told[actor, token.sent.start]]
        start = doc[min(m.start for m in mentions)].idx
        last = doc[max(*(m.end for m in mentions), token.i + 1) - 1]
        end = last.idx + len(last)
        pair = Counterpart((one, two), Evidence(start, end, text[start:end]))
        found.setdefault(frozenset((one, two)), pair)
    return tuple(found.values())
