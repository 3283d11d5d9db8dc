"""What a comparison says at the low and high values of what its citizens were drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from visit.lab.assumed_bounds import AssumedBounds, BoundedResult
from visit.lab.said import OF_ROLES
from visit.lab.totals import FOLLOWING, OF_STATEMENTS
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Paragraph, Table
from visit.render.compare_words import difference_of, followed, json_number, section_words, share_of
from visit.render.grids import Grid
from visit.render.population_words import margin_label
from visit.rules.guideline.values import Guideline

_MOST_NAMED = 2
"""So many assumptions are named on the screen that one result hangs on."""


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
    """Return in one line what flips between them; of what is said, done and looked at how many statements.

    Where each assumption was tried by itself, what hangs on one alone comes first.
    """
    flips = [one for one in found.results if one.is_undecided]
    alone = f"{hangs_on_line(found, guidelines, language)} · " if found.each else ""
    if not flips:
        return alone + _("nothing flips between low and high assumptions")
    first = [one for one in flips if is_headline(one.name)]
    told = [f"{result_words(one.name, guidelines, language)} {_numbers(one)}" for one in first]
    if more := len(flips) - len(first):
        told.append(plural("{n} statement that follows", "{n} statements that follow", more, n=formats.number(more)))
    return alone + _("undecided, since it flips between them: {list}", list="; ".join(told))


def is_headline(name: str) -> bool:
    """Return whether a result is told by itself on the screen: statements that follow are counted."""
    return name.partition(".")[0] not in OF_STATEMENTS


def hangs_on_line(found: AssumedBounds, guidelines: list[Guideline], language: str) -> str:
    """Return in one line which assumption alone flips which of the results that the screen tells."""
    n = formats.number(len(found.each))
    by = [(name, assumptions) for name, assumptions in found.hangs_on.items() if is_headline(name)]
    if not by:
        return _("none of {n} assumptions flips one of these numbers alone", n=n)
    told = [
        f"{result_words(name, guidelines, language)}: {_named(assumptions)}" for name, assumptions in by[:_MOST_NAMED]
    ]
    more = len(by) - len(told)
    rest = [plural("{n} number more", "{n} numbers more", more, n=formats.number(more)) + " (--full)"] if more else []
    return _("hangs on a single assumption: {list}", list="; ".join([*told, *rest]))


def _named(assumptions: Iterable[str]) -> str:
    """Return the first of some assumptions by name, and how many more there are."""
    names = list(assumptions)
    more = [_("{n} more", n=formats.number(len(names) - _MOST_NAMED))] if len(names) > _MOST_NAMED else []
    return formats.listed([*map(assumption_words, names[:_MOST_NAMED]), *more])


def assumption_words(name: str) -> str:
    """Return what an assumption is called, with the name under which a profile has it."""
    return f"{formats.small(margin_label(name.partition('.')[0]))} [{name}]"


def bounds_blocks(found: AssumedBounds, guidelines: list[Guideline], language: str) -> Iterator[Block]:
    """Yield every result at the three values, and which are undecided."""
    yield Heading(_("Between low and high assumptions"))
    yield Paragraph(bounded_line(found))
    columns = (
        Column(_("how many more"), wraps=True), Column(_("low"), number=True), Column(_("as drawn"), number=True),
        Column(_("high"), number=True), Column(""),
    )  # fmt: skip
    yield Table(columns, tuple(_row(one, guidelines, language) for one in found.results))
    if found.each:
        yield from _each_blocks(found, guidelines, language)


def _each_blocks(found: AssumedBounds, guidelines: list[Guideline], language: str) -> Iterator[Block]:
    """Yield each result that one assumption alone flips, with what it is then."""
    yield Heading(_("Each assumption low and high by itself"))
    by = found.hangs_on
    flipping = {name for assumptions in by.values() for name in assumptions}
    yield Paragraph(
        plural(
            "{n} of {all} assumptions flips a number while the others stay as drawn",
            "{n} of {all} assumptions flip a number while the others stay as drawn",
            len(flipping), n=formats.number(len(flipping)), all=formats.number(len(found.each)),
        )
    )  # fmt: skip
    if not by:
        return
    columns = (
        Column(_("how many more"), wraps=True), Column(_("assumption"), wraps=True), Column(_("low"), number=True),
        Column(_("as drawn"), number=True), Column(_("high"), number=True),
    )  # fmt: skip
    rows = (
        (
            result_words(name, guidelines, language, texts=True),
            assumption_words(assumption),
            *map(difference_of, (one.low, one.drawn, one.high)),
        )
        for name, assumptions in by.items()
        for assumption, one in assumptions.items()
    )
    yield Table(columns, tuple(rows))


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
            if texts and section not in OF_ROLES
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
    document: dict[str, object] = {
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
    if found.each:
        document["tried_alone"] = [*found.each]
        document["hangs_on"] = [
            {
                "result": name,
                "assumption": assumption,
                "low": json_number(one.low),
                "drawn": json_number(one.drawn),
                "high": json_number(one.high),
            }
            for name, assumptions in found.hangs_on.items()
            for assumption, one in assumptions.items()
        ]
    return document


def bounds_grid(found: AssumedBounds, guidelines: list[Guideline], language: str) -> Grid:
    """Return a row for each result."""
    alone = found.hangs_on
    more = (_("hangs on"),) if found.each else ()
    columns = (_("how many more"), _("low"), _("as drawn"), _("high"), _("undecided"), *more)
    rows = tuple(
        (
            result_words(one.name, guidelines, language), one.low, one.drawn, one.high,
            _("yes") if one.is_undecided else _("no"),
            *((", ".join(alone.get(one.name, ())),) if found.each else ()),
        )
        for one in found.results
    )  # fmt: skip
    return Grid(_("Between low and high assumptions"), columns, rows)
