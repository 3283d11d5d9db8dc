"""The words of an answer that are not understood: what is, is kept, and of the others it is asked what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from visit.commands.new_questions import help_with, meanings, speak, tell_lines
from visit.cpr import redacted
from visit.interview import Question, is_yes
from visit.interview.answers import refuse_unusable_answer
from visit.interview.heard import OF_SEVERAL, OpenWord, heard
from visit.locale import text as _

_FEW = 12
"""So many meanings of a word are shown."""


STOPS = "."
"""What ends an interview, wherever it is asked something."""


@dataclass(frozen=True, slots=True)
class SettledAnswer:
    """An answer whose words are all understood, by code.

    Attributes:
        words: The answer; None where somebody goes back to the question, or nothing of it was understood.
        stops: Whether the interview ends with it.
    """

    words: str | None
    stops: bool = False


def settled(question: Question, line: str, ask: Callable[[], str | None]) -> SettledAnswer:
    """Return an answer with the meaning of each of its words.

    A word that may mean several, or none, is asked about, and none is taken for it; one that is passed is left out and told. So are
    those that are open where the interview is stopped.

    Raises:
        CaseError: It holds what may stand in no answer.
    """
    refuse_unusable_answer(line)
    found = heard(line, question)
    if found is None or not found.open:
        return SettledAnswer(line)
    labels = {one.code: one.label for one in question.choices}
    if found.taken:
        speak(_("understood: {names}", names="; ".join(labels.get(one, one) for one in found.taken)))
    taken, stops = list(found.taken), False
    for word in found.open:
        if word.double:
            speak(word.said)
        meant = [] if word.double or stops else _meaning(word, question, ask)
        if meant is None:
            return SettledAnswer(None)
        stops = stops or meant == [STOPS]
        if stops or not meant:
            speak(_("left out: {word}", word=redacted(word.word)))
        taken += [] if stops else meant
    return SettledAnswer(", ".join(dict.fromkeys(taken)) or None, stops)


def _meaning(word: OpenWord, question: Question, ask: Callable[[], str | None]) -> list[str] | None:
    """Return the codes that somebody says a word means, none where it is passed; `.` where they stop, None where they go back."""
    several = question.kind in OF_SEVERAL
    choices = word.choices[:_FEW]
    speak(f"\n{word.said}" if several else word.said)
    if word.help is not None:
        speak(word.help)
    tell_lines(meanings(choices, question))
    if more := len(word.choices) - len(choices):
        speak(_("and {n} more: write more of the word", n=more))
    if not (choices or several):
        return None
    if not several:
        asked = _("Which is it? (number or another word; empty: answer again, ? shows all)")
    elif choices:
        asked = _("Which? (numbers or other words; empty: it is left out, ? shows all, < answers again)")
    else:
        asked = _("What is it in other words? (empty: it is left out, ? shows all, < answers again)")
    while True:
        speak(asked)
        line = ask()
        answer = "" if line is None else line.strip()
        if answer.startswith("?"):
            help_with(question, answer.removeprefix("?").strip(), screen=0)
        elif answer == STOPS:
            return [STOPS]
        elif answer == "<" or not (answer or several):
            return None
        elif not answer:
            return []
        else:
            refuse_unusable_answer(answer)
            numbered = {str(n): one.code for n, one in enumerate(choices, 1)}
            if len(choices) == 1 and is_yes(answer):
                return [choices[0].code]
            parts = [part.strip() for part in answer.replace(";", ",").split(",")]
            found = heard(", ".join(numbered.get(part, part) for part in parts), question)
            unknown = [part for part in parts if choices and part.isdigit() and part not in numbered]
            if found is not None and not found.open and not unknown:
                return list(found.taken)
            speak(_("{text} is not one of the choices", text=redacted(answer)))
