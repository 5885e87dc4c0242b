"""What passed between actors: drafts made from what is told, with parties, times, places, evidence and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from communique.reading.engagements.admission import admit
from communique.reading.engagements.anchoring import Anchors, attach_places, attach_times
from communique.reading.engagements.arguments import Filled
from communique.reading.engagements.company import company_of, is_company
from communique.reading.engagements.drafts import REAL, VERBAL, Draft
from communique.reading.engagements.joining import Pair, joined
from communique.reading.engagements.judging import judge
from communique.reading.engagements.parties import Acts
from communique.reading.engagements.tellings import Telling
from communique.reading.engagements.timing import settle_times
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.lexicon.predicates import Trigger
from communique.reading.page.tree import Tree
from communique.reading.periods import bounds
from communique.reading.status.verdicts import Verdict
from communique.records import Part, PlaceMention, Status, TimeMention

Mention = TypeVar("Mention", TimeMention, PlaceMention)
Members = Callable[[int], Sequence[str]]
Extent = Callable[[int], "tuple[int, int] | None"]


@dataclass(frozen=True, slots=True)
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


def read_drafts(scene: Scene, lex: Lexicon | None = None) -> list[Draft]:
    """Return the engagements of a report, each with all its mentions, in the order of their plainest words.

    What names nobody, no place and no day is left out.
    """
    lex = lex or lexicon()
    anchors, pairs = drafted(scene, lex)
    for draft, telling in pairs:
        judge(draft, telling, scene.published)
        _come_home(scene.tree, draft, scene.home)
    drafts = [draft for draft, telling in joined(scene.tree, pairs) if admit(draft, telling)]
    anchors.keep(drafts)
    _link(scene, drafts, anchors)
    promised = [d for draft in drafts if (d := _promised(scene, lex, draft)) is not None]
    for draft in promised:
        _evidence(scene, draft)
    drafts += promised
    settle_times(scene.tree, drafts, scene.paragraph)
    return drafts


def drafted(scene: Scene, lex: Lexicon) -> tuple[Anchors, list[Pair]]:
    """Return a draft a telling, with its parties, time, place and evidence, and the words that stand for drafts."""
    anchors, told = Anchors(scene.tree), scene.tellings
    triggers = {t.token: (t, filled) for t, filled in scene.acts.filled}
    pairs = [(_draft(scene, lex, telling, triggers), telling) for telling in told]
    places = _anchor(anchors, lex, pairs, triggers)
    attach_times(anchors, scene.times, scene.members, scene.coming)
    attach_places(anchors, scene.places, places, scene.members)
    for draft, telling in pairs:
        _set(scene, anchors, telling, draft)
        _evidence(scene, draft)
    return anchors, pairs


Triggers = Mapping[int, tuple[Trigger, Filled]]


def _draft(scene: Scene, lex: Lexicon, telling: Telling, triggers: Triggers) -> Draft:
    """Return what is told of an engagement; the lexicon's sense of its words, or the plain one of its kind."""
    tree, i = scene.tree, telling.token
    known = [triggers[t][0] for t in (i, *telling.mentions) if t in triggers]
    trigger = next((t for t in known if t.sense.kind == telling.kind), None)
    sense = trigger.sense if trigger is not None else lex.plain(telling.kind)
    draft = Draft(i, sense, telling.ruled, trigger.words(tree) if trigger else tree.words[i])
    draft.noun = not tree.is_verb(i)
    draft.own, draft.mentions = _phrase(tree, i), len(telling.mentions)
    _situate(scene, draft)
    others = [tree.words[t] for t in telling.mentions if t != i]
    draft.reasons += [f"also '{word}'" for word in dict.fromkeys(others)]
    draft.tokens = [i]
    if i in triggers:
        found, filled = triggers[i]
        draft.tokens += [*found.extra, *([filled.anchor] if filled.anchor is not None else [])]
        draft.objects = [x for name in ("recipient", "host") for x in filled.parts.get(name, ())]
    _take_all(scene, draft, telling.parts)
    if not draft.parts and trigger is not None:  # the lexicon's frame, where the model holds nobody for a party
        frame = triggers[trigger.token][1].parts
        _take_all(scene, draft, ((token, Part(name)) for name, tokens in frame.items() for token in tokens))
    draft.spans = [_phrase(tree, t) for t in telling.mentions if t != i]
    return draft


def _take_all(scene: Scene, draft: Draft, fillers: Iterable[tuple[int, Part]]) -> None:
    """Add the actors of words that take part, and the words to what the draft rests on."""
    for token, part in fillers:
        _take(scene, draft, part, token)
        draft.tokens.append(token)


def _phrase(tree: Tree, token: int) -> tuple[int, int]:
    """Return the characters of a mention with the words that stand right before it and belong to it."""
    first = token
    while first - 1 in tree.kids[token] and tree.deps[first - 1].split(":")[0] in ("det", "amod", "compound", "aux"):
        first -= 1
    return tree.idx[first], tree.end(token)


def _anchor(anchors: Anchors, lex: Lexicon, told: Iterable[Pair], triggers: Triggers) -> dict[int, Draft]:
    """Make the words of each engagement known to ``anchors``; return the engagement of each word that is its place."""
    places: dict[int, Draft] = {}
    for draft, telling in told:
        for token in telling.mentions:
            anchors.strong.setdefault(token, draft)
            if token not in triggers:
                continue
            trigger, filled = triggers[token]
            for extra in trigger.extra:
                anchors.strong.setdefault(extra, draft)
            if filled.anchor is not None:
                anchors.weak.setdefault(filled.anchor, draft)
                if _changes(lex, anchors.t, filled.anchor):
                    anchors.changers.add(filled.anchor)
            places.update(dict.fromkeys(filled.places, draft))
    return places


def _set(scene: Scene, anchors: Anchors, telling: Telling, draft: Draft) -> None:
    """Take time and place from the words that the model holds for them, where the tree gave none."""
    if draft.time is None:
        found = _covering(anchors, scene.times, telling.times)
        if found is not None and found.type not in ("DURATION", "SET"):
            draft.time, draft.edtf = found, found.edtf
            draft.reasons.append(f"model: time '{found.text}'")
    if draft.place is None:
        place = _covering(anchors, [p for p in scene.places if not p.metonym], telling.places)
        if place is not None:
            draft.place = place
            draft.reasons.append(f"model: place '{place.name}'")


_COMING = frozenset({"arrive", "land", "arrival"})


def _come_home(tree: Tree, draft: Draft, home: PlaceMention | None) -> None:
    """Give "who arrived on Sunday", in a report from Taipei, its place: he arrived there."""
    parts = {p for _, p in draft.parts}
    here = draft.sense.id == "visit" and draft.place is None and draft.status in REAL
    coming = tree.lemmas[draft.token] in _COMING and Part.GUEST in parts and Part.HOST not in parts
    if home is not None and here and coming:
        draft.place = home
        draft.reasons.append("place of the dateline")


def _covering(anchors: Anchors, mentions: Sequence[Mention], tokens: Sequence[int]) -> Mention | None:
    """Return the mention that holds the likeliest of the tokens, or begins right after it ("in Berlin")."""
    for token in tokens:
        at = anchors.t.idx[token]
        for mention in mentions:
            if mention.start <= at < mention.end or anchors.head_of(mention.start, mention.end) == token:
                return mention
    return None


def _situate(scene: Scene, draft: Draft) -> None:
    """Say whose words a draft is told in, and in which sentence."""
    draft.voice = scene.voice(draft.token)
    draft.sentence = scene.tree.sentence[draft.token]


def _changes(lex: Lexicon, tree: Tree, verb: int) -> bool:
    """Whether a carrying verb is an act of its own ("cancelled the meeting"), with a day of its own."""
    carrier = lex.carrier(tree.lemmas[verb])
    return carrier is not None and carrier.status is not None and carrier.status not in REAL


def _take(scene: Scene, draft: Draft, part: Part, token: int) -> None:
    """Add the actors of a filler; an act upon a thing is an act towards the thing's owner."""
    tree = scene.tree
    company = is_company(tree, token) and company_of(tree, token, scene.members, scene.may_be)
    found = list(company or scene.members(token))
    if not found and part is Part.RECIPIENT and draft.sense.kind not in ("call", "invitation", "letter", "message"):
        owners = [
            *tree.by(token, "nmod:poss"),
            *(k for k in tree.by(token, "nmod") if tree.case(k) in ("of", "by", "from")),
        ]
        found = [a for k in owners for a in scene.members(k)]
    if not found:
        found = [a for k in tree.by(token, "appos") for a in scene.members(k)]
    if not found and tree.lemmas[token] in _MEASURING:
        found = [a for k in tree.by(token, "nmod") if tree.case(k) == "of" for a in scene.members(k)]
    for actor in found:
        draft.add(actor, part)
        draft.tokens += tree.conjuncts(token)


_MEASURING = frozenset("group number dozen score handful majority team pair trio party couple hundred".split())


def _link(scene: Scene, drafts: list[Draft], anchors: Anchors) -> None:
    """What an act of speech is about; which engagements happened together; what an invitation promises."""
    tree = scene.tree
    for draft in drafts:
        inner = [k for k in tree.kids[draft.token] if draft.sense.kind in VERBAL and _is_topic(tree, k)]
        for token in dict.fromkeys([*draft.objects, *inner]):
            target = anchors.strong.get(token)
            if target is not None and target is not draft and tree.deps[token] not in ("conj", "advcl", "parataxis"):
                draft.about.append(target)
        if draft.noun:
            head = tree.first_conjunct(draft.token)
            up = anchors.strong.get(tree.heads[head])
            case = tree.case(head)
            if up is None or up is draft or tree.deps[head].split(":")[0] not in ("obl", "nmod"):
                continue
            if case in ("amid", "despite", "over", "drawing") and draft.sense.kind in VERBAL and not draft.about:
                draft.about += up.about or [up]
            elif draft.sense.promises and case in ("at", "on"):
                _invited(draft, up)
            elif case in ("during", "at", "in", "on", "for", "in the course of") and tree.is_verb(up.token):
                draft.together.append(up)
                up.together.append(draft)
        elif tree.deps[draft.token] == "advcl" and "to" in tree.marks(draft.token):
            up = anchors.strong.get(tree.heads[draft.token])
            if up is not None and up.sense.kind == "visit":
                draft.together.append(up)
    for draft in drafts:
        if draft.sense.promises:
            promised = next((d for d in drafts if d is not draft and _governs(tree, draft.token, d.token)), None)
            if promised is not None:
                draft.about.append(promised)


def _promised(scene: Scene, lex: Lexicon, draft: Draft) -> Draft | None:
    """ "Invited him to Washington this fall" also proposes a visit, which takes place and coming day from it."""
    coming = bool(scene.published and draft.edtf and bounds(draft.edtf)[0] > scene.published)
    promised = None
    place = draft.place if draft.place is not None and _leads_to(scene.tree, draft.place) else None
    if draft.sense.promises and not draft.about and (coming or place is not None) and draft.status in REAL:
        guests = [a for a, p in draft.parts if p is Part.RECIPIENT]
        promised = Draft(
            draft.token, lex.senses[draft.sense.promises], Verdict(Status.PROPOSED, (draft.words,)), draft.words
        )
        promised.parts = [(a, Part.GUEST) for a in guests]
        promised.parts += [(a, Part.HOST) for a, p in draft.parts if p is Part.INITIATOR]
        promised.place, promised.voice, promised.tokens = place, draft.voice, list(draft.tokens)
        promised.time, promised.edtf = (draft.time, draft.edtf) if coming else (None, None)
        draft.about.append(promised)
        draft.place = None if place is not None else draft.place
    if coming and draft.status in REAL and draft.sense.plover in ("AGREE", "REQUEST", "SUPPORT", ""):
        for other in draft.about:
            if other.edtf is None and other.status not in REAL:
                other.time, other.edtf = draft.time, draft.edtf
        draft.time, draft.edtf = None, None
    return promised


def _leads_to(tree: Tree, place: PlaceMention) -> bool:
    """Whether a place is where an invitation leads ("to Moscow"), not where it was made ("in Osaka")."""
    return not {"in", "at"} & set(tree.cases(Anchors(tree).head_of(place.start, place.end)))


def _invited(invitation: Draft, visit: Draft) -> None:
    """ "Will travel at the invitation of the speaker": the visit is what was proposed, and the guests were invited."""
    if visit.sense.kind == "visit":
        invitation.about.append(visit)
        for actor, part in visit.parts:
            if part is Part.GUEST:
                invitation.add(actor, Part.RECIPIENT)


_TOPICAL = frozenset({"for", "of", "on", "about", "against", "over", "to", "at"})


def _is_topic(tree: Tree, k: int) -> bool:
    """Whether a dependent says what an act of speech is about."""
    dep = tree.deps[k].split(":")[0]
    return dep in ("obj", "xcomp", "ccomp", "acl") or (dep in ("obl", "nmod") and tree.case(k) in _TOPICAL)


def _governs(tree: Tree, top: int, low: int) -> bool:
    return tree.heads[low] == top and tree.deps[low].split(":")[0] in ("xcomp", "ccomp", "acl", "obl", "advcl")


def _evidence(scene: Scene, draft: Draft) -> None:
    """The characters from the first to the last word that the draft rests on, within its sentence."""
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
    draft.spans.insert(0, (start, end))
