"""Deadlines as a guideline writes them: the day that one is counted from, how long after or before it, and what a child may move.

A parent's deadline stands. Where it is `local`, a child may write its period anew, within the bounds, and its own text, source and
task; when it is asked for, what it is counted from and what it waits for stay the parent's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.guideline.anchors import Anchor
from visit.rules.guideline.drafting import Reading, period_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.merging import Merged
from visit.rules.guideline.records import DeadlineRecord, ParameterRecord
from visit.rules.language.periods import Period
from visit.rules.language.types import DATE

SECTION = "deadlines"
HERE = "here"
OLDEST = 120
"""The last birthday that can be asked for, in years."""
_CALL = re.compile(r"(application|birthday)\s*\(\s*([^()]*?)\s*\)")
_FIXED = ("when", "counted_from", "waits_for", "from", "until")
"""What stays the parent's where a child moves a deadline."""
_PERIODS = ("within", "before")
_MEANT = {
    "ansøgning": "application", "ansøgningen": "application", "afgørelse": "decision", "afgørelsen": "decision",
    "fødselsdag": "birthday(18)", "fødselsdagen": "birthday(18)", "vurdering": "case.assessed",
    "vurderingen": "case.assessed", "assessment": "case.assessed", "assessed": "case.assessed",
}  # fmt: skip
"""What people write for the day that a deadline is counted from, in small letters, and what is written for it."""


# --- as they are read ---


def anchor_of(reading: Reading, key: str, written: str) -> Anchor:
    """Read `decision`, `application`, `application(SEL-108)`, `birthday(18)`, or a date of the case; a fault is noted."""
    call = _CALL.fullmatch(written)
    if call is not None:
        return _application(reading, key, call[2]) if call[1] == "application" else _birthday(reading, key, call[2])
    if written == "decision":
        return Anchor("decision")
    if written == "application":
        return Anchor("application")
    if (meant := _MEANT.get(written.casefold())) is not None:
        reading.fault(
            SECTION, key, ("counted_from",), _('unknown name "{name}"', name=written), _("write `{word}`", word=meant)
        )
        return Anchor("decision")
    day = reading.condition(SECTION, key, ("counted_from",), written, DATE)
    for name in sorted(day.reads):
        if reading.side(name) != "case":
            help = _("write decision, application, birthday(18), or a date of the case such as case.assessed")
            reading.fault(SECTION, key, ("counted_from",), _("{name} is not a fact of the case", name=name), help)
    return Anchor("date", date=day)


def _application(reading: Reading, key: str, provision: str) -> Anchor:
    codes = reading.lists["provision"]
    if provision not in codes.terms:
        help = _("write {row}", row="`application(SEL-108)`")
        reading.fault(SECTION, key, ("counted_from",), _('unknown code "{name}"', name=provision), help)
        return Anchor("application")
    return Anchor("application", provisions=codes.expand(provision))


def _birthday(reading: Reading, key: str, years: str) -> Anchor:
    if not (years.isascii() and years.isdigit() and len(years) < 4 and 0 < int(years) <= OLDEST):
        message = _("a birthday is a whole number of years, at most {most}", most=OLDEST)
        reading.fault(SECTION, key, ("counted_from",), message, _("write {row}", row="`birthday(18)`"))
        return Anchor("birthday", years=OLDEST)
    return Anchor("birthday", years=int(years))


def counted_period(reading: Reading, key: str, row: DeadlineRecord) -> Period:
    """Return how long after the day it is counted from; before it with an amount below 0, the day itself with 0."""
    if "within" in row and "before" in row:
        help = _("write `within` for so long after the day, or `before` for so long before it")
        reading.fault(SECTION, key, ("before",), _("a deadline says within or before, not both"), help)
    if row["counted_from"] == row["waits_for"] == "decision":
        message = _("a deadline for the decision cannot be counted from the decision")
        help = _("count it from application, or write `waits_for: follow_up`")
        reading.fault(SECTION, key, ("counted_from",), message, help)
    if "before" in row:
        period = reading.period(SECTION, key, ("before",), row["before"])
        return Period(-period.amount, period.unit)
    if "within" in row:
        return reading.period(SECTION, key, ("within",), row["within"])
    return Period(0, "days")


# --- what a child may move ---


def moved_deadlines(merged: Merged) -> Iterator[GuidelineError]:
    """Yield everything in which a layer moves a deadline of a layer below, or a number that one is counted by, and may not."""
    owners: dict[str, tuple[Layer, DeadlineRecord, Mapping[str, ParameterRecord]]] = {}
    numbers: dict[str, ParameterRecord] = {}
    counted_by: dict[str, str] = {}
    for layer in merged.layers:
        own = layer.record.get("parameters", {})
        yield from _final_numbers(layer, numbers, counted_by)
        numbers = {**numbers, **own}
        for index, row in enumerate(layer.record.get("deadlines", ())):
            if row["id"] in owners and owners[row["id"]][0] is not layer:
                yield from _moved(layer, index, row, numbers, owners[row["id"]])
            else:
                yield from _wrong_bounds(layer, index, row)
                owners[row["id"]] = layer, row, numbers
            for number in (row.get("within"), row.get("before")):
                if number in numbers:
                    counted_by.setdefault(number, layer.id)


def _final_numbers(
    layer: Layer, numbers: Mapping[str, ParameterRecord], counted_by: Mapping[str, str]
) -> Iterator[GuidelineError]:
    """A parent's parameter that one of its deadlines is counted by is final, save within bounds of its own."""
    for name in layer.record.get("parameters", {}):
        if name in counted_by and not numbers[name].get("local"):
            message = _("{name} is final: a deadline of {owner} is counted by it", name=name, owner=counted_by[name])
            yield GuidelineError(message, at=layer.locate(("parameters", name)))


def _wrong_bounds(layer: Layer, index: int, row: DeadlineRecord) -> Iterator[GuidelineError]:
    if row.get("local") == {} or ("local" in row and not any(field in row for field in _PERIODS)):
        yield GuidelineError(
            _("{id} is local without a period and a bound of it", id=row["id"]), at=layer.locate((SECTION, index, "local")),
            help=_("write for example {row}", row="`within: 8 weeks` and `local: {at_most: here}`"),
        )  # fmt: skip


def _moved(
    layer: Layer,
    index: int,
    row: DeadlineRecord,
    numbers: Mapping[str, ParameterRecord],
    owned: tuple[Layer, DeadlineRecord, Mapping[str, ParameterRecord]],
) -> Iterator[GuidelineError]:
    """Yield what is wrong with a deadline written anew by a child."""
    owner, old, old_numbers = owned
    if "local" not in old:
        yield GuidelineError(
            _("{id} is a deadline of {owner} and cannot be replaced", id=row["id"], owner=owner.id),
            at=layer.locate((SECTION, index, "id")), help=_("add one with its own id"),
        )  # fmt: skip
        return
    new_fields, old_fields = dict[str, object](row), dict[str, object](old)
    for field in _FIXED:
        if new_fields.get(field, field == "when") != old_fields.get(field, field == "when"):
            message = _("{field} of {id} stays as {owner} writes it", field=field, id=row["id"], owner=owner.id)
            written = old_fields.get(field)
            help = None if written is None else _("write {row}", row=f"`{field}: {written}`")
            yield GuidelineError(message, at=layer.locate((SECTION, index, field if field in row else "id")), help=help)
    if "local" in row:
        message = _("the bounds of {name} are set by the layer that has it first", name=row["id"])
        yield GuidelineError(message, at=layer.locate((SECTION, index, "local")))
    counts = next((one for one in _PERIODS if one in old), None)
    if counts is None:
        return  # local without a period is told of the parent
    new, here = _period(new_fields.get(counts), numbers), _period(old_fields[counts], old_numbers)
    at = layer.locate((SECTION, index, counts if counts in row else "id"))
    if new is None:
        if counts not in row:
            message = _("{id} is counted by {field}, as {owner} writes it", id=row["id"], field=counts, owner=owner.id)
            yield GuidelineError(message, at=at)
        return
    for bound, written in old["local"].items():
        limit = here if written == HERE else _period(written, old_numbers)
        if limit is not None:
            yield from (GuidelineError(one, at=at) for one in _beyond(row["id"], new, str(bound), limit))


def _beyond(id: str, new: Period, bound: str, limit: Period) -> Iterator[str]:
    """Yield in which words a period is beyond a bound, or cannot be held against it."""
    (amount, exact), (most, other) = new.exact, limit.exact
    told = f"{limit.amount} {limit.unit}"
    if exact != other:
        yield _(
            "{id}: {unit} cannot be held against {bound}: a month has 28 to 31 days", id=id, unit=new.unit, bound=told
        )
    elif bound == "at_most" and amount > most:
        yield _("{name} must be at most {high}", name=id, high=told)
    elif bound == "at_least" and amount < most:
        yield _("{name} must be at least {low}", name=id, low=told)


def _period(written: object, numbers: Mapping[str, ParameterRecord]) -> Period | None:
    """Return a period or a parameter as a period; None where it is neither, which is told at its place."""
    found = period_of(written, numbers) if isinstance(written, str) else None
    return found if isinstance(found, Period) else None
