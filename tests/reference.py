"""The ranking, written to be read: slow, obvious, and sharing nothing with the engine that ranks.

It reads the same values (case, catalogue, guideline, the table of facts) and does everything after that in its own way: conditions
are interpreted node by node, every set of options is tried, and two placements are compared criterion by criterion. The engine must
give the same outcomes, standings and placements. `docs/semantics.md` says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cmp_to_key
from itertools import combinations, product
from typing import Any

from visit.case import Case
from visit.catalogue import Catalogue, Offer, Option, option_of
from visit.places import distance_metres
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.registry import OFFER_TELLS, facts
from visit.rules.guideline.values import Guideline, Preference, Rule, Table
from visit.rules.language.expression import Arithmetic, Call, Comparison, Listing, Literal, Logic, Name, Node, Not
from visit.rules.language.values import UNKNOWN, Levels, Members, Possible
from visit.vocabulary import provision, vocabulary

HOLDS, FAILS, UNSURE, NOT_APPLICABLE, CONFIRM = "HOLDS", "FAILS", "UNKNOWN", "NOT_APPLICABLE", "CONFIRM"
MOST = 64
"""More possible results than this, or more combinations of them, and a value is simply unknown."""
FACTS = facts()


# --- conditions: an interpreter over the tree -----------------------------------------------------------------------
# A scalar is the set of results it may still have (one of them: known), or UNKNOWN. A truth is True, False or UNKNOWN.


@dataclass(frozen=True)
class Answers:
    """What a collection of conditions gives: how many are true, how many false, how many not known."""

    true: int
    false: int
    open: int


def truth(value: Any) -> Any:
    """A value as a truth."""
    if isinstance(value, bool):
        return value
    if isinstance(value, frozenset) and len(value) == 1:
        return truth(next(iter(value)))
    return UNKNOWN


def conjunction(truths: Iterable[Any]) -> Any:
    given = list(truths)
    if any(one is False for one in given):
        return False
    return UNKNOWN if any(one is UNKNOWN for one in given) else True


def opposite(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN else not value


def disjunction(truths: Iterable[Any]) -> Any:
    return opposite(conjunction(opposite(one) for one in truths))


def combine(operation: Callable[..., Any], *operands: Any) -> Any:
    """Every result that the operands' possible results can give."""
    if any(one is UNKNOWN for one in operands):
        return UNKNOWN
    size = 1
    for one in operands:
        size *= len(one)
    if size > MOST:
        return UNKNOWN
    return frozenset(operation(*chosen) for chosen in product(*operands))


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class World:
    """Everything a condition can name, for one option or one placement, or for the case alone.

    `bare` leaves out what the guideline proposes. A name that cannot be read here is unknown.
    """

    def __init__(
        self,
        ranked: Reference,
        *,
        option: Option | None = None,
        extra: Mapping[str, Any] | None = None,
        bare: bool = False,
    ) -> None:
        self.ranked, self.option, self.bare = ranked, option, bare
        self.extra = {**ranked.comparative, **(extra or {})}
        self.found: dict[str, Any] = {}

    @property
    def guideline(self) -> Guideline:
        return self.ranked.guideline

    # --- names ---

    def name(self, name: str) -> Any:
        if name not in self.found:
            self.found[name] = self.read(name)
        return self.found[name]

    def read(self, name: str) -> Any:
        if name in self.extra:
            return settle(self.extra[name])
        if name.startswith("entitled("):
            return self.entitled(name[9:-1])
        if name in self.guideline.parameters:
            return frozenset((self.guideline.parameters[name].value,))
        if name in self.guideline.tables:
            return self.table(self.guideline.tables[name])
        if name == "met_lower":
            return self.met_lower()
        fact = FACTS[name]
        if fact.read is None:
            return UNKNOWN
        if fact.side == "option":
            return UNKNOWN if self.option is None else settle(fact.read(self.option, self.ranked.now))
        value = fact.read(self.ranked.case, self.ranked.as_of)
        if value is UNKNOWN and not self.bare:
            value = self.ranked.proposed.get(name, UNKNOWN)
        return settle(value)

    def table(self, table: Table) -> Any:
        """The results still reachable: up to the first row that is true, without rows that are false."""
        results: list[Any] = []
        for when, then in table.rows:
            holds = True if when is None else self.holds(when.node)
            if holds is not False:
                results.append(self.value(then.node, table.type.codes))
            if holds is True:
                break
        if any(one is UNKNOWN for one in results):
            return UNKNOWN
        return few(frozenset().union(*results))

    def entitled(self, id: str) -> Any:
        rules = [
            rule
            for rule in self.guideline.rules
            if rule.gate == "entitlement" and rule.strength == "must" and not rule.of_placement
            and id in (rule.provisions or ())
        ]  # fmt: skip
        if not rules:
            return UNKNOWN
        world = World(self.ranked, bare=self.bare)
        return settle(conjunction(world.rule_truth(rule) for rule in rules))

    def rule_truth(self, rule: Rule) -> Any:
        """`unless or not when or require`."""
        parts = [self.holds(rule.require.node)]
        if rule.when is not None:
            parts.append(opposite(self.holds(rule.when.node)))
        if rule.unless is not None:
            parts.append(self.holds(rule.unless.node))
        return disjunction(parts)

    def met_lower(self) -> Any:
        if self.option is None or self.ranked.lowest_step is None:
            return frozenset((False,)) if self.option is not None and self.ranked.second_pass else UNKNOWN
        return frozenset((self.ranked.lowest_step < self.ranked.step(self.option).get("home", -1),))

    # --- nodes ---

    def holds(self, node: Node) -> Any:
        return truth(self.value(node))

    def value(self, node: Node, codes: str | None = None) -> Any:
        match node:
            case Literal(value=value):
                return frozenset((value,))
            case Name(name=name):
                if codes is not None and name in self.guideline.lists[codes].terms:
                    return frozenset((name,))
                return self.name(name)
            case Not(operand=operand):
                return settle(opposite(self.holds(operand)))
            case Logic(operator=operator, parts=parts):
                join = conjunction if operator == "and" else disjunction
                return settle(join([self.holds(part) for part in parts]))
            case Arithmetic(operator=operator, left=left, right=right):
                work = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[operator]
                return few(combine(work, self.value(left), self.value(right)))
            case Comparison():
                return self.comparison(node)
            case Call():
                return self.call(node)
        raise AssertionError(node)

    def codes_of(self, node: Node) -> str | None:
        if isinstance(node, Name) and node.name in self.guideline.types:
            return self.guideline.types[node.name].codes if self.kind_of(node) != "levels" else None
        if isinstance(node, Call) and node.function == "assessed":
            return self.codes_of(node.arguments[0])
        return None

    def kind_of(self, node: Node) -> str:
        if isinstance(node, Name) and node.name in self.guideline.types:
            return self.guideline.types[node.name].kind
        if isinstance(node, Call) and node.function == "assessed":
            return self.kind_of(node.arguments[0])
        return "scalar"

    def wanted(self, node: Node, codes: str | None) -> frozenset[str] | None:
        """For a written code: it and all below it in its list."""
        if codes is not None and isinstance(node, Name) and node.name in self.guideline.lists[codes].terms:
            return self.guideline.lists[codes].expand(node.name)
        return None

    def comparison(self, node: Comparison) -> Any:
        codes = self.codes_of(node.left) or self.codes_of(node.right)
        if node.operator.endswith("includes"):
            given = self.includes(node, codes)
            return settle(opposite(given) if node.operator.startswith("not") else given)
        items = node.right.items if isinstance(node.right, Listing) else (node.right,)
        operator = {"in": "==", "not in": "!="}.get(node.operator, node.operator)
        if self.kind_of(node.left) in ("levels", "codes", "texts"):
            return self.each(node.left, operator, items, codes)
        tests = [self.compare(operator, node.left, item, codes) for item in items]
        return settle(conjunction(tests) if operator == "!=" else disjunction(tests))

    def compare(self, operator: str, left: Node, right: Node, codes: str | None) -> Any:
        for one, other in ((left, right), (right, left)):
            below = self.wanted(other, codes)
            if below is not None and operator in ("==", "!="):
                within = combine(lambda a, below=below: (a in below) is (operator == "=="), self.value(one, codes))
                return truth(within)
        a, b = self.value(left, codes), self.value(right, codes)
        if codes is not None and operator not in ("==", "!="):
            order = list(self.guideline.lists[codes].terms)
            return truth(combine(lambda a, b: COMPARE[operator](order.index(a), order.index(b)), a, b))
        return truth(combine(COMPARE[operator], a, b))

    def each(self, left: Node, operator: str, items: Sequence[Node], codes: str | None) -> Any:
        """A comparison of every member of a collection."""
        collection = self.value(left)
        if collection is UNKNOWN:
            return UNKNOWN
        wanted = [self.wanted(item, codes) or self.value(item, codes) for item in items]
        if any(
            one is UNKNOWN or (len(one) > 1 and self.wanted(item, codes) is None)
            for one, item in zip(wanted, items, strict=True)
        ):
            return UNKNOWN

        def test(member: Any) -> bool:
            if operator in ("==", "!="):
                return any(member in one for one in wanted) is (operator == "==")
            return COMPARE[operator](member, next(iter(wanted[0])))

        members = list(collection.values.values() if isinstance(collection, Levels) else collection.values)
        true = sum(test(member) for member in members)
        return Answers(true, len(members) - true, unrecorded(collection))

    def includes(self, node: Comparison, codes: str | None) -> Any:
        collection = self.value(node.left)
        wanted = self.wanted(node.right, codes) or self.value(node.right, codes)
        if collection is UNKNOWN or wanted is UNKNOWN:
            return UNKNOWN
        if self.wanted(node.right, codes) is None and len(wanted) > 1:
            return UNKNOWN
        if any(member in wanted for member in collection.values):
            return True
        return False if collection.complete else UNKNOWN

    def call(self, node: Call) -> Any:
        if node.function == "entitled":
            ids = vocabulary().codes["provision"].expand(node.arguments[0].name)  # type: ignore[union-attr]
            return settle(disjunction(truth(self.name(f"entitled({id})")) for id in sorted(ids)))
        given = [self.value(one) for one in node.arguments]
        first = given[0]
        match node.function:
            case "known":
                return settle(is_known(first))
            case "assessed":
                if first is UNKNOWN:
                    return Members(frozenset())
                if isinstance(first, Answers):
                    return Answers(first.true, first.false, 0)
                if isinstance(first, Levels):
                    return Levels(first.values, 0, first.lowest, first.highest)
                return Members(first.values)
            case "any":
                if first is UNKNOWN:
                    return UNKNOWN
                return settle(True if first.true else UNKNOWN if first.open else False)
            case "all":
                if first is UNKNOWN:
                    return UNKNOWN
                return settle(False if first.false else UNKNOWN if first.open else True)
            case "count":
                return counted(first)
            case "min" | "max" if len(given) == 1:
                return extreme(first, node.function)
            case "min" | "max":
                return few(combine(min if node.function == "min" else max, *given))
            case "years_between":
                return few(combine(lambda a, b: months(a, b) // 12, *given))
            case "months_between":
                return few(combine(months, *given))
        raise AssertionError(node)


def settle(value: Any) -> Any:
    """A value of the table of facts as this interpreter has it."""
    if value is UNKNOWN or isinstance(value, Members | Levels | Answers | frozenset):
        return value
    return value.values if isinstance(value, Possible) else frozenset((value,))


def few(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN or not 0 < len(value) <= MOST else value


def unrecorded(collection: Members | Levels) -> int:
    """How many members may be missing; a set that is not complete may have any number more."""
    if isinstance(collection, Levels):
        return collection.open_keys
    return 0 if collection.complete else MOST - 1


def counted(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, Members):
        return frozenset((len(value.values),)) if value.complete else UNKNOWN
    least, open = (value.true, value.open) if isinstance(value, Answers) else (len(value.values), value.open_keys)
    return few(frozenset(range(least, least + open + 1)))


def extreme(value: Any, function: str) -> Any:
    """The highest or lowest level: any that an unrecorded one could still make it."""
    if value is UNKNOWN or not (value.values or value.open_keys):
        return UNKNOWN
    pick = max if function == "max" else min
    if not value.open_keys:
        return frozenset((pick(value.values.values()),))
    if value.highest is None:
        return UNKNOWN
    scale = range(value.lowest, value.highest + 1)
    return frozenset(pick([*value.values.values(), level]) for level in scale)


def months(start: date, end: date) -> int:
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole - 1 if end.day < start.day else whole


def is_known(value: Any) -> bool:
    if isinstance(value, Members):
        return value.complete or bool(value.values)
    if isinstance(value, Levels):
        return bool(value.values) or value.open_keys == 0
    return value is not UNKNOWN and len(value) == 1


def is_settled(value: Any) -> bool:
    if isinstance(value, Members):
        return value.complete
    if isinstance(value, Levels):
        return value.open_keys == 0
    return value is not UNKNOWN and len(value) == 1


# --- which facts are missing ----------------------------------------------------------------------------------------


def missing(node: Node | None, world: World) -> set[str]:
    """The facts that leave a condition unknown."""
    if node is None or world.holds(node) is not UNKNOWN:
        return set()
    if isinstance(node, Logic):
        return set().union(*(missing(part, world) for part in node.parts))
    if isinstance(node, Not):
        return missing(node.operand, world)
    return set().union(*(behind(name, world) for name in names_in(node, world)))


def missing_of(rule: Rule, world: World) -> set[str]:
    parts = [part.node for part in (rule.unless, rule.when, rule.require) if part is not None]
    return set().union(*(missing(part, world) for part in parts))


NOT_WITHOUT = {
    "option.wished": ("case.wishes.offers",),
    "option.avoided": ("case.wishes.avoid",),
    "option.specialisation": ("case.target_groups.primary",),
    "option.price_ratio": ("case.target_groups.primary",),
    "option.age_fits": ("case.age",),
    "travel.network_km": ("case.network.count",),
    "travel.home_km": ("case.home.place",),
}
"""What is known of an option for a citizen only when these facts of the citizen are."""


def behind(name: str, world: World) -> set[str]:
    """A name that is not settled: itself, or what its table or entitlement rests on."""
    if is_settled(world.name(name)):
        return set()
    if name.startswith("entitled("):
        case_side = World(world.ranked, bare=world.bare)
        rules = [rule for rule in world.guideline.rules if rule.gate == "entitlement" and rule.strength == "must"]
        return set().union(*(missing_of(r, case_side) for r in rules if name[9:-1] in (r.provisions or ())))
    if name not in world.guideline.tables:
        unread = {fact for fact in NOT_WITHOUT.get(name, ()) if not is_settled(world.name(fact))}
        return unread or {name}
    found: set[str] = set()
    for when, then in world.guideline.tables[name].rows:
        holds = True if when is None else world.holds(when.node)
        if when is not None:
            found |= missing(when.node, world)
        if holds is not False:
            found |= set().union(*(behind(one, world) for one in names_in(then.node, world)))
        if holds is True:
            break
    return found


def names_in(node: Node, world: World) -> set[str]:
    match node:
        case Name(name=name):
            known = name in world.guideline.types or name in world.guideline.tables
            return {name} if known else set()
        case Call(function="entitled", arguments=(Name(name=name),)):
            return {f"entitled({id})" for id in vocabulary().codes["provision"].expand(name)}
        case Call(arguments=inside) | Listing(items=inside) | Logic(parts=inside):
            return set().union(*(names_in(one, world) for one in inside))
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            return names_in(left, world) | names_in(right, world)
        case Not(operand=operand):
            return names_in(operand, world)
    return set()


# --- the ranking ----------------------------------------------------------------------------------------------------

WEAKNESS = ("suitable", "by_exception", "awaiting", "undecided")
DAY = {"activity", "work", "education", "treatment"}
STAFF = {"round_the_clock": "tied_day_and_night", "tied_staff": "tied_part_of_day", "one_to_one": "one_to_one"}
NOT_IN_FIRST_PASS = {"option.wished", "option.avoided", "placement.free_choice", "placement.price_ratio"} | {
    name for name, fact in FACTS.items() if fact.side == "comparative"
}


@dataclass(frozen=True)
class Wanted:
    """One thing to be met: `kind:key`, where, and how much of it."""

    id: str
    areas: frozenset[str]
    amount: Decimal = Decimal(1)


def asked_of(parts: Sequence[Option], wanted: Wanted) -> Sequence[Option]:
    """Staff are asked of the stay, where a placement has one; everything else of all parts."""
    stays = [part for part in parts if "home" in part.areas and {"support", "care"} & set(part.areas)]
    return stays if stays and wanted.id.removeprefix("need:") in STAFF else parts


@dataclass(frozen=True)
class Found:
    """A placement: its parts, its standing, and one entry per criterion of the order, lower better."""

    parts: tuple[Option, ...]
    standing: str
    criteria: tuple[tuple[str, Any], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(part.id for part in self.parts)


class Reference:
    """One ranking. `outcomes[rule][option]`, `standings[option]` and `placements` are what the engine must give too."""

    def __init__(self, case: Case, catalogue: Catalogue, guideline: Guideline, as_of: date) -> None:
        self.case, self.guideline, self.as_of = case, guideline, as_of
        self.comparative: dict[str, Any] = {}
        self.proposed: dict[str, Any] = {}
        self.second_pass = False
        self.lowest_step: int | None = None
        self.reference_price: Any = UNKNOWN
        self.now = Circumstances(
            case=case, as_of=as_of, nearness=guideline.nearness, reference_prices=guideline.reference_prices,
            excludes=self.excludes,
        )  # fmt: skip
        self.propose()
        self.options = open_options(case, catalogue, as_of)
        self.wanted = self.requirements()
        self.surely = {option.id: [self.meets(option, one)[0] for one in self.wanted] for option in self.options}
        self.at_most = {option.id: [self.meets(option, one)[1] for one in self.wanted] for option in self.options}
        self.outcomes: dict[str, dict[str, str]] = {}
        self.standings: dict[str, str] = {}
        self.first_pass()
        self.rank(second=True)
        self.placements = self.in_order(self.every_placement())

    # --- what the guideline proposes ---

    def propose(self) -> None:
        """Missing case facts that the guideline fills in; what it proposes rests on recorded facts alone."""
        world = World(self, bare=True)
        found: dict[str, Any] = {}
        for proposal in self.guideline.proposals:
            fact = proposal.fact
            if world.name(fact) is not UNKNOWN or world.holds(proposal.when.node) is not True:
                continue
            if self.guideline.types[fact].kind == "codes":
                found[fact] = found.get(fact, frozenset()) | {proposal.value}
            else:
                found.setdefault(fact, proposal.value)
        areas = {area for area, when, _origin in self.guideline.areas if world.holds(when.node) is True}
        if world.name("case.needs.areas") is UNKNOWN and areas:
            found["case.needs.areas"] = frozenset(areas)
        self.proposed = {
            fact: Members(frozenset(value)) if self.guideline.types[fact].kind == "codes" else value
            for fact, value in found.items()
        }

    def excludes(self, source: str) -> Any:
        from visit.rules.language.expression import parse

        return World(self, bare=True).holds(parse(source))

    # --- what has to be met, and by what it is met ---

    def members(self, fact: str) -> frozenset[str]:
        value = World(self).name(fact)
        return value.values if isinstance(value, Members) else frozenset()

    def requirements(self) -> list[Wanted]:
        needs = set(self.members("case.needs.must"))
        if truth(World(self).name("case.needs.round_the_clock")) is True:
            needs.add("round_the_clock")
        recorded = frozenset() if "case.needs.areas" in self.proposed else self.members("case.needs.areas")
        found = []
        for key in needs:
            areas = frozenset(self.guideline.needs[key].areas)
            found.append(Wanted(f"need:{key}", areas & recorded or areas))
        for area in self.members("case.needs.areas"):
            if not any(area in one.areas for one in found if one.id.startswith("need:")):
                found.append(Wanted(f"area:{area}", frozenset((area,))))
        for feature in self.members("case.needs.premises"):
            found.append(Wanted(f"premises:{feature}", frozenset(("home",))))
        for area, hours in (self.case.get("needs", "hours_per_week") or {}).items():
            if Decimal(hours) > 0:
                found.append(Wanted(f"hours:{area}", frozenset((area,)), Decimal(hours)))
        return sorted(found, key=lambda one: one.id)

    def meets(self, option: Option, wanted: Wanted) -> tuple[Decimal, Decimal]:
        """How much of a requirement an option meets: surely, and if what is unknown turns out well."""
        none, whole, perhaps = (Decimal(0), Decimal(0)), (Decimal(1), Decimal(1)), (Decimal(0), Decimal(1))
        kind, key = wanted.id.split(":", 1)
        if not wanted.areas & set(option.areas):
            return none
        if kind == "premises":
            if option.kind == "tenancy":
                return perhaps
            has = (
                self.case.get("citizen", "home", "premises") if option.kind == "home" else option.offer.get("premises")
            )
            return perhaps if has is None else whole if key in has else none
        if kind == "area":
            met = whole
        elif kind == "hours":
            limit = option.service.get("hours_per_week")
            if limit is not None:
                met = (Decimal(limit), Decimal(limit))
            else:
                met = (wanted.amount, wanted.amount) if option.provision.hours in ("granted", "included") else none
        else:
            met = self.meets_need(option, key, none, whole, perhaps)
        return self.unless_no_substitute(option, kind, key, met)

    def meets_need(self, option: Option, key: str, none: Any, whole: Any, perhaps: Any) -> Any:
        if key in option.covers:
            return whole
        if key in option.lacks or option.kind in ("home", "tenancy"):
            return none
        staff = option.get("staff") or option.provision.staff
        if key in STAFF and staff is not None:
            order = list(vocabulary().codes["staff"].terms)
            return whole if order.index(staff) >= order.index(STAFF[key]) else none
        return perhaps

    def unless_no_substitute(self, option: Option, kind: str, key: str, met: Any) -> Any:
        barred: list[Any] = []
        for id in option.provision.not_a_substitute_for:
            other = vocabulary().provisions[id]
            if key in (other.usual if kind == "need" else other.areas):
                barred.append(truth(World(self).name(f"entitled({id})")))
        if True in barred:
            return (Decimal(0), Decimal(0))
        return (Decimal(0), met[1]) if UNKNOWN in barred else met

    # --- outcomes and standings ---

    def outcome(self, rule: Rule, option: Option) -> str:
        if rule.provisions is not None and option.provision.id not in rule.provisions:
            return NOT_APPLICABLE
        world = World(self, option=option)
        given = judged(rule, world)
        if given == FAILS and self.proposed and judged(rule, World(self, option=option, bare=True)) != FAILS:
            return UNSURE
        if given == UNSURE and rule.confirm and the_offer_can_tell(missing_of(rule, world)):
            return CONFIRM
        return given

    def rank(self, *, second: bool) -> None:
        rules = [rule for rule in self.guideline.rules if not rule.of_placement and (second or not rule.comparative)]
        self.outcomes = {rule.id: {o.id: self.outcome(rule, o) for o in self.options} for rule in rules}
        self.standings = {option.id: self.standing(option, rules) for option in self.options}
        self.exceptions = {
            option.id: sum(
                rule.strength == "presumption" and self.outcomes[rule.id][option.id] in (FAILS, UNSURE)
                for rule in rules
            )
            for option in self.options
        }
        self.doubts = {
            option.id: sum(
                rule.strength == "must" and rule.gate == "sufficiency" and self.outcomes[rule.id][option.id] == UNSURE
                for rule in rules
            )
            for option in self.options
        }
        self.held = {
            option.id: any(rule.strength == "hold" and self.outcomes[rule.id][option.id] == FAILS for rule in rules)
            for option in self.options
        }
        self.placement_rules = [r for r in self.guideline.rules if r.of_placement and (second or not r.comparative)]
        self.preferences = self.ordering(second)

    def standing(self, option: Option, rules: Sequence[Rule]) -> str:
        def some(strengths: Sequence[str], outcomes: Sequence[str]) -> bool:
            return any(r.strength in strengths and self.outcomes[r.id][option.id] in outcomes for r in rules)

        acute = option.provision.lane == "acute"
        meets = any(self.at_most[option.id])
        if some(["must"], [FAILS]) or not (meets or acute or continues(option)):
            return "ruled_out"
        if acute:
            return "acute"
        if some(["must", "hold"], [UNSURE]) or (meets and not any(self.surely[option.id])):
            return "undecided"
        if some(["hold"], [FAILS]):
            return "awaiting"
        return "by_exception" if some(["presumption"], [FAILS, UNSURE]) else "suitable"

    # --- the first pass ---

    def first_pass(self) -> None:
        """What other options there are; what runs and continues is not weighed again, it counts as suitable here."""
        self.rank(second=False)
        for option in self.kept():
            self.standings[option.id] = "suitable"
        suitable = [found for found in self.in_order(self.every_placement()) if found.standing == "suitable"]
        steps = [max(self.step(part).get("home", 0) for part in found.parts) for found in suitable]
        today = {o.id for o in self.options if o.current is not None or o.kind == "home"}
        own = {o.id for o in self.options if truth(World(self, option=o).name("option.internal")) is True}
        offered = self.case.get("offered")
        named = [option for option in self.options if offered in (option.id, option.offer.id)]
        reference = (named[0],) if named else suitable[0].parts if suitable else ()
        self.lowest_step, self.second_pass = min(steps, default=None), True
        self.reference_price = self.price(reference) if reference else UNKNOWN
        self.comparative = {
            "own_match": any(set(found.ids) <= own for found in suitable),
            "current_sufficient": any(set(found.ids) <= today for found in suitable),
            "reference.price_dkk_per_day": self.reference_price,
        }

    # --- placements ---

    def kept(self) -> list[Option]:
        return [option for option in self.options if continues(option) and self.standings[option.id] in WEAKNESS]

    def covers(self, parts: Sequence[Option], met: Mapping[str, Sequence[Decimal]]) -> bool:
        return all(
            sum((met[part.id][place] for part in asked_of(parts, wanted)), Decimal(0)) >= wanted.amount
            for place, wanted in enumerate(self.wanted)
        )

    def is_placement(
        self, parts: Sequence[Option], kept: Sequence[Option], met: Mapping[str, Sequence[Decimal]]
    ) -> bool:
        """Meets everything; keeps what is kept; one home; residents' services beside their home; nothing to spare."""
        if not self.wanted or not self.covers(parts, met) or not all(one in parts for one in kept):
            return False
        homes = [part for part in parts if part.gives_home]
        residents = {part.offer.id for part in parts if part.service.get("open_to") == "residents"}
        if len(homes) > 1 or not residents <= {home.offer.id for home in homes}:
            return False
        for part in parts:
            others = [other for other in parts if other is not part]
            left_alone = part.gives_home and any(
                other.offer.id == part.offer.id and other.service.get("open_to") == "residents" for other in others
            )
            if part not in kept and not left_alone and self.covers(others, met):
                return False
        return True

    def every_placement(self) -> list[Found]:
        """Every set of standing options that is one: those that surely meet everything, and those that may."""
        standing = [option for option in self.options if self.standings[option.id] in WEAKNESS]
        kept = self.kept()
        found = []
        for parts in subsets(standing):
            sure = self.covers(parts, self.surely)
            met = self.surely if sure else self.at_most
            if self.is_placement(parts, kept, met):
                judged = self.judge(parts)
                if judged is not None:
                    found.append(judged)
        return found

    def judge(self, parts: tuple[Option, ...]) -> Found | None:
        """Standing and criteria of a set; None where a must of the whole fails."""
        leaning = [
            wanted
            for place, wanted in enumerate(self.wanted)
            if sum((self.surely[part.id][place] for part in asked_of(parts, wanted)), Decimal(0)) < wanted.amount
        ]
        standing = max((self.standings[part.id] for part in parts), key=WEAKNESS.index)
        if leaning:
            standing = "undecided"
        whole = self.facts(parts)
        exceptions = whole["placement.presumptions_failed"]
        for rule in self.placement_rules:
            world = World(self, extra=whole)
            given = judged(rule, world)
            if given == FAILS and self.proposed and judged(rule, World(self, extra=whole, bare=True)) != FAILS:
                given = UNSURE
            elif given == UNSURE and rule.confirm and the_offer_can_tell(missing_of(rule, world)):
                given = CONFIRM
            if given == FAILS and rule.strength == "must":
                return None
            weaker = {
                (FAILS, "hold"): "awaiting", (FAILS, "presumption"): "by_exception", (UNSURE, "presumption"): "by_exception",
                (UNSURE, "hold"): "undecided", (UNSURE, "must"): "undecided",
            }.get((given, rule.strength), "suitable")  # fmt: skip
            standing = max(standing, weaker, key=WEAKNESS.index)
            exceptions += rule.strength == "presumption" and given in (FAILS, UNSURE)
        whole["placement.presumptions_failed"] = exceptions
        category = {"awaiting": 1, "undecided": 2}.get(standing, 0)
        held = any(self.held[part.id] for part in parts) if category == 2 else False
        doubts = len(leaning) + sum(self.doubts[part.id] for part in parts) if category == 2 else 0
        criteria = [("standing", category), ("held", held), ("fewest-unknown", doubts)]
        criteria += [(one.id, self.criterion(one, parts, whole)) for one in self.preferences]
        return Found(parts, standing, tuple(criteria))

    def served(self, option: Option) -> set[str]:
        """The areas in which an option meets something, the needed ones where there are such; else all it covers."""
        needed = self.members("case.needs.areas")
        areas: set[str] = set()
        for wanted, amount in zip(self.wanted, self.at_most[option.id], strict=True):
            if amount:
                here = wanted.areas & set(option.areas)
                areas |= (here & needed) or here
        if areas and "home" in option.areas:
            areas.add("home")
        return areas or set(option.areas)

    def step(self, option: Option) -> dict[str, int]:
        """The highest step per ladder, over the areas served."""
        steps: dict[str, int] = {}
        for area in self.served(option):
            step = option.areas[area]
            steps[step.ladder] = max(step.number, steps.get(step.ladder, 0))
        return steps

    def price(self, parts: Sequence[Option]) -> Any:
        prices = [0 if p.kind in ("home", "tenancy") else p.service.get("price_dkk_per_day") for p in parts]
        return UNKNOWN if None in prices else sum(prices)

    def facts(self, parts: Sequence[Option]) -> dict[str, Any]:
        """What conditions with `of: placement` read."""
        price, home = self.price(parts), next((part for part in parts if part.gives_home), None)
        worlds = {part.id: World(self, option=part) for part in parts}
        external = [truth(worlds[part.id].name("option.external")) for part in parts]
        comparable = isinstance(price, int) and isinstance(self.reference_price, int) and self.reference_price
        moves = home is not None and home.kind != "home" and home.current is None
        return {
            "placement.price_dkk_per_day": price,
            "placement.price_ratio": price * 100 // self.reference_price if comparable else UNKNOWN,
            "placement.commute_km": self.commute(parts, home),
            "placement.same_setting": home is not None
            and any(part.offer.id == home.offer.id and not part.gives_home for part in parts),
            "placement.free_choice": any(
                truth(worlds[part.id].name("option.wished")) is True and part.provision.free_choice for part in parts
            ),
            "placement.parts": len(parts),
            "placement.external": UNKNOWN if UNKNOWN in external else external.count(True),
            "placement.kept": sum(part.current is not None or part.kind == "home" for part in parts),
            "placement.presumptions_failed": sum(self.exceptions[part.id] for part in parts),
            "placement.home_step": max(self.step(part).get("home", 0) for part in parts),
            "placement.moves_home": moves,
            "placement.meets_application": self.meets_application(parts),
        }

    def meets_application(self, parts: Sequence[Option]) -> Any:
        """Whether every provision applied for is granted, at the offer named where one is."""
        if self.case.get("applied") is None:
            return UNKNOWN
        for row in self.case.rows("applied"):
            granted = vocabulary().codes["provision"].expand(row["provision"])
            if not any(p.provision.id in granted and row.get("offer", p.offer.id) == p.offer.id for p in parts):
                return False
        return True

    def commute(self, parts: Sequence[Option], home: Option | None) -> Any:
        start = self.case.home_point if home is None else home.offer.point
        longest = 0
        for part in parts:
            if part.gives_home or part.offer.mobile or not self.served(part) & DAY:
                continue
            if start is None or part.offer.point is None:
                return UNKNOWN
            longest = max(longest, distance_metres(start, part.offer.point))
        return Decimal(longest) / 1000

    # --- the order ---

    def ordering(self, second: bool) -> list[Preference]:
        """Rights, then preferences; the first pass has no rights, and nothing that rests on a wish or on what it is to find."""
        if second:
            every = [*self.guideline.rights, *self.guideline.preferences]
        else:
            every = [one for one in self.guideline.preferences if not self.rests_on(one.value.node) & NOT_IN_FIRST_PASS]
        return [one for one in every if one.when is None or World(self).holds(one.when.node) is True]

    def rests_on(self, node: Node) -> set[str]:
        found: set[str] = set()
        for name in names_in(node, World(self)):
            table = self.guideline.tables.get(name)
            if table is None:
                found.add(name)
            else:
                for when, then in table.rows:
                    found |= self.rests_on(then.node) | (self.rests_on(when.node) if when else set())
        return found

    def criterion(self, one: Preference, parts: Sequence[Option], whole: Mapping[str, Any]) -> Any:
        """What two placements are compared by: bands, lower better; None is unknown and comes last."""
        node = one.value.node
        if isinstance(node, Name) and node.name == "option.step" and one.over == "all" and one.lower:
            steps = [self.step(part) for part in parts]
            return [
                sorted((s[ladder] for s in steps if ladder in s), reverse=True) for ladder in self.guideline.ladders
            ]
        if one.of_placement:
            return band(one, World(self, extra=whole).value(node))
        bands = [band(one, World(self, option=part).value(node)) for part in parts]
        known = [each for each in bands if each is not None]
        if one.over == "all":
            return [None] * (len(bands) - len(known)) + sorted(known, reverse=True)
        if one.over == "any":
            if known and (len(known) == len(bands) or is_best(one, node, min(known), parts, self)):
                return min(known)
            return None
        if len(known) < len(bands):
            return None
        return sum(known) if one.over == "sum" else max(known)

    def in_order(self, found: Iterable[Found]) -> list[Found]:
        return sorted(found, key=cmp_to_key(compare))


def continues(option: Option) -> bool:
    """Whether it runs now and is to be kept."""
    return option.current is not None and option.current.get("question", "keep") == "keep"


def is_best(one: Preference, node: Node, lowest: Any, parts: Sequence[Option], ranked: Reference) -> bool:
    """Whether nothing unknown could be better: the best band there is."""
    if one.bands:
        return bool(lowest == 0)
    kinds = {type(value) for part in parts for value in values_of(World(ranked, option=part).value(node))}
    return kinds == {bool} and lowest == 0


def values_of(value: Any) -> Iterable[Any]:
    return value if isinstance(value, frozenset) else ()


def the_offer_can_tell(gone: set[str]) -> bool:
    return all(name in OFFER_TELLS or name.startswith("placement.") for name in gone)


def judged(rule: Rule, world: World) -> str:
    """What a rule gives: does not apply, holds, fails, or unknown."""
    unless = False if rule.unless is None else world.holds(rule.unless.node)
    when = True if rule.when is None else world.holds(rule.when.node)
    if unless is True or when is False:
        return NOT_APPLICABLE
    given = world.rule_truth(rule)
    return UNSURE if given is UNKNOWN else HOLDS if given else FAILS


def band(one: Preference, value: Any) -> Any:
    """The band of a value, 0 the best; None where it is unknown, or may lie in several."""
    if not isinstance(value, frozenset):
        return None
    bands = {band_of(one, each) for each in value}
    return bands.pop() if len(bands) == 1 else None


def band_of(one: Preference, value: Any) -> Any:
    if isinstance(value, bool):
        return (1 if value else 0) if one.lower else (0 if value else 1)
    if not one.bands:
        return value if one.lower else -value
    above = [bound for bound in one.bands if value > bound]
    return len(above) if one.lower else len(one.bands) - len(above)


def compare(one: Found, other: Found) -> int:
    """Criterion by criterion, the first that differs decides; then the ids of the parts."""
    for (_id, mine), (_same, theirs) in zip(one.criteria, other.criteria, strict=True):
        difference = compare_values(mine, theirs)
        if difference:
            return difference
    return -1 if one.ids < other.ids else 1 if one.ids > other.ids else 0


def compare_values(mine: Any, theirs: Any) -> int:
    """Lists from the worst down, a list that ends earlier first; unknown last; else the lower first."""
    if isinstance(mine, list) and isinstance(theirs, list):
        for a, b in zip(mine, theirs, strict=False):
            difference = compare_values(a, b)
            if difference:
                return difference
        return (len(mine) > len(theirs)) - (len(mine) < len(theirs))
    if mine is None or theirs is None:
        return (mine is None) - (theirs is None)
    return (mine > theirs) - (mine < theirs)


def subsets(options: Sequence[Option]) -> Iterable[tuple[Option, ...]]:
    """Every set of options but the empty one, parts in the order of ids."""
    ordered = sorted(options, key=lambda option: option.id)
    for size in range(1, len(ordered) + 1):
        yield from combinations(ordered, size)


def open_options(case: Case, catalogue: Catalogue, day: date) -> list[Option]:
    """What is open in the catalogue, what runs now, the home of today, and an ordinary tenancy."""
    known = {row["id"]: provision(row) for row in catalogue.record["provisions"]}
    text = day.isoformat()
    found: dict[str, Option] = {}
    for option in catalogue.options:
        periods = (option.offer.record, option.service)
        opened = all(one.get("opened", "") <= text <= one.get("closed", "9999") for one in periods)
        if opened and (option.provision.from_date or "") <= text:
            found[option.id] = option
    for row in case.rows("citizen", "current"):
        if row.get("question", "keep") == "ends":
            continue
        stated = {key: row[key] for key in ("price_dkk_per_day", "covers") if key in row}
        same = [o for o in found.values() if o.offer.id == row["offer"] and o.provision.id == row["service"]]
        if same:
            offer, given = same[0].offer, same[0].provision
            covers = [*same[0].service.get("covers", ()), *stated.get("covers", ())]
            service = {**same[0].service, **stated, "covers": covers}
        else:
            offer = Offer(row["offer"], row.get("name", row["offer"]), {}, case.point(row.get("place")), False, {})
            service = stated
            given = known.get(row["service"]) or vocabulary().provisions[row["service"]]
        option = option_of(offer, service, given, kind="current", current=row)
        found[option.id] = option
    housing = case.get("citizen", "home", "housing")
    if housing not in (None, "none", "cannot_stay", "institution"):
        home = Offer("home", "home", {}, case.home_point, False, {})
        option = option_of(home, {"id": "own"}, known["HOME"], kind="home")
        found[option.id] = option
    if housing != "own":
        tenancy = option_of(
            Offer("tenancy", "tenancy", {}, None, False, {}), {"id": "ordinary"}, known["TENANCY"], kind="tenancy"
        )
        found[tenancy.id] = tenancy
    return [found[id] for id in sorted(found)]
