"""What trying gives: for every row and whole decision whether it passed, and what differs if not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from visit.errors import Location
from visit.locale import formats, language
from visit.locale import text as _
from visit.rules.language.periods import later, parse_period
from visit.vocabulary import vocabulary

_OUTCOMES = ("holds", "fails", "unknown", "excepted", "not_applicable", "given", "not_given", "perhaps", "known")


class Defect(RuntimeError):
    """The two evaluators disagree: a fault of visit itself, not of a guideline or a case."""


@dataclass(frozen=True, slots=True)
class TrialDifference:
    """One thing that was expected otherwise; `what` is empty for what a row gives."""

    what: str
    expected: str
    found: str
    at: Location

    def __str__(self) -> str:
        what = f"{what_words(self.what)}: " if self.what else ""
        return _(
            "{what}expected {expected}, found {found}",
            what=what,
            expected=_with_word(self.expected),
            found=_with_word(self.found),
        )


def what_words(what: str) -> str:
    """Return what was expected otherwise in words: a key of the cases file with what it is about, which stays as it is."""
    words = {
        "what rules out": _("what rules out"), "standing of": _("standing of"), "because of": _("because of"),
        "unknown": _("unknown for"), "absent": _("absent"), "follow-up": _("follow-up"), "deadline": _("deadline"),
        "order": _("order"), "areas": _("areas"), "placements": _("placements"), "approvals": _("approvals"),
        "notices": _("notices"), "missing": _("missing"), "due": _("due"), "by": _("by"),
        "four_eyes": _("two people sign"),
    }  # fmt: skip
    key = next((one for one in words if what == one or what.startswith(f"{one} ")), "")
    if not key:
        area = vocabulary().codes["area"].terms.get(what)
        return what if area is None else formats.small(area.da if language() == "da" else area.en)
    return words[key] + what.removeprefix(key)


def outcome_in_words(outcome: str) -> str:
    """Return what a statement gives, for a person."""
    if outcome.startswith("row "):
        return _("row {n}", n=outcome[4:])
    words = {
        "holds": _("holds"), "fails": _("fails"), "unknown": _("not known"), "excepted": _("excepted"),
        "not_applicable": _("does not apply"), "given": _("given"), "not_given": _("not given"), "perhaps": _("perhaps"),
        "known": _("known"),
    }  # fmt: skip
    return words[outcome]


def _with_word(written: str) -> str:
    """Return what a row has to say, which is English whoever writes it, in Danish with the word for it."""
    code, space, more = written.partition(" ")
    standing = vocabulary().codes["standing"].terms.get(code)
    if language() != "da" or (code not in _OUTCOMES and standing is None):
        return written
    word = outcome_in_words(code) if standing is None else formats.small(standing.da)
    return f"{code} ({word}){space}{more}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row or one whole decision."""

    id: str
    at: Location
    differences: tuple[TrialDifference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.differences


def as_written(value: object) -> str:
    """Return a value as it is written in a cases file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_written(one) for one in value) + "]"
    return str(value)


def on_days(due: Iterable[object], start: date) -> list[str]:
    """Return when it is due as dates: what is written as a period, `3 months`, is counted from a day."""
    return [later(start, *parse_period(one)).isoformat() if " " in one else one for one in map(str, due)]


def differing(what: str, expected: object, found: object, at: Location) -> Iterable[TrialDifference]:
    """Yield a difference where the two are not written alike."""
    if as_written(expected) != as_written(found):
        yield TrialDifference(what, as_written(expected), as_written(found), at)
