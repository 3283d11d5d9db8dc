"""`visit compare` of a guideline with six edits, over drawn citizens: CPU and memory, beside the same one by one.

Run `python -m benchmarks.compare [CITIZENS [ONE_BY_ONE]]`. The citizens are drawn from the profile of Ikast-Brande by a seed; of
`ONE_BY_ONE` of them each answer is held against that of the way without NumPy. 0 leaves that out.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import cast

from visit.case import case_of
from visit.catalogue import shipped_catalogue
from visit.errors import Location
from visit.garbage import look_seldom
from visit.lab import blocks
from visit.lab.answers import Answerer
from visit.lab.attributing import Attributing
from visit.lab.bases import named_basis
from visit.lab.comparing import impact_of
from visit.lab.impact import Impact
from visit.lab.members import Member
from visit.population.drawing import Drawing
from visit.population.profile import load_profile
from visit.reading.source import Document, PlainValue

NAME, SEED = "ikast-brande", 7
EDITS = (
    ("complexity_low_support_need: {value: 1,", "complexity_low_support_need: {value: 2,"),
    ("fast_track_min_triggers: {value: 2,", "fast_track_min_triggers: {value: 4,"),
    ("fast_start_days: {value: 14,", "fast_start_days: {value: 30,"),
    ("distance_cost_km: {value: 30,", "distance_cost_km: {value: 20,"),
    ("reasonable_price_percent: {value: 110,", "reasonable_price_percent: {value: 120,"),
    ("low-complexity\n    gate: policy\n    strength: presumption", "low-complexity\n    gate: policy\n    strength: must"),
    ('version: "2021.5"\ncorrects: "2021.4"', 'version: "2027.1"\ndraft: true'),
)  # fmt: skip
"""Six edits, and the heading that goes with them."""
MOST_ANSWERS = 10_000_000


def citizens(count: int) -> Iterator[Member]:
    """Yield so many drawn citizens."""
    profile = load_profile(NAME, municipality=None)
    drawing = Drawing(profile, profile.drawn_from(profile.bounds([])), SEED)
    for one in drawing.citizens(count):
        yield Member(case_of(Document("drawn", cast("PlainValue", one))), Location("drawn"))


def edited(folder: str, edits: int = len(EDITS) - 1) -> str:
    """Write the guideline with so many of the edits, and return where it is."""
    text = (Path(__file__).parent.parent / f"visit/guidelines/{NAME}.yaml").read_text("utf-8")
    for before, after in (*EDITS[:edits], EDITS[-1]):
        if before not in text:
            raise SystemExit(f"not in the guideline: {before}")
        text = text.replace(before, after)
    path = Path(folder) / f"edited-{edits}.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def compared(count: int, file: str) -> Impact:
    """Compare so many, print what it takes, and return what it gives."""
    offers = shipped_catalogue()
    old, new = (Answerer(named_basis(name, offers, None)) for name in (NAME, file))
    attributing = Attributing(old, new)
    start = time.process_time()
    drawn = sum(1 for _one in citizens(count))
    read = time.process_time()
    found = impact_of(islice(citizens(count), count), old, new, attributing=attributing)
    both = time.process_time()
    shares = attributing.attributed(MOST_ANSWERS, lambda _done, _all: None)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    drawing = read - start
    print(
        f"{drawn:7,} citizens  compared {both - read - drawing:7.1f} s  ({1e3 * (both - read - drawing) / count:5.1f} ms each)  "
        f"attributed {end - both:7.1f} s  {attributing.exact:,} further answers  all {end - read - drawing:7.1f} s  "
        f"{found.moving} moved  {peak:,} MB"
    )
    assert shares is not None
    return found


def main() -> None:
    """Print what a comparison takes, together and one by one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    alone = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    look_seldom()
    with tempfile.TemporaryDirectory() as folder:
        file = edited(folder)
        print("together, CPU:")
        compared(count, file)
        if alone:
            some = compared(alone, file)
            blocks.FEWEST = sys.maxsize
            print("one by one, CPU:")
            same = compared(alone, file)
            print("equal" if (some.old, some.new, some.flow) == (same.old, same.new, same.flow) else "DIFFERENT")


if __name__ == "__main__":
    main()
