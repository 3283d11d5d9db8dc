"""The only way to a ranking: a case, a catalogue and a guideline on a date give placements in order.

`match` is the arrows of the design in order: facts, rules, standings, placements, ranking. Total, deterministic and free of clocks:
the same inputs give the same ranking on every platform. It computes twice where a rule compares an option with others: the first
pass, without wishes and rights, gives the comparative facts; the second reads them; there is no third.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from visit.case import Case
from visit.catalogue import Catalogue, Option
from visit.errors import CaseError
from visit.locale import text as _
from visit.ranking.areas import area_rankings
from visit.ranking.costs import PricesOfParts
from visit.ranking.covering import Covering
from visit.ranking.equivalents import equivalents
from visit.ranking.first_pass import compare
from visit.ranking.needs import meetings, needed_areas, requirements, served_areas_of_all
from visit.ranking.options import Openings
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.reach import FromTheHome
from visit.ranking.regions import SearchSpace
from visit.ranking.standings import Judged, Weighed, accounts, judge
from visit.ranking.values import AreaRanking, Comparative, Placement, Ranking, Requirement, Standing
from visit.ranking.whole import WholeFacts, WholeRules
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide, case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.option_sets import OptionSet, bits, union
from visit.rules.guideline.values import Guideline

TOP = 5
"""How many placements are found unless more are asked for."""


def match(
    case: Case, catalogue: Catalogue, guideline: Guideline, as_of: date | None = None, *, top: int = TOP
) -> Ranking:
    """Rank the placements for a citizen.

    Args:
        case: The citizen, resolved.
        catalogue: The offers, resolved.
        guideline: The guideline with its layers, resolved for `as_of`.
        as_of: The date the question is asked for; the assessment date unless given.
        top: How many placements to find; they are exactly the best.

    Raises:
        CaseError: The case names a need that neither the vocabulary nor the guideline has.
    """
    return Engine(catalogue, guideline).match(case, as_of, top=top)


class Engine:
    """Answers questions about one catalogue under one guideline.

    It owns everything that was worked out for one case and may serve the next, so whoever asks many questions holds one.
    An answer never depends on what was asked before.
    """

    def __init__(self, catalogue: Catalogue, guideline: Guideline) -> None:
        self.catalogue, self.guideline = catalogue, guideline
        self.dependencies = Dependencies(guideline)
        self.openings = Openings(catalogue, guideline)
        self._last: _Matching | None = None

    def under(self, guideline: Guideline) -> Engine:
        """Return an engine for the same catalogue under another guideline; what was read of the options serves both."""
        found = Engine(self.catalogue, guideline)
        if found.openings.usually_met == self.openings.usually_met:
            found.openings = self.openings
        return found

    def match(self, case: Case, as_of: date | None = None, *, top: int = TOP) -> Ranking:
        """Rank the placements for a citizen; see `match`."""
        self._last = self._matching(case, case.assessed if as_of is None else as_of)
        return self._last.ranking(top)

    def areas(self, ranking: Ranking) -> tuple[AreaRanking, ...]:
        """Rank the options of each needed area, for a ranking that this engine gave."""
        return area_rankings(self._behind(ranking).placing.order)

    def placement(self, ranking: Ranking, parts: Iterable[Option]) -> Placement:
        """Return any set of options of a ranking that this engine gave as a placement, found or not.

        One that was not found may stand behind all that were: its standing may be `ruled_out` or `acute`, and `leans_on` names also
        what none of its parts meets.
        """
        parts = tuple(parts)
        found = ranking.placement_of(parts)
        if found is not None:
            return found
        indexes = sorted({ranking.index(option) for option in parts})
        return self._behind(ranking).placing.any_set(indexes)

    def unmet(self, ranking: Ranking, parts: Iterable[Option]) -> tuple[Requirement, ...]:
        """Return what a set of options of a ranking that this engine gave does not meet, however what is unknown turns out."""
        indexes = sorted({ranking.index(option) for option in parts})
        short = self._behind(ranking).covering.short_of(indexes, surely=False)
        return tuple(ranking.requirements[place] for place in short)

    def equivalents(self, ranking: Ranking, placement: Placement) -> tuple[tuple[Option, ...], ...]:
        """Return for each part of a placement that this engine found the options that would do as well: only ids put them behind.

        It is worked out when it is asked for: as many placements are judged as there are options that meet the same.
        """
        indexes = [ranking.index(part) for part in placement.parts]
        found = equivalents(self._behind(ranking).placing, indexes)
        return tuple(tuple(ranking.options[index] for index in others) for others in found)

    def _behind(self, ranking: Ranking) -> _Matching:
        """Return the run behind a ranking that this engine gave: the last one, else the same again."""
        if self._last is None or self._last.side is not ranking.side:
            self._last = self._matching(ranking.case, ranking.as_of)
        return self._last

    def _matching(self, case: Case, as_of: date) -> _Matching:
        side = case_side(case, self.dependencies, as_of)
        return _Matching(case, self.catalogue, self.guideline, as_of, side, self.openings.of(case, as_of))


class _Matching:
    """One run of `match`: what is known so far, each step reading what the earlier ones found."""

    def __init__(
        self,
        case: Case,
        catalogue: Catalogue,
        guideline: Guideline,
        as_of: date,
        side: CaseSide,
        option_set: OptionSet,
    ) -> None:
        self.case, self.catalogue, self.guideline, self.as_of, self.side, self.options = (
            case, catalogue, guideline, as_of, side, option_set.options,
        )  # fmt: skip
        self.columns = Columns(side, option_set)
        self.rules = tuple(rule for rule in guideline.rules if not rule.of_placement)
        self.placement_rules = tuple(rule for rule in guideline.rules if rule.of_placement)
        self.requirements = requirements(side, guideline)
        self.weighed = self.weigh(option_set)
        self.covering = Covering(self.weighed)
        self.spaces: dict[tuple[int, ...], SearchSpace] = {}
        self.rows = {rule.id: self.columns.rows(rule) for rule in self.rules if not rule.comparative}
        self.comparative = self.first_pass()
        self.read_comparative(self.comparative)
        self.rows.update({rule.id: self.columns.rows(rule) for rule in self.rules if rule.comparative})
        self.judged = judge(self.weighed, self.rules, self.columns, self.rows)
        self.continuing, self.set_aside = self.current(self.judged)
        self.placing = self.second_pass()

    def weigh(self, option_set: OptionSet) -> Weighed:
        """Return what is known of every option before a rule is asked."""
        areas = needed_areas(self.side)
        columns = meetings(option_set, self.requirements, self.side)
        both = served_areas_of_all(option_set, columns, areas)
        served = [areas for areas, _steps in both]
        return Weighed(
            option_set=option_set,
            meetings=tuple(zip(*(one.meetings for one in columns), strict=True))
            if columns
            else ((),) * len(self.options),
            requirements=self.requirements,
            areas=areas,
            served=served,
            steps=[steps for _areas, steps in both],
            meets=union(one.perhaps for one in columns),
            surely=union(one.surely for one in columns),
            in_full={surely: [one.in_full(surely=surely) for one in columns] for surely in (True, False)},
            acute=self.columns.mask("provision.lane", frozenset(("acute",))),
            continuing=sum(1 << index for index in option_set.own if self.options[index].continues),
            from_the_home=FromTheHome(self.columns, self.options, served),
            prices=PricesOfParts(self.options, self.columns),
        )

    def ranking(self, top: int) -> Ranking:
        """Search the best placements, and give all that was found out."""
        best, standings = self.placing.best(max(top, 2)), self.judged.standings
        proved = None if best.proved is not None and best.proved >= top else best.proved
        return Ranking(
            case=self.case,
            catalogue=self.catalogue,
            guideline=self.guideline,
            as_of=self.as_of,
            side=self.side,
            requirements=self.requirements,
            options=self.options,
            standings=tuple(standings),
            outcomes=self.rows,
            meetings=self.weighed.meetings,
            steps=tuple(self.weighed.steps),
            placements=best.placements[:top],
            second=best.placements[1] if len(best.placements) > 1 else None,
            proved=proved if self.comparative.proved else 0,
            accounts=accounts(standings),
            acute=tuple(o for o, s in zip(self.options, standings, strict=True) if s is Standing.ACUTE),
            continuing=tuple(self.options[index] for index in self.continuing),
            set_aside=tuple(self.options[index] for index in self.set_aside),
            comparative=self.comparative,
            grounds_given=self.grounds_given(),
        )

    def grounds_given(self) -> Placement | None:
        """Return what would come first if every ground for giving less than what ends were recorded; None where none is missing."""
        if not self.placing.order.ground_missing:
            return None
        best = self.second_pass(grounds_given=True).best(1)
        return best.placements[0] if best.placements else None

    def current(self, judged: Judged) -> tuple[list[int], list[int]]:
        """Return the current services that stay part of every placement, and those that a must sets aside.

        Raises:
            CaseError: Two services that continue both give a home.
        """
        asked = list(bits(self.weighed.continuing))
        continuing = [index for index in asked if judged.standings[index].can_be_part]
        homes = [self.options[index].id for index in continuing if self.options[index].gives_home]
        if len(homes) > 1:
            raise CaseError(
                _("two current services both give a home and both continue: {names}", names=", ".join(homes)),
                help=_("write question: ends, or question: review, on one of them"),
            )
        return continuing, [index for index in asked if index not in continuing]

    def second_pass(self, *, grounds_given: bool = False) -> Placing:
        """Return the placements by all rules and preferences."""
        whole = WholeFacts(self.guideline, self.columns, self.judged, self.comparative.reference)
        order = Order(whole, self.guideline.rights, self.guideline.preferences, grounds_given=grounds_given)
        space = self.space(self.judged, self.continuing)
        return Placing(order, WholeRules(whole, self.placement_rules), space)

    def space(self, judged: Judged, continuing: Sequence[int]) -> SearchSpace:
        """Return what a pass searches among; in the second pass it is mostly the same as in the first."""
        key = (judged.ranked, *continuing)
        if key not in self.spaces:
            self.spaces[key] = SearchSpace(self.covering, continuing, judged.ranked)
        return self.spaces[key]

    def first_pass(self) -> Comparative:
        """Compare the options by the rules that compare nothing themselves."""
        judged = judge(self.weighed, [rule for rule in self.rules if not rule.comparative], self.columns, self.rows)
        continuing, _aside = self.current(judged)
        return compare(self.columns, judged, self.rows, self.space(judged, continuing))

    def read_comparative(self, comparative: Comparative) -> None:
        """Let the second pass read what the first found."""
        of_all, names = comparative.of_all(self.options), self.guideline.facts.of_each
        self.columns.read_comparative({name: of_all[name] for name in names}, comparative.values)
