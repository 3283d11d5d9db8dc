"""What the shell completes of a ledger: entries and decisions, cases by their pseudonyms, people, years, approvals and fields.

Of a citizen it gives the pseudonym that the ledger knows, and nothing else. It opens a ledger to read, and never makes one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from visit.commands.completing import Completions, begun_as, own_roles, quiet, word_typed
from visit.locale import language

if TYPE_CHECKING:
    from visit.decisions.files import Decided
    from visit.ledger.log import Ledger

LAST = 50
"""So many entries are offered, the newest first."""


@contextmanager
def _ledger(ctx: typer.Context) -> Iterator[Ledger]:
    from visit.commands.ledgers import ledger_name
    from visit.commands.office import presets
    from visit.ledger.log import Ledger

    preset = presets(None, os.environ).get("ledger")
    with Ledger.open(ledger_name(ctx.params.get("ledger") or (preset.value if preset else None))) as log:
        yield log


def _last(log: Ledger) -> Iterable[int]:
    size = log.store.size()
    return reversed(range(max(0, size - LAST), size))


def _cases(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the pseudonyms of the last cases in the ledger, each once."""
    with _ledger(ctx) as log:
        found = (log.entry(n, names=("case",), partial=True).get("case") for n in _last(log))
        return [(one, "") for one in dict.fromkeys(str(one) for one in found if one)]


def _entry_types(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the types of entry, each with what it is called."""
    from visit.ledger.entry_types import EntryType

    return ((one.value, one.label) for one in EntryType)


def _entries(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the numbers of the last entries, each with its type, its case and its day."""
    from visit.local_day import recorded
    from visit.locale import formats

    with _ledger(ctx) as log:
        found = [log.entry(n, names=("case",), partial=True) for n in _last(log)]
        return [
            (
                str(one.seq),
                " · ".join(
                    filter(
                        None,
                        (
                            one.leaf.type.label,
                            str(one.get("case") or ""),
                            formats.day(recorded(one.leaf.time).date()),
                        ),
                    )
                ),
            )
            for one in found
        ]


def _decisions(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.ledger.entry_types import EntryType

    label = EntryType.DECISION.label
    return [(number, told) for number, told in _entries(ctx) if told.split(" · ")[0] == label]


def _people(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the people that the ledger lists, each with their roles, then whoever else has recorded of late."""
    from visit.decisions.people import known
    from visit.decisions.roles import role_label

    with _ledger(ctx) as log:
        people = log.settings().people
        spoken = language()
        listed = [
            (
                name,
                ", ".join(role_label(role, row.get("called", {}).get(role), spoken) for role in row.get("roles", ())),
            )
            for name, row in people.items()
        ]
        recorded = dict.fromkeys(str(log.entry(n, names=("by",), partial=True).get("by") or "") for n in _last(log))
        return [*listed, *((one, "") for one in recorded if one and known(people, one) is None)]


def _years(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the years of the first to the last entry, the newest first."""
    from visit.local_day import recorded

    with _ledger(ctx) as log:
        size = log.store.size()
        first, last = (recorded(log.entry(n, values=False).leaf.time).year for n in (0, size - 1))
        return [(str(year), "") for year in range(last, first - 1, -1)]


def _approvals(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the approvals that a decision waits for, each with who gives it; else those that it has."""
    with _ledger(ctx) as log:
        every = _decided(log, ctx).approval_states
        waiting = [one for one in every if one.state != "given"]
        return [(one.id, one.called(language())) for one in waiting or every]


def _deciders(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield who outside decides what a decision waits for, then who has been recorded as having decided of late."""
    from visit.decisions.answering import is_outside

    with _ledger(ctx) as log:
        outside = [one for one in _decided(log, ctx).approval_states if is_outside(one) and one.state != "given"]
        before = (str(log.entry(n, names=("decider",), partial=True).get("decider") or "") for n in _last(log))
        return [
            *((one.called(language()), one.id) for one in outside),
            *((one, "") for one in dict.fromkeys(before) if one),
        ]


def _decided(log: Ledger, ctx: typer.Context) -> Decided:
    from visit.decisions.files import decided

    return decided(log, int(str(ctx.params.get("number"))))


def _fields(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the names of the fields of an entry; of several, and of the last where none is named, those of all."""
    with _ledger(ctx) as log:
        numbers = ctx.params.get("numbers") or [ctx.params.get("number")]
        wanted = [int(str(one)) for one in numbers if one is not None] or [*_last(log)]
        return [
            (name, "")
            for name in dict.fromkeys(name for n in wanted for name in log.entry(n, values=False).leaf.fields)
        ]


def known_roles(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete the people before the `=` of `NAME=`, and behind it and each comma the roles; those of the guideline last."""
    from visit.decisions.roles import INSIDE
    from visit.vocabulary import vocabulary

    name, equals, given = word_typed(ctx, incomplete).partition("=")
    if not equals:
        return members(ctx, incomplete)
    before, comma, last = given.rpartition(",")
    terms = vocabulary().codes["role"].terms
    found = {key: terms[key].label(language()) for key in INSIDE} | own_roles(ctx)
    start = f"{name}={before}{comma}"
    return [(start + key, label) for key, label in begun_as(found.items(), last)]


def _members(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    return [(f"{name}=", told) for name, told in _people(ctx)]


cases = quiet(_cases)
entries = quiet(_entries)
entry_types = quiet(_entry_types)
decisions = quiet(_decisions)
people = quiet(_people)
members = quiet(_members)
years = quiet(_years)
approvals = quiet(_approvals)
deciders = quiet(_deciders)
field_names = quiet(_fields)
fields_withheld = quiet(_fields, listed=True)
