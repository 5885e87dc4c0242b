"""FollowTheMoney statements (https://followthemoney.tech/docs/statements/) as JSON Lines: a claim a line.

An entity (https://followthemoney.tech/explorer/) that is made of several sources loses which says what. So each
value is a statement of its own: its dataset is the report (``report_…``), ``original_value`` the words it was read
from, ``origin`` the account, ``first_seen`` the day of the report. What a person has amended is of the dataset
``judgement``, what the ledger knows of an actor beyond reports of the dataset ``ledger``.

An engagement is an ``Event``, a report an ``Article``; actors are ``Person``, ``Organization``, ``PublicBody``
(bodies and states) or ``LegalEntity`` (groups). Statements are written entry by entry, so those of an actor or a
report stand again with each entry, with the same id and the same bytes: ``sort -u`` makes them one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from communique.exchange.base import Options, Tally, Written
from communique.exchange.entries import country_codes, headline, iso_date, json_bytes, where
from communique.ledger.views import Account, ActorRef, Entry, LedgerActor, Office, Party, ReportRef
from communique.links import web_address
from communique.reading.periods import bounds
from communique.records import ActorKind, Part

NO_PARTY = "no participants"
JUDGEMENT, LEDGER = "judgement", "ledger"

_SCHEMA = {
    ActorKind.PERSON: "Person",
    ActorKind.ORGANIZATION: "Organization",
    ActorKind.BODY: "PublicBody",
    ActorKind.STATE: "PublicBody",
    ActorKind.GROUP: "LegalEntity",
}
_LANGUAGE = frozenset(("summary", "description", "position", "title"))
"""Properties whose values are English words; the others are codes, names, dates and links."""
_WIKIDATA = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from: the dataset, the account, and the day of the report."""

    dataset: str
    origin: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property, and the words it was read from where they are others."""

    prop: str
    value: str
    original: str | None = None


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write the statements of every entry; one without participants or accounts is left out."""
    tally = Tally()
    for entry in tally.of_status(entries, options):
        lines = tally.made(_lines, entry, options)
        if lines is not None:
            stream.writelines(line + b"\n" for line in lines)
            tally.take(len(lines))
    return tally.written()


def _lines(entry: Entry, options: Options) -> list[bytes] | str:
    if not entry.parties or not entry.accounts:
        return NO_PARTY
    return list(dict.fromkeys(map(json_bytes, _statements(entry, options))))


def _statements(entry: Entry, options: Options) -> Iterator[dict[str, Any]]:
    event = _id("entry", entry.id)
    for account in entry.accounts:
        report = account.report
        source = Source(f"report_{_slug(report.id)}", account.id, report.published)
        whole = Source(source.dataset, None, report.published)
        yield from _entity("Article", _id("report", report.id), _article(report), whole)
        for party in account.parties:
            yield from _entity(_SCHEMA[party.actor.kind], _id("actor", party.actor.id), _actor(party.actor), whole)
        yield from _entity("Event", event, _event(account, options), source)
    if entry.amended:
        yield from _entity("Event", event, _amended(entry), Source(JUDGEMENT))
        for party in entry.parties:
            actor = party.actor
            yield from _entity(_SCHEMA[actor.kind], _id("actor", actor.id), _actor(actor), Source(JUDGEMENT))
    for party in entry.parties if options.actor_of is not None else ():
        known = options.actor_of(party.actor.id) if options.actor_of else None
        if known is not None:
            yield from _entity(_SCHEMA[known.kind], _id("actor", known.id), _known(known), Source(LEDGER))


def _article(report: ReportRef) -> Iterator[Value]:
    pairs = (("title", report.title), ("sourceUrl", web_address(report.url)), ("publisher", report.publisher))
    yield from (Value(prop, value) for prop, value in (*pairs, ("publishedAt", report.published)) if value)


def _actor(actor: ActorRef) -> Iterator[Value]:
    yield Value("name", actor.name)
    country = country_codes(actor.country)[0]
    if country:
        yield Value("country", country.lower(), actor.country)
    if actor.wikidata and _WIKIDATA.fullmatch(actor.wikidata):
        yield Value("wikidataId", actor.wikidata)


def _known(actor: LedgerActor) -> Iterator[Value]:
    """What the ledger knows of an actor: every name, and a person's offices."""
    yield from (Value("alias", name) for name in actor.names if name != actor.name)
    if actor.kind is ActorKind.PERSON:
        yield from (Value("position", _office(o)) for o in actor.offices)


def _office(office: Office) -> str:
    body = f", {office.body}" if office.body else ""
    days = "/".join(d or ".." for d in (office.first, office.last)) if office.first or office.last else ""
    return f"{'former ' if office.former else ''}{office.title}{body}{f' ({days})' if days else ''}"


def _event(account: Account, options: Options) -> Iterator[Value]:
    """An engagement as one report tells it."""
    yield from _told(account)
    time, place = account.time, account.place
    yield from _dates(time.edtf if time else None, time.text if time and options.with_text else None)
    if place is not None:
        yield Value("location", where(place), place.name)
    yield from _involved(account.parties)
    yield Value("proof", _id("report", account.report.id))
    url = web_address(account.report.url)
    if url is not None:
        yield Value("sourceUrl", url)
    if options.with_text:
        yield from (Value("description", e.quote) for e in account.evidence)


def _amended(entry: Entry) -> Iterator[Value]:
    """An engagement as people have set it: whole, since what they left as it was they have seen."""
    yield from _told(entry)
    yield from _dates(entry.time, None)
    if entry.place is not None:
        yield Value("location", where(entry.place))
    yield from _involved(entry.parties)


def _told(told: Entry | Account) -> Iterator[Value]:
    yield Value("name", headline(told))
    yield Value("summary", f"{told.status.value} {told.kind}")
    codes = (told.kind, told.status.value, told.plover.type, f"CAMEO {told.cameo}" if told.cameo else "")
    yield from (Value("keywords", word) for word in codes if word)


def _dates(edtf: str | None, words: str | None) -> Iterator[Value]:
    """A date of the form that FollowTheMoney has (a day, a month, a year), else the days between which it lies."""
    exact = iso_date(edtf)
    if exact is not None:
        yield Value("date", exact, words or edtf)
        return
    first, last = bounds(edtf)
    if edtf and first > type(first).min:
        yield Value("startDate", first.isoformat(), words or edtf)
    if edtf and last < type(last).max:
        yield Value("endDate", last.isoformat(), words or edtf)


def _involved(parties: tuple[Party, ...]) -> Iterator[Value]:
    for party in parties:
        prop = "organizer" if party.part is Part.HOST else "involved"
        yield Value(prop, _id("actor", party.actor.id), f"{party.part.value}: {party.actor.name}")


def _entity(schema: str, id: str, values: Iterable[Value], source: Source) -> Iterator[dict[str, Any]]:
    """The statements of one entity by one source, the one that it exists first."""
    yield _statement(schema, id, Value("id", id), source)
    yield from (_statement(schema, id, value, source) for value in values)


def _statement(schema: str, id: str, value: Value, source: Source) -> dict[str, Any]:
    lang = "eng" if value.prop in _LANGUAGE and schema != "Article" and value.prop != "position" else None
    day = f"{source.day}T00:00:00" if source.day else None
    key = f"{source.dataset}.{id}.{value.prop}.{value.value}" + (f"@{lang}" if lang else "")
    return {
        "canonical_id": id,
        "entity_id": id,
        "prop": value.prop,
        "schema": schema,
        "value": value.value,
        "dataset": source.dataset,
        "lang": lang,
        "original_value": value.original if value.original != value.value else None,
        "first_seen": day,
        "last_seen": day,
        "external": False,
        "origin": source.origin,
        "id": hashlib.sha1(key.encode("utf-8", "replace"), usedforsecurity=False).hexdigest(),
    }


def _id(kind: str, id: str) -> str:
    """An id of FollowTheMoney: letters, digits, dots and dashes, the same for the same entry, actor or report."""
    return f"cq-{kind}-{_safe(id, '-', r'[^A-Za-z0-9.-]')}"


def _slug(id: str) -> str:
    return _safe(id, "_", r"[^a-z0-9]")


def _safe(id: str, instead: str, bad: str) -> str:
    """An id with nothing but good characters; where some had to go, a hash keeps two ids apart."""
    good = re.sub(bad, instead, id)
    return good if good == id else f"{good}{instead}{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()[:8]}"
