"""Limits that a text says otherwise than its condition: “more than 12 hours” beside `>= 12` or `< 12`.

Read cautiously: only a number with its unit (or a parameter in braces) behind a word that says on which side of it something lies,
and only beside a comparison of the same statement with that very number. A text may say the limit or what lies beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared, compared_counts
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements
from visit.rules.findings.texts import SPELT
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_UNITS: Mapping[str, str] = {
    "km": r"km|kilometer|kilometre|kilometres", "hours": r"timer|timers|hours?", "days": r"dage|dages|days?",
    "weeks": r"uger|ugers|weeks?", "months": r"måneder|måneders|mdr|months?", "years": r"år|years?",
    "percent": r"%|procent|pct|percent", "minutes": r"minutter|minutters|min|minutes?", "DKK": r"kr|kroner|DKK",
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "<=": r"ikke (?:mere|flere|længere) end|ikke over|højst|maksimalt|maks\.?|op til|til og med|not? more than|not over|at most"
    r"|up to|til og med niveau|up to level",
    ">=": r"ikke under|mindst|minimum|fra og med|(?:er|har)(?: borgeren)? fyldt|ha(?:s|ve) turned|not less than|no less than"
    r"|at least|fra niveau|from level",
    ">": r"overstig\w*|overskrid\w*|exceeds?|exceeding|mere end|flere end|længere end|ældre end|ud over|over|more than"
    r"|longer than|older than|above|beyond",
    "<": r"mindre end|færre end|kortere end|yngre end|under|less than|fewer than|shorter than|younger than|below"
    r"|ikke (?:er )?fyldt|ha(?:s|ve) not (?:yet )?turned|(?:is|are) not yet",
}
"""What says on which side of a number something lies; the first that fits counts."""
_SIDE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in zip("abcd", _WORDS.values(), strict=True)))
_SIGNS = dict(zip("abcd", _WORDS, strict=True))
_BEYOND = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_AS_SAID = ("approvals", "follow_up", "deadlines", "grants", "service_levels")
"""Sections whose text says for whom they are, and not for whom they are not."""
_A_NUMBER = (
    rf"(?:\{{(?P<name>[\w.-]+)\}}|(?P<number>\d{{1,3}}(?:[.,]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?|{'|'.join(SPELT)})(?!\w))"
    r"(?:[ -]?(?P<unit>[^\W\d]+|%))?"
)
_BEHIND = re.compile(rf"\s+(?:niveau |level |støttebehov |trin |step |DKK |kr\. )?{_A_NUMBER}", re.IGNORECASE)
_OR_MORE = re.compile(
    rf"(?<![\w.,§-]){_A_NUMBER}\.? (?:om ugen |a week )?(?:eller|or|og|and) "
    r"(?:(?P<more>mere|derover|opefter|flere|ældre|længere|dyrere|højere|more|over|older|above|longer|dearer|higher)"
    r"|(?P<less>mindre|derunder|færre|yngre|kortere|billigere|lavere|less|fewer|under|younger|below|shorter|cheaper|lower))\b"
    r"(?! (?:\d|\{))",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\b(?:alene|selv|alone|without approval|uden godkendelse)\b", re.IGNORECASE)
"""Where a text says up to where nobody else is asked."""
_NORM = re.compile(
    r"\b(?:målet|måltallet|normen|grænsen|loftet|standarden|rammen|serviceniveauet|det (?:normale|aftalte)|udgangspunktet"
    r"|(?:the )?(?:target|goal|norm|limit|ceiling|standard|frame|service level))"
    r"(?: (?:er|var|på|is|was|of|being))?(?: (?:normalt|altid|normally|always))?\s*$"
    r"|\b(?:er|is|are)(?: (?:en?|et|an?|the) [^.;:,]{1,30})? for(?: (?:borgere|unge|voksne|dem|citizens|adults|those))?\s*$",
    re.IGNORECASE,
)
"""What names the norm, and whom a place is for: a statement for those beyond it says it as well."""
_FIRST = re.compile(r":(?=\s)")


def said_limits(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield texts of a layer that put a number on the other side of its limit than the condition does."""
    guideline = every[-1]
    limits: dict[ValuePath, list[Threshold]] = {}
    for one in (*compared(leaf, guideline), *compared_counts(leaf, guideline)):
        if one.operator in _BEYOND:
            limits.setdefault(one.statement, []).append(one)
    for statement in bound_statements(leaf):
        ones = [one for one in limits.get(statement.path, ()) if not _is_of_its_day(statement, one)]
        wrong = _first_wrong(guideline, statement, ones) if ones else None
        if wrong is not None:
            text, said, has = wrong
            message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                        id=statement.id, said=said, sign=has.operator, number=has.parameter or has.value)  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(text.path), code="other-limit")


def _is_of_its_day(statement: BoundStatement, one: Threshold) -> bool:
    """Return whether a deadline is counted from the birthday of an age that it asks for, and every text says after what day."""
    is_counted = one.unit == "years" and statement.row.get("counted_from") == f"birthday({one.value})"
    return is_counted and all(_AFTER_TURNING.search(text.text) for text in statement.worded)


_AFTER_TURNING = re.compile(
    r"\b(?:efter|fra|after|from)[^.;:]*\b(?:fyld(?:t|te|er)|turn(?:s|ed|ing)?)\b", re.IGNORECASE
)


def _first_wrong(
    guideline: Guideline, statement: BoundStatement, limits: Sequence[Threshold]
) -> tuple[SaidText, str, Threshold] | None:
    """Return the first text that has a limit otherwise, what it says, and the comparison."""
    return (
        _wrong(guideline, statement, limits)
        or _turned_out(guideline, statement, limits)
        or _other_end(statement, limits)
        or _other_parameter(guideline, statement, limits)
        or _other_in_source(statement, limits)
    )


def _other_end(statement: BoundStatement, limits: Sequence[Threshold]) -> tuple[SaidText, str, Threshold] | None:
    """Return the text that says from one age to another, where the condition includes the next one, or leaves out the last."""
    for text in statement.worded if statement.section in (*_AS_SAID, "notices") else ():
        for found in _AGES.finditer(_FIRST.split(text.text)[0]):
            low, high = int(found["low"]), int(found["high"])
            ages = [one for one in limits if one.unit == "years"]
            first = {one: _first_age(one) for one in ages if one.operator in (">", ">=")}
            last = {one: _first_age(one) - 1 for one in ages if one.operator in ("<", "<=")}
            if len(first) != 1 or len(last) != 1:
                continue
            (begins, from_age), (ends, to_age) = next(iter(first.items())), next(iter(last.items()))
            within = 1 if found["between"] else None
            if from_age - low in {-1, 1} - {within}:
                return text, found[0], begins
            if high - to_age in {-1, 1} - {within}:
                return text, found[0], ends
    return None


def _first_age(one: Threshold) -> int:
    """Return the first age above the border that a comparison sets."""
    return int(one.value) + (one.operator in (">", "<="))


_AGES = re.compile(
    r"(?<![\w.,§-])(?P<between>mellem |between )?(?P<low>\d{1,2}) ?(?:-|–|til|to|og|and) ?(?P<high>\d{1,2})(?=[- ]?(?:år|year))",
    re.IGNORECASE,
)
"""Ages from one to another; of “between” the two themselves may or may not be meant."""


def _other_parameter(
    guideline: Guideline, statement: BoundStatement, limits: Sequence[Threshold]
) -> tuple[SaidText, str, Threshold] | None:
    """Return the text that says a limit by a parameter which the condition does not read, beside another number of its unit."""
    if not statement.worded or statement.section not in (*_AS_SAID, "notices"):
        return None
    read = {one.parameter for one in limits}
    named = []
    for text in statement.worded:
        said = [found["name"] for _sign, found, _start in _said(_FIRST.split(text.text)[0]) if found["name"]]
        named.append([name for name in said if name in guideline.parameters and name not in read])
    for name in named[0] if all(named) else ():
        value, unit = guideline.parameters[name].value, guideline.parameters[name].unit
        here = [one for one in limits if one.unit == unit]
        if unit is not None and here and all(one.value != value and one.parameter is None for one in here):
            return statement.worded[0], f"{{{name}}}", here[0]
    return None


def _other_in_source(statement: BoundStatement, limits: Sequence[Threshold]) -> tuple[SaidText, str, Threshold] | None:
    """Return the source of a table or a proposal that says a limit of a unit, where the statement has others of it alone."""
    for text in statement.texts if statement.section in ("facts", "proposals", "areas") else ():
        for _sign, found, start in _said(text.text):
            units = _units_said(found) if found["name"] is None else []
            here = [one for one in limits if one.unit in units]
            number = None if not here else _written_number(found)
            if number is not None and not any(abs(Decimal(str(one.value)) - number) <= 1 for one in here):
                return text, text.text[start : found.end()].strip(), here[0]
    return None


def _turned_out(
    guideline: Guideline, statement: BoundStatement, limits: Sequence[Threshold]
) -> tuple[SaidText, str, Threshold] | None:
    """Return the text that says between two numbers, where the condition asks for what lies outside of them."""
    if statement.section not in (*_AS_SAID, "notices"):
        return None
    for text in statement.worded:
        for found in _BETWEEN.finditer(_FIRST.split(text.text)[0]):
            low, high = (Decimal(found[name]) for name in ("low", "high"))
            for fact in {one.fact for one in limits}:
                of_low = {one.operator for one in limits if one.fact == fact and one.value == low}
                of_high = [one for one in limits if one.fact == fact and one.value == high]
                if of_low and of_low <= {"<", "<="} and of_high and {one.operator for one in of_high} <= {">", ">="}:
                    return text, found[0], of_high[0]
    return None


_BETWEEN = re.compile(r"\b(?:mellem|between) (?P<low>\d+) (?:og|and) (?P<high>\d+)\b", re.IGNORECASE)


def _wrong(
    guideline: Guideline, statement: BoundStatement, limits: Sequence[Threshold]
) -> tuple[SaidText, str, Threshold] | None:
    """Return the text that has a limit otherwise, what it says, and the comparison; of a notice all texts must be plain."""
    texts = statement.worded or statement.texts  # a table and a proposal have their source alone
    is_of_whom = statement.section == "preferences" and all(one.path[-1] == "when" for one in limits)
    if statement.section in _AS_SAID or is_of_whom:
        strictly = [text for text in texts if _ALONE.search(text.text) is None]
    else:
        first = [_otherwise(guideline, _FIRST.split(text.text)[0], limits, strictly=True) for text in texts]
        strictly = list(texts) if statement.section == "notices" and texts and all(first) else []
    for text in texts:
        found = _otherwise(guideline, text.text, limits, strictly=text in strictly)
        if found is not None:
            return (text, *found)
    return None


def _otherwise(
    guideline: Guideline, text: str, limits: Sequence[Threshold], *, strictly: bool
) -> tuple[str, Threshold] | None:
    """Return what a text says, and the comparison that has it otherwise; strictly also where it has what lies beyond."""
    for sign, found, start in _said(text):
        number = _said_number(guideline, found)
        here = [one for one in limits if number is not None and _is_said(found, number, one)]
        is_norm = _NORM.search(text, 0, start) is not None
        fits = {sign} if strictly and not is_norm else {sign, _BEYOND[sign]}
        if here and not any(one.operator in fits for one in here):
            return text[start : found.end()].strip(), here[0]
    return None


def says_the_limit(guideline: Guideline, statement: BoundStatement, limit: Threshold) -> bool:
    """Return whether every text of a statement says a limit as a comparison has it, before its first colon."""
    return bool(statement.worded) and all(
        any(
            sign == limit.operator
            and (number := _said_number(guideline, found)) is not None
            and _is_said(found, number, limit)
            for sign, found, _start in _said(_FIRST.split(text.text)[0])
        )
        for text in statement.worded
    )


def _said(text: str) -> Iterator[tuple[str, re.Match[str], int]]:
    """Yield each limit of a text: the sign that says the same, the number, and where it begins."""
    for side in _SIDE.finditer(text.casefold()):
        is_word = not side.start() or not (text[side.start() - 1].isalnum() or text[side.start() - 1] in "-§")
        if is_word and (follows := _BEHIND.match(text, side.end())) is not None:
            yield _SIGNS[str(side.lastgroup)], follows, side.start()
    for found in _OR_MORE.finditer(text):
        yield ">=" if found["more"] else "<=", found, found.start()


def _said_number(guideline: Guideline, follows: re.Match[str]) -> Decimal | None:
    if (name := follows["name"]) is not None:
        return Decimal(guideline.parameters[name].value) if name in guideline.parameters else None
    return _written_number(follows)


def _written_number(follows: re.Match[str]) -> Decimal:
    written = follows["number"].casefold()
    if _GROUPED.fullmatch(written):
        return Decimal(re.sub(r"[.,]", "", written))
    return SPELT.get(written) or Decimal(written.replace(",", "."))


_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
"""A number with a point or comma between its thousands."""
_PARTS: Mapping[tuple[str, str | None], int] = {("years", "months"): 12, ("weeks", "days"): 7}
"""How many of a condition's unit are one of a text's."""


def _is_said(follows: re.Match[str], number: Decimal, one: Threshold) -> bool:
    """Return whether a number of a text, with the unit behind it or none, is the one of a comparison."""
    said = _units_said(follows)
    value = Decimal(str(one.value))
    if one.unit == "level" and follows["unit"] and not said and not (follows["number"] or "0")[0].isdigit():
        return False  # “mindst ét undertema” is how many have the level
    if follows["name"] is not None or not said or one.unit in said:
        return value == number
    return any(value == number * _PARTS.get((unit, one.unit), 0) for unit in said)


def _units_said(follows: re.Match[str]) -> list[str]:
    """Return the unit that stands behind a number."""
    written = (follows["unit"] or "").rstrip(".")
    return [unit for unit, words in _UNITS.items() if re.fullmatch(words, written, re.IGNORECASE)]
