"""What decisions were made on: one side of a comparison on which each case has the guideline, the catalogue and the day of its own.

    bases = RecordedBases()
    bases.add(ledger, entry, case)      of each decision
    bases.side()                        what answers each case on its own basis

`RecordedBases` are plain values, so that another process can be given them; each reads them for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from visit.canonical import digest
from visit.case import Case
from visit.catalogue import Catalogue, CatalogueRecord, catalogue_from
from visit.decisions.stored import MALFORMED, stored_catalogue, stored_guideline
from visit.errors import CaseError, UsageError, VisitError
from visit.lab.answers import Answerer, CaseAnswer
from visit.lab.bases import Basis
from visit.lab.blocks import CaseBlock
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.locale import text as _
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.rules.guideline.by_date import ByDate, stored_by_date
from visit.rules.guideline.records import StoredGuideline
from visit.rules.guideline.values import Guideline

DECIDED = "decided"
"""What names this side on the command line; no guideline is called so."""


@dataclass(frozen=True, slots=True)
class RecordedBasis:
    """A guideline and a catalogue that decisions rest on, by the digests under which a ledger keeps them."""

    guideline: str
    catalogue: str

    @property
    def digest(self) -> str:
        """SHA-256 of the two."""
        return digest([self.guideline, self.catalogue])


@dataclass(slots=True, eq=False)
class RecordedBases:
    """What the decisions of a ledger were made on.

    Attributes:
        of: What each case rests on, by its pseudonym.
        days: The day that each was asked about.
        guidelines: The guidelines as they are stored, by digest.
        catalogues: The catalogues as they are stored, by digest.
    """

    of: dict[str, RecordedBasis] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    guidelines: dict[str, StoredGuideline] = field(default_factory=dict)
    catalogues: dict[str, CatalogueRecord] = field(default_factory=dict)

    def add(self, ledger: Ledger, entry: Entry, case: Case) -> RecordedBasis:
        """Take a decision on a case, and return what it was made on.

        Raises:
            VisitError: That is gone, was changed or is none; or another decision has the case's pseudonym.
        """
        if case.id in self.of:
            raise UsageError(_("entry {n}: another decision is recorded under the pseudonym of its facts", n=entry.seq))
        try:
            day = date.fromisoformat(entry.get("as_of"))
        except MALFORMED:
            raise ledger.not_ours(entry.seq, ["as_of"]) from None
        basis = RecordedBasis(str(entry.leaf.guideline), str(entry.leaf.catalogue))
        if basis.guideline not in self.guidelines:
            self.guidelines[basis.guideline] = stored_guideline(ledger, entry)
        if basis.catalogue not in self.catalogues:
            self.catalogues[basis.catalogue] = stored_catalogue(ledger, entry).record
        self.of[case.id], self.days[case.id] = basis, day
        return basis

    def side(self) -> DecidedSide:
        """Return what answers each case on its own basis."""
        guidelines = {name: stored_by_date(record) for name, record in self.guidelines.items()}
        return self._side(DECIDED, lambda one: guidelines[one.guideline], None, is_stored=True)

    def side_under(self, name: str, by_date: ByDate, day: date | None) -> DecidedSide:
        """Return what answers each case with its own catalogue under another guideline; on a day, else on its own."""
        return self._side(name, lambda _one: by_date, day, is_stored=False)

    def _side(
        self, name: str, of: Callable[[RecordedBasis], ByDate], day: date | None, *, is_stored: bool
    ) -> DecidedSide:
        catalogues = {each: catalogue_from(record, known_digest=each) for each, record in self.catalogues.items()}
        bases = {
            one: Basis(name, of(one), catalogues[one.catalogue], day, self.days)
            for one in dict.fromkeys(self.of.values())
        }
        first = next(iter(bases.values()))
        basis = DecidedBasis(name, first.by_date, first.catalogue, day, self.days, self.of, bases, is_stored)
        return DecidedSide(basis, self.digest)

    @property
    def digest(self) -> str:
        """SHA-256 of what each case rests on, and of its day."""
        return digest({case: [one.digest, self.days[case].isoformat()] for case, one in self.of.items()})


@dataclass(frozen=True, slots=True, eq=False)
class DecidedBasis(Basis):
    """Several guidelines and catalogues, of which each case has its own; the first stand for what asks for one.

    Attributes:
        of: What each case rests on, by its pseudonym.
        bases: Each of these.
        is_stored: Whether the guidelines are those of the ledger: what is wrong with one is the fault of its decisions alone.
    """

    of: Mapping[str, RecordedBasis] = field(default_factory=dict)
    bases: Mapping[RecordedBasis, Basis] = field(default_factory=dict)
    is_stored: bool = True

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every catalogue, each once."""
        return tuple(dict.fromkeys(one.catalogue for one in self.bases.values()))

    def guideline_of(self, case: Case) -> Guideline:
        """Return the guideline that a case was decided on, or that is asked about with its catalogue.

        Raises:
            UsageError: This version cannot build the one that was decided on.
            VisitError: What is wrong with the other.
        """
        if not self.is_stored:
            return self.bases[self.of[case.id]].guideline_of(case)
        try:
            return self.bases[self.of[case.id]].guideline_of(case)
        except (VisitError, *MALFORMED) as error:
            why = error.message if isinstance(error, VisitError) else type(error).__name__
            raise UsageError(_("this version cannot read the guideline that was decided on: {why}", why=why)) from None

    def catalogue_of(self, case: Case) -> Catalogue:
        """Return the catalogue that a case was decided on."""
        return self.bases[self.of[case.id]].catalogue


class DecidedSide(Answerer):
    """Answers each case on the basis that it was decided on, or with its catalogue under another guideline.

    Attributes:
        stands_for: SHA-256 of what each case rests on, and of its day.
    """

    def __init__(self, basis: DecidedBasis, stands_for: str) -> None:
        super().__init__(basis)
        self.decided, self.stands_for = basis, stands_for
        self._named = {one.digest: one for one in basis.bases}
        self._each = {one: Answerer(its) for one, its in basis.bases.items()}
        for one in self._each.values():
            one.guidelines = self.guidelines

    def _of(self, case: Case) -> Answerer:
        return self._each[self.decided.of[case.id]]

    def basis_named(self, digest: str) -> Basis:
        """Return one of what was decided on, by its digest."""
        return self.decided.bases[self._named[digest]]

    def guideline_named(self, digest: str) -> Guideline:
        """Return its guideline, as it bound on the last day that a case was decided on it."""
        basis = self._named[digest]
        last = max(day for case, day in (self.decided.days or {}).items() if self.decided.of[case] == basis)
        return self.basis_named(digest).by_date.on(last)

    def engine_for(self, case: Case) -> Engine:
        """Return the engine that answers a case."""
        return self._of(case).engine_for(case)

    def guideline_for(self, case: Case) -> Guideline:
        """Return the guideline that a case was decided on.

        Raises:
            CaseError: The case says what the guideline does not know.
        """
        return self._of(case).guideline_for(case)

    def ranking(self, case: Case) -> Ranking:
        """Return the whole answer to a case.

        Raises:
            CaseError: The case says what the guideline does not know.
        """
        return self._of(case).ranking(case)

    def answers(
        self,
        block: CaseBlock,
        places: Iterable[int],
        *,
        beside: Iterable[Guideline] = (),
        each: Callable[[int, Ranking, CaseAnswer], None] = lambda _place, _ranking, _answer: None,
    ) -> dict[int, CaseAnswer | CaseError]:
        """Return what is compared of the answers to some cases of a block; see `Answerer`."""
        together: dict[Answerer, list[int]] = {}
        for place in places:
            together.setdefault(self._of(block.cases[place]), []).append(place)
        found: dict[int, CaseAnswer | CaseError] = {}
        for answerer, those in together.items():
            found |= answerer.answers(block, those, beside=beside, each=each)
        return found


@dataclass(slots=True, eq=False)
class DecidedOtherwise:
    """How many decisions were made on something else than a side that a comparison names.

    Attributes:
        decisions: How many were looked at.
        others: How many of them were made on something else.
        guideline, catalogue, day: How many under another guideline, with another catalogue, on another day.
        unread: Of how many it cannot be read what they were made on.
    """

    decisions: int = 0
    others: int = 0
    guideline: int = 0
    catalogue: int = 0
    day: int = 0
    unread: int = 0


def decided_otherwise(
    bases: RecordedBases, side: Answerer, cases: Iterable[Case], *, own_only: bool
) -> DecidedOtherwise:
    """Count which decisions on some cases were made on something else than a side; `own_only` those of its municipality alone."""
    stored = {name: stored_by_date(record) for name, record in bases.guidelines.items()}
    digests: dict[Guideline, str] = {}

    def named(guideline: Guideline) -> str:
        if guideline not in digests:
            digests[guideline] = guideline.digest
        return digests[guideline]

    found = DecidedOtherwise()
    for case in cases:
        try:
            guideline = side.basis.guideline_of(case)
        except VisitError:  # it is told where the case is read, and compared with nothing
            continue
        if own_only and not guideline.is_of(case.municipality):
            continue
        found.decisions += 1
        if case.id not in bases.of:
            found.others += 1
            found.unread += 1
            continue
        basis, day = bases.of[case.id], bases.days[case.id]
        try:
            was = named(stored[basis.guideline].on(day))
        except (VisitError, *MALFORMED):
            was = ""
        differ = (
            was != named(guideline),
            basis.catalogue != side.basis.catalogue.digest,
            day != side.basis.day_of(case),
        )
        found.others += any(differ)
        found.guideline += differ[0]
        found.catalogue += differ[1]
        found.day += differ[2]
    return found
