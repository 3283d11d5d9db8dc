"""A question as it is put, and which answers it takes: text in, a value of the case file out.

Everything is refused at once that the file would refuse later, with the near code or name. A CPR number is never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from visit import places
from visit.characters import hidden_character
from visit.cpr import cpr_shaped, instead, redacted
from visit.errors import CaseError, nearest
from visit.interview.dates import written_day
from visit.interview.fields import CodeChoice, FieldPath, hint_of
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.documents.lists import codes_called, vocabulary_list
from visit.vocabulary import names_of, vocabulary

Taken: TypeAlias = str | int | bool | Decimal | tuple[str, ...] | None

LAST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is put.

    Attributes:
        path: Where the answer stands in the case; begins with `?` where the answer only decides what is asked next.
        name: The path as a person reads it, rows counted from 1.
        section: What the question is about.
        kind: How it is answered.
        choices: The codes that are taken.
        listed: Whether the choices are few enough to be shown with the question.
        default: What an empty answer means, where it does not leave the fact unknown.
        required: An empty answer is refused.
        row: 0 for the first row's first question, 1 for a later row's, else None.
        codes: The list that the choices are of.
        today: The day of the interview.
        about: What explains it further, where somebody asks.
    """

    path: FieldPath
    name: str
    section: str
    text: str
    kind: str
    choices: tuple[CodeChoice, ...] = ()
    listed: bool = True
    default: str | None = None
    required: bool = False
    row: int | None = None
    codes: str = ""
    today: date = date.min
    about: str = ""

    @property
    def numbered(self) -> bool:
        """Whether a choice may be answered by its number."""
        return self.listed and self.kind in ("code", "codes")

    @property
    def hint(self) -> str:
        """How to answer, and what an empty answer means."""
        if self.default is not None:
            empty = _("empty: {answer}", answer=self.default)
        elif self.kind == "gate":
            empty = _("empty: no")
        elif self.row is not None:
            empty = _("empty: no more") if self.row else _("empty: unknown, -: none")
        else:
            empty = _("it must be answered") if self.required else _("empty: unknown")
        return f"{hint_of(self.kind)}; {empty}"


_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_HOURS = re.compile(r"[0-9]{1,3}(?:[.,][0-9])?")
_MOST_HOURS, _MOST_DAYS, _LARGEST, _LONGEST = 336, 7, 10_000_000, 20_000
_YES, _NO = ("j", "ja", "y", "yes", "true"), ("n", "nej", "no", "false")


def refuse_unusable_answer(text: str) -> None:
    """Refuse what may stand in no answer: a CPR number, which is not repeated, and characters that cannot be seen."""
    if cpr_shaped(text) is not None:
        raise CaseError(_("this file must not contain a CPR number"), help=instead())
    if "\n" in text or hidden_character(text, returns=True) is not None:
        raise CaseError(_("an answer cannot contain a hidden character"), help=_("delete it"))


def _text(text: str, question: Question) -> str:
    if len(text) > _LONGEST:
        raise CaseError(_("{name} is longer than {limit} characters", name=question.name, limit=_LONGEST))
    return text


def _texts(text: str, question: Question) -> tuple[str, ...]:
    return () if is_none(text) else tuple(_text(one.strip(), question) for one in text.split(";") if one.strip())


def is_none(text: str) -> bool:
    """Say whether a text answers that there are none."""
    return text == "-" or text.casefold() in ("none", _("none").casefold())


def _id(text: str, question: Question) -> str:
    if not _ID.fullmatch(text):
        raise CaseError(
            _("{name} cannot be {text}", name=question.name, text=redacted(text)),
            help=_("write small letters, digits, `.`, `_` and `-`, for example {example}", example="ib-2026-0417"),
        )
    return text


def _day(text: str, question: Question) -> str:
    found = written_day(text, today=question.today, two_digits=question.kind != "born")
    if found is None:
        message = _("{name} must be a date, not {text}", name=question.name, text=redacted(text))
        raise CaseError(message, help=_("write day, month and the whole year, for example 31.3.2026"))
    return found.isoformat()


def _born(text: str, question: Question) -> str | int:
    if re.fullmatch(r"(19|20)[0-9]{2}", text):
        return int(text)
    return _day(text, question)


def _truth(text: str, question: Question) -> bool:
    if (word := text.casefold()) in _YES or word in _NO:
        return word in _YES
    message = _("{name} must be yes or no, not {text}", name=question.name, text=redacted(text))
    raise CaseError(message, help=_("write y or n"))


def _level(text: str, question: Question) -> int:
    if text not in [choice.code for choice in question.choices]:
        message = _("{name} must be 0 to {most}, not {text}", name=question.name, most=LAST_LEVEL, text=redacted(text))
        raise CaseError(message, help="; ".join(one.said for one in question.choices))
    return int(text)


def _whole(text: str, question: Question) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST)) and int(text) <= _LARGEST):
        message = _("{name} must be a whole number, not {text}", name=question.name, text=redacted(text))
        raise CaseError(message, help=_("write digits, for example {example}", example="3"))
    return int(text)


def _days(text: str, question: Question) -> int | Decimal:
    return _weekly(
        text, _MOST_DAYS, _("{name} must be days a week, not {text}", name=question.name, text=redacted(text))
    )


def _hours(text: str, question: Question) -> int | Decimal:
    message = _("{name} must be hours per week, not {text}", name=question.name, text=redacted(text))
    return _weekly(text, _MOST_HOURS, message)


def _weekly(text: str, most: int, message: str) -> int | Decimal:
    if not _HOURS.fullmatch(text) or (found := Decimal(text.replace(",", "."))) > most:
        raise CaseError(message, help=_("write a number with at most one decimal, up to {most}", most=most))
    return int(found) if found == int(found) else found


def _place(text: str, question: Question) -> str:
    places.resolve(text)
    return text


def _municipality(text: str, question: Question) -> str:
    return places.municipality(text).name


def _code(text: str, question: Question) -> str:
    if question.numbered and text.isascii() and text.isdigit():
        if 1 <= int(text[:9]) <= len(question.choices):
            return question.choices[int(text) - 1].code
        message = _("{name} has no choice {text}", name=question.name, text=redacted(text))
        raise CaseError(message, help=_("write a number from 1 to {last}, or a code", last=len(question.choices)))
    found = _known(text, question)
    if found is None:
        message = _("{name} cannot be {text}", name=question.name, text=redacted(text))
        help = _suggested(text, question) or _help_given(text, question) or _("`?` shows what can be answered")
        raise CaseError(message, help=help)
    return found


def _help_given(text: str, question: Question) -> str | None:
    """Say that a word is help and no need: what it is to be given for is asked."""
    if question.codes != "need":
        return None
    word = text.casefold()
    provisions = dict.fromkeys(key for name, key in names_of("provision") if name.casefold() == word)
    if not provisions:
        return None
    label = vocabulary().label("provision", next(iter(provisions)), language())
    return _("that is help ({label}): write the needs that it is to meet", label=label)


def _known(text: str, question: Question) -> str | None:
    """Return the code that a text is, in any case, or that it alone is the label or an everyday word of."""
    word = text.casefold()
    codes = [one.code for one in question.choices if one.code.casefold() == word]
    if codes:
        return codes[0]
    labels = [one.code for one in question.choices if one.label.casefold() == word] or _everyday(word, question)
    return labels[0] if len(labels) == 1 else None


def _everyday(word: str, question: Question) -> list[str]:
    """Return the codes that people call by a word, among those that may be answered."""
    if not question.codes or question.kind not in ("code", "codes"):
        return []
    here = {one.code for one in question.choices}
    named = names_of(vocabulary_list(question.codes))
    return list(dict.fromkeys(key for name, key in named if name.casefold() == word and key in here))


def read_as(question: Question, text: str, value: Taken) -> str | None:
    """Return how an answer was read, where it does not say so itself: a day with its month's name, or what codes are called."""
    if value is None or not text.strip():
        return None
    if question.kind in ("day", "past", "born") and isinstance(value, str) and value != text.strip():
        return formats.day(date.fromisoformat(value))
    if question.kind not in ("code", "codes"):
        return None
    labels = {one.code: one.label for one in question.choices}
    plain = {one.casefold() for pair in labels.items() for one in pair}
    parts = [part.strip().casefold() for part in text.split(",")]
    if all(part in plain or part.isdigit() or is_none(part) for part in parts):
        return None
    values = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(labels[one] for one in values)


def _suggested(text: str, question: Question) -> str | None:
    here = {one.code for one in question.choices}
    several = [one for one in codes_called(question.codes, text) if one in here] if question.codes else []
    if several:
        return _("did you mean {names}?", names=formats.either(f'"{one}"' for one in several))
    words = {one.label: one.code for one in question.choices} | {one.code: one.code for one in question.choices}
    near = nearest(text, words)
    return None if near is None else _("did you mean {names}?", names=f'"{words[near]}"')


def _codes(text: str, question: Question) -> tuple[str, ...]:
    return _several(text, question, _code)


def _offer(text: str, question: Question) -> str:
    """An offer of the catalogue by id or name; another id may stand for one outside it, unless it looks like a slip."""
    if (found := _known(text, question)) is not None:
        return found
    if (near := _suggested(text, question)) is not None:
        raise CaseError(_("{name} cannot be {text}", name=question.name, text=redacted(text)), help=near)
    return _id(text, question)


def _offers(text: str, question: Question) -> tuple[str, ...]:
    return _several(text, question, _offer)


def _option(text: str, question: Question) -> str:
    if (found := _known(text, question)) is not None:
        return found
    offer, dash, provision = text.partition("/")
    near = _suggested(text, question)
    if near is not None or not (dash and _ID.fullmatch(offer) and provision in vocabulary().provisions):
        raise CaseError(
            _("{name} cannot be {text}", name=question.name, text=redacted(text)), help=near or hint_of("option")
        )
    return text


def _several(text: str, question: Question, one: Callable[[str, Question], str]) -> tuple[str, ...]:
    if is_none(text):
        return ()
    return tuple(dict.fromkeys(one(part.strip(), question) for part in text.split(",") if part.strip()))


READERS: Mapping[str, Callable[[str, Question], Taken]] = {
    "born": _born,
    "code": _code,
    "codes": _codes,
    "day": _day,
    "gate": _truth,
    "days": _days,
    "hours": _hours,
    "id": _id,
    "km": _whole,
    "level": _level,
    "municipality": _municipality,
    "offer": _offer,
    "offer_or_option": _offer,
    "offers": _offers,
    "option": _option,
    "past": _day,
    "place": _place,
    "text": _text,
    "texts": _texts,
    "truth": _truth,
    "whole": _whole,
}
