"""A parameter that is called the most and asked as the least, or the other way round; a fact asked for in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.opposite_words import OPPOSITE_QUESTIONS, OPPOSITES
from visit.rules.findings.texts import words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.types import unit_word

_MOST = any_word(
    """
    længste ~ højeste ~ største ~ flest ~ maksimale? ~ dyreste
    longest ~ highest ~ largest ~ greatest ~ most ~ maximum ~ dearest
    """
)
_LEAST = any_word(
    """
    korteste ~ laveste ~ mindste ~ færrest ~ minimale? ~ billigste
    shortest ~ lowest ~ smallest ~ least ~ fewest ~ minimum ~ cheapest
    """
)
_UNITS: Mapping[str, str] = {
    "years": r"år ~ års ~ years?",
    "months": r"måneder ~ måned ~ måneders ~ months?",
    "weeks": r"uger ~ uge ~ ugers ~ weeks?",
    "days": r"dage ~ dages ~ døgn ~ days?",
    "hours": r"timer ~ time ~ timers ~ hours?",
    "km": r"kilometer ~ km ~ kilometres ~ kilometers",
    "percent": r"procent ~ percent ~ per cent",
    "DKK": r"kroner ~ kr\.? ~ DKK",
}
_SO_MANY = re.compile(
    r"\b(?:hvor mange|antal(?:let)?(?: af)?|how many|number of) (?:hele |full |whole )?([^\W\d_]+)", re.IGNORECASE
)
_HOW_MANY = any_word("hvor mange ~ hvor lang ~ hvor længe ~ antal(?:let)? ~ how many ~ how long ~ number of")


def other_bound(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield what a rule of a layer requires at least, and calls the most, or at most and calls the least."""
    labels = every[-1].labels
    for one in compared(leaf, every[-1]):
        if one.section != "rules" or one.path[-1] != "require" or one.parameter is None or one.parameter not in labels:
            continue
        label = labels[one.parameter]
        words, others, sign = (_MOST, _LEAST, "<=") if one.operator in (">", ">=") else (_LEAST, _MOST, ">=")
        is_called = words.search(label.da) is not None and words.search(label.en) is not None
        if one.operator in ("<", "<=", ">", ">=") and is_called and not others.search(f"{label.da} {label.en}"):
            message = _("{id}: {name} is called “{word}”, and the condition has `{sign}`",
                        id=one.id, name=one.parameter, word=label.da, sign=f"{one.operator} {one.parameter}")  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign=sign)
            yield GuidelineError(message, at=one.at(leaf), help=help, code="other-limit")


_UPPER = any_word(r"øvre ~ øverste ~ upper ~ uppermost")
_LOWER = any_word(r"nedre ~ nederste ~ lower ~ lowermost")


def other_end(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield parameters of a layer that are called the upper end of what they bound from below, or the lower one from above."""
    labels = every[-1].labels
    ends: dict[tuple[ValuePath, str], list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        if one.operator in _SIDES:
            ends.setdefault((one.path, one.fact), []).append(one)
    for ones in ends.values():
        if {_SIDES[one.operator] for one in ones} != {_UPPER, _LOWER}:
            continue  # a limit that is asked about alone may be passed
        low, high = ([one.value for one in ones if _SIDES[one.operator] is side] for side in (_LOWER, _UPPER))
        if min(low) >= max(high):
            continue  # asked for is what lies outside of the two
        for one in ones:
            label, own = labels.get(one.parameter or ""), _SIDES[one.operator]
            other = _LOWER if own is _UPPER else _UPPER
            if label is not None and all(other.search(text) and not own.search(text) for text in (label.da, label.en)):
                message = _("{id}: {name} is called “{word}”, and the condition has `{sign}`",
                            id=one.id, name=one.parameter, word=label.da, sign=f"{one.operator} {one.parameter}")  # fmt: skip
                help = _("call it otherwise, or write the other parameter")
                yield GuidelineError(message, at=one.at(leaf), help=help, code="other-limit")


_SIDES = {">": _LOWER, ">=": _LOWER, "<": _UPPER, "<=": _UPPER}


def other_unit_asked(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield facts of a layer's own that are asked for in another unit than they are recorded in."""
    words = {unit: any_word(said) for unit, said in _UNITS.items()}
    for name, row in leaf.record.get("case_facts", {}).items():
        unit, ask = row.get("unit"), row.get("ask")
        if unit not in words or not isinstance(ask, Mapping):
            continue
        texts = [str(ask["da"]), str(ask["en"])]
        said = [{one for one, found in words.items() if found.search(text)} for text in texts]
        is_other = all(map(_HOW_MANY.search, texts)) and all(len(one) == 1 and unit not in one for one in said)
        asked = [min(said[0])] if is_other else [one for one in _counted(row) if one != unit]
        if asked:
            message = _(
                "{id} is recorded in {unit}, and asked for in {other}",
                id=name,
                unit=unit_word(unit),
                other=unit_word(asked[0]),
            )
            yield GuidelineError(message, at=leaf.locate(("case_facts", name, "ask")), code="other-unit")


def _counted(row: Mapping[str, object]) -> Iterator[str]:
    """Yield the units of which the question, the label or the source of a fact counts how many."""
    for field in ("ask", "label", "source"):
        value = row.get(field)
        for text in value.values() if isinstance(value, Mapping) else (value,):
            for found in _SO_MANY.findall(str(text)):
                yield from (unit for unit, words in _UNITS.items() if any_word(words).fullmatch(found))


_ASKS: Mapping[str, re.Pattern[str]] = {
    "truth": re.compile(r"(?:er|har|kan|skal|vil|bor|får|is|has|can|does|do|will|must|are|have)\b", re.IGNORECASE),
    "whole": re.compile(
        r"(?:hvor (?:mange|lang|længe|meget|gammel|tit|ofte)|how (?:many|long|much|old|often))\b", re.IGNORECASE
    ),
    "date": re.compile(r"(?:hvornår|hvilken dag|hvilken dato|when|which day|on which|what date)\b", re.IGNORECASE),
}
"""How a question begins that is answered by a yes or no, a number or a date."""


def other_type_asked(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield facts of a layer's own whose question in both languages asks for a value of another type than is recorded."""
    for name, row in leaf.record.get("case_facts", {}).items():
        kind, ask = row.get("type"), row.get("ask")
        if kind not in _ASKS or not isinstance(ask, Mapping):
            continue
        asked = [
            {type for type, words in _ASKS.items() if words.match(str(ask[language]))} for language in ("da", "en")
        ]
        if all(len(one) == 1 and kind not in one for one in asked) and asked[0] == asked[1]:
            message = _(
                "{id} is recorded as `{type}`, and asked for as `{other}`", id=name, type=kind, other=min(asked[0])
            )
            yield GuidelineError(message, at=leaf.locate(("case_facts", name, "ask")), code="said-otherwise")


_WITHOUT = re.compile(r"\b(?:uden|without)((?: [^\W\d_]+){1,3})", re.IGNORECASE)
_NOT = re.compile(r"\b(?:ikke|ingen|not|no)\b([^,.;:?]*)", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"[,.;:(]|\b(?:der|som|fordi|når|hvis|selv om|så|eller|who|that|which|because|when|if|although|so|or)\b",
    re.IGNORECASE,
)
_MAY_DENY = any_word(
    r"""ikke ~ ingen ~ intet ~ aldrig ~ uden ~ hverken ~ mangl\w* ~ u\w+ ~ selv\w* ~ alene ~ fri ~ løs ~ ophør\w* ~ afvis\w*
    for \w+ til ~ not ~ no ~ none ~ never ~ without ~ neither ~ lack\w* ~ missing ~ un\w+ ~ \w+less ~ alone ~ independent\w*
    \w+self ~ free ~ own ~ cannot ~ \w+n't ~ refus\w* ~ stop\w* ~ fail\w* ~ too"""
)
"""Words of which one may deny by itself."""
_LONG = 4
"""So many letters has a word that says something."""


_LACKS = re.compile(r"\b(?:mangler|savner|lacks?|missing)\b([^,.;:?]*)", re.IGNORECASE)
_HAS = any_word(r"har ~ have ~ has ~ har fået ~ findes ~ er der ~ der er ~ there is")
_WANTS = any_word(r"brug for ~ behov\w* ~ ønsk\w* ~ vil(?:le)? ~ need\w* ~ wish\w* ~ wants? ~ would ~ ought ~ should")


def opposite_asked(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield facts of a layer's own, a yes or no, whose question denies what their label says, or the other way round."""
    for name, row in leaf.record.get("case_facts", {}).items():
        ask, label = row.get("ask"), row.get("label")
        if row.get("type") != "truth" or not isinstance(ask, Mapping) or not isinstance(label, Mapping):
            continue
        for field, (da, en) in (("ask", (ask["da"], ask["en"])), ("label", (label["da"], label["en"]))):
            bare = _HIMSELF.sub(" ", str(da))
            if _apart_in_two(bare, str(en)) or _apart_in_two(str(en), bare):
                message = _("{id}: the Danish text says “{da}”, and the English one “{en}”", id=name, da=da, en=en)
                yield GuidelineError(message, at=leaf.locate(("case_facts", name, field)), code="texts-differ")
        pairs = any(_parted(ask, label, pair) or _parted(label, ask, pair) for pair in OPPOSITES)
        if pairs or _asked_otherwise(ask, label) or _asked_otherwise(label, ask):
            message = _("{id}: the question is “{ask}”, and the label says “{label}”",
                        id=name, ask=ask["da"], label=label["da"])  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(("case_facts", name, "ask")), code="other-side")
            continue
        for one, other in ((ask, label), (label, ask)):
            denied = [_denied(str(one[language]), str(other[language])) for language in ("da", "en")]
            if denied[0] is not None and None not in denied:
                message = _("{id}: the question is “{ask}”, and the label says “{label}”",
                            id=name, ask=ask["da"], label=label["da"])  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(("case_facts", name, "ask")), code="other-side")


def _parted(
    one: Mapping[str, object], other: Mapping[str, object], pair: tuple[re.Pattern[str], re.Pattern[str]]
) -> bool:
    """Return whether in both languages one text has the first of two opposites alone, and the other the second."""
    first, second = pair
    return all(
        first.search(str(one[language]))
        and not second.search(str(one[language]))
        and second.search(str(other[language]))
        and not first.search(str(other[language]))
        for language in ("da", "en")
    )


def _asked_otherwise(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Return whether one text says the opposite of the other in both languages, and neither of them denies it."""
    if all(_with_prefix(str(one[language]), str(other[language])) for language in ("da", "en")):
        return True
    for pair in OPPOSITE_QUESTIONS:
        bare = [
            words.sub(" ", str(text[language]))
            for language in ("da", "en")
            for words, text in zip(pair, (one, other), strict=True)
        ]
        if _parted(one, other, pair) and not any(_DENY.search(text) for text in bare):
            return True
    return False


_HIMSELF = re.compile(r"(?<!sig )\bselv\b", re.IGNORECASE)
"""The Danish word for whoever does something in person, whether alone or not."""


def _apart_in_two(text: str, other: str) -> bool:
    """Return whether a text has the first of two opposites alone and its other language the second, and neither denies it."""
    return any(
        first.search(text) is not None
        and second.search(other) is not None
        and not second.search(text)
        and not first.search(other)
        and not _DENY.search(first.sub(" ", text))
        and not _DENY.search(second.sub(" ", other))
        for first, second in OPPOSITE_QUESTIONS
    )


_DENY = any_word(r"ikke ~ ingen ~ intet ~ aldrig ~ uden ~ eller ~ not ~ no ~ never ~ without ~ cannot ~ \w+n't ~ or")
_PREFIXES = ("u", "un", "in", "im", "dis", "ir")


def _with_prefix(text: str, other: str) -> bool:
    """Return whether a text has a word that the other one denies: suitable, unsuitable."""
    words = {*words_in(text)}
    denied = {*words_in(other)}
    found = {f"{prefix}{word}" for word in words if len(word) >= _LONG for prefix in _PREFIXES} & denied
    return bool(found) and words.isdisjoint(found) and not any(_DENY.search(each) for each in (text, other))


def _denied(text: str, other: str) -> str | None:
    """Return the word that a text denies in its first clause, and another one that denies nothing says."""
    clause = _SUBORDINATE.split(text)[0]
    denied = [found[1] for pattern in (_WITHOUT, _NOT) for found in pattern.finditer(clause)]
    if _HAS.search(other) is not None and _WANTS.search(f"{clause} {other}") is None:
        denied += [found[1] for found in _LACKS.finditer(clause)]
    if len(denied) != 1 or _MAY_DENY.search(other) is not None:
        return None
    said = {word for word in words_in(other) if len(word) >= _LONG and word not in _OF_ALL}
    return next((word for word in words_in(denied[0]) if word in said), None)


_OF_ALL = frozenset(("borgeren", "citizen", "whether"))


def other_unit_called(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield parameters of a layer that are called a number of another unit than their own."""
    words = {unit: any_word(said) for unit, said in _UNITS.items()}
    for name, row in leaf.record.get("parameters", {}).items():
        label, unit = every[-1].labels.get(name), row.get("unit")
        if label is None or unit not in words or not all(map(_HOW_MANY.search, (label.da, label.en))):
            continue
        said = [{one for one, found in words.items() if found.search(text)} for text in (label.da, label.en)]
        if all(len(one) == 1 and unit not in one for one in said):
            message = _(
                "{id} is in {unit}, and is called a number of {other}",
                id=name,
                unit=unit_word(unit),
                other=unit_word(min(said[0])),
            )
            yield GuidelineError(message, at=leaf.locate(("parameters", name, "unit")), code="other-unit")
