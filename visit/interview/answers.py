"""Which answers a question takes: text in, a value of the case file out.

Everything is refused at once that the file would refuse later, with the near code or name. A CPR number is never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from visit import places
from visit.characters import hidden_character
from visit.cpr import cpr_shaped, instead, is_hidden_number, nine_instead, redacted
from visit.errors import CaseError
from visit.interview.asked import Question, Taken, is_none
from visit.interview.choosing import answer_parts, choice_meant, help_given, suggested
from visit.interview.dates import written_day
from visit.interview.fields import hint_of
from visit.locale import text as _
from visit.vocabulary import vocabulary

LAST_LEVEL = 4
_EXAMPLE = "ib-2026-0417"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_HOURS = re.compile(r"[0-9]{1,3}(?:[.,][0-9])?")
_PER_WEEK = r"(?:[ .]+(?:om|pr\.?|i|a|per) (?:uge|ugen|week))?\.?"
_UNITS = {"hours": rf"(?:timer?|t|hours?|h){_PER_WEEK}", "days": rf"(?:dage?|days?){_PER_WEEK}", "km": "km"}
"""What people write behind a number, by the kind of question."""
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
        raise CaseError(_("the answer is longer than {limit} characters", limit=_LONGEST))
    return text


def _texts(text: str, question: Question) -> tuple[str, ...]:
    return () if is_none(text) else tuple(_text(one.strip(), question) for one in text.split(";") if one.strip())


def _id(text: str, question: Question) -> str:
    if not _ID.fullmatch(text):
        raise CaseError(
            _("the answer cannot be {text}", text=redacted(text)),
            help=_("write small letters, digits, `.`, `_` and `-`, for example {example}", example=_EXAMPLE),
        )
    if is_hidden_number(text):
        raise CaseError(_("the answer may be a CPR number in another spelling"), help=nine_instead())
    return text


def _day(text: str, question: Question) -> str:
    found = written_day(text, today=question.today, born=question.kind == "born")
    if found is None:
        message = _("the answer must be a date, not {text}", text=redacted(text))
        raise CaseError(message, help=_("write day, month and the whole year, for example 31.3.2026"))
    return found.isoformat()


def _born(text: str, question: Question) -> str | int:
    if re.fullmatch(r"(19|20)[0-9]{2}", text):
        return int(text)
    return _day(text, question)


def is_yes(text: str) -> bool:
    """Say whether a text answers yes."""
    return text.strip().casefold() in _YES


def _truth(text: str, question: Question) -> bool:
    if (word := text.casefold()) in _YES or word in _NO:
        return word in _YES
    raise CaseError(_("the answer must be yes or no, not {text}", text=redacted(text)), help=_("write y or n"))


def _level(text: str, question: Question) -> int:
    word = text.casefold()
    named = [one.code for one in question.choices if word in (one.label.casefold(), one.label.casefold().split()[0])]
    text = named[0] if len(named) == 1 else text
    if text not in [choice.code for choice in question.choices]:
        message = _("the answer must be 0 to {most}, not {text}", most=LAST_LEVEL, text=redacted(text))
        raise CaseError(message, help="; ".join(one.said for one in question.choices))
    return int(text)


def _without_unit(text: str, question: Question) -> str:
    unit = _UNITS.get(question.kind)
    return text if unit is None else re.sub(rf"(?<=[0-9]) ?{unit}$", "", text, flags=re.IGNORECASE)


def _whole(text: str, question: Question) -> int:
    text = _without_unit(text, question)
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST)) and int(text) <= _LARGEST):
        message = _("the answer must be a whole number, not {text}", text=redacted(text))
        raise CaseError(message, help=_("write digits, for example {example}", example="3"))
    return int(text)


def _days(text: str, question: Question) -> int | Decimal:
    return _weekly(
        _without_unit(text, question), _MOST_DAYS, _("the answer must be days a week, not {text}", text=redacted(text))
    )


def _hours(text: str, question: Question) -> int | Decimal:
    return _weekly(
        _without_unit(text, question),
        _MOST_HOURS,
        _("the answer must be hours per week, not {text}", text=redacted(text)),
    )


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
    found = _numbered(text, question) or choice_meant(text, question)
    if found is None and question.kind == "code" and "," in text:
        raise CaseError(_("only one answer fits here, not {text}", text=redacted(text)), help=_("write one of them"))
    if found is None:
        help = help_given(text, question) or suggested(text, question) or _("`?` shows what can be answered")
        raise CaseError(_("{text} is not one of the choices", text=redacted(text)), help=help)
    if found in question.without:
        raise CaseError(_("{text} is the primary target group already", text=redacted(text)), help=_("leave it out"))
    return found


def _numbered(text: str, question: Question) -> str | None:
    """Return the choice that stands at a number; of offers those of one's own municipality have one.

    Raises:
        CaseError: None stands there.
    """
    last = question.numbers
    if not (last and text.isascii() and text.isdigit()) or any(one.code == text for one in question.choices[last:]):
        return None
    if 1 <= int(text[:9]) <= last:
        return question.choices[int(text) - 1].code
    message = _("{text} cannot be chosen here", text=redacted(text))
    raise CaseError(message, help=_("write a number from 1 to {last}, or a word", last=last))


def _codes(text: str, question: Question) -> tuple[str, ...]:
    return _several(text, question, _code)


def _offer(text: str, question: Question) -> str:
    """An offer of the catalogue by id or name; another id may stand for one outside it, unless it looks like a slip.

    Nor may a bare word: it may be the answer to another question.
    """
    if (found := _numbered(text, question) or choice_meant(text, question)) is not None:
        return found
    if (near := suggested(text, question)) is not None:
        raise CaseError(_("the catalogue has no offer {text}", text=redacted(text)), help=near)
    if _ID.fullmatch(text) and not text.isalpha():
        return text
    own = re.sub(r"[^a-z0-9]+", "-", places.fold(text)).strip("-")[:40] or "x"
    own = f"{own}-1" if own.isalpha() else own
    raise CaseError(
        _("the catalogue has no offer {text}", text=redacted(text)),
        help=_("if it is one outside the catalogue, give it an id of your own, for example {example}", example=own),
    )


def _offers(text: str, question: Question) -> tuple[str, ...]:
    return _several(text, question, _offer)


def _option(text: str, question: Question) -> str:
    if (found := _numbered(text, question) or choice_meant(text, question)) is not None:
        return found
    offer, dash, provision = text.partition("/")
    near = suggested(text, question)
    if near is not None or not (dash and _ID.fullmatch(offer) and provision in vocabulary().provisions):
        raise CaseError(_("the answer cannot be {text}", text=redacted(text)), help=near or hint_of("option"))
    return text


def _several(text: str, question: Question, one: Callable[[str, Question], str]) -> tuple[str, ...]:
    if is_none(text):
        return ()
    return tuple(dict.fromkeys(one(part, question) for part in answer_parts(text, question)))


def one_choice(kind: str) -> Callable[[str, Question], str] | None:
    """Return what reads one choice of a kind of question; None where its answer is no choice."""
    return {
        "code": _code,
        "codes": _code,
        "municipality": _municipality,
        "offer": _offer,
        "offer_or_option": _offer,
        "offers": _offer,
        "option": _option,
    }.get(kind)


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
