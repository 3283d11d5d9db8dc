"""A later bundle put into the case of the same citizen that is there, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from visit.case import case_of
from visit.errors import CaseError
from visit.imports.citizens import tell_what_to_ask
from visit.imports.imported import ImportedCitizen
from visit.imports.updating import CaseChange, case_changes, is_answered, settle_ranks, updated, without_withdrawn
from visit.interview.fields import label_of
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.source import Document, PlainValue
from visit.vocabulary import vocabulary


def update_citizen(citizen: ImportedCitizen, document: Document) -> tuple[CaseChange, ...]:
    """Put what the bundle says into a case that is there, and return what that changes.

    Raises:
        CaseError: It is another citizen's case, or of a later day than the bundle.
    """
    old = document.value
    assessed = case_of(document).assessed
    assert isinstance(old, dict)
    if old["case"] != citizen.case["case"]:
        message = _(
            "this is the case {id}, and the bundle's citizen is {other}",
            id=str(old["case"]),
            other=str(citizen.case["case"]),
        )
        help = _("name the key that the case was imported with: --key")
        raise CaseError(message, at=document.locate(("case",)), help=help)
    told = date.fromisoformat(str(citizen.case["assessed"]))
    if told < assessed:
        message = _(
            "the bundle is of {day}, and the case of {later}: older facts would replace newer ones",
            day=formats.day(told), later=formats.day(assessed),
        )  # fmt: skip
        help = _("import the latest bundle, or write this one to a case of its own without --onto")
        raise CaseError(message, at=document.locate(("assessed",)), help=help)
    kept, withdrawn = without_withdrawn(old, citizen.case, citizen.withdrawn)
    for field in withdrawn:
        message = _("{field}: the case has it from before, and by the bundle it holds no more: it is taken out. Is that right?",
                    field=field_called(field))  # fmt: skip
        citizen.tell("ask", "", message)
    if told > assessed and (stays := [*_not_said_again(kept, citizen.case)]):
        message = _("not in the later bundle, and still as of {day}: {names}. Does it hold?",
                    day=formats.day(assessed), names=formats.listed(stays))  # fmt: skip
        citizen.tell("ask", "", message)
    settle_ranks(kept, citizen.case)
    whole = updated(kept, citizen.case)
    changes = tuple(case_changes(old, whole))
    citizen.case.clear()
    citizen.case.update(whole)
    citizen.notes = [one for one in citizen.notes if not is_answered(one, whole) and (one.place or not one.answered_by)]
    tell_what_to_ask(citizen)
    return changes


def _not_said_again(old: Mapping[str, PlainValue], new: Mapping[str, PlainValue]) -> Iterator[str]:
    """Yield what was found out of the citizen that a later bundle does not have: it would look as if it were found anew."""
    if "support_need" in old and "support_need" not in new:
        yield label_of("support_need")
    before, after = old.get("functioning"), new.get("functioning")
    if isinstance(before, dict):
        yield from (
            field_called(f"functioning.{one}") for one in before if not isinstance(after, dict) or one not in after
        )
    said = new.get("target_groups")
    groups = [*_groups(said)]
    if groups or said is None:
        missing = [one for one in _groups(old.get("target_groups")) if one not in groups]
        yield from (vocabulary().label("target_group", one, language()) for one in missing)


def _groups(value: PlainValue) -> Iterator[str]:
    rows = value if isinstance(value, dict) else {}
    further = rows.get("secondary")
    yield from (str(one) for one in (rows.get("primary"), *(further if isinstance(further, list) else ())) if one)


def field_called(path: str) -> str:
    """Return what a field is called; of a row of a list or a code, as the file has it."""
    group, _dot, key = path.partition(".")
    if group == "functioning":
        return vocabulary().label("theme", key, language())
    try:
        return label_of(path)
    except (KeyError, LookupError):
        return path
