"""`visit case check`: whether case files say what they must."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from visit.case import Case
from visit.commands.checking import Good, check_command
from visit.commands.inputs import checked_case
from visit.locale import formats, plural
from visit.locale import text as _
from visit.reading.source import read
from visit.vocabulary import vocabulary

NAMING = ("format", "case", "assessed", "municipality")
"""What names a case and records nothing of the citizen."""


def case_check_command(files: list[str], *, shape: str | None, language: str) -> int:
    """Check case files and return 0 when all are good, 1 when one is not, 2 when one cannot be read."""
    return check_command("case", files, lambda name: good_case(checked_case(read(name)), language), shape)


def good_case(case: Case, language: str) -> Good:
    """Return how much a case records, and the areas it names."""
    count = facts_recorded({key: value for key, value in case.record["document"].items() if key not in NAMING})
    areas = case.needs.areas
    words = [vocabulary().label("area", area, language).lower() for area in areas or ()]
    facts = plural("{n} fact recorded", "{n} facts recorded", count, n=formats.number(count))
    if areas is None:
        said = _("areas not stated")
    else:
        said = _("areas: {areas}", areas=formats.listed(words)) if words else _("no areas")
    return Good(f"{facts}; {said}", numbers={"case": case.id, "facts": count, "areas": areas})


def facts_recorded(value: Any) -> int:
    """Return how many values are recorded; an empty list says “none” and is one."""
    if isinstance(value, Mapping):
        return sum(facts_recorded(inner) for inner in value.values())
    if isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        return sum(facts_recorded(inner) for inner in value)
    return 1
