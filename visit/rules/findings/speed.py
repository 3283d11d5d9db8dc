"""What is slow to decide over many cases. Asked for by those who have many: it is no fault of a guideline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.atoms import atoms_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition


def slow(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Conditions of rules that set a number of the case against one of the option: decided per distinct pair of values."""
    for index, row in enumerate(leaf.record.get("rules", ())):
        for guideline in every:
            rule = guideline.rule(row["id"])
            if rule is None or rule.of_placement:
                continue
            for field in ("when", "require", "unless"):
                condition = getattr(rule, field)
                for atom in atoms_of(condition) if condition is not None else ():
                    if _mixes(guideline, atom):
                        both = ", ".join(sorted(atom.reads))
                        message = _(
                            "slow over many cases: one comparison reads the case and the option ({names})", names=both
                        )
                        yield GuidelineError(message, at=leaf.locate(("rules", index, field)), code="slow")


def _mixes(guideline: Guideline, atom: Condition) -> bool:
    """Return whether an atom reads a case fact and an option fact, directly or through a table that mixes them."""
    direct = {guideline.facts[name].side for name in guideline.rests_on(atom) if name in guideline.facts}
    return {"case", "option"} <= direct
