"""Make the list of Danish postcodes that ships: `python tools/make_postcodes.py` writes `visit/places/postcodes.json`.

Knows where the postcodes come from (the package countrystatecity-postal-codes) and which of their points are on land (the
package global-land-mask, a grid of about 1 km: a harbour front may count as sea). Neither is a dependency of visit; install both,
and numpy, first. Where a postcode stands is worked out in `visit.places.postcodes`; run `make compile` afterwards.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from make_towns import written

from visit.places.gazetteer import microdegrees
from visit.places.postcodes import POSTCODES

NOTICE = (
    "Postcodes from the countries-states-cities database (https://github.com/dr5hn/countries-states-cities-database), "
    "made available under the Open Database License 1.0 (https://opendatacommons.org/licenses/odbl/1-0/); so is this file"
)


def postcodes() -> dict[str, Any]:
    """Return each Danish postcode with its post-town, the middle of its area, and whether that is on land."""
    from global_land_mask import globe  # type: ignore[import-not-found, import-untyped, unused-ignore]

    source = files("countrystatecity_postal_codes") / "data" / "by-country" / "DK" / "postcodes.json"
    rows = [
        [
            row["code"],
            row["localityName"],
            microdegrees(row["latitude"]),
            microdegrees(row["longitude"]),
            bool(globe.is_land(row["latitude"], row["longitude"])),
        ]
        for row in json.loads(source.read_text("utf-8"))
    ]
    return {
        "notice": NOTICE,
        "changes": "selected to Denmark; degrees as whole micro-degrees; whether the middle of the area is on land is added",
        "package": f"countrystatecity-postal-codes {version('countrystatecity-postal-codes')}; "
        f"land by global-land-mask {version('global-land-mask')}",
        "columns": ["postcode", "post-town", "latitude", "longitude", "on land"],
        "postcodes": sorted(rows),
    }


if __name__ == "__main__":
    POSTCODES.write_text(written(postcodes()), "utf-8")
