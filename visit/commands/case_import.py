"""`visit case import`: a citizen's case from a FHIR bundle; what the bundle cannot say is listed, for `case new --from` to ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from visit.case import case_of
from visit.commands.imported_files import must_be_free, pseudonym_key_of, write_private
from visit.commands.inputs import today
from visit.commands.printing import print_answer
from visit.cpr import cpr_shaped
from visit.errors import CaseError, Location, Problems, SourceError, UsageError
from visit.imports.bundle_files import read_bundle
from visit.imports.citizens import imported_citizen
from visit.imports.imported import ImportedCitizen
from visit.imports.traced import carried_trace, trace_lines
from visit.imports.updated_case import update_citizen
from visit.imports.yaml_text import read_again
from visit.interview.writing import case_file
from visit.locale import text as _
from visit.places import municipality as municipality_called
from visit.reading.source import Document, read
from visit.render.citizen_sheet import CitizenSheet
from visit.rules import load_guideline


def case_import_command(
    file: str,
    *,
    municipality: str | None,
    key: str | None,
    texts: bool,
    onto: str | None,
    to: str | None,
    replaces: bool,
    shape: str | None,
) -> int:
    """Import a citizen; return 1 where no case can be written: the municipality is not known, or nothing of the citizen is.

    Args:
        file: The bundle.
        municipality: The acting municipality.
        key: The file of the key under which the citizen is named; a new one where it is not there.
        texts: Whether free texts go into the case.
        onto: A case of the same citizen that the bundle updates.
        to: The file to write.
        replaces: Whether that may be there.
        shape: The format of what is told.

    Raises:
        UsageError: The file that is to be written is there already.
        PlaceError: There is no such municipality: what a case keeps is its whole name.
        SourceError: The bundle, or the key, cannot be read.
        CaseError: The case that is to be updated is another citizen's, or of a later day than the bundle.
    """
    bundle = read_bundle(Path(file))
    meant = None if municipality is None else municipality_called(municipality).name
    must_be_free(to, replaces=replaces)
    try:
        citizen = imported_citizen(
            bundle, key=pseudonym_key_of(key, keeps=to is not None), municipality=meant, today=today(), texts=texts
        )
    except ValueError:
        message = _("there are several citizens in the bundle")
        raise SourceError(message, at=Location(bundle.name), help=_("import one at a time")) from None
    holds_facts = citizen.holds_facts
    if not holds_facts:
        citizen.tell("ask", bundle.name, _("nothing of the citizen could be read: there is no case to write"))
    before = None if onto is None else read(onto)
    changes = None if before is None else update_citizen(citizen, before)
    can_be_written = holds_facts and "municipality" in citizen.case
    written = to if can_be_written and _is_written(citizen, to, bundle.name, before) else None
    sheet = CitizenSheet(
        bundle.name, citizen, changes, written, _no_guideline_of_the_day(citizen) if can_be_written else None
    )
    print_answer(shape, document=sheet.document, sheet=sheet.sheet)
    return 0 if can_be_written else 1


def _no_guideline_of_the_day(citizen: ImportedCitizen) -> str | None:
    """Return that the municipality has no guideline of the day of the assessment, and what to do; None where it has one."""
    try:
        load_guideline(str(citizen.case["municipality"]), date.fromisoformat(str(citizen.case["assessed"])))
    except UsageError as error:
        return "; ".join(filter(None, (error.message, error.help)))
    return None


def _is_written(citizen: ImportedCitizen, to: str | None, bundle: str, onto: Document | None) -> bool:
    """Check the case, and write it where a file is named.

    Raises:
        Problems: What is wrong with the case: the bundle contradicts itself.
        SourceError: A CPR number stands in a text.
    """
    lines = ["", *trace_lines(citizen, bundle), *([] if onto is None else carried_trace(onto.text, but=citizen.cells))]
    text = case_file(citizen.case, whole=False) + "".join(f"{line}\n" for line in lines)
    if cpr_shaped(text) is not None:
        message = _("a CPR number stands in a text of the bundle")
        raise SourceError(message, at=Location(bundle), help=_("leave out --texts"))
    _must_be_case(citizen, bundle)
    if to is None:
        return False
    write_private(to, text)
    return True


def _must_be_case(citizen: ImportedCitizen, bundle: str) -> None:
    """Check the case, whose file is not written yet.

    Raises:
        Problems: What contradicts itself in it, each with its place in the bundle.
    """
    document = read_again(citizen.case)
    try:
        case_of(document)
    except Problems as problems:
        begins = {field: document.locate(field.split(".")).line or 0 for field in citizen.cells}
        faults: dict[str, CaseError] = {}
        for error in problems.errors:
            line = (error.at.line or 0) if error.at else 0
            field = max((one for one in begins if begins[one] <= line), key=lambda one: begins[one], default="")
            place = citizen.cells.get(field) or _("the case that is there")
            message = _("{fault} ({place})", fault=error.message, place=place)
            help = error.help or _("correct it in the case system and export again, or in the case that --onto names")
            faults.setdefault(message, CaseError(message, at=Location(bundle), help=help))
        raise Problems(faults.values()) from None
