"""Help in the own home that fits, and of which the catalogue has nothing of the acting municipality's own.

A gap in the file is no gap in the law: it is said, so that it never makes a stay look like the only way.
It changes no fact, standing or exit.
"""

from __future__ import annotations

from visit.ranking.values import Ranking, Requirement
from visit.vocabulary import Provision, vocabulary


def gaps(ranking: Ranking) -> tuple[Provision, ...]:
    """Return the provisions that the citizen is entitled to, that usually meet a need, and that no own offer gives help under.

    Helpers whom the citizen employs are nobody's offer, and early help is no substitute for what the citizen is entitled to.
    """
    day, municipality = ranking.as_of.isoformat(), ranking.case.municipality
    own = {one.provision.id for one in ranking.options if one.offer.record.operator.municipality == municipality}
    return tuple(
        one
        for one in vocabulary().provisions.values()
        if one.in_own_home
        and not one.own_helpers
        and one.id not in own
        and (one.from_date is None or one.from_date <= day)
        and _entitled(ranking, one.id)
        and not any(_entitled(ranking, other) for other in one.not_a_substitute_for)
        and any(_usually_meets(ranking, one, wanted) for wanted in ranking.requirements)
    )


def _entitled(ranking: Ranking, provision: str) -> bool:
    return ranking.side.values[f"entitled({provision})"] is True


def _usually_meets(ranking: Ranking, provision: Provision, wanted: Requirement) -> bool:
    if wanted.areas.isdisjoint(provision.areas):
        return False
    return wanted.kind == "area" or (wanted.kind == "need" and wanted.key in ranking.guideline.usual(provision))
