"""A guideline read from its YAML, with everything wrong in it at its place, and what is worth a second look.

Faults are `layering`'s and `building`'s; here is reading every layer with its positions, trying every date on which the set of
statements changes, and asking every finder (`finders`). A finder takes the guideline's own layer and the guideline on each of these
dates, and yields errors with a code of `kinds`; `allowed` takes out what the file itself allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from visit.errors import Problems, UsageError, VisitError
from visit.reading.source import Document
from visit.rules.findings.allowed import Allowed, sorted_out
from visit.rules.findings.ended import ended
from visit.rules.findings.finders import ASKED_FOR, FINDERS, OF_OTHERS, ON_LAST, Finder
from visit.rules.findings.kinds import finding_kinds, kind_of
from visit.rules.findings.mending import Mending
from visit.rules.findings.promises import broken_promises
from visit.rules.findings.replaced import replaced
from visit.rules.findings.told_once import told_once
from visit.rules.findings.too_rich import too_rich
from visit.rules.findings.weaker import weakened
from visit.rules.guideline.bound_once import BoundOnce
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, chain, name_taken, read_named, relatives
from visit.rules.guideline.values import Guideline


@dataclass(frozen=True, slots=True, eq=False)
class Linted:
    """A guideline without faults: its own layer, the whole on one date, and what was found in the layer, sorted by place.

    Attributes:
        warnings: What somebody should look at.
        notes: What the author says himself, and what was asked for.
        allowed: What the file allows, with its reasons.
    """

    layer: Layer
    guideline: Guideline
    warnings: tuple[VisitError, ...]
    notes: tuple[VisitError, ...] = ()
    allowed: tuple[Allowed, ...] = ()


class Unusable(Problems):
    """A guideline that cannot be used: every fault, and beside them what was found in the statements without one."""

    def __init__(self, faults: Iterable[VisitError], linted: Linted | None = None) -> None:
        super().__init__(faults)
        self.linted = linted


def lint(
    name: str,
    today: date,
    document: Document | None = None,
    faults_of_text: Sequence[VisitError] = (),
    *,
    speed: bool = False,
    also: Sequence[Finder] = (),
) -> Linted:
    """Read a guideline and check it on every date on which it changes.

    Args:
        name: The id of a shipped guideline, or a file; what a file extends ships or lies beside it.
        today: The date of the guideline returned, or its first day where it is not yet in force.
        document: The file, where it is read already.
        faults_of_text: What was wrong with its text, where it could be read as it was meant.
        speed: Whether to look for what is slow, too.
        also: Finders of what this room does not know: the catalogue and the cases.

    Raises:
        Unusable: Everything that is wrong with it and the layers it stands on, and what was found besides.
        UsageError: No guideline is called that.
    """
    mending = Mending(document or read_named(name))
    mending.faults.update({str(fault): fault for fault in faults_of_text})
    linted = None
    while linted is None:
        try:
            leaf, known = relatives(name, mending.document)
            linted = _linted(leaf, known, today, mending, speed=speed, also=also)
        except VisitError as error:
            faults = error.errors if isinstance(error, Problems) else (error,)
            if not mending.take_out(faults):
                raise Unusable(mending.faults.values() or faults) from None
    if mending.faults:
        raise Unusable(mending.faults.values(), linted)
    return linted


def _linted(
    leaf: Layer, known: tuple[Layer, ...], today: date, mending: Mending, *, speed: bool, also: Sequence[Finder]
) -> Linted:
    """Return what is found in a layer.

    Raises:
        Problems: What is wrong with it on any date.
    """
    if not mending.faults:
        named = [fault for layer in known if layer.document is not None and (fault := name_taken(layer)) is not None]
        mending.faults.update({str(fault): fault for fault in named})
    built, alone = _on_every_date(leaf, known, today, mending.faults)
    finders = (*FINDERS, *(ASKED_FOR.values() if speed else ()), *also)
    unasked = {*(() if speed else ASKED_FOR), *(() if also else OF_OTHERS)}
    codes = [code for code in finding_kinds() if code not in unasked]
    found = [*_found(leaf, tuple(built.values()), finders), *alone]
    found += [one for old, whole in ended(leaf, built) for one in _found(old, (whole,), ON_LAST)]
    found += _found(leaf, tuple(built.values()), (too_rich,))  # what all the others have left
    told, allowed = sorted_out(leaf, {str(one): one for one in found}.values(), codes)
    told = [one for one in told if mending.is_asked(one)]
    in_order = told_once(Problems(told).errors) if told else ()
    warnings = tuple(one for one in in_order if kind_of(one).severity == "warning")
    notes = tuple(one for one in in_order if kind_of(one).severity == "note")
    return Linted(leaf, next(iter(built.values())), warnings, notes, tuple(allowed))


def _on_every_date(
    leaf: Layer, known: tuple[Layer, ...], today: date, beside: dict[str, VisitError] | None = None
) -> tuple[dict[date, Guideline], list[VisitError]]:
    """Return the guideline on each date on which it changes, and as warnings what it is beside the layers below on each.

    Where the layer below it is not in force at first, and is later, that is one fault: noted `beside`, where that is given.

    Raises:
        Problems: What is wrong with it on any date.
    """
    built: dict[date, Guideline] = {}
    bound = BoundOnce()
    faults: dict[str, VisitError] = {}
    alone: dict[str | None, VisitError] = {}
    missing: VisitError | None = None
    stands = False
    for day in dates(leaf, known, today):
        try:
            layers = chain(leaf, day, known)
            stands = True
            built[day] = build(layers, day, bound=bound)
            if len(layers) > 1:
                below = build(layers[:-1], day, bound=bound)
                faults.update({one.message: one for one in broken_promises(leaf, built[day], below)})
                both = (*weakened(leaf, built[day], below), *replaced(leaf, built[day], below))
                alone.update({str(one): one for one in both})
        except UsageError as error:
            # Without the layer below it nothing can be asked for: on the first date a fault, on another one a warning. That is so
            # whatever else is wrong with the file.
            if stands:
                error.code = "parent-not-in-force"
                alone.setdefault(error.help, error)  # the first day of them: the help says when it begins
            else:
                missing = missing or error
        except VisitError as error:
            found = error.errors if isinstance(error, Problems) else (error,)
            faults.update({str(one): one for one in found})
    if missing is not None:
        (beside if stands and beside is not None else faults)[str(missing)] = missing
    if faults:
        raise Problems(faults.values())
    return built, list(alone.values())


def built_on_every_date(
    name: str, today: date, document: Document | None = None
) -> tuple[Layer, dict[date, Guideline]]:
    """Return a guideline's own layer, and the whole on each date on which it changes.

    Raises:
        Problems: What is wrong with it on any date.
        UsageError: No guideline is called that.
    """
    leaf, known = relatives(name, document or read_named(name))
    return leaf, _on_every_date(leaf, known, today)[0]


def findings(leaf: Layer, built: Mapping[date, Guideline]) -> tuple[VisitError, ...]:
    """Return what is worth a second look in a layer, sorted by place; what holds on some date only is left out."""
    found = _found(leaf, tuple(built.values()), FINDERS)
    return told_once(Problems(found).errors) if found else ()


def _found(leaf: Layer, every: Sequence[Guideline], finders: Iterable[Finder]) -> list[VisitError]:
    """Return what finders find, each sentence at a place once."""
    found: dict[str, VisitError] = {}
    for finder in finders:
        for one in finder(leaf, every):
            found.setdefault(str(one), one)
    return list(found.values())


def dates(leaf: Layer, known: Iterable[Layer], today: date) -> list[date]:
    """Return a date for every set of statements that binds: today's first, or the first day of a guideline that is to come."""
    start, end = _period(leaf.record["in_force"])
    first = min(max(today, start), end)
    found = {start}
    for layer in known:
        for period in _periods(layer.record):
            opening, closing = _period(period)
            found |= {opening, closing + timedelta(days=1) if closing < date.max else closing}
    return [first, *sorted(day for day in found if start <= day <= end and day not in (first, date.max, date.min))]


def _periods(value: object) -> Iterator[Mapping[str, object]]:
    """Yield every mapping of a record that says from or until when it binds."""
    if isinstance(value, Mapping):
        if ("from" in value or "until" in value) and not isinstance(value.get("from"), Mapping):
            yield value
        for inner in value.values():
            yield from _periods(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _periods(inner)


def _period(period: Mapping[str, object]) -> tuple[date, date]:
    start, end = period.get("from"), period.get("until")
    return (date.fromisoformat(str(start)) if start else date.min, date.fromisoformat(str(end)) if end else date.max)
