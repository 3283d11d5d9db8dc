"""A value in braces of which the statement reads nothing, where it reads another of the same kind and prints none of those.

Two values are of the same kind that are lengths of time, distances, sums of money, or of one list of codes; of a yes or no only
where a rule requires one single thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written, through_tables
from visit.rules.findings.texts import names_in_braces
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Name, Not

_KIND: Mapping[str, str] = {
    "days": "time", "weeks": "time", "months": "time", "km": "km", "DKK": "DKK", "hours": "hours", "level": "level",
    "step": "step",
}  # fmt: skip
"""Units of which two values are of one kind."""
_EITHER = frozenset(("option.internal", "option.external"))
"""Of which exactly one is so."""
_TOLD_BESIDE = ("offer.name", "provision.", "option.provision", "as_of")


def other_value(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that print a value that they do not read, in place of one of the same kind that they do."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if not one.worded or not one.conditions:
            continue
        read = through_tables(one.names(), guideline)
        printed = frozenset().union(*(names_in_braces(text.text) for text in one.worded))
        strange = sorted(
            name for name in printed - read if _is_fact(guideline, name) and not _rests(guideline, name, read)
        )
        asked = sorted(name for name in _asked(one, guideline, read) if _is_fact(guideline, name))
        for name in strange:
            kind = _kind(guideline, name)
            alike = [other for other in asked if _kind(guideline, other) == kind]
            if kind is not None and alike and not printed.intersection(alike):
                text = next(text for text in one.worded if name in names_in_braces(text.text))
                message = _(
                    "{id}: the text shows `{name}`, and what is asked is `{other}`",
                    id=one.id,
                    name=name,
                    other=alike[0],
                )
                help = _("write `{sign}`", sign=f"{{{alike[0]}}}")
                yield GuidelineError(message, at=leaf.locate(text.path), help=help, code="other-value")
                break


def _asked(one: BoundStatement, guideline: Guideline, read: frozenset[str]) -> frozenset[str]:
    """Return what a rule requires something of; of another statement all that it reads."""
    required = [condition for condition in one.conditions if condition.path[-1] == "require"]
    if not required:
        return read
    return through_tables(frozenset().union(*(names_written(condition.node) for condition in required)), guideline)


def _is_fact(guideline: Guideline, name: str) -> bool:
    return name in guideline.types and name not in guideline.parameters and not name.startswith(_TOLD_BESIDE)


def _rests(guideline: Guideline, name: str, read: frozenset[str]) -> bool:
    """Return whether a table that is printed rests on something that is read."""
    return name in guideline.tables and bool(through_tables(frozenset((name,)), guideline) & read)


def _kind(guideline: Guideline, name: str) -> str | None:
    type = guideline.types[name]
    if type.kind == "number":
        return _KIND.get(type.unit or "")
    return f"{type.kind} of {type.codes}" if type.codes is not None else None


def other_truth(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules of a layer that require one yes or no, and print another one alone."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        required = next((condition.node for condition in one.conditions if condition.path[-1] == "require"), None)
        inner = required.operand if isinstance(required, Not) else required
        if not isinstance(inner, Name) or not _is_truth(guideline, inner.name):
            continue
        read = through_tables(one.names(), guideline)
        for text in one.worded:
            printed = {name for name in names_in_braces(text.text) if _is_truth(guideline, name)}
            if printed and not printed & (read | _said_by(read)):
                name = min(printed)
                message = _(
                    "{id}: the text shows `{name}`, and what is asked is `{other}`",
                    id=one.id,
                    name=name,
                    other=inner.name,
                )
                help = _("write `{sign}`", sign=f"{{{inner.name}}}")
                yield GuidelineError(message, at=leaf.locate(text.path), help=help, code="other-value")
                break


def _said_by(read: frozenset[str]) -> frozenset[str]:
    """Return what is said by whoever says that one is not so: an offer that is not bought is the municipality's own."""
    return _EITHER if read & _EITHER else frozenset()


def _is_truth(guideline: Guideline, name: str) -> bool:
    return name in guideline.types and guideline.types[name].kind == "truth" and _is_fact(guideline, name)
