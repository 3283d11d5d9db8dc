"""`visit catalogue new`: a catalogue by a few questions, at a terminal or over a pipe, as `case new` asks them.

Empty passes a question, `?` shows what can be answered, `<` goes back, `.` stops and saves; so does the end of input.
At a terminal a wrong answer is told and the question put again; in a pipe it ends the command, and the offers that
were finished before it are written.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from visit.catalogue import catalogue_of
from visit.commands.inputs import today
from visit.commands.new import keyboard, pipe, refuse_path, refuse_rest, save_new
from visit.commands.new_questions import speak
from visit.errors import CatalogueError, Location, UsageError
from visit.imports.cells import CellError
from visit.imports.offer_answers import (
    CHOICES,
    SPECIALISED,
    OfferAnswer,
    answered_catalogue,
    next_key,
    question_text,
    unfinished,
    with_answer,
)
from visit.imports.yaml_text import catalogue_text, read_again
from visit.locale import formats, language, plural, render_error
from visit.locale import text as _
from visit.reading.documents.lists import codes_called, keys_of, vocabulary_list
from visit.vocabulary import vocabulary


def new_catalogue_command(file: str, *, force: bool) -> int:
    """Ask, write the catalogue, and say what comes next; return 1 where no offer was finished.

    Raises:
        UsageError: The file cannot be written, or is there already.
        CatalogueError: An answer of a pipe cannot be taken; the offers finished before it are written.
    """
    path = Path(file)
    refuse_path(path, force=force)
    answers, fault = _asked()
    for name in unfinished(answers):
        speak(_("{name} was not finished and is left out", name=name))
    made = answered_catalogue(answers, path, today())
    offers = made["offers"]
    assert isinstance(offers, list)
    if not offers and fault is not None:
        raise fault
    if not offers:
        speak(_("no offer was finished: nothing is written"))
        return 1
    text = catalogue_text(made)
    catalogue = catalogue_of(read_again(made))
    save_new(path, text, force=force)
    if fault is not None:
        kept = _("the offers finished before it are in {file}: correct the line and give --force", file=file)
        raise CatalogueError(fault.message, at=fault.at, help="; ".join(filter(None, (fault.help, kept))))
    found = plural("{n} offer", "{n} offers", len(catalogue.offers), n=formats.number(len(catalogue.offers)))
    print(_("written: {file}, {offers}", file=file, offers=found))
    print(_("next: {command}", command=f"visit match {_('CASE')} -c {shlex.quote(file)}"))
    return 0


def _asked() -> tuple[tuple[OfferAnswer, ...], CatalogueError | None]:
    """Return the answers, as far as they go, and what ended them in a pipe: an answer that cannot be taken."""
    at_terminal = sys.stdin.isatty()
    next_line = keyboard() if at_terminal else pipe()
    speak(_("Empty passes a question, ? explains it, < goes back, . stops and saves what there is."))
    answers: tuple[OfferAnswer, ...] = ()
    number = 0
    while (key := next_key(answers)) is not None:
        _put(key, answers)
        line = next_line()
        number += 1
        if line is None or line.strip() == ".":
            return answers, None
        if line.strip().startswith("?"):
            _help(key, line.strip().removeprefix("?").strip())
        elif line.strip() == "<":
            answers = answers[:-1]
        else:
            try:
                answers = _taken(answers, line, None if at_terminal else number)
            except CatalogueError as error:
                return answers, error
    if not at_terminal:
        refuse_rest(next_line, number)
    return answers, None


def _put(key: str, answers: tuple[OfferAnswer, ...]) -> None:
    text, hint = question_text(key, answers)
    if key == "name" and answers:
        text, hint = _("What is the next offer called?"), _("empty: there are no more")
    speak("")
    speak(f"{text} ({hint})")


def _taken(answers: tuple[OfferAnswer, ...], line: str, number: int | None) -> tuple[OfferAnswer, ...]:
    """Return the answers with one more; one that cannot be taken is told at a terminal, and an error in a pipe."""
    key = str(next_key(answers))
    try:
        taken, note = with_answer(answers, line, today())
    except CellError as error:
        text, _hint = question_text(key, answers)
        fault = _("{question}: {fault}", question=text.rstrip("?"), fault=error.message)
        if number is not None:
            raise CatalogueError(fault, at=Location("<stdin>", number), help=error.help) from None
        speak(render_error(UsageError(error.message, help=error.help)))
        return answers
    if note is not None:
        speak(note)
    return taken


def _help(key: str, word: str) -> None:
    """Show what can be answered: every code of a list, or those that a word may mean."""
    if key == SPECIALISED or key not in CHOICES:
        speak(question_text(key)[1])
        return
    codes = CHOICES[key]
    for code in codes_called(codes, word) if word else keys_of(codes):
        speak(f"  {code}  {_label(codes, code)}", hang=4)


def _label(codes: str, code: str) -> str:
    if codes == "granted_provision":
        return vocabulary().provisions[code].label(language())
    return vocabulary().label(vocabulary_list(codes), code, language())
