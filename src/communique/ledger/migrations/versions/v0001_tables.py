"""The tables, written out: what they became later is in the versions that follow.

Revision 0001, after none.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    _reports()
    _actors()
    _names()
    _entries()
    _parties()
    _sides()
    _accounts()
    _people()


def _reports() -> None:
    """Reports, and what finds their copies."""
    op.create_table(
        "report",
        Column("n", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("url", Text),
        Column("title", Text),
        Column("byline", Text),
        Column("publisher", Text),
        Column("published", Text),
        Column("language", Text),
        Column("dateline", Text),
        Column("raw", LargeBinary, nullable=False),
        Column("text", Text, nullable=False),
        Column("layer_version", Text, nullable=False),
        Column("layer", JSON, nullable=False),
        Column("source_group", Text, nullable=False),
        Column("signature", LargeBinary, nullable=False),
        Column("reader", Text, nullable=False),
        Column("reading", LargeBinary, nullable=False),
        Column("used", JSON, nullable=False),
        Column("added", Text, nullable=False),
        Column("passage", Text, nullable=False),
        PrimaryKeyConstraint("n"),
        UniqueConstraint("id"),
    )
    op.create_index("report_group", "report", ["source_group"])
    op.create_index("report_published", "report", ["published"])
    op.create_index("report_sha256", "report", ["sha256"])
    op.create_table(
        "band",
        Column("band", Text, nullable=False),
        Column("report", Integer, ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("band", "report"),
        sqlite_with_rowid=False,
    )


def _actors() -> None:
    """Actors across reports, and as each report has them."""
    op.create_table(
        "actor",
        Column("id", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("country", Text),
        Column("wikidata", Text),
        Column("sectors", JSON, nullable=False),
        Column("names", JSON, nullable=False),
        Column("offices", JSON, nullable=False),
        Column("profile", JSON, nullable=False),
        Column("appearances", Integer, nullable=False),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("actor_country", "actor", ["country"])
    op.create_table(
        "appearance",
        Column("id", Text, nullable=False),
        Column("report", Integer, ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
        Column("local", Text),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("country", Text),
        Column("read", JSON, nullable=False),
        Column("actor", Text, ForeignKey("actor.id"), nullable=False),
        Column("why", Text, nullable=False),
        PrimaryKeyConstraint("id"),
    )
    op.create_index("appearance_actor", "appearance", ["actor"])
    op.create_index("appearance_report", "appearance", ["report"])


def _names() -> None:
    """What actors are found by: keys, names, bodies."""
    op.create_table(
        "actor_key",
        Column("key", Text, nullable=False),
        Column("actor", Text, ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("key", "actor"),
        sqlite_with_rowid=False,
    )
    op.create_index("actor_key_actor", "actor_key", ["actor"])
    op.create_table(
        "actor_name",
        Column("name", Text, nullable=False),
        Column("actor", Text, ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("name", "actor"),
        sqlite_with_rowid=False,
    )
    op.create_index("actor_name_actor", "actor_name", ["actor"])
    op.create_table(
        "actor_body",
        Column("body", Text, nullable=False),
        Column("actor", Text, ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("body", "actor"),
        sqlite_with_rowid=False,
    )
    op.create_index("actor_body_actor", "actor_body", ["actor"])


def _entries() -> None:
    """Engagements across reports."""
    op.create_table(
        "entry",
        Column("n", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("plover", Text, nullable=False),
        Column("mode", Text),
        Column("context", Text),
        Column("cameo", Text, nullable=False),
        Column("time", Text),
        Column("earliest", Text),
        Column("latest", Text),
        Column("day", Text, nullable=False),
        Column("place", Text),
        Column("place_country", Text),
        Column("lat", Float),
        Column("lon", Float),
        Column("geonames", Integer),
        Column("sources", Integer, nullable=False),
        Column("confidence", Float, nullable=False),
        Column("review", Text, nullable=False),
        Column("amended", JSON, nullable=False),
        Column("contradictions", JSON, nullable=False),
        Column("outline", JSON, nullable=False),
        PrimaryKeyConstraint("n"),
        UniqueConstraint("id"),
    )
    op.create_index("entry_day", "entry", ["day"])
    op.create_index("entry_earliest", "entry", ["earliest"])
    op.create_index("entry_kind", "entry", ["kind", "day"])
    op.create_index("entry_place", "entry", ["place_country", "day"])
    op.create_index("entry_status", "entry", ["status", "latest"])


def _parties() -> None:
    """Who takes part in them, what they are compared by, which speak of which."""
    op.create_table(
        "entry_key",
        Column("key", Text, nullable=False),
        Column("entry", Integer, ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("key", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("entry_key_entry", "entry_key", ["entry"])
    op.create_table(
        "entry_party",
        Column("entry", Integer, ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
        Column("place", Integer, nullable=False),
        Column("actor", Text, ForeignKey("actor.id"), nullable=False),
        Column("part", Text, nullable=False),
        PrimaryKeyConstraint("entry", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("entry_party_actor", "entry_party", ["actor"])
    op.create_table(
        "entry_about",
        Column("entry", Integer, ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
        Column("about", Integer, ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("entry", "about"),
        sqlite_with_rowid=False,
    )
    op.create_index("entry_about_about", "entry_about", ["about"])


def _sides() -> None:
    """Who takes part, and who with whom, along the days."""
    op.create_table(
        "side",
        Column("side", Text, nullable=False),
        Column("day", Text, nullable=False),
        Column("entry", Integer, ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("side", "day", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("side_entry", "side", ["entry"])
    op.create_table(
        "dyad",
        Column("low", Text, nullable=False),
        Column("high", Text, nullable=False),
        Column("day", Text, nullable=False),
        Column("entry", Integer, ForeignKey("entry.n", ondelete="CASCADE"), nullable=False),
        PrimaryKeyConstraint("low", "high", "day", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("dyad_entry", "dyad", ["entry"])


def _accounts() -> None:
    """Engagements as reports tell them."""
    op.create_table(
        "account",
        Column("n", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("report", Integer, ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
        Column("local", Text),
        Column("kind", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("voice", Text, ForeignKey("appearance.id")),
        Column("about", JSON, nullable=False),
        Column("read", JSON, nullable=False),
        Column("entry", Integer, ForeignKey("entry.n")),
        Column("why", Text, nullable=False),
        Column("passage", Text, nullable=False),
        PrimaryKeyConstraint("n"),
        UniqueConstraint("id"),
    )
    op.create_index("account_entry", "account", ["entry"])
    op.create_index("account_report", "account", ["report"])
    op.create_table(
        "account_party",
        Column("account", Integer, ForeignKey("account.n", ondelete="CASCADE"), nullable=False),
        Column("place", Integer, nullable=False),
        Column("appearance", Text, ForeignKey("appearance.id"), nullable=False),
        Column("part", Text, nullable=False),
        PrimaryKeyConstraint("account", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("account_party_appearance", "account_party", ["appearance"])


def _people() -> None:
    """Ids that are no more, what people judged, what re-readings changed."""
    op.create_table(
        "moved",
        Column("old", Text, nullable=False),
        Column("new", Text),
        PrimaryKeyConstraint("old"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "judgement",
        Column("n", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("verdict", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("other", Text),
        Column("field", Text),
        Column("value", JSON),
        Column("by", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("note", Text),
        Column("anchor", Text, nullable=False),
        Column("other_anchor", Text),
        PrimaryKeyConstraint("n"),
        UniqueConstraint("id"),
    )
    op.create_index("judgement_anchor", "judgement", ["anchor"])
    op.create_index("judgement_other_anchor", "judgement", ["other_anchor"])
    op.create_index("judgement_verdict", "judgement", ["verdict"])
    op.create_table(
        "change",
        Column("n", Integer, nullable=False),
        Column("report", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("reader", Text, nullable=False),
        Column("what", JSON, nullable=False),
        PrimaryKeyConstraint("n"),
    )
    op.create_index("change_report", "change", ["report"])
