"""What replaying decisions found: how many are the same, and for each other the cause and where the paths part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from visit.audit.replaying import CAUSES, Replayed, Under
from visit.decisions.core import Parting
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet

OPTIONS = 3
"""How many options are named where a rule parts for many."""


class ReplaySheet:
    """The decisions replayed, in one language."""

    def __init__(self, replayed: Sequence[Replayed], under: Under, language: str) -> None:
        self.replayed, self.under, self.language = replayed, under, language

    def document(self) -> dict[str, object]:
        """Return what was found as data."""
        return {
            "schema": "visit-replay",
            "version": 1,
            "under": self.under.guideline,
            "catalogue": self.under.catalogue,
            "counts": self.counts(),
            "decisions": [_document(one) for one in self.replayed],
        }

    def counts(self) -> dict[str, int]:
        found = Counter(one.status for one in self.replayed)
        causes = Counter(cause for one in self.replayed for cause in {d.cause for d in one.differences})
        moved = sum(1 for one in self.replayed if one.differences and one.first[0] != one.first[1])
        return {
            "decisions": len(self.replayed),
            **{status: found[status] for status in ("same", "differs", "erased", "others", "unreadable")},
            **{f"cause_{cause}": causes[cause] for cause in CAUSES},
            "first_moved": moved,
            "departed": sum(1 for one in self.replayed if one.departed is not None),
            "unexplained": sum(1 for one in self.replayed if one.unexplained),
        }

    def sheet(self) -> Sheet:
        """Return what was found as a page."""
        counts = self.counts()
        total = counts["decisions"]
        head = plural("{n} decision replayed", "{n} decisions replayed", total, n=formats.number(total))
        blocks: list[Block] = [Paragraph(head, strong=True), Items(tuple(self.summary(counts)))]
        differing = [one for one in self.replayed if one.status in ("differs", "unreadable")]
        differing.sort(key=lambda one: (not one.unexplained, one.first[0] == one.first[1], one.seq))
        if differing:
            blocks += [Heading(_("Other answers")), Items(tuple(self.row(one) for one in differing))]
        return tuple(blocks)

    def summary(self, counts: dict[str, int]) -> list[str]:
        number = formats.number
        rows = [_("the same, byte for byte: {n}", n=number(counts["same"]))]
        if counts["differs"]:
            causes = [f"{cause_name(one)} {number(counts[f'cause_{one}'])}" for one in CAUSES if counts[f"cause_{one}"]]
            rows.append(_("another answer: {n} ({causes})", n=number(counts["differs"]), causes=", ".join(causes)))
            rows.append(_("another first placement: {n}", n=number(counts["first_moved"])))
        if counts["erased"]:
            rows.append(_("gone, erased: {n}", n=number(counts["erased"])))
        if counts["others"]:
            rows.append(
                _("another municipality's, not asked: {n} (--all-municipalities asks them)", n=number(counts["others"]))
            )
        if counts["unreadable"]:
            rows.append(_("cannot be answered: {n}", n=number(counts["unreadable"])))
        if counts["departed"]:
            rows.append(_("a person departed from the ranking then, with a reason: {n}", n=number(counts["departed"])))
        rows.append(
            _("nothing is unexplained") if not counts["unexplained"]
            else _("unexplained: {n}", n=number(counts["unexplained"]))
        )  # fmt: skip
        return rows

    def row(self, one: Replayed) -> tuple[str, tuple[str, ...]]:
        if one.status == "unreadable":
            return f"{one.seq}. {one.case}", (_("cannot be answered: {problem}", problem=one.problem),)
        lines = [f"{cause_name(d.cause)}: {where(d.parting)}" for d in one.differences]
        old, new = (first or _("no placement") for first in one.first)
        lines.append(
            _("first: {old} → {new}", old=old, new=new) if old != new else _("first: {old}, as before", old=old)
        )
        if one.departed is not None:
            lines.append(_("chosen then: {chosen} [{code}]", chosen=one.chosen, code=one.departed))
        return f"{one.seq}. {one.case}", tuple(lines)


def cause_name(cause: str) -> str:
    """Return what a cause is called."""
    words = {
        "unexplained": _("unexplained"), "engine": _("another version of visit"), "facts": _("facts corrected"),
        "catalogue": _("catalogue"), "guideline": _("guideline"),
    }  # fmt: skip
    return words[cause]


def where(parting: Parting) -> str:
    """Return where two answers part."""
    listed = ", ".join(parting.options[:OPTIONS])
    more = len(parting.options) - OPTIONS
    options = _("{listed} and {n} more", listed=listed, n=more) if more > 0 else listed
    if parting.what == "rule":
        return _("the first rule that says another thing is {rule}, for {options}", rule=parting.rule, options=options)
    if parting.what == "options":
        return _("there are other options: {options}", options=options)
    if parting.what == "standing":
        return _("no rule differs, but standings do: {options}", options=options)
    return (
        _("no rule or standing differs, but the order does")
        if parting.what == "order"
        else _("comparative facts differ")
    )


def _document(one: Replayed) -> dict[str, object]:
    return {
        "number": one.seq,
        "case": one.case,
        "status": one.status,
        "visit": one.written_by,
        "unexplained": one.unexplained,
        "problem": one.problem or None,
        "first": {"then": one.first[0], "now": one.first[1]},
        "chosen": one.chosen,
        "departure": one.departed,
        "differences": [
            {
                "cause": d.cause,
                "what": d.parting.what,
                "rule": d.parting.rule,
                "options": list(d.parting.options),
                "first": {"before": d.parting.first[0], "after": d.parting.first[1]},
            }
            for d in one.differences
        ],
    }
