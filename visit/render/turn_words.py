"""What follows on both sides in another form, in words: how many get another interval, and from which to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from visit.lab.attribution import Attribution
from visit.lab.forms import FormTurn, statement_id
from visit.lab.gate_verdict import another_period
from visit.lab.pieces import Piece
from visit.lab.reads import PERIOD_FIELDS
from visit.lab.said import PERHAPS
from visit.locale import formats
from visit.locale import text as _
from visit.render.compare_words import followed, people_words, periods_in_words, words_moved
from visit.render.guideline_sheet import GuidelineSheet
from visit.rules.guideline.edits import Edit
from visit.rules.guideline.values import Guideline


def moved_periods(turns: Mapping[FormTurn, int]) -> dict[FormTurn, int]:
    """Return those of some turns that are another period of the same statement, as surely as before."""
    return {turn: n for turn, n in turns.items() if turn.is_another_period}


def periods_moved_in_short(
    turns: Mapping[FormTurn, int], section: str, guidelines: Sequence[Guideline], language: str
) -> str:
    """Return in a few words how many get another period, and from which to which where that is one; nothing where none does."""
    moved = moved_periods(turns)
    if not moved:
        return ""
    perhaps = sum(n for turn, n in moved.items() if turn.now.endswith(PERHAPS))
    told = list(dict.fromkeys(_periods(turn, section, guidelines, language) for turn in moved))
    beside = told if len(told) == 1 else []
    beside += [_("perhaps {what}", what=formats.number(perhaps))] if perhaps else []
    words = another_period(sum(moved.values()) - perhaps, section)
    return f"{words} ({'; '.join(beside)})" if beside else words


def periods_moved(
    turns: Mapping[FormTurn, int], section: str, guidelines: Sequence[Guideline], language: str
) -> Iterator[str]:
    """Yield of each statement how many get another period, from which to which, and what it says."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for turn, n in sorted(moved_periods(turns).items()):
        counts[turn.id, _periods(turn, section, guidelines, language), turn.now.endswith(PERHAPS)] += n
    for (id, periods, perhaps), n in counts.items():
        text = followed(section, id, [*guidelines], language, texts=True)
        words = f"{another_period(n, section)} ({periods}): {text}{'' if section == 'approvals' else f' [{id}]'}"
        yield _("perhaps {what}", what=words) if perhaps else words


def periods_moved_by(found: Attribution, piece: Piece, section: str, of: str) -> str:
    """Return how many get another period of a statement by an edit of nothing else: `alone`, or as far as it is `needed`."""
    edited = {edit.key for edit in piece.edits}
    if any(edit.section != section or not _is_of_a_period(edit) for edit in piece.edits):
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
    words = another_period(counts[0], section)
    return f"{words} ({_('perhaps {what}', what=formats.number(counts[1]))})" if counts[1] else words


def _is_of_a_period(edit: Edit) -> bool:
    return bool(edit.path) and edit.path[0] in PERIOD_FIELDS


def _periods(turn: FormTurn, section: str, guidelines: Sequence[Guideline], language: str) -> str:
    """Return the periods that are others, in words: `3 → 2 months`; all of them where there are more or fewer than before."""
    if section == "approvals":
        return " → ".join(people_words(one.removesuffix(PERHAPS).partition(" ")[2]) for one in turn)
    sheet = GuidelineSheet(guidelines[-1], (), language)
    was, now = (one.removesuffix(PERHAPS).partition(" ")[2].strip("()").split(", ") for one in turn)
    pairs = [*zip(was, now, strict=False)] if len(was) == len(now) else [(", ".join(was), ", ".join(now))]
    return ", ".join(
        words_moved(*(periods_in_words(one, sheet) for one in pair)) for pair in pairs if pair[0] != pair[1]
    )
