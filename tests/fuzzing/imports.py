"""Damaged bundles, workbooks and CSV files, and what must hold of every import of one.

A file is drawn from a good one: a value is exchanged, left out or put twice, cells are merged, rows hidden, bytes changed. Where
the file can still be read, what was in it is counted apart from visit: each cell of a column that the map reads must be traced,
told, or the same as one that is; each resource of a bundle must be in the case or told.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from running import TODAY

from fuzzing.folder import Answer, Given, answered
from fuzzing.holding import OUR_NUMBER, hold
from fuzzing.import_bundles import damaged_bundle, dropped_resources
from fuzzing.import_cells_lost import dropped_cells, dropped_citizen_cells
from fuzzing.import_tables import (
    CATALOGUE_MAP,
    CITIZEN_HEADINGS,
    CITIZEN_MAPS,
    HEADINGS,
    TRAVEL_HEADINGS,
    TRAVEL_MAP,
    as_csv,
    as_workbook,
    drawn_table,
)
from fuzzing.odd import CPR
from visit.catalogue import shipped_catalogue
from visit.errors import VisitError
from visit.library import import_case, import_catalogue, import_citizens, import_travel


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


KINDS = ("bundle", "csv", "travel.csv", "citizens.csv", "xlsx", "travel.xlsx", "citizens.xlsx")
DRAWN_NUMBERS = re.compile(
    "|".join(
        rf"(?<![0-9]){number[0]}{'?' if number[0] == '0' else ''}{'[-. ]?'.join(number[1:])}(?![0-9])"
        for number in ("0101814321", "0101851234", "0202904321", "1503701111", "2711481357")
    )
)
"""The numbers of the citizens who are drawn, also without their first 0; the first is that of the published bundles."""
_WRITTEN = ("out.yaml", "out.jsonl", "new.map.yaml")


def import_folder(folder: Path) -> None:
    """Put the maps and the key there that the imports name."""
    (folder / "map.yaml").write_text(CATALOGUE_MAP, "utf-8")
    (folder / "travel.map.yaml").write_text(TRAVEL_MAP, "utf-8")
    (folder / "drawn.key").write_text("ab" * 32)
    for name, text in CITIZEN_MAPS.items():
        (folder / name).write_text(text, "utf-8")


def try_import(folder: Path, chance: Random, kind: str, bundles: Sequence[Any]) -> Answer:
    """Draw a file of a kind, import it, and return the answer, which holds what every answer must.

    Raises:
        AssertionError: It does not; with the command and the file.
    """
    drawn = drawn_import(chance, kind, chance.choice(bundles) if len(bundles) > 1 else bundles[0])
    (folder / drawn.name).write_bytes(drawn.content)
    for name in _WRITTEN:
        (folder / name).unlink(missing_ok=True)
    found = answered(folder, drawn.arguments, Given(lang=chance.choice(("en", "da"))))
    try:
        hold_import(folder, drawn, found)
        if chance.random() < 0.1:
            hold_in_python(folder / drawn.name, kind)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{drawn.arguments}\n{drawn.content!r}") from None
    return found


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


def _perhaps_damaged(chance: Random, share: float, good: DrawnImport) -> DrawnImport:
    if chance.random() >= share:
        return good
    return replace(good, content=damaged_bytes(good.content, chance), lost=lambda answer: iter(()))


def hold_import(folder: Path, drawn: DrawnImport, found: Answer) -> None:
    """Fail where an import gave what no file may give it."""
    hold(found, {}, {}, drawn.arguments)
    written = "\n".join(
        (folder / name).read_text("utf-8", errors="replace") for name in _WRITTEN if (folder / name).exists()
    )
    assert OUR_NUMBER.search(written) is None, "a CPR number is written"
    given_away = DRAWN_NUMBERS.search(f"{found.ran.out}\n{found.ran.err}\n{written}")
    assert given_away is None, "the CPR number of a citizen is shown or written"
    if found.ran.code in (0, 1) and found.ran.out:
        lost = list(drawn.lost(json.loads(found.ran.out)))
        assert not lost, f"neither taken nor told: {'; '.join(lost)}"


def hold_in_python(file: Path, kind: str) -> None:
    """Fail where what the library gives of a file, or the error that it raises, shows a CPR number to who prints it."""
    folder = file.parent
    try:
        shown = repr(_imported_in_python(file, kind, folder))
    except (VisitError, ValueError) as error:  # ValueError: several citizens
        shown = f"{error!r}{error}{error.__cause__!r}{error.__context__!r}"
    assert OUR_NUMBER.search(shown) is None, "a CPR number is in a `repr`"
    assert DRAWN_NUMBERS.search(shown) is None, "the CPR number of a citizen is in a `repr`"


def _imported_in_python(file: Path, kind: str, folder: Path) -> object:
    if kind == "bundle":
        return import_case(file, key=b"k" * 32, municipality="Ikast-Brande", today=TODAY)
    if kind.startswith("citizens"):
        return import_citizens(file, folder / "cpr.map.yaml", key=b"k" * 32, catalogue=shipped_catalogue(), today=TODAY)
    if kind.startswith("travel"):
        return import_travel(file, folder / "travel.map.yaml", today=TODAY)
    return import_catalogue(file, folder / "map.yaml", today=TODAY)
