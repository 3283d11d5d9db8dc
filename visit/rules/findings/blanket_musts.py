"""Musts of a layer that rule an offer out by what it is alone: no reason of any citizen lets it in.

The law may ask something of every offer (that it is approved). A municipality has the need decide, case by case: what it asks of
offers for reasons of its own (the price, the owner, how specialised) is a presumption. Proved over all values, or not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules import NATIONAL
from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.findings.caps import OfWhom, said_of_whom
from visit.rules.findings.joined_conditions import not_failed
from visit.rules.findings.possibility import Possibility
from visit.rules.findings.wording import cell_in_words, compared_in_words
from visit.rules.guideline.backbone import is_later
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
_SAYS_WHO = (
    "as_of", "case.age", "case.born", "case.target_groups", "case.home.", "case.network.", "case.resources.", "case.municipality",
    "case.support_need", "case.functioning", "case.dimensions.", "case.needs.", "case.permanence",
    *(_URGENT := ("case.flags.acute", "case.flags.discharge", "case.flags.at_risk_of_homelessness",
                  "case.flags.violence_close_relation")),
)  # fmt: skip
"""How the facts begin that say of whom a rule is. A wish, and what was tried or considered, is a reason of one citizen."""
_WAITING = frozenset(("option.waiting_days", "option.free_from_days"))
_FAR = ("km", "minutes")
"""Units of what is another distance for each citizen."""


def blanket_musts(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield every must of a local layer that some offer fails for every citizen of whom all is known, with what that offer is.

    What an offer costs, who runs it and how long one waits for it is no matter of anybody's need. A must that asks for it is
    told also where it is of some citizens alone, by their age, their need or their home.

    Args:
        leaf: The guideline's own layer.
        every: The guideline on each date on which it changes.
    """
    for index, row in enumerate(leaf.record.get("rules", ()) if leaf.id != NATIONAL else ()):
        rules = [(guideline, rule) for guideline in every if (rule := guideline.rule(row["id"])) is not None]
        if not rules or any(rule.strength != "must" for _guideline, rule in rules):
            continue
        found = [_ruled_out(guideline, rule) for guideline, rule in rules]
        if not all(found) or (last := found[-1]) is None:
            continue
        message = _("the rule {id} rules offers out whoever the citizen is: {values}", id=row["id"], values=last.offer)
        if last.whom:
            message = _("the rule {id} rules offers out whatever else is so of the citizen: {values}; of whom {whom}",
                        id=row["id"], values=last.offer, whom=formats.listed(list(last.whom)))  # fmt: skip
        help = _("only a reason of the citizen rules out; what an offer is may be a presumption or a preference")
        yield GuidelineError(message, at=leaf.locate(("rules", index, "require")), help=help, code="blanket-must")


@dataclass(frozen=True, slots=True)
class _Blanket:
    """What an offer is that a must rules out, in words, and of whom; of everybody where nobody is named."""

    offer: str
    whom: tuple[str, ...] = ()


def _ruled_out(guideline: Guideline, rule: Rule) -> _Blanket | None:
    """Return what an offer is that fails whatever a reason the citizen has; None where every offer does, or none."""
    value = not_failed(rule)
    space = Possibility(guideline, (value,), recorded=True)
    for provision in sorted(rule.provisions or ("",)):
        fixed = {**_NEW, **({"provision.id": provision} if provision else {})}
        if not space.can_be(value, fixed):
            continue  # it rules the provision out altogether, and that is told by itself
        for way in space.some_ways(value, False, fixed, MOST_WAYS):
            offer = {name: one for name, one in way.items() if name not in fixed and _says_what_it_is(guideline, name)}
            if offer and not space.can_be(value, {**fixed, **offer}):
                return _Blanket(cell_in_words(guideline, dict(sorted(offer.items()))))
            citizen = {name: one for name, one in way.items() if name.startswith(_SAYS_WHO)}
            barred = {**fixed, **offer, **citizen}
            if any(_is_no_need(guideline, name) for name in offer) and citizen and not space.can_be(value, barred):
                said = list(said_of_whom(space, value, barred, list(citizen)))
                if not _is_urgent(offer, said):
                    whom = tuple(compared_in_words(guideline, *one) for one in said)
                    return _Blanket(cell_in_words(guideline, dict(sorted(offer.items()))), whom)
    return None


def _is_no_need(guideline: Guideline, name: str) -> bool:
    """Whether a fact is what an offer costs, who runs it or how long one waits for it."""
    return name in _WAITING or (is_later(guideline, frozenset((name,))) and guideline.types[name].unit not in _FAR)


def _is_urgent(offer: Iterable[str], whom: Iterable[OfWhom]) -> bool:
    """Whether a must asks for help without a wait for those who cannot wait."""
    return _WAITING.issuperset(offer) and any(name in _URGENT and value is True for name, _sign, value in whom)


def _says_what_it_is(guideline: Guideline, name: str) -> bool:
    """Whether a fact says what an offer is, and not what it is for one citizen."""
    fact = guideline.facts.by_name.get(name)
    if name.startswith("placement."):
        return _is_no_need(guideline, name)
    if (
        not isinstance(fact, OptionFact)
        or name.startswith(("provision.", "option.provision"))
        or name in _OF_THE_CITIZEN
    ):
        return False
    stated = fact.of_case is nothing or fact.told_by_offer or fact.field is not None
    return name in _OF_THE_OFFER or (stated and not fact.waits_for)
