"""An answer of `visit compare` that was accepted: what `--baseline` takes from it, and what a side is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from visit.characters import spelled
from visit.cpr import safe
from visit.errors import Location, UsageError
from visit.lab.answers import Answerer
from visit.lab.bases import Basis
from visit.lab.gate import Gate
from visit.lab.recorded_bases import DecidedSide
from visit.locale import text as _
from visit.population.hiding import UNRECORDED
from visit.reading.source import read
from visit.rules.guideline.values import DIGITS
from visit.streams import note


@dataclass(frozen=True, slots=True, eq=False)
class AcceptedAnswer:
    """An answer that was accepted.

    Attributes:
        numbers: How many of each, as a gate names them.
        kept: Whom it accepted, as `visit.lab.turned` keeps them; None where it does not say.
        salt: What that is salted with.
        is_of_this: Whether it was given to the very same question.
    """

    numbers: Mapping[str, int | Decimal]
    kept: frozenset[str] | None
    salt: str
    is_of_this: bool


def accepted_answer(
    file: str, population: str, cases: int, sides: tuple[Answerer, Answerer], gates: Sequence[Gate]
) -> AcceptedAnswer:
    """Return what was accepted, from the JSON of a comparison; tell where it was made of something else.

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
    missing = [one.name for one in gates if not _tells_section(document, one)]
    if hidden or missing:
        tells_all = document.get("hidden_below") is None or bool(missing)
        hidden = missing or hidden
        raise UsageError(
            _('the accepted answer has no "{name}"', name=hidden[0]) if tells_all else
            _('the accepted answer does not tell "{name}": it was not known, or is of few real citizens', name=hidden[0]),
            at=Location(file), help=_("accept an answer that was written by this version") if tells_all else
            _("accept an answer in which it is known; of real citizens one that was written with --people"),
        )  # fmt: skip
    was, now = ([_told_made_of(document.get(name)) for name in ("old", "new")], [side_digests(one) for one in sides])
    if was[0] != now[0]:
        note(
            _(
                "{file} was accepted against another guideline, catalogue or day than {name} is now: accept it anew",
                file=file, name=sides[0].basis.name,
            )
        )  # fmt: skip
    if was[1] != now[1]:
        note(
            _(
                "{file} accepts {accepted}, and this is {name}: who gets another first solution than accepted counts as "
                "not accepted",
                file=file, accepted=_told_words(document.get("new")), name=_side_words(sides[1]),
            )
        )  # fmt: skip
    kept = document.get("turned")
    return AcceptedAnswer(
        {str(name): Decimal(str(value)) for name, value in numbers.items() if isinstance(value, int | float | Decimal)},
        frozenset(map(str, kept)) if isinstance(kept, list) else None,
        str(document.get("digest")),
        was == now,
    )


def _tells_section(document: Mapping[str, object], one: Gate) -> bool:
    """Return whether an answer compares what a gate names, and says what of it turns; one of an older version may not."""
    section, _id, turn = one.statement
    match document.get("follows"):
        case {**sections} if section:
            told = sections.get(section)
            return isinstance(told, dict) and (not turn or "turns" in told)
    return not section


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


def _told_words(side: object) -> str:
    """Return what a side of an answer in JSON calls its guidelines and its catalogue; it is a file of somebody's."""
    guidelines, catalogue = (side.get("guidelines"), side.get("catalogue")) if isinstance(side, dict) else (None, None)
    told = [
        f"{one.get('id')} {one.get('version')} ({str(one.get('digest'))[:DIGITS]})"
        for one in (guidelines if isinstance(guidelines, list) else ())
        if isinstance(one, dict)
    ]
    if isinstance(catalogue, dict):
        told.append(f"{catalogue.get('id')} ({str(catalogue.get('digest'))[:DIGITS]})")
    return spelled(safe(", ".join(told))) or _("something else")


def _side_words(side: Answerer) -> str:
    told = [f"{one.id} {one.version} ({digest[:DIGITS]})" for digest, one in side.guidelines.items()]
    return ", ".join([*told, *(f"{one.id} ({one.digest[:DIGITS]})" for one in side.basis.catalogues)])


def _told_made_of(side: object) -> dict[str, object]:
    """Return by digest what a side of an answer in JSON was made of."""
    if not isinstance(side, dict):
        return {}
    guidelines, catalogue = side.get("guidelines"), side.get("catalogue")
    return {
        "guidelines": [one.get("digest") for one in guidelines if isinstance(one, dict)]
        if isinstance(guidelines, list)
        else None,
        "catalogue": catalogue.get("digest") if isinstance(catalogue, dict) else None,
        "day": side.get("day"),
        **({"decided": decided.get("digest")} if isinstance(decided := side.get("decided"), dict) else {}),
    }


def side_digests(side: Answerer) -> dict[str, object]:
    """Return by digest what a side is made of."""
    basis: Basis = side.basis
    return {
        "guidelines": list(side.guidelines),
        "catalogue": basis.catalogue.digest if len(basis.catalogues) == 1 else None,
        "day": None if basis.day is None else basis.day.isoformat(),
        **({"decided": side.stands_for} if isinstance(side, DecidedSide) and side.decided.is_stored else {}),
    }
