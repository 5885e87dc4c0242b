"""One report in, its record out: the parts of the reading in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from communique.intake import Report
from communique.intake.report import FOREIGN
from communique.language.core import go_on
from communique.language.cores import Core, Shipped
from communique.language.doc import Doc
from communique.reading.actors.cast import Cast, find_cast
from communique.reading.actors.counterparts import find_counterparts
from communique.reading.actors.known import surnames, whole_names
from communique.reading.actors.sectors import sectors_of
from communique.reading.budget import UNLIMITED, Budget, OutOfTime, limited, note, up_to, words_end
from communique.reading.coding import code
from communique.reading.engagements.admission import Left
from communique.reading.engagements.anchoring import Anchors
from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.make import Scene, read_drafts
from communique.reading.engagements.parties import Acts, find_acts
from communique.reading.engagements.ruled import ruled
from communique.reading.engagements.tellings import LIKELY, Teller, Telling, acting
from communique.reading.engagements.timing import coming_tokens
from communique.reading.lexicon import lexicon
from communique.reading.page.invisible import shown
from communique.reading.page.sentences import sentences_around
from communique.reading.page.tree import Tree
from communique.reading.places import Gazetteer, PlaceContext
from communique.reading.places.setting import find_setting
from communique.reading.statements import Quote, find_quotes, make_statements
from communique.reading.statements.about import Subjects
from communique.reading.statements.issuers import find_issuer, own_words, with_issuer
from communique.reading.statements.voices import Voices, direction
from communique.reading.status import Judge
from communique.reading.times import find_times
from communique.records import (
    ActorKind,
    Engagement,
    Part,
    Participant,
    Place,
    PlaceMention,
    Record,
    Span,
    TimeMention,
    When,
)
from communique.text import TextLayer, in_pieces

SHIPPED = Shipped()
"""The core that reads where no other is given."""

READ_BY = "read with "
"""What a warning begins with that names an outside core and what it leaves out."""

_BARE = "the lexicon alone says what is told, no engagement is joined with another, statements are found by rule"
_NAMES_ALONE = "its names and places are read; engagements, statements and times are read in English only"


def reads(report: Report, core: Core = SHIPPED) -> bool:
    """Return whether a report is in a language that a core reads; one whose language nobody has told is."""
    return report.info.language is None or report.info.language in core.languages


def is_foreign(warnings: Iterable[str]) -> bool:
    """Return whether the warnings of a record say that no core read the report: it is kept with its language."""
    return any(warning.startswith(FOREIGN) for warning in warnings)


def read(report: Report, budget: Budget = UNLIMITED, core: Core = SHIPPED) -> Record:
    """Return the record of a report, read by the shipped core if no other is given.

    A report in a language that the core does not read gives a record without readings and says so in ``warnings``; one
    over the budget is read in part (:mod:`communique.reading.budget`), and says so too, and so does what another core
    reads less well than the shipped one.

    Raises:
        ModelError: if the core cannot be used.
    """
    if not reads(report, core):
        return Record(report.info, warnings=report.warnings)
    report = replace(report, warnings=_told_of(report, core))
    part, warnings = report, report.warnings
    most = None if budget.words is None else words_end(report.info.text, budget.words)
    if most is not None:
        part, ends = up_to(report, most)
        warnings = (*report.warnings, note(ends, report, f"{budget.words:,} words"))
    record, ends = _in_time(part, budget.seconds, core)
    if ends < len(part.info.text):
        warnings = (*report.warnings, note(ends, report, f"{budget.seconds:g} CPU seconds"))
    return replace(record, report=report.info, warnings=warnings)


def _told_of(report: Report, core: Core) -> tuple[str, ...]:
    """Return the warnings of a report that a core reads: not that it is foreign, but what the core leaves out."""
    warnings = tuple(w for w in report.warnings if not w.startswith(FOREIGN))
    if not _in_english(report):
        return (*warnings, f"{READ_BY}{core.name}: {_NAMES_ALONE}")
    return warnings if core.heads is not None else (*warnings, f"{READ_BY}{core.name}: {_BARE}")


def _in_english(report: Report) -> bool:
    return report.info.language in (None, "en")


def _in_time(report: Report, seconds: float | None, core: Core) -> tuple[Record, int]:
    """Return the record of as much of a report as can be read in the time, and where that ends.

    It is read anew up to where the model got; if even that takes too long, up to a quarter in half the time, and so on.
    """
    part, ends, left, whole = report, len(report.info.text), seconds, True
    while ends:
        try:
            with limited(left) as got_to:
                return _shown(part, got_to if whole else go_on, core), ends
        except OutOfTime as up:
            left = left / 2 if left is not None and (up.at is None or not whole) else left
            part, ends = up_to(part, up.at if up.at is not None else ends // 4)
            whole = False
    return Record(report.info), 0


def _shown(report: Report, got_to: Callable[[int], None], core: Core) -> Record:
    seen = shown(report.info.text)
    if seen is None:
        return traced(report, got_to, core).record
    trace = traced(seen.report(report), lambda at: got_to(seen.whole(at)), core)
    return seen.record(trace.record, report, trace.sentences)


@dataclass(frozen=True, slots=True)
class Trace:
    """A record, and what it was made from.

    Attributes:
        left: what is told of engagements and was not recorded.
        sentences: where the whole sentences of each engagement stand, by its id.
    """

    record: Record
    doc: Doc
    tree: Tree
    left: tuple[Left, ...]
    sentences: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def traced(report: Report, got_to: Callable[[int], None] = go_on, core: Core = SHIPPED) -> Trace:
    """Return the record of a report that shows all its characters, with what it was made from.

    ``got_to`` is told how far the core got, in characters. In another language than English there are names alone.
    """
    if not _in_english(report):
        return _named(report, got_to, core)
    found = staged(report, got_to, core)
    scene, cast, voices = found.scene, found.cast, found.voices
    drafts, left = read_drafts(scene)
    sentences = {f"e{n}": sentences_around(scene.tree, draft.spans) for n, draft in enumerate(drafts, 1)}
    engagements = _engagements(drafts, report.layer, sentences)
    subjects = Subjects(scene.tree, cast, drafts, engagements).of
    record = Record(
        report=report.info,
        actors=tuple(replace(actor, sectors=sectors_of(actor)) for actor in cast.actors),
        counterparts=find_counterparts(found.doc, cast),
        engagements=engagements,
        statements=make_statements(found.quotes, found.doc, voices.actor_of, subjects),
        times=tuple(scene.times),
        places=tuple(scene.places),
        warnings=report.warnings,
    )
    return Trace(record, found.doc, scene.tree, tuple(left), sentences)


def _named(report: Report, got_to: Callable[[int], None], core: Core) -> Trace:
    """Return who and which places are named in a report in a language that only its core knows."""
    layer, doc = report.layer, analysed(report, core, got_to)
    cast = find_cast(doc, layer)
    published = date.fromisoformat(report.info.published) if report.info.published else None
    record = Record(
        report=report.info,
        actors=tuple(replace(actor, sectors=sectors_of(actor)) for actor in cast.actors),
        places=tuple(find_setting(doc, layer, published)),
        warnings=report.warnings,
    )
    return Trace(record, doc, Tree(doc), ())


@dataclass(frozen=True, slots=True)
class Staged:
    """A report with everybody and everything found in it, before its engagements are read."""

    doc: Doc
    scene: Scene
    cast: Cast
    quotes: tuple[Quote, ...]
    voices: Voices


def staged(report: Report, got_to: Callable[[int], None] = go_on, core: Core = SHIPPED) -> Staged:
    """Return who, when and where there is in an English report, and which words tell engagements.

    ``got_to`` is told the character that is read next, from window to window of the model.
    """
    layer, parse = report.layer, parsed(report, core, got_to)
    doc, tree, acts = parse.doc, parse.tree, parse.acts
    heads, verdict = core.heads, parse.judge.verdict
    tellings = ruled(acts, verdict) if heads is None else Teller(heads, tree, acts, verdict).find(doc.acts)
    places = find_setting(doc, layer, parse.published)
    cast, quotes, voices = _people(doc, tree, layer, acts, tellings, _lands(tree, tellings, places))
    scene = Scene(
        tree=tree,
        tellings=tellings,
        acts=acts,
        coming=parse.coming,
        members=cast.members,
        may_be=partial(_may_be, cast),
        extent=partial(_extent, tree, cast),
        voice=voices.at,
        times=parse.times,
        places=places,
        published=parse.published,
        paragraph=_paragraphs(doc),
        home=_dateline_place(report),
    )
    return Staged(doc, scene, cast, quotes, voices)


@dataclass(frozen=True, slots=True)
class Parse:
    """What grammar and tables say of a report before anybody is found in it: what the model's last layers are given.

    Attributes:
        doc, tree: its words and trees.
        published: its day, if known.
        acts: what the lexicon finds.
        times: the times that it names; ``coming`` are words of those that lie after its day.
        judge: the status of a word by the rules.
    """

    doc: Doc
    tree: Tree
    published: date | None
    acts: Acts
    times: tuple[TimeMention, ...]
    coming: set[int]
    judge: Judge


def parsed(report: Report, core: Core = SHIPPED, got_to: Callable[[int], None] = go_on) -> Parse:
    """Return the parse of an English report, by the shipped core if no other is given."""
    doc = analysed(report, core, got_to)
    tree = Tree(doc)
    published = date.fromisoformat(report.info.published) if report.info.published else None
    times = _times(report.layer, tree, published)
    coming = coming_tokens(Anchors(tree), times, published)
    judge = Judge(tree, lexicon(), coming, _title(doc, report.layer))
    return Parse(doc, tree, published, _acts(doc, tree), times, coming, judge)


def analysed(report: Report, core: Core = SHIPPED, got_to: Callable[[int], None] = go_on) -> Doc:
    """Return the words of a report, its dateline apart."""
    apart = (report.dateline,) if report.dateline else ()
    return core.read(report.layer, apart=apart, surnames=surnames(), people=whole_names(), got_to=got_to)


def _times(layer: TextLayer, tree: Tree, published: date | None) -> tuple[TimeMention, ...]:
    """Return the times that the report's content names."""
    spans = [Span(s.start, s.end) for s in layer.segments if s.is_content]
    return find_times(layer.text, published, spans=spans, direction=direction(tree))


def _people(
    doc: Doc, tree: Tree, layer: TextLayer, acts: Acts, tellings: Sequence[Telling], lands: Mapping[int, str]
) -> tuple[Cast, tuple[Quote, ...], Voices]:
    """Return who is in the report, with the issuer and those who say "I", the quotes, and whose words they are."""
    told, modifying = acting(tree, tellings)
    cast = find_cast(doc, layer, acts.told | told, acts.modifying | modifying)
    cast = cast.with_described([w for t in tellings if t.chance >= LIKELY for w, _ in t.parts], lands)
    quotes = find_quotes(doc, layer)
    voices = Voices(tree, quotes, cast)
    cast, issuer = with_issuer(cast, layer, find_issuer(layer))
    own = [(span, issuer) for span in own_words(layer, quotes)] if issuer is not None else []
    cast = cast.with_first_person([*voices.spoken, *own])
    return cast, quotes, Voices(tree, quotes, cast)


def _lands(tree: Tree, tellings: Sequence[Telling], places: Sequence[PlaceMention]) -> dict[int, str]:
    """Return the countries of the towns that are told to be visited, by the words for these."""
    anchors = Anchors(tree)
    found = {anchors.head_of(p.start, p.end): p.country for p in places if p.country}
    hosts = (w for t in tellings if t.kind == "visit" for w, part in t.parts if part is Part.HOST)
    return {w: found[w] for w in hosts if w in found}


def _acts(doc: Doc, tree: Tree) -> Acts:
    barred = {i for i, kind in enumerate(doc.kinds) if kind in ("PER", "ORG", "LOC")}
    places = {i for i, kind in enumerate(doc.kinds) if kind == "LOC"}
    return find_acts(tree, [i for a, b in doc.content for i in range(a, b)], barred, places)


def _title(doc: Doc, layer: TextLayer) -> tuple[int, int]:
    """Return the tokens of the title; none where there is no title."""
    titled = any(s.kind == "title" for s in layer.segments if s.is_content)
    first: tuple[int, int] = doc.content[0] if titled and doc.content else (0, 0)
    return first


def _paragraphs(doc: Doc) -> list[int]:
    """Return the number of every token's paragraph; -1 where it was not read."""
    paragraph = [-1] * len(doc)
    for number, (first, last) in enumerate(doc.content):
        paragraph[first:last] = [number] * (last - first)
    return paragraph


def _may_be(cast: Cast, actor: str, state: bool) -> bool:
    """Whether an actor is a named person, or a state where one is asked for."""
    found = cast.get(actor)
    if state:
        return found.kind is ActorKind.STATE
    return found.kind is ActorKind.PERSON and found.name[:1].isupper()


def _extent(tree: Tree, cast: Cast, token: int) -> tuple[int, int] | None:
    mention = cast.mention_at(token)
    return (tree.idx[mention.start], tree.end(mention.end - 1)) if mention else None


def _dateline_place(report: Report) -> PlaceMention | None:
    """The town that the report is datelined from."""
    line = report.dateline
    if line is None or not line.place:
        return None
    return Gazetteer().resolve(line.place.title(), PlaceContext())


def _engagements(
    drafts: Sequence[Draft], layer: TextLayer, sentences: Mapping[str, Sequence[Span]]
) -> tuple[Engagement, ...]:
    ids = {d.number: f"e{n}" for n, d in enumerate(drafts, 1)}
    out = []
    for draft in drafts:
        plover, cameo = code(draft.sense, draft.status)
        out.append(
            Engagement(
                id=ids[draft.number],
                kind=draft.sense.kind,
                status=draft.status,
                participants=tuple(Participant(a, p) for a, p in draft.parts),
                plover=plover,
                cameo=cameo,
                evidence=tuple(layer.evidence(a, b) for a, b in draft.spans),
                confidence=round(draft.confidence, 2),
                why=_why(draft),
                voice=draft.voice,
                time=_when(draft),
                place=_place(draft),
                about=tuple(ids[number] for number in draft.about),
                sentence=in_pieces(layer.text, sentences[ids[draft.number]]),
            )
        )
    return tuple(out)


def _when(draft: Draft) -> When | None:
    time = draft.time
    if time is None:
        return When(draft.edtf) if draft.edtf else None
    return When(draft.edtf, time.text, time.start, time.end)


def _place(draft: Draft) -> Place | None:
    p = draft.place
    return Place(p.name, p.country, p.lat, p.lon, p.geonames) if p else None


def _why(draft: Draft) -> str:
    cues = ", ".join(dict.fromkeys(draft.verdict.cues))
    status = f"{draft.status.value} by {cues}" if cues else f"{draft.status.value} by tense"
    return "; ".join([f"sense '{draft.sense.id}' of '{draft.words}'", status, *dict.fromkeys(draft.reasons)])
