"""Every fact a guideline may name: the case's, the option's, what the first pass found, and the whole placement's.

`docs/guideline-format.md` lists them for people; a test holds the two equal. What follows from a fact is the guideline's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from visit.rules.facts.declaration import CaseFact, Fact, OptionFact, PlacementFact, ResultFact
from visit.rules.facts.distances import WAYS
from visit.rules.facts.lived import ACTING_MUNICIPALITY
from visit.rules.facts.of_case import case_facts
from visit.rules.facts.of_option import option_facts
from visit.rules.facts.own import OwnFact
from visit.rules.facts.tried import TRIED, TRIED_NOT_ENOUGH
from visit.rules.language.types import DKK, KM, LEVEL, MINUTES, NUMBER, PERCENT, STEP, TRUTH, codes

_COMPARATIVE = (
    ResultFact("met_lower", TRUTH, of_each=True),
    ResultFact("tried_lower", TRUTH, of_each=True, waits_for=("case.tried",)),
    ResultFact("approved_match", TRUTH, told_by_offer=True, of_each=True),
    ResultFact("own_match", TRUTH),
    ResultFact("current_sufficient", TRUTH),
    ResultFact("reference.recorded", TRUTH),
    ResultFact("reference.price_dkk_per_day", DKK, told_by_offer=True),
    ResultFact("reference.stay_dkk_per_day", DKK, told_by_offer=True),
    ResultFact("reference.specialisation", LEVEL, told_by_offer=True),
    ResultFact("reference.private_wish_ratio", PERCENT, told_by_offer=True),
)
_PLACEMENT = (
    PlacementFact("placement.commute_km", KM),
    PlacementFact("placement.estimated_commute_km", KM, estimates="placement.commute_km"),
    PlacementFact("placement.visits_km", KM),
    PlacementFact("placement.estimated_visits_km", KM, estimates="placement.visits_km"),
    *(PlacementFact(name, MINUTES) for name in WAYS),
    PlacementFact("placement.same_setting", TRUTH),
    PlacementFact("placement.price_dkk_per_day", DKK, over="sum"),
    PlacementFact("placement.price_ratio", PERCENT),
    PlacementFact("placement.stay_dkk_per_day", DKK, over="sum"),
    PlacementFact("placement.stay_price_ratio", PERCENT),
    PlacementFact("placement.free_choice", TRUTH, over="max"),
    PlacementFact("placement.parts", NUMBER, over="sum"),
    PlacementFact("placement.external", NUMBER, over="sum"),
    PlacementFact("placement.kept", NUMBER, over="sum"),
    PlacementFact("placement.presumptions_failed", NUMBER, over="sum"),
    PlacementFact("placement.home_step", STEP, over="max"),
    PlacementFact("placement.moves_home", TRUTH, over="max"),
    PlacementFact("placement.meets_application", TRUTH),
    PlacementFact("placement.ends", codes("provision")),
)


class FactRegistry:
    """The facts that conditions can name. A guideline carries its own; `LANGUAGE` has those that every guideline has.

    Attributes:
        by_name: All of them.
        of_case: Those that are read from the case.
        of_option: Those that are read from the case and an option.
        comparative: The names of those that the first pass finds out.
        of_each: The names of those among them that it finds out of each option.
        of_placement: Those of a whole placement.
        behind: The second readers of those of an option, by their names.
        own: Those that the guideline declares itself, by their names.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.by_name = {fact.name: fact for fact in facts}
        every = self.by_name.values()
        self.of_case = tuple(fact for fact in every if isinstance(fact, CaseFact))
        self.own = {fact.name: fact for fact in every if isinstance(fact, OwnFact)}
        self.of_option = tuple(fact for fact in every if isinstance(fact, OptionFact))
        self.comparative = tuple(fact.name for fact in every if fact.side == "comparative")
        self.of_each = tuple(fact.name for fact in every if isinstance(fact, ResultFact) and fact.of_each)
        readers = (fact.behind for fact in self.of_option)
        self.behind = {one.name: one for one in readers if one is not None}
        self.of_placement = tuple(fact for fact in every if isinstance(fact, PlacementFact))

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def with_own(self, own: Iterable[CaseFact]) -> FactRegistry:
        """Return these facts and those that a guideline declares itself, or asks of what it declares."""
        added = tuple(own)
        return FactRegistry((*self.by_name.values(), *added)) if added else self

    def comparing(self, names: Iterable[str]) -> FactRegistry:
        """Return these facts with further comparative ones of each option, each true or false."""
        further = [ResultFact(name, TRUTH, of_each=True) for name in sorted(set(names) - self.by_name.keys())]
        return FactRegistry((*self.by_name.values(), *further)) if further else self

    def can_tell(self, name: str) -> bool:
        """Return whether a name is a fact that an offer can tell."""
        return name in self.by_name and self.by_name[name].told_by_offer


LANGUAGE = FactRegistry(
    (*case_facts(), ACTING_MUNICIPALITY, TRIED, *option_facts(), TRIED_NOT_ENOUGH, *_COMPARATIVE, *_PLACEMENT)
)
"""The facts of the language itself."""
