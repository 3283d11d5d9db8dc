"""Musts of a layer that bar from a provision everybody of an age, a target group, a home or means, whatever the need is.

The act gives by need. Who is of age for it says the national layer; what a municipality usually does for a group is a presumption.
Proved over all values, or not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules import NATIONAL
from visit.rules.findings.caps import MOST_WAYS, said_of_whom
from visit.rules.findings.effects import new_help, provisions_asked
from visit.rules.findings.joined_conditions import not_failed
from visit.rules.findings.possibility import Possibility, can_be
from visit.rules.findings.wording import compared_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.values import Value

_OF_A_GROUP = ("case.age", "case.born", "case.target_groups", "case.home.", "case.network.", "case.resources.")
"""How the facts begin that say who somebody is or where somebody lives, and nothing of what is needed."""
_OF_MEANS = re.compile(
    r"\b(gæld|restance|formue|opsparing|indkomst|indtægt|pension|kontanthjælp|bo(r|et|ede)?\b|bopæl|tilflyt|flyttet|statsborger|"
    r"opholdstilladelse|folkeregist|født)"
)
"""How a label speaks of money or of residence."""
_SAYS_WHO = ("competence", "consent")
"""Gates of what is no matter of need: who decides, and what the citizen says."""


def barred_groups(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield every must of a local layer that bars a group of citizens from a provision, with whom it bars.

    Args:
        leaf: The guideline's own layer.
        every: The guideline on each date on which it changes.
    """
    guideline = every[-1]
    for id, path in leaf.places("rules") if leaf.id != NATIONAL else ():
        rule = guideline.rule(id)
        if rule is None or rule.strength != "must" or rule.of_placement or rule.gate in _SAYS_WHO:
            continue
        if not any(_says_of_a_group(guideline, name) for name in rule.rests_on):
            continue
        barred: dict[str, list[str]] = {}
        for provision in provisions_asked(rule):
            if whom := _barred(guideline, rule, new_help(provision)):
                barred.setdefault(formats.listed(whom), []).append(provision.id if provision else _("every offer"))
        for group, what in barred.items():
            message = _("the rule {id} rules {what} out for a whole group, whatever the need is: {whom}",
                        id=id, what=formats.listed(what), whom=group)  # fmt: skip
            help = _("write `strength: presumption`, or which need is asked for: the need decides, case by case")
            yield GuidelineError(message, at=leaf.locate((*path, "require")), help=help, code="bars-a-group")


def _barred(guideline: Guideline, rule: Rule, fixed: Mapping[str, Value]) -> list[str]:
    """Return of whom a must says no to everything, by facts of a group alone; nothing where it does so of nobody, or of all."""
    value = not_failed(rule)
    space = Possibility(guideline, (value,), recorded=True)
    if not space.can_be(value, fixed):
        return []
    for way in space.some_ways(value, False, fixed, MOST_WAYS):
        citizen = {name: one for name, one in way.items() if _says_of_a_group(guideline, name, one)}
        barred = {**fixed, **citizen}
        if citizen and not space.can_be(value, barred) and not _is_barred_below(guideline, rule, barred):
            found = said_of_whom(space, value, barred, list(citizen))
            return [compared_in_words(guideline, *one) for one in found]
    return []


def _says_of_a_group(guideline: Guideline, name: str, value: Value | None = None) -> bool:
    """Whether a fact says who somebody is, and nothing of what is needed; of a value, where it can be either.

    Of the facts that a guideline declares itself a level measures a need, and a yes that is asked for is mostly of something done
    (an agreement, a plan): what is ruled out for a yes is ruled out for who somebody is, and so is what money or residence decides.
    """
    own = guideline.facts.own.get(name)
    if own is None:
        return name.startswith(_OF_A_GROUP)
    type = guideline.types[name]
    if type.unit in ("level", "hours"):
        return False
    if type.kind != "truth" or value is not False:
        return True
    return _OF_MEANS.search(own.words.label("da")) is not None


def _is_barred_below(guideline: Guideline, rule: Rule, barred: Mapping[str, Value]) -> bool:
    """Return whether a must of another layer says no of the same citizens."""
    return any(
        other.strength == "must"
        and other.origin.guideline != rule.origin.guideline
        and not other.of_placement
        and (other.provisions is None or barred.get("provision.id") in other.provisions)
        and not barred.keys().isdisjoint(other.rests_on)
        and not can_be(not_failed(other), guideline, barred)
        for other in guideline.rules
    )
