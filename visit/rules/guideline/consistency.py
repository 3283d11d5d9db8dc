"""What the layers of a guideline owe each other, checked on the built whole: what is final, and the backbone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.guideline.backbone import broken
from visit.rules.guideline.drafting import number
from visit.rules.guideline.layering import Layer, Merged
from visit.rules.guideline.values import Guideline


def faults_between_layers(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """Yield every fault that no statement has alone."""
    yield from _moved(merged, guideline)
    yield from broken(merged, guideline)


def _moved(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """Facts and parameters that a parent's must or hold reads are final unless the parent marks them local."""
    owners = _settled_names(merged, guideline)
    for depth, layer in enumerate(merged.layers[1:], start=1):
        parents = merged.layers[:depth]
        for section in ("parameters", "facts"):
            for name, row in layer.record.get(section, {}).items():
                if owners.get(name) not in [one.id for one in parents]:
                    continue
                for parent in parents:
                    old = parent.record.get(section, {}).get(name)
                    if old is not None:
                        yield from _beyond_local(layer, section, name, row, old, parent.id)


def _settled_names(merged: Merged, guideline: Guideline) -> dict[str, str]:
    """Every parameter and table that a must or hold reads, directly or through tables, with the layer of that rule."""
    owners: dict[str, str] = {}
    order = [layer.id for layer in merged.layers]

    def settle(name: str, owner: str) -> None:
        if name in owners and order.index(owners[name]) <= order.index(owner):
            return
        owners[name] = owner
        if name in guideline.tables:
            for read in guideline.tables[name].reads:
                settle(read, owner)

    for rule in guideline.rules:
        if rule.strength != "presumption":
            for condition in rule.conditions:
                for name in condition.reads:
                    settle(name, rule.origin.guideline)
    return owners


def _beyond_local(
    layer: Layer, section: str, name: str, row: Mapping[str, Any], old: Mapping[str, Any], owner: str
) -> Iterator[GuidelineError]:
    local = old.get("local")
    at = layer.locate((section, name))
    if not local:
        yield GuidelineError(_("{name} is read by a must of {owner} and is final", name=name, owner=owner), at=at)
    elif section == "parameters":
        low, high, value = number(local["min"]), number(local["max"]), number(row["value"])
        if not low <= value <= high:
            message = _("{name} must lie between {low} and {high}", name=name, low=low, high=high)
            yield GuidelineError(message, at=at)
