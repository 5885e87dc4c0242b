"""Remarks of rows: read as notes about the row's person, with evidence in the remarks as they stand."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.remarks import GOLD, OFFICIAL, reports
from communique.intake import Report, report_from_text
from communique.intake.rows.cells import Row
from communique.intake.rows.layout import Layout, layout_of
from communique.intake.rows.report import report_of
from communique.reading.page.tree import Tree
from communique.reading.read import analysed
from communique.reading.rows.record import read_row
from communique.reading.rows.subjects import companions, missing
from communique.records import Engagement, Record, Status

LAYOUT = layout_of(
    {
        "name": "Journeys",
        "slug": "journeys",
        "columns": {x: x for x in ("visitor", "office", "country", "place", "first", "last", "remarks")},
        "values": {"visitor_country": "Norway"},
    },
    "journeys.toml",
)
CELLS = {
    "visitor": "Jonas Gahr Støre",
    "country": "Kenya",
    "place": "Nairobi",
    "first": "2009-03-02",
    "last": "2009-03-04",
}


def row(remarks: str, layout: Layout = LAYOUT, **cells: str) -> Report:
    """A row with remarks."""
    given = {**CELLS, **cells, "remarks": remarks}
    return report_of(Row("journeys.csv", "0" * 64, "", 2, tuple(given.items())), layout)


def told(record: Record) -> list[tuple[str, list[str]]]:
    """What remarks tell: the kind, and the names of those who take part."""
    return [(e.kind, [p.name for p in e.participants]) for e in record.engagements[1:]]


def country(record: Record, name: str) -> str | None:
    """The country of who is called so."""
    return next(a.country for a in record.actors if a.name == name)


def met(remarks: str, **cells: str) -> tuple[Record, Engagement]:
    """The record of a row, and the one meeting that its remarks tell."""
    record = read_row(row(remarks, **cells))
    (found,) = record.engagements[1:]
    return record, found


def test_who_is_met_is_read_dated_and_placed_by_the_row() -> None:
    """The row's person met them, in its days and town; they hold offices of the country that is visited."""
    record, meeting = met("Met with President Kibaki and Foreign Minister Wetangula.")
    assert (meeting.kind, meeting.status) == ("meeting", Status.HELD)
    assert [p.name for p in meeting.participants] == ["Jonas Gahr Støre", "Kibaki", "Wetangula"]
    assert meeting.participants[0].actor == record.engagements[0].participants[0].actor
    assert meeting.time is not None and meeting.time.edtf == "2009-03-02/2009-03-04"
    assert meeting.place is not None and meeting.place.name == "Nairobi"
    assert [country(record, x) for x in ("Kibaki", "Wetangula")] == ["KEN", "KEN"]
    assert meeting.why.startswith("remark in a row: sense 'meet'")


def test_evidence_is_what_the_remarks_say_and_nothing_else() -> None:
    """What was read before their words is not in it; the person of the row is named in the cell."""
    record, meeting = met("Met with President Kibaki.")
    text = record.report.text
    assert [e.quote for e in meeting.evidence] == ["Met with President Kibaki"]
    spans = [*meeting.evidence, *(r.evidence for a in record.actors for r in a.roles)]
    assert [text[e.start : e.end] for e in spans] == [e.quote for e in spans]
    mentions = [text[m.start : m.end] for a in record.actors for m in a.mentions]
    assert mentions.count("Jonas Gahr Støre") == 1 and "Kibaki" in " ".join(mentions)
    assert meeting.sentence == "Met with President Kibaki."


def test_characters_without_width_in_remarks_are_passed_over() -> None:
    """A soft hyphen in a name is in the evidence, and not in the name."""
    _, meeting = met("Met with President Ki\u00adbaki.")
    assert meeting.evidence[0].quote == "Met with President Ki\u00adbaki"
    assert meeting.participants[1].name == "Kibaki"


def test_days_in_remarks_win_over_the_rows() -> None:
    """A day that the remarks give is that of the meeting."""
    _, meeting = met("Working visit. Met with President Kibaki on March 3.")
    assert meeting.time is not None and meeting.time.edtf == "2009-03-03"


def test_a_meeting_is_in_the_rows_country() -> None:
    """Where somebody was on the way to is not where they met; a town of the country visited is."""
    for remarks, town in (("en route to Kampala", "Nairobi"), ("in Mombasa", "Mombasa")):
        _, meeting = met(f"Met with President Kibaki {remarks}.")
        assert meeting.place is not None and (meeting.place.name, meeting.place.country) == (town, "KEN")


def test_officials_of_others_keep_their_countries() -> None:
    """Where others meet too, an office without a country is not taken for one of the country visited."""
    record, _ = met("Met with President Kikwete of Tanzania and Prime Minister Odinga.")
    assert (country(record, "Kikwete"), country(record, "Odinga")) == ("TZA", None)
    record = read_row(row("Attended the summit of the African Union and met with President Kibaki."))
    assert country(record, "Kibaki") is None


def test_who_comes_along_is_of_the_guests_country() -> None:
    """Whoever is accompanied is no host."""
    record = read_row(row("Accompanied Prime Minister Stoltenberg to a meeting with President Kibaki."))
    assert (country(record, "Stoltenberg"), country(record, "Kibaki")) == ("NOR", "KEN")


def test_a_visit_of_the_remarks_is_the_rows() -> None:
    """The visit that the row itself is, is not told twice; one elsewhere is another."""
    assert told(read_row(row("Official visit; also visited Mombasa."))) == []
    assert ("visit", ["Jonas Gahr Støre", "Uganda"]) in told(read_row(row("Afterwards visited Uganda.")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("President Kibaki", "religious leaders"),
        ("Kenyan Prime Minister Raila Odinga", "Kenyan Minister of Foreign Affairs Moses Wetangula"),
    ],
)
def test_another_meeting_is_another(one: str, other: str) -> None:
    """ "Also met with" tells of others, and takes nobody away from those before."""
    found = told(read_row(row(f"Met with {one}. Also met with {other}.")))
    assert [(kind, names[0]) for kind, names in found] == [("meeting", "Jonas Gahr Støre")] * 2
    assert [one.endswith(found[0][1][1]), other.endswith(found[1][1][1])] == [True, True]


def test_remarks_of_a_row_without_a_name() -> None:
    """Where only a country comes, no subject is read into the remarks; who is told in full is read."""
    layout = layout_of(
        {
            **LAYOUT.as_json(),
            "columns": {"visitor_country": "visitor", "country": "country", "remarks": "remarks"},
            "values": {},
        },
        "x",
    )
    record = read_row(row("President Kibaki met with King Harald V of Norway.", layout, visitor="Norway"))
    assert told(record) == [("meeting", ["Kibaki", "Harald V"])]


@pytest.mark.parametrize(
    ("notes", "before"),
    [
        ("Met with the King.", ["Met"]),
        ("Also met with the King; visited Bath.", ["Also", "visited"]),
        ("State visit; met with the King.", ["met"]),
        ("In June, led a delegation to Bath.", ["led"]),
        ("As minister, had met with the King in Bath.", ["had"]),
        ("Audience with the Pope.", ["Audience"]),
        ("The King met with the Pope.", []),
        ("Invited by the King.", []),
        ("Working visit.", []),
        ("Vacation in Bath.", []),
    ],
)
def test_subjects_that_notes_leave_out(notes: str, before: list[str]) -> None:
    """A past verb without a subject takes the declared one, and so does an encounter named alone."""
    doc = analysed(report_from_text(notes))
    assert [doc.words[gap.word] for gap in missing(Tree(doc))] == before


def test_companions() -> None:
    """Whom somebody accompanied came along; by whom they were accompanied is another matter."""
    words = "Klein accompanied President Braun and Minister Roth to Bath. He was accompanied by his wife."
    tree = Tree(analysed(report_from_text(words)))
    assert [tree.words[i] for i in companions(tree)] == ["Braun", "Roth"]


def test_marked_remarks_are_sound() -> None:
    """Each row is marked once, and its partners do not overlap."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert len({r["row"] for r in rows}) == len(rows) == 150
    for marked in rows:
        spans = sorted((a, b) for key in ("named", "others", "company") for a, b in marked.get(key, ()))
        assert all(a < b for a, b in spans) and all(b <= c for (_, b), (c, _) in pairwise(spans))


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the tables of the historian are not here")
def test_marked_remarks_stand_in_the_tables() -> None:
    """Every mark lies within its remark and begins with a word."""
    texts = {r.info.id: r.info.text[at.start : at.end] for r, at in reports(Path(OFFICIAL))}
    for line in GOLD.read_text("utf-8").splitlines():
        marked = json.loads(line)
        for start, end in marked["named"] + marked["others"]:
            assert texts[marked["row"]][start].isalnum() and end <= len(texts[marked["row"]])
