"""Each attack in `tests/attacks/` is carried out, and must show in the words that it says; the page on the ledger lists it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from attacks import office
from running import ROOT, environ

FOLDER = Path(office.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in ("office", "__init__"))
PAGE = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")


def loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_shows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attack = loaded(name, monkeypatch)
    said = office.carried_out(attack, tmp_path)
    for words in attack.SEEN:
        assert words in said
    assert "defect" not in said


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_says_who_could_do_it_and_the_page_lists_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    attack = loaded(name, monkeypatch)
    assert "\nWho: " in (attack.__doc__ or "")
    assert "\nSeen: " in (attack.__doc__ or "")
    assert f"| `{name}` |" in PAGE
    assert attack.SEEN


def test_an_attack_runs_as_a_script(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(FOLDER / "values_destroyed.py")], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=environ(),
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("The values of a decision are deleted")
    assert ran.stdout.splitlines()[-1].startswith("seen: entry 1: it is gone in part or whole")
