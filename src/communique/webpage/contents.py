"""What the template of a record prints, taken from the record's JSON: ids that are links, names for ids, marks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from communique.links import web_address
from communique.webpage.runs import Mark, paragraphs

_TOWARDS = ("recipient", "host")
Plain = Mapping[str, Any]


def contents(record: Plain) -> dict[str, Any]:
    """Return what the template prints of a record's JSON."""
    report = record["report"]
    ids = _Ids(record)
    return {
        "top": ids.prefix,
        "report": report,
        "link": web_address(report["url"]),
        "facts": [report[name] for name in ("publisher", "byline", "dateline") if report.get(name)],
        "warnings": record["warnings"],
        "paragraphs": list(paragraphs(report["text"], _marks(record, ids))),
        "engagements_found": [_engagement(e, ids) for e in record["engagements"]],
        "statements": [_statement(s, ids) for s in record["statements"]],
        "actors_found": [
            {**a, "to": ids.to[a["id"]], "at": ids.at[a["id"]] if a["mentions"] else None} for a in record["actors"]
        ],
    }


class _Ids:
    """Ids that hold on a page of several records: where each thing is listed (``to``), and where it stands (``at``)."""

    def __init__(self, record: Plain) -> None:
        self.prefix = "r" + hashlib.sha256(record["report"]["id"].encode("utf-8", "replace")).hexdigest()[:10]
        self.names = {a["id"]: a["name"] for a in record["actors"]}
        self.kinds = {e["id"]: f"{e['status']} {e['kind']}" for e in record["engagements"]}
        self.to: dict[str, str] = {}
        self.at: dict[str, str] = {}
        for letter, part in (("a", "actors"), ("e", "engagements"), ("s", "statements")):
            for number, item in enumerate(record[part], 1):
                self.to[item["id"]] = f"{self.prefix}-{letter}{number}"
                self.at[item["id"]] = f"{self.prefix}-{letter}{number}-at"

    def actor(self, id: str, **more: str) -> dict[str, Any]:
        """An actor as it is named: its name, and the id of its place in the list."""
        return {"name": self.names.get(id, id), "to": self.to.get(id), "part": None, "stance": None, **more}

    def engagement(self, id: str, stance: str | None = None) -> dict[str, Any]:
        """An engagement as it is named."""
        return {"name": f"{id} {self.kinds.get(id, '')}".strip(), "to": self.to.get(id), "stance": stance}

    def pieces(self, id: str, evidence: Sequence[Plain]) -> list[dict[str, Any]]:
        """Pieces of text with the id of each one's place: the first has that of the whole."""
        return [{**piece, "at": f"{self.at[id]}{n or ''}"} for n, piece in enumerate(evidence)]


def _engagement(e: Plain, ids: _Ids) -> dict[str, Any]:
    parties = [ids.actor(p["actor"], part=p["part"]) for p in e["participants"]]
    return {
        **e,
        "to": ids.to[e["id"]],
        "from_": [p for p in parties if p["part"] not in _TOWARDS],
        "towards": [p for p in parties if p["part"] in _TOWARDS],
        "speaks": ids.actor(e["voice"]) if e["voice"] else None,
        "of": [ids.engagement(other) for other in e["about"]],
        "pieces": ids.pieces(e["id"], e["evidence"]),
        "whole": e["sentence"],
    }


def _statement(s: Plain, ids: _Ids) -> dict[str, Any]:
    return {
        **s,
        "to": ids.to[s["id"]],
        "by": ids.actor(s["speaker"]) if s["speaker"] else None,
        "hearer": ids.actor(s["addressee"]) if s["addressee"] else None,
        "pieces": ids.pieces(s["id"], s["content"]),
        "of": [ids.engagement(x["engagement"], x["stance"]) for x in s["about"]],
        "whom": [ids.actor(x["actor"], stance=x["stance"]) for x in s["toward"]],
    }


def _marks(record: Plain, ids: _Ids) -> Iterator[Mark]:
    """Every stretch of the text that something was read from."""
    for e in record["engagements"]:
        says = f"engagement {e['id']}: {e['status']} {e['kind']}"
        yield from _signed("engagement", e["id"], ids.pieces(e["id"], e["evidence"]), says, ids)
    for s in record["statements"]:
        speaker = ids.names.get(s["speaker"], "an unknown speaker")
        yield from _signed("said", s["id"], ids.pieces(s["id"], s["content"]), f"{s['id']}: said by {speaker}", ids)
        for kind in ("source", "cue"):
            if s[kind]:
                yield Mark(s[kind]["start"], s[kind]["end"], kind, ids.to[s["id"]])
    for a in record["actors"]:
        for number, m in enumerate(sorted(a["mentions"], key=lambda m: (m["start"], m["end"]))):
            yield Mark(m["start"], m["end"], "actor", ids.to[a["id"]], at=None if number else ids.at[a["id"]])


def _signed(kind: str, id: str, pieces: Sequence[Plain], says: str, ids: _Ids) -> Iterator[Mark]:
    """The pieces of an engagement or a statement, each with its sign."""
    for piece in pieces:
        yield Mark(piece["start"], piece["end"], kind, ids.to[id], id, piece["at"], says)
