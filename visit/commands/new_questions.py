"""What an interview shows: a question below its choices, what explains it, and lists that are longer than a screen."""

from __future__ import annotations

import shutil
import textwrap

from visit.cpr import safe
from visit.interview import CodeChoice, Question, example_of
from visit.locale import text as _
from visit.streams import note

FEW = 12
"""A list of more choices is shown once; afterwards where it is asked for."""


def put(question: Question, section: str, seen: set[tuple[CodeChoice, ...]]) -> str:
    """Show a question below its choices, and return its section; a scale or long list is shown once, then on `?`."""
    if question.section and question.section != section:
        say(f"\n--- {question.section} ---")
    say("")
    if question.listed:
        again = question.choices in seen and (question.kind == "level" or len(question.choices) > FEW)
        if not again and question.numbered and len(question.choices) > FEW and question.choices[0].theme:
            _folded(question.choices)
        elif not again:
            _choices(question.choices, numbered=question.numbered)
        elif question.kind != "level":
            say(_("? shows the list again"))
        seen.add(question.choices)
    say(f"{question.text} ({question.hint})")
    return question.section or section


def help_with(question: Question) -> None:
    """Explain a question: where its answer stands in the file, an example, every choice."""
    say(_("{name} in the case file.", name=f"`{question.name}`"))
    example = example_of(question.kind, question.choices)
    if example is not None:
        say(_("For example: {answer}", answer=example))
    if question.about:
        say(question.about)
    _choices(question.choices, numbered=question.numbered)
    say(
        _(
            "Empty passes a question, ? helps, < goes back, . stops and saves what there is. Never write a name or a CPR number."
        )
    )


def _folded(choices: tuple[CodeChoice, ...]) -> None:
    """Show a long list by theme, each choice by its number and label; `?` shows the codes."""
    for theme in dict.fromkeys(one.theme for one in choices):
        # A number stays with the first word of its label.
        named = (f"{n}\xa0{one.label}" for n, one in enumerate(choices, 1) if one.theme == theme)
        say(f"{theme}: {', '.join(named)}", hang=4)
    say(_("? shows each with its code"))


def _choices(choices: tuple[CodeChoice, ...], *, numbered: bool) -> None:
    width = max((len(one.code) for one in choices), default=0)
    for number, one in enumerate(choices, 1):
        mark = f"{number:3}  " if numbered else "  "
        label = one.label if one.label != one.code else ""
        say(f"{mark}{one.code:{width}}  {label}".rstrip(), hang=len(mark) + width + 2)


def say(text: str, *, hang: int = 0) -> None:
    """Say something, broken between words where the terminal ends."""
    width = shutil.get_terminal_size().columns
    for line in safe(text).split("\n"):
        wrapped = textwrap.wrap(line, width, subsequent_indent=" " * hang, break_on_hyphens=False)
        note("\n".join(wrapped).replace("\xa0", " "))
