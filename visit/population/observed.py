"""What a case shows of the figures that it may have been drawn from: which figure, and which of its codes came out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.case import Case
from visit.population.drawing import ancestors
from visit.population.figures import Figures
from visit.population.hiding import age_on
from visit.population.soundness import age_band
from visit.reading.declared import Record
from visit.reading.documents.population import FLAGS, LEGAL, NONE
from visit.vocabulary import vocabulary

YES = "yes"
"""The code of a share that holds."""
NO = "no"
_LEFT_OUT = ("permanence", "functioning", "network", "guardian", "wishes", "answers")
_ADULT, _PENSION_AGE = 18, 67


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that came out: of a spread or a share, the code of the one; of chances, `yes` or `no` under `of`."""

    figure: str
    code: str
    of: str = ""


class CaseObserver:
    """Reads cases against figures."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._towns = figures.many("towns").keys() if "towns" in figures.values else frozenset()

    def shown(self, case: Case) -> Iterator[Shown]:
        """Yield what a case shows; nothing of what it does not record."""
        provision = case.applied[0].provision if case.applied else None
        group = case.target_groups.primary
        level = None if case.support_need is None else str(case.support_need)
        groups = () if group is None else (group, *reversed(ancestors(group)))
        if provision is not None:
            yield Shown("recipients", provision)
            yield from self._by_provision(case, provision)
        if group is not None:
            yield from self._by_group(case, group, groups, provision)
        if level is not None:
            yield from self._by_level(case, level)
        yield from self._home(case)
        yield from self._network(case)
        yield from self._recorded(case, groups)

    def _spread(self, margin: str, code: str | None, *keys: str) -> Iterator[Shown]:
        name = self.figures.nearest(margin, keys)
        if name is not None and code is not None:
            yield Shown(name, code)

    def _share(self, margin: str, holds: bool | None, *keys: str) -> Iterator[Shown]:
        yield from self._spread(margin, None if holds is None else YES if holds else NO, *keys)

    def _chances(self, margin: str, held: frozenset[str], *keys: str) -> Iterator[Shown]:
        name = self.figures.nearest(margin, keys)
        for code in () if name is None else self.figures.many(name):
            assert name is not None
            yield Shown(name, YES if code in held else NO, code)

    def _by_provision(self, case: Case, provision: str) -> Iterator[Shown]:
        age = age_on(case, case.assessed)
        if age is not None:
            yield from self._spread("ages", self._band(provision, age), provision)
        if case.support_need is not None:
            yield from self._spread("support_need", str(case.support_need), provision)
        yield from self._spread("permanence", case.permanence, provision)
        yield from self._spread("housing", case.citizen.home.housing, provision)
        days = [{"SEL-104": "activity", "SEL-103": "work"}.get(one.provision) for one in (case.applied or ())[1:]]
        yield from self._spread("day_offer", next((one for one in days if one), NONE), provision)
        if case.needs.areas is not None:
            for one in self._chances("areas", frozenset(case.needs.areas), provision):
                if one.of != "treatment":  # only who has what it treats
                    yield one

    def _band(self, provision: str, age: int) -> str | None:
        name = self.figures.nearest("ages", (provision,))
        bands = () if name is None else self.figures.many(name)
        for one in bands:
            first, last = age_band(one)
            if first <= age <= last:
                return one
        return str(age)

    def _by_group(self, case: Case, group: str, groups: tuple[str, ...], provision: str | None) -> Iterator[Shown]:
        kinds = self.figures.nearest("kinds", () if provision is None else (provision,))
        if provision is not None and kinds is not None:
            drawn = self.figures.many(kinds)
            kind = next((one for one in groups if one in drawn), group)
            yield Shown(kinds, kind)
            if f"groups.{kind}" in self.figures.values:
                yield Shown(f"groups.{kind}", group)
        if case.citizen.sex is not None:
            keys = groups if provision is None else (provision, *groups)
            yield from self._share("men", case.citizen.sex == "man", *keys)
        if case.target_groups.secondary is not None:
            others = frozenset(above for one in case.target_groups.secondary for above in (one, *ancestors(one)))
            below = vocabulary().codes["target_group"].below or {}
            for one in self._chances("together", others, *groups):
                if group not in below[one.of]:  # of one's own kind, the group itself may be drawn again
                    yield one

    def _by_level(self, case: Case, level: str) -> Iterator[Shown]:
        needs = case.needs
        hours = (needs.hours_per_week or {}).get("support")
        yield from self._spread("hours", None if hours is None else str(hours), level)
        if "home" in (needs.areas or ()):
            yield from self._share("round_the_clock", needs.round_the_clock, level)
            if needs.premises is not None:
                yield from self._chances("premises", frozenset(needs.premises))
        yield from self._spread("impairment", case.legal.impairment, level)
        yield from self._truths("legal", case.legal, LEGAL, level)

    def _truths(self, margin: str, group: Record, fields: tuple[str, ...], *keys: str) -> Iterator[Shown]:
        held = frozenset(one for one in fields if group.recorded.get(one))
        for one in self._chances(margin, held, *keys):
            if one.of in group.recorded:
                yield one

    def _home(self, case: Case) -> Iterator[Shown]:
        home, current = case.citizen.home, case.citizen.current
        if home.housing is not None and current is not None:
            yield from self._spread("help_now", current[0].service if current else NONE, home.housing)
        if (
            isinstance(home.place, str) and self._towns
        ):  # without towns of its own, where the municipality ends is not known
            outside = home.place not in self._towns
            if home.housing == "institution":
                yield from self._share("outside_own", outside)
            if not outside:
                yield from self._spread("towns", home.place)
        for area in case.needs.areas or ():
            if case.needs.must is not None:
                yield from self._chances("needs", frozenset(case.needs.must), area)

    def _network(self, case: Case) -> Iterator[Shown]:
        if case.network is None:
            return
        yield from self._spread("network", str(len(case.network)))
        for one in case.network:
            yield from self._spread("contact", one.contact)
            yield from self._spread("benefit", one.benefit)
            if isinstance(one.place, str) and self._towns:
                yield from self._share("network_near", one.place in self._towns)

    def _recorded(self, case: Case, groups: tuple[str, ...]) -> Iterator[Shown]:
        """Yield what is recorded of everybody."""
        age = age_on(case, case.assessed)
        if groups:
            yield from self._spread("social_problems", case.legal.social_problems, *groups)
            yield from self._spread("sentence", case.flags.sentence, *groups)
        yield from self._truths("flags", case.flags, FLAGS)
        if case.functioning is not None:
            yield from self._chances("themes", frozenset(case.functioning))
        if age is not None and age >= _PENSION_AGE:
            yield from self._share("elder", case.legal.covered_by_aeldreloven)
        if age is not None and age >= _ADULT:
            yield from self._spread("guardian", case.guardian.kind)
        yield from self._spread("consent_support", case.consent.support)
        yield from self._spread("consent_move", case.consent.move)
        for one in case.applied or ():
            if one.on is not None:
                yield from self._spread("application_days", str((case.assessed - one.on).days))
                break
        for field in _LEFT_OUT:
            yield from self._share("unrecorded", field not in case.recorded)
