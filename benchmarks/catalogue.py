"""How long a catalogue of a user's own takes to load: first from YAML, then from the cache.

Run `python benchmarks/catalogue.py`. The catalogue is drawn from a fixed seed and written to a folder of its own, and so is the
cache. The aim is that the second load is at least 20 times as fast as the first.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path
from statistics import median

from visit.commands.cache import cached_catalogue
from visit.garbage import look_seldom
from visit.places import municipalities

OFFERS = 5_000
LATER_LOADS = 5
AIM = 20
SERVICES = ("SEL-85", "SEL-103-1", "SEL-104", "SEL-107-1", "SEL-108")
GROUPS = ("autism-spectrum", "attention-disorder", "intellectual-disability")
MORE_GROUPS = ("anxiety", "depression", "personality-disorder")


def main() -> None:
    """Print both times and their ratio."""
    look_seldom()  # as every command does
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        path = Path(folder) / "drawn.yaml"
        path.write_text(drawn(OFFERS), encoding="utf-8")
        print(f"{OFFERS:,} offers, {path.stat().st_size / 1e6:.1f} MB of YAML")
        first = seconds(path)
        second = median(seconds(path) for _ in range(LATER_LOADS))
    print(f"first {first:.2f} s   second {second:.3f} s   ratio {first / second:.0f} (aim {AIM})")


def seconds(path: Path) -> float:
    """Return how long one load takes."""
    start = time.perf_counter()
    cached_catalogue(path)
    return time.perf_counter() - start


def drawn(offers: int) -> str:
    """Return a catalogue as YAML, the same on every machine; an offer says about as much as one of those that ship."""
    chance = random.Random(2025)
    names = [one.name for one in municipalities()]
    lines = ["format: 1", "catalogue: drawn", "as_of: 2025-01-01", "offers:"]
    for number in range(offers):
        municipality = chance.choice(names)
        lines += [
            f"- id: offer-{number}",
            f"  name: Tilbud {number}",
            f"  operator: {{type: municipal, municipality: {municipality}}}",
            f"  place: {{lat: {chance.randint(5500, 5760) / 100}, lon: {chance.randint(820, 1050) / 100}}}",
            f"  specialisation: {{{chance.choice(GROUPS)}: {chance.randint(1, 3)}, {chance.choice(MORE_GROUPS)}: 2}}",
            "  ages: [18, null]",
            "  premises: [step_free, own_bathroom]",
            f"  agreements: [{', '.join(chance.sample(names, 3))}]",
            f'  source: {{ref: "Kommunens egen side om tilbuddet, blad {number}", as_of: 2025-01-01}}',
            "  estimated: [specialisation]",
            "  notes:",
            '    da: "Priserne er takster for hele døgnet. Hjælpen om natten gives af en vågen vagt, der dækker flere huse."',
            '    en: "Prices are rates for the whole day. Help at night is given by a waking guard shared by several houses."',
            "  services:",
        ]
        for service in chance.sample(SERVICES, chance.randint(1, 2)):
            lines += [f"  - provision: {service}", f"    price_dkk_per_day: {chance.randint(200, 4000)}"]
            lines += ["    staff: tied_day_and_night", "    covers: [practical_help]"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
