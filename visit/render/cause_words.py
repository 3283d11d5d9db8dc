"""Why a solution does not come first, in words: what it stands behind by, and why an option of it is not there."""

from __future__ import annotations

from datetime import date

from visit.catalogue import Option
from visit.locale import formats, language
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.reasons.labels import provision_name


def behind_words(criterion: str, called: str) -> str:
    """Return that a solution stands behind another by a criterion, which is called so; by names it is by nothing else."""
    if criterion == "id":
        return _("nothing in the guideline tells them apart; their names decide")
    return _("it stands behind by {criterion}", criterion=called)


def absent_words(option: Option, called: str, ranking: Ranking) -> str:
    """Return why an option of another ranking of the same case is none in this one: closed since when, or not in the catalogue.

    Args:
        option: It, as the other ranking has it.
        called: What it is called.
        ranking: Where it is not.
    """
    listed = next((one for one in ranking.catalogue.options if one.id == option.id), None)
    if listed is None:
        if option.kind != "catalogue":
            return _("{offer} is no option there", offer=called)
        if option.offer.id in ranking.catalogue.offers:
            return _("{offer} is in the catalogue, but not with this help", offer=called)
        return _("{offer} is not in the catalogue", offer=called)
    for record in (listed.offer.record, listed.service):
        if record.closed is not None and record.closed < ranking.as_of:
            return _("{offer} is closed; its last day was {day}", offer=called, day=formats.day(record.closed))
        if record.opened is not None and record.opened > ranking.as_of:
            return _("{offer} opens only on {day}", offer=called, day=formats.day(record.opened))
    if (start := listed.provision.from_date) is not None and start > ranking.as_of.isoformat():
        provision, day = provision_name(listed.provision.id, language()), formats.day(date.fromisoformat(start))
        return _("{offer}: {provision} gives help only from {day}", offer=called, provision=provision, day=day)
    return _("{offer} is no option there", offer=called)
