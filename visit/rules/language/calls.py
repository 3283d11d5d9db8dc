"""Calls bound: those over collections, time between two dates, and what asks about provisions and steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from visit.errors import did_you_mean
from visit.locale import text as _
from visit.rules.language.binder import Binder
from visit.rules.language.conditions import ANYTHING, CONDITIONS, Condition, as_truth, reads_of
from visit.rules.language.expression import Call, Literal, Name
from visit.rules.language.met_by import FREE_CHOICE, met_by, step_codes
from visit.rules.language.tried_named import tried_in
from visit.rules.language.types import DATE, DAYS, MONTHS, NUMBER, TRUTH, YEARS, Type
from visit.rules.language.units import in_one_unit
from visit.rules.language.values import (
    CAUTIOUS,
    UNKNOWN,
    Scalar,
    all_of,
    any_of,
    assessed,
    count,
    days_between,
    greatest,
    includes,
    is_known,
    least,
    lift,
    months_between,
    some,
    sum_of,
    tally_of,
    years_between,
)

_BETWEEN: Mapping[str, tuple[Callable[[date, date], int], Type]] = {
    "years_between": (years_between, YEARS),
    "months_between": (months_between, MONTHS),
    "days_between": (days_between, DAYS),
}

_ARITY = {**dict.fromkeys(_BETWEEN, (2, 2)), **dict.fromkeys(("count", "min", "max"), (1, 9))}
"""How many arguments a call takes, at least and at most; any other takes one."""


def bind_call(binder: Binder, node: Call) -> Condition:
    """Bind a call: its arguments, then what it computes."""
    if node.function == "entitled":
        return _entitled(binder, node)
    if node.function == "tried":
        return _tried(binder, node)
    if node.function == "met_by":
        return _met_by(binder, node)
    low, high = _ARITY.get(node.function, (1, 1))
    if not low <= len(node.arguments) <= high:
        return binder.fail(node, _("{name}() needs {n} in its brackets", name=node.function, n=low))
    if node.function == "count" and len(node.arguments) > 1:
        return _count_of_several(binder, node)
    arguments = [binder.bind(argument) for argument in node.arguments]
    if any(argument.type == ANYTHING for argument in arguments):
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
    return _applied(binder, node, arguments)


def _entitled(binder: Binder, node: Call) -> Condition:
    """Bind `entitled(…)`: by the rules of each provision that is meant."""
    provision = _provision(binder, node)
    if not isinstance(provision.constant, frozenset):
        return provision
    names = sorted(f"entitled({id})" for id in provision.constant)
    return Condition(node, TRUTH, frozenset(names), lambda env: some(as_truth(env[n]) for n in names))


def _tried(binder: Binder, node: Call) -> Condition:
    """Bind whether help under a provision has been tried: `case.tried` includes it; or an offer of a group."""
    only, groups = node.arguments[0] if len(node.arguments) == 1 else None, binder.scope.lists["offer_group"].terms
    if isinstance(only, Name) and only.name not in binder.scope.lists["provision"].terms:
        if only.name in groups:
            name = tried_in(only.name)
            return Condition(node, TRUTH, frozenset((name,)), lambda env: as_truth(env[name]))
        if help := binder.group_help(only.name) or (_groups_help(groups) if only.name.islower() else None):
            return binder.fail(only, _('unknown code "{name}"', name=only.name), help)
    provision = _provision(binder, node)
    wanted = provision.constant
    if not isinstance(wanted, frozenset):
        return provision
    return Condition(node, TRUTH, frozenset(("case.tried",)), lambda env: includes(env["case.tried"], wanted))


def _groups_help(groups: Collection[str]) -> str:
    """Return what may stand in the brackets, with the groups that the guideline has."""
    if groups:
        return _(
            "write a provision, for example `SEL-85`, or one of the groups: {names}", names=", ".join(sorted(groups))
        )
    return _("write a provision, for example `SEL-85`, or the key of a group of offers under `groups`")


def _met_by(binder: Binder, node: Call) -> Condition:
    """Bind whether a suitable placement has a part of a kind: under a provision, on a step, in a group, or of the free choice."""
    only = node.arguments[0] if len(node.arguments) == 1 else None
    if not isinstance(only, Name):
        return binder.fail(
            node, _("{name}() takes one provision, one step, one group of offers, or free_choice", name=node.function)
        )
    lists = binder.scope.lists
    meant = {**lists["provision"].terms, **dict.fromkeys(step_codes()), FREE_CHOICE: None, **lists["offer_group"].terms}
    if only.name not in meant:
        help = did_you_mean(only.name, meant) or binder.group_help(only.name)
        help = help or binder.code_help(only.name, "provision")
        help = help or _("write a provision (`SEL-85`), a step (`H4`), a group of offers or `free_choice`")
        return binder.fail(only, _('unknown code "{name}"', name=only.name), help)
    name = met_by(only.name)
    if name not in binder.scope.names:
        return binder.fail(node, _("met_by() compares placements: only a guideline can read it"))
    return Condition(node, TRUTH, frozenset((name,)), lambda env: as_truth(env[name]))


def _count_of_several(binder: Binder, node: Call) -> Condition:
    """Bind how many of several conditions are true; bounds where some are unknown."""
    parts = tuple(binder.truth(argument) for argument in node.arguments)
    runs = tuple(part.holds for part in parts)
    return Condition(node, NUMBER, reads_of(parts), lambda env: count(tally_of(run(env) for run in runs)))


def _provision(binder: Binder, node: Call) -> Condition:
    """Bind the one provision in the brackets; its constant is it and all below it."""
    if len(node.arguments) != 1 or not isinstance(node.arguments[0], Name):
        only = node.arguments[0] if len(node.arguments) == 1 else None
        meant = f"SEL-{only.value}" if isinstance(only, Literal) else ""
        example = meant if meant in binder.scope.lists["provision"].terms else "SEL-85"
        help = _("write `{word}`", word=f"{node.function}({example})")
        return binder.fail(node, _("{name}() needs one provision", name=node.function), help)
    return binder.bind(node.arguments[0], Type("code", "provision"))


def _applied(binder: Binder, node: Call, arguments: list[Condition]) -> Condition:
    """Return what a function makes of its arguments."""
    function, first, reads = node.function, arguments[0], reads_of(arguments)
    kind = first.type.kind
    if function == "known":
        if not isinstance(first.node, Name) or first.constant is not None:
            return binder.fail(node, _("known() needs the name of a fact"))
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
    if function == "sum" and kind == "levels":
        return Condition(node, Type("number", unit=first.type.unit), reads, lambda env: sum_of(first.run(env)))
    if function in ("min", "max"):
        return _extreme(binder, node, arguments)
    if function in _BETWEEN and all(a.type == DATE for a in arguments):
        between, unit = _BETWEEN[function]
        start, end = arguments
        return Condition(node, unit, reads, lambda env: lift(between, start.run(env), end.run(env)))
    wrong = next((a for a in arguments if a.type != DATE), first) if function.endswith("_between") else first
    return binder.fail(wrong.node, _("{name}() cannot take {found}", name=function, found=wrong.type))


def _extreme(binder: Binder, node: Call, arguments: list[Condition]) -> Condition:
    """Bind `min` and `max`: of levels, or of several numbers."""
    reads = reads_of(arguments)
    if len(arguments) == 1:
        only = arguments[0]
        if only.type.kind != "levels":
            return binder.fail(node, _("{name}() cannot take {found}", name=node.function, found=only.type))
        pick_level = greatest if node.function == "max" else least
        return Condition(node, Type("number", unit=only.type.unit), reads, lambda env: pick_level(only.run(env)))
    for argument in arguments:
        if argument.type.kind != "number":
            return binder.fail(argument.node, _("a number expected, not {found}", found=argument.type))
    told = arguments[0]
    for argument in arguments[1:]:
        pair = in_one_unit(binder, node, told, argument)
        if pair is None:
            return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
        told = pair[0]
    pairs = [in_one_unit(binder, node, told, one) for one in arguments]
    found = [pair[1] for pair in pairs if pair is not None]
    pick: Callable[..., Scalar] = max if node.function == "max" else min
    return Condition(node, told.type, reads, lambda env: lift(pick, *(one.run(env) for one in found)))
