"""The answer to `visit why` in words: which part meets what, why before the next, what could turn it, the conditions that are met.

What of it stands on one screen is `why_screen`'s; every rule with its values is the facts' (`why_sheet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from shlex import quote

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Meeting, Placement, Requirement, Standing
from visit.reasons.labels import in_order_of_a_day, legal_basis
from visit.reasons.short_names import ShortNames, with_provision
from visit.reasons.values import Reason, Separation
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.consent_words import CONSENT_TO_MOVE, given_without_consent, is_of_guardian, is_of_own_consent
from visit.render.distances import is_in_the_home, network_distances
from visit.render.heading import head
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.price_words import sums
from visit.render.ruled_out import RuledOut
from visit.render.sentences import Sentences
from visit.render.steps_below import step_lines, steps_in_short
from visit.render.tick_boxes import TickBoxes
from visit.render.verdict_words import VerdictWords, comes_first_then
from visit.render.why_sheet import WhySheet
from visit.rules.deciding.one_option import Outcome
from visit.rules.language.values import Value

_GATES = ("entitlement", "sufficiency", "permanence", "consent", "competence", "policy", "legality")
"""What a caseworker asks about first: one condition of each gate stands before the second of any."""

_CONDITIONS, _MORE_CONDITIONS, _TURNING = 3, 5, 2
"""So many of the conditions always stand on a screen; so many of them, and of what could turn it, have room before the rest."""


@dataclass(frozen=True, slots=True)
class WhyPart:
    """One thing that is said of a placement or an option.

    Attributes:
        title: What it is about.
        rows: The lines of it.
        aside: What stands in brackets behind the title.
        needed: Whether all of it stands also where the screen is full.
        kept: So many of its rows do where not all of it does.
        columns: The columns, where the rows are those of a table.
        first: So many of its rows have room on the screen before what else may give way.
        brief: What stands on the screen instead of the rows, in one sentence.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    aside: str = ""
    needed: bool = True
    columns: tuple[str, ...] = ()
    kept: int = 0
    first: int = 0
    brief: str = ""


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
            yield f"{with_provision(self.say, found)}: {self.ranking.standing(found).label(self.say.language)}"
            return
        names = self.named_together(in_order_of_a_day(found.parts))
        standing = found.standing.label(self.say.language)
        place = self.ranking.placements.index(found) + 1
        yield _("No. {n}: {name}: {standing}", n=place, name=names, standing=standing)
        yield self.words.of(found)

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
        yield self.what_meets_what(parts)
        yield _part(_("Consent"), given_without_consent(self.explanation, self.say, placement))
        if place > 1:
            told = self.parted(self.ranking.placements[0], placement, 1, place)
            yield _part(_("Why after no. {n}", n=1), told)
        if place < len(self.ranking.placements):
            told = self.parted(placement, self.ranking.placements[place], place, place + 1)
            yield _part(_("Why before no. {n}", n=place + 1), told)
        yield _part(_("Departs from the norm"), self.departures(placement))
        yield _part(_("Obtain first"), self.missing.in_full(self.explanation.missing(placement)))
        yield _part(_("Approval"), self.steps.approval_lines(placement))
        yield _part(_("What could turn it"), self.could_turn(placement), needed=False, first=_TURNING)
        yield _part(
            _("Is help on a lower home step enough?"),
            self.boxes.questions.of_other_ways(placement),
            brief=self.steps.ways_to_ask(placement),
        )
        yield _part(
            _("The steps below"),
            step_lines(self.explanation, placement, self.say),
            brief=steps_in_short(self.explanation, placement),
        )
        yield _part(_("Price"), sums(self.say, self.ranking, parts, every=True), needed=False, first=1)
        yield self.conditions(parts)

    def option(self, option: Option) -> Iterator[WhyPart]:
        standing = self.ranking.standing(option)
        met = self.what_meets_what([option])
        yield _part(met.title, [*(row for [row] in met.rows), *self.facts.own_limit(option)])
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
            yield _part(title, rows)
        open = (Outcome.UNKNOWN, Outcome.CONFIRM)
        stated = [self.explanation.as_stated(one) for one in self.explanation.failing(option, Outcome.HOLDS, *open)]
        unknown = [one for one in stated if one.trace.outcome in open]
        if standing is Standing.RULED_OUT:
            yield _part(_("What could turn it"), self.could_let_in(option, unknown))
        else:
            yield _part(
                _("What could turn it"), (self.sentences.reason(one) for one in unknown), needed=False, first=_TURNING
            )
        yield self.conditions([option])

    def could_let_in(self, option: Option, unknown: Sequence[Reason]) -> Iterator[str]:
        """What would have to be otherwise of an option that is ruled out, and what can be asked of it and turns nothing."""
        turning = self.explanation.turning(option)
        for reason, names in turning:
            yield from (
                self.otherwise(reason, names)
                if names
                else [_("Only if this were otherwise: {facts}", facts=self.sentences.reason(reason))]
            )
        if not turning:
            yield _("Only if a need were recorded that it meets")
        facts = dict.fromkeys(self.say.fact(name) for one in unknown for name in one.trace.missing)
        if facts:
            yield _("As long as that is so, it makes no difference to find out: {facts}", facts="; ".join(facts))

    def otherwise(self, reason: Reason, names: Sequence[str]) -> Iterator[str]:
        """The facts of a must that fails, any of which would turn it: one that is yes or no with the answer that would."""
        for name in names:
            value, fact = reason.values.get(name), self.say.fact(name)
            if isinstance(value, bool):
                yield _if_answered(fact, yes=not value)
            else:
                read = self.say.read(name, reason.values, self.sentences.estimated(reason))
                yield _("Only if this were otherwise: {facts}", facts=f"{fact} ({read})")

    def named_together(self, parts: Sequence[Option]) -> str:
        """Parts by their names; services of one name stand once, with the provision of each."""
        by_name: dict[str, list[str]] = {}
        for part in parts:
            by_name.setdefault(self.say.option(part), []).append(self.say.provision(part))
        told = {name: [one for one in provisions if one and one not in name] for name, provisions in by_name.items()}
        return " + ".join(
            ", ".join([name, " + ".join(provisions)] if provisions else [name]) for name, provisions in told.items()
        )

    def columns(self, parts: Sequence[Option]) -> list[str]:
        """What each part is called over a column: its provision, or its number where that says too little."""
        cited = [self.say.provision(one) or self.say.option(one) for one in parts]
        return cited if len(set(cited)) == len(cited) else [f"({n})" for n in range(1, len(parts) + 1)]

    def what_meets_what(self, parts: Sequence[Option]) -> WhyPart:
        by_part = [dict(self.explanation.meeting(part)) for part in parts]
        if len(parts) == 1:
            return _part(_("What it meets"), self.met_by_one(by_part[0]))
        marks = [[_mark(wanted, met[wanted]) for met in by_part] for wanted in self.ranking.requirements]
        if all(sum(mark != "–" for mark in row) == 1 for row in marks):
            return _part(_("What meets what"), self.met_by_each(parts, marks))
        rows = tuple(
            (self.say.requirement(wanted), *row) for wanted, row in zip(self.ranking.requirements, marks, strict=True)
        )
        return WhyPart(
            _("What meets what"), rows, aside=_("● meets it; ◐ in part; ? not stated; – does not"),
            columns=(_("need"), *self.columns(parts)),
        )  # fmt: skip

    def met_by_each(self, parts: Sequence[Option], marks: Sequence[Sequence[str]]) -> Iterator[str]:
        """The needs of each part by how far it meets them, where no need is met by two of them."""
        for place, column in enumerate(self.columns(parts)):
            for mark in "●◐?":
                pairs = zip(self.ranking.requirements, marks, strict=True)
                needs = [self.say.requirement(wanted) for wanted, row in pairs if row[place] == mark]
                if needs:
                    yield f"{column}: {formats.small(_in_words(mark, formats.listed(needs)))}"

    def met_by_one(self, met: Mapping[Requirement, Meeting]) -> Iterator[str]:
        """The needs by how far one part meets them, a line for each mark."""
        found: dict[str, list[str]] = {}
        for wanted in self.ranking.requirements:
            found.setdefault(_mark(wanted, met[wanted]), []).append(self.say.requirement(wanted))
        for mark, needs in sorted(found.items(), key=lambda one: "●◐?–".index(one[0])):
            yield _in_words(mark, formats.listed(needs))

    def parted(self, first: Placement, second: Placement, a: int, b: int, *, compared: bool = False) -> Iterator[str]:
        """What sets one placement before another, and how much of the order said nothing of them; that is shown where compared."""
        separation = self.explanation.separation(first, second)
        if separation.criterion == "id":
            yield _("Nothing in the guideline tells them apart; their names decide: either will do")
            return
        alike = 0
        for one in self.explanation.compared(first, second):
            if one.first != one.second:
                break
            alike += 1
        told = self.say.separation(separation)
        left = self.by_part(first, separation, separation.first_values) or told[0]
        right = self.by_part(second, separation, separation.second_values) or told[1]
        if separation.criterion == "standing":
            left, right = (
                _("can be granted by exception") if one.standing is Standing.BY_EXCEPTION else said
                for one, said in ((first, left), (second, right))
            )
        if separation.preference is not None and "travel.network_km" in separation.preference.value.reads:
            left, right = (
                _("in the home") if is_in_the_home(one) else said for one, said in ((first, left), (second, right))
            )
        what = self.say.criterion(separation)
        if (left, right) == (_("yes"), _("no")):
            decides = _("so no. {a}, not no. {b}", a=a, b=b)
        else:
            decides = _("no. {a}: {left}; no. {b}: {right}", a=a, b=b, left=left, right=right)
        if alike and compared:
            yield plural(
                "The first thing that counts does not separate them. The next does: {what} ({decides})",
                "The first {n} things that count do not separate them. The next does: {what} ({decides})",
                alike, what=what, decides=decides,
            )  # fmt: skip
        elif alike:
            yield plural(
                "The first thing that counts does not separate them (--over {b} shows it). The next does: {what} ({decides})",
                "The first {n} things that count do not separate them (--over {b} shows them). The next does: {what} ({decides})",
                alike, b=b, what=what, decides=decides,
            )  # fmt: skip
        else:
            yield _("What counts first separates them: {what} ({decides})", what=what, decides=decides)
        if separation.preference is not None and any(
            one.startswith("travel.") for one in separation.preference.value.reads
        ):
            yield from self.distances((a, first), (b, second))

    def by_part(self, placement: Placement, separation: Separation, values: Sequence[Value]) -> str:
        """The values of the parts, each with whose it is; nothing where they are one value, or not of the parts."""
        preference = separation.preference
        if preference is None or len(values) != len(placement.parts):
            return ""
        value_of = dict(zip(placement.parts, values, strict=True))
        parts = in_order_of_a_day(placement.parts)
        found: dict[str, list[str]] = {}
        for part, column in zip(parts, self.columns(parts), strict=True):
            guessed = any(self.explanation.leans_on_estimate(name, part) for name in preference.value.reads)
            value = self.say.combined(preference, (value_of[part],), (), estimated=guessed)
            found.setdefault(value, []).append(column)
        if len(found) < 2:
            return ""
        return ", ".join(_("{value} for {part}", value=one, part=formats.listed(of)) for one, of in found.items())

    def distances(self, *ranked: tuple[int, Placement]) -> Iterator[str]:
        """Yield how far the home of each placement is, and to whom."""
        told = [(rank, [*network_distances(self.ranking, placement, self.say.language)]) for rank, placement in ranked]
        if all(lines == told[0][1] for _rank, lines in told):
            return
        for rank, lines in told:
            yield from (_("no. {n}: {what}", n=rank, what=formats.small(far)) for far in lines)

    def could_turn(self, placement: Placement) -> Iterator[str]:
        """What is asked, proposed, not asked for, and leaned on in the catalogue."""
        yield from self.boxes.questions.told(placement)
        yield from self.boxes.proposed(placement)
        yield from map(formats.capital, self.steps.not_another_way())
        yield from self.boxes.not_asked_for(placement)
        yield from self.steps.leaned(placement)

    def departures(self, placement: Placement) -> Iterator[str]:
        yield from dict.fromkeys(self.sentences.departed(one) for one in self.explanation.departures(placement))

    def conditions(self, parts: Sequence[Option]) -> WhyPart:
        """The conditions that are met, each once, with the provision that it rests on, and its part where it is not of all.

        What was found to be so stands with the facts.
        """
        of: dict[tuple[str, str], list[str]] = {}
        called = [
            (part, column) for part, column in zip(parts, self.columns(parts), strict=True) if not part.is_ordinary_home
        ]
        every = [
            (reason, column)
            for part, column in called
            for reason in self.explanation.failing(part, Outcome.HOLDS)
            if self.explanation.as_stated(reason).trace.outcome is Outcome.HOLDS
        ]
        for reason, column in _asked_about_first(every):
            rule = reason.trace.rule
            told = self.sentences.norm(reason) + self.say.behind(rule.id)
            if is_of_own_consent(reason):
                told = _("{norm} – here: {value}", norm=told, value=self.say.read(CONSENT_TO_MOVE, reason.values))
            of.setdefault((told, legal_basis(rule.origin.source)), []).append(column)
        rows = []
        for (told, basis), of_parts in of.items():
            told_by_basis = len(of_parts) == len(called) or (len(of_parts) == 1 and basis.startswith(of_parts[0]))
            part = "" if told_by_basis else f"{formats.listed(of_parts)}: "
            rows.append(f"✓ {part}{told} ({basis})")
        met = _part(_("Conditions that are met"), rows, aside=formats.number(len(rows)), needed=False)
        return replace(met, kept=_CONDITIONS, first=_MORE_CONDITIONS)


def _part(
    title: str, rows: Iterable[str], *, aside: str = "", needed: bool = True, first: int = 0, brief: str = ""
) -> WhyPart:
    return WhyPart(title, tuple((row,) for row in rows), aside, needed, first=first, brief=brief)


def _blocks(part: WhyPart) -> Iterator[Block]:
    yield Heading(f"{part.title} ({part.aside})" if part.aside else part.title)
    if part.columns:
        need, *others = part.columns
        yield Table((Column(need, wraps=True), *map(Column, others)), part.rows)
    else:
        yield Items(tuple(row for [row] in part.rows))


def _if_answered(fact: str, *, yes: bool) -> str:
    """Say to what the answer would have to be another: in one sentence where the fact is called as it is asked ("whether")."""
    if fact.startswith(("om ", "whether ")):
        if yes:
            return _("Only if the answer to {fact} were yes", fact=fact)
        return _("Only if the answer to {fact} were no", fact=fact)
    return (
        _("Only if the answer were yes: {fact}", fact=fact)
        if yes
        else _("Only if the answer were no: {fact}", fact=fact)
    )


def _mark(wanted: Requirement, met: Meeting) -> str:
    if met.surely >= wanted.amount:
        return "●"
    if met.surely:
        return "◐"
    return "?" if met.at_most else "–"


def _in_words(mark: str, needs: str) -> str:
    return {
        "●": _("Meets {needs}", needs=needs),
        "◐": _("Meets in part {needs}", needs=needs),
        "?": _("Does not say whether it meets {needs}", needs=needs),
        "–": _("Does not meet {needs}", needs=needs),
    }[mark]


def _asked_about_first(every: Sequence[tuple[Reason, str]]) -> list[tuple[Reason, str]]:
    """Return reasons so that one rule of each gate stands first, then the second of each; those of entitlement all first.

    Before them stands the guardian's yes, which a move rests on; last what is about who can consent, where the citizen cannot.
    """
    turns: dict[str, list[str]] = {}
    for reason, _column in every:
        of_gate = turns.setdefault(reason.trace.rule.gate, [])
        if reason.trace.rule.id not in of_gate:
            of_gate.append(reason.trace.rule.id)

    def turn(one: tuple[Reason, str]) -> tuple[bool, bool, int, int]:
        rule = one[0].trace.rule
        place = _GATES.index(rule.gate) if rule.gate in _GATES else len(_GATES)
        within = 0 if rule.gate == "entitlement" else turns[rule.gate].index(rule.id)
        return is_of_own_consent(one[0]), not is_of_guardian(one[0]), within, place

    return sorted(every, key=turn)
