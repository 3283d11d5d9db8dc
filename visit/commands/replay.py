"""`visit replay`: answer recorded decisions again, and say where and why the answer is another."""

from __future__ import annotations

import os
from collections.abc import Sequence

from visit.audit.replayed import Under
from visit.audit.replaying import chosen_numbers, replay
from visit.commands.decide import plain_answer
from visit.commands.ledgers import ledger_name, opened
from visit.commands.printing import print_answer
from visit.commands.waiting import waiting
from visit.decisions.files import decided
from visit.errors import UsageError
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.locale import text as _
from visit.render.replay_grid import replayed_grid
from visit.render.replay_sheet import ReplaySheet


def replay_command(
    numbers: Sequence[int],
    *,
    everything: bool,
    since: str | None,
    sample: int | None,
    seed: int,
    under: str | None,
    all_municipalities: bool,
    catalogue: str | None,
    full: bool,
    processes: int | None,
    ledger: str | None,
    shape: str | None,
    language: str,
) -> int:
    """Replay decisions and return 1 where a difference is unexplained."""
    with opened(ledger) as log:
        wanted = _wanted(log, numbers, everything, since, sample, seed)
    # Whoever names a decision has asked for it, whosever it is.
    asked = Under(under, catalogue, own_only=not numbers and not all_municipalities)
    with waiting(_("replaying")) as progress:
        found = tuple(
            replay(
                ledger_name(ledger),
                wanted,
                asked,
                shown=plain_answer,
                processes=processes or os.cpu_count() or 1,
                progress=progress,
            )
        )
    sheet = ReplaySheet(found, asked, language, full=full)
    print_answer(
        shape,
        document=sheet.document,
        sheet=sheet.sheet,
        grids=lambda: (replayed_grid(found),),
    )
    return 1 if any(one.unexplained for one in found) else 0


def _wanted(
    log: Ledger, numbers: Sequence[int], everything: bool, since: str | None, sample: int | None, seed: int
) -> tuple[int, ...]:
    if bool(numbers) is (everything or since is not None or sample is not None):
        raise UsageError(
            _("say which decisions to replay"), help=_("their numbers, or --all, --since DATE or --sample K")
        )
    if numbers:
        return tuple(_decision(log, seq) for seq in sorted(set(numbers)))
    return chosen_numbers(log, since=since, sample=sample, seed=seed)


def _decision(log: Ledger, seq: int) -> int:
    """Return the number of a decision; an erased one is replayed too, and says that it is gone."""
    if log.entry(seq, values=False).leaf.type != EntryType.DECISION:
        decided(log, seq)
    return seq
