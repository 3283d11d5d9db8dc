"""What a comparison says at the low and high values of what its citizens were drawn from."""

from __future__ import annotations

from collections.abc import Iterator

from visit.lab.assumed_bounds import AssumedBounds, BoundedResult
from visit.lab.totals import FOLLOWING
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Paragraph, Table
from visit.render.compare_words import difference_of, followed, json_number, section_words, share_of
from visit.render.grids import Grid
from visit.rules.guideline.values import Guideline


def bounded_line(found: AssumedBounds) -> str:
    """Return in one line how many move at the low values, as drawn and at the high ones."""
    shares = [
        share_of(int(one.get("moved") or 0), cases)
        for one, cases in zip((found.low, found.drawn, found.high), found.cases, strict=True)
    ]
    return _(
        "assumptions low: {low} get another first · as drawn: {drawn} · high: {high}",
        low=shares[0],
        drawn=shares[1],
        high=shares[2],
    )


def undecided_line(found: AssumedBounds, guidelines: list[Guideline], language: str) -> str:
    """Return in one line what flips between them; of what is said, done and looked at how many statements."""
    flips = [one for one in found.results if one.is_undecided]
    if not flips:
        return _("nothing flips between low and high assumptions")
    first = [one for one in flips if one.name.partition(".")[0] not in FOLLOWING[1:]]
    told = [f"{result_words(one.name, guidelines, language)} {_numbers(one)}" for one in first]
    if more := len(flips) - len(first):
        told.append(plural("{n} statement that follows", "{n} statements that follow", more, n=formats.number(more)))
    return _("undecided, since it flips between them: {list}", list="; ".join(told))


def bounds_blocks(found: AssumedBounds, guidelines: list[Guideline], language: str) -> Iterator[Block]:
    """Yield every result at the three values, and which are undecided."""
    yield Heading(_("Between low and high assumptions"))
    yield Paragraph(bounded_line(found))
    columns = (
        Column(_("how many more"), wraps=True), Column(_("low"), number=True), Column(_("as drawn"), number=True),
        Column(_("high"), number=True), Column(""),
    )  # fmt: skip
    yield Table(columns, tuple(_row(one, guidelines, language) for one in found.results))


def _row(one: BoundedResult, guidelines: list[Guideline], language: str) -> tuple[str, ...]:
    name = result_words(one.name, guidelines, language, texts=True)
    return name, *map(difference_of, (one.low, one.drawn, one.high)), _("undecided") if one.is_undecided else ""


def _numbers(one: BoundedResult) -> str:
    return "/".join(map(difference_of, (one.low, one.drawn, one.high)))


def result_words(name: str, guidelines: list[Guideline], language: str, *, texts: bool = False) -> str:
    """Return what a result is called; a statement by its id, with `texts` by what it says, too."""
    section, dot, id = name.partition(".")
    if dot and section in FOLLOWING:
        said = followed(section, id, guidelines, language, texts=texts)
        return (
            f"{section_words(section)}: {said} [{id}]"
            if texts and section != "approvals"
            else f"{section_words(section)}: {said}"
        )
    return {
        "moved": _("another first solution"), "higher": _("higher less lower step"), "gained": _("gained less lost solutions"),
        "external": _("own → bought less bought → own"), "grantable": _("can be granted less no longer"),
        "undecided": _("decided → undecided less undecided → decided"), "dkk_a_year": _("kroner a year"),
        "km_median": _("km to the network, median"), "km_90": _("km to the network, 90th percentile"),
    }[name]  # fmt: skip


def bounds_document(found: AssumedBounds) -> dict[str, object]:
    """Return the same as data."""
    return {
        "cases": dict(zip(("low", "drawn", "high"), found.cases, strict=True)),
        "results": [
            {
                "result": one.name,
                "undecided": one.is_undecided,
                "low": json_number(one.low),
                "drawn": json_number(one.drawn),
                "high": json_number(one.high),
            }
            for one in found.results
        ],
    }


def bounds_grid(found: AssumedBounds, guidelines: list[Guideline], language: str) -> Grid:
    """Return a row for each result."""
    columns = (_("how many more"), _("low"), _("as drawn"), _("high"), _("undecided"))
    rows = tuple(
        (
            result_words(one.name, guidelines, language), one.low, one.drawn, one.high,
            _("yes") if one.is_undecided else _("no"),
        )
        for one in found.results
    )  # fmt: skip
    return Grid(_("Between low and high assumptions"), columns, rows)
