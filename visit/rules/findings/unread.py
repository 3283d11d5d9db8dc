"""What a layer names and nothing reads: somebody wrote it, and it has no effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter

from visit.errors import GuidelineError, Location, did_you_mean
from visit.locale import text as _
from visit.reading.declared import declared
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.rules import NATIONAL
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import unparse
from visit.rules.language.met_by import met_by
from visit.rules.language.tried_named import tried_in

_WORDING = ("reason", "text")
_WITH_ROLES = ("rules", "approvals", "deadlines")
_PERIODS = ("after", "then_every", "ends_after", "within", "before", "lasts")
"""The fields in which a parameter may stand for a period."""
_LEVELS = ("usual_hours", "most_hours", "weeks")
"""The fields of a service level, each printed on the sheet: a parameter may stand for the number."""


def unread(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the parameters, tables, facts of the citizen and roles of a layer that nothing names on any date."""
    read = frozenset().union(*(_names_read(guideline) for guideline in every))
    for name in leaf.record.get("parameters", {}):
        if name not in read:
            message = _("the parameter {name} is never read", name=name)
            yield GuidelineError(message, at=_key(leaf, "parameters", name), code="unread-parameter")
    proposed = {proposal.fact for one in every for proposal in one.proposals}
    for name in leaf.record.get("case_facts", {}):
        if name not in read | proposed:
            message = _("the fact {name} is never read", name=name)
            yield GuidelineError(message, at=_key(leaf, "case_facts", name), code="unread-fact")
    named = {row["by"] for one in every for section in _WITH_ROLES for row in _rows(one, section) if row.get("by")}
    for name in leaf.record.get("roles", {}):
        if name not in named:
            message = _("the role {name} neither approves nor decides anything", name=name)
            yield GuidelineError(message, at=_key(leaf, "roles", name), code="unread-role")
    written = " ".join(text for guideline in every for text in _written(guideline))
    for name in leaf.record.get("groups", {}):
        if not {tried_in(name), met_by(name)} & read and re.search(rf"\b{name}\b", written) is None:
            message = _("no condition names the group of offers {name}", name=name)
            yield GuidelineError(message, at=_key(leaf, "groups", name), code="unread-group")
    for name in leaf.record.get("facts", {}):
        if name not in read:
            message = _("the fact {name} is never read", name=name)
            yield GuidelineError(message, at=_key(leaf, "facts", name), code="unread-fact")


def shelf_lives(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the shelf lives of a layer that no field of a catalogue has, and that the national layer has no default."""
    known = sorted({"price", "default", *_fields_of_catalogue()})
    rows = leaf.record.get("shelf_life", {})
    for name in rows:
        if name not in known:
            message = _("no field of a catalogue is called {name}: its shelf life is never read", name=f'"{name}"')
            at, help = _key(leaf, "shelf_life", name), did_you_mean(name, known)
            yield GuidelineError(message, at=at, help=help, code="unread-shelf-life")
    if leaf.record["guideline"] == NATIONAL and "default" not in rows:
        at = leaf.locate(("shelf_life",) if rows else ("guideline",))
        message = _("without a `default` under `shelf_life`, what is recorded of an offer never grows too old")
        yield GuidelineError(message, at=at, help=_("write for example `{row}`", row="shelf_life: {default: 1095 days}"),
                             code="no-shelf-life")  # fmt: skip


def _fields_of_catalogue() -> frozenset[str]:
    return frozenset(one.key for one in (*declared(OfferDocument), *declared(ServiceDocument)))


_ASKED_BY_ITSELF = ("approvals", "notices", "follow_up")
"""What is asked of the whole placement where its condition reads that, and else of each part, whatever `of` says."""


def idle_of(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the statements of a layer that say `of` where that has no effect."""
    for section, key, row, path in leaf.statements():
        if section in _ASKED_BY_ITSELF and isinstance(row, Mapping) and row.get("of") is not None:
            message = _("`of` of {id} has no effect: the condition says by itself what it is asked of", id=key)
            yield GuidelineError(message, at=leaf.locate((*path, "of")), code="idle-field")


def _written(guideline: Guideline) -> Iterator[str]:
    """Yield every condition that asks about groups of offers, as text."""
    of_tables = (one for table in guideline.tables.values() for row in table.rows for one in row if one is not None)
    yield from (unparse(one.node) for one in (*conditions(guideline), *of_tables) if "offer.groups" in one.reads)


def _rows(guideline: Guideline, section: str) -> Iterator[Mapping[str, object]]:
    rows = guideline.record["sections"].get(section, {}).values()
    return (row for row in rows if isinstance(row, Mapping))


def _names_read(guideline: Guideline) -> frozenset[str]:
    """Return every name that a condition or a text reads; for a table, what reads it, not the table itself."""
    names = {name for condition in conditions(guideline) for name in condition.reads}
    for rows in guideline.record["sections"].values():
        for row in rows.values():
            for field in _WORDING:
                for text in row.get(field, {}).values() if isinstance(row, Mapping) else ():
                    names |= {name for _text, name, _spec, _how in Formatter().parse(text) if name}
            if isinstance(row, Mapping):
                names |= {str(row[field]) for field in (*_PERIODS, *_LEVELS) if field in row}
    names |= set(map(str, guideline.record["sections"]["shelf_life"].values()))
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
    yield from (one.when for one in guideline.grants)
    for deadline in guideline.deadlines:
        yield deadline.when
        if deadline.counted_from.date is not None:
            yield deadline.counted_from.date
    yield from (one.when for one in guideline.proposals)
    yield from (invariant.never for invariant in guideline.invariants)
    yield from (when for _area, when, _origin in guideline.areas)


def _key(layer: Layer, section: str, name: str) -> Location:
    return layer.document.locate_key((section, name)) if layer.document is not None else layer.locate((section, name))
