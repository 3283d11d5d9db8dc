"""What takes long of a comparison of drawn citizens, kept in the user's own cache: asked again it is there at once.

So the whole answer, a page and a gate cost one comparison together. Found by what is asked and whose citizens the files hold, and
taken only where both sides are what they were. Of citizens who are not drawn nothing is kept.
"""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from visit.canonical import digest
from visit.case import Case
from visit.commands.citizens import Citizens
from visit.commands.compare_baseline import side_digests
from visit.commands.compare_edits import AskedEdits
from visit.commands.private_files import is_private, private_place, store_private
from visit.compiled import digest_of
from visit.lab.answers import Answerer
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.attributing import Attributing
from visit.lab.impact import Impact
from visit.lab.pieces import Piece
from visit.local_day import local_day
from visit.locale import formats
from visit.locale import text as _
from visit.population.made import DrawnFrom
from visit.population.once import CasesOnce
from visit.shipped import ROOT
from visit.streams import note
from visit.version import __version__

KEPT_FROM = 100
"""A comparison of fewer citizens takes seconds, and is not kept."""
MOST_KEPT = 20
"""So many comparisons are kept: the last ones."""
ENDING = ".compared"


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonMade:
    """What takes long of a comparison: what it comes to, with low and high assumptions too, and which edit does what."""

    found: Impact
    bounds: AssumedBounds | None
    edits: AskedEdits


@dataclass(frozen=True, slots=True, eq=False)
class _KeptComparison:
    """A comparison as it is kept.

    Attributes:
        sides: What both sides were made of, by digest.
        days: A case of each day that cases were asked about: what differs on it is found again.
        once, origins, again, called, drawn: What was read of the citizens; see `Citizens`.
    """

    sides: Sequence[Mapping[str, object]]
    days: Sequence[Case]
    once: CasesOnce
    origins: Sequence[DrawnFrom]
    again: Sequence[DrawnFrom]
    called: Mapping[str, str]
    drawn: Mapping[str, int]
    compared: ComparisonMade


@dataclass(eq=False)
class Keeping:
    """Where one comparison is kept, if it is.

    Attributes:
        place: The file; None where it is not to be kept.
        citizens: Whose it is.
        is_taken: Whether what is kept is taken.
    """

    place: Path | None
    citizens: Citizens
    is_taken: bool = True

    def kept(self, old: Answerer, new: Answerer, attributing: Attributing) -> ComparisonMade | None:
        """Return what is kept, where it is of these sides; all else is then as if it were asked."""
        if self.place is None or not (self.is_taken and is_private(self.place.parent) and is_private(self.place)):
            return None
        try:
            found = pickle.loads(zlib.decompress(self.place.read_bytes()))  # noqa: S301 - nobody else can write there
            day = local_day(datetime.fromtimestamp(self.place.stat().st_mtime, UTC))
        except Exception:  # whatever is wrong with what is kept, it is as if it were not there
            return None
        if not isinstance(found, _KeptComparison):
            return None
        for case in found.days:
            for side in (old, new):
                side.guideline_for(case)
        if [side_digests(side) for side in (old, new)] != found.sides:
            return None
        note(
            _(
                "compared before, on {day}, with the same guidelines, offers and citizens: --anew compares again",
                day=formats.day(day),
            )
        )
        attributing.see(found.days)
        citizens = self.citizens
        citizens.once, citizens.origins, citizens.again = found.once, [*found.origins], [*found.again]
        citizens.called, citizens.drawn = {**found.called}, Counter(found.drawn)
        return _with_pieces(found.compared, attributing.pieces)

    def keep(self, compared: ComparisonMade, old: Answerer, new: Answerer) -> None:
        """Keep a comparison of drawn citizens of which nothing is wrong: what is told of others would not be told again."""
        citizens, once = self.citizens, self.citizens.once
        faults = compared.found.unread + once.repeated + once.contradicting + len(citizens.unlike)
        if self.place is None or not citizens.is_drawn or faults:
            return
        what = _KeptComparison(
            [side_digests(side) for side in (old, new)], [*citizens.days.values()], once, citizens.origins, citizens.again,
            citizens.called, citizens.drawn, _without_pieces(compared),
        )  # fmt: skip
        store_private(self.place, zlib.compress(pickle.dumps(what), 1))
        _leave_the_last(self.place.parent)


def keeping(citizens: Citizens, populations: Sequence[str], asked: Mapping[str, object], *, anew: bool) -> Keeping:
    """Return where a comparison is kept.

    Args:
        citizens: Whose it is.
        populations: The files that they stand in, and those of the same with other assumptions.
        asked: All else that is asked, as plain values.
        anew: Whether it is compared again, whatever is kept.
    """
    if not populations or citizens.total is None or citizens.total < KEPT_FROM:
        return Keeping(None, citizens)
    digests = [digest_of(Path(one)) for one in populations]
    if None in digests:
        return Keeping(None, citizens)
    name = digest({**asked, "populations": digests, "visit": __version__, "code": _code()})
    return Keeping(private_place(f"{name}{ENDING}"), citizens, is_taken=not anew)


def _code() -> str:
    """Return what the program is by its files as they are now."""
    files = ((file, file.stat()) for file in sorted(ROOT.rglob("*.py")))
    return digest([f"{file.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}" for file, state in files])


def _without_pieces(compared: ComparisonMade) -> ComparisonMade:
    return _with_pieces(compared, {})


def _with_pieces(compared: ComparisonMade, pieces: Mapping[str, Piece]) -> ComparisonMade:
    """Return the same with the pieces of the guidelines at hand, which are made again and not kept."""
    edits = compared.edits
    by_edit, touching = (
        None if one is None else replace(one, pieces=pieces) for one in (edits.attribution, edits.touching)
    )
    return replace(compared, edits=replace(edits, attribution=by_edit, touching=touching))


def _leave_the_last(folder: Path) -> None:
    """Remove the oldest comparisons where more are kept than are wanted."""
    with suppress(OSError):
        for file in sorted(folder.glob(f"*{ENDING}"), key=lambda one: one.stat().st_mtime)[:-MOST_KEPT]:
            file.unlink(missing_ok=True)
