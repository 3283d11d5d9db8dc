"""`visit audit` and `visit progress`: what many decisions say together."""

from __future__ import annotations

from visit.commands.app import app
from visit.commands.options import group
from visit.locale import text as _

audit_app = group(
    _("What people did with the recommendations: departures, approvals, follow-ups.\n\nExample: visit audit departures")
)
app.add_typer(audit_app, name="audit")
