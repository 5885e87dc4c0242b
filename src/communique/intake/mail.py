"""A mail to reports: its words, and what is attached to it and can be read.

The text layer is the subject, then the body's words: the plain ones, else those of its markup. What is quoted (``>``)
is kept without its marks and marked as quoted; what stands after the line of a signature is no text. The day is that
of the ``Date`` in its own zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby

from communique.errors import EmptyInput, IntakeError
from communique.intake.decode import check_length, decode
from communique.intake.http import MEDIA
from communique.intake.markup import Laid, joined, laid, laid_out
from communique.intake.paragraphs import paragraphs
from communique.intake.report import Known, Report, build, completed
from communique.records import SourcePart, Span
from communique.text import SegmentKind

_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_SENT = "is the day of the mail that it was attached to: it gives none itself"
_DEEPEST = 5
_MOST_PARTS = 1_000


_ReaderOf = Callable[[str], Callable[[bytes, Known], Sequence[Report | IntakeError]]]


def read_mail(raw: bytes, known: Known, reader_of: _ReaderOf, depth: int = 0) -> list[Report | IntakeError]:
    """Return the report of a mail, and one, or the error, for each of what is attached to it and can be read.

    ``reader_of`` gives the reader of a kind of input, for what is attached.

    What is attached and is none is named in a warning. A mail of which only what is attached is a report gives that.

    Raises:
        EmptyInput: if there are no words in it, and nothing attached that can be read.
    """
    mail = message_from_bytes(raw, policy=policy.default)
    if not isinstance(mail, EmailMessage):
        raise EmptyInput(known.name, "there is no mail in it", "Give the mail as its program saved it (.eml)")
    others, found, body = list[str](), list[Report | IntakeError](), _body(mail)
    for number, part in _attached(mail, body[1] if body else None):
        media, name = part.get_content_type(), part.get_filename() or f"part {number}"
        kind = MEDIA.get(media)
        if kind is None or depth >= _DEEPEST:
            others.append(f"{name} ({media})")
            continue
        own = Known(f"{known.name}, attachment {name}", published=known.published, fallback=known.fallback)
        found += (_dated(item, _day(mail)) for item in _read(part, kind, own, reader_of, depth))
    warnings = (f"attached and not read: {', '.join(others)}",) if others else ()
    try:
        return [_letter(mail, body, raw, replace(known, warnings=known.warnings + warnings)), *found]
    except IntakeError:
        if not found:
            raise
        return found


def _dated(item: Report | IntakeError, day: str | None) -> Report | IntakeError:
    """Return what was attached to a mail, with the mail's day where it gives none."""
    return completed(item, day, _SENT) if isinstance(item, Report) else item


def _read(
    part: EmailMessage, kind: str, known: Known, reader_of: _ReaderOf, depth: int
) -> Sequence[Report | IntakeError]:
    """Return the reports of what is attached, or the error."""
    try:
        if kind == "mail":
            (inner,) = part.iter_parts()
            return read_mail(inner.as_bytes(), known, reader_of, depth + 1)
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        return reader_of(kind)(raw, replace(known, charset=part.get_content_charset() or known.charset))
    except IntakeError as error:
        return [error]
    except (ValueError, LookupError, MessageError, UnicodeError) as error:
        return [EmptyInput(known.name, f"it cannot be taken out of its mail ({error})", "Save it, and give the file")]


_Body = tuple[str, EmailMessage]


def _body(mail: EmailMessage) -> _Body | None:
    """Return the part that holds the words of a mail, with its number, the plain ones before those of markup."""
    parts = list(_parts(mail))
    for media in ("text/plain", "text/html"):
        for number, part in parts:
            if part.get_content_type() == media and not part.is_attachment() and _bytes(part).strip():
                return number, part
    return None


def _parts(mail: EmailMessage) -> Iterator[_Body]:
    """Yield the parts of a mail that hold something, by their numbers (IMAP's); an attached mail is one part."""
    stack, count = [("", mail)], 0
    while stack and count < _MOST_PARTS:
        number, part = stack.pop()
        count += 1
        if part.get_content_maintype() == "multipart":
            inner = [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
            named = [(f"{number}.{k}" if number else str(k), p) for k, p in enumerate(inner, 1)]
            stack += reversed(named)
        else:
            yield number or "1", part


def _attached(mail: EmailMessage, body: EmailMessage | None) -> Iterator[_Body]:
    """Yield what is attached to a mail: what is not its body, nor the body in another form, nor a picture within it."""
    for number, part in _parts(mail):
        words = part.get_content_maintype() == "text" and not part.is_attachment() and not part.get_filename()
        if part is not body and not (words and part.get_content_type() in ("text/plain", "text/html")):
            yield number, part


def _letter(mail: EmailMessage, body: _Body | None, raw: bytes, known: Known) -> Report:
    """Return the report of a mail's own words.

    Raises:
        EmptyInput: if it has none.
    """
    if body is None:
        raise EmptyInput(known.name, "the mail has no words of its own", "Save what is attached to it, and read that")
    number, part = body
    subject = _line(mail, "subject")
    decoded = decode(_bytes(part), known.name, declared=part.get_content_charset())
    media = part.get_content_type()
    found = laid_out(decoded.text) if media == "text/html" else _words(decoded.text)
    text = joined([laid(subject or "", SegmentKind.TITLE), found])
    check_length(text.text, known.name)
    start = len(text.text) - len(found.text)
    told = replace(
        known,
        title=known.title or subject,
        found=_day(mail),
        byline=known.byline or _sender(mail),
        url=known.url or _archived(mail),
        warnings=known.warnings + decoded.warnings,
    )
    place = SourcePart(f"MIME part {number} ({media})", start, len(text.text))
    return build(text.text, raw, told, spans=text.spans, fixed=text.fixed, parts=[place])


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _words(text: str) -> Laid:
    """Return plain words as they are laid out: what is quoted apart from what is not, the signature marked."""
    own, _, signature = text.replace("\r\n", "\n").partition("\n-- \n")
    pieces = list[Laid]()
    for quoted, lines in groupby(own.split("\n"), key=lambda line: line.startswith(">")):
        said = "\n".join(lines)
        words = _QUOTED.sub("", said) if quoted else said
        pieces.append(_marked(words, SegmentKind.BLOCK_QUOTE if quoted else None))
    return joined([*pieces, _marked(signature, SegmentKind.BOILERPLATE)])


def _marked(words: str, kind: SegmentKind | None) -> Laid:
    """Return words in their paragraphs, all of one kind where one is given."""
    words = words.strip("\n")
    spans = list[Span]()
    for span in paragraphs(words):
        if spans and words[span.start].islower() and words[spans[-1].end : span.start] == "\n":
            spans[-1] = Span(spans[-1].start, span.end)  # a line wrapped by a mail program, in too short a text to tell
        else:
            spans.append(span)
    return Laid(words, tuple(spans), dict.fromkeys(range(len(spans)), kind) if kind else {})


def _line(mail: EmailMessage, name: str) -> str | None:
    """Return a header of one line, ``None`` where there is none or it cannot be read."""
    try:
        return " ".join(str(mail[name] or "").split()) or None
    except (ValueError, LookupError, IndexError, AttributeError):  # the standard library's, on broken headers
        return None


def _sender(mail: EmailMessage) -> str | None:
    """Return who wrote a mail: by name, else by address."""
    name, address = parseaddr(_line(mail, "from") or "")
    return name or address or None


def _day(mail: EmailMessage) -> str | None:
    """Return the day of a mail's ``Date`` in its own zone, ISO."""
    try:
        return parsedate_to_datetime(_line(mail, "date") or "").date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _archived(mail: EmailMessage) -> str | None:
    """Return where a mail stands on the web, as its list says (RFC 5064)."""
    found = (_line(mail, "archived-at") or "").strip("<> ")
    return found if found.startswith(("http://", "https://")) else None
