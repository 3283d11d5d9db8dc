"""What an interview shows: a question below its choices, what explains it, and lists that are longer than a screen."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Sequence

from visit.cpr import safe
from visit.interview import PROVISIONS, CodeChoice, Question, example_of, found_by
from visit.locale import formats, language
from visit.locale import text as _
from visit.reasons.labels import provision_name
from visit.streams import note

_FEW = 12
"""A list of more choices is shown by theme, and once; afterwards where it is asked for. So many offers stand with a question."""
_BESIDE = 5
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
    if before is None or question.section != before.section:
        n, of = question.part
        same = before is not None and n == before.part[0]
        speak(
            f"\n--- {question.section} ---"
            if same
            else _("\n--- {section} ({n} of {of}) ---", section=question.section, n=n, of=of)
        )
        seen -= {one for one in seen if len(one) > _FEW}
    speak("")
    again = before is not None and question.path == before.path
    if (question.listed or _of_offers(question)) and not again:
        if question.choices in seen and (question.kind == "level" or len(question.choices) > _FEW):
            if question.kind != "level":
                speak(_("? shows the list again"))
        else:
            tell_lines(_list(question))
        seen.add(question.choices)
    speak(f"{question.text} ({question.hint})")


def _of_offers(question: Question) -> bool:
    return not question.listed and question.kind != "municipality" and bool(question.choices)


def _list(question: Question) -> list[str]:
    """Return the lines that show the choices; of a long list by theme, and where it is higher than the screen only which themes."""
    if _of_offers(question):
        return _nearest(question, _FEW)
    if len(question.choices) <= _FEW or not question.choices[0].theme:
        return _choices(question, question.choices)
    lines = _folded(question)
    if len(lines) > shutil.get_terminal_size().lines - _BESIDE:
        themes = Counter(one.theme for one in question.choices)
        lines = _wrapped(formats.listed(f"{theme}\xa0({n})" for theme, n in themes.items()))
        lines += _wrapped(_("? shows all {n} of them", n=len(question.choices)))
    return [*lines, *_word_finds(question)]


def _word_finds(question: Question) -> list[str]:
    return _wrapped(_("? and a word shows those that it fits, for example {search}", search=_search(question)))


def help_with(question: Question, word: str, *, screen: int | None = None) -> bool:
    """Explain a question: what it means, an example, its choices; of a word the choices that it is a part of.

    Args:
        question: What is asked.
        word: What is looked for; nothing where the question is explained.
        screen: Which screenful is shown, from 0; None shows all of it.

    Returns:
        Whether there is another screenful.
    """
    lines = _found(question, word) if word else _explained(question)
    size = shutil.get_terminal_size().lines - _BESIDE
    if screen is None or len(lines) <= size:
        tell_lines(lines)
        return False
    tell_lines(lines[screen * size : (screen + 1) * size])
    left = len(lines) > (screen + 1) * size
    if left:
        speak(_("? shows more ({n} of {of})", n=screen + 1, of=-(-len(lines) // size)))
    return left


def _explained(question: Question) -> list[str]:
    lines = _wrapped(question.about) if question.about else []
    example = example_of(question.kind, question.choices)
    if example is not None and _("for example") not in question.about.casefold():
        lines += _wrapped(_("For example: {answer}", answer=example))
    if _of_offers(question):
        lines += _nearest(question, question.nearest)
    elif question.listed and len(question.choices) > _MOST and question.choices[0].theme:
        lines += [*_folded(question), *_word_finds(question)]
    elif question.listed:
        lines += _choices(question, question.choices)
    return [*lines, *_wrapped(_("In the case file it is `{name}`.", name=question.name))]


def _nearest(question: Question, most: int) -> list[str]:
    """Return the lines of the offers of one's own municipality, and of how the others are found."""
    own = _by_offer(question) if question.kind == "option" else question.choices[: question.nearest]
    lines = _choices(question, own[:most])
    if left := len(own[most:]):
        lines += _wrapped(_("and {n} more of the municipality's own: ? shows them", n=left))
    if rest := len(question.choices) - question.nearest:
        search = _search(question)
        lines += _wrapped(
            _(
                "{n} more in the catalogue: ? and a part of the name or the municipality, for example {search}",
                n=rest, search=search,
            )
            if question.nearest
            else _(
                "{n} in the catalogue: ? and a part of the name or the municipality, for example {search}",
                n=rest, search=search,
            )
        )  # fmt: skip
    return lines


def _by_offer(question: Question) -> tuple[CodeChoice, ...]:
    """Return the offers of one's own municipality, each once: which of its services is meant is asked afterwards."""
    names = dict.fromkeys(one.label.rpartition(" · ")[0] for one in question.choices[: question.nearest])
    return tuple(CodeChoice(name, name) for name in names)


def _found(question: Question, word: str) -> list[str]:
    found = found_by(word, question)
    if not found:
        return _wrapped(_("nothing here has that name"))
    lines = _choices(question, found[:_MOST])
    return lines + _wrapped(_("and {n} more: write more of the word", n=len(found) - _MOST)) * (len(found) > _MOST)


def _search(question: Question) -> str:
    """Return how some of the choices can be found, as it is typed."""
    last = question.choices[-1]
    return f"?\xa0{(last.theme or last.label).split()[0].casefold().strip(',;')}"


def _folded(question: Question) -> list[str]:
    """Return the lines of a long list by theme, each choice by its number or section and its label."""
    lines: list[str] = []
    for theme in dict.fromkeys(one.theme for one in question.choices):
        # What is answered stays with the first word of its label.
        named = (
            f"{n if question.numbered else _code(question, one)}\xa0{one.label}"
            for n, one in enumerate(question.choices, 1)
            if one.theme == theme
        )
        lines += _wrapped(f"{theme}: {', '.join(named)}", hang=4)
    return lines


def _code(question: Question, one: CodeChoice) -> str:
    """Return a code as it is written: a provision as it is cited."""
    return provision_name(one.code, language()).replace(" ", "\xa0") if question.codes in PROVISIONS else one.code


def _choices(question: Question, choices: Sequence[CodeChoice]) -> list[str]:
    """Return choices in a line each: the number, where it has one, a section and the label; the code of one called like another."""
    numbers = {one.code: number for number, one in enumerate(question.choices[: question.numbers], 1)}
    cited = question.codes in PROVISIONS
    called = Counter(one.label for one in choices)
    width = max((len(_code(question, one)) for one in choices), default=0)
    lines: list[str] = []
    for one in choices:
        number = f"{numbers[one.code]:3}  " if one.code in numbers else "     " if numbers else "  "
        number = f"{one.code:>3}  " if question.kind == "level" else number
        mark = number + (f"{_code(question, one):{width}}  " if cited else "")
        code = f" ({one.code})" if called[one.label] > 1 and not cited else ""
        lines += _wrapped(f"{mark}{one.label}{code}", hang=len(mark))
    return lines


def meanings(choices: Sequence[CodeChoice], question: Question) -> list[str]:
    """Return what a word may mean in a line each, numbered from 1."""
    cited = question.codes in PROVISIONS
    by_name = question.kind == "municipality"
    named = (f"{_code(question, one)}  {one.label}" if cited else one.code if by_name else one.label for one in choices)
    return [line for n, name in enumerate(named, 1) for line in _wrapped(f"{n:3}  {name}", hang=5)]


def tell_lines(lines: Sequence[str]) -> None:
    """Say lines that are wrapped."""
    for line in lines:
        note(line)


def speak(text: str, *, hang: int = 0) -> None:
    """Say something, broken between words where the terminal ends."""
    tell_lines(_wrapped(text, hang=hang))


def _wrapped(text: str, *, hang: int = 0) -> list[str]:
    width = shutil.get_terminal_size().columns
    lines: list[str] = []
    for line in safe(text).split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        after = " " * (hang or (indent and indent + 2))
        wrapped = textwrap.wrap(line, width, subsequent_indent=after, break_on_hyphens=False)
        lines += [one.replace("\xa0", " ") for one in wrapped or [""]]
    return lines
