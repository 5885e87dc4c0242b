"""A queue of review as it stands in an address: its order and its sample beside the query, in one way for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from communique.desk.asked import query_from
from communique.errors import BadQuery
from communique.ledger.reviewing import Order, Queue
from communique.nearest import did_you_mean, nearest

OWN = ("order", "others", "sample")
"""Parameters that say which queue it is; the others are the query."""
_OTHERS = {"1": True, "0": False}


def queue_from(given: Iterable[tuple[str, str]], by: str, also: Collection[str] = ()) -> Queue:
    """Return the queue of a person that parameters are; those in ``also`` are others', and left alone.

    Raises:
        BadQuery: if a parameter is none, is given twice, or has a value that it may not have.
    """
    pairs = [(name, value) for name, value in given if name not in also]
    own: dict[str, str] = {}
    for name, value in pairs:
        if name in OWN and own.setdefault(name, value) != value:
            raise BadQuery(repr(name), "this parameter is given twice", "Give it once")
    order, others = own.get("order", Order.CONFIDENCE.value), own.get("others", "1")
    if order not in list(Order):
        like = did_you_mean(nearest(order, list(Order)))
        raise BadQuery(repr(order), "a queue has no such order", f"{like}Give order as one of {', '.join(Order)}")
    if others not in _OTHERS:
        raise BadQuery(repr(others), "others has no such value", f"Give one of {', '.join(_OTHERS)}")
    among = replace(query_from(pairs, also=OWN), limit=None, offset=0, after=None)
    return Queue(by, among, Order(order), _OTHERS[others], own.get("sample"))
