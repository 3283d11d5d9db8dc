"""Fields that a text has otherwise in a plain word: before and within, two people, to be confirmed, only marked cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word, first_word, known_fact
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written, nodes_of
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_LENGTH = r"(?:\d+|\w+) (?:dage?|days?|uger?|weeks?|måneder|måned|months?|år|years?)"
_BEFORE = re.compile(rf"\b{_LENGTH} (?:før|inden|before|prior to|ahead of)(?!\w)", re.IGNORECASE)
_AFTER = re.compile(
    rf"\b(?:{_LENGTH} (?:efter|fra|after|from|of)|inden for {_LENGTH}|within {_LENGTH} (?:of|after|from))(?!\w)",
    re.IGNORECASE,
)
_TWO = any_word(
    r"""
    to (?:personer|underskrifter|medarbejdere|ledere|kolleger|godkendere|mennesker) ~ fire øjne ~ fire-øjne\w*
    two (?:people|persons|signatures|colleagues|employees|managers|approvers) ~ four eyes ~ four-eyes
    en anden person ~ another person too ~ (?:a )?second (?:person|signature|approver|colleague)
    begge skriver under ~ both sign ~ endnu en (?:person|kollega|medarbejder) ~ to skriver under ~ two sign
    medunderskriv\w* ~ countersign\w* ~ en anden end den, der (?:har indstillet|indstiller|har behandlet|behandler|afgør)
    (?:someone|somebody) other than (?:who|the one who|whoever)
    """
)
_ONE = any_word("én person ~ én underskrift ~ one person ~ one signature ~ a single person ~ en enkelt person")
_FORMS = {
    "open": any_word(r"åbent ~ åbne ~ åben ~ drop-in\w* ~ uden henvisning ~ open"),
    "group": any_word(r"\w*grupper?\w* ~ på hold ~ holdet ~ fælles ~ groups? ~ together ~ in a class"),
    "individual": any_word(
        r"individuel\w* ~ én til én ~ en til en ~ enkeltvis ~ individual(?:ly)? ~ one-to-one ~ one to one"
    ),
    "online": any_word(
        r"online ~ digital\w* ~ virtuel\w* ~ video\w* ~ (?:på|over) skærm\w* ~ virtual\w* ~ on (?:a )?screen"
    ),
    "at_office": any_word(
        r"på (?:kontoret|rådhuset|centret) ~ i (?:centret|rådgivningen) ~ at the (?:office|town hall|centre)"
    ),
    "at_home": any_word(
        r"i (?:eget |borgerens (?:eget )?)?hjem(?:met)? ~ hjemme\w* ~ at home ~ in (?:the|the citizen's(?: own)?) home"
    ),
}
"""What texts call the form in which help is given."""
_CONFIRMED = re.compile(
    r"(?:(?:ikke|ej) (?:er )?oplyst|ukendt|uoplyst|not (?:yet )?(?:recorded|stated|known)|unknown)[^.:]*\b(?:bekræft\w*|confirm\w*)"
    r"|\b(?:bekræft\w*|confirm\w*)[^.:]*(?:før|inden|before|prior to)[^.:]*"
    r"\b(?:afgør\w*|afgjort|beslut\w*|decid\w*|decision|grant\w*|bevilg\w*)", re.IGNORECASE)  # fmt: skip
_ONLY = any_word(
    r"""
    kun(?: en| de)? sag\w* ~ kun (?:markerede|angivne|dem|de|når|hvis)
    only (?:a case|cases|marked|those|the|where|if|when) ~ alle andre ~ all others? ~ øvrige sager ~ other cases
    """
)


def other_fields(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text says otherwise what a field says in a word: before, two people, confirm, awaiting."""
    for one in bound_statements(leaf):
        yield from _before_and_after(leaf, one)
        yield from _four_eyes(leaf, one)
        yield from _unknown(leaf, one)
        yield from _form(leaf, one)


def _field(leaf: Layer, one: BoundStatement, field: str, word: str, meant: str) -> GuidelineError:
    has = one.row.get(field)
    written = f"{field}: {str(has).lower() if isinstance(has, bool) else has}" if has is not None else None
    message = (
        _("{id}: the text says “{word}”, and there is no `{field}`", id=one.id, word=word, field=field)
        if written is None
        else _("{id}: the text says “{word}”, and the statement has `{written}`", id=one.id, word=word, written=written)
    )
    near = field if written is not None else next((key for key in ("require", "when") if key in one.row), "id")
    at = leaf.locate((*one.path, near))
    help = _("write `{sign}` if the text is right, or mend the text", sign=meant)
    return GuidelineError(message, at=at, help=help, code="said-otherwise")


def _before_and_after(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    if one.section != "deadlines":
        return
    field, pattern, other, meant = (
        ("within", _BEFORE, _AFTER, "before") if "within" in one.row else ("before", _AFTER, _BEFORE, "within")
    )
    word = first_word(pattern, one.worded)
    if word is not None and first_word(other, one.worded) is None and field in one.row:
        yield _field(leaf, one, field, word, f"{meant}: {one.row[field]}")


def _four_eyes(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    if one.section != "approvals":
        return
    word = first_word(_TWO, one.texts)
    if word is not None and not one.row.get("four_eyes"):
        yield _field(leaf, one, "four_eyes", word, "four_eyes: true")
    alone = first_word(_ONE, one.worded)
    if word is None and one.row.get("four_eyes") and alone is not None:
        yield _field(leaf, one, "four_eyes", alone, "four_eyes: false")


def _form(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """Help in a form that every text and the source call otherwise."""
    has = one.row.get("form")
    if one.section != "service_levels" or not isinstance(has, str):
        return
    for texts in (one.worded, [text for text in one.texts if text.is_source]):
        if any(_FORMS[has].search(plain_text(text.text)) for text in one.texts):
            return
        named = [
            form
            for form, words in _FORMS.items()
            if texts and all(words.search(plain_text(text.text)) for text in texts)
        ]
        if len(named) == 1:
            yield _field(leaf, one, "form", str(first_word(_FORMS[named[0]], texts)), f"form: {named[0]}")
            return


def _unknown(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    if one.section != "rules":
        return
    if one.row.get("strength") == "must" and one.row.get("if_unknown") != "confirm":
        word = first_word(_CONFIRMED, one.texts)
        if word is not None and not _asks_whether_known(one):
            yield _field(leaf, one, "if_unknown", word, "if_unknown: confirm")
    if one.row.get("strength") == "hold" and one.row.get("if_unknown") == "awaiting":
        yield from _holds_everybody(leaf, one)


def _holds_everybody(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A hold of what is seldom recorded: where nothing is recorded, every case waits."""
    require = next((condition for condition in one.conditions if condition.path[-1] == "require"), None)
    if require is None or _asks_whether_known(one):
        return
    flags = [name for name in names_written(require.node) if name.startswith("case.flags.")]
    if flags and all(name.startswith("case.flags.") or "." not in name for name in names_written(require.node)):
        message = _("{id}: where `{fact}` is not recorded, every option waits", id=one.id, fact=sorted(flags)[0])
        help = _("take `if_unknown` out, or write `when: known({fact})`", fact=sorted(flags)[0])
        yield GuidelineError(message, at=leaf.locate((*one.path, "if_unknown")), help=help, code="holds-everybody")
    elif (word := first_word(_ONLY, one.worded)) is not None:
        yield _field(leaf, one, "if_unknown", word, "when: known(…)")


def _asks_whether_known(one: BoundStatement) -> bool:
    return any(known_fact(node) for condition in one.conditions for node in nodes_of(condition.node))
