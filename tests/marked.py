"""Pages of which a part is made by a command: it stands between two marks."""

from __future__ import annotations


def renewed(text: str, name: str, made: str) -> str:
    """The text with what is made between ``<!-- name -->`` and ``<!-- /name -->``."""
    head, rest = text.split(f"<!-- {name} -->")
    _, tail = rest.split(f"<!-- /{name} -->")
    return f"{head}<!-- {name} -->\n\n{made}\n\n<!-- /{name} -->{tail}"
