"""A map of the columns of travel times, proposed from a sheet's headings: in, rows; out, the file to look through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources

from visit.cpr import cpr_shaped
from visit.errors import Location, PlaceError, SourceError
from visit.imports.offers import slug
from visit.imports.proposing import commented, quoted
from visit.imports.rows import headings_of, without_heading
from visit.imports.sheets import RowFile, RowSheet
from visit.imports.travel import TRAVEL_FIELDS, means_named
from visit.locale import text as _
from visit.places import resolve
from visit.reading import source

_LOOKED_AT = 30
"""How many rows from the top may be the headings."""


_WHOLE = ("from", "to", "by", "method", "as_of")
"""Fields whose headings are known whole."""


def proposed_travel_map(file: RowFile, sheet: RowSheet, *, today: date) -> str:
    """Return the file of a map, with what must be looked at as comments."""
    row = max(
        range(1, min(len(sheet.rows), _LOOKED_AT) + 1), key=lambda one: (_understood(sheet, one), -one), default=1
    )
    headings = headings_of(sheet, row)
    if any(cpr_shaped(one) is not None for one in headings.values()):
        raise SourceError(
            _("a heading looks like a CPR number"), at=Location(file.name),
            help=_("take it out of the file: no such number is kept"),
        )  # fmt: skip
    meant = _columns_meant(sheet, row, headings)
    lines = [
        *commented(
            _(
                "What each column of {file} means. Look through it: a wrong line makes wrong travel times.",
                file=file.name,
            )
        ),
        "format: 1",
        "map: travel",
        f"travel: {slug(file.name.rpartition('.')[0])}",
        *commented(_("The day that the times were found, and how: by which route planner, at which time of the day.")),
        'as_of: ""',
        'method: ""',
    ]
    if sheet.name and len(file.sheets) > 1:
        lines.append(f"sheet: {quoted(sheet.name)}")
    lines.append(f"heading: {row}")
    if "by" not in meant.values() and any(
        one in ("minutes", None) or "{field: minutes, to:" in one for one in meant.values()
    ):
        lines += [
            *commented(_("By which means, where no column says it: car or transit (public transport).")),
            "# by: car",
        ]
    lines += [*commented(_("Heading: field. Without a field (null) the column is not read.")), "columns:"]
    for heading in headings.values():
        twice = meant[heading] is None and (field := _meaning(heading)) in _WHOLE
        lines.append(
            f"  {quoted(heading)}: {meant[heading] or 'null'}"
            + (f"  ## {_('another column is read as {field} already', field=field)}" if twice else "")
        )
    lines += [*_missing(sheet, row, [one or "" for one in meant.values()])]
    lines += ["", *commented(_("Fields: {names}", names=", ".join(TRAVEL_FIELDS)))]
    return "\n".join([*lines, ""])


def _missing(sheet: RowSheet, row: int, meant: Sequence[str]) -> Iterator[str]:
    """Yield what no column is known to be, as comments: without it the map does not run."""
    unnamed = without_heading(sheet, row)
    for field in ("from", "minutes"):
        if not any(one == field or one.startswith(f"{{field: {field},") for one in meant):
            yield from commented(
                _("No column is known to be `{field}`: write it behind the heading that says it.", field=field)
            )
            if unnamed:
                help = _(
                    "A column needs a heading in the sheet to be read, and these have none: {names}",
                    names=", ".join(unnamed),
                )
                yield from commented(help)


def _columns_meant(sheet: RowSheet, row: int, headings: Mapping[int, str]) -> Mapping[str, str | None]:
    """Return what each heading is taken to mean; of two that say the same field the first, and a method that is a means is one."""
    meant = {heading: _meaning(heading) for heading in headings.values()}
    for number, heading in headings.items():
        if meant[heading] == "method" and "by" not in meant.values() and _are_means(sheet, row, number):
            meant[heading] = "by"
    taken = set[str]()
    for heading, one in meant.items():
        if one in taken and one in _WHOLE:
            meant[heading] = None
        taken |= {one or ""}
    return meant


def _are_means(sheet: RowSheet, row: int, column: int) -> bool:
    """Return whether each cell of a column is the name of a means of travel."""
    values = [sheet.at(number, column).value for number in range(row + 1, len(sheet.rows) + 1)]
    said = [means_named(str(one)) for one in values[:_LOOKED_AT] if one is not None]
    return bool(said) and None not in said


def _understood(sheet: RowSheet, row: int) -> int:
    return sum(_meaning(one) is not None for one in headings_of(sheet, row).values())


def _meaning(heading: str) -> str | None:
    """Return what a heading is taken to mean, as a map writes it; a town is the place that the minutes are to."""
    plain = " ".join(re.sub(r"[^\wæøå ]", " ", heading.casefold()).split())
    field = next((name for name, called in _headings().items() if plain in called and name in _WHOLE), None)
    if field is None:
        field = _of_minutes(frozenset(plain.split()))
    if field is not None:
        name, _space, by = field.partition(" ")
        return f"{{field: {name}, by: {by}}}" if by else name
    try:
        resolve(heading)
    except PlaceError:
        return None
    return f"{{field: minutes, to: {quoted(heading)}}}"


def _of_minutes(words: frozenset[str]) -> str | None:
    """Return `minutes` for a heading of minutes, with the means that it names; None where it is of something else."""
    known = _headings()
    means = [name for name in ("minutes car", "minutes transit") if words & known[name]]
    if not means and not words & known["minutes"]:
        return None
    every = frozenset().union(known["beside"], *(known[name] for name in known if name.startswith("minutes")))
    if len(means) > 1 or not words <= every:
        return None
    return means[0] if means else "minutes"


@cache
def _headings() -> Mapping[str, frozenset[str]]:
    """What headings call each field, and the words of headings of minutes."""
    name = "travel_headings.yaml"
    document = source.parse((resources.files("visit.imports") / name).read_bytes(), name)
    assert isinstance(document.value, dict)
    return {
        str(field): frozenset(map(str, words)) for field, words in document.value.items() if isinstance(words, list)
    }
