"""The tables of the ledger, the same on SQLite and PostgreSQL.

What one report says: ``report``, ``appearance``, ``account``, ``statement`` and the tables beneath them. What the
ledger holds, computed from those and from ``judgement``: ``actor``, ``entry`` and the tables beneath them.
``judgement`` and ``change`` are only ever added to; a judgement's anchor alone is another once its report is forgotten.
Days are ISO 8601 text, so that they compare as text. Text to be searched is folded (``fulltext``).

The tables are made by the migrations beside this module; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

_n = Integer()


def _text(name: str, *, needed: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not needed)


report = Table(
    "report",
    metadata,
    Column("n", _n, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("sha256", needed=True),
    *(_text(name) for name in ("url", "title", "byline", "publisher", "published", "language", "dateline")),
    Column("raw", LargeBinary, nullable=False),
    _text("text", needed=True),
    _text("layer_version", needed=True),
    Column("layer", JSON, nullable=False),
    _text("source_group", needed=True),
    Column("signature", LargeBinary, nullable=False),
    _text("reader", needed=True),
    Column("reading", LargeBinary, nullable=False),
    Column("used", JSON, nullable=False),
    _text("added", needed=True),
    _text("passage", needed=True),
    Index("report_sha256", "sha256"),
    Index("report_published", "published"),
    Index("report_group", "source_group"),
    Index("report_added", "added"),
    Index("report_publisher", "publisher"),
)
"""``raw`` and ``reading`` (the record as JSON) are packed with zlib; ``layer`` has the segments, the warnings, the
dateline and the parts of the original, where there are any; ``used`` has the highest numbers that were given to
appearances, accounts and statements, so that none is used again."""

band = Table(
    "band",
    metadata,
    _text("band", needed=True),
    Column("report", ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("band", "report"),
    sqlite_with_rowid=False,
)

actor = Table(
    "actor",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind", needed=True),
    _text("name", needed=True),
    _text("country"),
    _text("wikidata"),
    Column("sectors", JSON, nullable=False),
    Column("names", JSON, nullable=False),
    Column("offices", JSON, nullable=False),
    Column("profile", JSON, nullable=False),
    Column("appearances", Integer, nullable=False),
    Index("actor_country", "country"),
)

actor_key = Table(
    "actor_key",
    metadata,
    _text("key", needed=True),
    Column("actor", ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("key", "actor"),
    Index("actor_key_actor", "actor"),
    sqlite_with_rowid=False,
)

actor_name = Table(
    "actor_name",
    metadata,
    _text("name", needed=True),
    Column("actor", ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("name", "actor"),
    Index("actor_name_actor", "actor"),
    sqlite_with_rowid=False,
)

actor_body = Table(
    "actor_body",
    metadata,
    _text("body", needed=True),
    Column("actor", ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("body", "actor"),
    Index("actor_body_actor", "actor"),
    sqlite_with_rowid=False,
)

appearance = Table(
    "appearance",
    metadata,
    Column("id", Text, primary_key=True),
    Column("report", ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
    _text("local"),
    _text("kind", needed=True),
    _text("name", needed=True),
    _text("country"),
    Column("read", JSON, nullable=False),
    Column("actor", ForeignKey("actor.id"), nullable=False),
    _text("why", needed=True),
    Index("appearance_report", "report"),
    Index("appearance_actor", "actor"),
)
"""``read`` is the actor as it was read; ``local`` its id in the last reading, ``NULL`` where that has it no more;
``why`` says why it was taken for this actor."""

_CHOSEN = (
    *("kind", "status", "review", "place_country", "voice", "disputed", "confidence", "added", "day"),
    *("time", "earliest", "latest"),
)
"""What most entries are chosen by, which stands in the indexes, so that no entry is fetched that is not shown."""

LONG = "time IS NOT NULL AND (earliest IS NULL OR latest IS NULL OR substr(earliest, 1, 7) <> substr(latest, 1, 7))"
"""What has a time that is open, or goes beyond a month of the calendar."""

entry = Table(
    "entry",
    metadata,
    Column("n", _n, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("kind", needed=True),
    _text("status", needed=True),
    _text("plover", needed=True),
    _text("mode"),
    _text("context"),
    _text("cameo", needed=True),
    *(_text(name) for name in ("time", "earliest", "latest")),
    _text("day", needed=True),
    _text("place"),
    _text("place_country"),
    Column("lat", Float),
    Column("lon", Float),
    Column("geonames", Integer),
    Column("sources", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    _text("review", needed=True),
    Column("amended", JSON, nullable=False),
    Column("contradictions", JSON, nullable=False),
    Column("outline", JSON, nullable=False),
    _text("voice", needed=True),
    Column("disputed", Boolean, nullable=False),
    _text("added", needed=True),
    *(
        Index(f"entry_{name}", *columns, *(x for x in _CHOSEN if x not in columns))
        for name, *columns in (
            ("day", "day", "n"),
            ("kind", "kind", "day", "n"),
            ("status", "status", "day", "n"),
            ("place", "place_country", "day", "n"),
            ("confidence", "confidence", "n"),
            ("added", "added", "n"),
        )
    ),
    Index("entry_review", "review", "day", "n"),
    Index("entry_disputed", "disputed", "day", "n"),
    Index("entry_long", "latest", "earliest", "day", "n", sqlite_where=text(LONG), postgresql_where=text(LONG)),
)
"""``day`` sorts: the first day the time may mean, else the last, else that of the first report, else empty. ``voice``
is "quoted" where each report has it from somebody's words, else "reporter"; ``disputed`` says whether its accounts
contradict each other; ``added`` is when the first report of it was added."""

entry_key = Table(
    "entry_key",
    metadata,
    _text("key", needed=True),
    Column("entry", ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("key", "entry"),
    Index("entry_key_entry", "entry"),
    sqlite_with_rowid=False,
)

entry_party = Table(
    "entry_party",
    metadata,
    Column("entry", ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("actor", ForeignKey("actor.id"), nullable=False),
    _text("part", needed=True),
    PrimaryKeyConstraint("entry", "place"),
    Index("entry_party_actor", "actor"),
    sqlite_with_rowid=False,
)

entry_about = Table(
    "entry_about",
    metadata,
    Column("entry", ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
    Column("about", ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("entry", "about"),
    Index("entry_about_about", "about"),
    sqlite_with_rowid=False,
)

side = Table(
    "side",
    metadata,
    _text("side", needed=True),
    _text("day", needed=True),
    Column("entry", ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
    *(_text(name, needed=True) for name in ("kind", "status", "review")),
    PrimaryKeyConstraint("side", "day", "entry"),
    Index("side_entry", "entry"),
    sqlite_with_rowid=False,
)
"""A side is an actor's id or a country's ISO code: one row for each that takes part in an entry, with what of the entry
is chosen by most beside a side."""

dyad = Table(
    "dyad",
    metadata,
    _text("low", needed=True),
    _text("high", needed=True),
    _text("day", needed=True),
    Column("entry", ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
    *(_text(name, needed=True) for name in ("kind", "status", "review", "cameo")),
    PrimaryKeyConstraint("low", "high", "day", "entry"),
    Index("dyad_entry", "entry"),
    sqlite_with_rowid=False,
)
"""Two sides of two parties of one entry, the lesser first as text, with what of it is chosen and counted by most."""

account = Table(
    "account",
    metadata,
    Column("n", _n, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("report", ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
    _text("local"),
    _text("kind", needed=True),
    _text("status", needed=True),
    Column("voice", ForeignKey("appearance.id")),
    Column("about", JSON, nullable=False),
    Column("read", JSON, nullable=False),
    Column("entry", ForeignKey("entry.n")),
    _text("why", needed=True),
    _text("passage", needed=True),
    Index("account_report", "report", "entry"),
    Index("account_entry", "entry"),
    Index("account_number", "n", "entry"),
)
"""``entry`` is ``NULL`` only within the transaction that adds the account. ``read`` is the engagement as it was read,
and under ``amended`` the evidence that a person set;
``about`` has ids of accounts; ``passage`` is the folded text by which it
is found: its evidence, parties, place and the report's title."""

account_party = Table(
    "account_party",
    metadata,
    Column("account", ForeignKey("account.n", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("appearance", ForeignKey("appearance.id"), nullable=False),
    _text("part", needed=True),
    PrimaryKeyConstraint("account", "place"),
    Index("account_party_appearance", "appearance"),
    sqlite_with_rowid=False,
)

statement = Table(
    "statement",
    metadata,
    Column("n", _n, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("report", ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
    _text("local", needed=True),
    _text("day", needed=True),
    _text("kind", needed=True),
    _text("force", needed=True),
    Column("speaker", ForeignKey("appearance.id", ondelete="SET NULL")),
    Column("addressee", ForeignKey("appearance.id", ondelete="SET NULL")),
    Column("read", JSON, nullable=False),
    _text("passage", needed=True),
    Index("statement_report", "report"),
    Index("statement_day", "day", "n"),
    Index("statement_speaker", "speaker"),
    Index("statement_addressee", "addressee"),
)
"""``day`` is that of the report, empty where it is not known. ``read`` is the statement as it was read, and under
``amended`` the words that a person set; ``passage`` is
the folded text by which it is found: its words, its speaker's name and the report's title."""

statement_about = Table(
    "statement_about",
    metadata,
    Column("statement", ForeignKey("statement.n", ondelete="CASCADE"), nullable=False),
    Column("account", ForeignKey("account.n", ondelete="CASCADE"), nullable=False),
    _text("stance", needed=True),
    PrimaryKeyConstraint("statement", "account"),
    Index("statement_about_account", "account"),
    sqlite_with_rowid=False,
)

statement_toward = Table(
    "statement_toward",
    metadata,
    Column("statement", ForeignKey("statement.n", ondelete="CASCADE"), nullable=False),
    Column("appearance", ForeignKey("appearance.id", ondelete="CASCADE"), nullable=False),
    _text("stance", needed=True),
    PrimaryKeyConstraint("statement", "appearance"),
    Index("statement_toward_appearance", "appearance"),
    sqlite_with_rowid=False,
)

tally = Table(
    "tally",
    metadata,
    _text("facet", needed=True),
    _text("value", needed=True),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("facet", "value"),
    Index("tally_most", "facet", "entries"),
    sqlite_with_rowid=False,
    info={"derived": True},
)
"""How many entries there are by each value of a facet, kept in step by the database itself (triggers). Each counts
under its review; those that are not rejected under their kind, voice, country of the place, sides (``actor``,
``country``), and month and status together."""

moved = Table(
    "moved",
    metadata,
    Column("old", Text, primary_key=True),
    _text("new"),
    sqlite_with_rowid=False,
)
"""Ids of actors and entries that are no more, and what they became part of; ``NULL`` where nothing of it is left."""

judgement = Table(
    "judgement",
    metadata,
    Column("n", _n, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("verdict", needed=True),
    _text("subject", needed=True),
    _text("other"),
    _text("field"),
    Column("value", JSON),
    _text("by", needed=True),
    _text("at", needed=True),
    _text("note"),
    _text("anchor", needed=True),
    _text("other_anchor"),
    Index("judgement_anchor", "anchor"),
    Index("judgement_other_anchor", "other_anchor"),
    Index("judgement_verdict", "verdict"),
)
"""``anchor`` is the appearance or account that a judgement holds on to when all is grouped anew: the first one that the
subject had when it was judged. An undoing is a row of its own, whose subject is the judgement undone."""

change = Table(
    "change",
    metadata,
    Column("n", _n, primary_key=True),
    _text("report", needed=True),
    _text("at", needed=True),
    _text("reader", needed=True),
    Column("what", JSON, nullable=False),
    Index("change_report", "report"),
)
"""What a new reading of a report changed, or that the report was forgotten."""
