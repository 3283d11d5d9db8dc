"""When a citizen was born and of which sex, from a `Patient`: what contradicts the CPR number is asked about, and not taken."""

from __future__ import annotations

import re
from datetime import date

from visit.imports.bundles import Resource, text_of
from visit.imports.imported import ImportedCitizen, days_in
from visit.imports.pseudonyms import patient_number
from visit.locale import text as _

_DATE_OF_BIRTH = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_FIRST_BORN = 1900
"""The earliest year of birth that a case can hold."""
_CENTURIES = {
    **dict.fromkeys("0123", ((99, 1900),)), **dict.fromkeys("49", ((36, 2000), (99, 1900))),
    **dict.fromkeys("5678", ((57, 2000), (99, 1800))),
}  # fmt: skip
"""By the seventh digit of a CPR number: up to which year of two digits it is of which century."""
_IN_PLACE_OF_ONE = 60
"""What is put to the day of a number that is given in place of one."""


def put_birth(citizen: ImportedCitizen, patient: Resource, *, is_own: bool) -> None:
    """Put the year of birth into the case; of a case of visit's own the day, where it has one.

    Args:
        citizen: The case so far.
        patient: Who it is.
        is_own: Whether visit has written the bundle: then what stands there is what the case had.
    """
    number, said = patient_number(patient), text_of(patient.value.get("birthDate"))
    written = days_in(said) if _DATE_OF_BIRTH.fullmatch(said) else None
    of_number = birth_day(number)
    if said and written is None:
        citizen.tell("left_out", patient.place, _("the date of birth cannot be read"), "citizen.born")
    if number and of_number is None:
        message = _("the CPR number cannot be right: which is it, and when was the citizen born?")
        citizen.tell("ask", patient.place, message, "citizen.born")
    year = written[0].year if written is not None else None if of_number is None else of_number.year
    if year is None:
        return
    if not _FIRST_BORN <= year <= int(str(citizen.case["assessed"])[:4]):
        citizen.tell("left_out", patient.place, _("the year of birth cannot be right: {year}", year=year))
    elif written is not None and of_number is not None and not written[0] <= of_number <= written[1]:
        message = _("the date of birth is not that of the CPR number: which is right?")
        citizen.tell("ask", patient.place, message, "citizen.born")
    elif is_own and written is not None and written[0] == written[1]:
        citizen.put(("citizen", "born"), said, patient.place)
    else:
        citizen.put(("citizen", "born"), year, patient.place)


def put_sex(citizen: ImportedCitizen, patient: Resource) -> None:
    """Put the sex into the case, unless the CPR number says the other one."""
    said = text_of(patient.value.get("gender"))
    sex = {"male": "man", "female": "woman"}.get(said)
    number = patient_number(patient)
    if sex is not None and birth_day(number) is not None and sex != ("man" if int(number[-1]) % 2 else "woman"):
        citizen.tell("ask", patient.place, _("the sex is not that of the CPR number: which is right?"), "citizen.sex")
    elif sex is not None:
        citizen.put(("citizen", "sex"), sex, patient.place)
    elif said:
        citizen.tell("left_out", patient.place, _("the sex is neither male nor female here"), "citizen.sex")


def birth_day(number: str) -> date | None:
    """Return the day of birth that a CPR number says; None where it is no such number."""
    year = birth_year(number)
    if year is None:
        return None
    day = int(number[:2])
    try:
        return date(year, int(number[2:4]), day - _IN_PLACE_OF_ONE if day > _IN_PLACE_OF_ONE else day)
    except ValueError:
        return None


def birth_year(number: str) -> int | None:
    """Return the year of birth that a CPR number says; None where it is no such number. Only the year: no more is needed."""
    if len(number) != 10 or not number.isdigit():
        return None
    year = int(number[4:6])
    return next(century + year for last, century in _CENTURIES[number[6]] if year <= last)
