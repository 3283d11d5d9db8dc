"""`visit population`: citizens are drawn, and many cases looked at."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from visit.commands.inputs import municipality_meant
from visit.commands.waiting import waiting
from visit.cpr import redacted
from visit.errors import UsageError
from visit.locale import language
from visit.locale import text as _
from visit.population.drawing import LARGEST, Drawing
from visit.population.figures import LOW_AND_HIGH, LowOrHigh
from visit.population.made import made
from visit.population.profile import load_profile
from visit.render.population_words import drawn_in_a_line, grounds_in_a_line
from visit.streams import note, reader_may_leave

_PER_PROGRESS = 500


def make_command(
    profile: str, count: int | None, *, seed: int, assumptions: Sequence[str], municipality: str | None
) -> int:
    """Print drawn citizens, a case on each line below a line that says what they are.

    Raises:
        Problems: Everything that is wrong with the profile.
        UsageError: More are asked for than have numbers, or an assumption that there is not.
    """
    acting = None if municipality is None else municipality_meant(municipality)
    found = load_profile(profile, municipality=acting)
    bounds = found.bounds([_bound(one) for one in assumptions])
    drawing = Drawing(found, found.drawn_from(bounds), seed)
    wanted = count or max(1, sum(drawing.starts.values()) // 1000)
    if wanted > LARGEST:
        raise UsageError(
            _("at most {n} citizens can be drawn", n=LARGEST), help=_("write a smaller {option}", option="--n")
        )
    first = made(drawing, wanted, bounds)
    with reader_may_leave(), waiting(_("drawing")) as progress:
        _write(first.record)
        for place, one in enumerate(drawing.citizens(wanted), start=1):
            _write(one)
            if place % _PER_PROGRESS == 0:
                progress(place, wanted)
        sys.stdout.flush()
    note(drawn_in_a_line(first, language()))
    note(grounds_in_a_line(first.figures.values()))
    return 0


def _bound(text: str) -> tuple[str, LowOrHigh]:
    name, _equals, written = text.partition("=")
    for bound in LOW_AND_HIGH:
        if written == bound:
            return name.strip(), bound
    raise UsageError(
        _("{option} needs NAME=low or NAME=high, not {text}", option="--assumption", text=redacted(text)),
        help=_("for example {example}", example="--assumption outside_own=low"),
    )


def _write(row: object) -> None:
    """Write a line in UTF-8, the same bytes on every machine."""
    sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
