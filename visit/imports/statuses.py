"""What FHIR's codes of status are called, where something is told of a resource."""

from __future__ import annotations

from visit.locale import text as _


def status_name(code: str) -> str | None:
    """Return what a code of status is called; None of a code that FHIR has none of its own for."""
    return {
        "preliminary": _("preliminary"), "provisional": _("provisional"), "differential": _("one of several possible"),
        "unconfirmed": _("not confirmed"), "refuted": _("refuted"), "entered-in-error": _("entered in error"),
        "resolved": _("resolved"), "inactive": _("no longer active"), "remission": _("in remission"),
        "registered": _("registered, without a result yet"), "cancelled": _("cancelled"), "unknown": _("of unknown status"),
        "on-hold": _("paused"), "suspended": _("paused"), "draft": _("a draft"), "proposed": _("proposed"),
        "proposal": _("proposed"), "option": _("a possibility"), "not-started": _("not begun"), "scheduled": _("planned"),
        "arrived": _("begun"), "triaged": _("begun"), "in-progress": _("under way"), "onleave": _("paused"),
        "planned": _("planned"), "revoked": _("revoked"), "completed": _("completed"), "stopped": _("stopped"),
        "finished": _("held"), "rejected": _("rejected"), "accepted": _("accepted"),
    }.get(code)  # fmt: skip
