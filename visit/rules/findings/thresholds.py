"""Two values for one threshold: a number beside the parameter that has it, or a reminder that begins at another number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import numbers_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_UNITS = frozenset(("km", "DKK", "hours", "days", "months", "minutes", "percent"))
"""Units of which a limit is a choice. Levels, steps and ages are told apart in many places with the same few numbers."""


_RISES = (">", ">=")
_APPROVAL = re.compile(r"godkend|approv", re.IGNORECASE)
"""How a text speaks of an approval."""


def two_values(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield numbers of a layer beside its parameter for the fact, and reminders that begin elsewhere than an approval."""
    by_fact: dict[str, list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        if one.unit in _UNITS and one.value != 0:
            by_fact.setdefault(one.fact, []).append(one)
    for fact, ones in by_fact.items():
        named = {one.parameter: one.value for one in ones if one.parameter is not None}
        bare = [one for one in ones if one.parameter is None and one.section != "preferences"]
        for one in bare:
            same = sorted(name for name, value in named.items() if value == one.value)
            if same:
                message = _("{number} stands here beside the parameter `{name}`, which has the same value for `{fact}`",
                            number=one.value, name=same[0], fact=fact)  # fmt: skip
                yield _told(leaf, one, message, _("write `{word}`", word=same[0]))
            elif named and not _is_said(leaf, one):
                name, value = min(named.items())
                message = _("`{fact}` is compared with {number} here, and with `{name}`, which is {value}, elsewhere",
                            fact=fact, number=one.value, name=name, value=value)  # fmt: skip
                yield _told(leaf, one, message, _("write one parameter for both, or a second one with its own source"))
    yield from _reminders(leaf, by_fact)


def _reminders(leaf: Layer, by_fact: Mapping[str, Sequence[Threshold]]) -> Iterator[GuidelineError]:
    """Notices that speak of an approval, and begin at another number than every approval of that fact."""
    speaking = {
        statement.path
        for statement in bound_statements(leaf)
        if statement.worded and all(_APPROVAL.search(text.text) for text in statement.worded)
    }
    for fact, ones in by_fact.items():
        approvals = [one for one in ones if one.section == "approvals" and one.operator in _RISES]
        for one in ones:
            if one.section != "notices" or one.operator not in _RISES or one.statement not in speaking or not approvals:
                continue
            if one.value not in {other.value for other in approvals}:
                other = approvals[0]
                message = _("`{fact}` is compared with {number} here, and with {other} in the approval {id}",
                            fact=fact, number=one.value, other=other.value, id=other.id)  # fmt: skip
                yield _told(leaf, one, message, _("write one parameter for both, or a second one with its own source"))


def _is_said(leaf: Layer, one: Threshold) -> bool:
    """Return whether every text of a statement says its number: then it is no slip beside another limit of the same fact."""
    for statement in bound_statements(leaf):
        if statement.path == one.statement:
            texts = statement.worded
            return bool(texts) and all(one.value in numbers_in(text.text, text.language) for text in texts)
    return False


def _told(leaf: Layer, one: Threshold, message: str, help: str) -> GuidelineError:
    return GuidelineError(message, at=one.at(leaf), help=help, code="two-thresholds")
