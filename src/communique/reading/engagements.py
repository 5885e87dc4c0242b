"""What passed between actors: drafts made from triggers, one at a time, with evidence and reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.reading.anchoring import Anchors, attach_places, attach_times
from communique.reading.arguments import Filled
from communique.reading.company import company_of, is_company, speaker_of
from communique.reading.drafts import REAL, VERBAL, Draft
from communique.reading.enough import has_power, stands, wanted
from communique.reading.gaps import find_gapped
from communique.reading.joining import join
from communique.reading.lexicon import Lexicon, Sense, lexicon
from communique.reading.parties import Acts
from communique.reading.periods import bounds
from communique.reading.predicates import Trigger
from communique.reading.referring import Referring, may_refer
from communique.reading.standins import find_standins, is_definite
from communique.reading.status import Judge
from communique.reading.stays import come_home, find_stays
from communique.reading.timing import coming_tokens, settle_times
from communique.reading.tree import Tree
from communique.reading.verdicts import COMING, Verdict
from communique.records import ActorKind, Part, PlaceMention, Status, TimeMention

Members = Callable[[int], Sequence[str]]
Extent = Callable[[int], "tuple[int, int] | None"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the engagements are read from: the tree, who is meant by a token, times and places.

    ``members`` gives the actor ids of the phrase headed at a token, ``extent`` the characters of its mention.
    """

    tree: Tree
    content: Sequence[tuple[int, int]]
    title: tuple[int, int]
    members: Members
    extent: Extent
    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    published: date | None
    acts: Acts
    country: Callable[[str], str | None]
    paragraph: Sequence[int]
    voice: Callable[[int], str | None] = lambda token: None
    home: PlaceMention | None = None
    kind: Callable[[str], ActorKind | None] = lambda actor: None
    named: Callable[[str], bool] = lambda actor: True

    def may_be(self, actor: str, state: bool) -> bool:
        """Whether an actor is a named person, or a state where one is asked for."""
        kind = self.kind(actor)
        return kind is ActorKind.STATE if state else kind is ActorKind.PERSON and self.named(actor)


def read_drafts(scene: Scene, lex: Lexicon | None = None) -> list[Draft]:
    """Return the joined drafts of a report in the order of the text."""
    lex = lex or lexicon()
    tree = scene.tree
    anchors = Anchors(tree)
    coming = coming_tokens(anchors, scene.times, scene.published)
    judge = Judge(tree, lex, coming, scene.title)
    drafts, places = _drafts(scene, lex, anchors, judge)
    for draft in find_stays(tree, scene.places, scene.members, judge, drafts, lex.senses["visit"]):
        _situate(scene, draft)
        drafts.append(draft)
        anchors.strong.setdefault(draft.token, draft)
        places[draft.token] = draft
    for draft in drafts:
        _sign(tree, draft, anchors)
    attach_times(anchors, scene.times, scene.members, coming)
    attach_places(anchors, scene.places, places, scene.members)
    _link(scene, drafts, anchors)
    for draft in drafts:
        come_home(tree, draft, scene.home)
    drafts += [d for draft in drafts if (d := _promised(scene, lex, draft)) is not None]
    demanded = {id(x) for d in drafts if d.sense.kind in VERBAL for x in d.about}
    kept = [d for d in drafts if has_power(tree, scene.kind, d, lex) and (stands(tree, d) | wanted(d, demanded))]
    loose = [d for d in drafts if not any(d is k for k in kept) and may_refer(tree, d)]
    for draft in (*kept, *loose):
        _evidence(scene, draft)
    settle_times(tree, kept, scene.paragraph)
    joined = join(kept, scene.country, Referring(tree, scene.country), loose)
    joined = [d for d in joined if d.sense.kind not in VERBAL or stands(tree, d)]
    settle_times(tree, joined, scene.paragraph)
    return joined


def _drafts(scene: Scene, lex: Lexicon, anchors: Anchors, judge: Judge) -> tuple[list[Draft], dict[int, Draft]]:
    """Return a draft for every trigger, known to ``anchors``, and the drafts by tokens that may name their place."""
    tree = scene.tree
    tokens = [i for a, b in scene.content for i in range(a, b)]
    drafts: list[Draft] = []
    places: dict[int, Draft] = {}

    def verdict(token: int) -> Verdict:
        judged = not tree.is_verb(token) and tree.heads[token] in scene.acts.judged
        return Verdict(Status.HELD) if judged else _under_denial(tree, judge, token)

    for trigger, filled in scene.acts.filled:
        draft = _draft(scene, trigger, filled, verdict(trigger.token))
        if (
            trigger.other is not None
            and "guest" in trigger.sense.needs
            and Part.GUEST not in {p for _, p in draft.parts}
        ):
            trigger = trigger.other
            filled = scene.acts.arguments.fill(trigger)
            draft = _draft(scene, trigger, filled, draft.verdict)
        drafts.append(draft)
        for other in find_gapped(tree, draft, scene.members):
            _situate(scene, other)
            anchors.strong.setdefault(other.token, other)
            drafts.append(other)
        for token in (trigger.token, *trigger.extra):
            anchors.strong[token] = draft
        if filled.anchor is not None:
            anchors.weak.setdefault(filled.anchor, draft)
            if _changes(lex, tree, filled.anchor):
                anchors.changers.add(filled.anchor)
        places.update(dict.fromkeys(filled.places, draft))
    for draft in find_standins(tree, tokens, anchors.strong, verdict):
        _situate(scene, draft)
        subject = tree.subject(draft.token) if tree.is_verb(draft.token) else None
        draft.parts = [(a, Part.GUEST) for a in (scene.members(subject) if subject is not None else ())]
        anchors.strong.setdefault(draft.token, draft)
        drafts.append(draft)
    return drafts, places


def _situate(scene: Scene, draft: Draft) -> None:
    """Say whose words a draft is told in, in which sentence, and whether in the headline."""
    draft.voice = scene.voice(draft.token)
    draft.sentence = scene.tree.sentence[draft.token]
    draft.headline = scene.title[0] <= draft.token < scene.title[1]


def _sign(tree: Tree, draft: Draft, anchors: Anchors) -> None:
    """Give a signing that names nobody the parties of the paper: "the pact of Spain and France will be signed"."""
    if draft.sense.kind != "signing" or draft.actors or draft.noun:
        return
    for token in tree.by(draft.token, "nsubj:pass"):
        paper = anchors.strong.get(tree.antecedent(token))
        if paper is not None and paper.sense.kind == "agreement":
            draft.parts = [(a, Part.ATTENDEE) for a, _ in paper.parts]


def _under_denial(tree: Tree, judge: Judge, token: int) -> Verdict:
    """Return the status of a word; what a denied journey or the like was for was no more held than it."""
    found, head = judge.verdict(token), tree.first_conjunct(token)
    verb = tree.heads[head]
    if tree.is_verb(token) or found.status not in REAL or not tree.is_verb(verb) or is_definite(tree, token):
        return found
    if tree.case(head) not in ("", "for", "during", "in", "at", "on", "to", "with"):
        return found
    over = judge.verdict(verb)
    return over if over.status in (Status.DENIED, Status.DECLINED) else found


def _changes(lex: Lexicon, tree: Tree, verb: int) -> bool:
    """Whether a carrying verb is an act of its own ("cancelled the meeting"), with a day of its own."""
    carrier = lex.carrier(tree.lemmas[verb])
    return carrier is not None and carrier.status is not None and carrier.status not in REAL


def _draft(scene: Scene, trigger: Trigger, filled: Filled, verdict: Verdict) -> Draft:
    tree, i = scene.tree, trigger.token
    if _is_speech(trigger.sense) and not tree.is_verb(i) and tree.case(tree.first_conjunct(i)) in _AFTER:
        verdict = Verdict(Status.HELD, (tree.case(tree.first_conjunct(i)),))
    if (filled.received and (trigger.sense.promises or trigger.sense.kind == "demand")) or (
        verdict.cues == (COMING,) and _is_speech(trigger.sense)
    ):
        verdict = Verdict(Status.HELD, verdict.cues)
    draft = Draft(i, trigger.sense, verdict, trigger.words(tree), noun=not tree.is_verb(i))
    _situate(scene, draft)
    draft.extra = trigger.extra
    draft.tokens = [i, *trigger.extra, *([filled.anchor] if filled.anchor is not None else [])]
    draft.definite = draft.noun and is_definite(tree, i)
    for name, tokens in filled.parts.items():
        for token in tokens:
            _take(scene, draft, Part(name), token)
    if not draft.noun and "attendee" in filled.parts:
        for token in _strays(scene, i):
            _take(scene, draft, Part.ATTENDEE, token)
    _take_company(scene, draft, filled)
    draft.objects = [x for name in ("recipient", "host") for x in filled.parts.get(name, ())]
    draft.tokens += [x for x in draft.objects if x > i]
    return draft


def _take_company(scene: Scene, draft: Draft, filled: Filled) -> None:
    """Where "they", "the two" or "the couple" do something and are not resolved: those told of just before."""
    tree = scene.tree
    verb = filled.anchor if draft.noun else draft.token
    subject = tree.subject(verb) if verb is not None and tree.is_verb(verb) else None
    part = next((p for p, tokens in filled.parts.items() if subject in tokens), None)
    if subject is None or part is None or scene.members(subject):
        return
    found: Sequence[str] = ()
    if is_company(tree, subject):
        found = company_of(tree, subject, scene.members, scene.may_be)
    elif (speaker := speaker_of(tree, subject)) is not None:
        found = scene.members(speaker)
    for actor in found:
        draft.add(actor, Part(part))
    draft.tokens += [subject] if tree.sentence[subject] == tree.sentence[draft.token] else []


def _strays(scene: Scene, verb: int) -> list[int]:
    """Persons that the tree ties by "as well as" to a thing beside them ("met X during his trip, as well as Y")."""
    tree = scene.tree
    hosts = [k for k in tree.by(verb, "obl") if scene.extent(k) is None]
    tied = [c for k in hosts for n in tree.subtree(k) for c in tree.by(n, "conj") if scene.extent(n) is None]
    return [c for c in tied if tree.pos[c] == "PROPN" and tree.case(c) == "" and _added(tree, c) and scene.members(c)]


def _added(tree: Tree, token: int) -> bool:
    return any(tree.low[k] in ("as", "along", "together") for k in tree.by(token, "cc"))


_AFTER = frozenset({"after", "following", "despite", "upon", "at", "on"})
"""Prepositions by which an act of speech was made, whatever the clause they stand in says is to come."""


def _is_speech(sense: Sense) -> bool:
    """Whether a sense is an act of speech, done once said, whatever day it speaks of."""
    return sense.kind in VERBAL or sense.plover == "AGREE"


def _take(scene: Scene, draft: Draft, part: Part, token: int) -> None:
    """Add the actors of a filler; an act upon a thing is an act towards the thing's owner."""
    tree = scene.tree
    found = list(scene.members(token))
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
        invitation.known = invitation.known or Part.INITIATOR in {p for _, p in invitation.parts}


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
    draft.spans.append((start, end))
