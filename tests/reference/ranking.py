"""The whole: what is proposed and wanted, a first pass that finds out what other options there are, a second that ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reference.approved import approved_match
from reference.conditions import World
from reference.documents import Option, citizen_of, options_of
from reference.lower import Lower
from reference.of_case import Situation, applications
from reference.of_option import in_question, is_grounded, lacks_ground, served
from reference.order import asked, criteria, in_order
from reference.placements import WEAKNESS, Placement, Placements
from reference.prices import Most, in_percent, price_of
from reference.standing import Judged, judge, requirements
from reference.values import truth
from visit.case import Case
from visit.catalogue import Catalogue
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.values import UNKNOWN, Members
from visit.vocabulary import vocabulary


class Reference:
    """One ranking. `outcomes[rule][option]`, `standings[option]` and `placements` are what the engine must give too."""

    def __init__(self, case: Case, catalogue: Catalogue, guideline: Guideline, as_of: date) -> None:
        recorded = Situation(citizen_of(case), guideline, as_of)
        self.now = replace(recorded, proposed=proposals(recorded))
        self.guideline = guideline
        self.options = options_of(self.now.citizen, catalogue, as_of, guideline.usually_met)
        self.wanted = requirements(self.now)
        self.first_pass()
        judged = self.judged(self.rules(of_placement=False))
        self.outcomes = {id: {one.option.id: one.outcomes[id] for one in judged} for id in judged[0].outcomes}
        self.standings = {one.option.id: one.standing for one in judged}
        self.sets = Placements(self.now, self.wanted, judged, self.rules(of_placement=True))
        self.placements = in_order(self.sets, asked(self.now, second=True))

    @property
    def not_yet(self) -> list[str]:
        """What keeps the first placement from being granted; nothing where it can be, or where there surely is none."""
        if not self.placements:
            if World(self.now).name("case.needs.areas") is UNKNOWN:
                return ["areas"]
            return ["undecided"] if self.lacks_word_of_a_home() else []
        first = self.placements[0]
        found = [first.standing] if first.standing in ("awaiting", "undecided") else []
        moves_in_somewhere = any(part.option.kind == "tenancy" for part in first.parts)
        homeless = self.leaves_institution() and not any(part.option.gives_home for part in first.parts)
        if (moves_in_somewhere or homeless) and World(self.now).name("case.home.dwelling.from") is UNKNOWN:
            found.append("dwelling")
        if self.waits_for_ground():
            found.append("ground")
        if not found and self.stated_otherwise():
            found.append("extent")
        return found

    def lacks_word_of_a_home(self) -> bool:
        """Whether a home is all that nothing meets, and nobody has recorded whether the citizen has one."""
        home = self.now.citizen.get("citizen", "home") or {}
        may = self.sets.standing
        unmet = [wanted.id for place, wanted in enumerate(self.wanted) if not any(one.at_most[place] for one in may)]
        of_a_home = all(id.startswith("premises:") or id in ("area:home", "need:a_home") for id in unmet)
        return home.get("housing") is None and bool(unmet) and of_a_home

    def leaves_institution(self) -> bool:
        """Whether the citizen lives in one, the stay ends or a discharge is planned, and there is no home to return to."""
        home = self.now.citizen.get("citizen", "home") or {}
        ends = truth(World(self.now).name("case.home.stay_ends")) is True
        discharge = self.now.citizen.get("flags", "discharge") is True
        return home.get("housing") == "institution" and home.get("tenancy") is not True and (ends or discharge)

    def stated_otherwise(self) -> bool:
        """Whether only names part the first two, and both state hours or days, and not the same.

        Where the case records hours, both give these, and hours do not count.
        """
        if len(self.placements) < 2:
            return False
        preferences = asked(self.now, second=True)
        one, other = (criteria(each, self.sets, preferences, grounds_given=False) for each in self.placements[:2])
        recorded = self.now.citizen.get("needs", "hours_per_week") is not None
        fields = (
            ("sessions", "months", "waiting_days")
            if recorded
            else ("hours_per_week", "sessions", "months", "waiting_days")
        )
        return one == other and any(differ(*(stated(each, field) for each in self.placements[:2])) for field in fields)

    def waits_for_ground(self) -> bool:
        """Whether what would come first with every ground gives less than what ends, or leaves what runs with nothing."""
        first = in_order(self.sets, asked(self.now, second=True), grounds_given=True)[0]
        options = [part.option for part in first.parts]
        areas = {area for option in options for area in option.areas}
        running = [*in_question(self.now, "ends"), *in_question(self.now, "review")]
        if any(self.is_left(row, areas) for row in running):
            return True
        return any(lacks_ground(option, "ends", self.now) for option in options)

    def is_left(self, row: Mapping[str, Any], areas: set[str]) -> bool:
        """Whether some areas leave what runs with nothing, without a ground: no home, none of its areas, or not one that it serves.

        Who has applied for help in an ordinary home needs no other; who has applied for some of it has not asked for the rest.
        """
        provision = vocabulary().provisions[row["service"]]
        its, applied = set(provision.areas), set()
        for one in applications(self.now):
            applied |= set(vocabulary().codes["provision"].expand(one["provision"]))
        at_home = any(vocabulary().provisions[id].in_own_home for id in applied)
        asked_in = {area for id in applied for area in vocabulary().provisions[id].areas} | (
            {"home"} if at_home else set()
        )
        if "home" in its - areas and not at_home and not is_grounded(row, self.now, ("home",)):
            return True
        left = served(row, self.now) - areas - {"home"}
        kept_asking = left & asked_in if its & asked_in else left
        if any(not is_grounded(row, self.now, (area,)) for area in kept_asking):
            return True
        return not its & areas and not left and not is_grounded(row, self.now, its)

    def rules(self, *, of_placement: bool, comparative: bool = True) -> list[Rule]:
        every = [rule for rule in self.guideline.rules if rule.of_placement is of_placement]
        return [rule for rule in every if comparative or not rule.comparative]

    def judged(self, rules: Sequence[Rule]) -> list[Judged]:
        return [judge(option, self.wanted, rules, self.now) for option in self.options]

    def first_pass(self) -> None:
        """Find what other options there are, without wishes, rights and what compares.

        What runs and continues is not weighed again: it counts as suitable here.
        """
        asked_of_options = self.rules(of_placement=False, comparative=False)
        judged = [
            replace(one, standing="suitable") if one.option.continues and one.standing in WEAKNESS else one
            for one in self.judged(asked_of_options)
        ]
        rules = self.rules(of_placement=True, comparative=False)
        placements = Placements(self.now, self.wanted, judged, rules)
        suitable = [one for one in in_order(placements, asked(self.now, second=False)) if one.standing == "suitable"]
        self.lower = Lower(self.now, self.wanted, judged, asked_of_options, rules)
        own = {o.id for o in self.options if truth(World(self.now, option=o).name("option.internal")) is True}
        today = {option.id for option in self.options if option.of_today}
        self.now = replace(
            self.now,
            met_lower=self.lower.met_lower(),
            tried_lower=self.lower.tried_lower(),
            met_by={
                name: self.lower.met_by(name[7:-1]) for name in self.now.guideline.types if name.startswith("met_by(")
            },
            approved_match=approved_match(self.lower),
            compared={
                "own_match": frozenset((any(set(one.ids) <= own for one in suitable),)),
                "current_sufficient": frozenset((any(set(one.ids) <= today for one in suitable),)),
                **self.reference(judged, suitable),
            },
        )

    def reference(self, judged: Sequence[Judged], suitable: Sequence[Placement]) -> dict[str, Any]:
        """What prices are compared with: what the case records as offered, completed for the other needs, else the first that
        is suitable and that nobody wished for."""
        offered = self.now.citizen.get("offered")
        meant = [option for option in self.options if option.id == offered]
        house = [option for option in self.options if option.offer["id"] == offered]
        meant = meant or [option for option in house if option.gives_home] or house
        wished = {o.id for o in self.options if truth(World(self.now, option=o).name("option.wished")) is True}
        alone = False
        if meant:
            ids = {option.id for option in meant}
            as_if = [
                replace(one, standing="suitable") if one.option.id in ids and one.standing in WEAKNESS else one
                for one in judged
            ]
            sets = Placements(self.now, self.wanted, as_if, self.rules(of_placement=True, comparative=False))
            ordered = in_order(sets, asked(self.now, second=False))
            found = [one for one in ordered if one.standing == "suitable" and ids & set(one.ids)]
            found = [one for one in found if not (wished - ids) & set(one.ids)]
            alone = not found
            parts = [meant[0]] if alone else [part.option for part in found[0].parts]
        else:
            first = next((one for one in suitable if not wished & set(one.ids)), None)
            parts = [] if first is None else [part.option for part in first.parts]
        home = next((option for option in parts if option.gives_home), None)
        beside = [one for one in self.options if home and of_residents(one) and one.offer["id"] == home.offer["id"]]
        stay = [one for one in parts if one.gives_home or of_residents(one)]
        level = World(self.now, option=home or parts[0]).name("option.specialisation") if parts else UNKNOWN
        holds = World(self.now).recorded_alone
        stay_price = UNKNOWN if not parts or (alone and beside) else price_of(stay, self.now, holds, parts)
        dear = [one.option for one in judged if one.option.id in wished and one.standing in WEAKNESS]
        return {
            "reference.recorded": frozenset((bool(meant),)),
            "reference.price_dkk_per_day": price_of(parts, self.now, holds) if parts else UNKNOWN,
            "reference.stay_dkk_per_day": stay_price,
            "reference.specialisation": level,
            "reference.private_wish_ratio": self.private_ratio(dear, home, stay_price) if meant else frozenset((0,)),
        }

    def private_ratio(self, wished: Sequence[Option], home: Option | None, reference: Any) -> Any:
        """What a private stay that is wished for costs beside the municipal one pointed at; 0 where one of them is missing."""
        may_be = {None: ("municipal", "private"), "foundation": ("private",)}
        kind = {one.id: one.offer.get("operator", {}).get("type") for one in (*wished, *([home] if home else []))}
        private = [one for one in wished if one.is_stay and one.provision.free_choice]
        private = [one for one in private if "private" in may_be.get(kind[one.id], (kind[one.id],))]
        if home is None or "municipal" not in may_be.get(kind[home.id], (kind[home.id],)) or not private:
            return frozenset((0,))
        if None in (kind[home.id], *(kind[one.id] for one in private)):
            return UNKNOWN
        supported = {one.offer["id"] for one in self.options if of_residents(one)}
        holds = World(self.now).recorded_alone
        prices = [UNKNOWN if one.offer["id"] in supported else price_of([one], self.now, holds) for one in private]
        found = [in_percent(one, reference) for one in prices]
        return UNKNOWN if UNKNOWN in found else max(found, key=lambda one: (max(one), not isinstance(one, Most)))


def of_residents(option: Option) -> bool:
    return option.service.get("open_to") == "residents"


def stated(placement: Placement, field: str) -> list[Decimal]:
    return sorted(Decimal(part.option.service[field]) for part in placement.parts if field in part.option.service)


def differ(one: list[Decimal], other: list[Decimal]) -> bool:
    return bool(one and other) and one != other


def proposals(now: Situation) -> dict[str, Any]:
    """Missing facts of the citizen that the guideline fills in; what it proposes rests on recorded facts alone."""
    world = World(now, bare=True)
    found: dict[str, Any] = {}
    for proposal in now.guideline.proposals:
        if world.name(proposal.fact) is not UNKNOWN or world.holds(proposal.when.node) is not True:
            continue
        if now.guideline.types[proposal.fact].kind == "codes":
            earlier = found.get(proposal.fact, Members(frozenset()))
            found[proposal.fact] = Members(earlier.values | {proposal.value})
        else:
            found.setdefault(proposal.fact, frozenset((proposal.value,)))
    areas = frozenset(area for area, when, _origin in now.guideline.areas if world.holds(when.node) is True)
    if areas and world.name("case.needs.areas") is UNKNOWN:
        found["case.needs.areas"] = Members(areas)
    return found
