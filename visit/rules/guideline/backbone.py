"""What a child may not quietly break: the marks of the order, the citizen's rights, and what its parents say must never be true.

The *marks* stand first in every order, in this order, each with the value that the parent gives it; text and source are the child's
own. Between and after the marks a child places what it likes, but distance, own offers and price come after the last: no nearness,
no price and no preference for own offers then outweighs the steps, the citizen's wish or a failed presumption. The steps are
compared on every *ladder* that the parent compares: a child chooses their order, and leaves none out.

Only what is read from files is asked. A guideline out of a ledger has decided already, and is answered as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.merging import Merged
from visit.rules.guideline.records import PreferenceRecord
from visit.rules.guideline.values import Guideline

MARKS = ("least-intrusive", "wish", "wish-to-avoid", "fewest-exceptions")
LAST = MARKS[-1]
EVERY_LADDER = ("home", "work", "education", "treatment")
"""What is compared, and in which order, where no layer says so."""
_VALUE = ("higher", "lower", "bands", "over", "of", "when")
"""The fields of a preference that make its value."""
_OWN_OFFERS = {
    "option.internal", "option.external", "option.partner", "offer.operator.municipality", "offer.operator.type",
    "placement.external", "own_match",
}  # fmt: skip
_CITIZENS = {
    "option.wished", "option.avoided", "placement.free_choice", "placement.meets_application", "case.applied",
    "case.wishes.offers", "case.wishes.avoid", "case.wishes.max_km",
}  # fmt: skip


def broken(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """Yield everything in which a layer breaks what it is to inherit."""
    yield from _replaced(merged)
    yield from _rights_of_nobody(merged, guideline)
    yield from _ladders(merged)
    parent, child = _orders(merged)
    if parent is None or child is None:
        yield from _before_the_steps(merged, guideline)
    else:
        yield from _marks(merged, parent, child)
        yield from _order(merged, guideline, child)


def is_later(guideline: Guideline, reads: frozenset[str]) -> bool:
    """Return whether facts are of distance, own offers or price, which come after the last mark."""
    return any(_is_later(guideline, name) for name in reads)


def _is_later(guideline: Guideline, name: str) -> bool:
    if name in _OWN_OFFERS:
        return True
    if name not in guideline.facts or guideline.facts[name].side == "case":
        return False
    return guideline.types[name].unit in ("km", "DKK", "minutes", "percent")


# --- the order ---


def _orders(merged: Merged) -> tuple[Layer | None, Layer | None]:
    """Return the last layer that writes an order, and the one below it that does."""
    written = [layer for layer in merged.layers if "preferences" in layer.record]
    return (written[-2], written[-1]) if len(written) > 1 else (None, None)


def marks_of(layer: Layer) -> dict[str, PreferenceRecord]:
    """Return the marks that a layer's order has."""
    rows = {row["id"]: row for row in layer.record["preferences"]}
    return {mark: rows[mark] for mark in MARKS if mark in rows}


def _marks(merged: Merged, parent: Layer, child: Layer) -> Iterator[GuidelineError]:
    """Every mark of the parent stands in the child's order, with the parent's value."""
    own = marks_of(child)
    for id, row in marks_of(parent).items():
        if id not in own:
            message = _("the order lacks {id}, a mark of {owner}", id=id, owner=parent.id)
            yield GuidelineError(message, at=child.locate(("preferences",)), help=_write(row))
        elif _value(own[id]) != _value(row) or {"from", "until"} & own[id].keys():
            message = _("{id} is a mark of {owner}: only text and source are the child's own", id=id, owner=parent.id)
            yield GuidelineError(message, at=merged.locate("preferences", id, "id"), help=_write(row))


def _value(row: PreferenceRecord) -> list[object]:
    written: Mapping[str, object] = {"over": "max", **row}
    return [written.get(field) for field in _VALUE]


def _write(row: PreferenceRecord) -> str:
    fields: Mapping[str, object] = row
    written = ", ".join(f"{field}: {fields[field]}" for field in ("id", *_VALUE) if field in fields)
    return _("write {row}", row=f"- {{{written}, source: …}}")


def _order(merged: Merged, guideline: Guideline, child: Layer) -> Iterator[GuidelineError]:
    """The marks stand in their order, nothing before the first, and what is later after the last."""
    ids = [preference.id for preference in guideline.preferences]
    early = [id for id in ids[: ids.index(LAST)] if id not in MARKS] if LAST in ids else ids
    later = {one.id for one in guideline.preferences if is_later(guideline, guideline.rests_on(one.value))}
    found = [mark for mark in ids if mark in MARKS]
    help = _("write the order {ids}", ids=", ".join(_mended(ids, later, early)))
    if found != sorted(found, key=MARKS.index) or (found and ids[0] not in MARKS):
        message = _("the order begins with the marks: {ids}", ids=", ".join(MARKS))
        yield GuidelineError(message, at=child.locate(("preferences",)), help=help)
    for id in early:
        if id in later:
            message = _("{id} is about distance, own offers or price and comes after {mark}", id=id, mark=LAST)
            yield GuidelineError(message, at=merged.locate("preferences", id, "id"), help=help)


def _mended(ids: list[str], later: set[str], early: list[str]) -> list[str]:
    """Return the order with as little moved as there must be."""
    between = [id for id in early if id not in later and id not in MARKS]
    others = [id for id in ids if id not in MARKS and id not in between]
    return [*MARKS[:-1], *between, LAST, *others]


def _before_the_steps(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """Of an order that inherits none: own offers first and failed presumptions never stand before the steps and the wish."""
    seen: frozenset[str] = frozenset()
    for preference in guideline.preferences:
        reads = guideline.rests_on(preference.value)
        if reads & (_OWN_OFFERS | {"placement.presumptions_failed"}) and not {"option.step", "option.wished"} <= seen:
            message = _("own offers first may not stand before the steps and the citizen's wish")
            yield GuidelineError(message, at=merged.locate("preferences", preference.id, "id"))
        seen |= reads


def _ladders(merged: Merged) -> Iterator[GuidelineError]:
    """A child compares every ladder that the layers below it compare."""
    compared = list(EVERY_LADDER)
    for depth, layer in enumerate(merged.layers):
        own = layer.record.get("ladders")
        if own is None:
            continue
        at = layer.locate(("ladders",))
        if depth and (left_out := [one for one in compared if one not in own]):
            message = _(
                "the order of ladders lacks {ladders}: least-intrusive would not compare the steps there",
                ladders=formats.listed(left_out),
            )
            help = _("write ladders: [{ladders}]", ladders=", ".join(dict.fromkeys((*own, *left_out))))
            yield GuidelineError(message, at=at, help=help)
        compared = own


# --- rights, and what must never be true ---


def _replaced(merged: Merged) -> Iterator[GuidelineError]:
    """A parent's rights and invariants stand: a child adds to them."""
    for section, word in (
        ("rights", _("{id} is a right of {owner} and cannot be replaced")),
        ("invariants", _("{id} must never be true by {owner} and cannot be replaced")),
    ):
        owners: dict[str, str] = {}
        for layer in merged.layers:
            for id, path in layer.places(section):
                owner = owners.setdefault(id, layer.id)
                if owner != layer.id:
                    message = word.format(id=id, owner=owner)
                    help = _("add one with its own id")
                    yield GuidelineError(message, at=layer.locate((*path, "id")), help=help)


def _rights_of_nobody(merged: Merged, guideline: Guideline) -> Iterator[GuidelineError]:
    """A right stands before every preference, so a child's own must be the citizen's."""
    for right in guideline.rights:
        if right.origin.guideline != merged.layers[0].id and not guideline.rests_on(right.value) & _CITIZENS:
            yield GuidelineError(
                _("{id} is not the citizen's right: it reads neither a wish nor an application", id=right.id),
                at=merged.locate("rights", right.id, "id"),
                help=_("write it among the preferences"),
            )
