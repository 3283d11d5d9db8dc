"""One guideline's text: every statement with its strength, its layer and its source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from visit.cpr import redacted
from visit.errors import UsageError, did_you_mean
from visit.locale import citations, formats, plural
from visit.locale import text as _
from visit.reasons.labels import Phrasing, provision_name
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.condition_words import condition_in_words
from visit.render.heading import cautions, identified
from visit.render.notice_counts import counted_notices, notices_counted
from visit.rules.guideline.drafting import source_of
from visit.rules.guideline.layering import Layer, shipped_file
from visit.rules.guideline.records import DaysRecord, ServiceLevelRecord, TableRowRecord
from visit.rules.guideline.service_levels import level_text
from visit.rules.guideline.values import GATES, Guideline
from visit.rules.language.periods import parse_period
from visit.rules.language.types import Type
from visit.trials.reading import SECTIONS as NAMED_IN_CASES
from visit.trials.reading import Cases, RowTrial, read_cases
from visit.vocabulary import vocabulary

CONDITIONS = (
    "type", "codes", "ordered", "at_least", "at_most", "label", "ask",
    "provision", "when", "require", "unless", "never", "higher", "lower", "bands", "over", "value", "fact", "values", "rows",
    "unit", "local", "if_unknown", "by", "of", "four_eyes", "after", "then_every", "ends_after",
    "counted_from", "within", "before", "waits_for", "lasts", "from", "until",
)  # fmt: skip
"""Fields shown as they are written, in this order."""


class GuidelineSheet:
    """One guideline with its layers, as it binds on a date."""

    def __init__(self, guideline: Guideline, layers: Sequence[Layer], language: str) -> None:
        self.guideline, self.layers, self.language = guideline, layers, language
        self.say = Phrasing(guideline, language)
        self.sections = guideline.record["sections"]
        self.owner = {(section, key): layer for layer in layers for section, key, _row, _path in layer.statements()}

    # --- the whole ---

    def sheet(self) -> Sheet:
        """Return every statement, section by section."""
        return (*self.head(), *self.body())

    def head(self) -> Iterator[Block]:
        found = self.guideline
        leaf = self.layers[-1].record
        yield Paragraph(f"{identified(found)} · {formats.day(found.as_of)}")
        yield Paragraph(found.title.in_language(self.language), strong=True)
        rows = [
            _("source: {source}", source=citations.cited(leaf["source"])),
            _("in force: {period}", period=period(leaf["in_force"])),
        ]
        if found.municipality:
            rows.append(_("municipality: {name}", name=found.municipality))
        notices, on_record = counted_notices(self.layers[-1])
        if notices:
            rows.append(_("of its own: {notices}", notices=notices_counted(notices, on_record)))
        rows += cautions(found, found.as_of)
        yield Items(tuple(rows))

    def body(self) -> Iterator[Block]:
        for gate in GATES:
            label = vocabulary().label("gate", gate, self.language)
            yield from self.section(
                _("Rules: {gate}", gate=label),
                "rules",
                [rule.id for rule in self.guideline.rules if rule.gate == gate and rule.id in self.sections["rules"]],
            )
        for section, title in titles().items():
            if section != "rules":
                yield from self.section(title, section, list(self.sections.get(section, {})))

    def section(self, title: str, section: str, keys: list[str]) -> Iterator[Block]:
        if keys:
            ordered = keys if section in ("preferences", "rights") else sorted(keys)
            yield Heading(title)
            yield Items(tuple(self.statement(section, key) for key in ordered))

    def statement(self, section: str, key: str) -> tuple[str, tuple[str, ...]]:
        """Return a statement in a line, and its strength, source and layer under it."""
        row = self.sections[section][key]
        layer = self.layer(section, key)
        source = row.get("source") if isinstance(row, Mapping) else None
        source = citations.cited(source) if source else None
        stands = [part for part in (self.strength(row), source, f"{layer.id} {layer.version}") if part]
        return f"{key}: {self.statement_text(section, key, row)}", ("; ".join(stands),)

    def layer(self, section: str, key: str) -> Layer:
        if section == "facts" and key in self.guideline.tables:
            owner = self.guideline.tables[key].origin.guideline
            return next(layer for layer in self.layers if layer.id == owner)
        return self.owner.get((section, key), self.layers[-1])

    def strength(self, row: object) -> str:
        if not isinstance(row, Mapping):
            return ""
        words = {
            "must": _("must"),
            "presumption": _("normally"),
            "hold": _("only somebody else can decide it"),
        }
        marks = [words[row["strength"]]] if "strength" in row else []
        if row.get("certainty", "confirmed") != "confirmed":
            marks.append(vocabulary().label("certainty", row["certainty"], self.language).lower())
        return ", ".join(marks)

    def statement_text(self, section: str, key: str, row: object) -> str:
        """Return what a statement says to people; what has no text of its own by what it is."""
        text = self.texted(row)
        if text is not None:
            return self.named(text)
        if section == "parameters":
            return self.labelled(
                key, self.say.number(self.guideline.parameters[key].value, self.guideline.types.get(key))
            )
        if section == "case_facts":
            return self.say.fact(key)
        if section == "areas":
            return vocabulary().label("area", key, self.language)
        if section == "shelf_life":
            return self.period_in_words(str(row))
        if not isinstance(row, Mapping):
            return str(row)
        if section == "service_levels":
            numbers = {name: one.value for name, one in self.guideline.parameters.items()}
            return self.named(level_text(cast("ServiceLevelRecord", row), numbers).in_language(self.language))
        if section == "proposals":
            return (
                f"{self.say.fact(row['fact'])}: {self.say.value(row['value'], self.guideline.types.get(row['fact']))}"
            )
        if section == "reference_prices":
            return formats.dkk(row["dkk_per_day"])
        if section == "facts":
            count = len(row["rows"])
            return self.labelled(
                key, plural("a table of {n} row", "a table of {n} rows", count, n=formats.number(count))
            )
        return formats.capital(condition_in_words(row["never"], self.say)) if section == "invariants" else ""

    def labelled(self, key: str, what: str) -> str:
        """Return a parameter or fact with what it is called, where the guideline says so."""
        return f"{self.say.fact(key)}: {what}" if key in self.guideline.labels else what

    def period_in_words(self, written: str) -> str:
        """Return a period, or the value of the number that it is, in the language spoken."""
        if written[0].isdigit():
            period = parse_period(written)
            return self.say.number(period.amount, Type("number", unit=period.unit))
        return self.say.number(self.guideline.parameters[written].value, self.guideline.types.get(written))

    def texted(self, row: object) -> str | None:
        if not isinstance(row, Mapping):
            return None
        for found in (row.get("reason"), row.get("text"), row):
            if isinstance(found, Mapping) and self.language in found:
                return str(found[self.language])
        return None

    def named(self, text: str) -> str:
        """Put a parameter's value, or in brackets what a fact is called, where its value will stand."""

        def value(found: re.Match[str]) -> str:
            name = found.group(1)
            parameter = self.guideline.parameters.get(name)
            if parameter is not None:
                return self.say.number(parameter.value, self.guideline.types.get(name))
            return f"[{self.say.fact(name)}]"

        return re.sub(r"\{([^{}]*)\}", value, text)

    # --- one statement ---

    def one(self, id: str, cases: Sequence[RowTrial]) -> Sheet:
        """Return one statement: its text, its conditions as written, its source, and its test cases."""
        blocks: list[Block] = [*list(self.head())[:1]]
        for section, key in self.find(id):
            row = self.sections[section][key]
            head, under = self.statement(section, key)
            blocks += [Heading(f"{titles()[section]}: {key}"), Paragraph(head.partition(": ")[2], strong=True)]
            rows: list[str | tuple[str, tuple[str, ...]]] = [*under]
            rows += [self.field(name, row[name]) for name in CONDITIONS if isinstance(row, Mapping) and name in row]
            rows += [_("reads {names}", names=formats.listed(names)) for names in [self.reads(section, key)] if names]
            blocks.append(Items(tuple(rows)))
            trials = [trial for trial in cases if NAMED_IN_CASES[trial.kind] == section and trial.statement == key]
            if trials:
                blocks += [Heading(_("Test cases")), Items(tuple(trial_line(trial) for trial in trials))]
            else:
                blocks.append(Paragraph(_("No test case is about this statement alone.")))
        return tuple(blocks)

    def field(self, name: str, value: object) -> str | tuple[str, tuple[str, ...]]:
        if name == "rows" and isinstance(value, list):
            return _("rows"), tuple(table_row(line) for line in value)
        if name == "provision":
            named = value if isinstance(value, list) else [str(value)]
            return f"{name}: {', '.join(provision_name(one, self.language) for one in named)}"
        if name == "by":
            return f"{name}: {self.say.decider(str(value))}"
        return f"{name}: {yaml_text(value)}"

    def reads(self, section: str, key: str) -> list[str]:
        """Return the recorded facts a rule or table rests on, in words."""
        base: frozenset[str] = frozenset()
        if section == "facts":
            base = self.guideline.base[key]
        elif section in ("rules", "service_levels") and (rule := self.guideline.rule(key)) is not None:
            base = rule.rests_on
        return sorted(self.say.fact(name) for name in base)

    def find(self, id: str) -> list[tuple[str, str]]:
        """Return where statements of that id stand.

        Raises:
            UsageError: None is called that.
        """
        found = [(section, id) for section in titles() if id in self.sections.get(section, {})]
        if found:
            return found
        known = [key for section in titles() for key in self.sections.get(section, {})]
        raise UsageError(
            _("{guideline} has no statement {id}", guideline=self.guideline.id, id=redacted(id)),
            help=did_you_mean(id, known) or _("`visit guideline show {id}` lists them", id=self.guideline.id),
        )

    # --- as data ---

    def document(self, id: str | None, cases: Sequence[RowTrial]) -> dict[str, object]:
        """Return the whole or one statement as data, as it is written, with the layer it is from."""
        wanted = (
            [(section, key) for section in titles() for key in self.sections.get(section, {})]
            if id is None
            else self.find(id)
        )
        statements = [
            {
                "section": section,
                "id": key,
                "layer": self.layer(section, key).id,
                "layer_version": self.layer(section, key).version,
                "statement": self.sections[section][key],
            }
            for section, key in wanted
        ]
        document: dict[str, object] = {
            "schema": "visit-guideline",
            "version": 1,
            "guideline": {
                "id": self.guideline.id,
                "version": self.guideline.version,
                "layers": [{"id": one, "version": version} for one, version in self.guideline.layers],
                "digest": self.guideline.digest,
            },
            "as_of": self.guideline.as_of.isoformat(),
            "statements": statements,
        }
        if id is not None:
            document["cases"] = [
                {"id": trial.id, "at": str(trial.at), "row": json_value(trial.part.fields)}
                for trial in cases
                if (NAMED_IN_CASES[trial.kind], trial.statement) in wanted
            ]
        return document


def titles() -> dict[str, str]:
    """Return the sections in the order they are shown."""
    return {
        "rules": _("Rules"),
        "rights": _("Rights"),
        "preferences": _("Preferences, the first first"),
        "approvals": _("Approvals"),
        "notices": _("Notices"),
        "follow_up": _("Follow-up"),
        "deadlines": _("Deadlines"),
        "service_levels": _("Service levels"),
        "grants": _("How long help is granted"),
        "areas": _("Areas proposed"),
        "proposals": _("Facts proposed"),
        "parameters": _("Parameters"),
        "facts": _("Facts of its own"),
        "case_facts": _("Facts of the citizen of its own"),
        "needs": _("Needs of its own"),
        "roles": _("Roles of its own"),
        "groups": _("Groups of offers"),
        "reference_prices": _("Reference prices"),
        "shelf_life": _("Shelf lives"),
        "departures": _("Texts of departures"),
        "invariants": _("Never true"),
    }


def with_cases(layers: Sequence[Layer], name: str) -> tuple[RowTrial, ...]:
    """Return the rows of the cases files of a guideline's layers, the guideline's own first."""
    found = (cases_beside(layer, name) for layer in reversed(layers))
    return tuple(row for cases in found if cases is not None for row in cases.rows)


def cases_beside(layer: Layer, name: str) -> Cases | None:
    """Return the cases file of a layer; None where it has none. `name` is the guideline as it was asked for."""
    near = Path(layer.document.name) if layer.document is not None and name != "-" else shipped_file(layer.id)
    path = near.with_name(f"{near.stem}.cases.yaml")
    return read_cases(path, layer.municipality) if path.exists() else None


def trial_line(trial: RowTrial) -> str:
    """Return a row of a cases file as it is written, with where it stands."""
    return f"{Path(trial.at.file).name}:{trial.at.line}: {yaml_text(trial.part.fields)}"


def table_row(line: TableRowRecord) -> str:
    """Return a row of a decision table."""
    then = yaml_text(line["then"])
    return f"{yaml_text(line['when'])} → {then}" if "when" in line else _("else → {then}", then=then)


def period(found: DaysRecord, day: Callable[[date], str] = formats.day) -> str:
    """Return from when and until when something binds."""
    ends = (found.get("from"), found.get("until"))
    start, until = (day(date.fromisoformat(one)) if one else None for one in ends)
    if until is None:
        return _("from {day}", day=start) if start else _("always")
    return _("until {day}", day=until) if start is None else f"{start} – {until}"


def yaml_text(value: object) -> str:
    """Return a value as it is written in a file: bare text, flow lists and keys."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {yaml_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(yaml_text(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return source_of(value)
    return "null" if value is None else str(value)


def json_value(value: object) -> object:
    """Return a document's value as JSON has it."""
    plain: object = json.loads(
        json.dumps(value, default=lambda one: float(one) if isinstance(one, Decimal) else str(one))
    )
    return plain
