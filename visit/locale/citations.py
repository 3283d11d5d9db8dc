"""Provisions and dates inside a source, as Danish writes them.

Sources and the names of offers are written short and in one form, which English keeps: `SEL 108(2)`, `FVL 22-25`, `1/7/2025`.

    danish("SEL 108(2), ABL 58 a")      SEL § 108, stk. 2, ABL § 58 a
    danish("FVL 22-25, RSL 66-67")      FVL §§ 22-25, RSL §§ 66-67
    danish("i kraft 1/7/2025")          i kraft 1. juli 2025

What is written in another form is left as it stands.
"""

from __future__ import annotations

import re
from datetime import date

from visit.locale import formats, language, speaking

_ACT = r"(?:SEL|STL|RSL|ABL|FVL|SUL|AEL|BL|STU-loven|[Ll]ov om social pension|straffuldbyrdelsesloven)"
_SECTION = r"\d+(?: [a-h]\b)?(?:-(?:\d+(?: [a-h]\b)?|[a-h]\b))?"
_SUBSECTIONS = r"(?:\(\d+\)(?:(?:-|, | og )\(\d+\))*|, stk\. \d+(?:-\d+)?)"
_ITEM = rf"{_SECTION}{_SUBSECTIONS}?(?!\(|\d|[/-]\d|\. )"
_AFTER_ACT = re.compile(rf"\b({_ACT}) ({_ITEM}(?:(?:, | og | eller ){_ITEM})*)")
_ALONE = re.compile(r"(?<!§ )(?<![\w§(-])(\d+(?: [a-h]\b)?)(\(\d+\)(?:(?:-|, | og )\(\d+\))*)")
_IN_PARTS = re.compile(rf"({_SECTION})({_SUBSECTIONS})?((?:, | og | eller )(?=\d)|$)")
_WORD_AFTER = re.compile(r"(stk\. [\d-]+(?: og \d+)?+) (?=[a-zæøå])")
_ENGLISH = {
    "Lokalt valg": "local choice",
    "Tolkning": "interpretation",
    "Tilbuddets egne niveauer": "the offer's own levels",
}
"""What stands in a source that cites no provision and no document."""
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


def cited(text: str) -> str:
    """Return a text with its provisions and its dates as the language spoken writes them."""
    return danish(text) if language() == "da" else text


def in_english(text: str) -> str:
    """Return the provisions that a source cites, without what it says of them in Danish; a document's name as it stands.

    An interpretation is called one, since the provision itself does not say it.
    """
    provisions = [_joined(found[0]) for found in _AFTER_ACT.finditer(text)]
    told = ", ".join(dict.fromkeys(provisions)) or _joined(_ENGLISH.get(text, text))
    return f"interpretation of {told}" if provisions and text.startswith("Tolkning") else told


def _joined(text: str) -> str:
    return text.replace(" og ", " and ").replace(" eller ", " or ")


def danish(text: str) -> str:
    """Return a text with its provisions and its dates as Danish writes them."""
    text = _DAY.sub(_day, text)
    text = _AFTER_ACT.sub(lambda found: f"{found[1]} {_sections(found[2])}", text)
    text = _ALONE.sub(lambda found: f"§ {found[1]}, {_subsections(found[2])}", text)
    return _WORD_AFTER.sub(r"\1, ", text)


def _sections(listed: str) -> str:
    parts = _IN_PARTS.findall(listed)
    if not any(subsections for _section, subsections, _word in parts):
        several = len(parts) > 1 or "-" in listed
        return f"{'§§' if several else '§'} {listed}"
    return "".join(
        f"§ {section}{f', {_subsections(subsections)}' if subsections else ''}{word}"
        for section, subsections, word in parts
    )


def _subsections(text: str) -> str:
    """Return `(2)-(3)` as `stk. 2-3`."""
    return f"stk. {text.removeprefix(', stk. ').replace('(', '').replace(')', '')}"


def _day(found: re.Match[str]) -> str:
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        named = date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return found[0]
    with speaking("da"):
        return formats.day(named)
