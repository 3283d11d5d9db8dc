"""An answer of `visit compare` that was accepted: the numbers that `--baseline` takes from it, and what a side is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from visit.errors import Location, UsageError
from visit.lab.answers import Answerer
from visit.lab.bases import Basis
from visit.lab.gate import Gate
from visit.locale import text as _
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
    hidden = [one.name for one in gates if one.name in numbers and numbers[one.name] is None]
    if hidden:
        raise UsageError(
            _('the accepted answer does not tell "{name}", which is of few real citizens', name=hidden[0]),
            at=Location(file), help=_("accept an answer that was written with --people"),
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
