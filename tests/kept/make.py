"""Make the ledger of this version that later versions must still verify and replay: `python tests/kept/make.py`.

Every example case is decided, and answered in every way; one case is erased, one head is signed and kept. What is there already
is never made anew: an old ledger is worth keeping because it is old.
"""

from __future__ import annotations

import lzma
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

import ledgers  # noqa: E402

from visit import __version__  # noqa: E402
from visit.decisions import answering  # noqa: E402
from visit.errors import UsageError  # noqa: E402
from visit.ledger.log import Ledger  # noqa: E402
from visit.ledger.signing import new_key  # noqa: E402

ORIGIN = "nordby.dk/visit"


def main() -> None:
    """Write the ledger, packed, and the head that was kept of it."""
    packed = HERE / f"{__version__}.db.xz"
    if packed.exists():
        raise SystemExit(f"{packed.name} is there already")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        key = new_key(Path(folder) / "key", ORIGIN)
        draft = answering.init(ORIGIN, [key.public.text], ledgers.PEOPLE, by="lis", system_user=ledgers.SYSTEM_USER)
        ledger = Ledger.create(str(path), draft, now=ledgers.at("2026-01-01"))[0]
        fill(ledger)
        (HERE / f"{__version__}.checkpoint").write_text(ledger.checkpoint(key).text, encoding="utf-8")
        fill_later(ledger)
        ledger.store.make_room()
        ledger.close()
        packed.write_bytes(lzma.compress(path.read_bytes(), preset=9))
    print(f"{packed.name}: {packed.stat().st_size:,} bytes")


def fill(ledger: Ledger) -> None:
    """Decide every example, and answer some decisions."""
    for path in sorted(ledgers.EXAMPLES.glob("*.yaml")):
        case = ledgers.a_case(path.stem)
        choice = 1 if ledgers.ranked(case).placements else "none:refused"
        try:
            ledgers.decide(ledger, case, choice=choice, day="2026-11-20")
        except UsageError:
            ledgers.decide(ledger, case, choice=choice, day="2026-11-20", departure="professional")
    homeless = ledgers.decide(ledger, ledgers.a_case("hol-hjemloes-stoffer-og-sindslidelse"), day="2026-11-21")
    ledgers.approve(ledger, homeless, day="2026-11-22")
    ledgers.follow(ledger, homeless, "2026-11-23", functioning={"interact": 2})
    ledgers.correct(
        ledger, homeless, ledgers.a_case("hol-hjemloes-stoffer-og-sindslidelse", support_need=2), day="2026-11-24"
    )
    day = ledgers.a_case(
        "sil-noget-at-staa-op-til",
        consent={"support": "given", "move": "cannot_consent_objects"},
        without_consent={"own_interest": True},
    )
    ranking = ledgers.ranked(day)
    held = next(option for option in ranking.options if ranking.standing(option) == "awaiting")
    awaiting = ledgers.decide(ledger, day, choice=ledgers.placed(ranking, held), departure="other", day="2026-11-24")
    ledgers.refuse(ledger, awaiting, "citizen", "wants_other_offer", day="2026-11-24")
    ledgers.decide(ledger, day, choice="other:a farm of a friend", departure="wish", day="2026-11-24")


def fill_later(ledger: Ledger) -> None:
    """Add what comes after the kept head: an erasure, a configuration, a decision under another guideline."""
    ledgers.erase(ledger, "esb-2026-0144", day="2026-11-25")
    draft = answering.configuration(
        [one.text for one in ledger.settings().keys],
        {**ledgers.PEOPLE, "eva": {"roles": ["team"]}},
        reason="new in the team",
        by="lis",
        system_user=ledgers.SYSTEM_USER,
    )
    ledger.append(draft, now=ledgers.at("2026-11-25"))
    ledgers.decide(ledger, ledgers.a_case("ib-stu-hos-foraeldre"), under="serviceloven", day="2026-11-26")


if __name__ == "__main__":
    main()
