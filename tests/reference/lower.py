"""Whether the needs can be met in another way on a lower home step than an option's: yes, no, or not known.

Three times the placements of the first pass are asked for. First of options that are surely suitable and can be had; then also of
those that are so if the citizen's unknown facts turn out well; then also of those that wait for facts of offers. The first make it
true, the second unknown. The third leave it false, and are named to be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reference.conditions import World
from reference.documents import Option
from reference.missing import missing_of
from reference.of_case import Situation, dwelling_from
from reference.of_option import tried_not_enough
from reference.outcome import CONFIRM, FAILS, UNSURE
from reference.placements import WEAKNESS, Placement, Placements
from reference.standing import CITIZEN, OFFER, Judged, Wanted, is_unasked, waits_for
from reference.values import known, truth
from visit.rules.guideline.values import Rule
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import step, vocabulary

SURELY: tuple[str, ...] = ()
IF_THE_CITIZEN: tuple[str, ...] = (CITIZEN,)
IF_OFFERS_TOO: tuple[str, ...] = (CITIZEN, OFFER)


class Lower:
    """Whether there is another way, for every option of a first pass."""

    def __init__(
        self, now: Situation, wanted: Sequence[Wanted], judged: Sequence[Judged], rules: Sequence[Rule],
        rules_of_placement: Sequence[Rule],
    ) -> None:  # fmt: skip
        self.now, self.wanted, self.judged, self.rules = now, wanted, judged, rules
        self.rules_of_placement = rules_of_placement
        steps = Placements(now, wanted, judged, rules_of_placement).steps
        self.every_step = {one.option.id: steps(one) for one in judged}
        self.steps = {one.option.id: self.every_step[one.option.id].get("home", 0) for one in judged}
        self.surely, self.if_the_citizen, self.if_offers_too = (
            self.placements(who) for who in (SURELY, IF_THE_CITIZEN, IF_OFFERS_TOO)
        )

    # --- what comes before it ---

    def tried_lower(self) -> Mapping[str, Any]:
        """Whether there is no other way but by what was tried and not enough. While nothing is recorded, it may have been."""
        recorded = self.now.citizen.get("tried") is not None

        def untried(placements: Iterable[Placement]) -> list[Placement]:
            return [
                one
                for one in placements
                if not any(tried_not_enough(part.option, self.now) == known(True) for part in one.parts)
            ]

        surely, if_the_citizen = untried(self.surely), untried(self.if_the_citizen)

        def of(one: Judged) -> Any:
            if self.below(one, surely):
                return False if recorded else UNKNOWN
            return UNKNOWN if not one.option.of_today and self.below(one, if_the_citizen) else True

        return self.as_pointed_at({one.option.id: of(one) for one in self.judged})

    def met_by(self, what: str) -> Mapping[str, Any]:
        """Whether one of them has a part under a provision, on a step, in a group, or a home that the citizen chooses among."""
        surely, perhaps = (
            any(self.has_part(one, what) for one in placements) for placements in (self.surely, self.if_the_citizen)
        )
        return {
            one.option.id: True if surely else UNKNOWN if perhaps and not one.option.of_today else False
            for one in self.judged
        }

    def has_part(self, placement: Placement, what: str) -> bool:
        if what == "free_choice":
            return chosen_freely(placement)
        if what in vocabulary().codes["provision"].terms:
            below = vocabulary().codes["provision"].expand(what)
            return any(part.option.provision.id in below for part in placement.parts)
        groups = self.now.guideline.record["sections"]["groups"]
        if what in groups:
            return any(part.option.offer["id"] in groups[what]["offers"] for part in placement.parts)
        asked = step(what)
        return any(self.every_step[part.option.id].get(asked.ladder) == asked.number for part in placement.parts)

    def met_lower(self) -> Mapping[str, Any]:
        """True, false or unknown for every option."""
        return self.as_pointed_at({one.option.id: self.of(one) for one in self.judged})

    def as_pointed_at(self, of_each: Mapping[str, Any]) -> Mapping[str, Any]:
        """A wished home of the same choice has what the one has that the municipality pointed at."""
        found = dict(of_each)
        pointed_at = [one for one in self.judged if self.is_offered(one.option) and self.of_choice(one.option)]
        for one in self.judged:
            if pointed_at and self.of_choice(one.option) and self.says("option.wished", one.option) is True:
                found[one.option.id] = of_each[pointed_at[0].option.id]
        return found

    def of(self, one: Judged) -> Any:
        """True by what is sure; of what does not run now, unknown by what only the citizen's facts leave open."""
        if self.below(one, self.surely):
            return True
        return UNKNOWN if not one.option.of_today and self.below(one, self.if_the_citizen) else False

    def is_open(self, one: Judged) -> bool:
        """Whether it is not as it seems: there may be another way than it once more is known."""
        known = self.met_lower()[one.option.id]
        who = self.if_the_citizen if known is UNKNOWN else self.if_offers_too
        return one.standing in WEAKNESS and known is not True and self.below(one, who)

    def below(self, one: Judged, placements: Iterable[Placement]) -> bool:
        """Whether there is one on a lower home step, which is not just another home of the same free choice."""
        return any(
            max(self.step(part) for part in each.parts) < self.step(one)
            and not (self.of_choice(one.option) and chosen_freely(each))
            for each in placements
        )

    def step(self, one: Judged) -> int:
        return self.steps[one.option.id]

    # --- what may be part of another way ---

    def placements(self, who: tuple[str, ...]) -> list[Placement]:
        """The placements that are suitable if what these can tell turns out well."""
        pool = [self.hopeful(one, who) for one in self.judged if self.counts(one, who)]
        every = Placements(self.now, self.wanted, pool, self.rules_of_placement).every()
        fitting = ("suitable", "undecided") if who else ("suitable",)
        return [one for one in every if one.standing in fitting and not one.leaning]

    def hopeful(self, one: Judged, who: tuple[str, ...]) -> Judged:
        """As it stands if what these can tell turns out well."""
        surely = [
            most if waits_for(one.option, wanted, self.now) in who else sure
            for wanted, sure, most in zip(self.wanted, one.surely, one.at_most, strict=True)
        ]
        return replace(one, standing="suitable", surely=surely)

    def counts(self, one: Judged, who: tuple[str, ...]) -> bool:
        if one.standing not in WEAKNESS:
            return False
        return one.option.continues or (self.can_be_had(one.option) and self.fits(one) and self.open(one) <= set(who))

    def fits(self, one: Judged) -> bool:
        """Nothing that is asked of it fails, save what its offer answers."""
        return all(one.outcomes[rule.id] != FAILS or rule.by == "offer" for rule in self.rules)

    def open(self, one: Judged) -> set[str]:
        """Who can tell what is not known of it. What runs on is not asked again; a dwelling to be found is not yet one."""
        if one.option.continues:
            return set()
        found = {CITIZEN} if one.option.kind == "tenancy" and dwelling_from(self.now) is UNKNOWN else set()
        for rule in self.rules:
            if one.outcomes[rule.id] in (UNSURE, CONFIRM):
                found.add(who_tells(missing_of(rule, World(self.now, option=one.option))))
        return found

    def can_be_had(self, option: Option) -> bool:
        """It did not refuse, has a place as far as is known, and is not for helpers of one's own that nobody asked for."""
        said = self.says("option.answer", option)
        full = option.kind == "catalogue" and option.service.get("free") == 0 and said != "accepts"
        return said not in ("refuses", "terminated", "waiting") and not full and not is_unasked(option, self.now)

    # --- the free choice ---

    def of_choice(self, option: Option) -> bool:
        """A home that is the citizen's to choose among: SEL 108, and ABL 105 where the same offer has support for its residents."""
        if not option.provision.free_choice:
            return False
        return option.is_stay or any(supports_residents(one.option, option) for one in self.judged)

    def is_offered(self, option: Option) -> bool:
        return self.now.citizen.get("offered") in (option.id, option.offer["id"])

    def says(self, fact: str, option: Option) -> Any:
        value = World(self.now, option=option).name(fact)
        known = value is not UNKNOWN and len(value) == 1
        return truth(value) if fact == "option.wished" else next(iter(value)) if known else UNKNOWN


def who_tells(missing: set[str]) -> str:
    """The offer, where one of its facts is among them; not of a distance, nor of a proposal, where nothing is missing."""
    return OFFER if any(name.startswith(("option.", "offer.")) for name in missing) else CITIZEN


def chosen_freely(placement: Placement) -> bool:
    """Whether its home is one of those that a citizen chooses among."""
    options = [part.option for part in placement.parts]
    return any(
        home.provision.free_choice and (home.is_stay or any(supports_residents(one, home) for one in options))
        for home in options
    )


def supports_residents(option: Option, home: Option) -> bool:
    return (
        option.for_residents
        and option.offer["id"] == home.offer["id"]
        and bool({"support", "care"} & set(option.areas))
    )
