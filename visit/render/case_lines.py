"""The answers to many cases, a line for each: what does not fit is cut, and all of it stands in the grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.ranking.verdict import NotYet
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.near_misses import NearMisses, most_hours
from visit.render.case_list import CaseList, first_fault
from visit.render.lines import Line, Toned, shortened
from visit.render.short_answer import BY_EXCEPTION, ShortAnswer, in_words

_GAP = "  "
_LEAST = 14
"""A cell of fewer letters says too little: the line is longer than the screen instead."""


@dataclass(frozen=True, slots=True)
class _ShortRow:
    """One case in few words; the first placement and what is missing may be cut, each with how much more there is of it."""

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
        first, second = _shares([titles, *rows], room - len(_GAP))
        yield Line(_told(titles, case, answer, first, second))
        for row, tone in zip(rows, self.listed.tones(), strict=True):
            start = max(case, len(row.case)) + len(_GAP)
            if len(row.case) > case:
                # A file that cannot be read is told by its name, which may be long; what is wrong with it has the rest.
                rest = width - start - len(row.answer) - len(_GAP)
                text = f"{row.case}{_GAP}{row.answer}{_GAP}{shortened(row.missing, max(rest, _LEAST))}"
            else:
                text = _told(row, case, answer, first, second)
            yield Line(text, hang=2, toned=Toned(start, start + len(row.answer), tone))
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
    """What keeps one case from being granted, in a few words each."""

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
        needs = [one for one, _miss in NearMisses(self.short.explanation).of_unmet()]
        needs += [one for one, _most in most_hours(self.short.ranking)]
        yield from dict.fromkeys(self.say.requirement(one) for one in needs) or [_("nothing that meets all needs")]


def _parts(short: ShortAnswer) -> Iterator[str]:
    """The parts of the first placement, each behind its provision, in Danish without the act where that is serviceloven."""
    for option in () if short.first is None else in_order_of_a_day(short.first.parts):
        name, cited = short.say.option(option), short.say.provision(option)
        yield f"{cited} {name.replace(f', {cited}', '')}".strip().replace("SEL §", "§")


def _told(row: _ShortRow, case: int, answer: int, first: int, second: int) -> str:
    begun = f"{row.case:{case}}{_GAP}{row.answer:{answer}}{_GAP}"
    missing = _outstanding(row, second)
    if not missing:
        return begun + _cut(row.placement, row.parts, first + len(_GAP) + second)
    return f"{begun}{_cut(row.placement, row.parts, first) or '–':{first}}{_GAP}{missing}"


def _outstanding(row: _ShortRow, room: int) -> str:
    """What is missing, cut so that who approves stands whole."""
    approval = f"[{row.approval}]" if row.approval else ""
    if not row.missing:
        return approval
    behind = f" {approval}" if approval else ""
    return _cut(row.missing, row.facts, max(room - len(behind), _LEAST)) + behind


def _cut(text: str, more: int, room: int) -> str:
    """A text with how many more there are, in so much room; cut within a word where that tells much more."""
    behind = f" +{more}" if more else ""
    room -= len(behind)
    told = shortened(text, room)
    return (told if len(told) * 3 >= min(len(text), room) * 2 else f"{text[: room - 1].rstrip()}…") + behind


def _shares(rows: Sequence[_ShortRow], room: int) -> tuple[int, int]:
    """How many letters the first placement and what is missing have: all that they need, else what is missing has half."""
    whole = 10_000
    first = max(len(_cut(row.placement, row.parts, whole)) for row in rows)
    second = max(len(_outstanding(row, whole)) for row in rows)
    if first + second <= room:
        return first, second
    approved = max(len(_outstanding(replace(row, missing=row.missing[:_LEAST], facts=0), whole)) for row in rows)
    second = min(second, max(room // 2, room - first, approved))
    return max(room - second, _LEAST), max(second, _LEAST)
