"""Which rules and tables of a guideline no row of the cases file beside it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.trials.reading import read_cases


def untried(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the rules and tables of a layer that no row tries; where no cases file stands beside it, that alone.

    Raises:
        Problems: The cases file is faulty.
    """
    statements = [(key, path) for section, key, _row, path in leaf.statements() if section in ("rules", "facts")]
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
    tried = {row.statement for row in read_cases(cases, leaf.municipality).rows}
    for key, path in statements:
        if key not in tried:
            at = leaf.locate((*path, "id")) if isinstance(path[1], int) else leaf.document.locate_key(path)
            yield GuidelineError(_("no row of the cases is about {id}", id=key), at=at, code="untested")
