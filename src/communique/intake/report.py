"""The report: what every way of intake ends in, and how one is made from text."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from typing import Any

from communique.characters import storable
from communique.errors import BadDate, BadRecord, EmptyInput, NotText
from communique.intake.datelines import Dateline
from communique.intake.dates import iso_date
from communique.intake.decode import check_length
from communique.intake.languages import UNKNOWN, language_of
from communique.intake.paragraphs import paragraphs
from communique.intake.segments import Division, divide
from communique.records import ReportInfo, SourcePart, Span
from communique.text import SegmentKind, TextLayer

LEFT_OUT = "text left out"
"""How the warning begins that a part of a page's text is not in the report's."""

DAY = "published"
"""How a warning begins that is of the day of publication."""

FOREIGN = "not English "
"""How a warning begins that is of the language of a report that is not read."""

MAX_ID = 500
"""Characters of an id: more than that no database keeps an index of."""
_NAMES = ("id", "title", "byline", "url", "publisher")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report beside its text; ``None`` where it is not known.

    Days are ISO dates, each winning over the next: ``published``; ``found``, which the page's own
    metadata gives; what the text says; ``hinted``, which a feed says of it; ``fallback``, for a report of
    which nobody says one. ``name`` is what messages call the report; ``charset`` is the encoding that its sender names,
    ``language`` the one that a page says it is in, which counts only where its words do not tell.
    """

    name: str = "<text>"
    id: str | None = None
    title: str | None = None
    published: str | None = None
    found: str | None = None
    fallback: str | None = None
    byline: str | None = None
    url: str | None = None
    publisher: str | None = None
    warnings: tuple[str, ...] = ()
    charset: str | None = None
    hinted: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published item: what is known of it, its text layer, its bytes, and warnings.

    ``raw`` is what ``info.sha256`` is the hash of: the file's bytes, or the line's for JSON
    Lines. ``dateline`` gives the bounds of the dateline in the text.
    """

    info: ReportInfo
    layer: TextLayer
    raw: bytes = field(repr=False)
    warnings: tuple[str, ...] = ()
    dateline: Dateline | None = None


def check_date(value: str | None, source: str) -> str | None:
    """Return a date given by a user or a record as ``YYYY-MM-DD``, ``None`` for ``None``.

    Raises:
        BadDate: if it is no ISO date or date-time.
    """
    if value is None:
        return None
    try:
        return iso_date(value)
    except (AttributeError, TypeError, ValueError):
        problem = f"publication date {value!r} is not a day of the calendar in ISO form"
        raise BadDate(source, problem, "Give it as YYYY-MM-DD, for example 2018-08-06, or leave it out") from None


def _check_text(value: object, name: str) -> None:
    """Raise unless a value is a text."""
    if isinstance(value, str):
        return
    if value is None:
        raise NotText(name, "None was given in place of a text", "Give the text, or leave this report out")
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise NotText(name, "bytes were given in place of a text", "Decode them first: data.decode('utf-8')")
    if isinstance(value, PathLike):
        problem, remedy = f"a path was given in place of a text ({value})", "Read the file: communique.read_all([path])"
        raise NotText(name, problem, remedy)
    raise NotText(name, f"a value of type {type(value).__name__} was given in place of a text", "Give a str")


def report_from_text(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    url: str | None = None,
    byline: str | None = None,
    publisher: str | None = None,
    id: str | None = None,
    name: str = "<text>",
) -> Report:
    """Return the report of a text held in memory; ``name`` is what messages call it.

    The text is taken as it is, but for NUL and lone surrogates (see :func:`build`).

    Raises:
        NotText: if it is no text.
        EmptyInput: if there is nothing but blanks in it.
        TooLarge: if it is over the limit on characters.
        BadDate: if ``published`` is no ISO date.
        BadRecord: if ``id`` is too long.
    """
    _check_text(text, name)
    check_length(text, name)
    date = check_date(published, name)
    known = Known(name, id, title, date, byline=byline, url=url, publisher=publisher)
    return build(text, text.encode("utf-8", "surrogatepass"), known)


def build(
    text: str,
    raw: bytes,
    known: Known,
    *,
    spans: Sequence[Span] | None = None,
    fixed: Mapping[int, SegmentKind] | None = None,
    parts: Sequence[SourcePart] = (),
) -> Report:
    """Return the report of ``text``, read from ``raw``.

    ``spans`` are its paragraphs and ``fixed`` the kinds that markup gave them, where they
    are known; ``parts`` those of the original. NUL and lone surrogates, which a database or
    UTF-8 cannot hold, become U+FFFD one for one, with a warning; no offset moves and nothing else
    is altered.

    Raises:
        EmptyInput: if no paragraph is left.
        BadRecord: if the id is too long.
    """
    spans = paragraphs(text) if spans is None else spans
    known, text, warnings = _held(known, text)
    if not spans:
        raise EmptyInput(known.name, "there is nothing in it but blanks", "Give a report with text in it")
    division = divide(text, spans, title=known.title, fixed=fixed)
    info = replace(_info(text, raw, known, division), parts=tuple(parts))
    if info.language != "en":
        warnings.append(f"{FOREIGN}({_taken_for(info.language)}): kept with its text, not read")
    own = known.found or division.published
    if known.published and known.found and known.published != known.found:
        warnings.append(f"{DAY} {known.published} as given; the report itself says {known.found}")
    elif not known.published and own and known.fallback and own != known.fallback:
        warnings.append(f"{DAY} {own} as the report itself says; {known.fallback}, as given, is only for those without")
    if own and known.hinted and _days_apart(own, known.hinted) > 1:  # one lies between two zones
        warnings.append(f"{DAY} {own} as the report itself says; the feed that led to it says {known.hinted}")
    return Report(info, TextLayer(text, division.segments), raw, tuple(warnings), division.dateline)


def completed(
    report: Report, day: str | None, why: str, *, title: str | None = None, byline: str | None = None
) -> Report:
    """Return a report with what its container or its file says of it, where it says nothing itself.

    The day is taken with a warning, which ``why`` ends.
    """
    info = report.info
    given = replace(info, title=info.title or title, byline=info.byline or byline, published=info.published or day)
    warnings = report.warnings if info.published or not day else (*report.warnings, f"{DAY} {day} {why}")
    return replace(report, info=given, warnings=warnings)


def _taken_for(language: str | None) -> str:
    return "its language cannot be told" if language in (None, UNKNOWN) else f"taken for {language!r}"


def _days_apart(one: str, other: str) -> int:
    return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)


def _held(known: Known, text: str) -> tuple[Known, str, list[str]]:
    """Return what is known and the text as a database can hold them, and the warnings."""
    if known.id is not None and len(known.id) > MAX_ID:
        problem = f"its id has {len(known.id):,} characters, and at most {MAX_ID} are kept"
        raise BadRecord(known.name, problem, "Give a shorter one, or none: then it is made from the bytes")
    values = {name: storable(value) for name in _NAMES if (value := getattr(known, name)) is not None}
    changed = [name for name, value in values.items() if value != getattr(known, name)]
    warnings = [*known.warnings, *(f"{x}: NUL or lone surrogates are replaced by U+FFFD" for x in changed)]
    held = storable(text)
    count = sum(a != b for a, b in zip(text, held, strict=True)) if held != text else 0
    if count:
        warnings.append(f"{count} NUL or lone surrogate(s) in the text are replaced by U+FFFD")
    given: dict[str, Any] = {name: values[name] for name in changed}
    return replace(known, **given), held, warnings


def _info(text: str, raw: bytes, known: Known, division: Division) -> ReportInfo:
    """Return what is known of the report: what was given first, then what the text says."""
    sha256 = hashlib.sha256(raw).hexdigest()
    body = " ".join(text[s.start : s.end] for s in division.segments if s.is_content)
    return ReportInfo(
        id=known.id or report_id(sha256, known.url),
        title=known.title or division.title,
        published=known.published or known.found or division.published or known.hinted or known.fallback,
        text=text,
        language=_language(body or text, known.language),
        byline=known.byline or division.byline,
        url=known.url,
        sha256=sha256,
        publisher=known.publisher or division.publisher,
        dateline=division.dateline.words if division.dateline else None,
    )


def _language(text: str, hint: str | None) -> str:
    """Return the language of a text; what its page says names one that the words do not tell, and proves no English."""
    told, said = language_of(text), re.match(r"[a-z]{2,3}(?![a-z])", (hint or "").strip().lower())
    return said[0] if told == UNKNOWN and said is not None and said[0] != "en" else told


def report_id(sha256: str, url: str | None) -> str:
    """Return the identifier of a report: 16 hexadecimal digits, the same for the same bytes and address."""
    return hashlib.sha256(f"{sha256}\n{url or ''}".encode("utf-8", "replace")).hexdigest()[:16]
