"""From merged layers to a guideline, section by section, each statement checked and every fault reported at its place.

`drafting` knows places, names and conditions; `tables` binds the decision tables, `printed` what is asked for later; `consistency`
says what the layers owe each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from visit.errors import Problems, did_you_mean
from visit.locale import text as _
from visit.rules.facts.circumstances import Nearness
from visit.rules.facts.own import PREFIX
from visit.rules.facts.registry import LANGUAGE, FactRegistry
from visit.rules.guideline.backbone import EVERY_LADDER
from visit.rules.guideline.bound_once import BoundOnce
from visit.rules.guideline.case_facts import faults_of_case_facts
from visit.rules.guideline.consistency import faults_between_layers
from visit.rules.guideline.drafting import Reading, as_number, bilingual_text
from visit.rules.guideline.labels import labels_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.merging import Merged, merge
from visit.rules.guideline.offer_groups import group_labels, groups_of_offers
from visit.rules.guideline.printed import Printed
from visit.rules.guideline.records import RuleRecord
from visit.rules.guideline.roles import ROLE, faults_of_roles
from visit.rules.guideline.rule_faults import faults_of_rule
from visit.rules.guideline.service_levels import ServiceLevels
from visit.rules.guideline.tables import tables_of
from visit.rules.guideline.ties import less_last, ties, tried_last
from visit.rules.guideline.values import (
    GATES,
    DecisionTable,
    Guideline,
    Invariant,
    Origin,
    Parameter,
    Preference,
    Proposal,
    Rule,
)
from visit.rules.language.binding import ExpressionErrors
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import KEYWORDS
from visit.rules.language.met_by import FREE_CHOICE, written_in
from visit.rules.language.periods import days
from visit.rules.language.types import TRUTH, Type
from visit.vocabulary import vocabulary


def build(
    layers: tuple[Layer, ...],
    day: date,
    *,
    facts: FactRegistry = LANGUAGE,
    has_decided: bool = False,
    bound: BoundOnce | None = None,
) -> Guideline:
    """Merge, bind and check the layers of a guideline for one date.

    Args:
        layers: The layers, the root first.
        day: The date.
        facts: What its conditions can name beside its own parameters and tables.
        bound: Conditions of guidelines that were built before; those of this one are added.
        has_decided: It comes out of a ledger, and is not asked what its layers owe each other: an earlier version accepted it.

    Raises:
        Problems: Every fault of every layer, each with file, line and column where they are known.
    """
    return _Builder(merge(layers, day), facts, day, bound or BoundOnce(), has_decided=has_decided).guideline()


class _Builder(Reading):
    def __init__(self, merged: Merged, facts: FactRegistry, day: date, bound: BoundOnce, *, has_decided: bool) -> None:
        asked = (name for layer in merged.layers for name in written_in(layer.record))
        super().__init__(merged, facts.comparing(asked), bound)
        self.day, self.has_decided = day, has_decided

    # --- the sections ---

    def guideline(self) -> Guideline:
        leaf = self.merged.layers[-1].record
        for name, path, message, help in faults_of_case_facts(self.merged.rows("case_facts")):
            self.fault("case_facts", name, path, message, help)
        for section, name, where, message, advice in faults_of_roles(self.merged, self.lists[ROLE]):
            self.fault(section, name, where, message, advice)
        for name in self.merged.rows("groups"):
            self.refuse_reserved("groups", name, {*KEYWORDS, FREE_CHOICE})
        parameters = self.parameters()
        levels = ServiceLevels(self)
        tables = tables_of(self, levels.tables)
        base = self.bases(tables)
        rules = self.rules(base, levels.rules())
        reference_prices = {
            (provision, row["level"]): row["dkk_per_day"]
            for row in self.merged.rows("reference_prices").values()
            for provision in self.lists["provision"].expand(row["provision"])
        }
        printed, groups = Printed(self, levels), self.merged.rows("groups")
        built = Guideline(
            id=leaf["guideline"],
            version=leaf["version"],
            title=bilingual_text(leaf["title"]),
            municipality=next((one.municipality for one in reversed(self.merged.layers) if one.municipality), None),
            layers=tuple((layer.id, layer.version) for layer in self.merged.layers),
            as_of=self.day,
            parameters=parameters,
            tables=tables,
            areas=self.areas(),
            proposals=self.proposals(),
            facts=self.facts,
            needs=self.needs,
            usually_met=self.usually_met(),
            lists=self.lists,
            roles=self.merged.rows("roles"),
            groups_of_offers=groups_of_offers(groups),
            types=self.types,
            nearness=self.nearness(),
            reference_prices=reference_prices,
            rules=rules,
            rights=self.preferences("rights"),
            preferences=self.preferences("preferences"),
            less_last=less_last(self.facts),
            tried_last=tried_last(self.facts),
            ties=ties(self.facts),
            departures={key: bilingual_text(row) for key, row in self.merged.rows("departures").items()},
            printed=printed,
            ladders=tuple(self.merged.settings.get("ladders", EVERY_LADDER)),
            step_labels={
                code: bilingual_text(row) for code, row in self.merged.settings.get("step_labels", {}).items()
            },
            labels={**levels.labels(), **group_labels(groups), **labels_of(self)},
            shelf_life_days={
                key: days(self.period("shelf_life", key, (), written))
                for key, written in self.merged.rows("shelf_life").items()
            },
            invariants=self.invariants(),
            base=base,
            record=self.merged.record,
            documents=tuple(layer.record for layer in self.merged.layers),
        )
        if any(layer.document is not None for layer in self.merged.layers):
            printed.check()  # layers without a document were checked when they were compiled, or recorded
        if not self.has_decided:
            self.problems += faults_between_layers(self.merged, built)
        if self.problems:
            raise Problems(self.problems)
        return built

    def parameters(self) -> dict[str, Parameter]:
        found = {}
        for name, row in self.merged.rows("parameters").items():
            if name in self.facts:
                message = _("{name} is a fact of the language already", name=name)
                self.fault("parameters", name, (), message, _("give it another name"))
                continue
            self.refuse_reserved("parameters", name)
            value = as_number(row["value"])
            self.types[name] = Type("number", unit=row.get("unit"))
            self.sides[name] = "case"
            found[name] = Parameter(name, value, row.get("unit"), self.origin("parameters", name, row))
        return found

    def bases(self, tables: Mapping[str, DecisionTable]) -> dict[str, frozenset[str]]:
        base = {name: frozenset((name,)) for name in self.types if name not in tables}
        base.update({name: frozenset() for name in self.merged.rows("parameters")})
        for name, table in tables.items():
            base[name] = frozenset().union(*(base.get(read, frozenset((read,))) for read in table.reads))
        for provision in vocabulary().provisions:
            base[f"entitled({provision})"] = frozenset()
        for row in self.merged.rows("rules").values():
            self.add_entitlement(base, row)
        return base

    def add_entitlement(self, base: dict[str, frozenset[str]], row: RuleRecord) -> None:
        if row["gate"] != "entitlement" or row.get("of") == "placement":
            return
        reads: frozenset[str] = frozenset()
        for written in (row.get("when"), row["require"], row.get("unless")):
            if written is not None:
                with suppress(ExpressionErrors):
                    condition = self.bound(written, TRUTH)
                    reads |= frozenset().union(*(base.get(name, frozenset()) for name in condition.reads))
        for provision in self.provisions(row) or ():
            base[f"entitled({provision})"] |= reads

    def areas(self) -> tuple[tuple[str, Condition, Origin], ...]:
        return tuple(
            (area, self.case_only("areas", area, ("when",), row["when"]), self.origin("areas", area, row))
            for area, row in self.merged.rows("areas").items()
        )

    def proposals(self) -> tuple[Proposal, ...]:
        found = []
        for key, row in self.merged.rows("proposals").items():
            type = self.types.get(row["fact"])
            proposable = [name for name in self.types if name.startswith(("case.", PREFIX))]
            if type is None or row["fact"] not in proposable:
                help = did_you_mean(row["fact"], proposable)
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

    def rules(self, base: Mapping[str, frozenset[str]], further: Iterable[Rule]) -> tuple[Rule, ...]:
        found = [*(self.rule(key, row) for key, row in self.merged.rows("rules").items()), *further]
        comparative = frozenset(self.facts.comparative)

        def marked(rule: Rule) -> Rule:
            rests_on = frozenset().union(*(base[name] for condition in rule.conditions for name in condition.reads))
            return replace(rule, rests_on=rests_on, comparative=not rests_on.isdisjoint(comparative))

        return tuple(sorted(map(marked, found), key=lambda rule: (GATES.index(rule.gate), rule.id)))

    def rule(self, key: str, row: RuleRecord) -> Rule:
        rule = Rule(
            id=key,
            gate=row["gate"],
            strength=row["strength"],
            provisions=self.provisions(row),
            when=self.optional("rules", key, "when", row.get("when")),
            require=self.condition("rules", key, ("require",), row["require"]),
            unless=self.optional("rules", key, "unless", row.get("unless")),
            if_unknown=row.get("if_unknown"),
            by=row.get("by"),
            of_placement=row.get("of") == "placement",
            reason=bilingual_text(row["reason"]),
            origin=self.origin("rules", key, row),
        )
        for field, message, help in faults_of_rule(rule, self.side):
            self.fault("rules", key, (field,), message, help)
        if rule.gate == "entitlement" and not rule.of_placement:
            self.case_only("rules", key, ("require",), row["require"])
        self.check_text("rules", key, row["reason"], ("reason",))
        return rule

    def preferences(self, section: Literal["rights", "preferences"]) -> tuple[Preference, ...]:
        found = []
        for key, row in self.merged.rows(section).items():
            higher, lower = row.get("higher"), row.get("lower")
            if (higher is None) is (lower is None):
                help = _("write one of them: `lower` where less is better, `higher` where more is")
                self.fault(section, key, (), _("a preference says either higher or lower"), help)
                continue
            field, written = ("higher", higher) if higher is not None else ("lower", lower)
            value = self.condition(section, key, (field,), written or "", None)
            if value.type.kind not in ("number", "truth", "anything"):
                message = _("a number, or yes or no, expected, not {found}", found=value.type)
                self.fault(section, key, (field,), message)
            bands = tuple(as_number(bound) for bound in row.get("bands", ()))
            if list(bands) != sorted(set(bands)):
                help = _("write `{word}`", word=f"bands: [{', '.join(map(str, sorted(set(bands))))}]")
                self.fault(section, key, ("bands",), _("bands rise"), help)
            of_placement = row.get("of") == "placement"
            sides = {self.side(name) for name in value.reads}
            if ("placement" in sides) and not of_placement:
                help = _("write `{word}`", word="of: placement")
                self.fault(section, key, (field,), _("a preference that reads the placement says of: placement"), help)
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
                    text=bilingual_text(row["text"]) if "text" in row else None,
                    origin=self.origin(section, key, row),
                )
            )
        return tuple(found)

    def invariants(self) -> tuple[Invariant, ...]:
        rows = self.merged.rows("invariants")
        for key, row in rows.items():
            if "text" in row:
                self.check_text("invariants", key, row["text"], ("text",))
        return tuple(
            Invariant(
                key, self.condition("invariants", key, ("never",), row["never"]), self.origin("invariants", key, row)
            )
            for key, row in rows.items()
        )
