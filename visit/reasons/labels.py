"""Values, options, requirements and criteria in words, in Danish or English.

Knows how a thing is called, not whether it holds. Codes get their vocabulary's label, numbers their unit, unknown is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from visit.catalogue import Option
from visit.characters import one_line
from visit.locale import citations, formats, language, plural
from visit.locale import text as _
from visit.ranking.keys import LAST
from visit.ranking.undecided import GROUP, KEPT, OTHERS, UNKNOWN_FACTS, WISH
from visit.ranking.values import Category, Placement, Ranking, Requirement
from visit.reasons.clashes import Clash
from visit.reasons.later import Later
from visit.reasons.not_given import NotGiven
from visit.reasons.undeclared import Undeclared
from visit.reasons.unfound import Unfound
from visit.reasons.unknown_members import UnknownMember
from visit.reasons.unknown_needs import UnknownNeed
from visit.reasons.values import Confirm, Separation
from visit.rules.deciding.unknown import is_estimate
from visit.rules.guideline.values import BilingualText, Guideline, Preference
from visit.rules.language.tried_named import tried_named
from visit.rules.language.types import Type
from visit.rules.language.values import (
    UNKNOWN,
    AtMost,
    Between,
    Levels,
    Members,
    Possible,
    Quantity,
    Trial,
    Trials,
    Value,
    reach_of,
)
from visit.vocabulary import fact_label, fact_question, field_label, vocabulary

_COVERAGE_IDS = re.compile(r"\s*\[[A-Z0-9, -]+\]$")
_NOT_READ = " (stk. ikke læst)"
_NAME = re.compile(r"\{([^{}]*)\}")
_FEW = 8
"""How many possible numbers are listed one by one."""
_CAPITAL = ("target_group", "theme", "area", "intervention", "offer_type")
"""Lists whose labels begin with a capital letter, as FFB writes them."""
_UNITS = {
    "days": ("{n} day", "{n} days"), "weeks": ("{n} week", "{n} weeks"), "months": ("{n} month", "{n} months"),
    "years": ("{n} year", "{n} years"), "minutes": ("{n} minute", "{n} minutes"),
}  # fmt: skip


def number_with_unit(value: Quantity, unit: str | None) -> str:
    """Return a number with its unit, in the language spoken."""
    if unit == "km":
        return formats.km(value, decimals=0 if value == int(value) else 1)
    if unit == "DKK":
        return formats.dkk(value)
    if unit == "percent":
        return formats.percent(value)
    if unit == "hours":
        return formats.hours(value)
    if unit in _UNITS:
        one, many = _UNITS[unit]
        return plural(one, many, int(value))
    return formats.number(value)


def told_not_given(one: NotGiven, language: str) -> str:
    """Return what is said of a provision that an offer is named with and does not give."""
    given = formats.listed(provision_name(id, language) for id in one.given)
    provision = provision_name(one.provision, language)
    return _("{offer} does not give {provision}, only {given}", offer=one.offer, provision=provision, given=given)


def option_name(option: Option, language: str) -> str:
    """Return what an option is called: the service's own name where it has one, else the offer's."""
    if option.is_ordinary_home:
        return vocabulary().label("kind", option.kind, language)
    if option.service.has("name"):
        return _cited(f"{option.offer.name}: {option.service.name.in_language(language)}", language)
    return _cited(option.offer.name, language)


def _cited(name: str, language: str) -> str:
    return citations.danish(name) if language == "da" else name


@dataclass(frozen=True, slots=True, eq=False)
class Phrasing:
    """One language, and the guideline whose codes and names are spoken of.

    Attributes:
        ids: Whether a sentence ends in the ids of the statements that it comes from.
    """

    guideline: Guideline
    language: str
    ids: bool = False

    def behind(self, *ids: str) -> str:
        """Return the ids of statements as they stand behind a sentence; nothing where ids are not told."""
        return f" [{', '.join(ids)}]" if self.ids and ids else ""

    def value(self, value: Value, type: Type | None) -> str:
        """Return a value as a person reads it."""
        if value is UNKNOWN:
            return _("unknown")
        if isinstance(value, AtMost):
            return _("at most {amount}", amount=self.number(value.most, type))
        if isinstance(value, Between):
            least, most = value.bounds
            return _("{first} to {last}", first=formats.number(least), last=self.number(most, type))
        if isinstance(value, Possible):
            return self.possible(value, type)
        if isinstance(value, Trials):
            return self.trials(value.each) or _("none")
        if isinstance(value, Members):
            found = [self.code(one, type) for one in sorted(value.values)]
            return formats.listed(found) if found else _("none")
        if isinstance(value, Levels):
            return ", ".join(f"{fact_label(key, self.language)} {level}" for key, level in sorted(value.values.items()))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, date):
            return formats.day(value)
        if isinstance(value, int | Decimal | Fraction):
            return self.number(value, type)
        return self.code(str(value), type)

    def possible(self, value: Possible, type: Type | None) -> str:
        """Return the few values that a fact may have; unknown for yes and no; of dates and many numbers the first and last."""
        if all(isinstance(one, bool) for one in value.values):
            return _("unknown")
        numbers = [one for one in value.values if isinstance(one, int) and not isinstance(one, bool)]
        if reach := reach_of(value):
            return _("{first} to {last}", first=formats.day(reach[0]), last=formats.day(reach[1]))
        if len(numbers) > _FEW:
            return _("{first} to {last}", first=min(numbers), last=self.number(max(numbers), type))
        return formats.either(self.value(one, type) for one in sorted(value.values, key=str))

    def code(self, key: str, type: Type | None) -> str:
        """Return the label of a code as it stands within a sentence; a text stands for itself."""
        codes = self.guideline.lists.get(type.codes or "") if type is not None else None
        term = codes.terms.get(key) if codes else None
        if codes is None or term is None:
            return key
        if codes.key == "provision":
            return provision_name(key, self.language)
        label = term.label(self.language)
        return formats.small(label) if codes.key in _CAPITAL else label

    def number(self, value: Quantity, type: Type | None) -> str:
        """Return a number with its unit."""
        return number_with_unit(value, type.unit if type is not None else None)

    def fill(
        self, text: BilingualText, values: Mapping[str, Value], estimated: Callable[[str], bool] = lambda _name: False
    ) -> str:
        """Return a guideline's text with the names in braces replaced by their values; those that are estimated with `~`."""

        def replace(match: re.Match[str]) -> str:
            name = match.group(1)
            return self.offer_name(values) if name == "offer.name" else self.read(name, values, estimated)

        return one_line(_NAME.sub(replace, self.template(text, values)))

    def template(self, text: BilingualText, _values: Mapping[str, Value]) -> str:
        """Return a guideline's text with the names still in braces."""
        return text.in_language(self.language)

    def in_case(self, *fields: str) -> str:
        """Return behind a sentence under which fields something is recorded in a case, where ids are told."""
        return f" ({', '.join(f'`{one}`' for one in fields)})" if self.ids else ""

    def offer_name(self, values: Mapping[str, Value]) -> str:
        """Return what the offer is called whose values these are."""
        if values.get("option.kind") in ("home", "tenancy"):
            return vocabulary().label("kind", str(values["option.kind"]), self.language)
        return self.cited(self.read("offer.name", values))

    def read(
        self, name: str, values: Mapping[str, Value], estimated: Callable[[str], bool] = lambda _name: False
    ) -> str:
        """Return the value of a name, with `~` before an estimate."""
        if asked := tried_named(name, self.guideline.lists["offer_group"].terms):
            return self.tried(asked, values.get("case.tried", UNKNOWN))
        guess = "~" if estimated(name) or is_estimate(name, self.guideline, values) else ""
        return guess + self.value(values.get(name, UNKNOWN), self.guideline.types.get(name))

    def tried(self, asked: str, value: Value) -> str:
        """Return what was tried under a provision, or one below it; or at the offers of a group."""
        if not isinstance(value, Trials):
            return _("unknown")
        offers = {offer for offer, group in self.guideline.groups_of_offers if group == asked}
        if offers:
            return self.trials([one for one in value.each if one.offer in offers]) or _("not tried")
        below = vocabulary().codes["provision"].expand(asked)
        return self.trials([one for one in value.each if one.provision in below]) or _("not tried")

    def trials(self, trials: Iterable[Trial]) -> str:
        """Return what was tried, each with its days and how it went."""
        return "; ".join(map(self.trial, trials))

    def trial(self, one: Trial) -> str:
        """Return help that was tried with its days, as far as they are recorded, and how it went."""
        name, result = (
            provision_name(one.provision, self.language),
            vocabulary().label("tried_result", one.result, self.language),
        )
        days = [None if day is None else formats.day(day) for day in (one.start, one.until)]
        if None not in days:
            return _("{name} from {first} to {last}: {result}", name=name, first=days[0], last=days[1], result=result)
        if days[1] is not None:
            return _("{name} until {last}: {result}", name=name, last=days[1], result=result)
        if days[0] is not None:
            return _("{name} from {first}: {result}", name=name, first=days[0], result=result)
        return _("{name}: {result}", name=name, result=result)

    def option(self, option: Option) -> str:
        """Return what an option is called: the service's own name where it has one, else provision and offer."""
        return option_name(option, self.language)

    def cited(self, name: str) -> str:
        """Return a name with the provisions in it as the language writes them."""
        return _cited(name, self.language)

    def placement(self, placement: Placement) -> str:
        """Return what a placement is called: its parts."""
        return " + ".join(self.option(option) for option in in_order_of_a_day(placement.parts))

    def provision(self, option: Option) -> str:
        """Return the provision as it is cited; none for a home or an ordinary tenancy."""
        return "" if option.is_ordinary_home else provision_name(option.provision.id, self.language)

    def requirement(self, wanted: Requirement) -> str:
        """Return a requirement in words."""
        if wanted.kind == "need":
            need = self.guideline.needs[wanted.key]
            return need.da if self.language == "da" else need.en
        if wanted.kind == "premises":
            return vocabulary().label("premises", wanted.key, self.language)
        area = vocabulary().label("area", wanted.key, self.language).lower()
        if wanted.kind == "hours":
            hours = formats.number(wanted.amount)
            one = wanted.amount == 1
            return (
                _("1 hour a week of {area}", area=area)
                if one
                else _("{hours} hours a week of {area}", hours=hours, area=area)
            )
        return area

    def fact(self, name: str) -> str:
        """Return what a fact is called in the middle of a sentence; a guideline's own name without a label as it is written."""
        if (declared := self.guideline.facts.own.get(name)) is not None:
            return declared.words.label(self.language)
        own = self.guideline.labels.get(name)
        return fact_label(name, self.language) if own is None else own.in_language(self.language)

    def in_few_words(self, name: str) -> str:
        """Return what a fact is called where a question mark behind it says that it is not known."""
        own = name in self.guideline.facts.own or name in self.guideline.labels
        listed = vocabulary().facts.get(name)
        return self.fact(name) if own or listed is None else listed.in_few_words(self.language)

    def question(self, name: str) -> str | None:
        """Return the question to put when a fact is missing."""
        own = self.guideline.facts.own.get(name)
        return fact_question(name, self.language) if own is None else own.words.question(self.language)

    def clash(self, one: Clash) -> str:
        """Return what is said of two answers of one day."""
        words = [vocabulary().label("answer", answer, self.language).lower() for answer in one.answers]
        day = _("an unknown date") if one.on is None else formats.day(one.on)
        return _(
            "two answers of {offer} on {day}: {answers}; which one counts is not known: ask again",
            offer=one.offer, day=day, answers=formats.listed(words),
        )  # fmt: skip

    def unfound(self, one: Unfound) -> str:
        """Return what is said of an id that has no effect: where the case has it, and what may be meant."""
        stated = {"travel": _("stated distances")}
        fields = "; ".join(stated.get(field) or field_label(field, self.language) for field in one.fields)
        if one.closed:
            return _("{id}: not open on this day, so without effect ({fields})", id=one.id, fields=fields)
        if one.near is None:
            return _("{id}: not in this catalogue, so without effect ({fields})", id=one.id, fields=fields)
        return _(
            "{id}: not in this catalogue, so without effect ({fields}); did you mean {near}?",
            id=one.id, fields=fields, near=one.near,
        )  # fmt: skip

    def undeclared(self, one: Undeclared) -> str:
        """Return what is said of a fact that the guideline does not read, and which may be meant."""
        if one.near is None:
            return _("{name}: the guideline does not ask for it, so without effect", name=one.name)
        return _(
            "{name}: the guideline does not ask for it, so without effect; did you mean {near}?",
            name=one.name, near=one.near,
        )  # fmt: skip

    def unknown_need(self, one: UnknownNeed) -> str:
        """Return what is said of a need of the catalogue that nobody knows."""
        offers = formats.listed(one.offers[:_FEW])
        if one.near is None:
            return _(
                "the need {need} ({offers}): the guideline does not know it, so without effect",
                need=one.key,
                offers=offers,
            )
        return _(
            "the need {need} ({offers}): the guideline does not know it, so without effect; did you mean {near}?",
            need=one.key, offers=offers, near=one.near,
        )  # fmt: skip

    def unknown_member(self, one: UnknownMember) -> str:
        """Return that an offer of a group is in no catalogue."""
        group = self.code(one.group, Type("code", "offer_group"))
        if one.near is None:
            return _("{offer} of {group}: in no catalogue, so without effect", offer=one.id, group=group)
        return _(
            "{offer} of {group}: in no catalogue, so without effect; did you mean {near}?",
            offer=one.id, group=group, near=one.near,
        )  # fmt: skip

    def later(self, one: Later) -> str:
        """Return what is said of something dated after the day asked for."""
        field = formats.capital(field_label(one.field, self.language))
        return _(
            "{field}: dated {day}, after the day asked for, so without effect", field=field, day=formats.day(one.day)
        )

    def asked(self, confirm: Confirm) -> str:
        """Return a missing fact as something to find out, behind the option it is about."""
        what = self.question(confirm.fact) or formats.capital(self.fact(confirm.fact))
        return what if confirm.option is None else f"{self.option(confirm.option)}: {what}"

    def perhaps(self, missing: Iterable[str], text: str) -> str:
        """Return a sentence that holds only if what is unknown turns out so."""
        facts = formats.listed(self.fact(name) for name in missing)
        return _("perhaps (not recorded: {facts}): {text}", facts=facts, text=text)

    def role(self, id: str) -> str:
        """Return who decides, at the beginning of a sentence."""
        return formats.capital(self.decider(id))

    def decider(self, id: str) -> str:
        """Return who decides, in the middle of a sentence; the id itself where the guideline knows no such role."""
        term = self.guideline.lists["role"].terms.get(id)
        return id if term is None else term.label(self.language)

    def criterion(self, separation: Separation) -> str:
        """Return what a criterion of the order is called."""
        return self.criterion_called(separation.criterion, separation.preference)

    def criterion_called(self, id: str, preference: Preference | None) -> str:
        """Return what a criterion is called: by its preference's text, else by what it is in every order."""
        named = {
            "standing": _("what can be granted"),
            GROUP: _("for everybody, or for a group that the citizen is recorded in"),
            OTHERS: _("nobody else has to decide first"),
            WISH: _("the citizen's own wish"),
            KEPT: _("keeps more of what runs now"),
            UNKNOWN_FACTS: _("fewest unknown facts"),
            "id": _("the names alone"),
        }
        if preference is None or preference.text is None:
            return named.get(id) or self.by_its_fact(id, preference)
        return preference.text.in_language(self.language)

    def by_its_fact(self, id: str, preference: Preference | None) -> str:
        """Return what a preference without a text is called: by the one fact that it reads; by its id where it reads several."""
        reads = () if preference is None else (*preference.value.reads,)
        if preference is None or len(reads) != 1:
            return id
        fact, type = self.fact(reads[0]), self.guideline.types.get(reads[0])
        if type is None or type.kind != "number":
            return fact
        return _("{fact}, lowest first", fact=fact) if preference.lower else _("{fact}, highest first", fact=fact)

    def separation(self, separation: Separation) -> tuple[str, str]:
        """Return both values of the criterion that separates two placements."""
        first, second = separation.first, separation.second
        if separation.criterion in (KEPT, UNKNOWN_FACTS):
            return formats.number(abs(_whole(first[-1]))), formats.number(abs(_whole(second[-1])))
        if separation.criterion in (GROUP, OTHERS, WISH):
            best = -1 if separation.criterion == WISH else 0
            return self.value(first[0] == best, None), self.value(second[0] == best, None)
        if separation.criterion == "standing":
            return _of_category(_whole(first[0])), _of_category(_whole(second[0]))
        if first and isinstance(first[0], tuple):
            return self.steps(first), self.steps(second)
        first_guessed, second_guessed = separation.estimated
        return (
            self.combined(separation.preference, separation.first_values, first, estimated=first_guessed),
            self.combined(separation.preference, separation.second_values, second, estimated=second_guessed),
        )

    def combined(
        self,
        preference: Preference | None,
        values: Sequence[Value],
        key: Sequence[object],
        *,
        estimated: Sequence[bool],
    ) -> str:
        """Return the parts' values of a preference, an estimate with `~`; a yes says that the preference is served."""
        if not values or preference is None:
            return _("unknown") if LAST in key else " ".join(str(part) for part in key)
        if preference.lower:
            values = [not value if isinstance(value, bool) else value for value in values]
        told = (
            ("~" if guess and _is_number(value) else "") + self.value(value, preference.value.type)
            for value, guess in zip(values, estimated, strict=True)
        )
        return " / ".join(dict.fromkeys(told))

    def step_label(self, option: Option) -> str | None:
        """Return what the guideline itself calls the option's step; nothing where it has no name for it."""
        label = self.guideline.step_labels.get(main_step_code(option))
        return label.in_language(self.language) if label else None

    def steps(self, key: Sequence[object]) -> str:
        """Return steps in words, or where ids are told as they are written: `H4 + H3, B2`."""
        found = [
            " + ".join(self.step(ladder, number) for number in numbers)
            for ladder, numbers in zip(self.guideline.ladders, key, strict=True)
            if isinstance(numbers, tuple) and numbers
        ]
        return ", ".join(found) or "–"

    def step(self, ladder: str, number: int) -> str:
        """Return what a step of a ladder is called; its code where ids are told."""
        found = vocabulary().ladders[ladder]
        return f"{found.letter}{number}" if self.ids else found.terms[number].label(self.language)

    def steps_of(self, ranking: Ranking, option: Option) -> str:
        """Return the steps of the areas that an option serves."""
        return ", ".join(self.step(*one) for one in sorted(ranking.steps[ranking.index(option)].items()))


def _is_number(value: Value) -> bool:
    """Return whether a value is a number, and no yes or no."""
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def told_source(source: str) -> str:
    """Return a source as a person reads it: without the ids that `docs/coverage.md` is made from."""
    return citations.cited(one_line(_COVERAGE_IDS.sub("", source)))


def legal_basis(source: str) -> str:
    """Return what a source cites first, in the language spoken; that a subsection was not read stands with the whole source."""
    first = re.split("; |: ", told_source(source).replace(_NOT_READ, ""))[0]
    return citations.in_english(first) if language() == "en" else first


def provision_name(id: str, language: str) -> str:
    """Return a provision as it is cited: `SEL § 107, stk. 2` in Danish, `SEL 107(2)` in English; without a number the act."""
    law, _dash, rest = id.partition("-")
    if not rest:
        known = vocabulary().provisions.get(id)
        return id if known is None else known.act(language)
    section, _dash, sub = rest.partition("-")
    if section[-1].isalpha():
        section = f"{section[:-1]} {section[-1]}"
    if language == "da":
        return f"{law} § {section}" + (f", stk. {sub}" if sub.isdigit() else f" ({_(sub)})" if sub else "")
    return f"{law} {section}" + (f"({sub})" if sub.isdigit() else f" ({sub})" if sub else "")


def main_step_code(option: Option) -> str:
    """Return the step on the option's main ladder as it is written: `H4`."""
    steps = list(option.areas.values())
    home = [step for step in steps if step.ladder == "home"]
    found = max(home or steps, key=lambda step: step.number)
    return f"{vocabulary().ladders[found.ladder].letter}{found.number}"


def in_order_of_a_day(options: Iterable[Option]) -> list[Option]:
    """Return options in the order of a day: the home, support in it, then what one goes out to."""
    order = list(vocabulary().codes["area"].terms)
    return sorted(options, key=lambda option: min(order.index(area) for area in option.areas))


def _whole(part: object) -> int:
    """Return a part of a key that is a number."""
    assert isinstance(part, int)
    return part


def _of_category(category: int) -> str:
    """Return what can become of a placement now."""
    return {
        Category.GRANTABLE: _("can be granted"),
        Category.AWAITING: _("awaits another decision"),
        Category.UNDECIDED: _("undecided"),
        Category.REFUSED: _("relies on an offer that has said no"),
        Category.COERCION: _("needs a decision against the citizen's will"),
        Category.NO_PART: _("cannot be part of a placement"),
    }[Category(category)]
