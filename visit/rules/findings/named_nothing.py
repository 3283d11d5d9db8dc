"""Texts in conditions that name an offer or a municipality, and that none is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from visit.errors import GuidelineError, did_you_mean
from visit.locale import text as _
from visit.places import municipalities
from visit.rules.findings.compared import comparisons_in, written_conditions
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Name

_OFFERS = frozenset(("offer.id", "option.id", "case.offered", "case.wishes.offers", "case.wishes.avoid"))
_MUNICIPALITIES = frozenset(
    ("case.municipality", "case.acting_municipality", "offer.operator.municipality", "offer.municipality")
)


def named_nothing(
    offers: Callable[[], Collection[str]],
) -> Callable[[Layer, Sequence[Guideline]], Iterator[GuidelineError]]:
    """Return what finds texts of a layer that name no offer of a catalogue, and no municipality.

    Args:
        offers: Gives the ids of the offers; asked for only where a condition names one.
    """

    def found(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
        for group, row in leaf.record.get("groups", {}).items():
            for index, name in enumerate(row["offers"]):
                if name not in offers():
                    message = _("the group {group}: no offer is called “{name}”", group=group, name=name)
                    at = leaf.locate(("groups", group, "offers", index))
                    yield GuidelineError(message, at=at, help=did_you_mean(name, offers()), code="names-nothing")
        for one in written_conditions(leaf):
            for comparison in comparisons_in(one.node):
                for fact, literal in _texts(comparison):
                    known = offers() if fact in _OFFERS else [one.name for one in municipalities()]
                    name = str(literal.value).partition("/")[0] if fact in _OFFERS else str(literal.value)
                    if name not in known:
                        message = _("{fact}: none is called “{name}”", fact=fact, name=name)
                        at = leaf.locate_in(one.path, literal.column)
                        yield GuidelineError(message, at=at, help=did_you_mean(name, known), code="names-nothing")

    return found


def _texts(comparison: Comparison) -> Iterator[tuple[str, Literal]]:
    for left, right in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
        if isinstance(left, Name) and left.name in _OFFERS | _MUNICIPALITIES:
            for item in right.items if isinstance(right, Listing) else (right,):
                if isinstance(item, Literal) and isinstance(item.value, str):
                    yield left.name, item
