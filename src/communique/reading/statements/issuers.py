"""Who issues a press release: the "I" and "we" of a report that is no reporter's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.reading.actors.cast import Cast
from communique.reading.actors.known import known_country
from communique.reading.actors.names import person_name, same_person
from communique.reading.known.bodies import find_body
from communique.reading.known.offices import OfficeInfo, find_offices
from communique.reading.statements.quote import Quote
from communique.records import Actor, ActorKind, Role, Span, StatementKind
from communique.text import Segment, SegmentKind, TextLayer

_HEAD = 6
"""How many paragraphs from the first on may name the issuer."""
_STATED = re.compile(
    r"(?i:\b(?:statement|remarks|message|speech|address|letter|(?:media|press) release)(?: \w+){0,2}? (?:by|from|of) )"
    r"(?P<who>.+?)(?=(?i: (?:on|at|to|about|regarding|following|after|commemorating|for) )|$)"
)
_ADDRESS = re.compile(r"^(?i:(?:the|senator|hon(?:ou?rable)?|rt|right|dr|mr|ms|mrs|sir|dame|he|h\.e|mp)\b\.?,? ?)+")
_BEFORE = re.compile(r"(?:\b(?:the|senator|deputy|us|u\.s\.|[A-Z][\w.]+(?: [A-Z][\w.]+){0,3})\s+)*$", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:(?:de|da|van|von|der|bin|al|el) )?[A-Z][\w.'’-]*){0,3}")
_FIRST = re.compile(r"\b(?:I|we|We|my|My|our|Our)\b")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]?")
_BETWEEN = re.compile(r"\s*(?:,|\n|\||[–—-])\s*(?:(?i:the|us|u\.s\.) )?")
_LONGEST = 200
_BODIES = frozenset(("ministry", "executive", "parliament", "chamber", "intl"))
_NOT_ISSUERS = frozenset(("media", "civilian"))


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who a report's head says that it comes from: the place of the name or the body, and of an office."""

    name: Span | None
    office: Span | None = None
    title: str | None = None


def find_issuer(layer: TextLayer) -> Issuer | None:
    """Return the issuer that the head of a report names, where the report speaks in the first person."""
    head = layer.segments[:_HEAD]
    body = [s for s in layer.segments if s.kind is SegmentKind.BODY]
    if not any(_FIRST.search(_QUOTED.sub("", layer.text[s.start : s.end])) for s in body):
        return None
    lines = [s for s in head if s.end - s.start <= _LONGEST]
    for k, line in enumerate(lines):
        found = _stated(layer.text, line) or _line(layer.text, line) or _two_lines(layer.text, lines[k : k + 2])
        if found is not None:
            return found
    return None


def _stated(text: str, line: Segment) -> Issuer | None:
    """Read "Statement by Foreign Minister X on Y", which stands in a title."""
    match = _STATED.search(text, line.start, line.end)
    if match is None or line.kind is not SegmentKind.TITLE:
        return None
    return _of_words(text, *match.span("who"))


def _line(text: str, line: Segment) -> Issuer | None:
    """Read a line that is a name and an office, an office and a name, or a body's name, and nothing else."""
    found = _of_words(text, line.start, line.end)
    if found is not None and found.office is not None and found.name is None:
        return None
    return found if found is not None and (found.office or line.kind is not SegmentKind.BODY) else None


def _two_lines(text: str, lines: Sequence[Segment]) -> Issuer | None:
    """Read a name with its office on the next line."""
    if len(lines) < 2:
        return None
    name = _name(text, lines[0].start, lines[0].end)
    office = _office(text, lines[1].start, lines[1].end)
    if (
        name is None
        or office is None
        or office[0].start != lines[1].start
        or _goes_on(text, office[0].end, lines[1].end)
    ):
        return None
    return Issuer(name, office[0], office[1].title)


def _of_words(text: str, start: int, end: int) -> Issuer | None:
    """Return the issuer that a stretch of the head is, and nothing else."""
    office = _office(text, start, end)
    if office is None:
        body = find_body(text[start:end])
        return Issuer(Span(start, end)) if body is not None and body.kind in _BODIES else None
    where, info = office
    parted = re.search(_BETWEEN.pattern + r"$", text[start : where.start])
    before = _name(text, start, start + parted.start()) if parted and not _goes_on(text, where.end, end) else None
    opens = not re.search(r"\w", _BEFORE.sub("", text[start : where.start]))
    after = _name(text, where.end, end, alone=True) if opens else None
    if before or after:
        return Issuer(before or after, where, info.title)
    return Issuer(None, where, info.title) if opens and not re.search(r"\w", text[where.end : end]) else None


def _goes_on(text: str, start: int, end: int) -> bool:
    """True where more follows an office than what it is of ("Minister for Trade", "President of Peru")."""
    rest = text[start:end].strip()
    return bool(rest) and re.fullmatch(r"(?:,? ?(?:of|for|and) [^.,:;]{2,60})", rest) is None


def _office(text: str, start: int, end: int) -> tuple[Span, OfficeInfo] | None:
    """Return the first office of a stretch that may issue something."""
    found = find_offices(text[start:end])
    if not found or found[0][2].sector in _NOT_ISSUERS or found[0][2].plural:
        return None
    return Span(start + found[0][0], start + found[0][1]), found[0][2]


def _name(text: str, start: int, end: int, *, alone: bool = False) -> Span | None:
    """Return the name that a stretch is, without forms of address and marks; a surname ``alone`` only where asked."""
    first, last = start, end
    while first < last and not text[first].isalnum():
        first += 1
    address = _ADDRESS.match(text[first:last])
    first += address.end() if address else 0
    while last > first and not text[last - 1].isalnum():
        last -= 1
    name = text[first:last]
    titled = any(a == 0 for a, _, _ in find_offices(name))
    whole = _NAME.fullmatch(name) is not None and find_body(name) is None and not titled and (alone or " " in name)
    return (
        Span(first, last)
        if whole and not re.search(r"(?i)\b(?:release|statement|ministry|press|talks)\b", name)
        else None
    )


def with_issuer(cast: Cast, layer: TextLayer, issuer: Issuer | None) -> tuple[Cast, str | None]:
    """Return the cast with the issuer in it, and its id; ``None`` where it cannot be told who it is."""
    if issuer is None:
        return cast, None
    place = issuer.name or issuer.office
    for actor in cast.actors:
        if (actor.kind is ActorKind.PERSON) == (issuer.office is not None) and _stands(actor, place):
            return cast, actor.id
    if issuer.name is None:
        return cast, None
    name = layer.text[issuer.name.start : issuer.name.end]
    if issuer.office is None:
        body = find_body(name)
        return _added(cast, Actor("", ActorKind.BODY, name, body.country if body else None, (), (), (issuer.name,)))
    parsed = person_name(name)
    for actor in cast.actors:
        if (
            actor.kind is ActorKind.PERSON
            and len(actor.name.split()) > 1
            and same_person(person_name(actor.name), parsed)
        ):
            return cast, actor.id
    role = Role(issuer.title or "", layer.evidence(issuer.office.start, issuer.office.end))
    shown = name.title() if name.isupper() else name
    country = known_country(shown, titled=True)
    return _added(cast, Actor("", ActorKind.PERSON, shown, country, (), (role,), (issuer.name,)))


def _stands(actor: Actor, place: Span | None) -> bool:
    return place is not None and any(m.overlaps(place) for m in actor.mentions)


def _added(cast: Cast, actor: Actor) -> tuple[Cast, str]:
    actor = replace(actor, id=f"a{len(cast.actors) + 1}")
    return cast.with_actor(actor), actor.id


def own_words(layer: TextLayer, quotes: Sequence[Quote]) -> list[Span]:
    """Return the stretches of the body that nobody is quoted in."""
    cut = sorted(s for q in quotes if q.kind is not StatementKind.INDIRECT for s in q.content)
    found = []
    for segment in layer.segments:
        if segment.kind is not SegmentKind.BODY:
            continue
        at = segment.start
        for span in (s for s in cut if s.start < segment.end and segment.start < s.end):
            found += [Span(at, span.start)] if at < span.start else []
            at = max(at, span.end)
        found += [Span(at, segment.end)] if at < segment.end else []
    return found
