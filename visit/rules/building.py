"""From merged layers to a guideline: conditions bound, units and codes checked, every fault reported at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from visit.errors import GuidelineError, Location, Problems, VisitError, nearest
from visit.frozen import replace
from visit.locale import text as _
from visit.rules.binding import Condition, ExpressionErrors, Scope, bind
from visit.rules.expression import ExpressionError
from visit.rules.facts import NUMBER, TRUTH, Nearness, Side, Type, facts
from visit.rules.guideline import (
    GATES,
    Approval,
    FollowUp,
    Guideline,
    Invariant,
    Notice,
    Origin,
    Parameter,
    Preference,
    Proposal,
    Rule,
    Table,
    Wording,
)
from visit.rules.layering import Layer, Merged, merge
from visit.vocabulary import CodeList, Need, Term, vocabulary

_NAME_IN_TEXT = re.compile(r"\{([^{}]*)\}")
_NEVER_A_GROUND = re.compile(r"mindst indgribende|mindste indgreb|mindre indgribende|least intrusive", re.IGNORECASE)
_DAYS = {"days": 1, "months": 30, "years": 365}


def build(layers: tuple[Layer, ...], day: date) -> Guideline:
    """Merge, bind and check the layers of a guideline for one date.

    Raises:
        Problems: Every fault of every layer, each with file, line and column where they are known.
    """
    return _Builder(merge(layers, day), day).guideline()


class _Builder:
    def __init__(self, merged: Merged, day: date) -> None:
        self.merged, self.day = merged, day
        self.problems: list[VisitError] = []
        self.conditions: dict[tuple[str, Type | None], Condition] = {}
        self.needs = self.all_needs()
        self.lists = self.all_lists()
        self.types: dict[str, Type] = {name: fact.type for name, fact in facts().items()}
        self.sides: dict[str, Side] = {name: fact.side for name, fact in facts().items()}

    # --- places and faults ---

    def locate(self, section: str, key: str, *path: str | int) -> Location:
        layer, start = self.merged.place[section, key]
        return layer.locate((*start, *path))

    def fault(self, section: str, key: str, path: tuple[str | int, ...], message: str, help: str | None = None) -> None:
        self.problems.append(GuidelineError(message, at=self.locate(section, key, *path), help=help))

    def faults(self, section: str, key: str, path: tuple[str | int, ...], found: Iterable[ExpressionError]) -> None:
        for error in found:
            at = self.locate(section, key, *path)
            if at.column is not None:
                at = Location(at.file, at.line, at.column + error.column)
            self.problems.append(GuidelineError(error.message, at=at, help=error.help))

    def origin(self, section: str, key: str, row: Mapping[str, Any]) -> Origin:
        layer, _path = self.merged.place[section, key]
        return Origin(layer.id, layer.version, row.get("source", ""), row.get("certainty", "confirmed"))

    # --- vocabulary and names ---

    def rows(self, section: str) -> Mapping[str, Mapping[str, Any]]:
        return self.merged.sections[section]

    def all_needs(self) -> dict[str, Need]:
        own = {key: Need(key, tuple(row["areas"]), row["da"], row["en"]) for key, row in self.rows("needs").items()}
        return {**vocabulary().needs, **own}

    def all_lists(self) -> dict[str, CodeList]:
        terms = {need.key: Term(need.key, need.da, need.en) for need in self.needs.values()}
        return {**vocabulary().codes, "need": CodeList("need", terms)}

    def scope(self) -> Scope:
        return Scope(self.types, self.lists)

    def condition(
        self, section: str, key: str, path: tuple[str | int, ...], written: Any, expected: Type | None = TRUTH
    ) -> Condition:
        """Bind a condition; a faulty one is reported and stands as `true` so that the reading goes on."""
        try:
            return self.bound(written, expected)
        except ExpressionErrors as errors:
            self.faults(section, key, path, errors.errors)
            return bind("true", self.scope())

    def bound(self, written: Any, expected: Type | None) -> Condition:
        """Bind a condition once, however often it is written or asked for; every name is known before the first."""
        source = source_of(written)
        if (source, expected) not in self.conditions:
            self.conditions[source, expected] = bind(source, self.scope(), expected)
        return self.conditions[source, expected]

    def optional(self, section: str, key: str, row: Mapping[str, Any], field: str) -> Condition | None:
        return self.condition(section, key, (field,), row[field]) if field in row else None

    # --- the sections ---

    def guideline(self) -> Guideline:
        leaf = self.merged.layers[-1].record
        parameters = self.parameters()
        tables = self.tables()
        base = self.bases(tables)
        rules = self.rules(base)
        reference_prices = {
            (provision, row["level"]): row["dkk_per_day"]
            for row in self.rows("reference_prices").values()
            for provision in self.lists["provision"].expand(row["provision"])
        }
        built = Guideline(
            id=leaf["guideline"],
            version=leaf["version"],
            title=wording(leaf["title"]),
            municipality=leaf.get("municipality"),
            layers=tuple((layer.id, layer.version) for layer in self.merged.layers),
            as_of=self.day,
            parameters=parameters,
            tables=tables,
            areas=self.areas(),
            proposals=self.proposals(),
            needs=self.needs,
            lists=self.lists,
            types=self.types,
            nearness=self.nearness(),
            reference_prices=reference_prices,
            rules=rules,
            rights=self.preferences("rights"),
            preferences=self.preferences("preferences"),
            approvals=self.approvals(),
            notices=self.notices(),
            departures={key: wording(row) for key, row in self.rows("departures").items()},
            follow_up=self.follow_up(),
            ladders=tuple(self.merged.settings.get("ladders", ("home", "work", "education", "treatment"))),
            step_labels={code: wording(row) for code, row in self.merged.settings.get("step_labels", {}).items()},
            shelf_life_days={key: days(str(period)) for key, period in self.rows("shelf_life").items()},
            invariants=self.invariants(),
            base=base,
            record=self.merged.record,
        )
        self.check_finality(built)
        self.check_order_of_preferences(built)
        if self.problems:
            raise Problems(self.problems)
        return built

    def parameters(self) -> dict[str, Parameter]:
        found = {}
        for name, row in self.rows("parameters").items():
            if self.taken(name):
                self.fault("parameters", name, (), _("{name} is a fact of the language already", name=name))
                continue
            value = number(row["value"])
            self.types[name] = Type("number", unit=row.get("unit"))
            self.sides[name] = "case"
            found[name] = Parameter(name, value, row.get("unit"), self.origin("parameters", name, row))
        return found

    def taken(self, name: str) -> bool:
        return name in facts()

    def tables(self) -> dict[str, Table]:
        """Bind decision tables, each after those it reads."""
        rows = self.rows("facts")
        for name, row in rows.items():
            if self.taken(name) or name in self.rows("parameters"):
                self.fault("facts", name, (), _("{name} is a name already", name=name))
            self.types[name] = self.table_type(name, row)
        tables = {name: self.table(name, row) for name, row in rows.items()}
        ordered: dict[str, Table] = {}
        for name in tables:
            self.visit_table(name, tables, ordered, ())
        return ordered

    def visit_table(
        self, name: str, tables: Mapping[str, Table], ordered: dict[str, Table], above: tuple[str, ...]
    ) -> None:
        if name in ordered:
            return
        if name in above:
            self.fault("facts", name, (), _("{name} reads itself", name=name))
            ordered[name] = tables[name]
            return
        for read in sorted(tables[name].reads & tables.keys()):
            self.visit_table(read, tables, ordered, (*above, name))
        ordered.setdefault(name, tables[name])

    def table_type(self, name: str, row: Mapping[str, Any]) -> Type:
        values = row.get("values")
        if values is None:
            return NUMBER
        if all(isinstance(value, bool) for value in values):
            return TRUTH
        if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            return NUMBER
        key = f"fact {name}"
        terms = {str(value): Term(str(value), str(value), str(value)) for value in values}
        self.lists[key] = CodeList(key, terms, ordered=True)
        return Type("code", key)

    def table(self, name: str, row: Mapping[str, Any]) -> Table:
        type = self.types[name]
        last = len(row["rows"]) - 1
        bound = []
        for index, line in enumerate(row["rows"]):
            path = ("rows", index)
            if ("when" in line) is (index == last):
                message = _("the last row has no when") if index == last else _("only the last row is without when")
                self.fault("facts", name, path, message)
            when = self.condition("facts", name, (*path, "when"), line["when"]) if "when" in line else None
            then = self.condition("facts", name, (*path, "then"), line["then"], type)
            self.check_value(name, row, (*path, "then"), line["then"])
            bound.append((when, then))
        conditions = [condition for pair in bound for condition in pair if condition is not None]
        reads = frozenset().union(*(condition.reads for condition in conditions))
        if any(read.startswith("entitled(") for read in reads):
            self.fault(
                "facts", name, (), _("a decision table cannot read entitled()"), _("write it in a rule or notice")
            )
        return Table(name, type, tuple(bound), self.origin("facts", name, row), reads)

    def check_value(self, name: str, row: Mapping[str, Any], path: tuple[str | int, ...], then: Any) -> None:
        values = row.get("values")
        if values is not None and isinstance(then, bool | int) and then not in values:
            self.fault("facts", name, path, _("{then} is not among the values", then=then))

    def bases(self, tables: Mapping[str, Table]) -> dict[str, frozenset[str]]:
        base = {name: frozenset((name,)) for name in self.types if name not in tables}
        base.update({name: frozenset() for name in self.rows("parameters")})
        for name, table in tables.items():
            base[name] = frozenset().union(*(base.get(read, frozenset((read,))) for read in table.reads))
        for provision in vocabulary().provisions:
            base[f"entitled({provision})"] = frozenset()
        for key, row in self.rows("rules").items():
            self.add_entitlement(base, key, row)
        return base

    def add_entitlement(self, base: dict[str, frozenset[str]], key: str, row: Mapping[str, Any]) -> None:
        if row["gate"] != "entitlement" or row.get("of") == "placement":
            return
        reads: frozenset[str] = frozenset()
        for field in ("when", "require", "unless"):
            if field in row:
                try:
                    condition = self.bound(row[field], TRUTH)
                except ExpressionErrors:
                    continue
                reads |= frozenset().union(*(base.get(name, frozenset()) for name in condition.reads))
        for provision in self.provisions(row) or ():
            base[f"entitled({provision})"] |= reads

    def provisions(self, row: Mapping[str, Any]) -> frozenset[str] | None:
        named = row.get("provision")
        if named is None:
            return None
        names = [named] if isinstance(named, str) else named
        return frozenset().union(*(self.lists["provision"].expand(name) for name in names))

    def areas(self) -> tuple[tuple[str, Condition, Origin], ...]:
        return tuple(
            (area, self.case_only("areas", area, ("when",), row["when"]), self.origin("areas", area, row))
            for area, row in self.rows("areas").items()
        )

    def case_only(self, section: str, key: str, path: tuple[str | int, ...], written: Any) -> Condition:
        """A condition that may read the case, parameters and case-side tables only."""
        condition = self.condition(section, key, path, written)
        for name in sorted(condition.reads):
            if self.side(name) != "case":
                self.fault(section, key, path, _("{name} is not a fact of the case", name=name))
        return condition

    def side(self, name: str) -> Side:
        """Return the side a name is read from: a table is on the latest side that it reads."""
        if name in self.sides:
            return self.sides[name]
        if name.startswith("entitled("):
            return "case"
        order: tuple[Side, ...] = ("case", "option", "comparative", "placement")
        row = self.rows("facts").get(name)
        if row is None:
            return "case"
        self.sides[name] = "case"
        sides: set[Side] = {"case"}
        for line in row["rows"]:
            for field in ("when", "then"):
                if field in line:
                    try:
                        condition = self.bound(line[field], TRUTH if field == "when" else self.types[name])
                    except ExpressionErrors:
                        continue
                    sides |= {self.side(read) for read in condition.reads}
        self.sides[name] = max(sides, key=order.index)
        return self.sides[name]

    def proposals(self) -> tuple[Proposal, ...]:
        found = []
        for key, row in self.rows("proposals").items():
            type = self.types.get(row["fact"])
            if type is None or not row["fact"].startswith("case."):
                near = nearest(row["fact"], [name for name in self.types if name.startswith("case.")])
                help = _('did you mean "{near}"?', near=near) if near else None
                self.fault("proposals", key, ("fact",), _('unknown fact "{name}"', name=row["fact"]), help)
                continue
            item = Type("code", type.codes) if type.kind == "codes" else type
            value = self.condition("proposals", key, ("value",), row["value"], item)
            when = self.case_only("proposals", key, ("when",), row["when"])
            constant = value.run({}) if not value.reads else None
            if not isinstance(constant, bool | int | Decimal | str):
                self.fault("proposals", key, ("value",), _("a proposal gives a written value"))
                continue
            found.append(Proposal(key, row["fact"], constant, when, self.origin("proposals", key, row)))
        return tuple(found)

    def nearness(self) -> Nearness:
        row = self.merged.settings.get("nearness")
        if row is None:
            return Nearness()
        weights = row.get("weights") or dict(Nearness().weights)
        return Nearness(row["members"], row["combine"], weights)

    def rules(self, base: Mapping[str, frozenset[str]]) -> tuple[Rule, ...]:
        found = [self.rule(key, row) for key, row in self.rows("rules").items()]
        comparative = {name for name, fact in facts().items() if fact.side == "comparative"}

        def reads_comparative(rule: Rule) -> bool:
            conditions = (rule.when, rule.require, rule.unless)
            return any(base[name] & comparative for c in conditions if c is not None for name in c.reads)

        marked = [replace(rule, comparative=reads_comparative(rule)) for rule in found]
        return tuple(sorted(marked, key=lambda rule: (GATES.index(rule.gate), rule.id)))

    def rule(self, key: str, row: Mapping[str, Any]) -> Rule:
        rule = Rule(
            id=key,
            gate=row["gate"],
            strength=row["strength"],
            provisions=self.provisions(row),
            when=self.optional("rules", key, row, "when"),
            require=self.condition("rules", key, ("require",), row["require"]),
            unless=self.optional("rules", key, row, "unless"),
            confirm=row.get("if_unknown") == "confirm",
            by=row.get("by"),
            of_placement=row.get("of") == "placement",
            reason=wording(row["reason"]),
            origin=self.origin("rules", key, row),
        )
        self.check_rule(rule, row)
        self.check_text("rules", key, row["reason"], ("reason",))
        return rule

    def check_rule(self, rule: Rule, row: Mapping[str, Any]) -> None:
        key = rule.id
        if rule.gate == "entitlement" and not rule.of_placement:
            if rule.provisions is None:
                self.fault("rules", key, ("gate",), _("an entitlement rule names its provision"))
            self.case_only("rules", key, ("require",), row["require"])
        if rule.confirm and (rule.strength != "must" or rule.gate == "sufficiency"):
            self.fault(
                "rules", key, ("if_unknown",), _("confirm is for a must outside the gate sufficiency"),
                _("what the citizen needs is never left to confirm"),
            )  # fmt: skip
        if (rule.strength == "hold") is not (rule.by is not None):
            self.fault("rules", key, ("strength",), _("a hold names who decides under by, and only a hold"))
        conditions = [condition for condition in (rule.when, rule.require, rule.unless) if condition]
        sides = {self.side(name) for condition in conditions for name in condition.reads}
        if "placement" in sides and not rule.of_placement:
            self.fault("rules", key, ("require",), _("a rule that reads the placement says of: placement"))
        if rule.of_placement and "option" in sides:
            self.fault("rules", key, ("require",), _("a rule of a placement cannot read an option"))
        if "option.standing" in frozenset().union(*(condition.reads for condition in conditions)):
            self.fault("rules", key, ("require",), _("option.standing may be read by invariants only"))

    def check_text(self, section: str, key: str, texts: Mapping[str, str], path: tuple[str, ...]) -> None:
        if self.merged.place[section, key][0].document is None:
            return  # a shipped layer was checked when it was compiled
        for language in ("da", "en"):
            text = texts[language]
            for name in _NAME_IN_TEXT.findall(text):
                if name not in self.types:
                    near = nearest(name, self.types)
                    help = _('did you mean "{near}"?', near=near) if near else None
                    self.fault(section, key, (*path, language), _('unknown name "{name}"', name=name), help)
            if _NEVER_A_GROUND.search(text):
                self.fault(
                    section, key, (*path, language), _("least intrusive is never a ground (Ankestyrelsen 51-18)"),
                    _("say that the help covers the need"),
                )  # fmt: skip

    def preferences(self, section: str) -> tuple[Preference, ...]:
        found = []
        for key, row in self.rows(section).items():
            if ("higher" in row) is ("lower" in row):
                self.fault(section, key, (), _("a preference says either higher or lower"))
                continue
            field = "higher" if "higher" in row else "lower"
            value = self.condition(section, key, (field,), row[field], None)
            if value.type.kind not in ("number", "truth", "anything"):
                message = _("a number, or yes or no, expected, not {found}", found=value.type)
                self.fault(section, key, (field,), message)
            bands = tuple(number(bound) for bound in row.get("bands", ()))
            if list(bands) != sorted(set(bands)):
                self.fault(section, key, ("bands",), _("bands rise"))
            of_placement = row.get("of") == "placement"
            sides = {self.side(name) for name in value.reads}
            if ("placement" in sides) and not of_placement:
                self.fault(section, key, (field,), _("a preference that reads the placement says of: placement"))
            if "text" in row:
                self.check_text(section, key, row["text"], ("text",))
            found.append(
                Preference(
                    id=key,
                    value=value,
                    lower=field == "lower",
                    bands=bands,
                    over=row.get("over", "max"),
                    of_placement=of_placement,
                    when=self.case_only(section, key, ("when",), row["when"]) if "when" in row else None,
                    text=wording(row["text"]) if "text" in row else None,
                    origin=self.origin(section, key, row),
                )
            )
        return tuple(found)

    def approvals(self) -> tuple[Approval, ...]:
        section, found = "approvals", []
        for key, row in self.rows(section).items():
            self.check_text(section, key, row["text"], ("text",))
            when = self.condition(section, key, ("when",), row.get("when", True))
            origin = self.origin(section, key, row)
            found.append(Approval(key, when, row["by"], row.get("four_eyes", False), wording(row["text"]), origin))
        return tuple(sorted(found, key=lambda approval: approval.id))

    def notices(self) -> tuple[Notice, ...]:
        section, found = "notices", []
        for key, row in self.rows(section).items():
            self.check_text(section, key, row["text"], ("text",))
            when = self.condition(section, key, ("when",), row.get("when", True))
            origin = self.origin(section, key, row)
            found.append(Notice(key, when, row.get("kind", "advice"), wording(row["text"]), origin))
        return tuple(sorted(found, key=lambda notice: notice.id))

    def follow_up(self) -> tuple[FollowUp, ...]:
        section, found = "follow_up", []
        for key, row in self.rows(section).items():
            self.check_text(section, key, row["text"], ("text",))
            when = self.condition(section, key, ("when",), row.get("when", True))
            every = period(row["then_every"]) if "then_every" in row else None
            origin = self.origin(section, key, row)
            found.append(FollowUp(key, when, period(row["after"]), every, wording(row["text"]), origin))
        return tuple(sorted(found, key=lambda one: one.id))

    def invariants(self) -> tuple[Invariant, ...]:
        section = "invariants"
        return tuple(
            Invariant(key, self.condition(section, key, ("never",), row["never"]), self.origin(section, key, row))
            for key, row in self.rows(section).items()
        )

    # --- what the layers owe each other ---

    def check_finality(self, guideline: Guideline) -> None:
        """Facts and parameters that a parent's must or hold reads are final unless the parent marks them local."""
        owners = self.settled_names(guideline)
        for depth, layer in enumerate(self.merged.layers[1:], start=1):
            for section in ("parameters", "facts"):
                for name, row in layer.record.get(section, {}).items():
                    for above in self.merged.layers[:depth]:
                        old = above.record.get(section, {}).get(name)
                        if old is not None and owners.get(name) in [one.id for one in self.merged.layers[:depth]]:
                            self.check_local(layer, section, name, row, old, above.id)

    def settled_names(self, guideline: Guideline) -> dict[str, str]:
        """Every parameter and table that a must or hold reads, directly or through tables, with the layer of that rule."""
        owners: dict[str, str] = {}
        order = [layer.id for layer in self.merged.layers]

        def settle(name: str, owner: str) -> None:
            if name in owners and order.index(owners[name]) <= order.index(owner):
                return
            owners[name] = owner
            if name in guideline.tables:
                for read in guideline.tables[name].reads:
                    settle(read, owner)

        for rule in guideline.rules:
            if rule.strength != "presumption":
                for condition in (rule.when, rule.require, rule.unless):
                    for name in condition.reads if condition else ():
                        settle(name, rule.origin.guideline)
        return owners

    def check_local(
        self, layer: Layer, section: str, name: str, row: Mapping[str, Any], old: Mapping[str, Any], owner: str
    ) -> None:
        local = old.get("local")
        at = layer.locate((section, name))
        if not local:
            message = _("{name} is read by a must of {owner} and is final", name=name, owner=owner)
            self.problems.append(GuidelineError(message, at=at))
        elif section == "parameters":
            low, high, value = number(local["min"]), number(local["max"]), number(row["value"])
            if not low <= value <= high:
                message = _("{name} must lie between {low} and {high}", name=name, low=low, high=high)
                self.problems.append(GuidelineError(message, at=at))

    def check_order_of_preferences(self, guideline: Guideline) -> None:
        """Own-offer-first and failed presumptions never stand before least-intrusive and wish (design invariant)."""
        policy = {"option.internal", "option.external", "option.partner", "placement.external"}
        policy.add("placement.presumptions_failed")
        seen: frozenset[str] = frozenset()
        for preference in guideline.preferences:
            reads = guideline.rests_on(preference.value)
            if reads & policy and not {"option.step", "option.wished"} <= seen:
                self.fault(
                    "preferences", preference.id, ("id",),
                    _("own offers first may not stand before the steps and the citizen's wish"),
                )  # fmt: skip
            seen |= reads


def source_of(written: Any) -> str:
    """Return a condition as text: `true` may be written bare."""
    if isinstance(written, bool):
        return "true" if written else "false"
    return str(written)


def wording(row: Mapping[str, str]) -> Wording:
    """Return a text in both languages."""
    return Wording(row["da"], row["en"])


def number(value: Any) -> int | Decimal:
    """Return a number of a record; decimals are kept as text there."""
    return value if isinstance(value, int) else Decimal(value)


def period(text: str) -> tuple[int, str]:
    """Read `3 months`."""
    amount, unit = text.split()
    return int(amount), unit.rstrip("s") + "s"


def days(text: str) -> int:
    """Read a period as days, a month as 30 and a year as 365: for shelf lives only."""
    amount, unit = period(text)
    return amount * _DAYS[unit]
