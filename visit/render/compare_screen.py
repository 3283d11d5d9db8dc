"""A comparison on one screen: how many move and where to, what else changes, what to look at, and how to run it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from visit.lab.attribution import Attribution
from visit.lab.forms import FormTurn
from visit.lab.gate_values import in_hundredths
from visit.lab.impact import Impact
from visit.lab.movements import Crossing, Movement
from visit.lab.pieces import Piece
from visit.lab.said import OF_ROLES, PERHAPS
from visit.lab.totals import OF_STATEMENTS
from visit.locale import formats
from visit.locale import text as _
from visit.render.affected_words import area_rows
from visit.render.attribution_words import (
    beside_words,
    idle_words,
    moved_cases,
    piece_words,
    roles_words,
    rows_by_share,
    together_words,
    who_words,
)
from visit.render.bounds_words import bounded_line, undecided_line
from visit.render.compare_sheet import TURNED_BACK, CompareSheet
from visit.render.compare_words import (
    cost_words,
    crossing_words,
    difference_of,
    followed_words,
    kilometres_of,
    movement_words,
    section_words,
    share_of,
    share_of_fraction,
    with_sign,
)
from visit.render.edits_told import MOST_SAID
from visit.render.few_told import HIDDEN, TURNS, few_in_short
from visit.render.gate_words import gate_lines, gates_title
from visit.render.lines import Line, Room, Section, shortened
from visit.render.moved_far import moved_far_lines
from visit.render.turn_words import moved_periods

_BAR = 24
_EDIT = 50
"""So wide is what an edit is called."""
_MOST_MOVING = 2
"""So many edits that move most stand before those that change who approves."""
_NAME = 21
"""So much of an edit is named where its line has given way."""
_FIRST_ROOMS = (Room.ALWAYS, Room.SPECIAL, Room.FIRST_OTHERS, Room.LESS_SPECIAL)
"""What has room before the rest of a section: its first lines, in turns with the other sections."""
_MOVING = (Movement.LOWER, Movement.HIGHER, Movement.SAME_STEP, Movement.GAINED, Movement.LOST)
_FOLLOWING_LINES = 2
"""The lines of what follows; a third edit has room before what stands under them."""
_ALWAYS = (Movement.LOWER, Movement.HIGHER, Movement.SAME_STEP)
"""These stand also where nobody moves so."""
_COVER = (Crossing.LESS_COVERED, Crossing.MORE_COVERED)
_PAIRS = (
    (Crossing.NOT_GRANTABLE, Crossing.GRANTABLE),
    _COVER,
    (Crossing.TO_EXTERNAL, Crossing.TO_OWN),
    (Crossing.TO_UNDECIDED, Crossing.TO_DECIDED),
    (Crossing.EXCEPTION_FIRST, Crossing.BY_NAME),
)
"""The turns that stand in one line each, the gravest first."""


class CompareScreen:
    """One comparison in one language, on one screen; `tells_gates` where it is read without what stands on standard error."""

    def __init__(self, whole: CompareSheet, *, tells_gates: bool = False) -> None:
        self.whole, self.found, self.tells_gates = whole, whole.found, tells_gates

    def sections(self) -> Iterator[Section]:
        """Yield everything that may stand on the screen, in order."""
        first, *rest = self.whole.head()
        head = (Line(first, hang=2, shorter=self.whole.guidelines_in_short()), *(Line(text, hang=2) for text in rest))
        yield Section("", head)
        yield Section(self.whole.verdict().upper(), tuple(self.moves()))
        if self.whole.gates and self.tells_gates:
            lines = gate_lines(self.whole.gates, self.whole.may)
            yield Section(gates_title().upper(), tuple(Line(f"  {one}", hang=4) for one in lines))
        yield from self.edits()
        yield Section(_("WHAT ELSE CHANGES"), tuple(self.else_changes()))
        if told := tuple(self.look_at()):
            yield Section(_("LOOK AT"), told)
        if not self.whole.tells_all and any(HIDDEN in one for one in self.said()):
            yield Section("", (Line(few_in_short(), hang=2),))
        yield Section("", (Line(self.whole.digest_line(), hang=2, needed=False, room=Room.REST, quiet=True),))

    def look_at(self) -> Iterator[Line]:
        """What a reader would else have to work out."""
        for place, one in enumerate(self.whole.conclusions()):
            room = Room.LESS_SPECIAL if not place else Room.GENERAL
            yield Line(f"  {one}", hang=4, needed=False, room=room, called=_("what stands out"))

    def said(self) -> Iterator[str]:
        """Yield what may have a number that is not told."""
        yield from (line.text for line in self.moves())
        yield from self.changes()

    def moves(self) -> Iterator[Line]:
        """How many move, by where to, with bars; below what turns with it."""
        found = self.found
        shown = [one for one in _MOVING if found.movements[one] or one in _ALWAYS]
        names = {one: movement_words(one) for one in shown}
        width, most = max(map(len, names.values())), max(1, *(found.movements[one] for one in shown))
        for one in shown:
            n = found.movements[one]
            bar = "█" * (-(-n * _BAR // most))
            yield Line(f"  {names[one]:{width}} {formats.number(n):>7} {share_of(n, found.cases):>8}  {bar}".rstrip())
        turning = [pair for pair in _PAIRS if any(found.crossings[one] for one in pair)]
        for place, pair in enumerate(turning):
            told = "  ·  ".join(self.turning(pair))
            yield Line(f"  {told}", hang=4, needed=False, room=_room(place), called=pair_words()[pair])

        if (bounds := self.whole.bounds) is not None and self.whole.tells_all:
            yield Line("  " + bounded_line(bounds), hang=4)
            said = undecided_line(bounds, self.whole.guidelines, self.whole.language)
            yield Line("  " + said, hang=4, most=2, needed=False, room=Room.MORE_OTHERS, called=_("assumptions"))
        rows = area_rows(found.areas.table(tells_all=self.whole.tells_all), self.whole.language)
        areas = [f"{formats.small(area)} {formats.number(sum(cells[1:]))}" for area, cells in rows if any(cells[1:])]
        if areas:
            told = _("by area of need: {list}", list=", ".join(areas))
            yield Line(f"  {told}", hang=4, needed=False, called=_("areas of need"))

    def turning(self, pair: tuple[Crossing, Crossing]) -> Iterator[str]:
        """Yield how many turn so, each beside how many it is so of in all; there and back beside that once."""
        turns = [one for one in pair if self.found.crossings[one]]
        if pair == _COVER:
            counts = [cover_words(one, self.whole.turning(one)) for one in turns]
            yield _("needs not surely covered: {counts}", counts=", ".join(counts))
        elif len(turns) > 1 and len({TURNS[one][0] for one in turns}) == 1:
            *others, last = turns
            yield from (f"{crossing_words(one)}: {self.whole.turning(one)}" for one in others)
            of = self.whole.turned_of(next(one for one in turns if one in TURNED_BACK))
            yield f"{crossing_words(last)}: {self.whole.turning(last)} ({of})"
        else:
            yield from (f"{crossing_words(one)}: {self.whole.turned(one)}" for one in turns)

    def edits(self) -> Iterator[Section]:
        """Which edit did it; one alone did all of it, and is not told."""
        found = self.whole.attribution
        if found is None:
            if self.whole.not_attributed:
                edits = self.whole.edits_told.touches(MOST_SAID)
                touches = (Line(f"  {moved_cases(*one)}", hang=4, needed=False, called=_named(one[0])) for one in edits)
                yield Section("", (Line(self.whole.not_attributed, hang=2), *touches))
            return
        if len(found.pieces) < 2:
            told = [_("The one edit: {edit}", edit=piece_words(one, self.called)) for one in found.pieces.values()]
            yield from (Section("", (Line(one, hang=2),)) for one in told)
            return
        title = _("WHICH EDIT DID IT")
        lines = tuple(self.edit_lines(found))
        last = self.whole.edits_told.share_title() if found.is_exact else _("all but it")
        moves = any(share or found.alone[piece.name] or found.needed[piece.name] for piece, share in self.rows(found))
        columns = f"{'':{_EDIT - len(title)}} {_('alone'):>10} {last:>14}" if moves else ""
        yield Section(title, lines, columns=columns)

    @cached_property
    def called(self) -> dict[str, str]:
        """What statements, numbers and offers are called on the screen."""
        return self.whole.said(MOST_SAID)

    def edit_lines(self, found: Attribution) -> Iterator[Line]:
        rows = self.rows(found)
        for place, (piece, share) in enumerate(rows):
            name, alone, room = piece_words(piece, self.called), formats.number(found.alone[piece.name]), _room(place)
            called = _named(name)
            needed = formats.number(found.needed[piece.name])
            last = share_of_fraction(share, self.found.moving) if found.is_exact else needed
            if not share and not found.alone[piece.name] and not found.needed[piece.name]:
                told_beside = beside_words(
                    found, piece, self.whole.guidelines, self.whole.edits_told.role, in_short=True
                )
                beside = "  ·  ".join(told_beside)
                told = f"  {name}: {beside}" if beside else f"  {name}"
                yield Line(told, hang=4, needed=False, room=room, called=called)
                continue
            is_short = len(name) <= _EDIT - 2
            numbers = f"  {name if is_short else '':{_EDIT - 2}} {alone:>10} {last:>14}"
            if is_short:
                yield Line(numbers, needed=False, room=room, called=called)
            else:
                yield Line(f"  {name}", hang=4, needed=False, room=room, called=called, below=numbers)
        for what in self.beside_edits(found, rows):
            yield Line(f"  {what}", hang=4, needed=False, called=_("how they act together"))

    def beside_edits(self, found: Attribution, rows: Sequence[tuple[Piece, Fraction]]) -> Iterator[str]:
        """What edits do together, how they were counted, and which do nothing."""
        yield from together_words(found, self.called)
        if any(share.denominator > 1 for _piece, share in rows):
            yield _("share: what an edit moves, averaged over every order in which the edits could be made")
        if idle := "  ·  ".join(idle_words(found)):
            yield idle

    def approves(self, found: Attribution, piece: Piece) -> bool:
        """Return whether an edit changes who approves, or who decides first."""
        return any(what.section in OF_ROLES for what, _counts in found.following.by_edit(piece.name))

    def rows(self, found: Attribution) -> list[tuple[Piece, Fraction]]:
        """Return the edits with their share of those that move.

        The two that move most come first, then those that change who approves, then others that move, then those that change
        something for most.
        """
        first = rows_by_share(found)
        movers = [one for one in first[:_MOST_MOVING] if one[1] or found.alone[one[0].name]]
        rest = [one for one in first if one not in movers]

        def order(one: tuple[Piece, Fraction]) -> tuple[bool, bool, int]:
            piece, share = one
            moves = bool(share or found.alone[piece.name])
            return not self.approves(found, piece), not moves, -found.changes[piece.name]

        return [*movers, *sorted(rest, key=order)]

    def else_changes(self) -> Iterator[Line]:
        """What follows, how far, and what it costs."""
        for place, (called, text) in enumerate(self.told_of_changes()):
            room = _room(place if place < _FOLLOWING_LINES else place + 1)
            yield Line(f"  {text}", hang=4, needed=False, room=room, called=called)

    def changes(self) -> Iterator[str]:
        """What follows, how far, and what it costs, as sentences."""
        yield from (text for _called, text in self.told_of_changes())

    def told_of_changes(self) -> Iterator[tuple[str, str]]:
        """Yield what follows, how far, and what it costs, each with what it is about."""
        found = self.found
        yield from ((section_words(one), told) for one in OF_ROLES for told in self.who(found, one))
        follows = [one for one in OF_STATEMENTS if found.begins[one] or found.ends[one]]
        told = "  ·  ".join(map(self.followed_by, follows)) or _(
            "{what}: the same", what=", ".join(map(section_words, OF_STATEMENTS))
        )
        yield ", ".join(map(section_words, OF_STATEMENTS)), told
        yield _("distance"), self.distance()
        yield from ((_("distance of those who move"), one) for one in moved_far_lines(self.whole.may))
        yield from ((_("price"), one) for one in self.cost(found))
        yield from ((_("help already"), one) for one in (self.whole.helped_now() if self.whole.tells_all else ()))

    def followed_by(self, section: str) -> str:
        """Return how often statements of a section begin and end, what is only perhaps so apart."""
        turns = self.whole.may.turns(section)
        surely, perhaps = (self._turned(section, turns, perhaps=one) for one in (False, True))
        return followed_words(section, surely, perhaps, *filter(None, [self.whole.moved_in_short(section)]))

    def _turned(self, section: str, turns: Mapping[FormTurn, int], *, perhaps: bool) -> tuple[int | None, int | None]:
        """Return how often statements begin, and end, without those that follow with another period."""
        same = sum(n for turn, n in moved_periods(turns).items() if turn.now.endswith(PERHAPS) is perhaps)
        begins, ends = self.whole.may.changes(section, perhaps=perhaps)
        return None if begins is None else begins - same, None if ends is None else ends - same

    def who(self, found: Impact, section: str) -> Iterator[str]:
        """Yield who approves, or decides first, in how many more cases; of who decides first nothing where that is the same."""
        roles = sorted({*found.begins[section], *found.ends[section]})
        told = [*roles_words({one: self.more(section, one) for one in roles}, self.whole.edits_told.role)]
        moved = self.whole.moved_in_short(section)
        if told:
            by = who_words(section, told)
            yield f"{by}; {moved}" if moved else by
        elif moved or section == "approvals":
            yield f"{section_words(section)}: {moved}" if moved else _("approvals: the same")

    def more(self, section: str, role: str) -> str:
        """Return in how many more cases a role has to, and in how many it has not any more where both are so."""
        counts = self.whole.may.statement(section, role)
        if counts is None:
            return HIDDEN
        was, now, begins, ends = counts
        return f"{difference_of(begins)}/{difference_of(-ends)}" if begins and ends else difference_of(now - was)

    def distance(self) -> str:
        """The distance to the network."""
        pairs = [
            " → ".join(dict.fromkeys(kilometres_of(*self.whole.sides_told.percentiles("metres", percent))[:2]))
            for percent in (50, 90)
        ]
        if self.whole.may.side_count("with_distance") is None:
            return _("km to the network: median {median}, 90th percentile {ninety}", median=pairs[0], ninety=pairs[1])
        return _(
            "km to the network: median {median}, 90th percentile {ninety} (known of {n} of {all})",
            median=pairs[0], ninety=pairs[1],
            n=self.whole.sides_told.count_of("with_distance"), all=self.whole.sides_told.count_of("placed"),
        )  # fmt: skip

    def cost(self, found: Impact) -> Iterator[str]:
        """What it costs, as far as both prices are known; of how many no price is, and which prices are others."""
        if not self.whole.may.tells_prices:
            yield _("cost: too few real citizens have a known price on both sides")
            return
        if found.priced_both:
            amount = with_sign(found.dkk_a_year, formats.dkk(in_hundredths(abs(found.dkk_a_year))))
            n, cases = formats.number(found.priced_both), formats.number(found.cases)
            told = _("cost of help a year: {amount} for {n} of {all} cases", amount=amount, n=n, all=cases)
        else:
            told = _("cost: no case has a known price of help on both sides")
        rest = {
            name: self.whole.sides_told.count_of(name)
            for name in ("priced", "at_most", "unpriced", "dwelling_alone", "unplaced")
        }
        counted = [f"{cost_words()[name]} {n}" for name, n in rest.items() if n not in ("0", HIDDEN)]
        yield f"{told}; {', '.join(counted)}" if counted and found.priced_both else told
        yield from self.whole.sides_told.prices_edited()


def cover_words(turn: Crossing, n: str) -> str:
    """Return of how many more, or fewer, needs are not surely covered."""
    return _("more for {n}", n=n) if turn is Crossing.LESS_COVERED else _("fewer for {n}", n=n)


def pair_words() -> Mapping[tuple[Crossing, Crossing], str]:
    """Return what the turns of one line are about."""
    return dict(
        zip(
            _PAIRS,
            (
                _("can be granted"),
                _("cover of needs"),
                _("bought or own"),
                _("decided or not"),
                _("exceptions and names"),
            ),
            strict=True,
        )
    )


def _named(edit: str) -> str:
    """Return an edit by the first words of what it is called."""
    short = shortened(edit.strip("“”"), _NAME)
    return f"“{short}”" if edit.startswith("“") else short


def _room(place: int) -> Room:
    return _FIRST_ROOMS[place] if place < len(_FIRST_ROOMS) else Room.GENERAL
