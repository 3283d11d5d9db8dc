"""Musts of a layer that rule an offer out by what it is alone: no reason of any citizen lets it in.

The law may ask something of every offer (that it is approved). A municipality has the need decide, case by case: what it asks of
offers for reasons of its own (the price, the owner, how specialised) is a presumption. Proved over all values, or not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules import NATIONAL
from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.findings.joined_conditions import not_failed
from visit.rules.findings.possibility import Possibility, can_be
from visit.rules.findings.wording import cell_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.values import Value

MOST_WAYS = 40
"""In so many ways a must is seen to fail before nothing is claimed."""
_NEW: Mapping[str, Value] = {"option.kind": "catalogue", "option.current": False}
"""What is asked about is help that somebody does not have yet."""
_OF_THE_OFFER = frozenset(("option.specialisation", "option.price_ratio"))
"""Facts that wait for the citizen, and yet say what the offer is."""
_OF_THE_CITIZEN = frozenset(("option.current", "option.question", "option.moves_home"))
"""Facts that wait for nothing of the case, and yet say what the option is for one citizen."""


def blanket_musts(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield every must of a local layer that some offer fails for every citizen of whom all is known, with what that offer is.

    Args:
        leaf: The guideline's own layer.
        every: The guideline on each date on which it changes.
    """
    for index, row in enumerate(leaf.record.get("rules", ()) if leaf.id != NATIONAL else ()):
        rules = [(guideline, rule) for guideline in every if (rule := guideline.rule(row["id"])) is not None]
        if not rules or any(rule.strength != "must" or rule.of_placement for _guideline, rule in rules):
            continue
        found = [_ruled_out(guideline, rule) for guideline, rule in rules]
        if all(found) and found[-1]:
            message = _(
                "the rule {id} rules offers out whoever the citizen is: {values}", id=row["id"], values=found[-1]
            )
            help = _("only a reason of the citizen rules out; what an offer is may be a presumption or a preference")
            at = leaf.locate(("rules", index, "require"))
            yield GuidelineError(message, at=at, help=help, code="blanket-must")


def _ruled_out(guideline: Guideline, rule: Rule) -> str | None:
    """Return what an offer is that fails whoever the citizen is, in words; none where every offer does, or none."""
    value = not_failed(rule)
    space = Possibility(guideline, (value,), recorded=True)
    for provision in sorted(rule.provisions or ("",)):
        fixed = {**_NEW, **({"provision.id": provision} if provision else {})}
        if not can_be(value, guideline, fixed):
            continue  # it rules the provision out altogether, and that is told by itself
        for way in space.some_ways(value, False, fixed, MOST_WAYS):
            offer = {name: one for name, one in way.items() if name not in fixed and _says_what_it_is(guideline, name)}
            if offer and not space.can_be(value, {**fixed, **offer}):
                return cell_in_words(guideline, dict(sorted(offer.items())))
    return None


def _says_what_it_is(guideline: Guideline, name: str) -> bool:
    """Whether a fact says what an offer is, and not what it is for one citizen."""
    fact = guideline.facts.by_name.get(name)
    if (
        not isinstance(fact, OptionFact)
        or name.startswith(("provision.", "option.provision"))
        or name in _OF_THE_CITIZEN
    ):
        return False
    stated = fact.of_case is nothing or fact.told_by_offer or fact.field is not None
    return name in _OF_THE_OFFER or (stated and not fact.waits_for)
