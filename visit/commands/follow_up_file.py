"""The follow-up file to fill in: what was recorded at the decision, and a line for each thing that can be measured now.

INVARIANT: a line to fill in begins with #, and holds nothing that could be taken for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from visit.decisions.files import Decided
from visit.decisions.wording import Wording
from visit.locale import formats, language
from visit.locale import text as _
from visit.vocabulary import field_label, vocabulary

LEVELS = "0–4"


def follow_up_keys() -> list[tuple[str, str]]:
    """Return what is written under each key of the file."""
    return [
        ("measured", _("the day of measuring, YYYY-MM-DD")),
        ("support_need", _("the level of support need now, {levels}", levels=LEVELS)),
        ("functioning", _("the level of each theme now, {levels}", levels=LEVELS)),
        (
            "goals",
            _("a row for each goal of the case, in its order: `level`, and `reached` as citizen and offer find it"),
        ),
        ("deadlines_met", _("ids of the decision's deadlines for what is done now")),
        ("outcome", _("what it leads to; the codes are below")),
        ("ended", _("with `end`: the last day of the help; left out, it is the day of measuring")),
        ("own_words", _("what the citizen says of the help")),
        ("notes", _("free text, never a name or a CPR number")),
    ]


def follow_up_outcomes() -> list[tuple[str, str]]:
    """Return the codes of what a follow-up leads to."""
    terms = vocabulary().codes["follow_up_outcome"].terms
    return [(key, term.label(language())) for key, term in terms.items()]


def follow_up_file(decided: Decided, wording: Wording) -> str:
    """Return the file for one decision; nothing that a person wrote of the citizen is repeated in it."""
    return "\n".join([*_head(decided), *_measured(decided), *_deadlines(decided, wording), *_outcome()]) + "\n"


def _head(decided: Decided) -> Iterator[str]:
    day = formats.day(decided.day)
    yield "## " + _("The follow-up of decision {n}, recorded on {day}.", n=decided.seq, day=day)
    yield "## " + _("Remove the # and write what was measured. What is left out was not measured.")
    yield "## " + _("Never write a name or a CPR number.")
    yield "format: 1"
    yield f"follow_up: {decided.case}"
    yield f"# measured: {_('YYYY-MM-DD')}  ## {_('the day of measuring')}"


def _measured(decided: Decided) -> Iterator[str]:
    document = decided.facts["document"]
    before = cast(Mapping[str, int], document.get("functioning") or {})
    yield ""
    yield "## " + _("Levels now, {levels}; beside each the level before", levels=LEVELS)
    if document.get("support_need") is not None:
        label = field_label("support_need", language())
        yield f"# support_need: …  ## {label}; {_('before: {level}', level=document['support_need'])}"
    if before:
        yield "functioning:"
        for theme, level in before.items():
            yield f"  # {theme}: …  ## {_theme(theme)}; {_('before: {level}', level=level)}"
    goals = cast(Sequence[Mapping[str, str | int]], document.get("goals") or ())
    if goals:
        yield ""
        yield "## " + _("One row for each goal, in the order of the case")
        yield "goals:"
    for goal in goals:
        said = {"from": _("from level {n}", n=goal.get("from")), "to": _("to level {n}", n=goal.get("to"))}
        aim = [told for key, told in said.items() if goal.get(key) is not None]
        yield f"  - theme: {goal['theme']!s}  ## {', '.join([_theme(str(goal['theme'])), *aim])}"
        yield f"    # level: …  ## {LEVELS}"
        yield f"    # reached: true | false  ## {_('whether it is reached, as citizen and offer find it')}"


def _deadlines(decided: Decided, wording: Wording) -> Iterator[str]:
    waiting = [row for row in decided.entry.get("deadlines") or () if row["waits_for"] == "follow_up"]
    if waiting:
        yield ""
        yield "## " + _("What has been done that had a deadline; keep the ids of it")
        for row in waiting:
            days = formats.listed(formats.day(date.fromisoformat(day)) for day in row["due"])
            yield f"## {row['id']}: {days or _('no day yet')}: {' '.join(wording.told('deadlines', row['id']).split())}"
        yield f"# deadlines_met: [{', '.join(row['id'] for row in waiting)}]"


def _outcome() -> Iterator[str]:
    yield ""
    yield "## " + "; ".join(f"{key}: {label}" for key, label in follow_up_outcomes())
    yield f"# outcome: {' | '.join(key for key, _label in follow_up_outcomes())}"
    yield f"# ended: {_('YYYY-MM-DD')}  ## {_('with end: the last day of the help')}"
    yield f"# own_words: …  ## {_('what the citizen says of the help')}"
    yield f"# notes: …  ## {_('free text, never a name or a CPR number')}"


def _theme(key: str) -> str:
    return vocabulary().label("theme", key, language())
