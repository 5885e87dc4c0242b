"""What passed between actors: drafts made from what is told, with parties, times, places, evidence and reasons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from communique import wordlists
from communique.reading.engagements.admission import Left, admitted
from communique.reading.engagements.anchoring import Anchors, attach_places, attach_times
from communique.reading.engagements.arguments import Filled
from communique.reading.engagements.company import company_of, is_company
from communique.reading.engagements.drafts import REAL, Draft, Parts, added
from communique.reading.engagements.joining import Pair, joined
from communique.reading.engagements.judging import judged
from communique.reading.engagements.parties import Acts
from communique.reading.engagements.promises import promised
from communique.reading.engagements.sides import as_framed, sides
from communique.reading.engagements.tellings import Telling
from communique.reading.engagements.timing import settle_times
from communique.reading.engagements.together import linked
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.lexicon.predicates import Trigger
from communique.reading.page.tree import Tree
from communique.records import Part, PlaceMention, TimeMention

Mention = TypeVar("Mention", TimeMention, PlaceMention)
Members = Callable[[int], Sequence[str]]
Extent = Callable[[int], "tuple[int, int] | None"]


@dataclass(frozen=True)
class Scene:
    """What the engagements are read from: the tree, who is meant by a token, times and places.

    ``members`` gives the actor ids of the phrase headed at a token, ``extent`` the characters of its mention.
    """

    tree: Tree
    tellings: Sequence[Telling]
    acts: Acts
    coming: set[int]
    members: Members
    may_be: Callable[[str, bool], bool]
    extent: Extent
    voice: Callable[[int], str | None]
    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    published: date | None
    paragraph: Sequence[int]
    home: PlaceMention | None

    @cached_property
    def spots(self) -> frozenset[int]:
        """The words that places are named by."""
        anchors = Anchors(self.tree)
        return frozenset(anchors.head_of(p.start, p.end) for p in self.places)


def read_drafts(scene: Scene, lex: Lexicon | None = None) -> tuple[list[Draft], list[Left]]:
    """Return the engagements of a report, each with all its mentions, in the order of their plainest words.

    And what is told but not recorded, each with its reason.
    """
    lex = lex or lexicon()
    anchors, pairs = drafted(scene, lex)
    pairs = [(judged(draft, telling, scene.published), telling) for draft, telling in pairs]
    pairs = [(_come_home(scene.tree, draft, scene.home), telling) for draft, telling in pairs]
    once, stands = joined(scene.tree, pairs)
    drafts, left = admitted(once)
    kept = {d.number for d in drafts}
    words = anchors.kept({number: one for number, one in stands.items() if one in kept})
    drafts = linked(scene.tree, drafts, words)
    first = len(scene.tellings)
    drafts = promised(scene.tree, lex, drafts, scene.published, first, lambda d: _evidence(scene, d))
    retold = {token: (number, scene.voice(token)) for token, number in words.items()}
    return settle_times(scene.tree, drafts, scene.paragraph, scene.published, retold), left


def drafted(scene: Scene, lex: Lexicon) -> tuple[Anchors, list[Pair]]:
    """Return a draft a telling, with its parties, time, place and evidence, and the words that stand for drafts."""
    triggers = {t.token: (t, filled) for t, filled in scene.acts.filled}
    pairs = [(_draft(scene, lex, n, telling, triggers), telling) for n, telling in enumerate(scene.tellings)]
    anchors, fillers = _anchored(scene.tree, lex, pairs, triggers)
    by = {draft.number: draft for draft, _ in pairs}
    times = attach_times(anchors, scene.times, scene.members, scene.coming)
    places = attach_places(anchors, by, scene.places, fillers, scene.members)
    held = _held(anchors, scene.times), _held(anchors, [p for p in scene.places if not p.metonym])
    out = []
    for draft, telling in pairs:
        time = times.get(draft.number)
        set_ = replace(draft, time=time, edtf=time.edtf if time is not None else None, place=places.get(draft.number))
        set_ = _standing(anchors, triggers, _set(*held, telling, set_))
        out.append((replace(set_, spans=(_evidence(scene, set_), *set_.spans)), telling))
    return anchors, out


Triggers = Mapping[int, tuple[Trigger, Filled]]


def _draft(scene: Scene, lex: Lexicon, number: int, telling: Telling, triggers: Triggers) -> Draft:
    """Return what is told of an engagement; the lexicon's sense of its words, or the plain one of its kind."""
    tree, i = scene.tree, telling.token
    known = [triggers[t][0] for t in (i, *telling.mentions) if t in triggers]
    trigger = next((t for t in known if t.sense.kind == telling.kind), None)
    tokens, objects = [i], list[int]()
    if i in triggers:
        found, filled = triggers[i]
        tokens += [*found.extra, *([filled.anchor] if filled.anchor is not None else [])]
        objects = [x for name in ("recipient", "host") for x in filled.parts.get(name, ())]
    words = sides(tree, telling, lambda w: bool(scene.members(w)), scene.spots.__contains__)
    if telling.kind == "visit" and i in triggers and triggers[i][0].sense.kind == "visit":
        words = as_framed(words, triggers[i][1].parts)
    parts, rests = _taken(scene, telling.kind, words)
    tokens += rests
    if not parts and trigger is not None:  # the lexicon's frame, where the model holds nobody for a party
        frame = triggers[trigger.token][1].parts
        fillers = ((token, Part(name)) for name, words in frame.items() for token in words)
        parts, rests = _taken(scene, telling.kind, fillers)
        tokens += rests
    others = [t for t in telling.mentions if t != i]
    return Draft(
        number=number,
        token=i,
        sense=trigger.sense if trigger is not None else lex.plain(telling.kind),
        verdict=telling.ruled,
        words=trigger.words(tree) if trigger else tree.words[i],
        parts=parts,
        spans=tuple(_phrase(tree, t) for t in others),
        objects=tuple(objects),
        reasons=tuple(f"also '{word}'" for word in dict.fromkeys(tree.words[t] for t in others)),
        noun=not tree.is_verb(i),
        sentence=tree.sentence[i],
        tokens=tuple(tokens),
        voice=scene.voice(i),
        mentions=len(telling.mentions),
        own=_phrase(tree, i),
    )


def _taken(scene: Scene, kind: str, fillers: Iterable[tuple[int, Part]]) -> tuple[Parts, list[int]]:
    """Return the actors of words that take part, and the words."""
    parts: Parts = ()
    tokens: list[int] = []
    for token, part in fillers:
        actors = _actors(scene, kind, part, token)
        parts = added(parts, ((actor, part) for actor in actors))
        tokens += [*(scene.tree.conjuncts(token) if actors else ()), token]
    return parts, tokens


def _phrase(tree: Tree, token: int) -> tuple[int, int]:
    """Return the characters of a mention with the words that stand right before it and belong to it."""
    first = token
    while first - 1 in tree.kids[token] and tree.deps[first - 1].split(":")[0] in ("det", "amod", "compound", "aux"):
        first -= 1
    return tree.idx[first], tree.end(token)


def _anchored(tree: Tree, lex: Lexicon, told: Iterable[Pair], triggers: Triggers) -> tuple[Anchors, dict[int, int]]:
    """Return the words of each engagement by its number, and the engagement of each word that is its place."""
    anchors, places = Anchors(tree), dict[int, int]()
    for draft, telling in told:
        for token in telling.mentions:
            anchors.strong.setdefault(token, draft.number)
            if token not in triggers:
                continue
            trigger, filled = triggers[token]
            for extra in trigger.extra:
                anchors.strong.setdefault(extra, draft.number)
            if filled.anchor is not None:
                anchors.weak.setdefault(filled.anchor, draft.number)
                if _changes(lex, tree, filled.anchor):
                    anchors.changers.add(filled.anchor)
            places.update(dict.fromkeys(filled.places, draft.number))
    return anchors, places


def _set(times: Mapping[int, TimeMention], places: Mapping[int, PlaceMention], telling: Telling, draft: Draft) -> Draft:
    """Take time and place from the words that the model holds for them, where the tree gave none."""
    if draft.time is None:
        found = _covering(times, telling.times)
        if found is not None and found.type not in ("DURATION", "SET"):
            draft = draft.because(f"model: time '{found.text}'", time=found, edtf=found.edtf)
    if draft.place is None:
        place = _covering(places, telling.places)
        if place is not None:
            draft = draft.because(f"model: place '{place.name}'", place=place)
    return draft


def _standing(anchors: Anchors, triggers: Triggers, draft: Draft) -> Draft:
    """ "Left the agreement on Monday": the day is that of the leaving; the agreement was made before."""
    tree, verb = anchors.t, anchors.t.heads[draft.token]
    withdrawn = verb in triggers and triggers[verb][0].sense.mode == "withdraw"
    ended = tree.is_verb(verb) and (withdrawn or tree.lemmas[verb] in _LEAVING)
    if draft.time is None or draft.sense.kind != "agreement" or not draft.noun or not ended:
        return draft
    if anchors.head_of(draft.time.start, draft.time.end) in tree.subtree(draft.token):
        return draft
    return draft.because(f"its time is that of '{tree.words[verb]}'", time=None, edtf=None)


_LEAVING = wordlists.words("status", "leaving")
_COMING = wordlists.words("engagements", "arriving")


def _come_home(tree: Tree, draft: Draft, home: PlaceMention | None) -> Draft:
    """Give "who arrived on Sunday", in a report from Taipei, its place: he arrived there."""
    parts = {p for _, p in draft.parts}
    here = draft.sense.id == "visit" and draft.place is None and draft.status in REAL
    coming = tree.lemmas[draft.token] in _COMING and Part.GUEST in parts and Part.HOST not in parts
    if home is not None and here and coming:
        return draft.because("place of the dateline", place=home)
    return draft


def _held(anchors: Anchors, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Return for every token the first mention that it begins in, or whose head it is."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        for token in _tokens(anchors, mention.start, mention.end):
            found.setdefault(token, mention)
    return found


def _tokens(anchors: Anchors, start: int, end: int) -> list[int]:
    """Return the tokens that begin in a range of characters, and the head of its phrase."""
    idx = anchors.t.idx
    return [*range(bisect_left(idx, start), bisect_left(idx, end)), anchors.head_of(start, end)]


def _covering(held: Mapping[int, Mention], tokens: Sequence[int]) -> Mention | None:
    """Return the mention that holds the likeliest of the tokens, or begins right after it ("in Berlin")."""
    return next((held[token] for token in tokens if token in held), None)


def _changes(lex: Lexicon, tree: Tree, verb: int) -> bool:
    """Whether a carrying verb is an act of its own ("cancelled the meeting"), with a day of its own."""
    carrier = lex.carrier(tree.lemmas[verb])
    return carrier is not None and carrier.status is not None and carrier.status not in REAL


def _actors(scene: Scene, kind: str, part: Part, token: int) -> list[str]:
    """Return the actors that a word stands for; an act upon a thing is an act towards the thing's owner."""
    tree = scene.tree
    company = is_company(tree, token) and company_of(tree, token, scene.members, scene.may_be)
    found = list(company or scene.members(token))
    if not found and part is Part.RECIPIENT and kind not in ("call", "invitation", "letter", "message"):
        owners = [
            *tree.by(token, "nmod:poss"),
            *(k for k in tree.by(token, "nmod") if tree.case(k) in ("of", "by", "from")),
        ]
        found = [a for k in owners for a in scene.members(k)]
    if not found:
        found = [a for k in tree.by(token, "appos") for a in scene.members(k)]
    if not found and tree.lemmas[token] in _MEASURING:
        found = [a for k in tree.by(token, "nmod") if tree.case(k) == "of" for a in scene.members(k)]
    return found


_MEASURING = wordlists.words("engagements", "groups")


def _evidence(scene: Scene, draft: Draft) -> tuple[int, int]:
    """Return the characters from the first to the last word that the draft rests on, within its sentence."""
    tree = scene.tree
    own = tree.sentence[draft.token]
    near = {k for k in tree.kids[draft.token] if tree.deps[k] in ("aux", "aux:pass", "advmod", "mark", "compound:prt")}
    tokens = [k for k in {*draft.tokens, *near} if tree.sentence[k] == own]
    start, end = min(tree.idx[k] for k in tokens), max(tree.end(k) for k in tokens)
    extents = [e for e in (scene.extent(k) for k in tokens) if e is not None]
    spots = [(m.start, m.end) for m in (draft.time, draft.place) if m is not None]
    first, last = tree.bounds[own]
    low, high = tree.idx[first], tree.end(last - 1)
    for a, b in [*extents, *spots]:
        if low <= a and b <= high:
            start, end = min(start, a), max(end, b)
    text = tree.text
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
