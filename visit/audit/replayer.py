"""One decision answered again from what is stored: where and why the answer is another.

The stored core is compared byte for byte with what `match` gives now for the stored facts, catalogue and guideline. Then, one at a
time and in this order, the facts are replaced by the corrected ones, the catalogue and the guideline by others that were asked
for; what changes at a step has that step as its cause.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from visit.audit.beside import Beside, OnShown, beside
from visit.audit.following import Follows, changes, follows
from visit.audit.replayed import ReplayDifference, Replayed, Under
from visit.audit.reports import first_passed_over
from visit.audit.separating import Separated, separated
from visit.canonical import encode
from visit.case import Case, CaseRecord
from visit.catalogue import Catalogue, load_catalogue
from visit.decisions.core import TOP, Core, Parting, core, first_of_core, parting
from visit.decisions.files import Decided, corrections_of
from visit.decisions.named import bundled
from visit.decisions.stored import MALFORMED, check_facts, stored_catalogue, stored_guideline
from visit.decisions.wording import RecordedSection, Wording
from visit.errors import LedgerError, VisitError
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.locale import text as _
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.rules.deciding.caching import Cache
from visit.rules.guideline.by_date import ByDate, named_by_date, stored_by_date
from visit.rules.guideline.values import DIGITS, BilingualText, Guideline
from visit.version import __version__

REMEMBERED = 4_000
"""How many answers to equal questions a process remembers."""
ENGINES = 20
"""For so many pairs of a catalogue and a guideline it keeps what was worked out."""
FIELDS = ("case", "facts", "as_of", "choice", "departure")


@dataclass(frozen=True, slots=True, eq=False)
class ReplayQuestion:
    """What `match` is asked."""

    facts: CaseRecord
    catalogue: Catalogue
    guideline: Guideline
    as_of: date


@dataclass(frozen=True, slots=True, eq=False)
class ReplayAnswer:
    """A core in canonical bytes, the ids that its rows are over, and the rules in the order in which they are reported.

    What follows from the first placement is worked out where history is asked about another guideline.
    """

    core: bytes
    options: tuple[str, ...]
    rules: tuple[str, ...]
    follows: Follows = field(default_factory=dict)

    def parting(self, other: ReplayAnswer) -> Parting | None:
        """Return where another answer parts from this one; None where they are the same bytes."""
        if self.core == other.core and self.options == other.options:
            return None
        rules = tuple(dict.fromkeys((*other.rules, *self.rules)))
        return parting(json.loads(self.core), json.loads(other.core), self.options, other.options, rules)


class AskedError(Exception):
    """The guideline that was asked for cannot be used: no fault of the decision at hand."""

    def __init__(self, cause: VisitError) -> None:
        super().__init__()
        self.cause = cause


class Replayer:
    """Answers decisions of one ledger again; documents are read once, equal questions are answered once."""

    def __init__(self, where: str, under: Under, shown: OnShown | None = None) -> None:
        self.under, self.shown = under, shown
        self.catalogue = None if under.catalogue is None else load_catalogue(Path(under.catalogue))
        self.ledger = Ledger.open(where)
        self.catalogues: dict[str | None, Catalogue] = {}
        self.guidelines: dict[str | None, ByDate] = {}
        self.other = None if under.guideline is None else named_by_date(under.guideline)
        self.digests: dict[Guideline, str] = {}
        self.wordings: dict[Guideline, Wording] = {}
        self.engines: Cache[Engine] = Cache(ENGINES)
        self.answers: Cache[ReplayAnswer] = Cache(REMEMBERED)
        self.newest: tuple[ReplayQuestion, Ranking] | None = None

    def __enter__(self) -> Replayer:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.ledger.close()

    def replayed(self, seq: int) -> Replayed:
        """Answer one decision again.

        Raises:
            VisitError: The other guideline cannot be used.
        """
        entry = self.ledger.entry(seq, names=FIELDS, partial=True)
        case = str(entry.get("case") or "")
        try:
            self.ledger.must_be_whole(entry, FIELDS)
            if entry.erased:
                return Replayed(seq, case, "erased", entry.leaf.visit)
            return self.compared(self.with_corrections(entry))
        except AskedError as error:
            raise error.cause from None
        except VisitError as error:
            return Replayed(seq, case, "unreadable", entry.leaf.visit, problem=error.message)
        except MALFORMED as error:
            # No form says all that a guideline must be: what is odd in it comes to light when the question is answered.
            problem = _("what it rests on is not as visit writes it ({kind})", kind=type(error).__name__)
            return Replayed(seq, case, "unreadable", entry.leaf.visit, problem=problem)

    def with_corrections(self, entry: Entry) -> Decided:
        """Return a decision with its corrections, as far as visit can read them."""
        check_facts(self.ledger, entry)
        return Decided(entry, corrections_of(self.ledger, entry))

    def compared(self, decided: Decided) -> Replayed:
        """Take the steps, and keep what changes at each."""
        entry, leaf = decided.entry, decided.entry.leaf
        as_of = date.fromisoformat(entry.get("as_of"))
        catalogue = self.catalogue_of(entry)
        guideline = self.guideline_of(entry, as_of)
        asked = ReplayQuestion(entry.get("facts"), catalogue, guideline, as_of)
        if self.is_of_others(asked):
            return Replayed(entry.seq, decided.case, "others", leaf.visit)
        stored = self.ledger.raw(entry.seq, "core")
        recorded = json.loads(stored)
        before = ReplayAnswer(
            stored, rows_over(recorded, self.engine(catalogue, guideline), as_of), _reported(guideline)
        )
        found: list[ReplayDifference] = []
        earlier, compared = None, None
        for cause, question in self.steps(decided, asked):
            now = self.answer(question)
            parted = before.parting(now)
            if earlier is not None:
                found += self.changed(cause, (earlier, before), (question, now), parted)
            elif parted is not None:
                found.append(ReplayDifference("engine" if leaf.visit != __version__ else cause, parted))
            elif not self.under.asks_otherwise:
                compared = self.beside(entry.seq, question)
            earlier, before = question, now
        first = (first_of_core(recorded), first_of_core(json.loads(before.core) if found else recorded))
        return Replayed(
            seq=entry.seq,
            case=decided.case,
            status="differs" if found else "same",
            written_by=leaf.visit,
            differences=tuple(found),
            first=first,
            chosen="+".join(decided.parts) or str(decided.choice.get("why") or decided.choice.get("kind")),
            departed=decided.code,
            passed_over=first_passed_over(decided) is not None,
            names=_names(
                (*first, *decided.parts, *(id for one in found for id in one.options())), catalogue, self.catalogue
            ),
            beside=compared,
            said=self.said(decided, found, compared, [one.guideline for one in (asked, earlier) if one is not None]),
            under=None if self.other is None or earlier is None else self.under_of(earlier.guideline),
        )

    def changed(
        self,
        cause: str,
        before: tuple[ReplayQuestion, ReplayAnswer],
        after: tuple[ReplayQuestion, ReplayAnswer],
        parted: Parting | None,
    ) -> Iterator[ReplayDifference]:
        """Yield what another question changed: the answer, or under another guideline only what follows from it."""
        (asked, old), (now, new) = before, after
        what = changes(old.follows, new.follows) if cause == "guideline" else ()
        if parted is None and not what:
            return
        first = first_of_core(json.loads(new.core))
        yield ReplayDifference(
            cause,
            parted or Parting("follows", None, (), (first, first)),
            (self.separated(now, old), self.separated(asked, new)) if parted and parted.moved else (None, None),
            what,
            (self.named(asked.guideline), self.named(now.guideline)) if cause == "guideline" else None,
        )

    def said(
        self,
        decided: Decided,
        found: Sequence[ReplayDifference],
        compared: Beside | None,
        guidelines: Sequence[Guideline],
    ) -> dict[tuple[RecordedSection, str], BilingualText]:
        """Return what the statements that are spoken of say, in the words of the first of the guidelines that has them."""
        wanted = [one for difference in found for one in difference.statements()]
        wanted += () if compared is None else compared.statements()
        if decided.code is not None and found:
            wanted.append(("departures", decided.code))
        said = {}
        for section, id in dict.fromkeys(wanted):
            words = (self.wordings.setdefault(one, Wording(one)).of(section, id) for one in guidelines)
            if (text := next((one for one in words if one is not None), None)) is not None:
                said[section, id] = text
        return said

    def separated(self, asked: ReplayQuestion, other: ReplayAnswer) -> Separated | None:
        """Return why the first placement of another answer does not come first in the answer to a question."""
        placements = json.loads(other.core)["placements"]
        if not placements:
            return None
        engine = self.engine(asked.catalogue, asked.guideline)
        return separated(engine, engine.match(Case(asked.facts), asked.as_of, top=TOP), placements[0]["parts"])

    def named(self, guideline: Guideline) -> str:
        return f"{guideline.id} {guideline.version} ({self.digest_of(guideline)[:DIGITS]})"

    def under_of(self, guideline: Guideline) -> tuple[str, bool]:
        return self.named(guideline), guideline.is_draft

    def is_of_others(self, asked: ReplayQuestion) -> bool:
        """Return whether a decision is not asked, because another municipality made it than the guideline's."""
        if self.other is None or not self.under.own_only:
            return False
        return not self.other_guideline(self.other, asked.as_of).is_of(Case(asked.facts).municipality)

    def steps(self, decided: Decided, asked: ReplayQuestion) -> Iterator[tuple[str, ReplayQuestion]]:
        """Yield each question to answer: the stored one, then with one more of its inputs replaced."""
        yield "unexplained", asked
        if decided.answered(EntryType.CORRECTION):
            asked = replace(asked, facts=decided.facts)
            yield "facts", asked
        if self.catalogue is not None:
            asked = replace(asked, catalogue=self.catalogue)
            yield "catalogue", asked
        if self.other is not None:
            yield "guideline", replace(asked, guideline=self.other_guideline(self.other, asked.as_of))

    def answer(self, asked: ReplayQuestion) -> ReplayAnswer:
        """Return the answer to a question; the pseudonym is no part of the question."""
        document = {key: value for key, value in asked.facts["document"].items() if key != "case"}
        # What was read from canonical bytes needs no more than a fixed order of keys to be told from other facts.
        facts = json.dumps({**asked.facts, "document": document}, sort_keys=True)
        key = (facts, self.digest_of(asked.guideline), asked.catalogue.digest, asked.as_of)
        return self.answers.of(key, lambda: self.asked(asked))

    def asked(self, asked: ReplayQuestion) -> ReplayAnswer:
        ranking = self.ranking(asked)
        ids = tuple(option.id for option in ranking.options)
        after = {} if self.other is None else follows(ranking)
        return ReplayAnswer(encode(core(ranking)), ids, _reported(asked.guideline), after)

    def ranking(self, asked: ReplayQuestion) -> Ranking:
        """Return the ranking that answers a question; the newest one is kept."""
        if self.newest is None or self.newest[0] is not asked:
            engine = self.engine(asked.catalogue, asked.guideline)
            self.newest = asked, engine.match(Case(asked.facts), asked.as_of, top=TOP)
        return self.newest[1]

    def beside(self, seq: int, asked: ReplayQuestion) -> Beside:
        """Compare what a decision records beside the answer to its question."""
        return beside(self.ledger, seq, self.engine(asked.catalogue, asked.guideline), self.ranking(asked), self.shown)

    # --- documents ---

    def catalogue_of(self, entry: Entry) -> Catalogue:
        digest = entry.leaf.catalogue
        if digest not in self.catalogues:
            self.catalogues[digest] = stored_catalogue(self.ledger, entry)
        return self.catalogues[digest]

    def guideline_of(self, entry: Entry, as_of: date) -> Guideline:
        digest = entry.leaf.guideline
        if digest not in self.guidelines:
            self.guidelines[digest] = stored_by_date(stored_guideline(self.ledger, entry))
        return self.guidelines[digest].on(as_of)

    def digest_of(self, guideline: Guideline) -> str:
        """Return a guideline's digest, worked out once."""
        if guideline not in self.digests:
            self.digests[guideline] = guideline.digest
        return self.digests[guideline]

    def engine(self, catalogue: Catalogue, guideline: Guideline) -> Engine:
        return self.engines.of((catalogue, guideline), lambda: Engine(catalogue, guideline))

    def other_guideline(self, other: ByDate, as_of: date) -> Guideline:
        try:
            return other.on(as_of)
        except VisitError as error:
            raise AskedError(error) from error


def _names(placements: Iterable[str | None], *catalogues: Catalogue | None) -> dict[str, str]:
    """Return what the catalogues call the offers of some placements and services of a bundle, the first one that has it."""
    parts = {part for one in placements if one for part in one.split("+")}
    ids = {part.partition("/")[0] for part in parts}
    known = [one for one in reversed(catalogues) if one is not None]
    offers = {id: one.offers[id].name for id in sorted(ids) for one in known if id in one.offers}
    services = {id: name for one in known for id, name in bundled(one) if id in parts}
    return {**offers, **services}


def _reported(guideline: Guideline) -> tuple[str, ...]:
    return tuple(rule.id for rule in guideline.rules)


def rows_over(stored: Core, engine: Engine, as_of: date) -> tuple[str, ...]:
    """Return the ids that the rows of a stored core are over, in order.

    Raises:
        LedgerError: There are not as many as the core says.
    """
    found = tuple(sorted({*engine.openings.ids_on(as_of), *stored["options"]["others"]}))
    if len(found) != stored["options"]["count"]:
        raise LedgerError(_("the core does not fit the catalogue"))
    return found
