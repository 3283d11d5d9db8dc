"""One comparison of two sides, as whatever is said of it reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

from visit.catalogue import Offer
from visit.lab.affected import Affected
from visit.lab.answers import Answerer
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.attribution import Attribution
from visit.lab.impact import Impact
from visit.lab.undecided import WaitedFor
from visit.lab.verdicts import GateVerdict
from visit.locale import citations, formats
from visit.population.drawing import OFFER
from visit.render.attribution_words import statements_said
from visit.render.decided_words import LedgerTold
from visit.render.few_told import FewTold
from visit.render.population_words import CitizensTold
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class RunAgain:
    """What anyone needs to run a comparison again to the same bytes.

    Attributes:
        digest: SHA-256 over all of it, but for what files are called here.
        commands: The command lines, one after another: those that draw citizens, and the last that compares.
    """

    digest: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonTold:
    """One comparison in one language: what was found, and how its guidelines, statements and offers are called.

    Attributes:
        attribution: Which edit does what, where it was worked out; else `not_attributed` says why it was not.
        affected: The citizens affected most, where they may be shown one by one.
        gates: What became of each gate.
        touching: Where it was only counted whom each edit may touch: that.
        bounds: The same with the assumptions low and high, where citizens were drawn so, too.
        waits: What those wait for who were decided and are not any more.
        ledger: What is told of the ledger, where cases are out of one.
        is_open: Whether somebody who has the cases asks for every number of real citizens.
        is_handed_on: Whether it is told in a file or to a program, and not on the screen of whoever asks.
    """

    found: Impact
    old: Answerer
    new: Answerer
    again: RunAgain
    citizens: CitizensTold
    language: str
    attribution: Attribution | None = None
    not_attributed: str = ""
    affected: tuple[Affected, ...] = ()
    bounds: AssumedBounds | None = None
    gates: tuple[GateVerdict, ...] = ()
    touching: Attribution | None = None
    waits: WaitedFor = field(default_factory=WaitedFor)
    ledger: LedgerTold | None = None
    is_open: bool = False
    is_handed_on: bool = False

    @property
    def guidelines(self) -> list[Guideline]:
        """Every guideline that was answered under, the new ones first."""
        return [*self.new.guidelines.values(), *self.old.guidelines.values()]

    def called(self) -> dict[str, str]:
        """Return what the guidelines call their own parameters and facts, and what offers are called, by key or id.

        The new guideline's words come before the old one's.
        """
        known = {**self.old.basis.offers, **self.new.basis.offers}
        return {id: self.offer_name(id, offer) for id, offer in known.items()} | {
            name: formats.capital(label.in_language(self.language))
            for one in reversed(self.guidelines) for name, label in one.labels.items()
        }  # fmt: skip

    def said(self, most: int | None = None) -> dict[str, str]:
        """Return the same, and what each statement that an edit changes says in short, for who does not know the ids.

        `most` is how many letters of that are told at most.
        """
        edits = self.attribution or self.touching
        pieces = edits.pieces.values() if edits else ()
        return {**statements_said(pieces, self.guidelines, self.language, most), **self.called()}

    # --- for people ---

    @property
    def tells_all(self) -> bool:
        """Whether every number is told: of citizens who are nobody, and of real ones where it is asked for."""
        return self.citizens.is_nobody or self.is_open

    @property
    def may(self) -> FewTold:
        """What may be told."""
        return FewTold(self.found, self.tells_all, self.is_handed_on)

    def offer_name(self, id: str, offer: Offer | None) -> str:
        """Return what an offer is called; a home that nobody runs, and help of a case that the catalogue lacks, by their kind."""
        if offer is not None:
            return citations.danish(offer.name) if self.language == "da" else offer.name
        if id in ("home", "tenancy"):
            return vocabulary().label("kind", id, self.language)
        running = vocabulary().label("kind", "current", self.language)
        return running if id == OFFER else f"{running} ({id})"
