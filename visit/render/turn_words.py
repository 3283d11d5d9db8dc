"""What follows on both sides in another form, in words: how many get another interval, and from which to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from visit.lab.attribution import Attribution
from visit.lab.forms import FormTurn, statement_id
from visit.lab.gate_verdict import another_form
from visit.lab.pieces import Piece
from visit.lab.reads import PERIOD_FIELDS
from visit.lab.said import OF_ROLES, PERHAPS
from visit.locale import formats
from visit.locale import text as _
from visit.render.compare_words import followed
from visit.render.few_told import FewTold
from visit.render.form_words import form_moved, people_words
from visit.render.guideline_sheet import GuidelineSheet
from visit.rules.guideline.edits import Edit
from visit.rules.guideline.values import Guideline

_SAID_AS = {"service_levels": "notices"}
"""The section of what follows of a statement of another section."""
_FORM_FIELDS = ("by", "waits_for", "counted_from", "usual_hours", "most_hours", "weeks", "form")
"""The fields of a statement that are part of the form in which it follows, beside its periods."""


def moved_periods(turns: Mapping[FormTurn, int]) -> dict[FormTurn, int]:
    """Return those of some turns that are another period of the same statement, as surely as before."""
    return {turn: n for turn, n in turns.items() if turn.is_another_period}


def periods_moved_in_short(may: FewTold, section: str, guidelines: Sequence[Guideline], language: str) -> str:
    """Return in a few words how many citizens get another period, and from which to which where that is one.

    Nothing where none does; what is hidden is told so, unless it is told so as what begins and ends.
    """
    moved = moved_periods(may.turns(section))
    if not moved:
        is_hidden = section in OF_ROLES and may.hidden_forms(section) != may.hidden_statements(section)
        return another_form(None, section, is_period=True) if is_hidden else ""
    is_period = _is_period(moved)
    sure, perhaps = may.another_form(section) or (None, 0)
    told = list(dict.fromkeys(_periods(turn, section, guidelines, language) for turn in moved))
    beside = told if len(told) == 1 and sure is not None else []
    if sure == 0:
        words = _("perhaps {what}", what=another_form(perhaps, section, is_period=is_period))
    else:
        words = another_form(sure, section, is_period=is_period)
        beside += [_("perhaps {what}", what=formats.number(perhaps))] if perhaps else []
    return f"{words} ({'; '.join(beside)})" if beside else words


def periods_moved(
    turns: Mapping[FormTurn, int], section: str, guidelines: Sequence[Guideline], language: str
) -> Iterator[str]:
    """Yield of each statement how many get another period, from which to which, and what it says."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    of: dict[str, list[FormTurn]] = {}
    for turn, n in sorted(moved_periods(turns).items()):
        counts[turn.id, _periods(turn, section, guidelines, language), turn.now.endswith(PERHAPS)] += n
        of.setdefault(turn.id, []).append(turn)
    for (id, periods, perhaps), n in counts.items():
        text = followed(section, id, [*guidelines], language, texts=True)
        words = f"{another_form(n, section, is_period=_is_period(of[id]))} ({periods}): {text}"
        words += "" if section in OF_ROLES else f" [{id}]"
        yield _("perhaps {what}", what=words) if perhaps else words


def periods_moved_by(found: Attribution, piece: Piece, section: str, of: str, *, only_perhaps: bool = False) -> str:
    """Return how many get another form of a statement by an edit of nothing else: `alone`, or as far as it is `needed`.

    With `only_perhaps` what is so only perhaps is told by itself.
    """
    edited = {edit.key for edit in piece.edits}
    if any(_SAID_AS.get(edit.section, edit.section) != section or not _is_of_a_form(edit) for edit in piece.edits):
        return ""
    others = [what for what, _counts in found.following.by_edit(piece.name) if statement_id(what.said) not in edited]
    counts = []
    for perhaps in (False, True):
        begins, ends = (int(getattr(one, of)) for one in found.following.sums(piece.name, section, perhaps=perhaps))
        if others or begins != ends or begins < 0:
            return ""
        counts.append(begins)
    if not any(counts):
        return ""
    is_period = all(edit.path[0] in PERIOD_FIELDS for edit in piece.edits)
    if only_perhaps:
        return another_form(counts[1], section, is_period=is_period)
    words = another_form(counts[0], section, is_period=is_period)
    return f"{words} ({_('perhaps {what}', what=formats.number(counts[1]))})" if counts[1] else words


def _is_of_a_form(edit: Edit) -> bool:
    return bool(edit.path) and edit.path[0] in (*PERIOD_FIELDS, *_FORM_FIELDS)


def _periods(turn: FormTurn, section: str, guidelines: Sequence[Guideline], language: str) -> str:
    """Return the periods that are others, in words: `3 → 2 months`; all of them where there are more or fewer than before."""
    if section == "approvals":
        return " → ".join(people_words(one.removesuffix(PERHAPS).partition(" ")[2]) for one in turn)
    sheets = [GuidelineSheet(one, (), language) for one in guidelines]
    return form_moved(turn, sheets)


def _is_period(turns: Iterable[FormTurn]) -> bool:
    return all(turn.keeps_the_rest for turn in turns)
