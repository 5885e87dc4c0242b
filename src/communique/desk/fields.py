"""The fields of an engagement, an actor or a report in a form: what is shown in it, and what was changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from communique.desk.problems import Refused
from communique.ledger.views import Entry, LedgerActor, ReportRef
from communique.records import Part

FIELDS = ("kind", "status", "time", "place", "parties")
ACTOR_FIELDS = ("name", "kind", "country", "wikidata")
REPORT_FIELDS = ("title", "publisher", "published")
_NONE = ("time", "place", "country", "wikidata", *REPORT_FIELDS)
"""Fields that an empty input makes none."""
_ROWS = 40


def values_of(thing: Entry | LedgerActor | ReportRef) -> dict[str, Any]:
    """Return what a form shows of a thing, by field: texts, and of participants their id, name and part."""
    if not isinstance(thing, Entry):
        names = ACTOR_FIELDS if isinstance(thing, LedgerActor) else REPORT_FIELDS
        return {name: getattr(thing, name) or "" for name in names}
    parties = [{"actor": p.actor.id, "name": p.actor.name, "part": p.part.value} for p in thing.parties]
    place = thing.place.name if thing.place else ""
    return {"kind": thing.kind, "status": thing.status.value, "time": thing.time or "", "place": place,
            "parties": parties}  # fmt: skip


def changed(form: FormData) -> dict[str, Any]:
    """Return the fields that a form sets otherwise than it showed them."""
    was = shown_in(form)
    found: dict[str, Any] = {}
    for name in next((names for names in (ACTOR_FIELDS, REPORT_FIELDS) if names[0] in was), FIELDS[:-1]):
        if name in form and text_in(form, name) != was.get(name):
            found[name] = text_in(form, name) or (None if name in _NONE else "")
    parties = _parties(form)
    before = [(p.get("actor"), p.get("part")) for p in was.get("parties", ())]
    if "parties" in was and [(p["actor"], p["part"]) for p in parties] != before:
        found["parties"] = parties
    return found


def shown_in(form: FormData) -> dict[str, Any]:
    """Return what the form showed of the thing when it was filled in."""
    try:
        was = json.loads(text_in(form, "was") or "{}")
    except (ValueError, RecursionError):
        was = None
    parties = was.get("parties", []) if isinstance(was, dict) else None
    if not isinstance(parties, list) or not all(isinstance(p, dict) for p in parties):
        raise Refused(422, "BadJudgement", "the form does not say what it showed", "Open the page anew, and fill it in")
    return dict(was)


def _parties(form: FormData) -> list[dict[str, str]]:
    """The participants in a form: by id where the name is as it was shown, else by the name that was typed."""
    found = []
    for n in range(_ROWS):
        name, was = text_in(form, f"party-{n}"), text_in(form, f"party-was-{n}")
        if name:
            actor = text_in(form, f"party-id-{n}") if name == was else name
            found.append({"actor": actor or name, "part": text_in(form, f"part-{n}") or Part.ATTENDEE.value})
    return found


def given_in(form: FormData) -> dict[str, Any]:
    """Return what was typed into a form, to be shown in it again."""
    names = {p["actor"]: p["name"] for p in shown_in(form).get("parties", ()) if {"actor", "name"} <= set(p)}
    parties = [{**p, "name": names.get(p["actor"], p["actor"])} for p in _parties(form)]
    return {**{name: text_in(form, name) for name in FIELDS[:-1]}, "parties": parties}


def text_in(form: Mapping[str, Any], name: str) -> str:
    """Return what a field of a form says, as one line; empty where it is not there."""
    value = form.get(name)
    return " ".join(value.split("\r\n")).strip() if isinstance(value, str) else ""
