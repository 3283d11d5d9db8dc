"""An answer of `visit compare` that was accepted: the numbers that `--baseline` takes from it, and what a side is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from visit.errors import Location, UsageError
from visit.lab.answers import Answerer
from visit.lab.bases import Basis
from visit.lab.gate import Gate
from visit.locale import text as _
from visit.population.hiding import UNRECORDED
from visit.reading.source import read
from visit.streams import note


def accepted_numbers(file: str, population: str, cases: int, old: Answerer, gates: Sequence[Gate]) -> dict[str, int]:
    """Return the numbers of a comparison that was accepted, from its JSON; tell where it was made against something else.

    Raises:
        UsageError: It is no such file, of other citizens, or does not tell a number that a gate names.
    """
    document = read(file).value
    numbers = document.get("numbers") if isinstance(document, dict) else None
    if not isinstance(document, dict) or document.get("schema") != "visit-compare" or not isinstance(numbers, dict):
        raise UsageError(
            _("this is not an answer from visit compare"),
            at=Location(file),
            help=_("write one: visit compare … -o accepted.json"),
        )
    citizens = document.get("population")
    if not isinstance(citizens, dict) or (citizens.get("digest"), citizens.get("cases")) != (population, cases):
        raise UsageError(
            _("the accepted answer is of other citizens"), at=Location(file),
            help=_("compare the same ones, or accept an answer of these"),
        )  # fmt: skip
    numbers = {**numbers, **_of_subgroups(document, gates)}
    hidden = [one.name for one in gates if one.name in numbers and numbers[one.name] is None]
    if hidden:
        tells_all = document.get("hidden_below") is None
        raise UsageError(
            _('the accepted answer has no "{name}"', name=hidden[0]) if tells_all else
            _('the accepted answer does not tell "{name}", which is of few real citizens', name=hidden[0]),
            at=Location(file), help=_("accept an answer that was written by this version") if tells_all else
            _("accept an answer that was written with --people"),
        )  # fmt: skip
    side = document.get("old")
    if isinstance(side, dict) and _told_made_of(side) != side_digests(old):
        note(
            _(
                "{file} was accepted against another guideline, catalogue or day than {name} is now: accept it anew",
                file=file, name=old.basis.name,
            )
        )  # fmt: skip
    return {str(name): value for name, value in numbers.items() if isinstance(value, int)}


def _of_subgroups(document: Mapping[str, object], gates: Sequence[Gate]) -> dict[str, int | None]:
    """Return the number of each gate of a subgroup; None for one that the answer does not tell."""
    found: dict[str, int | None] = {}
    for one in gates:
        if one.of:
            dimension, key = one.row
            match document.get("subgroups"):
                case {**tables} if isinstance(table := tables.get(dimension), dict):
                    rows = [row for row in table["rows"] if (row["row"] or UNRECORDED) == key]
                    numbers = rows[0].get("numbers") if rows else None if table.get("small_together") else {}
                    found[one.name] = None if numbers is None else numbers.get(one.measure, 0)
                case _:
                    found[one.name] = None
    return found


def _told_made_of(side: Mapping[str, object]) -> dict[str, object]:
    """Return by digest what a side of an answer in JSON was made of."""
    guidelines, catalogue = side.get("guidelines"), side.get("catalogue")
    return {
        "guidelines": [one["digest"] for one in guidelines] if isinstance(guidelines, list) else None,
        "catalogue": catalogue.get("digest") if isinstance(catalogue, dict) else None,
        "day": side.get("day"),
    }


def side_digests(side: Answerer) -> dict[str, object]:
    """Return by digest what a side is made of."""
    basis: Basis = side.basis
    return {
        "guidelines": list(side.guidelines),
        "catalogue": basis.catalogue.digest,
        "day": None if basis.day is None else basis.day.isoformat(),
    }
