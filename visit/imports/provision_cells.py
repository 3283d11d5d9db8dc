"""What is written in a cell, as the provisions that it cites.

§ 107 → SEL-107-1, SEL-107-2      SEL § 85 og § 104 → SEL-85, SEL-104      §§ 83-85 → SEL-83, SEL-83a, SEL-83b, SEL-84, SEL-85
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from visit.cpr import redacted
from visit.errors import did_you_mean
from visit.imports.cells import CellError, Habits, ReadValue, shown_cell
from visit.imports.code_cells import NOT_GIVEN, cell_parts, given_word
from visit.imports.sheets import CellValue
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.lists import codes_called, keys_of
from visit.reading.source import PlainValue

_ACTS = {
    "SEL": ("sel", "serviceloven", "servicelovens", "lov om social service"),
    "ABL": ("abl", "almenboligloven", "almenboliglovens", "lov om almene boliger"),
    "SUL": ("sul", "sundhedsloven", "sundhedslovens"),
}
_CITED = re.compile(
    r"(?:(?P<act>[a-zæøå][a-zæøå ]*?)s?\.?,? *)?(?:§§? *|nr\.? *)?(?P<section>\d{2,3}) *(?P<letter>[a-e](?![a-zæøå]))?"
    r"(?:,? *(?:stk\.?|stykke) *(?P<stk>\d)|\((?P<sub>\d)\))?",
    re.IGNORECASE,
)


def provisions_cell(value: CellValue, habits: Habits) -> ReadValue | None:
    """The provisions that a cell cites: `§ 107` is both of its subsections, `SEL § 85 og § 104` two services."""
    text = f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).split())
    given = given_word(text, habits)
    if given is not NOT_GIVEN:
        return None if given is None else ReadValue([str(given)])
    own = {key.casefold(): key for key in keys_of("granted_provision")}
    if all(part.casefold() in own for part in cell_parts(text, habits.separator)):
        return ReadValue([*dict.fromkeys(own[part.casefold()] for part in cell_parts(text, habits.separator))])
    found: list[PlainValue] = []
    act = "SEL"
    for part in cell_parts(text, habits.separator):
        act, codes = _cited_provisions(part, act)
        found += [code for code in codes if code not in found]
    listed = formats.listed(_label(str(code)) for code in found)
    several = len(found) > 1 and len(cell_parts(text, habits.separator)) == 1
    return ReadValue(found, _("read as {value}", value=listed) if several else None)


_SECTIONS_OF_STK_1 = frozenset(("SEL-108",))
"""Sections that are cited with stk. 1 as often as without; visit knows no other of their subsections by a number."""


def _label(code: str) -> str:
    from visit.reasons.labels import provision_name

    return provision_name(code, "da")


def _cited_provisions(text: str, act: str) -> tuple[str, Sequence[str]]:
    """Return the act that is cited, and the provisions of the vocabulary that a citation is."""
    cited = _CITED.fullmatch(text.casefold())
    if cited is None:
        meant = codes_called("granted_provision", text)
        if len(meant) == 1:
            return act, meant
        raise CellError(
            _("is no provision: {value}", value=shown_cell(text)), did_you_mean(text, keys_of("granted_provision"))
        )
    word = (cited["act"] or "").strip()
    if word:
        named = next((key for key, names in _ACTS.items() if word in names), None)
        if named is None:
            raise CellError(_("is a provision of another act: {value}", value=shown_cell(text)))
        act = named
    base = f"{act}-{cited['section']}{cited['letter'] or ''}"
    stk = cited["stk"] or cited["sub"]
    keys = keys_of("granted_provision")
    if stk and f"{base}-{stk}" in keys:
        return act, (f"{base}-{stk}",)
    if base in keys and (not stk or (stk == "1" and base in _SECTIONS_OF_STK_1)):
        return act, (base,)
    if base in keys and stk:
        message = _(
            "{section} is known as a whole: which help is {value}?", section=_label(base), value=shown_cell(text)
        )
        raise CellError(
            message, _("say in the map what it means: `words: {{{word}: {codes}}}`", word=redacted(text), codes=base)
        )
    found = [] if stk else [key for key in keys if re.fullmatch(rf"{re.escape(base)}-\d", key)]
    if not found:
        raise CellError(_("is a provision that visit does not know: {value}", value=shown_cell(text)))
    return act, found
