"""Everything that Communiqué raises on purpose, as one tree.

    CommuniqueError                 catch to handle anything below
    ├── IntakeError                 one input could not become a report; the others can
    │   ├── NotFound                no such file
    │   ├── NotAFile                a directory, a device: not read as a report
    │   ├── Unreadable              the system refused to read it
    │   ├── NotAReport              data of another kind: an export, a table, settings
    │   ├── EmptyInput              nothing to read in it
    │   ├── BinaryInput             an image, a recording, an archive that is not read: no text
    │   ├── Encrypted               locked with a password, or by its publisher
    │   ├── Damaged                 an archive, or a record of it, that is broken or cut short
    │   ├── BadEncoding             text in no encoding that can be told
    │   ├── TooLarge                over the limits on bytes or characters
    │   ├── TooSlow                 not taken in within the seconds that it was given
    │   ├── ParserLost              the process that took it in was ended by it: out of memory, or a crash
    │   ├── NoArticle               a page without an article in it
    │   ├── Wall                    a page that only asks: for consent, a subscription, JavaScript, a captcha
    │   ├── BadRecord               a line, an item or a row that is no record
    │   ├── BadLayout               what a table's columns mean is not said, or not as it should be
    │   ├── BadConllu               a line of CoNLL-U that is no token
    │   ├── BadDate                 a date that is no ISO 8601 calendar date
    │   ├── NotText                 None, bytes or a path in place of a text
    │   ├── BadFeed                 a feed in which no item can be read, or an item that leads nowhere
    │   └── WebError                what stands at an address could not be brought
    │       ├── AddressRefused      an address that is never asked: of a private network, of another scheme
    │       ├── Unreachable         no such host, no answer, no trusted certificate, an answer broken off
    │       ├── BadRedirect         it leads on too often, in a circle, or from https to http
    │       ├── BadStatus           the server answered that it will not, or cannot, give it
    │       ├── RetryLater          the server asks to wait, longer than is waited for
    │       ├── RobotsRefused       the site's robots.txt does not want it read by programs
    │       └── WrongType           what stands there is a picture, a film, a program: no report
    ├── ModelError                  the language model cannot be used at all
    │   ├── ModelMissing            a file of it is not where it should be
    │   ├── ModelDamaged            a file of it is not what it should be
    │   ├── CoreMissing             there is no pipeline of the name that was given, or not what it needs
    │   └── CoreUnfit               a pipeline given in its place does not give what reading needs
    ├── LedgerError                 the ledger cannot do what was asked; what it held before is untouched
    │   ├── LedgerMissing           there is no ledger at the address
    │   ├── LedgerDamaged           the file is no database, or its pages are broken
    │   ├── LedgerReadOnly          it may be read, not written
    │   ├── LedgerFull              no room is left on the disk
    │   ├── LedgerBusy              another process writes, and did not end in time
    │   ├── LedgerUnreachable       the database server did not answer, or refused
    │   ├── OldSchema               made by an older version, and not yet upgraded
    │   ├── NewSchema               made by a newer version than this one
    │   ├── ReportConflict          a report's id is in the ledger with other contents
    │   ├── ReportRefused           a report has something that the database cannot hold
    │   ├── AlreadyWatched          another process watches feeds for this ledger
    │   ├── UnknownId               no report, actor, entry or judgement of that id
    │   ├── BadJudgement            a judgement that cannot be made
    │   ├── StaleJudgement          a judgement of what is no longer as the person saw it
    │   └── BadQuery                a query that cannot be understood
    ├── ExchangeError               entries cannot be written in a format
    │   ├── ExtraMissing            the format needs a package that is not installed
    │   └── QuoteMismatch           a quotation is not where its report is said to have it
    ├── WatchError                  feeds cannot be watched as asked; nothing was polled
    │   └── BadSources              the list of sources is not as it should be
    └── BatchError                  archives cannot be read as asked; what was read before stays
        └── ClusterOpen             a cluster off this machine that asks for no token

Catch :class:`IntakeError` around one report to count it as failed and go on to the next.
Catch :class:`ModelError` once, around the whole run: no report can be read after it.
Catch :class:`LedgerError` likewise, but for :class:`ReportConflict` and :class:`ReportRefused`, which concern one
report.
Catch :class:`ExchangeError` around an export; what was written of it before is not whole.
Catch :class:`WatchError` before a watch begins.
Catch :class:`BatchError` around a batch: run it again, once what it names is mended, and it goes on.
Every message names the input, the place in it, what is wrong and what to do. The manual has a section on each error:
``communique help NotFound``, which commands say after the message and tracebacks in a note below it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

__all__ = [
    "AddressRefused",
    "AlreadyWatched",
    "BadConllu",
    "BadDate",
    "BadEncoding",
    "BadFeed",
    "BadJudgement",
    "BadLayout",
    "BadQuery",
    "BadRecord",
    "BadRedirect",
    "BadSources",
    "BadStatus",
    "BatchError",
    "BinaryInput",
    "ClusterOpen",
    "CommuniqueError",
    "CoreMissing",
    "CoreUnfit",
    "Damaged",
    "EmptyInput",
    "Encrypted",
    "ExchangeError",
    "ExtraMissing",
    "IntakeError",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerMissing",
    "LedgerReadOnly",
    "LedgerUnreachable",
    "ModelDamaged",
    "ModelError",
    "ModelMissing",
    "NewSchema",
    "NoArticle",
    "NotAFile",
    "NotAReport",
    "NotFound",
    "NotText",
    "OldSchema",
    "ParserLost",
    "QuoteMismatch",
    "ReportConflict",
    "ReportRefused",
    "RetryLater",
    "RobotsRefused",
    "StaleJudgement",
    "TooLarge",
    "TooSlow",
    "UnknownId",
    "Unreachable",
    "Unreadable",
    "Wall",
    "WatchError",
    "WebError",
    "WrongType",
]


class CommuniqueError(Exception):
    """Base of all errors raised on purpose. Catch it to end a command with a plain message.

    The message reads "input, place: problem. Remedy."; the four parts are kept as
    attributes, ``place`` being ``None`` where the whole input is meant. ``topic`` is where the manual speaks of
    it: ``communique help TOPIC``.
    """

    def __init__(self, source: str, problem: str, remedy: str, *, place: str | None = None) -> None:
        self.source = source
        self.problem = problem
        self.remedy = remedy
        self.place = place
        where = source if place is None else f"{source}, {place}"
        super().__init__(f"{where}: {problem}. {remedy}.")
        self.add_note(f"See: communique help {self.topic}")

    @property
    def topic(self) -> str:
        """Return the section of the manual on errors of this kind."""
        return type(self).__name__

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
    """The source is a directory or a device, which is not read as a report."""


class NotAReport(IntakeError):
    """The source is text of another kind: a ledger's export, a record, a table, settings; the message names it."""


class Unreadable(IntakeError):
    """The operating system refused to read the source."""


class EmptyInput(IntakeError):
    """The source has no characters but blanks."""


class BinaryInput(IntakeError):
    """The source holds no text: the message names what it holds."""


class Encrypted(IntakeError):
    """The source is locked with a password, or by its publisher."""


class Damaged(IntakeError):
    """An archive, or a record of it, is broken or cut short; the place is a byte offset."""


class BadEncoding(IntakeError):
    """The source's bytes are text in no encoding that can be told; the place is a byte offset."""


class TooLarge(IntakeError):
    """The source is over the limit on bytes or on characters."""


class TooSlow(IntakeError):
    """Not taken in within the seconds that it was given: of CPU time, or of a server's."""


class ParserLost(IntakeError):
    """The process that took the source in was ended by it: it needed more memory than it may have, or crashed."""


class NoArticle(IntakeError):
    """The page was read, but holds no paragraph of running text."""


class Wall(IntakeError):
    """The page stands before the article: it asks for consent, a subscription, JavaScript, a proof of being human."""


class BadRecord(IntakeError):
    """A line of JSON Lines, an item of an array or a row of a table is no report; the place is its number, from 1."""


class BadLayout(IntakeError):
    """What the columns of a table mean is not said as it should be, or not of this table; the place is key or row."""


class BadConllu(IntakeError):
    """A line of a CoNLL-U file is not a token; the place is the line's number, from 1."""


class BadDate(IntakeError):
    """A date is not an ISO 8601 calendar date (``2018-08-06``)."""


class NotText(IntakeError, TypeError):
    """What was given as the text of a report is none: ``None``, bytes, a path."""


class BadFeed(IntakeError):
    """A feed in which no item can be read, or an item of one that leads nowhere; the place is its number, from 1."""


class WebError(IntakeError):
    """What stands at an address could not be brought; the place is the hop that failed, where it led on to another."""


class AddressRefused(WebError):
    """An address that is never asked: of another scheme, with a password, of a private network, in a disguise."""


class Unreachable(WebError):
    """There is no such host, it does not answer, its certificate is not trusted, or its answer broke off."""


class BadRedirect(WebError):
    """The address leads on too often, in a circle, nowhere, or from https to http."""


class BadStatus(WebError):
    """The server answered that it will not, or cannot, give what stands there; the problem names its number."""


class RetryLater(WebError):
    """The server asks to wait, longer than is waited for."""


class RobotsRefused(WebError):
    """The site's robots.txt does not want the address read by programs."""


class WrongType(WebError):
    """What stands at the address is a picture, a film, a program: nothing that a report is read from."""


class ModelError(CommuniqueError):
    """The language model cannot be used. Catch it once for a whole run; no report can be read."""


class ModelMissing(ModelError):
    """A file of the language model is not where it should be."""


class ModelDamaged(ModelError):
    """A file of the language model has not the contents its card names."""


class CoreMissing(ModelError):
    """There is no pipeline of the name that was given as the language core, or the package that it needs is missing."""


class CoreUnfit(ModelError):
    """A pipeline that was given as the language core does not give what reading needs: trees in UD's terms."""


class LedgerError(CommuniqueError):
    """The ledger cannot do what was asked. Nothing of what failed is in it, and what it held is untouched."""


class LedgerMissing(LedgerError):
    """There is no ledger at the address, and none was to be made."""


class LedgerDamaged(LedgerError):
    """The file is no database, or pages of it are broken. Restore a copy; a part can be saved by exporting."""


class LedgerReadOnly(LedgerError):
    """The ledger may be read but not written: the file, its folder or the user's rights do not allow it."""


class LedgerFull(LedgerError):
    """No room is left where the ledger is kept. Reports before this one are in it."""


class LedgerBusy(LedgerError):
    """Another process writes to the ledger, and did not end in time."""


class LedgerUnreachable(LedgerError):
    """The database server did not answer, refused the user, or has no such database."""


class OldSchema(LedgerError):
    """The ledger was made by an older version of this package and has to be upgraded first."""


class NewSchema(LedgerError):
    """The ledger was made by a newer version of this package, which has to be installed."""


class ReportConflict(LedgerError):
    """A report's id is in the ledger with other contents. Concerns this report alone."""


class ReportRefused(LedgerError):
    """A report has something that the database cannot hold: a name too long to index. Concerns this report alone."""


class AlreadyWatched(LedgerError):
    """Another process watches feeds for this ledger; the problem says which, and since when."""


class UnknownId(LedgerError):
    """There is no report, actor, entry or judgement of that id."""


class BadJudgement(LedgerError):
    """A judgement that cannot be made: an unknown field, a value that is none, ids of two sorts."""


class StaleJudgement(LedgerError):
    """What was judged is no longer as the person saw it. Nothing was kept.

    ``seen`` is the version that the person saw and ``version`` the one there is; ``now`` is the thing as it is, and
    ``since`` has the judgements on it that came in between, in their order.
    """

    def __init__(
        self, source: str, problem: str, remedy: str, *, place: str | None = None,
        seen: str = "", version: str = "", now: Any = None, since: tuple[Any, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(source, problem, remedy, place=place)
        self.seen, self.version, self.now, self.since = seen, version, now, since

    def __reduce__(self) -> tuple[object, ...]:
        """Return what pickle needs, the versions among it."""
        mine = {name: getattr(self, name) for name in ("place", "seen", "version", "now", "since")}
        return partial(StaleJudgement, self.source, self.problem, self.remedy, **mine), ()


class BadQuery(LedgerError):
    """A query that cannot be understood; the place is the part of it that is wrong."""


class ExchangeError(CommuniqueError):
    """Entries cannot be written in a format. Catch it around an export; the file is not whole."""


class ExtraMissing(ExchangeError):
    """The format needs a package that is not installed; the remedy names the extra that has it."""


class QuoteMismatch(ExchangeError):
    """The text given for a report has other characters where a quotation should be; the place is its offsets."""


class WatchError(CommuniqueError):
    """Feeds cannot be watched as asked. Catch it before a watch begins: nothing was polled."""


class BadSources(WatchError):
    """The list of sources to watch is not as it should be; the place is the line, or the table and the key in it."""


class BatchError(CommuniqueError):
    """Archives cannot be read as asked. Catch it around a batch; what was read before stays, and is not read again."""


class ClusterOpen(BatchError):
    """A cluster that other machines can reach asks for no token: whoever reaches it could run programs on it."""
