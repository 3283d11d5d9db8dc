"""Why this one, why not that one, what separates two, what is missing, what follows: all from the trace of a ranking.

Values only, no wording: `phrasing` puts them into Danish or English, `render` on a page. Nothing here decides anything; every
statement names the rule, requirement or criterion it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from visit.catalogue import Option
from visit.frozen import dataclass
from visit.ranking import GRANTABLE, Meeting, Placement, Ranking, Requirement
from visit.rules.binding import Condition
from visit.rules.evaluate import Outcome, Proposed, Trace, option_environment, trace, unknown_facts, with_tables
from visit.rules.facts import counted_members, main_step
from visit.rules.guideline import Approval, FollowUp, Notice, Rule
from visit.rules.values import UNKNOWN, Truth, Value


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """A rule and what it gave for an option of a placement, or for the whole (`option` is None)."""

    option: Option | None
    trace: Trace
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """A requirement and the parts that meet it, surely or perhaps."""

    requirement: Requirement
    by: tuple[tuple[Option, Meeting], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Separation:
    """The first criterion in which two placements differ, with both keys and the values behind them."""

    criterion: str
    first: tuple[Any, ...]
    second: tuple[Any, ...]
    first_values: tuple[Value, ...]
    second_values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Confirm:
    """A fact to confirm before deciding, what it is about, and which statements rest on it."""

    fact: str
    option: Option | None
    rules: tuple[str, ...]
    proposed: Proposed | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """An approval, notice or follow-up that is to be printed: surely, or perhaps with the facts it waits for."""

    statement: Approval | Notice | FollowUp
    surely: bool
    missing: tuple[str, ...]
    values: Mapping[str, Value]
    due: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Leaned:
    """A catalogue field that the answer leans on and that is an estimate, or older than its shelf life."""

    option: Option
    field: str
    estimated: bool
    as_of: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """What the citizen applied for beside the first placement: full, part, or refused."""

    row: Mapping[str, Any]
    verdict: str


@dataclass(frozen=True, slots=True, eq=False)
class Miss:
    """A ruled-out option: the rules that fail, and the requirements it meets none of."""

    option: Option
    reasons: tuple[Reason, ...]
    unmet: tuple[Requirement, ...]


class Explanation:
    """The answers a ranking owes, each worked out when it is asked for."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.known: dict[str, dict[str, Value]] = {}
        self.by_id = {option.id: index for index, option in enumerate(ranking.options)}

    # --- one option ---

    def values(self, option: Option) -> dict[str, Value]:
        """Return every value that can be read of an option for this case."""
        if option.id not in self.known:
            ranking = self.ranking
            values = option_environment(ranking.side, ranking.guideline, option)
            values["met_lower"] = option.id in ranking.comparative.above_lowest
            values["own_match"] = ranking.comparative.own_match
            values["current_sufficient"] = ranking.comparative.current_sufficient
            values["reference.price_dkk_per_day"] = ranking.comparative.reference_price
            self.known[option.id] = with_tables(ranking.guideline, values)
        return self.known[option.id]

    def traces(self, option: Option) -> tuple[Reason, ...]:
        """Return every rule that applies to an option, in the order of gates, with what it gave."""
        values = self.values(option)
        ranking = self.ranking
        index = self.by_id[option.id]
        found = []
        for rule in ranking.guideline.rules:
            if rule.of_placement or ranking.outcomes[rule.id].outcome(index) is Outcome.NOT_APPLICABLE:
                continue
            found.append(Reason(option, trace(rule, ranking.side, ranking.guideline, values, option), values))
        return tuple(found)

    def failing(self, option: Option, *outcomes: Outcome) -> tuple[Reason, ...]:
        """Return the rules that gave one of the outcomes for an option, in the order of gates."""
        index = self.by_id[option.id]
        wanted = outcomes or (Outcome.FAILS,)
        ranking, values = self.ranking, None
        found = []
        for rule in ranking.guideline.rules:
            if not rule.of_placement and ranking.outcomes[rule.id].outcome(index) in wanted:
                values = values or self.values(option)
                found.append(Reason(option, trace(rule, ranking.side, ranking.guideline, values, option), values))
        return tuple(found)

    def meeting(self, option: Option) -> tuple[tuple[Requirement, Meeting], ...]:
        """Return how far an option meets each requirement."""
        return tuple(zip(self.ranking.requirements, self.ranking.meetings[self.by_id[option.id]], strict=True))

    # --- a placement ---

    def met(self, placement: Placement) -> tuple[Met, ...]:
        """Return which parts meet which requirement."""
        found = []
        for place, requirement in enumerate(self.ranking.requirements):
            by = tuple(
                (option, met)
                for option in placement.parts
                if (met := self.ranking.meetings[self.by_id[option.id]][place]).at_most
            )
            found.append(Met(requirement, by))
        return tuple(found)

    def reasons(self, placement: Placement) -> tuple[Reason, ...]:
        """Return the rules that hold for the parts of a placement, in the order of gates."""
        found = [
            reason for option in placement.parts for reason in self.failing(option, Outcome.HOLDS, Outcome.CONFIRM)
        ]
        order = {rule.id: place for place, rule in enumerate(self.ranking.guideline.rules)}
        return tuple(sorted(found, key=lambda one: order[one.trace.rule.id]))

    def departures(self, placement: Placement) -> tuple[Reason, ...]:
        """Return the presumptions a placement departs from, or may depart from."""
        return self.not_holding(placement, "presumption")

    def holds(self, placement: Placement) -> tuple[Reason, ...]:
        """Return the holds that a placement waits for."""
        return tuple(reason for reason in self.not_holding(placement, "hold") if reason.trace.outcome is Outcome.FAILS)

    def not_holding(self, placement: Placement, strength: str) -> tuple[Reason, ...]:
        found = [
            reason
            for option in placement.parts
            for reason in self.failing(option, Outcome.FAILS, Outcome.UNKNOWN)
            if reason.trace.rule.strength == strength
        ]
        for rule, outcome in placement.failed:
            if rule.strength == strength:
                found.append(self.of_whole(rule, outcome, placement))
        return tuple(found)

    def of_whole(self, rule: Rule, outcome: Outcome, placement: Placement) -> Reason:
        values = {**self.ranking.side.values, **placement.facts}
        missing = set().union(
            *(unknown_facts(c, self.ranking.guideline, values) for c in (rule.when, rule.require, rule.unless) if c)
        )
        return Reason(None, Trace(rule, outcome, (), tuple(sorted(missing))), values)

    def missing(self, placement: Placement) -> tuple[Confirm, ...]:
        """Return the facts that an undecided placement waits for: of its rules, and of the needs it leans on."""
        found: dict[tuple[str, str], list[str]] = {}
        about: dict[str, Option] = {option.id: option for option in placement.parts}
        for option in placement.parts:
            for reason in self.failing(option, Outcome.UNKNOWN):
                if reason.trace.rule.strength != "presumption":
                    for fact in reason.trace.missing:
                        owner = "" if fact.startswith("case.") else option.id
                        found.setdefault((owner, fact), []).append(reason.trace.rule.id)
        for requirement in placement.leans_on:
            for option, met in self.meeting_parts(placement, requirement):
                if met.surely < met.at_most:
                    found.setdefault((option.id, requirement.id), []).append(requirement.id)
        return tuple(
            Confirm(fact, about.get(owner), tuple(dict.fromkeys(rules)))
            for (owner, fact), rules in sorted(found.items())
        )

    def meeting_parts(self, placement: Placement, requirement: Requirement) -> list[tuple[Option, Meeting]]:
        place = self.ranking.requirements.index(requirement)
        return [(option, self.ranking.meetings[self.by_id[option.id]][place]) for option in placement.parts]

    def separation(self, first: Placement, second: Placement) -> Separation:
        """Return the first criterion in which two placements differ; ids where nothing else does."""
        for a, b in zip(first.order, second.order, strict=True):
            if a.key != b.key:
                return Separation(a.id, a.key, b.key, a.values, b.values)
        return Separation("id", (first.id,), (second.id,), (), ())

    def to_confirm(self, placement: Placement) -> tuple[Confirm, ...]:
        """Return what to confirm before deciding: proposals first, then what the offers can tell, then what may matter."""
        ranking = self.ranking
        found = [Confirm(one.fact, None, (), one) for one in ranking.side.proposed.values()]
        for option in placement.parts:
            for reason in self.failing(option, Outcome.CONFIRM):
                found += [Confirm(fact, option, (reason.trace.rule.id,)) for fact in reason.trace.missing]
            for reason in self.failing(option, Outcome.UNKNOWN):
                if reason.trace.rule.strength == "presumption":
                    found += [
                        Confirm(fact, None if fact.startswith("case.") else option, (reason.trace.rule.id,))
                        for fact in reason.trace.missing
                    ]
        members, documented = counted_members(ranking.case, ranking.guideline.nearness)
        if members and not documented:
            found.append(Confirm("case.network.documented", None, ()))
        return _merged(found)

    def misses(self) -> tuple[Miss, ...]:
        """Return the nearest miss: what was wished or applied for first, then by fewest failing rules, most needs met, nearness."""
        near: list[tuple[tuple[Any, ...], Option]] = []
        for index, (option, standing) in enumerate(zip(self.ranking.options, self.ranking.standings, strict=True)):
            met = self.ranking.meetings[index]
            ranked = option.provision.lane == "ranked"
            if standing == "ruled_out" and ranked and any(one.at_most for one in met) and self.is_competent(index):
                unmet = sum(1 for one in met if not one.at_most)
                asked = option.provision.id in self.applied_for or self.is_wished(option)
                near.append(((not asked, self.failing_musts(index), unmet, main_step(option)), option))
        first = min((key for key, _option in near), default=None)
        nearest = [option for key, option in near if key == first]
        nearest.sort(key=lambda option: (self.distance(option), option.id))
        return tuple(self.miss(option) for option in nearest[:1])

    def failing_musts(self, index: int) -> int:
        return sum(
            1
            for rule in self.ranking.guideline.rules
            if rule.strength == "must" and not rule.of_placement and self.ranking.outcomes[rule.id].fails >> index & 1
        )

    @cached_property
    def applied_for(self) -> frozenset[str]:
        """The provisions the citizen has applied for."""
        expand = self.ranking.guideline.lists["provision"].expand
        return frozenset().union(*(expand(row["provision"]) for row in self.ranking.case.rows("applied")))

    def is_wished(self, option: Option) -> bool:
        wishes = self.ranking.case.get("wishes", "offers") or ()
        return option.id in wishes or option.offer.id in wishes

    def is_competent(self, index: int) -> bool:
        """Return whether no rule of competence fails: what is not for this citizen at all is no near miss."""
        return not any(
            self.ranking.outcomes[rule.id].fails >> index & 1
            for rule in self.ranking.guideline.rules
            if rule.gate == "competence" and not rule.of_placement
        )

    def miss(self, option: Option) -> Miss:
        """Return why an option is ruled out: every failing must, and the requirements it meets none of."""
        reasons = tuple(one for one in self.failing(option) if one.trace.rule.strength == "must")
        unmet = tuple(requirement for requirement, met in self.meeting(option) if not met.at_most)
        return Miss(option, reasons, unmet)

    # --- what follows ---

    def approvals(self, placement: Placement) -> tuple[Said, ...]:
        """Return who must approve a placement before it is decided."""
        return self.said(self.ranking.guideline.approvals, placement)

    def notices(self, placement: Placement | None) -> tuple[Said, ...]:
        """Return the notices of the case and of a placement."""
        return self.said(self.ranking.guideline.notices, placement)

    def follow_up(self, placement: Placement) -> tuple[Said, ...]:
        """Return when to look again, with dates counted from the day of the ranking."""
        return self.said(self.ranking.guideline.follow_up, placement)

    def said(self, statements: Iterable[Approval | Notice | FollowUp], placement: Placement | None) -> tuple[Said, ...]:
        found = []
        for statement in statements:
            truth, missing, values = self.asked(statement.when, placement)
            if truth is not False:
                due = _due(statement, self.ranking.as_of) if isinstance(statement, FollowUp) else ()
                found.append(Said(statement, truth is True, missing, values, due))
        return tuple(sorted(found, key=lambda one: (not one.surely, one.statement.id)))

    def asked(
        self, condition: Condition, placement: Placement | None
    ) -> tuple[Truth, tuple[str, ...], Mapping[str, Value]]:
        """Return whether a condition is true of the case or of some part, and the facts it misses."""
        results: list[tuple[Truth, tuple[str, ...], Mapping[str, Value]]] = []
        for values in self.environments(condition, placement):
            if not condition.reads <= values.keys():
                continue
            truth = condition.holds(values)
            missing = tuple(sorted(unknown_facts(condition, self.ranking.guideline, values)))
            results.append((truth, missing, values))
        for truth, _missing, values in results:
            if truth is True:
                return True, (), values
        for truth, missing, values in results:
            if truth is UNKNOWN:
                return UNKNOWN, missing, values
        return False, (), {}

    def environments(self, condition: Condition, placement: Placement | None) -> Sequence[Mapping[str, Value]]:
        facts = dict(placement.facts) if placement is not None else {}
        shared = {
            "own_match": self.ranking.comparative.own_match,
            "current_sufficient": self.ranking.comparative.current_sufficient,
            "reference.price_dkk_per_day": self.ranking.comparative.reference_price,
            **facts,
        }
        if placement is None or condition.reads <= self.ranking.side.values.keys() | shared.keys():
            return ({**self.ranking.side.values, **shared},)
        return [{**self.values(option), **shared} for option in placement.parts]

    def leaned(self, placement: Placement) -> tuple[Leaned, ...]:
        """Return the estimated or stale catalogue fields that a placement's parts lean on."""
        found: list[Leaned] = []
        for option in placement.parts:
            if option.kind in ("home", "tenancy"):
                continue
            for field in sorted(self.fields_used(option)):
                stamp = _as_of(option, field)
                limits = self.ranking.guideline.shelf_life_days
                limit = limits.get(_SHELF.get(field, field), limits.get("default"))
                estimated = field in option.estimated
                old = stamp is not None and limit is not None and stamp + timedelta(days=limit) < self.ranking.as_of
                if estimated or old:
                    found.append(Leaned(option, field, estimated, stamp))
        return tuple(found)

    def fields_used(self, option: Option) -> set[str]:
        """Return the catalogue fields that the answer for an option reads and that are recorded."""
        row = {**option.offer.record, **option.service}
        used = {"services"}
        keys = {one.key for one in self.ranking.requirements if one.kind == "need"}
        if keys & {*option.offer.record.get("covers", ()), *option.service.get("covers", ())}:
            used.add("covers")
        reads = {
            name
            for rule in self.ranking.guideline.rules
            if self.ranking.outcomes.get(rule.id)
            and self.ranking.outcomes[rule.id].outcome(self.by_id[option.id]) is not Outcome.NOT_APPLICABLE
            for name in self.ranking.guideline.rests_on(rule.require)
        }
        used |= {field for fact, field in _FIELDS.items() if fact in reads and field in row}
        ordered = {
            name for one in self.ranking.guideline.preferences for name in self.ranking.guideline.rests_on(one.value)
        }
        if "travel.network_km" in ordered and "place" in row and not option.offer.mobile:
            used.add("place")
        if {"option.price_ratio", "placement.price_ratio"} & ordered and "price_dkk_per_day" in row:
            used.add("price_dkk_per_day")
        return used

    def applications(self, placement: Placement | None) -> tuple[Applied, ...]:
        """Return each application beside a placement: met in full, in part (another form), or refused."""
        return tuple(Applied(row, self.verdict(row, placement)) for row in self.ranking.case.rows("applied"))

    def verdict(self, row: Mapping[str, Any], placement: Placement | None) -> str:
        if placement is None or not placement.grantable:
            return "open" if placement is not None else "refused"
        granted = self.ranking.guideline.lists["provision"].expand(row["provision"])
        parts = [option for option in placement.parts if option.provision.id in granted]
        if not parts:
            return "part"
        if "offer" in row and all(option.offer.id != row["offer"] for option in parts):
            return "part"
        return "full"

    def bridges(self) -> tuple[tuple[Option, str], ...]:
        """Return the acute offers that may serve as a bridge, with whether their rules hold, fail not, or are unknown."""
        if self.ranking.side.values["case.flags.acute"] is not True:
            return ()
        found = []
        for option in self.ranking.acute:
            index = self.by_id[option.id]
            rows = [self.ranking.outcomes[rule.id] for rule in self.ranking.guideline.rules
                    if rule.strength == "must" and not rule.of_placement]  # fmt: skip
            if not any(row.fails >> index & 1 for row in rows):
                unknown = any(row.unknown >> index & 1 for row in rows)
                found.append((option, "undecided" if unknown else "suitable"))
        return tuple(sorted(found, key=lambda one: (one[1] != "suitable", self.distance(one[0]), one[0].id)))

    def distance(self, option: Option) -> int:
        value = self.values(option)["travel.home_km"]
        return 10**9 if value is UNKNOWN else int(value * 1000)  # type: ignore[operator]

    @cached_property
    def lower_undecided(self) -> Placement | None:
        """An undecided placement on a lower home step than the first: settle it before moving further in."""
        first = self.ranking.first
        if first is None or not first.grantable:
            return None
        step = first.facts["placement.home_step"]
        for placement in self.ranking.placements:
            if placement.standing == "undecided" and placement.facts["placement.home_step"] < step:  # type: ignore[operator]
                return placement
        return None


_FIELDS = {
    "option.specialisation": "specialisation",
    "option.free_places": "free",
    "option.waiting_days": "waiting_days",
    "option.price_dkk_per_day": "price_dkk_per_day",
    "option.staff": "staff",
    "option.premises": "premises",
    "option.age_fits": "ages",
    "option.approved": "approved",
    "option.registered": "approved",
    "option.operator_excludes": "excludes",
    "option.internal": "operator",
    "option.external": "operator",
}
_SHELF = {"price_dkk_per_day": "price", "free": "free"}


def _as_of(option: Option, field: str) -> date | None:
    source = option.service.get("source") if field in option.service or field == "services" else None
    stamp = (source or option.offer.record.get("source") or {}).get("as_of")
    return None if stamp is None else date.fromisoformat(stamp)


def _merged(found: Sequence[Confirm]) -> tuple[Confirm, ...]:
    """One line per fact and option, with every rule that rests on it."""
    merged: dict[tuple[str, str], Confirm] = {}
    for one in found:
        key = (one.fact, one.option.id if one.option else "")
        earlier = merged.get(key)
        rules = tuple(dict.fromkeys((*(earlier.rules if earlier else ()), *one.rules)))
        merged[key] = Confirm(one.fact, one.option, rules, one.proposed or (earlier.proposed if earlier else None))
    return tuple(merged.values())


def _due(statement: FollowUp, start: date) -> tuple[date, ...]:
    first = later(start, *statement.after)
    return (first,) if statement.then_every is None else (first, later(first, *statement.then_every))


def later(day: date, amount: int, unit: str) -> date:
    """Return the date some days, months or years later; the last day of a shorter month."""
    if unit == "days":
        return day + timedelta(days=amount)
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("a month has at least 28 days")


__all__ = ["GRANTABLE", "Explanation", "later"]
