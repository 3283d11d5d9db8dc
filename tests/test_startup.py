"""What a command must not pay for: nothing heavier than it needs is imported, and nothing that it reads is read twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = """
import sys
from visit.cli import main
main(["match", "examples/ib-stu-hos-foraeldre.yaml", "--format", "{shape}"])
heavy = ("rich", "pydantic", "sqlite3", "numpy", "babel", "importlib.metadata", "zoneinfo")
print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
CHECK = """
import sys
from visit.cli import main
from visit.commands import guideline_check
load, read = guideline_check.load_given_catalogue, []
guideline_check.load_given_catalogue = lambda path: read.append(path) or load(path)
main(["guideline", "check", "visit/guidelines/ikast-brande.yaml"])
print(read, [name for name in ("rich", "sqlite3") if name in sys.modules], file=sys.stderr)
"""


def ran(program: str) -> str:
    """Return what a program says on standard error."""
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    ).stderr.strip()


@pytest.mark.parametrize("shape", ["json", "plain", "markdown"])
def test_match_in_a_pipe_imports_no_rich_and_no_pydantic(shape: str) -> None:
    assert ran(PROGRAM.format(shape=shape)) == "[]"


def test_a_check_reads_the_catalogue_once_and_loads_no_library_that_it_needs_not() -> None:
    assert ran(CHECK) == "[None] []"


STOPPED = """
import sys
from importlib.abc import MetaPathFinder
class Stopping(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "visit.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopping())
from visit.__main__ import run
print(run(), file=sys.stderr)
"""


def test_a_command_that_is_stopped_while_it_is_loaded_gives_no_traceback() -> None:
    assert ran(STOPPED) == "130"
