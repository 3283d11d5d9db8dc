"""A guideline read from its YAML, with everything wrong in it at its place, and what is worth a second look.

Faults are `layering`'s and `building`'s; here is reading every layer with its positions, trying every date on which the set of
statements changes, and a few warnings that are never wrong: a name nothing reads, what can never decide or decides beforehand
(`effects`), a statement marked uncertain, a condition that is slow over many cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from visit.errors import GuidelineError, Location, Problems, UsageError, VisitError
from visit.locale import text as _
from visit.reading.source import Document
from visit.rules import NATIONAL
from visit.rules.findings.blanket_musts import blanket_musts
from visit.rules.findings.domains import atoms_of
from visit.rules.findings.effects import beforehand, without_effect
from visit.rules.findings.promises import broken_promises
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, chain, family
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition

_WORDING = ("reason", "text")


@dataclass(frozen=True, slots=True, eq=False)
class Linted:
    """A guideline without faults: its own layer, the whole on one date, and the warnings about the layer, sorted by place."""

    layer: Layer
    guideline: Guideline
    warnings: tuple[VisitError, ...]


def lint(name: str, today: date, document: Document | None = None) -> Linted:
    """Read a guideline and check it on every date on which it changes.

    Args:
        name: The id of a shipped guideline, or a file; what a file extends ships or lies beside it.
        today: The date of the guideline returned, or its first day where it is not yet in force.
        document: The file, where it is read already.

    Raises:
        Problems: Everything that is wrong with it and the layers it stands on.
        UsageError: No guideline is called that.
    """
    leaf, known = family(name, document)
    built: dict[date, Guideline] = {}
    faults: dict[str, VisitError] = {}
    alone: list[VisitError] = []
    for day in dates(leaf, known, today):
        try:
            layers = chain(leaf, day, known)
            built[day] = build(layers, day)
            if len(layers) > 1:
                broken = broken_promises(leaf, built[day], build(layers[:-1], day))
                faults.update({one.message: one for one in broken})
        except UsageError as error:
            # Without the layer below it nothing can be asked for: on the first date a fault, on another one a warning.
            if built:
                alone.append(error)
            else:
                faults[str(error)] = error
        except VisitError as error:
            found = error.errors if isinstance(error, Problems) else (error,)
            faults.update({str(one): one for one in found})
    if faults:
        raise Problems(faults.values())
    first = next(iter(built))
    found = (*warnings(leaf, built), *alone)
    return Linted(leaf, built[first], Problems(found).errors if found else ())


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


# --- what is worth a second look ---


def warnings(leaf: Layer, built: Mapping[date, Guideline]) -> Iterable[VisitError]:
    """Return what is worth a second look in a layer, sorted by place; what holds on some date only is left out."""
    found: dict[str, VisitError] = {}
    every = tuple(built.values())
    told = (*_unread(leaf, every), *without_effect(leaf, every), *beforehand(leaf, every), *blanket_musts(leaf, every))
    of_the_whole = (*_alone(leaf, every), *_of_whom(leaf, every))
    for one in (*told, *of_the_whole, *_unbounded(leaf), *_uncertain(leaf), *_slow(leaf, every)):
        found.setdefault(str(one), one)
    return Problems(found.values()).errors if found else ()


def _alone(leaf: Layer, every: tuple[Guideline, ...]) -> Iterator[VisitError]:
    """A guideline without the national layer: no rule of the law, no right of the citizen and no mark is inherited."""
    if not all(guideline.stands_on_national_law for guideline in every):
        yield GuidelineError(
            _("no national layer stands behind it: neither the rules of the law nor the order that it guards"),
            at=leaf.locate(("extends",) if "extends" in leaf.record else ("guideline",)),
            help=_("write `extends: {id}`", id=NATIONAL),
        )


def _of_whom(leaf: Layer, every: tuple[Guideline, ...]) -> Iterator[VisitError]:
    """A local guideline of nobody: no answer says that it is another municipality's, and `replay --under` asks of everybody."""
    if leaf.id != NATIONAL and not all(guideline.municipality for guideline in every):
        yield GuidelineError(
            _("it does not say whose it is, and counts as every municipality's"),
            at=leaf.locate(("guideline",)),
            help=_("write `municipality: {name}`", name="…"),
        )


def _unread(leaf: Layer, every: tuple[Guideline, ...]) -> Iterator[VisitError]:
    read = frozenset().union(*(_names_read(guideline) for guideline in every))
    for name in leaf.record.get("parameters", {}):
        if name not in read:
            message = _("the parameter {name} is never read", name=name)
            yield GuidelineError(message, at=_key(leaf, "parameters", name))
    for name in leaf.record.get("facts", {}):
        if name not in read:
            yield GuidelineError(_("the fact {name} is never read", name=name), at=_key(leaf, "facts", name))


def _names_read(guideline: Guideline) -> frozenset[str]:
    """Return every name that a condition or a text reads; for a table, what reads it, not the table itself."""
    from string import Formatter

    names = {name for condition in conditions(guideline) for name in condition.reads}
    for rows in guideline.record["sections"].values():
        for row in rows.values():
            for field in _WORDING:
                for text in row.get(field, {}).values() if isinstance(row, Mapping) else ():
                    names |= {name for _text, name, _spec, _how in Formatter().parse(text) if name}
    for table in guideline.tables.values():
        names |= table.reads
    return frozenset(names)


def conditions(guideline: Guideline) -> Iterator[Condition]:
    """Yield every condition of a guideline but those of its tables."""
    for rule in guideline.rules:
        yield from rule.conditions
    for preference in (*guideline.rights, *guideline.preferences):
        yield preference.value
        if preference.when is not None:
            yield preference.when
    yield from (one.when for one in guideline.approvals)
    yield from (one.when for one in guideline.notices)
    yield from (one.when for one in guideline.follow_up)
    yield from (one.when for one in guideline.proposals)
    yield from (invariant.never for invariant in guideline.invariants)
    yield from (when for _area, when, _origin in guideline.areas)


def _unbounded(leaf: Layer) -> Iterator[VisitError]:
    """What a child may set to anything: `local`, and no bound said."""
    parameters, facts = leaf.record.get("parameters", {}), leaf.record.get("facts", {})
    open_parameters = [("parameters", name) for name, row in parameters.items() if row.get("local") == {}]
    open_facts = [("facts", name) for name, row in facts.items() if row.get("local") is True]
    for section, name in (*open_parameters, *open_facts):
        message = _("{name} is local without bounds: a guideline below may give it any value", name=name)
        help = _("write `local: {example}`", example="{at_least: …}")
        yield GuidelineError(message, at=leaf.locate((section, name, "local")), help=help)


def _uncertain(leaf: Layer) -> Iterator[VisitError]:
    for section, rows in leaf.record.items():
        for index, row in enumerate(rows) if isinstance(rows, list | tuple) else ():
            if isinstance(row, Mapping) and row.get("certainty") == "uncertain":
                message = _("{id} is marked uncertain: have it confirmed", id=row["id"])
                yield GuidelineError(message, at=leaf.locate((section, index, "certainty")))


def _slow(leaf: Layer, every: tuple[Guideline, ...]) -> Iterator[VisitError]:
    """Conditions of rules that set a number of the case against one of the option: decided per distinct pair of values."""
    for index, row in enumerate(leaf.record.get("rules", ())):
        for guideline in every:
            rule = guideline.rule(row["id"])
            if rule is None or rule.of_placement:
                continue
            for field in ("when", "require", "unless"):
                condition = getattr(rule, field)
                for atom in atoms_of(condition) if condition is not None else ():
                    if _mixes(guideline, atom):
                        both = ", ".join(sorted(atom.reads))
                        message = _(
                            "slow over many cases: one comparison reads the case and the option ({names})", names=both
                        )
                        yield GuidelineError(message, at=leaf.locate(("rules", index, field)))


def _mixes(guideline: Guideline, atom: Condition) -> bool:
    """Return whether an atom reads a case fact and an option fact, directly or through a table that mixes them."""
    direct = {guideline.facts[name].side for name in guideline.rests_on(atom) if name in guideline.facts}
    return {"case", "option"} <= direct


def _key(layer: Layer, section: str, name: str) -> Location:
    return layer.document.locate_key((section, name)) if layer.document is not None else layer.locate((section, name))
