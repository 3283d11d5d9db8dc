"""The answers to many cases, one line for each whatever the width: what has no room is counted, and cut behind a word.

Cases stand by what they wait for, those that give no answer first and those that can be granted last: what has to be worked on
stands together at the top, where a page and `head` begin. A verdict and the id of a case are never cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.cpr import safe
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.ranking.verdict import NotYet
from visit.reasons.labels import in_order_of_a_day, provision_name
from visit.reasons.near_misses import NearMisses, most_hours
from visit.reasons.values import Confirm
from visit.render.case_list import CaseList, first_fault
from visit.render.lines import Line, Tone, Toned, shortened
from visit.render.short_answer import BY_EXCEPTION, FAULTY, ShortAnswer, in_brief
from visit.streams import as_output_has_it

_GAP = "  "
_LEAST = 10
"""Columns of fewer letters say too little: then the first placement gives way."""
_MOST_OF_A_NAME = 0.7
"""The share of the first part that a cut leaves at least, before the provisions alone say more."""
_ENDING = 8
"""So many letters of the name of a file stand behind what is cut out of it: its ending, or the number of a row."""
_NAMED = 3
"""So many cases are named with what to beware of in them, or who approves them; the others are counted."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a placement in as much room as there is.

    Attributes:
        parts: Its parts, each by provision and name.
        shorter: The same where that is too long, the longest first: without the names of the municipality's own services, then the
            provisions alone.
    """

    parts: tuple[str, ...] = ()
    shorter: tuple[str, ...] = ()

    def within(self, room: int) -> str:
        """Return as much as there is room for; the first name is cut where most of it has room, or nothing else does."""
        if not self.parts:
            return ""
        ways = [_and_more(self.parts, shown) for shown in range(len(self.parts), 0, -1)]
        cut = _within(self.parts, room, " + ")
        told = [*ways[:1], *self.shorter[:1], *ways[1:]]
        if not self.shorter or len(cut) >= _MOST_OF_A_NAME * len(ways[-1]):
            told = [*told, cut]
        return next((one for one in (*told, *self.shorter[1:]) if len(one) <= room), cut)


@dataclass(frozen=True, slots=True)
class _ShortRow:
    """One case in few words.

    Attributes:
        case: Its id, or the file of one that cannot be read.
        answer: The verdict.
        placement: The parts of the first placement, or why there is none: as they are told where there is room, then shorter.
        before: What is to be seen to before deciding, what is most urgent first.
        tone: The colour of the verdict.
        is_file: Whether it is the name of a file, which may be cut.
    """

    case: str
    answer: str
    placement: _Told
    before: tuple[str, ...]
    tone: Tone | None = None
    is_file: bool = False


class CaseLines:
    """The answers of a list in one language, a line for each."""

    def __init__(self, listed: CaseList) -> None:
        self.listed = listed

    def lines(self, width: int) -> Iterator[Line]:
        """Yield a heading, a line for each case, what to beware of in some, and how many there are of each answer."""
        titles = _ShortRow(_("case"), _("answer"), _Told((_("first placement"),)), (_("before you decide"),))
        rows = list(self.rows())
        columns = _LineColumns.of([titles, *rows], width)
        for row in (titles, *rows):
            yield columns.line(row)
        yield Line("")
        for caution, cases in self.listed.cautions().items():
            yield Line(f"! {caution}: {_named(cases)}", hang=2)
        for who, cases in self.listed.to_approve().items():
            yield Line(_("Must be approved by {who}: {cases}", who=who, cases=_named(cases)), hang=2)
        marks = []
        if any(one.endswith("?") for row in rows for one in row.before):
            marks.append(_("? not known, and can change the answer"))
        if any(len(one) > 1 for row in rows for one in (row.placement.parts, row.before)):
            marks.append(_("+2: two more"))
        if marks:
            yield Line(" · ".join(marks), hang=2)
        yield Line(_("One case in whole: visit match CASE; all of them: --format csv or xlsx"), hang=2)
        yield Line(self.listed.counts(in_brief), hang=2)

    def rows(self) -> Iterator[_ShortRow]:
        """Yield what stands in the lines, each text as it may reach a terminal."""
        named = [row.case for row in self.listed.rows()]
        for place in self.listed.worst_first():
            case, short, tone = _shown(named[place]), self.listed.short[place], self.listed.tone(place)
            if short is None:
                fault = _shown(first_fault(self.listed.answered[place]))
                yield _ShortRow(case, in_brief(FAULTY), _Told((fault,)), (), tone, is_file=True)
                continue
            told = _BeforeDeciding(short)
            before = map(_shown, told.briefly())
            yield _ShortRow(case, in_brief(short.answer), told.placement(), (*dict.fromkeys(before),), tone)


@dataclass(frozen=True, slots=True)
class _LineColumns:
    """How wide the columns are; what stands before deciding has what is left of a line."""

    width: int
    case: int
    answer: int
    placement: int

    @classmethod
    def of(cls, rows: Sequence[_ShortRow], width: int) -> _LineColumns:
        """Return columns that hold the first of what stands in each where there is room, else as much of it as they can."""
        case = max(len(row.case) for row in rows if not row.is_file and len(row.case) <= width // 3)
        files = [len(row.case) for row in rows if row.is_file]
        case = max(case, min(width // 4, max(files, default=0)))
        answer = max(len(row.answer) for row in rows)
        room = max(0, width - case - answer - 3 * len(_GAP))
        both = [(row.placement, row.before) for row in rows if row.before]
        left = max((_least(one.parts) for one, _before in both), default=0)
        right = max((_least(one) for _placement, one in both), default=0)
        if left + right <= room:
            whole = max((len(" · ".join(one)) for _placement, one in both), default=0)
            return cls(width, case, answer, max(left, room - whole))
        if room < 2 * _LEAST:
            return cls(width, case, answer, 0)

        def lost(most: int) -> int:
            """How many letters give way where the first placement has so many; those of what is to be seen to count three times."""
            return sum(
                len(_and_more(one.parts, 1)) - len(one.within(most)) + 3 * _lost(before, room - most)
                for one, before in both
            )

        return cls(width, case, answer, min(range(max(_LEAST, room * 2 // 5), room - _LEAST + 1), key=lost))

    def line(self, row: _ShortRow) -> Line:
        """Return the line of a row; a longer id pushes what stands behind it."""
        name = _without_middle(row.case, self.case) if row.is_file else row.case
        begun = f"{name:{self.case}}{_GAP}{row.answer:{self.answer}}{_GAP}"
        start = max(self.case, len(name)) + len(_GAP)
        toned = None if row.tone is None else Toned(start, start + len(row.answer), row.tone)
        room = self.width - len(begun)
        if not row.before:
            told = row.placement.within(room)
        elif self.placement == 0:
            told = _within(row.before, room, " · ")
        else:
            placement = row.placement.within(self.placement) or "–"
            told = f"{placement:{self.placement}}{_GAP}{_within(row.before, room - self.placement - len(_GAP), ' · ')}"
        return Line(f"{begun}{told}".rstrip(), hang=2, toned=toned)


def _within(items: Sequence[str], room: int, between: str) -> str:
    """Return as many items as there is room for and how many more there are; the first is cut where not even that has room."""
    for shown in range(len(items), 0, -1):
        told = _and_more(items, shown, between)
        if len(told) <= room:
            return told
    if not items:
        return ""
    more = _more(len(items) - 1)
    return f"{shortened(items[0], room - len(more))}{more}" if room > len(more) else ""


def _and_more(items: Sequence[str], shown: int, between: str = " + ") -> str:
    """Return the first of some items, and how many more there are."""
    return between.join(items[:shown]) + _more(len(items) - shown)


def _least(items: Sequence[str]) -> int:
    """Return how much room the first of some items has, with how many more there are."""
    return len(items[0] + _more(len(items) - 1)) if items else 0


def _lost(items: Sequence[str], room: int) -> int:
    """Return how many letters of the first of some items give way."""
    more = len(_more(len(items) - 1)) if items else 0
    return len(items[0]) - len(shortened(items[0], room - more)) if items else 0


def _more(n: int) -> str:
    return f" +{n}" if n else ""


def _without_middle(name: str, room: int) -> str:
    """Return the name of a file that has only so much room: how it begins and ends."""
    between = as_output_has_it("…")
    return name if len(name) <= room else f"{name[: room - _ENDING - len(between)]}{between}{name[-_ENDING:]}"


def _named(cases: Sequence[str]) -> str:
    """Return the first of some cases, and how many more there are."""
    named, more = formats.listed(cases[:_NAMED]), len(cases[_NAMED:])
    return f"{named} {_('and {n} more', n=more)}" if more else named


def _shown(text: str) -> str:
    return as_output_has_it(safe(text))


class _BeforeDeciding:
    """What one case comes to, and what is to be seen to before it is decided, in a few words each."""

    def __init__(self, short: ShortAnswer) -> None:
        self.short, self.say = short, short.say
        self.first = short.first

    def placement(self) -> _Told:
        """The parts of the first placement, each behind its provision, or what none is for."""
        if self.first is None:
            return _Told(() if self.short.verdict.reasons else tuple(map(_shown, self.none())))
        parts = in_order_of_a_day(self.first.parts)
        whole = tuple(_shown(f"{self.behind(one)} {self.named_part(one)}".strip()) for one in parts)
        cited = [_shown(self.behind(one) or self.named_part(one).partition(" (")[0]) for one in parts]
        own = [self.is_named_by_provision(one) for one in parts]
        if len(parts) == 1 and not own[0]:
            return _Told(whole)
        names = [short if named else long for short, long, named in zip(cited, whole, own, strict=True)]
        return _Told(whole, (" + ".join(names), " + ".join(cited), _and_more(cited, 1)))

    def behind(self, option: Option) -> str:
        """The provision that a part stands behind, with the mark of an estimate."""
        guess = "~" if option.is_of_estimated_provision else ""
        return guess + self.say.provision(option).replace("SEL §", "§")

    def named_part(self, option: Option) -> str:
        """What a part is called behind its provision."""
        name = self.say.option_in(option, self.short.ranking.case.municipality)
        return name.replace(f", {self.say.provision(option)}", "")

    def is_named_by_provision(self, option: Option) -> bool:
        """Whether the name of a part is that of its provision: a service that the citizen's own municipality gives."""
        return self.say.option_in(option, self.short.ranking.case.municipality) != self.say.option(option)

    def none(self) -> Iterator[str]:
        """The needs that nothing meets, or from when help can begin."""
        later = self.short.screen.words.comes_of_age()
        if later is not None:
            yield _("none before {day}", day=formats.day(later[1]))
            return
        needs = list(NearMisses(self.short.explanation).unmet())
        needs += [one for one, _most in most_hours(self.short.ranking)]
        first, *others = dict.fromkeys(self.say.requirement(one) for one in needs) or [_("all needs")]
        yield _("none meets {need}", need=first)
        yield from others

    def briefly(self) -> Iterator[str]:
        """What is missing, what can still turn the answer, who approves, what needs a reason, and what else to mind."""
        for reason in self.short.verdict.reasons:
            yield from self.wanting(reason)
        if self.first is None:
            return
        consequences = self.short.steps.consequences
        yield from (_asked(self.say.in_few_words(one)) for one in consequences.may_turn(self.first))
        yield from self.approvals()
        if not self.short.verdict.reasons and self.short.screen.words.rests_on_no_lower_step(self.first):
            yield _("less help enough?")
        if self.short.answer == BY_EXCEPTION:
            sure = self.short.explanation.surely_departs(self.first)
            yield _("reason for departing") if sure else _("departs from the norm?")
        for one in consequences.applications(self.first):
            if one.verdict in ("instead", "part"):
                yield _("hearing ({provision})", provision=self.cited(one.row.provision))
        if self.short.consent():
            yield _("without own consent")

    def cited(self, provision: str) -> str:
        return provision_name(provision, self.say.language).replace("SEL §", "§")

    def approvals(self) -> Iterator[str]:
        surely, perhaps = self.short.approvers()
        if surely:
            who = formats.listed(surely)
            yield plural("{who} approves", "{who} approve", len(surely), who=who)
        if perhaps:
            yield _("perhaps approval: {who}", who=formats.listed(perhaps))

    def wanting(self, reason: NotYet) -> Iterator[str]:
        """What has to come for one of the reasons."""
        if reason is NotYet.UNDECIDED and self.first is not None:
            yield from (_asked(self.named(one)) for one in self.short.explanation.missing(self.first))
        elif reason is NotYet.AWAITING and self.first is not None:
            yield from self.awaited(self.first)
        else:
            yield {
                NotYet.UNPROVED: _("the search is not finished"),
                NotYet.AWAITING: _("somebody else decides"),
                NotYet.UNDECIDED: _("has the citizen a home?"),
                NotYet.DWELLING: _("find a dwelling"),
                NotYet.AREAS: _("what is to be covered?"),
                NotYet.GROUND: _("ground for less help?"),
                NotYet.EXTENT: _("extent of the help?"),
            }[reason]

    def awaited(self, first: Placement) -> Iterator[str]:
        told, others = self.short.screen.answers.awaited(self.short.explanation, first)
        yield from told
        yield from (_("{who} decides", who=self.say.role(one.trace.rule.by or "")) for one in others)

    def named(self, missing: Confirm) -> str:
        """A missing fact or need in few words, without whose it is."""
        told, facts = self.short.screen.boxes.missing.named(missing), self.say.fact(missing.fact)
        return self.say.in_few_words(missing.fact) if told == facts else told


def _asked(fact: str) -> str:
    return f"{fact}?"
