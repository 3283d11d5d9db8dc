"""Statements that another one always comes before: a longer grant, a later follow-up or deadline, a proposal made already.

The shortest grant that applies counts; after the help has ended nobody looks again; of proposals for one value the first counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.joined_conditions import both, denied, disjunction
from visit.rules.findings.possibility import can_be, provisions_of
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.anchors import Anchor
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import FollowUp, Grant, Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import unparse
from visit.rules.language.periods import Period, days
from visit.vocabulary import vocabulary

_SAYS_WHEN = (
    "option.months", "option.sessions", "option.question", "option.approved", "option.less_than_ends", "case.permanence",
    "placement.ends", "case.home.stay_ends", "case.flags.", "as_of", "extra.",
)  # fmt: skip
"""Facts that may say of help that it ends."""


def preceded(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield grants, follow-ups and proposals of a layer that never come to matter because another one comes before."""
    guideline = every[-1]
    yield from _grants(leaf, guideline)
    yield from _follow_up(leaf, guideline)
    yield from _proposals(leaf, guideline)
    yield from _levels(leaf, guideline)
    yield from _deadlines(leaf, guideline)


def _never_without(guideline: Guideline, when: Condition, others: Iterable[Condition], provision: str = "") -> bool:
    """Return whether a condition can be true, and wherever it is so is one of some others."""
    fixed = {"provision.id": provision} if provision else {}
    alone = both((when, denied(disjunction(others))))
    return can_be(when, guideline, fixed) and not can_be(alone, guideline, fixed)


def _grants(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    for id, path in leaf.places("grants"):
        one = next((grant for grant in guideline.grants if grant.id == id), None)
        if one is None:
            continue
        shorter = [other for other in guideline.grants if days(other.lasts) < days(one.lasts)]
        asked = [
            provision for provision in _provisions(one) if can_be(one.when, guideline, {"provision.id": provision})
        ]
        if not asked and can_be(one.when, guideline):
            yield GuidelineError(
                _("the condition of {id} is never true", id=id), at=leaf.locate((*path, "when")), code="never-true"
            )
        before = {provision: [grant for grant in shorter if provision in _provisions(grant)] for provision in asked}
        if asked and all(
            before[provision]
            and _never_without(guideline, one.when, [grant.when for grant in before[provision]], provision)
            for provision in asked
        ):
            message = _("{id} never counts: {other} is shorter, and holds wherever it does",
                        id=id, other=", ".join(sorted({grant.id for some in before.values() for grant in some})))  # fmt: skip
            help = _("the shortest grant counts: say of the shorter one when it does not hold")
            yield GuidelineError(message, at=leaf.locate((*path, "lasts")), help=help, code="out-of-reach")


def _provisions(grant: Grant) -> list[str]:
    return sorted(grant.provisions or vocabulary().provisions)


def _follow_up(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    for id, path in leaf.places("follow_up"):
        one = next((row for row in guideline.follow_up if row.id == id), None)
        if one is None:
            continue
        for other in guideline.follow_up:
            end = other.ends_after
            if end is not None and days(one.after) > days(end) and _never_without(guideline, one.when, [other.when]):
                message = _("{id} is never due: by {other} the help has ended {days} days after the decision",
                            id=id, other=other.id, days=days(end))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate((*path, "after")), code="out-of-reach")
                break
        most = _most_months(guideline, one)
        if most is not None and days(one.after) > days(Period(most, "months")):
            message = _("{id} is never due: the act has the help end {n} months after the decision", id=id, n=most)
            yield GuidelineError(message, at=leaf.locate((*path, "after")), code="out-of-reach")
        if one.ends_after is not None and (provision := _goes_on(guideline, one, one.ends_after)) is not None:
            message = _("{id}: `ends_after` says that help under {provision} has ended, and nothing says that it ends",
                        id=id, provision=provision)  # fmt: skip
            help = _("leave `ends_after` out: nobody looks again after it, by any follow-up")
            yield GuidelineError(message, at=leaf.locate((*path, "ends_after")), help=help, code="ends-open-help")


def _most_months(guideline: Guideline, one: FollowUp) -> int | None:
    """Return the most months for which the help is given that is looked at again, where all of it has an end by the act."""
    if not any(name.startswith(("provision.", "option.provision")) for name in guideline.rests_on(one.when)):
        return None
    known = vocabulary().provisions
    ends = [known[id].max_months for id in provisions_of(one.when, guideline, known)]
    return max(ends, default=None) if None not in ends else None  # type: ignore[type-var]


def _goes_on(guideline: Guideline, one: FollowUp, end: Period) -> str | None:
    """Return a provision of which something is looked at again, under which help has no last day."""
    if any(name.startswith(_SAYS_WHEN) for name in guideline.rests_on(one.when)):
        return None
    for id, provision in vocabulary().provisions.items():
        lasts = provision.branch == "temporary" or provision.max_months is not None or provision.lane != "ranked"
        granted = [
            grant.when for grant in guideline.grants if days(grant.lasts) <= days(end) and id in _provisions(grant)
        ]
        if not lasts and can_be(both((one.when, denied(disjunction(granted)))), guideline, {"provision.id": id}):
            return id
    return None


def _proposals(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    own = dict(leaf.places("proposals"))
    for index, one in enumerate(guideline.proposals):
        if one.id not in own or guideline.types[one.fact].kind == "codes":
            continue  # what is proposed of a set is put together
        before = [other for other in guideline.proposals[:index] if other.fact == one.fact]
        if before and _never_without(guideline, one.when, [other.when for other in before]):
            message = _("{id} proposes nothing: wherever it does, {other} has proposed {fact} before",
                        id=one.id, other=", ".join(other.id for other in before),
                        fact=fact_in_words(guideline, one.fact))  # fmt: skip
            help = _("put the narrowest one first")
            yield GuidelineError(message, at=leaf.locate((*own[one.id], "when")), help=help, code="out-of-reach")


def _deadlines(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Deadlines for a decision that another one, counted from the same, always sets sooner; what is recorded is of one each."""
    own = dict(leaf.places("deadlines"))
    decided = [one for one in guideline.deadlines if one.waits_for == "decision"]
    for one in decided:
        sooner = [
            other
            for other in decided
            if days(other.period) < days(one.period) and _same_day(other.counted_from, one.counted_from)
        ]
        if one.id in own and sooner and _never_without(guideline, one.when, [other.when for other in sooner]):
            message = _("{id} never counts: {other} is sooner, and holds wherever it does",
                        id=one.id, other=", ".join(other.id for other in sooner))  # fmt: skip
            help = _("the soonest deadline counts: say of the sooner one when it does not hold")
            yield GuidelineError(message, at=leaf.locate((*own[one.id], "id")), help=help, code="out-of-reach")


def _same_day(first: Anchor, second: Anchor) -> bool:
    """Return whether two deadlines are counted from one day, as it is written."""
    one, other = (
        (anchor.kind, anchor.provisions, anchor.years, None if anchor.date is None else unparse(anchor.date.node))
        for anchor in (first, second)
    )
    return one == other


def _levels(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Service levels before which another row is always for the same help."""
    printed = {notice.id: notice for notice in guideline.notices}
    for id, path in leaf.places("service_levels"):
        if id in printed and not can_be(printed[id].when, guideline):
            message = _("{id} never counts: wherever it is for, a row before it is, too, or it is never so", id=id)
            help = _("put the narrowest one first")
            yield GuidelineError(message, at=leaf.locate((*path, "id")), help=help, code="out-of-reach")
