"""What a ranking takes for granted of what nobody recorded; see `visit.rules.deciding.assumed`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from visit.catalogue import Option
from visit.ranking.bare_areas import is_unasked
from visit.ranking.values import Placement, Ranking, Standing
from visit.rules.deciding.assumed import assumed_by, assumed_of_needs, cautious, hours_left_out
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.one_option import Outcome, option_environment, outcome_in, whole_environment
from visit.rules.deciding.unknown import missing
from visit.rules.facts.improvement import MORE_THAN_SLIGHT
from visit.rules.language.values import Members, Possible
from visit.vocabulary import vocabulary

AGREED_VISITS, TIED_STAFF = "agreed_visits", "case.needs.tied_staff"
OF_A_MOVE = ("option.consent_to_move", "option.guardian_accepts")
"""What may be said of a single move, and then wins over what is said of moving at all."""


class Assumptions:
    """The facts of the citizen that one ranking reads as if their absence settled them."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking

    @cached_property
    def side(self) -> CaseSide:
        return cautious(self.ranking.side)

    @cached_property
    def of_needs(self) -> tuple[str, ...]:
        """Those that could add something to be met, whatever the option; and what runs, which counts as nothing."""
        running = () if self.ranking.case.citizen.current is not None else ("case.current",)
        return tuple(dict.fromkeys((*assumed_of_needs(self.ranking.side), *running)))

    @property
    def of_groups(self) -> bool:
        """Whether help for one group counts for nothing because secondary groups are left out, while the primary is recorded."""
        groups = self.ranking.side.bare["case.target_groups"]
        if not isinstance(groups, Members) or not groups.values or groups.complete:
            return False
        within = vocabulary().codes["target_group"].expand
        wanted = {option.provision.group for option in self.ranking.options} - {None}
        return any(one is not None and groups.values.isdisjoint(within(one)) for one in wanted)

    def of_hours(self, option: Option) -> tuple[str, ...]:
        """Return the hours that are not recorded, unless the option gives whatever is needed of them."""
        gives_all = option.hours in ("granted", "included") and option.hours_limit is None
        if gives_all and self.ranking.standing(option) is not Standing.RULED_OUT:
            return ()
        return tuple(hours_left_out(self.ranking.side, option.areas))

    def of_visits(self, placement: Placement) -> Iterator[str]:
        """Yield staff on the spot, where agreed visits meet more than a slight need and nobody has said whether it is needed."""
        need = self.ranking.side.bare["case.support_need"]
        visits = (option for option in placement.parts if option.staff == AGREED_VISITS)
        asked = any(not option.residents_only and not option.continues for option in visits)
        if asked and isinstance(need, int) and need >= MORE_THAN_SLIGHT and TIED_STAFF in self.of_needs:
            yield TIED_STAFF

    def of_option(self, option: Option) -> dict[str, tuple[str, ...]]:
        """Return those that rules take for granted of an option, each with the rules."""
        ranking, index = self.ranking, self.ranking.index(option)
        found = {**ranking.comparative.of_each(option), **ranking.comparative.values}
        values = option_environment(self.side, option, found)
        facts: dict[str, tuple[str, ...]] = {}
        for rule in ranking.guideline.rules:
            if rule.of_placement or (rule.provisions is not None and option.provision.id not in rule.provisions):
                continue
            for fact in assumed_by(rule, ranking.side, ranking.outcomes[rule.id].outcome(index), values):
                if fact == "case.age" and option.ages is None and isinstance(values[fact], Possible):
                    continue  # the year of birth is recorded, and an offer that states no ages has nothing to hold the day against
                facts[fact] = (*facts.get(fact, ()), rule.id)
        for fact in self.of_own_helpers(option):
            facts.setdefault(fact, ())
        return facts

    def of_own_helpers(self, option: Option) -> Iterator[str]:
        """Yield what the citizen may yet ask for, where helpers to employ count for nothing because nobody has asked for them."""
        case = self.ranking.case
        if is_unasked(option, case, self.ranking.as_of):
            yield from ("case.applied",) if case.applied is None else ()
            yield from ("case.wishes.offers",) if case.wishes.offers is None else ()

    def of_move(self, option: Option) -> Iterator[str]:
        """Yield what is taken for granted of a move because it is said of moving at all, and of no single move.

        A tenancy to be found is no place yet that the citizen could say yes or no to.
        """
        ranking, index = self.ranking, self.ranking.index(option)
        if ranking.case.consent.moves is not None or option.is_ordinary_home:
            return
        rules = [one for one in ranking.guideline.rules if not one.of_placement]
        for fact in OF_A_MOVE:
            resting = (ranking.outcomes[one.id] for one in rules if fact in one.rests_on)
            if any(rows.outcome(index) in (Outcome.HOLDS, Outcome.FAILS) for rows in resting):
                yield fact

    def of_whole(self, placement: Placement) -> Iterator[tuple[str, str]]:
        """Yield what rules of placements take for granted of one, each with the rule; where a place is estimated, the way."""
        ranking = self.ranking
        found = {**ranking.comparative.values, **placement.facts}
        values, careful = whole_environment(ranking.side, found), whole_environment(self.side, found)
        for rule in ranking.guideline.rules:
            if rule.of_placement and outcome_in(rule, values) is not Outcome.UNKNOWN is outcome_in(rule, careful):
                yield from ((fact, rule.id) for fact in missing(rule, ranking.guideline, careful))
