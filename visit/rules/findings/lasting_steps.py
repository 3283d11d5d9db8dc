"""Labels of steps that call the help on a step temporary where all of it is lasting, or lasting where all of it is temporary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import language
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_CALLED: Mapping[str, tuple[str, str]] = {
    "temporary": (r"midlertidig\w* ~ kortvarig\w* ~ på tid", r"temporary ~ short-term ~ time-limited"),
    "permanent": (
        r"varig\w* ~ længerevarende ~ langvarig\w* ~ permanent\w*",
        r"permanent ~ lasting ~ long-term ~ long-lasting",
    ),
}
_WORDS = {branch: tuple(map(any_word, said)) for branch, said in _CALLED.items()}


def other_branch(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield labels of steps of a layer that say temporary or lasting, where no provision on that step is so in that area."""
    record: Mapping[str, object] = leaf.record
    rows = record.get("step_labels")
    for step, label in rows.items() if isinstance(rows, Mapping) else ():
        if isinstance(label, Mapping) and (of := _branches(str(step))):
            said = [
                {branch for branch, words in _WORDS.items() if words[at].search(str(label[key]))}
                for at, key in enumerate(("da", "en"))
            ]
            if said[0] == said[1] and len(said[0]) == 1 and "any" not in of and not said[0] & of:
                message = _("the step {step} is called “{word}”, and the help on it is {branch}", step=step,
                            word=label[language()], branch=vocabulary().label("branch", min(of), language()))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(("step_labels", str(step))), code="other-name")


def _branches(step: str) -> set[str]:
    """Return how long the provisions on a step hold: temporary, permanent or any."""
    ladders = vocabulary().ladders
    return {
        one.branch
        for one in vocabulary().provisions.values()
        if any(f"{ladders[at.ladder].letter}{at.number}" == step for at in one.areas.values())
    }
