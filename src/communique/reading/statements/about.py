"""What a statement speaks of, engagements and actors, and how it stands to each."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from communique.reading.actors.cast import Cast
from communique.reading.engagements.drafts import Draft
from communique.reading.page.ranges import Ranges
from communique.reading.page.tree import Tree
from communique.reading.statements.stance import Stances
from communique.records import About, Engagement, Span, Stance, Toward

_STANCES = {
    "support": Stance.BACKS,
    "criticism": Stance.CRITICISES,
    "accusation": Stance.CRITICISES,
    "rejection": Stance.CRITICISES,
}


class Subjects:
    """The engagements and actors of a report, to be looked up by the words that speak of them."""

    def __init__(self, tree: Tree, cast: Cast, drafts: Sequence[Draft], engagements: Sequence[Engagement]) -> None:
        self._tree, self._cast = tree, cast
        rows = zip(engagements, drafts, strict=True)
        self._told = Ranges((a, b, (n, e, d)) for n, (e, d) in enumerate(rows) for a, b in d.spans)
        self._speaker: str | None = None
        self._stances = Stances(tree, self._speaks)

    def _speaks(self, token: int) -> bool:
        return self._speaker is not None and self._cast.at(token) == self._speaker

    def of(self, content: Sequence[Span], speaker: str | None) -> tuple[tuple[About, ...], tuple[Toward, ...]]:
        """Return what the words of ``content`` speak of, each once, with the first stance that is not neutral.

        The speaker is left out. An engagement that is itself an act of speech ("criticised the visit")
        gives its own stance to what it is about.
        """
        self._speaker = speaker
        about: dict[str, Stance] = {}
        toward: dict[str, Stance] = {}
        for span in content:
            for found, stance in self._engagements(span):
                _note(about, found, stance)
            for found, stance in self._actors(span):
                _note(toward, found, stance)
        return tuple(About(k, v) for k, v in about.items()), tuple(Toward(k, v) for k, v in toward.items())

    def _engagements(self, span: Span) -> Iterator[tuple[str, Stance]]:
        found = {n: (engagement, draft) for n, engagement, draft in self._told.within(span.start, span.end)}
        for engagement, draft in found.values():
            own = _STANCES.get(engagement.kind)
            if own is not None and engagement.about:
                yield from ((target, own) for target in engagement.about)
            else:
                yield engagement.id, self._stances.toward(draft.token)

    def _actors(self, span: Span) -> Iterator[tuple[str, Stance]]:
        idx = self._tree.idx
        for token in range(bisect.bisect_left(idx, span.start), bisect.bisect_left(idx, span.end)):
            mention = self._cast.mention_at(token)
            if mention is None or mention.head != token or mention.actor in (None, self._speaker):
                continue
            yield str(mention.actor), self._stances.toward(token)


def _note(found: dict[str, Stance], key: str, stance: Stance) -> None:
    if found.get(key, Stance.NEUTRAL) is Stance.NEUTRAL:
        found[key] = stance
