"""What replaying decisions found: how many are the same, and for each other the cause and where the paths part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from visit.audit.following import FollowsChange
from visit.audit.replayed import CAUSES, ReplayDifference, Replayed, Under
from visit.audit.separating import Separated
from visit.decisions.core import Parting
from visit.decisions.named import parts_by_name
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.heading import draft

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
            "departed": sum(1 for one in self.replayed if one.passed_over),
            "unexplained": sum(1 for one in self.replayed if one.unexplained),
        }

    def sheet(self) -> Sheet:
        """Return what was found as a page."""
        counts = self.counts()
        total = counts["decisions"]
        head = plural("{n} decision replayed", "{n} decisions replayed", total, n=formats.number(total))
        blocks: list[Block] = [Paragraph(head, strong=True), *self.under_which(), Items(tuple(self.summary(counts)))]
        differing = [one for one in self.replayed if one.status in ("differs", "unreadable")]
        differing.sort(key=lambda one: (not one.unexplained, one.first[0] == one.first[1], one.seq))
        if differing:
            told = [self.row(one) for one in differing if not self.is_folded(one)]
            folded = [one for one in differing if self.is_folded(one)]
            rows = (*told, self.folded(folded)) if folded else tuple(told)
            blocks += [Heading(_("Other answers")), Items(rows)]
        return tuple(blocks)

    def under_which(self) -> Iterator[Block]:
        """Yield which guideline history is asked about, and what to beware of in it."""
        names = sorted({one.under[0] for one in self.replayed if one.under is not None})
        if names:
            yield Paragraph(_("under {guideline}", guideline=formats.listed(names)))
        if any(one.under is not None and one.under[1] for one in self.replayed):
            yield Items((draft(),))

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
            rows.append(
                _("a person chose another than the first placement then, or nothing: {n}", n=number(counts["departed"]))
            )
        rows.append(
            _("nothing is unexplained") if not counts["unexplained"]
            else _("unexplained: {n}", n=number(counts["unexplained"]))
        )  # fmt: skip
        return rows

    def is_folded(self, one: Replayed) -> bool:
        """Return whether a decision is told in one line with its like: nothing that matters to it is another."""
        same = one.first[0] == one.first[1] and not any(each.follows for each in one.differences)
        return one.status == "differs" and same and not one.unexplained and not one.passed_over

    def folded(self, unmoved: Sequence[Replayed]) -> tuple[str, tuple[str, ...]]:
        """Return those with the first placement as before: what differs, and for which decisions."""
        groups: dict[str, list[int]] = {}
        for one in unmoved:
            groups.setdefault("; ".join(line for each in one.differences for line in told(each)), []).append(one.seq)
        lines = tuple(f"{', '.join(map(str, numbers))}: {said}" for said, numbers in groups.items())
        return _("first placement as before: {n}", n=formats.number(len(unmoved))), lines

    def row(self, one: Replayed) -> tuple[str, tuple[str, ...]]:
        if one.status == "unreadable":
            return f"{one.seq}. {one.case}", (_("cannot be answered: {problem}", problem=one.problem),)
        lines = [line for difference in one.differences for line in told(difference)]
        old, new = (named(first, one.names) for first in one.first)
        lines.append(
            _("first: {old} → {new}", old=old, new=new) if old != new else _("first: {old}, as before", old=old)
        )
        if one.passed_over or one.departed is not None:
            chosen = named(one.chosen, one.names)
            lines.append(_("chosen then: {chosen} [{code}]", chosen=chosen, code=one.departed or "–"))
        return f"{one.seq}. {one.case}", tuple(lines)


def named(placement: str | None, names: Mapping[str, str]) -> str:
    """Return a placement by the names of its offers, with the ids that can be asked about."""
    if placement is None:
        return _("no placement")
    by_name = parts_by_name(placement.split("+"), names)
    return f"{by_name} [{placement}]" if names else placement


def cause_name(cause: str) -> str:
    """Return what a cause is called."""
    words = {
        "unexplained": _("unexplained"), "engine": _("another version of visit"), "facts": _("facts corrected"),
        "catalogue": _("catalogue"), "guideline": _("guideline"),
    }  # fmt: skip
    return words[cause]


def told(difference: ReplayDifference) -> Iterator[str]:
    """Yield the cause of a difference and what it did: what separates the two first placements, else where the answers part."""
    cause = cause_name(difference.cause)
    if difference.guidelines is not None:
        old, new = difference.guidelines
        cause = _("{cause}, {new} in place of {old}", cause=cause, new=new, old=old)
    if not difference.parting.moved:
        yield f"{cause}: {where(difference.parting)}"
    else:
        old, new = (first or _("no placement") for first in difference.parting.first)
        now, before = difference.separated
        if now is None and before is None:
            yield f"{cause}: {where(difference.parting)}"
        if now is not None:
            yield _("{cause}: {first} and not {second}: {why}", cause=cause, first=new, second=old, why=why(now))
        if before is not None:
            yield _("before: {first} and not {second}: {why}", first=old, second=new, why=why(before))
    for change in difference.follows:
        yield _followed(change)


def why(separated: Separated) -> str:
    """Return why a placement does not come first."""
    match separated.by:
        case "absent":
            return _("{option} is not there", option=separated.id)
        case "need":
            return _("{need} is not surely met", need=separated.id)
        case "rule" if separated.option is not None:
            return _("the rule {rule}, for {option}", rule=separated.id, option=separated.option)
        case "rule":
            return _("the rule {rule}", rule=separated.id)
        case _:
            return _("it stands behind by {criterion}", criterion=separated.id)


def _followed(change: FollowsChange) -> str:
    words = {
        "approvals": _("approvals"),
        "notices": _("notices"),
        "follow_up": _("follow-up"),
        "deadlines": _("deadlines"),
        "price": _("DKK a day"),
    }
    old, new = (", ".join(found) or "–" for found in (change.gone, change.new))
    return _("{what}: {new} in place of {old}", what=words[change.section], new=new, old=old)


def where(parting: Parting) -> str:
    """Return where two answers part."""
    listed = ", ".join(parting.options[:OPTIONS])
    more = len(parting.options) - OPTIONS
    options = _("{listed} and {n} more", listed=listed, n=more) if more > 0 else listed
    if parting.what == "rule":
        return _("first rule with another result: {rule} ({options})", rule=parting.rule, options=options)
    if parting.what == "options":
        return _("there are other options: {options}", options=options)
    if parting.what == "follows":
        return _("the same answer, and something else follows from it")
    if parting.what == "standing":
        return _("every rule gives the same, but standings differ: {options}", options=options)
    return (
        _("every rule gives the same; only the order differs")
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
        "passed_over": one.passed_over,
        "under": one.under and {"guideline": one.under[0], "draft": one.under[1]},
        "differences": [
            {
                "cause": d.cause,
                "what": d.parting.what,
                "rule": d.parting.rule,
                "options": list(d.parting.options),
                "first": {"before": d.parting.first[0], "after": d.parting.first[1]},
                "guidelines": None if d.guidelines is None else {"before": d.guidelines[0], "after": d.guidelines[1]},
                "separated": [None if one is None else asdict(one) for one in d.separated],
                "follows": {one.section: {"gone": list(one.gone), "new": list(one.new)} for one in d.follows},
            }
            for d in one.differences
        ],
    }
