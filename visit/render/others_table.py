"""The table of the others on one screen: a row each, and beside the rows that stand there for one reason that reason, once.

A name is never cut: it goes on in the next line of its column. The columns are as wide as makes the table shortest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from visit.locale import text as _
from visit.render.lines import Length, Room, in_lines

FIRST_ROWS = 3
"""So many of the others have room before empty lines and general duties."""
_NARROWEST = 12
"""A reason has at least so many letters in a line, and as many as its longest word."""
_BAR = "│ "
"""What holds together the rows that one reason is about."""


@dataclass(frozen=True, slots=True)
class OtherRow:
    """One of the others.

    Attributes:
        numbers: The numbers of its placements.
        name: What it is called.
        far: How far it is, in one column; empty where nothing is told.
    """

    numbers: str
    name: str
    far: str


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Rows that stand there for one reason.

    Attributes:
        rows: They themselves.
        briefly: The reason in a few words.
        why: The whole reason.
        norms: The norms that they depart from, where that is the reason: each with whether they surely do. Rows do not stand
            without them, save the first where there is room for nothing else.
    """

    rows: tuple[OtherRow, ...]
    briefly: str
    why: str
    norms: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class OthersTable:
    """The others in order, as long as there is room: first the rows with few words, then the whole reasons.

    Attributes:
        groups: The rows.
        complete: Whether no other placement is left, so that it can be said of how many in all these are some.
    """

    groups: tuple[AlikeRows, ...]
    complete: bool = False

    def lengths(self, width: int) -> list[Length]:
        """Return the table from its first row alone to every row with the whole reason."""
        rows = sum(len(one.rows) for one in self.groups)
        told = [one for one in self.groups if one.norms]
        found = [Length(Room.ALWAYS, self.shown(width, rows=1, in_whole=()), self.of_all(1, rows))]
        for n in range(1, rows + 1):
            lines = self.shown(width, rows=n, in_whole=told)
            if n > 1 or lines != found[0].lines:
                found.append(Length(_room_of(n), lines, self.of_all(n, rows)))
        for group in self.groups:
            if group.why != group.briefly and group not in told:
                told = [*told, group]
                found.append(Length(Room.MORE_OTHERS, self.shown(width, rows=rows, in_whole=told)))
        return found

    def of_all(self, n: int, rows: int) -> tuple[str, ...]:
        """How many of the rows are shown, of how many, and how the rest is asked for, the longest first; of all of them nothing."""
        if n == rows:
            return ("",)
        if self.complete:
            return _(", {n} of {all} (the rest: --full)", n=n, all=rows), _(", {n} of {all}", n=n, all=rows)
        return (
            _(", {n} of the next {all} (the rest: --full, more: --top 10)", n=n, all=rows),
            _(", {n} of the next {all} (more: --top 10)", n=n, all=rows),
            _(", {n} of the next {all}", n=n, all=rows),
            _(", {n} shown", n=n),
        )

    def shown(self, width: int, *, rows: int, in_whole: Sequence[AlikeRows]) -> list[str]:
        """Return so many rows, some groups with their whole reason: the norms below the rows, where that takes fewer lines."""
        beside: list[tuple[tuple[OtherRow, ...], str]] = []
        briefly: list[tuple[tuple[OtherRow, ...], str]] = []
        norms: dict[str, dict[bool, list[str]]] = {}
        for group in self.groups:
            if rows > 0:
                shown, is_whole = group.rows[:rows], group in in_whole
                beside.append((shown, group.why if is_whole else group.briefly))
                briefly.append((shown, group.briefly if group.norms else beside[-1][1]))
                for norm, surely in group.norms if is_whole else ():
                    norms.setdefault(norm, {}).setdefault(surely, []).extend(one.numbers for one in shown)
            rows -= len(group.rows)
        below = chain.from_iterable(
            in_lines(f"  {departed_by(numbers, norm)}", width, hang=4) for norm, numbers in norms.items()
        )
        beside_rows, (wrapped, above) = _laid_out(beside, width), _laid_out(briefly, width)
        return min(beside_rows, (wrapped, [*above, *below]), key=lambda one: (len(one[1]), one[0]))[1]


def departed_by(numbers: Mapping[bool, Sequence[str]], norm: str) -> str:
    """Say a norm, and by which placements it is departed from, surely or perhaps."""
    surely, perhaps = (", ".join(numbers.get(one, ())) for one in (True, False))
    if not perhaps:
        return _("Departed from by {surely}: {norm}", surely=surely, norm=norm)
    if not surely:
        return _("Perhaps departed from by {perhaps}: {norm}", perhaps=perhaps, norm=norm)
    return _("Departed from by {surely}, perhaps by {perhaps}: {norm}", surely=surely, perhaps=perhaps, norm=norm)


def _room_of(rows: int) -> Room:
    return Room.FIRST_OTHERS if rows <= FIRST_ROWS else Room.MORE_OTHERS


def _laid_out(groups: Sequence[tuple[Sequence[OtherRow], str]], width: int) -> tuple[int, list[str]]:
    """Return groups in the fewest lines, of several with the fewest of names, and then with the most room for reasons.

    With them how many lines the names take.
    """
    every = [row for rows, _why in groups for row in rows]
    numbers = max(2, *(len(row.numbers) for row in every))
    far = max(len(row.far) for row in every)
    barred = any(len(rows) > 1 for rows, _why in groups)
    beside = 2 + numbers + 1 + (2 + far if far else 0) + 2 + (len(_BAR) if barred else 0)
    longest = max(len(row.name) for row in every)
    words = max(len(word) for row in every for word in row.name.split())
    reasons = max(_NARROWEST, *(len(word) for _rows, why in groups for word in why.split() or [""]))
    widest = min(longest, width - beside - reasons)
    if widest < words:
        stacked = list(chain.from_iterable(_stacked(rows, why, width) for rows, why in groups))
        return len(stacked), stacked
    tried = []
    for name in range(words, widest + 1):
        room = width - beside - name
        wrapped = sum(len(in_lines(row.name, name)) for row in every)
        lines = chain.from_iterable(_group(one, (numbers, name, far), room, barred=barred) for one in groups)
        tried.append((wrapped, list(lines)))
    return min(tried, key=lambda one: (len(one[1]), one[0]))


def _stacked(rows: Sequence[OtherRow], why: str, width: int) -> Iterator[str]:
    """Yield rows as sentences, where the screen has no room for columns."""
    for row in rows:
        told = " · ".join(filter(None, (row.name, row.far, why)))
        yield from in_lines(f"  {row.numbers:<2} {told}", width, hang=5)


def _group(
    group: tuple[Sequence[OtherRow], str], columns: tuple[int, int, int], room: int, *, barred: bool
) -> list[str]:
    """Return the lines of one group: its rows, and beside them its reason."""
    (rows, why), (numbers, name, far) = group, columns
    left = []
    for row in rows:
        [told] = in_lines(row.far, max(len(row.far), 1))
        for place, text in enumerate(in_lines(row.name, name)):
            number, km = (row.numbers, told) if place == 0 else ("", "")
            left.append(f"  {number:<{numbers}} {text:<{name}}" + (f"  {km:>{far}}" if far else ""))
    right = in_lines(why, room) if why else []
    left += [" " * (2 + numbers + 1 + name + (2 + far if far else 0))] * (len(right) - len(left))
    right += [""] * (len(left) - len(right))
    bar = "" if not barred else _BAR if len(rows) > 1 else " " * len(_BAR)
    return [f"{one}  {bar}{other}".rstrip() for one, other in zip(left, right, strict=True)]
