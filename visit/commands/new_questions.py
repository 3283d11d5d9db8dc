"""What an interview shows: a question below its choices, what explains it, and lists that are longer than a screen."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from visit.cpr import safe
from visit.interview import PROVISIONS, CodeChoice, Question, example_of, found_by
from visit.locale import formats
from visit.locale import text as _
from visit.streams import note

_FEW = 12
"""A list of more choices is shown by theme, and once; afterwards where it is asked for."""
_BESIDE = 4
"""So many lines of the screen a list leaves to its question and the answer."""
_MOST = 14
"""So many choices are shown in a line each, where somebody asks for them."""


def put(question: Question, before: Question | None, seen: set[tuple[CodeChoice, ...]]) -> None:
    """Show a question below its choices, which are shown once; none below an answer refused.

    A long list is shown anew in each section; all are shown on `?`.

    Args:
        question: What is asked.
        before: What was asked last.
        seen: The choices that were shown; these are added.
    """
    if question.section and (before is None or question.section != before.section):
        speak(f"\n--- {question.section} ---")
        seen -= {one for one in seen if len(one) > _FEW}
    speak("")
    again = before is not None and question.path == before.path
    if question.listed and not again:
        if question.choices in seen and (question.kind == "level" or len(question.choices) > _FEW):
            if question.kind != "level":
                speak(_("? shows the list again"))
        else:
            _list(question)
        seen.add(question.choices)
    speak(f"{question.text} ({question.hint})")


def _list(question: Question, *, whole: bool = False) -> None:
    """Show the choices; a long list by theme, and where it is higher than the screen only which themes there are."""
    if len(question.choices) > _FEW and question.choices[0].theme:
        size = shutil.get_terminal_size()
        lines = [
            line for one in _folded(question) for line in textwrap.wrap(one, size.columns, subsequent_indent=" " * 4)
        ]
        if whole or len(lines) <= size.lines - _BESIDE:
            for one in _folded(question):
                speak(one, hang=4)
        else:
            themes = Counter(one.theme for one in question.choices)
            speak(formats.listed(f"{theme}\xa0({n})" for theme, n in themes.items()))
            speak(_("? shows all {n} of them", n=len(question.choices)))
        speak(_("? and a word shows those that it fits, for example {search}", search=_search(question)))
    else:
        _choices(question, question.choices, codes=False)


def help_with(question: Question, word: str) -> None:
    """Explain a question: what it means, an example, its choices; of a word the choices that it is a part of."""
    if word:
        _found(question, word)
        return
    if question.about:
        speak(question.about)
    example = example_of(question.kind, question.choices)
    if example is not None and not question.choices:
        speak(_("For example: {answer}", answer=example))
    if question.listed and len(question.choices) > _MOST:
        _list(question, whole=True)
    elif question.listed:
        _choices(question, question.choices)
    else:
        _nearest(question)
    speak(_("In the case file it is `{name}`.", name=question.name))


def _nearest(question: Question) -> None:
    """Show the offers of one's own municipality, and how the others are found."""
    if not question.choices or question.kind == "municipality":
        return
    shown = question.choices[: min(question.nearest, _MOST)]
    _choices(question, shown)
    rest = len(question.choices) - len(shown)
    if rest:
        speak(
            _(
                "{n} more in the catalogue: ? and a part of the name or the municipality, for example {search}",
                n=rest,
                search=_search(question),
            )
        )


def _found(question: Question, word: str) -> None:
    found = found_by(word, question)
    _choices(question, found[:_MOST])
    if not found:
        speak(_("nothing here is called that"))
    elif len(found) > _MOST:
        speak(_("and {n} more: write more of the word", n=len(found) - _MOST))


def _search(question: Question) -> str:
    """Return how some of the choices can be found, as it is typed."""
    last = question.choices[-1]
    return f"?\xa0{(last.theme or last.label).split()[0].casefold()}"


def _folded(question: Question) -> Iterator[str]:
    """Yield a long list by theme, each choice by its number or code and its label."""
    for theme in dict.fromkeys(one.theme for one in question.choices):
        # What is answered stays with the first word of its label.
        named = (
            f"{n if question.numbered else one.code}\xa0{one.label}"
            for n, one in enumerate(question.choices, 1)
            if one.theme == theme
        )
        yield f"{theme}: {', '.join(named)}"


def _choices(question: Question, choices: Sequence[CodeChoice], *, codes: bool = True) -> None:
    """Show choices in a line each: the number, or where it has none the code, and the label; of a provision its section too."""
    numbers = {one.code: number for number, one in enumerate(question.choices, 1)}
    written = codes or not question.numbered or question.codes in PROVISIONS
    width = max((len(one.code) for one in choices), default=0) if written else 0
    for one in choices:
        mark = f"{numbers[one.code]:3}  " if question.numbered else "  "
        code = f"{one.code:{width}}  " if written else ""
        label = one.label if one.label != one.code or not written else ""
        speak(f"{mark}{code}{label}".rstrip(), hang=len(mark) + len(code))


def speak(text: str, *, hang: int = 0) -> None:
    """Say something, broken between words where the terminal ends."""
    width = shutil.get_terminal_size().columns
    for line in safe(text).split("\n"):
        wrapped = textwrap.wrap(line, width, subsequent_indent=" " * hang, break_on_hyphens=False)
        note("\n".join(wrapped).replace("\xa0", " "))
