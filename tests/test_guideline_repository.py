"""A repository of guidelines: the hooks and the pipelines of the page say what visit does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from running import ROOT, inside

from visit.shipped import GUIDELINES

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "guideline-repository.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "guidelines"
    folder.mkdir()
    for ending in (".yaml", ".cases.yaml"):
        shutil.copy(GUIDELINES / f"haderslev{ending}", folder / f"haderslev{ending}")
    (tmp_path / "offers.yaml").write_text("catalogue: none\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given(hook: dict[str, str], repository: Path) -> list[str]:
    """The files of a repository that a hook is given, as pre-commit chooses them."""
    names = sorted(path.relative_to(repository).as_posix() for path in repository.rglob("*.yaml"))
    return [one for one in names if re.search(hook["files"], one) and not re.search(hook.get("exclude", "^$"), one)]


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_passes_what_is_good_and_stops_what_is_not(hook, repository, monkeypatch, capsys) -> None:
    command = hook["entry"].removeprefix("visit ").split()
    files = given(hook, repository)
    assert files and "offers.yaml" not in files
    assert inside(monkeypatch, capsys, *command, *files).code == 0
    guide = repository / "guidelines" / "haderslev.yaml"
    text = guide.read_text(encoding="utf-8")
    broken = text.replace("over: ", "ovr: ", 1)
    assert broken != text
    guide.write_text(broken, encoding="utf-8")
    assert inside(monkeypatch, capsys, *command, *files).code != 0


def test_a_guideline_and_its_cases_are_tested_once(repository, monkeypatch, capsys) -> None:
    files = given(next(one for one in HOOKS if one["id"] == "visit-test"), repository)
    assert len(files) == 2
    assert inside(monkeypatch, capsys, "test", *files).out.count("\n") == 1


def test_the_page_names_the_hooks_that_there_are() -> None:
    assert [one["id"] for one in BLOCKS[0]["repos"][0]["hooks"]] == [hook["id"] for hook in HOOKS]


def test_the_pipelines_run_and_are_the_same(repository, monkeypatch, capsys) -> None:
    steps = [step["run"] for step in BLOCKS[1]["jobs"]["guidelines"]["steps"] if "run" in step]
    assert steps == BLOCKS[2]["guidelines"]["script"]
    for step in steps[1:]:
        command = step.removeprefix("visit ").replace("nordby", "haderslev").split()
        assert inside(monkeypatch, capsys, *command).code == 0
    assert (repository / "coverage.csv").stat().st_size > 100
