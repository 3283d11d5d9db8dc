"""Which form the value of each field has: what the readers of a ledger may rely on.

`docs/ledger-format.md`, section 7. visit writes no other; but whoever may write to the database can append an entry with any
program, and what it has committed to verifies. A value of another form is none of visit's, and is told as such.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

Form: TypeAlias = Callable[[object], bool]


def has_form(field: str, value: object) -> bool:
    """Return whether a value has the form of its field; of a field that this version does not know any will do."""
    form = _FORMS.get(field)
    return form is None or form(value)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _number(value: object) -> bool:
    return type(value) is int


def _truth(value: object) -> bool:
    return isinstance(value, bool)


def _day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _mapping(value: object) -> bool:
    return isinstance(value, dict)


def _or_none(form: Form) -> Form:
    return lambda value: value is None or form(value)


def _list(form: Form) -> Form:
    return lambda value: isinstance(value, list) and all(form(one) for one in value)


def _by_name(form: Form) -> Form:
    return lambda value: isinstance(value, dict) and all(form(one) for one in value.values())


def _record(always: Mapping[str, Form] = {}, /, **perhaps: Form) -> Form:
    """Return the form of a mapping: what it always has, and what it may have; other keys are of a later version."""

    def fits(value: object) -> bool:
        return (
            isinstance(value, dict)
            and always.keys() <= value.keys()
            and all(form(value[key]) for key, form in {**always, **perhaps}.items() if key in value)
        )

    return fits


_CHOICES = {
    "placement": _record({"parts": _list(_text)}, rank=_or_none(_number), standing=_text),
    "other": _record({"text": _text}),
    "none": _record({"why": _text}),
}


def _choice(value: object) -> bool:
    form = _CHOICES.get(value["kind"]) if _record({"kind": _text})(value) and isinstance(value, dict) else None
    return form is not None and form(value)


_DEPARTED = _record({"rule": _text, "option": _or_none(_text), "outcome": _text})
_DEPARTURE = _record({"code": _or_none(_text)}, first=_or_none(_text), rules=_list(_DEPARTED))
_APPROVAL = _record({"id": _text, "by": _or_none(_text), "four_eyes": _truth, "kind": _text, "sure": _truth})
_PLACEMENT = _record({"parts": _list(_text), "standing": _text})
_CORE = _record(
    {
        "options": _mapping,
        "standings": _by_name(_text),
        "outcomes": _by_name(_by_name(_text)),
        "placements": _list(_PLACEMENT),
    },
    separations=_list(_or_none(_text)),
)
_MEASURED = _record(
    {"follow_up": _text, "measured": _day},
    outcome=_text,
    ended=_day,
    functioning=_by_name(_number),
    support_need=_number,
    goals=_list(_record({"theme": _text}, level=_number, reached=_truth, text=_text)),
    own_words=_text,
    notes=_text,
)
_PERSON = _record(roles=_list(_text), team=_or_none(_text))
_FORMS: Mapping[str, Form] = {
    **dict.fromkeys(("by", "system_user", "case", "origin", "reason", "team", "approval", "role"), _text),
    **dict.fromkeys(("decider", "who", "code", "basis"), _text),
    "of": _number,
    "keys": _list(_text),
    "retired": _list(_text),
    "people": _by_name(_PERSON),
    "facts": _record({"document": _mapping, "points": _mapping}),
    "as_of": _day,
    "core": _CORE,
    "shown": _record({"language": _text, "text": _text}),
    "choice": _choice,
    "departure": _DEPARTURE,
    "approvals": _list(_APPROVAL),
    "follow_up": _list(_record({"id": _text, "due": _list(_day)})),
    "plan": _record({"plan": _text}, ends=_day),
    "participation": _record(own_words=_text, offer_reply=_text),
    "measured": _MEASURED,
    "entries": _list(_number),
}
