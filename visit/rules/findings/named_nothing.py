"""Texts in conditions that name an offer or a municipality, and that none is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from visit.errors import GuidelineError, did_you_mean
from visit.locale import text as _
from visit.places import municipalities
from visit.rules.findings.compared import comparisons_in, written_conditions
from visit.rules.findings.statements import bound_statements
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Name

_OFFERS = frozenset(("offer.id", "option.id", "case.offered", "case.wishes.offers", "case.wishes.avoid"))
_MUNICIPALITIES = frozenset(
    ("case.municipality", "case.acting_municipality", "offer.operator.municipality", "offer.municipality")
)
_PLACES = _MUNICIPALITIES | {"case.home.place"}
_WORD = re.compile(r"[A-ZÆØÅ][\w-]+")


def named_nothing(
    offers: Callable[[], Collection[str]],
) -> Callable[[Layer, Sequence[Guideline]], Iterator[GuidelineError]]:
    """Return what finds texts of a layer that name no offer of a catalogue, and no municipality.

    Args:
        offers: Gives the ids of the offers; asked for only where a condition names one.
    """

    def found(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
        if leaf.record.get("groups"):
            yield from _members(leaf, offers())
        for one in written_conditions(leaf):
            for comparison in comparisons_in(one.node):
                for fact, literal in _texts(comparison):
                    known = offers() if fact in _OFFERS else [one.name for one in municipalities()]
                    name = str(literal.value).partition("/")[0] if fact in _OFFERS else str(literal.value)
                    if name not in known:
                        message = _("`{fact}`: none is called “{name}”", fact=fact, name=name)
                        at = leaf.locate_in(one.path, literal.column)
                        yield GuidelineError(message, at=at, help=did_you_mean(name, known), code="names-nothing")

        yield from _of_elsewhere(leaf)

    return found


def misspelt_members(leaf: Layer, offers: Collection[str]) -> tuple[GuidelineError, ...]:
    """Return the members of a layer's groups that are no offer of a catalogue, and one letter or two away from one."""
    return tuple(one for one in _members(leaf, offers) if one.help is not None)


def _members(leaf: Layer, offers: Collection[str]) -> Iterator[GuidelineError]:
    for group, row in leaf.record.get("groups", {}).items():
        for index, name in enumerate(row["offers"]):
            if name not in offers:
                message = _("the group {group}: no offer is called “{name}”", group=group, name=name)
                at = leaf.locate(("groups", group, "offers", index))
                yield GuidelineError(message, at=at, help=did_you_mean(name, offers), code="names-nothing")


def _of_elsewhere(leaf: Layer) -> Iterator[GuidelineError]:
    """Statements of one municipality by their condition whose every text names another one."""
    names = {one.name for one in municipalities()}
    for statement in bound_statements(leaf):
        asked = [
            (condition, literal)
            for condition in statement.conditions
            for comparison in comparisons_in(condition.node)
            for fact, literal in _texts(comparison, _PLACES)
            if literal.value in names
        ]
        own = {str(literal.value) for _condition, literal in asked}
        texts = [set(_WORD.findall(text.text)) & names for text in statement.worded]
        if asked and texts and not any(own & set(_WORD.findall(text.text)) for text in statement.texts):
            both = set.intersection(*texts)
            if both:
                condition, literal = asked[0]
                message = _("{id}: the text names `{name}`, and the condition reads `{other}`",
                            id=statement.id, name=min(both), other=str(literal.value))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate_in(condition.path, literal.column), code="other-name")


def _texts(comparison: Comparison, facts: frozenset[str] = _OFFERS | _MUNICIPALITIES) -> Iterator[tuple[str, Literal]]:
    for left, right in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
        if isinstance(left, Name) and left.name in facts:
            for item in right.items if isinstance(right, Listing) else (right,):
                if isinstance(item, Literal) and isinstance(item.value, str):
                    yield left.name, item
