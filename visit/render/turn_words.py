"""What follows on both sides in another form, in words: how many get another interval, and from which to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from visit.lab.attribution import Attribution
from visit.lab.following import EditCounts
from visit.lab.forms import FormTurn, one_or_two, statement_id
from visit.lab.gate_verdict import another_form
from visit.lab.pieces import Piece
from visit.lab.reads import PERIOD_FIELDS, with_another_period
from visit.lab.said import OF_ROLES, PERHAPS
from visit.locale import formats, plural
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
_TWO_PEOPLE = " (two people)"
Turned: TypeAlias = tuple[int, int]
"""How often something begins, and ends."""


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


def begun_and_ended(both: Sequence[EditCounts], of: str) -> Turned:
    """Return how many begin and end: who would begin without an edit, and does not beside it, ends with it."""
    begins, ends = (int(getattr(one, of)) for one in both)
    return max(begins, 0) + max(-ends, 0), max(ends, 0) + max(-begins, 0)


def begun_by_statement(found: Attribution, piece: Piece, section: str, of: str) -> dict[str, list[Turned]]:
    """Return how often each statement of a section begins and ends by an edit, surely and perhaps; each form of it by itself."""
    turns: dict[str, list[Turned]] = {}
    for what, counts in found.following.by_edit(piece.name):
        if what.section == section:
            both = (counts, EditCounts()) if what.begins else (EditCounts(), counts)
            begins, ends = begun_and_ended(both, of)
            every = turns.setdefault(statement_id(what.said), [(0, 0), (0, 0)])
            every[what.is_perhaps] = (every[what.is_perhaps][0] + begins, every[what.is_perhaps][1] + ends)
    return turns


def periods_moved_by(
    found: Attribution,
    piece: Piece,
    section: str,
    of: str,
    guidelines: Iterable[Guideline],
    *,
    says_perhaps: bool = True,
) -> str:
    """Return how many get another period of a statement by an edit that changes nothing else in a section.

    Args:
        found: What each edit does.
        piece: The edit: of the periods of statements, or of numbers that are periods of them.
        section: The section.
        of: What is counted of it: what it does `alone`, or as far as it is `needed`.
        guidelines: Those on both sides.
        says_perhaps: Whether it is said of what is only perhaps so.
    """
    turns = begun_by_statement(found, piece, section, of)
    moving = {id: every for id, every in turns.items() if any(map(any, every))}
    if not moving or not moving.keys() <= _with_another_form(piece, section, guidelines):
        return ""
    if any(begins != ends for every in moving.values() for begins, ends in every):
        return ""
    surely, perhaps = (sum(every[place][0] for every in moving.values()) for place in (False, True))
    is_period = all(edit.section == "parameters" or edit.path[0] in PERIOD_FIELDS for edit in piece.edits)
    words = another_form(surely or perhaps, section, is_period=is_period)
    return with_perhaps(words, surely, perhaps) if says_perhaps else words


def with_perhaps(words: str, surely: int, perhaps: int) -> str:
    """Return of how many something is so with of how many it is only perhaps so; the words are of these where no other is."""
    if not surely:
        return _("perhaps {what}", what=words)
    return f"{words} ({_('perhaps {what}', what=formats.number(perhaps))})" if perhaps else words


def one_for_two(turns: Mapping[str, Turned]) -> tuple[str, frozenset[str]]:
    """Return how many approvals take one person instead of two by an edit, or two instead of one, in words.

    Args:
        turns: How often each role begins and ceases to approve, as the statements of an edit have it.

    Returns:
        The words, and of what in `turns` they are: of roles that approve as often as before.
    """
    forms = {said for said in turns if one_or_two(said) != said}
    roles = {one_or_two(said).removesuffix(PERHAPS) for said in forms}
    steady = {role for role in roles if not any((*turns.get(role, ()), *turns.get(role + PERHAPS, ())))}
    told = frozenset(said for said in forms if one_or_two(said).removesuffix(PERHAPS) in steady)
    is_sure = {said: said.endswith(_TWO_PEOPLE) for said in told}
    counts = [
        [sum(turns[said][turn] for said in told if is_sure[said] is sure) for sure in (True, False)] for turn in (0, 1)
    ]
    (begins, ends) = counts
    if any(begins) is any(ends):
        return "", frozenset()
    surely, perhaps = begins if any(begins) else ends
    n, shown = surely or perhaps, formats.number(surely or perhaps)
    words = (
        plural(
            "{n} is approved by two people instead of one", "{n} are approved by two people instead of one", n, n=shown
        )
        if any(begins)
        else plural(
            "{n} is approved by one person instead of two", "{n} are approved by one person instead of two", n, n=shown
        )
    )
    return with_perhaps(words, surely, perhaps), told


def once(turns: Mapping[str, Turned]) -> dict[str, Turned]:
    """Return how often each role begins and ceases to approve, once where that is as often by two people as in all.

    What is told of a role by two people stands behind the role.
    """
    roles = {
        one_or_two(said).removesuffix(PERHAPS) for said in turns if said.removesuffix(PERHAPS).endswith(_TWO_PEOPLE)
    }
    pairs = {role: [(role + sure, role + _TWO_PEOPLE + sure) for sure in ("", PERHAPS)] for role in roles}
    twice = {
        two for every in pairs.values() for _all, two in every
        if all(turns.get(one, (0, 0)) == turns.get(other, (0, 0)) for one, other in every)
    }  # fmt: skip
    kept = sorted(
        turns.keys() - twice, key=lambda said: (one_or_two(said).removesuffix(PERHAPS), one_or_two(said) != said, said)
    )
    return {said: turns[said] for said in kept}


def by_how_many(said: str, turns: Mapping[str, Turned]) -> str:
    """Return by how many people, where it is told of the role itself, too; nothing where it is not, or of the role itself."""
    plain = one_or_two(said)
    role = plain.removesuffix(PERHAPS)
    if plain == said or not any((*turns.get(role, ()), *turns.get(role + PERHAPS, ()))):
        return ""
    surely = said.endswith(_TWO_PEOPLE)
    return _("by two people") if surely else _("perhaps {what}", what=_("by two people"))


def _with_another_form(piece: Piece, section: str, guidelines: Iterable[Guideline]) -> frozenset[str]:
    """Return the statements of a section that an edit gives another form, where it changes nothing else in it."""
    numbers = frozenset(edit.key for edit in piece.edits if edit.section == "parameters")
    others = [edit for edit in piece.edits if edit.section != "parameters"]
    if any(_SAID_AS.get(edit.section, edit.section) != section or not _is_of_a_form(edit) for edit in others):
        return frozenset()
    found = [with_another_period(numbers, section, one) for one in guidelines if numbers & one.parameters.keys()]
    if not all(found):
        return frozenset()
    return frozenset(edit.key for edit in others).union(*found)


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
