"""The answer to `visit why` in words: which part meets what, why before the next, what could turn it, the conditions that are met.

What of it stands on one screen is `why_screen`'s; every rule with its values is the facts' (`why_sheet`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement, Standing
from visit.ranking.verdict import standing_told
from visit.reasons.idle_wishes import is_avoided
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.short_names import ShortNames, with_marked_provision
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.consent_words import given_without_consent
from visit.render.heading import head
from visit.render.met_conditions import MetConditions
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.price_words import sums
from visit.render.ruled_out import RuledOut
from visit.render.sentences import Sentences
from visit.render.separating_words import SeparatingWords
from visit.render.steps_below import step_lines, steps_in_short
from visit.render.tick_boxes import TickBoxes
from visit.render.turning_words import TurningWords
from visit.render.verdict_words import VerdictWords, comes_first_then
from visit.render.what_meets import WhatMeets
from visit.render.why_parts import WhyPart, why_part
from visit.render.why_sheet import WhySheet
from visit.rules.deciding.one_option import Outcome

_TURNING = 2
"""So many lines of what could turn it have room on a screen before the rest."""


class WhyInShort:
    """One placement or option of a ranking in words."""

    def __init__(self, facts: WhySheet, *, ids: bool = False) -> None:
        self.facts, self.ranking, self.explanation = facts, facts.ranking, facts.explanation
        self.say = ShortNames.of(self.ranking, facts.language, ids=ids)
        self.steps = NextSteps(self.explanation, self.say)
        self.sentences = Sentences(self.explanation, self.say)
        self.boxes = TickBoxes(self.explanation, self.steps)
        self.missing = MissingFacts(self.ranking, self.say)
        self.words = VerdictWords(self.explanation, self.say, self.boxes.answers)
        self.meets = WhatMeets(self.explanation, self.say)
        self.separating = SeparatingWords(self.explanation, self.say)
        self.turning = TurningWords(self.explanation, self.say, self.steps, self.missing)
        self.fulfilled = MetConditions(self.explanation, self.say)

    def sheet(self, subject: str, over: str | None) -> Sheet:
        """Return why the subject stands where it does, and what separates it from another."""
        found = self.facts.find(subject)
        blocks: list[Block] = [*head(self.ranking)]
        blocks += [Paragraph(one, strong=True) for one in self.answer(found)]
        if isinstance(found, Placement):
            blocks += map(Paragraph, self.first_once_recorded(found))
        blocks += [block for part in self.parts_of(found) for block in _blocks(part)]
        blocks += self.facts.beside(found, subject)
        if over is not None:
            blocks += self.facts.over(found, over)
        blocks.append(
            Paragraph(_("Every value, rule by rule: visit why CASE {subject} --facts", subject=quote(subject)))
        )
        return tuple(blocks)

    def answer(self, found: Placement | Option) -> Iterator[str]:
        """What the subject is called, with its standing, and the verdict on a placement."""
        if isinstance(found, Option):
            yield f"{with_marked_provision(self.say, found)}: {self.standing_of(found)}"
            return
        names = self.named_together(in_order_of_a_day(found.parts))
        standing = standing_told(self.ranking, found).label(self.say.language)
        place = self.ranking.placements.index(found) + 1
        yield _("No. {n}: {name}: {standing}", n=place, name=names, standing=standing)
        yield self.words.of(found)

    def standing_of(self, option: Option) -> str:
        """The standing of an option, and the first placement that has it."""
        standing = self.ranking.standing(option).label(self.say.language)
        places = (n for n, one in enumerate(self.ranking.placements, 1) if option in one.parts)
        place = next(places, None)
        return (
            standing
            if place is None
            else _("{standing}; part of no. {n}: visit why CASE {n}", standing=standing, n=place)
        )

    def first_once_recorded(self, placement: Placement) -> Iterator[str]:
        """Which placement comes before the first of all once the ground for less help is recorded."""
        if self.words.is_first(placement) and (told := comes_first_then(self.ranking, self.say)):
            yield formats.capital(told)

    def parts_of(self, found: Placement | Option) -> Iterator[WhyPart]:
        """Yield what there is to say, in order; what nothing is said of is left out."""
        said = self.placement(found) if isinstance(found, Placement) else self.option(found)
        yield from (part for part in said if part.rows)

    def placement(self, placement: Placement) -> Iterator[WhyPart]:
        place = self.ranking.placements.index(placement) + 1
        parts = in_order_of_a_day(placement.parts)
        yield self.meets.what_meets_what(parts)
        yield why_part(_("The citizen's wish"), self.refused_by_citizen(parts))
        yield why_part(_("Consent"), given_without_consent(self.explanation, self.say, placement))
        if place > 1:
            told = self.separating.parted(self.ranking.placements[0], placement, 1, place, over=1)
            yield why_part(_("Why after no. {n}", n=1), told)
        if place < len(self.ranking.placements):
            told = self.separating.parted(placement, self.ranking.placements[place], place, place + 1, over=place + 1)
            title = _("Why before no. {n}", n=place + 1)
            yield why_part(title, told, needed=place == 1, first=1)
        yield why_part(_("Departs from the norm"), self.departures(placement))
        obtain = tuple(self.missing.in_full(self.explanation.missing(placement)))
        yield why_part(_("Obtain first"), obtain)
        yield why_part(_("Approval"), self.steps.approval_lines(placement))
        yield why_part(
            _("What could turn it"),
            self.could_turn(placement),
            needed=False,
            kept=0 if obtain else 1,
            first=_TURNING,
            stays=True,
        )
        yield why_part(
            _("Is less extensive help enough?"),
            self.boxes.questions.of_other_ways(placement),
            brief=self.steps.ways_to_ask(placement),
        )
        yield why_part(
            _("The steps below"),
            step_lines(self.explanation, placement, self.say),
            needed=False,
            brief=steps_in_short(self.explanation, placement),
        )
        yield why_part(_("Price"), sums(self.say, self.ranking, parts, every=True), needed=False, first=1)
        yield self.fulfilled.told(parts)

    def option(self, option: Option) -> Iterator[WhyPart]:
        standing = self.ranking.standing(option)
        yield why_part(_("The citizen's wish"), self.refused_by_citizen([option]))
        met = self.meets.what_meets_what([option])
        yield why_part(met.title, [*(row for [row] in met.rows), *self.facts.own_limit(option)])
        against = {
            Standing.RULED_OUT: (_("Why it is ruled out"), Outcome.FAILS, "must"),
            Standing.BY_EXCEPTION: (_("Departs from the norm"), Outcome.FAILS, "presumption"),
            Standing.AWAITING: (_("Somebody else decides first"), Outcome.FAILS, "hold"),
        }
        if standing in against:
            title, outcome, strength = against[standing]
            failing = [one for one in self.explanation.failing(option, outcome) if one.trace.rule.strength == strength]
            ruled_out = RuledOut(self.explanation, self.say)
            rows = [ruled_out.reason(one) for one in failing]
            if standing is Standing.RULED_OUT and not rows:
                rows.append(_("It meets none of the needs of the case"))
            yield why_part(title, rows)
        open = (Outcome.UNKNOWN, Outcome.CONFIRM)
        stated = [self.explanation.as_stated(one) for one in self.explanation.failing(option, Outcome.HOLDS, *open)]
        unknown = [one for one in stated if one.trace.outcome in open]
        if standing is Standing.RULED_OUT:
            yield why_part(_("What could turn it"), self.turning.told(option, unknown))
        else:
            yield why_part(
                _("What could turn it"),
                (self.sentences.reason(one) for one in unknown),
                needed=False,
                kept=1,
                first=_TURNING,
            )
        yield self.fulfilled.told([option])

    def refused_by_citizen(self, parts: Sequence[Option]) -> Iterator[str]:
        """What of some options the citizen wishes to keep away from."""
        for name in dict.fromkeys(self.say.option(one) for one in parts if is_avoided(self.ranking, one)):
            yield _("The citizen does not want {name}", name=name)

    def named_together(self, parts: Sequence[Option]) -> str:
        """Parts by their names; services of one name stand once, with the provision of each."""
        by_name: dict[str, list[str]] = {}
        for part in parts:
            name, told = self.say.option(part), with_marked_provision(self.say, part)
            several = by_name.setdefault(name, [])
            several.append(told.removeprefix(f"{name}, ") if several else told)
        return " + ".join(" + ".join(told) for told in by_name.values())

    def could_turn(self, placement: Placement) -> Iterator[str]:
        """What is asked, first what can change it; what is proposed, not asked for, and leaned on in the catalogue."""
        turns = _("{question} (can change no. {n})", question="", n=self.steps.number(placement)).strip()
        told = map(self.boxes.closed, self.boxes.questions.told(placement))
        yield from sorted(told, key=lambda one: turns not in one)
        yield from self.boxes.proposed(placement)
        yield from map(formats.capital, self.steps.not_another_way())
        yield from self.boxes.not_asked_for(placement)
        yield from self.steps.leaned(placement)

    def departures(self, placement: Placement) -> Iterator[str]:
        yield from dict.fromkeys(self.sentences.departed(one) for one in self.explanation.departures(placement))


def _blocks(part: WhyPart) -> Iterator[Block]:
    yield Heading(f"{part.title} ({part.aside})" if part.aside else part.title)
    if part.columns:
        need, *others = part.columns
        yield Table((Column(need, wraps=True), *map(Column, others)), part.rows)
    else:
        cited = [f" ({one})" for one in part.cited] or [""] * len(part.rows)
        yield Items(tuple(row + basis for [row], basis in zip(part.rows, cited, strict=True)))
