"""Frozen values as plain JSON types and back, and in a line for a notebook."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

__all__ = ["NOT_JSON", "as_json", "from_json", "short"]

_T = TypeVar("_T")


def short(value: object, *parts: str | None) -> str:
    """Return what is printed of a value that holds much: its type and what it is known by, a line at most."""
    shown = ", ".join(repr(str(p) if len(p) <= _SHOWN else p[: _SHOWN - 1] + "…") for p in parts if p)
    return f"{type(value).__name__}({shown})"


_SHOWN = 60
"""Characters of a part of what is printed of a value."""
NOT_JSON = {"json": False}
"""Metadata of a field that says what others do already: it is not in the JSON of a record."""


_PLAIN = frozenset({str, int, float, bool, type(None)})


def as_json(value: Any) -> Any:
    """Return ``value`` (a record type, or a tuple, mapping or scalar) as plain JSON types."""
    kind: type = type(value)
    if kind in _PLAIN:
        return value
    if names := _told_of(kind):
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [as_json(v) for v in value]
    if isinstance(value, StrEnum):
        return value.value
    return value


@cache
def _told_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a record type that are in its JSON; none of what is no record type."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(f.name for f in dataclasses.fields(kind) if f.metadata != NOT_JSON)


def from_json(kind: type[_T], value: Any) -> _T:
    """Return the ``kind`` (a record type) that :func:`as_json` gave as ``value``, in this version or an older one.

    A type that has changed says how, by a function ``of_older`` from plain JSON to plain JSON.

    Raises:
        ValueError: if a key is missing or a value is none of its field's; the message names the field.
    """
    if not isinstance(value, dict):
        raise ValueError(f"{kind.__name__} must be an object, not {value!r}")
    of_older = getattr(kind, "of_older", None)
    value = value if of_older is None else of_older(value)
    given: dict[str, Any] = {}
    for name, needed, decode in _fields(kind):  # type: ignore[arg-type]
        if name in value:
            try:
                given[name] = decode(value[name])
            except (TypeError, ValueError) as error:
                raise ValueError(f"{name}: {error}") from None
        elif needed:
            raise ValueError(f"{kind.__name__} has no {name!r}")
    return kind(**given)


_Decoder = Callable[[Any], Any]


@cache
def _fields(kind: type) -> tuple[tuple[str, bool, _Decoder], ...]:
    """The fields of a record type: name, whether it has no default, and what decodes it."""
    missing = dataclasses.MISSING
    hints = get_type_hints(kind)
    return tuple(
        (f.name, f.default is missing and f.default_factory is missing, _decoder(hints[f.name]))
        for f in dataclasses.fields(kind)
    )


def _decoder(hint: Any) -> _Decoder:
    """Return what makes a plain JSON value the type that a field declares."""
    if hint is Any:
        return lambda value: value
    if get_origin(hint) is UnionType:
        inner = _decoder(next(t for t in get_args(hint) if t is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(hint) is tuple:
        return _tuple_decoder(get_args(hint))
    if dataclasses.is_dataclass(hint):
        return partial(from_json, cast("type[Any]", hint))
    if issubclass(hint, StrEnum):
        return cast("_Decoder", hint)
    return partial(_scalar, hint)


def _tuple_decoder(kinds: tuple[Any, ...]) -> _Decoder:
    if kinds[-1] is ...:
        each = _decoder(kinds[0])
        return lambda values: tuple(map(each, values))
    decoders = tuple(map(_decoder, kinds))
    return lambda values: tuple(d(v) for d, v in zip(decoders, values, strict=True))


def _scalar(hint: type, value: Any) -> Any:
    if hint is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, hint):
        raise TypeError(f"{value!r} is no {hint.__name__}")
    return value
