"""A home of one's own in a case in which a residential home runs: where the citizen lives is not known, so it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.locale import text as _
from visit.reading.documents.case import CaseDocument
from visit.reasons.labels import provision_name
from visit.vocabulary import vocabulary

_ELSEWHERE = ("own", "with_family", "none")


@dataclass(frozen=True, slots=True, eq=False)
class HomeElsewhere:
    """A residential home that runs for a citizen who by the same case lives elsewhere.

    Attributes:
        housing: Where the citizen lives by the case, as its code.
        provision: Under which the residential home runs.
        place: Where it stands in the case's list of what runs.
    """

    housing: str
    provision: str
    place: int


def homes_elsewhere(case: CaseDocument) -> Iterator[HomeElsewhere]:
    """Yield the residential homes that run for a citizen who by the case lives elsewhere, in the order of the case.

    Beside a temporary stay a home may be kept: it is asked about where it begins on the day of the assessment, as what is granted.
    """
    housing = case.citizen.home.housing
    if housing not in _ELSEWHERE:
        return
    for place, row in enumerate(case.citizen.current or ()):
        provision = vocabulary().provisions.get(str(row.service))
        if provision is None or row.question == "ends" or "home" not in provision.areas or provision.tenancy:
            continue
        begins = row.since is not None and row.since >= case.assessed
        if provision.branch == "permanent" or (begins and provision.lane == "ranked"):
            yield HomeElsewhere(str(housing), provision.id, place)


def home_elsewhere_asked(one: HomeElsewhere, language: str) -> str:
    """Return what is asked of a residential home that runs for a citizen who by the case lives elsewhere."""
    return _(
        "the home is “{housing}”, and {service} ({provision}) runs: does the citizen live there, or is it what is granted now?",
        housing=vocabulary().label("housing", one.housing, language),
        service=vocabulary().label("provision", one.provision, language).lower(),
        provision=provision_name(one.provision, language),
    )


def home_elsewhere_help() -> str:
    """Return what to do about it."""
    return _("who lives there has `housing: institution`; what is granted now is taken out of `citizen.current`")
