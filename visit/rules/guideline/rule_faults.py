"""What of a rule does not go together: a gate without its provision, a hold that waits for nobody, a side that it cannot read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from visit.locale import text as _
from visit.rules.guideline.values import Rule
from visit.rules.language.types import Side

RuleFault: TypeAlias = tuple[str, str, str]
"""In which field, what, and a help."""


def faults_of_rule(rule: Rule, side: Callable[[str], Side]) -> Iterator[RuleFault]:
    """Yield what is wrong with a rule beside its conditions.

    Args:
        rule: The rule, bound.
        side: From which side a name is read.
    """
    if rule.gate == "entitlement" and not rule.of_placement and rule.provisions is None:
        help = _("write for example `{row}`", row="provision: [SEL-85]")
        yield "gate", _("an entitlement rule names its provision"), help
    if rule.confirm and (rule.strength != "must" or rule.gate == "sufficiency"):
        help = _("what the citizen needs is never left to confirm")
        yield "if_unknown", _("confirm is for a must outside the gate sufficiency"), help
    if rule.awaits_unknown and rule.strength != "hold":
        help = _("only somebody who decides can be awaited: write `strength: hold` and `by`")
        yield "if_unknown", _("awaiting is for a hold"), help
    if (rule.strength == "hold") is not (rule.by is not None):
        yield "strength", *_faults_of_hold(rule)
    reads = frozenset().union(*(condition.reads for condition in rule.conditions))
    sides = {side(name) for name in reads}
    if "placement" in sides and not rule.of_placement:
        help = _("write `{word}`", word="of: placement")
        yield "require", _("a rule that reads the placement says of: placement"), help
    if rule.of_placement and "option" in sides:
        help = _("leave `of: placement` out and ask of each option, or read what begins with `placement.`")
        yield "require", _("a rule of a placement cannot read an option"), help
    if "option.standing" in reads:
        help = _("write it under `invariants`, with `never`")
        yield "require", _("option.standing may be read by invariants only"), help


def _faults_of_hold(rule: Rule) -> tuple[str, str]:
    """Return that a rule waits for nobody, or names somebody and does not wait, with what to write."""
    if rule.strength == "hold":
        help = _("write who decides, for example `{row}`; `visit guideline words` lists the roles", row="by: leader")
    else:
        help = _("write `strength: hold` where somebody else decides first; else leave `by` out")
    return _("a hold names who decides under by, and only a hold"), help
