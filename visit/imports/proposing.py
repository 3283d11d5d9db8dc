"""A map proposed from a sheet's headings: in, rows; out, the file to look through."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from visit.characters import hidden_character
from visit.cpr import cpr_shaped, redacted
from visit.errors import Location, SourceError
from visit.imports.cells import CellError, Habits, read_cell
from visit.imports.code_cells import cell_parts
from visit.imports.fields import DEPARTMENT, OFFER_FIELDS, PROVISION, FieldList, HeadingMeaning, ImportField
from visit.imports.offers import slug
from visit.imports.price_headings import YEAR, is_of_prices, periods_said, vat_said
from visit.imports.price_packages import SHARES
from visit.imports.provision_cells import UnsettledProvisionError, provisions_cell
from visit.imports.provision_columns import provision_column
from visit.imports.rival_columns import is_of_earlier_year, is_of_other_period, said_by_another
from visit.imports.rows import headings_of
from visit.imports.sheets import CellValue, RowFile, RowSheet, SheetCell, lines_above
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.lists import codes_called

_LOOKED_AT = 30
"""How many rows from the top may be the headings."""
WIDTH = 100
_BASIC, _NET = "price.basic", "price.net_of_vat"
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_OF_PERIOD = (_BASIC, _NET, "price.levels")


def heading_row(sheet: RowSheet, fields: FieldList) -> int:
    """Return the row whose cells mean most fields; the first of those that are alike, and 1 where none does.

    Below a row of headings that each are over several columns the next one has the headings, where it means as much.
    """
    counted = [
        (len({fields.meaning(one).field for one in headings_of(sheet, row).values()} - {None}), -row)
        for row in range(1, min(len(sheet.rows), _LOOKED_AT) + 1)
    ]
    best, row = max(counted, default=(0, -1))
    if not best:
        return 1
    above, below = (set(sheet.rows[one - 1]) - {None} if one <= len(sheet.rows) else set() for one in (-row, -row + 1))
    is_of_groups = len(above) < len(below) and all(isinstance(one, str) for one in below)
    return -row + 1 if is_of_groups and counted[-row][0] == best else -row


def proposed_map(file: RowFile, sheet: RowSheet, *, today: date) -> str:
    """Return the file of a map to a catalogue, with what must be looked at as comments."""
    row = heading_row(sheet, OFFER_FIELDS)
    headings, titles = [*headings_of(sheet, row).values()], _titles(sheet, row)
    wrong = _(
        "What each column of {file} means. Look through it: a wrong line makes a wrong catalogue.", file=file.name
    )
    prices = _("For which time the prices are: day, week, month or hour; and whether they hold VAT: incl or excl.")
    is_told = any(_of_provision(sheet, row, number, one, today) for number, one in headings_of(sheet, row).items())
    said = {*_meant(headings, OFFER_FIELDS), *({PROVISION} if is_told else ())}
    missing = [name for name in ("operator.type", "operator.municipality", PROVISION) if name not in said]
    lines = [
        *commented(wrong), "format: 1", "map: catalogue", f"catalogue: {list_name(file)}",
        *_as_of(file, sheet, row, OFFER_FIELDS, today),
        *_where(file, sheet, row),
        *commented(prices), *_said_above(sheet, row), _price_per(headings, titles), _vat(headings, titles),
        *commented(_("What every row has and no column says, for example operator.type: municipal.")),
        *_always(missing),
        *_columns(file, sheet, row, OFFER_FIELDS, today),
        "", *commented(_("Fields: {names}", names=", ".join(OFFER_FIELDS.fields))),
    ]  # fmt: skip
    return "\n".join([*lines, ""])


def _titles(sheet: RowSheet, row: int) -> Sequence[str]:
    return [sheet.name, *lines_above(sheet, row)]


def _said_above(sheet: RowSheet, row: int) -> Iterator[str]:
    """Yield what stands above the headings, as comments: it may say for which time the prices are."""
    if said := lines_above(sheet, row):
        yield from commented(_("Above the headings stands: {lines}", lines=" / ".join(said)))


def _as_of(file: RowFile, sheet: RowSheet, row: int, fields: FieldList, today: date) -> Iterator[str]:
    """Yield the line of the day that the file describes: today, or to be filled in where the file says other years alone."""
    headings = [*headings_of(sheet, row).values()]
    texts = (file.name, *_titles(sheet, row), *headings)
    said = {int(one) for text in texts for one in _YEAR.findall(text)}
    if not said or today.year in said or "assessed" in _meant(headings, fields):
        yield f"as_of: {today.isoformat()}"
        return
    years = formats.listed(map(str, sorted(said)))
    yield from commented(_("From which day? The file says {years}: write the day, and remove the #.", years=years))
    yield f"# as_of: {max(said)}-…"


def _price_per(headings: Sequence[str], titles: Sequence[str]) -> str:
    """Return the line of for which time the prices are: as their headings say, else what is above them; else to be filled in."""
    priced = [one for one in headings if OFFER_FIELDS.meaning(one).field in _OF_PERIOD]
    said = periods_said(priced) or periods_said(titles)
    if priced and len(said) == 1 and YEAR not in said:
        return f"price_per: {next(iter(said))}"
    return "# price_per: …"


def _vat(headings: Sequence[str], titles: Sequence[str]) -> str:
    """Return the line of whether prices hold VAT: as the headings of prices say, else what is above them; else to be filled in."""
    fields = [OFFER_FIELDS.meaning(one).field for one in headings]
    if _NET in fields and _BASIC not in fields:
        return "vat: excl"
    priced = [one for one, field in zip(headings, fields, strict=True) if field in (_BASIC, "price.levels")]
    said = {frozenset(vat_said((one,))) for one in priced} if priced else set()
    if len(said) == 1 and len(only := next(iter(said))) == 1:
        return f"vat: {next(iter(only))}"
    above = vat_said(titles)
    if priced and _NET not in fields and said == {frozenset()} and len(above) == 1:
        return f"vat: {next(iter(above))}"
    return "# vat: …"


def proposed_case_map(file: RowFile, sheet: RowSheet, fields: FieldList, *, today: date) -> str:
    """Return the file of a map to citizens, with what must be looked at as comments."""
    row = heading_row(sheet, fields)
    headings = [*headings_of(sheet, row).values()]
    wrong = _("What each column of {file} means. Look through it: a wrong line makes a wrong case.", file=file.name)
    missing = [name for name in ("municipality",) if name not in _meant(headings, fields)]
    lines = [
        *commented(wrong), "format: 1", "map: cases", f"cases: {list_name(file)}",
        *commented(_("The day of the assessment, where no column says it.")), *_as_of(file, sheet, row, fields, today),
        *_where(file, sheet, row),
        *commented(_("What every row has and no column says, for example municipality: Ikast-Brande.")),
        *_always(missing),
        *_columns(file, sheet, row, fields, today),
        "", *commented(_("A field is called as in a case file; `visit schema case` and docs/importing.md have them all.")),
    ]  # fmt: skip
    return "\n".join([*lines, ""])


def knows_no_heading(sheet: RowSheet, fields: FieldList) -> bool:
    """Return whether no heading of a sheet means a field: it is hardly a file of what is imported."""
    return all(fields.meaning(one).field is None for one in headings_of(sheet, heading_row(sheet, fields)).values())


def list_name(file: RowFile) -> str:
    """Return what a file is called as an id."""
    return slug(file.name.rpartition(".")[0])


def _where(file: RowFile, sheet: RowSheet, row: int) -> Iterator[str]:
    yield from commented(_("Where the file is from, as it is to be cited, and from when its facts are."))
    yield f"source: {{ref: {quoted(file.name)}}}"
    if sheet.name and len(file.sheets) > 1:
        yield f"sheet: {quoted(sheet.name)}"
    yield f"heading: {row}"
    if file.danish is not None:
        yield "decimal: comma"


def _columns(file: RowFile, sheet: RowSheet, row: int, fields: FieldList, today: date) -> Iterator[str]:
    headings = headings_of(sheet, row)
    if any(cpr_shaped(heading) is not None for heading in headings.values()):
        raise SourceError(
            _("a heading looks like a CPR number"), at=Location(file.name),
            help=_("take it out of the file: no such number is kept"),
        )  # fmt: skip
    for heading in headings.values():
        if hidden_character(heading) is not None:
            raise SourceError(
                _("the heading {name} holds a character that cannot be seen", name=redacted(heading)),
                at=Location(file.name), help=_("write the cell again"),
            )  # fmt: skip
    yield from commented(_("Heading: field. Without a field (null) the column is not read."))
    yield "columns:"
    taken: set[str] = set()
    departments = _departments(headings, fields)
    is_net_alone = _BASIC not in _meant(headings.values(), fields)
    for number, heading in headings.items():
        meant = HeadingMeaning(DEPARTMENT) if number in departments else fields.meaning(heading)
        if meant.field == _NET and is_net_alone:
            meant = replace(meant, field=_BASIC)
        meant = _by_its_words(sheet, row, number, meant, fields)
        twice = said_by_another(sheet, row, number, meant, fields)
        twice = meant.field if fields is not OFFER_FIELDS and meant.field in taken else twice
        taken |= {meant.field or ""} if twice is None else set()
        if twice is not None:
            yield f"  {quoted(heading)}: null  ## {_('another column is read as {field} already', field=twice)}"
        elif is_of_earlier_year(meant, headings.values(), fields):
            yield f"  {quoted(heading)}: null  ## {_('of an earlier year than another column')}"
        elif is_of_other_period(heading, headings.values()):
            yield f"  {quoted(heading)}: null  ## {_('another column has the price per day')}"
        elif fields is OFFER_FIELDS and (own := _of_provision(sheet, row, number, heading, today)) is not None:
            said, open_question = own
            begins, ends = ("  ", "") if open_question is None else ("  # ", f"  ## {open_question}")
            yield f"{begins}{quoted(heading)}: {said}{ends}"
        elif fields is OFFER_FIELDS and _may_be_prices(heading, meant, [*_below(sheet, row, number)]):
            yield f"  # {quoted(heading)}: …  ## {_('a column of prices? one of the fields that begin with price, or null')}"
        elif len(_provisions(meant, today)) > 1:
            codes = " | ".join(_provisions(meant, today))
            which = _("which of the two? Leave one, and remove the #; or null")
            yield f"  # {quoted(heading)}: {{field: {meant.field}, provision: {codes}}}  ## {which}"
        else:
            yield from _column(quoted(heading), meant, today, [*_words(sheet, row, number, meant, fields)])


def _may_be_prices(heading: str, meant: HeadingMeaning, cells: Sequence[CellValue]) -> bool:
    """Return whether a column is asked about as one of prices: its heading says so, or shares that are not in percent."""
    if meant.field == SHARES:
        return "%" not in heading and not any("%" in str(one) for one in cells)
    return meant.field is None and is_of_prices(heading, cells)


def _of_provision(sheet: RowSheet, row: int, column: int, heading: str, today: date) -> tuple[str, str | None] | None:
    """Return what a column is proposed as that a provision alone is the heading of."""
    below = (sheet.at(number, column).value for number in range(row + 1, len(sheet.rows) + 1))
    cites = re.match(r"(?:sel|abl|sul|servicelovens?)?[ ,]*(?:§|paragraf\w* *\d)", heading, re.IGNORECASE)
    return provision_column(heading, below, today) if cites and OFFER_FIELDS.meaning(heading).field is None else None


_OR = {"needs.must": "needs.areas"}
"""Of a citizen, what a heading may mean as well: the words of its cells say which."""


def _by_its_words(sheet: RowSheet, row: int, column: int, meant: HeadingMeaning, fields: FieldList) -> HeadingMeaning:
    """Return the other field that a heading may mean, where every word below is of that one and not of the first."""
    other = None if fields is OFFER_FIELDS else fields.fields.get(_OR.get(meant.field or "", ""))
    if other is None or not [*_words(sheet, row, column, meant, fields)]:
        return meant
    instead = HeadingMeaning(other.name)
    return meant if [*_words(sheet, row, column, instead, fields)] else instead


def _below(sheet: RowSheet, row: int, column: int) -> Iterator[CellValue]:
    """Yield what stands in the first rows of a column, below its heading."""
    for number in range(row + 1, min(len(sheet.rows), row + _LOOKED_AT) + 1):
        yield sheet.at(number, column).value


def _departments(headings: Mapping[int, str], fields: FieldList) -> Sequence[int]:
    """Return the columns that say a part of the offer, beside another that is its name."""
    named = [number for number, one in headings.items() if fields.meaning(one).field == "name"]
    if fields is not OFFER_FIELDS or len(named) < 2:
        return ()
    return [one for one in named if headings[one].casefold().startswith(("afdeling", "enhed"))]


def _meant(headings: Iterable[str], fields: FieldList) -> set[str | None]:
    return {fields.meaning(one).field for one in headings}


def _always(missing: Sequence[str]) -> Iterator[str]:
    """Yield the line to fill in of what no column says and every row must have."""
    if missing:
        yield "# always: {" + ", ".join(f"{name}: …" for name in missing) + "}"


def _column(heading: str, meant: HeadingMeaning, today: date, words: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a column; one with words that are the name of no code, or that must say more, with lines to complete."""
    parts: dict[str, object] = {} if meant.field is None else {"field": meant.field, **_provision(meant, today)}
    if meant.specialised is not None:
        parts["specialised"] = meant.specialised
    asks = meant.field == "specialisation" and meant.specialised is None
    if not words and not asks:
        yield f"  {heading}: {_flow(parts) if len(parts) > 1 else meant.field or 'null'}"
        return
    yield f"  {heading}:"
    yield from (f"    {key}: {value}" for key, value in parts.items())
    if asks:
        yield f"    # specialised: …  ## {_('1 general, 2 specialised or 3 highly specialised')}"
    if words:
        yield f"    # words:  ## {_('remove the # and leave one code in each line; null means nothing')}"
        yield from (f"    #   {one}" for one in words)


_MOST_WORDS = 40
_LONGEST_CELL = 500
"""As long as a word of a map can be: a longer cell holds none."""


def _words(sheet: RowSheet, row: int, column: int, meant: HeadingMeaning, fields: FieldList) -> Iterator[str]:
    """Yield the words of a column that are the name of no code, each with the codes that it may mean, as a line of `words`."""
    field = None if meant.field is None else fields.fields[meant.field]
    if field is None or not field.worded:
        return
    unknown: dict[str, Sequence[str]] = {}
    below = (sheet.at(number, column).value for number in range(row + 1, len(sheet.rows) + 1))
    for value in dict.fromkeys(below):
        for word in _parts(value, field):
            try:
                read_cell(SheetCell(word, ""), field.reader, Habits(date.min))
            except UnsettledProvisionError as error:
                unknown[word] = error.codes
            except CellError:
                if field.name == PROVISION:
                    continue
                unknown[word] = codes_called(field.codes, word) if field.codes else ()
    for word, codes in list(unknown.items())[:_MOST_WORDS]:
        yield f"{quoted(word)}: {' | '.join(codes) or 'null'}"


def _parts(value: CellValue, field: ImportField) -> Sequence[str]:
    text = str(value)
    if value is None or cpr_shaped(text) is not None or hidden_character(text) is not None or len(text) > _LONGEST_CELL:
        return ()
    return cell_parts(str(value)) if field.listed and field.name != PROVISION else (str(value),)


def _provision(meant: HeadingMeaning, today: date) -> Mapping[str, object]:
    codes = _provisions(meant, today)
    of_level: dict[str, object] = {} if meant.level is None else {"level": meant.level}
    of_level |= {} if meant.days is None else {"days": meant.days}
    of_level |= {} if meant.hours is None else {"hours": meant.hours}
    return {**({"provision": codes[0]} if codes else {}), **of_level}


def _provisions(meant: HeadingMeaning, today: date) -> Sequence[str]:
    """Return the provisions that a heading cites: `§ 107` is two."""
    if meant.provision is None:
        return ()
    try:
        read = provisions_cell(meant.provision, Habits(today))
    except CellError:
        return ()
    return [str(one) for one in read.value] if read is not None and isinstance(read.value, list) else ()


def _flow(parts: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"


def quoted(text: str) -> str:
    """Return a text as YAML reads it back: plain where it can be, else in quotes."""
    return (
        text
        if re.fullmatch(r"[A-Za-zÆØÅæøå][\wæøåÆØÅ ]*", text) and text.casefold() not in _RESERVED
        else json.dumps(text, ensure_ascii=False)
    )


_RESERVED = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def commented(text: str) -> Iterator[str]:
    """Yield a text as comments of a file."""
    yield from (f"## {line}" for line in textwrap.wrap(text, WIDTH))
