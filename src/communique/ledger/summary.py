"""What the ledger holds of an actor or an entry, computed from its appearances or accounts and people's judgements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from communique.ledger import amendments, identity, judgements, loading
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


def write_actor(connection: Connection, id: str, profile: Profile) -> None:
    """Write what an actor's profile says into its row, as people have amended it."""
    there = loading.one_actor(connection, id)
    shown = _amended_actor(replace(summary(profile), id=id), judgements.of_actor(connection, id))
    row = {
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
    if there is None:
        connection.execute(insert(s.actor).values(id=id, **row))
    else:
        connection.execute(update(s.actor).where(s.actor.c.id == id).values(**row))
    _replace_words(connection, s.actor_key, "key", id, actor_keys(profile))
    _replace_words(connection, s.actor_name, "name", id, {folded(n) for n in (shown.name, *shown.names)})
    bodies = {folded(o.body) for o in shown.offices if o.body}
    _replace_words(connection, s.actor_body, "body", id, bodies)


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


def _replace_words(connection: Connection, table: Any, column: str, actor: str, words: Iterable[str]) -> None:
    """Make the words kept of an actor those given, touching only what differs."""
    wanted = {w for w in words if w}
    there = set(connection.scalars(select(table.c[column]).where(table.c.actor == actor)))
    if gone := there - wanted:
        connection.execute(delete(table).where(table.c.actor == actor, table.c[column].in_(sorted(gone))))
    if new := wanted - there:
        connection.execute(insert(table), [{column: w, "actor": actor} for w in sorted(new)])


# entries


def write_entry(connection: Connection, number: int) -> None:
    """Compute an entry anew from its accounts; one without accounts is removed."""
    told = sorted(loading.accounts(connection, s.account.c.entry == number), key=loading.told_order)
    id = str(connection.scalar(select(s.entry.c.id).where(s.entry.c.n == number)))
    if not told:
        connection.execute(delete(s.entry).where(s.entry.c.n == number))
        identity.move(connection, id, None)
        return
    judged = judgements.of_entry(connection, number)
    single = [j for j in judged if judgements.is_member(j.subject)]
    members = {j.subject: j.verdict for j in single if j.verdict in _REVIEWS and j.other is None}
    counted = [a for a in told if members.get(a.id) is not Verdict.REJECT]
    whole = [j for j in judged if not judgements.is_member(j.subject) and j.anchor in {a.id for a in told}]
    now, amended = _amended(connection, current(counted or told), whole)
    amended += dict.fromkeys(str(j.field) for j in single if j.verdict is Verdict.AMEND and j.field)
    outline = joined_outline(told)
    review = _review(whole) if counted else Review.REJECTED
    row = {**_row(now, counted or told, outline, review, amended), **_standing(connection, number, told)}
    connection.execute(update(s.entry).where(s.entry.c.n == number).values(**row))
    _replace_keys(connection, number, entry_resolution.keys(outline))
    _replace_parties(connection, number, now, _day(now, told), row)


def _standing(connection: Connection, number: int, told: Sequence[Account]) -> dict[str, Any]:
    """How an entry is told, and since when it is here."""
    added = select(func.min(s.report.c.added)).join(s.account, s.account.c.report == s.report.c.n)
    return {
        "voice": Voice.REPORTER if any(a.voice is None for a in told) else Voice.QUOTED,
        "added": connection.scalar(added.where(s.account.c.entry == number)),
    }


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


def _replace_keys(connection: Connection, number: int, keys: Iterable[str]) -> None:
    table = s.entry_key
    wanted, there = set(keys), set(connection.scalars(select(table.c.key).where(table.c.entry == number)))
    if gone := there - wanted:
        connection.execute(delete(table).where(table.c.entry == number, table.c.key.in_(sorted(gone))))
    if new := wanted - there:
        connection.execute(insert(table), [{"key": k, "entry": number} for k in sorted(new)])


def _replace_parties(connection: Connection, number: int, now: Current, day: str, row: Mapping[str, Any]) -> None:
    """Write who takes part; beside each stands what of the entry's row its table has."""
    for table in (s.entry_party, s.side, s.dyad):
        connection.execute(delete(table).where(table.c.entry == number))
    rows = [{"entry": number, "place": i, "actor": p.actor.id, "part": p.part.value} for i, p in enumerate(now.parties)]
    found = [sides_of(p) for p in now.parties]
    if land := _land_visited(now):
        found.append((land,))
    if rows:
        connection.execute(insert(s.entry_party), rows)
        sides = sorted({side for several in found for side in several})
        beside = _beside(s.side, row)
        connection.execute(insert(s.side), [{"side": x, "day": day, "entry": number, **beside} for x in sides])
    pairs = sorted({pair for a, b in combinations(found, 2) for pair in _pairs(a, b)})
    if pairs:
        beside = _beside(s.dyad, row)
        dyads = [{"low": low, "high": high, "day": day, "entry": number, **beside} for low, high in pairs]
        connection.execute(insert(s.dyad), dyads)


def _beside(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a table has of an entry's row beside the day, which is worked out apart."""
    return {name: row[name] for name in row.keys() & {*table.c.keys()} - {"day"}}


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
    for number in sorted(set(numbers)):
        told = connection.execute(select(s.account.c.about).where(s.account.c.entry == number)).scalars()
        about = sorted({id for ids in told for id in ids})
        rows = loading.rows_in(connection, s.account, s.account.c.id, about)
        wanted = {r.entry for r in rows} - {number}
        connection.execute(delete(s.entry_about).where(s.entry_about.c.entry == number))
        if wanted:
            connection.execute(insert(s.entry_about), [{"entry": number, "about": n} for n in sorted(wanted)])
