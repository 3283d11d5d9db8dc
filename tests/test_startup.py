"""What a command must not pay for: `visit match` in a pipe imports nothing heavier than it needs."""

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


@pytest.mark.parametrize("shape", ["json", "plain", "markdown"])
def test_match_in_a_pipe_imports_no_rich_and_no_pydantic(shape: str) -> None:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    program = PROGRAM.format(shape=shape)
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stderr.strip() == "[]"
