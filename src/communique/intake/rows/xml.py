"""Rows of XML: an element a row, and in it an element a cell."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from communique.errors import BadLayout, Damaged
from communique.intake.rows.layout import Layout


def rows_of_xml(raw: bytes, path: str, layout: Layout) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
    """Yield the number of each row, from 1, with its cells that are not empty.

    Raises:
        BadLayout: if the layout names no element, or one that is not there.
        Damaged: if it is no XML.
    """
    if not layout.row:
        raise BadLayout(
            path, "the layout does not say what a row is", 'Give row = "the name of its element"', place="row"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(path, f"it is no XML ({error})", "Copy the whole file again") from None
    number = 0
    for number, element in enumerate(root.iter(layout.row), 1):
        cells = ((str(x.tag), " ".join("".join(x.itertext()).split())) for x in element.iterchildren("*"))
        yield number, tuple((name, value) for name, value in cells if value)
    if not number:
        raise BadLayout(path, f"there is no element {layout.row!r}", "Name the element of a row", place="row")
