"""Every fact a guideline may name: the case's, the option's, what the first pass found, and the whole placement's.

`docs/guideline-format.md` lists them for people; a test holds the two equal. What follows from a fact is the guideline's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.rules.facts.of_case import case_facts
from visit.rules.facts.of_option import option_facts
from visit.rules.language.types import DKK, KM, NUMBER, PERCENT, STEP, TRUTH, Fact

_COMPARATIVE = (
    Fact("met_lower", "comparative", TRUTH),
    Fact("own_match", "comparative", TRUTH),
    Fact("current_sufficient", "comparative", TRUTH),
    Fact("reference.price_dkk_per_day", "comparative", DKK),
)
_PLACEMENT = (
    Fact("placement.commute_km", "placement", KM),
    Fact("placement.same_setting", "placement", TRUTH),
    Fact("placement.price_dkk_per_day", "placement", DKK),
    Fact("placement.price_ratio", "placement", PERCENT),
    Fact("placement.free_choice", "placement", TRUTH),
    Fact("placement.parts", "placement", NUMBER),
    Fact("placement.external", "placement", NUMBER),
    Fact("placement.kept", "placement", NUMBER),
    Fact("placement.presumptions_failed", "placement", NUMBER),
    Fact("placement.home_step", "placement", STEP),
    Fact("placement.moves_home", "placement", TRUTH),
    Fact("placement.meets_application", "placement", TRUTH),
)


def facts() -> Mapping[str, Fact]:
    """Return every fact of the language by name."""
    return _FACTS


_FACTS: dict[str, Fact] = {fact.name: fact for fact in (*case_facts(), *option_facts(), *_COMPARATIVE, *_PLACEMENT)}
OFFER_TELLS = frozenset(
    {"option.free_places", "option.waiting_days", "option.price_dkk_per_day", "option.price_ratio", "option.approved"}
    | {"option.registered", "option.answer", "option.age_fits"}
    | {"option.months", "option.sessions", "option.staff", "option.partner", "offer.operator.type"}
    | {"offer.operator.municipality", "option.internal", "option.external", "reference.price_dkk_per_day"}
)
"""Facts that the offer can tell; only these may be left to confirm before deciding."""
