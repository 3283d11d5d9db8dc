"""How fast a ledger is verified and replayed, how it grows, and how long proofs are.

Run `python benchmarks/ledger.py [ENTRIES [QUESTIONS]]`, 100,000 and 2,000 unless given. The ledger is made in a folder of its own:
decisions on variations of the twenty example cases, assessed on 320 days, with the shipped catalogue, QUESTIONS distinct, the
others the same questions under other pseudonyms; one entry in twenty is an approval or follow-up. Each figure is printed for a
tenth of the entries and for all, so that one sees whether the cost is linear. Beside `verify` stands reading and hashing the
same rows.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from visit.audit.replayed import Under
from visit.audit.replayer import Replayer
from visit.audit.replaying import chosen_numbers, replay
from visit.case import Case, case_of
from visit.catalogue import shipped_catalogue
from visit.decisions import answering
from visit.decisions.deciding import Recorded, decision
from visit.decisions.worked_out import Choice
from visit.errors import VisitError
from visit.ledger.entries import Draft, People
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.ledger.opening import open_store
from visit.ledger.verifying import verify
from visit.matching import match
from visit.reading.source import Document, read
from visit.render.match_sheet import MatchSheet
from visit.render.plain import plain
from visit.rules import load_guideline
from visit.rules.guideline.by_date import ByDate, named_by_date

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TOWNS = ("Ikast", "Brande", "Herning", "Holstebro", "Esbjerg", "Ribe", "Silkeborg", "Kjellerup", "Haderslev", "Vojens")
FIRST_DAY, DAYS = date(2026, 1, 1), 320
"""Cases are assessed on any of so many days."""
TOGETHER = 500
"""Entries in one transaction while the ledger is made; how fast they are appended one by one is `appends.py`'s question."""


def main() -> None:
    """Make two ledgers, a tenth and the whole, and print a line per question."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    questions = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    cores = os.cpu_count() or 1
    began = time.perf_counter()
    drafts = list(decisions(questions))
    print(f"{len(drafts):,} distinct questions decided: {len(drafts) / (time.perf_counter() - began):,.0f} per second")
    with tempfile.TemporaryDirectory() as folder:
        for size in (entries // 10, entries):
            where = str(Path(folder) / f"{size}.db")
            fill(where, size, drafts)
            report(where, size, len(drafts), cores)
            Path(where).unlink()


def report(where: str, size: int, questions: int, cores: int) -> None:
    """Print the figures of one ledger."""
    ledger = Ledger.open(where)
    numbers = chosen_numbers(ledger)
    bytes_each = Path(where).stat().st_size / len(numbers)
    proof = [len(ledger.inclusion(seq, size)) for seq in random.Random(1).sample(range(size), 200)]
    continued = [len(ledger.consistency(old, size)) for old in random.Random(2).sample(range(1, size), 200)]
    ledger.close()
    print(f"{size:,} entries, {len(numbers):,} decisions, {bytes_each:,.0f} bytes per decision")
    print(f"  proofs: inclusion at most {max(proof)} hashes, consistency at most {max(continued)}")
    plainly = timed(lambda: hashed(where))
    print(f"  read and hash every row, one process    {size / plainly:10,.0f} entries per second")
    for processes in (1, cores):
        took = timed(lambda processes=processes: verify(where, processes=processes))
        print(
            f"  verify, processes: {processes}                    {size / took:10,.0f} entries per second"
            f"   ({took / plainly:.2f} times as long as reading and hashing)"
        )
    distinct = numbers[: min(questions, len(numbers))]
    took = timed(lambda: each_once(where, distinct))
    print(
        f"  replay {len(distinct):,} distinct questions, one process  {len(distinct) / took:10,.0f} decisions per second"
    )
    took = timed(lambda: sum(1 for _one in replay(where, distinct, processes=cores)))
    print(
        f"  replay {len(distinct):,} distinct questions, processes: {cores} {len(distinct) / took:10,.0f} decisions per second"
    )
    took = timed(lambda: sum(1 for _one in replay(where, numbers, processes=cores)))
    print(f"  replay --all, processes: {cores}              {len(numbers) / took:10,.0f} decisions per second")


def each_once(where: str, numbers: tuple[int, ...]) -> None:
    """Replay in this process."""
    with Replayer(where, Under()) as replayer:
        assert all(replayer.replayed(seq).status == "same" for seq in numbers)


def hashed(where: str) -> None:
    """Read every row of entries and values, and hash it."""
    store = open_store(where)
    for _seq, leaf, _hash in store.entries(0, store.size()):
        sha256(leaf).digest()
    for _seq, _name, salt, value in store.private(0, store.size()):
        sha256(salt + value).digest()
    store.close()


def timed(run: Any) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


# --- the ledger ---


def fill(where: str, size: int, drafts: list[Draft]) -> None:
    """Make a ledger of a number of entries."""
    people: People = {"anna": {"roles": ["caseworker"]}, "lars": {"roles": ["leader", "director", "leadership"]}}
    first = answering.init("benchmark/visit", [], people, by="anna", system_user="benchmark")
    ledger, _receipt = Ledger.create(where, first, now=NOW)
    todo = entries(size - 1, drafts)
    while ledger.store.size() < size:
        with ledger.writing():
            for _turn in range(min(TOGETHER, size - ledger.store.size())):
                ledger.add(next(todo), now=NOW)
    ledger.close()


def entries(count: int, drafts: list[Draft]) -> Iterator[Draft]:
    """Yield decisions, each question in turn under ever new pseudonyms, and an answer after every nineteen."""
    for place in range(1, count + 1):
        draft = drafts[(place - 1) % len(drafts)]
        case = f"case-{place}"
        if place % 20:
            facts = deepcopy(draft.fields["facts"])
            facts["document"]["case"] = case
            fields = {**draft.fields, "case": case, "facts": facts}
            yield Draft(EntryType.DECISION, draft.visit, fields, draft.guideline, draft.catalogue, draft.documents)
        else:
            answer = {"by": "lars", "system_user": "benchmark", "case": f"case-{place - 1}", "of": place - 1}
            yield Draft(
                EntryType.APPROVAL, draft.visit, {**answer, "approval": "external-to-director", "role": "director"}
            )


def decisions(count: int) -> Iterator[Draft]:
    """Yield a decision for each of so many distinct cases; the first placement is chosen, or none where there is none."""
    catalogue = shipped_catalogue()
    guidelines: dict[str, ByDate] = {}
    for case in cases(count):
        if case.municipality not in guidelines:
            guidelines[case.municipality] = named_by_date(load_guideline(case.municipality, case.assessed).id)
        guideline = guidelines[case.municipality].on(case.assessed)
        ranking = match(case, catalogue, guideline)
        choice = Choice(placement=ranking.first, rank=1) if ranking.first else Choice(none="postponed")
        shown = {"language": "en", "text": plain(MatchSheet(ranking, "en").sheet())}
        recorded = Recorded("It meets every need, and is nearest the network", "anna", "benchmark")
        try:
            yield decision(ranking, choice, recorded, shown=shown, today=NOW.date())
        except VisitError:
            yield decision(
                ranking,
                choice,
                Recorded(recorded.reason, "anna", "benchmark", departure="professional"),
                shown=shown,
                today=NOW.date(),
            )


def cases(count: int) -> Iterator[Case]:
    """Yield distinct variations of the example cases."""
    draw = random.Random(7)
    documents = [read(path).value for path in EXAMPLES]
    seen: set[str] = set()
    while len(seen) < count:
        document: Any = deepcopy(documents[draw.randrange(len(documents))])
        citizen = document.setdefault("citizen", {})
        citizen.pop("born", None)
        citizen["age"] = draw.randrange(18, 80)
        document["assessed"] = (FIRST_DAY + timedelta(days=draw.randrange(DAYS))).isoformat()
        document["support_need"] = draw.randrange(1, 5)
        document["network"] = [
            {
                "who": f"relative {n}",
                "place": draw.choice(TOWNS),
                "contact": draw.choice(("daily", "weekly", "monthly")),
            }
            for n in range(draw.randrange(1, 4))
        ]
        try:
            case = case_of(Document("drawn", document))
        except VisitError:
            continue
        if case.digest not in seen:
            seen.add(case.digest)
            yield case


if __name__ == "__main__":
    main()
