"""What tells placements apart that a guideline holds equal, before their names do: the cheaper, then the nearer to the home.

The order of every guideline ends in these two, in both passes.
"""

from __future__ import annotations

from visit.rules.facts.declaration import Fact
from visit.rules.facts.registry import FactRegistry
from visit.rules.guideline.values import Origin, Preference, Wording
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind
from visit.version import __version__


def ties(facts: FactRegistry) -> tuple[Preference, ...]:
    """Return the criteria that come after all of a guideline's own; unknown comes last in each."""
    return (
        # The same word as in the guidelines: bands of price come earlier, the price itself here.
        _tie("price", facts["placement.price_dkk_per_day"], Wording(da="den laveste pris", en="the lowest price")),
        _tie(
            "near-home", facts["travel.home_km"], Wording(da="nærmest borgerens hjem", en="nearest the citizen's home")
        ),
    )


def _tie(id: str, fact: Fact, text: Wording) -> Preference:
    """The lower the better, without bands; of a distance the farthest part counts."""
    return Preference(
        id=id,
        value=bind(fact.name, Scope({fact.name: fact.type}, {})),
        lower=True,
        bands=(),
        over="max",
        of_placement=fact.side == "placement",
        when=None,
        text=text,
        origin=Origin("visit", __version__, "docs/semantics.md"),
    )
