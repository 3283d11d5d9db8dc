"""The steps below a placement in words: a line for each, with what was looked at there and why it is not enough."""

from __future__ import annotations

from collections.abc import Iterator

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.lower_steps import LADDER, Failing, Ground, LowerStep, steps_below
from visit.render.ruled_out import of_gate


def step_lines(explanation: Explanation, placement: Placement, say: Phrasing) -> Iterator[str]:
    """Yield a line for each lower step that has offers, and one for all that have none."""
    empty = []
    for one in steps_below(explanation, placement):
        step = say.step(LADDER, one.number)
        if one.failing:
            yield _("{step}: {grounds}", step=step, grounds="; ".join(_line(row, say) for row in one.failing))
        else:
            empty.append(step)
    if empty:
        yield _("{step}: {grounds}", step=", ".join(empty), grounds=_("no offer in the catalogue"))


def steps_in_short(explanation: Explanation, placement: Placement) -> str:
    """Return how many options were looked at on the lower steps, where the whole answer says why not these."""
    steps = steps_below(explanation, placement)
    n = sum(len(row.options) for one in steps for row in one.failing)
    return _(
        "{n} options on {steps}; why not these: --full",
        n=formats.number(n),
        steps=plural("{n} step", "{n} steps", len(steps)),
    )


def steps_document(explanation: Explanation, placement: Placement) -> list[dict[str, object]]:
    """Return the same as data."""
    return [_document(one) for one in steps_below(explanation, placement)]


def _document(one: LowerStep) -> dict[str, object]:
    rows = [
        {
            "ground": row.ground.value,
            "gate": row.gate or None,
            "rules": list(row.rules),
            "options": [option.id for option in row.options],
        }
        for row in one.failing
    ]
    return {"ladder": LADDER, "step": one.number, "failing": rows}


def _line(row: Failing, say: Phrasing) -> str:
    words = of_gate(row.gate) if row.ground is Ground.RULED_OUT else _words(row.ground)
    return f"{words} ({len(row.options)}){say.behind(*row.rules)}"


def _words(ground: Ground) -> str:
    return {
        Ground.RULED_OUT: _("ruled out"), Ground.MEETS_NOTHING: of_gate(""), Ground.REFUSED: _("has said no"),
        Ground.WAITING_LIST: _("has only a waiting list"), Ground.NO_PLACE: _("has no free place"),
        Ground.TRIED: _("tried and not enough"), Ground.TOO_FEW_HOURS: _("gives fewer hours than are needed"),
        Ground.PART_OF_THE_NEEDS: _("meets only part of the needs"), Ground.UNDECIDED: _("not known yet"),
        Ground.AWAITING: _("awaits somebody else's decision"), Ground.BY_EXCEPTION: _("by exception"),
        Ground.WOULD_DO: _("would be enough"),
    }[ground]  # fmt: skip
