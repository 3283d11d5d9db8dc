"""The citizens that a command of the lab is about: case files, folders of them, and populations in JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visit.commands.inputs import refuse_ahead
from visit.errors import Problems, UsageError, VisitError
from visit.lab.members import Member
from visit.locale import text as _
from visit.population.made import DrawnFrom
from visit.population.rows import ManyCases, ReadRow, is_many, many_cases


@dataclass(frozen=True, slots=True, eq=False)
class Citizens:
    """All that was read, with what is wrong in the places of what could not be.

    Attributes:
        origins: What each drawn population says of itself.
    """

    members: tuple[Member | VisitError, ...]
    origins: tuple[DrawnFrom, ...]

    @property
    def is_drawn(self) -> bool:
        """Whether nobody among them is a person."""
        return all(one.is_drawn for one in self.members if isinstance(one, Member))

    @property
    def figures(self) -> tuple[int, int]:
        """How many figures they were drawn from, and how many of these are assumptions."""
        rows = [figure for one in self.origins for figure in one.figures.values()]
        return len(rows), sum(one.is_assumed for one in rows)

    @property
    def seeds(self) -> tuple[int, ...]:
        """What they were drawn with."""
        return tuple(one.seed for one in self.origins)


def read_citizens(named: Sequence[str], populations: Sequence[str]) -> Citizens:
    """Read case files, folders and populations, in the order in which they are named.

    Raises:
        UsageError: None is named, or a folder is empty.
        SourceError: A population cannot be read at all.
    """
    if not named and not populations:
        raise UsageError(
            _("say which citizens to compare"),
            help=_("name case files or a folder of them, or --population FILE"),
        )
    if [*named, *populations].count("-") > 1:
        raise UsageError(_("standard input can be read once only"), help=_("write a path instead of one of the `-`"))
    given = [(one, False) for one in named if not is_many(one)]
    given += [(one, True) for one in (*filter(is_many, named), *populations)]
    found: list[Member | VisitError] = []
    origins: list[DrawnFrom] = []
    for one, is_population in given:
        cases = many_cases(one, by_line=is_population)
        found += [_member(row, cases) for row in cases]
        origins += [] if cases.origin is None else [cases.origin]
    return Citizens(tuple(found), tuple(origins))


def _member(row: ReadRow, cases: ManyCases) -> Member | VisitError:
    if row.case is None or row.document is None:
        return row.faults[0] if len(row.faults) == 1 else Problems(row.faults)
    try:
        refuse_ahead(row.case, row.document)
    except VisitError as error:
        return error
    return Member(row.case, row.at, cases.origin is not None)
