"""What tells placements apart without any guideline saying so, in both passes.

First, where something gives less than what ends and no ground for that is recorded: that comes last; then what was tried and
was not enough, while no new ground is recorded. And where a guideline holds two placements equal, before their names decide: the
one for which nobody has to move, the cheaper, then the nearer to the home.
"""

from __future__ import annotations

from visit.reading.documents.words import Over
from visit.rules.facts.declaration import Fact
from visit.rules.facts.registry import FactRegistry
from visit.rules.guideline.values import BilingualText, Origin, Preference
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind
from visit.version import __version__


def ties(facts: FactRegistry) -> tuple[Preference, ...]:
    """Return the criteria that come after all of a guideline's own; unknown comes last in each."""
    return (
        _tie(
            "no-move",
            facts["placement.moves_home"],
            BilingualText(da="borgeren skal ikke flytte", en="the citizen does not have to move"),
        ),
        # The same word as in the guidelines: bands of price come earlier, the price itself here.
        _tie(
            "price", facts["placement.price_dkk_per_day"], BilingualText(da="den laveste pris", en="the lowest price")
        ),
        _tie(
            "near-home",
            facts["travel.estimated_home_km"],
            BilingualText(da="nærmest borgerens hjem", en="nearest the citizen's home"),
        ),
    )


def less_last(facts: FactRegistry) -> Preference:
    """Return the criterion that comes before all of a guideline's own, while a ground is missing."""
    text = BilingualText(
        da="ikke mindre end det, der ophører, når grunden mangler",
        en="not less than what ends, while the ground is missing",
    )
    return _tie("less-than-ends", facts["option.less_than_ends"], text)


def tried_last(facts: FactRegistry) -> Preference:
    """Return the criterion that comes before all of a guideline's own, where something was tried and was not enough.

    It counts the parts: what was not enough and is kept is a part of every placement, and tells none apart.
    """
    text = BilingualText(
        da="ikke det, der er prøvet uden at være nok, når en ny grund mangler",
        en="not what was tried and was not enough, while a new ground is missing",
    )
    return _tie("tried-not-enough", facts["option.tried_not_enough"], text, over="sum")


def _tie(id: str, fact: Fact, text: BilingualText, *, over: Over = "max") -> Preference:
    """The lower the better, without bands; of a distance the farthest part counts."""
    return Preference(
        id=id,
        value=bind(fact.name, Scope({fact.name: fact.type}, {})),
        lower=True,
        bands=(),
        over=over,
        of_placement=fact.side == "placement",
        when=None,
        text=text,
        origin=Origin("visit", __version__, "docs/semantics.md"),
    )
