"""`visit case check`: whether case files say what they must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from visit.case import Case
from visit.catalogue import Catalogue
from visit.commands.checking import Good, check_command
from visit.commands.inputs import checked_case, load_given_catalogue, must_read_once, refuse_under
from visit.errors import CaseError, Problems, VisitError, did_you_mean
from visit.locale import formats, plural
from visit.locale import text as _
from visit.reading.source import Document, read
from visit.reasons.clashes import clashes
from visit.reasons.home_elsewhere import home_elsewhere_asked, home_elsewhere_help, homes_elsewhere
from visit.reasons.idle_wishes import has_idle_distance
from visit.reasons.labels import told_not_given
from visit.reasons.later import dated_later
from visit.reasons.not_given import not_given
from visit.reasons.refused import needs_of_case
from visit.reasons.undeclared import undeclared
from visit.reasons.unfound import unfound
from visit.reasons.unlisted import unlisted
from visit.render.heading import distance_without_effect, not_in_catalogue
from visit.rules import load_guideline
from visit.vocabulary import vocabulary

NAMING = ("format", "case", "assessed", "municipality")
"""What names a case and records nothing of the citizen."""


def case_check_command(
    files: list[str], *, catalogue: str | None, guideline: str | None, shape: str | None, language: str
) -> int:
    """Check case files and return 0 when all are good, 1 when one is not, 2 when one cannot be read.

    With a catalogue, the ids that it does not have are warned of; with a guideline, its needs and facts are known.
    """
    must_read_once(*files, catalogue, guideline)
    offers = None if catalogue is None else load_given_catalogue(catalogue)

    def check(name: str) -> Good:
        document = read(name)
        case = checked_case(document)
        if problems := tuple(_clashes(case, document)):
            raise Problems(problems)
        warnings = (
            *_later(case, document),
            *_homes(case, document, language),
            *(_of_no_guideline(case, document) if guideline is None else _under(guideline, case, document)),
            *(() if offers is None else _unfound(case, document, offers)),
            *(() if offers is None else _not_given(case, document, offers, language)),
        )
        return good_case(case, language, warnings)

    return check_command("case", files, check, shape)


def _clashes(case: Case, document: Document) -> Iterator[VisitError]:
    """Yield a fault for two answers of one offer on one day, at the last of them."""
    for one in clashes(case, date.max):
        words = formats.listed(one.answers)
        said = _('"{name}" has given two answers on one day: {answers}', name=one.offer, answers=words)
        at = document.locate(("answers", one.places[-1], "answer"))
        yield CaseError(said, at=at, help=_("keep the one that counts, or give each its day with `on`"))


def _later(case: Case, document: Document) -> Iterator[VisitError]:
    """Yield a warning for what is dated after the assessment."""
    for one in dated_later(case, case.assessed):
        said = _("{day} is after the assessment, so it does not count on that day", day=formats.day(one.day))
        yield CaseError(said, at=document.locate(one.path))


def _homes(case: Case, document: Document, language: str) -> Iterator[VisitError]:
    """Yield a warning for a residential home that runs beside another home."""
    for one in homes_elsewhere(case):
        at = document.locate(("citizen", "current", one.place))
        yield CaseError(home_elsewhere_asked(one, language), at=at, help=home_elsewhere_help())


def _of_no_guideline(case: Case, document: Document) -> Iterator[VisitError]:
    """Yield a warning for facts and needs that are none of visit's own: they count only under a guideline that has them."""
    if case.extra:
        said = _(
            "{names} count only under a guideline that declares them",
            names=formats.listed(map("extra.{}".format, case.extra)),
        )
        yield CaseError(said, at=document.locate_key(("extra",)), help=_named())
    known = vocabulary().needs
    for need, path in needs_of_case(case):
        if need not in known:
            said = _(
                '"{name}" is not a need unless the guideline adds it; otherwise `match` refuses the case', name=need
            )
            yield CaseError(said, at=document.locate(path), help=did_you_mean(need, known) or _named())


def _named() -> str:
    return _("check it with the guideline: `--guideline FILE`")


def _under(name: str, case: Case, document: Document) -> Iterator[VisitError]:
    """Yield a warning for every fact of its own that a guideline does not declare, and for a wish that it does not read.

    Raises:
        Problems: Needs that the guideline does not know, and its facts recorded otherwise than it declares them.
    """
    guideline = load_guideline(name, case.assessed)
    refuse_under(guideline, case, document)
    for one in undeclared(case, guideline):
        said = _('"{name}" is no fact that the guideline declares, so it has no effect', name=one.name)
        near = None if one.near is None else _('did you mean "{near}"?', near=one.near)
        yield CaseError(said, at=document.locate_key(tuple(one.name.split("."))), help=near)
    if has_idle_distance(case, guideline):
        yield CaseError(distance_without_effect(case), at=document.locate(("wishes", "max_km")))


def _unfound(case: Case, document: Document, catalogue: Catalogue) -> Iterator[VisitError]:
    """Yield a warning for every place that names an offer which the catalogue does not have on the assessment date."""
    for one in unfound(case, catalogue, case.assessed):
        if one.closed:
            said = _('"{name}" is not open on {day}', name=one.id, day=formats.day(case.assessed))
        else:
            said = _('"{name}" is not in this catalogue', name=one.id)
        near = None if one.near is None else _('did you mean "{near}"?', near=one.near)
        for path in one.paths:
            yield CaseError(said, at=document.locate(path), help=near)
    for row in unlisted(case, catalogue, case.assessed):
        yield CaseError(not_in_catalogue(row), at=document.locate(("citizen", "current", row.place, "offer")))


def _not_given(case: Case, document: Document, catalogue: Catalogue, language: str) -> Iterator[VisitError]:
    """Yield a warning for every provision that is named with an offer which does not give it on the assessment date."""
    for one in not_given(case, catalogue, case.assessed):
        yield CaseError(
            told_not_given(one, language),
            at=document.locate(one.path),
            help=_("write a provision that it gives, or another offer"),
        )


def good_case(case: Case, language: str, warnings: tuple[VisitError, ...] = ()) -> Good:
    """Return how much a case records, and the areas it names."""
    count = facts_recorded({key: value for key, value in case.record["document"].items() if key not in NAMING})
    areas = case.needs.areas
    words = [vocabulary().label("area", area, language).lower() for area in areas or ()]
    facts = plural("{n} fact recorded", "{n} facts recorded", count, n=formats.number(count))
    if areas is None:
        said = _("areas not stated")
    else:
        said = _("areas: {areas}", areas=formats.listed(words)) if words else _("no areas")
    return Good(f"{facts}; {said}", warnings, numbers={"case": case.id, "facts": count, "areas": areas})


def facts_recorded(value: Any) -> int:
    """Return how many values are recorded; an empty list says “none” and is one."""
    if isinstance(value, Mapping):
        return sum(facts_recorded(inner) for inner in value.values())
    if isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        return sum(facts_recorded(inner) for inner in value)
    return 1
