"""What the columns of a table mean: a small TOML, by a user or shipped for a table that many use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

from communique.errors import BadLayout, NotFound
from communique.nearest import did_you_mean, nearest

FIELDS = (
    *("visitor", "office", "visitor_country", "host", "host_office", "host_country"),
    *("country", "place", "first", "last", "kind", "direction", "remarks", "id", "source"),
)
"""What a column can be: who came, their office and country; whom to, likewise; where; the days; and what is said."""
DIRECTIONS = ("outgoing", "incoming")
"""What a row's direction can be: those that the layout calls visitors go, or they receive and their hosts come."""
KINDS = ("visit", "meeting", "talks", "summit", "call")
"""What a row can be of."""
_FOLDER = resources.files("communique.data") / "layouts"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table's columns mean.

    ``name`` is who publishes the table, ``slug`` what the ids of its rows begin with. ``columns`` has the column of
    each field, ``values`` what holds for every row. ``days`` is how days are written that are not in ISO 8601 (as
    those of workbooks are, whatever they show), as Python's ``strptime`` has it. ``row`` is the element of a row in
    XML, ``sheet`` and ``header`` the sheet and the row of the names in a workbook. ``kinds``, ``directions``,
    ``offices`` and ``countries`` say what the words of cells stand for.
    """

    name: str
    slug: str
    columns: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    kind: str = "visit"
    days: str = ""
    row: str = ""
    sheet: str = ""
    header: int = 1
    licence: str = ""
    citation: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON, which :func:`layout_of` reads."""
        return {name: dict(x) if isinstance(x, Mapping) else x for name, x in asdict(self).items() if x}

    def turned(self) -> Layout:
        """Return the layout of a row whose visitors receive: they and their hosts have changed places."""
        columns, values = ({_TURNED.get(k, k): v for k, v in x.items()} for x in (self.columns, self.values))
        return replace(self, columns=columns, values=values)

    def with_columns(self, columns: Mapping[str, str], source: str) -> Layout:
        """Return it with other columns for some fields; an empty name takes a field's column away.

        Raises:
            BadLayout: if a column cannot be what is said, or what is left is no layout.
        """
        own = {k: v for k, v in {**self.columns, **columns}.items() if v or k not in FIELDS}
        return layout_of({**self.as_json(), "columns": own}, source)


_KEYS = {f.name: f for f in fields(Layout)}
_TABLES = ("columns", "values", "kinds", "directions", "offices", "countries")
_PAIRS = (("visitor", "host"), ("office", "host_office"), ("visitor_country", "host_country"))
_TURNED = dict(_PAIRS) | {b: a for a, b in _PAIRS}


def meaning(words: Mapping[str, str], text: str) -> str | None:
    """Return what a cell stands for by a layout's words, in large letters or small; ``None`` where none is said."""
    return {word.lower(): x for word, x in words.items()}.get(text.lower())


def presets() -> list[str]:
    """Return the names of the layouts that are shipped."""
    return sorted(x.name.removesuffix(".toml") for x in _FOLDER.iterdir() if x.name.endswith(".toml"))


def preset(name: str) -> Layout:
    """Return a shipped layout.

    Raises:
        BadLayout: if there is none of this name.
    """
    if name not in presets():
        problem = f"no layout of the name {name!r} is shipped"
        remedy = f"{did_you_mean(nearest(name, presets()))}There are {', '.join(presets())}; or give --layout FILE"
        raise BadLayout("--preset", problem, remedy)
    text = (_FOLDER / f"{name}.toml").read_text("utf-8")
    return layout_of(tomllib.loads(text), f"{name}.toml")


def read_layout(path: str) -> Layout:
    """Return the layout in a file.

    Raises:
        NotFound: if there is none.
        BadLayout: if it is none; the place is the key that is wrong.
    """
    try:
        value = tomllib.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        raise NotFound(path, "there is no such file", "Check the path of the layout") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadLayout(path, f"it is no TOML ({error})", "Mend it; the manual shows one") from None
    return layout_of(value, path)


def layout_of(value: Mapping[str, Any], source: str) -> Layout:
    """Return the layout that plain values give.

    Raises:
        BadLayout: if a key is missing, unknown, or has another value than it needs; the place is the key.
    """
    for key in value:
        if key not in _KEYS:
            raise _wrong(source, key, "there is no such key", _known(key, _KEYS))
    for key in ("name", "slug", "columns"):
        if not value.get(key):
            raise _wrong(source, key, "it is not given", f"Give {key}: every layout needs name, slug and [columns]")
    for key, x in value.items():
        if key in _TABLES:
            _check_table(source, key, x)
        elif key == "header":
            if type(x) is not int or x < 1:
                raise _wrong(source, key, f"{x!r} is no row", "Give the number of the row with the names, from 1")
        elif not isinstance(x, str):
            raise _wrong(source, key, f"{x!r} is no text", "Give it in quotation marks")
    made = Layout(**value)
    _check(source, made)
    return made


def _check_table(source: str, key: str, table: Any) -> None:
    if not isinstance(table, Mapping) or not all(isinstance(x, str) and x for x in table.values()):
        raise _wrong(source, key, "it is no table of texts", f'Give [{key}] with lines such as name = "text"')
    for name in table if key in ("columns", "values") else ():
        if name not in FIELDS:
            raise _wrong(source, f"{key}.{name}", "a column cannot be this", _known(name, FIELDS))


def _check(source: str, made: Layout) -> None:
    given = {*made.columns, *made.values}
    if not {"visitor", "visitor_country"} & given:
        raise _wrong(source, "columns", "nobody comes", "Name the column of visitor, or of visitor_country")
    if not {"host", "host_country", "country"} & given:
        raise _wrong(source, "columns", "nobody is visited or met", "Name the column of host, host_country or country")
    for key, kind in {"kind": made.kind, **{f"kinds.{k}": v for k, v in made.kinds.items()}}.items():
        if kind not in KINDS:
            raise _wrong(source, key, f"a row is of no kind {kind!r}", f"Give one of {', '.join(KINDS)}")
    for word, direction in made.directions.items():
        if direction not in DIRECTIONS:
            problem, remedy = f"a row has no direction {direction!r}", f"Give one of {', '.join(DIRECTIONS)}"
            raise _wrong(source, f"directions.{word}", problem, remedy)
    if not all(c.isalnum() or c == "-" for c in made.slug) or not made.slug.isascii():
        raise _wrong(source, "slug", f"{made.slug!r} cannot begin an id", "Give letters, digits and hyphens")


def _known(name: str, among: Any) -> str:
    return f"{did_you_mean(nearest(name, list(among)))}There are {', '.join(among)}"


def _wrong(source: str, key: str, problem: str, remedy: str) -> BadLayout:
    return BadLayout(source, problem, remedy, place=key)
