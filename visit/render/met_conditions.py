"""The conditions that some parts meet, each once with the provision that it rests on: what a caseworker asks about first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.reasons.explanation import Explanation
from visit.reasons.labels import legal_basis
from visit.reasons.short_names import ShortNames
from visit.reasons.values import Reason
from visit.render.consent_words import is_of_guardian, is_of_own_consent
from visit.render.sentences import Sentences
from visit.render.why_parts import WhyPart, column_names, why_part
from visit.rules.deciding.one_option import Outcome

_GATES = ("entitlement", "sufficiency", "permanence", "consent", "competence", "policy", "legality")
"""What a caseworker asks about first: one condition of each gate stands before the second of any."""


class MetConditions:
    """What the parts of one ranking fulfil, in one language."""

    def __init__(self, explanation: Explanation, say: ShortNames) -> None:
        self.explanation, self.say = explanation, say
        self.sentences = Sentences(explanation, say)

    def told(self, parts: Sequence[Option]) -> WhyPart:
        """The conditions that are met, each once: what is asked for, what was found, the provision, and the part if not of all."""
        of: dict[tuple[str, str, str], list[str]] = {}
        called = [
            (part, column)
            for part, column in zip(parts, column_names(self.say, parts), strict=True)
            if not part.is_ordinary_home
        ]
        every = [
            (reason, column)
            for part, column in called
            for reason in self.explanation.failing(part, Outcome.HOLDS)
            if self.explanation.as_stated(reason).trace.outcome is Outcome.HOLDS
        ]
        for reason, column in _asked_about_first(every):
            rule = reason.trace.rule
            id, basis = self.say.behind(rule.id), legal_basis(rule.origin.source)
            key = (self.sentences.nameless(reason) + id, self.sentences.found(reason) + id, basis)
            of.setdefault(key, []).append(column)
        rows, briefly = [], []
        for (told, found, basis), of_parts in of.items():
            told_by_basis = len(of_parts) == len(called) or (len(of_parts) == 1 and basis.startswith(of_parts[0]))
            part = "" if told_by_basis else f"{formats.listed(of_parts)}: "
            rows.append(f"✓ {part}{told}")
            briefly.append(f"✓ {part}{found}")
        met = why_part(_("Conditions that are met"), rows, aside=formats.number(len(rows)), needed=False, stays=True)
        return replace(met, briefly=tuple(briefly), cited=tuple(basis for *_told, basis in of))


def _asked_about_first(every: Sequence[tuple[Reason, str]]) -> list[tuple[Reason, str]]:
    """Return reasons so that one rule of each gate stands first, then the second of each; those of entitlement all first.

    Before them stands the guardian's yes, which a move rests on; last what is about who can consent, where the citizen cannot.
    """
    turns: dict[str, list[str]] = {}
    for reason, _column in every:
        of_gate = turns.setdefault(reason.trace.rule.gate, [])
        if reason.trace.rule.id not in of_gate:
            of_gate.append(reason.trace.rule.id)

    def turn(one: tuple[Reason, str]) -> tuple[bool, bool, int, int]:
        rule = one[0].trace.rule
        place = _GATES.index(rule.gate) if rule.gate in _GATES else len(_GATES)
        within = 0 if rule.gate == "entitlement" else turns[rule.gate].index(rule.id)
        return is_of_own_consent(one[0]), not is_of_guardian(one[0]), within, place

    return sorted(every, key=turn)
