"""Whether the figures of a profile can be drawn from, and whether each has an effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from visit.errors import DocumentError, Location, PlaceError, VisitError, did_you_mean
from visit.locale import formats
from visit.locale import text as _
from visit.places import resolve
from visit.population.facts import PublicFact
from visit.population.figures import MarginFigure
from visit.reading.documents.population import MARGINS, OTHER, Margin
from visit.vocabulary import vocabulary

OLDEST = 120
OPTIONAL = (
    "together", "day_offer", "round_the_clock", "help_now", "premises", "needs", "legal", "flags", "themes", "towns",
)  # fmt: skip
"""Margins that may have no figure: nothing is drawn then."""


def faults_of(figure: MarginFigure, facts: Mapping[str, PublicFact], price_year: int | None) -> Iterator[VisitError]:
    """Yield what is wrong with one figure."""
    yield from _ground(figure, facts)
    yield from _numbers(figure)
    yield from _price(figure, price_year)
    if figure.margin.codes == "ages":
        yield from _bands(figure)
    if figure.margin.codes == "town":
        yield from _towns(figure)


def _fault(figure: MarginFigure, said: str, help: str | None = None) -> VisitError:
    return DocumentError(said, at=figure.at, help=help)


def _ground(figure: MarginFigure, facts: Mapping[str, PublicFact]) -> Iterator[VisitError]:
    """Yield faults of what a figure rests on: facts, or an assumption with a low and a high value."""
    if bool(figure.sources) == figure.is_assumed:
        said = _("{name} rests on facts or is an assumption: write `source` or `assumption`", name=figure.name)
        yield _fault(figure, said, _("one of the two, and not both"))
    bounded = figure.low is not None and figure.high is not None
    if figure.is_assumed and not bounded:
        yield _fault(figure, _("{name} is an assumption: write `low` and `high` too", name=figure.name))
    elif figure.is_assumed and figure.low == figure.high:
        yield _fault(figure, _("{name}: `low` and `high` are the same, so they have no effect", name=figure.name))
    elif not figure.is_assumed and (figure.low is not None or figure.high is not None):
        said = _("{name} rests on a source, so `low` and `high` have no effect", name=figure.name)
        yield _fault(figure, said, _("leave them out, or write `assumption` in place of `source`"))
    for id in figure.sources:
        if id not in facts:
            said = _('{name}: no fact is called "{id}"', name=figure.name, id=id)
            yield _fault(figure, said, did_you_mean(id, facts) or _("write the fact under `facts` of the profile"))


def _numbers(figure: MarginFigure) -> Iterator[VisitError]:
    if figure.margin.figure == "spread":
        if any(isinstance(one, Mapping) and not sum(one.values()) for one in (figure.value, figure.low, figure.high)):
            yield _fault(figure, _("{name}: the weights add up to nothing", name=figure.name))
        return
    low, value, high = figure.low, figure.value, figure.high
    if isinstance(low, int) and isinstance(value, int) and isinstance(high, int) and not low <= value <= high:
        yield _fault(figure, _("{name}: the value lies between `low` and `high`", name=figure.name))


def _price(figure: MarginFigure, price_year: int | None) -> Iterator[VisitError]:
    year = figure.price_year
    if not figure.margin.is_price:
        if year is not None:
            yield _fault(figure, _("{name} is not a price, so `price_year` has no effect", name=figure.name))
    elif year is None:
        yield _fault(figure, _("{name} is a price: write its `price_year`", name=figure.name))
    elif year != price_year:
        said = _("{name} is in prices of {year}, and the profile in those of {other}", name=figure.name, year=year,
                 other=price_year or "?")  # fmt: skip
        yield _fault(figure, said, _("convert it, say so in `note`, and write the same `price_year`"))


def age_band(text: str) -> tuple[int, int]:
    """Return the first and the last age of a band such as `18-29`."""
    first, _dash, last = text.partition("-")
    return int(first), int(last)


def _bands(figure: MarginFigure) -> Iterator[VisitError]:
    assert isinstance(figure.value, Mapping)
    bands = sorted(age_band(one) for one in figure.value)
    for first, last in bands:
        if last < first or last > OLDEST:
            yield _fault(
                figure, _("{name}: {first}-{last} is not an age band", name=figure.name, first=first, last=last)
            )
    for (_first, last), (first, _last) in pairwise(bands):
        if first <= last:
            yield _fault(figure, _("{name}: age {age} stands in two bands", name=figure.name, age=first))


def _towns(figure: MarginFigure) -> Iterator[VisitError]:
    assert isinstance(figure.value, Mapping)
    for town in figure.value:
        try:
            resolve(town)
        except PlaceError as error:
            said = _("{name}: {fault}", name=figure.name, fault=error.message)
            yield DocumentError(said, at=figure.at, help=error.help)


# --- the figures together ---


def faults_of_all(figures: Mapping[str, MarginFigure], at: Location) -> Iterator[VisitError]:
    """Yield which figures are missing, and which nothing can come to."""
    asked = [one.key for one in figures.values() if one.margin.name == "recipients"]
    if not asked:
        yield DocumentError(
            _("the profile says of no provision how many receive it"), at=at, help=_("write `recipients`")
        )
        return
    yield from _missing(figures, asked, at)
    groups, kinds = _reached_groups(figures), _kinds(figures)
    for one in figures.values():
        if not _is_reached(one, asked, kinds if one.margin.name == "groups" else groups):
            said = _("{name} has no effect: nobody drawn comes to it", name=one.name)
            yield _fault(one, said, _("name {key} under `recipients` or `kinds`, or leave it out", key=one.key))


def _missing(figures: Mapping[str, MarginFigure], asked: list[str], at: Location) -> Iterator[VisitError]:
    for margin in MARGINS:
        names = _needed(margin, asked, figures)
        missing = [name for name in names if name not in figures]
        if missing:
            yield DocumentError(_("missing: {names}", names=formats.listed(missing)), at=at)


def _needed(margin: Margin, asked: list[str], figures: Mapping[str, MarginFigure]) -> list[str]:
    """Return the figures of a margin that a drawing can come to; none where `other` holds for the rest."""
    if margin.name in OPTIONAL or f"{margin.name}.{OTHER}" in figures:
        return []
    if not margin.by:
        return [margin.name]
    if margin.by == "provision":
        return [f"{margin.name}.{one}" for one in asked]
    if margin.by == "level":
        return [f"{margin.name}.{level}" for level in range(5)]
    if margin.name == "groups":
        assignable = vocabulary().codes["target_group"].below or {}
        return [f"groups.{key}" for key in sorted(_kinds(figures)) if len(assignable[key]) > 1]
    return []


def _codes(figure: MarginFigure) -> set[str]:
    """Return the codes that a figure can give, at any of its values."""
    values = (figure.value, figure.low, figure.high)
    return {code for one in values if isinstance(one, Mapping) for code, weight in one.items() if weight}


def _kinds(figures: Mapping[str, MarginFigure]) -> frozenset[str]:
    """Return the groups that are drawn first, each a group or a kind of groups, of which one is then drawn."""
    drawn = (one for one in figures.values() if one.margin.name in ("kinds", "together"))
    return frozenset(code for one in drawn for code in _codes(one))


def _reached_groups(figures: Mapping[str, MarginFigure]) -> frozenset[str]:
    """Return the groups that a citizen can have as the primary one, with all that they belong to."""
    found: set[str] = set()
    for one in figures.values():
        if one.margin.name in ("kinds", "groups"):
            found |= _codes(one)
    above = vocabulary().codes["target_group"].below or {}
    return frozenset(key for key, members in above.items() if members & found)


def _is_reached(figure: MarginFigure, asked: list[str], groups: frozenset[str]) -> bool:
    by, key = figure.margin.by, figure.key
    if key in ("", OTHER) or by in ("level", "area", "housing"):
        return True
    return (key in asked and "provision" in by) or (key in groups and "target_group" in by)
