"""Statements that take the place of one of the layer below and take hold less often or later; terms and limits worse than its."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from visit.errors import GuidelineError, Location
from visit.locale import text as _
from visit.rules.findings.possibility import provisions_of
from visit.rules.findings.shifts import Direction, directions_of
from visit.rules.findings.statements import names_written
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Deadline, FollowUp, Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Comparison, Literal, Logic, Name, Node
from visit.rules.language.periods import days
from visit.vocabulary import vocabulary

_SECTIONS = ("rules", "approvals", "notices", "follow_up")
_AT_MOST = re.compile(
    r"\b(?:senest|inden for|højst|within|at the latest|at most|no later than) (?:om )?(\d+) "
    r"(dage|dag|days?|uger?|weeks?|måneder|måned|months?)\b",
    re.IGNORECASE,
)
_WHO_MAY_HAVE = ("entitlement", "competence")
"""The gates of rules that say who may have help."""
_OF_THE_HELP = ("case.", "provision.", "option.provision", "option.current")
_LONG = {"d": 1, "u": 7, "w": 7, "m": 30}


def weakened(leaf: Layer, whole: Guideline, below: Guideline) -> Iterator[GuidelineError]:
    """Yield what a layer says instead of the one below and that takes hold less often, later or later than the law allows.

    Args:
        leaf: The guideline's own layer.
        whole: It with the layers below.
        below: The layers below alone, on the same date.
    """
    places = {
        (section, key): path for section in (*_SECTIONS, "deadlines", "grants") for key, path in leaf.places(section)
    }
    replaced = {key for key in places if key[0] in _SECTIONS and key[1] in _ids(below, key[0])}
    for key, direction in directions_of(below, whole, replaced).items() if replaced else ():
        if direction is Direction.LESS:
            message = _("{id} takes hold less often than in {owner}, whose statement it replaces",
                        id=key[1], owner=_owner(below))  # fmt: skip
            yield _told(message, leaf.locate(_condition_of(leaf, places[key])))
    yield from _later(leaf, whole, below, places)
    yield from _laxer(leaf, whole, below, places)
    yield from _narrower(leaf, whole, below)


def _told(message: str, at: Location) -> GuidelineError:
    return GuidelineError(message, at=at, code="weaker-than-below")


def _owner(below: Guideline) -> str:
    return below.layers[-1][0]


def _condition_of(leaf: Layer, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    row = _row(leaf, path)
    return (*path, next((field for field in ("when", "require", "after") if field in row), "id"))


def _ids(guideline: Guideline, section: str) -> set[str]:
    return {one.id for one in getattr(guideline, section)}


def _later(
    leaf: Layer, whole: Guideline, below: Guideline, places: Mapping[tuple[str, str], tuple[str | int, ...]]
) -> Iterator[GuidelineError]:
    """A follow-up or deadline that replaces one and is due later."""
    for section in ("follow_up", "deadlines"):
        old: dict[str, FollowUp | Deadline] = {one.id: one for one in getattr(below, section)}
        for one in getattr(whole, section):
            if one.id not in old or (section, one.id) not in places:
                continue
            for field, name in (("after", "after"), ("then_every", "then_every"), ("period", "within")):
                was, now = getattr(old[one.id], field, None), getattr(one, field, None)
                if was is not None and (now is None or days(now) > days(was)):
                    message = _("{id} comes later than in {owner}, whose statement it replaces",
                                id=one.id, owner=_owner(below))  # fmt: skip
                    row = _row(leaf, places[section, one.id])
                    near = name if name in row else "id"
                    yield _told(message, leaf.locate((*places[section, one.id], near)))
                    break


def _row(leaf: Layer, path: tuple[str | int, ...]) -> Mapping[str, object]:
    found = next(row for _section, _key, row, place in leaf.statements() if place == path)
    return found if isinstance(found, Mapping) else {}


def _laxer(
    leaf: Layer, whole: Guideline, below: Guideline, places: Mapping[tuple[str, str], tuple[str | int, ...]]
) -> Iterator[GuidelineError]:
    """A deadline of a provision that is longer than the layer below says of it, and a grant longer than the act has."""
    terms = list(_terms(below))
    for one in whole.deadlines:
        place = places.get(("deadlines", one.id))
        provisions = _provisions_of(one)
        limits = [(term, source) for about, term, source in terms if provisions and provisions <= about]
        if place is not None and limits and days(one.period) > min(limits)[0]:
            limit, source = min(limits)
            message = _("{id} gives {days} days, and {other} of {owner} says {limit}",
                        id=one.id, days=days(one.period), other=source, owner=_owner(below), limit=limit)  # fmt: skip
            yield _told(message, leaf.locate((*place, "within")))
    for grant in whole.grants:
        place = places.get(("grants", grant.id))
        longest = [vocabulary().provisions[id].max_months for id in grant.provisions or ()]
        most = min((months for months in longest if months is not None), default=None)
        if place is not None and most is not None and days(grant.lasts) > 31 * most:
            message = _("{id} grants for longer than the {months} months of the act", id=grant.id, months=most)
            yield _told(message, leaf.locate((*place, "lasts")))


def _narrower(leaf: Layer, whole: Guideline, below: Guideline) -> Iterator[GuidelineError]:
    """A must that leaves out some of those whom a must of the layers below lets in by the same number of the citizen."""
    old = {one.id for one in below.rules}
    opening = [one for one in below.rules if one.gate in _WHO_MAY_HAVE and one.strength == "must"]
    for key, path in leaf.places("rules"):
        rule = whole.rule(key)
        if rule is None or key in old or rule.strength != "must" or not rule.provisions or not _is_of_all(rule):
            continue
        for fact, is_most, number in _bounds(rule.require.node, whole):
            beyond = [
                (bound, one.id)
                for one in opening if _about(one, rule.provisions, below)
                for same, most, bound in _bounds(one.require.node, below) if (same, most) == (fact, is_most)
            ]  # fmt: skip
            limit, other = (min if is_most else max)(beyond, default=(number, ""))
            if (number < limit) if is_most else (number > limit):
                message = _("{id} lets in fewer than {other} of {owner}: `{fact}` {number}, there {limit}",
                            id=key, other=other, owner=_owner(below), fact=fact, number=number, limit=limit)  # fmt: skip
                help = _("a layer cannot take from the citizen what the one below gives: take the rule out")
                yield GuidelineError(message, at=leaf.locate((*path, "require")), help=help, code="weaker-than-below")


def _is_of_all(rule: Rule) -> bool:
    """Return whether a rule asks of whomever the help is for, and not of one offer's own."""
    reads = frozenset() if rule.when is None else rule.when.reads
    return not rule.of_placement and all(name.startswith(_OF_THE_HELP) or "." not in name for name in reads)


def _about(rule: Rule, provisions: frozenset[str], below: Guideline) -> bool:
    shared = sorted(provisions & rule.provisions if rule.provisions else provisions)
    return bool(shared) and (rule.when is None or bool(provisions_of(rule.when, below, shared)))


def _bounds(node: Node, guideline: Guideline) -> Iterator[tuple[str, bool, Decimal]]:
    """Yield what a condition asks of a number of the citizen in every case: which, whether at most, and the limit."""
    if isinstance(node, Logic) and node.operator == "and":
        for part in node.parts:
            yield from _bounds(part, guideline)
    if isinstance(node, Comparison) and isinstance(node.left, Name) and node.operator in ("<", "<=", ">", ">="):
        right, name = node.right, node.left.name
        known = guideline.parameters.get(right.name) if isinstance(right, Name) else None
        value = right.value if isinstance(right, Literal) else None if known is None else known.value
        if name.startswith("case.") and isinstance(value, int | Decimal):
            yield name, node.operator in ("<", "<="), Decimal(value)


def _provisions_of(one: Deadline) -> frozenset[str]:
    return one.counted_from.provisions or _literals(one.when)


def _literals(condition: Condition) -> frozenset[str]:
    return names_written(condition.node) & vocabulary().provisions.keys()


def _terms(below: Guideline) -> Iterator[tuple[frozenset[str], int, str]]:
    """Yield the provisions, the most days and the id of what the layers below say must be done by when."""
    for notice in below.notices:
        about = _literals(notice.when)
        for text in (notice.text.da, notice.text.en):
            for number, unit in _AT_MOST.findall(plain_text(text)):
                if about:
                    yield about, int(number) * _LONG[unit[0].casefold()], notice.id
    for one in below.deadlines:
        if one.counted_from.provisions:
            yield one.counted_from.provisions, days(one.period), one.id
