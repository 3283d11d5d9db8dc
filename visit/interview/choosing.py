"""Which choice of a question a word means: its code, its label, what people call it; else which it may mean, to be asked about.

INVARIANT: a word that may mean two is taken for neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from visit import places
from visit.errors import nearest_names
from visit.interview.asked import PROVISIONS, Question
from visit.interview.fields import CodeChoice
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.documents.lists import codes_called, vocabulary_list
from visit.vocabulary import names_of, vocabulary

_FEW = 5
"""So many choices are named that a word may mean."""
_BETWEEN = re.compile(r" (?:og|and|samt) |[&+/]")
"""What stands between two choices that are written as one, beside commas."""
_LEAST = 3
"""Of so many letters a word is looked for in others."""


def choice_meant(text: str, question: Question) -> str | None:
    """Return the code that a text is, in any case, or that it alone is the label or an everyday word of.

    Of an area also the need whose one area it is; and an ending may be another: `midlertidig`, `midlertidigt`.
    """
    word = text.casefold()
    codes = [one.code for one in question.choices if one.code.casefold() == word]
    if codes:
        return codes[0]
    labels = [one.code for one in question.choices if one.label.casefold() == word] or _everyday(word, question)
    found = labels or [one for one, left in _cited(text, question) if not left] or _of_need(word, question)
    found = found or [one.code for one in question.choices if _stem(one.label) == _stem(text)]
    if not found and bare(text) != text:
        return choice_meant(bare(text), question)
    return found[0] if len(found) == 1 else None


def bare(text: str) -> str:
    """Return what is named without an article before it."""
    return re.sub(r"^(?:en|et|an?|the) (?=\w)", "", text, flags=re.IGNORECASE)


def answer_parts(text: str, question: Question) -> Iterator[str]:
    """Yield the parts of an answer, at its semicolons, else its commas; a name that holds a comma or an `and` is one part."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]
    while parts:
        longest = next(
            (n for n in range(len(parts), 1, -1) if choice_meant(", ".join(parts[:n]), question) is not None), 1
        )
        yield from _apart(", ".join(parts[:longest]), question)
        parts = parts[longest:]


def _apart(part: str, question: Question) -> list[str]:
    """Return a part as several where it is no choice and each of them is one."""
    words = [word.strip() for word in _BETWEEN.split(part) if word.strip()]
    known = len(words) > 1 and choice_meant(part, question) is None
    return words if known and all(choice_meant(word, question) is not None for word in words) else [part]


def _stem(text: str) -> str:
    """Return a text without the ending that an adjective has in another place of a sentence, of each of its words."""
    return " ".join(re.sub(r"(?<=\w{4})[te]$", "", word) for word in places.fold(text).split())


def _of_need(word: str, question: Question) -> list[str]:
    """Return the areas of the needs that a word is called by, where areas are asked for."""
    if question.codes != "area":
        return []
    needs = [vocabulary().needs[key] for name, key in names_of("need") if name.casefold() == word]
    return list(dict.fromkeys(area for need in needs for area in need.areas))


def _cited(text: str, question: Question) -> list[tuple[str, bool]]:
    """Return the provisions that a text cites, each with whether it leaves a subsection open: `85`, `§ 85 a`, `SEL 107, stk. 2`."""
    cited = _parts(text)
    if question.codes not in PROVISIONS or not any(one.isdigit() for one in cited):
        return []
    named = [(one.code, _parts(one.code)) for one in question.choices]
    whole = [(code, parts if parts[:1] == cited[:1] else parts[1:]) for code, parts in named]
    return [(code, parts != cited) for code, parts in whole if parts[: len(cited)] == cited]


def _parts(text: str) -> list[str]:
    """Return the act, the section, its letter and the subsection of a citation, as far as it has them."""
    return [one for one in re.findall(r"[^\W\d_]+|[0-9]+", text.casefold()) if one not in ("stk", "nr")]


def _everyday(word: str, question: Question) -> list[str]:
    """Return the codes that people call by a word, among those that may be answered."""
    if not question.codes or question.kind not in ("code", "codes"):
        return []
    here = {one.code for one in question.choices}
    named = names_of(vocabulary_list(question.codes))
    return list(dict.fromkeys(key for name, key in named if name.casefold() == word and key in here))


def suggested(text: str, question: Question) -> str | None:
    """Return the choices that a word may mean; they are asked about, and none is taken."""
    meant = choices_meant(text, question)
    if not meant:
        return None
    mark = {one.code: number for number, one in enumerate(question.choices, 1)}
    named = [f'"{one.label}" ({mark[one.code] if question.numbered else one.code})' for one in meant[:_FEW]]
    more = len(meant) - len(named)
    asked = _("did you mean {names}?", names=formats.either(named))
    return f"{asked} {_('`? {word}` shows all {n}', word=text, n=len(meant))}" if more else asked


def choices_meant(text: str, question: Question) -> list[CodeChoice]:
    """Return the choices that a word may mean, in their order: which it cites or is called by, else is near."""
    here = {one.code: one for one in question.choices}
    word = text.casefold()
    meant = [one for one, _left in _cited(text, question)] or _everyday(word, question) or _of_need(word, question)
    meant = meant or ([one for one in codes_called(question.codes, text) if one in here] if question.codes else [])
    if not meant:
        words = {one.label: one.code for one in question.choices} | {one.code: one.code for one in question.choices}
        meant = [one.code for one in found_by(text, question)] or [words[one] for one in nearest_names(text, words)]
    return [one for one in question.choices if one.code in meant and one.code not in question.without]


def found_by(word: str, question: Question) -> list[CodeChoice]:
    """Return the choices that a word is a part of, of what they are called or of the theme they stand under."""
    wanted = places.fold(word)
    called = {} if not question.codes else _called(question.codes)
    named = {one.code: (one.code, one.label, one.theme, *called.get(one.code, ())) for one in question.choices}
    fits = {code: any(wanted in places.fold(name) for name in names) for code, names in named.items()}
    return [one for one in question.choices if fits[one.code] and len(wanted) >= _LEAST]


def _called(codes: str) -> Mapping[str, list[str]]:
    """Return what each code of a list is called, also by people."""
    found: dict[str, list[str]] = {}
    for name, key in names_of(vocabulary_list(codes)) if vocabulary_list(codes) in vocabulary().codes else ():
        found.setdefault(key, []).append(name)
    return found


def help_given(text: str, question: Question) -> str | None:
    """Say that a word is help and part of no need: what it is to be given for is asked."""
    provisions = _help(text, question)
    if not provisions:
        return None
    label = formats.either(vocabulary().label("provision", one, language()) for one in provisions)
    return _("that is help ({label}): write the needs that it is to meet", label=label)


def met_by_help(text: str, question: Question) -> list[CodeChoice]:
    """Return the needs that the help which a word names usually meets, where needs are asked for."""
    usual = {need for one in _help(text, question) for need in vocabulary().provisions[one].usual}
    return [one for one in question.choices if one.code in usual]


def _help(text: str, question: Question) -> tuple[str, ...]:
    """Return the provisions that a word means, where needs are asked for and it is part of none."""
    if question.codes != "need" or found_by(text, question):
        return ()
    named = {key for name, key in names_of("provision") if name.casefold() == text.casefold()}
    return tuple(one for one in codes_called("provision", text) if not named or one in named)
