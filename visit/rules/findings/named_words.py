"""How a text may name what a part of a condition asks: by a number, the value in braces, the label of a code, or a word for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from visit.rules.findings.other_sides import SUBJECTS
from visit.rules.findings.statements import nodes_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Literal, Name, Node

CALLED: Mapping[str, str] = {
    "none": r"hjemløs\w*|et sted at bo|uden bolig|mangler (?:en )?bolig|ingen bolig|homeless|place to live|without a home|no home",
    "own": r"i (?:sin )?egen bolig|eget hjem|in an own home|in (?:his|her|their|one's) own home"
    r"|in (?:an? )?homes? of (?:his or her|his|her|their|one's) own",
    "with_family": r"hos (?:sin |sine )?(?:familie\w*|forældre\w*)|with (?:the |his |her |their )?(?:family|parents)",
    "family": r"pårørende|familie\w*|relatives?|family",
    "work": r"arbejd\w*|beskæftigelse\w*|work|employment|job",
    "education": r"uddannelse\w*|education|school",
    "permanent": r"varig\w*|permanent|lasting",
    "temporary": r"midlertidig\w*|temporary",
    "employment": r"jobcent\w+|job cent\w+|beskæftigelsesområdet|employment services",
    "general_practitioner": r"(?:egen|praktiserende) læge|general practitioner|family doctor",
    "hospital": r"hospital\w*|sygehus\w*",
    "personal_matters": r"værge\w* (?:for|i) personlige forhold|guardian (?:in|for) personal matters",
    "future_power": r"fremtidsfuldm\w*|future powers?(?: of attorney)?",
    "tied_day_and_night": r"personale (?:hele )?døgnet|døgn(?:bemand|personale)\w*|staff (?:day and night|round the clock)",
    "agreed_visits": r"aftalte besøg|agreed visits",
    "step_free": r"uden trapper|trappefri\w*|without stairs|no stairs",
    "pets_allowed": r"husdyr|kæledyr|hund\w*|kat|pets?|dog|cat",
}  # fmt: skip
"""Codes that texts call otherwise than their label."""
_FACTS: Mapping[str, str] = {
    "case.support_need": r"støttebehov\w*|support need",
    "case.age": r"\bung\w*|young|ældre|elderly|\d+ år|years old",
    "option.gives_home": r"botilbud\w*|ophold\w*|\bstays?\b",
    "option.external": r"købt\w*|købes|køber|eksterne?|uden for kommunen|bought|purchased|external|outside the municipality",
    "option.price_dkk_per_day": r"pris\w*|dyr\w*|price|dear\w*|expensive",
    "placement.price_dkk_per_day": r"pris\w*|dyr\w*|price|dear\w*|expensive",
    "placement.price_ratio": r"pris\w*|dyr\w*|price|dear\w*|expensive",
    **dict.fromkeys(
        ("travel.network_km", "travel.network_minutes_by_car", "travel.network_minutes_by_transit"),
        r"netværk\w*|network",
    ),
}
"""What texts call a fact that is no yes or no."""
_NEVER = re.compile(r"(?!)")


def words_for(node: Node, guideline: Guideline) -> re.Pattern[str]:
    """Return what finds where a text names what a condition asks."""
    several = list(dict.fromkeys(_words(node, guideline)))
    return re.compile(rf"(?:{'|'.join(several)})", re.IGNORECASE) if several else _NEVER


def _words(node: Node, guideline: Guideline) -> Iterator[str]:
    names = [one.name for one in nodes_of(node) if isinstance(one, Name)]
    lists = {guideline.types[name].codes for name in names if name in guideline.types}
    for name in names:
        if name in guideline.parameters:
            yield rf"\{{{re.escape(name)}\}}|(?<![\w.,]){re.escape(str(guideline.parameters[name].value))}(?![\w,])"
        elif name in guideline.types:
            subject = SUBJECTS.get(name)
            yield from (_FACTS[name],) if name in _FACTS else ()
            yield from () if subject is None else (one.pattern for one in (subject.yes, subject.no) if one is not None)
        else:
            yield from _of_code(name, lists, guideline)
    for one in nodes_of(node):
        if (
            isinstance(one, Literal)
            and isinstance(one.value, int)
            and not isinstance(one.value, bool)
            and one.value > 1
        ):
            yield rf"(?<![\w.,]){one.value}(?![\w,])"


def _of_code(name: str, lists: set[str | None], guideline: Guideline) -> Iterator[str]:
    if name in CALLED:
        yield rf"(?<!\w)(?:{CALLED[name]})(?!\w)"
    for key in lists:
        codes = guideline.lists.get(key or "")
        if codes is not None and (term := codes.terms.get(name)) is not None:
            yield from (rf"(?<!\w){re.escape(label)}" for label in (term.da, term.en) if len(label) > 2)
