"""`visit compare --ledger`: the cases of a ledger's decisions, and what each was decided on."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from visit.commands.compare_options import CompareOptions
from visit.commands.inputs import refuse_ahead
from visit.commands.ledgers import ledger_name, ledger_shown, opened
from visit.commands.many_told import Faults
from visit.commands.office import VARIABLES
from visit.commands.printing import hands_on
from visit.cpr import safe
from visit.decisions.core import first_of_core
from visit.decisions.stored import MALFORMED
from visit.errors import Location, UsageError, VisitError
from visit.lab.answers import Answerer
from visit.lab.members import DecidedAs, Member
from visit.lab.recorded_bases import DECIDED, RecordedBases, decided_otherwise
from visit.ledger.log import Ledger
from visit.ledger.opening import is_url
from visit.locale import formats
from visit.locale import text as _
from visit.population.recorded import RecordedCase, RecordedCases
from visit.render.audit_sheet import entries_told
from visit.render.decided_words import MOST_BASES, LedgerTold
from visit.rules.guideline.values import DIGITS


@dataclass(frozen=True, slots=True, eq=False)
class LedgerCitizens:
    """The cases of a ledger, read.

    Attributes:
        members: The cases, and what is wrong with those that cannot be read.
        bases: What the decisions were made on.
        told: What is told of the ledger.
    """

    members: list[Member | VisitError]
    bases: RecordedBases
    told: LedgerTold

    def otherwise(self, old: Answerer, *, own_only: bool) -> LedgerTold:
        """Return what is told of the ledger beside an old side that was named: which decisions were made on something else."""
        cases = [one.case for one in self.members if isinstance(one, Member)]
        return replace(self.told, otherwise=decided_otherwise(self.bases, old, cases, own_only=own_only))


def ledger_citizens(where: str, *, is_decided: bool, basis: str = "") -> LedgerCitizens:
    """Return the cases of a ledger's decisions.

    Args:
        where: The ledger.
        is_decided: Whether what each was decided on is needed; else one of which that cannot be read is a case all the same.
        basis: What the digest begins with of what was decided on; others are left out, and counted.

    Raises:
        LedgerError: The ledger cannot be read.
        UsageError: It has no case, or no decision was made on that basis.
    """
    members: list[Member | VisitError] = []
    faults: dict[str, list[tuple[int, VisitError]]] = {}
    bases, rest = RecordedBases(), 0
    with opened(where) as log:
        recorded = RecordedCases(log)
        for one in recorded.each():
            try:
                member = _member(one, log, bases if is_decided else None)
            except VisitError as error:
                faults.setdefault(str(error), []).append((one.entry.seq, error))
                continue
            if member.decided is not None and not member.decided.basis.startswith(basis):
                rest += 1
                continue
            if not is_decided:
                with suppress(VisitError):
                    bases.add(log, one.entry, member.case)
            members.append(member)
        for each in faults.values():
            members += [_of_entries([seq for seq, _error in each], each[0][1], log) for _one in each]
        members += recorded.unread.values()
        told = LedgerTold(
            recorded.decided, recorded.erased, recorded.earlier, recorded.passed_over, rest,
            unread=sum(not isinstance(one, Member) for one in members), damaged=tuple(recorded.damaged),
        )  # fmt: skip
    if rest and not any(isinstance(one, Member) for one in members):
        known = dict.fromkeys(one.digest[:DIGITS] for one in bases.of.values())
        raise UsageError(
            _("no decision was made on a guideline and a catalogue called {name}", name=safe(f"{DECIDED}@{basis}")),
            help=_("did you mean {names}?", names=formats.either(f"{DECIDED}@{one}" for one in [*known][:MOST_BASES])),
        )
    return LedgerCitizens(members, bases, told)


def _of_entries(numbers: Sequence[int], error: VisitError, log: Ledger) -> VisitError:
    """Return what is wrong with the decisions of some numbers as one error, which names them."""
    is_named = error.at is None or error.at.file != log.store.name or re.search(rf"\b{numbers[0]}\b", error.message)
    if is_named and not numbers[1:]:
        return error
    at = Location(f"{log.store.name}, {entries_told(numbers)}")
    return VisitError(error.message, at=at, help=error.help, code=error.code)


def _member(one: RecordedCase, log: Ledger, bases: RecordedBases | None) -> Member:
    document, case = one.read(log)
    refuse_ahead(case, document)
    at = Location(_("{ledger}, entry {n}", ledger=log.store.name, n=one.entry.seq))
    if bases is None:
        return Member(case, at)
    made_on = bases.add(log, one.entry, case)
    entry = log.entry(one.entry.seq, names=("core",), partial=True)
    log.must_be_whole(entry, ("core",))
    try:
        first = first_of_core(entry.get("core"))
    except MALFORMED:
        raise log.not_ours(one.entry.seq, ["core"]) from None
    return Member(case, at, DecidedAs(made_on.digest, first, one.is_corrected))


def refuse_to_hand_on(options: CompareOptions, told: LedgerTold, shapes: Collection[str], *, is_to_file: bool) -> None:
    """Refuse to hand on an answer about one of several bases of real citizens: beside that about all, it tells of the others.

    Raises:
        UsageError: It would be; the page hides small numbers with `--people`, too.
    """
    is_for_others = is_to_file or any(map(hands_on, shapes))
    if not told.on_others or options.invented or not is_for_others or (options.people and "html" not in shapes):
        return
    raise UsageError(
        _(
            "of real citizens an answer about one of several bases is for the screen: beside an answer about all of them, small "
            "numbers follow from it"
        ),
        help=_("ask about `{name}` as a whole; the page hides small numbers with --people, too", name=DECIDED)
        if options.people
        else _(
            "ask about `{name}` as a whole, or leave out -o and --format; --people tells every number to those who have the "
            "cases, but not on the page",
            name=DECIDED,
        ),
    )  # fmt: skip


def asked_ledger(options: CompareOptions) -> tuple[CompareOptions, LedgerCitizens]:
    """Return the cases of the ledger that is meant, and the options with it: as given, or where that is needed as set.

    Raises:
        LedgerError: The ledger cannot be read.
        UsageError: It has no case, or none of the basis that is asked about.
    """
    where = ledger_name(options.ledger or os.environ.get(VARIABLES["ledger"]))
    found = ledger_citizens(where, is_decided=options.is_decided, basis=options.basis if options.is_decided else "")
    is_alone = not (options.cases or options.populations)
    if is_alone and not any(isinstance(one, Member) for one in found.members):
        faults = Faults()
        for one in found.members:
            if isinstance(one, VisitError):
                faults(one)
        faults.end()
        raise UsageError(
            _("this ledger has no decision that can be compared"),
            at=Location(ledger_shown(where)),
            help=_("`visit log list --type decision` lists them"),
        )
    return replace(options, ledger=ledger_shown(where) if is_url(where) else where), found
