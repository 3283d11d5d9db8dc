"""What is written in a cell that names an offer: its name, and words beside it that have no effect there, which are told.

Havhuset / Mosen → one name, told      Sol (lukket) → no offer      Sol, lukker 1.1.2026 → told
"""

from __future__ import annotations

import re

from visit.cpr import redacted
from visit.imports.cells import CeasedError, Habits, ReadValue, line_cell, shown_cell
from visit.imports.sheets import CellValue
from visit.locale import text as _

_ONE = r"[A-ZÆØÅ][\wæøå-]*"
_SEVERAL_NAMES = re.compile(
    rf"\w *(?:;| / |\n|\+) *\w|^{_ONE}(?:, {_ONE})+,? (?:og |& ?){_ONE}$|^{_ONE} (?:og|&) {_ONE}$|^{_ONE}(?:, {_ONE}){{2,}}$"
)
_CEASED = re.compile(r"(?:[(\[] *|[-–,:] +)(?:er )?(?:lukket|ophørt|nedlagt|afviklet|closed)[ )\].]*$", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:lukke[rs]?|lukkes|lukning|lukket|ophør(?:er|t)?|nedl(?:agt|ægges|ukkes)|afvikles|åbner|opstart|flytter)\b",
    re.IGNORECASE,
)


def offer_name_cell(value: CellValue, habits: Habits) -> ReadValue:
    """The name of an offer, or of a department; what it says beside that is told.

    Raises:
        CeasedError: It says that the offer has ceased.
    """
    read = line_cell(value, habits)
    name = str(read.value)
    if _CEASED.search(name):
        raise CeasedError(
            _("says that the offer has ceased: {value}", value=shown_cell(value)),
            _("nobody can be placed there; write `closed` where an older catalogue has it"),
        )
    shown = redacted(name, limit=60)
    notes = []
    if _SEVERAL_NAMES.search(str(value).strip()):
        notes.append(_("may be the names of several offers; it is read as one: {value}", value=shown))
    if _LATER.search(name):
        notes.append(
            _("says when it opens or ceases, which is not read in a name: give it a column: {value}", value=shown)
        )
    if "§" in name:
        notes.append(_("a provision in a name is not read: {value}", value=shown))
    return ReadValue(read.value, "; ".join(notes) or None)
