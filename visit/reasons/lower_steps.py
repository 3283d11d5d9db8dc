"""Why help on each lower step is not what a placement is: of every step below it the options there, counted by the first reason.

The steps only rank help that is enough, and are no ground to refuse it; this account says what was looked at before moving
further in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from visit.catalogue import Option
from visit.ranking.needs import needed_areas
from visit.ranking.values import Placement, Standing
from visit.reasons.explanation import Explanation
from visit.rules.deciding.one_option import Outcome
from visit.rules.guideline.values import Rule
from visit.vocabulary import vocabulary

LADDER = "home"


class Ground(StrEnum):
    """Why an option is not what comes before a higher step, the first that applies."""

    RULED_OUT = "ruled_out"
    MEETS_NOTHING = "meets_nothing"
    REFUSED = "refused"
    WAITING_LIST = "waiting_list"
    NO_PLACE = "no_place"
    TRIED = "tried"
    TOO_FEW_HOURS = "too_few_hours"
    PART_OF_THE_NEEDS = "part_of_the_needs"
    UNDECIDED = "undecided"
    AWAITING = "awaiting"
    BY_EXCEPTION = "by_exception"
    WOULD_DO = "would_do"


@dataclass(frozen=True, slots=True, eq=False)
class Failing:
    """Options of a step that one reason is told of.

    Attributes:
        gate: Of a rule that rules them out or that they depart from, its gate; else empty.
        rules: Those rules, by id.
    """

    ground: Ground
    gate: str
    rules: tuple[str, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LowerStep:
    """One step of the home ladder; where no offer of the catalogue stands on it, nothing is failing there."""

    number: int
    failing: tuple[Failing, ...]


def steps_below(explanation: Explanation, placement: Placement) -> tuple[LowerStep, ...]:
    """Return the account of every lower step on which there can be help in a needed area, the highest first."""
    highest = placement.facts["placement.home_step"]
    if not isinstance(highest, int):
        return ()
    by_step: dict[int, list[Option]] = {number: [] for number in _can_help(explanation)}
    for option, steps in zip(explanation.ranking.options, explanation.ranking.steps, strict=True):
        acute = option.provision.lane == "acute"
        if LADDER in steps and not (acute or option.is_ordinary_home or option in placement.parts):
            by_step.setdefault(steps[LADDER], []).append(option)
    lower = sorted((number for number in by_step if number < highest), reverse=True)
    return tuple(LowerStep(number, tuple(_failing(explanation, by_step[number]))) for number in lower)


def _can_help(explanation: Explanation) -> set[int]:
    """Return the steps on which some provision, save those of the acute lane, serves a needed area."""
    needed = needed_areas(explanation.ranking.side)
    rankable = [
        one for one in vocabulary().provisions.values() if one.lane != "acute" and one.id not in ("HOME", "TENANCY")
    ]
    areas = [(area, step) for one in rankable for area, step in one.areas.items()]
    return {step.number for area, step in areas if area in needed and step.ladder == LADDER}


def _failing(explanation: Explanation, options: list[Option]) -> Iterator[Failing]:
    found: dict[tuple[Ground, str], list[tuple[Option, Rule | None]]] = {}
    for option in options:
        ground, rule = ground_of(explanation, option)
        found.setdefault((ground, rule.gate if rule else ""), []).append((option, rule))
    order = list(Ground)
    for (ground, gate), rows in sorted(
        found.items(), key=lambda one: (order.index(one[0][0]), -len(one[1]), one[0][1])
    ):
        rules = tuple(sorted({rule.id for _option, rule in rows if rule is not None}))
        yield Failing(ground, gate, rules, tuple(option for option, _rule in rows))


def ground_of(explanation: Explanation, option: Option) -> tuple[Ground, Rule | None]:
    """Return the first reason why an option is not enough by itself, with the rule that says so where one does."""
    standing, values = explanation.ranking.standing(option), explanation.values(option)
    if standing is Standing.RULED_OUT:
        must = _first(explanation, option, "must")
        return (Ground.MEETS_NOTHING, None) if must is None else (Ground.RULED_OUT, must)
    if values["option.answer"] in ("refuses", "terminated"):
        return Ground.REFUSED, None
    if values["option.answer"] == "waiting":
        return Ground.WAITING_LIST, None
    if option.kind == "catalogue" and values["option.free_places"] == 0 and values["option.answer"] != "accepts":
        return Ground.NO_PLACE, None
    if values["option.tried_not_enough"] is True:
        return Ground.TRIED, None
    unmet = [wanted for wanted, met in explanation.meeting(option) if met.at_most < wanted.amount]
    if any(wanted.kind == "hours" and wanted.areas & option.areas.keys() for wanted in unmet):
        return Ground.TOO_FEW_HOURS, None
    if unmet:
        return Ground.PART_OF_THE_NEEDS, None
    if standing is Standing.BY_EXCEPTION:
        return Ground.BY_EXCEPTION, _first(explanation, option, "presumption")
    return {Standing.UNDECIDED: Ground.UNDECIDED, Standing.AWAITING: Ground.AWAITING}.get(
        standing, Ground.WOULD_DO
    ), None


def _first(explanation: Explanation, option: Option, strength: str) -> Rule | None:
    """Return the first rule of a strength that fails for an option, in the order of gates."""
    rules = explanation.applying(option)
    return next((rule for rule, given in rules if rule.strength == strength and given is Outcome.FAILS), None)
