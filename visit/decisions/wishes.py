"""Whether what is recorded of a citizen's wishes points at what was chosen: the departure code of the wish needs that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.catalogue import Option
from visit.errors import UsageError
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import names_on_screens

WISH = "wish"
"""The departure code of the citizen's wish."""
_SHORT = 3
"""A name of so few letters may stand in any words."""
_NAME = "\0"
"""What stands for the name of an offer, which may have a stop or a no in it."""
_CLAUSE = re.compile(r"[.;!\n]+|\b(?:men|but)\b")
_REFUSES = re.compile(
    r"\b(?:ikke|aldrig|nej|ingen|intet|nødig|undgå|undgår|slippe|nægter|afviser|hader|væk fra|"
    r"not|never|no|nowhere|avoid|refuse|refuses|hate|hates|away from)\b|n['’]t\b"
)
"""Words that may turn a clause into a refusal; what is meant can be recorded under `wishes`, beyond doubt."""


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
    elif not (_is_wished(explanation, placement, said) or _is_avoided(explanation, placement, said)):
        raise UsageError(
            _("the departure is the citizen's wish, but no recorded wish points at what was chosen"),
            help=_(
                "write it in the case: what the citizen wishes under `wishes: offers`, or what to keep away from under `avoid`; "
                "words count where they name the offer, and a sentence with a no in it refuses it. Else give another code"
            ),
        )


def _words(explanation: Explanation, own_words: str | None) -> Iterator[str]:
    case = explanation.ranking.case
    yield from (one for one in (own_words, case.wishes.own_words, case.contributions.citizen) if one)


def _is_wished(explanation: Explanation, placement: Placement, said: Sequence[str]) -> bool:
    """Return whether a part was wished or applied for by name, or the citizen's words name it and refuse none."""
    applied = {one.offer for one in explanation.ranking.case.applied or () if one.offer}
    for option in placement.parts:
        if explanation.values(option)["option.wished"] is True or applied & {option.id, option.offer.id}:
            return True
    named = [refused for option in placement.parts for refused in _named(explanation, option, said)]
    return bool(named) and not any(named)


def _named(explanation: Explanation, option: Option, said: Sequence[str]) -> Iterator[bool]:
    """Yield for each clause of the citizen's words that names an option whether it refuses it."""
    shown = names_on_screens(option, explanation.ranking.guideline)
    names = sorted({name for one in shown if len(name := one.partition(" (")[0].casefold()) > _SHORT}, key=len)
    for words in said:
        told = words.casefold()
        for name in reversed(names):
            told = told.replace(name, _NAME)
        yield from (_REFUSES.search(clause) is not None for clause in _CLAUSE.split(told) if _NAME in clause)


def _is_avoided(explanation: Explanation, placement: Placement, said: Sequence[str]) -> bool:
    """Return whether the first placement, and not the chosen one, has what the citizen wishes to keep away from."""
    first = explanation.ranking.first
    if first is None:
        return False

    def avoided(one: Placement) -> bool:
        return any(
            explanation.values(option)["option.avoided"] is True or any(_named(explanation, option, said))
            for option in one.parts
        )

    return avoided(first) and not avoided(placement)
