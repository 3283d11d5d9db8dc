"""The kinds of findings: which codes there are, how much each weighs, and what `visit explain` says. Declared in `kinds.yaml`.

A code never changes its meaning: guidelines name it under `allow`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, TypedDict, cast

from visit.errors import UsageError, VisitError, did_you_mean
from visit.locale import text as _
from visit.reading.source import read
from visit.rules.guideline.drafting import bilingual_text
from visit.rules.guideline.records import BilingualTextRecord
from visit.rules.guideline.values import BilingualText

Severity: TypeAlias = Literal["error", "warning", "note"]
"""Whether the file cannot be used, somebody should look, or the author says it himself."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_FILE = Path(__file__).with_name("kinds.yaml")


class _DeclaredKind(TypedDict):
    """One kind as `kinds.yaml` has it."""

    code: str
    severity: Severity
    title: BilingualTextRecord
    meaning: BilingualTextRecord
    remedy: BilingualTextRecord
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding.

    Attributes:
        title: What was found, as a noun phrase without a capital.
        meaning: What it means for those who use the guideline.
        remedy: What to do, where the finding itself says nothing nearer.
        before: Lines of a guideline that have the finding.
        after: The same lines without it.
    """

    code: str
    severity: Severity
    title: BilingualText
    meaning: BilingualText
    remedy: BilingualText
    before: str
    after: str

    @property
    def can_be_allowed(self) -> bool:
        """Whether a statement may keep it with a reason."""
        return self.severity != "error"


@cache
def finding_kinds() -> Mapping[str, FindingKind]:
    """Return every kind by its code, in the order in which they are declared."""
    declared = cast("Mapping[str, list[_DeclaredKind]]", read(_FILE).value)
    return {row["code"]: _kind(row) for row in declared["kinds"]}


def kind_named(code: str) -> FindingKind:
    """Return a kind by its code.

    Raises:
        UsageError: No finding has that code.
    """
    found = finding_kinds().get(code)
    if found is None:
        raise UsageError(
            _('no finding has the code "{code}"', code=code),
            help=did_you_mean(code, finding_kinds()) or _("`visit explain` lists them"),
        )
    return found


def kind_of(finding: VisitError) -> FindingKind:
    """Return the kind of a finding that has a code."""
    assert finding.code is not None
    return finding_kinds()[finding.code]


def _kind(row: _DeclaredKind) -> FindingKind:
    title, meaning, remedy = (bilingual_text(row[field]) for field in ("title", "meaning", "remedy"))
    return FindingKind(row["code"], row["severity"], title, meaning, remedy, row["before"], row["after"])
