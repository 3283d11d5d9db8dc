"""The answers to many cases: as a table by what each waits for, and as they were given for a spreadsheet or as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from visit.errors import VisitError
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.render.blocks import Column, Paragraph, Sheet, Table
from visit.render.document import match_document
from visit.render.grids import Cell, Grid
from visit.render.heading import beware, layer_names, said_beforehand
from visit.render.lines import Tone
from visit.render.sentences import Sentences
from visit.render.short_answer import BY_EXCEPTION, FAULTY, GRANTABLE, NONE, NOT_YET, ShortAnswer, in_words

_TONES = {
    GRANTABLE: Tone.GOOD, BY_EXCEPTION: Tone.WAITING, NOT_YET: Tone.WAITING, NONE: Tone.BAD, FAULTY: Tone.BAD,
}  # fmt: skip
_WORST_FIRST = (FAULTY, NONE, NOT_YET, BY_EXCEPTION, GRANTABLE)
"""Answers as they stand before a reader: what has to be worked on comes first."""


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What became of one case: a ranking, or what is wrong with it.

    Attributes:
        file: The file as it was named.
        code: The exit code that `match` of this case alone has.
    """

    file: str
    code: int
    ranking: Ranking | None
    faults: tuple[VisitError, ...] = ()


@dataclass(frozen=True, slots=True)
class _CaseRow:
    """The cells of one case, in words."""

    case: str
    answer: str
    placement: str
    missing: str
    approval: str


class CaseList:
    """Cases in one language."""

    def __init__(self, answered: Sequence[Answered], language: str) -> None:
        self.answered, self.language = answered, language
        self.short = [None if one.ranking is None else ShortAnswer(one.ranking, language) for one in answered]

    def sheet(self) -> Sheet:
        """Return a line for each case, and how many there are of each answer."""
        columns = (
            Column(_("case")), Column(_("answer"), wraps=True), Column(_("first placement"), wraps=True),
            Column(_("before you decide"), wraps=True), Column(_("approval"), wraps=True),
        )  # fmt: skip
        told = [
            (row.case, row.answer, row.placement or "–", row.missing or "–", row.approval or "–") for row in self.rows()
        ]
        rows = tuple(told[place] for place in self.worst_first())
        return (Table(columns, rows), Paragraph(self.counts(), strong=True))

    def worst_first(self) -> list[int]:
        """The places of the cases by what each waits for, those that wait for the same as they were given."""
        return sorted(range(len(self.short)), key=lambda place: _WORST_FIRST.index(self.answer(place)))

    def answer(self, place: int) -> str:
        """What the case at a place comes to."""
        short = self.short[place]
        return FAULTY if short is None else short.answer

    def tone(self, place: int) -> Tone:
        """The colour of an answer, which says nothing that its words do not."""
        return _TONES[self.answer(place)]

    def cautions(self) -> dict[str, list[str]]:
        """What to beware of in some answers, each with the cases."""
        found: dict[str, list[str]] = {}
        for row, short in zip(self.rows(), self.short, strict=True):
            for caution in () if short is None else _cautions(short):
                found.setdefault(caution, []).append(row.case)
        return found

    def to_approve(self) -> dict[str, list[str]]:
        """Who surely has to approve, each with the cases."""
        found: dict[str, list[str]] = {}
        for row, short in zip(self.rows(), self.short, strict=True):
            for who in () if short is None else short.approvers()[0]:
                found.setdefault(who, []).append(row.case)
        return found

    def counts(self, called: Callable[[str], str] = in_words) -> str:
        """How many cases there are, and of each answer by what it is called."""
        found = Counter(map(self.answer, range(len(self.short))))
        n = len(self.answered)
        parts = [f"{formats.number(found[answer])} {called(answer)}" for answer in _WORST_FIRST if found[answer]]
        return plural("{n} case: {counts}", "{n} cases: {counts}", n, n=formats.number(n), counts=", ".join(parts))

    def rows(self) -> Iterator[_CaseRow]:
        alike = Counter(one.ranking.case.id for one in self.answered if one.ranking is not None)
        for one, short in zip(self.answered, self.short, strict=True):
            if short is None:
                yield _CaseRow(Path(one.file).name, in_words(FAULTY), "", first_fault(one), "")
            else:
                cautious = (f"! {one}" for one in _cautions(short))
                rests_on = (*short.turning(), *short.applications(met=False), *short.consent())
                missing = "; ".join(filter(None, (*cautious, short.missing(), _departs(short), *rests_on)))
                id = short.ranking.case.id
                named = id if alike[id] == 1 else f"{id} ({Path(one.file).name})"
                yield _CaseRow(named, short.told(), short.placement(), missing, short.approvals())

    def grid(self) -> Grid:
        """Return the same for a spreadsheet, with more of each case."""
        columns = (
            _("file"), _("case"), _("municipality"), _("as of"), _("answer"), _("exit code"), _("first placement"),
            _("DKK a day"), _("DKK a day at most"), _("lists of"), _("missing"), _("to confirm"), _("approval"),
            _("perhaps approval"), _("can change no. 1"), _("the application"), _("consent"),
            _("follow-up"), _("deadline"), _("guideline"), _("note"), _("options"), _("estimates"),
        )  # fmt: skip
        pairs = zip(self.answered, self.short, strict=True)
        return Grid(_("Cases"), columns, tuple(_cells(one, short) for one, short in pairs))


def _cells(one: Answered, short: ShortAnswer | None) -> tuple[Cell, ...]:
    if short is None:
        return (
            one.file, None, None, None, in_words(FAULTY), one.code, None, None, None, None, first_fault(one), None, None,
            None, None, None, None, None, None, None, None, None, None,
        )  # fmt: skip
    ranking = short.ranking
    surely, perhaps = short.approvers()
    days = short.follow_up()
    missing = "; ".join(filter(None, (short.missing(), _departs(short))))
    return (
        one.file, ranking.case.id, ranking.case.municipality, ranking.as_of, short.called(), one.code,
        short.placement() or None, *short.dkk_per_day(), short.list_years(),
        missing or None, short.to_confirm(), formats.capital(formats.listed(surely)) or None,
        formats.capital(formats.listed(perhaps)) or None,
        " ".join((*short.turning(), *short.lower_steps())) or None,
        "; ".join(short.applications()) or None, "; ".join(short.consent()) or None,
        days[0] if days else None, short.next_deadline(), layer_names(ranking.guideline),
        "; ".join(_cautions(short)) or None, short.named_ids() or None, "; ".join(short.estimates()) or None,
    )  # fmt: skip


def _departs(short: ShortAnswer) -> str:
    """Return the norms that the first placement departs from, or of one by exception may depart from."""
    if short.first is None:
        return ""
    sentences = Sentences(short.explanation, short.say)
    norms = dict.fromkeys(sentences.norm(one) for one in short.explanation.departures_to_tell(short.first))
    if not norms:
        return ""
    return _("departs from: {norms}", norms="; ".join(norms))


def _cautions(short: ShortAnswer) -> tuple[str, ...]:
    return (*beware(short.ranking), *said_beforehand(short.explanation, short.say))


def first_fault(one: Answered) -> str:
    """The first of what is wrong with a case, and how much more there is; standard error has all of it."""
    more = len(one.faults) - 1
    first = one.faults[0]
    place = first.at.line if first.at is not None else None
    said = first.message if place is None else _("line {n}: {what}", n=place, what=first.message)
    return said if not more else f"{said}; {_('and {n} more', n=more)}"


def case_document(one: Answered, *, everything: bool = False) -> dict[str, object]:
    """Return the answer to one case of many as data: what `match` of it alone gives, the file, and the exit code."""
    of_file = {"file": one.file, "exit_code": one.code}
    if one.ranking is None:
        return {
            "schema": "visit-match",
            "version": 1,
            **of_file,
            "errors": [error_document(fault) for fault in one.faults],
        }
    return {**match_document(one.ranking, everything=everything), **of_file, "errors": []}


def error_document(fault: VisitError) -> dict[str, object]:
    """Return an error as data: where it stands, what it says, and what to do."""
    at = fault.at
    return {
        "file": at and at.file, "line": at and at.line, "column": at and at.column, "message": fault.message,
        "help": fault.help,
    }  # fmt: skip
