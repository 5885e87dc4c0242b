"""Whose words a stretch of text is, and which way its clauses look in time."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence

from communique import wordlists
from communique.reading.actors.cast import Cast
from communique.reading.page.ranges import Ranges
from communique.reading.page.tree import Tree
from communique.reading.statements.quote import Quote
from communique.records import ActorKind, Span


def _surnames(cast: Cast) -> dict[str, str]:
    """Persons by their last name, where it is one person's: who "PENCE:" in a transcript is."""
    found: dict[str, set[str]] = {}
    for actor in cast.actors:
        if actor.kind is ActorKind.PERSON and actor.name[:1].isupper():
            found.setdefault(actor.name.split()[-1].casefold(), set()).add(actor.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


class Voices:
    """Speakers of the quotations of a report."""

    def __init__(self, tree: Tree, quotes: Sequence[Quote], cast: Cast) -> None:
        self._tree, self._cast = tree, cast
        self._surnames = _surnames(cast)
        self.spoken: list[tuple[Span, str]] = []
        for quote in quotes:
            speaker = self.actor_of(quote.source_head) if quote.source_head is not None else None
            if speaker is not None and quote.is_proposition and quote.force.is_utterance:
                self.spoken += [(span, speaker) for span in quote.content]
        self.spoken.sort(key=lambda item: (item[0].start, -item[0].end))
        self._around = Ranges((span.start, span.end, (span.end - span.start, by)) for span, by in self.spoken)

    def actor_of(self, token: int) -> str | None:
        """Return the id of the actor meant by the phrase headed at ``token``."""
        found = self._cast.members(token)
        actor = found[0] if found else self._cast.at(token)
        word = self._tree.words[token]
        return actor or (self._surnames.get(word.casefold()) if word.isupper() and len(word) > 2 else None)

    def at(self, token: int) -> str | None:
        """Return the id of the innermost speaker whose words hold ``token``, or ``None`` for the reporter."""
        start = self._tree.idx[token]
        best = min(self._around.touching(start, start + 1), key=lambda found: found[0], default=None)
        return best[1] if best else None


_FUTURE = wordlists.words("status", "voiced_future")
_AHEAD = wordlists.words("status", "ahead")


def direction(tree: Tree) -> Callable[[int, int], str | None]:
    """Return a function that says whether the clause of a character range is past or future, or ``None``."""

    def of(start: int, end: int) -> str | None:
        node = max(0, bisect.bisect_right(tree.idx, start) - 1)
        for _ in range(30):
            if tree.is_verb(node):
                if _was_ahead(tree, node):
                    return None
                found = _tense(tree, node)
                if found is not None:
                    return found
            head = tree.heads[node]
            if head == node:
                return None
            node = head
        return None

    return of


def _was_ahead(tree: Tree, verb: int) -> bool:
    """Whether something had been planned, for a day past or still to come ("had been planned for April")."""
    return tree.lemmas[verb] in _AHEAD and any(tree.low[k] == "had" for k in tree.by(verb, "aux"))


def _tense(tree: Tree, verb: int) -> str | None:
    aux = [k for k in tree.kids[verb] if tree.deps[k] in ("aux", "aux:pass", "cop")]
    if any(tree.low[k] in _FUTURE or tree.low[k] == "should" for k in aux):
        return "future"
    feats = " ".join(tree.feats[k] for k in [verb, *aux])
    to = any(tree.low[k] == "to" for k in tree.by(verb, "mark"))
    if to and any(tree.low[k] in ("is", "are", "was", "were") for k in aux):
        return "future"
    if "VerbForm=Inf" in feats and not aux and to:
        return "future" if tree.deps[verb] in ("xcomp", "ccomp", "acl", "root") else None
    if (
        tree.lemmas[verb] in _AHEAD
        and not any(tree.low[k] == "had" for k in aux)
        and ("VerbForm=Part" in tree.feats[verb] or tree.deps[verb] == "acl")
    ):
        return "future"
    if "Tense=Past" in feats:
        return "past"
    told = tree.by(verb, "ccomp", "parataxis")
    return "future" if "Tense=Pres" in feats and not aux and not told and tree.lemmas[verb] != "be" else None
