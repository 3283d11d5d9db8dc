"""Proposed rows as a cases file to read and keep: each with a comment that says what it goes through."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

import yaml

from visit.locale import text as _
from visit.reading.yaml_events import PlainValue
from visit.trials.boundaries import side_in_words
from visit.trials.proposing import Proposals, ProposedRows
from visit.trials.results import outcome_in_words


def as_cases_file(found: Proposals) -> str:
    """Return a cases file of proposed rows; every one of them passes under the guideline as it is."""
    lines = [
        f"# {line}"
        for line in (
            _("Proposed: what the guideline gives today is written into each row."),
            _("Read each row, and keep those that say what the guideline should give."),
            _(
                "Take the comment of a row away when it is read: until then it tries the guideline against its own answer."
            ),
            _("Into a file that is there already go the blocks under `rules`."),
        )
    ]
    lines += [f"guideline: {found.guideline}", f"defaults: {_flow(found.defaults)}", "rules:"]
    for (kind, id), rows in groupby(found.rows, key=lambda one: (one.kind, one.id)):
        lines += [f"  - {kind}: {id}", "    rows:"]
        lines += [f"      - {_flow(dict(one.row))}  # {_comment(one)}" for one in rows]
    lines += [] if found.rows else ["  []"]
    lines += [f"# {line}" for line in _left(found)]
    return "\n".join(lines) + "\n"


def _comment(one: ProposedRows) -> str:
    told = (f"{written}: {side_in_words(what)}" if written else outcome_in_words(what) for written, what in one.tries)
    return _("proposed: {told}", told="; ".join(told))


def _left(found: Proposals) -> Iterable[str]:
    """Yield what no row was found for."""
    if found.not_found:
        yield _("No row was found for these; write them by hand:")
    for one, written, what in found.not_found:
        yield f"  {one.kind} {one.id}: " + (f"{written}: {side_in_words(what)}" if written else outcome_in_words(what))


def _flow(value: PlainValue) -> str:
    """Return a value on one line."""
    return yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=100_000
    ).strip()


class _Dumper(yaml.SafeDumper):
    """Writes decimals as they are read, and nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"))
