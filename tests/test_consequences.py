"""What follows from a placement: which notices are said."""

from __future__ import annotations

from drawn import DAY, catalogue, guideline
from drawn import case as case_from
from written import SOURCE, TEXT, a_case, a_guideline, an_offer, offers

from visit.matching import match
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation

SHELTER = {"id": "shelter", "kind": "duty", "text": TEXT, "when": "provision.id == SEL-110", **SOURCE}


def notices(*, acute: bool) -> set[str]:
    """The notices that are surely said of somebody who needs support, beside a shelter."""
    case = case_from(a_case(needs={"areas": ["support"], "must": ["social_contact"]}, flags={"acute": acute}))
    given = catalogue(offers(an_offer("visits", "SEL-85"), an_offer("shelter", "SEL-110")))
    ranking = match(case, given, guideline(a_guideline(notices=[SHELTER])), DAY)
    found = Consequences(Explanation(ranking)).notices(ranking.first)
    return {one.statement.id for one in found if one.surely}


def test_notices_are_asked_of_the_acute_offers_that_are_shown() -> None:
    assert "shelter" in notices(acute=True)
    assert "shelter" not in notices(acute=False)
