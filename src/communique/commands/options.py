"""Groups of options, so that a word means the same in every command that has it.

A group is a decorator: the command receives its options as one value (``query``, ``page``, ``form``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.commands.common import refused, usage
from communique.commands.forms import CSV, JSON, JSONL, TABLE, Form
from communique.nearest import did_you_mean, nearest
from communique.records import Force, StatementKind, Status

if TYPE_CHECKING:
    from communique.ledger.queries import Query
    from communique.ledger.sayings import SaidQuery

_F = TypeVar("_F", bound=Callable[..., Any])
_Q = TypeVar("_Q", "Query", "SaidQuery")
Option = Callable[[Any], Any]


class Choice(click.Choice):  # type: ignore[type-arg,unused-ignore]  # generic from click 8.2 on
    """A choice of words that asks, of one it does not know, which was meant."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is wrong, what may have been meant, and what there is."""
        like = did_you_mean(nearest(str(value), map(str, self.choices)))
        return f"{value!r} is none of these. {like}Give one of {', '.join(map(str, self.choices))}."


_SINGULAR = {"countries": "country", "sources": "source", "publishers": "publisher"}
"""Options whose values are received under another name."""
_RELATIONS = ("before", "during", "overlaps", "after")
since_option = click.option(
    "--since", metavar="EDTF", help="Some day of it is in or after this: 2018-08-06, 2018-08, 2018."
)
until_option = click.option("--until", metavar="EDTF", help="Some day of it is in or before this.")
country_option = click.option(
    "--country", "countries", multiple=True, metavar="COUNTRY", help="Takes part, any of these: Russia, RUS or RU."
)
kind_option = click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only these kinds: meeting, visit, ..."
)
status_option = click.option(
    "--status", "statuses", multiple=True, type=Choice([x.value for x in Status]), help="Only these."
)
fallback_option = click.option(
    "--date-fallback", type=Choice(["reported"]),
    help="Where no time is told, take the day of the first report for it.",
)  # fmt: skip
undated_option = click.option(
    "--undated", is_flag=True, help="Where a time is asked for: also what is told without one."
)
_REPORT_OPTIONS = (
    click.option(
        "--source", "sources", multiple=True, metavar="NAME",
        help="In a report of this publisher or site, any of these: Reuters, bbc.co.uk.",
    ),
    click.option(
        "--publisher", "publishers", multiple=True, metavar="NAME",
        help="In a report of this publisher, any of these, by its whole name.",
    ),
    click.option("--report-day", metavar="EDTF", help="In a report of this day, month, season, year or interval."),
)  # fmt: skip
_QUERY_OPTIONS = (
    click.option("--actor", metavar="NAME", help="Takes part: an id, a name or a part of it, or a country (RUS)."),
    click.option("--dyad", nargs=2, metavar="NAME NAME", help="Both take part."),
    click.option("--from", "acting", metavar="NAME", help="Who acts: likewise."),
    click.option("--to", metavar="NAME", help="At whom it is directed, or who hosts: likewise."),
    click.option("--body", metavar="NAME", help="A body that takes part, or somebody who holds an office in it."),
    country_option,
    kind_option,
    status_option,
    click.option("--time", metavar="EDTF", help="A day, month, season, year or interval: 2018-08, 2018-23, 2018/2020."),
    click.option(
        "--relation", type=Choice(_RELATIONS), default="overlaps",
        show_default=True, help="How an entry's time stands to --time.",
    ),
    since_option,
    until_option,
    fallback_option,
    undated_option,
    click.option(
        "--day", metavar="EDTF", help="The day it stands under: the first of its time, else that of its first report."
    ),
    click.option("--place", metavar="NAME", help="Where: a name, or a country (RUS)."),
    *_REPORT_OPTIONS,
    click.option(
        "--voice", "voices", multiple=True, type=Choice(["reporter", "quoted"]),
        help="Told by a reporter, or only in words of others.",
    ),
    click.option("--confidence-from", type=click.FloatRange(0, 1), help="Of at least this confidence: 0.8."),
    click.option("--confidence-to", type=click.FloatRange(0, 1), help="Of at most this confidence."),
    click.option("--disputed", is_flag=True, help="Only where reports contradict each other."),
    click.option(
        "--review", "reviews", multiple=True, type=Choice(["none", "accepted", "rejected", "unsure"]),
        help="What people said of it, any of these.",
    ),
    click.option("--rejected", is_flag=True, help="Also what people rejected."),
)  # fmt: skip
_ORDER = click.option(
    "--order", type=Choice(["day", "confidence", "added"]), default="day", show_default=True,
    help="By day, by confidence (lowest first), or by when it was added (last first).",
)  # fmt: skip
_SAID_OPTIONS = (
    click.option(
        "--by", "--from", metavar="NAME", help="Who says it: an id, a name or a part of it, or a country (RUS)."
    ),
    click.option("--to", metavar="NAME", help="To whom: likewise."),
    click.option(
        "--about", metavar="NAME|ID", help="Of whom the words speak: likewise; or the id of an engagement (E-...)."
    ),
    country_option,
    click.option("--kind", "kinds", multiple=True, type=Choice(list(map(str, StatementKind))), help="Only these."),
    click.option("--force", "forces", multiple=True, type=Choice(list(map(str, Force))), help="Only these."),
    click.option("--time", metavar="EDTF", help="Day of the report: 2018-08-06, 2018-08, 2018-23, 2018/2020."),
    click.option(
        "--relation", type=Choice(_RELATIONS), default="overlaps",
        show_default=True, help="How the day stands to --time.",
    ),
    since_option,
    until_option,
    *_REPORT_OPTIONS,
)  # fmt: skip
output_option = click.option(
    "--output", "-o", "path", type=click.Path(dir_okay=False, path_type=Path), help="A file (default: standard output)."
)
desk_option = click.option(
    "--desk", metavar="ADDRESS", help="Links lead to the pages of a desk at this address: http://127.0.0.1:8420."
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes to read with (default: as many as there are processors; one for standard input).",
)
port_option = click.option(
    "--port", type=click.IntRange(0, 65_535), default=8420, show_default=True, help="Of the desk; 0 for any free one."
)
quiet_option = click.option("--quiet", is_flag=True, help="No progress bar.")


def _name_of(option: Option) -> str:
    """The name under which a command receives an option."""
    found: str = option(lambda: None).__click_params__[0].name
    return found


def _group(options: Collection[Option], made: Callable[[Mapping[str, Any]], Any], called: str) -> Callable[[_F], _F]:
    """Return a decorator that gives a command options, which it receives as one value."""
    names = [_name_of(option) for option in options]

    def decorate(command: _F) -> _F:
        @functools.wraps(command)
        def run(*args: Any, **kwargs: Any) -> Any:
            given = {name: kwargs.pop(name) for name in names}
            return command(*args, **{called: made(given)}, **kwargs)

        for option in reversed(list(options)):
            run = option(run)
        return run  # type: ignore[return-value]

    return decorate


def _query(given: Mapping[str, Any]) -> Query:
    from communique.ledger.order import Order
    from communique.ledger.queries import Query
    from communique.ledger.views import Review, Voice
    from communique.ledger.when import Relation

    check_given(given, by="from", acting="from")
    check_kinds(given["kinds"])
    rest = {name: value for name, value in given.items() if name not in ("date_fallback", "acting")}
    rest["by"] = given["acting"]
    rest["statuses"] = tuple(Status(x) for x in given["statuses"])
    rest["relation"] = Relation(given["relation"])
    rest["reported"] = given["date_fallback"] is not None
    rest["dyad"] = given["dyad"] or None
    rest["order"] = Order(given.get("order", "day"))
    rest["voices"] = tuple(Voice(x) for x in given["voices"])
    rest["reviews"] = tuple(Review(x) for x in given.get("reviews", ()))
    return Query(**rest)


def _said_query(given: Mapping[str, Any]) -> SaidQuery:
    from communique.ledger.sayings import SaidQuery
    from communique.ledger.when import Relation

    check_given(given)
    words = {
        "kinds": tuple(StatementKind(x) for x in given["kinds"]),
        "forces": tuple(Force(x) for x in given["forces"]),
        "relation": Relation(given["relation"]),
    }
    return SaidQuery(**{**given, **words})


def check_given(given: Mapping[str, Any], **names: str) -> None:
    """End with a message where an option is given and says nothing, or is no time or country."""
    from communique.reading.asked import country_code, since_until

    for name, value in given.items():
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        if any(isinstance(x, str) and not x.strip() for x in texts):
            option = {**_SINGULAR, **names}.get(name, name)
            usage(ValueError(f"--{option.replace('_', '-')} is empty. Give it a value, or leave it out"))
    with refused():
        since_until(given.get("since"), given.get("until"))
        for country in given.get("countries", ()):
            country_code(country)


def check_kinds(kinds: Collection[str]) -> None:
    """End with a message where a kind is none that can be read."""
    from communique.reading.asked import checked_kind

    with refused():
        for kind in kinds:
            checked_kind(kind)


query_options = _group(_QUERY_OPTIONS, _query, "query")
"""Give a command the options of a query; it receives them as one ``query``."""
sorted_options = _group([*_QUERY_OPTIONS, _ORDER], _query, "query")
"""The same, and in which order what is found comes."""
sample_options = _group([o for o in _QUERY_OPTIONS if _name_of(o) != "rejected"], _query, "query")
"""The same where what people rejected is always looked at."""
said_options = _group(_SAID_OPTIONS, _said_query, "query")
"""Give a command the options of a query of statements; it receives them as one ``query``."""


@dataclass(frozen=True, slots=True)
class Page:
    """How much of an answer is asked for; ``given`` is the limit: 0 for all, ``None`` where none was given."""

    newest_first: bool = False
    given: int | None = None
    offset: int = 0

    def limit(self, most: int | None) -> int | None:
        """Return the limit, ``most`` where none was given; ``None`` for all."""
        return most if self.given is None else self.given or None

    def of(self, query: _Q, most: int | None) -> _Q:
        """Return the query for this page of it, of ``most`` where no limit was given."""
        return replace(query, newest_first=self.newest_first, limit=self.limit(most), offset=self.offset)

    def cut(self, found: list[Any], most: int | None) -> list[Any]:
        """Return this page of a list that is all there."""
        limit = self.limit(most)
        ordered = found[::-1] if self.newest_first else found
        return ordered[self.offset : None if limit is None else self.offset + limit]


def page_options(shown: str) -> Callable[[_F], _F]:
    """Give a command the options of a page; it receives them as one ``page``. ``shown`` says how much it is else."""
    options = (
        click.option("--newest", "newest_first", is_flag=True, help="The latest first."),
        click.option(
            "--limit", "given", type=click.IntRange(0), show_default=shown, help="At most so many; 0 for all."
        ),
        click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many at the beginning."),
    )
    return _group(options, lambda given: Page(**given), "page")


def form_options(*forms: str) -> Callable[[_F], _F]:
    """Give a command the options of the form that it prints in, the first where none is given, as one ``form``."""
    options = [
        click.option(
            "--format", "format_", type=Choice(forms), show_default=forms[0],
            help="A table for people, JSON indented, JSON Lines, ..." if TABLE in forms else "The form.",
        ),
        click.option("--json", "as_lines", is_flag=True, help="The same as --format jsonl: JSON, a line each."),
        click.option("--csv", "as_csv", is_flag=True, help="The same as --format csv."),
        output_option,
    ]  # fmt: skip
    return _group([o for o in options if CSV in forms or _name_of(o) != "as_csv"], lambda g: _form(g, forms), "form")


ANSWERS = (TABLE, CSV, JSON, JSONL)
"""The forms of an answer of the ledger."""


def _form(given: Mapping[str, Any], forms: Collection[str]) -> Form:
    named = {"--format": given["format_"], "--json": given["as_lines"] and JSONL, "--csv": given.get("as_csv") and CSV}
    asked = {option: name for option, name in named.items() if name}
    if len(set(asked.values())) > 1:
        usage(ValueError(f"{' and '.join(asked)} are two forms. Give one of them"))
    form = Form(next(iter(asked.values()), next(iter(forms))), given["path"])
    if form.is_table and form.path is not None:
        *others, last = (name for name in forms if name != TABLE)
        usage(ValueError(f"--output: a table is for the terminal. Give --format {', '.join(others)} or {last} with it"))
    return form
