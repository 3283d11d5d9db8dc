"""Statements that take the place of an unlike one of the layer below, because they have its id.

An id of the layer below replaces what it says, whatever the new statement is about: the old one is then said to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.shifts import Direction, directions_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Approval, Deadline, Grant, Guideline, Notice, Proposal, Rule
from visit.rules.language.conditions import Condition

_SECTIONS = ("rules", "approvals", "notices", "follow_up", "deadlines", "grants", "proposals")
_KINDS = ("record", "advice", "flag", "duty")
"""What a notice may be, the weakest first."""
_ANYWHERE = ("provision.", "option.provision", "option.kind", "option.current", "as_of")
"""Facts that conditions of all kinds read: to share one of these is to share no subject."""


def replaced(leaf: Layer, whole: Guideline, below: Guideline) -> Iterator[GuidelineError]:
    """Yield the statements of a layer whose id is that of one below which is about something else, or says it more strongly.

    Args:
        leaf: The guideline's own layer.
        whole: It with the layers below.
        below: The layers below alone, on the same date.
    """
    for section in _SECTIONS:
        old = {one.id: one for one in getattr(below, section)}
        new = {one.id: one for one in getattr(whole, section)}
        for id, path in leaf.places(section):
            if id not in old or id not in new:
                continue
            what = _weaker(old[id], new[id]) or (
                _("another subject") if _is_of_something_else(section, id, whole, below) else None
            )
            if what is not None:
                message = _("{id} takes the place of {id} of {owner}, which then says nothing any more: {what}",
                            id=id, owner=below.layers[-1][0], what=what)  # fmt: skip
                help = _("give it an id of its own: both then hold")
                key = "fact" if section == "proposals" else "id"
                yield GuidelineError(message, at=leaf.locate((*path, key)), help=help, code="replaces-another")


def _weaker(old: object, new: object) -> str | None:
    """Return in words what is another kind, or another person's, than in the statement below."""
    match old, new:
        case Notice(), Notice() if _KINDS.index(new.kind) < _KINDS.index(old.kind):
            return _("there it is a {old}, here a {new}", old=f"`{old.kind}`", new=f"`{new.kind}`")
        case Approval(), Approval() if new.by != old.by:
            return _("there it is of {old}, here of {new}", old=old.by, new=new.by)
        case Approval(), Approval() if old.four_eyes and not new.four_eyes:
            return _("there two approve, here one")
        case Deadline(), Deadline() if new.waits_for != old.waits_for:
            return _("there it waits for {old}, here for {new}", old=f"`{old.waits_for}`", new=f"`{new.waits_for}`")
        case Proposal(), Proposal() if new.fact != old.fact:
            return _("there it is of {old}, here of {new}", old=old.fact, new=new.fact)
        case Grant() | Rule(), Grant() | Rule() if old.provisions and new.provisions:
            was, now = (", ".join(sorted(one)) for one in (old.provisions, new.provisions))
            apart = old.provisions.isdisjoint(new.provisions)
            return _("there it is of {old}, here of {new}", old=was, new=now) if apart else None
        case _:
            return None


def _is_of_something_else(section: str, id: str, whole: Guideline, below: Guideline) -> bool:
    """Return whether the two read nothing in common, and neither holds wherever the other does."""
    was, now = _subjects(section, id, below), _subjects(section, id, whole)
    if not was or not now or was & now:
        return False
    return directions_of(below, whole, [(section, id)]).get((section, id)) is Direction.OTHERWISE


def _subjects(section: str, id: str, guideline: Guideline) -> frozenset[str]:
    one = next(one for one in getattr(guideline, section) if one.id == id)
    conditions: tuple[Condition, ...] = one.conditions if isinstance(one, Rule) else (one.when,)
    reads = frozenset().union(*(guideline.rests_on(condition) for condition in conditions))
    return frozenset(name for name in reads if not name.startswith(_ANYWHERE))
