"""How things are called where there is little room, and by which names a person may ask for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from visit.catalogue import Option
from visit.locale import speaking
from visit.locale import text as _
from visit.locale.citations import danish
from visit.ranking.values import Ranking
from visit.reasons.labels import Phrasing, option_name, provision_name
from visit.reasons.said_whole import said_whole
from visit.rules.guideline.values import BilingualText, Guideline
from visit.rules.language.values import Value
from visit.vocabulary import vocabulary

_BUNDLE = re.compile(r"\((?:SEL|SUL|ABL) [^)]*\)")
"""A name that lists the provisions of several services."""
_BEHIND = re.compile(r"(?<=\w) \([^()]*\)$")
"""What stands in brackets behind a name: the group of offers it belongs to, or what it was called."""


@dataclass(frozen=True, slots=True, eq=False)
class ShortNames(Phrasing):
    """How things are called where there is little room: a service of a municipality's bundle by its own provision.

    Attributes:
        shared: Names that several offers have without what stands in brackets behind them, so that it has to stand.
        options: The options of the ranking by id: a text that names an offer names its service as the screen does.
    """

    shared: frozenset[str] = frozenset()
    options: Mapping[str, Option] = field(default_factory=dict)

    @classmethod
    def of(cls, ranking: Ranking, language: str, *, ids: bool = False) -> ShortNames:
        """Return how the options of a ranking are called, so that no two offers look like one."""
        shared = shared_names(ranking.options)
        return cls(ranking.guideline, language, ids, shared, {option.id: option for option in ranking.options})

    def offer_name(self, values: Mapping[str, Value]) -> str:
        """Return what the option is called whose values these are, unless another name stands there for its offer's."""
        option = self.options.get(str(values.get("option.id")))
        if option is None or values.get("offer.name") != option.offer.name:
            return Phrasing.offer_name(self, values)
        return self.option(option)

    def template(self, text: BilingualText, values: Mapping[str, Value]) -> str:
        """Return a guideline's text, with what it finds said in whole sentences where it can be."""
        return said_whole(Phrasing.template(self, text, values), values, self.language)

    def option(self, option: Option) -> str:
        """Return what an option is called; instead of a bundle's name its provision and who gives it.

        So is in English an offer without a name of its own, of which nothing but the help is a word to translate.

        Of an offer whose name lists its houses, the house alone stands behind the first part of that name.
        """
        return short_name(option, self.language, self.shared)

    def option_in(self, option: Option, municipality: str) -> str:
        """Return the same, without whose it is where it is a service of the municipality's own."""
        name = self.option(option)
        if option.is_ordinary_home or name != by_provision(option, self.language):
            return name
        return by_provision(option, self.language, own=municipality)


def shared_names(options: Iterable[Option]) -> frozenset[str]:
    """Return the names that several offers have without what stands in brackets behind them."""
    offers = {option.offer.id: option.offer.name for option in options}
    stems = Counter(_BEHIND.sub("", name) for name in offers.values())
    return frozenset(stem for stem, times in stems.items() if times > 1)


def short_name(option: Option, language: str, shared: frozenset[str] = frozenset()) -> str:
    """Return what an option is called on a screen, where some names are shared by several offers."""
    name = option_name(option, language)
    if option.is_ordinary_home:
        return name
    house = option.service.name.in_language(language) if option.service.has("name") else ""
    if house and house in option.offer.name:
        return f"{option.offer.name.partition(' – ')[0]}: {house}"
    if not is_bundle(name) and not (language == "en" and is_called_by_its_help(option)):
        stem = _BEHIND.sub("", name)
        return name if stem in shared else stem
    return by_provision(option, language)


def is_bundle(name: str) -> bool:
    """Return whether a name lists the provisions of several services."""
    return _BUNDLE.search(name) is not None


def is_called_by_its_help(option: Option) -> bool:
    """Return whether an offer has no name of its own: it is called by the help it gives, and whose that is."""
    label, by = vocabulary().provisions[option.provision.id].label("da"), option.offer.record.operator.municipality
    return option.offer.name == f"{label}, {by} Kommune"


def by_provision(option: Option, language: str, *, own: str = "") -> str:
    """Return what a service of a municipality's bundle is called: by its own provision and who gives it, save one of its own."""
    label = vocabulary().provisions[option.provision.id].label(language)
    by = option.offer.record.operator.municipality
    cited = f"{label}, {provision_name(option.provision.id, language)}"
    return cited if by in (None, own) else _("{help}, {municipality} Kommune", help=cited, municipality=by)


def names_on_screens(option: Option, guideline: Guideline, municipality: str = "") -> tuple[str, ...]:
    """Return every name that a screen may show an option by, alone and with its provision, in both languages.

    A service that the citizen's own municipality gives goes by its provision alone as well.
    """
    found: dict[str, None] = {}
    for language in ("da", "en"):
        with speaking(language):
            for say in (Phrasing(guideline, language), ShortNames(guideline, language)):
                found[say.option(option)] = None
                found[with_provision(say, option)] = None
            found[ShortNames(guideline, language).option_in(option, municipality)] = None
    return (option.offer.name, *found)


def with_provision(say: Phrasing, option: Option) -> str:
    """Return what an option is called, with its provision where its name has none."""
    return name_and_provision(option, say.option(option), say.language)


def name_and_provision(option: Option, name: str, language: str) -> str:
    """Return a name of an option with its provision behind it, where it has none."""
    provision = "" if option.is_ordinary_home else provision_name(option.provision.id, language)
    return name if not provision or provision in name else f"{name}, {provision}"


def names_in_catalogue(options: Iterable[Option]) -> dict[str, tuple[str, ...]]:
    """Return of each offer the names that a screen may show it or one of its services by, in both languages."""
    listed = tuple(options)
    shared = shared_names(listed)
    found: dict[str, dict[str, None]] = {}
    for option in listed:
        of_offer = found.setdefault(option.offer.id, {option.offer.name: None, danish(option.offer.name): None})
        for language in ("da", "en"):
            with speaking(language):
                for name in (option_name(option, language), short_name(option, language, shared)):
                    of_offer[name] = None
                    of_offer[name_and_provision(option, name, language)] = None
    return {id: tuple(names) for id, names in found.items()}


def marked(told: str, *options: Option) -> str:
    """Return what options are called with their provisions, marked where one of these is an estimate."""
    return f"{told} {_('(estimate)')}" if any(one.is_of_estimated_provision for one in options) else told


def with_marked_provision(say: Phrasing, option: Option) -> str:
    """Return what an option is called with its provision, as an answer prints it: marked where that is an estimate.

    A name is asked by without the mark, so that `with_provision` has none.
    """
    name, told = say.option(option), with_provision(say, option)
    if told == name and option.is_of_estimated_provision:
        return f"{told} {_('(the provision is an estimate)')}"
    return marked(told, option)
