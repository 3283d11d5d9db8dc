"""In which form a statement follows, in words: its periods, whose task it is, what meets it, and how much help is usual."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from visit.lab.forms import FormTurn, parts_of_form, statement_id
from visit.lab.said import BESIDE_PERIODS, BY, COUNTED, FORM, MEETS, USUAL, WEEKS, form_followed
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.render.field_words import day_counted_from, waits_for_words
from visit.render.guideline_sheet import GuidelineSheet
from visit.rules.guideline.drafting import as_number
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_IN_WHOLE = (BY, MEETS, COUNTED, f"{FORM} ")
"""Of these both values are told in whole, and not the words alone that are others."""
MOST_WORDS = 3
"""So many words beside each other may be others, so that a text is still told once."""


def people_words(people: str) -> str:
    """Return how many people an approval takes, as `visit.lab.forms` has it behind the role."""
    told = {"(two people)": _("two people"), "(perhaps two people)": _("perhaps two people")}
    return told.get(people, _("one person"))


def form_told(section: str, said: str, guidelines: Sequence[Guideline]) -> list[str]:
    """Return the parts of a form that are told: its periods, and what is not the same in all guidelines that have the statement."""
    id = statement_id(said)
    if section == "grants":
        return parts_of_form(said)
    every = [form_followed(one, side) for side in guidelines for one in getattr(side, section) if one.id == id]
    return [
        one
        for one in parts_of_form(said)
        if not one.startswith(BESIDE_PERIODS) or any(one not in parts for parts in every)
    ]


def form_in_words(id: str, parts: Sequence[str], sheets: Sequence[GuidelineSheet]) -> str:
    """Return parts of the form of a statement in words."""
    return ", ".join(_part_words(id, one, sheets) for one in parts)


def _part_words(id: str, part: str, sheets: Sequence[GuidelineSheet]) -> str:
    mark = next((one for one in BESIDE_PERIODS if part.startswith(one)), "")
    value = part.removeprefix(mark)
    if mark == BY:
        terms = [sheet.guideline.lists["role"].terms.get(value) for sheet in sheets]
        return next(
            (formats.small(one.label(sheets[-1].language)) for one in reversed(terms) if one is not None), value
        )
    if mark == MEETS:
        return _("waits for {what}", what=waits_for_words(value))
    if mark == COUNTED:
        every = [(one, sheet) for sheet in sheets for one in sheet.guideline.deadlines if one.id == id]
        anchors = [(one.counted_from, sheet) for one, sheet in every if part in form_followed(one, sheet.guideline)]
        return _("counted from {day}", day=day_counted_from(*anchors[0]) if anchors else value)
    if mark:
        return _level_words(mark.strip(), value)
    return _period_words(part, sheets[-1])


def _level_words(mark: str, value: str) -> str:
    """Return what a service level says of hours, weeks or form."""
    if mark == WEEKS:
        return plural("usually for {n} week", "usually for {n} weeks", int(value))
    if mark == FORM:
        return _("usually {form}", form=formats.small(vocabulary().label("form", value, language())))
    hours = formats.hours(as_number(value))
    return (
        _("usually {hours} a week", hours=hours)
        if mark == USUAL
        else _("more than {hours} a week with a reason", hours=hours)
    )


def form_moved(turn: FormTurn, sheets: Sequence[GuidelineSheet]) -> str:
    """Return what is another between two forms of a statement, in words: `3 → 2 months, the caseworker → the leader`."""
    before, after = map(parts_of_form, turn)
    if len(before) == len(after):
        pairs = [([one], [other]) for one, other in zip(before, after, strict=True) if one != other]
    else:
        pairs = [([one for one in before if one not in after], [one for one in after if one not in before])]
    told = []
    for pair in pairs:
        was, now = (form_in_words(turn.id, one, sheets) or _("nothing") for one in pair)
        is_of_words = any(one.startswith(_IN_WHOLE) for one in (*pair[0], *pair[1]))
        told.append(f"{was} → {now}" if is_of_words else words_moved(was, now))
    return ", ".join(told)


def _period_words(written: str, sheet: GuidelineSheet) -> str:
    """Return a period of what follows: after how long, how long before, how often it is repeated, or until when."""
    before, every, until = (written.removeprefix(mark) for mark in ("-", "every ", "until "))
    if before != written:
        return _("{period} before", period=sheet.period_in_words(before))
    if every != written:
        return _("then every {period}", period=sheet.period_in_words(every))
    if until != written:
        return _("until {period} after", period=sheet.period_in_words(until))
    return sheet.period_in_words(written)


def words_moved(before: str, after: str) -> str:
    """Return a text with the words that are others now: `more than 30 → 20 km`; both where most of it is another."""
    old, new = before.split(), after.split()
    told: list[str] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told += old[first:last]
        elif first == last or start == end or last - first > MOST_WORDS or end - start > MOST_WORDS:
            return f"{before} → {after}"
        else:
            mark = old[last - 1][-1] if old[last - 1][-1] == new[end - 1][-1] and old[last - 1][-1] in ".,:;" else ""
            told += [*old[first : last - 1], old[last - 1].removesuffix(mark), "→", *new[start:end]]
    return " ".join(told)
