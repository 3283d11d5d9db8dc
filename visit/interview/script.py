"""Which question follows from which answers.

INVARIANT: a question depends only on questions before it, so that `back` can take the last answer away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from visit.interview.fields import FieldPath, keys_under, row_fields
from visit.interview.own import SECTION
from visit.interview.state import GATE, NOBODY, InterviewState
from visit.vocabulary import vocabulary

WITHOUT_HOME = ("none", "cannot_stay", "institution")


@dataclass(frozen=True, slots=True)
class Script:
    """The order of the questions, under the answers so far."""

    state: InterviewState

    def paths(self) -> Iterator[FieldPath]:
        """Yield the paths of the questions, answered or not, as far as the answers tell."""
        if self.state.setting.municipality is None:
            yield ("municipality",)
        yield ("assessed",)
        yield ("case",)
        yield from self._citizen()
        yield from self._assessment()
        yield from self._needs()
        yield from self._legal()
        yield from self._rows(("network",), _rest)
        yield from _under("wishes")
        yield from self._rows(("applied",), _rest)
        yield ("offered",)
        yield from self._rows(("answers",), self._after_answer)
        yield from self._rows(("tried",), self._after_trial)
        yield from self._consent()
        yield from self._gated("flags")
        yield from self._rows(("goals",), _rest)
        yield from self._rows(("earlier_functioning",), _rest)
        if any(path[0] == "functioning" and value is not None for path, value in self.state.answers.items()):
            yield ("baseline", "measured")
        yield ("actors",)
        yield ("resources",)
        yield from self._gated("contributions")
        yield from self._gated("considered")
        yield from ((SECTION, fact.shape.key) for fact in self.state.own.facts)
        yield ("notes",)

    def _citizen(self) -> Iterator[FieldPath]:
        yield ("citizen", "born")
        if self.state.value("citizen", "born") is None:
            yield ("citizen", "adult")
        home = ("citizen", "home")
        yield (*home, "housing")
        housing = self.state.value(*home, "housing")
        yield (*home, "place")
        if housing not in (None, "none"):
            yield (*home, "tenancy")
        if housing in ("own", "with_family"):
            yield (*home, "premises")
        if housing in WITHOUT_HOME:
            yield from self._dwelling((*home, "dwelling"))
        yield from self._rows(("citizen", "lived"), _rest)
        yield from self._rows(("citizen", "current"), self._after_offer)

    def _dwelling(self, dwelling: FieldPath) -> Iterator[FieldPath]:
        yield (*dwelling, "offered")
        if self.state.value(*dwelling, "offered"):
            yield (*dwelling, "from")
        if self.state.value(*dwelling, "offered") is not None:
            yield (*dwelling, "on")

    def _assessment(self) -> Iterator[FieldPath]:
        yield from _under("target_groups")
        yield ("support_need",)
        yield ("permanence",)
        for theme, subthemes in vocabulary().themes.items():
            yield (GATE, "functioning", theme)
            if self.state.value(GATE, "functioning", theme):
                yield from (("functioning", key) for key in subthemes)
        yield from self._gated("dimensions")

    def _needs(self) -> Iterator[FieldPath]:
        yield ("needs", "areas")
        yield ("needs", "must")
        for area in self.state.value("needs", "areas") or ():
            if area != "home":
                yield ("needs", "hours_per_week", area)
        for area in self.state.value("needs", "areas") or ():
            if area in self.state.setting.priced_by_days:
                yield ("needs", "days_per_week", area)
        yield ("needs", "round_the_clock")
        yield ("needs", "tied_staff")
        yield ("needs", "premises")

    def _legal(self) -> Iterator[FieldPath]:
        areas = self.state.value("needs", "areas")
        only_for = {"can_hold_ordinary_job": {"work", "activity"}, "can_complete_other_youth_education": {"education"}}
        for key in keys_under("legal"):
            if key == "kinds" and self.state.value("legal", "impairment") == "none":
                continue
            if areas is None or key not in only_for or only_for[key] & set(areas):
                yield ("legal", key)

    def _consent(self) -> Iterator[FieldPath]:
        yield ("consent", "support")
        if self._may_move():
            yield ("consent", "move")
            yield ("guardian", "kind")
            if self.state.value("guardian", "kind") not in (None, "none"):
                yield ("guardian", "accepts")
            yield from self._rows(("consent", "moves"), self._after_move)
            if "cannot_consent_objects" in self._said_of_moving():
                yield from _under("without_consent")

    def _said_of_moving(self) -> set[object]:
        """Return what the citizen says of moving at all, and of single moves."""
        said = {value for path, value in self.state.answers.items() if path[:2] == ("consent", "moves")}
        return said | {self.state.value("consent", "move")}

    def _may_move(self) -> bool:
        """Whether a home may be among what is granted: needed, lacking, wished for, applied for, offered or given now."""
        areas = self.state.value("needs", "areas")
        if areas is None or "home" in areas or self.state.value("citizen", "home", "housing") in WITHOUT_HOME:
            return True
        if self.state.value("wishes", "offers") or self.state.value("offered"):
            return True
        below = vocabulary().codes["provision"].below or {}
        named = (
            str(value) for path, value in self.state.answers.items() if path[-1] in ("service", "provision") and value
        )
        members = (one for key in named for one in sorted(below.get(key, ())))
        return any("home" in vocabulary().provisions[one].areas for one in members)

    def _rows(self, group: FieldPath, rest: Callable[[FieldPath], Sequence[str]]) -> Iterator[FieldPath]:
        lead = next(iter(row_fields((*group, 0))))
        for index in count():
            row = (*group, index)
            yield (*row, lead)
            if self.state.value(*row, lead) in (None, NOBODY):
                return
            for key in rest(row):
                yield (*row, key)
                if row_fields(row)[key].required and self.state.is_passed(*row, key):
                    break

    def _after_offer(self, row: FieldPath) -> Sequence[str]:
        known = self.state.value(*row, "offer") in self.state.setting.offers
        outside = () if known else ("name", "place", "price_dkk_per_day", "covers")
        in_question = self.state.value(*row, "question") in ("review", "ends")
        more = ("hours_per_week", "staff", "ground") if in_question else ()
        return ("service", *outside, "since", "question", *more)

    def _after_move(self, row: FieldPath) -> Sequence[str]:
        guarded = self.state.value("guardian", "kind") not in (None, "none")
        return ("offer", "consent", *(("guardian_accepts",) if guarded else ()))

    def _after_answer(self, row: FieldPath) -> Sequence[str]:
        free = ("free_from",) if self.state.value(*row, "answer") in ("accepts", "waiting") else ()
        return ("answer", "on", *free, "service")

    def _after_trial(self, row: FieldPath) -> Sequence[str]:
        again = ("again",) if self.state.value(*row, "result") == "not_enough" else ()
        return ("offer", "from", "until", "result", *again)

    def _gated(self, group: str) -> Iterator[FieldPath]:
        yield (GATE, group)
        if self.state.value(GATE, group):
            yield from _under(group)


def _under(group: str) -> Iterator[FieldPath]:
    return ((group, key) for key in keys_under(group))


def _rest(row: FieldPath) -> Sequence[str]:
    """Return the keys of a row after its first, which are asked as they are."""
    return tuple(row_fields(row))[1:]
