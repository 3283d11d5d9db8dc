"""`visit invariants`: of how many citizens what a guideline says must never be is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visit.commands.citizens import citizens_told, read_citizens, tell_twice
from visit.commands.inputs import given_date, load_given_catalogue, must_read_once
from visit.commands.many_told import Faults, as_they_pass, nobody_to_compare
from visit.commands.printing import choose_format, print_answer
from visit.commands.waiting import waiting
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.lab.invariants import count_invariants
from visit.locale import text as _
from visit.render.invariants_sheet import InvariantsSheet
from visit.streams import COULD_NOT_ANSWER, note


@dataclass(frozen=True, slots=True)
class InvariantsOptions:
    """What stands on the command line of `invariants` beside the format."""

    guideline: str
    cases: Sequence[str]
    populations: Sequence[str]
    catalogue: str | None
    travel: str | None
    as_of: str | None
    all_municipalities: bool
    people: bool
    invented: bool = False


def invariants_command(options: InvariantsOptions, *, shape: str | None) -> int:
    """Print of how many citizens each invariant is true; return 0, 1 where one is, or 2 where a case could not be read or answered.

    Raises:
        UsageError: There is nobody to ask about.
    """
    must_read_once(*options.cases, *options.populations, options.catalogue, options.travel)
    basis = named_basis(
        options.guideline, load_given_catalogue(options.catalogue, options.travel), given_date(options.as_of)
    )
    citizens = read_citizens(options.cases, options.populations)
    told = Faults()
    with waiting(_("answering")) as progress:
        found = count_invariants(
            as_they_pass(citizens, progress), Answerer(basis), own_only=not options.all_municipalities, told=told
        )
    told.end()
    tell_twice(citizens.once)
    if not found.cases:
        raise nobody_to_compare(found.others)
    who = citizens_told(citizens, invented=options.invented)
    sheet = InvariantsSheet(found, who, who.is_nobody or options.people)
    if choose_format(shape) in ("csv", "xlsx"):  # which have the invariants alone
        for said in sheet.not_proved():
            note(said)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=sheet.grids)
    return COULD_NOT_ANSWER if found.unread else 1 if found.breaking else 0
