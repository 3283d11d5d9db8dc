"""What tells placements apart that a guideline holds equal, before their names do: the cheaper, then the nearer to the home.

The order of every guideline ends in these two, in both passes.
"""

from __future__ import annotations

from functools import cache

from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.values import Origin, Preference, Wording
from visit.rules.language.binding import Scope, bind
from visit.version import __version__

PRICE = "price"
"""The same word as in the guidelines: bands of price come earlier, the price itself here."""
HOME = "near-home"


@cache
def ties() -> tuple[Preference, ...]:
    """Return the criteria that come after all of a guideline's own; unknown comes last in each."""
    return (
        _tie(PRICE, "placement.price_dkk_per_day", Wording(da="den laveste pris", en="the lowest price")),
        _tie(HOME, "travel.home_km", Wording(da="nærmest borgerens hjem", en="nearest the citizen's home")),
    )


def _tie(id: str, fact: str, text: Wording) -> Preference:
    """The lower the better, without bands; of a distance the farthest part counts."""
    return Preference(
        id=id,
        value=bind(fact, Scope({fact: LANGUAGE[fact].type}, {})),
        lower=True,
        bands=(),
        over="max",
        of_placement=LANGUAGE[fact].side == "placement",
        when=None,
        text=text,
        origin=Origin("visit", __version__, "docs/semantics.md"),
    )
