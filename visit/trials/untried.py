"""Which statements of a guideline that decide something no row of the cases file beside it is about, or one row on one side alone.

Decided is by rules, tables, approvals, deadlines and grants; what is only told decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from visit.errors import GuidelineError
from visit.locale import formats, plural
from visit.locale import text as _
from visit.rules.guideline.layering import Layer, relatives
from visit.rules.guideline.values import Guideline
from visit.trials.boundaries import side_in_words
from visit.trials.reading import read_cases

_FEW = 4
"""So many rows of a statement are gone through here; of more `visit test --coverage` tells what they leave out."""
_DECIDING = ("rules", "facts", "approvals", "deadlines", "grants")


def untried(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the statements of a layer that no row tries, or few on one side alone; where no cases file stands beside it, that.

    Raises:
        Problems: The cases file is faulty.
    """
    statements = [(key, path) for section, key, _row, path in leaf.statements() if section in _DECIDING]
    if leaf.document is None or not statements:
        return
    file = Path(leaf.document.name)
    cases = file.with_name(f"{file.stem}.cases.yaml")
    if not cases.exists():
        message = _("no cases stand beside it: {file} would have them", file=cases.name)
        begin = f"visit test {file} --write-boundaries -o {cases}"
        help = _("begin with `{command}`", command=begin)
        yield GuidelineError(message, at=leaf.locate(("guideline",)), help=help, code="untested")
        return
    rows = read_cases(cases, leaf.municipality)
    often = Counter(row.statement for row in rows.rows)
    places = {key: leaf.locate((*path, "id")) if isinstance(path[1], int) else leaf.document.locate_key(path)
              for key, path in statements}  # fmt: skip
    for key, at in places.items():
        if not often[key]:
            yield GuidelineError(_("no row of the cases is about {id}", id=key), at=at, code="untested")
    few = tuple(row for row in rows.rows if often[row.statement] <= _FEW and row.statement in places)
    if few:
        from visit.trials.coverage import one_sided  # it loads all that ranks, which most files can do without
        from visit.trials.running import Versions

        versions = Versions(relatives(leaf.document.name, leaf.document)[1])
        for (_kind, key), boundary in one_sided(replace(rows, rows=few), versions):
            sides = formats.listed(side_in_words(side) for side in boundary.missing)
            message = plural(
                "one row alone is about {id}; not tried of `{comparison}`: {sides}",
                "{n} rows are about {id}; not tried of `{comparison}`: {sides}",
                often[key], id=key, comparison=boundary.written, sides=sides,
            )  # fmt: skip
            yield GuidelineError(message, at=places[key], code="untested")
