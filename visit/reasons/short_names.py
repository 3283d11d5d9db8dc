"""How things are called where there is little room, and by which names a person may ask for them."""

from __future__ import annotations

import re

from visit.catalogue import Option
from visit.locale import speaking
from visit.locale import text as _
from visit.reasons.labels import Phrasing
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_BUNDLE = re.compile(r"\((?:SEL|SUL|ABL) [^)]*\)")
"""A name that lists the provisions of several services."""


class ShortNames(Phrasing):
    """How things are called where there is little room: a service of a municipality's bundle by its own provision."""

    def option(self, option: Option) -> str:
        """Return what an option is called; instead of a bundle's name its provision and who gives it.

        Of an offer whose name lists its houses, the house alone stands behind the first part of that name.
        """
        name = super().option(option)
        house = option.service.name.in_language(self.language) if option.service.has("name") else ""
        if house and house in option.offer.name:
            return f"{option.offer.name.partition(' – ')[0]}: {house}"
        if _BUNDLE.search(name) is None:
            return name
        label = vocabulary().provisions[option.provision.id].label(self.language)
        by = option.offer.record.operator.municipality
        cited = f"{label}, {self.provision(option)}"
        return cited if by is None else _("{help}, {municipality} Kommune", help=cited, municipality=by)


def names_on_screens(option: Option, guideline: Guideline) -> tuple[str, ...]:
    """Return every name that a screen may show an option by, in both languages."""
    found: dict[str, None] = {}
    for language in ("da", "en"):
        with speaking(language):
            for say in (Phrasing(guideline, language), ShortNames(guideline, language)):
                found[say.option(option)] = None
    return (option.offer.name, *found)
