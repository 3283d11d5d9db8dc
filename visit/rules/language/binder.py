"""What binding a node needs: the names in scope with their types, what fits what, and the faults found so far.

`binding` binds any node, with `comparisons` and `calls` for the two that have many cases; all of them ask the binder.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from visit.errors import did_you_mean, nearest
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.lists import called_help, codes_called
from visit.rules.language.conditions import ANYTHING, CONDITIONS, Condition
from visit.rules.language.expression import Comparison, ExpressionError, Literal, Name, Node
from visit.rules.language.mistyped import DeclaredNames
from visit.rules.language.spelling import meant_by
from visit.rules.language.types import DATE, NUMBER, TEXT, TRUTH, Type, unit_word
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import LETTERS, CodeList, Term, vocabulary

_SHORTEST = 4
"""So many letters has a word by which a fact is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The names a condition may use, with their types, and the closed lists its codes come from.

    Attributes:
        parameters: Which of the names are numbers that the guideline writes; None where no guideline is at hand, as in a catalogue.
        declared: Which of its own names may be mistyped where they are declared.
    """

    names: Mapping[str, Type]
    lists: Mapping[str, CodeList]
    parameters: Collection[str] | None = None
    declared: DeclaredNames | None = None


class Binder(ABC):
    """Binds the nodes of one condition. A fault is noted and stands as `ANYTHING`, so that the reading goes on."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.errors: list[ExpressionError] = []

    @abstractmethod
    def bind(self, node: Node, expected: Type | None = None) -> Condition:
        """Return a node as a condition; bare codes are those of the type that is expected."""

    def fail(self, node: Node, message: str, help: str | None = None) -> Condition:
        """Note a fault at a node, and return what stands for it."""
        self.errors.append(ExpressionError(message, node.column, help))
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)

    def agree(self, condition: Condition, expected: Type) -> None:
        """Note a fault where a condition is not of the type that is expected."""
        found = condition.type
        same_kind = found.kind == expected.kind and found.codes in (None, expected.codes)
        if not same_kind or not units_fit(found, expected):
            message = _("{expected} expected, not {found}", expected=expected, found=found)
            self.fail(condition.node, message, self.whole_help(condition))

    def units(self, node: Node, left: Type, right: Type, help: str | None = None) -> Condition:
        """Note that two units do not fit."""
        words = [unit_word(one.unit) if one.unit else _("a number without a unit") for one in (left, right)]
        return self.fail(node, _("{left} cannot be compared with {right}", left=words[0], right=words[1]), help)

    def truth(self, node: Node) -> Condition:
        """Return a node that must be yes or no."""
        condition = self.bind(node)
        if condition.type.kind not in ("truth", "anything"):
            message = _("yes or no expected, not {found}", found=condition.type)
            return self.fail(node, message, self.whole_help(condition))
        return condition

    def whole_help(self, condition: Condition) -> str | None:
        """Return how several answers become one, or a value becomes one: of a set, that it includes one; else any or all."""
        if condition.type != CONDITIONS:
            return self._compared_help(condition)
        match condition.node:
            case Comparison(operator="==", left=Name(name=name), right=Name(name=code)) if (
                name in self.scope.names and self.scope.names[name].kind == "codes"
            ):
                return _("write `{word}`", word=f"{name} includes {code}")
        return _("write any(…) or all(…) around it")

    def _compared_help(self, condition: Condition) -> str | None:
        """Return with what a fact is compared that stands alone, and is no yes or no."""
        type, node = condition.type, condition.node
        codes = self.scope.lists.get(type.codes or "")
        first = None if codes is None else next(iter(codes.terms), None)
        if not isinstance(node, Name) or condition.constant is not None:
            return None
        match type.kind, first:
            case "code", str():
                written = f"{node.name} == {first}"
            case "codes", str():
                written = f"{node.name} includes {first}"
            case "number", _:
                written = f"{node.name} >= 1"
            case "levels", _:
                written = f"max({node.name}) >= 3"
            case _:
                return None
        return _("compare it, for example `{example}`", example=written)

    def number(self, node: Node) -> Condition:
        """Return a node that must be a number."""
        condition = self.bind(node)
        if condition.type.kind not in ("number", "anything"):
            return self.fail(node, _("a number expected, not {found}", found=condition.type))
        return condition

    # --- leaves ---

    def literal(self, node: Literal, expected: Type | None = None) -> Condition:
        """Return a written value."""
        value = node.value
        if isinstance(value, str) and expected is not None and expected.codes and expected.kind in ("code", "codes"):
            return self.fail(
                node, _('a code is written without quotes: "{name}"', name=value), self.code_help(value, expected.codes)
            )
        kinds = ((bool, TRUTH), (str, TEXT), (date, DATE))
        type = next((type for kind, type in kinds if isinstance(value, kind)), NUMBER)
        type = Type("number", unit=node.unit) if node.unit else type
        return Condition(node, type, frozenset(), lambda env: value, constant=value)

    def name(self, node: Name, expected: Type | None) -> Condition:
        """Return a bare word: a code where one is expected, else a name in scope."""
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
        """Return a code, with those under it."""
        value, wanted = node.name, codes.expand(node.name)
        return Condition(node, Type("code", codes.key), frozenset(), lambda env: value, constant=wanted)

    def unknown_name(self, node: Name, expected: Type | None) -> Condition:
        """Note a word that is neither, with the one that is meant."""
        name = node.name
        if expected is not None and expected.codes and "." not in name:
            return self.fail(node, _('unknown code "{name}"', name=name), self.code_help(name, expected.codes))
        if (asks := _asked_otherwise(name)) is not None:
            return self.fail(node, _('unknown name "{name}"', name=name), asks)
        if self.scope.declared is not None and (mistyped := self.scope.declared.help(name)) is not None:
            return self.fail(node, _('unknown name "{name}"', name=name), mistyped)
        if expected is not None and expected.kind == "number" and "." not in name and not meant_by(name):
            written = (
                _("write a number; no parameter of a guideline can be read here")
                if self.scope.parameters is None
                else _("write a number, or the name of a parameter")
            )
            near = did_you_mean(name, self.scope.names) or written
            return self.fail(node, _('unknown name "{name}"', name=name), near)
        meant = meant_by(name)
        if expected == TEXT and meant is None:
            meant = f"'{name}'"
        help = _("write `{word}`", word=meant) if meant else self.name_help(name)
        return self.fail(node, _('unknown name "{name}"', name=name), help)

    def code_help(self, name: str, codes: str) -> str | None:
        """Return which code of a list is meant: the one that is written so, a near one, or one that goes by that name."""
        terms, spoken = self.scope.lists[codes].terms, name.replace("_", " ")
        if name.casefold() in _NOT_RECORDED:
            return _asked_otherwise(name)
        if codes == "provision" and _is_step(name):
            return _("write the code of the provision, for example `{code}`", code="SEL-85")
        if name in terms:
            return _("write `{code}`", code=name)
        if re.fullmatch(r"\d+ ?[a-z]?", spoken):
            spoken = f"§ {spoken}"
        return did_you_mean(name, terms) or called_help(codes, spoken) or _called(spoken, terms) or _few(terms)

    def group_help(self, name: str) -> str | None:
        """Return which of the guideline's groups of offers is meant."""
        groups = self.scope.lists["offer_group"].terms
        return did_you_mean(name, groups) or _called(name.replace("_", " "), groups)

    def name_help(self, name: str) -> str | None:
        """Return which name is meant: where it has a group, another of that group, or of its own name in another group."""
        group, _dot, part = name.rpartition(".")
        beside = {one.removeprefix(f"{group}."): one for one in self.scope.names if one.startswith(f"{group}.")}
        if not beside:
            return did_you_mean(name, self.scope.names) or self.called_names(part, "")
        if near := nearest(part, beside):
            return _('did you mean "{near}"?', near=beside[near])
        called = [beside[key] for key in codes_called("theme", part.replace("_", " ")) if key in beside]
        meant = called or [one for one in self.scope.names if one.endswith(f".{part}")]
        if meant:
            return _("write {codes}", codes=formats.either(f"`{one}`" for one in meant[:3]))
        return self.called_names(part, f"{group}.") or self.called_names(part, "")

    def called_names(self, word: str, group: str) -> str | None:
        """Return the facts that are said with a word, Danish or English, as the whole word or as its beginning."""
        said, labels = word.replace("_", " ").casefold(), vocabulary().facts
        if len(said) < _SHORTEST:
            return None
        names = [name for name in self.scope.names if name.startswith(group) and name in labels]
        words = {name: f"{labels[name].da} {labels[name].en}".casefold().split() for name in names}
        whole = [name for name in names if said in words[name]]
        found = whole or [name for name in names if any(one.startswith(said) for one in words[name])]
        return _("write {codes}", codes=formats.either(f"`{one}`" for one in found[:3])) if found else None


def _asked_otherwise(name: str) -> str | None:
    """Return how what people write as a value is asked about: that nothing is recorded, or the step of a ladder."""
    if name.casefold() in _NOT_RECORDED:
        return _("what is not recorded is asked with `not known(…)` around the name")
    if _is_step(name):
        return _("write the number of the step, for example `{example}`", example=f"option.step == {name[1:]}")
    return None


def _is_step(name: str) -> bool:
    return name[:1] in LETTERS and name[1:].isdigit()


_NOT_RECORDED = frozenset(("unknown", "ukendt", "null", "none", "missing", "mangler", "empty", "tom", "uoplyst"))


def units_fit(left: Type, right: Type) -> bool:
    """Return whether two units can be compared; a bare number fits all."""
    return left.unit is None or right.unit is None or left.unit == right.unit


def _called(name: str, terms: Mapping[str, Term]) -> str | None:
    """Return the help that names the code whose Danish or English name is written, or begun."""
    by_name = {label: key for key, term in reversed(list(terms.items())) for label in (term.en, term.da)}
    near = nearest(name, by_name)
    return None if near is None else _("write `{code}`", code=by_name[near])


def _few(terms: Iterable[str]) -> str | None:
    names = list(terms)
    return _("one of {names}", names=", ".join(names)) if len(names) <= 8 else None
