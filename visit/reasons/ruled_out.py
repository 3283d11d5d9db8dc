"""What is ruled out, counted by the first reason, and which of it a reader will ask about.

Values only; each option is counted once, under the gate at which it stops first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from visit.catalogue import Option
from visit.ranking.values import Ranking, Standing
from visit.reasons.explanation import Explanation
from visit.reasons.near_misses import Miss, NearMisses
from visit.rules.guideline.values import Rule


class WhyAsked(StrEnum):
    """Why a reader will ask about an option, the strongest first."""

    CURRENT = "current"
    OFFERED = "offered"
    APPLIED = "applied"
    WISHED = "wished"


@dataclass(frozen=True, slots=True, eq=False)
class Stopped:
    """Options that stop at one gate.

    Attributes:
        gate: A gate of the vocabulary; empty where no rule fails and none of the needs is met.
        count: How many options.
        rules: The rules that stop them first, each with how many, the most first.
        first: One of the options that each of these rules stops.
    """

    gate: str
    count: int
    rules: tuple[tuple[Rule, int], ...]
    first: Mapping[str, Option]


def stopped(ranking: Ranking) -> tuple[Stopped, ...]:
    """Return the ruled-out options by the gate at which each stops first, in the order of gates; their sum is all of them."""
    out = sum(1 << index for index, one in enumerate(ranking.standings) if one is Standing.RULED_OUT)
    found: dict[str, list[tuple[Rule, int]]] = {}
    first: dict[str, Option] = {}
    for rule in ranking.guideline.rules:
        if rule.strength == "must" and not rule.of_placement:
            stops = ranking.outcomes[rule.id].fails & out
            out &= ~stops
            if stops:
                found.setdefault(rule.gate, []).append((rule, stops.bit_count()))
                first[rule.id] = ranking.options[(stops & -stops).bit_length() - 1]
    by_gate = [Stopped(gate, sum(n for _rule, n in rules), _most_first(rules), first) for gate, rules in found.items()]
    return (*by_gate, *([Stopped("", out.bit_count(), (), {})] if out else []))


def asked_about(explanation: Explanation) -> Iterator[tuple[WhyAsked, Miss]]:
    """Yield what runs now, was offered, is applied or wished for and is ruled out, each offer once, with all that rules it out."""
    ranking, near = explanation.ranking, NearMisses(explanation)
    told: set[str] = set()
    for why, options in named_in_case(ranking):
        by_offer: dict[str, list[Option]] = {}
        for option in options:
            by_offer.setdefault(option.offer.id, []).append(option)
        for offer, services in by_offer.items():
            standings = [ranking.standing(one) for one in services]
            if offer not in told and all(one is Standing.RULED_OUT for one in standings):
                told.add(offer)
                yield (
                    why,
                    near.miss(min(services, key=lambda one: (near.failing_musts(explanation.by_id[one.id]), one.id))),
                )


def named_and_ranked(ranking: Ranking) -> Iterator[tuple[WhyAsked, Option, int | None]]:
    """Yield each offer that a case names and that the first placement has not, unless it is ruled out, and where it stands.

    By its service that stands best, with the number of the first placement that has it; None where none of them does.
    """
    first, told = ranking.first, set[str]()
    given = frozenset() if first is None else {part.offer.id for part in first.parts}
    for why, options in named_in_case(ranking):
        by_offer: dict[str, list[Option]] = {}
        for option in options:
            if ranking.standing(option) is not Standing.RULED_OUT and not option.is_ordinary_home:
                by_offer.setdefault(option.offer.id, []).append(option)
        for offer, services in by_offer.items():
            if offer in told or offer in given:
                continue
            told.add(offer)
            ranked = (
                (n, part) for n, one in enumerate(ranking.placements, 1) for part in one.parts if part in services
            )
            best = min(services, key=lambda one: (ranking.standing(one).weakness, one.id))
            n, option = next(ranked, (None, best))
            yield why, option, n


def named_in_case(ranking: Ranking) -> Iterator[tuple[WhyAsked, list[Option]]]:
    """Yield the options that a case names, by why it does, ruled out or not; an option may come several times."""
    case, every = ranking.case, ranking.options
    reference = ranking.comparative.reference
    wished = case.wishes.offers or ()
    applied = [row for row in case.applied_by(ranking.as_of) or () if row.offer is not None]
    expand = ranking.guideline.lists["provision"].expand
    yield WhyAsked.CURRENT, [one for one in every if one.current is not None]
    yield WhyAsked.OFFERED, [*reference.parts] if reference.recorded else []
    for row in applied:
        granted = expand(row.provision)
        yield WhyAsked.APPLIED, [one for one in every if one.provision.id in granted and one.offer.id == row.offer]
    yield WhyAsked.WISHED, [one for one in every if one.id in wished or one.offer.id in wished]


def _most_first(rules: list[tuple[Rule, int]]) -> tuple[tuple[Rule, int], ...]:
    return tuple(sorted(rules, key=lambda one: (-one[1], one[0].id)))
