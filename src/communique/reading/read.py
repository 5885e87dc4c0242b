"""One report in, its record out: the parts of the reading in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from communique.intake import Report
from communique.language.core import analyse
from communique.reading.about import Subjects
from communique.reading.actors import Cast, find_cast, find_counterparts
from communique.reading.actors.known import surnames, whole_names
from communique.reading.actors.sectors import sectors_of
from communique.reading.coding import code
from communique.reading.drafts import Draft
from communique.reading.engagements import Scene, read_drafts
from communique.reading.invisible import shown
from communique.reading.issuers import find_issuer, own_words, with_issuer
from communique.reading.parties import Acts, find_acts
from communique.reading.places import Gazetteer, PlaceContext
from communique.reading.setting import find_setting
from communique.reading.statements import find_quotes, make_statements
from communique.reading.times import find_times
from communique.reading.tree import Tree
from communique.reading.voices import Voices, direction
from communique.records import (
    Engagement,
    Participant,
    Place,
    PlaceMention,
    Record,
    Span,
    TimeMention,
    When,
)
from communique.text import TextLayer


def read(report: Report) -> Record:
    """Return the record of a report.

    A report that is not English gives a record without readings and says so in ``warnings``.
    """
    if report.info.language not in (None, "en"):
        return Record(report.info, warnings=report.warnings)
    seen = shown(report.info.text)
    return _read(report) if seen is None else seen.record(_read(seen.report(report)), report)


def _read(report: Report) -> Record:
    """Return the record of an English report that shows all its characters."""
    layer = report.layer
    published = date.fromisoformat(report.info.published) if report.info.published else None
    apart = (report.dateline,) if report.dateline else ()
    doc = analyse(layer, apart=apart, surnames=surnames(), people=whole_names())
    tree = Tree(doc)
    acts = _acts(doc, tree)
    cast = find_cast(doc, layer, acts.told, acts.modifying)
    quotes = find_quotes(doc, layer)
    voices = Voices(tree, quotes, cast)
    cast, issuer = with_issuer(cast, layer, find_issuer(layer))
    own = [(span, issuer) for span in own_words(layer, quotes)] if issuer is not None else []
    cast = cast.with_first_person([*voices.spoken, *own])
    voices = Voices(tree, quotes, cast)
    spans = [Span(s.start, s.end) for s in layer.segments if s.is_content]
    times = find_times(layer.text, published, spans=spans, direction=direction(tree))
    places = find_setting(doc, layer, published)
    scene = _scene(doc, tree, layer, cast, voices, times, places, published, acts)
    drafts = read_drafts(replace(scene, home=_dateline_place(report)))
    engagements = _engagements(drafts, layer)
    return Record(
        report=report.info,
        actors=tuple(replace(actor, sectors=sectors_of(actor)) for actor in cast.actors),
        counterparts=find_counterparts(doc, cast),
        engagements=engagements,
        statements=make_statements(quotes, doc, voices.actor_of, Subjects(tree, cast, drafts, engagements).of),
        times=times,
        places=places,
        warnings=report.warnings,
    )


def _acts(doc: Doc, tree: Tree) -> Acts:
    barred = {t.i for e in doc.ents if e.label_ in ("PER", "ORG", "LOC") for t in e}
    places = {t.i for e in doc.ents if e.label_ == "LOC" for t in e}
    return find_acts(tree, [i for a, b in doc._.content for i in range(a, b)], barred, places)


def _scene(
    doc: Doc,
    tree: Tree,
    layer: TextLayer,
    cast: Cast,
    voices: Voices,
    times: Sequence[TimeMention],
    places: Sequence[PlaceMention],
    published: date | None,
    acts: Acts,
) -> Scene:
    content = doc._.content
    paragraph = [-1] * len(tree.words)
    for number, (first, last) in enumerate(content):
        paragraph[first:last] = [number] * (last - first)
    titled = any(s.kind == "title" for s in layer.segments if s.is_content)
    countries = {a.id: a.country for a in cast.actors}
    named = {a.id for a in cast.actors if a.name[:1].isupper()}
    kinds = {a.id: a.kind for a in cast.actors}

    def extent(token: int) -> tuple[int, int] | None:
        mention = cast.mention_at(token)
        return (tree.idx[mention.start], tree.end(mention.end - 1)) if mention else None

    return Scene(
        tree=tree,
        content=content,
        title=content[0] if titled and content else (0, 0),
        members=cast.members,
        extent=extent,
        times=times,
        places=places,
        published=published,
        acts=acts,
        country=countries.get,
        paragraph=paragraph,
        voice=voices.at,
        kind=kinds.get,
        named=named.__contains__,
    )


def _dateline_place(report: Report) -> PlaceMention | None:
    """The town that the report is datelined from."""
    line = report.dateline
    if line is None or not line.place:
        return None
    return Gazetteer().resolve(line.place.title(), PlaceContext())


def _engagements(drafts: Sequence[Draft], layer: TextLayer) -> tuple[Engagement, ...]:
    ids = {id(d): f"e{n}" for n, d in enumerate(drafts, 1)}
    out = []
    for draft in drafts:
        plover, cameo = code(draft.sense, draft.status)
        out.append(
            Engagement(
                id=ids[id(draft)],
                kind=draft.sense.kind,
                status=draft.status,
                participants=tuple(Participant(a, p) for a, p in draft.parts),
                plover=plover,
                cameo=cameo,
                evidence=tuple(layer.evidence(a, b) for a, b in draft.spans),
                confidence=_confidence(draft),
                why=_why(draft),
                voice=draft.voice,
                time=_when(draft),
                place=_place(draft),
                about=tuple(ids[id(d)] for d in draft.about if id(d) in ids),
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


def _confidence(draft: Draft) -> float:
    """A share: 0.9, less a tenth for each thing that was not read from the mention itself."""
    doubts = (len(draft.parts) < 2, bool(draft.reasons) and draft.time is None, len(draft.verdict.cues) > 2)
    return round(0.9 - 0.1 * sum(doubts) + 0.03 * min(3, len(draft.spans) - 1), 2)


def _why(draft: Draft) -> str:
    cues = ", ".join(dict.fromkeys(draft.verdict.cues))
    status = f"{draft.status.value} by {cues}" if cues else f"{draft.status.value} by tense"
    return "; ".join([f"sense '{draft.sense.id}' of '{draft.words}'", status, *dict.fromkeys(draft.reasons)])
