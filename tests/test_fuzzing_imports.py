"""Whatever a bundle, a workbook or a CSV holds: it is imported or told of, and no number of anybody is kept.

`make fuzz` draws for as long as it is told, `make fuzz-imports COUNT=20000` so many; a plain run tries a few of each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from exploring import Exploring
from fuzzing.import_bundles import GOOD_BUNDLE
from fuzzing.imports import KINDS, import_folder, try_import

A_FEW = 6
"""How many of each kind a plain run tries."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_in_a_file_is_taken_or_told(kind: str, exploring: Exploring, tmp_path: Path) -> None:
    import_folder(tmp_path)
    for count in exploring.rounds():
        if count >= A_FEW and not exploring.whole:
            break
        try_import(tmp_path, exploring.chance, kind, (GOOD_BUNDLE,))
