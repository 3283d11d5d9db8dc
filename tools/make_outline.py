"""Make the outline of Denmark that ships: `python tools/make_outline.py countries-10m.json` writes `visit/pages/outline.json`.

The file is of the npm package `world-atlas` (`npm pack world-atlas@2.0.2`): Natural Earth's countries at 1:10 million, which are in
the public domain, as TopoJSON. Nothing of the package itself ships.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTLINE = Path(__file__).parent.parent / "visit" / "pages" / "outline.json"
DENMARK = "208"
NOTICE = (
    "Outline made with Natural Earth (https://www.naturalearthdata.com/), version 4.1.0, 1:10 million; public domain"
)


def outline(topology: Any) -> dict[str, Any]:
    """Return the content of outline.json: each ring of land as longitude, latitude, longitude, … in thousandths of a degree."""
    country = next(one for one in topology["objects"]["countries"]["geometries"] if one.get("id") == DENMARK)
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    rings = [_ring(topology, arcs) for polygon in polygons for arcs in polygon]
    return {
        "notice": NOTICE,
        "changes": "selected to Denmark; degrees as whole thousandths",
        "rings": sorted((ring for ring in rings if len(ring) >= 8), key=lambda ring: (-len(ring), ring)),
    }


def _ring(topology: Any, arcs: list[int]) -> list[int]:
    found: list[tuple[int, int]] = []
    for arc in arcs:
        for point in _points(topology, arc):
            if not found or found[-1] != point:
                found.append(point)
    return [number for point in found for number in point]


def _points(topology: Any, arc: int) -> list[tuple[int, int]]:
    """Return the points of an arc; one below 0 is another one backwards."""
    points = list(_decoded(topology, topology["arcs"][arc if arc >= 0 else ~arc]))
    return points if arc >= 0 else points[::-1]


def _decoded(topology: Any, deltas: list[list[int]]) -> Iterator[tuple[int, int]]:
    (east_scale, north_scale), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        yield round((x * east_scale + west) * 1000), round((y * north_scale + south) * 1000)


def written(document: dict[str, Any]) -> str:
    """Return the document as JSON text, one ring on a line."""
    rings = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in document["rings"])
    head = ",\n".join(f"{json.dumps(key)}: {json.dumps(document[key])}" for key in ("notice", "changes"))
    return f'{{\n{head},\n"rings": [\n{rings}\n]\n}}\n'


def main() -> None:
    """Write the file."""
    OUTLINE.write_text(written(outline(json.loads(Path(sys.argv[1]).read_text("utf-8")))), "utf-8")


if __name__ == "__main__":
    main()
