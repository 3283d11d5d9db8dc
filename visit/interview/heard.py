"""What is understood of an answer that names choices, and what is not: the words that are asked about once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from visit.cpr import redacted
from visit.errors import VisitError
from visit.interview.answers import one_choice
from visit.interview.asked import Question, is_none, is_unknown
from visit.interview.choosing import answer_parts, bare, choice_meant, choices_meant, help_given, met_by_help
from visit.interview.fields import CodeChoice
from visit.locale import text as _

OF_SEVERAL = ("codes", "offers")
"""The kinds of question that take several choices."""


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A word of an answer that is not understood.

    Attributes:
        said: What is wrong with it.
        choices: What it may mean, likeliest first; none where nothing is near.
        double: It is understood, and another answer has it already: there is nothing to ask.
        help: What to do where there are none, or why these may be meant: it is help, and may be given for them.
    """

    word: str
    said: str
    choices: tuple[CodeChoice, ...] = ()
    double: bool = False
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The choices that an answer names, by code, and the words of it that name none."""

    taken: tuple[str, ...]
    open: tuple[OpenWord, ...]


def heard(text: str, question: Question) -> Heard | None:
    """Return what is understood of an answer; None where the question is not answered by choices, or with none of them."""
    one = one_choice(question.kind)
    if one is None or not text.strip() or is_none(text.strip()) or _is_passed(text, question):
        return None
    if question.kind not in OF_SEVERAL:
        return _of_one(text.strip(), question, one)
    taken: list[str] = []
    left: dict[str, OpenWord] = {}
    for part in answer_parts(text, question):
        try:
            taken.append(one(part, question))
        except VisitError as error:
            left[part] = _open(part, question, error)
    return Heard(tuple(dict.fromkeys(taken)), tuple(left.values()))


def _is_passed(text: str, question: Question) -> bool:
    return is_unknown(text, question) and choice_meant(text, question) is None


def _of_one(text: str, question: Question, one: Callable[[str, Question], str]) -> Heard:
    """Return what is understood where one choice is asked for: of several that are named, which one it is stays open."""
    try:
        return Heard((one(text, question),), ())
    except VisitError as error:
        named = [found for part in answer_parts(text, question) if (found := choice_meant(part, question)) is not None]
        choices = tuple(choice for choice in question.choices if choice.code in named)
        open = OpenWord(text, error.message, choices) if len(choices) > 1 else _open(text, question, error)
        return Heard((), (open,))


def _open(word: str, question: Question, error: VisitError) -> OpenWord:
    word = bare(word)
    why = help_given(word, question)
    choices = tuple(met_by_help(word, question) if why else choices_meant(word, question))
    said = _("{text} may mean:", text=redacted(word)) if choices and why is None else error.message
    double = choice_meant(word, question) in question.without
    return OpenWord(word, said, choices, double, why or (None if choices else error.help))
