"""What the layers of a guideline owe each other, checked on the built whole: what is final, and the backbone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError, Location
from visit.locale import text as _
from visit.rules.guideline.backbone import broken
from visit.rules.guideline.bounds import limits
from visit.rules.guideline.deadlines import moved_deadlines
from visit.rules.guideline.drafting import as_number
from visit.rules.guideline.merging import Merged
from visit.rules.guideline.records import ParameterRecord
from visit.rules.guideline.values import Guideline


def faults_between_layers(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """Yield every fault that no statement has alone."""
    for fault in (*_moved(merged, guideline), *broken(merged, guideline), *moved_deadlines(merged)):
        fault.code = "layers"
        yield fault


def _moved(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """A parent's facts and parameters are final where its musts, rights or invariants read them, and local ones have bounds."""
    owners = settled_names([layer.id for layer in merged.layers], guideline)
    for depth, layer in enumerate(merged.layers):
        parents = merged.layers[:depth]
        ids = {one.id for one in parents}
        for name, row in layer.record.get("parameters", {}).items():
            settled = [(one.id, old) for one in parents if (old := one.record.get("parameters", {}).get(name))]
            at = layer.locate(("parameters", name))
            if settled and not settled[0][1].get("local") and owners.get(name) in ids:
                yield GuidelineError(_final(name, settled[0][0]), at=at)
            else:
                for _owner, old in settled:
                    yield from _beyond(name, row, old, at)
        for name in layer.record.get("facts", {}):
            tables = [(one.id, table) for one in parents if (table := one.record.get("facts", {}).get(name))]
            if tables and not tables[0][1].get("local") and owners.get(name) in ids:
                yield GuidelineError(_final(name, tables[0][0]), at=layer.locate(("facts", name)))


def settled_names(order: Sequence[str], guideline: Guideline) -> dict[str, str]:
    """Every parameter and table that a must, hold, right or invariant reads, also through tables, with that statement's layer.

    `order` has the ids of the layers, the root first.
    """
    owners: dict[str, str] = {}

    def settle(name: str, owner: str) -> None:
        if name in owners and order.index(owners[name]) <= order.index(owner):
            return
        owners[name] = owner
        if name in guideline.tables:
            for read in guideline.tables[name].reads:
                settle(read, owner)

    binding = [rule for rule in guideline.rules if rule.strength != "presumption"]
    conditions = [(rule.origin.guideline, condition) for rule in binding for condition in rule.conditions]
    conditions += [(right.origin.guideline, right.value) for right in guideline.rights]
    conditions += [(one.origin.guideline, one.never) for one in guideline.invariants]
    for owner, condition in conditions:
        for name in condition.reads:
            settle(name, owner)
    return owners


def _final(name: str, owner: str) -> str:
    return _("{name} is final: a must, a right or an invariant of {owner} reads it", name=name, owner=owner)


def _beyond(name: str, row: ParameterRecord, old: ParameterRecord, at: Location) -> Iterator[GuidelineError]:
    least, most = limits(old)
    value = as_number(row["value"])
    if (least is not None and value < least) or (most is not None and value > most):
        if most is None:
            message = _("{name} must be at least {low}", name=name, low=least)
            help = _("write {low} or more", low=least)
        elif least is None:
            message = _("{name} must be at most {high}", name=name, high=most)
            help = _("write {high} or less", high=most)
        else:
            message = _("{name} must lie between {low} and {high}", name=name, low=least, high=most)
            help = _("write a value from {low} to {high}", low=least, high=most)
        yield GuidelineError(message, at=at, help=help)
