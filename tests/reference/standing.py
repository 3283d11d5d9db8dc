"""What has to be met, how far an option meets it, and the standing of an option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reference.conditions import World
from reference.documents import STAFF, Option, has_staff_for
from reference.missing import missing_of
from reference.of_case import Situation, applications
from reference.of_option import premises
from reference.outcome import FAILS, UNSURE, outcome
from reference.values import truth
from visit.rules.guideline.values import Rule
from visit.rules.language.values import UNKNOWN, Members
from visit.vocabulary import vocabulary

NONE, WHOLE, PERHAPS = (Decimal(0), Decimal(0)), (Decimal(1), Decimal(1)), (Decimal(0), Decimal(1))
CITIZEN, OFFER = "citizen", "offer"
LIGHT, MORE_THAN_SLIGHT = {"SEL-10", "SEL-12", "SEL-79", "SEL-82a"}, 2
OWN_HELPERS = {"SEL-95", "SEL-96"}
FOR_A_GROUP = {"SEL-98": "deafblindness"}
GROUPS = "case.target_groups"


@dataclass(frozen=True)
class Wanted:
    """One thing to be met: `kind:key`, in which areas, and how much of it."""

    id: str
    areas: frozenset[str]
    amount: Decimal = Decimal(1)


def requirements(now: Situation) -> list[Wanted]:
    """The needs; each needed area that no need belongs to; each feature of premises; the hours per week."""
    needs, areas = members("case.needs.must", now), members("case.needs.areas", now)
    for key in ("round_the_clock", "tied_staff"):
        if truth(World(now).name(f"case.needs.{key}")) is True:
            needs = needs | {key}
    recorded = frozenset() if "case.needs.areas" in now.proposed else areas
    wanted = []
    for key in needs:
        of_need = frozenset(now.guideline.needs[key].areas)
        wanted.append(Wanted(f"need:{key}", of_need & recorded or of_need))
    covered = frozenset().union(*(one.areas for one in wanted))
    wanted += [Wanted(f"area:{area}", frozenset((area,))) for area in areas - covered]
    wanted += [Wanted(f"premises:{key}", frozenset(("home",))) for key in members("case.needs.premises", now)]
    for area, hours in (now.citizen.get("needs", "hours_per_week") or {}).items():
        if Decimal(hours) > 0:
            wanted.append(Wanted(f"hours:{area}", frozenset((area,)), Decimal(hours)))
    return sorted(wanted, key=lambda one: one.id)


def members(fact: str, now: Situation) -> frozenset[str]:
    value = World(now).name(fact)
    return value.values if isinstance(value, Members) else frozenset()


def meets(option: Option, wanted: Wanted, now: Situation) -> tuple[Decimal, Decimal]:
    """How much of a requirement an option meets: surely, and at most, if what is unknown turns out well."""
    kind, key = wanted.id.split(":", 1)
    if not wanted.areas & set(option.areas):
        return NONE
    match kind:
        case "premises":
            return has_premises(option, key, now)
        case "area":
            met = WHOLE if fills(option, key, now) else NONE
        case _ if is_for_another_group(option, now):
            met = WHOLE if kind == "need" and key in option.covers else NONE
        case "hours":
            met = gives_hours(option, wanted.amount, wanted.areas)
        case _:
            met = meets_need(option, key)
    barred = no_substitute(option, kind, key, now)
    return NONE if barred is True else (Decimal(0), met[1]) if barred is UNKNOWN else met


def fills(option: Option, area: str, now: Situation) -> bool:
    """Whether it fills an area of which nothing more is said.

    An entrance to several places fills nothing; a service for a group nothing for somebody who is recorded in others. In support
    and care, helpers to employ do only where they are asked for, and advice, open help and help in groups only at a slight support
    need; an unknown one counts as slight.
    """
    need = now.citizen.get("support_need")
    if option.offer.get("entrance") or is_for_another_group(option, now):
        return False
    if area not in ("support", "care"):
        return True
    light = option.provision.id in LIGHT or option.service.get("kind") in ("open", "group")
    if light and need is not None and need >= MORE_THAN_SLIGHT:
        return False
    return not is_unasked(option, now)


def is_for_another_group(option: Option, now: Situation) -> bool:
    """Whether it is for one group, and the citizen is recorded in others, or in none, and not in that one."""
    groups = now.citizen.get("target_groups") or {}
    if option.provision.id not in FOR_A_GROUP or not ("primary" in groups or "secondary" in groups):
        return False
    its = vocabulary().codes["target_group"].expand(FOR_A_GROUP[option.provision.id])
    return not its & {groups.get("primary"), *groups.get("secondary", ())}


def is_unasked(option: Option, now: Situation) -> bool:
    """Whether it is helpers to employ, which the citizen neither has nor has applied for or wished."""
    if option.provision.id not in OWN_HELPERS or option.current is not None:
        return False
    expand = vocabulary().codes["provision"].expand
    applied = any(option.provision.id in expand(row["provision"]) for row in applications(now))
    return not applied and truth(World(now, option=option).name("option.wished")) is not True


def waits_for(option: Option, wanted: Wanted, now: Situation) -> str | None:
    """Who can tell whether an option meets what it meets only perhaps: the citizen's facts alone, or the offer too."""
    sure, most = meets(option, wanted, now)
    if sure == most:
        return None
    if option.kind in ("home", "tenancy"):
        return CITIZEN
    kind, key = wanted.id.split(":", 1)
    stated = {"area": WHOLE, "hours": gives_hours(option, wanted.amount, wanted.areas)}.get(kind) or meets_need(
        option, key
    )
    return CITIZEN if kind != "premises" and stated[0] == stated[1] else OFFER


def has_premises(option: Option, feature: str, now: Situation) -> tuple[Decimal, Decimal]:
    """Those of a tenancy to be found are not recorded anywhere."""
    found = premises(option, now)
    return PERHAPS if found is UNKNOWN else WHOLE if feature in found.values else NONE


def gives_hours(option: Option, amount: Decimal, areas: frozenset[str]) -> tuple[Decimal, Decimal]:
    """Up to the limit of the service; without one, all where hours are granted or included.

    In an area where no help is granted in hours, the offer has to say how many it gives.
    """
    limit = option.service.get("hours_per_week")
    if limit is not None:
        return Decimal(limit), Decimal(limit)
    if option.provision.hours in ("granted", "included"):
        return amount, amount
    counted = {area for one in vocabulary().provisions.values() if one.hours == "granted" for area in one.areas}
    return NONE if areas <= counted | {"home"} else (Decimal(0), amount)


def meets_need(option: Option, need: str) -> tuple[Decimal, Decimal]:
    if need in option.covers:
        return WHOLE
    if need in option.listed("lacks") or option.kind in ("home", "tenancy"):
        return NONE
    staff = option.get("staff") or option.provision.staff
    if need in STAFF and staff is not None:
        return WHOLE if has_staff_for(need, staff) else NONE
    return NONE if need in option.provision.never else PERHAPS


def no_substitute(option: Option, kind: str, key: str, now: Situation) -> object:
    """Whether the citizen is entitled to another provision, for which the law says this one is no substitute."""
    entitled = [
        truth(World(now).name(f"entitled({id})"))
        for id in option.provision.not_a_substitute_for
        if key
        in (now.guideline.usual(vocabulary().provisions[id]) if kind == "need" else vocabulary().provisions[id].areas)
    ]
    return True if True in entitled else UNKNOWN if UNKNOWN in entitled else False


@dataclass(frozen=True)
class Judged:
    """What one pass knows of an option.

    Attributes:
        surely: How much of each requirement it meets for sure.
        at_most: The same, if what is unknown turns out well.
        outcomes: What each rule gives for it.
        exceptions: How many presumptions fail, or may.
        doubts: For how many facts of the offer a must is unknown, each counted once, and a dwelling to be found. What the citizen
            alone can tell is none.
        of_group: Whether only somebody in a target group is entitled to it, and nobody has recorded the citizen in it.
        held: Whether somebody else decides first.
        refused: Whether its offer has said no.
        coerced: Whether it waits for a decision against the citizen's will.
    """

    option: Option
    surely: Sequence[Decimal]
    at_most: Sequence[Decimal]
    outcomes: Mapping[str, str]
    standing: str
    exceptions: int
    doubts: int
    of_group: bool
    held: bool
    refused: bool
    coerced: bool


def judge(option: Option, wanted: Sequence[Wanted], rules: Sequence[Rule], now: Situation) -> Judged:
    met = [meets(option, one, now) for one in wanted]
    surely, at_most = [sure for sure, _most in met], [most for _sure, most in met]
    world = World(now, option=option)
    outcomes = {rule.id: outcome(rule, world) for rule in rules}

    def count(strength: str, *given: str) -> int:
        return sum(rule.strength == strength and outcomes[rule.id] in given for rule in rules)

    open_musts = [rule for rule in rules if rule.strength == "must" and outcomes[rule.id] == UNSURE]
    held = sum(holds_back(rule, outcomes[rule.id]) for rule in rules)
    open_holds = count("hold", FAILS, UNSURE) - held
    acute = option.provision.lane == "acute"
    if count("must", FAILS) or not (any(at_most) or acute or option.continues):
        standing = "ruled_out"
    elif acute:
        standing = "acute"
    elif count("must", UNSURE) or open_holds or (any(at_most) and not any(surely)):
        standing = "undecided"
    elif held:
        standing = "awaiting"
    else:
        standing = "by_exception" if count("presumption", FAILS, UNSURE) else "suitable"
    return Judged(
        option=option,
        surely=surely,
        at_most=at_most,
        outcomes=outcomes,
        standing=standing,
        exceptions=count("presumption", FAILS, UNSURE),
        doubts=len(offer_has_to_tell(open_musts, world)) + to_be_found(option, world),
        of_group=any(rule.gate == "entitlement" and GROUPS in missing_of(rule, world) for rule in open_musts),
        held=held > 0,
        refused=any(rule.by == "offer" and outcomes[rule.id] == FAILS for rule in rules),
        coerced=any(rule.by == "family_court_house" and outcomes[rule.id] == FAILS for rule in rules),
    )


def to_be_found(option: Option, world: World) -> bool:
    return option.kind == "tenancy" and world.name("case.home.dwelling.from") is UNKNOWN


def offer_has_to_tell(open_musts: Sequence[Rule], world: World) -> set[str]:
    """The facts of the offer that leave a must unknown."""
    missing = set().union(*(missing_of(rule, world) for rule in open_musts))
    return {name for name in missing if name.startswith(("option.", "offer."))}


def holds_back(rule: Rule, given: str) -> bool:
    """Whether somebody else decides first: a hold that fails, or is unknown and says that not to know is to wait."""
    return rule.strength == "hold" and (given == FAILS or (given == UNSURE and rule.if_unknown == "awaiting"))
