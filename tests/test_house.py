"""The map of the house, `docs/house.md`: every module stands in the row of its room, and no row names one that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from running import ROOT

from visit import shipped

MAP = (ROOT / "docs" / "house.md").read_text(encoding="utf-8").partition("## To change X")[0]
NO_MODULES = {"match", "Engine"}
"""What a row names beside modules."""


def rows() -> Iterator[tuple[list[str], set[str]]]:
    """Yield the folders that a row is for, and every name in it; single files stand in `visit/`."""
    for line in MAP.splitlines():
        if line.startswith("| `visit/"):
            of_the_row = re.findall(r"`([^`]+)`", line.split(" | ")[0])
            folders = [f"visit/{one.removeprefix('visit/')}" for one in of_the_row if one.endswith("/")]
            yield [*folders, "visit/"], set(re.findall(r"`([^`]+)`", line))


def test_every_module_stands_in_the_row_of_its_room() -> None:
    missing = []
    for path in sorted(shipped.ROOT.rglob("*.py")):
        module = path.relative_to(shipped.ROOT.parent)
        around = [f"{folder.as_posix()}/" for folder in module.parents if folder != Path()]
        room, names = max(
            ((one, names) for folders, names in rows() for one in folders if one in around),
            key=lambda row: (len(row[0]), module.stem in row[1] or bool({module.name, str(module)} & row[1])),
        )
        if module.name != "__init__.py" and not {module.stem, module.name, module.as_posix()} & names:
            missing.append(f"{module.as_posix()} is not in the row of {room}")
    assert missing == []


def test_no_row_names_a_module_that_is_not_there() -> None:
    unknown = []
    for folders, names in rows():
        modules = {path.stem for one in folders[:-1] for path in (ROOT / one).rglob("*.py")}
        for name in sorted(names - NO_MODULES):
            if name.endswith(".py"):
                there = any((ROOT / place / name).exists() for place in ("", "visit"))
            else:
                there = name in modules or not name.isidentifier()
            unknown += [] if there else [f"{folders[0]}: {name}"]
    assert unknown == []
