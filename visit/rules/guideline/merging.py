"""The layers of a guideline as one document: what binds on a date, and what a child may not do to its parents.

New ids append, other ids replace; `preferences`, `nearness`, `ladders` and `step_labels` replace as a whole. A child may not reuse
the id of a parent's `must` or `hold`; a fact that the parent marks as local is moved within its bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, overload

from visit.errors import GuidelineError, Location, VisitError
from visit.locale import text as _
from visit.rules.guideline.bounds import bounded, has_bounds, wrong_bounds
from visit.rules.guideline.case_facts import is_declared_otherwise
from visit.rules.guideline.layering import KEYED, KEYED_LATE, MAPPED, Layer, within
from visit.rules.guideline.records import (
    ApproverRecord,
    AreaRecord,
    BilingualTextRecord,
    CaseFactRecord,
    DeadlineRecord,
    FollowUpRecord,
    GrantRecord,
    InvariantRecord,
    MergedRecord,
    NeedRecord,
    NoticeRecord,
    OfferGroupRecord,
    ParameterRecord,
    PreferenceRecord,
    PriceRecord,
    ProposalRecord,
    RoleRecord,
    RuleRecord,
    ServiceLevelRecord,
    SettingsRecord,
    TableRecord,
)


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """The layers as one document; `place` says for each statement which layer it is from, and where it stands there.

    `problems` is what a child may not do to its parents; it is told together with what is wrong inside the statements.
    """

    layers: tuple[Layer, ...]
    sections: Mapping[str, Mapping[str, object]]
    place: Mapping[tuple[str, str], tuple[Layer, tuple[str | int, ...]]]
    settings: SettingsRecord
    problems: tuple[VisitError, ...]

    def locate(self, section: str, key: str, *path: str | int) -> Location:
        """Return where a statement stands, or what lies at a path inside it."""
        layer, start = self.place[section, key]
        return layer.locate((*start, *path))

    def locate_in(self, offset: int, section: str, key: str, *path: str | int) -> Location:
        """Return where a character of a text inside a statement stands."""
        layer, start = self.place[section, key]
        return layer.locate_in((*start, *path), offset)

    @overload
    def rows(self, section: Literal["areas"]) -> Mapping[str, AreaRecord]: ...
    @overload
    def rows(self, section: Literal["proposals"]) -> Mapping[str, ProposalRecord]: ...
    @overload
    def rows(self, section: Literal["needs"]) -> Mapping[str, NeedRecord]: ...
    @overload
    def rows(self, section: Literal["case_facts"]) -> Mapping[str, CaseFactRecord]: ...
    @overload
    def rows(self, section: Literal["roles"]) -> Mapping[str, RoleRecord]: ...
    @overload
    def rows(self, section: Literal["groups"]) -> Mapping[str, OfferGroupRecord]: ...
    @overload
    def rows(self, section: Literal["reference_prices"]) -> Mapping[str, PriceRecord]: ...
    @overload
    def rows(self, section: Literal["parameters"]) -> Mapping[str, ParameterRecord]: ...
    @overload
    def rows(self, section: Literal["facts"]) -> Mapping[str, TableRecord]: ...
    @overload
    def rows(self, section: Literal["rules"]) -> Mapping[str, RuleRecord]: ...
    @overload
    def rows(self, section: Literal["rights", "preferences"]) -> Mapping[str, PreferenceRecord]: ...
    @overload
    def rows(self, section: Literal["approvals"]) -> Mapping[str, ApproverRecord]: ...
    @overload
    def rows(self, section: Literal["notices"]) -> Mapping[str, NoticeRecord]: ...
    @overload
    def rows(self, section: Literal["follow_up"]) -> Mapping[str, FollowUpRecord]: ...
    @overload
    def rows(self, section: Literal["deadlines"]) -> Mapping[str, DeadlineRecord]: ...
    @overload
    def rows(self, section: Literal["service_levels"]) -> Mapping[str, ServiceLevelRecord]: ...
    @overload
    def rows(self, section: Literal["grants"]) -> Mapping[str, GrantRecord]: ...
    @overload
    def rows(self, section: Literal["departures"]) -> Mapping[str, BilingualTextRecord]: ...
    @overload
    def rows(self, section: Literal["shelf_life"]) -> Mapping[str, str]: ...
    @overload
    def rows(self, section: Literal["invariants"]) -> Mapping[str, InvariantRecord]: ...
    def rows(self, section: str) -> Mapping[str, object]:
        """Return the statements of a section by key, as they are written."""
        return self.sections[section]

    @property
    def record(self) -> MergedRecord:
        """Plain values of everything that decides."""
        return {
            "layers": [[layer.id, layer.version] for layer in self.layers],
            "sections": {name: dict(rows) for name, rows in self.sections.items()},
            "settings": self.settings,
        }


def merge(layers: tuple[Layer, ...], day: date) -> Merged:
    """Merge layers, the root first, keeping the statements that bind on a date, and what a child may not do to its parents."""
    sections: dict[str, dict[str, object]] = {name: {} for name in (*KEYED, *KEYED_LATE, *MAPPED, "preferences")}
    place: dict[tuple[str, str], tuple[Layer, tuple[str | int, ...]]] = {}
    tables: dict[str, TableRecord] = {}
    settings: SettingsRecord = {}
    problems: list[VisitError] = []
    for layer in layers:
        if "preferences" in layer.record:
            sections["preferences"] = {}
        for section, key, row, path in layer.statements():
            if section == "facts":
                continue  # a fact may be moved within bounds
            settled = sections[section].get(key)
            if (section, key) in place and place[section, key][0] is layer:
                message = _("the id {id} is used twice", id=key)
                help = _("give one of them another id")
                problems.append(GuidelineError(message, at=layer.locate(path), help=help, code="statement"))
            elif section == "rules" and isinstance(settled, Mapping) and settled["strength"] in ("must", "hold"):
                owner = place[section, key][0].id
                problems.append(_settled(layer, path, key, owner))
            elif section == "case_facts" and is_declared_otherwise(row, settled):
                above, there = place[section, key]
                problems.append(_declared_otherwise(layer, path, key, above.locate(there)))
            elif section == "roles" and _is_moved_outside(row, settled):
                above, there = place[section, key]
                problems.append(_moved_outside(layer, path, key, above.locate(there)))
            sections[section][key] = row
            place[section, key] = (layer, path)
        problems += _facts(layer, tables, place)
        if "nearness" in layer.record:
            settings["nearness"] = layer.record["nearness"]
        if "ladders" in layer.record:
            settings["ladders"] = layer.record["ladders"]
        if "step_labels" in layer.record:
            settings["step_labels"] = layer.record["step_labels"]
        if "labels" in layer.record:
            settings["labels"] = {**settings.get("labels", {}), **layer.record["labels"]}
    for rows in sections.values():
        for key in [key for key, row in rows.items() if isinstance(row, Mapping) and not within(row, day)]:
            del rows[key]
    return Merged(layers, {**sections, "facts": tables}, place, settings, tuple(problems))


def _facts(
    layer: Layer, tables: dict[str, TableRecord], place: dict[tuple[str, str], tuple[Layer, tuple[str | int, ...]]]
) -> Iterator[GuidelineError]:
    """Add the facts of a layer to those below it, and yield what is wrong with their bounds."""
    for key, table in layer.record.get("facts", {}).items():
        path, settled = ("facts", key), tables.get(key)
        if has_bounds(table) and (settled is not None or wrong_bounds(table)):
            yield _no_bounds(layer, path, key, again=settled is not None)
        elif settled is not None and has_bounds(settled):
            for name, made, of_parent in bounded(key, table, settled):
                tables[name] = made
                place["facts", name] = place["facts", key] if of_parent else (layer, path)
            continue
        tables[key] = table
        place["facts", key] = (layer, path)


def _settled(layer: Layer, path: tuple[str | int, ...], id: str, owner: str) -> GuidelineError:
    return GuidelineError(
        _("{id} is a must or hold of {owner} and cannot be replaced", id=id, owner=owner),
        at=layer.locate((*path, "id")),
        help=_("add a rule with its own id; it can only tighten"),
        code="layers",
    )


def _declared_otherwise(layer: Layer, path: tuple[str | int, ...], name: str, there: Location) -> GuidelineError:
    return GuidelineError(
        _("{name} is declared otherwise in {place}", name=name, place=there),
        at=layer.locate(path),
        help=_("only label, ask, source and the words of its codes may be others"),
    )


def _is_moved_outside(row: object, settled: object) -> bool:
    """Return whether a role of a layer below decides outside the municipality in the one, and inside it in the other."""
    if not isinstance(row, Mapping) or not isinstance(settled, Mapping):
        return False
    return bool(row.get("outside")) is not bool(settled.get("outside"))


def _moved_outside(layer: Layer, path: tuple[str | int, ...], name: str, there: Location) -> GuidelineError:
    return GuidelineError(
        _("{name} is declared otherwise in {place}", name=name, place=there),
        at=layer.locate(path),
        help=_("only what it is called, and its source, may be others"),
        code="layers",
    )


def _no_bounds(layer: Layer, path: tuple[str | int, ...], name: str, *, again: bool) -> GuidelineError:
    at = layer.locate((*path, "local"))
    if again:
        message = _("the bounds of {name} are set by the layer that has it first", name=name)
        return GuidelineError(message, at=at, code="layers")
    return GuidelineError(
        _("the bound of a fact is one of its values, or here, on one side"), at=at,
        help=_("list the values, and write for example local: {row}", row="{at_least: here}"),
        code="statement",
    )  # fmt: skip
