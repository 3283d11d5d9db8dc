"""What sets one placement before another, in words: the first thing that counts and differs, and how far each home is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement, Standing
from visit.ranking.whole import PRICES, RATIOS
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.short_names import ShortNames
from visit.reasons.values import Separation
from visit.render.distances import is_in_the_home, network_distances
from visit.render.price_years import earlier_lists, years_of
from visit.render.why_parts import column_names
from visit.rules.facts.prices import PRICE
from visit.rules.language.values import Value


class SeparatingWords:
    """What separates the placements of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: ShortNames) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say

    def parted(self, first: Placement, second: Placement, a: int, b: int, *, over: int | None = None) -> Iterator[str]:
        """What sets one placement before another, and how much of the order said nothing of them.

        `over` is which of the two the one asked about can be compared with, to see the order; None where it is shown.
        """
        separation = self.explanation.separation(first, second)
        if separation.criterion == "id":
            if by := Consequences(self.explanation).also_approved_by(second, first):
                yield _(
                    "Nothing in the guideline tells them apart; their names decide: no. {n} must also be approved by {who}",
                    n=b, who=formats.listed(map(self.say.decider, by)),
                )  # fmt: skip
                return
            yield _("Nothing in the guideline tells them apart; their names decide: either will do")
            return
        alike = 0
        for one in self.explanation.compared(first, second):
            if one.first != one.second:
                break
            alike += 1
        told = self.say.separation(separation)
        left = self.by_part(first, separation, separation.first_values) or told[0]
        right = self.by_part(second, separation, separation.second_values) or told[1]
        if separation.criterion == "standing":
            left, right = (
                _("can be granted by exception") if one.standing is Standing.BY_EXCEPTION else said
                for one, said in ((first, left), (second, right))
            )
        if separation.preference is not None and "travel.network_km" in separation.preference.value.reads:
            left, right = (
                _("in the home") if is_in_the_home(one) else said for one, said in ((first, left), (second, right))
            )
        what = self.say.criterion(separation)
        if (left, right) == (_("yes"), _("no")):
            decides = _("so no. {a}, not no. {b}", a=a, b=b)
        else:
            decides = _("no. {a}: {left}; no. {b}: {right}", a=a, b=b, left=left, right=right)
            if of_years := self.lists_behind(separation, (*first.parts, *second.parts)):
                decides = f"{decides}; {of_years}"
        if alike and over is None:
            yield plural(
                "The first thing that counts does not separate them. The next does: {what} ({decides})",
                "The first {n} things that count do not separate them. The next does: {what} ({decides})",
                alike, what=what, decides=decides,
            )  # fmt: skip
        elif alike:
            yield plural(
                "The first thing that counts does not separate them (--over {b} shows it). The next does: {what} ({decides})",
                "The first {n} things that count do not separate them (--over {b} shows them). The next does: {what} ({decides})",
                alike, b=over, what=what, decides=decides,
            )  # fmt: skip
        else:
            yield _("What counts first separates them: {what} ({decides})", what=what, decides=decides)
        if separation.preference is not None and any(
            one.startswith("travel.") for one in separation.preference.value.reads
        ):
            yield from self.distances((a, first), (b, second))

    def lists_behind(self, separation: Separation, parts: Sequence[Option]) -> str:
        """Of which earlier years the price lists are that a criterion rests on; nothing where it is of no price."""
        reads = frozenset() if separation.preference is None else separation.preference.value.reads
        if reads.isdisjoint((PRICE, *PRICES, *RATIOS)):
            return ""
        return earlier_lists(years_of(self.ranking, parts), self.ranking)

    def by_part(self, placement: Placement, separation: Separation, values: Sequence[Value]) -> str:
        """The values of the parts, each with whose it is; nothing where they are one value, or not of the parts."""
        preference = separation.preference
        if preference is None or len(values) != len(placement.parts):
            return ""
        value_of = dict(zip(placement.parts, values, strict=True))
        parts = in_order_of_a_day(placement.parts)
        found: dict[str, list[str]] = {}
        for part, column in zip(parts, column_names(self.say, parts), strict=True):
            guessed = any(self.explanation.leans_on_estimate(name, part) for name in preference.value.reads)
            value = self.say.combined(preference, (value_of[part],), (), estimated=(guessed,))
            found.setdefault(value, []).append(column)
        if len(found) < 2:
            return ""
        return ", ".join(_("{value} for {part}", value=one, part=formats.listed(of)) for one, of in found.items())

    def distances(self, *ranked: tuple[int, Placement]) -> Iterator[str]:
        """Yield how far the home of each placement is, and to whom."""
        told = [(rank, [*network_distances(self.ranking, placement, self.say.language)]) for rank, placement in ranked]
        if all(lines == told[0][1] for _rank, lines in told):
            return
        for rank, lines in told:
            yield from (_("no. {n}: {what}", n=rank, what=formats.small(far)) for far in lines)
