"""Which form the value of each field has: what the readers of a ledger may rely on.

`docs/ledger-format.md`, section 7. visit writes no other; but whoever may write to the database can append an entry with any
program, and what it has committed to verifies. A value of another form is none of visit's, and is told as such. What stands in the
facts is not known here: `visit.decisions.stored` looks at that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from visit.locale import formats, plural
from visit.locale import text as _
from visit.reading.forms import (
    Form,
    is_amount,
    is_day,
    is_mapping,
    is_number,
    is_text,
    is_truth,
    list_of,
    mapping_of,
    or_none,
    record,
)


def has_form(field: str, value: object) -> bool:
    """Return whether a value has the form of its field; of a field that this version does not know any will do."""
    form = _FORMS.get(field)
    return form is None or form(value)


_CHOICES = {
    "placement": record(
        {"parts": list_of(is_text), "rank": or_none(is_number), "standing": is_text},
        unmet=list_of(is_text),
        open=list_of(is_text),
        not_yet=list_of(is_text),
    ),
    "other": record({"text": is_text}),
    "none": record({"why": is_text}),
}


def _choice(value: object) -> bool:
    form = _CHOICES.get(value["kind"]) if record({"kind": is_text})(value) and isinstance(value, dict) else None
    return form is not None and form(value)


_DEPARTED = record({"rule": is_text, "option": or_none(is_text), "strength": is_text, "outcome": is_text})
_DEPARTURE = record({"code": or_none(is_text), "first": or_none(is_text), "rules": list_of(_DEPARTED)})
_ROLE = record({"da": is_text, "en": is_text, "outside": is_truth})
_APPROVAL = record(
    {"id": is_text, "by": or_none(is_text), "four_eyes": is_truth, "kind": is_text, "sure": is_truth}, role=_ROLE
)
_PLACEMENT = record({"parts": list_of(is_text), "standing": is_text})
_CORE = record(
    {
        "options": record({"count": is_number, "others": list_of(is_text)}),
        "standings": mapping_of(is_text),
        "outcomes": mapping_of(mapping_of(is_text)),
        "placements": list_of(_PLACEMENT),
        "separations": list_of(or_none(is_text)),
    },
)
_PLAN = record(
    {"plan": is_text},
    handleplan=record({"status": is_text}, on=is_day),
    ends=is_day,
    phases=list_of(record({"months": is_number, "hours_per_week": mapping_of(is_amount)})),
    handover=record({"responsible": is_text}, on=is_day),
    tariff=record({"settled_by": is_text}, on=is_day, dkk_per_day=is_number),
    dialogue=list_of(record({"on": is_day, "with": list_of(is_text)}, citizen_agreed=is_truth)),
    notes=is_text,
)
_MEASURED = record(
    {"follow_up": is_text, "measured": is_day, "outcome": is_text},
    ended=is_day,
    functioning=mapping_of(is_number),
    support_need=is_number,
    goals=list_of(record({"theme": is_text}, level=is_number, reached=is_truth, text=is_text)),
    own_words=is_text,
    notes=is_text,
    deadlines_met=list_of(is_text),
)
_PERSON = record(
    roles=list_of(is_text), team=or_none(is_text), called=mapping_of(record({"da": is_text, "en": is_text}))
)
_FORMS: Mapping[str, Form] = {
    **dict.fromkeys(("by", "system_user", "case", "origin", "reason", "team", "approval", "role"), is_text),
    **dict.fromkeys(("decider", "who", "code", "basis"), is_text),
    "of": is_number,
    "keys": list_of(is_text),
    "retired": list_of(is_text),
    "people": mapping_of(_PERSON),
    "facts": record({"document": is_mapping, "points": mapping_of(list_of(is_number))}),
    "as_of": is_day,
    "core": _CORE,
    "shown": record({"language": is_text, "text": is_text}),
    "choice": _choice,
    "departure": _DEPARTURE,
    "approvals": list_of(_APPROVAL),
    "follow_up": list_of(record({"id": is_text, "due": list_of(is_day)})),
    "deadlines": list_of(record({"id": is_text, "due": list_of(is_day), "waits_for": is_text}, by=is_text, role=_ROLE)),
    "grants": list_of(record({"id": is_text, "option": is_text, "until": is_day})),
    "plan": _PLAN,
    "participation": record(own_words=is_text, offer_reply=is_text),
    "measured": _MEASURED,
    "entries": list_of(is_number),
}


def recorded_field_label(field: str) -> str:
    """Return what a field holds, in a caseworker's words; the name of one that this version does not know."""
    words = {
        "approval": _("the approval"), "approvals": _("who must approve"), "as_of": _("the date asked about"),
        "basis": _("the ground"), "by": _("who recorded it"), "case": _("the pseudonym of the case"),
        "choice": _("what was chosen"), "code": _("the code of the reason"), "core": _("the ranking"),
        "deadlines": _("by when something is to be done"),
        "decider": _("who decided outside"), "departure": _("what it departs from"), "entries": _("which entries are meant"),
        "facts": _("the description of the case"), "follow_up": _("when to follow up"), "keys": _("the list of keys"),
        "grants": _("until when help is granted"),
        "measured": _("what was measured"), "of": _("which decision is meant"), "origin": _("the ledger's name"),
        "participation": _("what the citizen and the offer say"), "people": _("who has which roles"), "plan": _("the plan"),
        "reason": _("the reason"), "retired": _("the list of retired keys"), "role": _("the role"),
        "shown": _("the answer as it was shown"), "system_user": _("the system's user"), "team": _("the team"),
        "who": _("who said no"),
    }  # fmt: skip
    return words.get(field, field)


def said_changed(fields: Iterable[str]) -> str:
    """Return that what some fields hold, or what keeps it provable, is not as it was appended."""
    names = tuple(dict.fromkeys(fields))
    return plural(
        "{what} was changed after it was recorded", "{what} were changed after they were recorded", len(names),
        what=formats.listed(map(recorded_field_label, names)),
    )  # fmt: skip


def said_leaf_changed() -> str:
    """Return that an entry's leaf is not as it was appended."""
    return _("its time, type or digests were changed after it was recorded")
