"""Whether another, approved offer under an option's provision is suitable and has a place: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reference.lower import IF_OFFERS_TOO, SURELY, Lower
from reference.standing import Judged
from visit.rules.language.values import UNKNOWN


def approved_match(lower: Lower) -> Mapping[str, Any]:
    """True, false or unknown for every option.

    Suitable is what could be part of another way on a lower step: with nothing open, or if what is open turns out well.
    """
    return {one.option.id: of(one, lower) for one in lower.judged}


def of(one: Judged, lower: Lower) -> Any:
    beside = [
        other for other in lower.judged if other is not one and other.option.provision.id == one.option.provision.id
    ]
    approved = [other for other in beside if lower.says("option.approved", other.option) is True]
    if any(lower.counts(other, SURELY) and has_place(other, lower) and surely_enough(other, one) for other in approved):
        return True
    may_be = [other for other in beside if lower.says("option.approved", other.option) is not False]
    return (
        UNKNOWN if any(lower.counts(other, IF_OFFERS_TOO) and perhaps_enough(other, one) for other in may_be) else False
    )


def has_place(one: Judged, lower: Lower) -> bool:
    """It runs now, its offer accepts, or it states that a place is free."""
    places = one.option.service.get("free") or 0
    return one.option.current is not None or places >= 1 or lower.says("option.answer", one.option) == "accepts"


def surely_enough(one: Judged, other: Judged) -> bool:
    """It surely meets whatever the other may."""
    return all(mine >= its for mine, its in zip(one.surely, other.at_most, strict=True))


def perhaps_enough(one: Judged, other: Judged) -> bool:
    """It may meet whatever the other surely does."""
    return all(mine >= its for mine, its in zip(one.at_most, other.surely, strict=True))
