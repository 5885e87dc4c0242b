"""What a record says in short, in plain words: why it was read so, what people said of it, what its codes mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from communique.characters import json_text
from communique.ledger.judgements import Judgement, Verdict
from communique.reading.coding.codebook import meanings
from communique.reading.coding.dyads import directed
from communique.reading.coding.scores import goldstein
from communique.records import Plover

_Said = Callable[[re.Match[str]], str]


def _quoted(words: str) -> str:
    return ", ".join(f"“{word}”" for word in words.split(", "))


def _told(m: re.Match[str]) -> str:
    told = f"the model gives {_percent(m['told'])} that it is told at all"
    return f"{told}, and {_percent(m['sure'])} that it is {m['status']}" if m["status"] else told


def _percent(share: str) -> str:
    return f"{100 * float(share):.0f} %"


def _ruled(m: re.Match[str]) -> str:
    return f"the rules alone would say {m[1]}{f', by {_quoted(m[2])}' if m[2] else ''}"


_WHY: tuple[tuple[str, _Said], ...] = (
    (r"sense '(.*?)' of '(.*)'", lambda m: f"{_quoted(m[2])} was taken in the sense of “{m[1]}”"),
    (r"(\w+) by tense", lambda m: f"it is {m[1]} by the tense of the verb"),
    (r"(\w+) by the model", lambda m: f"it is {m[1]} by the model, which outweighs the rules"),
    (r"(\w+) by (.+)", lambda m: f"it is {m[1]} by {_quoted(m[2])}"),
    (r"model: told (?P<told>[\d.]+)(?:, (?P<status>\w+) (?P<sure>[\d.]+))?", _told),
    (r"grammar: (\w+) ([\d.]+)", lambda m: f"the grammar at the word gives {_percent(m[2])} that it is {m[1]}"),
    (r"rules: (\w+)(?: \((.*)\))?", _ruled),
    (r"model: (time|place) '(.*)'", lambda m: f"“{m[2]}” is its {m[1]} by the model"),
    (r"also '(.*)'", lambda m: f"“{m[1]}” tells it once more"),
    (r"time with '(.*)'", lambda m: f"its time is that of “{m[1]}”"),
    (r"its time is that of '(.*)'", lambda m: f"the time that stands near belongs to “{m[1]}”, so none is given"),
    (r"its time lies after the report", lambda m: "the time that stands near lies after the report, so none is given"),
    (r"day of '(.*)', told just before", lambda m: f"its day is that of “{m[1]}”, told just before"),
    (r"before '(.*)'", lambda m: f"it came before “{m[1]}”"),
    (r"place of the dateline", lambda m: "its place is that of the dateline"),
    (r"place of '(.*)'", lambda m: f"its place is that of “{m[1]}”"),
)  # fmt: skip
"""What the parts of ``why`` say (docs/explanation/engagements.md), the first that fits."""


def reasons(why: str) -> list[str]:
    """Return in plain words why something was read so, a clause each; what there are no words for stays as it is.

    >>> reasons("sense 'meet' of 'met'; held by tense; also 'talks'")[1:]
    ['it is held by the tense of the verb', '“talks” tells it once more']
    """
    return [_in_words(part) for part in why.split("; ") if part]


def _in_words(part: str) -> str:
    for form, said in _WHY:
        if match := re.fullmatch(form, part, re.DOTALL):
            return said(match)
    return part


_VERDICTS = {
    Verdict.ACCEPT: "accepted it",
    Verdict.REJECT: "rejected it",
    Verdict.UNSURE: "was unsure of it",
    Verdict.ADD: "added it",
    Verdict.UNDO: "undid a judgement",
    Verdict.SAMPLE: "drew it to be judged",
}


def verdict(judged: Judgement) -> str:
    """Return what a judgement says, in words that follow a name: "set the status to held"."""
    if judged.verdict is Verdict.AMEND:
        return f"set the {judged.field} to {_plain(judged.value)}"
    if judged.other is not None:
        what = "the same as" if judged.verdict is Verdict.SAME else "another than"
        return f"said that {judged.subject} is {what} {judged.other}"
    return _VERDICTS[judged.verdict]


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json_text(value)


def meaning(section: str, term: str | None) -> str | None:
    """Return what a word of a record means by the codebook; ``None`` where it has no such word."""
    return meanings().get(section, {}).get(term or "")


def codes(plover: Plover, cameo: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield the codes of an engagement: the scheme's part, the code, what it means."""
    if plover.type:
        yield "PLOVER type", plover.type, meaning("plover", plover.type)
    for name, code in (("mode", plover.mode), ("context", plover.context)):
        if code:
            yield f"PLOVER {name}", code, None
    yield "CAMEO", cameo, meaning("cameo", cameo[:2])
    if (score := goldstein(directed(cameo))) is not None:
        yield "Goldstein", f"{score:g}", "How far the act moves two sides together or apart, from 10 to −10"
