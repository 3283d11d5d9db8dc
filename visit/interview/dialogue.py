"""The dialogue: the next question, an answer taken or refused, and one step back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from visit.cpr import redacted
from visit.errors import CaseError
from visit.interview.answers import READERS, refuse_unusable_answer
from visit.interview.asked import Question, Taken, is_none, is_unknown
from visit.interview.case_document import document_of, incomplete_rows
from visit.interview.choosing import choice_meant
from visit.interview.fields import FieldPath, label_of, pattern_of
from visit.interview.questions import question_at, stage_of
from visit.interview.script import Script
from visit.interview.state import NOBODY, InterviewState, Setting
from visit.locale import formats
from visit.locale import text as _
from visit.reading.source import PlainValue


@dataclass(frozen=True, slots=True)
class Interview:
    """The answers so far, in the order they were given, and what follows from them.

    Attributes:
        begun: What was answered before it began.
        asks: Which questions are put; the others stay open.
    """

    setting: Setting
    answers: Mapping[FieldPath, Taken] = field(default_factory=dict)
    begun: Mapping[FieldPath, Taken] = field(default_factory=dict)
    asks: Callable[[FieldPath, InterviewState], bool] = lambda path, state: True

    @property
    def state(self) -> InterviewState:
        """What its questions and its document go by."""
        return InterviewState(self.setting, {**self.begun, **self.answers})

    def question(self) -> Question | None:
        """Return the next question, or None when there are no more."""
        state = self.state
        paths = [path for path in Script(state).paths() if path in self.answers or self.asks(path, state)]
        path = next((path for path in paths if path not in state.answers), None)
        if path is None:
            return None
        # An answer can put a question of a section that is past: it counts anew, so that the numbers only rise.
        asked = [stage for stage, _same in groupby(map(stage_of, [one for one in self.answers if one in paths]))]
        number = len(asked) + (asked[-1:] != [stage_of(path)])
        ahead = dict.fromkeys(stage_of(one) for one in paths if one not in state.answers)
        return replace(question_at(path, state), part=(number, number + len(ahead) - 1))

    def answer(self, text: str) -> Interview:
        """Return the interview with the next question answered; an empty text leaves it unknown.

        Raises:
            CaseError: The answer cannot be taken; a CPR number among it is never repeated.
            PlaceError: There is no such place.
        """
        question = self.question()
        if question is None:
            raise CaseError(_("there are no more questions"))
        refuse_unusable_answer(text)
        return replace(self, answers={**self.answers, question.path: self._read(question, text.strip())})

    def back(self) -> Interview:
        """Return the interview before the last answer; the same at the first question."""
        return replace(self, answers=dict(list(self.answers.items())[:-1]))

    def document(self) -> dict[str, PlainValue]:
        """Return the case document: what is answered, without rows that lack what a row must have."""
        return document_of(self.state)

    def left_out(self) -> tuple[str, ...]:
        """Return in words the rows begun and not finished, which the document leaves out."""
        rows = incomplete_rows(self.state)
        return tuple(_("{what} (no. {n})", what=label_of(pattern_of(row[:-1])), n=int(row[-1]) + 1) for row in rows)

    def missing(self) -> tuple[str, ...]:
        """Return the fields that a case must have and this one lacks."""
        document = self.document()
        return tuple(key for key in ("case", "assessed", "municipality") if key not in document)

    def _read(self, question: Question, text: str) -> Taken:
        if not text:
            if question.default is not None:
                return question.default
            if question.required and not question.in_row:
                raise CaseError(_("this must be answered"), help=question.text)
            return None
        if is_unknown(text, question) and choice_meant(text, question) is None:
            return None
        if question.row is not None and is_none(text):
            return None if question.row else NOBODY
        value = READERS[question.kind](text, question)
        self._check(question, value)
        return value

    def _check(self, question: Question, value: Taken) -> None:
        """Refuse what is well-formed and contradicts another answer."""
        path, today = question.path, self.setting.today.isoformat()
        assessed = str(self.state.answers.get(("assessed",), today))
        if (own := self.state.own.at(path)) is not None:
            for _path, message, help in own.shape.faults(list(value) if isinstance(value, tuple) else value):
                raise CaseError(message, help=help)
        if path == ("assessed",) and str(value) > today:
            raise CaseError(
                _("the date of the assessment is in the future: {day}", day=formats.day(date.fromisoformat(str(value))))
            )
        if question.kind == "past" and str(value) > assessed:
            raise CaseError(_("the day is after the assessment"))
        if question.kind == "born" and str(value) > (assessed if isinstance(value, str) else assessed[:4]):
            raise CaseError(_("the birth is after the assessment"))
        if path == ("case",) and value in self.setting.taken:
            raise CaseError(_("another case here has the id {id}", id=redacted(value)), help=self.state.proposed_id())
