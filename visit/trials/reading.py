"""A cases file as trials: ids and places at once; case, option and catalogue of a trial when it is asked for.

Everything passes the validation of real documents, so a slip in a test is an error at its place. An option's fields
replace the statement's whole, one by one; what a case records is laid over the defaults to the last key, and `null`
takes a default away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from visit.case import Case, case_of
from visit.catalogue import Catalogue, catalogue_of
from visit.errors import DocumentError, Location, Problems
from visit.locale import formats
from visit.locale import text as _
from visit.reading.declared import declared
from visit.reading.documents.cases import CasesDocument
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.reading.source import Document, read
from visit.reading.validation import validate
from visit.reading.yaml_events import Places, PlainValue
from visit.trials.merging import Part, laid, part_of, with_fields

SECTIONS = {
    "rule": "rules", "notice": "notices", "approval": "approvals", "follow_up": "follow_up", "deadline": "deadlines",
    "grant": "grants", "area": "areas",
    "proposal": "proposals", "fact": "facts", "preference": "preferences", "right": "rights",
    "service_level": "service_levels",
}  # fmt: skip
"""What a statement is called in a cases file, and the section of a guideline it stands in."""
KINDS = tuple(SECTIONS)
"""What a statement of a cases file can be."""
USUAL_PROVISION = "SEL-107-1"
"""The provision of an option whose row and statement name none: most statements are about a stay."""
WHO: Mapping[str, tuple[str, ...]] = {"by": ("rule", "approval", "deadline"), "four_eyes": ("approval",)}
"""What a row may say of who acts, and of which statements: whose task it is, and whether two people have to sign."""
_INPUTS = ("as_of", "case", "comparative", "placement")
"""What a row, its statement and the file's defaults say of what is tried, beside the option."""
_NAMED_ALONE = ("notices", "unknown", "ruled_out", "standing", "because", "order", "absent", "follow_up", "deadlines")
"""What of a decision is compared for each that is named, so that none at all is always as expected."""
_OFFER = frozenset(one.key for one in declared(OfferDocument))
_SERVICE = frozenset(one.key for one in declared(ServiceDocument)) - _OFFER


@dataclass(frozen=True, slots=True)
class MadeOnce:
    """What rows of a file share: the cases and catalogues that were made of the same values, by these."""

    cases: dict[str, Case] = field(default_factory=dict)
    catalogues: dict[str, Catalogue] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class RowTrial:
    """One row of one statement."""

    id: str
    kind: str
    statement: str
    part: Part
    key: Location
    inputs: Part
    option: Part
    municipality: str | None
    standard_date: date | None
    made: MadeOnce

    @property
    def at(self) -> Location:
        """Where the row stands."""
        return self.part.location

    @cached_property
    def as_of(self) -> date:
        """The date the row is tried for: its own, else the assessment."""
        stated = self.inputs.fields.get("as_of")
        return date.fromisoformat(str(stated)) if stated is not None else self.standard_date or self.case.assessed

    @cached_property
    def case(self) -> Case:
        """The case of the row."""
        key = repr((self.inputs.fields.get("case"), self.standard_date))
        if key not in self.made.cases:
            self.made.cases[key] = _case(self.inputs.inside("case"), self.inputs, self.standard_date, self.municipality)
        return self.made.cases[key]

    def catalogue(self, provision: str) -> Catalogue:
        """Return the row's option as a catalogue of one offer with one service; `provision` where none is named."""
        offer = self.option if self.home is None else _only(self.option, ())
        key = repr((offer.value, self.as_of, provision))
        if key not in self.made.catalogues:
            self.made.catalogues[key] = _catalogue((offer,), self.inputs, self.as_of, provision)
        return self.made.catalogues[key]

    @property
    def home(self) -> str | None:
        """`home` or `tenancy`, where the option is one of these and not of a catalogue."""
        kind = self.option.fields.get("kind")
        return str(kind) if kind in ("home", "tenancy") else None

    @property
    def then(self) -> PlainValue:
        """What the statement must give."""
        return self.part.fields["then"]

    def named(self, key: str) -> Mapping[str, Any]:
        """Return the comparative or placement facts that the row sets."""
        part = self.inputs.inside(key)
        return part.fields if part is not None else {}


@dataclass(frozen=True, eq=False)
class DecisionTrial:
    """One whole decision."""

    id: str
    part: Part
    inputs: Part
    offers: tuple[Part, ...]
    municipality: str | None
    standard_date: date | None

    @property
    def at(self) -> Location:
        """Where the decision stands."""
        return self.part.location

    @cached_property
    def as_of(self) -> date:
        """The date it is asked for: its own, else the assessment."""
        stated = self.inputs.fields.get("as_of")
        return date.fromisoformat(str(stated)) if stated is not None else self.case.assessed

    @cached_property
    def case(self) -> Case:
        """The case."""
        return _case(self.inputs.inside("case"), self.inputs, self.standard_date, self.municipality)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The offers there are."""
        return _catalogue(self.offers, self.inputs, self.as_of, USUAL_PROVISION)

    @property
    def expect(self) -> Part:
        """What is expected."""
        part = self.part.inside("expect")
        return part if part is not None else Part(self.part.name, {})

    @property
    def expects_nothing(self) -> bool:
        """Whether no answer can differ from what is expected: lists with nothing in them, and the areas that the case states."""
        needs = self.inputs.at("case", "needs", "areas")
        stated = None if needs is None else needs.value
        return all(
            (not value if key in _NAMED_ALONE else key == "areas" and value == stated)
            for key, value in self.expect.fields.items()
        )


@dataclass(frozen=True, slots=True)
class Cases:
    """A cases file: its guideline, the rows of statements, whole decisions, and what lies under all of them as written.

    Attributes:
        proposed: How many rows still bear the comment with which they were proposed.
    """

    file: str
    guideline: str
    at: Location
    rows: tuple[RowTrial, ...]
    decisions: tuple[DecisionTrial, ...]
    defaults: Mapping[str, PlainValue] = field(default_factory=dict)
    proposed: int = 0


_PROPOSED = re.compile(r"\} *# (?:proposed|foreslået): ")
"""How `writing` marks a row, in either language; who has read the row takes the comment away."""


def read_cases(path: str | Path, municipality: Callable[[str], str | None] | str | None = None) -> Cases:
    """Read a cases file.

    Args:
        path: The file.
        municipality: Acting in every case that names none: the guideline's own, or what gives it for the guideline's id.

    Raises:
        Problems: Everything that is wrong with its shape.
    """
    document = read(path)
    if callable(municipality):
        id = part_of(document).fields.get("guideline")
        municipality = municipality(id) if isinstance(id, str) else None
    return cases_of(document, municipality)


def cases_of(document: Document, municipality: str | None = None) -> Cases:
    """Return the trials of a cases document."""
    validate(document, CasesDocument)
    whole = part_of(document)
    file = Path(document.name).name
    defaults = whole.inside("defaults") or Part(document.name, {})
    faults: list[DocumentError] = []
    rows: list[RowTrial] = []
    made = MadeOnce()
    earlier: Counter[tuple[str, str]] = Counter()
    for block in _items(whole, "rules"):
        kinds = [kind for kind in KINDS if block.fields.get(kind) is not None]
        if len(kinds) != 1:
            message = _("a statement is named by one of {names}", names=", ".join(KINDS))
            faults.append(DocumentError(message, at=block.location))
            continue
        rows += _rows(
            block, kinds[0], defaults=defaults, file=file, municipality=municipality, earlier=earlier, made=made
        )
    faults += [fault for row in rows for fault in _who_faults(row)]
    decisions = [_decision(part, defaults, file, municipality) for part in _items(whole, "cases")]
    faults += _twice(decisions)
    if faults:
        raise Problems(faults)
    guideline = whole.inside("guideline")
    at = guideline.location if guideline is not None else whole.location
    return Cases(
        file,
        str(whole.fields["guideline"]),
        at,
        tuple(rows),
        tuple(decisions),
        defaults.fields,
        len(_PROPOSED.findall(document.text)),
    )


def _who_faults(row: RowTrial) -> list[DocumentError]:
    """Return why a row may not say who acts: nothing of its statement would be held against it."""
    return [
        DocumentError(
            _("{key} goes with {kinds}", key=key, kinds=formats.either(kinds)), at=row.part.document.locate((key,)),
            help=_("a {kind} says nobody: leave it out", kind=row.kind),
        )
        for key, kinds in WHO.items()
        if row.part.fields.get(key) is not None and row.kind not in kinds
    ]  # fmt: skip


def _items(part: Part, key: str) -> tuple[Part, ...]:
    inside = part.inside(key)
    return inside.items() if inside is not None else ()


def _rows(
    block: Part,
    kind: str,
    *,
    defaults: Part,
    file: str,
    municipality: str | None,
    earlier: Counter[tuple[str, str]],
    made: MadeOnce,
) -> list[RowTrial]:
    named = block.inside(kind)
    statement = str(block.fields[kind])
    below = laid(*(_only(part, _INPUTS) for part in (defaults, block)))
    options = [option for part in (defaults, block) if (option := part.inside("option")) is not None]
    option_below = laid(*options, deep=False) if options else None
    found = []
    for row in _items(block, "rows"):
        earlier[kind, statement] += 1
        inputs = laid(below, _only(row, _INPUTS))
        option = laid(option_below or _only(row, ()), row.inside("option"), deep=False)
        found.append(
            RowTrial(
                id=f"{file}::{kind} {statement} row {earlier[kind, statement]}",
                kind=kind,
                statement=statement,
                part=row,
                key=named.location if named is not None else block.location,
                inputs=inputs,
                option=option,
                municipality=municipality,
                standard_date=_assessed(defaults, block, row),
                made=made,
            )
        )
    return found


def _only(part: Part, keys: Sequence[str]) -> Part:
    return Part(part.name, {key: value for key, value in part.fields.items() if key in keys}, part.place)


def _assessed(defaults: Part, *above: Part) -> date | None:
    """Return the assessment date: a row's own wins over its `as_of`, which wins over the file's default."""
    for part in reversed(above):
        assessed = part.at("case", "assessed")
        for stated in (assessed, part.inside("as_of")):
            if stated is not None:
                return _day(stated)
    for stated in (defaults.inside("as_of"), defaults.at("case", "assessed")):
        if stated is not None:
            return _day(stated)
    return None


def _day(part: Part) -> date:
    try:
        return date.fromisoformat(str(part.value))
    except ValueError:
        message = _("a date is written YYYY-MM-DD")
        raise DocumentError(message, at=part.location, help=_("for example {day}", day="2026-11-02")) from None


def _decision(part: Part, defaults: Part, file: str, municipality: str | None) -> DecisionTrial:
    inputs = laid(*(_only(one, ("as_of", "case")) for one in (defaults, part)))
    below = defaults.inside("offer")
    offers = tuple(laid(below, offer, deep=False) for offer in _items(part, "offers"))
    id = f"{file}::{part.fields['name']}"
    return DecisionTrial(id, part, inputs, offers, municipality, _assessed(defaults, part))


def _twice(decisions: Sequence[DecisionTrial]) -> list[DocumentError]:
    seen: set[str] = set()
    faults = []
    for one in decisions:
        if one.id in seen:
            message = _("two decisions have this name")
            faults.append(DocumentError(message, at=one.part.document.locate(("name",))))
        seen.add(one.id)
    return faults


def _case(case: Part | None, around: Part, assessed: date | None, municipality: str | None) -> Case:
    part = case if case is not None else Part(around.name, {}, around.place)
    added: dict[str, PlainValue] = {}
    if "case" not in part.fields:
        added["case"] = "trial"
    if assessed is not None:
        added["assessed"] = assessed.isoformat()
    if "municipality" not in part.fields and municipality is not None:
        added["municipality"] = municipality
    return case_of(with_fields(part, **added).document)


def _catalogue(offers: Sequence[Part], around: Part, as_of: date, provision: str) -> Catalogue:
    rows = [_offer(part, provision) for part in offers]
    listed: list[PlainValue] = [row.value for row in rows]
    whole = Part(around.name, {}, around.place)
    document = with_fields(whole, catalogue="trial", as_of=as_of.isoformat(), offers=listed).document
    places = document.places
    if isinstance(places, Places):
        inside: dict[str | int, int | Places] = {}
        inside.update((index, row.place) for index, row in enumerate(rows) if row.place is not None)
        places.inside["offers"] = Places(places.at, inside)
    return catalogue_of(document)


def _offer(part: Part, provision: str) -> Part:
    """Return an offer as a catalogue has it; without `services` its one service stands beside its own fields.

    Where nobody is said to run it, its price is what it says: a trial of a limit is not about indirect VAT.
    """
    id = part.fields.get("id", "option")
    stated: dict[str, PlainValue] = {"id": id, "name": id, "source": {"ref": "trial"}}
    added = {key: value for key, value in stated.items() if key not in part.fields}
    if "services" in part.fields:
        return with_fields(part, **added)
    service = {key: value for key, value in part.fields.items() if key in _SERVICE}
    service.setdefault("provision", provision)
    if "operator" not in part.fields and type(service.get("price_dkk_per_day")) is int:
        service["price"] = {"basic": service.pop("price_dkk_per_day"), "vat": "excl"}
    own = Part(part.name, {key: value for key, value in part.fields.items() if key not in _SERVICE}, part.place)
    whole = with_fields(own, **added, services=[service])
    if isinstance(part.place, Places) and isinstance(whole.place, Places):
        whole.place.inside["services"] = Places(part.place.at, {0: part.place})
    return whole
