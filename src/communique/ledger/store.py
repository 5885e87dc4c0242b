"""The ledger: opened by its address, added to, judged, and asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, select

from communique.errors import LedgerError, UnknownId
from communique.ledger import asking, dump, files, identity, judgements, loading, packing, queries, sayings, versions
from communique.ledger import schema as s
from communique.ledger.addresses import file_of, shown
from communique.ledger.asking import Answer
from communique.ledger.connect import engine_for, of_one_report, reading, sqlite_engine, writing
from communique.ledger.judgements import Judgement, Taken, Verdict
from communique.ledger.lookup import rows_in
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.sides import is_country, sides_named
from communique.ledger.undertakings import AHEAD, follow
from communique.ledger.views import Account, Counts, Entry, LedgerActor, Saying, Stage, Undertaking
from communique.ledger.when import Relation

if TYPE_CHECKING:
    from communique.intake import Report
    from communique.ledger.forgetting import Forgotten
    from communique.ledger.merging import Merged
    from communique.ledger.sampling import Precision, Sample
    from communique.records import Record, Status

DEFAULT = "communique.sqlite"
"""The ledger's file where no other is named, in the folder one is in."""
_PAGE = 500
EVERYTHING = Query()
"""A query that asks for nothing in particular."""
ALL_SAID = SaidQuery()
"""The same of statements."""


class Ledger:
    """A store of reports and of the one record made of them. Every answer has people's judgements applied.

    Raises:
        LedgerError: from any method, of the kind that says why the database refused.
    """

    def __init__(self, address: str | Path = DEFAULT, *, read_only: bool = False, upgrade: bool = False) -> None:
        """Open the ledger at an address; unless ``read_only``, one is made where there is none.

        Raises:
            LedgerMissing: if there is none and it is to be read only.
            OldSchema: if it was made by an older version and ``upgrade`` is false.
            NewSchema: if it was made by a newer version.
            LedgerDamaged: if the file is none of a ledger; it is left as it is.
            LedgerReadOnly: if it is to be written to, and may not be.
        """
        address = str(address)
        self.address, self._read_only = address, read_only
        self._engine = engine_for(address, read_only=read_only)
        path = file_of(address)
        if path is not None:
            files.check_place(path, address, read_only=read_only)
            files.look(path, lambda how: sqlite_engine(path, how), lambda engine: self._check(engine, upgrade))
        if read_only:
            self._check(self._engine, upgrade)
        else:
            with writing(self._engine, address) as connection:
                versions.make(connection, address, upgrade=upgrade)

    def _check(self, engine: Engine, upgrade: bool) -> None:
        """Raise unless the tables are what they should be."""
        with reading(engine, self.address) as connection:
            if self._read_only:
                versions.check(connection, self.address)
            else:
                versions.check_place(connection, self.address, upgrade=upgrade)

    def __repr__(self) -> str:
        """Return the address without what is secret in it."""
        return f"Ledger({shown(self.address)!r})"

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        """Return the ledger."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with reading(self._engine, self.address) as connection:
            yield connection

    # in

    def add(self, report: Report, record: Record, *, reader: str | None = None) -> bool:
        """Add a report with its record, whole or not at all; return false where it is there already.

        Raises:
            ReportConflict: if its id is in the ledger with other contents.
            ReportRefused: if something in it is more than the database can hold.
        """
        from communique.ledger import judging
        from communique.reading.version import reader_version

        with of_one_report(report.info.id), writing(self._engine, self.address) as connection:
            return judging.add(connection, report, record, reader or reader_version())

    def add_all(self, items: Iterable[tuple[Report, Record, str]]) -> Iterator[bool | LedgerError]:
        """Add reports with their records and who read each; yield whether each is new, or why it is refused."""
        from communique.ledger import bulk

        return bulk.add_all(self._engine, self.address, items)

    def known(self) -> dict[str, str]:
        """Return the hashes (SHA-256) of all reports' bytes by their ids."""
        with self._read() as connection:
            return {r.id: r.sha256 for r in connection.execute(select(s.report.c.id, s.report.c.sha256))}

    def reread(
        self, record: Record, *, reader: str | None = None, row: Report | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Put a new record of a report in the place of the old; return what changed. Ids and judgements stay.

        ``row`` is a row of a table as it is now, where that has changed: its contents take the place of the old.

        Raises:
            UnknownId: if the report is not in the ledger.
            ReportConflict: if what is there under the id of ``row`` is no row of its table.
            ReportRefused: if something in the record is more than the database can hold.
        """
        from communique.ledger import renewing

        with of_one_report(record.report.id), writing(self._engine, self.address) as connection:
            was = self._report_row(connection, record.report.id)
            return renewing.reread(connection, was, record, reader, row)

    def forget(self, id: str) -> Forgotten:
        """Take a report out, with all that only it supports; return what went. The rest stands as if it had not come.

        Judgements stay in the log; those about nothing else are :meth:`idle`. To have it back, add it again.

        Raises:
            UnknownId: if the report is not in the ledger.
        """
        from communique.ledger import forgetting

        with writing(self._engine, self.address) as connection:
            return forgetting.forget(connection, self._report_row(connection, id))

    def judge(
        self,
        verdict: Verdict,
        subject: str,
        *,
        by: str,
        other: str | None = None,
        field: str | None = None,
        value: Any = None,
        note: str | None = None,
        seen: str | tuple[str, str] | None = None,
    ) -> Judgement:
        """Keep a judgement and apply it at once; return it as it is kept.

        ``seen`` is the ``version`` of what is judged as the person saw it; of both, where two are judged.

        Raises:
            BadJudgement: if it cannot be made; the place is the part of it that is wrong.
            StaleJudgement: if what is judged is no longer as it was ``seen``.
            UnknownId: if there is nothing of an id.
        """
        from communique.ledger import stale

        made = Judgement("", verdict, subject, by, identity.now(), other, field, value, note)
        with writing(self._engine, self.address) as connection:
            return stale.judge(connection, made, seen)

    def take_judgements(self, given: Sequence[Judgement]) -> Taken:
        """Add judgements that were exported elsewhere, in their order; return what became of them.

        Those that are here already are left out. One that cannot be made here, or is about what is not here, is
        refused with the reason, and the others are added.
        """
        from communique.ledger import judging

        with writing(self._engine, self.address) as connection:
            return judging.take(connection, given)

    def sample(
        self, n: int, seed: int, *, by: str, kinds: Sequence[str] = (), statuses: Sequence[Status] = (),
        among: Query = EVERYTHING,
    ) -> tuple[Sample, list[Entry]]:  # fmt: skip
        """Draw ``n`` at random of what a query finds, to be judged, and keep what was drawn; a seed draws the same.

        Raises:
            BadQuery: if there is nothing to draw from.
            BadJudgement: if nobody draws.
        """
        from communique.ledger import judging, sampling

        with writing(self._engine, self.address) as connection:
            drawn = judging.draw(connection, n, seed, by, among, kinds, statuses)
            return drawn, [entry for _, entry in sampling.entries(connection, drawn) if entry is not None]

    def merge(self, other: Ledger) -> Merged:
        """Join what another ledger holds into this one, judgements too; return what became of it. All, or nothing.

        A report that is here with other contents, or a judgement that cannot be made here, is refused, and the rest is
        taken in.
        """
        from communique.ledger import merging

        with other._read() as theirs, writing(self._engine, self.address) as connection:
            return merging.merge(connection, theirs)

    def restore(self, lines: Iterable[str], name: str = "<lines>") -> int:
        """Put what :meth:`dump` gave into this ledger, which must hold nothing; return the number of rows.

        Raises:
            LedgerError: if it holds something.
            BadRecord: if a line is none of a dump; the place is its number.
        """
        with writing(self._engine, self.address) as connection:
            return dump.restore(connection, lines, name, shown(self.address))

    # out

    def dump(self) -> Iterator[str]:
        """Yield the whole ledger as JSON Lines, from one state of it: nothing is lost by :meth:`restore`."""
        with self._read() as connection:
            yield from dump.lines(connection)

    def find(self, query: Query = EVERYTHING) -> list[Entry]:
        """Return the entries asked for, in order, all in memory; ``limit`` and ``offset`` give a page.

        A page of a search by words that more than 1,000 accounts have, 50,000 if anything else is asked for, is made
        of those added last (:meth:`is_cut` says so); without a limit all are looked at.

        Raises:
            BadQuery: if a part of the query cannot be understood.
            UnknownId: if a name in it is nobody's.
        """
        with self._read() as connection:
            return loading.entries(connection, list(queries.numbers(connection, query)))

    def count(self, query: Query = EVERYTHING, most: int | None = None) -> int:
        """Return how many entries a query finds, its limit aside; no more than ``most`` are counted."""
        with self._read() as connection:
            return queries.count(connection, query, most)

    def count_undated(self, query: Query) -> int:
        """Return how many entries a query leaves out only since their time is not told; 0 where it asks for none."""
        with self._read() as connection:
            return queries.count_undated(connection, query)

    def is_cut(self, query: Query) -> bool:
        """Whether :meth:`find` looks at the accounts added last only, since so many have the words."""
        with self._read() as connection:
            return queries.is_frequent(connection, query)

    def each(self, query: Query = EVERYTHING) -> Iterator[Entry]:
        """Yield the entries asked for, in order, some at a time, all from one state of the ledger."""
        with self._read() as connection:
            yield from loading.each(connection, list(queries.numbers(connection, query)))

    def said(self, query: SaidQuery = ALL_SAID) -> Iterator[Saying]:
        """Yield the statements asked for, in the order of their days, all from one state of the ledger.

        Raises:
            BadQuery: if a part of the query cannot be understood.
            UnknownId: if a name or an id in it is nobody's.
        """
        with self._read() as connection:
            found = list(sayings.numbers(connection, query))
            for start in range(0, len(found), _PAGE):
                yield from sayings.load(connection, found[start : start + _PAGE])

    def count_said(self, query: SaidQuery = ALL_SAID, most: int | None = None) -> int:
        """Return how many statements a query finds, its limit aside; no more than ``most`` are counted."""
        with self._read() as connection:
            return sayings.count(connection, query, most)

    def entry(self, id: str) -> Entry:
        """Return an entry by its id, an id that it once had, or that of one of its accounts.

        Raises:
            UnknownId: if there is none.
        """
        with self._read() as connection:
            return loading.entry(connection, id)

    def account(self, id: str) -> Account:
        """Return what one report says of an engagement, by the account's id.

        Raises:
            UnknownId: if there is none.
        """
        with self._read() as connection:
            found = loading.accounts(connection, s.account.c.id == id)
            if not found:
                raise UnknownId(id, "there is no account of this id", "An account's id is its report's, a slash, e1")
            return found[0]

    def actor(self, id: str) -> LedgerActor:
        """Return an actor by its id, an id that it once had, or that of an appearance.

        Raises:
            UnknownId: if there is none.
        """
        with self._read() as connection:
            seen = connection.scalar(select(s.appearance.c.actor).where(s.appearance.c.id == id))
            row = loading.one_actor(connection, seen or identity.current_id(connection, id) or id)
            if row is None:
                raise UnknownId(id, "there is no actor of this id", "Search for one: communique search --actor NAME")
            return loading.ledger_actor(connection, row)

    def actors(self, name: str) -> list[LedgerActor]:
        """Return the actors of a name or a country, or with it in theirs, those with most appearances first.

        Raises:
            UnknownId: if nobody is called so.
            BadQuery: if it is in too many names.
        """
        with self._read() as connection:
            column = s.actor.c.country if is_country(name) else s.actor.c.id
            rows = rows_in(connection, s.actor, column, sides_named(connection, name))
            return [loading.ledger_actor(connection, r) for r in sorted(rows, key=lambda r: (-r.appearances, r.id))]

    def report(self, id: str) -> Report:
        """Return a report as it was added: its bytes, its text layer and what is known of it.

        Raises:
            UnknownId: if there is none.
        """
        with self._read() as connection:
            return packing.unpack_report(self._report_row(connection, id))

    def record(self, id: str) -> Record:
        """Return the record of a report as it was last read, without what people said of it.

        Raises:
            UnknownId: if there is no such report.
        """
        with self._read() as connection:
            return packing.unpack_record(self._report_row(connection, id))

    def judged_record(self, id: str) -> Record:
        """Return the record of a report as it was last read, its statements and evidence as people amended them.

        Raises:
            UnknownId: if there is no such report.
        """
        from communique.ledger import amended_spans, amended_statements

        with self._read() as connection:
            row = self._report_row(connection, id)
            record = amended_statements.amended(connection, row, packing.unpack_record(row))
            return amended_spans.amended(connection, row, record)

    def _report_row(self, connection: Connection, id: str) -> Any:
        row = connection.execute(select(s.report).where(s.report.c.id == id)).first()
        if row is None:
            raise UnknownId(id, "there is no report of this id", "List some: communique search WORDS --reports")
        return row

    def reports(self, words: str | Query | None = None, limit: int | None = None) -> list[str]:
        """Return the ids of the reports that have the words, or tell what a query asks for, the newest first."""
        with self._read() as connection:
            return queries.reports(connection, words if isinstance(words, Query) else Query(words=words, limit=limit))

    def group(self, report: str) -> tuple[str, ...]:
        """Return the ids of a report and of its copies, which count as one source.

        Raises:
            UnknownId: if there is no such report.
        """
        with self._read() as connection:
            return queries.group(connection, self._report_row(connection, report).source_group)

    # promises

    def undertaking(self, id: str, *, by: str | None = None) -> Undertaking | None:
        """Return the undertaking that an entry is, as it stands on the day ``by`` (ISO), ``None`` if it is none.

        Raises:
            UnknownId: if there is no such entry.
        """
        with self._read() as connection:
            entry = loading.entry(connection, id)
            return follow(entry, self._via(connection, entry), by=by)

    def undertakings(self, query: Query = EVERYTHING, *, by: str | None = None) -> Iterator[Undertaking]:
        """Yield the undertakings among the entries asked for."""
        with self._read() as connection:
            for entry in loading.each(connection, list(queries.numbers(connection, query))):
                followed = follow(entry, self._via(connection, entry), by=by)
                if followed is not None:
                    yield followed

    def due(self, by: str, query: Query = EVERYTHING) -> list[Undertaking]:
        """Return the promises whose last day came before or on ``by`` (ISO) with no sign of their keeping.

        They are in the order of that day, each with the entry that may be its keeping. One that was kept, called off or
        refused in a report of that time is none.
        """
        ahead = replace(query, statuses=tuple(sorted(AHEAD)))
        if query.time is None:  # what may still be kept after that day need not be followed
            ahead = replace(ahead, time=f"../{by}", relation=Relation.DURING)
        late = [u for u in self.undertakings(ahead, by=by) if u.due and u.due <= by]
        late = [u for u in late if u.stage is Stage.LAPSED or u.due == by]
        from communique.ledger.deeds import likely_deed

        with self._read() as connection:
            late = [replace(u, likely=likely_deed(connection, u)) for u in late]
        return sorted(late, key=lambda u: (u.due or "", u.entry.id))

    def _via(self, connection: Connection, entry: Entry) -> list[Entry]:
        number = connection.scalar(select(s.entry.c.n).where(s.entry.c.id == entry.id))
        about = connection.scalars(select(s.entry_about.c.entry).where(s.entry_about.c.about == number))
        return loading.entries(connection, sorted(about))

    # judgements and counts

    def judgements(self, subject: str | None = None) -> list[Judgement]:
        """Return all judgements, or those on one thing, in the order they were made, undone ones among them.

        Raises:
            UnknownId: if there is nothing of the id.
        """
        with self._read() as connection:
            query = select(s.judgement).order_by(s.judgement.c.n)
            if subject is not None:
                query = query.where(judgements.on(connection, subject))
            return [judgements.from_row(r) for r in connection.execute(query)]

    def undone(self) -> frozenset[str]:
        """Return the ids of the judgements that were undone."""
        with self._read() as connection:
            return judgements.undone(connection)

    def idle(self) -> frozenset[str]:
        """Return the ids of the judgements that are about what no report of the ledger says any more."""
        with self._read() as connection:
            return judgements.idle(connection)

    def precision(self, sample: str | None = None) -> Precision:
        """Return how much is right of what people judged in a sample, by its id; in the last, where none is given.

        Raises:
            UnknownId: if there is no such sample.
        """
        from communique.ledger import sampling

        with self._read() as connection:
            return sampling.precision(connection, sampling.find(connection, sample))

    def changes(self, report: str | None = None) -> list[dict[str, Any]]:
        """Return what re-readings and forgetting changed, in their order: objects of report, at, reader and what."""
        with self._read() as connection:
            return queries.changes(connection, report)

    def counts(self) -> Counts:
        """Return how much there is."""
        with self._read() as connection:
            return queries.counts(connection)

    def sql(self, statement: str, *, limit: int | None = None, seconds: int | None = asking.SECONDS) -> Answer:
        """Return what the database answers to one statement that reads: columns, rows, and whether rows were left out.

        Nothing can be written by it, no file opened, and no function called that does anything but compute.

        Args:
            statement: the statement in SQL.
            limit: the most rows that are fetched, ``None`` for all.
            seconds: after which it is broken off, ``None`` for never.

        Raises:
            BadQuery: if it is none of these, the database does not take it, or its time is over.
        """
        return asking.ask(self.address, statement, limit=limit, seconds=seconds)
