"""`visit compare --low LOW --high HIGH`: the same comparison over citizens drawn with low and with high assumptions.

`--assumptions` draws them itself, and then compares with each assumption low and high alone (`visit.lab.by_assumption`).
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from visit.commands.citizens import Citizens, drawn_from, read_citizens
from visit.commands.compare_edits import minutes_told
from visit.commands.waiting import waiting
from visit.errors import Location, UsageError
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.blocks import IN_A_BLOCK, IN_A_SHARED_BLOCK
from visit.lab.by_assumption import Altered, TooManyError, TwoAnswers, altered_by, by_each_assumption, two_answers
from visit.lab.comparing import BlockComparing, batched, impact_of
from visit.lab.gate import Gate, numbers_of
from visit.lab.impact import Impact
from visit.lab.members import Member, population_digest
from visit.lab.sharing import Sharing
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.altered import DrawnAgain, as_case
from visit.population.figures import LowOrHigh
from visit.population.made import DrawnFrom
from visit.population.rows import many_cases
from visit.render.population_words import made_again
from visit.streams import note

MOST_ALTERED = 20_000
"""So many citizens are answered at most to say which assumption a result hangs on."""


def refuse_other_bounds(low: str | None, high: str | None, cases: Sequence[str], populations: Sequence[str]) -> None:
    """Refuse populations that are not the one that is compared, drawn with low and with high assumptions.

    Raises:
        UsageError: One is missing, or is drawn otherwise.
    """
    if low is None and high is None:
        return
    for option, given, other in (("--low", low, "--high"), ("--high", high, "--low")):
        if given is None:
            raise UsageError(_("{option} goes with {other}", option=other, other=option))
    if cases or len(populations) != 1:
        raise UsageError(_("{option} goes with {other}", option="--low", other=_("one --population that is drawn")))
    drawn = _said_by(populations[0])
    for bound, file in (("low", low), ("high", high)):
        assert file is not None
        found = drawn_from(file)
        if found is None or not _is_drawn_so(found, drawn, bound):
            as_assumed = DrawnFrom({**drawn.record, "bounds": {}})
            command = (
                f"{made_again(as_assumed)} --assumption all={bound} -o {shlex.quote(_beside(populations[0], bound))}"
            )
            raise UsageError(
                _("these are not the same citizens with every assumption {bound}", bound=_word(bound)), at=Location(file),
                help=_("draw them: {command}", command=command),
            )  # fmt: skip


def _said_by(file: str) -> DrawnFrom:
    drawn = drawn_from(file)
    if drawn is None:
        raise UsageError(
            _("these citizens do not say what they were drawn from"), at=Location(file),
            help=_("draw them: {command}", command="visit population make --profile NAME -o FILE"),
        )  # fmt: skip
    return drawn


def _beside(file: str, bound: str) -> str:
    """Return a name beside a file that nothing has yet: what is there is never written over by a hint."""
    base = Path(file)
    names = (
        base.with_name(f"{base.stem}-{bound}{more}{base.suffix}") for more in ("", *(f"-{n}" for n in range(2, 100)))
    )
    return str(next((one for one in names if not one.exists()), base.with_name(f"{base.stem}-{bound}")))


def _is_drawn_so(found: DrawnFrom, drawn: DrawnFrom, bound: str) -> bool:
    alike = all(
        found.record.get(key) == drawn.record.get(key)
        for key in ("profile", "seed", "scheme", "municipality", "assessed", "n")
    )
    assumed = {one.name for one in found.figures.values() if one.is_assumed}
    return alike and {*found.bounds} == assumed and {*found.bounds.values()} == {bound}


def compared_at_bounds(
    low: str | None,
    high: str | None,
    drawn: Impact,
    compared: Callable[[Citizens], Impact],
    gates: Sequence[Gate] = (),
) -> AssumedBounds | None:
    """Compare over the citizens that are drawn with low and with high assumptions; None where none are named."""
    if low is None or high is None:
        return None
    citizens = [read_citizens([], [file]) for file in (low, high)]
    found = [compared(one) for one in citizens]
    return AssumedBounds(
        numbers_of(found[0], gates), numbers_of(drawn, gates), numbers_of(found[1], gates),
        (found[0].cases, drawn.cases, found[1].cases), (citizens[0].population, citizens[1].population),
    )  # fmt: skip


# --- each assumption by itself ---


@dataclass(frozen=True, slots=True, eq=False)
class EachAssumption:
    """What `--assumptions` compares beside the citizens as they were drawn.

    Attributes:
        again: The citizens, to be drawn with other assumptions.
        altered: Whom each assumption alters by itself.
    """

    again: DrawnAgain
    altered: Altered

    def compared(
        self, drawn: Impact, comparing: BlockComparing, seconds: float, gates: Sequence[Gate], shared: Sharing | None
    ) -> AssumedBounds:
        """Compare with every assumption low, with every one high, and with each low and high by itself.

        What that takes is told first, at the speed of the comparison as they were drawn, which took so many seconds.
        """
        further = len(self.altered.cases) + 2 * drawn.cases
        n = len(self.again.assumptions)
        note(
            plural(
                "{n} assumption, low and high by itself: {comparisons} comparisons, {citizens} citizens to answer",
                "{n} assumptions, each low and high by itself: {comparisons} comparisons, {citizens} citizens to answer",
                n, n=formats.number(n), comparisons=formats.number(2 * n + 2), citizens=formats.number(further),
            )
            + minutes_told(seconds * further / drawn.cases)
        )  # fmt: skip
        with waiting(_("with other assumptions")) as progress:
            done = 0

            def on(more: int) -> None:
                progress(done + more, further)

            low, low_digest = self._all_at("low", comparing, on, shared)
            done += drawn.cases
            high, high_digest = self._all_at("high", comparing, on, shared)
            done += drawn.cases
            answers: dict[str, TwoAnswers] = {}
            for digest, one in zip(self.altered.cases, self._answers(comparing, shared), strict=True):
                answers[digest] = one
                on(len(answers))
        return AssumedBounds(
            numbers_of(low, gates), numbers_of(drawn, gates), numbers_of(high, gates), (low.cases, drawn.cases, high.cases),
            (low_digest, high_digest, "each"), by_each_assumption(self.altered, answers),
        )  # fmt: skip

    def _all_at(
        self, bound: LowOrHigh, comparing: BlockComparing, progress: Callable[[int], None], shared: Sharing | None
    ) -> tuple[Impact, str]:
        digests: list[str] = []

        def members() -> Iterator[Member]:
            for one in map(as_case, self.again.all_at(bound)):
                digests.append(one.digest)
                yield Member(one, Location(_("drawn")))

        found = impact_of(
            members(), comparing.old, comparing.new, own_only=comparing.own_only, progress=progress,
            attributing=comparing.attributing, shared=None if shared is None else shared.compared,
        )  # fmt: skip
        return found, population_digest(digests)

    def _answers(self, comparing: BlockComparing, shared: Sharing | None) -> Iterator[TwoAnswers]:
        blocks = batched(self.altered.cases.values(), IN_A_BLOCK if shared is None else IN_A_SHARED_BLOCK)
        if shared is None:
            return (one for block in blocks for one in two_answers(comparing, block))
        return (one for found in shared.answered(blocks) for one in found)


def each_assumption(
    low: str | None, high: str | None, cases: Sequence[str], populations: Sequence[str], *, is_asked: bool
) -> EachAssumption | None:
    """Return what `--assumptions` compares; None where it is not asked for.

    Raises:
        UsageError: The citizens are not those of one drawn population, or more come out otherwise than are answered.
    """
    if not is_asked:
        return None
    if low is not None or high is not None:
        raise UsageError(
            _("{option} has no effect with {other}", option="--low/--high", other="--assumptions"),
            help=_("leave them out: --assumptions draws the same citizens low and high itself"),
        )
    if cases or len(populations) != 1 or populations[0] == "-":
        raise UsageError(
            _("{option} goes with {other}", option="--assumptions", other=_("one --population that is drawn"))
        )
    drawn = _said_by(populations[0])
    rows = many_cases(populations[0], by_line=True)
    ids = {row.case.id for row in rows if row.case is not None}
    if rows.origin is None or rows.unlike or len(ids) != drawn.record["n"]:
        raise UsageError(
            _("these are not the citizens that their first line says were drawn"), at=Location(populations[0]),
            help=_("draw them: {command}", command=f"{made_again(drawn)} -o {shlex.quote(_beside(populations[0], 'again'))}"),
        )  # fmt: skip
    again = DrawnAgain(drawn)
    if not again.assumptions:
        raise UsageError(_("these citizens were drawn from no assumption"), at=Location(populations[0]))
    try:
        with waiting(_("drawing with other assumptions")) as progress:
            return EachAssumption(again, altered_by(again, MOST_ALTERED, progress))
    except TooManyError:
        n = formats.number(MOST_ALTERED)
        raise UsageError(
            _("--assumptions: with each assumption low and high, more than {n} citizens have to be answered", n=n),
            help=_("draw fewer citizens: a quarter of them takes a quarter of the time"),
        ) from None


def failing_at_bounds(one: Gate, bounds: AssumedBounds | None, accepted: Mapping[str, int | Decimal]) -> str:
    """Return what is said of a gate that is true with low or high assumptions alone; nothing of one that is with neither."""
    if bounds is None:
        return ""
    ends = (("low", bounds.low, bounds.cases[0]), ("high", bounds.high, bounds.cases[2]))
    at = [_word(bound) for bound, numbers, cases in ends if one.is_true(numbers, cases, accepted)]
    if not at:
        return ""
    return _(
        "--fail-if {condition}: only with assumptions that are {bounds}, so it is undecided",
        condition=one.written, bounds=formats.listed(at),
    )  # fmt: skip


def _word(bound: str) -> str:
    return {"low": _("low"), "high": _("high")}[bound]
