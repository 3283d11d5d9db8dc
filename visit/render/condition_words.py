"""A condition in words: names by their labels, codes by theirs, numbers with their unit. What has no words stays as it is written.

case.support_need <= 1 and not option.internal
level of support need is at most 1; and it is not so that the offer is the municipality's own
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from visit.locale import formats
from visit.locale import text as _
from visit.reasons.labels import Phrasing
from visit.rules.guideline.drafting import source_of
from visit.rules.guideline.records import Scribed
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
    unparse,
)
from visit.rules.language.types import Type

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
"""Comparisons the other way round."""


def condition_in_words(written: Scribed, say: Phrasing, expected: Type | None = None) -> str:
    """Return a condition, or the value of a row, in words.

    Args:
        written: The condition as it is written in a guideline, without faults.
        say: Knows the guideline and the language.
        expected: The type of a value that stands alone, so that a code gets its label.
    """
    return _ConditionWords(say).told(parse_condition(source_of(written)), expected)


class _ConditionWords:
    def __init__(self, say: Phrasing) -> None:
        self.say, self.types = say, say.guideline.types

    def told(self, node: Node, expected: Type | None = None) -> str:
        match node:
            case Literal(value=bool() as value):
                return _("always") if value and expected is None else _("yes") if value else _("no")
            case Literal(value=int() | Decimal() as value, unit=str() as unit):
                return self.say.number(value, Type("number", unit=unit))
            case Literal(value=int() | Decimal() as value):
                return self.say.number(value, expected)
            case Literal(value=value):
                return self.say.value(value, None) if not isinstance(value, str) else f"“{value}”"
            case Name(name=name):
                return self.name(name, expected)
            case Listing(items=items):
                return formats.either(self.told(one, expected) for one in items)
            case KeySelection(of=of, keys=keys):
                levels = self.type(of)
                keyed = None if levels is None else Type("code", levels.codes)
                return _(
                    "{levels} in {themes}",
                    levels=self.told(of),
                    themes=formats.listed(self.told(one, keyed) for one in keys),
                )
            case Not(operand=operand):
                return self.denied(operand)
            case Logic(operator=operator, parts=parts):
                word = _("; and ") if operator == "and" else _("; or ")
                return word.join(map(self.inside, parts))
            case Comparison():
                return self.comparison(node)
            case Arithmetic(operator=operator, left=left, right=right):
                sign = "×" if operator == "*" else operator
                begun = self.inside(left) if operator == "*" else self.told(left)
                return f"{begun} {sign} {self.inside(right)}"
            case Call():
                return self.call(node)

    def denied(self, node: Node) -> str:
        """Return that something is not so; of what can be recorded, that it is not."""
        match node:
            case Call(function="known", arguments=(what,)):
                return _("not recorded: {what}", what=self.named(what))
            case Name():
                return _("it is not so that {what}", what=self.told(node))
            case _:
                return _("it is not so that {what}", what=self.inside(node))

    def named(self, node: Node) -> str:
        """Return what a fact is called, as in “whether the citizen lives alone”."""
        return self.say.fact(node.name) if isinstance(node, Name) else self.told(node)

    def inside(self, node: Node) -> str:
        """Return a part of a condition; several that are joined stand in brackets."""
        return f"({self.told(node)})" if isinstance(node, Logic | Arithmetic) else self.told(node)

    def name(self, name: str, expected: Type | None) -> str:
        if name not in self.types:
            return self.say.code(name, expected)
        told = self.say.fact(name)
        if name in self.say.guideline.parameters:
            value = self.say.number(self.say.guideline.parameters[name].value, self.types[name])
            return f"{value} ({told})" if name in self.say.guideline.labels else value
        if self.types[name].kind == "truth" and expected is None:
            return _as_a_sentence(told)
        return told

    def type(self, node: Node) -> Type | None:
        """Return the type that a side of a comparison gives to the other."""
        match node:
            case Name(name=name):
                return self.types.get(name)
            case Call(arguments=(first, *_others)):
                return self.type(first)
            case KeySelection(of=levels):
                return self.type(levels)
            case Arithmetic(left=first):
                return self.type(first)
            case _:
                return None

    def comparison(self, node: Comparison) -> str:
        if isinstance(node.right, Literal) and isinstance(node.right.value, bool) and node.operator in ("==", "!="):
            return self.told(node.left) if node.right.value is (node.operator == "==") else self.denied(node.left)
        if self.is_given(node.left) and not self.is_given(node.right) and node.operator in _TURNED:
            node = replace(node, left=node.right, right=node.left, operator=_TURNED[node.operator])
        left = self.told(node.left, self.type(node.right))
        right = self.told(node.right, self.type(node.left))
        type = self.type(node.left) or self.type(node.right)
        is_date = type is not None and type.kind == "date"
        makes = (_of_dates() if is_date else {}).get(node.operator) or _comparisons().get(node.operator)
        return unparse(node) if makes is None else makes(left, right)

    def is_given(self, node: Node) -> bool:
        """Return whether a side of a comparison is a number of the guideline, and no fact."""
        return isinstance(node, Literal) or (isinstance(node, Name) and node.name in self.say.guideline.parameters)

    def call(self, node: Call) -> str:
        inner = [self.named(one) for one in node.arguments]
        match node.function, inner:
            case "count", [what]:
                return _("how many: {what}", what=what)
            case "count", _several:
                return _("how many of these are so ({what})", what="; ".join(map(self.inside, node.arguments)))
            case "sum", [what]:
                return _("together: {what}", what=what)
            case "any", [what]:
                return _("at least one: {what}", what=what)
            case "all", [what]:
                return _("all: {what}", what=what)
            case "known", [what]:
                return _("recorded: {what}", what=what)
            case "assessed", [what]:
                return what
            case "min", _several:
                return _("the lowest of {what}", what=formats.listed(inner))
            case "max", _several:
                return _("the highest of {what}", what=formats.listed(inner))
            case "years_between", [first, last]:
                return _("whole years from {first} to {last}", first=first, last=last)
            case "months_between", [first, last]:
                return _("whole months from {first} to {last}", first=first, last=last)
            case "days_between", [first, last]:
                return _("days from {first} to {last}", first=first, last=last)
            case "tried", _one if (provision := self.provision(node)) is not None:
                return _("it has been tried: {what}", what=provision)
            case "entitled" | "met_by" | "tried", _one:
                return _as_a_sentence(self.say.fact(unparse(node)))
            case _:
                return unparse(node)

    def provision(self, node: Call) -> str | None:
        """Return how the provision in the brackets is said; None for a group of offers."""
        asked = unparse(node.arguments[0])
        is_group = asked in self.say.guideline.lists["offer_group"].terms
        return None if is_group else self.say.code(asked, Type("code", "provision"))


def _as_a_sentence(told: str) -> str:
    """Return what a fact that is yes or no is called, without the word that asks: “the citizen lives alone”."""
    return told.removeprefix("whether ").removeprefix("om ")


def _comparisons() -> dict[str, Callable[[str, str], str]]:
    """Return how each comparison is said, by its operator."""
    return {
        "==": lambda left, right: _("{left} is {right}", left=left, right=right),
        "!=": lambda left, right: _("{left} is not {right}", left=left, right=right),
        "<": lambda left, right: _("{left} is below {right}", left=left, right=right),
        "<=": lambda left, right: _("{left} is at most {right}", left=left, right=right),
        ">": lambda left, right: _("{left} is above {right}", left=left, right=right),
        ">=": lambda left, right: _("{left} is at least {right}", left=left, right=right),
        "in": lambda left, right: _("{left}: {right}", left=left, right=right),
        "not in": lambda left, right: _("{left}: not {right}", left=left, right=right),
        "includes": lambda left, right: _("among {left}: {right}", left=left, right=right),
        "not includes": lambda left, right: _("not among {left}: {right}", left=left, right=right),
        "within": lambda left, right: _("{left}: nothing but {right}", left=left, right=right),
        "not within": lambda left, right: _("{left}: something else than {right}", left=left, right=right),
        "overlaps": lambda left, right: _("{left}: at least one of {right}", left=left, right=right),
        "not overlaps": lambda left, right: _("{left}: none of {right}", left=left, right=right),
    }


def _of_dates() -> dict[str, Callable[[str, str], str]]:
    return {
        "<": lambda left, right: _("{left} is before {right}", left=left, right=right),
        "<=": lambda left, right: _("{left} is {right} or earlier", left=left, right=right),
        ">": lambda left, right: _("{left} is after {right}", left=left, right=right),
        ">=": lambda left, right: _("{left} is {right} or later", left=left, right=right),
    }
