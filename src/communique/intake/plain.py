"""Plain text to a report. The text is the file's own, decoded: nothing in it is altered."""

from __future__ import annotations

from dataclasses import replace

from communique.intake.decode import decode
from communique.intake.report import Known, Report, build


def read_plain(raw: bytes, known: Known) -> Report:
    """Return the report in ``raw``, the bytes of a text file.

    Offsets count in the decoded text. A byte order mark at the very start is dropped, being
    a mark of the encoding and no character of the text; line ends stay as they are.

    Raises:
        IntakeError: as :func:`communique.intake.decode.decode` and :func:`communique.intake.report.build`.
    """
    decoded = decode(raw, known.name, declared=known.charset)
    return build(decoded.text, raw, replace(known, warnings=known.warnings + decoded.warnings))
