"""The rule engine: guidelines as data, one meaning, two evaluators.

`language/` is the condition language, `facts/` what it can name, `guideline/` makes a guideline of files, and `deciding/` says what
its rules give: for one option with a trace, for all options of a case at once. Both give the same outcomes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visit.rules.guideline.layering import Layer
    from visit.rules.guideline.values import Guideline

NATIONAL = "serviceloven"
"""The national layer, for a municipality without a guideline of its own."""


def load_guideline(name: str | Path, as_of: date) -> Guideline:
    """Return a guideline with its layers, in the versions in force on a date.

    Args:
        name: The id of a shipped guideline, the name of a municipality (the national layer where it has none), or a file.
        as_of: The date the guideline is asked for. A file, or an id with its version, need not be in force: it is tried.

    Raises:
        Problems: Every fault of its files.
        UsageError: No such guideline, or none in force.
    """
    from visit.rules.guideline.building import build
    from visit.rules.guideline.layering import chain, family, is_file, shipped_layers, version_of, versions_of

    known: tuple[Layer, ...] = shipped_layers()
    if is_file(str(name)):
        leaf, known = family(str(name))
        leaf = version_of(leaf.id, as_of, known) if leaf.in_force(as_of) else leaf
    elif "@" in str(name):
        [leaf] = versions_of(str(name), known)
    else:
        leaf = version_of(_id(str(name), known), as_of, known, is_asked=True)
    return build(chain(leaf, as_of, known), as_of)


def first_in_force(name: str, day: date) -> date | None:
    """Return the first day of a shipped guideline where that is after a day; None where it has one on the day, or is a file."""
    from visit.rules.guideline.layering import first_day, is_file, shipped_layers

    if is_file(name) or "@" in name:
        return None
    known = shipped_layers()
    versions = [layer for layer in known if layer.id == _id(name, known)]
    start = first_day(versions) if versions else None
    return start if start is not None and start > day else None


def _id(name: str, known: tuple[Layer, ...]) -> str:
    for layer in known:
        if layer.municipality == name:
            return layer.id
    from visit.places import municipalities

    return NATIONAL if any(one.name == name for one in municipalities()) else name
