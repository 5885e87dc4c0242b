"""``communique events``: reports read, and what passed in them as rows of event data."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from communique.characters import json_text
from communique.commands.common import (
    addresses_option,
    budget_options,
    day_options,
    emit,
    expanded,
    from_feed_option,
    say,
    say_undated,
    usage,
    web_for,
)
from communique.commands.forms import CSV, JSON, JSONL, Form, printing
from communique.commands.options import (
    check_given,
    check_kinds,
    country_option,
    fallback_option,
    form_options,
    jobs_option,
    kind_option,
    quiet_option,
    since_option,
    status_option,
    undated_option,
    until_option,
)
from communique.commands.reading import run
from communique.commands.shown import Show

if TYPE_CHECKING:
    from communique.reading.asked import Window
    from communique.reading.budget import Budget
    from communique.records import Event, Record
    from communique.runs import Day


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which events are printed, and how many were not since their time is not told."""

    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    countries: frozenset[str]
    between: Window | None
    reported: bool
    undated: bool
    left: Counter[str] = field(default_factory=Counter)

    def events(self, record: Record) -> Iterator[Event]:
        """Yield the events of a record that are asked for."""
        from communique.reading.coding.events import events_of

        for event in events_of(record, reported=self.reported):
            if self._is_asked(event):
                if self._is_then(event):
                    yield event
                else:
                    self.left["undated"] += event.event_date is None

    def _is_asked(self, event: Event) -> bool:
        there = {event.source.country, event.target.country}
        return (
            (not self.kinds or event.kind in self.kinds)
            and (not self.statuses or event.status in self.statuses)
            and (not self.countries or bool(self.countries & there))
        )

    def _is_then(self, event: Event) -> bool:
        if self.between is None:
            return True
        if event.event_date is None:
            return self.undated
        told = event.time is not None
        first, last = (event.earliest, event.latest) if told else (event.event_date, event.event_date)
        return self.between.has_some_of(first, last)


@click.command()
@click.argument("sources", nargs=-1, metavar="PATH|ADDRESS|- ...")
@day_options
@form_options(CSV, JSON, JSONL)
@country_option
@kind_option
@status_option
@since_option
@until_option
@fallback_option
@undated_option
@jobs_option
@addresses_option
@from_feed_option
@quiet_option
@budget_options
def events(
    sources: tuple[str, ...],
    day: Day,
    form: Form,
    countries: tuple[str, ...],
    kinds: tuple[str, ...],
    statuses: tuple[str, ...],
    since: str | None,
    until: str | None,
    date_fallback: str | None,
    undated: bool,
    jobs: int | None,
    lists: tuple[str, ...],
    from_feed: bool,
    quiet: bool,
    budget: Budget,
) -> None:
    """Read reports and print event data: a row for each pair of actors of each engagement."""
    from communique.errors import BadDate, ModelError
    from communique.reading.asked import country_code, since_until
    from communique.runs import WorkerLost, read_all

    check_given({"countries": countries, "since": since, "until": until})
    check_kinds(kinds)
    codes = frozenset(map(country_code, countries))
    between = since_until(since, until)
    chosen = _Chosen(kinds, statuses, codes, between, date_fallback is not None, undated)
    try:
        files = expanded(sources, lists)
        with _writer(form, chosen) as show:
            records = read_all(files, day=day, jobs=jobs, budget=budget, web=web_for(files, from_feed), tell=say)
            code = run(records, show, len(files), quiet)
    except (BadDate, ModelError, WorkerLost) as error:
        usage(error)
    say_undated(chosen.left["undated"])
    sys.exit(code)


@contextmanager
def _writer(form: Form, chosen: _Chosen) -> Iterator[Show]:
    """Yield what writes a record's events that are asked for."""
    from communique.reading.coding.events import COLUMNS, csv_lines, csv_row
    from communique.records import as_json

    with printing(form.path, emit) as put:
        if form.name == CSV:
            put(csv_lines([COLUMNS]))

        def show(record: Record) -> None:
            for event in chosen.events(record):
                if form.name == CSV:
                    put(csv_lines([csv_row(event)]))
                else:
                    put(json_text(as_json(event), indent=1 if form.name == JSON else None) + "\n")

        yield show
