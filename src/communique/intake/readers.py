"""The kinds of input that are read in a process of their own, each with its reader; imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from communique.errors import IntakeError
from communique.intake.report import Known, Report

Reader = Callable[[bytes, Known], Sequence[Report | IntakeError]]
"""What makes reports of bytes, and of what is known of them."""


def reader_of(kind: str) -> Reader:
    """Return the reader of a kind of input: ``html``, ``pdf``, ``epub``, ``mail`` or ``text``.

    Raises:
        KeyError: if there is no such kind.
    """
    if kind == "html":
        import communique.intake.html
    elif kind == "pdf":
        import communique.intake.pdf
    elif kind == "epub":
        import communique.intake.epub
    elif kind == "mail":
        import communique.intake.mail  # noqa: F401
    return _READERS[kind]


def _html(raw: bytes, known: Known) -> Sequence[Report | IntakeError]:
    from communique.intake.html import read_html

    return [read_html(raw, known)]


def _pdf(raw: bytes, known: Known) -> Sequence[Report | IntakeError]:
    from communique.intake.pdf import read_pdf

    return [read_pdf(raw, known)]


def _epub(raw: bytes, known: Known) -> Sequence[Report | IntakeError]:
    from communique.intake.epub import read_epub

    return [read_epub(raw, known)]


def _mail(raw: bytes, known: Known) -> Sequence[Report | IntakeError]:
    from communique.intake.mail import read_mail

    return read_mail(raw, known, reader_of)


def _text(raw: bytes, known: Known) -> Sequence[Report | IntakeError]:
    from communique.intake.plain import read_plain

    return [read_plain(raw, known)]


_READERS: Mapping[str, Reader] = {"html": _html, "pdf": _pdf, "epub": _epub, "mail": _mail, "text": _text}
