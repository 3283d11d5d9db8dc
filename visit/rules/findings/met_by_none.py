"""Musts that no option of a catalogue can meet, whoever the citizen is: proved of each with what the catalogue states of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from visit.catalogue import Option
from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.findings.possibility import Assigned, Possibility, not_failed
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.values import UNKNOWN, Value


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
            if about and not _is_met(guideline, rule, about):
                message = _("no option of the catalogue can meet the rule {id}, whoever the citizen is", id=id)
                yield GuidelineError(message, at=leaf.locate((*path, "require")), code="met-by-none")

    return found


def _is_met(guideline: Guideline, rule: Rule, options: Sequence[Option]) -> bool:
    """Return whether some option may meet a rule; what is not stated of it may be anything."""
    value = not_failed(rule)
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


def _of(fact: OptionFact[None, Value, object], option: Option) -> Value:
    return fact.read(None, fact.of_option(option), ())
