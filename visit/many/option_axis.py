"""The options of a population: those of the catalogue, the same for every case, and those that each case adds itself.

A *row* has one bit per option of the catalogue, in the order of ids. What a case adds is no bit of a row but an *addition*: a case
with one option of its own. Few cases add more than three, and many add the same *version* of one.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from visit.case import Case
from visit.catalogue import Option
from visit.many.codes import Codes, classes
from visit.many.population import Population
from visit.many.some_options import SharedReadings
from visit.many.word_rows import Words, width_of, words_of
from visit.matching import Engine
from visit.rules.deciding.caching import MixedCache
from visit.rules.deciding.option_sets import OptionCache, OptionSet
from visit.rules.facts.declaration import FactOfOption

_MOST_VALUES = 2_000
"""Of so many expressions and cases it is kept what the options give."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnOptions:
    """What some cases add to the catalogue alike.

    Attributes:
        versions: The options, by their places among all versions, in the order of ids.
        replaced: The options of the catalogue that they stand for, as a row of bits.
    """

    versions: tuple[int, ...]
    replaced: int


class OpenTogether:
    """The options of the catalogue that are open together, and what was read of them for earlier populations.

    Attributes:
        ids: Their ids, in order.
        places: Where each id stands.
        shared: The options.
        readings: What is read of these for cases that have some of them.
        values: What expressions give for them, by all that it is made from.
        all: The row of all.
        width: How many words a row takes.
    """

    def __init__(self, opened: Mapping[str, Option]) -> None:
        self.ids = sorted(opened)
        self.places = {id: place for place, id in enumerate(self.ids)}
        self.shared = OptionSet(tuple(opened[id] for id in self.ids), (), OptionCache())
        self.readings = SharedReadings(self.shared.options)
        self.values = MixedCache(_MOST_VALUES)
        self.all = (1 << len(self.ids)) - 1
        self.width = width_of(len(self.ids))


class OptionAxis:
    """The options of all cases of a population on its date.

    Attributes:
        open: The catalogue's that are open, without anything that a case adds.
        versions: Every distinct option that a case adds.
        own: What each case adds.
        case: The case of each addition.
        version: The version of each addition.
    """

    def __init__(self, population: Population, engine: Engine) -> None:
        self.population, self.as_of = population, population.as_of
        self.openings = engine.openings
        opened = self.openings.on(self.as_of)
        self.open = self.openings.beside.of(opened, lambda: OpenTogether(opened.options))
        self.ids, self.places, self.shared, self.all = self.open.ids, self.open.places, self.open.shared, self.open.all
        self.readings, self.width = self.open.readings, self.open.width
        self.versions: list[Option] = []
        self._version_of: dict[Hashable, int] = {}
        alike = classes((population.column(_said_of_own, _said_of_own).codes,), len(population))
        self._distinct = [self.own_of(population.cases[case]) for case in alike.first.tolist()]
        self._alike = alike.of
        self.own: Sequence[OwnOptions] = [self._distinct[code] for code in alike.of.tolist()]
        additions = [(case, version) for case, own in enumerate(self.own) for version in own.versions]
        self.case: Codes = np.array([case for case, _version in additions], np.int64)
        self.version: Codes = np.array([version for _case, version in additions], np.int64)
        self._parts: dict[FactOfOption, Codes] = {}

    def own_of(self, case: Case) -> OwnOptions:
        """Return what a case adds."""
        added = self.openings.added(case, self.as_of)
        own = [added[id] for id in sorted(added)]
        said = dict(_said_of_own(case))
        versions = []
        for option in own:
            rows = [key for key in said if isinstance(key, tuple) and key[1] == option.offer.id]
            about: Iterable[Hashable] = ("home",) if option.is_ordinary_home else rows
            key = (option.id, option.kind, *((one, said[one]) for one in about))
            if key not in self._version_of:
                self._version_of[key] = len(self.versions)
                self.versions.append(option)
            versions.append(self._version_of[key])
        return OwnOptions(tuple(versions), sum(1 << self.places[one.id] for one in own if one.id in self.places))

    @cached_property
    def additions_of(self) -> Sequence[range]:
        """The additions of each case."""
        ends = np.cumsum([len(own.versions) for own in self.own]).tolist()
        return [range(end - len(own.versions), end) for end, own in zip(ends, self.own, strict=True)]

    def option(self, addition: int) -> Option:
        """Return the option of an addition."""
        return self.versions[int(self.version[addition])]

    def available(self, case: int) -> int:
        """Return the options of the catalogue that a case has, as a row of bits."""
        return self.all & ~self.own[case].replaced

    @cached_property
    def available_all(self) -> Words:
        """The options of the catalogue that each case has."""
        return words_of([self.all & ~own.replaced for own in self._distinct], self.width)[self._alike]

    def part(self, fact: FactOfOption) -> Codes:
        """Return the codes of what a fact reads of the option of each addition."""
        if fact not in self._parts:
            known: dict[tuple[type, Hashable], int] = {}
            parts = [fact.of_option(option) for option in self.versions]
            codes = [known.setdefault((type(one), one), len(known)) for one in parts]
            self._parts[fact] = np.array(codes, np.int64)[self.version] if codes else self.version
        return self._parts[fact]

    def are_under(self, provisions: frozenset[str] | None) -> NDArray[np.bool_]:
        """Return whether the option of each addition is under one of some provisions, or under any where there are none."""
        found = [provisions is None or option.provision.id in provisions for option in self.versions]
        return np.array(found, np.bool_)[self.version]

    @cached_property
    def names(self) -> Codes:
        """The codes of the ids by which a case may name the option of each addition."""
        known: dict[tuple[str, str, bool], int] = {}
        keys = [(option.id, option.offer.id, option.continues) for option in self.versions]
        codes = [known.setdefault(key, len(known)) for key in keys]
        return np.array(codes, np.int64)[self.version] if codes else self.version

    def texts(self, fact: FactOfOption) -> frozenset[str]:
        """Return the conditions that the options carry themselves for a fact."""
        if fact.conditions is None:
            return frozenset()
        parts = [part for part, _row in self.shared.parts(fact)] + [fact.of_option(one) for one in self.versions]
        return frozenset(text for part in parts for text in fact.conditions(part))


def _said_of_own(case: Case) -> tuple[tuple[Hashable, Hashable], ...]:
    """Return all that a case says of the options that it adds: of its home, and of each service of today."""
    citizen, municipality = case.citizen, case.municipality
    home = (_text(citizen.home.recorded), municipality, case.home_point, case.main_town(municipality))
    running = [
        ((place, row.offer), (_text(row.recorded), case.point(row.place), municipality))
        for place, row in enumerate(citizen.current or ())
    ]
    return (("home", home), *running)


def _text(recorded: object) -> str:
    return json.dumps(recorded, sort_keys=True, default=str)
