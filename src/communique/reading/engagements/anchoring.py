"""When and where: times and places given to the engagement whose clause they stand in."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping, Sequence

from communique import wordlists
from communique.reading.engagements.drafts import Draft
from communique.reading.known.countries import country_of
from communique.reading.page.tree import Tree
from communique.records import PlaceMention, TimeMention

_POSTED = wordlists.words("places", "posted")
_LOCATIVE = wordlists.words("places", "locative")


class Anchors:
    """Tokens that stand for a draft, by its number: its trigger, the words of its pattern, the verb that carries it.

    ``changers`` are carrying verbs with a day of their own: "on Thursday cancelled Monday's meeting".
    """

    def __init__(self, tree: Tree) -> None:
        self.t = tree
        self.strong: dict[int, int] = {}
        self.weak: dict[int, int] = {}
        self.changers: set[int] = set()

    def kept(self, stands: Mapping[int, int]) -> dict[int, int]:
        """Return the strong words of the drafts that are kept, each with the draft that stands for its own."""
        return {token: stands[number] for token, number in self.strong.items() if number in stands}

    def token_at(self, offset: int) -> int:
        """Return the token that holds a character offset."""
        return max(0, bisect.bisect_right(self.t.idx, offset) - 1)

    def head_of(self, start: int, end: int) -> int:
        """Return the token of a character range whose head lies outside it."""
        first, last = self.token_at(start), self.token_at(max(start, end - 1))
        for i in range(first, last + 1):
            head = self.t.heads[i]
            if (head < first or head > last or head == i) and self.t.pos[i] != "SPACE":
                return i
        return first

    def owner(self, token: int, bars: Callable[[int], object] | None = None, avoid: bool = False) -> int | None:
        """Climb from ``token`` to the first draft; stop at a verb that is none, and at what ``bars`` says.

        ``avoid`` refuses a draft reached only through one of ``changers``.
        """
        node = token
        for _ in range(40):
            found = self.strong.get(node, self.weak.get(node))
            if found is not None and node != token:
                return None if avoid and node in self.changers and node not in self.strong else found
            head = self.t.heads[node]
            if head == node or (bars is not None and node != token and bars(node)):
                return None
            if self.t.is_verb(node) and node != token:
                dep = self.t.deps[node].split(":")[0]
                if dep == "acl":
                    return self.strong.get(head)
                if dep != "xcomp":
                    return None
            node = head
        return None

    def nearer(self, token: int) -> int | None:
        """Return the draft of a subordinate clause that ends where the phrase of ``token`` begins.

        The tree may hang "in July" on "began", though "since they met in Helsinki, in July" is nearer.
        """
        t = self.t
        head = t.heads[token]
        for clause in t.kids[head]:
            if t.deps[clause] == "advcl" and clause in self.strong and head < clause < token:
                between = range(max(t.subtree(clause)) + 1, min(t.subtree(token)))
                if all(t.pos[i] in ("PUNCT", "SPACE") for i in between):
                    return self.strong[clause]
        return None


def attach_times(
    anchors: Anchors, times: Sequence[TimeMention], is_actor: Callable[[int], object], coming: set[int]
) -> dict[int, TimeMention]:
    """Return the time of each draft, by its number, that one stands in the clause of; dates win over spells."""
    found: dict[int, TimeMention] = {}
    for mention in times:
        if mention.type in ("DURATION", "SET") or (mention.edtf is None and mention.value in (None, "")):
            continue
        token = anchors.head_of(mention.start, mention.end)
        if "since" in anchors.t.cases(token):
            continue
        describes = anchors.t.deps[token] == "nmod:poss" or {"since", "until", "from", "of"} & set(
            anchors.t.cases(token)
        )
        own = token not in coming and not {"for", "to", "until", "till"} & set(anchors.t.cases(token))
        number = anchors.nearer(token)
        if number is None:
            number = anchors.owner(token, is_actor if describes else None, avoid=own)
        if number is not None and (number not in found or (found[number].edtf is None and mention.edtf is not None)):
            found[number] = mention
    return found


def attach_places(
    anchors: Anchors,
    drafts: Mapping[int, Draft],
    places: Sequence[PlaceMention],
    fillers: Mapping[int, int],
    is_actor: Callable[[int], object],
) -> dict[int, PlaceMention]:
    """Return the place of each draft in whose clause a locative phrase stands; not what describes an actor."""
    t, found = anchors.t, dict[int, PlaceMention]()
    for mention in places:
        if mention.metonym:
            continue
        token = anchors.head_of(mention.start, mention.end)
        up = token
        while t.deps[up] in ("appos", "flat", "compound", "nmod:unmarked", "conj") and t.heads[up] != up:
            up = t.heads[up]
        number = fillers.get(token, fillers.get(up))
        if number is not None and t.deps[token] == "compound" and _is_country(mention):
            number = number if drafts[number].sense.kind == "visit" else None
        if number is None and set(t.cases(up)) & _LOCATIVE:
            number = anchors.owner(up, _describing(t, t.cases(up), is_actor))
            if number is not None and "of" in t.cases(up) and t.heads[up] != drafts[number].token:
                number = None
        if number is not None and (number not in found or _finer(mention, found[number])):
            found[number] = mention
    return found


def _describing(tree: Tree, cases: Sequence[str], is_actor: Callable[[int], object]) -> Callable[[int], object]:
    """ "The envoy to Paris", "the ambassador in Paris" describe an actor; "met Macron in Paris" does not."""
    if {"in", "at", "to"} & set(cases):
        return lambda node: tree.lemmas[node] in _POSTED and is_actor(node)
    return is_actor


def _finer(new: PlaceMention, old: PlaceMention) -> bool:
    """A town beats its country."""
    return old.name == (old.country or "") or (_is_country(old) and not _is_country(new) and new.country == old.country)


def _is_country(place: PlaceMention) -> bool:
    return country_of(place.name) == place.country
