"""Preferences and rules that run the wrong way: what is farther, dearer or later put first, or a sum that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.facts.distances import HARM_TIMES, TRAVEL_TIMES, WAYS
from visit.rules.findings.compared import compared
from visit.rules.findings.texts import numbers_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Preference
from visit.rules.language.expression import Comparison, Logic, Name, Node, Not
from visit.rules.language.types import unit_word

_LESS_IS_BETTER = frozenset(
    (*(fact.name for fact in TRAVEL_TIMES), *WAYS,
     "travel.network_km", "travel.home_km", "travel.estimated_home_km", "placement.commute_km", "placement.estimated_commute_km",
     "placement.visits_km", "placement.estimated_visits_km", "option.price_dkk_per_day", "placement.price_dkk_per_day",
     "placement.stay_dkk_per_day", "option.price_ratio", "placement.price_ratio", "placement.stay_price_ratio",
     "option.waiting_days", "option.free_from_days", "option.step", "placement.home_step", "option.avoided",
     "placement.presumptions_failed", "placement.parts", "option.external", "placement.external", "option.tried_not_enough",
     "placement.moves_home", "option.moves_home")
)  # fmt: skip
_MORE_IS_BETTER = frozenset(
    (*(fact.name for fact in HARM_TIMES),
     "option.wished", "placement.meets_application", "travel.harm_km", "option.free_places", "option.meant_for_citizen",
     "option.for_the_group", "option.registered", "option.approved", "option.age_fits", "option.guardian_accepts",
     "placement.same_setting", "option.current", "option.internal")
)  # fmt: skip
_CAPPED = frozenset(
    one for one in _LESS_IS_BETTER if one.startswith(("travel.", "placement.", "option.price", "option.waiting"))
) - {
    "placement.presumptions_failed",
    "placement.home_step",
    "placement.moves_home",
}
"""Of which a rule asks for at most so much."""
_MEASURED = frozenset(
    one
    for one in _LESS_IS_BETTER | _MORE_IS_BETTER
    if one.endswith(("_km", "_days", "_dkk_per_day", "_ratio", "_minutes_by_car", "_minutes_by_transit"))
)
"""Of which one may be asked about among other things."""
_UNWANTED = frozenset(("option.avoided", "option.external", "option.tried_not_enough", "option.moves_home"))
"""Of which one part that has it not hides another that has."""
_NOT_SUMMED = frozenset(("level", "step", "years", "percent"))
"""Units of which a sum over the parts of a placement means nothing."""
_OF_EACH_PART = frozenset(("km", "minutes", "days"))
"""Units of a way or a wait: it is as far as the farthest part."""
_IN_ALL = re.compile(
    r"\b(?:samle[td]\w*|i alt|tilsammen|lagt sammen|summen|sum|in all|in total|total|together|added up)\b",
    re.IGNORECASE,
)
_DAILY_WAY = re.compile(r"placement\.(?:estimated_)?commute_")
_REACH = {"km": 40, "minutes": 120, "days": 60, "percent": 105, "DKK": 1_000}
"""So far bands go at least where less is better: beyond the last one nothing is told apart."""
_WIDEST = {"km": 400, "minutes": 480, "days": 1_000}
"""Within so much lies all that is compared: the two ends of the country are some 400 km apart in a straight line."""
_DAILY_REACH = {"km": 30, "minutes": 60}
"""So far goes somebody every day: beyond it few ways are left to be told apart."""
_NEARNESS: Mapping[Literal["combine", "members"], Mapping[str, re.Pattern[str]]] = {
    "combine": {
        "nearest": re.compile(r"\b(?:nærmeste|nearest|closest (?:tie|relative|person))\b", re.IGNORECASE),
        "farthest": re.compile(r"\b(?:fjerneste|længst væk|farthest|furthest)\b", re.IGNORECASE),
    },
    "members": {
        "documented": re.compile(r"\b(?:dokumentere\w*|gavner|documented)\b", re.IGNORECASE),
        "all": re.compile(
            r"\b(?:alle i netværket|hele netværket|all (?:of )?the network|the whole network)\b", re.IGNORECASE
        ),
    },
}
"""Whom a source says is counted in the network, and how."""
_AT_ALL = re.compile(
    r"\b(?:alle afstande|enhver afstand|langt væk|every distance|all distances|far away)\b", re.IGNORECASE
)
_FAR_KM = 320
_COUNTS = re.compile(
    r"\b(?:færrest|så få|flest|så mange|antallet|antal|hver del|hvert tilbud|hver enkelt del|fewest|as few|most of|as many|"
    r"the number|each part|every part|each offer)\b",
    re.IGNORECASE,
)


def turned_round(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield preferences and rules of a layer that ask for more of what is better lower, or the other way round."""
    places = dict((*leaf.places("preferences"), *leaf.places("rights")))
    for preference in (*every[-1].rights, *every[-1].preferences):
        if preference.id in places and preference.origin.guideline == leaf.id:
            yield from _of_preference(leaf, preference, places[preference.id])
            yield from tuple(_over(leaf, preference, places[preference.id])) or _counts(
                leaf, preference, places[preference.id]
            )
            yield from _ends_early(leaf, preference, places[preference.id])
    yield from _of_nearness(leaf)
    for one in compared(leaf, every[-1]):
        is_asked_for = one.section == "rules" and one.path[-1] == "require"
        if is_asked_for and one.fact in _CAPPED and one.operator in (">", ">="):
            message = _("{id} asks for at least so much `{fact}`", id=one.id, fact=one.fact)
            help = _("write `{sign}`, or say in the reason why more is asked for", sign="<=")
            yield GuidelineError(message, at=leaf.locate(one.path), help=help, code="wrong-direction")


def _of_preference(leaf: Layer, one: Preference, path: tuple[str | int, ...]) -> Iterator[GuidelineError]:
    field = "lower" if one.lower else "higher"
    fact, turned = _asked(one.value.node)
    better = _LESS_IS_BETTER if one.lower is turned else _MORE_IS_BETTER
    if fact in better:
        other = "higher" if one.lower else "lower"
        message = _(
            "{id} puts first what has {word} `{fact}`", id=one.id, word=_more(less=one.lower is not turned), fact=fact
        )
        help = _("write `{field}`", field=f"{other}:")
        yield GuidelineError(message, at=leaf.locate((*path, field)), help=help, code="wrong-direction")


def _of_nearness(leaf: Layer) -> Iterator[GuidelineError]:
    """A source that counts another of the network."""
    row = leaf.record.get("nearness", {})
    for field, words in _NEARNESS.items():
        said = {value for value, pattern in words.items() if pattern.search(str(row.get("source", "")))}
        if len(said) == 1 and field in row and row[field] not in said:
            message = _("nearness: the source says `{said}`, and `{field}` is `{written}`",
                        said=min(said), field=field, written=row[field])  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(("nearness", field)), code="said-otherwise")


def _more(*, less: bool) -> str:
    return _("less") if less else _("more")


def _asked(node: Node) -> tuple[str | None, bool]:
    """Return the fact that a preference is about, and whether more of it makes the preference's value smaller."""
    match node:
        case Name(name=name):
            return name, False
        case Not(operand=operand):
            fact, turned = _asked(operand)
            return fact, not turned
        case Comparison(operator=operator, left=Name(name=name)) if operator in ("<", "<=", ">", ">="):
            return name, operator in ("<", "<=")
        case Logic(parts=parts):
            measured = [asked for part in parts if (asked := _asked(part))[0] in _MEASURED]
            return measured[0] if len(measured) == 1 else (None, False)
        case _:
            return None, False


def _over(leaf: Layer, one: Preference, path: tuple[str | int, ...]) -> Iterator[GuidelineError]:
    rows = {row["id"]: row for row in (*leaf.record.get("preferences", ()), *leaf.record.get("rights", ()))}
    written = rows[one.id].get("over")
    type = one.value.type
    if written == "sum" and type.kind == "number" and type.unit in _NOT_SUMMED:
        message = _(
            "{id}: a sum of {unit} over the parts of a placement says nothing",
            id=one.id,
            unit=unit_word(type.unit or ""),
        )
        yield GuidelineError(message, at=leaf.locate((*path, "over")), help=_("write `over: max`"), code="odd-over")
    elif one.over == "any" and (type.unit in _OF_EACH_PART or (one.lower and _asked(one.value.node)[0] in _UNWANTED)):
        message = _("{id}: `over: any` asks for the best part alone, and hides the others", id=one.id)
        help = _("write `over: max`: no part may be far off") if type.kind == "number" else _("write `over: sum`")
        yield GuidelineError(message, at=leaf.locate((*path, "over")), help=help, code="odd-over")
    elif written == "sum" and type.unit in _OF_EACH_PART and _IN_ALL.search(_said(one)) is None:
        message = _("{id}: `over: sum` puts what has fewer parts first: each part adds to it", id=one.id)
        help = _("write `over: max`, or say in the text that it is counted in all")
        yield GuidelineError(message, at=leaf.locate((*path, "over")), help=help, code="odd-over")
    elif written is not None and one.of_placement:
        message = _("{id}: over has no effect on what is of the placement", id=one.id)
        yield GuidelineError(message, at=leaf.locate((*path, "over")), help=_("remove it"), code="odd-over")


def _said(one: Preference) -> str:
    return f"{one.text.da} {one.text.en} {one.origin.source}" if one.text is not None else one.origin.source


def _ends_early(leaf: Layer, one: Preference, path: tuple[str | int, ...]) -> Iterator[GuidelineError]:
    """Bands of which the last ends where most of what there is begins."""
    unit = one.value.type.unit
    reach = _FAR_KM if unit == "km" and _AT_ALL.search(_said(one)) else _REACH.get(str(unit))
    if any(_DAILY_WAY.match(name) for name in one.value.reads):
        reach = _DAILY_REACH.get(str(unit))
    is_said = bool(one.bands) and any(one.bands[-1] in numbers_in(_said(one), language) for language in ("da", "en"))
    if one.lower and one.bands and reach is not None and one.bands[-1] < reach and not is_said:
        message = _(
            "{id}: beyond {number} {unit} all count alike", id=one.id, number=one.bands[-1], unit=unit_word(unit or "")
        )
        help = _("go on to {number} or further, or name the {last} in the source where it is meant to end there",
                 number={"km": 640}.get(str(unit), reach), last=one.bands[-1])  # fmt: skip
        at = leaf.locate((*path, "bands", len(one.bands) - 1))
        yield GuidelineError(message, at=at, help=help, code="bands-end-early")
    widest = _WIDEST.get(str(unit))
    if one.lower and one.bands and widest is not None and one.bands[0] >= widest:
        message = _("{id}: up to {number} {unit} all count alike, which is all that there is",
                    id=one.id, number=one.bands[0], unit=unit_word(unit or ""))  # fmt: skip
        help = _("begin with a smaller band: {bands}", bands="[5, 10, 20, 40, …]")
        yield GuidelineError(message, at=leaf.locate((*path, "bands", 0)), help=help, code="orders-nothing")


def _counts(leaf: Layer, one: Preference, path: tuple[str | int, ...]) -> Iterator[GuidelineError]:
    """A text that counts parts beside a preference that looks at one of them."""
    text = "" if one.text is None else f"{one.text.da} {one.text.en}"
    found = _COUNTS.search(text)
    if found is not None and one.value.type.kind == "truth" and not one.of_placement and one.over != "sum":
        message = _(
            "{id}: the text counts (“{word}”), and `over: {over}` looks at one part",
            id=one.id,
            word=found[0],
            over=one.over,
        )
        at = leaf.locate((*path, "over"))
        yield GuidelineError(message, at=at, help=_("write `over: sum`"), code="odd-over")
