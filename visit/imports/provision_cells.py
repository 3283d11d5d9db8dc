"""What is written in a cell, as the provisions that it cites.

§ 107 → SEL-107-1, SEL-107-2      SEL § 85 og § 104 → SEL-85, SEL-104      §§ 97-98 → SEL-97, SEL-98
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

_SHORT = ("sl", "ls")
"""What the act is called in short here and there (SL, LSS without its last s); how it is read is told."""
_ACTS = {
    "SEL": ("sel", "serviceloven", "servicelovens", "lov om social service", *_SHORT),
    "ABL": ("abl", "almenboligloven", "almenboliglovens", "lov om almene boliger"),
    "SUL": ("sul", "sundhedsloven", "sundhedslovens"),
}
_ACTS_OF = {name: act for act, names in _ACTS.items() for name in names}
_CITED = re.compile(
    r"(?:(?P<act>[a-zæøå][a-zæøå ]*?)s?\.?,? *)?(?:§§? *|nr\.? *)?(?P<section>\d{2,3}) *(?P<letter>[a-e](?![a-zæøå]))?"
    r"(?:,? *(?:stk\.?|stykke) *(?P<stk>\d)|\((?P<sub>\d)\))?(?P<item>,? *nr\.? ?\d)?",
    re.IGNORECASE,
)


_RANGE = re.compile(
    r"(?:(?P<act>[a-zæøå][a-zæøå ]*?)s?\.?,? *)?(?:§§? *|nr\.? *)?(?P<section>\d{2,3}) *(?P<letter>[a-e](?![a-zæøå]))?"
    r" *(?:[-–—‑]|til) *(?:§§? *)?(?:(?P<last>\d{2,3}) *(?P<last_letter>[a-e](?![a-zæøå]))?|(?P<only_letter>[a-e]))",
    re.IGNORECASE,
)
_BEFORE_WORDS = re.compile(
    r"(?P<cited>[^\d]*\d{2,3}(?: *[a-e](?![a-zæøå]))?(?:,? *(?:stk\.?|stykke) *\d|\(\d\))?)[ :,.(–-]+(?P<words>[^\d§]+)",
    re.IGNORECASE,
)
"""A citation with what the help is called behind it: `§ 85 Socialpædagogisk støtte`."""
_OTHER_THAN_NAMES = re.compile(
    r"\b(?:ff?|ikke|undtage[nt]|frem|følgende|op|mv|m\.v|til|samt|jf|evt|eller)\b", re.IGNORECASE
)
"""Words that say more of a citation than what the help is called."""


class UnsettledProvisionError(CellError):
    """A cell that cites help of which the map must say what is meant.

    Attributes:
        codes: What it may be.
    """

    def __init__(self, message: str, help: str, codes: Sequence[str]) -> None:
        super().__init__(message, help)
        self.codes = tuple(codes)


_LIKE_A_HOME = re.compile(r"botilbuds?[- ]?lignende|\bstl\b|lov om socialtilsyn|socialtilsynslov", re.IGNORECASE)
"""Words for offers like a botilbud, whose help is under sections 83-87, 97, 98 and 102 (Act on Social Supervision 4(1) no. 3)."""


def _refuse_like_a_home(text: str, parts: Sequence[str]) -> None:
    """Refuse a cell about an offer like a botilbud: the home in it stands in the cell as little as which of the services it has.

    Raises:
        UnsettledProvisionError: It says so, or cites support in the home together with other help there as a range.
    """
    ranges = [between for part in parts if (between := _RANGE.fullmatch(part.casefold())) is not None]
    spans = [
        (_first(one)[0], _last(one)[0]) for one in ranges if _ACTS_OF.get((one["act"] or "").strip(), "SEL") == "SEL"
    ]
    is_range = any(83 <= first <= 85 <= last <= 87 and first < last for first, last in spans)
    if is_range or _LIKE_A_HOME.search(text) is not None:
        raise UnsettledProvisionError(
            _("is an offer like a botilbud, or several services in the home: {value}", value=shown_cell(text)),
            _(
                "write `words: {{{word}: {codes}}}` in the map for support alone, or “ABL § 105 og SEL § 85” for a home with it",
                word=redacted(text), codes="SEL-85",
            ),
            ("SEL-85",),
        )  # fmt: skip


def provisions_cell(value: CellValue, habits: Habits) -> ReadValue | None:
    """The provisions that a cell cites: `§ 107` is both of its subsections, `SEL § 85 og § 104` two services.

    A range (`§§ 97-98`) is every provision from the one to the other that visit knows. What is said of offers like a botilbud
    (`§§ 83-87`) is asked about.
    """
    text = f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).split())
    given = given_word(text, habits)
    if given is not NOT_GIVEN:
        return None if given is None else ReadValue([str(given)])
    own = {key.casefold(): key for key in keys_of("granted_provision")}
    found: list[PlainValue] = []
    act, is_told, unknown = "SEL", False, list[str]()
    whole = _SPELLED.sub("§ ", text)
    parts = (
        [whole] if _behind_words(whole) else [_SPELLED.sub("§ ", part) for part in cell_parts(text, habits.separator)]
    )
    _refuse_like_a_home(text, parts)
    for part in parts:
        codes: Sequence[str]
        if part.casefold() in own:
            codes = (own[part.casefold()],)
        elif (between := _RANGE.fullmatch(part.casefold())) is not None:
            act, codes = _between(between, part, act)
            unknown += _ends_unknown(between, act)
        else:
            act, codes = _cited_provisions(part, act)
        is_told = is_told or len(codes) > 1 or not (part.casefold() in own or _is_plain(part))
        found += [code for code in codes if code not in found]
    listed = formats.listed(_label(str(code)) for code in found)
    if unknown:
        names = formats.listed(unknown)
        return ReadValue(found, _("read as {value}; {names} is not known here", value=listed, names=names))
    return ReadValue(found, _("read as {value}", value=listed) if is_told else None)


_BEHIND_WORDS = re.compile(
    r"(?P<words>[^\d§()]*?[^\d§() ,:–-])[ ,:–-]+"
    r"\(?(?P<cited>(?:sel|abl|sul)? *§+ *\d{2,3}(?: *[a-e](?![a-zæøå]))?(?:,? *stk\.? *\d)?)\)?",
    re.IGNORECASE,
)
"""A citation behind what the help is called: `Længerevarende botilbud (§ 108)`."""
_ACT_WORD = re.compile(
    r"lov(?:en|ens|bekendtgørelse\w*)?\b|bekendtgørelse|\b(?:sel|abl|sul|sl|lss|stl|rsl)$", re.IGNORECASE
)


def _behind_words(text: str) -> str | None:
    """Return the one citation that stands behind what help is called; None where it says more, or names an act."""
    named = _BEHIND_WORDS.fullmatch(text)
    if named is None or re.fullmatch(r"[A-ZÆØÅ]{2,6}", named["words"]):
        return None
    return None if _OTHER_THAN_NAMES.search(named["words"]) or _ACT_WORD.search(named["words"]) else named["cited"]


_SPELLED = re.compile(r"\bparagraf(?:fen|fer|ferne)?\b\.? *(?=\d)", re.IGNORECASE)


def _is_plain(part: str) -> bool:
    """Return whether a part is a citation in the usual words, of no more than visit tells apart."""
    cited = _CITED.fullmatch(part.casefold())
    act = "" if cited is None else (cited["act"] or "").strip()
    return cited is not None and cited["item"] is None and (not act or (act in _ACTS_OF and act not in _SHORT))


def _between(between: re.Match[str], text: str, act: str) -> tuple[str, Sequence[str]]:
    """Return the act of a range, and every provision of it that visit knows, from the first to the last."""
    act = _act_named(between["act"], text) or act
    first, last = _first(between), _last(between)
    if last < first:
        raise CellError(_("ends before it begins: {value}", value=shown_cell(text)))
    sections = {(int(one[1]), one[2]): one[0] for one in map(_SECTION_OF.match, keys_of("granted_provision")) if one}
    codes: list[str] = []
    for section in sorted(one for one in sections if first <= one <= last and sections[one].startswith(f"{act}-")):
        codes += _cited_provisions(f"§ {section[0]}{section[1]}", act)[1]
    if not codes:
        raise CellError(_("is a provision that visit does not know: {value}", value=shown_cell(text)))
    return act, codes


_SECTION_OF = re.compile(r"[A-Z]+-(\d+)([a-z]?)(?=-|$)")


def _first(between: re.Match[str]) -> tuple[int, str]:
    return int(between["section"]), (between["letter"] or "").casefold()


def _last(between: re.Match[str]) -> tuple[int, str]:
    if between["only_letter"] is not None:
        return int(between["section"]), between["only_letter"].casefold()
    return int(between["last"]), (between["last_letter"] or "").casefold()


def _ends_unknown(between: re.Match[str], act: str) -> Sequence[str]:
    """Return the first and the last of a range, where visit does not know them."""
    known = keys_of("granted_provision")
    ends = [f"{number}{letter}" for number, letter in (_first(between), _last(between))]
    unknown = [one for one in ends if not any(re.fullmatch(rf"{act}-{one}(?:-.+)?", key) for key in known)]
    return [f"{act} § {one}" for one in unknown]


_FEW = 5
_SECTIONS_OF_STK_1 = frozenset(("SEL-108",))
"""Sections that are cited with stk. 1 as often as without; visit knows no other of their subsections by a number."""


def _label(code: str) -> str:
    from visit.reasons.labels import provision_name

    return provision_name(code, "da")


def _cited_provisions(text: str, act: str) -> tuple[str, Sequence[str]]:
    """Return the act that is cited, and the provisions of the vocabulary that a citation is."""
    cited = _CITED.fullmatch(text.casefold())
    if cited is None:
        return _cited_in_words(text, act)
    act = _act_named(cited["act"], text) or act
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
        help = _("say in the map what it means: `words: {{{word}: {codes}}}`", word=redacted(text), codes=base)
        raise UnsettledProvisionError(message, help, (base,))
    found = [] if stk else [key for key in keys if re.fullmatch(rf"{re.escape(base)}-\d", key)]
    if not found:
        raise CellError(_("is a provision that visit does not know: {value}", value=shown_cell(text)))
    return act, found


def _act_named(word: str | None, text: str) -> str | None:
    """Return the act that stands before a section; None where none does."""
    if not (word or "").strip():
        return None
    named = next((key for key, names in _ACTS.items() if (word or "").strip() in names), None)
    if named is None and _behind_words(text):
        return None
    if named is None:
        raise CellError(_("is a provision of another act: {value}", value=shown_cell(text)))
    return named


def _cited_in_words(text: str, act: str) -> tuple[str, Sequence[str]]:
    """Return what words cite: a citation with what the help is called behind it, or the name of one provision alone."""
    named = _BEFORE_WORDS.fullmatch(text.casefold())
    if named is not None and _OTHER_THAN_NAMES.search(named["words"]) is None:
        return _cited_provisions(named["cited"], act)
    if (cited := _behind_words(text)) is not None:
        return _cited_provisions(cited, act)
    if re.search(r"[\d§]", text):
        raise CellError(
            _("is not a provision: {value}", value=shown_cell(text)), _("write each provision: § 83, § 85 and so on")
        )
    meant = codes_called("granted_provision", text)
    if len(meant) == 1:
        return act, meant
    if meant:
        codes = " | ".join(meant[:_FEW])
        help = _("say in the map what it means: `words: {{{word}: {codes}}}`", word=redacted(text), codes=codes)
        raise UnsettledProvisionError(
            _("may be several provisions: {value}", value=shown_cell(text)), help, meant[:_FEW]
        )
    raise CellError(
        _("is not a provision: {value}", value=shown_cell(text)), did_you_mean(text, keys_of("granted_provision"))
    )
