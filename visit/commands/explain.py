"""`visit explain`: what a finding of `visit guideline check` means, an example, and how to mend or allow it."""

from __future__ import annotations

from collections.abc import Iterable

from visit.commands.printing import print_answer
from visit.locale import text as _
from visit.render.blocks import Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.grids import Grid
from visit.rules.findings.kinds import FindingKind, finding_kinds, kind_named


def explain_command(code: str | None, *, shape: str | None, language: str) -> int:
    """Print what one code means, or which codes there are."""
    if code is None:
        print_answer(
            shape,
            document=lambda: _document([_values(one, language) for one in finding_kinds().values()]),
            sheet=lambda: _all(language),
            grids=lambda: (_grid(finding_kinds().values(), language),),
        )
    else:
        kind = kind_named(code)
        print_answer(
            shape,
            document=lambda: _document([_values(kind, language)]),
            sheet=lambda: _one(kind, language),
            grids=lambda: (_grid((kind,), language),),
        )
    return 0


def _grid(kinds: Iterable[FindingKind], language: str) -> Grid:
    """Return what is said of each kind as a row."""
    columns = (
        _("code"), _("weight"), _("what is found"), _("what it means"), _("what to do"), _("before"), _("after"), _("to keep it"),
    )  # fmt: skip
    rows = ({**_values(one, language), "severity": severity(one)} for one in kinds)
    return Grid(_("Findings"), columns, tuple(tuple(row.values()) for row in rows))


def _document(kinds: list[dict[str, str]]) -> dict[str, object]:
    return {"schema": "visit-explain", "version": 1, "findings": kinds}


def _values(kind: FindingKind, language: str) -> dict[str, str]:
    return {
        "code": kind.code,
        "severity": kind.severity,
        "title": kind.title.in_language(language),
        "meaning": kind.meaning.in_language(language),
        "remedy": kind.remedy.in_language(language),
        "before": kind.before,
        "after": kind.after,
        "allow": _allow(kind),
    }


def _all(language: str) -> Sheet:
    rows = tuple((one.code, severity(one), one.title.in_language(language)) for one in finding_kinds().values())
    return (Table((Column(_("code")), Column(_("weight")), Column(_("what is found"), wraps=True)), rows),)


def _one(kind: FindingKind, language: str) -> Sheet:
    return (
        Paragraph(f"{kind.code}: {kind.title.in_language(language)} ({severity(kind)})", strong=True),
        Paragraph(kind.meaning.in_language(language)),
        Paragraph(_("What to do: {remedy}.", remedy=kind.remedy.in_language(language))),
        Items(((_("before"), (kind.before.rstrip(),)), (_("after"), (kind.after.rstrip(),)))),
        Heading(_("To keep it")),
        Paragraph(_allow(kind)),
    )


def _allow(kind: FindingKind) -> str:
    if not kind.can_be_allowed:
        return _("It cannot be allowed: the file cannot be used with it.")
    return _(
        "Write `{allow}` on the statement, or at the top of the file for all of it. It changes nothing that is decided.",
        allow=f'allow: {{{kind.code}: "{_("the reason")}"}}',
    )


def severity(kind: FindingKind) -> str:
    """Return how much a kind weighs, in a word."""
    return {"error": _("error"), "warning": _("warning"), "note": _("note")}[kind.severity]
