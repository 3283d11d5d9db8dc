"""`visit case new`: the interview at a terminal or over a pipe, and the file it ends in.

The terminal's own words: empty passes a question, `?` helps, `<` goes back, `.` stops and saves; so does the end of input.
At a terminal a wrong answer is told and the question put again; in a pipe it ends the command, and a file that was named
keeps the answers before it; so does Ctrl-C. Standard output stays empty then: what reads it would take them for the whole.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from visit.case import case_of
from visit.catalogue import Catalogue
from visit.characters import text_or_fault
from visit.commands.inputs import load_given_catalogue, today
from visit.commands.new_questions import help_with, put, speak
from visit.commands.new_words import STOPS, SettledAnswer, settled
from visit.cpr import cpr_shaped, redacted
from visit.errors import CaseError, Location, UsageError, VisitError
from visit.interview import (
    CodeChoice,
    Interview,
    Offered,
    Own,
    Question,
    Setting,
    Taken,
    case_file,
    doubted,
    is_yes,
    read_as,
)  # fmt: skip
from visit.interview.begun import SELDOM_ASKED, answers_of, asked_after_import, is_asked
from visit.interview.fields import FieldPath, label_of
from visit.locale import formats, language, render_error
from visit.locale import text as _
from visit.locale.system import why_refused
from visit.places import municipality as municipality_called
from visit.reading.documents.case import CaseDocument
from visit.reading.expected import must_be
from visit.reading.source import PlainValue, read
from visit.reasons.home_elsewhere import home_elsewhere_asked, home_elsewhere_help, homes_elsewhere
from visit.streams import note
from visit.vocabulary import field_label, vocabulary

NOT_YET = 3
INTERRUPTED = 130
_ALWAYS_THERE = frozenset(("format", "case", "assessed"))
"""The fields that a case has before anything is answered."""

Answers = Callable[[], str | None]
"""Gives the next line that is answered, without its end; None at the end of input."""


def new_command(
    file: str | None,
    *,
    municipality: str | None,
    catalogue: str | None,
    guideline: str | None,
    start: str | None = None,
    every: bool = False,
    force: bool,
    no_input: bool,
) -> int:
    """Interview, write the case, say what comes next, and return the exit code: 0, or 3 where a required field is missing.

    With Ctrl-C it is 130, and the answers before it are kept in a file.

    Args:
        file: Where the case is written; `-` is standard output, None a file that is named for the case.
        municipality: The acting municipality; None where it is asked.
        catalogue: The catalogue whose offers are known.
        guideline: The guideline whose own facts and needs are asked for.
        start: A case file to begin from.
        every: Beginning from one, whether everything is asked that it does not answer, or only what an import leaves.
        force: Whether a file that is there is replaced.
        no_input: Whether nothing is asked.
    """
    path = None if file in (None, "-") else Path(str(file))
    if path is not None:
        refuse_path(path, force=force)
    begun, carried = ({}, "") if start is None else _begun(start)
    whose = begun.get(("municipality",)) if municipality is None else municipality_called(municipality).name
    found = None if no_input else load_given_catalogue(catalogue)
    interview = Interview(
        Setting(
            today=today(),
            municipality=None if whose is None else str(whose),
            offers={} if found is None else _offers(found),
            priced_by_days=frozenset() if found is None else _priced_by_days(found),
            taken=_taken(path, file),
            own=_what_is_added(guideline, today()),
        ),
        begun=begun,
        asks=is_asked if start is None or every else asked_after_import(begun),
    )
    fault = None
    if not no_input:
        if start is not None and not every:
            speak(_("Only what an import leaves open is asked. With --all everything is asked that is not answered."))
        interview, fault = _held(interview)
    given = _ALWAYS_THERE | ({"municipality"} if municipality is not None else set())
    stopped = isinstance(fault, InterruptedInterviewError)
    if stopped and not interview.answers:
        raise KeyboardInterrupt
    if fault is not None and not stopped and (file == "-" or not interview.document().keys() - given):
        raise fault
    from visit.imports.traced import questions_carried

    text = case_file(interview.document(), whole=no_input, own=interview.state.own) + (
        f"\n{carried}" if carried else ""
    )
    if file == "-" and not stopped:
        sys.stdout.write(text)
    else:
        path = path or Path(f"{interview.document()['case']}.yaml")
        save_new(path, text, force=force)
    if stopped:
        speak("")
        speak(_("stopped; the answers so far are in {file}", file=path))
        speak(_("go on with: {command}", command=_going_on(str(path), guideline)))
        return INTERRUPTED
    if fault is not None:
        raise _kept(fault, str(path))
    unfinished = bool(interview.missing()) and not no_input
    named, tell = file if file == "-" else str(path), note if file == "-" else print
    if start is not None and not every and not no_input:
        _tell_not_asked(interview.document(), questions_carried(carried))
    _end(interview, named, guideline, tell, unfinished=unfinished)
    return NOT_YET if unfinished else 0


def _kept(fault: CaseError, name: str) -> CaseError:
    """Return a fault of a pipe's answer that also says where the answers before it are, and how to go on."""
    file = shlex.quote(name)
    on = _(
        "the answers before it are in {file}: correct the line and give --force, or answer the rest with {command}",
        file=file, command=f"`{_going_on(name)}`",
    )  # fmt: skip
    return CaseError(fault.message, at=fault.at, help="; ".join(filter(None, (fault.help, on))))


def _going_on(name: str, guideline: str | None = None) -> str:
    """Return the command that asks for what a file of an interview leaves open."""
    file = shlex.quote(name)
    under = "" if guideline is None else f" --guideline {shlex.quote(guideline)}"
    return f"visit case new {file} --from {file} --all --force{under}"


def _begun(start: str) -> tuple[Mapping[FieldPath, Taken], str]:
    """Return what the case of a file answers, and its comments that say where an import has each field from.

    Raises:
        Problems: What is wrong with it.
    """
    document = read(start)
    must_be(document, "case", CaseError)
    case_of(document)
    assert isinstance(document.value, dict)
    from visit.imports.traced import carried_trace

    return answers_of(document.value), "".join(f"{line}\n" for line in carried_trace(document.text))


def refuse_path(path: Path, *, force: bool) -> None:
    """Refuse before an interview what would lose it afterwards.

    Raises:
        UsageError: The file cannot be written, or is there already.
    """
    if cpr_shaped(path.name) is not None:
        raise UsageError(_("a file name must not contain a CPR number"), help=_("name another file"))
    at = Location(redacted(str(path), limit=None)[1:-1])
    if path.is_dir():
        raise UsageError(_("this is a folder, not a file"), at=at, help=_("name one file in it"))
    if not path.parent.is_dir():
        raise UsageError(_("there is no such folder"), at=at, help=_("make the folder first"))
    if path.exists() and not force:
        raise UsageError(
            _("the file is there already"), at=at, help=_("name another file, or give --force to replace it")
        )


def _offers(found: Catalogue) -> Mapping[str, Offered]:
    provisions: dict[str, list[str]] = {}
    for option in found.options:
        provisions.setdefault(option.offer.id, []).append(option.provision.id)
    return {
        id: Offered(offer.name, tuple(sorted(set(provisions.get(id, ())))), offer.record.operator.municipality)
        for id, offer in sorted(found.offers.items())
    }


def _what_is_added(guideline: str | None, day: date) -> Callable[[str], Own]:
    """Return what gives the facts and needs that a guideline adds: the one named, else that of the municipality."""

    @cache
    def added(name: str) -> Own:
        from visit.rules import load_guideline

        found = load_guideline(name, day)
        own = tuple(need for key, need in found.needs.items() if key not in vocabulary().needs)
        return Own(tuple(found.facts.own.values()), own)

    def of(municipality: str) -> Own:
        return added(guideline or municipality) if guideline or _adds_something() else Own()

    return of


def _adds_something() -> bool:
    """Return whether any guideline that ships adds a fact or a need: else none need be made."""
    from visit.rules.guideline.layering import shipped_layers

    return any(layer.record.get("case_facts") or layer.record.get("needs") for layer in shipped_layers())


def _priced_by_days(found: Catalogue) -> frozenset[str]:
    by_days = (one for one in found.options if one.price is not None and one.price.shares)
    return frozenset(area for one in by_days for area in one.areas if area != "home")


def _taken(path: Path | None, file: str | None) -> frozenset[str]:
    """Return the ids that files of the folder are named for; the file that is written may keep its own."""
    if file == "-":
        return frozenset()
    folder = Path() if path is None else path.parent
    return frozenset(one.stem for one in folder.glob("*.yaml") if path is None or one.name != path.name)


# --- the interview ---


class InterruptedInterviewError(CaseError):
    """Somebody ended an interview with Ctrl-C."""


def _held(interview: Interview) -> tuple[Interview, CaseError | None]:
    """Return what was answered, and what ended it before its end: a pipe's answer that cannot be taken, or Ctrl-C."""
    at_terminal = sys.stdin.isatty()
    next_line = keyboard() if at_terminal else pipe()
    speak(_("Empty passes a question, ? explains it, < goes back, . stops and saves what there is."))
    speak(_("Never write a name or a CPR number."))
    line_number, before, screen = 0, None, 0
    seen: set[tuple[CodeChoice, ...]] = set()
    while (question := interview.question()) is not None:
        put(question, before, seen)
        before = question
        try:
            line = next_line()
            line_number += 1
            if line is None or line.strip() == STOPS:
                return interview, None
            if line.strip().startswith("?"):
                word = line.strip().removeprefix("?").strip()
                screen = screen + 1 if help_with(question, word, screen=screen if at_terminal else None) else 0
                continue
            screen = 0
            if line.strip() == "<":
                interview, before = interview.back(), None
                continue
            answer = settled(question, line, next_line) if at_terminal else SettledAnswer(line)
            if answer.words is not None:
                answered = interview.answer(answer.words)
                asks = next_line if at_terminal and not answer.stops else None
                if _stands(question, line, answered, asks):
                    interview = answered
            if answer.stops:
                return interview, None
        except KeyboardInterrupt:
            return interview, InterruptedInterviewError(_("the interview was stopped"))
        except VisitError as error:
            if not at_terminal:
                if isinstance(error, CaseError) and error.at is not None:  # the pipe itself cannot be read
                    return interview, error
                return interview, _named(question, error, line_number)
            speak(render_error(error))
    try:
        if not at_terminal:
            refuse_rest(next_line, line_number)
    except CaseError as error:
        return interview, error
    return interview, None


def _stands(question: Question, line: str, answered: Interview, ask: Answers | None) -> bool:
    """Say how an answer was read, and whether it stands; what is doubted is asked at a terminal, else told."""
    value = answered.answers[question.path]
    read = read_as(question, line, value)
    if read is not None:
        speak(_("read as: {answer}", answer=read))
    doubt = doubted(question, value) or _home_doubted(question, answered)
    if doubt is None:
        return True
    speak(f"{doubt} ({_('y or n')})" if ask else doubt)
    return ask is None or is_yes(ask() or "")


def _home_doubted(question: Question, answered: Interview) -> str | None:
    """Return what to ask about a home while the case has a residential home that runs."""
    if question.path != ("citizen", "home", "housing"):
        return None
    found = next(homes_elsewhere(CaseDocument(answered.document())), None)
    if found is None:
        return None
    said = (home_elsewhere_asked(found, language()), home_elsewhere_help())
    asked, help = (one[:1].upper() + one[1:] for one in said)
    return _("{asked} {help}. Does the answer stand?", asked=asked, help=help)


def _named(question: Question, error: VisitError, line: int) -> CaseError:
    """Return an error of a pipe's answer: at its line, with the question's name."""
    message = _("{question}: {fault}", question=question.name, fault=error.message)
    return CaseError(message, at=Location("<stdin>", line), help=error.help)


def refuse_rest(next_line: Answers, line_number: int) -> None:
    """Refuse answers after the last question: they were meant for others.

    Raises:
        CaseError: There are some.
    """
    while (line := next_line()) is not None:
        line_number += 1
        if line.strip() not in ("", "."):
            raise CaseError(
                _("there are no more questions"), at=Location("<stdin>", line_number), help=_("remove the line")
            )


def keyboard() -> Answers:
    """Read from a terminal, with line editing where it is there and without a history: answers are personal data."""
    try:
        import readline

        readline.set_auto_history(False)
    except ImportError:
        pass

    def next_line() -> str | None:
        try:
            if sys.stdout.isatty():
                return input("> ")
            note("> ", end="")
            line = sys.stdin.readline()
        except (EOFError, UnicodeDecodeError) as error:
            return _ended(error)
        return line.rstrip("\r\n") if line else None

    return next_line


def _ended(error: Exception) -> str | None:
    """Return None at the end of input; for what is not UTF-8 a text that no question takes."""
    speak("")
    return None if isinstance(error, EOFError) else "\ufffe"


def pipe() -> Answers:
    """Read from standard input, which is no terminal."""

    def next_line() -> str | None:
        line = sys.stdin.buffer.readline()
        if not line:
            return None
        text, fault = text_or_fault(line)
        if fault is not None:
            message = _("the file is not UTF-8 from here on")
            raise CaseError(message, at=Location("<stdin>"), help=_("save it as UTF-8"))
        return text.rstrip("\r\n")

    return next_line


# --- the file ---


def save_new(path: Path, text: str, *, force: bool) -> None:
    """Write a file that the user alone can read; what cannot be saved is printed, so that it is not lost.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        # To replace, the new file is whole before the old one goes; else nothing that came meanwhile is touched.
        part = path.with_name(f".{path.name}.{os.getpid()}.part") if force else path
        _write_new(part, text)
        if force:
            part.replace(path)
    except OSError as error:
        sys.stdout.write(text)
        raise UsageError(
            _("the file cannot be written: {reason}", reason=why_refused(error)),
            at=Location(str(path)),
            help=_("it is on standard output; save it from there"),
        ) from error


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _end(
    interview: Interview, name: str, guideline: str | None, tell: Callable[[str], None], *, unfinished: bool
) -> None:
    """Say what was written, and whether it is unfinished, what is missing, and the next command."""
    for row in interview.left_out():
        speak(_("left out, since it was not finished: {name}", name=row))
    missing = interview.missing()
    command = "visit case check" if missing else "visit match"
    if missing:
        speak(
            _(
                "write this first: {names}",
                names=formats.listed(f"{field_label(one, language())} (`{one}`)" for one in missing),
            )
        )
    if name != "-":
        tell(_("written, but not finished: {file}", file=name) if unfinished else _("written: {file}", file=name))
    under = "" if guideline is None else f" --guideline {shlex.quote(guideline)}"
    when = "" if missing else _as_of(interview.document(), guideline)
    tell(_("next: {command}", command=f"{command} {shlex.quote(name)}{under}{when}"))


def _tell_not_asked(document: Mapping[str, PlainValue], asked: Sequence[str]) -> None:
    """Tell once what an import leaves open and was not asked, or not answered: a decision may turn on it.

    Args:
        document: The case.
        asked: What the import asks of single places, as the comments behind the case have it.
    """
    from visit.imports.updating import is_in_case

    open_still = [label_of(one) for one in SELDOM_ASKED if not is_in_case(document, one)]
    if open_still:
        speak(
            _(
                "not known, and it may matter for the citizen: {names}. Write it into the file, or let --all ask",
                names=formats.listed(open_still),
            )
        )
    for one in asked:
        speak(_("the import asks, and it is not answered here: {question}", question=one))


def _as_of(document: Mapping[str, object], guideline: str | None) -> str:
    """Return the option that an assessment needs that is older than every guideline; empty where it needs none."""
    from visit.rules import first_in_force

    assessed = date.fromisoformat(str(document["assessed"]))
    start = first_in_force(guideline or str(document["municipality"]), assessed)
    return "" if start is None else f" --as-of {start.isoformat()}"
