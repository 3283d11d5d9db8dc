"""Write `docs/coverage.md`: `python tools/make_coverage.py`.

Which demand of the source documents lives where. What is required, and what lives outside the guidelines, stands in
`docs/coverage.yaml`; the rest is read from the ids that a statement of `visit/guidelines/` or an offer of
`visit/catalogue.yaml` cites in brackets at the end of its source. Run it after `python tools/compile_documents.py`; a
test holds the page and its sources equal.
"""

from __future__ import annotations

import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast, get_args

from make_glossary import code, section, table
from pydantic import BaseModel

from visit import shipped
from visit.reading import source
from visit.rules.guideline.layering import corrected_files, shipped_files
from visit.vocabulary import vocabulary_record

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "docs" / "coverage.yaml"
PAGE = ROOT / "docs" / "coverage.md"

Record: TypeAlias = Mapping[str, Any]

# section of a guideline, one statement of it, several
SECTIONS = {
    "areas": ("area", "areas"),
    "proposals": ("proposal", "proposals"),
    "case_facts": ("fact of the citizen", "facts of the citizen"),
    "needs": ("need", "needs"),
    "nearness": ("setting", "settings"),
    "reference_prices": ("reference price", "reference prices"),
    "parameters": ("parameter", "parameters"),
    "facts": ("fact", "facts"),
    "rules": ("rule", "rules"),
    "rights": ("right", "rights"),
    "preferences": ("preference", "preferences"),
    "approvals": ("approval", "approvals"),
    "notices": ("notice", "notices"),
    "departures": ("departure", "departures"),
    "follow_up": ("follow-up", "follow-ups"),
    "deadlines": ("deadline", "deadlines"),
    "grants": ("grant", "grants"),
    "service_levels": ("service level", "service levels"),
    "invariants": ("invariant", "invariants"),
}
KINDS_OF_NOTICE = ("record", "advice", "flag", "duty")
KINDS = {**dict(SECTIONS.values()), "offer": "offers"}

# kind of place, how one is called, several, and the page that describes it
PLACES = {
    "case": ("case field", "case fields", "case-format.md"),
    "catalogue": ("catalogue field", "catalogue fields", "catalogue-format.md"),
    "guideline": ("guideline field", "guideline fields", "guideline-format.md"),
    "offer": ("offer", "offers", "../visit/catalogue.yaml"),
    "vocabulary": ("vocabulary", "vocabulary", "glossary.md"),
    "engine": ("engine", "engine", ""),
    "command": ("command", "commands", ""),
    "test": ("test", "tests", ""),
}

INTRO = """Made by `python tools/make_coverage.py` from the sources cited in `visit/guidelines/` and from `coverage.yaml`; change
those files, not this page.

Each statement of the source documents that the core of visit needs, and where it lives. An id is the document's or the
municipality's letters with a number; L is the line in the document's text. *Planned* is not there yet; *left out* is what visit
will not hold, with the reason. Statements that are no demand of the core are not listed; those that a guideline rests on all the
same stand below each table."""


@dataclass(frozen=True)
class Citation:
    """A statement of a guideline, or an offer, and the ids that its source cites."""

    document: str
    kind: str
    name: str
    source: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """`docs/coverage.yaml`: what is required, and what lives elsewhere."""

    documents: Mapping[str, Record]
    local_rules: Mapping[str, int]
    planned: Mapping[str, str]
    required: Mapping[str, Record]
    elsewhere: Mapping[str, Record]

    @property
    def known(self) -> frozenset[str]:
        """Every id that a source may cite."""
        demands = (f"{letters}-{n:02}" for letters, row in self.documents.items() for n in _numbers(row["statements"]))
        rules = (f"{letters}-{n:02}" for letters, last in self.local_rules.items() for n in _numbers(last))
        return frozenset((*demands, *rules))

    def document(self, id: str) -> str:
        """Return the letters of the document that an id belongs to."""
        if id not in self.required:
            return id.partition("-")[0]
        place = self.required[id]["source"]
        return next(letters for letters, row in self.documents.items() if place.startswith(f"{row['name']}, "))


def _numbers(last: int) -> range:
    return range(1, last + 1)


def read_sheet() -> Sheet:
    """Read `docs/coverage.yaml`."""
    record: Any = source.read(SHEET).value
    return Sheet(**record)


# --- what is cited --------------------------------------------------------------------------------------------------


def citations() -> list[Citation]:
    """Return every statement of the guidelines that ship and every offer, in the order of their files."""
    found = [one for path in shipped_files() for one in statements(source.read(path).value)]
    catalogue: Any = source.read(shipped.CATALOGUE).value
    for offer in catalogue["offers"]:
        texts = [row["source"]["ref"] for row in (offer, *offer["services"]) if "source" in row]
        ids = tuple(dict.fromkeys(id for text in texts for id in cited(text)))
        found.append(Citation("catalogue", "offer", offer["id"], "; ".join(texts), ids))
    return found


def statements(record: Any) -> Iterator[Citation]:
    """Yield every statement of a guideline, and the guideline itself, with what each cites."""
    guideline = record["guideline"]
    yield _citation(guideline, "header", "source", record)
    for key, (kind, _) in SECTIONS.items():
        rows = record.get(key, ())
        if key == "nearness" and rows:
            yield _citation(guideline, kind, key, rows)
        elif isinstance(rows, Mapping):
            for name, row in rows.items():
                yield _citation(guideline, kind, name, row)
        else:
            for row in rows:
                name = next(str(row[word]) for word in ("id", "area", "key", "provision") if word in row)
                yield _citation(guideline, kind, name, row)


def _citation(guideline: str, kind: str, name: str, row: Record) -> Citation:
    text = str(row.get("source", ""))
    return Citation(guideline, kind, name, text, cited(text))


def cited(text: str) -> tuple[str, ...]:
    """Return the ids in brackets at the end of a source."""
    found = re.search(r"\[([^\[\]]*)\]$", text)
    return tuple(found[1].split(", ")) if found else ()


# --- what is wrong --------------------------------------------------------------------------------------------------


def faults(sheet: Sheet, found: Sequence[Citation]) -> Iterator[str]:
    """Yield everything wrong with the sheet or with what is cited."""
    yield from _faults_of_citations(sheet, found)
    named = {id for one in found for id in one.ids} | sheet.elsewhere.keys()
    for id, row in sheet.required.items():
        if id not in sheet.known:
            yield f"{id} is required, but no document has it"
        if not any(row["source"].startswith(f"{document['name']}, ") for document in sheet.documents.values()):
            yield f"{id} stands in no document of the sheet: {row['source']}"
        if id not in named:
            yield f"{id} is neither cited nor listed: {row['says']}"
    for letters, last in sheet.local_rules.items():
        yield from (
            f"{id} is not required" for n in _numbers(last) if (id := f"{letters}-{n:02}") not in sheet.required
        )
    for id, row in sheet.elsewhere.items():
        yield from _faults_of_row(sheet, id, row, is_cited=any(id in one.ids for one in found))
        for place in row.get("in", ()):
            if not exists(place, found):
                yield f"{id}: {place} does not exist"


def _faults_of_citations(sheet: Sheet, found: Iterable[Citation]) -> Iterator[str]:
    letters = "|".join((*sheet.documents, *sheet.local_rules))
    for one in found:
        here = f"{one.document}: {one.kind} {one.name}"
        yield from (f"{here} cites {id}, which no document has" for id in one.ids if id not in sheet.known)
        yield from (f"{here} cites {id} twice" for id in dict.fromkeys(one.ids) if one.ids.count(id) > 1)
        loose = set(re.findall(rf"\b(?:{letters})-\d+\b", one.source)) - set(one.ids)
        yield from (f"{here} names {id} outside the brackets at the end of its source" for id in sorted(loose))


def _faults_of_row(sheet: Sheet, id: str, row: Record, *, is_cited: bool) -> Iterator[str]:
    if id not in sheet.required:
        yield f"{id} is listed, but not required"
    if not (is_cited or row.get("in") or row.get("planned")):
        yield f"{id} lives nowhere: neither cited, nor in a place, nor planned"
    yield from (f"{id}: unknown key {key}" for key in row if key not in ("in", "planned", "left_out", "why"))
    yield from (f"{id}: unknown part {part}" for part in row.get("planned", ()) if part not in sheet.planned)


def exists(place: str, found: Iterable[Citation]) -> bool:
    """Return whether a place named in the sheet is there."""
    kind, _, name = place.partition(":")
    if kind in ("case", "catalogue", "guideline"):
        return has_field(_model(kind), name.split("."))
    if kind == "statement":
        return any(named(one) == place for one in found)
    if kind == "offer":
        return any(one.kind == "offer" and one.name == name for one in found)
    if kind == "vocabulary":
        return in_vocabulary(*name.partition("/")[::2])
    if kind == "engine":
        return in_engine(name)
    if kind == "command":
        return name in commands()
    if kind == "test":
        file, _, function = name.partition("::")
        path = ROOT / file
        return path.is_file() and f"\ndef {function}(" in path.read_text(encoding="utf-8")
    return False


def _model(kind: str) -> type[BaseModel]:
    from visit.reading.documents.case import CaseDocument
    from visit.reading.documents.catalogue import CatalogueDocument
    from visit.reading.documents.guideline import GuidelineDocument
    from visit.reading.documents.models import model_of

    models: dict[str, type[BaseModel]] = {
        "case": model_of(CaseDocument),
        "catalogue": model_of(CatalogueDocument),
        "guideline": GuidelineDocument,
    }
    return models[kind]


def has_field(model: type[BaseModel], path: Sequence[str]) -> bool:
    """Return whether a document has a field at a path; the fields of a list's rows follow its name."""
    field = next((field for name, field in model.model_fields.items() if path[0] in (name, field.alias)), None)
    if field is None:
        return False
    return len(path) == 1 or any(has_field(inner, path[1:]) for inner in _models(field.annotation))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def in_vocabulary(name: str, key: str) -> bool:
    """Return whether the vocabulary has a list, and the key in it where one is given; a step of a ladder is a key too."""
    record = vocabulary_record()
    rows = record.get(name) if name != "codes" else None
    if rows is None:
        rows = record["codes"].get(name, {}).get("values", ())
    keys = {str(row.get("key", row.get("id"))) for row in rows}
    if name == "ladders":
        keys |= {f"{ladder['letter']}{step['step']}" for ladder in rows for step in ladder["steps"]}
    return key in keys if key else bool(rows)


def in_engine(name: str) -> bool:
    """Return whether a dotted name is a module of visit, or stands in one."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError):
        return False
    return name.startswith("visit.")


def commands() -> frozenset[str]:
    """Return the names of the commands."""
    from visit.commands.app import command_name, whole

    app = whole()
    found = [command_name(one) for one in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        found += [f"{group.name} {command_name(one)}" for one in group.typer_instance.registered_commands]
    return frozenset(found)


# --- the page -------------------------------------------------------------------------------------------------------


def coverage(sheet: Sheet, found: Sequence[Citation]) -> str:
    """Return the page."""
    planned = "\n".join(f"- *{part}*: {what}" for part, what in sheet.planned.items())
    parts = [
        "# Coverage",
        INTRO,
        f"The parts that are planned:\n\n{planned}",
        section("Counts", "", counts(sheet, found)),
        section("Notices", "", notices(_versions())),
        *(section(row["title"], "", document(sheet, found, letters)) for letters, row in sheet.documents.items()),
        links(found),
    ]
    return "\n\n".join(parts) + "\n"


def counts(sheet: Sheet, found: Sequence[Citation]) -> str:
    """Return how many are required, per document, by where they live."""
    heads = ("document", "required", "stated", "held", "planned only", "partly planned", "partly left out")
    rows = [
        (row["title"], _counted(sheet, found, [id for id in sheet.required if sheet.document(id) == letters]))
        for letters, row in sheet.documents.items()
    ]
    rows.append(("**All**", _counted(sheet, found, list(sheet.required))))
    legend = (
        "*Stated*: a guideline or an offer of the catalogue cites it. *Held*: no statement cites it, but a field, a list, the\n"
        "engine or a national rule holds it. The last two columns count some of these again."
    )
    return f"{table(heads, ((name, *map(str, numbers)) for name, numbers in rows))}\n\n{legend}"


def _counted(sheet: Sheet, found: Sequence[Citation], ids: Sequence[str]) -> tuple[int, ...]:
    stated = {id for one in found for id in one.ids}
    held = {id for id, row in sheet.elsewhere.items() if row.get("in")}
    here = [id for id in ids if id in stated | held]
    return (
        len(ids),
        sum(id in stated for id in ids),
        len(here) - sum(id in stated for id in ids),
        len(ids) - len(here),
        sum("planned" in sheet.elsewhere.get(id, ()) for id in here),
        sum("left_out" in sheet.elsewhere.get(id, ()) for id in here),
    )


def _versions() -> Iterator[Record]:
    """Yield every guideline that ships, each after the version that it corrects."""
    corrected = [_guideline(path) for path in corrected_files()]
    for record in map(_guideline, shipped_files()):
        yield from (
            one
            for one in corrected
            if (one["guideline"], one["version"]) == (record["guideline"], record.get("corrects"))
        )
        yield record


def _guideline(path: Path) -> Record:
    return cast("Record", source.read(path).value)


def notices(versions: Iterable[Record]) -> str:
    """Return how many notices of each kind a guideline has, beside its dates: those have a day and are asked for again."""
    dated = ("follow_up", "deadlines", "grants")
    heads = ("guideline", *KINDS_OF_NOTICE, *(SECTIONS[name][1] for name in dated))
    rows = []
    for record in versions:
        kinds = [row["kind"] for row in record.get("notices", ())]
        numbers = (*map(kinds.count, KINDS_OF_NOTICE), *(len(record.get(name, ())) for name in dated))
        rows.append((f"{record['guideline']} {record['version']}", *map(str, numbers)))
    legend = (
        "No notice decides: a *record* asks for something to be written, a *duty* is what the citizen's rights rest on,\n"
        "*advice* and a *flag* are for the person who decides. Above each guideline stands the version that it corrects."
    )
    return f"{table(heads, rows)}\n\n{legend}"


def document(sheet: Sheet, found: Sequence[Citation], letters: str) -> str:
    """Return the table of one document, and what else is cited from it."""
    name = sheet.documents[letters]["name"]
    rows = (
        (f"{id}", row["source"].removeprefix(f"{name}, "), row["says"], lives(sheet, found, id))
        for id, row in sheet.required.items()
        if sheet.document(id) == letters
    )
    others = {id for one in found for id in one.ids if id not in sheet.required and sheet.document(id) == letters}
    also = sorted(others, key=lambda other: int(other.partition("-")[2]))
    cells = table(("id", "place", "what it says", "where it lives"), rows)
    return f"{cells}\n\nAlso cited: {', '.join(also)}." if also else cells


def lives(sheet: Sheet, found: Iterable[Citation], id: str) -> str:
    """Return where an id lives: statements first, then other places, then what is planned or left out."""
    row = sheet.elsewhere.get(id, {})
    places = row.get("in", ())
    cells = [*stated(one for one in found if id in one.ids or named(one) in places)]
    cells += placed(place for place in places if not place.startswith("statement:"))
    cells += [f"*planned ({part})*: {what}" for part, what in row.get("planned", {}).items()]
    cells += [f"*left out*: {row['left_out']}"] if "left_out" in row else []
    cells += [f"({row['why']})"] if "why" in row else []
    return "<br>".join(cells)


def named(one: Citation) -> str | None:
    """Return the name by which the sheet calls a statement."""
    return None if one.kind in ("header", "offer") else f"statement:{one.document}/{one.name}"


def stated(found: Iterable[Citation]) -> Iterator[str]:
    """Yield a line per guideline with the statements of each kind."""
    for guideline, ones in _grouped((one.document, one) for one in found):
        kinds = _grouped((one.kind, one.name) for one in ones)
        listed = ", ".join(
            "the guideline as a whole" if kind == "header" else f"{_word(kind, names)} {_codes(names)}"
            for kind, names in kinds
        )
        yield f"[{guideline}]: {listed}"


def _word(kind: str, names: Sequence[str]) -> str:
    return kind if len(names) == 1 else KINDS[kind]


def placed(places: Iterable[str]) -> Iterator[str]:
    """Yield a line per kind of place."""
    for kind, names in _grouped(place.partition(":")[::2] for place in places):
        one, several, page = PLACES[kind]
        word = one if len(names) == 1 else several
        yield f"{f'[{word}]({page})' if page else word}: {_codes(names)}"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(code, names))


def _grouped(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return list(groups.items())


def links(found: Iterable[Citation]) -> str:
    """Return where the names of the guidelines and the catalogue lead to."""
    files = {one.document: f"../visit/guidelines/{one.document}.yaml" for one in found if one.kind == "header"}
    files["catalogue"] = "../visit/catalogue.yaml"
    return "\n".join(f"[{name}]: {file}" for name, file in sorted(files.items()))


def main() -> None:
    """Write the page, or say what is wrong."""
    sheet, found = read_sheet(), citations()
    wrong = list(faults(sheet, found))
    if wrong:
        sys.exit("\n".join(wrong))
    PAGE.write_text(coverage(sheet, found), encoding="utf-8")
    print(f"{PAGE.name}: {PAGE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
