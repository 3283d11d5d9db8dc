"""What replaying decisions found: how many are the same, and for each other the cause and where the paths part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from visit.audit.following import FollowsChange
from visit.audit.replayed import CAUSES, NAMED, ReplayDifference, Replayed, Under
from visit.audit.separating import Separated
from visit.decisions.named import options_by_name, parts_by_name
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.render.beside_sheet import BesideSheet, beside_document, following_told
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.cause_words import behind_words
from visit.render.heading import draft
from visit.vocabulary import vocabulary


class ReplaySheet:
    """The decisions replayed, in one language."""

    def __init__(self, replayed: Sequence[Replayed], under: Under, language: str, *, full: bool = False) -> None:
        self.replayed, self.under, self.language, self.full = replayed, under, language, full
        self.beside = BesideSheet(replayed, language)

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
            "unexplained": sum(1 for one in self.replayed if one.answer_unexplained),
            **self.beside.counts(),
        }

    def sheet(self) -> Sheet:
        """Return what was found as a page."""
        counts = self.counts()
        total = counts["decisions"]
        asked = total - counts["others"]
        head = plural("{n} decision replayed", "{n} decisions replayed", asked, n=formats.number(asked))
        if not asked and total:
            head = _("No decision was replayed")
        blocks: list[Block] = [Paragraph(head, strong=True), *self.under_which(), Items(tuple(self.summary(counts)))]
        differing = [one for one in self.replayed if one.status in ("differs", "unreadable")]
        differing.sort(key=lambda one: (not one.answer_unexplained, one.first[0] == one.first[1], one.seq))
        if differing:
            told = [self.row(one) for one in differing if not self.is_folded(one)]
            folded = [one for one in differing if self.is_folded(one)]
            rows = (*told, self.folded(folded)) if folded else tuple(told)
            blocks += [Heading(_("Other answers")), Items(rows)]
        return (*blocks, *self.beside.blocks(), Paragraph(self.reach()))

    def reach(self) -> str:
        """Say what is not checked here, and where it is."""
        if self.under.asks_otherwise:
            return _("Only the answer and what follows from it are asked here; what else is recorded: `visit replay`")
        return _("Of what people wrote only changes are found; whether the ledger is whole: `visit verify`")

    def under_which(self) -> Iterator[Block]:
        """Yield which guideline history is asked about, and what to beware of in it."""
        names = sorted({one.under[0] for one in self.replayed if one.under is not None})
        if names:
            yield Paragraph(_("under {guideline}", guideline=formats.listed(names)))
        if any(one.under is not None and one.under[1] for one in self.replayed):
            yield Items((draft(),))

    def summary(self, counts: dict[str, int]) -> list[str]:
        number = formats.number
        asked = counts["decisions"] - counts["others"]
        rows = [_("the same, byte for byte: {n}", n=number(counts["same"]))] if asked or not counts["decisions"] else []
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
        if not asked and rows:
            return rows
        rows.append(
            _("nothing is unexplained") if not counts["unexplained"]
            else _("unexplained: {n}", n=number(counts["unexplained"]))
        )  # fmt: skip
        return rows

    def is_folded(self, one: Replayed) -> bool:
        """Return whether a decision is told in one line with its like: nothing that matters to it is another."""
        same = one.first[0] == one.first[1] and not any(each.follows for each in one.differences)
        return one.status == "differs" and same and not one.answer_unexplained and not one.passed_over

    def folded(self, unmoved: Sequence[Replayed]) -> tuple[str, tuple[str, ...]]:
        """Return those with the first placement as before: what differs, and for which decisions."""
        groups: dict[str, list[int]] = {}
        for one in unmoved:
            groups.setdefault("; ".join(self.lines(one)), []).append(one.seq)
        lines = tuple(f"{', '.join(map(str, numbers))}: {said}" for said, numbers in groups.items())
        return _("first placement as before: {n}", n=formats.number(len(unmoved))), lines

    def row(self, one: Replayed) -> tuple[str, tuple[str, ...]]:
        if one.status == "unreadable":
            return f"{one.seq}. {one.case}", (_("cannot be answered: {problem}", problem=one.problem),)
        lines = [*self.lines(one)]
        old, new = (named(first, one.names) for first in one.first)
        lines.append(
            _("first: {old} → {new}", old=old, new=new) if old != new else _("first: {old}, as before", old=old)
        )
        if one.passed_over or one.departed is not None:
            lines.append(_("chosen then: {chosen}", chosen=self.chosen(one)))
        return f"{one.seq}. {one.case}", tuple(lines)

    def lines(self, one: Replayed) -> Iterator[str]:
        """Yield what each difference did."""
        for difference in one.differences:
            yield from DifferenceInWords(difference, one, full=self.full).lines()

    def chosen(self, one: Replayed) -> str:
        """Return what the person chose then, and why it departs."""
        name = chosen_then(one.chosen, one.names)
        if one.departed is None:
            return name
        return _("{chosen} (departs: {why})", chosen=name, why=one.told("departures", one.departed))


def named(placement: str | None, names: Mapping[str, str]) -> str:
    """Return a placement by the names of its offers; by its ids where nobody knows the names any more."""
    return _("no placement") if placement is None else parts_by_name(placement.split("+"), names)


def chosen_then(choice: str, names: Mapping[str, str]) -> str:
    """Return what a person chose, by name: a placement, something outside the catalogue, or nothing."""
    if choice == "other":
        return _("outside the catalogue")
    term = vocabulary().codes["not_chosen"].terms.get(choice)
    return named(choice, names) if term is None else term.label(language())


def cause_name(cause: str) -> str:
    """Return what a cause is called."""
    words = {
        "unexplained": _("unexplained"), "engine": _("another version of visit"), "facts": _("facts corrected"),
        "catalogue": _("catalogue"), "guideline": _("guideline"),
    }  # fmt: skip
    return words[cause]


class DifferenceInWords:
    """What one difference of a replayed decision did, by name."""

    def __init__(self, difference: ReplayDifference, replayed: Replayed, *, full: bool = True) -> None:
        self.difference, self.replayed, self.full = difference, replayed, full

    def lines(self) -> Iterator[str]:
        """Yield the cause and what separates the two first placements, else where the answers part; then what follows."""
        difference = self.difference
        cause = cause_name(difference.cause)
        if difference.guidelines is not None:
            old, new = difference.guidelines
            cause = _("{cause}, {new} in place of {old}", cause=cause, new=new, old=old)
        now, before = difference.separated
        if now is None and before is None:
            yield f"{cause}: {self.where()}"
        old, new = (named(first, self.replayed.names) for first in difference.parting.first)
        if now is not None:
            yield _("{cause}: {first} and not {second}: {why}", cause=cause, first=new, second=old, why=self.why(now))
        if before is not None:
            yield _("before: {first} and not {second}: {why}", first=old, second=new, why=self.why(before))
        for change in difference.follows:
            yield from self.followed(change)

    def why(self, separated: Separated) -> str:
        """Return why a placement does not come first."""
        match separated.by:
            case "absent":
                return _("{option} is not there", option=self.option(separated.id))
            case "need":
                return _("{need} is not surely met", need=self.replayed.told("needs", separated.id))
        if separated.by == "criterion":
            return behind_words(separated.id, self.replayed.told("criteria", separated.id))
        rule = self.replayed.told("rules", separated.id)
        return rule if separated.option is None else f"{self.option(separated.option)}: {rule}"

    def option(self, id: str) -> str:
        return next(options_by_name((id,), self.replayed.names, language()))

    def followed(self, change: FollowsChange) -> Iterator[str]:
        """Yield what follows no more, and what follows now."""
        words = {
            "approvals": _("approvals"),
            "notices": _("notices"),
            "follow_up": _("follow-up"),
            "deadlines": _("deadlines"),
            "price": _("DKK a day"),
        }
        what = words[change.section]
        if change.section == "price":
            old, new = (", ".join(found) or "–" for found in (change.gone, change.new))
            yield _("{what}: {new} in place of {old}", what=what, new=new, old=old)
            return
        if change.section == "notices" and not self.full and len(change.gone) + len(change.new) > 1:
            counted = (
                plural("{n} no longer", "{n} no longer", len(change.gone)),
                plural("{n} now", "{n} now", len(change.new)),
            )
            told = ", ".join(text for text, found in zip(counted, (change.gone, change.new), strict=True) if found)
            yield _("{what}: {counts}; --full", what=what, counts=told)
            return
        for said, found in ((_("no longer"), change.gone), (_("now"), change.new)):
            if found:
                lines = (following_told(self.replayed, change.section, one) for one in found)
                yield f"{what}, {said}: {'; '.join(lines)}"

    def where(self) -> str:
        """Return where two answers part."""
        parting = self.difference.parting
        listed = ", ".join(map(self.option, parting.options[:NAMED]))
        more = len(parting.options) - NAMED
        options = _("{listed} and {n} more", listed=listed, n=more) if more > 0 else listed
        if parting.rule is not None:
            rule = self.replayed.told("rules", parting.rule)
            return _("first rule with another result: {rule} ({options})", rule=rule, options=options)
        match parting.what:
            case "options":
                return _("there are other options: {options}", options=options)
            case "follows":
                return _("the same answer, and something else follows from it")
            case "standing":
                return _("every rule gives the same, but standings differ: {options}", options=options)
            case "order":
                return _("every rule gives the same; only the order differs")
        return _("comparative facts differ")


def _document(one: Replayed) -> dict[str, object]:
    return {
        "number": one.seq,
        "case": one.case,
        "status": one.status,
        "visit": one.written_by,
        "unexplained": one.answer_unexplained,
        "beside": beside_document(one.beside),
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
