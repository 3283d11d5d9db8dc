"""Which edit did it, in words: what an edit is called, what it moves alone, its share, and what edits do together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from textwrap import shorten
from types import MappingProxyType

from visit.catalogue_edits import TRAVEL, CatalogueEdit
from visit.lab.attribution import Attribution
from visit.lab.following import EditCounts
from visit.lab.moved_by import MovedBy
from visit.lab.pieces import DAY, Piece
from visit.lab.said import OF_ROLES, PERHAPS
from visit.lab.totals import OF_STATEMENTS
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.reasons.labels import number_with_unit
from visit.render.catalogue_sheet import field_name, recorded_words
from visit.render.compare_words import difference_of, followed_words, section_words, with_sign
from visit.render.field_words import waits_for_words
from visit.render.form_words import words_moved
from visit.render.guideline_sheet import GuidelineSheet
from visit.render.statement_fields import statement_field
from visit.render.turn_words import (
    begun_and_ended,
    begun_by_statement,
    by_how_many,
    once,
    one_for_two,
    periods_moved_by,
)
from visit.rules.guideline.drafting import as_number
from visit.rules.guideline.edits import ORDER, WHOLE, Edit
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_BY_ID: Mapping[str, str] = MappingProxyType({})
_PERIOD = re.compile(r"(\d+) (day|week|month|year)s?")
_UNITS = {
    "day": ("{n} day", "{n} days"), "week": ("{n} week", "{n} weeks"), "month": ("{n} month", "{n} months"),
    "year": ("{n} year", "{n} years"),
}  # fmt: skip
_NUMBER = re.compile(r"(?<= )(?:\S+ )?\S*\d\S*(?: \S+)?")
"""A number with the word before and the word behind it."""
_ROLE = "role "
"""What stands before a role's id where it is told what that is called."""
_SPEAKS = (("strength",), ("by",), ("four_eyes",))
"""The fields whose values say what they are."""
_SHORT = 14
"""So many letters of a value are told beside its name."""
_BILLION = 1_000_000_000
_COUNTED = ("alone", "needed")
"""What is counted of an edit in `EditCounts`: what it does alone, and what would not be so but for it."""
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
    found = {
        _ROLE + id: formats.small(role.label(language))
        for one in guidelines for id, role in one.lists["role"].terms.items()
    }  # fmt: skip
    for edit in (one for piece in pieces for one in piece.edits):
        rows = [(sheet, sheet.sections.get(edit.section, {}).get(edit.key)) for sheet in sheets]
        texts = [sheet.statement_text(edit.section, edit.key, row) for sheet, row in rows if row is not None]
        short = texts[0].partition(". ")[0].partition(" [")[0].rstrip(".:;,") if texts else ""
        if short and edit.section != "parameters":
            found[edit.key] = f"“{short if most is None else shorter(short, most)}”"
    return found


def shorter(text: str, most: int) -> str:
    """Return a text of at most so many letters: cut at its end, or before a number that stands there, for that is the point."""
    cut = shorten(text, most, placeholder=" …")
    number = None if len(cut) == len(text) else _NUMBER.search(text, len(cut.removesuffix(" …")))
    if number is None or len(number[0]) > most // 2:
        return cut
    last = f"{number[0]} …" if number.end() < len(text) else number[0]
    return f"{shorten(text[: number.start()], most - len(last) - 1, placeholder=' …').removesuffix(' …')} … {last}"


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
    if len(edits) == 1 and (edit.section == "parameters" or edit.path in _SPEAKS) and (told := _values(edit, called)):
        return f"{name} {told}"
    fields = [statement_field(str(one.path[0])) for one in edits if one.path]
    parts = [" ".join(filter(None, (field, _values(one, called)))) for field, one in zip(fields, edits, strict=False)]
    told = ", ".join(dict.fromkeys(parts if len(", ".join(parts)) <= _LONG else fields))
    return f"{name}: {told}" if told else _("{name}: another", name=name)


def _values(edit: Edit, called: Mapping[str, str]) -> str:
    """Return both values of a field, where they are short."""
    before, after = (_value(one, edit, called) for one in (edit.before, edit.after))
    if before is None or after is None:
        return ""
    return words_moved(before, after) if before[:1].isdigit() else f"{before} → {after}"


def _value(value: object, edit: Edit, called: Mapping[str, str]) -> str | None:
    """Return a value as it is written, where it is short; a strength, a role, a truth and a period in words."""
    if edit.path == ("strength",):
        return {"must": _("a must"), "presumption": _("a presumption"), "hold": _("a hold")}[str(value)]
    if value is None or isinstance(value, dict | list):
        return None
    if edit.path == ("four_eyes",):
        return _("two people") if value else _("one person")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    written = str(value)
    if edit.section == "parameters" and edit.path == ("value",):
        return number_with_unit(as_number(value if isinstance(value, int) else written), _unit_of(edit))
    if edit.path == ("waits_for",):
        return waits_for_words(written)
    if edit.path == ("form",):
        return formats.small(vocabulary().label("form", written, language()))
    if edit.path == ("by",):
        role = vocabulary().codes["role"].terms.get(written)
        return called.get(_ROLE + written) or (written if role is None else formats.small(role.label(language())))
    if (period := _PERIOD.fullmatch(written)) is not None:
        one, several = _UNITS[period[2]]
        return plural(one, several, int(period[1]), n=formats.number(int(period[1])))
    return written if len(written) <= _SHORT else None


def _unit_of(edit: Edit) -> str | None:
    """Return the unit of a number, where it has one."""
    row = None if edit.new is None else edit.new.row
    return None if not isinstance(row, Mapping) or row.get("unit") is None else str(row["unit"])


def fraction_words(share: Fraction) -> str:
    """Return a share of cases: with two decimals where it is not whole."""
    return f"{'−' if share < 0 else ''}{formats.number(abs(share), decimals=0 if share.denominator == 1 else 2)}"


def fraction_difference(share: Fraction) -> str:
    """Return a share of a difference with its sign."""
    return with_sign(share, fraction_words(abs(share)))


def answers_words(n: int) -> str:
    """Return how many answers something takes; a number that nobody waits for is not written out."""
    return formats.number(n) if n < _BILLION else _("more than a billion")


def rows_by_share(found: Attribution) -> list[tuple[Piece, Fraction]]:
    """Return the edits that change something with their share of those that move, the largest first."""
    moved = found.shares.get("moved", {})
    rows = [
        (piece, moved.get(name, Fraction(0))) for name, piece in found.pieces.items() if not found.does_nothing(name)
    ]
    return sorted(rows, key=lambda one: (-abs(one[1]), -found.alone[one[0].name]))


def beside_words(
    found: Attribution,
    piece: Piece,
    guidelines: Sequence[Guideline],
    role: Callable[[str], str] = str,
    *,
    in_short: bool = False,
) -> Iterator[str]:
    """Yield what an edit changes beside first solutions: who approves by role, what else begins and ends, what else it changes.

    All are whole counts of cases: what it does alone, and what beside all others where that is something else. What is so only
    perhaps is told apart. A share of an edit is an average over orders, and half a citizen to whoever reads it here.

    Args:
        found: What each edit does.
        piece: The edit.
        guidelines: Those on both sides.
        role: Says a role in words.
        in_short: Whether what it does alone is enough; what it does beside all others stands where that is nothing.
    """
    if not found.tells_statements:
        if not found.does_nothing(piece.name):
            yield _("what else it changes is of too few real citizens to show")
        return
    only_perhaps = found.only_perhaps(piece.name)
    alone, beside = (_following_words(found, piece, guidelines, role, of, only_perhaps=only_perhaps) for of in _COUNTED)
    if alone or beside:
        told = _alone_and_beside(alone, beside, in_short=in_short)
        yield from (_("only perhaps: {list}", list=one) if only_perhaps else one for one in told)
    elif any(any(counts) for _what, counts in found.following.by_edit(piece.name)):
        yield _("what follows is another only together with some of the other edits")
    follows = alone or beside
    if only_perhaps and follows:
        return
    if not follows or not found.differs.get("parts", Counter[str]())[piece.name]:
        yield from (f"{word} ({formats.number(n)})" for word, n in _other_fields(found, piece, sections=not follows))


def _alone_and_beside(alone: str, beside: str, *, in_short: bool) -> Iterator[str]:
    if alone == beside:
        yield alone
        return
    if alone:
        yield _("alone: {what}", what=alone)
    if not in_short or not alone:
        yield _("beside all others: {what}", what=beside or _("nothing"))


def _following_words(
    found: Attribution,
    piece: Piece,
    guidelines: Sequence[Guideline],
    role: Callable[[str], str],
    of: str,
    *,
    only_perhaps: bool,
) -> str:
    """Return who approves and what begins and ends with an edit, `alone` or as far as it is `needed` for it."""
    told = [*_of_roles_words(found, piece, role, of, only_perhaps=only_perhaps)]
    for section in OF_STATEMENTS:
        turns = begun_by_statement(found, piece, section, of).values()
        surely, perhaps = (tuple(sum(every[place][turn] for every in turns) for turn in (0, 1)) for place in (0, 1))
        if only_perhaps:
            surely, perhaps = perhaps, (0, 0)
        moved = periods_moved_by(found, piece, section, of, guidelines, says_perhaps=not only_perhaps)
        if moved:
            told.append(f"{section_words(section)}: {moved}")
        elif any((*surely, *perhaps)):
            told.append(followed_words(section, surely, perhaps))
    return " · ".join(told)


def _of_roles_words(
    found: Attribution, piece: Piece, role: Callable[[str], str], of: str, *, only_perhaps: bool
) -> Iterator[str]:
    for section in OF_ROLES:
        by_role: dict[str, list[EditCounts]] = {}
        for what, counts in found.following.by_edit(piece.name):
            if what.section == section:
                by_role.setdefault(what.said, [EditCounts(), EditCounts()])[0 if what.begins else 1] = counts
        turns = {said: begun_and_ended(both, of) for said, both in by_role.items()}
        told, people = who_approves(turns, role, says_perhaps=not only_perhaps)
        if told:
            yield who_words(section, told)
        if people:
            yield people


def who_approves(
    turns: Mapping[str, tuple[int, int]], role: Callable[[str], str], *, says_perhaps: bool = True
) -> tuple[list[str], str]:
    """Return who approves more or less often, role by role, and how many approvals take another number of people.

    Args:
        turns: How often each role begins and ceases to approve, by two people apart, as the statements of an edit have it.
        role: Says a role in words.
        says_perhaps: Whether it is said of what is only perhaps so.
    """
    people, of_people = one_for_two(turns)
    some = {said: turned for said, turned in once(turns).items() if said not in of_people}
    counted = {said: _turn(*turned) for said, turned in some.items()}
    by_role = roles_words(counted, lambda said: by_how_many(said, some) or role(said), says_perhaps=says_perhaps)
    return [*by_role], people


def who_words(section: str, told: Sequence[str]) -> str:
    """Return which roles approve, or decide first, in how many more cases."""
    named = ", ".join(told)
    return _("approval by: {list}", list=named) if section == "approvals" else _("decides first: {list}", list=named)


def roles_words(turns: Mapping[str, str], role: Callable[[str], str], *, says_perhaps: bool = True) -> Iterator[str]:
    """Yield who approves more or less often, each role once with what is only perhaps so behind it: `the leader +5 (perhaps +2)`.

    Args:
        turns: How much more or less often, in words, by role as a `CaseAnswer` has it; nothing where that is nothing.
        role: Says a role in words.
        says_perhaps: Whether it is said of what is only perhaps so.
    """
    for name in dict.fromkeys(said.removesuffix(PERHAPS) for said, told in turns.items() if told):
        surely, perhaps = turns.get(name, ""), turns.get(name + PERHAPS, "")
        if not surely or not perhaps:
            yield f"{role(name + PERHAPS if perhaps and says_perhaps else name)} {surely or perhaps}"
        else:
            yield _("{what} (perhaps {n})", what=f"{role(name)} {surely}", n=perhaps)


def turned_words(begins: EditCounts, ends: EditCounts) -> Iterator[str]:
    """Yield for how many a statement begins with an edit, and for how many it ends: alone / beside all others, once if the same."""
    counted = [begun_and_ended((begins, ends), of) for of in _COUNTED]
    yield from (" / ".join(dict.fromkeys(map(formats.number, one))) for one in zip(*counted, strict=True))


def _turn(begins: int, ends: int) -> str:
    return "/".join(difference_of(one) for one in (begins, -ends) if one)


def _other_fields(found: Attribution, piece: Piece, *, sections: bool) -> Iterator[tuple[str, int]]:
    """Yield what else of the answers an edit changes in how many cases; `sections` has what follows, too."""
    following = (
        {one: section_words(one.removesuffix(PERHAPS)) for one in found.differs if one not in field_words()}
        if sections
        else {}
    )
    counted: dict[str, int] = {}
    for field, word in {**following, **field_words()}.items():
        n = found.differs.get(field, Counter[str]())[piece.name]
        counted[word] = max(n, counted.get(word, 0))
    yield from ((word, n) for word, n in counted.items() if n)


def field_words() -> Mapping[str, str]:
    """Return what is compared of the answers beside what follows, by the field of a `CaseAnswer`."""
    return {
        "parts": _("first solution"), "steps": _("step"), "standing": _("standing"), "verdict": _("can be granted"),
        "undecided": _("undecided"), "exception_first": _("by exception before a suitable one"),
        "by_name": _("only names decide"), "external": _("bought"), "metres": _("distance"), "dkk_per_day": _("price"),
        "dkk_at_most": _("price"), "hours": _("hours a week"), "waiting_days": _("waiting"), "areas": _("areas of need"),
        "dwelling_alone": _("a dwelling alone"),
        "unproved": _("whether the search reached its limit"), "needs_unsure": _("needs not surely covered"),
    }  # fmt: skip


def moved_by_words(found: Attribution, by: MovedBy, called: Mapping[str, str] = _BY_ID) -> str:
    """Return which edits moved one citizen, each with its exact share; those together that move only together.

    Where shares were not worked out: which move alone, and without which the citizen would have another first solution.

    Args:
        found: The edits.
        by: Those of the citizen.
        called: What statements are called, by id.
    """
    if by.shares is None:
        alone, needed = (_listed(found, names, called) for names in (by.alone, by.needed))
        if alone == needed and len(by.alone) == 1:
            return alone
        told = [_("alone: {edits}", edits=alone)] if alone else []
        told += [_("not without: {edits}", edits=needed)] if needed else []
        return "; ".join(told) or _("several edits together, none of which is needed")
    if len(by.shares) == 1:
        return _listed(found, [*by.shares], called)
    shared = formats.listed(
        f"{piece_words(found.pieces[name], called)} ({str(share).replace('-', '−')})"
        for name, share in by.shares.items()
    )
    if not by.together:
        return shared
    if set(by.together) == set(by.shares):
        return _("only together: {edits}", edits=shared)
    return f"{shared}; {_('only together: {edits}', edits=_listed(found, by.together, called))}"


def idle_words(found: Attribution, called: Mapping[str, str] = _BY_ID, *, named: bool = False) -> Iterator[str]:
    """Yield how many edits change nothing, those apart that touch no case; `named` says which."""
    idle = [piece for name, piece in found.pieces.items() if found.does_nothing(name)]
    for is_touched in (True, False):
        some = [piece for piece in idle if bool(found.touched[piece.name]) is is_touched]
        if not some:
            continue
        n = formats.number(len(some))
        if not is_touched:
            told = plural(
                "{n} edit touches none of these citizens", "{n} edits touch none of these citizens", len(some), n=n
            )
        elif found.is_exact:
            told = plural(
                "{n} edit changes nothing that is compared for these citizens",
                "{n} edits change nothing that is compared for these citizens",
                len(some), n=n,
            )  # fmt: skip
        else:
            told = plural(
                "{n} edit changes nothing that is compared for these citizens, alone or beside all others",
                "{n} edits change nothing that is compared for these citizens, alone or beside all others",
                len(some), n=n,
            )  # fmt: skip
        yield f"{told}: {formats.listed(piece_words(one, called) for one in some)}" if named else told


def together_words(found: Attribution, called: Mapping[str, str] = _BY_ID) -> Iterator[str]:
    """Yield what edits do together, with how many cases: those that move only with others, and those that undo each other."""
    for names, n in found.together.most_common():
        yield moved_cases(_("only together: {edits}", edits=_listed(found, names, called)), n)
    for names, n in found.undone.most_common():
        yield moved_cases(_("undo each other: {edits}", edits=_listed(found, names, called)), n)


def moved_cases(what: str, n: int) -> str:
    """Return of how many cases something is so."""
    return plural("{what}: {n} case", "{what}: {n} cases", n, what=what, n=formats.number(n))


def _listed(found: Attribution, names: Sequence[str], called: Mapping[str, str]) -> str:
    return formats.listed(piece_words(found.pieces[name], called) for name in names)
