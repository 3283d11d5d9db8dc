"""On whose word a placement is given where the citizen has not consented: the guardian's, or a sentence's."""

from __future__ import annotations

from collections.abc import Iterator

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.assumptions import OF_A_MOVE
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing, legal_basis
from visit.reasons.values import Reason
from visit.rules.deciding.one_option import Outcome
from visit.rules.guideline.values import Rule
from visit.rules.language.values import Value

CONSENT_TO_MOVE, GUARDIAN_ACCEPTS = OF_A_MOVE
_SENTENCE = "case.flags.sentence"
_NO = frozenset({"refused", "withdrawn"})
_CANNOT = frozenset({"cannot_consent_no_objection", "cannot_consent_objects"})


def given_without_consent(explanation: Explanation, say: Phrasing, placement: Placement) -> Iterator[str]:
    """Yield in a sentence what a placement rests on where the citizen said no or cannot consent; a no is always told."""
    if basis := guardian_accepts(explanation, placement):
        yield _(
            "The citizen cannot consent to the move and does not object; the guardian says yes ({source}).",
            source=basis,
        )
    values = explanation.ranking.side.values
    support, moving = (
        values["case.consent.support"] in _NO,
        any(_is_move_refused(explanation, one) for one in placement.parts),
    )
    refused = [what for what, said_no in ((_("the support"), support), (_("moving"), moving)) if said_no]
    if refused and not any(_is_by_sentence(explanation, one) for one in placement.parts):
        yield _("The citizen has said no to {what}.", what=formats.listed(refused))
    elif refused:
        sentence = say.value(values[_SENTENCE], explanation.ranking.guideline.types[_SENTENCE])
        yield _(
            "The citizen has said no to {what}; no consent is needed: {sentence}.",
            what=formats.listed(refused),
            sentence=sentence,
        )


def asked_yes_of(fact: str, value: Value | None) -> str | None:
    """Return in a clause what the citizen would say instead of no; None where a fact is not a no to help or to moving."""
    said = {
        "case.consent.support": _("the citizen says yes to the support"),
        CONSENT_TO_MOVE: _("the citizen says yes to moving there"),
    }
    return said.get(fact) if value in _NO else None


def guardian_accepts(explanation: Explanation, placement: Placement) -> str:
    """Return what lets the guardian's yes decide the move of a placement, as it is cited; nothing where it does not decide."""
    for option in placement.parts:
        for reason in explanation.failing(option, Outcome.HOLDS):
            if is_of_guardian(reason) and reason.values.get(GUARDIAN_ACCEPTS) is True:
                return legal_basis(reason.trace.rule.origin.source.partition(", ")[0])
    return ""


def is_of_guardian(reason: Reason) -> bool:
    """Return whether a rule asks for the guardian's yes."""
    return GUARDIAN_ACCEPTS in reason.trace.rule.rests_on


def is_of_own_consent(reason: Reason) -> bool:
    """Return whether a rule is about who can consent, while the citizen cannot: it holds, and decides nothing."""
    rule = reason.trace.rule
    return rule.require.reads == {CONSENT_TO_MOVE} and reason.values.get(CONSENT_TO_MOVE) in _CANNOT


def _is_move_refused(explanation: Explanation, option: Option) -> bool:
    """Return whether the citizen has said no to a move that an option is, or may be."""
    values = explanation.values(option)
    consent = values["option.consent_to_move"]
    return values["option.moves_home"] is not False and isinstance(consent, str) and consent in _NO


def _is_by_sentence(explanation: Explanation, option: Option) -> bool:
    """Return whether a sentence is why a rule that asks for consent, and finds none, says nothing of an option."""
    guideline, values = explanation.ranking.guideline, explanation.values(option)

    def spares(rule: Rule) -> bool:
        asks = (rule.when is None or rule.when.holds(values) is True) and rule.require.holds(values) is False
        unless = rule.unless
        return asks and unless is not None and _SENTENCE in guideline.rests_on(unless) and unless.holds(values) is True

    return any(spares(rule) for rule in guideline.rules if rule.gate == "consent" and not rule.of_placement)
