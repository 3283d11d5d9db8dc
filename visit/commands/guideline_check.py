"""`visit guideline check`: whether files are usable guidelines, and what of them is worth a second look."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import cache

from visit.commands.checking import Bad, Good, check_command
from visit.commands.guideline_named import guideline_document
from visit.commands.inputs import given_date, load_given_catalogue, today
from visit.errors import Problems, SourceError, VisitError
from visit.locale import formats, plural
from visit.locale import text as _
from visit.reading.source import Document, Unquoted
from visit.render.notice_counts import counted_notices, notices_counted
from visit.rules.findings.finders import Finder
from visit.rules.findings.lint import Linted, Unusable, lint
from visit.rules.findings.met_by_none import met_by_none
from visit.rules.findings.named_nothing import misspelt_members, named_nothing
from visit.rules.findings.other_offers import other_offer
from visit.trials.untried import untried

_OF_FORM, _OF_NO_TEXT = "form", "unreadable"
"""What a fault is that says no code of its own: in a file, or of a file that is not there, empty or no text."""


def guideline_check_command(
    names: list[str], *, as_of: str | None, catalogue: str | None, speed: bool, strict: bool, shape: str | None
) -> int:
    """Check guidelines and return 0 when all are good, 1 when one is not, 2 when one cannot be read."""
    day = given_date(as_of) or today()
    given = cache(lambda: load_given_catalogue(catalogue))  # asked for by many, and only where a file needs it
    offers = lambda: given().offers  # noqa: E731
    options = lambda: given().options  # noqa: E731
    also: tuple[Finder, ...] = (named_nothing(offers), other_offer(offers), untried, met_by_none(options))
    known = offers if catalogue is not None else None
    return check_command(
        "guideline", names, lambda name: _checked(name, day, also, known, speed=speed), shape, strict=strict
    )


def _checked(
    name: str, day: date, also: Sequence[Finder], offers: Callable[[], Collection[str]] | None, *, speed: bool
) -> Good | Bad:
    try:
        document, unquoted = _read(name)
        linted = lint(name, day, document, unquoted, speed=speed, also=also)
    except VisitError as error:
        for fault in error.errors if isinstance(error, Problems) else (error,):
            fault.code = fault.code or _code_of(fault)
        beside = error.linted if isinstance(error, Unusable) else None
        if not isinstance(error, Unusable) or beside is None:
            raise
        return Bad(error.errors, beside.warnings, beside.notes, beside.allowed)
    if offers is not None and (misspelt := misspelt_members(linted.layer, offers())):
        return Bad(
            misspelt, tuple(one for one in linted.warnings if str(one) not in {*map(str, misspelt)}), linted.notes
        )
    numbers = counted(linted)
    rules = plural("{n} rule", "{n} rules", numbers["rules"], n=formats.number(numbers["rules"]))
    said = _(
        "{id} {version}: {rules} of its own, {all} with its layers",
        id=linted.layer.id, version=linted.layer.version, rules=rules, all=numbers["all_rules"],
    )  # fmt: skip
    if numbers["notices"]:
        said = f"{said}; {notices_counted(numbers['notices'], numbers['on_record'])}"
    of_it = {"guideline": linted.layer.id, "version": linted.layer.version, **numbers}
    return Good(said, linted.warnings, linted.notes, linted.allowed, of_it)


def _read(name: str) -> tuple[Document | None, Sequence[VisitError]]:
    """Return the file that is named, as it was meant where conditions stand without quotes, and each of these."""
    try:
        return guideline_document(name), ()
    except Unquoted as error:
        if error.document is None:
            raise
        for fault in error.errors:
            fault.code = _OF_FORM
        return error.document, error.errors


def _code_of(fault: VisitError) -> str | None:
    if fault.at is None:
        return None
    return _OF_NO_TEXT if isinstance(fault, SourceError) and fault.at.line is None else _OF_FORM


def counted(linted: Linted) -> dict[str, int]:
    """Return how many rules a layer has, and how many there are with the layers below it; its notices, and those for the record."""
    rules, (notices, on_record) = linted.layer.record.get("rules", ()), counted_notices(linted.layer)
    return {
        "rules": len(rules), "all_rules": len(linted.guideline.rules), "notices": notices, "on_record": on_record,
    }  # fmt: skip
