"""The citizens that a command of the lab is about: case files, folders of them, and populations in JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from visit.commands.inputs import checked_case
from visit.cpr import redacted
from visit.errors import Location, Problems, UsageError, VisitError
from visit.lab.members import Member
from visit.locale import text as _
from visit.population.rows import case_files
from visit.reading.source import lines_of, parse, read

HEAD = "population"
"""The key of the first line of a population that says what it is; any other line is a case."""


@dataclass(frozen=True, slots=True)
class PopulationHead:
    """What a population says of itself.

    Attributes:
        name: What it is called; None where nothing is said.
        seed: What it was drawn with.
        is_drawn: Whether its citizens are drawn, and nobody.
        figures: How many figures it was drawn from, and how many of these are assumptions.
    """

    name: str | None = None
    seed: int | None = None
    is_drawn: bool = False
    figures: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Citizens:
    """All that was read, with what is wrong in the places of what could not be.

    Attributes:
        heads: What each population says of itself.
    """

    members: tuple[Member | VisitError, ...]
    heads: tuple[PopulationHead, ...]

    @property
    def is_drawn(self) -> bool:
        """Whether nobody among them is a person."""
        return all(one.is_drawn for one in self.members if isinstance(one, Member))

    @property
    def figures(self) -> tuple[int, int]:
        """How many figures they were drawn from, and how many of these are assumptions."""
        return sum(one.figures[0] for one in self.heads), sum(one.figures[1] for one in self.heads)

    @property
    def seeds(self) -> tuple[int, ...]:
        """What they were drawn with."""
        return tuple(one.seed for one in self.heads if one.seed is not None)


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
    lines = [*(one for one in named if _is_lines(one)), *populations]
    found: list[Member | VisitError] = []
    for one in named:
        if not _is_lines(one):
            found += [_member_of_file(file) for file in case_files(one)]
    heads = []
    for one in lines:
        head, members = _population(one)
        heads.append(head)
        found += members
    return Citizens(tuple(found), tuple(heads))


def _is_lines(named: str) -> bool:
    return Path(named).suffix.lower() in (".jsonl", ".ndjson")


def _member_of_file(file: str) -> Member | VisitError:
    try:
        return Member(checked_case(read(file)), Location(file))
    except VisitError as error:
        return error


def _population(file: str) -> tuple[PopulationHead, list[Member | VisitError]]:
    name = "<stdin>" if file == "-" else redacted(file, limit=None)[1:-1]
    head = PopulationHead()
    members: list[Member | VisitError] = []
    for number, line in enumerate(lines_of(file), start=1):
        if number == 1 and (said := _head(line)) is not None:
            head = said
        elif line.strip():
            members.append(_member_of_line(line, name, number, head))
    return head, members


def _head(line: bytes) -> PopulationHead | None:
    """Return what the first line says of the population; None where it is a case."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict) or HEAD not in value or "case" in value:
        return None
    name, seed = value[HEAD], value.get("seed")
    rows = value.get("figures")
    figures = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return PopulationHead(
        name=name if isinstance(name, str) else None,
        seed=seed if isinstance(seed, int) and not isinstance(seed, bool) else None,
        is_drawn=value.get("synthetic") is True,
        figures=(len(figures), sum("assumption" in one for one in figures)),
    )


def _member_of_line(line: bytes, name: str, number: int, head: PopulationHead) -> Member | VisitError:
    at = Location(name, number)
    try:
        return Member(checked_case(parse(line, name)), at, head.is_drawn)
    except VisitError as error:
        faults = [_on_line(one, number) for one in (error.errors if isinstance(error, Problems) else (error,))]
        return faults[0] if len(faults) == 1 else Problems(faults)


def _on_line(error: VisitError, number: int) -> VisitError:
    """Return what is wrong with a line, where it stands in its file."""
    at = error.at
    if at is None:
        return error
    return type(error)(error.message, at=replace(at, line=number), help=error.help, code=error.code)
