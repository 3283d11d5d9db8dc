"""`visit case export`: a case as a FHIR bundle, for a case system; what the bundle does not hold is told on standard error."""

from __future__ import annotations

from visit.commands.inputs import checked_case
from visit.commands.printing import as_json
from visit.imports.exporting import exported_bundle
from visit.imports.held import not_held
from visit.interview.fields import label_of
from visit.locale import text as _
from visit.reading.source import read
from visit.streams import note, reader_may_leave


def case_export_command(file: str) -> int:
    """Print a case as a bundle.

    Raises:
        Problems: What is wrong with the case.
        SourceError: It cannot be read.
    """
    case = checked_case(read(file))
    bundle = exported_bundle(case)
    with reader_may_leave():
        print(as_json(bundle))
    lost = not_held(case, bundle)
    if lost:
        note(_("not in the bundle, for which the profiles have no room or no code:"))
        for pattern in lost:
            note(f"- {label_of(pattern)} ({pattern.replace('.*', '')})")
    return 0
