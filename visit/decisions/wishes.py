"""Whether what is recorded of a citizen's wishes points at what was chosen: the departure code of the wish needs that."""

from __future__ import annotations

from collections.abc import Iterator

from visit.errors import UsageError
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import names_on_screens

WISH = "wish"
"""The departure code of the citizen's wish."""


def check_wish(
    explanation: Explanation, placement: Placement | None, code: str | None, *, own_words: str | None
) -> None:
    """Refuse the citizen's wish as the reason where nothing recorded of it points at what was chosen.

    Of something outside the catalogue, and of nothing, no more is known than words: there any wish of the citizen will do.

    Raises:
        UsageError: The case has no wish that points there, nor do words that are given now.
    """
    if code != WISH:
        return
    said = [*_words(explanation, own_words)]
    if placement is None:
        wishes = explanation.ranking.case.wishes
        if not any((*said, wishes.offers, wishes.avoid, wishes.max_km)):
            raise UsageError(
                _("the departure is the citizen's wish, but no wish is recorded"),
                help=_("write it under `wishes` in the case, or give --own-words"),
            )
    elif not (_is_wished(explanation, placement, said) or _is_avoided(explanation, placement)):
        raise UsageError(
            _("the departure is the citizen's wish, but no recorded wish points at what was chosen"),
            help=_(
                "write it in the case: what the citizen wishes under `wishes: offers`, or what to keep away from under `avoid`; "
                "words count where they name the offer. Else give another code"
            ),
        )


def _words(explanation: Explanation, own_words: str | None) -> Iterator[str]:
    case = explanation.ranking.case
    yield from (one for one in (own_words, case.wishes.own_words, case.contributions.citizen) if one)


def _is_wished(explanation: Explanation, placement: Placement, said: list[str]) -> bool:
    """Return whether a part was wished or applied for by name, or the citizen's words name it."""
    applied = {one.offer for one in explanation.ranking.case.applied or () if one.offer}
    folded = " ".join(said).casefold()
    for option in placement.parts:
        if explanation.values(option)["option.wished"] is True or applied & {option.id, option.offer.id}:
            return True
        names = (one.partition(" (")[0].casefold() for one in names_on_screens(option, explanation.ranking.guideline))
        if any(len(name) > _SHORT and name in folded for name in names):
            return True
    return False


_SHORT = 3
"""A name of so few letters may stand in any words."""


def _is_avoided(explanation: Explanation, placement: Placement) -> bool:
    """Return whether the first placement, and not the chosen one, has what the citizen wishes to keep away from."""
    first = explanation.ranking.first
    if first is None:
        return False

    def avoided(one: Placement) -> bool:
        return any(explanation.values(option)["option.avoided"] is True for option in one.parts)

    return avoided(first) and not avoided(placement)
