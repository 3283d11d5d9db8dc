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
from visit.vocabulary import vocabulary

LEVELS = "0–4"


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
    yield "# measured: YYYY-MM-DD"


def _measured(decided: Decided) -> Iterator[str]:
    document = decided.facts["document"]
    before = cast(Mapping[str, int], document.get("functioning") or {})
    yield ""
    yield "## " + _("Levels now, {levels}; beside each the level before", levels=LEVELS)
    if document.get("support_need") is not None:
        yield f"# support_need: …  ## {_('before: {level}', level=document['support_need'])}"
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
        yield "    # reached: true | false"


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
    terms = vocabulary().codes["follow_up_outcome"].terms
    yield ""
    yield "## " + "; ".join(f"{key}: {term.label(language())}" for key, term in terms.items())
    yield f"# outcome: {' | '.join(terms)}"
    yield f"# ended: YYYY-MM-DD  ## {_('with end: the last day of the help')}"
    yield "# own_words: …"
    yield "# notes: …"


def _theme(key: str) -> str:
    return vocabulary().label("theme", key, language())
