"""What `match` says of a placement, said again of the one that was chosen: the verdict, what is missing, what it rests on.

`decide`, the journal, an entry of the ledger and its page say it in the words of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from visit.decisions.records import ChosenRecord
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import of_placement, standing_told
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing, provision_name
from visit.render.application_words import application
from visit.render.next_steps import NextSteps
from visit.render.offer_answers import OfferAnswers
from visit.render.verdict_words import VerdictWords
from visit.vocabulary import vocabulary

ChoiceRows = Iterator[str | tuple[str, tuple[str, ...]]]


class SaidOfChoice:
    """What is said of a choice on one ranking, in one language; `then` where it was chosen some time ago."""

    def __init__(self, explanation: Explanation, say: Phrasing, *, then: bool = False) -> None:
        self.explanation, self.ranking, self.say, self.then = explanation, explanation.ranking, say, then
        self.words = VerdictWords(explanation, say, OfferAnswers(explanation.ranking, say))
        self.steps = NextSteps(explanation, say)

    def rows(self, placement: Placement) -> ChoiceRows:
        """Yield the verdict with what is missing, then what the placement rests on."""
        yield from self.verdict(placement)
        yield from self.rests_on(placement)

    def verdict(self, placement: Placement) -> ChoiceRows:
        """Yield whether the first can be granted, where it was chosen, with what is missing; of another only why not yet."""
        if not (self.words.is_first(placement) or of_placement(self.ranking, placement)):
            return
        if placement.leans_on and not self.explanation.missing(placement):
            return  # nothing that could be found out would meet the rest: what it does not meet is said below
        yield _("The answer: {verdict}", verdict=self.words.of(placement))
        if wanted := tuple(self.words.wanted(placement)):
            yield _("Missing then:") if self.then else _("Still missing:"), wanted

    def rests_on(self, placement: Placement) -> ChoiceRows:
        """Yield what becomes of each application, on whose word it is given, and the open questions that can turn it."""
        yield from (one.removesuffix(".") for one in self.steps.applications_in_short(placement))
        yield from (one.removesuffix(".") for one in self.steps.consent(placement))
        if open := tuple(self.steps.turning(placement)):
            yield _("Not clarified then:") if self.then else _("Not clarified:"), open

    def refused(self) -> Iterator[str]:
        """Yield what a refusal of all help makes of each application."""
        for row in self.ranking.case.applied_by(self.ranking.as_of) or ():
            yield application("refused", provision_name(row.provision, self.say.language), "").removesuffix(".")


def standing_then(choice: ChosenRecord, ranking: Ranking | None, language: str) -> str:
    """Return how what was chosen stands, as the verdict on it has it; as recorded where that is not worked out again."""
    found = None if ranking is None else chosen_again(ranking, tuple(choice["parts"]))
    if ranking is not None and found is not None:
        return standing_told(ranking, found).label(language)
    if choice.get("not_yet") and choice["standing"] in (Standing.SUITABLE.value, Standing.BY_EXCEPTION.value):
        return Standing.UNDECIDED.label(language)
    return vocabulary().label("standing", choice["standing"], language)


def chosen_again(ranking: Ranking, parts: tuple[str, ...]) -> Placement | None:
    """Return the placement of a ranking that was chosen, by its options; None where it is not among its first."""
    return next((one for one in ranking.placements if {part.id for part in one.parts} == {*parts}), None)
