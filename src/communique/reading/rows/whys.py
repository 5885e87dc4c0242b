"""How the ``why`` of what a row tells begins: whether its columns say so, or its remarks."""

from __future__ import annotations

BY_ROW = "row of a table"
BY_REMARK = "remark in a row"


def is_by_columns(why: str) -> bool:
    """Return whether the columns of a row say so."""
    return why.startswith(BY_ROW)


def is_of_row(why: str) -> bool:
    """Return whether a row says so, by its columns or its remarks."""
    return why.startswith((BY_ROW, BY_REMARK))
