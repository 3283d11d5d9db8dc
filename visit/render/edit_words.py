"""What an edit of a guideline means, in sentences: what is ruled out now, what can be given, who approves, which number falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import cast

from visit.locale import formats
from visit.locale import text as _
from visit.render.field_words import area_names, waits_for_words
from visit.render.guideline_sheet import GuidelineSheet, period
from visit.rules.findings.shifts import Direction, Shift
from visit.rules.guideline.drafting import as_number
from visit.rules.guideline.edits import PREFERENCES, Edit, EditKind
from visit.rules.guideline.service_levels import is_name

_PERIODS = ("within", "before", "lasts", "after", "then_every", "ends_after")
_HOURS = ("usual_hours", "most_hours")


def meaning(edits: Sequence[Edit], shift: Shift | None, before: GuidelineSheet, after: GuidelineSheet) -> Iterator[str]:
    """Yield what the edits of one statement mean, in a sentence each.

    Args:
        edits: All edits of the statement.
        shift: Whether it takes hold more or less often; None where that is not known.
        before: The first guideline, which knows how things are called.
        after: The second.
    """
    if all(edit.is_wording for edit in edits):
        yield _wording(edits)
        return
    told = [sentence for edit in edits for sentence in _of_edit(edit, before, after)]
    row = edits[0].new.row if edits[0].new is not None else None
    if shift is not None and isinstance(row, Mapping):
        told += _shift_beside(edits, row, shift)
    yield from dict.fromkeys(told)


def has_both_values(edit: Edit) -> bool:
    """Return whether the sentences of `meaning` have both values of a field."""
    field = edit.path[-1] if edit.path else ""
    both = edit.before is not None and edit.after is not None
    match edit.kind:
        case EditKind.STRENGTH:
            return field in ("strength", "by", "four_eyes")
        case EditKind.VALUE:
            return both and (
                (edit.section == "parameters" and field == "value")
                or (edit.section == "needs" and field == "areas")
                or field in ("usual_hours", "most_hours", "waits_for")
            )
        case _:
            return False


def _shift_beside(edits: Sequence[Edit], row: Mapping[str, object], shift: Shift) -> Iterator[str]:
    """Yield how a statement shifts, where its condition or what it reads is another; beside a new strength for how many."""
    kinds = {edit.kind for edit in edits}
    if not shift.through and not kinds & {EditKind.CONDITION, EditKind.VALUE}:
        return
    if not any(edit.path == ("strength",) for edit in edits):
        yield shift_words(edits[0].section, row, shift)
    elif shift.direction is not Direction.SAME:
        yield {
            Direction.MORE: _("and for more options than before"),
            Direction.LESS: _("and for fewer options than before"),
            Direction.OTHERWISE: _("and perhaps for other options than before"),
        }[shift.direction]


def shift_words(section: str, row: Mapping[str, object], shift: Shift) -> str:
    """Return in which cases a statement takes hold now, compared with before."""
    named = f"{section} {row['strength']}" if section == "rules" else section
    return _shifts()[named][shift.direction]


def number_words(field: str, old: tuple[object, GuidelineSheet], new: tuple[object, GuidelineSheet]) -> Iterator[str]:
    """Yield what a period or the hours of a field are now and were, where they are others; each beside the guideline it is of."""
    words = _period_words if field in _PERIODS else _level_hours
    was, now = words(*old), words(*new)
    if now == was:  # it is written otherwise
        return
    if field in _PERIODS:
        yield _("the time is {now}, and was {was}", now=now, was=was)
    elif field == "usual_hours":
        yield _("usually {now} a week, and was {was}", now=now, was=was)
    else:
        yield _("a reason is needed beyond {now} a week, and was beyond {was}", now=now, was=was)


def _period_words(written: object, sheet: GuidelineSheet) -> str:
    return sheet.period_in_words(str(written))


def _wording(edits: Sequence[Edit]) -> str:
    kinds = {edit.kind for edit in edits}
    if kinds == {EditKind.SOURCE}:
        return _("only the source differs, and no answer")
    if kinds == {EditKind.TEXT}:
        return _("only the wording differs, and no answer")
    return _("only wording and source differ, and no answer")


def _of_edit(edit: Edit, before: GuidelineSheet, after: GuidelineSheet) -> Iterator[str]:
    field = edit.path[-1] if edit.path else ""
    match edit.kind:
        case EditKind.ADDED | EditKind.REMOVED:
            yield from _come_or_gone(edit, before, after)
        case EditKind.ORDER:
            yield from _order(edit, after)
        case EditKind.STRENGTH if field == "strength":
            yield _strengths()[str(edit.before), str(edit.after)]
        case EditKind.STRENGTH if field == "by" and edit.section == "deadlines":
            was, now = (None if one is None else _role(one, after) for one in (edit.before, edit.after))
            if was is None or now is None:
                yield (
                    _("it was the task of {was}, and is now of nobody in particular", was=was)
                    if now is None
                    else _("it is now the task of {now}, and was of nobody in particular", now=now)
                )
            else:
                yield _("it is now the task of {now}, and was that of {was}", now=now, was=was)
        case EditKind.STRENGTH if field == "by":
            was, now = (None if one is None else _role(one, after) for one in (edit.before, edit.after))
            if was is None or now is None:
                yield _("{was} no longer decides it", was=was) if now is None else _("{now} decides it", now=now)
            else:
                yield _("{now} decides instead of {was}", now=now, was=was)
        case EditKind.STRENGTH if field == "four_eyes":
            yield _("two people are needed now") if edit.after else _("two people are no longer needed")
        case EditKind.DATES if edit.old is not None and edit.new is not None:
            was, now = (period(one.row) for one in (edit.old, edit.new))  # type: ignore[arg-type]
            yield _("it binds {now}, and did so {was}", now=now, was=was)
        case EditKind.VALUE if edit.section == "parameters" and field == "value":
            yield _number(edit, before, after)
        case EditKind.VALUE if "rows" in edit.path and len(edit.path) > 1:
            yield _("row {n} gives another value", n=int(edit.path[1]) + 1)
        case EditKind.CONDITION if "rows" in edit.path:
            yield _("row {n} has another condition", n=int(edit.path[1]) + 1)
        case EditKind.VALUE if field == "rows":
            yield _("the table has other rows")
        case EditKind.VALUE if field in (*_PERIODS, *_HOURS) and None not in (edit.before, edit.after):
            yield from number_words(str(field), (edit.before, before), (edit.after, after))
        case EditKind.VALUE if edit.section == "needs" and field == "areas":
            was, now = (area_names(one, after) for one in (edit.before, edit.after))  # type: ignore[arg-type]
            yield _("the need belongs to {now}, and belonged to {was}", now=now, was=was)
        case EditKind.VALUE if field == "waits_for":
            was, now = (waits_for_words(str(one)) for one in (edit.before, edit.after))
            yield _("it waits for {now}, and waited for {was}", now=now, was=was)
        case EditKind.VALUE if str(field) in _fields():
            yield _fields()[str(field)]
        case EditKind.CONDITION if edit.section in (PREFERENCES, "rights"):
            yield _("placements are compared by it in another way")
        case _:
            return


def _come_or_gone(edit: Edit, before: GuidelineSheet, after: GuidelineSheet) -> Iterator[str]:
    row = edit.after if edit.kind is EditKind.ADDED else edit.before
    if edit.section == "rules" and isinstance(row, Mapping):
        by = _role(row["by"], after) if row.get("by") else _("somebody else")
        yield _rules_come_or_gone(by)[edit.kind, str(row["strength"])]
    elif edit.section == PREFERENCES and edit.kind is EditKind.ADDED:
        follows = None if edit.follows is None else _preference(edit.follows, after)
        yield (
            _("placements are now compared by it before all else")
            if follows is None
            else _("placements are now compared by it too, after {other}", other=follows)
        )
    else:
        told = _others_come_or_gone().get((edit.kind, edit.section))
        if told:
            yield told


def _order(edit: Edit, after: GuidelineSheet) -> Iterator[str]:
    """Yield each pair that stands the other way round."""
    was: Sequence[str] = edit.before  # type: ignore[assignment]
    now: Sequence[str] = edit.after  # type: ignore[assignment]
    common = [one for one in now if one in was]
    for first, second in pairwise(common):
        if was.index(first) > was.index(second):
            names = {"first": _preference(first, after), "second": _preference(second, after)}
            yield _("{first} now decides before {second}", **names)


def _preference(key: str, sheet: GuidelineSheet) -> str:
    """Return what a preference is called, in quotation marks."""
    text = sheet.texted(sheet.sections[PREFERENCES].get(key))
    return f"“{text or key}”"


def _level_hours(written: object, sheet: GuidelineSheet) -> str:
    """Return the hours of a service level, a number or the parameter that it names, in words."""
    number = (
        sheet.guideline.parameters[str(written)].value if is_name(written) else as_number(cast("int | str", written))
    )
    return formats.hours(number)


def _number(edit: Edit, before: GuidelineSheet, after: GuidelineSheet) -> str:
    values = [as_number(one) for one in (edit.before, edit.after)]  # type: ignore[arg-type]
    was, now = (
        sheet.say.number(value, sheet.guideline.types.get(edit.key))
        for sheet, value in zip((before, after), values, strict=True)
    )
    called = edit.key in after.guideline.labels
    name = formats.capital(after.say.fact(edit.key)) if called else edit.key
    if values[1] < values[0]:
        return _("{name}: falls from {was} to {now}", name=name, was=was, now=now)
    return _("{name}: rises from {was} to {now}", name=name, was=was, now=now)


def _role(code: object, sheet: GuidelineSheet) -> str:
    return sheet.say.decider(str(code))


# --- the sentences ---


def _strengths() -> dict[tuple[str, str], str]:
    return {
        ("must", "presumption"): _("a must became a presumption: what it ruled out can be granted by exception"),
        ("presumption", "must"): _("a presumption became a must: what could be granted by exception is ruled out"),
        ("must", "hold"): _("a must became a hold: what it ruled out awaits a decision by somebody else"),
        ("hold", "must"): _("a hold became a must: what awaited a decision by somebody else is ruled out"),
        ("presumption", "hold"): _(
            "a presumption became a hold: what could be granted by exception awaits a decision by somebody else"
        ),
        ("hold", "presumption"): _(
            "a hold became a presumption: what awaited a decision by somebody else can be granted by exception"
        ),
    }


def _rules_come_or_gone(by: str) -> dict[tuple[EditKind, str], str]:
    return {
        (EditKind.ADDED, "must"): _("options that do not meet it are now ruled out"),
        (EditKind.ADDED, "presumption"): _(
            "options that do not meet it are now given only by exception, with a reason"
        ),
        (EditKind.ADDED, "hold"): _("options that do not meet it now await a decision: {by}", by=by),
        (EditKind.REMOVED, "must"): _("what it ruled out is ruled out no longer, unless another rule does so"),
        (EditKind.REMOVED, "presumption"): _(
            "what it gave only by exception needs no reason on its account any longer"
        ),
        (EditKind.REMOVED, "hold"): _("what it held back no longer awaits a decision on its account"),
    }


def _fields() -> dict[str, str]:
    return {
        "counted_from": _("it is counted from another day"),
        "usual_hours": _("the usual hours are stated otherwise"),
        "most_hours": _("the hours beyond which a reason is needed are stated otherwise"),
        "weeks": _("the usual time is another"),
        "form": _("the usual form is another"),
        "codes": _("it can have other values"),
        "at_least": _("it can have other values"),
        "at_most": _("it can have other values"),
        "usually_met_by": _("other help is taken to meet it"),
    }


def _others_come_or_gone() -> dict[tuple[EditKind, str], str]:
    return {
        (EditKind.REMOVED, PREFERENCES): _("placements are no longer compared by it"),
        (EditKind.ADDED, "rights"): _("placements are now compared by it before every preference"),
        (EditKind.REMOVED, "rights"): _("placements are no longer compared by it before every preference"),
        (EditKind.ADDED, "approvals"): _("one more approval is asked for, where its condition is met"),
        (EditKind.REMOVED, "approvals"): _("the approval is no longer asked for"),
        (EditKind.ADDED, "notices"): _("one more notice is given, where its condition is met"),
        (EditKind.REMOVED, "notices"): _("the notice is no longer given"),
        (EditKind.ADDED, "follow_up"): _("one more follow-up is due, where its condition is met"),
        (EditKind.REMOVED, "follow_up"): _("the follow-up is no longer due"),
        (EditKind.ADDED, "deadlines"): _("one more deadline applies, where its condition is met"),
        (EditKind.REMOVED, "deadlines"): _("the deadline no longer applies"),
        (EditKind.ADDED, "service_levels"): _("help beyond it is now given by exception, with a reason"),
        (EditKind.REMOVED, "service_levels"): _("help beyond it needs no reason on its account any longer"),
        (EditKind.ADDED, "grants"): _("help that it names is now granted for a time"),
        (EditKind.REMOVED, "grants"): _("help is no longer granted for a time on its account"),
        (EditKind.ADDED, "case_facts"): _("the fact can now be stated in a case"),
        (EditKind.REMOVED, "case_facts"): _("a case that states the fact is told that nothing reads it"),
        (EditKind.ADDED, "needs"): _("the need can now be stated in a case"),
        (EditKind.REMOVED, "needs"): _("a case that states the need is told that it is unknown"),
        (EditKind.ADDED, "areas"): _("the area is now proposed where the case leaves areas out"),
        (EditKind.REMOVED, "areas"): _("the area is no longer proposed"),
        (EditKind.ADDED, "proposals"): _("the fact is now proposed where the case leaves it out"),
        (EditKind.REMOVED, "proposals"): _("the fact is no longer proposed"),
    }


def _shifts() -> dict[str, dict[Direction, str]]:
    """Return the sentences by section, of rules also by strength, and by direction."""
    order = (Direction.MORE, Direction.LESS, Direction.OTHERWISE, Direction.SAME)
    told = {
        "rules must": (
            _("more options are ruled out"), _("fewer options are ruled out"),
            _("other options may be ruled out than before"), _("the same options are ruled out as before"),
        ),
        "rules presumption": (
            _("more options are given only by exception"), _("fewer options are given only by exception"),
            _("other options may be given only by exception than before"),
            _("the same options are given only by exception as before"),
        ),
        "rules hold": (
            _("more options await a decision by somebody else"), _("fewer options await a decision by somebody else"),
            _("other options may await a decision by somebody else than before"),
            _("the same options await a decision by somebody else as before"),
        ),
        "approvals": (
            _("the approval is asked for in more cases"), _("the approval is asked for in fewer cases"),
            _("the approval may be asked for in other cases than before"),
            _("the approval is asked for in the same cases as before"),
        ),
        "notices": (
            _("the notice is given in more cases"), _("the notice is given in fewer cases"),
            _("the notice may be given in other cases than before"), _("the notice is given in the same cases as before"),
        ),
        "follow_up": (
            _("the follow-up is due in more cases"), _("the follow-up is due in fewer cases"),
            _("the follow-up may be due in other cases than before"),
            _("the follow-up is due in the same cases as before"),
        ),
        "deadlines": (
            _("the deadline applies in more cases"), _("the deadline applies in fewer cases"),
            _("the deadline may apply in other cases than before"),
            _("the deadline applies in the same cases as before"),
        ),
        "service_levels": (
            _("the service level counts in more cases"), _("the service level counts in fewer cases"),
            _("the service level may count in other cases than before"),
            _("the service level counts in the same cases as before"),
        ),
        "grants": (
            _("help is granted for this time in more cases"), _("help is granted for this time in fewer cases"),
            _("help may be granted for this time in other cases than before"),
            _("help is granted for this time in the same cases as before"),
        ),
        "areas": (
            _("the area is proposed in more cases"), _("the area is proposed in fewer cases"),
            _("the area may be proposed in other cases than before"), _("the area is proposed in the same cases as before"),
        ),
        "proposals": (
            _("the fact is proposed in more cases"), _("the fact is proposed in fewer cases"),
            _("the fact may be proposed in other cases than before"), _("the fact is proposed in the same cases as before"),
        ),
    }  # fmt: skip
    return {section: dict(zip(order, sentences, strict=True)) for section, sentences in told.items()}
