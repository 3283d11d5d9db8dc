"""A number of a guideline at many values: how many move against today, and where something tips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from visit.lab.curve import Sweep, SweptValue, Tip, tipping
from visit.locale import formats
from visit.locale import text as _
from visit.population.hiding import FEWEST, is_few
from visit.render.blocks import Block, Column, Items, Paragraph, Sheet, Table
from visit.render.compare_words import named_guidelines, share_of
from visit.render.few_told import HIDDEN, few_in_short
from visit.render.grids import Grid
from visit.render.population_words import CitizensTold
from visit.render.tip_words import exactly_written, places_of_tips, tip_data
from visit.render.unproved_words import unproved_note
from visit.rules.findings.scales import scale_of
from visit.rules.guideline.allowed_values import AllowedValues, allowed_values
from visit.rules.language.types import unit_word

_BAR = 12


@dataclass(frozen=True, slots=True)
class SweepSheet:
    """One sweep in one language.

    Attributes:
        is_open: Whether somebody who has the cases asks for every number of real citizens.
    """

    found: Sweep
    citizens: CitizensTold
    language: str
    is_open: bool = False

    @property
    def tells_all(self) -> bool:
        """Whether every number is told: of drawn citizens, and of real ones where it is asked for."""
        return self.citizens.is_nobody or self.is_open

    @property
    def is_draft(self) -> bool:
        """Whether it is the number of a draft that others are tried against, and of nothing that holds today."""
        return any(one.is_draft for one in self.found.guidelines.values())

    def rows(self) -> Iterator[tuple[SweptValue, bool]]:
        """Yield each value, and whether it may be told how many move.

        A value at which a few move, or a few more or fewer than at the one told before it, would tell what is recorded of somebody.
        """
        last = (0, 0, 0, 0)
        for one in self.found.values:
            counts = (one.moved, one.lower, one.higher, one.moved - one.lower - one.higher)
            tells = self.tells_all or not is_few(*counts, *(now - was for was, now in zip(last, counts, strict=True)))
            last = counts if tells else last
            yield one, tells

    def follows(self) -> Iterator[int | None]:
        """Yield at each value of how many what follows is another; None where that may not be told."""
        last = 0
        for one in self.found.values:
            tells = self.tells_all or not is_few(one.follows, one.follows - last)
            last = one.follows if tells else last
            yield one.follows if tells else None

    def follows_parted(self) -> Iterator[tuple[int, int] | None]:
        """Yield at each value of how many what surely follows is another, and of how many only what may; None where not told."""
        last = (0, 0)
        for one, all in zip(self.found.values, self.follows(), strict=True):
            counts = (one.follows_surely, one.follows_perhaps)
            is_few_of = is_few(*counts, *(now - was for was, now in zip(last, counts, strict=True)))
            tells = self.tells_all or (all is not None and not is_few_of)
            last = counts if tells else last
            yield counts if tells else None

    def tipping(self) -> list[tuple[Tip, int]]:
        """Return where a first solution tips, as far as that may be told."""
        return self.told(self.found.tips)

    def told(self, tips: Counter[Tip]) -> list[tuple[Tip, int]]:
        """Return where something tips, as far as that may be told: places of a few together, by the two numbers next to each."""
        if self.tells_all:
            return tipping(tips)
        told = {tip: cases for tip, cases in tips.items() if not is_few(cases)}
        rest: Counter[Tip] = Counter()
        for tip, cases in tips.items():
            if tip not in told:
                rest[Tip(tip.before, tip.value)] += cases
        return tipping(Counter({**told, **{tip: cases for tip, cases in rest.items() if not is_few(cases)}}))

    def called(self) -> str:
        """Return what the guideline calls the number: by its label, or its key where it has none."""
        labels = (one.labels.get(self.found.name) for one in self.found.guidelines.values())
        label = next((one for one in labels if one is not None), None)
        return self.found.name if label is None else formats.capital(label.in_language(self.language))

    def sheet(self) -> Sheet:
        """Return the curve, and where it tips."""
        found = self.found
        named = named_guidelines([*found.guidelines.values()])
        cases = self.citizens.words(found.cases)
        today = formats.listed(map(_written, found.today))
        blocks: list[Block] = [
            Paragraph(f"{named} · {cases}"),
            Paragraph(
                _(
                    "{name}: first solutions that are others than with the draft's {value}",
                    name=self.called(),
                    value=today,
                )
                if self.is_draft
                else _(
                    "{name}: first solutions that are others than with today's {value}", name=self.called(), value=today
                ),
                strong=True,
            ),
            self.curve(),
            Paragraph(self.tips()),
        ]
        if found.is_followed and (follows := self.what_follows_tips()) is not None:
            blocks.append(Paragraph(follows))
        rows = [*self.notes(), *self.beside_the_curve()]
        return (*blocks, *([Items(tuple(rows))] if rows else []))

    def notes(self) -> Iterator[str]:
        """Yield what is said below the curve."""
        found = self.found
        if found.is_followed:
            yield _(
                "follows: so many keep their first solution and get other approvals, notices, deadlines, follow-up, "
                "another grant period or somebody else who decides first; "
                "perhaps: so many more for whom only what may follow is another"
            )
        if found.between:
            yield _("another first solution only between two of these values: {n}", n=self.some(found.between))
        if found.tried:
            yield _(
                "tried at these values alone: {n}. What a number does to them is only seen of a whole solution; where it tips "
                "is then between two numbers, and there and back between two values is not seen",
                n=self.some(found.tried),
            )
        if found.followed_at:
            yield _("what follows was asked for at these values alone: {n}", n=self.some(found.followed_at))
        if found.unread:
            yield _("not read or answered: {n}", n=formats.number(found.unread))
        if found.others:
            yield _("of other municipalities, left out: {n}", n=formats.number(found.others))
        if not self.has_told_all():
            yield few_in_short()

    def some(self, cases: int) -> str:
        """Return how many cases, where that may be told."""
        return formats.number(cases) if self.tells_all or not is_few(cases) else HIDDEN

    def has_told_all(self) -> bool:
        """Return whether nothing was hidden."""
        found = self.found
        tips = (found.tips, found.what_follows_tips)
        return (
            all(tells for _value, tells in self.rows())
            and None not in self.follows_parted()
            and all(self.told(one) == tipping(one) for one in tips)
            and HIDDEN not in map(self.some, (found.between, found.tried, found.followed_at, found.unproved))
        )

    def allowed(self) -> AllowedValues:
        """Return which values the layers below allow, in the guideline of the last day that was asked about."""
        every = [*self.found.guidelines.values()]
        return allowed_values(self.found.name, every[-1]) if every else AllowedValues()

    def beside_the_curve(self) -> Iterator[str]:
        """Yield what stands with the curve wherever it is told: of how many it says nothing, and which values no file can have."""
        if self.found.unproved:
            yield unproved_note(self.some(self.found.unproved))
        yield from self.not_allowed()

    def not_allowed(self) -> Iterator[str]:
        """Yield why some of the values can stand in no file; they are tried all the same."""
        found, allowed = self.found, self.allowed()
        tried = [one.value for one in found.values if not one.is_today]
        if allowed.is_final and tried:
            yield _("no guideline may change it: {layer} settles it", layer=allowed.by)
        elif not all(map(allowed.has, tried)):
            yield _(
                "a value of its own can be {range} by {layer}; the others are tried all the same",
                layer=allowed.by,
                range=_range(allowed.least, allowed.most),
            )
        unit = next((one.parameters[found.name].unit for one in found.guidelines.values()), None)
        scale = scale_of(found.name, unit)
        if scale is not None and not all(scale[0] <= one <= scale[1] for one in tried):
            yield _(
                "of its unit only {range} means something ({unit})", range=_range(*scale), unit=unit_word(str(unit))
            )

    def curve(self) -> Table:
        """The values with how many move, and what follows where something that follows reads the number, else a bar."""
        is_followed = self.found.is_followed
        # Of two columns more the short names leave room for a table on 80 columns.
        steps = [_("lower"), _("higher")] if is_followed else [_("lower step"), _("higher step")]
        names = [_("value"), _("another first"), _("share"), *steps]
        last = [Column(_("follows"), number=True), Column(_("perhaps"), number=True)] if is_followed else [Column("")]
        most = max((one.moved for one, tells in self.rows() if tells), default=0) or 1
        rows = []
        for (one, tells), follows in zip(self.rows(), self.follows_parted(), strict=True):
            parted = (HIDDEN, HIDDEN) if follows is None else tuple(map(formats.number, follows))
            more = parted if is_followed else (self.bar(one, most if tells else 0),)
            rows.append((*self.row(one, tells=tells), *more))
        return Table((*(Column(name, number=True) for name in names), *last), tuple(rows))

    def row(self, one: SweptValue, *, tells: bool) -> tuple[str, ...]:
        """Return a value with how many move, and nothing of what may not be told."""
        counts = [HIDDEN] * 4
        if tells:
            counts = [formats.number(one.moved), share_of(one.moved, self.found.cases)]
            counts += [formats.number(one.lower), formats.number(one.higher)]
        value = _written(one.value)
        is_marked = one.is_today and self.found.is_followed
        if is_marked:
            value = _("{value} (draft)", value=value) if self.is_draft else _("{value} (today)", value=value)
        return value, *counts

    def bar(self, one: SweptValue, most: int) -> str:
        """Return how many move beside the most that do; of the guideline's own value that it is."""
        if one.is_today:
            return _("← in the draft") if self.is_draft else _("← today")
        return "█" * (-(-one.moved * _BAR // most)) if most else ""

    def tips(self) -> str:
        """At which numbers something tips."""
        told = self.tipping()
        if not told and self.found.tips:
            return _("Where something tips is of too few real citizens to show")
        if not self.found.is_placing:
            if self.found.is_followed:
                return _("No first solution tips at any value: no placement reads it")
            return _("Nothing tips at any value: no placement reads it")
        if told:
            return _("Tips: {list}", list=places_of_tips(told))
        if self.found.unproved:
            return _("Nothing is known to tip between these values")
        return (
            _("Nothing tips from one of these values to the next")
            if self.found.tried
            else _("Nothing tips between these values")
        )

    def what_follows_tips(self) -> str | None:
        """At which numbers what follows from the same first solution tips; None where that was not asked for between the values."""
        found = self.found
        if self.tells_all and found.what_follows_tips:
            perhaps = +found.perhaps_follows_tips
            surely = places_of_tips(tipping(found.what_follows_tips - perhaps))
            only_perhaps = places_of_tips(tipping(perhaps))
            said = [_("What follows tips: {list}", list=surely)] if surely else []
            said += [_("What perhaps follows tips: {list}", list=only_perhaps)] if only_perhaps else []
            return ". ".join(said)
        if told := self.told(found.what_follows_tips):
            return _("What follows tips, surely or perhaps: {list}", list=places_of_tips(told))
        if self.found.what_follows_tips:
            return _("Where what follows tips is of too few real citizens to show")
        return (
            None
            if self.found.followed_at or self.found.tried or self.found.unproved
            else _("What follows tips nowhere between these values")
        )

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-sweep",
            "version": 1,
            "parameter": found.name,
            "hidden_below": None if self.tells_all else FEWEST,
            "allowed": {
                "by": (allowed := self.allowed()).by or None,
                "final": allowed.is_final,
                "at_least": None if allowed.least is None else str(allowed.least),
                "at_most": None if allowed.most is None else str(allowed.most),
            },
            "today": [str(one) for one in found.today],
            "guidelines": [
                {"id": one.id, "version": one.version, "digest": digest, **({"draft": True} if one.is_draft else {})}
                for digest, one in found.guidelines.items()
            ],
            "population": self.citizens.document(),
            "cases": found.cases,
            "unread": found.unread,
            "of_other_municipalities": found.others,
            "values": [
                {
                    "value": str(one.value),
                    "moved": one.moved if tells else None,
                    "lower": one.lower if tells else None,
                    "higher": one.higher if tells else None,
                    "tips": self.tips_at(one),
                    "follows": follows,
                    "follows_surely": None if parted is None else parted[0],
                    "follows_only_perhaps": None if parted is None else parted[1],
                }
                for (one, tells), follows, parted in zip(
                    self.rows(), self.follows(), self.follows_parted(), strict=True
                )
            ],
            "tips": [tip_data(tip, cases) for tip, cases in self.tipping()],
            "what_follows_tips": [tip_data(tip, cases) for tip, cases in self.told(found.what_follows_tips)],
            "perhaps_follows_tips": [tip_data(*one) for one in tipping(+found.perhaps_follows_tips)]
            if self.tells_all
            else None,
            "read_by": {"placements": found.is_placing, "what_follows": found.is_followed},
            "between_values": self.some_or_none(found.between),
            "not_proved": self.some_or_none(found.unproved),
            "tried_at_values": self.some_or_none(found.tried),
            "followed_at_values": self.some_or_none(found.followed_at),
            "intervals": self.intervals() if self.tells_all else None,
        }

    def some_or_none(self, cases: int) -> int | None:
        """Return how many cases; None where it may not be told."""
        return cases if self.tells_all or not is_few(cases) else None

    def intervals(self) -> list[dict[str, object]]:
        """Return the whole curve, stretch by stretch, of the cases that were not tried at the values alone."""
        return [
            {
                "from": exactly_written(stretch.start.value),
                "from_included": not stretch.start.is_above,
                "to": exactly_written(stretch.end.value),
                "to_included": stretch.end.is_above,
                "moved": moved.all,
                "lower": moved.lower,
                "higher": moved.higher,
            }
            for stretch, moved in self.found.intervals()
        ]

    def grids(self) -> tuple[Grid, ...]:
        """Return the curve for a spreadsheet."""
        columns = (
            self.found.name,
            _("another first"),
            _("lower step"),
            _("higher step"),
            _("tips"),
            _("follows"),
            _("perhaps"),
        )
        return (
            Grid(self.found.name, columns,
                 tuple((one.value, *((one.moved, one.lower, one.higher) if tells else (None,) * 3), self.tips_at(one),
                        *((None, None) if follows is None else follows))
                       for (one, tells), follows in zip(self.rows(), self.follows_parted(), strict=True))),
        )  # fmt: skip

    def tips_at(self, one: SweptValue) -> int | None:
        """Return for how many something tips at a value; None where it may not be told."""
        return one.tips if self.tells_all or not is_few(one.tips) else None


def _range(least: int | Decimal | None, most: int | Decimal | None) -> str:
    """Return two bounds, or the one that there is, in words."""
    low, high = ("" if one is None else formats.number(one) for one in (least, most))
    if low and high:
        return _("{low} to {high}", low=low, high=high)
    return _("{n} or more", n=low) if low else _("{n} or less", n=high)


def _written(value: Decimal) -> str:
    return formats.number(value)
