"""A row's record: what its columns say, with nothing guessed, and what is read in its remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from communique.intake import Report
from communique.intake.rows.cells import Row
from communique.intake.rows.layout import Layout, meaning
from communique.intake.rows.report import days_of, fields_of, row_of
from communique.reading.actors.sectors import sectors_of
from communique.reading.coding import code
from communique.reading.lexicon import lexicon
from communique.reading.places import Gazetteer, PlaceContext
from communique.reading.rows.joining import joined
from communique.reading.rows.people import ASIDE, Named, country_in, people_in
from communique.reading.rows.remarks import read_remarks
from communique.reading.rows.whys import BY_ROW
from communique.records import (
    Actor,
    ActorKind,
    Engagement,
    Part,
    Participant,
    Place,
    PlaceMention,
    Record,
    Role,
    Span,
    Status,
    TimeMention,
    When,
)

_FORMER = frozenset({"SUN", "YUG", "SCG", "CSK", "DDR"})
"""States that are no more: their towns lie in others today."""
_VISITED = ("host_country", "country")
"""Fields that say whose guest one is, where no host is named."""


def read_row(report: Report) -> Record:
    """Return the record of a row: one visit or meeting, held, as its columns say, and what its remarks tell.

    Raises:
        ModelError: if the model that reads remarks cannot be used.
    """
    cells, layout = row_of(report.raw)
    view = _View(report, cells, layout)
    record = _by_columns(report, view)
    if "remarks" not in view.fields:
        return record
    subject = view.fields["visitor"][1] if "visitor" in view.fields else None
    return joined(record, *read_remarks(report, view.fields["remarks"][1], subject))


def _by_columns(report: Report, view: _View) -> Record:
    kind = view.kind()
    time, mentions = view.time()
    place, places = view.place()
    is_visit = kind == "visit"
    visitors = view.side(("visitor", "office"), ("visitor_country",))
    hosts = view.side(("host", "host_office"), _VISITED)
    parts = [
        *(Participant(actor, Part.GUEST if is_visit else Part.ATTENDEE) for actor in visitors),
        *(Participant(actor, Part.HOST if is_visit else Part.ATTENDEE) for actor in hosts),
    ]
    plover, cameo = code(lexicon().plain(kind), Status.HELD)
    text = report.info.text
    told = Engagement(
        id="e1",
        kind=kind,
        status=Status.HELD,
        participants=tuple(parts),
        plover=plover,
        cameo=cameo,
        evidence=(report.layer.evidence(0, len(text)),),
        confidence=1.0,
        why=f"{BY_ROW}: {', '.join(view.used())}",
        time=time,
        place=place,
        sentence=text,
    )
    return Record(
        report=report.info,
        actors=tuple(replace(actor, sectors=sectors_of(actor)) for actor in view.actors),
        engagements=(told,),
        times=mentions,
        places=places,
        warnings=(*report.warnings, *view.warnings),
    )


@dataclass(slots=True)
class _View:
    """A row's fields, and who was found in them so far."""

    report: Report
    cells: tuple[tuple[str, str], ...]
    layout: Layout
    actors: list[Actor] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fields: dict[str, tuple[str, Span]] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = fields_of(self.cells, self.layout)

    def used(self) -> Iterable[str]:
        """Yield which column gave each field."""
        for key in self.fields:
            column = self.layout.columns.get(key)
            is_cell = column is not None and any(name == column for name, _ in self.cells)
            yield f"{key} from column '{column}'" if is_cell else f"{key} from the layout"

    def kind(self) -> str:
        """Return the kind that the row's own cell gives, else that of the layout."""
        text = self.fields["kind"][0] if "kind" in self.fields else ""
        return meaning(self.layout.kinds, text) or self.layout.kind

    def country(self, keys: Iterable[str]) -> tuple[str, str | None, Span] | None:
        """Return the first of some fields with its code and where it stands; warn where it is no country known here."""
        for key in keys:
            if key in self.fields:
                cell, span = self.fields[key]
                found = country_in(cell, self.layout.countries)
                if found is None:
                    self.warnings.append(f"{key}: {cell!r} is no country known here: give its code under [countries]")
                return cell, found, span
        return None

    def side(self, person: tuple[str, str], country: tuple[str, ...]) -> list[str]:
        """Return the ids of those on one side: the persons that are named, else the country."""
        home = self.country(country)
        if person[0] not in self.fields:
            return [self._state(*home)] if home else []
        cell, span = self.fields[person[0]]
        return [self._person(x, span.start, home[1] if home else None, person[1]) for x in people_in(cell)]

    def _state(self, name: str, country: str | None, span: Span) -> str:
        known = next(
            (a for a in self.actors if a.kind is ActorKind.STATE and (a.name, a.country) == (name, country)), None
        )
        return known.id if known else self._add(Actor("", ActorKind.STATE, name, country, mentions=(span,)))

    def _person(self, named: Named, start: int, country: str | None, office: str) -> str:
        roles = []
        if named.title and named.title_at:
            roles.append(self._role(named.title, named.title_at.start + start, named.title_at.end + start, country))
        if office in self.fields:
            words, at = self.fields[office]
            roles.append(self._role(self.layout.offices.get(words, words), at.start, at.end, country))
        span = Span(named.at.start + start, named.at.end + start)
        return self._add(Actor("", ActorKind.PERSON, named.name, country, roles=tuple(roles), mentions=(span,)))

    def _role(self, title: str, start: int, end: int, country: str | None) -> Role:
        return Role(title, self.report.layer.evidence(start, end), country=country)

    def _add(self, actor: Actor) -> str:
        self.actors.append(replace(actor, id=f"a{len(self.actors) + 1}"))
        return self.actors[-1].id

    def time(self) -> tuple[When | None, tuple[TimeMention, ...]]:
        """Return the days of the row, and where they stand."""
        first, last = days_of(Row("", "", "", 0, self.cells), self.layout)
        if first is None:
            return None, ()
        edtf = first if last in (None, first) else f"{first}/{last}"
        spans = [self.fields[key][1] for key in ("first", "last") if key in self.fields]
        days = zip([first, last or first], spans, strict=False)
        text = self.report.info.text
        mentions = tuple(TimeMention(s.start, s.end, text[s.start : s.end], day, value=day) for day, s in days)
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        return When(edtf, text[start:end], start, end), mentions

    def place(self) -> tuple[Place | None, tuple[PlaceMention, ...]]:
        """Return the first town of the row, in its country; the country where no town is named."""
        land = self.country([key for key in ("country", "host_country") if key in self.fields][:1])
        home = land[1] if land else None
        if "place" in self.fields:
            cell, span = self.fields["place"]
            town = ASIDE.sub("", cell).replace(";", ",").partition(",")[0].strip() or cell
            return self._at(town, span.start, home)
        return self._at(land[0], land[2].start, home) if land else (None, ())

    def _at(self, name: str, start: int, country: str | None) -> tuple[Place, tuple[PlaceMention, ...]]:
        context = PlaceContext(countries={country: 10.0} if country else {}, home=country, international=1.0)
        found = Gazetteer().resolve(name, context)
        if found is not None and country in _FORMER:
            found = replace(found, country=country)
        if found is None or (country and found.country != country):
            return Place(name, country), (PlaceMention(start, start + len(name), name, country),)
        mention = replace(found, start=start, end=start + len(name))
        return Place(found.name, found.country, found.lat, found.lon, found.geonames), (mention,)
