"""Which edit did it, in words: what an edit is called, what it moves alone, its share, and what edits do together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from textwrap import shorten
from types import MappingProxyType

from visit.catalogue_edits import TRAVEL, CatalogueEdit
from visit.lab.attribution import Attribution
from visit.lab.pieces import DAY, Piece
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.render.catalogue_sheet import field_name, recorded_words
from visit.render.compare_words import difference_of, with_sign, words_moved
from visit.render.guideline_sheet import GuidelineSheet
from visit.render.statement_fields import statement_field
from visit.rules.guideline.edits import ORDER, WHOLE, Edit
from visit.rules.guideline.values import Guideline

_BY_ID: Mapping[str, str] = MappingProxyType({})
_SHORT = 14
"""So many letters of a value are told beside its name."""
_LONG = 80
"""The same of both values of an offer, which are told in words."""


def piece_words(piece: Piece, called: Mapping[str, str] = _BY_ID) -> str:
    """Return what an edit is called: the statement or offer, and what becomes of it where that is short.

    Args:
        piece: The edit.
        called: What statements are called, by id; one that is not there has its id.
    """
    if piece.name == DAY:
        return _("the day")
    if piece.name == TRAVEL:
        return _("the travel times")
    if piece.offer is not None:
        first = piece.offer_edits[0]
        name = called.get(piece.offer) or piece.offer
        name = name if first.service is None else f"{name} {first.service}"
        if first.field is None:
            return _("offer {name}: gone", name=name) if first.after is None else _("offer {name}: new", name=name)
        fields = [_field_words(one, alone=len(piece.offer_edits) == 1) for one in piece.offer_edits]
        return _("offer {name}: {fields}", name=name, fields=", ".join(fields))
    keys = list(dict.fromkeys(edit.statement for edit in piece.edits))
    told = [_statement_words([edit for edit in piece.edits if edit.statement == key], called) for key in keys]
    return _("{edit} and {n} with it", edit=told[0], n=len(told) - 1) if len(told) > 1 else told[0]


def statements_said(
    pieces: Iterable[Piece], guidelines: Iterable[Guideline], language: str, most: int | None = None
) -> dict[str, str]:
    """Return by id what each statement that an edit changes says in short, for who does not know the ids.

    Args:
        pieces: The edits.
        guidelines: Those on both sides; what the first of them says counts.
        language: `da` or `en`.
        most: How many letters are told at most.
    """
    sheets = [GuidelineSheet(one, (), language) for one in guidelines]
    found: dict[str, str] = {}
    for edit in (one for piece in pieces for one in piece.edits):
        rows = [(sheet, sheet.sections.get(edit.section, {}).get(edit.key)) for sheet in sheets]
        texts = [sheet.statement_text(edit.section, edit.key, row) for sheet, row in rows if row is not None]
        short = texts[0].partition(". ")[0].partition(" [")[0].rstrip(".:;,") if texts else ""
        if short and edit.section != "parameters":
            found[edit.key] = f"“{short if most is None else shorten(short, most, placeholder=' …')}”"
    return found


def _field_words(edit: CatalogueEdit, *, alone: bool) -> str:
    """Return a field of an offer that is another, alone with both values where these are short."""
    field = str(edit.field)
    values = [
        _("not recorded") if one is None else recorded_words(field, one, language())
        for one in (edit.before, edit.after)
    ]
    told = words_moved(*values)
    return f"{field_name(field)} {told}" if alone and len(told) <= _LONG else field_name(field)


def _statement_words(edits: Sequence[Edit], called: Mapping[str, str]) -> str:
    edit = edits[0]
    name = called.get(edit.key) or (statement_field(edit.key) if edit.section == WHOLE else edit.key)
    if edit.path == ORDER:
        return _("order of preferences")
    if edit.new is None or edit.old is None:
        return _("{name}: gone", name=name) if edit.new is None else _("{name}: new", name=name)
    values = [_value(one, edit) for one in (edit.before, edit.after)]
    if len(edits) == 1 and all(value is not None for value in values):
        return f"{name} {values[0]} → {values[1]}"
    fields = dict.fromkeys(statement_field(str(one.path[0])) for one in edits if one.path)
    return f"{name}: {', '.join(fields)}" if fields else _("{name}: another", name=name)


def _value(value: object, edit: Edit) -> str | None:
    """Return a value as it is written, where it is short; a strength in a word."""
    if edit.path == ("strength",):
        return {"must": _("a must"), "presumption": _("a presumption"), "hold": _("a hold")}[str(value)]
    if value is None or isinstance(value, dict | list):
        return None
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return written if len(written) <= _SHORT else None


def fraction_words(share: Fraction) -> str:
    """Return a share of cases: with two decimals where it is not whole."""
    return formats.number(share, decimals=0 if share.denominator == 1 else 2)


def fraction_difference(share: Fraction) -> str:
    """Return a share of a difference with its sign."""
    return with_sign(share, fraction_words(abs(share)))


def rows_by_share(found: Attribution) -> list[tuple[Piece, Fraction]]:
    """Return the edits that change something with their share of those that move, the largest first."""
    moved = found.shares.get("moved", {})
    rows = [
        (piece, moved.get(name, Fraction(0))) for name, piece in found.pieces.items() if not found.does_nothing(name)
    ]
    return sorted(rows, key=lambda one: (-abs(one[1]), -found.alone[one[0].name]))


def beside_words(found: Attribution, piece: Piece) -> Iterator[str]:
    """Yield what an edit changes of what follows: its share, or what it does alone and what beside all others."""
    for measure, word in following_words().items():
        share = found.shares.get(measure, {}).get(piece.name, Fraction(0))
        alone, needed = found.in_counts(measure, piece.name)
        if found.is_exact and share:
            yield f"{word} {fraction_difference(share)}"
        elif not found.is_exact and (alone or needed):
            counts = [difference_of(one) for one in dict.fromkeys((alone, needed))]
            yield f"{word} {' / '.join(counts)}"


def following_words() -> dict[str, str]:
    """Return what follows from a first placement, section by section."""
    return {
        "approvals": _("approvals"), "notices": _("notices"), "deadlines": _("deadlines"), "follow_up": _("follow-up"),
    }  # fmt: skip


def idle_words(found: Attribution, called: Mapping[str, str] = _BY_ID, *, named: bool = False) -> Iterator[str]:
    """Yield how many edits change nothing, those apart that touch no case; `named` says which."""
    idle = [piece for name, piece in found.pieces.items() if found.does_nothing(name)]
    for is_touched in (True, False):
        some = [piece for piece in idle if bool(found.touched[piece.name]) is is_touched]
        if not some:
            continue
        n = formats.number(len(some))
        told = (
            plural("{n} edit changes nothing for these citizens", "{n} edits change nothing for these citizens", len(some), n=n)
            if is_touched
            else plural("{n} edit touches none of these citizens", "{n} edits touch none of these citizens", len(some), n=n)
        )  # fmt: skip
        yield f"{told}: {formats.listed(piece_words(one, called) for one in some)}" if named else told


def together_words(found: Attribution, called: Mapping[str, str] = _BY_ID) -> Iterator[str]:
    """Yield what edits do together, with how many cases: those that move only with others, and those that undo each other."""
    for names, n in found.together.most_common():
        yield _cases_of(_("only together: {edits}", edits=_listed(found, names, called)), n)
    for names, n in found.undone.most_common():
        yield _cases_of(_("undo each other: {edits}", edits=_listed(found, names, called)), n)


def _cases_of(what: str, n: int) -> str:
    return plural("{what}: {n} case", "{what}: {n} cases", n, what=what, n=formats.number(n))


def _listed(found: Attribution, names: Sequence[str], called: Mapping[str, str]) -> str:
    return formats.listed(piece_words(found.pieces[name], called) for name in names)
