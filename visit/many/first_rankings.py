"""The ranking of one case of many, as far as its first placement and what follows from it read it.

It has the options that can count alone, the first placement, the second where nothing but names sets the first before it, and of
what is compared between options only what the guideline's approvals, notices, deadlines and follow-up ask for. What musts gave each
option is in it only where acute help is shown beside, and what holds gave only of the first placement's parts, where it may wait
for one; nor is what any other placement waits for: who asks why asks `match`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from visit.many.second_passes import SecondPass
from visit.matching import TOP
from visit.ranking.costs import ratio
from visit.ranking.met_by import met_by_parts
from visit.ranking.reach import may_apply
from visit.ranking.values import Comparative, Lower, MetBy, Placement, PriceReference, Ranking, Standing
from visit.ranking.whole import RATIOS
from visit.rules.deciding.all_options import Rows
from visit.rules.deciding.one_option import Outcome
from visit.rules.deciding.option_sets import bits
from visit.rules.language.values import UNKNOWN, Truth, Value

UNPROVED, ACUTE, COMPARED = "not proved", "acute help beside", "compared"
WAITING = (Standing.AWAITING, Standing.UNDECIDED)
"""How a placement stands in which a hold does not hold, or may not."""


def first_ranking(second: SecondPass, asked: frozenset[str]) -> Ranking | str:
    """Return the ranking of the case of a second pass; a text, the reason, where `match` has to be asked.

    Args:
        second: The second pass.
        asked: The facts on which what follows from the first placement rests.
    """
    one, side, judged = second.one, second.one.side, second.judged
    acute = tuple(option for option, how in zip(one.options, judged.standings, strict=True) if how is Standing.ACUTE)
    is_beside = acute and side.values["case.flags.acute"] is True
    outcomes = _outcomes_of_acute(second) if is_beside else {}
    if outcomes is None:
        return ACUTE
    placements = second.first_few()
    if placements and placements[0].standing is Standing.BY_EXCEPTION:
        placements = second.first_of_all(TOP)
    if placements and placements[0].standing in WAITING:
        of_holds = _outcomes_of_holds(second, placements[0])
        if of_holds is None:
            return COMPARED
        outcomes = {**outcomes, **of_holds}
    next_one = placements[1] if len(placements) > 1 else None
    grounds_given = second.with_grounds()
    comparative = what_compares(second, asked)
    if not (second.proved and second.first.proved):
        return UNPROVED
    if asked & RATIOS.keys():
        placements = tuple(_with_ratios(placement, comparative.reference) for placement in placements)
    return Ranking(
        case=side.circumstances.case,
        catalogue=one.judging.axis.openings.catalogue,
        guideline=second.guideline,
        as_of=side.circumstances.as_of,
        side=side,
        requirements=tuple(one.weighed.requirements),
        options=one.options,
        standings=tuple(judged.standings),
        outcomes=outcomes,
        meetings=tuple(one.weighed.meetings),
        steps=tuple(one.weighed.steps),
        placements=tuple(placements),
        second=next_one,
        accounts={},
        acute=acute,
        continuing=(),
        set_aside=(),
        comparative=comparative,
        grounds_given=grounds_given,
    )


def _outcomes_of_acute(second: SecondPass) -> Mapping[str, Rows] | None:
    """Return what each must fails for and is unknown for; None where that rests on what the first pass found of acute help."""
    one = second.one
    judging, case, additions = one.judging, one.case, one.axis.additions_of[one.case]
    acute = second.final.shared.standing & ~second.final.shared.ranked
    own_acute = [
        addition for addition, how in zip(additions, second.final.own, strict=True) if how.standing & ~how.ranked
    ]
    found: dict[str, Rows] = {}
    for rule in second.guideline.rules:
        if rule.strength != "must" or rule.of_placement:
            continue
        if rule.id in judging.outcomes:
            outcomes = judging.outcomes[rule.id]
            rows, own = outcomes.shared.of_one(case), [outcomes.own.of_one(addition) for addition in additions]
            fails = one.row(rows.fails, [given.fails for given in own])
            unknown = one.row(rows.unknown, [given.unknown for given in own])
        else:
            comparing = next(each for each in judging.comparing if each.rule is rule)
            if comparing.differs(case) & acute or any(map(comparing.own_differs, own_acute)):
                return None
            planes = comparing.planes(case, comparing.every[0])
            of_own = [comparing.own_planes(addition, comparing.every[0]) for addition in additions]
            fails = one.row(planes.ruled_out, [said.ruled_out for said in of_own])
            unknown = one.row(planes.undecided, [said.undecided for said in of_own])
        found[rule.id] = Rows(0, fails, unknown)
    return found


def _outcomes_of_holds(second: SecondPass, first: Placement) -> Mapping[str, Rows] | None:
    """Return what each hold gives the parts of a placement; None where one that may apply compares options."""
    one, judging = second.one, second.one.judging
    parts = {option.id for option in first.parts}
    places = [index for index, option in enumerate(one.options) if option.id in parts]
    found: dict[str, Rows] = {}
    for rule in second.guideline.rules:
        if rule.strength != "hold" or rule.of_placement:
            continue
        if rule.id not in judging.outcomes:
            if may_apply(rule, one.side):
                return None
            continue
        given = {place: judging.outcome(rule.id, one.case, one.options[place].id) for place in places}
        fails, unknown = (
            sum(1 << place for place, outcome in given.items() if outcome is wanted)
            for wanted in (Outcome.FAILS, Outcome.UNKNOWN)
        )
        found[rule.id] = Rows(0, fails, unknown)
    return found


def what_compares(second: SecondPass, asked: frozenset[str]) -> Comparative:
    """Return what the first pass found, as far as it is asked for; the rest is unknown there."""
    first, options, facts = second.first, second.one.options, second.guideline.facts
    nothing: dict[str, Truth] = dict.fromkeys((option.id for option in options), UNKNOWN)
    of_each: dict[str, Mapping[str, Truth]] = {}
    for name in ("met_lower", "tried_lower", "approved_match"):
        of_each[name] = {**nothing, **_by_id(second, name)} if name in asked else nothing
    asked_parts = [name for name in facts.of_each if name not in of_each]
    parts = dict.fromkeys(asked_parts, MetBy(UNKNOWN, UNKNOWN, {}))
    if asked & parts.keys():
        parts = {**parts, **met_by_parts(first.ways)}
    shared = first.shared(name for name in ("own_match", "current_sufficient") if name in asked)
    return Comparative(
        lower=Lower(None, of_each["met_lower"], of_each["tried_lower"], {}, (), proved=True),
        approved=of_each["approved_match"],
        approved_open=lambda _option: {},
        own_match=shared.get("own_match") is True,
        current_sufficient=shared.get("current_sufficient") is True,
        reference=_reference(second, asked),
        parts=parts,
    )


def _by_id(second: SecondPass, name: str) -> dict[str, Truth]:
    options, standing = (
        second.one.options,
        second.judged.ranked | second.judged.weighed.acute,
    )  # acute help stands beside
    found = second.first.of_each(name, standing)
    return {options[index].id: _truth(found[index]) for index in bits(standing)}


def _truth(value: Value) -> Truth:
    return value if isinstance(value, bool) else UNKNOWN


def _reference(second: SecondPass, asked: Iterable[str]) -> PriceReference:
    """Return what prices are compared with where that is asked for; no private stay is dearer than what is not pointed at."""
    first = second.first
    needless = {"reference.recorded"} | (set() if first.is_pointed_at else {"reference.private_wish_ratio"})
    if second.of_reference & set(asked) - needless:
        return first.reference
    return PriceReference((), first.is_pointed_at, UNKNOWN, UNKNOWN, UNKNOWN)


def _with_ratios(placement: Placement, reference: PriceReference) -> Placement:
    prices = {"placement.price_ratio": reference.price, "placement.stay_price_ratio": reference.stay_price}
    ratios = {name: ratio(placement.facts[RATIOS[name]], price) for name, price in prices.items()}
    facts: Mapping[str, Value] = {**placement.facts, **ratios}
    return Placement(placement.parts, placement.standing, placement.leans_on, placement.order, placement.failed, facts)
