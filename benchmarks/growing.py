"""How a comparison grows with the citizens and with the edits, and what a second process gives, side by side in one run.

Run `python -m benchmarks.growing [CITIZENS]`: that many, twice and four times as many; as many with one edit up to six; and four
times as many in one process and in two, whose counts have to be the same (needs the extra `lab`). The citizens are drawn from the
profile of Ikast-Brande by a seed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import TypeVar

from benchmarks.compare import EDITS, MOST_ANSWERS, NAME, citizens, edited
from visit.catalogue import shipped_catalogue
from visit.garbage import look_seldom
from visit.lab.answers import Answerer
from visit.lab.attributing import Attributing
from visit.lab.bases import named_basis
from visit.lab.comparing import impact_of
from visit.lab.impact import Impact
from visit.lab.members import Member
from visit.lab.sharing import sharing

FoundT = TypeVar("FoundT")
TIMES, SOME_EDITS, PROCESSES = (1, 2, 4), (1, 2, 4, len(EDITS) - 1), (1, 2)


def sides(file: str) -> tuple[Answerer, Answerer]:
    """Read what answers now, and what would."""
    offers = shipped_catalogue()
    old, new = (Answerer(named_basis(name, offers, None)) for name in (NAME, file))
    return old, new


@dataclass(frozen=True)
class Took:
    """What something took: seconds by the clock, and of CPU in every process."""

    seconds: float
    cpu_seconds: float

    def of_each(self, count: int) -> str:
        return f"{1e3 * self.cpu_seconds / count:7.2f} ms of CPU each"


def taken(work: Callable[[], FoundT]) -> tuple[FoundT, Took]:
    """Do something, and return what comes of it and what it took."""
    wall, cpu = time.monotonic(), _cpu_seconds()
    found = work()
    return found, Took(time.monotonic() - wall, _cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def compared(members: list[Member], file: str, count: int = 1) -> tuple[Impact, Attributing]:
    """Compare the members in so many processes; each reads the two sides for itself."""
    old, new = sides(file)
    attributing = Attributing(old, new)
    with sharing(count, partial(sides, file), own_only=True, is_attributing=True) as shared:
        given = None if shared is None else shared.compared
        return impact_of(iter(members), old, new, attributing=attributing, shared=given), attributing


def main() -> None:
    """Print how it grows."""
    look_seldom()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    members = [*citizens(TIMES[-1] * count)]
    with tempfile.TemporaryDirectory() as folder:
        file = edited(folder)
        compared(members[:1], file)
        for times in TIMES:
            some = members[: times * count]
            _found, took = taken(partial(compared, some, file))
            print(f"citizens x {times}  {len(some):7,}   compared {took.of_each(len(some))}", flush=True)
        for edits in SOME_EDITS:
            (_impact, attributing), first = taken(partial(compared, members[:count], edited(folder, edits)))
            _shares, second = taken(partial(attributing.attributed, MOST_ANSWERS, lambda _done, _all: None))
            print(
                f"edits {edits}       {count:7,}   compared {first.of_each(count)}   attributed {second.of_each(count)}"
                f"   {attributing.exact:,} further answers",
                flush=True,
            )
        each: list[Impact] = []
        for processes in PROCESSES:
            (impact, _attributing), took = taken(partial(compared, members, file, processes))
            each.append(impact)
            by_clock = f"{took.seconds:7.2f} s by the clock"
            print(
                f"processes {processes}   {len(members):7,}   compared {took.of_each(len(members))}   {by_clock}",
                flush=True,
            )
        one, two = ((found.old, found.new, found.flow) for found in each)
        print("equal" if one == two else "DIFFERENT")


if __name__ == "__main__":
    main()
