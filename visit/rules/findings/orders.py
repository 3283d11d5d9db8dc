"""Orders that order wrongly: contacts weighed the wrong way round, and a preference after which nothing else matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Preference
from visit.rules.language.expression import unparse

_CLOSEST_FIRST = ("daily", "weekly", "monthly", "rarely")
_MEASURED = ("km", "DKK", "minutes", "percent")
"""Units in which two placements hardly ever have the same number."""


def odd_orders(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield weights of contacts that rise as the contact gets rarer, and preferences that leave nothing to later ones."""
    yield from _weights(leaf)
    own = dict(leaf.places("preferences"))
    preferences = every[-1].preferences
    for one, later in pairwise(preferences):
        if one.id in own and _is_fine(every[-1], one):
            message = _("{id} measures {fact} without bands: hardly two are alike, so {other} and what follows decide nothing",
                        id=one.id, fact=_measured(every[-1], one), other=later.id)  # fmt: skip
            help = _("write `bands`: within one of them the next preference decides")
            yield GuidelineError(message, at=leaf.locate((*own[one.id], "id")), help=help, code="decides-alone")


def _weights(leaf: Layer) -> Iterator[GuidelineError]:
    nearness = leaf.record.get("nearness")
    weights = nearness.get("weights", {}) if nearness is not None else {}
    written = [(name, weights[name]) for name in _CLOSEST_FIRST if name in weights]
    for (closer, much), (rarer, more) in pairwise(written):
        if more > much:
            message = _("nearness: `{rarer}` contact weighs {more}, and `{closer}` contact {much}",
                        rarer=rarer, more=more, closer=closer, much=much)  # fmt: skip
            help = _("the closer the contact, the more it weighs")
            at = leaf.locate(("nearness", "weights", rarer))
            yield GuidelineError(message, at=at, help=help, code="wrong-direction")
            return


def _is_fine(guideline: Guideline, one: Preference) -> bool:
    """Return whether a preference orders by a measured number as it is, whoever the citizen is."""
    return not one.bands and one.when is None and one.value.type.kind == "number" and one.value.type.unit in _MEASURED


def _measured(guideline: Guideline, one: Preference) -> str:
    written = unparse(one.value.node)
    return fact_in_words(guideline, written) if written in guideline.facts else f"`{written}`"
