"""The page of an audit of one year: an overview, each part, a worksheet to sign, and what was checked."""

from __future__ import annotations

from visit.pages.writing import written
from visit.render.yearly_sheet import YearlySheet


def audit_page(sheet: YearlySheet) -> str:
    """Return the page."""
    return written(
        "audit",
        head=sheet.head(),
        to_look_at=sheet.found.to_look_at,
        verdict=sheet.verdict(),
        attention=sheet.to_look_at(),
        reservations=tuple(sheet.reservations()),
        findings=tuple(sheet.findings()),
        parts_of=tuple(sheet.parts()),
        counts=sheet.found.departures.counts,
        decisions=sheet.found.departures.decisions,
        worksheet=sheet.worksheet(),
        signing=sheet.signing(),
        checked=tuple(sheet.checked()),
    )
