"""Every fact a guideline may name: the case's, the option's, what the first pass found, and the whole placement's.

`docs/guideline-format.md` lists them for people; a test holds the two equal. What follows from a fact is the guideline's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.rules.facts.declaration import Fact, PlacementFact, ResultFact
from visit.rules.facts.of_case import case_facts
from visit.rules.facts.of_option import option_facts
from visit.rules.language.types import DKK, KM, NUMBER, PERCENT, STEP, TRUTH

_COMPARATIVE = (
    ResultFact("met_lower", TRUTH),
    ResultFact("own_match", TRUTH),
    ResultFact("current_sufficient", TRUTH),
    ResultFact("reference.price_dkk_per_day", DKK, told_by_offer=True),
)
_PLACEMENT = (
    PlacementFact("placement.commute_km", KM),
    PlacementFact("placement.same_setting", TRUTH),
    PlacementFact("placement.price_dkk_per_day", DKK),
    PlacementFact("placement.price_ratio", PERCENT),
    PlacementFact("placement.free_choice", TRUTH),
    PlacementFact("placement.parts", NUMBER),
    PlacementFact("placement.external", NUMBER),
    PlacementFact("placement.kept", NUMBER),
    PlacementFact("placement.presumptions_failed", NUMBER),
    PlacementFact("placement.home_step", STEP),
    PlacementFact("placement.moves_home", TRUTH),
    PlacementFact("placement.meets_application", TRUTH),
)


def facts() -> Mapping[str, Fact]:
    """Return every fact of the language by name."""
    return _FACTS


_FACTS: dict[str, Fact] = {fact.name: fact for fact in (*case_facts(), *option_facts(), *_COMPARATIVE, *_PLACEMENT)}
