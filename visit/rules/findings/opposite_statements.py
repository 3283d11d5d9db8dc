"""Two statements for the same citizen that say opposite things: do it and do not, two terms of one thing, two who approve it.

What they say is told by their words, which both languages must have. Of two that never apply together nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.joined_conditions import both, denied
from visit.rules.findings.possibility import can_be
from visit.rules.findings.said_twice import words_shared
from visit.rules.findings.texts import plain_text, words_in
from visit.rules.findings.times_said import is_as_long, lengths_said
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Approval, BilingualText, Deadline, FollowUp, Guideline
from visit.rules.language.periods import days

_CLAUSE = re.compile(
    r"[.;:,?]|\b(?:men|but|og|and|medmindre|unless|når|hvis|where|if|when|som|der|who|which|that)\b", re.IGNORECASE
)
_FORBIDS = re.compile(
    r"\b(?:(?:skal|må|bør|behøver)(?: \w+){0,2} (?:ikke|aldrig)|(?:must|should|shall|need|may|do|does) (?:not|never)"
    r"|(?:is|are) (?:not|never) to|need not|never)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:ikke|ingen|intet|aldrig|uden|kun|not|no|never|without|only|none)\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"borger\w*|citizen\w*|skal|must|altid|always|ikke|aldrig|never|have|been|with|from|that|this|than|they|their|before|after|efter"
    r"|inden|eller|blive|bliver|være|også|such|into|will|each|every|hver\w*|alle"
)
_Termed = Deadline | FollowUp | Approval
_STEM, _SHORTEST = 6, 4
_ALIKE = 0.6
"""So much of the words of two texts is the same where they speak of one thing."""


def opposite_statements(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that say the opposite of another one, or the same with another term or by somebody else."""
    guideline = every[-1]
    own = dict(leaf.places("notices"))
    for forbidding in [one for one in guideline.notices if _forbidden(one.text.da) and _forbidden(one.text.en)]:
        for other in guideline.notices:
            mine = [one.id for one in (other, forbidding) if one.id in own]
            if not mine or not _are_opposite(forbidding.text, other.text):
                continue
            if can_be(both((forbidding.when, other.when)), guideline):
                last = max(mine, key=list(own).index)
                first = other.id if last == forbidding.id else forbidding.id
                message = _("{id} and {other} say opposite things, and both apply at times", id=last, other=first)
                help = _("let each say when it holds, or take one of them out")
                at = leaf.locate((*own[last], "id"))
                yield GuidelineError(message, at=at, help=help, code="opposite-statements")
    yield from _lengths(leaf, guideline)
    yield from _terms(leaf, guideline)


def _are_opposite(one: BilingualText, other: BilingualText) -> bool:
    """Return whether one of two texts forbids, in both languages, what the other one asks."""
    return _forbids(one.da, other.da) and _forbids(one.en, other.en)


def _forbids(forbidding: str, asking: str) -> bool:
    asked = _asked(asking)
    return any(
        len(content & one) >= 2 and len(content & one) >= _ALIKE * min(len(content), len(one))
        for content in _forbidden(forbidding)
        for one in asked
    )


@lru_cache(maxsize=4096)
def _forbidden(text: str) -> tuple[frozenset[str], ...]:
    """Return the words of each clause that forbids something."""
    found = (_content(clause) for clause in _clauses(text) if _FORBIDS.search(clause) is not None)
    return tuple(words for words in found if len(words) > 1)


@lru_cache(maxsize=4096)
def _asked(text: str) -> tuple[frozenset[str], ...]:
    """Return the words of each clause that denies nothing."""
    found = (_content(clause) for clause in _clauses(text) if _DENIES.search(clause) is None)
    return tuple(words for words in found if len(words) > 1)


def _clauses(text: str) -> list[str]:
    return [part for part in _CLAUSE.split(plain_text(text)) if part and part.strip()]


def _content(clause: str) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for word in words_in(clause) if len(word) >= _SHORTEST and _EMPTY.fullmatch(word) is None
    )


def _lengths(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Notices and deadlines that give one thing another length of time than a notice does."""
    for section in ("notices", "deadlines"):
        own = dict(leaf.places(section))
        for one in [row for row in getattr(guideline, section) if row.id in own and _only_length(row.text.da)]:
            for other in guideline.notices:
                if other.id == one.id or not _as_long_otherwise(one.text, other.text):
                    continue
                if (other.id not in own or other.id < one.id) and can_be(both((one.when, other.when)), guideline):
                    message = _("{id} and {other} give one thing different lengths of time, and both apply at times",
                                id=one.id, other=other.id)  # fmt: skip
                    help = _("let each say when it holds, or take one of them out")
                    at = leaf.locate((*own[one.id], "id"))
                    yield GuidelineError(message, at=at, help=help, code="opposite-statements")
                    break


def _as_long_otherwise(one: BilingualText, other: BilingualText) -> bool:
    """Return whether two texts speak of one thing, and each says one length of time that is not the other's."""
    pairs = ((one.da, other.da), (one.en, other.en))
    for first, second in pairs:
        lengths = _only_length(first), _only_length(second)
        if None in lengths or is_as_long(lengths[0] or 0, lengths[1] or 0):
            return False
    return all(words_shared(first, second) >= _ALIKE for first, second in pairs)


@lru_cache(maxsize=4096)
def _only_length(text: str) -> int | None:
    """Return the length of time in days that a text says, where it says one."""
    lengths = {length.days for length in lengths_said(text)}
    return lengths.pop() if len(lengths) == 1 else None


def _terms(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Two deadlines or follow-ups of one thing with other terms, and two who approve one thing, in one layer."""
    for section in ("deadlines", "follow_up", "approvals"):
        own = dict(leaf.places(section))
        rows = [row for row in getattr(guideline, section) if row.id in own]
        for index, one in enumerate(rows):
            for other in rows[:index]:
                if not _part(one, other) or not _are_alike(one.text, other.text):
                    continue
                if _is_decided(guideline, one, other):
                    message = _(
                        "{id} and {other} say the same with other terms, and both apply at times",
                        id=one.id,
                        other=other.id,
                    )
                    help = _("let each say when it holds, or take one of them out")
                    at = leaf.locate((*own[one.id], "id"))
                    yield GuidelineError(message, at=at, help=help, code="opposite-statements")
                    break


def _part(one: _Termed, other: _Termed) -> bool:
    """Return whether two statements of one kind have other terms."""
    match one, other:
        case Deadline(), Deadline():
            anchors = [(row.counted_from.kind, row.counted_from.reads, row.counted_from.years) for row in (one, other)]
            same = anchors[0] == anchors[1] and one.counted_from.provisions == other.counted_from.provisions
            return same and one.waits_for == other.waits_for and days(one.period) != days(other.period)
        case FollowUp(), FollowUp():
            both_again = one.then_every is not None and other.then_every is not None
            return both_again and days(one.then_every) != days(other.then_every)  # type: ignore[arg-type]
        case Approval(), Approval():
            return one.by != other.by
        case _:
            return False


def _are_alike(one: BilingualText, other: BilingualText) -> bool:
    return all(words_shared(first, second) >= _ALIKE for first, second in ((one.da, other.da), (one.en, other.en)))


def _is_decided(guideline: Guideline, one: _Termed, other: _Termed) -> bool:
    """Return whether two conditions hold for the same; of deadlines whether the longer one holds only where the other does."""
    first, second = one.when, other.when
    if not can_be(both((first, second)), guideline):
        return False
    is_part = not can_be(both((first, denied(second))), guideline)
    is_whole = not can_be(both((second, denied(first))), guideline)
    if isinstance(one, Deadline) and isinstance(other, Deadline):
        return is_part if abs(days(one.period)) > abs(days(other.period)) else is_whole
    return is_part and is_whole
