"""A word of every text for one end of a scale, beside a condition that asks for the other end: “far away” beside `< 50`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_AWAY = (r"tæt på ~ i nærheden ~ near ~ close to ~ nearby", r"langt (?:væk|fra) ~ far (?:away|from)")
_DEAR = (r"billig\w* ~ cheap\w*", r"dyr\w* ~ dear ~ expensive ~ costly")
_ALONE = r"""(?:næsten |helt )?uden (?:hjælp|støtte|problemer|besvær|vanskeligheder) ~ klarer (?:\w+ ){0,3}selv
    selv (?:\w+ ){0,2}klarer
    klarer sig(?: godt)? ~ selvstændigt? ~ på egen hånd ~ har let ved ~ lidt (?:hjælp|støtte) ~ (?:almost )?without (?:help|support)
    without (?:difficulty|difficulties|problems) ~ manages? (?:\w+ ){0,4}alone ~ manages? (?:\w+ ){0,4}(?:him|her|them)self
    manages? (?:\w+ ){0,4}on (?:his|her|their) own ~ manages? well ~ independent(?:ly)? ~ easily ~ little (?:help|support)"""
_HELPED = r"""(?:har )?(?:meget )?svært ved ~ (?:store|svære|betydelige) (?:vanskeligheder|problemer)
    (?:kan|klarer|magter) (?:slet )?ikke
    (?:megen|omfattende|massiv) (?:hjælp|støtte) ~ meget (?:hjælp|støtte) ~ afhængig af (?:hjælp|støtte) ~ difficult(?:y|ies)?
    (?:great|severe|serious) problems ~ cannot ~ (?:is|are) (?:not able|unable) to ~ does not manage ~ much (?:help|support)
    extensive (?:help|support) ~ depend(?:s|ent)? on (?:help|support)"""
_LEVELS = (
    rf"{_ALONE} ~ (?:lille|lavt|begrænset|beskedent) støttebehov ~ (?:small|low|limited|modest) support need",
    rf"{_HELPED} ~ (?:stort|omfattende|massivt) støttebehov ~ (?:great|large|extensive|heavy) support need",
)
_SCALES: Mapping[str, tuple[str, str]] = {
    "case.functioning": _LEVELS,
    "case.support_need": _LEVELS,
    "case.network.count": (
        r"(?:lille|spinkelt|begrænset) netværk ~ (?:small|thin|limited) network",
        "(?:stort|bredt) netværk ~ (?:large|wide|big) network",
    ),
    "option.free_places": ("få (?:ledige )?pladser ~ few (?:free )?places", "mange (?:ledige )?pladser ~ many (?:free )?places"),
    "placement.commute": _AWAY,
    "travel.": _AWAY,
    "option.price": _DEAR,
    "placement.price": _DEAR,
    "option.waiting_days": ("kort ventetid ~ short waits? ~ short waiting time", "lang ventetid ~ long waits? ~ long waiting time"),
    "case.needs.hours_per_week": ("få timer ~ few hours", "mange timer ~ many hours"),
    "option.months": ("korte? ophold ~ short stays?", "lang(?:e|t)? ophold ~ long stays?"),
    "option.specialisation": (r"almene? ~ generelle? ~ general", r"højt specialisere\w* ~ highly specialis\w*"),
}  # fmt: skip
"""How facts begin, with the words for their low end and their high end."""
_BY_SOURCE = ("proposals", "areas")
"""Sections whose statements have no text but their source."""
_SECTIONS = (*_BY_SOURCE, "approvals", "notices", "follow_up", "deadlines", "grants", "service_levels")
_DENIED = any_word(r"ikke ~ ingen ~ uden ~ not ~ no ~ without ~ end ~ than")
_ASIDE = any_word(
    r"""medmindre ~ undtagen ~ så ~ for at ~ lær\w* ~ mål\w* ~ om ~ unless ~ except ~ so ~ in order ~ learn\w* ~ goal\w*
    aim\w* ~ whether"""
)
"""Words of a level that is wished for, excepted or asked about."""
_FIRST = re.compile(r"[.;:](?:\s|$)")


def other_end_of_scale(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose texts first name one end of a scale, and whose condition asks for the other end alone."""
    asked: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        if one.path[-1] == "when":
            asked.setdefault(one.statement, []).append(one)
    for statement in bound_statements(leaf):
        ones = asked.get(statement.path, []) if statement.section in _SECTIONS else []
        for begins, words in _SCALES.items():
            of_fact = [one for one in ones if one.fact.startswith(begins)]
            is_one = len(of_fact) == 1 or (words is _LEVELS and len({one.operator for one in of_fact}) == 1)
            if is_one and (said := _said(statement, words, of_fact[0])) is not None:
                has = of_fact[0]
                message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                            id=statement.id, said=said, sign=has.operator, number=has.parameter or has.value)  # fmt: skip
                yield GuidelineError(message, at=has.at(leaf), code="other-limit")
                break


def _said(statement: BoundStatement, words: tuple[str, str], has: Threshold) -> str | None:
    """Return the word of the first text for the end that the condition does not ask for, where every text has one."""
    texts = statement.texts if statement.section in _BY_SOURCE else statement.worded
    first = [text.text if text.is_source else _FIRST.split(plain_text(text.text))[0] for text in texts]
    ends = [any_word(one) for one in words]
    bare = [ends[1].sub(" ", ends[0].sub(" ", text)) for text in first] if words is _LEVELS else first
    if not first or any(_DENIED.search(text) or (words is _LEVELS and _ASIDE.search(text)) for text in bare):
        return None
    low, high = ([ends[0].search(text) for text in first], [ends[1].search(ends[0].sub(" ", text)) for text in first])
    if all(low) and not any(high) and low[0] and _asks_only(has, is_low=False):
        return low[0][0]
    if all(high) and not any(low) and high[0] and _asks_only(has, is_low=True):
        return high[0][0]
    return None


def _asks_only(has: Threshold, *, is_low: bool) -> bool:
    """Return whether a comparison asks for one end of its scale alone."""
    if has.fact == "option.specialisation":
        end = 3 if is_low else 1
        return not _COMPARED[has.operator](Decimal(end), Decimal(str(has.value)))
    if has.unit == "level" and has.operator == "==":
        return has.value <= _LITTLE if is_low else has.value >= _MUCH
    return has.operator in (("<", "<=") if is_low else (">", ">="))


_LITTLE, _MUCH = 1, 3
"""The highest level at which somebody manages, and the lowest at which somebody does not."""
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda one, two: one < two, "<=": lambda one, two: one <= two, ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two, "==": lambda one, two: one == two, "!=": lambda one, two: one != two,
    "in": lambda one, two: True, "not in": lambda one, two: True,
}  # fmt: skip
