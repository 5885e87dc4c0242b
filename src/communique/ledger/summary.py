"""What the ledger holds of an actor or an entry, computed from its appearances or accounts and people's judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, delete, update

from communique.ledger import amendments, filling, identity, judgements, loading, lookup, touched
from communique.ledger import schema as s
from communique.ledger.fulltext import folded
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.resolution import engagements as entry_resolution
from communique.ledger.resolution.contradictions import Current, contradictions, current
from communique.ledger.resolution.names import keys as actor_keys
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile, summary
from communique.ledger.views import Account, LedgerActor, Party, Review, Voice
from communique.reading.periods import bounds
from communique.records import ActorKind, Part, Place, Plover, Status, as_json

_REVIEWS = {Verdict.ACCEPT: Review.ACCEPTED, Verdict.REJECT: Review.REJECTED, Verdict.UNSURE: Review.UNSURE}


# actors


_ACTOR = update(s.actor).where(s.actor.c.id == bindparam("written"))
_ENTRY = update(s.entry).where(s.entry.c.n == bindparam("written"))
_NOT_NEW: Mapping[int, str] = MappingProxyType({})


def write_actor(connection: Connection, id: str, profile: Profile) -> None:
    """Write what an actor's profile says into its row, as people have amended it."""
    write_actors(connection, {id: profile})


def write_actors(connection: Connection, profiles: Mapping[str, Profile]) -> None:
    """Write what actors' profiles say into their rows, as people have amended them; new ones in the order given."""
    touched.note(connection, actors=profiles)
    there = {r.id for r in lookup.columns_in(connection, (s.actor.c.id,), s.actor.c.id, profiles)}
    judged = judgements.of_actors(connection, there)
    shown = {
        id: _amended_actor(replace(summary(profile), id=id), judged.get(id, ())) for id, profile in profiles.items()
    }
    rows = {id: _actor_row(shown[id], profile) for id, profile in profiles.items()}
    if new := [{"id": id, **row} for id, row in rows.items() if id not in there]:
        filling.fill(connection, s.actor, new)
    if old := [{"written": id, **row} for id, row in rows.items() if id in there]:
        connection.execute(_ACTOR, old)
    names = {id: {folded(n) for n in (x.name, *x.names)} for id, x in shown.items()}
    bodies = {id: {folded(o.body) for o in x.offices if o.body} for id, x in shown.items()}
    keys = {id: set(actor_keys(profile)) for id, profile in profiles.items()}
    for table, words in ((s.actor_key, keys), (s.actor_name, names), (s.actor_body, bodies)):
        kept = {id: {w for w in several if w} for id, several in words.items()}
        _replace_words(connection, table, kept, kept.keys() - there)


def _actor_row(shown: LedgerActor, profile: Profile) -> dict[str, Any]:
    return {
        "kind": shown.kind.value,
        "name": shown.name,
        "country": shown.country,
        "wikidata": shown.wikidata,
        "sectors": list(shown.sectors),
        "names": list(shown.names),
        "offices": [as_json(o) for o in shown.offices],
        "profile": profile.to_json(),
        "appearances": profile.appearances,
    }


def renew_actors(connection: Connection, ids: Iterable[str]) -> None:
    """Compute actors anew from all of their appearances; those without any are left."""
    for id in sorted(set(ids)):
        found = loading.appearances(connection, s.appearance.c.actor == id)
        if found:
            profile = Profile.of(found[0])
            for other in found[1:]:
                profile = profile.joined(Profile.of(other))
            write_actor(connection, id, profile)


def _amended_actor(shown: LedgerActor, judged: Sequence[Judgement]) -> LedgerActor:
    for judgement in judged:
        if judgement.verdict is Verdict.AMEND and judgement.field:
            value = ActorKind(judgement.value) if judgement.field == "kind" else judgement.value
            changed: dict[str, Any] = {judgement.field: value}
            shown = replace(shown, **changed)
    return shown


def _replace_words(
    connection: Connection, table: Table, words: Mapping[Any, Collection[str]], new: Collection[Any] = ()
) -> None:
    """Make the words kept of actors, or the keys of entries, those given, touching only what differs.

    The table's first column has the words, its second says of what they are. What is ``new`` has none yet.
    """
    word, of = list[Column[Any]](table.c)
    rows = map(tuple[Any, ...], lookup.columns_in(connection, (word, of), of, [x for x in words if x not in new]))
    there = {(id, w) for w, id in rows}
    wanted = {(id, w) for id, several in words.items() for w in several}
    if gone := sorted(there - wanted):
        where = of == bindparam("written"), word == bindparam("gone")
        connection.execute(delete(table).where(*where), [{"written": id, "gone": w} for id, w in gone])
    if missing := sorted(wanted - there):
        filling.fill(connection, table, [{word.name: w, of.name: id} for id, w in missing])


# entries


def write_entry(connection: Connection, number: int) -> None:
    """Compute an entry anew from its accounts; one without accounts is removed."""
    write_entries(connection, [number])


def write_entries(connection: Connection, numbers: Collection[int]) -> None:
    """Compute entries anew from their accounts; those without accounts are removed."""
    wanted = sorted(set(numbers))
    told = loading.told(connection, wanted)
    ids = loading.entry_ids(connection, [n for n in wanted if n not in told])
    for number, id in ids.items():
        connection.execute(delete(s.entry).where(s.entry.c.n == number))
        identity.move(connection, id, None)
    judged, added = judgements.of_entries(connection, told), _added(connection, told)
    touched.note(connection, entries=wanted)
    made = {n: computed(connection, told[n], added[n], judged.get(n, ())) for n in wanted if n in told}
    put_entries(connection, made)


@dataclass(frozen=True, slots=True)
class Computed:
    """What the ledger holds of an entry: its row but for number and id, its outline, and what stands now."""

    row: Mapping[str, Any]
    outline: Outline
    now: Current


def put_entries(connection: Connection, made: Mapping[int, Computed], new: Mapping[int, str] = _NOT_NEW) -> None:
    """Write entries, by row number, with their keys and who takes part; of those that are ``new`` there is an id."""
    if not made:
        return
    if old := {n: x for n, x in made.items() if n not in new}:
        connection.execute(_ENTRY, [{"written": n, **x.row} for n, x in old.items()])
        for table in _PARTIES:
            _delete_of(connection, table, old)
    if new:
        filling.fill(connection, s.entry, [{"n": n, "id": id, **made[n].row} for n, id in new.items()])
    keys = {n: set(entry_resolution.keys(x.outline)) for n, x in made.items()}
    _replace_words(connection, s.entry_key, keys, new)
    for table, several in _party_rows(made).items():
        filling.fill(connection, table, several)


def computed(connection: Connection, told: Sequence[Account], added: str, judged: Sequence[Judgement] = ()) -> Computed:
    """Return what the ledger holds of an entry since it was ``added``, from its accounts and what people said."""
    single = [j for j in judged if judgements.is_member(j.subject)]
    members = {j.subject: j.verdict for j in single if j.verdict in _REVIEWS and j.other is None}
    counted = [a for a in told if members.get(a.id) is not Verdict.REJECT]
    whole = [j for j in judged if not judgements.is_member(j.subject) and j.anchor in {a.id for a in told}]
    now, amended = _amended(connection, current(counted or told), whole)
    amended += dict.fromkeys(str(j.field) for j in single if j.verdict is Verdict.AMEND and j.field)
    outline = joined_outline(told)
    review = _review(whole) if counted else Review.REJECTED
    row = _row(now, counted or told, outline, review, amended)
    voice = Voice.REPORTER if any(a.voice is None for a in told) else Voice.QUOTED
    return Computed({**row, "voice": voice, "added": added}, outline, now)


def _added(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """Since when entries are here."""
    columns = (s.account.c.entry, s.account.c.report)
    rows = lookup.columns_in(connection, columns, s.account.c.entry, numbers)
    reports = lookup.columns_in(connection, (s.report.c.n, s.report.c.added), s.report.c.n, {r.report for r in rows})
    days = {r.n: r.added for r in reports}
    found: dict[int, str] = {}
    for r in rows:
        found[r.entry] = min(found.get(r.entry, days[r.report]), days[r.report])
    return found


def joined_outline(told: Sequence[Account]) -> Outline:
    """Return the outline of all accounts together."""
    outline = Outline.of(told[0])
    for account in told[1:]:
        outline = outline.joined(Outline.of(account))
    return outline


def _review(judged: Sequence[Judgement]) -> Review:
    said = [_REVIEWS[j.verdict] for j in judged if j.verdict in _REVIEWS and j.other is None]
    return said[-1] if said else Review.NONE


def _amended(connection: Connection, now: Current, judged: Sequence[Judgement]) -> tuple[Current, list[str]]:
    """Return what accounts say with what people have set in its place, and the names of those fields."""
    amended: dict[str, None] = {}
    for judgement in judged:
        if judgement.verdict is Verdict.AMEND and judgement.field:
            now = _set(connection, now, judgement.field, judgement.value)
            amended[judgement.field] = None
    return now, list(amended)


def _set(connection: Connection, now: Current, field: str, value: Any) -> Current:
    if field == "status":
        return replace(now, status=Status(value))
    if field == "plover":
        return replace(now, plover=Plover(value, now.plover.mode, now.plover.context))
    if field == "mode":
        return replace(now, plover=Plover(now.plover.type, value, now.plover.context))
    if field == "place":
        return replace(now, place=place_of(value))
    if field == "parties":
        ids = [(amendments.party_of(connection, p), Part(p["part"])) for p in value]
        known = loading.actor_refs(connection, [id for id, _ in ids if id])
        return replace(now, parties=tuple(Party(known[id], part) for id, part in ids if id))
    return replace(now, **{field: value})


def place_of(value: Any) -> Place | None:
    """Return a place; one by name is looked up in the gazetteer, and what is not there keeps its name alone."""
    if isinstance(value, str):
        from communique.reading.places import Gazetteer, PlaceContext

        found = Gazetteer().resolve(value, PlaceContext())
        return Place(found.name, found.country, found.lat, found.lon, found.geonames) if found else Place(value)
    return Place(**value) if value else None


def _row(now: Current, told: Sequence[Account], outline: Outline, review: Review, amended: list[str]) -> dict[str, Any]:
    place = now.place or Place("")
    first, last = _bounds(now.time)
    contradicted = [as_json(c) for c in contradictions(told)]
    return {
        "kind": now.kind,
        "status": now.status.value,
        "plover": now.plover.type,
        "mode": now.plover.mode,
        "context": now.plover.context,
        "cameo": now.cameo,
        "time": now.time,
        "earliest": first,
        "latest": last,
        "day": _day(now, told),
        "place": place.name or None,
        "place_country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geonames": place.geonames,
        "sources": len({a.report.group for a in told}),
        "confidence": now.confidence,
        "review": review.value,
        "amended": amended,
        "contradictions": contradicted,
        "disputed": bool(contradicted),
        "outline": outline.to_json(),
    }


def _bounds(edtf: str | None) -> tuple[str | None, str | None]:
    first, last = bounds(edtf)
    return (first.isoformat() if first > date.min else None), (last.isoformat() if last < date.max else None)


def _day(now: Current, told: Sequence[Account]) -> str:
    first, last = _bounds(now.time)
    return first or last or told[0].report.published or ""


_PARTIES = (s.entry_party, s.side, s.dyad)


def _party_rows(entries: Mapping[int, Computed]) -> dict[Table, list[dict[str, Any]]]:
    """Who takes part in entries; beside each stands its day, and what of the entry's row its table has."""
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in _PARTIES}
    for number, made in entries.items():
        now, row = made.now, made.row
        parties = enumerate(now.parties)
        rows[s.entry_party] += [
            {"entry": number, "place": i, "actor": p.actor.id, "part": p.part.value} for i, p in parties
        ]
        found = [sides_of(p) for p in now.parties]
        if land := _land_visited(now):
            found.append((land,))
        if now.parties:
            sides, beside = sorted({side for several in found for side in several}), _beside(s.side, row)
            rows[s.side] += [{"side": x, "entry": number, **beside} for x in sides]
        pairs, beside = sorted({pair for a, b in combinations(found, 2) for pair in _pairs(a, b)}), _beside(s.dyad, row)
        rows[s.dyad] += [{"low": low, "high": high, "entry": number, **beside} for low, high in pairs]
    return rows


def _delete_of(connection: Connection, table: Table, entries: Collection[int]) -> None:
    """Remove what a table has of entries."""
    connection.execute(delete(table).where(table.c.entry == bindparam("written")), [{"written": n} for n in entries])


def _beside(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a table has of what stands beside."""
    return {name: row[name] for name in row.keys() & {*table.c.keys()}}


def _land_visited(now: Current) -> str | None:
    """The country that a visit goes to where no host is named: it takes part, unless it is the visitors' own."""
    if now.kind != "visit" or now.place is None or any(p.part is Part.HOST for p in now.parties):
        return None
    own = {p.actor.country for p in now.parties}
    return now.place.country if now.place.country not in own else None


def sides_of(party: Party) -> tuple[str, ...]:
    """Return the sides by which a party is found: its id, and its country's code."""
    return (party.actor.id, party.actor.country) if party.actor.country else (party.actor.id,)


def _pairs(one: Sequence[str], other: Sequence[str]) -> set[tuple[str, str]]:
    """Sides of two parties in pairs, the lesser first; an actor with itself is none."""
    found = {(min(a, b), max(a, b)) for a in one for b in other}
    return {(a, b) for a, b in found if a != b}


def link_entries(connection: Connection, numbers: Iterable[int]) -> None:
    """Write which entries speak of which, from what their accounts are about."""
    wanted = sorted(set(numbers))
    if not wanted:
        return
    columns = (s.account.c.entry, s.account.c.about)
    told = defaultdict[int, set[str]](set)
    for r in lookup.columns_in(connection, columns, s.account.c.entry, wanted):
        told[r.entry].update(r.about)
    columns = (s.account.c.id, s.account.c.entry)
    rows = lookup.columns_in(connection, columns, s.account.c.id, set[str]().union(*told.values()))
    of = {r.id: r.entry for r in rows}
    put_about(connection, {n: sorted({of[id] for id in told[n] if id in of} - {n}) for n in wanted})


def put_about(connection: Connection, about: Mapping[int, Collection[int]], new: Collection[int] = ()) -> None:
    """Write of which entries each of these speaks; of those that are ``new`` nothing is written yet."""
    if old := [n for n in about if n not in new]:
        _delete_of(connection, s.entry_about, old)
    if several := [{"entry": n, "about": x} for n, others in about.items() for x in others]:
        filling.fill(connection, s.entry_about, several)
