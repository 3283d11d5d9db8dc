"""Rank the placements a Danish municipality can offer a citizen, and say why.

    >>> from visit import load_case, load_guideline, match, shipped_catalogue
    >>> case = load_case("case.yaml")
    >>> guideline = load_guideline(case.municipality, case.assessed)
    >>> ranking = match(case, shipped_catalogue(), guideline)
    >>> for rank, placement in enumerate(ranking.placements[:3], start=1):
    ...     print(rank, placement.id)
    1 ib-stoette-85/SEL-85+ib-stu/STU
    2 aab-fristedet/SEL-85+ib-stu/STU
    3 ib-bostoette-socialpsykiatri/SEL-85+ib-stu/STU

`decision` makes an entry of what a person decides on a ranking, a `Ledger` (`visit log init` makes one) keeps it, `replay` answers
it again, and `verify` proves that nothing was changed.

    >>> from datetime import UTC, date, datetime
    >>> from visit import Choice, Ledger, Recorded, decision, replay, verify
    >>> entry = decision(
    ...     ranking,
    ...     Choice(placement=ranking.first, rank=1),
    ...     Recorded(reason="Nearest to his parents", by="anna", system_user="office"),
    ...     shown={"language": "en", "text": "what the caseworker saw"},
    ...     today=date(2026, 12, 1),
    ... )
    >>> with Ledger.open("ledger.db", writable=True) as ledger:
    ...     receipt = ledger.append(entry, now=datetime(2026, 12, 1, 9, 30, tzinfo=UTC))
    >>> [(one.seq, one.status) for one in replay("ledger.db", [receipt.seq])]
    [(1, 'same')]
    >>> verify("ledger.db").faults
    ()

A case is made by questions, read from a case system's bundle, and goes out as one.

    >>> from visit import Interview, Setting
    >>> Interview(Setting(date(2026, 12, 1), municipality="Esbjerg")).document()
    {'format': 1, 'case': 'esb-2026-1201-01', 'assessed': '2026-12-01', 'municipality': 'Esbjerg'}
    >>> from visit import export_case, import_case, not_held, update_case
    >>> bundle = export_case(case)
    >>> not_held(case, bundle)[:2]
    ('citizen.home.place', 'citizen.home.housing')
    >>> import json
    >>> from pathlib import Path
    >>> written = Path("bundle.json").write_text(json.dumps(bundle))
    >>> imported = import_case("bundle.json", key=bytes(32), municipality=None, today=date(2026, 12, 1))
    >>> imported.case["case"] == case.id, imported.notes[-1].message
    (True, "where the citizen lives and the citizen's housing")
    >>> [one.path for one in update_case(imported, "case.yaml")]
    []

Why something stands where it does, and questions by the thousand:

    >>> from visit import Engine, Explanation
    >>> explanation = Explanation(ranking)
    >>> [one.id for one in explanation.departures(ranking.first)]
    []
    >>> engine = Engine(shipped_catalogue(), guideline)
    >>> engine.match(case).first.id
    'ib-stoette-85/SEL-85+ib-stu/STU'

What answers a decision is a draft too: `approval_drafts`, `refusal`, `follow_up_draft` and `correction`.

    >>> from visit import approval_drafts, correction, decided, decisions_of, follow_up_draft, recorded_decisions, refusal
    >>> other = load_case("other.yaml")
    >>> proposed = match(other, shipped_catalogue(), load_guideline(other.municipality, other.assessed))
    >>> chosen = Choice(placement=proposed.first, rank=1)
    >>> recorded = Recorded(reason="Nearest", by="anna", system_user="office")
    >>> shown = {"language": "en", "text": "what the caseworker saw"}
    >>> who = {"by": "anna", "system_user": "office"}
    >>> with Ledger.open("ledger.db", writable=True) as ledger:
    ...     entry = decision(proposed, chosen, recorded, shown=shown, today=date(2026, 12, 1))
    ...     seq = ledger.append(entry, now=datetime(2026, 12, 1, 10, tzinfo=UTC)).seq
    ...     found, people = decided(ledger, seq), ledger.settings().people
    ...     drafts = [
    ...         *approval_drafts(found, people, [], by="bo", system_user="office"),
    ...         refusal(found, people, who="citizen", code="other", reason="Has changed her mind", **who),
    ...         follow_up_draft(found, {"follow_up": other.id, "measured": "2027-02-01", "outcome": "continue"}, **who),
    ...         correction(found, load_case("corrected.yaml"), reason="Read again", **who),
    ...     ]
    ...     for draft in drafts:
    ...         done = ledger.append(draft, now=datetime(2026, 12, 2, 10, tzinfo=UTC))
    >>> with Ledger.open("ledger.db") as ledger:
    ...     print(*(one.leaf.type for one in ledger.entries()))
    ...     print([one.seq for one in recorded_decisions(ledger)])
    init decision decision approval refusal follow-up correction
    [1, 2]

The ledger's own: set up, checkpoints, packs, an export, and what is erased.

    >>> from visit import check_pack, configuration, erasure, exported_entries, first_entry, pack
    >>> with Ledger.open("ledger.db", writable=True) as ledger:
    ...     packed = pack(ledger, [1])
    ...     rows = list(exported_entries(ledger, values=False))
    ...     gone = erasure([1], basis="the citizen asked", **who)
    >>> check_pack(packed, ()).faults, len(rows), str(gone.type)
    ((), 7, 'erasure')
    >>> setup = first_entry("nordby.dk/new", [], {"anna": {"roles": ["caseworker"]}}, **who)
    >>> made, receipt = Ledger.create("new.db", setup, now=datetime(2026, 12, 1, tzinfo=UTC))
    >>> with made as ledger:
    ...     print(ledger.checkpoint().head.size)
    1
    >>> str(configuration([], {**people, "eva": {"roles": ["leader"]}}, reason=None, **who).type)
    'configuration'

The auditor's questions:

    >>> from visit import (
    ...     departures, outcomes, overdue, pairs, passed_deadlines, progress, sampled, Selection,
    ...     waiting_approvals, yearly,
    ... )
    >>> with Ledger.open("ledger.db") as ledger:
    ...     day, every = date(2027, 12, 31), Selection()
    ...     print(departures(ledger).decisions, len(waiting_approvals(ledger, day)), len(overdue(ledger, day)))
    ...     print(len(passed_deadlines(ledger, day)), len(pairs(ledger).pairs))
    ...     print(len(progress(decisions_of(ledger, other.id)).measurements), outcomes(ledger, day).cases)
    ...     drawn = sampled(ledger, 2026, every, size=1, seed=1)
    ...     report = yearly(ledger, 2026, day, every, verified=verify("ledger.db"), sample=drawn, replayed=())
    2 0 2
    0 0
    2 2
    >>> drawn.of, report.year
    (2, 2026)

A guideline is checked, compared, proved and tried:

    >>> from visit import (
    ...     check_guideline, describe_guideline, finding_kinds, guideline_edits, prove_invariants, run_tests,
    ...     shipped_guidelines,
    ... )
    >>> sorted({one.id for one in shipped_guidelines()})[:2]
    ['esbjerg', 'haderslev']
    >>> offers, today = shipped_catalogue(), date(2026, 12, 1)
    >>> [one.code for one in check_guideline("nordby.yaml", today=today, catalogue=offers).warnings]
    ['no-national-layer', 'reason-without-value', 'preference-without-text']
    >>> finding_kinds()["no-national-layer"].severity
    'warning'
    >>> [one.kind for one in guideline_edits("nordby.yaml", "nordby-2.yaml", as_of=today)]
    [<EditKind.VALUE: 'value'>]
    >>> [one.found for one in prove_invariants("nordby.yaml", today=today)]
    ['proved']
    >>> run_tests(["nordby.yaml"]).code
    0
    >>> describe_guideline("nordby.yaml", as_of=today)["schema"]
    'visit-guideline'

A catalogue, and lists from an office's spreadsheets:

    >>> from visit import (
    ...     catalogue_changes, catalogue_rows, check_catalogue, import_catalogue, import_citizens,
    ...     import_travel, json_schema, load_catalogue, merge_catalogue, merge_travel, propose_map,
    ... )
    >>> print(propose_map("offers.csv", "catalogue", today=today).splitlines()[1])
    format: 1
    >>> rates = import_catalogue("offers.csv", "offers.map.yaml", today=today)
    >>> [(row.number, row.offer) for row in rates.rows]
    [(2, 'kirkevej-a'), (3, None)]
    >>> written = Path("offers.yaml").write_text(json.dumps(rates.document, default=float))
    >>> [one.kind for one in check_catalogue("offers.yaml", day=today)], list(load_catalogue("offers.yaml").offers)
    ([], ['kirkevej-a'])
    >>> [one.name for one in merge_catalogue(rates, "offers.yaml").edits]
    []
    >>> listed = import_citizens("citizens.csv", "citizens.map.yaml", key=bytes(32), catalogue=offers, today=today)
    >>> len(listed.cases), [told.place for row in listed.rows for told in row.told if told.kind == "left_out"]
    (2, ['C3'])
    >>> times = import_travel("travel.csv", "travel.map.yaml", today=today)
    >>> [(row.number, row.times) for row in times.rows]
    [(2, 1), (3, 0)]
    >>> merge_travel(times, "offers.yaml")["travel"]["method"]
    'a route planner, weekdays at nine'
    >>> catalogue_changes(offers, offers), len(catalogue_rows(offers).columns) > 20
    ((), True)
    >>> json_schema("case")["title"]
    'visit case'

Many citizens, drawn or real, and what another guideline does to them:

    >>> from decimal import Decimal
    >>> from visit import (
    ...     check_citizens, compare_guidelines, count_broken_invariants, describe_citizens, draw_citizens, many_cases,
    ...     RecordedCases, sweep_parameter,
    ... )
    >>> citizens = list(draw_citizens("ikast-brande", 2, seed=7))
    >>> [(one.code, one.count) for one in describe_citizens(citizens).cells("sex", hides=False)]
    [('man', 1), ('woman', 1)]
    >>> len(check_citizens(citizens, "ikast-brande")) > 100
    True
    >>> moved = compare_guidelines("nordby.yaml", "nordby-2.yaml", citizens, catalogue=offers)
    >>> moved.cases, len(moved.moved)
    (2, 0)
    >>> curve = sweep_parameter("most_km", [Decimal(10), Decimal(40)], "nordby.yaml", citizens, catalogue=offers)
    >>> [one.value for one in curve.values]
    [Decimal('10'), Decimal('40')]
    >>> broken = count_broken_invariants("nordby.yaml", citizens, catalogue=offers)
    >>> broken.cases, broken.breaking
    (2, 0)
    >>> [row.case.id for row in many_cases("case.yaml") if row.case is not None] == [case.id]
    True
    >>> with Ledger.open("ledger.db") as ledger:
    ...     print(len(list(RecordedCases(ledger))))
    2

Settings, pages and the words on a screen are the command line's own, and so is the text of a new guideline.
Nothing but the command line reads a clock or knows a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visit.version import __version__ as __version__

if TYPE_CHECKING:
    from visit.audit.deadlines import passed_deadlines as passed_deadlines
    from visit.audit.outcomes import outcomes as outcomes
    from visit.audit.pairs import pairs as pairs
    from visit.audit.progress import progress as progress
    from visit.audit.replaying import replay as replay
    from visit.audit.reports import departures as departures
    from visit.audit.reports import overdue as overdue
    from visit.audit.reports import waiting_approvals as waiting_approvals
    from visit.audit.yearly import sampled as sampled
    from visit.audit.yearly import yearly as yearly
    from visit.case import Case as Case
    from visit.case import load_case as load_case
    from visit.catalogue import Catalogue as Catalogue
    from visit.catalogue import load_catalogue as load_catalogue
    from visit.catalogue import shipped_catalogue as shipped_catalogue
    from visit.catalogue_edits import catalogue_edits as catalogue_changes
    from visit.decisions.answering import approval_drafts as approval_drafts
    from visit.decisions.answering import configuration as configuration
    from visit.decisions.answering import correction as correction
    from visit.decisions.answering import erasure as erasure
    from visit.decisions.answering import follow_up_draft as follow_up_draft
    from visit.decisions.answering import init as first_entry
    from visit.decisions.answering import refusal as refusal
    from visit.decisions.deciding import Recorded as Recorded
    from visit.decisions.deciding import decision as decision
    from visit.decisions.files import decided as decided
    from visit.decisions.files import decisions as recorded_decisions
    from visit.decisions.files import of_case as decisions_of
    from visit.decisions.selection import Selection as Selection
    from visit.decisions.worked_out import Choice as Choice
    from visit.errors import Problems as Problems
    from visit.errors import VisitError as VisitError
    from visit.imports.exporting import exported_bundle as export_case
    from visit.imports.held import not_held as not_held
    from visit.interview import Interview as Interview
    from visit.interview import Setting as Setting
    from visit.ledger.exporting import exported as exported_entries
    from visit.ledger.log import Ledger as Ledger
    from visit.ledger.packing import pack as pack
    from visit.ledger.packs import check_pack as check_pack
    from visit.ledger.verifying import verify as verify
    from visit.library import check_catalogue as check_catalogue
    from visit.library import check_citizens as check_citizens
    from visit.library import check_guideline as check_guideline
    from visit.library import compare_guidelines as compare_guidelines
    from visit.library import count_broken_invariants as count_broken_invariants
    from visit.library import describe_citizens as describe_citizens
    from visit.library import describe_guideline as describe_guideline
    from visit.library import draw_citizens as draw_citizens
    from visit.library import guideline_edits as guideline_edits
    from visit.library import import_case as import_case
    from visit.library import import_catalogue as import_catalogue
    from visit.library import import_citizens as import_citizens
    from visit.library import import_travel as import_travel
    from visit.library import merge_catalogue as merge_catalogue
    from visit.library import merge_travel as merge_travel
    from visit.library import propose_map as propose_map
    from visit.library import prove_invariants as prove_invariants
    from visit.library import sweep_parameter as sweep_parameter
    from visit.library import update_case as update_case
    from visit.matching import Engine as Engine
    from visit.matching import match as match
    from visit.population.recorded import RecordedCases as RecordedCases
    from visit.population.rows import many_cases as many_cases
    from visit.ranking.values import Ranking as Ranking
    from visit.reading.documents.schema import json_schema as json_schema
    from visit.reasons.explanation import Explanation as Explanation
    from visit.render.catalogue_export import export_grid as catalogue_rows
    from visit.rules import load_guideline as load_guideline
    from visit.rules.findings.kinds import finding_kinds as finding_kinds
    from visit.rules.guideline.layering import shipped_layers as shipped_guidelines
    from visit.trials.telling import ran as run_tests

_HOME = {
    "Case": "visit.case",
    "load_case": "visit.case",
    "Catalogue": "visit.catalogue",
    "load_catalogue": "visit.catalogue",
    "shipped_catalogue": "visit.catalogue",
    "load_guideline": "visit.rules",
    "match": "visit.matching",
    "Engine": "visit.matching",
    "Choice": "visit.decisions.worked_out",
    "Recorded": "visit.decisions.deciding",
    "decision": "visit.decisions.deciding",
    "Ledger": "visit.ledger.log",
    "replay": "visit.audit.replaying",
    "verify": "visit.ledger.verifying",
    "Ranking": "visit.ranking.values",
    "VisitError": "visit.errors",
    "Problems": "visit.errors",
    "Explanation": "visit.reasons.explanation",
    "export_case": "visit.imports.exporting:exported_bundle",
    "not_held": "visit.imports.held",
    "decided": "visit.decisions.files",
    "decisions_of": "visit.decisions.files:of_case",
    "recorded_decisions": "visit.decisions.files:decisions",
    "approval_drafts": "visit.decisions.answering",
    "refusal": "visit.decisions.answering",
    "follow_up_draft": "visit.decisions.answering",
    "correction": "visit.decisions.answering",
    "configuration": "visit.decisions.answering",
    "Interview": "visit.interview",
    "Setting": "visit.interview",
    "erasure": "visit.decisions.answering",
    "first_entry": "visit.decisions.answering:init",
    "pack": "visit.ledger.packing",
    "check_pack": "visit.ledger.packs",
    "exported_entries": "visit.ledger.exporting:exported",
    "Selection": "visit.decisions.selection",
    "departures": "visit.audit.reports",
    "waiting_approvals": "visit.audit.reports",
    "overdue": "visit.audit.reports",
    "passed_deadlines": "visit.audit.deadlines",
    "pairs": "visit.audit.pairs",
    "progress": "visit.audit.progress",
    "outcomes": "visit.audit.outcomes",
    "sampled": "visit.audit.yearly",
    "yearly": "visit.audit.yearly",
    "shipped_guidelines": "visit.rules.guideline.layering:shipped_layers",
    "finding_kinds": "visit.rules.findings.kinds",
    "run_tests": "visit.trials.telling:ran",
    "catalogue_changes": "visit.catalogue_edits:catalogue_edits",
    "catalogue_rows": "visit.render.catalogue_export:export_grid",
    "json_schema": "visit.reading.documents.schema",
    "many_cases": "visit.population.rows",
    "RecordedCases": "visit.population.recorded",
    "import_case": "visit.library",
    "import_catalogue": "visit.library",
    "import_citizens": "visit.library",
    "import_travel": "visit.library",
    "update_case": "visit.library",
    "merge_catalogue": "visit.library",
    "merge_travel": "visit.library",
    "propose_map": "visit.library",
    "check_catalogue": "visit.library",
    "check_guideline": "visit.library",
    "guideline_edits": "visit.library",
    "prove_invariants": "visit.library",
    "describe_guideline": "visit.library",
    "draw_citizens": "visit.library",
    "describe_citizens": "visit.library",
    "check_citizens": "visit.library",
    "compare_guidelines": "visit.library",
    "sweep_parameter": "visit.library",
    "count_broken_invariants": "visit.library",
}
"""Where each name is from, and behind a colon what it is called there."""
__all__ = [
    "Case",
    "Catalogue",
    "Choice",
    "Engine",
    "Explanation",
    "Interview",
    "Ledger",
    "Problems",
    "Ranking",
    "Recorded",
    "RecordedCases",
    "Selection",
    "Setting",
    "VisitError",
    "__version__",
    "approval_drafts",
    "catalogue_changes",
    "catalogue_rows",
    "check_catalogue",
    "check_citizens",
    "check_guideline",
    "check_pack",
    "compare_guidelines",
    "configuration",
    "correction",
    "count_broken_invariants",
    "decided",
    "decision",
    "decisions_of",
    "departures",
    "describe_citizens",
    "describe_guideline",
    "draw_citizens",
    "erasure",
    "export_case",
    "exported_entries",
    "finding_kinds",
    "first_entry",
    "follow_up_draft",
    "guideline_edits",
    "import_case",
    "import_catalogue",
    "import_citizens",
    "import_travel",
    "json_schema",
    "load_case",
    "load_catalogue",
    "load_guideline",
    "many_cases",
    "match",
    "merge_catalogue",
    "merge_travel",
    "not_held",
    "outcomes",
    "overdue",
    "pack",
    "pairs",
    "passed_deadlines",
    "progress",
    "propose_map",
    "prove_invariants",
    "recorded_decisions",
    "refusal",
    "replay",
    "run_tests",
    "sampled",
    "shipped_catalogue",
    "shipped_guidelines",
    "sweep_parameter",
    "update_case",
    "verify",
    "waiting_approvals",
    "yearly",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that no command pays for what it does not use."""
    if name not in _HOME:
        raise AttributeError(f"module 'visit' has no attribute {name!r}")
    from importlib import import_module

    module, _colon, called = _HOME[name].partition(":")
    return getattr(import_module(module), called or name)
