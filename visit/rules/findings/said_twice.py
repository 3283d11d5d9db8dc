"""Statements that say in other words, or under a condition that is written otherwise, what another one says already.

Two conditions are the same where each is proved to hold wherever the other does; two texts where most of their words are. What is
written alike to the letter, `copies` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.joined_conditions import both, denied
from visit.rules.findings.possibility import can_be
from visit.rules.findings.texts import words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import BilingualText, Deadline, FollowUp, Grant, Guideline, Notice, Proposal
from visit.rules.language.periods import Period, days

_ALIKE = 0.7
"""So much of the words of two texts is the same where they say the same."""
_SHORTEST, _STEM = 4, 5
"""So long is a word that says something, and so much of it tells it from others."""
_MadeTwice = Notice | FollowUp | Deadline | Grant | Proposal


def said_twice(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that another one says already, wherever they do."""
    guideline = every[-1]
    for section in ("notices", "follow_up", "deadlines", "grants", "proposals"):
        own = dict(leaf.places(section))
        rows: Sequence[_MadeTwice] = getattr(guideline, section)
        order = list(own)
        for one in rows:
            others = [row for row in rows if row.id not in order[order.index(one.id) :]] if one.id in own else ()
            other = next((other for other in others if _says_as(guideline, other, one)), None)
            if other is not None:
                message = _("{id} says the same as {other} of {owner}",
                            id=one.id, other=other.id, owner=other.origin.guideline)  # fmt: skip
                yield GuidelineError(message, at=leaf.locate((*own[one.id], "id")), code="copied")


def _says_as(guideline: Guideline, other: _MadeTwice, one: _MadeTwice) -> bool:
    if not _is_alike(other, one):
        return False
    if other.when.reads.isdisjoint(one.when.reads) and (other.when.reads or one.when.reads):
        return False
    return can_be(one.when, guideline) and not can_be(both((one.when, denied(other.when))), guideline)


def _is_alike(other: _MadeTwice, one: _MadeTwice) -> bool:
    """Return whether two statements do the same where their conditions hold."""
    match other, one:
        case Notice(), Notice():
            return other.kind == one.kind and _in_other_words(other.text, one.text)
        case FollowUp(), FollowUp():
            periods = [[_days(each) for each in (row.after, row.then_every, row.ends_after)] for row in (other, one)]
            return periods[0] == periods[1] and _in_other_words(other.text, one.text)
        case Deadline(), Deadline():
            return _days(other.period) == _days(one.period) and _in_other_words(other.text, one.text)
        case Grant(), Grant():
            is_of = other.provisions is None or (one.provisions is not None and one.provisions <= other.provisions)
            return is_of and _days(other.lasts) == _days(one.lasts)
        case Proposal(), Proposal():
            return (other.fact, other.value) == (one.fact, one.value)
        case _:
            return False


def _days(period: Period | None) -> int | None:
    return None if period is None else days(period)


def _in_other_words(first: BilingualText, second: BilingualText) -> bool:
    return all(words_shared(one, other) >= _ALIKE for one, other in ((first.da, second.da), (first.en, second.en)))


def words_shared(first: str, second: str) -> float:
    """Return how much of the words of two texts, by their beginnings, stands in both: from 0 to 1."""
    one, other = (
        frozenset(word[:_STEM] for word in words_in(text) if len(word) >= _SHORTEST) for text in (first, second)
    )
    return len(one & other) / len(one | other) if one | other else 0.0
