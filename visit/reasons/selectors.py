"""What a person means by a rank or an id: a placement of a ranking, or options of it."""

from __future__ import annotations

from visit.catalogue import Option
from visit.errors import UsageError, did_you_mean
from visit.locale import text as _
from visit.matching import Engine
from visit.ranking.values import Placement, Ranking


def placement_named(ranking: Ranking, subject: str) -> Placement | None:
    """Return the placement of a rank, or the one found that has the ids joined with `+`; None where none has.

    Raises:
        UsageError: There is no placement of that rank.
    """
    if subject.isdecimal():
        # Python makes no number of thousands of digits.
        rank = int(subject) if len(subject) < 10 else 0
        if 1 <= rank <= len(ranking.placements):
            return ranking.placements[rank - 1]
        raise UsageError(
            _("there is no placement {n}; {count} were found", n=subject, count=len(ranking.placements)),
        )
    wanted = "+".join(sorted(subject.split("+")))
    return next((one for one in ranking.placements if one.id == wanted), None)


def option_named(ranking: Ranking, subject: str) -> Option:
    """Return the option of an id, or the only one of an offer.

    Raises:
        UsageError: None is called that, or several are.
    """
    options = {option.id: option for option in ranking.options}
    if subject in options:
        return options[subject]
    of_offer = [option for option in options.values() if option.offer.id == subject]
    if len(of_offer) == 1:
        return of_offer[0]
    if of_offer:
        names = ", ".join(option.id for option in of_offer)
        raise UsageError(_("{subject} gives several services", subject=subject), help=_("one of {names}", names=names))
    help = did_you_mean(subject, options) or _("`visit match --all` lists every option")
    raise UsageError(_('no option is called "{subject}"', subject=subject), help=help)


def any_placement_named(engine: Engine, ranking: Ranking, subject: str) -> Placement:
    """Return the placement of a rank, or any set of options as one, ids joined with `+`; the engine is the ranking's.

    Raises:
        UsageError: There is no such rank, or no option of such an id.
    """
    found = placement_named(ranking, subject)
    return found or engine.placement(ranking, [option_named(ranking, id) for id in subject.split("+")])
