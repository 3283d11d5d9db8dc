"""Replay: answer many decisions again, shared among processes; `replayer` answers one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from visit import garbage
from visit.audit.beside import OnShown
from visit.audit.replayed import Replayed, Under
from visit.audit.replayer import Replayer
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.processes import processes as shared

TOGETHER = 32
"""How many decisions a process answers at a time."""
OnReplayed = Callable[[int, int], None]


def replay(
    where: str,
    numbers: Sequence[int],
    under: Under = Under(),  # noqa: B008  (frozen)
    *,
    shown: OnShown | None = None,
    processes: int = 1,
    progress: OnReplayed = lambda _done, _all: None,
) -> Iterator[Replayed]:
    """Yield each decision answered again, in the order of the numbers.

    With `shown` the answer in words that is recorded beside each is compared too; a process that shares the work imports it.

    Raises:
        LedgerError: The ledger cannot be opened.
        VisitError: The other guideline or catalogue cannot be used.
    """
    parts = [numbers[start : start + TOGETHER] for start in range(0, len(numbers), TOGETHER)]
    done = 0
    if processes < 2 or len(parts) < 2:
        with Replayer(where, under, shown) as replayer:
            for part in parts:
                yield from (replayer.replayed(seq) for seq in part)
                done += len(part)
                progress(done, len(numbers))
        return
    with Replayer(where, under):
        pass  # what is wrong with the inputs is told once, here
    with shared(processes, partial(_open, where, under, shown)) as pool:
        for found in pool.map(_replayed, parts):
            yield from found
            done += len(found)
            progress(done, len(numbers))


_opened: list[Replayer] = []


def _open(where: str, under: Under, shown: OnShown | None) -> None:
    garbage.look_seldom()
    _opened.append(Replayer(where, under, shown))


def _replayed(numbers: Sequence[int]) -> list[Replayed]:
    return [_opened[0].replayed(seq) for seq in numbers]


def chosen_numbers(
    ledger: Ledger, *, since: str | None = None, sample: int | None = None, seed: int = 0
) -> tuple[int, ...]:
    """Return the numbers of the decisions: all, those since a date, or a sample that the seed fixes."""
    found = [
        entry.seq
        for entry in ledger.entries(values=False)
        if entry.leaf.type == EntryType.DECISION and (since is None or entry.leaf.time >= since)
    ]
    if sample is not None and sample < len(found):
        from random import Random

        found = sorted(Random(seed).sample(found, sample))  # noqa: S311  (no secret: the same seed, the same sample)
    return tuple(found)
