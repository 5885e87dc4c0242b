"""The pages of a web archive to reports: what was fetched whole and is a page, a PDF, a book or a text.

What is no page (pictures, scripts, requests, redirects, what was there before) is counted, not read. Digests are
checked. The day on which a page was fetched is the report's only where the page says none, and with a warning.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from communique.errors import Damaged, IntakeError, TooLarge
from communique.intake.apart import read_apart
from communique.intake.arrivals import NotRead
from communique.intake.dates import iso_date
from communique.intake.decode import MAX_BYTES, looks_like_html
from communique.intake.http import MEDIA, Answer, answer, body_of
from communique.intake.report import Known, Report, completed
from communique.intake.warc import Archive, Broken, WarcRecord, is_wrong
from communique.records import SourcePart
from communique.web.headers import media_type

_GO_ON = "Fetch the archive again if you need it; the other records are read"
_CAPTURED = "is the day on which the page was archived: it gives none itself"
_STATED = re.compile(r"[\w.+-]+/[\w.+-]+")


def read_archive(
    archive: Archive, known: Known, seconds: float | None, tell: Callable[[str], None]
) -> Iterator[Report | IntakeError]:
    """Yield a report for every page of an archive, or the error; ``tell`` is told in the end what was not read."""
    counts = Counter[str]()
    for record in archive:
        if isinstance(record, Broken):
            counts["damaged"] += 1
            yield _broken(record, known.name)
            continue
        found = list(_read(record, known, seconds))
        counts.update(x for x in found if isinstance(x, str))
        for item in found:
            if not isinstance(item, str):
                counts["read" if isinstance(item, Report) else "failed"] += 1
                yield item
    read = counts.pop("read", 0)
    others = [f"{count:,} {what}" for what, count in counts.most_common()]
    line = f"{known.name}: {read:,} pages read; of the other records: {', '.join(others) or 'none'}"
    tell(NotRead(line, {what: n for what, n in counts.items() if what not in ("failed", "damaged")}))


def _broken(found: Broken, name: str) -> IntakeError:
    kind = TooLarge if "unpacks" in found.problem else Damaged
    return kind(name, found.problem, _GO_ON, place=f"byte {found.offset}")


def _read(record: WarcRecord, known: Known, seconds: float | None) -> Iterator[Report | IntakeError | str]:
    """Yield the reports of a record, or the errors; or why it is not looked at, which is counted."""
    name = f"{known.name}, byte {record.offset}"
    if record.block is None:
        yield _passed_over(record)
        return
    sent = answer(record.block) if record.type == "response" else None
    if sent is None:
        if record.type == "response":
            yield f"of {media_type(record.headers.get('content-type'))[0] or 'no type'}"
            return
        sent = Answer(200, {"content-type": record.headers.get("content-type", "")}, record.block)
    if sent.status != 200:
        yield f"of status {sent.status}"
        return
    media, charset = media_type(sent.headers.get("content-type"))
    kind = _kind(media, sent.body)
    if kind is None:
        yield f"of {media or 'no type'}"
        return
    try:
        raw = body_of(sent, name)
        warnings = _checked(record, sent, raw, name)
    except IntakeError as error:
        yield error
        return
    told = replace(known, name=name, url=_address(record), charset=charset, warnings=known.warnings + warnings)
    for item in read_apart(kind, raw, told, seconds=seconds):
        yield _placed(item, record, known.name) if isinstance(item, Report) else item


def _passed_over(record: WarcRecord) -> str:
    """Why a record is not looked at."""
    if record.size > MAX_BYTES:
        return "over the limit on bytes"
    return f"of type {record.type or 'unknown'}"


def _kind(media: str, body: bytes) -> str | None:
    """Return the kind of input that a body is, ``None`` where it is not read: its type, else its first bytes, tell."""
    if media and _STATED.fullmatch(media) and media != "application/octet-stream":
        return MEDIA.get(media)
    if body.startswith(b"%PDF-"):
        return "pdf"
    return "html" if looks_like_html(body) else None


def _checked(record: WarcRecord, sent: Answer, raw: bytes, name: str) -> tuple[str, ...]:
    """Return what should be known of a record's content.

    Raises:
        Damaged: if its digest is another, and no digest of the whole record says that it is whole.
    """
    said = record.headers.get("warc-truncated")
    warnings: tuple[str, ...] = (f"the archive has only the beginning of the page ({said})",) if said else ()
    digest = record.headers.get("warc-payload-digest")
    if is_wrong(digest, sent.body) and is_wrong(digest, raw):
        if "warc-block-digest" not in record.headers:
            raise Damaged(name, "its digest is not what its head says (WARC-Payload-Digest)", _GO_ON)
        warnings += ("the archive gives another digest for the page (WARC-Payload-Digest) than it has",)
    return warnings


def _address(record: WarcRecord) -> str | None:
    """Return the address that was fetched."""
    found = record.headers.get("warc-target-uri", "").strip("<>")
    return found if found.startswith(("http://", "https://")) else None


def _placed(report: Report, record: WarcRecord, archive: str) -> Report:
    """Return a report with where it stands in its archive, and with the day of the archive where it has none."""
    id = record.headers.get("warc-record-id", "").strip("<>")
    where = f"{os.path.basename(archive)}, byte {record.offset}" + (f", record {id}" if id else "")
    whole = SourcePart(where, 0, len(report.info.text))
    report = replace(report, info=replace(report.info, parts=(*report.info.parts, whole)))
    try:
        day = iso_date(record.headers.get("warc-date", ""))
    except ValueError:
        return report
    return completed(report, day, _CAPTURED)
