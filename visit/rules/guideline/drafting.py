"""A merged guideline while it is read: where everything stands, what is wrong so far, every name, every condition bound once.

`building` makes the statements with it. Every name is known before the first condition is bound.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cached_property

from visit.errors import GuidelineError, VisitError, did_you_mean
from visit.locale import formats
from visit.locale import text as _
from visit.rules.facts.registry import FactRegistry
from visit.rules.guideline.bound_once import BoundBySource, BoundOnce
from visit.rules.guideline.case_facts import own_facts
from visit.rules.guideline.merging import Merged
from visit.rules.guideline.offer_groups import group_codes, groups_tried
from visit.rules.guideline.records import BilingualTextRecord, GrantRecord, ParameterRecord, RuleRecord, Scribed
from visit.rules.guideline.roles import ROLE, with_own_roles
from visit.rules.guideline.values import BilingualText, Origin
from visit.rules.language.binder import Scope
from visit.rules.language.binding import ExpressionErrors, bind
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import KEYWORDS
from visit.rules.language.mistyped import DeclaredNames
from visit.rules.language.periods import UNITS, Period, parse_period
from visit.rules.language.tried_named import tried_named
from visit.rules.language.types import TRUTH, Side, Type
from visit.vocabulary import CodeList, Need, Term, vocabulary

_NAME_IN_TEXT = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W\d]\w*")
_NEVER_A_GROUND = re.compile(r"mindst indgribende|mindste indgreb|least intrusive", re.IGNORECASE)
"""Of a rule's reason. That other help is less intrusive, or what an order or a notice is about, may be said."""


class Reading:
    """The layers with the names they add, and the faults found so far in `problems`."""

    def __init__(self, merged: Merged, facts: FactRegistry, bound: BoundOnce) -> None:
        own = own_facts(merged.rows("case_facts"))
        self.merged, self.facts = merged, facts.with_own((*own, *groups_tried(merged.rows("groups"))))
        self.problems: list[VisitError] = list(merged.problems)
        self._bound_once = bound
        self._bound: BoundBySource | None = None
        self.needs = self.all_needs()
        self.lists = self.all_lists()
        self.types: dict[str, Type] = {name: fact.type for name, fact in self.facts.by_name.items()}
        self.sides: dict[str, Side] = {name: fact.side for name, fact in self.facts.by_name.items()}

    def fault(self, section: str, key: str, path: tuple[str | int, ...], message: str, help: str | None = None) -> None:
        at = self.merged.locate(section, key, *path)
        self.problems.append(GuidelineError(message, at=at, help=help, code="statement"))

    def refuse_reserved(self, section: str, name: str, words: Collection[str] = KEYWORDS) -> None:
        """Note a name that no condition can read: it is a word of the language."""
        layer, _path = self.merged.place[section, name]
        if name in words and layer.document is not None:  # what has decided already is read as it stands
            message = _("{name} is a word of the language, and no condition can read it", name=name)
            self.fault(section, name, (), message, _("give it another name"))

    def origin(self, section: str, key: str, row: Mapping[str, object]) -> Origin:
        layer, _path = self.merged.place[section, key]
        source, certainty = row.get("source", ""), row.get("certainty", "confirmed")
        return Origin(layer.id, layer.version, str(source), str(certainty))

    # --- vocabulary, names and conditions ---

    def all_needs(self) -> dict[str, Need]:
        own = {
            key: Need(key, tuple(row["areas"]), row["da"], row["en"]) for key, row in self.merged.rows("needs").items()
        }
        return {**vocabulary().needs, **own}

    def usually_met(self) -> dict[str, frozenset[str]]:
        """Return the needs of its own that help usually meets, by provision; one that covers none of their areas is a fault."""
        found: dict[str, set[str]] = {}
        provisions = vocabulary().provisions
        for key, row in self.merged.rows("needs").items():
            for index, named in enumerate(row.get("usually_met_by", ())):
                there = [
                    one for one in self.lists["provision"].expand(named) if provisions[one].areas.keys() & row["areas"]
                ]
                for one in there:
                    found.setdefault(one, set()).add(key)
                if not there:
                    message = _("{provision} covers no area of the need, so it can never meet it", provision=named)
                    self.fault("needs", key, ("usually_met_by", index), message)
        return {provision: frozenset(needs) for provision, needs in found.items()}

    def all_lists(self) -> dict[str, CodeList]:
        terms = {need.key: Term(need.key, need.da, need.en) for need in self.needs.values()}
        own = {name: fact.shape.codes for name, fact in self.facts.own.items() if fact.shape.codes is not None}
        roles = with_own_roles(self.merged.rows("roles"))
        return {
            **vocabulary().codes,
            "need": CodeList("need", terms),
            ROLE: roles,
            "offer_group": group_codes(self.merged.rows("groups")),
            **own,
        }

    def scope(self) -> Scope:
        return Scope(self.types, self.lists, self.merged.rows("parameters"), self.declared)

    @cached_property
    def declared(self) -> DeclaredNames:
        """The names of its own that nothing else in its files names."""
        layers = [one for one in self.merged.layers if one.document is not None and one.document.text]
        named = Counter(word for one in layers if one.document is not None for word in _WORD.findall(one.document.text))
        own = (
            (one, section, name)
            for one in layers
            for section, rows in (
                ("parameters", one.record.get("parameters", {})),
                ("facts", one.record.get("facts", {})),
                ("case_facts", one.record.get("case_facts", {})),
            )
            for name in rows
        )
        return DeclaredNames(
            {name: one.locate((section, name)) for one, section, name in own if named[name] == 1}, named
        )

    def condition(
        self, section: str, key: str, path: tuple[str | int, ...], written: Scribed, expected: Type | None = TRUTH
    ) -> Condition:
        """Bind a condition; a faulty one is reported and stands as `true` so that the reading goes on."""
        try:
            return self.bound(written, expected)
        except ExpressionErrors as errors:
            self.problems += errors.located(
                lambda offset: self.merged.locate_in(offset, section, key, *path), GuidelineError, "condition"
            )
            return bind("true", self.scope())

    def bound(self, written: Scribed, expected: Type | None) -> Condition:
        """Bind a condition once, however often it is written or asked for; every name is known before the first."""
        if self._bound is None:
            self._bound = self._bound_once.within(self.scope())
        source = source_of(written)
        if (source, expected) not in self._bound:
            self._bound[source, expected] = bind(source, self.scope(), expected)
        return self._bound[source, expected]

    def optional(self, section: str, key: str, field: str, written: Scribed | None) -> Condition | None:
        return None if written is None else self.condition(section, key, (field,), written)

    def case_only(self, section: str, key: str, path: tuple[str | int, ...], written: Scribed) -> Condition:
        """A condition that may read the case, parameters and case-side tables only."""
        condition = self.condition(section, key, path, written)
        for name in sorted(condition.reads):
            if self.side(name) != "case":
                message = _("{name} is not a fact of the case", name=name)
                self.fault(
                    section, key, path, message, _("read only what is known of the citizen: what begins with `case.`")
                )
        return condition

    def period(self, section: str, key: str, path: tuple[str | int, ...], written: str) -> Period:
        """Read a period, or a parameter that is one; a fault is noted, and no time stands for it."""
        found = period_of(written, self.merged.rows("parameters"))
        if isinstance(found, Period):
            return found
        message, help = found
        self.fault(section, key, path, message, self.declared.help(written) or help)
        return Period(0, UNITS[0])

    def side(self, name: str) -> Side:
        """Return the side a name is read from: a table is on the latest side that it reads."""
        if name in self.sides:
            return self.sides[name]
        if name.startswith("entitled("):
            return "case"
        order: tuple[Side, ...] = ("case", "option", "comparative", "placement")
        row = self.merged.rows("facts").get(name)
        if row is None:
            return "case"
        self.sides[name] = "case"
        sides: set[Side] = {"case"}
        for line in row["rows"]:
            for written, type in ((line.get("when"), TRUTH), (line["then"], self.types[name])):
                with suppress(ExpressionErrors):
                    sides |= (
                        {self.side(read) for read in self.bound(written, type).reads} if written is not None else set()
                    )
        self.sides[name] = max(sides, key=order.index)
        return self.sides[name]

    def provisions(self, row: RuleRecord | GrantRecord) -> frozenset[str] | None:
        named = row.get("provision")
        if named is None:
            return None
        names = [named] if isinstance(named, str) else named
        return frozenset().union(*(self.lists["provision"].expand(name) for name in names))

    def check_text(self, section: str, key: str, texts: BilingualTextRecord, path: tuple[str, ...]) -> None:
        if self.merged.place[section, key][0].document is None:
            return  # a shipped layer was checked when it was compiled
        for language, text in (("da", texts["da"]), ("en", texts["en"])):
            for name in _NAME_IN_TEXT.findall(text):
                if name not in self.types and tried_named(name, self.lists["offer_group"].terms) is None:
                    help = self.declared.help(name) or did_you_mean(name, self.types)
                    self.fault(section, key, (*path, language), _('unknown name "{name}"', name=name), help)
            if path[0] == "reason" and _NEVER_A_GROUND.search(text):
                self.fault(
                    section, key, (*path, language), _("least intrusive is never a ground (Ankestyrelsen 51-18)"),
                    _("say that the help covers the need"),
                )  # fmt: skip


def period_of(written: str, parameters: Mapping[str, ParameterRecord]) -> Period | tuple[str, str]:
    """Return a period, or a parameter that is one; else what is wrong with it, and the help."""
    if written[0].isdigit():
        return parse_period(written)
    name = written
    if name not in parameters:
        help = did_you_mean(name, parameters) or _("write a period such as `3 months`, or the name of a parameter")
        return _('unknown parameter "{name}"', name=name), help
    unit, value = parameters[name].get("unit"), as_number(parameters[name]["value"])
    if unit not in UNITS:
        return _("the parameter {name} has no unit of time", name=name), _(
            "give it the unit {units}", units=formats.either(UNITS)
        )
    if value != int(value) or value < 0:
        return _("the parameter {name} is no period: {value}", name=name, value=value), _("a period is a whole number")
    return Period(int(value), unit)


def source_of(written: Scribed) -> str:
    """Return a condition as text: `true` may be written bare."""
    if isinstance(written, bool):
        return "true" if written else "false"
    return str(written)


def bilingual_text(row: BilingualTextRecord) -> BilingualText:
    """Return a text in both languages."""
    return BilingualText(row["da"], row["en"])


def as_number(value: int | str) -> int | Decimal:
    """Return a number of a record; decimals are kept as text there."""
    return value if isinstance(value, int) else Decimal(value)
