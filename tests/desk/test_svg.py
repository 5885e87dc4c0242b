"""Where things stand in drawings: axes, lanes, weeks, bars, the map and the network."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from math import cos, radians

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from communique.desk.svg.days import Axis, axis_of
from communique.desk.svg.force import placed
from communique.desk.svg.globe import HEIGHT, WIDTH, projected
from communique.desk.svg.lanes import lanes
from communique.desk.svg.maps import world
from communique.desk.svg.months import BARS, CALLED, bars, tone
from communique.desk.svg.net import net
from communique.desk.svg.spans import spans
from communique.desk.svg.timeline import HEAD, LANE, lanes_of, timeline
from communique.desk.svg.weeks import bounds, weeks
from communique.ledger.days import Group, Told
from communique.ledger.marks import Mark
from communique.ledger.series import Month, Tone
from communique.ledger.spots import Spot
from communique.ledger.views import Office
from communique.reading.known.extent import Extent, extent
from communique.records import Place, Status
from tests.readings import ROOT

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
OUTLINES = ROOT / "src" / "communique" / "desk" / "static" / "world.svg"


def mark(
    id: str, time: str | None, first: str | None, last: str | None, day: str, status: Status = Status.HELD
) -> Mark:
    """A mark of nobody."""
    return Mark(id, "meeting", status, (), "040", time, first, last, day)


@given(DAYS, DAYS)
def test_words_under_an_axis(one: date, other: date) -> None:
    """Lie on it, in order, so far apart that each can be read; and there is one at least where it is long."""
    axis = Axis(min(one, other), max(one, other), 0, 1000)
    xs = [tick.x for tick in axis.ticks()]
    assert all(0 <= x <= 1000 for x in xs)
    assert all(b - a > 40 for a, b in pairwise(xs))
    assert xs or axis.days > 62


@given(st.lists(DAYS, min_size=1))
def test_days_on_an_axis(days: list[date]) -> None:
    """Are in their order, the earlier to the left, none at the very end."""
    axis = axis_of(days, 10, 990)
    assert axis is not None
    xs = [axis.x(day) for day in sorted(days)]
    assert xs == sorted(xs) and xs[0] > 10 and axis.end(max(days)) < 990


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_time(day: date) -> None:
    """There is no day before the first and none after the last."""
    assert axis_of([day], 0, 100)


SPANS = st.lists(st.tuples(st.floats(0, 900), st.floats(1, 90)).map(lambda x: (x[0], x[0] + x[1])), max_size=40)


@given(SPANS)
def test_no_two_in_a_lane_touch(found: list[tuple[float, float]]) -> None:
    """And no lane is left empty beneath one."""
    of = lanes_of(found)
    for lane in set(of):
        own = sorted(span for span, n in zip(found, of, strict=True) if n == lane)
        assert all(a[1] < b[0] for a, b in pairwise(own))
    assert set(of) == set(range(len(set(of))))


def test_timeline() -> None:
    """A day is a sign, a month a bar as long, no time a sign at the report's day; what has no day is set apart."""
    drawn = timeline([
        mark("day", "2018-08-06", "2018-08-06", "2018-08-06", "2018-08-06"),
        mark("same", "2018-08-06", "2018-08-06", "2018-08-06", "2018-08-06", Status.DENIED),
        mark("month", "2018-09", "2018-09-01", "2018-09-30", "2018-09-01"),
        mark("open", "../2018-10", None, "2018-10-31", "2018-10-31"),
        mark("untold", None, None, None, "2018-11-02"),
        mark("nowhere", None, None, None, ""),
    ])  # fmt: skip
    at = {point.mark.id: point for point in drawn.points}
    assert [x.id for x in drawn.adrift] == ["nowhere"] and len(at) == 5
    assert at["day"].x == at["same"].x and abs(at["day"].y - at["same"].y) == LANE
    assert at["month"].length > 5 * LANE and not at["day"].length and not at["open"].length
    assert at["untold"].undated and not at["month"].undated
    assert at["day"].x < at["month"].start < at["open"].x < at["untold"].x
    assert drawn.base == HEAD + 2 * LANE
    assert timeline([]).points == ()


def test_bars() -> None:
    """As high as they count, one above the other; a month without any is no bar; many years are put together."""
    drawn = bars([Month("2018-01", Status.HELD, 3), Month("2018-01", Status.ONGOING, 1),
                  Month("2018-01", Status.DENIED, 4), Month("2018-03", Status.PLANNED, 2)])  # fmt: skip
    assert drawn is not None and drawn.most == 8
    assert [(x.fill, x.count) for x in drawn.bars] == [("held", 4), ("cancelled", 4), ("planned", 2)]
    below, above, planned = drawn.bars
    assert below.y + below.height == pytest.approx(BARS, abs=0.2)
    assert above.y + above.height == pytest.approx(below.y, abs=0.2)
    assert planned.height == pytest.approx(below.height / 2, abs=0.2) and planned.x > above.x
    assert {x.period: dict(zip(CALLED, x.counts, strict=True)) for x in drawn.rows}["2018-01"]["cancelled"] == 4
    years = bars([Month(f"{year}-0{month}", Status.HELD, 1) for year in (1950, 2020) for month in (1, 2)])
    assert years is not None and years.by_year and [x.count for x in years.bars] == [2, 2]
    assert bars([]) is None


def test_tone() -> None:
    """The kinder the higher, the more there are the larger."""
    drawn = tone([Tone("2018-01", -5.0, 1), Tone("2018-02", 8.0, 9)])
    assert drawn is not None
    war, help = drawn.dots
    assert war.y > help.y and war.x < help.x and war.size < help.size
    assert drawn.lines[0][0] < help.y < drawn.lines[1][0] < war.y < drawn.lines[2][0]
    assert tone([]) is None


def test_spans() -> None:
    """From the first to the last day of an office; one without days is in no drawing."""
    now = Office("minister", None, "LVA", False, "2015-01-01", "2018-01-01")
    was = Office("chair", "Committee", "LVA", True, "2018-01-01", "2018-01-01")
    drawn = spans([was, now, Office("envoy", None, None, False, None, None)])
    assert drawn is not None and [x.office for x in drawn.spans] == [now, was]
    assert drawn.spans[0].width > 50 * drawn.spans[1].width / 10 and drawn.spans[1].y > drawn.spans[0].y
    assert drawn.spans[1].ends and drawn.spans[1].words <= drawn.width
    assert spans([]) is None


LASTING = st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 40)), max_size=12)


@given(LASTING)
def test_weeks(lasting: list[tuple[int, int]]) -> None:
    """Every lane fills its week; a bar is on the days it lasts, all that the weeks have, and only on those."""
    first, last = bounds(2018, 8)
    marks = []
    for n, (start, length) in enumerate(lasting):
        a, b = (first + timedelta(start)).isoformat(), (first + timedelta(start + length)).isoformat()
        marks.append(mark(str(n), f"{a}/{b}", a, b, a))
    month = weeks([Group(m.day, Told.LONGER, (m,), 1) for m in marks], first, last)
    drawn: dict[str, list[date]] = {}
    for week in month.weeks:
        for lane in week.lanes:
            assert sum(bar.days for bar in lane) == 7
            day = week.cells[0].day
            for bar in lane:
                if bar.mark:
                    drawn.setdefault(bar.mark.id, []).extend(day + timedelta(n) for n in range(bar.days))
                day += timedelta(bar.days)
    shown = [cell.day for week in month.weeks for cell in week.cells]
    for m in marks:
        assert drawn.get(m.id, []) == [day for day in shown if m.earliest <= day.isoformat() <= m.latest]  # type: ignore[operator]
    assert month.count == len(marks) and month.longer == ()


@pytest.mark.parametrize(("year", "month"), [(1000, 1), (9998, 12), (2024, 2)])
def test_first_and_last_months(year: int, month: int) -> None:
    """Where weeks would reach beyond the days there are, they still are all of the month's."""
    first, last = bounds(year, month)
    of = [cell.day for week in weeks([], first, last).weeks for cell in week.cells if cell.is_of_month]
    assert of == [first + timedelta(n) for n in range((last - first).days + 1)]


@given(st.floats(-85, 85), st.floats(-175, 175))
def test_equal_areas(lat: float, lon: float) -> None:
    """A small piece of the globe is as large on the map as it is there, wherever it lies; and it is on the map."""
    size = 4.0
    corners = [projected(lat + a, lon + b) for a, b in ((0, 0), (0, size), (size, size), (size, 0))]
    area = abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*corners, corners[0]]))) / 2
    on_globe = size * radians(1) * (np.sin(radians(lat + size)) - np.sin(radians(lat)))
    scale = (WIDTH / 2 / 2.7066299836960748) ** 2
    assert area == pytest.approx(on_globe * scale * 1, rel=0.08, abs=1.5)
    assert all(-1 <= x <= WIDTH + 40 and -1 <= y <= HEIGHT + 1 for x, y in corners)
    assert cos(radians(lat)) > 0


def inside(point: tuple[float, float], rings: list[list[tuple[float, float]]]) -> bool:
    """Whether a point lies in an area, by how often a ray from it crosses the edge."""
    x, y = point
    crossed = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


def rings_of(path: str) -> list[list[tuple[float, float]]]:
    """The rings of a path that goes from point to point."""
    found = []
    for ring in path.strip("Mz").split("zM"):
        start, _, steps = ring.partition("l")
        numbers = [[float(x) for x in re.findall(r"-?[\d.]+", part)] for part in (start, steps)]
        x, y = numbers[0]
        points = [(x, y)]
        for dx, dy in zip(numbers[1][::2], numbers[1][1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [("CHE", 46.95, 7.45), ("RUS", 55.75, 37.6), ("RUS", 66.3, -172.0), ("BRA", -15.8, -47.9), ("USA", 39.8, -98.6),
     ("NZL", -43.5, 172.0), ("ZAF", -26.0, 28.0), ("XKX", 42.6, 21.0), ("GRL", 72.0, -40.0), ("ATA", -80.0, 90.0)],
)  # fmt: skip
def test_outlines(code: str, lat: float, lon: float) -> None:
    """A place is within the outline of its country, also beyond the 180th meridian, and within no other."""
    paths = etree.parse(str(OUTLINES)).iter("{http://www.w3.org/2000/svg}path")
    at = [x.get("id") for x in paths if inside(projected(lat, lon), rings_of(str(x.get("d"))))]
    assert at == [code]


def test_no_outline_runs_across_the_map() -> None:
    """None is drawn from one edge to the other, as one that crosses the 180th meridian would be if it were not cut."""
    for path in etree.parse(str(OUTLINES)).iter("{http://www.w3.org/2000/svg}path"):
        for ring in rings_of(str(path.get("d"))):
            assert path.get("id") == "ATA" or all(abs(a[0] - b[0]) < 60 for a, b in pairwise(ring))


def test_world() -> None:
    """Each as exactly as it is known, and what cannot be drawn by why."""
    places = [
        Place("Riga", "LVA", 56.95, 24.11, 456172), Place("Latvia", "LVA", 57.0, 25.0),
        Place("Crimea", "UKR", 45.3, 34.4),
        Place("Arctic", None, 85.0, 0.0), Place("Malta", "MLT", 35.9, 14.4), Place("a hall", "LVA"),
    ]  # fmt: skip
    drawn = world([*(Spot(x, 2) for x in places), Spot(None, 5)])
    assert [(x.place.name, x.is_region) for x in drawn.pins] == [("Crimea", True), ("Riga", False)]
    assert [(x.code, x.count, x.all) for x in drawn.areas] == [("LVA", 2, 6)]
    assert [x.place.name for x in drawn.absent] == ["Arctic", "Malta", "a hall"]
    assert len({x.why for x in drawn.absent}) == 3
    assert (drawn.on_it, drawn.nowhere) == (6, 5)


def test_circles_by_area() -> None:
    """Four times as many are twice as wide."""
    one, other = Place("Riga", "LVA", 56.95, 24.11), Place("Lima", "PER", -12.0, -77.0)
    large, small = world([Spot(one, 40), Spot(other, 10)]).pins
    assert large.size == pytest.approx(2 * small.size)


@pytest.mark.parametrize(
    ("place", "how_far"),
    [(Place("New York", "USA", 40.7, -74.0, 5128581), Extent.TOWN), (Place("New York", "USA"), Extent.REGION),
     (Place("Georgia", "GEO"), Extent.COUNTRY), (Place("Georgia", "USA"), Extent.REGION),
     (Place("Europe", None), Extent.WIDE), (Place("somewhere", "FRA"), Extent.TOWN)],
)  # fmt: skip
def test_extent(place: Place, how_far: Extent) -> None:
    """By its name, its country and what it is in GeoNames."""
    assert extent(place) is how_far


EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 99)).filter(lambda x: x[0] != x[1]))


@settings(max_examples=10)
@given(EDGES)
def test_the_same_network_looks_the_same(edges: list[tuple[int, int, int]]) -> None:
    """Every node has its place, within the drawing, and always the same."""
    one, other = placed(10, edges), placed(10, edges)
    assert np.array_equal(one, other) and np.isfinite(one).all() and np.abs(one).max() <= 1 + 1e-9
    assert len({tuple(x) for x in np.round(one, 6)}) == 10


@pytest.mark.parametrize("number", [0, 1, 2])
def test_small_networks(number: int) -> None:
    """Of nobody, of one, of two."""
    assert placed(number, []).shape == (number, 2)
    assert net([], 5).nodes == ()


def test_no_lanes() -> None:
    """Of no promise there is nothing to draw, and it is no fault."""
    drawn = lanes([], date(2018, 1, 1))
    assert drawn.lanes == () and drawn.ticks == ()
