"""What `visit progress` says: levels and goals of one case, or what came of the help in all of them. No text from a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from visit.audit.outcomes import STEPS, Attained, Outcomes, Stays
from visit.audit.progress import SUPPORT_NEED, CaseProgress, GoalProgress, Measurement, ThemeProgress
from visit.characters import spelled
from visit.locale import formats, plural
from visit.locale import text as _
from visit.reasons.labels import provision_name
from visit.render.audit_sheet import share
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.vocabulary import fact_label, vocabulary


def measured_label(theme: str, language: str) -> str:
    """Return what a theme is called; the need for support stands among them."""
    if theme == SUPPORT_NEED:
        return formats.capital(fact_label("case.support_need", language))
    return vocabulary().label("theme", theme, language)


@dataclass(frozen=True, slots=True, eq=False)
class ProgressSheet:
    """One case in one language."""

    found: CaseProgress
    language: str

    def sheet(self) -> Sheet:
        """Return when was measured, the levels of each theme, and the goals."""
        n = len(self.found.measurements) - 1
        told = plural("{case} · {n} measurement since the baseline", "{case} · {n} measurements since the baseline", n,
                      case=self.found.case, n=formats.number(n))  # fmt: skip
        blocks: list[Block] = [Paragraph(told), Items(tuple(map(self.measured, self.found.measurements)))]
        if self.found.themes:
            blocks += [Heading(_("Levels")), self.levels()]
            blocks.append(Paragraph(_("0 to 4, a lower level is better; in the order of measurement; ? not measured")))
        if self.found.goals:
            blocks += [Heading(_("Goals")), self.goals()]
        return tuple(blocks)

    def measured(self, one: Measurement) -> str:
        day = formats.day(one.day)
        return {
            "baseline": _("{day}: the baseline (decision {n})", day=day, n=one.seq),
            "assessment": _("{day}: a new assessment (decision {n})", day=day, n=one.seq),
            "follow-up": _("{day}: a follow-up (entry {n})", day=day, n=one.seq)
            if not one.early
            else plural(
                "{day}: follow-up (entry {entry}), measured {days} day before the decision was recorded: did the help lead to it?",
                "{day}: follow-up (entry {entry}), measured {days} days before the decision was recorded: did the help lead to it?",
                one.early,
                day=day,
                entry=one.seq,
                days=one.early,
            ),
        }[one.kind]

    def levels(self) -> Table:
        columns = (
            Column(_("theme"), wraps=True),
            Column(_("level"), wraps=True),
            Column(_("since the baseline")),
        )
        rows = tuple(
            (measured_label(one.theme, self.language), " → ".join(map(_level, one.levels)), _change(one))
            for one in self.found.themes
        )
        return Table(columns, rows)

    def goals(self) -> Table:
        columns = (
            Column(_("theme"), wraps=True), Column(_("kind"), wraps=True), Column(_("from → to")),
            Column(_("now")), Column(_("measured")), Column(_("reached"), wraps=True),
        )  # fmt: skip
        return Table(columns, tuple(map(self.goal, self.found.goals)))

    def goal(self, one: GoalProgress) -> tuple[str, ...]:
        return (
            measured_label(one.theme, self.language),
            goal_kind(one, self.language) or "?",
            f"{_level(one.start)} → {_level(one.target)}",
            _level(one.level),
            "–" if one.day is None else formats.short_day(one.day),
            _reached(one),
        )

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-progress",
            "version": 1,
            "case": found.case,
            "measurements": [
                {"entry": one.seq, "day": one.day.isoformat(), "kind": one.kind} for one in found.measurements
            ],
            "themes": [
                {"theme": one.theme, "levels": list(one.levels), "change": one.change} for one in found.themes
            ],
            "goals": [
                {"theme": one.theme, "kind": one.kind, "from": one.start, "to": one.target, "level": one.level,
                 "measured": None if one.day is None else one.day.isoformat(), "stated": one.stated,
                 "reached": one.reached}
                for one in found.goals
            ],
        }  # fmt: skip


def _level(level: int | None) -> str:
    return "?" if level is None else f"{level}"


def _change(theme: ThemeProgress) -> str:
    change = theme.change
    if change is None:
        return "?"
    if change == 0:
        return _("unchanged")
    return _("better by {n}", n=-change) if change < 0 else _("worse by {n}", n=change)


def _reached(goal: GoalProgress) -> str:
    if goal.reached is None:
        return "?"
    told = yes_or_no(goal.reached)
    assert told is not None
    if goal.stated is None or goal.stated is goal.reached:
        return told
    return _("{told}, by the level; stated differently", told=told)


def yes_or_no(answer: bool | None) -> str | None:
    """Return an answer as a word; None where there is none."""
    return None if answer is None else _("yes") if answer else _("no")


def goal_kind(goal: GoalProgress, language: str) -> str | None:
    """Return what a goal is to do: to develop, to maintain or to limit a loss; None where it is not recorded."""
    return None if goal.kind is None else vocabulary().label("goal_kind", goal.kind, language)


# --- all cases ---


def step_taken(name: str) -> str:
    """Return a way from one decision to the next in words."""
    return {
        "outward": _("outward, to a less intrusive step"),
        "same": _("the same step"),
        "inward": _("inward, to a more intrusive step"),
        "unknown": _("a step that is not known"),
    }[name]


@dataclass(frozen=True, slots=True, eq=False)
class OutcomesSheet:
    """All cases in one language; `origin` is the ledger's own name."""

    origin: str
    found: Outcomes
    as_of: date
    language: str

    def sheet(self) -> Sheet:
        """Return goals, stays and steps."""
        found = self.found
        n = formats.number(found.cases)
        told = plural("{origin} · {day} · {n} case", "{origin} · {day} · {n} cases", found.cases,
                      origin=spelled(self.origin), day=formats.day(self.as_of), n=n)  # fmt: skip
        blocks: list[Block] = [Paragraph(told)]
        apart = tuple(self.apart())
        if apart:
            blocks.append(Items(apart))
        if found.goals:
            blocks += [Heading(_("Goals")), self.goals()]
        if found.stays:
            blocks += [Heading(_("Stays, in whole months")), self.stays(), *self.undated()]
        if any(found.steps.values()):
            blocks += [Heading(_("From one decision to the next")), Items(tuple(self.steps()))]
        return tuple(blocks)

    def apart(self) -> Iterator[str]:
        """Yield which decisions are not counted."""
        found, number = self.found, formats.number
        if found.erased:
            yield _("decisions erased, and not counted: {n}", n=number(found.erased))
        if found.waiting:
            yield _("decisions that wait for an approval, and are no stays yet: {n}", n=number(found.waiting))
        if found.refused:
            yield _("decisions refused, whose help never began: {n}", n=number(found.refused))

    def goals(self) -> Table:
        columns = (
            Column(_("theme"), wraps=True), Column(_("reached"), number=True), Column(_("not reached"), number=True),
            Column(_("not measured"), number=True), Column(_("share reached"), number=True),
        )  # fmt: skip
        rows = [self.attained(measured_label(one.theme, self.language), one) for one in self.found.goals]
        goals = self.found.goals
        if len(goals) > 1:
            whole = Attained(
                "", sum(one.reached for one in goals), sum(one.missed for one in goals),
                sum(one.unmeasured for one in goals),
            )  # fmt: skip
            rows.append(self.attained(_("all themes"), whole))
        return Table(columns, tuple(rows))

    def attained(self, name: str, one: Attained) -> tuple[str, ...]:
        numbers = (one.reached, one.missed, one.unmeasured)
        return name, *map(formats.number, numbers), share(one.reached, one.measured)

    def stays(self) -> Table:
        columns = (
            Column(_("provision"), wraps=True), Column(_("ended"), number=True), Column(_("mean"), number=True),
            Column(_("running"), number=True), Column(_("mean so far"), number=True),
            Column(_("target"), number=True), Column(_("over it"), number=True),
        )  # fmt: skip
        return Table(columns, tuple(map(self.stay, self.found.stays)))

    def stay(self, one: Stays) -> tuple[str, ...]:
        ended, running = one.means
        numbers = (len(one.ended), ended, len(one.running), running, one.target, one.over)
        shown = ("–" if number is None else formats.number(number) for number in numbers)
        return provision_name(one.provision, self.language), *shown

    def undated(self) -> Iterator[Block]:
        rows = tuple(
            _("{provision}: {n} without a date on which it began, not counted",
              provision=provision_name(one.provision, self.language), n=formats.number(one.undated))
            for one in self.found.stays if one.undated
        )  # fmt: skip
        if rows:
            yield Items(rows)

    def steps(self) -> Iterator[str]:
        for name in STEPS:
            yield _("{step}: {n}", step=step_taken(name), n=formats.number(self.found.steps[name]))

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-progress-all",
            "version": 1,
            "origin": self.origin,
            "as_of": self.as_of.isoformat(),
            "cases": found.cases,
            "erased": found.erased,
            "waiting": found.waiting,
            "refused": found.refused,
            "goals": [
                {"theme": one.theme, "reached": one.reached, "not_reached": one.missed, "not_measured": one.unmeasured}
                for one in found.goals
            ],
            "stays": [
                {"provision": one.provision, "target_months": one.target, "ended": len(one.ended),
                 "ended_mean_months": one.means[0], "running": len(one.running), "running_mean_months": one.means[1],
                 "over_target": one.over, "undated": one.undated}
                for one in found.stays
            ],
            "steps": dict(found.steps),
        }  # fmt: skip
