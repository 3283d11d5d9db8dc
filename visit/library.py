"""What commands put together of several rooms, as functions: values in, values out, nothing printed and no clock read.

`import visit` has these beside what single rooms give. Who needs more than they return finds it in the room that is named there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from visit.locale import text as _

if TYPE_CHECKING:
    from visit.case import Case
    from visit.catalogue import Catalogue
    from visit.errors import VisitError
    from visit.imports.case_lists import ImportedCases
    from visit.imports.catalogues import ImportedCatalogue
    from visit.imports.imported import ImportedCitizen
    from visit.imports.merging import MergedCatalogue
    from visit.imports.travel import ImportedTravel
    from visit.imports.updating import CaseChange
    from visit.lab.curve import Sweep
    from visit.lab.impact import Impact
    from visit.lab.invariants import InvariantCounts
    from visit.lab.members import Member
    from visit.population.compared import FigureCompared
    from visit.population.described import CaseTally
    from visit.price_doubts import Doubt
    from visit.reading.source import PlainValue
    from visit.rules.findings.lint import Linted
    from visit.rules.guideline.edits import Edit
    from visit.rules.guideline.layering import Layer
    from visit.trials.proving import Proof


# --- imports ---


def import_case(
    file: str | Path, *, key: bytes | Path, municipality: str | None, today: date, texts: bool = False
) -> ImportedCitizen:
    """Read a citizen's FHIR bundle; `case` is the case's document, `notes` what is told of the rest.

    Args:
        file: The bundle.
        key: Under which the citizen gets a name, the same for the same citizen: the file of `--key`, or bytes (no hexadecimal).
        municipality: The acting municipality, where the bundle names none.
        today: The day of the import.
        texts: Whether free texts go into the case, without the names in them.

    Raises:
        SourceError: It cannot be read, or is no bundle.
        UsageError: The key is shorter than 32 bytes: names under it could be guessed; or it is the text of its file.
        PlaceError: There is no such municipality.
        ValueError: There are several citizens in it.
    """
    from visit.imports.bundle_files import read_bundle
    from visit.imports.citizens import imported_citizen
    from visit.imports.pseudonyms import key_given
    from visit.places import municipality as municipality_called

    named_under = key_given(key)
    acting = None if municipality is None else municipality_called(municipality).name
    return imported_citizen(read_bundle(Path(file)), key=named_under, municipality=acting, today=today, texts=texts)


def update_case(imported: ImportedCitizen, onto: str | Path) -> tuple[CaseChange, ...]:
    """Put a later bundle into the case of the same citizen, and return what that changes; `imported.case` is the whole case then.

    Raises:
        Problems: What is wrong with the case that is there.
        CaseError: It is another citizen's case, or of a later day than the bundle.
    """
    from visit.imports.updated_case import update_citizen
    from visit.reading.source import read

    return update_citizen(imported, read(onto))


def import_catalogue(file: str | Path, map: str | Path, *, today: date) -> ImportedCatalogue:
    """Read a spreadsheet of offers by a map of its columns; `document` is the catalogue, `rows` what became of each row.

    Raises:
        Problems: What is wrong with the map.
        SourceError: The spreadsheet cannot be read.
    """
    from visit.imports.catalogues import imported_catalogue, read_map
    from visit.imports.row_files import read_rows
    from visit.reading.source import read

    document = read(map)
    return imported_catalogue(read_rows(Path(file)), read_map(document), document, today=today)


def merge_catalogue(imported: ImportedCatalogue, onto: str | Path) -> MergedCatalogue:
    """Put an imported catalogue into one that is there: `document` is the whole, `edits` what the import changes in it.

    Raises:
        Problems: What is wrong with the catalogue that is there, or contradicts itself now.
        CatalogueError: Several of its offers are called as one of the import is.
    """
    from visit.imports.merging import merged_catalogue
    from visit.reading.source import read

    return merged_catalogue(imported.document, read(onto))


def import_citizens(
    file: str | Path, map: str | Path, *, key: bytes | Path, catalogue: Catalogue, today: date
) -> ImportedCases:
    """Read a spreadsheet of citizens by a map of its columns; `cases` are the documents, `rows` what became of each row.

    Args:
        file: The spreadsheet.
        map: What its columns mean.
        key: Under which a CPR number becomes a name. The file of `--key`, or its bytes (not in hexadecimal).
        catalogue: The offers that its cells may name.
        today: The day of the import.

    Raises:
        Problems: What is wrong with the map.
        SourceError: The spreadsheet cannot be read.
        UsageError: The key is shorter than 32 bytes: names under it could be guessed; or it is the text of its file.
    """
    from visit.imports.case_fields import case_field_list, offers_called
    from visit.imports.case_lists import imported_cases, read_case_map
    from visit.imports.pseudonyms import key_given
    from visit.imports.row_files import read_rows
    from visit.reading.source import read

    named_under = key_given(key)
    document, fields = read(map), case_field_list(offers_called(catalogue))
    offers = frozenset(catalogue.offers)
    mapped = read_case_map(document, fields)
    return imported_cases(read_rows(Path(file)), mapped, document, fields, key=named_under, offers=offers, today=today)


def import_travel(file: str | Path, map: str | Path, *, today: date) -> ImportedTravel:
    """Read a spreadsheet of travel times by a map of its columns; `document` is the table, `rows` what became of each row.

    Raises:
        Problems: What is wrong with the map.
        SourceError: The spreadsheet cannot be read.
    """
    from visit.imports.row_files import read_rows
    from visit.imports.travel import imported_travel, read_travel_map
    from visit.reading.source import read

    document = read(map)
    return imported_travel(read_rows(Path(file)), read_travel_map(document), document, today=today)


def merge_travel(imported: ImportedTravel, onto: str | Path) -> Mapping[str, PlainValue]:
    """Return a catalogue's document with imported travel times in it, in place of those that it has.

    Raises:
        Problems: What is wrong with the catalogue, or with a travel time.
    """
    from visit.imports.merging import with_travel_times
    from visit.reading.source import read

    return with_travel_times(imported.document, read(onto))


def propose_map(
    file: str | Path, of: Literal["catalogue", "cases", "travel"], *, today: date, sheet: str | None = None
) -> str:
    """Return the text of a map for a spreadsheet, as its headings suggest it: to be looked through by who knows the file.

    Raises:
        SourceError: The spreadsheet cannot be read.
        UsageError: It has several sheets, and none is named.
    """
    from visit.imports.case_fields import case_field_list
    from visit.imports.proposing import proposed_case_map, proposed_map
    from visit.imports.row_files import read_rows
    from visit.imports.travel_map import proposed_travel_map

    rows = read_rows(Path(file))
    if of == "travel":
        return proposed_travel_map(rows, rows.sheet(sheet), today=today)
    if of == "catalogue":
        return proposed_map(rows, rows.sheet(sheet), today=today)
    return proposed_case_map(rows, rows.sheet(sheet), case_field_list({}), today=today)


# --- guidelines and catalogues ---


def check_catalogue(file: str | Path, *, day: date) -> tuple[Doubt, ...]:
    """Return what of a catalogue is worth a look: old or missing facts, prices that part, odd values, offers that look like one.

    Raises:
        Problems: Every fault in the file.
    """
    from visit.catalogue import catalogue_of, shelf_life_of
    from visit.implausible import implausible_values
    from visit.offer_doubts import offer_doubts
    from visit.price_doubts import doubts
    from visit.reading.source import read
    from visit.render.catalogue_sheet import shelf_life_days

    document, lives = read(file), shelf_life_days()
    catalogue = catalogue_of(document)
    of_prices = doubts(catalogue, document, day=day, shelf_life_days=shelf_life_of(lives, "price_dkk_per_day"))
    of_offers = offer_doubts(catalogue, document, day=day, shelf_life_days=lives)
    return (*of_prices, *of_offers, *implausible_values(catalogue, document, day=day))


def check_guideline(name: str, *, today: date, catalogue: Catalogue) -> Linted:
    """Check a guideline on every date on which it changes; `warnings` is what somebody should look at.

    Args:
        name: The id of one that ships, or a file.
        today: The date of the guideline returned.
        catalogue: The offers that it may name.

    Raises:
        Unusable: Everything that is wrong with it.
        UsageError: No guideline is called that.
    """
    from visit.rules.findings.lint import lint
    from visit.rules.findings.named_nothing import named_nothing
    from visit.rules.findings.other_offers import other_offer
    from visit.trials.untried import untried

    also = (named_nothing(lambda: catalogue.offers), other_offer(lambda: catalogue.offers), untried)
    return lint(name, today, also=also)


def guideline_edits(before: str, after: str, *, as_of: date) -> tuple[Edit, ...]:
    """Return what differs between two guidelines, statement by statement.

    Args:
        before: An id, `id@version` or a file.
        after: The same.
        as_of: The day on which versions are looked up.

    Raises:
        Problems: Everything that is wrong with one of them.
        UsageError: No guideline is called that, or none is in force.
    """
    from visit.rules.guideline.edits import edits_between

    return edits_between(_layers(before, as_of), _layers(after, as_of))


def _layers(name: str, day: date) -> tuple[Layer, ...]:
    from visit.rules.guideline.layering import chain, family, is_file, version_of

    leaf, known = family(name)
    return chain(leaf if is_file(name) or "@" in name else version_of(leaf.id, day, known), day, known)


def prove_invariants(name: str, *, today: date, seed: int = 1) -> tuple[Proof, ...]:
    """Prove or refute the invariants of a guideline, on each date on which its rules are others.

    Raises:
        Problems: Everything that is wrong with it.
    """
    from visit.rules.findings.lint import built_on_every_date
    from visit.trials.proving import different, proofs

    _layer, built = built_on_every_date(name, today, None)
    return tuple(proofs(different(built), seed=seed, today=today, progress=lambda _done, _all: None))


def describe_guideline(name: str, *, as_of: date) -> dict[str, object]:
    """Return a guideline as data, with every statement in words: what `visit guideline show --format json` prints.

    Raises:
        Problems: Everything that is wrong with it.
        UsageError: No guideline is called that, or none is in force.
    """
    from visit.locale import language
    from visit.render.guideline_sheet import GuidelineSheet
    from visit.rules.guideline.building import build

    layers = _layers(name, as_of)
    return GuidelineSheet(build(layers, as_of), layers, language()).document(None, ())


# --- many citizens ---


def draw_citizens(profile: str, count: int, *, seed: int = 1, municipality: str | None = None) -> Iterator[Case]:
    """Yield synthetic citizens; the same seed, the same citizens.

    Args:
        profile: The id of one that ships, or a file.
        count: How many.
        seed: Another number, other citizens.
        municipality: The acting municipality, where the profile names none.

    Raises:
        Problems: What is wrong with the profile.
        UsageError: Fewer than none are asked for, or more than have numbers.
    """
    from visit.case import case_of
    from visit.errors import UsageError
    from visit.population.drawing import LARGEST, Drawing
    from visit.population.profile import load_profile
    from visit.reading.source import Document

    if not 0 <= count <= LARGEST:
        raise UsageError(_("from 0 to {n} citizens can be drawn, not {count}", n=LARGEST, count=count))
    found = load_profile(profile, municipality=municipality)
    for row in Drawing(found, found.drawn_from({}), seed).citizens(count):
        yield case_of(Document("drawn", row))  # type: ignore[arg-type]


def describe_citizens(cases: Iterable[Case]) -> CaseTally:
    """Count what many cases hold; `cells` gives a table of it, with small cells hidden where the cases are real."""
    from visit.population.described import CaseTally

    tally = CaseTally()
    for case in cases:
        tally.add(case)
    return tally


def check_citizens(
    cases: Iterable[Case], profile: str, *, municipality: str | None = None
) -> tuple[FigureCompared, ...]:
    """Hold many cases against a profile, figure by figure.

    Raises:
        Problems: What is wrong with the profile.
    """
    from visit.population.compared import figures_compared
    from visit.population.drawing import starts_of
    from visit.population.profile import load_profile

    found = load_profile(profile, municipality=municipality)
    figures = found.drawn_from({})
    return figures_compared(cases, figures, starts_of(figures, found.inhabitants_of, found.id))


def compare_guidelines(
    old: str, new: str, cases: Iterable[Case], *, catalogue: Catalogue, as_of: date | None = None
) -> Impact:
    """Answer many cases under two guidelines, and count what differs.

    Args:
        old: An id, `id@version`, `id@date` or a file.
        new: The same.
        cases: The citizens; those of another municipality than the guidelines' are left out, and counted.
        catalogue: The offers.
        as_of: The day that is asked about; else that of each assessment.

    Raises:
        VisitError: What is wrong with a guideline.
    """
    from visit.lab.answers import Answerer
    from visit.lab.bases import named_basis
    from visit.lab.comparing import impact_of

    sides = [Answerer(named_basis(name, catalogue, as_of)) for name in (old, new)]
    return impact_of(_members(cases), *sides)


def sweep_parameter(
    parameter: str, values: Sequence[Decimal], guideline: str, cases: Iterable[Case], *, catalogue: Catalogue
) -> Sweep:
    """Answer many cases with a number of a guideline at many values.

    Raises:
        UsageError: The guideline has no such number, or there is no value or no case to try.
    """
    from visit.errors import UsageError
    from visit.lab.answers import Answerer
    from visit.lab.bases import named_basis
    from visit.lab.sweeping import Sweeping

    answerer = Answerer(named_basis(guideline, catalogue, None))
    found = Sweeping(parameter, values, answerer).over(_members(cases), own_only=True)
    if not (found.cases or found.others or found.unread):
        raise UsageError(_("there is no case to compare"))
    return found


def count_broken_invariants(
    guideline: str, cases: Iterable[Case], *, catalogue: Catalogue, as_of: date | None = None
) -> InvariantCounts:
    """Answer many cases, and count of how many each invariant of a guideline is true that never should be.

    Args:
        guideline: An id, `id@version`, `id@date` or a file.
        cases: The citizens; those of another municipality than the guideline's are left out, and counted.
        catalogue: The offers.
        as_of: The day that is asked about; else that of each assessment.

    Raises:
        VisitError: What is wrong with the guideline.
    """
    from visit.lab.answers import Answerer
    from visit.lab.bases import named_basis
    from visit.lab.invariants import count_invariants

    return count_invariants(_members(cases), Answerer(named_basis(guideline, catalogue, as_of)))


def _members(cases: Iterable[Case]) -> Iterator[Member | VisitError]:
    from visit.errors import Location
    from visit.lab.members import Member

    return (Member(case, Location(case.id)) for case in cases)
