"""The answers to many cases, a line for each, or as many as its first placement and what is missing need in their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.ranking.verdict import NotYet
from visit.reasons.labels import in_order_of_a_day, provision_name
from visit.reasons.near_misses import NearMisses, most_hours
from visit.render.case_list import CaseList, first_fault
from visit.render.lines import Line, Toned, in_lines
from visit.render.short_answer import BY_EXCEPTION, ShortAnswer, in_words

_GAP = "  "
_NO_BREAK = "\N{NO-BREAK SPACE}"
_LEAST = 14
"""A column of fewer letters says too little: the line is longer than the screen instead."""
_STEP = 4
"""By so many letters columns are tried wider."""


@dataclass(frozen=True, slots=True)
class _ShortRow:
    """One case in few words; the first placement and what is missing each with how much more there is of it."""

    case: str
    answer: str
    placement: str
    parts: int
    missing: str
    facts: int
    approval: str


class CaseLines:
    """The answers of a list in one language, a line for each."""

    def __init__(self, listed: CaseList) -> None:
        self.listed = listed

    def lines(self, width: int) -> Iterator[Line]:
        """Yield a heading, a line for each case, what to beware of in some, and how many there are of each answer."""
        rows = list(self.cells())
        titles = _ShortRow(_("case"), _("answer"), _("first placement"), 0, _("missing"), 0, _("approved by"))
        cases = [row.case for row, one in zip(rows, self.listed.answered, strict=True) if one.ranking is not None]
        case = max(map(len, [*cases, titles.case]))
        answer = max(len(row.answer) for row in (titles, *rows))
        room = width - case - answer - 2 * len(_GAP)
        first = _share([titles, *rows], room - len(_GAP))
        yield from map(Line, _told(titles, case, answer, first, room))
        for row, tone in zip(rows, self.listed.tones(), strict=True):
            start = max(case, len(row.case)) + len(_GAP)
            toned = Toned(start, start + len(row.answer), tone)
            if len(row.case) > case:
                # A file that cannot be read is told by its name, which may be long.
                yield Line(_GAP.join((row.case, row.answer, row.missing)), hang=2, toned=toned)
                continue
            begun, *further = _told(row, case, answer, first, room)
            yield Line(begun, toned=toned)
            yield from map(Line, further)
        yield Line("")
        for caution, cases in self.listed.cautions().items():
            yield Line(f"! {caution}: {formats.listed(cases)}", hang=2)
        yield Line(_("All of it: --format csv or xlsx, or `visit match` of one case"), hang=2)
        yield Line(self.listed.counts(), hang=2)

    def cells(self) -> Iterator[_ShortRow]:
        for row, one, short in zip(self.listed.rows(), self.listed.answered, self.listed.short, strict=True):
            if short is None:
                yield _ShortRow(row.case, row.answer, "", 0, first_fault(one), 0, "")
                continue
            parts, missing = [*_parts(short)], [*_Missing(short).briefly()]
            answer = _("by exception") if short.answer == BY_EXCEPTION else in_words(short.answer)
            yield _ShortRow(
                row.case, answer, parts[0] if parts else "", max(0, len(parts) - 1),
                missing[0] if missing else "", max(0, len(missing) - 1), formats.small(row.approval),
            )  # fmt: skip


class _Missing:
    """What keeps one case from being granted, and what it rests on, in a few words each."""

    def __init__(self, short: ShortAnswer) -> None:
        self.short, self.say = short, short.say

    def briefly(self) -> Iterator[str]:
        first, reasons = self.short.first, self.short.verdict.reasons
        for reason in reasons:
            yield from self.wanting(reason, first)
        if first is None and not reasons:
            yield from self.unmet()
        if first is not None and self.short.answer == BY_EXCEPTION:
            sure = self.short.explanation.surely_departs(first)
            yield _("a reason") if sure else _("whether the norm is departed from")
        if first is not None:
            yield from self.rests_on(first)

    def rests_on(self, first: Placement) -> Iterator[str]:
        """What can still turn the first placement, whom to hear over an application, and that the citizen has not consented."""
        steps = self.short.steps
        turns = steps.consequences.may_turn(first)
        yield from (_("{question} (can change no. {n})", question=self.say.fact(one), n=1) for one in turns)
        for one in steps.consequences.applications(first):
            if one.verdict in ("instead", "part"):
                yield _("a hearing over {provision}", provision=provision_name(one.row.provision, self.say.language))
        if self.short.consent():
            yield _("given without the citizen's own consent")

    def wanting(self, reason: NotYet, first: Placement | None) -> Iterator[str]:
        if reason is NotYet.UNDECIDED and first is not None:
            missing = self.short.explanation.missing(first)
            yield from dict.fromkeys(self.short.screen.boxes.missing.named(one) for one in missing)
        elif reason is NotYet.AWAITING and first is not None:
            told, others = self.short.screen.answers.awaited(self.short.explanation, first)
            yield from told
            yield from (_("{who} decides", who=self.say.role(one.trace.rule.by or "")) for one in others)
        else:
            yield {
                NotYet.UNPROVED: _("the search is not finished"),
                NotYet.AWAITING: _("somebody else decides"),
                NotYet.UNDECIDED: _("whether there is a home"),
                NotYet.DWELLING: _("a dwelling"),
                NotYet.AREAS: _("what has to be covered"),
                NotYet.GROUND: _("the ground for less help"),
                NotYet.EXTENT: _("the extent of the help"),
            }[reason]

    def unmet(self) -> Iterator[str]:
        """The needs that nothing meets, or from when help can begin."""
        later = self.short.screen.words.comes_of_age()
        if later is not None:
            yield _("possible from {day}", day=formats.day(later[1]))
            return
        needs = list(NearMisses(self.short.explanation).unmet())
        needs += [one for one, _most in most_hours(self.short.ranking)]
        yield from dict.fromkeys(self.say.requirement(one) for one in needs) or [_("nothing that meets all needs")]


def _parts(short: ShortAnswer) -> Iterator[str]:
    """The parts of the first placement, each behind its provision, in Danish without the act where that is serviceloven."""
    for option in () if short.first is None else in_order_of_a_day(short.first.parts):
        name, cited = short.say.option_in(option, short.ranking.case.municipality), short.say.provision(option)
        yield f"{cited} {name.replace(f', {cited}', '')}".strip().replace("SEL §", "§")


def _told(row: _ShortRow, case: int, answer: int, first: int, room: int) -> list[str]:
    """Return the lines of a case: its first placement and what is missing side by side, each wrapped where it stands."""
    missing = _outstanding(row)
    left = in_lines(_placed(row) or ("–" if missing else ""), first if missing else room)
    right = in_lines(missing, max(room - first - len(_GAP), _LEAST)) if missing else []
    lines = []
    for place, (one, other) in enumerate(zip_longest(left, right, fillvalue="")):
        begun = (row.case, row.answer) if place == 0 else ("", "")
        text = f"{begun[0]:{case}}{_GAP}{begun[1]:{answer}}{_GAP}{one:{first}}{_GAP}{other}"
        lines.append(text.rstrip())
    return lines


def _outstanding(row: _ShortRow) -> str:
    """What is missing, with how much more is, and who approves."""
    more = plural("+{n} more", "+{n} more", row.facts).replace(" ", _NO_BREAK) if row.facts else ""
    approval = f"[{row.approval}]" if row.approval else ""
    return " ".join(filter(None, (row.missing, more, approval)))


def _placed(row: _ShortRow) -> str:
    """The first part of the placement, with how many more it has."""
    more = plural("+{n} part", "+{n} parts", row.parts).replace(" ", _NO_BREAK) if row.parts else ""
    return " ".join(filter(None, (row.placement, more)))


def _share(rows: Sequence[_ShortRow], room: int) -> int:
    """Return how wide the first placements are: as they are where all has room, else with fewest broken words and lines."""
    both = [(_placed(row), missing) for row in rows if (missing := _outstanding(row))]
    widest = max(len(placement) for placement, _missing in both)
    if widest + max(len(missing) for _placement, missing in both) <= room:
        return widest

    def broken(texts: Iterable[str], width: int) -> int:
        return sum(len(word) > width for text in texts for word in text.split())

    def height(first: int) -> tuple[int, int]:
        words = broken((one for one, _missing in both), first) + broken((one for _placement, one in both), room - first)
        lines = (max(len(in_lines(one, first)), len(in_lines(other, room - first))) for one, other in both)
        return words, sum(lines)

    least = len(_outstanding(rows[0]))
    return min(range(_LEAST, max(room - least, _LEAST) + 1, _STEP), key=height)
