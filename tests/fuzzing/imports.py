"""Damaged bundles, workbooks and CSV files, and what must hold of every import of one.

A file is drawn from a good one: a value is exchanged, left out or put twice, cells are merged, rows hidden, bytes changed. Where
the file can still be read, what was in it is counted apart from visit: each cell of a column that the map reads must be traced,
told, or the same as one that is; each resource of a bundle must be in the case or told.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from xlsxwriter import Workbook

from fuzzing.folder import Answer
from fuzzing.holding import OUR_NUMBER, hold
from fuzzing.odd import CPR, STEERING
from visit.imports.sheets import letters

# --- tables ---

HEADINGS = (
    "Afdeling",
    "Paragraf",
    "Pladser",
    "Takst",
    "Målgruppe",
    "Postnr",
    "Alder",
    "Godkendt til",
    "Personale",
    "Ukendt",
)
CATALOGUE_MAP = """format: 1
map: catalogue
catalogue: drawn
as_of: 2026-01-01
source: {ref: "Takstblad"}
decimal: comma
vat: excl
price_per: day
always: {operator.type: municipal, operator.municipality: Ikast-Brande}
columns:
  Afdeling: name
  Paragraf: provision
  Pladser: places
  Takst: price.basic
  Målgruppe: {field: specialisation, specialised: 2, words: {Autisme: autism-spectrum, Andre: null}}
  Postnr: place
  Alder: ages
  Godkendt til: approved.until
  Personale: staff
  Ukendt: null
"""
TRAVEL_HEADINGS = ("Fra", "Til", "Bil", "Bus", "Metode", "Dato")
TRAVEL_MAP = """format: 1
map: travel
travel: drawn
as_of: 2026-01-01
method: planner
columns:
  Fra: from
  Til: to
  Bil: {field: minutes, by: car}
  Bus: {field: minutes, by: transit}
  Metode: method
  Dato: as_of
"""
CITIZEN_HEADINGS = (
    "CPR", "Sag", "Køn", "Født", "Alder nu", "Hjemby", "Målgruppe", "Også", "Støttebehov", "Lave mad", "Timer", "Tilbud",
    "Paragraf", "Startdato", "Døgn", "Pårørende", "Pårørendes by", "Kontakt", "Ønsker", "Højst km", "Søgt", "Samtykke",
    "Udredt", "Ukendt",
)  # fmt: skip
_CITIZEN_MAP = """format: 1
map: cases
cases: drawn
as_of: 2026-01-01
source: {ref: "Borgerliste"}
decimal: comma
always: {municipality: Silkeborg}
columns:
  Køn: {field: citizen.sex, words: {Pige: woman, Andre: null}}
  Født: citizen.born
  Alder nu: citizen.age
  Hjemby: citizen.home.place
  Målgruppe: {field: target_groups.primary, words: {Andre: null}}
  Også: target_groups.secondary
  Støttebehov: support_need
  Lave mad: functioning.cook
  Timer: needs.hours_per_week.support
  Tilbud: citizen.current.offer
  Paragraf: citizen.current.service
  Startdato: citizen.current.since
  Døgn: needs.round_the_clock
  Pårørende: network.who
  Pårørendes by: network.place
  Kontakt: network.contact
  Ønsker: wishes.offers
  Højst km: wishes.max_km
  Søgt: applied.provision
  Samtykke: consent.support
  Udredt: assessed
  Ukendt: null
"""
CITIZEN_MAPS = {
    "cpr.map.yaml": _CITIZEN_MAP + "  CPR: cpr\n  Sag: null\n",
    "case.map.yaml": _CITIZEN_MAP + "  Sag: case\n  CPR: null\n",
}
"""The same list with one column or the other for what a case is called."""
NOT_READ = frozenset(("Ukendt",))
_GOOD: dict[str, tuple[object, ...]] = {
    "Afdeling": ("Engbo", "Engbo", "Skovly", "Havhuset", "Mosen", "engbo ", "Åhuset"),
    "Paragraf": ("§ 107", "§ 108", "SEL § 85", "§ 85 og § 104", "§ 104", "ABL § 105", "§ 107, stk. 1", "83 b"),
    "Pladser": (12, 0, "8 pladser", "1.234", 3.0, "", "12"),
    "Takst": ("1.049,50", 2394, 1050.25, "0", "kr. 900", "1.200 kr. pr. måned", "", 0),
    "Målgruppe": ("Autisme", "Andre", "Autisme; Angst", "Demens, Depression", "Senhjerneskade", ""),
    "Postnr": ("7430", 7430, "Ikast", "8000 Aarhus C", "Bygaden 2, 7400 Herning", "Nixby", ""),
    "Alder": ("18-65 år", "18+", "under 25", "65-18", ""),
    "Godkendt til": ("31-12-2026", "2027", "2026-02-30", 45000, ""),
    "Personale": ("ingen", "døgnpersonale", "tied_day_and_night", ""),
    "Ukendt": ("noget", ""),
    "Fra": ("Ikast", "Herning", "7430", "Brande", "Nixby", ""),
    "Til": ("Ikast", "Herning", "Silkeborg", "Skjern", ""),
    "Bil": (18, "25 min", 0, "1,5", 5000, 60, 90, ""),
    "Bus": (40, "70", 61, ""),
    "Metode": ("Krak", "", ""),
    "Dato": ("2026-01-01", ""),
    "CPR": ("0101851234", "010185-1234", 101851234, "020290-4321", "1503701111", "12345", "", 2711481357),
    "Sag": ("a-1", "A 2", "sag 3", "7", "Æblevej", "", "a 2", 17),
    "Køn": ("kvinde", "mand", "Pige", "Andre", "M", ""),
    "Født": (1985, "1985", "14.5.1985", "1.1.1985", "1870", "2027", "", ""),
    "Alder nu": (40, "41 år", 0, 200, "", "", ""),
    "Hjemby": ("7430", "Ikast", "Bygaden 2, 7400 Herning", "Nixby", ""),
    "Også": ("ingen", "ADHD, depression", "Angst; Demens", "angst og ingen", "Autisme", ""),
    "Støttebehov": ("Moderat", 3, "4 - Fuldstændigt", "ikke vurderet", 5, "2 - Let", ""),
    "Lave mad": ("svært", 0, "2 - Moderat", "let", "meget", ""),
    "Timer": (7.5, "12 timer", 0, 400, "1.234", "", ""),
    "Tilbud": ("vaerkstedet", "Egely", "Ingen", "", ""),
    "Startdato": ("1-5-2024", "2099-01-01", "2026-02-30", 45000, ""),
    "Døgn": ("ja", "nej", "måske", ""),
    "Pårørende": ("mor", "søster", "", ""),
    "Pårørendes by": ("Ikast", "8600", "Nixby", "", ""),
    "Kontakt": ("dagligt", "ugentligt", "tit", ""),
    "Ønsker": ("vaerkstedet", "ingen", "Egely", "", ""),
    "Højst km": (30, "25 km", 0, "1.234", ""),
    "Søgt": ("§ 107", "SEL § 108", "§ 85", "bostøtte", ""),
    "Samtykke": ("givet", "afslået", "ja", ""),
    "Udredt": ("2025-12-01", "1-1-2020", "2099-01-01", "", ""),
}
_ODD: tuple[object, ...] = (
    *CPR, *STEERING, "=1+1", "'=1+1", "#N/A", True, False, -1, 10**15, 1e300, 0.1, "x" * 3000, "ukendt", "-", "?", "null",
    "a,b;c/d\ne",

    "1:30", " ", "\t", '"', "{{}}", "{name}", "%s", "ja", "nej", "2026-11-02", 1234567890, "0707614285 ", 707614285,
)  # fmt: skip


@dataclass
class DrawnTable:
    """Rows below a heading, and what is done to the sheet."""

    headings: tuple[str, ...]
    rows: list[list[object]]
    merged: tuple[int, int, int, int] | None = None
    hidden: list[int] = field(default_factory=list)


def drawn_table(chance: Random, headings: tuple[str, ...]) -> DrawnTable:
    """Draw some rows, most of them good."""
    rows: list[list[object]] = []
    for _number in range(chance.randrange(1, 7)):
        odd = chance.random() < 0.5
        rows.append(
            [
                chance.choice(_ODD) if odd and chance.random() < 0.25 else chance.choice(_GOOD[heading])
                for heading in headings
            ]
        )
    if rows and chance.random() < 0.2:
        rows.append(list(chance.choice(rows)))
    table = DrawnTable(headings, rows)
    if len(rows) > 1 and chance.random() < 0.3:
        column, bottom = chance.randrange(len(headings) - 1), chance.randrange(1, len(rows) + 1)
        right = column + (bottom == 1 or chance.random() < 0.5)
        table.merged = (1, column, bottom, right)
    if chance.random() < 0.2:
        table.hidden = [chance.randrange(1, len(rows) + 1)]
    return table


def as_csv(table: DrawnTable, chance: Random) -> bytes:
    """Write a table as a CSV, in one of the ways in which spreadsheets do.

    What the encoding lacks becomes `?`, in the table as well.
    """
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    table.rows = [[str(one).encode(encoding, "replace").decode(encoding) for one in row] for row in table.rows]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=chance.choice(";,\t"), lineterminator=chance.choice(("\n", "\r\n")),
                        quoting=csv.QUOTE_ALL)  # fmt: skip
    writer.writerow(table.headings)
    writer.writerows(table.rows)
    return written.getvalue().encode(encoding, "replace")


def as_workbook(table: DrawnTable) -> bytes:
    """Write a table as a workbook."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Takster")
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)
    if table.merged is not None:
        top, left, bottom, right = table.merged
        sheet.merge_range(top, left, bottom, right, None)
        _write(sheet, top, left, table.rows[top - 1][left])
    for number in table.hidden:
        sheet.set_row(number, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def _write(sheet: Any, number: int, column: int, value: object) -> None:
    match value:
        case bool():
            sheet.write_boolean(number, column, value)
        case int() | float():
            sheet.write_number(number, column, value)
        case "=1+1":
            sheet.write_formula(number, column, "=1+1", None, "2")
        case "#N/A":
            sheet.write_formula(number, column, "=NA()", None, "#N/A")
        case "" | None:
            pass
        case _:
            sheet.write_string(number, column, str(value)[:30_000])


def damaged_bytes(content: bytes, chance: Random) -> bytes:
    """Return bytes with some exchanged, left out or put twice; of a workbook sometimes inside one of its parts."""
    if content[:2] == b"PK" and chance.random() < 0.8:
        return _with_damaged_part(content, chance)
    found = bytearray(content)
    for _time in range(chance.randrange(1, 5)):
        if not found:
            break
        at, length = chance.randrange(len(found)), chance.randrange(1, 9)
        match chance.randrange(4):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = found[at : at + length]
            case _:
                found[at:at] = chance.choice(
                    (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b";", f" {CPR[0]} ".encode(), b"&#8238;", b"<c r=")
                )
    return bytes(found)


def _with_damaged_part(content: bytes, chance: Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([one for one in names if one.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            if name == chosen:
                if chance.random() < 0.1:
                    continue
                part = damaged_bytes(part, chance)
            new.writestr(name, part)
    return stream.getvalue()


_BLANK = frozenset(("", "-", "–", "—", "?", "n/a", "i/a", "ikke oplyst", "ukendt", "uoplyst", "not known", "unknown"))


_SAYS_NOTHING = ("Andre",)
"""What the map says of no code."""


def dropped_cells(table: DrawnTable, document: Any, *, is_csv: bool) -> Iterator[str]:
    """Yield the cells of a table that are neither in what it became, nor told, nor the same as one that is.

    Args:
        table: What was written.
        document: The import's answer as data.
        is_csv: Whether cells were written as text.
    """
    if table.merged is not None and table.headings == TRAVEL_HEADINGS:
        return  # a time of a merged cell is of another row than its ends
    traced, refused, told = set(_traced(document)), set(), set()
    for row in document["rows"]:
        if row["outcome"] == "refused":
            refused.add(row["row"])
        told |= {str(one["cell"]).rpartition("!")[2] for one in row["told"]}
    rows = {row["row"] for row in document["rows"]}
    for number, row in enumerate(table.rows, start=2):
        if any(not _is_blank(one, is_csv) for one in row) and number not in rows and table.merged is None:
            yield f"row {number}"
    kept = {
        (column, part)
        for number, row in enumerate(table.rows, start=2)
        for column in range(len(row))
        if f"{letters(column + 1)}{number}" in traced
        for part in _parts(row[column])
    }
    for number, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row):
            place = f"{letters(column + 1)}{number}"
            if not is_csv and _is_covered(table, number, column):
                continue
            if table.headings[column] in NOT_READ or number in refused or _is_blank(value, is_csv):
                continue
            if table.headings[column] == "Paragraf" and str(value).strip() in _GOOD["Paragraf"]:
                continue  # `§ 107, stk. 1` is said by another row's `§ 107`
            if place not in traced and place not in told and not {(column, one) for one in _parts(value)} <= kept:
                yield f"{place} {value!r}"


def _is_covered(table: DrawnTable, number: int, column: int) -> bool:
    """Whether a merged cell covers a cell, whose own value is not in the workbook then."""
    if table.merged is None:
        return False
    top, left, bottom, right = table.merged
    return top <= number - 1 <= bottom and left <= column <= right and (number - 1, column) != (top, left)


def dropped_citizen_cells(table: DrawnTable, document: Any, *, not_read: str, is_csv: bool) -> Iterator[str]:
    """Yield the cells of a list of citizens that are neither in the row's case nor told, whose row is a case.

    Args:
        table: What was written.
        document: The import's answer as data.
        not_read: The column that this map leaves out.
        is_csv: Whether cells were written as text.
    """
    rows = {row["row"]: row for row in document["rows"]}
    for number, row in enumerate(table.rows, start=2):
        here = rows.get(number)
        values = [(column, value) for column, value in enumerate(row) if not _says_nothing_of_citizen(value, is_csv)]
        values = [one for one in values if is_csv or not _is_covered(table, number, one[0])]
        if here is None:
            yield from (f"row {number}" for _one in values[:1])
            continue
        if here["outcome"] == "refused":
            yield from () if any(one["kind"] == "refused" for one in here["told"]) else (f"row {number} without why",)
            continue
        places = [*here["cells"].values(), *(one["cell"] for one in here["told"])]
        said = {place.rpartition("!")[2] for place in places}
        for column, value in values:
            place = f"{letters(column + 1)}{number}"
            if table.headings[column] not in (*NOT_READ, not_read) and place not in said:
                yield f"{place} {value!r}"


def _says_nothing_of_citizen(value: object, is_csv: bool) -> bool:
    return _is_blank(value, is_csv) or str(value).strip().casefold() in ("ikke vurderet", "andre")


def _is_blank(value: object, is_csv: bool) -> bool:
    text = str(value).strip()
    return value is None or text in _SAYS_NOTHING or text.casefold() in _BLANK or (is_csv and text in ("'",))


def _parts(value: object) -> list[str]:
    return [" ".join(one.split()) for one in re.split("[;,]", str(value).casefold())]


def _traced(document: Any) -> Iterator[str]:
    made = document.get("catalogue") or document.get("travel")
    for one in made.get("times", ()):
        place = one["cell"].rpartition("!")[2]
        yield place
        number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield from (f"{letter}{number}" for letter in "ABEF")  # the ends of the way stand in its row
    for offer in made.get("offers", ()):
        for part in (offer, *offer["services"]):
            for cells in part.get("cells", {}).values():
                yield from (one.strip().rpartition("!")[2] for one in cells.split(","))


# --- bundles ---

_ODD_JSON: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", " ", [], {}, [[]], [None], {"coding": None}, {"coding": [{}]},
    "2026", "2026-11", "2026-02-30",
    "9999-12-31", "active", "entered-in-error", "completed", "Patient", "Condition", "x" * 3000, "{name}", "%s", *CPR, *STEERING,
)  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a tree."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places_in(one, (*path, key))


def damaged_bundle(good: Any, chance: Random) -> Any:
    """Return a bundle with some values exchanged, left out, or put twice."""
    found = deepcopy(good)
    for _time in range(chance.randrange(1, 6)):
        every = list(places_in(found))
        if not every:
            break
        *above, key = chance.choice(every)
        inside = found
        for one in above:
            inside = inside[one]
        other = found
        for one in chance.choice(every):
            other = other[one]
        match chance.randrange(5):
            case 0:
                del inside[key]
            case 1:
                inside[key] = chance.choice(_ODD_JSON)
            case 2:
                inside[key] = deepcopy(other) if len(json.dumps(other)) < 20_000 else None
            case 3 if isinstance(inside, list):
                inside.insert(key, deepcopy(inside[key]))
            case _:
                inside[key] = [inside[key]] if chance.random() < 0.5 else {"value": inside[key]}
    entries = found.get("entry") if isinstance(found, dict) else None
    around = [found, *(entries if isinstance(entries, list) else [])]
    for resource in (*around, *(one for _place, one in resources_in(found))):
        if isinstance(resource, dict) and chance.random() < 0.1:
            resource[chance.choice(NOBODY_READS)] = chance.choice(([{"text": "x"}], {"valueString": "x"}, "x", 0))
    return found


NOBODY_READS = ("component", "bodySite", "unheardOf")
"""Keys of resources, and of what stands around them, that have no place in a case: what stands there must be told by its name."""


def resources_in(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands where a resource does, with its place."""
    entries = value.get("entry") if isinstance(value, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and "resource" in entry:
            yield f"entry[{index}]", entry["resource"]


_OF_NO_CITIZEN = ("Organization", "MessageHeader", "Practitioner", "PractitionerRole", "Provenance")


def dropped_resources(value: Any, document: Any) -> Iterator[str]:
    """Yield the resources of a bundle that are neither in the case nor told."""
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
        return
    entries = value.get("entry")
    around = [("Bundle", value)]
    around += [(f"entry[{index}]", one) for index, one in enumerate(entries if isinstance(entries, list) else [])]
    for place, group in around:
        messages = [one["message"] for one in document["notes"] if one["place"] == place]
        for key in NOBODY_READS:
            if isinstance(group, dict) and group.get(key) and not any(key in one for one in messages):
                yield f"{place}.{key} beside the resources"
    places = [*document["places"].values(), *(one["place"] for one in document["notes"])]
    words = {place for told in places for place in told.split(", ")}
    for place, resource in resources_in(value):
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if isinstance(kind, str) and kind in (*_OF_NO_CITIZEN, "Bundle"):
            continue
        if not any(one == place or one.startswith((f"{place}.", f"{place}[")) for one in words):
            yield f"{place} {kind}"
        told = [one for one in document["notes"] if one["place"] == place]
        if not isinstance(kind, str) or any(one["kind"] == "ask" or "DELETE" in one["message"] for one in told):
            continue  # it may be left out as a whole
        for key in NOBODY_READS:
            if isinstance(resource, dict) and key in resource and not any(key in one["message"] for one in told):
                yield f"{place}.{key}"


# --- an import ---


@dataclass(frozen=True)
class DrawnImport:
    """A file, the command that imports it, and what is looked at in its answer.

    Attributes:
        name: What the file is called.
        lost: What the answer as data neither has nor tells; nothing is looked for where the bytes were damaged as well.
    """

    name: str
    content: bytes
    arguments: tuple[str, ...]
    lost: Callable[[Any], Iterator[str]]


def drawn_import(chance: Random, kind: str, bundle: Any) -> DrawnImport:
    """Draw a damaged file of a kind: a bundle, or rows of offers or of travel times in a CSV or a workbook."""
    written = ("--to", "out.yaml", "--overwrite", "--format", "json")
    if kind == "bundle":
        value = damaged_bundle(bundle, chance)
        content = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
        texts = ("--texts",) if chance.random() < 0.5 else ()
        arguments = ("case", "import", "drawn.json", "--municipality", "Ikast-Brande", *texts, *written)
        lost: Callable[[Any], Iterator[str]] = lambda answer: dropped_resources(value, answer)  # noqa: E731
        return _perhaps_damaged(chance, 0.15, DrawnImport("drawn.json", content, arguments, lost))
    of_travel, ending = kind.startswith("travel"), kind.rpartition(".")[2]
    if kind.startswith("citizens"):
        return _perhaps_damaged(chance, 0.3, _drawn_citizens(chance, ending))
    table = drawn_table(chance, TRAVEL_HEADINGS if of_travel else HEADINGS)
    content = as_csv(table, chance) if ending == "csv" else as_workbook(table)
    proposed = chance.random() < 0.1
    map = "new.map.yaml" if proposed else "travel.map.yaml" if of_travel else "map.yaml"
    command = ("travel" if of_travel else "catalogue", "import", f"drawn.{ending}", "--map", map, *written)
    lost = lambda answer: iter(()) if proposed else dropped_cells(table, answer, is_csv=ending == "csv")  # noqa: E731
    return _perhaps_damaged(chance, 0.3, DrawnImport(f"drawn.{ending}", content, command, lost))


def _drawn_citizens(chance: Random, ending: str) -> DrawnImport:
    table = drawn_table(chance, CITIZEN_HEADINGS)
    content = as_csv(table, chance) if ending == "csv" else as_workbook(table)
    map = chance.choice((*CITIZEN_MAPS, *CITIZEN_MAPS, "new.map.yaml"))
    key = ("--key", "drawn.key") if map == "cpr.map.yaml" else ()
    written = ("--to", "out.jsonl", "--overwrite", "--format", "json")
    not_read = "Sag" if map == "cpr.map.yaml" else "CPR"
    lost = (  # noqa: E731
        lambda answer: (
            iter(())
            if map == "new.map.yaml"
            else dropped_citizen_cells(table, answer, not_read=not_read, is_csv=ending == "csv")
        )
    )
    return DrawnImport(
        f"drawn.{ending}", content, ("population", "import", f"drawn.{ending}", "--map", map, *key, *written), lost
    )


def _perhaps_damaged(chance: Random, share: float, good: DrawnImport) -> DrawnImport:
    if chance.random() >= share:
        return good
    return replace(good, content=damaged_bytes(good.content, chance), lost=lambda answer: iter(()))


def hold_import(folder: Path, drawn: DrawnImport, found: Answer) -> None:
    """Fail where an import gave what no file may give it."""
    hold(found, {}, {}, drawn.arguments)
    written = "\n".join(
        (folder / name).read_text("utf-8", errors="replace")
        for name in ("out.yaml", "out.jsonl", "new.map.yaml")
        if (folder / name).exists()
    )
    assert OUR_NUMBER.search(written) is None, "a CPR number is written"
    if found.ran.code in (0, 1) and found.ran.out:
        lost = list(drawn.lost(json.loads(found.ran.out)))
        assert not lost, f"neither taken nor told: {'; '.join(lost)}"
