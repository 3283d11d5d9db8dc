"""Whatever a bundle, a workbook or a CSV holds: it is imported or told of, and no number of anybody is kept.

`make fuzz` draws for as long as it is told; a plain run tries a few of each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from exploring import Exploring
from fuzzing.folder import Given, answered
from fuzzing.imports import CATALOGUE_MAP, CITIZEN_MAPS, TRAVEL_MAP, drawn_import, hold_import
from test_case_import import PATIENT, condition, need, plan, ranked

A_FEW = 6
"""How many of each kind a plain run tries."""
BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": one}
        for one in (
            PATIENT,
            condition("theme", "eat", 3),
            condition("theme", "interact", 2),
            condition("target_group", "anxiety"),
            condition("target_group", "autism-spectrum"),
            ranked(("anxiety", 1), ("autism-spectrum", 2)),
            need("3", "2026-05-28T09:17:33Z"),
            plan(
                "support-for-daily-tasks-at-home",
                period={"start": "2026-01-01"},
                careTeam=[{"reference": "CareTeam/t"}],
            ),
            {"resourceType": "CareTeam", "id": "t"},
            {
                "resourceType": "RelatedPerson",
                "relationship": [{"coding": [{"code": "MTH"}]}],
                "address": [{"city": "Ikast"}],
            },
            {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "Vil bo alene"}},
        )
    ],
}


@pytest.mark.parametrize(
    "kind", ["bundle", "csv", "travel.csv", "citizens.csv", "xlsx", "travel.xlsx", "citizens.xlsx"]
)
def test_what_is_in_a_file_is_taken_or_told(kind: str, exploring: Exploring, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(CATALOGUE_MAP, "utf-8")
    (tmp_path / "travel.map.yaml").write_text(TRAVEL_MAP, "utf-8")
    (tmp_path / "drawn.key").write_text("ab" * 32)
    for name, text in CITIZEN_MAPS.items():
        (tmp_path / name).write_text(text, "utf-8")
    for count in exploring.rounds():
        if count >= A_FEW and not exploring.whole:
            break
        drawn = drawn_import(exploring.chance, kind, BUNDLE)
        (tmp_path / drawn.name).write_bytes(drawn.content)
        for name in ("out.yaml", "out.jsonl", "new.map.yaml"):
            (tmp_path / name).unlink(missing_ok=True)
        found = answered(tmp_path, drawn.arguments, Given(lang=exploring.chance.choice(("en", "da"))))
        try:
            hold_import(tmp_path, drawn, found)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{drawn.arguments}\n{drawn.content!r}") from None
