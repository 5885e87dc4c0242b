"""Accounts and reports by words, on either database; of words that are in very many, the accounts added last.

A page of the newest of a hundred thousand that have a word needs no more than those added last; where something else
is asked for beside, many more of them. Whether words are so frequent is told at little cost: on SQLite by looking
whether the index gives more than that, on PostgreSQL, which reads a word's whole list at once, by looking at the last
few thousand accounts.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, func, literal_column, select, text

from communique.ledger import fulltext
from communique.ledger import schema as s

FREQUENT, FREQUENT_BESIDE = 1_000, 50_000
"""Accounts with the words beyond which a page is made of those added last: of words alone, and with something else."""
_PROBED, _SHARE = 2_000, 0.01


def matching(connection: Connection, table: str, words: str) -> Select[Any]:
    """Return the statement for the row numbers of the accounts, reports or statements whose passage has the words.

    Raises:
        BadQuery: if what was typed is no query.
    """
    asked = fulltext.parse(words)
    if connection.dialect.name == "sqlite":
        number: ColumnElement[int] = literal_column("rowid", Integer)
        match = text(f"{table}_words MATCH :asked").bindparams(asked=fulltext.fts5(asked))
        return select(number).select_from(text(f"{table}_words")).where(match)
    return select(s.metadata.tables[table].c.n).where(_has(literal_column(f"{table}.words"), asked))


def _has(column: ColumnElement[Any], asked: fulltext.Words) -> ColumnElement[bool]:
    return column.op("@@")(func.to_tsquery(text("'simple'"), fulltext.tsquery(asked)))


def entries_of(connection: Connection, accounts: Select[Any]) -> Select[Any]:
    """Return the statement for the row numbers of the entries of accounts, by their row numbers."""
    if connection.dialect.name == "sqlite":  # in an index whose rows are a hundredth of an account's
        number, entry = literal_column("n", Integer), literal_column("entry", Integer)
        return select(entry).select_from(text("account INDEXED BY account_number")).where(number.in_(accounts))
    return select(s.account.c.entry).where(s.account.c.n.in_(accounts))


def last_added(connection: Connection, words: str, most: int = FREQUENT) -> Select[Any] | None:
    """Return the statement for the ``most`` accounts added last that have words in more; else ``None``.

    Raises:
        BadQuery: if what was typed is no query.
    """
    if connection.dialect.name == "sqlite":
        found = matching(connection, "account", words)
        if _count(connection, found.limit(most + 1)) <= most:
            return None
        number = next(iter(found.selected_columns))
        return select(found.order_by(number.desc()).limit(most).subquery().c[0])
    return _last_on_postgresql(connection, fulltext.parse(words), most)


def _last_on_postgresql(connection: Connection, asked: fulltext.Words, most: int) -> Select[Any] | None:
    """Of the latest accounts so many that there are enough with the words among them."""
    total = int(connection.scalar(select(func.max(s.account.c.n))) or 0)
    share = _count(connection, _among_last(_PROBED, asked)) / max(1, min(total, _PROBED))
    if share < _SHARE or share * total <= most:
        return None
    return _among_last(int(1.5 * most / share), asked).limit(most)


def _among_last(many: int, asked: fulltext.Words) -> Select[Any]:
    """The accounts with the words among the ``many`` added last."""
    c = s.account.c
    words: ColumnElement[Any] = literal_column("account.words").label("words")
    last = select(c.n, words).order_by(c.n.desc()).limit(many).subquery("last")
    return select(last.c.n).where(_has(last.c.words, asked)).order_by(last.c.n.desc())


def _count(connection: Connection, found: Select[Any]) -> int:
    return int(connection.scalar(select(func.count()).select_from(found.subquery())) or 0)
