"""Finding the time expressions of a text and reading them in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from communique.reading.times import amounts, dates, units, years
from communique.reading.times.context import Context, Direction, Found, Reading
from communique.reading.times.dateline import dateline
from communique.reading.times.edtf_values import Grain, span_edtf
from communique.reading.times.grammar import openings, rules_from
from communique.reading.times.lexicon import CLASSES
from communique.reading.times.tokens import SYMBOLS, Tokens, tokenise
from communique.records import Span, TimeMention

Reader = Callable[[Found, Context], Reading | None]
READERS: dict[str, Reader] = {
    "date": dates.read_date,
    "iso": dates.read_iso,
    "slash": dates.read_slash,
    "days": years.read_days,
    "weekday": dates.read_weekday,
    "season": years.read_season,
    "year": years.read_year,
    "decade": years.read_decade,
    "century": years.read_century,
    "holiday": dates.read_holiday,
    "unit": units.read_unit,
    "ending": units.read_ending,
    "quarter": units.read_quarter,
    "half": units.read_half,
    "period": units.read_period,
    "day": units.read_day,
    "daypart": units.read_daypart,
    "clock": units.read_clock,
    "monthday": dates.read_monthday,
    "ordinal": dates.read_ordinal,
    "ago": amounts.read_ago,
    "duration": amounts.read_duration,
    "each": amounts.read_each,
    "reference": amounts.read_reference,
}


def find_times(
    text: str,
    published: date | None,
    *,
    spans: Sequence[Span] | None = None,
    direction: Direction | None = None,
) -> tuple[TimeMention, ...]:
    """Return the time expressions of ``text`` in reading order.

    Args:
        text: English text; offsets of the mentions are code points into it.
        published: the day the report was published, or ``None`` where it is not known.
        spans: the stretches to read (no expression crosses their bounds); ``None``: all of it.
        direction: may say "past" or "future" for the clause that holds ``start``..``end``;
            where it says ``None``, or is not given, words around the expression decide.

    Without ``published`` a dateline or a line that is a date serves; where there is none,
    expressions told from the publication stay without ``edtf``. Raises nothing on any text.
    """
    stretches = [(0, len(text))] if spans is None else sorted((s.start, min(s.end, len(text))) for s in spans)
    parts = [tokenise(text, start, end) for start, end in stretches if start < end]
    if published is None:
        published = dateline(text)
    context = Context(published, direction, _is_narrative(parts, published), surname_may=_may_is_name(text))
    mentions: list[TimeMention] = []
    for tokens in parts:
        mentions.extend(_mentions(tokens, context))
    return tuple(mentions)


_DEICTIC = frozenset(
    SYMBOLS[word] for word in (*CLASSES["WDAY"].split(), "today", "yesterday", "tomorrow", "tonight", "recently")
)


def _is_narrative(parts: Sequence[Tokens], published: date | None) -> bool:
    """True where a text tells of years long past and hardly speaks from its own day."""
    if published is None:
        return False
    symbols = "".join(tokens.symbols for tokens in parts)
    if symbols.count(SYMBOLS["YEAR"]) < 10:
        return False
    told = [int(tokens.lower(i)) for tokens in parts for i, s in enumerate(tokens.symbols) if s == SYMBOLS["YEAR"]]
    past = sum(year < published.year - 2 for year in told)
    return past >= 10 and past > 8 * sum(symbol in _DEICTIC for symbol in symbols) and past > 0.6 * len(told)


def _may_is_name(text: str) -> bool:
    return re.search(r"\b(?:Theresa|Mrs\.?|Ms\.?|Minister|PM) May\b", text) is not None


def _mentions(tokens: Tokens, context: Context) -> Iterator[TimeMention]:
    for found, reading in _merged(list(_readings(tokens, context))):
        reading = _bounded(found, reading)
        yield TimeMention(
            found.start, found.end, tokens.text[found.start : found.end],
            reading.edtf, reading.type, reading.value, reading.mod,
        )  # fmt: skip


def _readings(tokens: Tokens, context: Context) -> Iterator[tuple[Found, Reading]]:
    """Yield every match with its reading: leftmost first, longest first, the next where a reader declines."""
    at = 0
    while (place := openings().search(tokens.symbols, at)) is not None:
        at = place.start()
        for found, kind, stop in _candidates(tokens, at):
            reading = READERS[kind](found, context)
            if reading is not None:
                if reading.point is not None:
                    context.note(reading.point, found)
                yield found, reading
                at = stop
                break
        else:
            at += 1


def _candidates(tokens: Tokens, at: int) -> list[tuple[Found, str, int]]:
    """The matches at token ``at``, and those where an expression begins that a rule there looks ahead to."""
    matches = _matches(tokens, at)
    for start in sorted({found.first for found, _, _ in matches} - {at}):
        matches.extend(_matches(tokens, start))
    return sorted(matches, key=lambda m: (-m[2], m[0].first))


def _matches(tokens: Tokens, at: int) -> list[tuple[Found, str, int]]:
    """The rules' matches at token ``at``, in the order of the table."""
    out = []
    for kind, pattern in rules_from(tokens.symbols[at]):
        match = pattern.match(tokens.symbols, at)
        if match is None:
            continue
        groups = {}
        for name, symbols in match.groupdict().items():
            if symbols:
                groups[name.rstrip("_")] = tuple(tokens.words(*match.span(name)))
        groups.pop("span", None)
        first, last = match.span("span") if "span" in pattern.groupindex else match.span()
        out.append((Found(tokens, first, last, groups), kind, last))
    return out


def _merged(readings: list[tuple[Found, Reading]]) -> list[tuple[Found, Reading]]:
    """Join a time of day with the date beside it, and a weekday with the date that explains it."""
    out: list[tuple[Found, Reading]] = []
    for found, reading in readings:
        joined = _join(out[-1], (found, reading)) if out else None
        if joined is None:
            out.append((found, reading))
        else:
            out[-1] = joined
    return out


def _join(left: tuple[Found, Reading], right: tuple[Found, Reading]) -> tuple[Found, Reading] | None:
    (a, first), (b, second) = left, right
    between = a.tokens.text[a.end : b.start]
    if a.tokens is not b.tokens or not re.fullmatch(r"\s*,?\s*(?:on|at|of)?\s*", between) or "\n\n" in between:
        return None
    clock = [r for f, r in (left, right) if r.type == "TIME" and r.value and _is_bare(f)]
    days = [r for r in (first, second) if r.type == "DATE" and r.point and r.point.grain is Grain.DAY]
    if len(clock) != 1 or len(days) != 1:
        return None
    day, time = days[0], (clock[0].value or "").partition("T")[2]
    whole = Found(a.tokens, a.first, b.last, {})
    return whole, Reading("TIME", f"{day.value}T{time}", day.edtf, clock[0].mod or day.mod, day.point)


def _is_bare(found: Found) -> bool:
    """True for a time of day that no day stands with yet: "10 p.m.", "the morning"."""
    if found.words("clock"):
        return True
    return (
        bool(found.words("half"))
        and not found.words("wd")
        and not found.words("day")
        and found.get("det") in ("", "the")
    )


_OPEN = re.compile(r"(?:as (?:early|soon) as|no (?:earlier|sooner) than|not before)$")
_ONWARD = re.compile(r"(?:onwards?\b|(?:and|or) (?:beyond|later|after)\b)")
_SHUT = re.compile(r"(?:by|until|till|before|no later than|as late as)$")


def _bounded(found: Found, reading: Reading) -> Reading:
    """Open an end where the words before ask for it: "as early as this fall", "by the end of the year"."""
    point = reading.point
    if point is None or reading.edtf is None or "/" in reading.edtf or found.after().startswith("'"):
        return reading
    before = found.before(3)
    if _OPEN.search(before) or _ONWARD.match(found.after(2)):
        return replace(reading, edtf=span_edtf(point, None), mod=reading.mod or "ON_OR_AFTER")
    if _SHUT.search(before):
        return replace(reading, edtf=span_edtf(None, point))
    return reading
