"""A condition, interpreted node by node, and the names that it can read."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import add, mul, sub
from typing import Any

from reference.documents import Option
from reference.of_case import Situation, of_case
from reference.of_option import of_option, price_ratio
from reference.prices import price_level, price_per_day
from reference.values import (
    COMPARE,
    Answers,
    Between,
    assessed,
    bounded,
    combine,
    conjunction,
    counted,
    disjunction,
    equal,
    extreme,
    few,
    is_known,
    limited,
    months,
    opposite,
    settle,
    summed,
    truth,
    unrecorded,
)
from visit.rules.guideline.values import DecisionTable, Guideline, Rule
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    KeySelection,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    parse_condition,
)
from visit.rules.language.values import UNKNOWN, Levels, Members
from visit.vocabulary import vocabulary

DEGREES = ("case.legal.impairment", "case.legal.social_problems")
"""What entitlement turns on: the proposed degree is shown, and nothing rests on it until somebody confirms it."""


IN_FINEST = {"days": ("days", 1), "weeks": ("days", 7), "months": ("months", 1), "years": ("months", 12)}
"""How many of the finest unit a unit of time is, as far as that is exact."""


def moved(day: date, amount: int, unit: str | None) -> date:
    """The day some time later: in a shorter month its last day."""
    if unit in ("days", "weeks"):
        return date.fromordinal(day.toordinal() + amount * (7 if unit == "weeks" else 1))
    month = day.month - 1 + amount * (12 if unit == "years" else 1)
    last = monthrange(day.year + month // 12, month % 12 + 1)[1]
    return date(day.year + month // 12, month % 12 + 1, min(day.day, last))


class World:
    """Everything a condition can name, for one option or one placement, or for the case alone.

    `bare` leaves out what the guideline proposes. A name that cannot be read here is unknown.
    """

    def __init__(
        self,
        now: Situation,
        *,
        option: Option | None = None,
        whole: Mapping[str, Any] | None = None,
        bare: bool = False,
        granted: Mapping[str, Any] | None = None,
    ) -> None:
        self.now, self.option, self.whole, self.bare, self.granted = now, option, whole or {}, bare, granted
        self.found: dict[str, Any] = {}

    @property
    def guideline(self) -> Guideline:
        return self.now.guideline

    def without_proposals(self) -> World:
        return World(self.now, option=self.option, whole=self.whole, bare=True)

    # --- names ---

    def name(self, name: str) -> Any:
        if name not in self.found:
            self.found[name] = self.read(name)
        return self.found[name]

    def read(self, name: str) -> Any:
        if name.startswith("entitled("):
            return settle(self.entitled(name[9:-1]))
        if name in self.guideline.parameters:
            return frozenset((self.guideline.parameters[name].value,))
        if name in self.guideline.tables:
            return self.table(self.guideline.tables[name])
        if name in ("own_match", "current_sufficient") or name.startswith("reference."):
            return self.now.compared.get(name, UNKNOWN)
        if name.startswith("placement."):
            return self.whole.get(name, UNKNOWN)
        if name == "as_of" or name.startswith(("case.", "extra.", "tried(")):
            value = of_case(name, self.now)
            assumed = value is UNKNOWN and not self.bare and name not in DEGREES
            return self.now.proposed.get(name, UNKNOWN) if assumed else value
        if self.option is None:
            return UNKNOWN
        if name in ("met_lower", "tried_lower", "approved_match"):
            return settle(getattr(self.now, name).get(self.option.id, UNKNOWN))
        if name == "level.not_stated":
            return UNKNOWN
        if name.startswith("met_by("):
            return settle(self.now.met_by.get(name, {}).get(self.option.id, UNKNOWN))
        if name == "option.operator_excludes":
            return settle(self.terms(self.option.offer.get("excludes"), without=False))
        if name == "option.meant_for_citizen":
            return settle(self.terms(self.option.service.get("when"), without=True))
        if name == "option.price_dkk_per_day":
            return price_per_day(self.option, self.now, self.recorded_alone)
        if name == "option.price_level":
            return price_level(self.option, self.now, self.recorded_alone)
        if name == "option.price_ratio":
            return price_ratio(self.option, self.now, self.recorded_alone)
        return of_option(name, self.option, self.now)

    def table(self, table: DecisionTable) -> Any:
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
        found = frozenset().union(*results)
        return bounded(found) if any(isinstance(one, Between) for one in results) else few(found)

    def entitled(self, id: str) -> Any:
        """Whether every must of the gate entitlement that names the provision holds or does not apply.

        One may rest on another: nothing is known of any at first, and what follows is added until nothing more does. What rests
        on itself alone stays unknown.
        """
        found: Mapping[str, Any] = self.all_granted() if self.granted is None else self.granted
        return found.get(id, UNKNOWN)

    def all_granted(self) -> Mapping[str, Any]:
        ids = {id for rule in self.guideline.rules if rule.gate == "entitlement" for id in rule.provisions or ()}
        found: Mapping[str, Any] = {}
        before: Mapping[str, Any] | None = None
        while found != before:
            world = World(self.now, bare=self.bare, granted=found)
            before, found = found, {id: world.grants(id) for id in sorted(ids)}
        return found

    def grants(self, id: str) -> Any:
        rules = entitling(self.guideline, id)
        return conjunction(self.rule_truth(rule) for rule in rules) if rules else UNKNOWN

    def tried(self, id: str) -> Any:
        """Whether help under a provision, or one below it, has been tried; or at an offer of a group."""
        if id not in vocabulary().codes["provision"].terms:
            return settle(self.name(f"tried({id})"))
        found = self.name("case.tried")
        if found is UNKNOWN:
            return UNKNOWN
        return settle(not found.values.isdisjoint(vocabulary().codes["provision"].expand(id)))

    def terms(self, condition: str | None, *, without: bool) -> Any:
        """Whether an operator's own condition holds of the citizen."""
        return without if condition is None else self.recorded_alone(condition)

    def recorded_alone(self, condition: str) -> Any:
        """Whether a condition holds by what is recorded: a proposal excludes nobody."""
        return World(self.now, bare=True).holds(parse_condition(condition))

    def rule_truth(self, rule: Rule) -> Any:
        """`unless or not when or require`."""
        parts = [self.holds(rule.require.node)]
        if rule.when is not None:
            parts.append(opposite(self.holds(rule.when.node)))
        if rule.unless is not None:
            parts.append(self.holds(rule.unless.node))
        return disjunction(parts)

    # --- units of time ---

    def unit(self, node: Node) -> str | None:
        """The unit of a number as it is written, or of the fact that it is."""
        match node:
            case Literal(unit=unit):
                return unit
            case Name(name=name) if name in self.guideline.types:
                return self.guideline.types[name].unit
            case Arithmetic(left=left, right=right):
                return self.finer(left, right)
            case Call(function="years_between" | "months_between" | "days_between" as function):
                return function.removesuffix("_between")
            case Call(function="min" | "max" | "assessed", arguments=arguments):
                units = [self.unit(one) for one in arguments]
                return min(units, key=lambda one: IN_FINEST.get(one or "", ("", 0))[1])
        return None

    def finer(self, left: Node, right: Node) -> str | None:
        """The unit in which two numbers are held against each other."""
        units = [one for one in (self.unit(left), self.unit(right)) if one is not None]
        return min(units, key=lambda one: IN_FINEST.get(one, ("", 0))[1]) if units else None

    def alike(self, left: Node, right: Node) -> tuple[Any, Any]:
        """Two values in the finer of their units."""
        unit = self.finer(left, right)
        return self.told_in(left, unit), self.told_in(right, unit)

    def told_in(self, node: Node, unit: str | None) -> Any:
        value, own = self.value(node), self.unit(node)
        if unit == own or unit not in IN_FINEST or own not in IN_FINEST or value is UNKNOWN:
            return value
        times = IN_FINEST[own][1] // IN_FINEST[unit][1]
        return combine(lambda one: one * times, value)

    def is_date(self, node: Node) -> bool:
        if isinstance(node, Literal):
            return isinstance(node.value, date)
        if isinstance(node, Arithmetic):
            return self.is_date(node.left)
        return isinstance(node, Name) and node.name in self.guideline.types and self.kind_of(node) == "date"

    # --- nodes ---

    def holds(self, node: Node) -> Any:
        return truth(self.value(node))

    def value(self, node: Node, codes: str | None = None) -> Any:
        match node:
            case Literal(value=value):
                return frozenset((value,))
            case Arithmetic(operator=operator, left=left, right=right) if self.is_date(left):
                unit, sign = self.unit(right), 1 if operator == "+" else -1
                return limited(combine(lambda day, n: moved(day, sign * n, unit), self.value(left), self.value(right)))
            case Name(name=name):
                if codes is not None and name in self.guideline.lists[codes].terms:
                    return frozenset((name,))
                return self.name(name)
            case KeySelection(of=of, keys=keys):
                wanted = {key.name for key in keys if isinstance(key, Name)}
                levels = self.value(of)
                found = {key: level for key, level in levels.values.items() if key in wanted}
                open = len(wanted) - len(found) if levels.open_keys else 0
                return Levels(found, open, levels.lowest, levels.highest)
            case Not(operand=operand):
                return settle(opposite(self.holds(operand)))
            case Logic(operator=operator, parts=parts):
                join = conjunction if operator == "and" else disjunction
                return settle(join([self.holds(part) for part in parts]))
            case Arithmetic(operator=operator, left=left, right=right):
                works: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}

                def work(a: Any, b: Any) -> Any:
                    exact = isinstance(a, Fraction) or isinstance(b, Fraction)
                    return works[operator](Fraction(a), Fraction(b)) if exact else works[operator](a, b)

                a, b = (self.value(left), self.value(right)) if operator == "*" else self.alike(left, right)
                return limited(combine(work, a, b))
            case Comparison():
                return self.comparison(node)
            case Call():
                return self.call(node)
        raise AssertionError(node)

    def codes_of(self, node: Node) -> str | None:
        if isinstance(node, KeySelection):
            return None
        if isinstance(node, Name) and node.name in self.guideline.types:
            return self.guideline.types[node.name].codes if self.kind_of(node) != "levels" else None
        if isinstance(node, Call) and node.function == "assessed":
            return self.codes_of(node.arguments[0])
        return None

    def kind_of(self, node: Node) -> str:
        if isinstance(node, KeySelection):
            return "levels"
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
            found = self.includes(node, codes)
            return settle(opposite(found) if node.operator.startswith("not") else found)
        if node.operator.endswith(("within", "overlaps")):
            found = self.of_two_sets(node, codes)
            return settle(opposite(found) if node.operator.startswith("not") else found)
        items = node.right.items if isinstance(node.right, Listing) else (node.right,)
        operator = {"in": "==", "not in": "!="}.get(node.operator, node.operator)
        if self.kind_of(node.left) in ("levels", "codes", "texts"):
            return self.each(node.left, operator, items, codes)
        written = [self.wanted(item, codes) for item in items]
        if isinstance(node.right, Listing) and None not in written:  # of two codes that it may be both can be listed
            listed = frozenset().union(*(one for one in written if one is not None))
            return settle(truth(combine(lambda a: (a in listed) is (operator == "=="), self.value(node.left, codes))))
        tests = [self.compare(operator, node.left, item, codes) for item in items]
        return settle(conjunction(tests) if operator == "!=" else disjunction(tests))

    def compare(self, operator: str, left: Node, right: Node, codes: str | None) -> Any:
        for one, other in ((left, right), (right, left)):
            below = self.wanted(other, codes)
            if below is not None and operator in ("==", "!="):
                within = combine(lambda a, below=below: (a in below) is (operator == "=="), self.value(one, codes))
                return truth(within)
        a, b = self.alike(left, right) if codes is None else (self.value(left, codes), self.value(right, codes))
        if operator in ("==", "!="):
            same = equal(a, b)
            return same if operator == "==" else opposite(same)
        if codes is not None and operator not in ("==", "!="):
            order = list(self.guideline.lists[codes].terms)
            return truth(combine(lambda a, b: COMPARE[operator](order.index(a), order.index(b)), a, b))
        return truth(combine(COMPARE[operator], a, b))

    def each(self, left: Node, operator: str, items: Sequence[Node], codes: str | None) -> Any:
        """A comparison of every member of a collection."""
        collection = self.value(left)
        if collection is UNKNOWN:
            return UNKNOWN
        if self.kind_of(items[0]) == "levels":
            return self.each_of_both(collection, self.value(items[0]), operator)
        wanted = [self.wanted(item, codes) or self.value(item, codes) for item in items]
        if self.kind_of(left) == "levels":
            wanted = [self.alike(item, left)[0] for item in items]
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

    def each_of_both(self, levels: Levels, others: Levels, operator: str) -> Any:
        """Levels against others, key by key; what either leaves out is open."""
        both = [(level, others.values.get(key)) for key, level in levels.values.items()]
        found = [COMPARE[operator](a, b) for a, b in both if b is not None]
        unsaid = len(both) - len(found) if others.open_keys else 0
        return Answers(found.count(True), found.count(False), levels.open_keys + unsaid)

    def of_two_sets(self, node: Comparison, codes: str | None) -> Any:
        """Whether all of one set, or any of it, is in another, or below something in it."""
        here, nothing = self.value(node.left), Members(frozenset(), complete=False)
        if isinstance(node.right, Listing):
            there = Members(frozenset(item.name if isinstance(item, Name) else item.value for item in node.right.items))  # type: ignore[union-attr,misc]
        else:
            there = self.value(node.right)
        here, there = (nothing if one is UNKNOWN else one for one in (here, there))
        expand = self.guideline.lists[codes].expand if codes else lambda one: {one}
        wanted = {below for one in there.values for below in expand(one)}
        asked = [one in wanted or (False if there.complete else UNKNOWN) for one in here.values]
        if node.operator.endswith("within"):
            return conjunction([*asked, *([] if here.complete else [UNKNOWN])])
        may_be_more = not here.complete and (there.values or not there.complete)
        return disjunction([*asked, *([UNKNOWN] if may_be_more else [])])

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
        if node.function == "met_by":
            return self.name(f"met_by({node.arguments[0].name})")  # type: ignore[union-attr]
        if node.function == "tried":
            return self.tried(node.arguments[0].name)  # type: ignore[union-attr]
        given = [self.value(one) for one in node.arguments]
        first = given[0]
        match node.function:
            case "known":
                return settle(is_known(first))
            case "assessed":
                return assessed(first)
            case "any":
                return UNKNOWN if first is UNKNOWN else settle(True if first.true else UNKNOWN if first.open else False)
            case "all":
                return (
                    UNKNOWN if first is UNKNOWN else settle(False if first.false else UNKNOWN if first.open else True)
                )
            case "count" if len(given) > 1:
                answers = [truth(one) for one in given]
                true, false = answers.count(True), answers.count(False)
                return counted(Answers(true, false, len(answers) - true - false))
            case "count":
                return counted(first)
            case "sum":
                return summed(first)
            case "min" | "max" if len(given) == 1:
                return extreme(first, node.function)
            case "min" | "max":
                given = [self.told_in(one, self.unit(node)) for one in node.arguments]
                return limited(combine(min if node.function == "min" else max, *given))
            case "years_between":
                return limited(combine(lambda a, b: months(a, b) // 12, *given))
            case "months_between":
                return limited(combine(months, *given))
            case "days_between":
                return limited(combine(lambda a, b: (b - a).days, *given))
        raise AssertionError(node)


def entitling(guideline: Guideline, id: str) -> list[Rule]:
    """The rules that entitlement to a provision rests on."""
    return [
        rule
        for rule in guideline.rules
        if rule.gate == "entitlement" and rule.strength == "must" and not rule.of_placement
        and id in (rule.provisions or ())
    ]  # fmt: skip
