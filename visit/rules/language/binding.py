"""From a parsed condition to one that can be run: names bound to facts, codes and units checked, a function per node.

Every fault of a condition is collected, none stops the reading. A bound condition reads an environment, a mapping from name to
value, and gives a value; what the environment holds is `evaluate`'s and `columns`' business.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from visit.errors import DocumentError, Location, did_you_mean, nearest
from visit.locale import text as _
from visit.rules.language.expression import (
    DANISH,
    Arithmetic,
    Call,
    Comparison,
    ExpressionError,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    parse_condition,
)
from visit.rules.language.types import DATE, MONTHS, NUMBER, TEXT, TRUTH, YEARS, Type
from visit.rules.language.values import (
    CAUTIOUS,
    UNKNOWN,
    Possible,
    Scalar,
    Truth,
    Value,
    all_of,
    any_of,
    assessed,
    count,
    every,
    greatest,
    includes,
    is_known,
    least,
    lift,
    lift_truth,
    months_between,
    negate,
    some,
    tally,
    years_between,
)
from visit.vocabulary import CodeList, Term

Environment: TypeAlias = Mapping[str, Value]
Run: TypeAlias = Callable[[Environment], Value]

ANYTHING = Type("anything")
CONDITIONS = Type("conditions")

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A bound expression.

    Attributes:
        reads: The names it reads: facts, parameters, decision tables, `entitled(…)`.
        parts: For `and`, `or` and `not`: the conditions inside; else none.
        joined: `and`, `or`, `not`, or empty for an atom.
        constant: For a constant: its value, else None.
    """

    node: Node
    type: Type
    reads: frozenset[str]
    run: Run
    parts: tuple[Condition, ...] = ()
    joined: str = ""
    constant: Value | frozenset[str] | None = None

    def holds(self, environment: Environment) -> Truth:
        """Return the truth of a condition."""
        value = self.run(environment)
        return value if isinstance(value, bool) else UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The names a condition may use, with their types, and the closed lists its codes come from."""

    names: Mapping[str, Type]
    lists: Mapping[str, CodeList]


def bind(source: str, scope: Scope, expected: Type | None = None) -> Condition:
    """Parse, type and compile a condition.

    Raises:
        ExpressionErrors: Everything that is wrong with it.
    """
    try:
        node = parse_condition(source)
    except ExpressionError as error:
        raise ExpressionErrors([error]) from error
    binder = _Binder(scope)
    condition = binder.bind(node, expected)
    if expected is not None and condition.type not in (expected, ANYTHING):
        binder.agree(condition, expected)
    if binder.errors:
        raise ExpressionErrors(binder.errors)
    return condition


class ExpressionErrors(Exception):
    """Every fault of one condition."""

    def __init__(self, errors: Iterable[ExpressionError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.message for error in self.errors))

    def located(self, at: Location, kind: type[DocumentError]) -> Iterator[DocumentError]:
        """Yield each fault at its place, where the condition begins at `at`."""
        for error in self.errors:
            column = None if at.column is None else at.column + error.column
            yield kind(error.message, at=Location(at.file, at.line, column), help=error.help)


class _Binder:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.errors: list[ExpressionError] = []

    def fail(self, node: Node, message: str, help: str | None = None) -> Condition:
        self.errors.append(ExpressionError(message, node.column, help))
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)

    def agree(self, condition: Condition, expected: Type) -> None:
        found = condition.type
        same_kind = found.kind == expected.kind and found.codes in (None, expected.codes)
        if not same_kind or not _units_fit(found, expected):
            message = _("{expected} expected, not {found}", expected=expected, found=found)
            help = _("write any(…) or all(…) around it") if found == CONDITIONS else None
            self.fail(condition.node, message, help)

    def bind(self, node: Node, expected: Type | None = None) -> Condition:
        match node:
            case Literal():
                return self.literal(node)
            case Name():
                return self.name(node, expected)
            case Listing():
                return self.fail(node, _("a list may only stand after `in`"))
            case Not():
                operand = self.truth(node.operand)
                return Condition(node, TRUTH, operand.reads, lambda env: negate(operand.holds(env)), (operand,), "not")
            case Logic():
                return self.logic(node)
            case Arithmetic():
                return self.arithmetic(node)
            case Comparison():
                return self.comparison(node)
            case Call():
                return self.call(node)

    def literal(self, node: Literal) -> Condition:
        value = node.value
        kinds = ((bool, TRUTH), (str, TEXT), (date, DATE))
        type = next((type for kind, type in kinds if isinstance(value, kind)), NUMBER)
        return Condition(node, type, frozenset(), lambda env: value, constant=value)

    def name(self, node: Name, expected: Type | None) -> Condition:
        name = node.name
        if expected is not None and expected.codes and expected.kind in ("code", "codes"):
            codes = self.scope.lists[expected.codes]
            if name in codes.terms:
                return self.code(node, codes)
        type = self.scope.names.get(name)
        if type is None:
            return self.unknown_name(node, expected)
        return Condition(node, type, frozenset((name,)), lambda env: env[name])

    def code(self, node: Name, codes: CodeList) -> Condition:
        value, wanted = node.name, codes.expand(node.name)
        return Condition(node, Type("code", codes.key), frozenset(), lambda env: value, constant=wanted)

    def unknown_name(self, node: Name, expected: Type | None) -> Condition:
        if expected is not None and expected.codes and "." not in node.name:
            terms = self.scope.lists[expected.codes].terms
            help = did_you_mean(node.name, terms) or _called(node.name, terms) or _few(terms)
            return self.fail(node, _('unknown code "{name}"', name=node.name), help)
        meant = DANISH.get(node.name)
        help = _("write `{word}`", word=meant) if meant else did_you_mean(node.name, self.scope.names)
        return self.fail(node, _('unknown name "{name}"', name=node.name), help)

    def truth(self, node: Node) -> Condition:
        condition = self.bind(node)
        if condition.type.kind not in ("truth", "anything"):
            help = _("write any(…) or all(…) around it") if condition.type == CONDITIONS else None
            return self.fail(node, _("yes or no expected, not {found}", found=condition.type), help)
        return condition

    def number(self, node: Node) -> Condition:
        condition = self.bind(node)
        if condition.type.kind not in ("number", "anything"):
            return self.fail(node, _("a number expected, not {found}", found=condition.type))
        return condition

    def logic(self, node: Logic) -> Condition:
        parts = tuple(self.truth(part) for part in node.parts)
        join = every if node.operator == "and" else some
        runs = tuple(part.holds for part in parts)
        return Condition(node, TRUTH, _reads(parts), lambda env: join(run(env) for run in runs), parts, node.operator)

    def arithmetic(self, node: Arithmetic) -> Condition:
        left, right = self.number(node.left), self.number(node.right)
        if node.operator == "*":
            if left.type.unit and right.type.unit:
                return self.fail(node, _("only one side of * may have a unit"))
        elif not _units_fit(left.type, right.type):
            return self.units(node, left.type, right.type)
        apply: Callable[..., Scalar] = {"+": operator.add, "-": operator.sub, "*": operator.mul}[node.operator]
        type = left.type if left.type.unit else right.type
        return Condition(node, type, left.reads | right.reads, lambda env: lift(apply, left.run(env), right.run(env)))

    def units(self, node: Node, left: Type, right: Type) -> Condition:
        return self.fail(node, _("{left} cannot be compared with {right}", left=left.unit, right=right.unit))

    # --- comparisons ---

    def comparison(self, node: Comparison) -> Condition:
        left = self.side(node.left, node.right)
        if node.operator in ("in", "not in"):
            return self.membership(node, left)
        if node.operator in ("includes", "not includes"):
            return self.inclusion(node, left)
        right = self.bind(node.right, left.type)
        if ANYTHING in (left.type, right.type):
            return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
        if left.type.kind in ("levels", "codes", "texts"):
            return self.elementwise(node, left, right)
        if left.type.kind != right.type.kind:
            message = _("{left} cannot be compared with {right}", left=left.type, right=right.type)
            return self.fail(node, message)
        if not _units_fit(left.type, right.type):
            return self.units(node, left.type, right.type)
        if left.type.kind == "code":
            return self.coded(node, left, right)
        if left.type.kind in ("truth", "text") and node.operator not in ("==", "!="):
            return self.fail(node, _("{found} has no order", found=left.type))
        if left.type.kind == "date" and node.operator in ("==", "!="):
            return _same_day(node, left, right)
        return _compare(node, left, right, _ORDER[node.operator])

    def side(self, node: Node, other: Node) -> Condition:
        """Bind the left side; a bare code there takes its list from the right side."""
        if isinstance(node, Name) and node.name not in self.scope.names and isinstance(other, Name):
            return self.bind(node, self.scope.names.get(other.name))
        return self.bind(node)

    def coded(self, node: Comparison, left: Condition, right: Condition) -> Condition:
        codes = self.scope.lists[right.type.codes or ""]
        if left.type.codes != right.type.codes:
            return self.fail(
                node, _("{left} cannot be compared with {right}", left=left.type.codes, right=right.type.codes)
            )
        if node.operator in ("==", "!="):
            for fact, written in ((left, right.constant), (right, left.constant)):
                if isinstance(written, frozenset):
                    return _among(node, fact, written, negated=node.operator == "!=")
            return _compare(node, left, right, _ORDER[node.operator])
        if not codes.ordered:
            return self.fail(node, _("the codes of {codes} have no order", codes=codes.key))
        positions = {key: index for index, key in enumerate(codes.terms)}
        order = _ORDER[node.operator]
        return _compare(node, left, right, lambda a, b: order(positions[a], positions[b]))

    def membership(self, node: Comparison, left: Condition) -> Condition:
        if not isinstance(node.right, Listing):
            return self.fail(node.right, _("a list in brackets expected"), _("write `[a, b]`"))
        item_type = Type("code", left.type.codes) if left.type.codes and left.type.kind != "levels" else left.type
        items = [self.bind(item, item_type) for item in node.right.items]
        negated = node.operator == "not in"
        if any(item.type == ANYTHING for item in items) or left.type == ANYTHING:
            return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
        kind = {"codes": "code", "texts": "text", "levels": "number"}.get(left.type.kind, left.type.kind)
        for item in items:
            if item.type.kind != kind:
                return self.fail(
                    item.node, _("{left} cannot be compared with {right}", left=left.type, right=item.type)
                )
            if not _units_fit(left.type, item.type):
                return self.units(item.node, left.type, item.type)
        constants = [item.constant for item in items]
        if kind == "code" and all(isinstance(constant, frozenset) for constant in constants):
            wanted = frozenset().union(*(c for c in constants if isinstance(c, frozenset)))
            if left.type.kind == "codes":
                return _each(node, left, lambda value: (value in wanted) is not negated)
            return _among(node, left, wanted, negated=negated)
        if left.type.kind in ("codes", "texts", "levels"):
            values = set(constants)
            return _each(node, left, lambda value: (value in values) is not negated)
        equal = [_compare(node, left, item, operator.eq) for item in items]

        def run(env: Environment) -> Value:
            found = some(one.holds(env) for one in equal)
            return negate(found) if negated else found

        return Condition(node, TRUTH, left.reads | _reads(items), run)

    def inclusion(self, node: Comparison, left: Condition) -> Condition:
        if left.type.kind not in ("codes", "texts", "anything"):
            return self.fail(node.left, _("a set expected, not {found}", found=left.type))
        item_type = Type("code", left.type.codes) if left.type.kind == "codes" else TEXT
        right = self.bind(node.right, item_type)
        if ANYTHING in (left.type, right.type):
            return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
        if right.type.kind != item_type.kind or right.type.codes != item_type.codes:
            return self.fail(node.right, _("{left} cannot include {right}", left=left.type, right=right.type))
        negated = node.operator == "not includes"
        wanted = right.constant

        def holds(env: Environment) -> Value:
            sought = wanted
            if not isinstance(sought, frozenset):
                value = right.run(env)
                if not isinstance(value, str):
                    return UNKNOWN
                sought = frozenset((value,))
            result = includes(left.run(env), sought)
            return negate(result) if negated else result

        return Condition(node, TRUTH, left.reads | right.reads, holds)

    def elementwise(self, node: Comparison, left: Condition, right: Condition) -> Condition:
        order = _ORDER[node.operator]
        if left.type.kind == "levels":
            if right.type.kind != "number":
                return self.fail(node, _("{left} cannot be compared with {right}", left=left.type, right=right.type))
            if not _units_fit(left.type, right.type):
                return self.units(node, left.type, right.type)
            return _each_against(node, left, right, order)
        if node.operator not in ("==", "!="):
            return self.fail(node, _("{found} has no order", found=left.type))
        wanted = right.constant
        if isinstance(wanted, frozenset):
            return _each(node, left, lambda value: (value in wanted) is (node.operator == "=="))
        return _each_against(node, left, right, order)

    # --- calls ---

    def call(self, node: Call) -> Condition:
        if node.function == "entitled":
            return self.entitled(node)
        if node.function == "tried":
            return self.tried(node)
        arity = {"years_between": (2, 2), "months_between": (2, 2), "min": (1, 9), "max": (1, 9)}
        low, high = arity.get(node.function, (1, 1))
        if not low <= len(node.arguments) <= high:
            return self.fail(node, _("{name}() takes {n} in its brackets", name=node.function, n=low))
        arguments = [self.bind(argument) for argument in node.arguments]
        if any(argument.type == ANYTHING for argument in arguments):
            return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
        return self.applied(node, arguments)

    def entitled(self, node: Call) -> Condition:
        provision = self.provision(node)
        if not isinstance(provision.constant, frozenset):
            return provision
        names = sorted(f"entitled({id})" for id in provision.constant)
        return Condition(node, TRUTH, frozenset(names), lambda env: some(_as_truth(env[n]) for n in names))

    def tried(self, node: Call) -> Condition:
        """Bind whether help under a provision has been tried: `case.tried` includes it."""
        provision = self.provision(node)
        wanted = provision.constant
        if not isinstance(wanted, frozenset):
            return provision
        return Condition(node, TRUTH, frozenset(("case.tried",)), lambda env: includes(env["case.tried"], wanted))

    def provision(self, node: Call) -> Condition:
        """Bind the one provision in the brackets; its constant is it and all below it."""
        if len(node.arguments) != 1 or not isinstance(node.arguments[0], Name):
            return self.fail(node, _("{name}() takes one provision", name=node.function))
        return self.bind(node.arguments[0], Type("code", "provision"))

    def applied(self, node: Call, arguments: list[Condition]) -> Condition:
        function, first, reads = node.function, arguments[0], _reads(arguments)
        kind = first.type.kind
        if function == "known":
            if not isinstance(first.node, Name) or first.constant is not None:
                return self.fail(node, _("known() takes the name of a fact"))
            return Condition(
                node, TRUTH, reads, lambda env: is_known(first.run(env)) or (UNKNOWN if CAUTIOUS in env else False)
            )
        if function == "assessed" and kind in ("levels", "codes", "texts", "conditions"):
            return Condition(node, first.type, reads, lambda env: assessed(first.run(env)))
        if function in ("any", "all") and first.type == CONDITIONS:
            quantify = any_of if function == "any" else all_of
            return Condition(node, TRUTH, reads, lambda env: quantify(first.run(env)))
        if function == "count" and kind in ("conditions", "levels", "codes", "texts"):
            return Condition(node, NUMBER, reads, lambda env: count(first.run(env)))
        if function in ("min", "max"):
            return self.extreme(node, arguments)
        if function in ("years_between", "months_between") and all(a.type == DATE for a in arguments):
            between = years_between if function == "years_between" else months_between
            start, end = arguments
            unit = YEARS if function == "years_between" else MONTHS
            return Condition(node, unit, reads, lambda env: lift(between, start.run(env), end.run(env)))
        wrong = next((a for a in arguments if a.type != DATE), first) if function.endswith("_between") else first
        return self.fail(wrong.node, _("{name}() cannot take {found}", name=function, found=wrong.type))

    def extreme(self, node: Call, arguments: list[Condition]) -> Condition:
        reads = _reads(arguments)
        if len(arguments) == 1:
            only = arguments[0]
            if only.type.kind != "levels":
                return self.fail(node, _("{name}() cannot take {found}", name=node.function, found=only.type))
            pick_level = greatest if node.function == "max" else least
            return Condition(node, Type("number", unit=only.type.unit), reads, lambda env: pick_level(only.run(env)))
        for argument in arguments:
            if argument.type.kind != "number":
                return self.fail(argument.node, _("a number expected, not {found}", found=argument.type))
            if not _units_fit(arguments[0].type, argument.type):
                return self.units(node, arguments[0].type, argument.type)
        pick: Callable[..., Scalar] = max if node.function == "max" else min
        return Condition(node, arguments[0].type, reads, lambda env: lift(pick, *(one.run(env) for one in arguments)))


def _reads(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset().union(*(condition.reads for condition in conditions))


def _units_fit(left: Type, right: Type) -> bool:
    return left.unit is None or right.unit is None or left.unit == right.unit


def _called(name: str, terms: Mapping[str, Term]) -> str | None:
    """Return the help that names the code whose Danish or English name is written, or begun."""
    by_name = {label: key for key, term in reversed(list(terms.items())) for label in (term.en, term.da)}
    near = nearest(name.replace("_", " "), by_name)
    return None if near is None else _("write `{code}`", code=by_name[near])


def _few(terms: Iterable[str]) -> str | None:
    names = list(terms)
    return _("one of {names}", names=", ".join(names)) if len(names) <= 8 else None


def _as_truth(value: Value) -> Truth:
    return value if isinstance(value, bool) else UNKNOWN


def _compare(node: Node, left: Condition, right: Condition, test: Callable[[Any, Any], bool]) -> Condition:
    run_left, run_right = left.run, right.run

    def run(env: Environment) -> Value:
        a, b = run_left(env), run_right(env)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if isinstance(a, Possible) or isinstance(b, Possible):
            return lift_truth(test, a, b)
        return test(a, b)

    return Condition(node, TRUTH, left.reads | right.reads, run)


def _same_day(node: Comparison, left: Condition, right: Condition) -> Condition:
    """Not before and not after: of a reach of dates only the bounds are listed, so equality is asked of its order."""
    bounds = [_compare(node, left, right, test).run for test in (operator.le, operator.ge)]

    def run(env: Environment) -> Value:
        same = every(_as_truth(bound(env)) for bound in bounds)
        return negate(same) if node.operator == "!=" else same

    return Condition(node, TRUTH, left.reads | right.reads, run)


def _among(node: Node, left: Condition, wanted: frozenset[str], *, negated: bool) -> Condition:
    run_left = left.run

    def run(env: Environment) -> Value:
        value = run_left(env)
        if isinstance(value, str):
            return (value in wanted) is not negated
        return lift_truth(lambda one: (one in wanted) is not negated, value)

    return Condition(node, TRUTH, left.reads, run)


def _each(node: Node, left: Condition, test: Callable[[Any], bool]) -> Condition:
    run_left = left.run
    return Condition(node, CONDITIONS, left.reads, lambda env: tally(test, run_left(env)))


def _each_against(node: Node, left: Condition, right: Condition, test: Callable[[Any, Any], bool]) -> Condition:
    run_left, run_right = left.run, right.run

    def run(env: Environment) -> Value:
        other = run_right(env)
        if not isinstance(other, bool | int | Decimal | str):
            return UNKNOWN
        return tally(lambda value: test(value, other), run_left(env))

    return Condition(node, CONDITIONS, left.reads | right.reads, run)
