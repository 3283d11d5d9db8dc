"""Musts that no option of a catalogue can meet, and steps that none of a provision has: proved with what the catalogue states.

A must that says no wherever it applies is told also where its exception is all that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from visit.catalogue import Option
from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.facts.of_option import main_step
from visit.rules.findings.atoms import PROVISION, chosen_name
from visit.rules.findings.bound import bound_conditions
from visit.rules.findings.joined_conditions import denied, disjunction, false, not_failed
from visit.rules.findings.possibility import Assigned, Possibility
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Value
from visit.vocabulary import vocabulary

_STEP = "option.step"
_HOME = ("option.gives_home", "option.moves_home")


def met_by_none(
    options: Callable[[], Sequence[Option]],
) -> Callable[[Layer, Sequence[Guideline]], Iterator[GuidelineError]]:
    """Return what finds musts of a layer that no option of a catalogue can meet; one of other help is asked of none.

    Args:
        options: Gives the options of the catalogue; asked for only where there is a must.
    """

    def found(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
        guideline = every[-1]
        for id, path in leaf.places("rules"):
            rule = guideline.rule(id)
            if rule is None or rule.strength != "must" or rule.of_placement:
                continue
            about = [one for one in options() if rule.provisions is None or one.provision.id in rule.provisions]
            if not about:
                continue
            at = leaf.locate((*path, "require"))
            if not _is_met(guideline, rule, not_failed(rule), about):
                message = _("no option of the catalogue can meet the rule {id}, whoever the citizen is", id=id)
                yield GuidelineError(message, at=at, code="met-by-none")
            elif not _is_met_where_it_applies(guideline, rule, about):
                message = _(
                    "no option of the catalogue can meet what the rule {id} requires: an exception is all that is left",
                    id=id,
                )
                yield GuidelineError(message, at=at, code="met-by-none")
        yield from _steps(leaf, guideline, options)

    return found


def _is_met_where_it_applies(guideline: Guideline, rule: Rule, options: Sequence[Option]) -> bool:
    """Return whether some option may meet what a rule requires without its exception, or need not meet it."""
    if rule.unless is None or not _is_met(guideline, rule, denied(rule.unless), options):
        return True
    idle = () if rule.when is None else (false(rule.when),)
    return _is_met(guideline, rule, disjunction((*idle, rule.require)), options)


def _is_met(guideline: Guideline, rule: Rule, value: Condition, options: Sequence[Option]) -> bool:
    """Return whether a condition may be true of some option; what is not stated of it may be anything."""
    space = Possibility(guideline, (value,), recorded=True)
    facts = [guideline.facts[name] for name in sorted(rule.rests_on) if name in guideline.facts]
    stated = [fact for fact in facts if isinstance(fact, OptionFact) and fact.of_case is nothing and not fact.waits_for]
    seen: set[tuple[Value, ...]] = set()
    for option in options:
        values = tuple(_of(fact, option) for fact in stated)
        if (option.provision.id, *values) in seen:
            continue
        seen.add((option.provision.id, *values))
        known: Assigned = {fact.name: one for fact, one in zip(stated, values, strict=True) if one is not UNKNOWN}
        if space.can_be(value, {**known, "provision.id": option.provision.id, "option.current": False}):
            return True
    return False


def _steps(leaf: Layer, guideline: Guideline, options: Callable[[], Sequence[Option]]) -> Iterator[GuidelineError]:
    """Conditions that ask for a step or a home that no option of a provision has, in the catalogue or by the vocabulary."""
    for one in bound_conditions(leaf, guideline):
        reads = guideline.rests_on(one.condition)
        of_provision = PROVISION in {chosen_name(name) for name in reads}
        if one.section == "invariants" or not of_provision or reads.isdisjoint((_STEP, *_HOME)):
            continue
        space = Possibility(guideline, (one.condition,))
        may_be = space.provisions_of(one.condition, vocabulary().provisions)
        if not may_be or len(may_be) == len(vocabulary().provisions):
            continue  # that it is never true is told by itself; of any provision it may ask for any step
        kinds = {(id, step, "home" in vocabulary().provisions[id].areas) for id in may_be for step in _usual(id)}
        kinds |= {
            (each.provision.id, main_step(each), each.gives_home) for each in options() if each.provision.id in may_be
        }
        if any(
            space.can_be(one.condition, {PROVISION: id, _STEP: step, _HOME[0]: home})
            for id, step, home in sorted(kinds)
        ):
            continue
        if _STEP in reads:
            message = _("{id}: no option under {provisions} stands on the step that is asked for",
                        id=one.id, provisions=formats.listed(may_be[:3]))  # fmt: skip
            help = _("{provision} stands on step {step}", provision=may_be[0],
                     step=formats.either(sorted({str(step) for id, step, _home in kinds if id == may_be[0]})))  # fmt: skip
        elif any(home for _id, _step, home in kinds):
            message = _("{id}: every option under {provisions} gives a home",
                        id=one.id, provisions=formats.listed(may_be[:3]))  # fmt: skip
            help = _("name other provisions, or take out what is asked of the home")
        else:
            message = _("{id}: no option under {provisions} gives a home",
                        id=one.id, provisions=formats.listed(may_be[:3]))  # fmt: skip
            help = _("name other provisions, or take out what is asked of the home")
        yield GuidelineError(message, at=one.at(leaf), help=help, code="met-by-none")


def _usual(provision: str) -> Iterator[int]:
    """Yield the step on which an option under a provision stands that states none of its own."""
    areas = vocabulary().provisions[provision].areas.values()
    home = [step.number for step in areas if step.ladder == "home"]
    yield max(home or (step.number for step in areas))


def _of(fact: OptionFact[None, Value, object], option: Option) -> Value:
    return fact.read(None, fact.of_option(option), ())
