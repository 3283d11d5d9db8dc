"""A map proposed from a sheet's headings: in, rows; out, the file to look through."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date

from visit.cpr import cpr_shaped
from visit.errors import Location, SourceError
from visit.imports.cells import CellError, Habits, cell_parts, provisions_cell
from visit.imports.fields import FIELDS, HeadingMeaning, heading_meaning
from visit.imports.offers import slug
from visit.imports.rows import headings_of
from visit.imports.sheets import RowFile, RowSheet
from visit.locale import text as _
from visit.reading.documents.lists import codes_called

_LOOKED_AT = 30
"""How many rows from the top may be the headings."""
WIDTH = 100


def heading_row(sheet: RowSheet) -> int:
    """Return the row whose cells mean most fields; the first of those that are alike, and 1 where none does."""
    counted = [
        (len({heading_meaning(one).field for one in headings_of(sheet, row).values()} - {None}), -row)
        for row in range(1, min(len(sheet.rows), _LOOKED_AT) + 1)
    ]
    best, row = max(counted, default=(0, -1))
    return -row if best else 1


def proposed_map(file: RowFile, sheet: RowSheet, *, today: date) -> str:
    """Return the file of a map, with what must be looked at as comments."""
    row = heading_row(sheet)
    for heading in headings_of(sheet, row).values():
        if cpr_shaped(heading) is not None:
            raise SourceError(
                _("a heading looks like a CPR number"), at=Location(file.name),
                help=_("take it out of the file: no such number is kept"),
            )  # fmt: skip
    headings = headings_of(sheet, row).values()
    lines = [
        *_said(
            _(
                "What each column of {file} means. Look through it: a wrong line makes a wrong catalogue.",
                file=file.name,
            )
        )
    ]
    lines += [
        "format: 1",
        "map: catalogue",
        f"catalogue: {slug(file.name.rpartition('.')[0])}",
        f"as_of: {today.isoformat()}",
    ]
    lines += [*_said(_("Where the file is from, as it is to be cited, and from when its facts are."))]
    lines += [f"source: {{ref: {_quoted(file.name)}}}"]
    if sheet.name and len(file.sheets) > 1:
        lines.append(f"sheet: {_quoted(sheet.name)}")
    lines.append(f"heading: {row}")
    if file.danish is not None:
        lines.append("decimal: comma")
    lines += [
        *_said(_("For which time the prices are: day, week, month or hour; and whether they hold VAT: incl or excl."))
    ]
    lines += ["# price_per: day", "# vat: excl"]
    lines += [*_said(_("What every row has and no column says, for example operator.type: municipal."))]
    lines += [*_always(headings)]
    lines += [*_said(_("Heading: field. Without a field (null) the column is not read."))]
    lines.append("columns:")
    for number, heading in headings_of(sheet, row).items():
        lines.append(f"  {_quoted(heading)}: {_column(heading, today)}")
        lines += _words(sheet, row, number, heading)
    lines += ["", *_said(_("Fields: {names}", names=", ".join(FIELDS)))]
    return "\n".join([*lines, ""])


def _always(headings: object) -> Iterator[str]:
    assert not isinstance(headings, str)
    meant = {heading_meaning(one).field for one in headings}  # type: ignore[attr-defined]
    missing = [name for name in ("operator.type", "provision") if name not in meant]
    if missing:
        yield "# always: {" + ", ".join(f"{name}: …" for name in missing) + "}"


def _column(heading: str, today: date) -> str:
    meant = heading_meaning(heading)
    if meant.field is None:
        return "null"
    parts: dict[str, object] = {"field": meant.field}
    parts |= _provision(meant, today)
    if meant.specialised is not None:
        return _flow({**parts, "specialised": meant.specialised})
    if meant.field == "specialisation":
        return f"{_flow(parts)}  ## {_('add specialised: 1 general, 2 specialised or 3 highly specialised')}"
    return meant.field if len(parts) == 1 else _flow(parts)


_CODES = {
    "specialisation": "target_group", "operator.type": "operator", "staff": "staff", "premises": "premises",
    "covers": "need", "lacks": "need",
}  # fmt: skip
_MOST_WORDS = 40


def _words(sheet: RowSheet, row: int, column: int, heading: str) -> Iterator[str]:
    """Yield the words of a column that are the name of no code, with the codes that they may mean."""
    field = heading_meaning(heading).field
    if field not in _CODES:
        return
    reader, unknown = FIELDS[field].reader, {}
    for number in range(row + 1, len(sheet.rows) + 1):
        value = sheet.at(number, column).value
        for word in cell_parts(str(value)) if value is not None and cpr_shaped(str(value)) is None else ():
            try:
                reader(word, Habits(date.min))
            except CellError:
                unknown[word] = codes_called(_CODES[field], word)
    for word, codes in list(unknown.items())[:_MOST_WORDS]:
        yield f"    ## words: {{{_quoted(word)}: {' | '.join(codes) or 'null'}}}"


def _provision(meant: HeadingMeaning, today: date) -> Mapping[str, object]:
    if meant.provision is None:
        return {}
    try:
        read = provisions_cell(meant.provision, Habits(today)).value
    except CellError:
        return {}
    return {"provision": read[0]} if isinstance(read, list) and read else {}


def _flow(parts: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"


def _quoted(text: str) -> str:
    return (
        text
        if re.fullmatch(r"[A-Za-zÆØÅæøå][\wæøåÆØÅ ]*", text) and text.casefold() not in _RESERVED
        else json.dumps(text, ensure_ascii=False)
    )


_RESERVED = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def _said(text: str) -> Iterator[str]:
    yield from (f"## {line}" for line in textwrap.wrap(text, WIDTH))
