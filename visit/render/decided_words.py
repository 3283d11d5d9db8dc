"""What is said of cases out of a ledger, and of an old side that is what was decided: what each decision rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.lab.answers import Answerer
from visit.lab.impact import Impact
from visit.lab.recorded_bases import DECIDED, DecidedOtherwise, DecidedSide
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.audit_sheet import entries_told
from visit.render.few_told import HIDDEN, FewTold
from visit.render.heading import identified, layer_names
from visit.rules.guideline.values import DIGITS

MOST_BASES = 5
"""So many guidelines and catalogues that were decided on are told one by one."""
_IN_SHORT = 2


@dataclass(frozen=True, slots=True)
class LedgerTold:
    """What is told of a ledger whose cases are compared.

    Attributes:
        decided: How many decisions it has.
        erased: How many of them are erased.
        earlier: How many are of a case that was decided anew.
        passed_over: How many entries are not as visit writes them, and were passed over without a case being the worse for it.
        on_others: How many cases rest on another guideline or catalogue than the one that is asked about.
        otherwise: Which decisions were made on something else than the old side; None where that is what was decided.
        unread: Of how many cases the newest decision, or correction, cannot be read.
        damaged: The damaged entries of which it cannot be read whose they are.
    """

    decided: int
    erased: int
    earlier: int
    passed_over: int
    on_others: int = 0
    otherwise: DecidedOtherwise | None = None
    unread: int = 0
    damaged: tuple[int, ...] = ()

    def words(self, may: FewTold) -> Iterator[str]:
        """Yield which of the decisions are compared, and what to beware of behind an exclamation mark."""
        counts = {
            _("erased"): self.erased, _("decided anew"): self.earlier, _("entries passed over"): self.passed_over,
            _("cannot be read"): self.unread,
        }  # fmt: skip
        told = [f"{what}: {formats.number(n)}" for what, n in counts.items() if n]
        told += [f"{_('on another basis')}: {_told(self.on_others, may)}"] if self.on_others else []
        line = plural(
            "from a ledger of {n} decision: the newest decision of each case",
            "from a ledger of {n} decisions: the newest decision of each case",
            self.decided, n=formats.number(self.decided),
        )  # fmt: skip
        yield "; ".join([line, *told])
        if self.damaged:
            yield f"! {damaged_words(self.damaged)}"
        if (found := self.otherwise) is None or not found.others:
            return
        differ = {
            _("guideline"): found.guideline, _("catalogue"): found.catalogue, _("day"): found.day,
            _("cannot be read"): found.unread,
        }  # fmt: skip
        whole = may.may_tell(found.others, *differ.values())
        listed = [f"{what} {formats.number(n) if whole else HIDDEN}" for what, n in differ.items() if n]
        yield _(
            "! {n} of {all} decisions were made on something else than the old side ({what}): with “decided” as the old side, "
            "each is answered as it was decided",
            n=formats.number(found.others) if whole else HIDDEN, all=formats.number(found.decisions), what=", ".join(listed),
        )  # fmt: skip

    def document(self, may: FewTold) -> dict[str, object]:
        """Return the same as data; None stands for a number that may not be told."""
        found = self.otherwise
        differ = {} if found is None else {
            "others": found.others, "guideline": found.guideline, "catalogue": found.catalogue, "day": found.day,
            "unread": found.unread,
        }  # fmt: skip
        whole = may.may_tell(*differ.values())
        return {
            "decisions": self.decided, "erased": self.erased, "decided_anew": self.earlier,
            "passed_over": self.passed_over, "unread": self.unread, "damaged": list(self.damaged),
            "on_another_basis": self.on_others if may.may_tell(self.on_others) else None,
            "made_on_something_else": {name: n if whole else None for name, n in differ.items()} or None,
        }  # fmt: skip


def damaged_words(numbers: Sequence[int]) -> str:
    """Return that it cannot be read whose some damaged entries are."""
    return _(
        "damaged, and it cannot be read of which case: {entries}; a case may be answered as it was before; the answer is not "
        "complete (`visit verify` says what is wrong)",
        entries=entries_told(numbers),
    )  # fmt: skip


def decided_line(side: DecidedSide) -> str:
    """Return which guidelines were decided on."""
    names = [identified(one) for one in side.guidelines.values()]
    if len(names) == 1:
        return _("as decided, under {guideline}", guideline=names[0])
    return plural("as decided, under {n} guideline", "as decided, under {n} guidelines", len(names))


def decided_basis_line(side: DecidedSide, new: Answerer) -> str:
    """Return with which catalogues, and on which days, decisions are compared with another side."""
    day = _("on the same day") if new.basis.day is None else formats.day(new.basis.day)
    if isinstance(new, DecidedSide):
        return _(
            "each with the catalogue and on the day that it was decided on → with the same catalogue, {day}", day=day
        )
    return _(
        "each with the catalogue and on the day that it was decided on → catalogue {name}, {day}",
        name=f"{new.basis.catalogue.id} ({new.basis.catalogue.digest[:DIGITS]})", day=day,
    )  # fmt: skip


def decided_notes(
    side: DecidedSide, found: Impact, may: FewTold, *, has_edits: bool, in_short: bool = False
) -> Iterator[str]:
    """Yield what decisions rest on, where that is not one thing, and what to beware of behind an exclamation mark.

    Args:
        side: The old side.
        found: What was found.
        may: What may be told.
        has_edits: Whether it is told which edit did it.
        in_short: Whether what they rest on is only counted.
    """
    whole = may.may_tell(*found.bases.values())
    if len(found.bases) > 1 and in_short:
        first = {f"{DECIDED}@{basis[:DIGITS]}": n for basis, n in found.bases.most_common(_IN_SHORT)}
        told = [f"{name}: {formats.number(n)}" if whole else name for name, n in first.items()]
        rest = len(found.bases) - _IN_SHORT
        told += [_("{n} more", n=formats.number(rest))] if rest > 0 else []
        count, listed = formats.number(len(found.bases)), ", ".join(told)
        if has_edits:
            yield _("on {n} bases, over which each edit is added up ({list}); --full says which", n=count, list=listed)
        else:
            yield _("on {n} bases ({list}); --full says which", n=count, list=listed)
    elif len(found.bases) > 1:
        for basis, n in found.bases.most_common(MOST_BASES):
            what = f"{DECIDED}@{basis[:DIGITS]}: {_on(side, basis)}"
            yield f"{what}: {formats.number(n)}" if whole else what
        if (more := len(found.bases) - MOST_BASES) > 0:
            yield plural("and {n} other guideline or catalogue", "and {n} other guidelines or catalogues", more)
        if has_edits:
            yield _(
                "! each edit is from what each was decided on to the new side, added up by statement and offer; of one that "
                "differs between the bases one stands for all: {name} asks about one basis alone",
                name=f"{DECIDED}@…",
            )  # fmt: skip
    if found.corrected:
        yield _("! facts corrected since the decision, on both sides: {n}", n=_told(found.corrected, may))
    if found.answered_otherwise:
        yield _(
            "! another first solution was recorded than this version gives on what was decided on: {n} (`visit replay` says why)",
            n=_told(found.answered_otherwise, may),
        )  # fmt: skip


def decided_document(side: DecidedSide, found: Impact, may: FewTold) -> dict[str, object]:
    """Return the same as data; None stands for a number that may not be told."""
    whole = may.may_tell(*found.bases.values())
    return {
        "decided": {
            "digest": side.stands_for,
            "bases": [
                {
                    "basis": basis,
                    "guideline": _layers(side, basis),
                    "catalogue": _catalogue(side, basis),
                    "cases": n if whole else None,
                }
                for basis, n in found.bases.most_common()
            ],
            "corrected": found.corrected if may.may_tell(found.corrected) else None,
            "answered_otherwise": found.answered_otherwise if may.may_tell(found.answered_otherwise) else None,
        }
    }


def _told(n: int, may: FewTold) -> str:
    return formats.number(n) if may.may_tell(n) else HIDDEN


def _on(side: DecidedSide, basis: str) -> str:
    return _("{guideline}, catalogue {catalogue}", guideline=_layers(side, basis), catalogue=_catalogue(side, basis))


def _layers(side: DecidedSide, basis: str) -> str:
    return layer_names(side.guideline_named(basis))


def _catalogue(side: DecidedSide, basis: str) -> str:
    found = side.basis_named(basis).catalogue
    return f"{found.id} ({found.digest[:DIGITS]})"
