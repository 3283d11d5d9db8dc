"""Facts to obtain, as questions: those of one option together, and the needs that it does not state in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Ranking, Requirement
from visit.ranking.verdict import stated_otherwise
from visit.reasons.assumptions import TIED_STAFF
from visit.reasons.labels import Phrasing
from visit.reasons.values import Confirm
from visit.render.price_questions import asked_price, price_question
from visit.rules.facts.prices import PRICE
from visit.rules.language.values import UNKNOWN


def _unmarked(told: str, _confirm: Confirm) -> str:
    return told


class MissingFacts:
    """What is not known about the options of one ranking, in one language."""

    def __init__(self, ranking: Ranking, say: Phrasing) -> None:
        self.ranking = ranking
        self.say = say

    def in_short(self, missing: tuple[Confirm, ...], marked: Callable[[str, Confirm], str] = _unmarked) -> str:
        """The facts alone, each option's behind its name; `marked` says of a fact what it can turn."""
        facts: dict[str, list[str]] = {}
        for option, needs, others in self.by_option(missing):
            name = self.say.option(option) if option else ""
            facts.setdefault(name, []).extend(marked(self.fact(one), one) for one in others)
            met, had = self.by_kind(needs)
            if met:
                facts[name].append(_("whether it provides {needs}", needs=formats.listed(met)))
            if had:
                facts[name].append(_("whether it has {needs}", needs=formats.listed(had)))
        told = ((name, ", ".join(dict.fromkeys(found))) for name, found in facts.items())
        return "; ".join(f"{name}: {found}" if name else found for name, found in told)

    def in_full(self, missing: tuple[Confirm, ...]) -> Iterator[str]:
        """One question a line, the needs that an option does not state together."""
        for option, needs, others in self.by_option(missing):
            yield from (self.asked(one) for one in others)
            if option is None:
                continue
            asked, premises = self.by_kind(needs)
            if asked:
                yield _("{name}: does it meet {needs}?", name=self.called(option), needs=formats.listed(asked))
            if premises:
                yield _(
                    "{name}: are the premises as needed ({premises})?",
                    name=self.called(option), premises=formats.listed(premises),
                )  # fmt: skip

    def by_kind(self, needs: Sequence[Requirement]) -> tuple[list[str], list[str]]:
        """Needs by name: those that help meets, and the premises that a place has or has not."""
        return (
            [self.say.requirement(one) for one in needs if one.kind != "premises"],
            [self.say.requirement(one) for one in needs if one.kind == "premises"],
        )

    def how_needs_are_known(self) -> str:
        """What stands behind a count of needs that nobody has recorded; nothing where they are."""
        if self.no_need_is_recorded():
            return _("which needs there are is not recorded")
        if self.ranking.requirements and all(one.proposed for one in self.ranking.requirements):
            return _("the needs are the guideline's proposal, and none is recorded")
        return ""

    def serves(self, name: str, areas: str) -> str:
        """What can be said of help where nobody has recorded which needs there are: the areas of life it is for."""
        return _("{name} is for {areas}; which needs there are is not recorded", name=name, areas=areas)

    def no_need_is_recorded(self) -> bool:
        """Whether nobody has said which needs there are, so that a count of those that are met would say nothing."""
        return self.ranking.side.values["case.needs.must"] is UNKNOWN

    def only_if(self, turned_by: Sequence[str]) -> str:
        """As what the facts that nobody recorded have to turn out for what rests on them to hold, within a sentence."""
        if tuple(turned_by) == (TIED_STAFF,):
            return _("if the citizen does not need staff on the spot")
        return _("depending on {facts}", facts=formats.listed(map(self.say.fact, turned_by)))

    def fact(self, missing: Confirm) -> str:
        """A missing fact in the middle of a sentence; of a price, what of it is missing."""
        if missing.fact == PRICE and missing.option is not None:
            return asked_price(self.ranking, missing.option, self.say)
        return self.say.fact(missing.fact)

    def named(self, missing: Confirm) -> str:
        """A missing fact or need alone, without whose it is."""
        wanted = next((one for one in self.ranking.requirements if one.id == missing.fact), None)
        return self.fact(missing) if wanted is None else self.say.requirement(wanted)

    def asked(self, missing: Confirm) -> str:
        """A missing fact as a question; of a price, what of it is missing."""
        if missing.fact == PRICE and missing.option is not None:
            return f"{self.say.option(missing.option)}: {price_question(self.ranking, missing.option, self.say)}"
        wanted = next((one for one in self.ranking.requirements if one.id == missing.fact), None)
        if wanted is not None and missing.option is not None:
            return next(self.in_full((missing,)))
        return self.say.asked(missing)

    def called(self, option: Option) -> str:
        """The name of an option, with its provision where the offer gives several that stand here."""
        shown = [one for placement in self.ranking.placements for one in placement.parts]
        same_name = {one.id for one in shown if self.say.option(one) == self.say.option(option)}
        return (
            self.say.option(option)
            if len(same_name) < 2
            else f"{self.say.option(option)} ({self.say.provision(option)})"
        )

    def by_option(
        self, missing: tuple[Confirm, ...]
    ) -> Iterator[tuple[Option | None, list[Requirement], list[Confirm]]]:
        """The missing facts of each option: the requirements it does not state, and the others."""
        wanted = {one.id: one for one in self.ranking.requirements}
        groups: dict[str, list[Confirm]] = {}
        for confirm in missing:
            groups.setdefault(confirm.option.id if confirm.option else "", []).append(confirm)
        for group in groups.values():
            needs = [wanted[one.fact] for one in group if one.fact in wanted]
            yield group[0].option, needs, [one for one in group if one.fact not in wanted]

    def differences(self) -> Iterator[str]:
        """What the first two state of hours and days, and not the same."""
        words = {
            "hours_per_week": _("hours a week"),
            "sessions": _("number of sessions"),
            "months": _("months"),
            "waiting_days": _("days of waiting"),
        }
        for name, both in stated_otherwise(self.ranking).items():
            one, other = (formats.listed(formats.number(said) for said in stated) for stated in both)
            yield _("{what}: {first} against {second}", what=words[name], first=one, second=other)
