"""The service levels of a guideline: how much help under a provision a municipality usually gives.

A level is a presumption, never a cap: whoever needs more hours than it says is helped by exception, with a reason. Each row
that has hours becomes a rule, and each row a notice; `level.usual_hours` and its like are decision tables over the rows. Of
the rows that name a provision the first that applies counts, those of a child before its parent's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Final, cast

from visit.errors import did_you_mean
from visit.locale import formats, language, plural, speaking
from visit.locale import text as _
from visit.rules.guideline.drafting import Reading, as_number, bilingual_text, source_of
from visit.rules.guideline.records import ServiceLevelRecord
from visit.rules.guideline.values import BilingualText, DecisionTable, Notice, Rule
from visit.rules.language.conditions import Condition, reads_of
from visit.rules.language.expression import Name
from visit.rules.language.types import HOURS, NUMBER, TRUTH, Type, code
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import fact_label, vocabulary

NOT_STATED = Name("level.not_stated", 0)
"""What a level gives of a provision of which no row says anything: it is not known."""
_TYPES: Mapping[str, Type] = {
    "usual_hours": HOURS, "most_hours": HOURS, "weeks": NUMBER, "form": code("form"),
}  # fmt: skip
_SECTION: Final = "service_levels"
_HOURS: Final = ("usual_hours", "most_hours")


class ServiceLevels:
    """The rows of a guideline, in the order in which they count, and what is made of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        depth = {layer.id: number for number, layer in enumerate(reading.merged.layers)}
        rows = reading.merged.rows(_SECTION)
        self.rows = dict(sorted(rows.items(), key=lambda one: -depth[reading.merged.place[_SECTION, one[0]][0].id]))
        self.sound: dict[str, bool] = {}
        self.provisions = {key: _provisions(row) for key, row in self.rows.items()}
        for key, row in self.rows.items():
            self.check(key, row)
        for field in self.fields:
            reading.types[f"level.{field}"], reading.sides[f"level.{field}"] = _TYPES[field], "option"

    @property
    def fields(self) -> tuple[str, ...]:
        """What some row says."""
        return tuple(field for field in _TYPES if any(field in row for row in self.rows.values()))

    def check(self, key: str, row: ServiceLevelRecord) -> None:
        """Note what is wrong with a row."""
        if not any(field in row for field in _TYPES):
            fields = formats.listed(_TYPES)
            help = _("write for example `{row}`", row="usual_hours: 4")
            self.reading.fault(_SECTION, key, (), _("a service level says one of {fields}", fields=fields), help)
        usual, most = (self.hours(key, row, field) for field in _HOURS)
        if usual is not None and most is not None and most < usual:
            message = _("most_hours is less than usual_hours")
            help = _("write at least {number}, or leave `most_hours` out", number=usual)
            self.reading.fault(_SECTION, key, ("most_hours",), message, help=help)
        if key in self.reading.merged.rows("rules") or key in self.reading.merged.rows("notices"):
            self.reading.fault(_SECTION, key, ("id",), _("the id {id} is used twice", id=key),
                               _("give it another id"))  # fmt: skip
        if "text" in row:
            self.reading.check_text(_SECTION, key, row["text"], ("text",))

    def hours(self, key: str, row: ServiceLevelRecord, field: str) -> int | Decimal | None:
        """Return the hours that a field says, or the parameter that it names; note what is wrong with that."""
        written = {**row}.get(field)
        if not is_name(written):
            return None if written is None else as_number(cast("int | str", written))
        parameters = self.reading.merged.rows("parameters")
        found = parameters.get(str(written))
        if found is not None and found.get("unit") == "hours":
            return as_number(found["value"])
        self.sound[key] = False
        message, help = (
            (_("the parameter {name} is not in hours", name=written), _("give it the unit {units}", units="hours"))
            if found is not None
            else (
                _('unknown parameter "{name}"', name=written),
                did_you_mean(str(written), parameters) or _("write a number of hours, or the name of a parameter"),
            )
        )
        self.reading.fault(_SECTION, key, (field,), message, help)
        return None

    # --- when a row counts ---

    def applies(self, key: str) -> str:
        """Return the condition that a row is for an option and a case, whatever other rows say."""
        written = f"provision.id in [{', '.join(sorted(self.provisions[key]))}]"
        when = self.rows[key].get("when", True)
        return written if when is True else f"{written} and ({source_of(when)})"

    def counts(self, key: str) -> str:
        """Return the condition that a row is the first of those that apply."""
        before = list(self.rows)[: list(self.rows).index(key)]
        earlier = [one for one in before if self.provisions[one] & self.provisions[key]]
        return " and ".join((self.applies(key), *(f"not ({self.applies(one)})" for one in earlier)))

    def is_sound(self, key: str) -> bool:
        """Note once what is wrong with the condition of a row, at its place; return whether nothing is."""
        if key not in self.sound:
            self.sound[key] = self.is_bound(key)
        return self.sound[key]

    def is_bound(self, key: str) -> bool:
        known = len(self.reading.problems)
        when = self.reading.condition(_SECTION, key, ("when",), self.rows[key].get("when", True))
        for name in sorted(when.reads):
            if self.reading.side(name) != "case":
                message = _("{name} is not a fact of the case", name=name)
                help = _("read only what is known of the citizen: what begins with `case.`")
                self.reading.fault(_SECTION, key, ("when",), message, help)
        return len(self.reading.problems) == known

    # --- what is made of them ---

    def tables(self) -> Iterator[DecisionTable]:
        """Yield a table of each thing that some row says: of hours, weeks and form."""
        if [key for key in self.rows if not self.is_sound(key)]:
            return
        applies = {key: self.reading.bound(self.applies(key), TRUTH) for key in self.rows}
        for field in self.fields:
            rows = [(when, self.stated(key, field)) for key, when in applies.items()]
            key, row = next((key, row) for key, row in self.rows.items() if field in row)
            reads, origin = reads_of(applies.values()), self.reading.origin(_SECTION, key, row)
            last = (None, self.unstated(field))
            yield DecisionTable(f"level.{field}", _TYPES[field], (*rows, last), origin, reads)

    def stated(self, key: str, field: str) -> Condition:
        """Return what a row says of a thing; where it says nothing, no later row is asked."""
        written: Mapping[str, object] = {**self.rows[key]}
        if field not in written:
            return self.unstated(field)
        return self.reading.bound(str(written[field]), _TYPES[field])

    def unstated(self, field: str) -> Condition:
        return Condition(NOT_STATED, _TYPES[field], frozenset(), lambda env: UNKNOWN)

    def rules(self) -> Iterator[Rule]:
        """Yield the presumption of each row with hours: no more are needed. While no hours are recorded it does not apply."""
        for key, row in self.rows.items():
            most = row.get("most_hours", row.get("usual_hours"))
            if most is None or not self.is_sound(key):
                continue
            areas = {area for id in self.provisions[key] for area in vocabulary().provisions[id].areas} - {"home"}
            needed = f"sum(case.needs.hours_per_week.[{', '.join(sorted(areas))}]) <= {most}"
            when = f"known(case.needs.hours_per_week) and {self.counts(key)}"
            yield Rule(
                id=key,
                gate="policy",
                strength="presumption",
                provisions=self.provisions[key],
                when=self.reading.bound(when, TRUTH),
                require=self.reading.bound(needed, TRUTH),
                unless=None,
                if_unknown=None,
                by=None,
                of_placement=False,
                reason=_with_hours(self.text(row), sorted(areas)),
                origin=self.reading.origin(_SECTION, key, row),
            )

    def notices(self) -> Iterator[Notice]:
        """Yield each row as it is printed beside an option that it is for."""
        for key, row in self.rows.items():
            if self.is_sound(key):
                when = self.reading.bound(self.counts(key), TRUTH)
                yield Notice(key, when, "advice", self.text(row), self.reading.origin(_SECTION, key, row))

    def text(self, row: ServiceLevelRecord) -> BilingualText:
        """Return what a row says to people."""
        parameters = self.reading.merged.rows("parameters")
        return level_text(row, {name: as_number(one["value"]) for name, one in parameters.items()})

    def labels(self) -> dict[str, BilingualText]:
        """Return how the tables are said in the middle of a sentence."""
        return {f"level.{field}": _in_both_languages(partial(_label, field)) for field in self.fields}


def _with_hours(text: BilingualText, areas: Sequence[str]) -> BilingualText:
    """Return what a row says with the hours that the citizen needs behind it, where it does not name them itself."""
    names = [f"case.needs.hours_per_week.{area}" for area in areas]

    def said(language: str) -> str:
        own = text.in_language(language)
        beside = [f"{fact_label(name, language)}: {{{name}}}" for name in names if f"{{{name}}}" not in own]
        return "; ".join((own.rstrip("."), *beside)) if beside else own

    return BilingualText(said("da"), said("en"))


def is_name(written: object) -> bool:
    """Return whether hours are written as the name of a parameter."""
    return isinstance(written, str) and written[0].isalpha()


def level_text(row: ServiceLevelRecord, parameters: Mapping[str, int | Decimal]) -> BilingualText:
    """Return what a row says to people: its own text, else its numbers in words; it may name `parameters` for hours."""
    return bilingual_text(row["text"]) if "text" in row else _in_both_languages(partial(_in_words, row, parameters))


def _in_words(row: ServiceLevelRecord, parameters: Mapping[str, int | Decimal]) -> str:
    usual, most = (stated_hours(row.get(field), parameters) for field in _HOURS)
    level = []
    if usual is not None and most is not None and usual != most:
        level.append(
            _(
                "usually {usual} a week, at most {most}; more with a reason",
                usual=formats.hours(usual), most=formats.hours(most),
            )
        )  # fmt: skip
    elif (hours := most if usual is None else usual) is not None:
        level.append(_("usually up to {hours} a week; more with a reason", hours=formats.hours(hours)))
    if (weeks := row.get("weeks")) is not None:
        level.append(plural("usually for {n} week", "usually for {n} weeks", weeks))
    if (form := row.get("form")) is not None:
        level.append(_("usually {form}", form=formats.small(vocabulary().label("form", form, language()))))
    return _("the municipality's service level: {level}", level="; ".join(level))


def stated_hours(written: object, parameters: Mapping[str, int | Decimal]) -> int | Decimal | None:
    """Return the hours of a level as a number: written so, or as the name of a parameter; None where there are none."""
    if written is None:
        return None
    return parameters[str(written)] if is_name(written) else as_number(cast("int | str", written))


def _label(field: str) -> str:
    return {
        "usual_hours": _("the hours a week that the municipality usually gives of this help"),
        "most_hours": _("the hours a week beyond which the municipality gives a reason for this help"),
        "weeks": _("the weeks for which the municipality usually gives this help"),
        "form": _("the form in which the municipality usually gives this help"),
    }[field]


def _in_both_languages(words: Callable[[], str]) -> BilingualText:
    with speaking("da"):
        danish = words()
    with speaking("en"):
        return BilingualText(danish, words())


def _provisions(row: ServiceLevelRecord) -> frozenset[str]:
    written = row["provision"]
    named = [written] if isinstance(written, str) else written
    return frozenset().union(*map(vocabulary().codes["provision"].expand, named))
