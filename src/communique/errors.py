"""Everything that Communiqué raises on purpose, as one tree.

    CommuniqueError                 catch to handle anything below
    ├── IntakeError                 one input could not become a report; the others can
    │   ├── NotFound                no such file
    │   ├── NotAFile                a directory, an address, a device: not read as a report
    │   ├── Unreadable              the system refused to read it
    │   ├── EmptyInput              nothing to read in it
    │   ├── BinaryInput             a PDF, an archive, an image: no text
    │   ├── BadEncoding             text in no encoding that can be told
    │   ├── TooLarge                over the limits on bytes or characters
    │   ├── NoArticle               a page without an article in it
    │   ├── BadRecord               a line of JSON Lines that is no record
    │   ├── BadConllu               a line of CoNLL-U that is no token
    │   └── BadDate                 a date that is no ISO 8601 calendar date
    ├── ModelError                  the language model cannot be used at all
    │   ├── ModelMissing            a file of it is not where it should be
    │   └── ModelDamaged            a file of it is not what it should be
    └── ExchangeError               entries cannot be written in a format
        ├── ExtraMissing            the format needs a package that is not installed
        └── QuoteMismatch           a quotation is not where its report is said to have it

Catch :class:`IntakeError` around one report to count it as failed and go on to the next.
Catch :class:`ModelError` once, around the whole run: no report can be read after it.
Catch :class:`ExchangeError` around an export; what was written of it before is not whole.
Every message names the input, the place in it, what is wrong and what to do.
"""

from __future__ import annotations

__all__ = [
    "BadConllu",
    "BadDate",
    "BadEncoding",
    "BadRecord",
    "BinaryInput",
    "CommuniqueError",
    "EmptyInput",
    "ExchangeError",
    "ExtraMissing",
    "IntakeError",
    "ModelDamaged",
    "ModelError",
    "ModelMissing",
    "NoArticle",
    "NotAFile",
    "NotFound",
    "QuoteMismatch",
    "TooLarge",
    "Unreadable",
]


class CommuniqueError(Exception):
    """Base of all errors raised on purpose. Catch it to end a command with a plain message.

    The message reads "input, place: problem. Remedy."; the four parts are kept as
    attributes, ``place`` being ``None`` where the whole input is meant.
    """

    def __init__(self, source: str, problem: str, remedy: str, *, place: str | None = None) -> None:
        self.source = source
        self.problem = problem
        self.remedy = remedy
        self.place = place
        where = source if place is None else f"{source}, {place}"
        super().__init__(f"{where}: {problem}. {remedy}.")

    def __reduce__(self) -> tuple[object, ...]:
        """Return what pickle needs, so that an error crosses from a worker process whole."""
        return _again, (type(self), self.source, self.problem, self.remedy, self.place)


def _again(kind: type[CommuniqueError], source: str, problem: str, remedy: str, place: str | None) -> CommuniqueError:
    """Return an error made anew from its parts (what pickle calls)."""
    return kind(source, problem, remedy, place=place)


class IntakeError(CommuniqueError):
    """One input could not become a report. Catch it to count the input as failed and go on."""


class NotFound(IntakeError):
    """There is no file at the path."""


class NotAFile(IntakeError):
    """The source is a directory, an address or a device, which is not read as a report."""


class Unreadable(IntakeError):
    """The operating system refused to read the source."""


class EmptyInput(IntakeError):
    """The source has no characters but blanks."""


class BinaryInput(IntakeError):
    """The source holds no text: the message names what it holds."""


class BadEncoding(IntakeError):
    """The source's bytes are text in no encoding that can be told; the place is a byte offset."""


class TooLarge(IntakeError):
    """The source is over the limit on bytes or on characters."""


class NoArticle(IntakeError):
    """The page was read, but holds no paragraph of running text."""


class BadRecord(IntakeError):
    """A line of a JSON Lines file is not a record; the place is the line's number, from 1."""


class BadConllu(IntakeError):
    """A line of a CoNLL-U file is not a token; the place is the line's number, from 1."""


class BadDate(IntakeError):
    """A date is not an ISO 8601 calendar date (``2018-08-06``)."""


class ModelError(CommuniqueError):
    """The language model cannot be used. Catch it once for a whole run; no report can be read."""


class ModelMissing(ModelError):
    """A file of the language model is not where it should be."""


class ModelDamaged(ModelError):
    """A file of the language model has not the contents its card names."""


class ExchangeError(CommuniqueError):
    """Entries cannot be written in a format. Catch it around an export; the file is not whole."""


class ExtraMissing(ExchangeError):
    """The format needs a package that is not installed; the remedy names the extra that has it."""


class QuoteMismatch(ExchangeError):
    """The text given for a report has other characters where a quotation should be; the place is its offsets."""
