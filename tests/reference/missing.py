"""Which facts leave a condition unknown: those somebody would have to find out."""

from __future__ import annotations

from reference.conditions import World, entitling
from reference.prices import level_waits_for, waits_for
from reference.values import is_settled
from visit.rules.guideline.values import Rule
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    KeySelection,
    Listing,
    Logic,
    Name,
    Node,
    Not,
    parse_condition,
)
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import vocabulary

NOT_WITHOUT = {
    "option.wished": "case.wishes.offers",
    "option.avoided": "case.wishes.avoid",
    "option.specialisation": "case.target_groups.primary",
    "option.price_ratio": "case.target_groups.primary",
    "option.age_fits": "case.age",
    "option.tried_not_enough": "case.tried",
    "tried_lower": "case.tried",
    "option.consent_to_move": "case.consent.move",
    "option.guardian_accepts": "case.guardian.accepts",
    "option.less_grounded": "case.current.grounds",
    "travel.network_km": "case.network.count",
    "travel.network_minutes_by_car": "case.network.count",
    "travel.network_minutes_by_transit": "case.network.count",
    "travel.home_minutes_by_car": "case.home.place",
    "travel.home_minutes_by_transit": "case.home.place",
    "travel.harm_minutes_by_car": "case.network.harmful",
    "travel.harm_minutes_by_transit": "case.network.harmful",
    "travel.home_km": "case.home.place",
    "option.for_the_group": "case.target_groups",
    "option.lives_here": "case.home.housing",
    "travel.harm_km": "case.network.harmful",
}
"""What is known of an option for a citizen only when this fact of the citizen is."""
ESTIMATES = {
    "travel.estimated_home_km": "travel.home_km",
    "placement.estimated_commute_km": "placement.commute_km",
    "placement.estimated_visits_km": "placement.visits_km",
}
"""What is an estimate, and what it is an estimate of."""


def missing_of(rule: Rule, world: World, within: frozenset[str] = frozenset()) -> set[str]:
    parts = [part.node for part in (rule.unless, rule.when, rule.require) if part is not None]
    return set().union(*(missing(part, world, within) for part in parts))


def missing(node: Node, world: World, within: frozenset[str] = frozenset()) -> set[str]:
    """The facts that leave a condition unknown; none where it is known.

    `within` are the entitlements that it is asked behind: nothing more stands behind one that rests on itself.
    """
    if world.holds(node) is not UNKNOWN:
        return set()
    if isinstance(node, Logic):
        return set().union(*(missing(part, world, within) for part in node.parts))
    if isinstance(node, Not):
        return missing(node.operand, world, within)
    openly = names_in(node, world, without="assessed")
    found = set().union(*(behind(name, world, within) for name in openly))
    return found or set().union(*(behind(name, world, within) for name in names_in(node, world)))


def behind(name: str, world: World, within: frozenset[str] = frozenset()) -> set[str]:
    """A name that is not settled: itself, or what its table or entitlement rests on."""
    if is_settled(world.name(name)) or name in within:
        return set()
    if name.startswith("entitled("):
        case_side, further = World(world.now, bare=world.bare), within | {name}
        return set().union(*(missing_of(rule, case_side, further) for rule in entitling(world.guideline, name[9:-1])))
    if name in world.guideline.tables:
        return behind_table(name, world)
    if name.startswith("tried("):
        return {"case.tried"}
    name = ESTIMATES.get(name, name)
    unread = NOT_WITHOUT.get(name)
    found = {unread} if unread is not None and not is_settled(world.name(unread)) else set()
    return found | behind_option(name, world) or {name}


def behind_option(name: str, world: World) -> set[str]:
    """What an option's own list or condition asks of the case, or of the offer; none where it asks nothing."""
    option = world.option
    if option is None:
        return set()

    def open_facts(condition: str) -> set[str]:
        return missing(parse_condition(condition), World(world.now, bare=True))

    match name:
        case "option.price_dkk_per_day" | "option.price_ratio" if not is_settled(
            world.name("option.price_dkk_per_day")
        ):
            return waits_for(option, world.now, world.recorded_alone, open_facts)
        case "option.price_level":
            return level_waits_for(option, world.now, world.recorded_alone, open_facts)
        case "option.operator_excludes":
            return open_facts(option.offer.get("excludes", "true"))
        case "option.meant_for_citizen":
            return open_facts(option.service.get("when", "true"))
    return set()


def behind_table(name: str, world: World) -> set[str]:
    """What leaves its rows open, down to the first that is true."""
    found: set[str] = set()
    for when, then in world.guideline.tables[name].rows:
        holds = True if when is None else world.holds(when.node)
        if when is not None:
            found |= missing(when.node, world)
        if holds is not False:
            found |= set().union(*(behind(one, world) for one in names_in(then.node, world)))
        if holds is True:
            break
    return found or {name}


def names_in(node: Node, world: World, without: str = "") -> set[str]:
    """The facts, tables and entitlements that a condition names; what stands in one function may be left out."""
    match node:
        case Call(function=function) if function == without:
            return set()
        case KeySelection(of=of):
            return names_in(of, world)
        case Name(name=name):
            known = name in world.guideline.types or name in world.guideline.tables
            return {name} if known else set()
        case Call(function="entitled", arguments=(Name(name=name),)):
            return {f"entitled({id})" for id in vocabulary().codes["provision"].expand(name)}
        case Call(function="met_by", arguments=(Name(name=name),)):
            return {f"met_by({name})"}
        case Call(function="tried", arguments=(Name(name=name),)):
            return {"case.tried" if name in vocabulary().codes["provision"].terms else f"tried({name})"}
        case Call(arguments=inside) | Listing(items=inside) | Logic(parts=inside):
            return set().union(*(names_in(one, world, without) for one in inside))
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            return names_in(left, world, without) | names_in(right, world, without)
        case Not(operand=operand):
            return names_in(operand, world, without)
    return set()
