"""Tables of visits and meetings: their rows, what their columns mean, and the record of each row."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from communique.errors import BadLayout, BadRecord, IntakeError
from communique.intake import Report
from communique.intake.rows.cells import files_of, read_rows
from communique.intake.rows.layout import Layout, layout_of, preset, presets, read_layout
from communique.intake.rows.report import is_row, report_of
from communique.reading.rows.people import country_in, people_in
from communique.reading.rows.record import read_row
from communique.records import Part, Record, Status, part_at
from communique.runs import Read, read_again

LAYOUT: dict[str, Any] = {
    "name": "Journeys of Heads of Government",
    "slug": "journeys",
    "columns": {
        "visitor": "who",
        "visitor_country": "from",
        "country": "to",
        "place": "town",
        "first": "begins",
        "last": "ends",
        "remarks": "notes",
    },
}
HEAD = "who,from,to,town,begins,ends,notes\n"
MERKEL = "Chancellor Angela Merkel,Germany,France,Paris,2018-01-19,2018-01-19,Working visit\n"
TRIP = """<trips><trip><id>7</id><role>secretary</role><name>Hillary Rodham Clinton</name>
<start-date>2010-06-09</start-date><end-date>2010-06-10</end-date><country id="barbados">Barbados</country>
<locale>Bridgetown</locale><remarks>Met with Prime Minister Thompson.</remarks><edited/></trip></trips>"""


def layout(**other: Any) -> Layout:
    """The layout of the tests with other keys."""
    return layout_of({**LAYOUT, **other}, "layout.toml")


def rows_of(path: Path, how: Layout) -> list[Report | IntakeError]:
    """The rows of a table as reports, or the errors."""
    found: list[Report | IntakeError] = []
    for row in read_rows(str(path), how):
        try:
            found.append(row if isinstance(row, IntakeError) else report_of(row, how))
        except IntakeError as error:
            found.append(error)
    return found


def table(folder: Path, *lines: str, name: str = "journeys.csv") -> Path:
    """A table of CSV in a file."""
    path = folder / name
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path


def record_of(path: Path, how: Layout) -> Record:
    """The record of a table's first row."""
    report = rows_of(path, how)[0]
    assert isinstance(report, Report), report
    return read_row(report)


def test_row_is_an_account_whose_evidence_is_the_row(tmp_path: Path) -> None:
    """Guest, host, days and town come from the columns; all evidence stands in the text, which knows its columns."""
    record = record_of(table(tmp_path, MERKEL), layout())
    told = record.engagements[0]
    names = {actor.id: (actor.name, actor.country) for actor in record.actors}
    assert [(names[p.actor], p.part) for p in told.participants] == [
        (("Angela Merkel", "DEU"), Part.GUEST),
        (("France", "FRA"), Part.HOST),
    ]
    assert (told.kind, told.status, told.confidence) == ("visit", Status.HELD, 1.0)
    assert told.time is not None and told.time.edtf == "2018-01-19"
    assert told.place is not None and (told.place.name, told.place.country) == ("Paris", "FRA")
    assert "visitor from column 'who'" in told.why
    text = record.report.text
    spans = [*told.evidence, *(r.evidence for a in record.actors for r in a.roles)]
    assert [text[e.start : e.end] for e in spans] == [e.quote for e in spans]
    at = next(a for a in record.actors if a.name == "Angela Merkel").mentions[0]
    assert text[at.start : at.end] == "Angela Merkel"
    assert part_at(record.report.parts, at.start) == "journeys.csv, row 2, column 'who'"
    assert "SHA-256" in str(part_at(record.report.parts, 0))


def test_a_bad_row_stops_no_other(tmp_path: Path) -> None:
    """Each bad row is named by row and column, and those around it are read."""
    path = table(
        tmp_path,
        MERKEL,
        "President Macron,France,Germany,Berlin,2018-02-31,,\n",
        "President Macron,France,Germany,Berlin,2018-04-20,2018-04-19,\n",
        "President Macron,France,Germany,Berlin,2018-04-19,2018-04-19,,,beyond\n",
        "\n",
        MERKEL.replace("19", "20"),
    )
    found = rows_of(path, layout())
    assert [x.place if isinstance(x, BadRecord) else type(x).__name__ for x in found] == [
        "Report",
        "row 3, column 'begins'",
        "row 4, column 'ends'",
        "row 5",
        "Report",
    ]


@pytest.mark.parametrize(
    ("other", "place", "says"),
    [
        ({"colums": {}}, "colums", "Did you mean columns"),
        ({"slug": ""}, "slug", "not given"),
        ({"columns": {"visitr": "who"}}, "columns.visitr", "Did you mean visitor"),
        ({"columns": {"visitor": "who"}}, "columns", "nobody is visited"),
        ({"columns": {"country": "to"}}, "columns", "nobody comes"),
        ({"kind": "journey"}, "kind", "no kind 'journey'"),
        ({"kinds": {"tour": "tour"}}, "kinds.tour", "no kind 'tour'"),
        ({"directions": {"in": "inwards"}}, "directions.in", "no direction 'inwards'"),
        ({"header": 0}, "header", "is no row"),
        ({"days": 3}, "days", "is no text"),
        ({"slug": "a/b"}, "slug", "cannot begin an id"),
    ],
)
def test_bad_layouts_name_the_key(other: dict[str, Any], place: str, says: str) -> None:
    """A layout that is wrong says which key, and what to give."""
    with pytest.raises(BadLayout, match=says) as caught:
        layout(**other)
    assert caught.value.place == place


def test_layout_of_another_table(tmp_path: Path) -> None:
    """A column that the table does not have is named, with those that it has."""
    path = tmp_path / "other.csv"
    path.write_text("name;from;to\nA;B;C\n", "utf-8")
    with pytest.raises(BadLayout, match=r"row 1: 'who' is no column.*name, from, to"):
        rows_of(path, layout())


def test_layout_in_a_file(tmp_path: Path) -> None:
    """A layout is read from TOML; what is no TOML is told."""
    path = tmp_path / "layout.toml"
    path.write_text('name = "N"\nslug = "n"\n[columns]\nvisitor = "a"\nhost = "b"\n', "utf-8")
    assert read_layout(str(path)).columns == {"visitor": "a", "host": "b"}
    path.write_text("name =", "utf-8")
    with pytest.raises(BadLayout, match="no TOML"):
        read_layout(str(path))


def test_shipped_layouts_are_good() -> None:
    """Each layout that is shipped can be read, and says its citation, and its licence where one is told."""
    assert presets() == ["colt", "diplomatic-outreach", "us-travels", "us-visits"]
    assert all(preset(name).citation for name in presets())
    assert [name for name in presets() if not preset(name).licence] == ["colt", "diplomatic-outreach"]
    with pytest.raises(BadLayout, match="Did you mean us-visits"):
        preset("us-visit")


def test_kinds_days_and_hosts_of_a_table_of_meetings(tmp_path: Path) -> None:
    """Words for kinds and forms of days are as the layout says; in a meeting both sides attend."""
    path = tmp_path / "meetings.csv"
    path.write_text("a,b,ca,cb,what,day\nKing Abdullah II,President Putin,Jordan,Russia,Gipfel,15/02/2018\n", "utf-8")
    columns = {
        "visitor": "a",
        "host": "b",
        "visitor_country": "ca",
        "host_country": "cb",
        "kind": "what",
        "first": "day",
    }
    how = layout(columns=columns, kinds={"gipfel": "summit"}, days="%d/%m/%Y")
    told = record_of(path, how).engagements[0]
    assert (told.kind, [(p.name, p.part) for p in told.participants]) == (
        "summit",
        [("Abdullah II", Part.ATTENDEE), ("Putin", Part.ATTENDEE)],
    )
    assert told.time is not None and told.time.edtf == "2018-02-15"
    bad = rows_of(path, layout(columns=columns, days="%d/%m/%Y"))[0]
    assert isinstance(bad, BadRecord) and bad.place == "row 2, column 'what'"


OUTREACH = "direction,country,partner,start_date,end_date,level\n"


def test_direction_of_a_row_says_who_comes(tmp_path: Path) -> None:
    """Of rows of one table some go and some come; each is a visit to the country that receives, and says by what."""
    path = tmp_path / "outreach.csv"
    rows = ["Outgoing,Ethiopia,Eritrea,08/07/2018,09/07/2018,1", "inbound,Ethiopia,Eritrea,2018-07-14,2018-07-16,1"]
    path.write_text(OUTREACH + "\n".join(rows) + "\nboth,Sudan,Egypt,,,2\n,Sudan,Egypt,,,2\n", "utf-8")
    found = rows_of(path, preset("diplomatic-outreach"))
    records = [read_row(x) for x in found if isinstance(x, Report)]
    told = [
        [(p.name, p.part) for p in record.engagements[0].participants] + [record.engagements[0].place.country]
        for record in records
        if record.engagements[0].place
    ]
    assert told == [
        [("Ethiopia", Part.GUEST), ("Eritrea", Part.HOST), "ERI"],
        [("Eritrea", Part.GUEST), ("Ethiopia", Part.HOST), "ETH"],
    ]
    assert "visitor_country from column 'partner'" in records[1].engagements[0].why
    assert [x.info.title for x in found if isinstance(x, Report)][1] == "Eritrea, Ethiopia, 2018-07-14"
    assert [x.place for x in found if isinstance(x, BadRecord)] == [
        "row 4, column 'direction'",
        "row 5, column 'direction'",
    ]
    assert "'both'" in str(found[2]) and "it is empty" in str(found[3])


def test_direction_turns_persons_and_what_holds_for_every_row(tmp_path: Path) -> None:
    """Names, offices and what the layout says of all rows change places; where it was is what it was."""
    path = tmp_path / "turned.csv"
    path.write_text("way,who,post,whom,town\nin,Anna Berg,minister,Ben Cole,Oslo\n", "utf-8")
    columns = {"direction": "way", "visitor": "who", "office": "post", "host": "whom", "place": "town"}
    how = layout(columns=columns, values={"visitor_country": "Norway", "host_country": "France"},
                 directions={"In": "incoming"}, offices={"minister": "Foreign Minister"})  # fmt: skip
    record = record_of(path, how)
    told = record.engagements[0]
    assert [(p.name, p.part) for p in told.participants] == [("Ben Cole", Part.GUEST), ("Anna Berg", Part.HOST)]
    assert [(a.name, a.country, [r.title for r in a.roles]) for a in record.actors] == [
        ("Ben Cole", "FRA", []),
        ("Anna Berg", "NOR", ["Foreign Minister"]),
    ]
    assert told.place is not None and (told.place.name, told.place.country) == ("Oslo", "NOR")


def test_a_column_that_is_two_fields(tmp_path: Path) -> None:
    """One column can say both whom and where."""
    columns = {"visitor": "who", "visitor_country": "from", "host_country": "to", "country": "to"}
    told = record_of(table(tmp_path, MERKEL), layout(columns=columns)).engagements[0]
    assert [p.name for p in told.participants] == ["Angela Merkel", "France"]
    assert told.place is not None and told.place.country == "FRA"


def test_other_columns_than_those_of_the_layout() -> None:
    """A field's column can be named anew or taken away; what is left is a layout, or said to be none."""
    other = preset("colt").with_columns({"first": "Start", "place": ""}, "--column")
    assert (other.columns["first"], other.columns["last"], "place" in other.columns) == ("Start", "TripEndDate", False)
    assert other.citation == preset("colt").citation
    for columns, place in (({"frist": "x"}, "columns.frist"), ({"country": ""}, "columns")):
        with pytest.raises(BadLayout) as caught:
            preset("colt").with_columns(columns, "--column")
        assert caught.value.place == place


def test_xml_of_the_historian(tmp_path: Path) -> None:
    """An element is a row; empty cells are none; what holds for all rows stands in the text as the layout's."""
    path = tmp_path / "trips.xml"
    path.write_text(TRIP, "utf-8")
    record = record_of(path, preset("us-travels"))
    person = next(a for a in record.actors if a.kind.value == "person")
    assert (person.name, person.country, [r.title for r in person.roles]) == (
        "Hillary Rodham Clinton",
        "USA",
        ["Secretary of State"],
    )
    assert record.report.id == "us-travels-7"
    assert record.report.text.endswith("visitor_country: United States") and "edited" not in record.report.text
    place = record.engagements[0].place
    assert place is not None and (place.name, place.country) == ("Bridgetown", "BRB")


def test_trips_of_colt(tmp_path: Path) -> None:
    """Its columns as its file has them; a day as CSV writes it or as workbooks give it; an organisation has no code."""
    path = tmp_path / "colt.csv"
    names = "TripID,LeaderCountryOrIGO,LeaderCountryISO,LeaderTitle,LeaderFullName,CountryVisited,CityVisited"
    path.write_text(
        f"{names},TripStartDate,TripEndDate,TripDuration\n"
        "1-NOR-KEN-1,Norway,NOR,Prime Minister,Jens Stoltenberg,Kenya,Nairobi,3/2/2009,03/04/2009,3\n"
        "1-NOR-FRA-2,Norway,NOR,Prime Minister,Jens Stoltenberg,France,Paris,2009-05-02,2009-05-02,TBD\n"
        "9-AU-KEN-1,African Union,,Chairperson of the Commission,Jean Ping,Kenya,,1/2/2009,1/2/2009,1\n"
        "1-NOR-FRA-3,Norway,NOR,Prime Minister,Jens Stoltenberg,France,Paris,TBD,TBD,TBD\n",
        "utf-8",
    )
    *rows, bad = rows_of(path, preset("colt"))
    found = [read_row(row) for row in rows if isinstance(row, Report)]
    times = [told.time.edtf if (told := record.engagements[0]).time else None for record in found]
    assert times == ["2009-03-02/2009-03-04", "2009-05-02", "2009-01-02"]
    first = found[0]
    assert (first.report.id, first.actors[0].name, first.actors[0].country) == (
        "colt-1-NOR-KEN-1",
        "Jens Stoltenberg",
        "NOR",
    )
    assert [r.title for r in first.actors[0].roles] == ["Prime Minister"]
    assert first.engagements[0].place is not None and first.engagements[0].place.name == "Nairobi"
    assert found[2].actors[0].country is None and "African Union" in found[2].warnings[0]
    assert isinstance(bad, BadRecord) and bad.place == "row 5, column 'TripStartDate'"


def test_entities_of_xml_are_not_followed(tmp_path: Path) -> None:
    """A file that names another file's contents as its own does not get them."""
    (tmp_path / "secret.txt").write_text("Angela Merkel", "utf-8")
    path = tmp_path / "trips.xml"
    head = f'<!DOCTYPE trips [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    path.write_text(head + TRIP.replace("Hillary Rodham Clinton", "&x;"), "utf-8")
    report = rows_of(path, preset("us-travels"))[0]
    assert isinstance(report, Report) and "Merkel" not in report.info.text


def test_workbooks(tmp_path: Path) -> None:
    """Of a workbook, the sheet and the row are named; days are days."""
    pytest.importorskip("python_calamine")
    path = tmp_path / "journeys.xlsx"
    _write_workbook(path, [HEAD.strip().split(","), [*MERKEL.split(",")[:4], "43119", "43119", "x"]])
    report = rows_of(path, layout())[0]
    assert isinstance(report, Report), report
    assert report.info.published == "2018-01-19"
    assert report.info.parts[0].name.startswith("journeys.xlsx, sheet 'Visits', row 2 ")
    with pytest.raises(BadLayout, match="there is no sheet 'Trips'"):
        rows_of(path, layout(sheet="Trips"))


def _write_workbook(path: Path, lines: list[list[str]]) -> None:
    """Write the least workbook that there can be; whole numbers are days."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(
        "<row>"
        + "".join(
            f'<c s="1"><v>{x}</v></c>' if x.isdigit() else f'<c t="inlineStr"><is><t>{x}</t></is></c>' for x in line
        )
        + "</row>"
        for line in lines
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Visits" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)


def test_people_of_a_cell() -> None:
    """Several persons stand in one cell only where each has a title; what follows a comma else is the name's."""
    found = {
        cell: [(p.title, p.name) for p in people_in(cell)]
        for cell in (
            "King Abdullah and Crown Prince Hussein",
            "President Benigno S. Aquino, 3rd",
            "Pope",
            "Antony Blinken",
        )
    }
    assert list(found.values()) == [
        [("King", "Abdullah"), ("Crown Prince", "Hussein")],
        [("President", "Benigno S. Aquino, 3rd")],
        [(None, "Pope")],
        [(None, "Antony Blinken")],
    ]


def test_countries_of_cells() -> None:
    """Names turned round, with former ones in brackets, or as the layout says; else none is guessed."""
    forms = ("China, People’s Republic of", "United Kingdom (Wales)", "Cote d’Ivoire", "Hawaii", "Korea")
    assert [country_in(x, {"Korea": "KOR"}) for x in forms] == ["CHN", "GBR", "CIV", None, "KOR"]


def test_towns_of_states_that_are_no_more(tmp_path: Path) -> None:
    """Moscow in the Soviet Union is where Moscow is, and of the country that the row names."""
    row = "President Nixon,United States,Soviet Union,Moscow,1972-05-22,1972-05-29,\n"
    place = record_of(table(tmp_path, row), layout()).engagements[0].place
    assert place is not None and (place.country, round(place.lat or 0)) == ("SUN", 56)


def test_a_row_is_read_again_as_a_row(tmp_path: Path) -> None:
    """A new reading of what is in the ledger reads a row by its columns, not as what somebody wrote."""
    report = rows_of(table(tmp_path, MERKEL), layout())[0]
    assert isinstance(report, Report) and is_row(report)
    (found,) = read_again([report])
    assert isinstance(found, Read) and found.record == read_row(report)


def test_files_of_a_folder(tmp_path: Path) -> None:
    """Of a folder, all tables below it are read, in the order of their names."""
    (tmp_path / "b").mkdir()
    for name in ("b/2.csv", "1.xml", "notes.md"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [Path(x).name for x in files_of(str(tmp_path))] == ["1.xml", "2.csv"]
    with pytest.raises(IntakeError, match="no such file"):
        files_of(str(tmp_path / "none"))
