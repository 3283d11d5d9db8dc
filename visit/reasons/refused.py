"""What of a case a guideline refuses, well-formed as it is: needs that it does not know, and its own facts recorded otherwise.

Said with the place in the case, so that who has the file can tell where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from visit.case import Case
from visit.locale import text as _
from visit.reading.documents.lists import need_help
from visit.rules.facts.own import CasePath, Wrong, faults_in
from visit.rules.guideline.values import Guideline


def refused_of_case(case: Case, guideline: Guideline) -> Iterator[Wrong]:
    """Yield what is wrong with a case under a guideline: where, what, and what helps."""
    for need, path in needs_of_case(case):
        if need not in guideline.needs:
            yield path, _('unknown need "{name}"', name=need), need_help(need, guideline.needs)
    yield from faults_in(case, guideline.facts.own)


def needs_of_case(case: Case) -> Iterator[tuple[str, CasePath]]:
    """Yield every need that a case names, and where."""
    for index, need in enumerate(case.needs.must or ()):
        yield need, ("needs", "must", index)
    for row, current in enumerate(case.citizen.current or ()):
        for index, need in enumerate(current.covers or ()):
            yield need, ("citizen", "current", row, "covers", index)
