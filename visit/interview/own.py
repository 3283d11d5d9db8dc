"""What a municipality's guideline adds to the questions: facts of its own, in a section after the others, and needs to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visit.interview.fields import CodeChoice, FieldPath
from visit.locale import formats, language
from visit.locale import text as _
from visit.rules.facts.own import OwnFact
from visit.vocabulary import Need, vocabulary

SECTION = "extra"
"""Where a case file has these facts."""
_KINDS = {"set": "codes", "date": "day"}
"""How a fact is answered, where that has another name."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a guideline adds.

    Attributes:
        facts: The facts of the citizen that it declares, in the order in which they are asked.
        needs: The needs that it adds to visit's own.
    """

    facts: tuple[OwnFact, ...] = ()
    needs: tuple[Need, ...] = ()

    def at(self, path: FieldPath) -> OwnFact | None:
        """Return the fact whose answer stands at a path of a case."""
        found = (one for one in self.facts if path == (SECTION, one.shape.key))
        return next(found, None)

    def need_choices(self) -> tuple[CodeChoice, ...]:
        """Return the needs it adds as choices, each under its first area."""
        spoken = language()
        return tuple(
            CodeChoice(
                need.key, need.da if spoken == "da" else need.en, vocabulary().label("area", need.areas[0], spoken)
            )
            for need in self.needs
        )


NOTHING = Own()
"""What most guidelines add."""


def answered_as(fact: OwnFact) -> str:
    """Return how a fact is answered, by the names of the fields of a case."""
    return _KINDS.get(fact.shape.kind, fact.shape.kind)


def choices_for(fact: OwnFact) -> tuple[CodeChoice, ...]:
    """Return the codes that a fact may be, with their labels; of a level the numbers within its bounds."""
    if fact.shape.kind == "level":
        return tuple(CodeChoice(str(one), str(one)) for one in range(5) if not any(fact.shape.faults(one)))
    terms = fact.shape.codes.terms.values() if fact.shape.codes is not None else ()
    return tuple(CodeChoice(term.key, term.label(language())) for term in terms)


def question_for(fact: OwnFact) -> str:
    """Return the question that asks for a fact: its own, else its label."""
    return fact.words.question(language()) or formats.capital(fact.words.label(language()))


def about(fact: OwnFact) -> str:
    """Return what explains a fact to who is asked for it: where it comes from, and what it may be."""
    least, most = fact.shape.at_least, fact.shape.at_most
    limits: Sequence[str] = ()
    if fact.shape.kind != "level":
        limits = [
            *([] if least in (None, 0) else [_("{low} or more", low=least)]),
            *([] if most in (None, _NO_LIMIT) else [_("{high} or less", high=most)]),
        ]
    return "; ".join((_("source: {source}", source=fact.source), *limits))


_NO_LIMIT = 10_000_000
