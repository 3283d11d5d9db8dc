"""How long `visit match` takes as a process, beside Python importing the libraries it stands on.

Run `python benchmarks/startup.py [CASE]` with the Python of an environment where visit is installed. Its byte code is compiled
first, as `pip install .` does: else each start would compile what it imports, and that would be measured. The two commands are run
in turn, so that a busy machine slows both. The medians are compared: of the time that passed, and of the processor's, which moves
less with what else the machine does. The aim is a ratio of 2 at most.
"""

from __future__ import annotations

import compileall
import os
import resource
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

PAIRS = 15
CASE = Path(__file__).parent.parent / "examples" / "ib-stu-hos-foraeldre.yaml"
BASE = (sys.executable, "-c", "import typer, rich, pydantic, yaml")
AIM = 2.0


class Took(NamedTuple):
    """Milliseconds of one run: those that passed, and those of the processor."""

    wall: float
    cpu: float


def main() -> None:
    """Print the medians and their ratios, for JSON and for plain text."""
    compile_visit()
    case = sys.argv[1] if len(sys.argv) > 1 else str(CASE)
    visit = str(Path(sysconfig.get_path("scripts")) / "visit")
    for shape in ("json", "plain"):
        pairs = measured(BASE, (visit, "match", case, "--format", shape), PAIRS)
        for name in Took._fields:
            imports, whole = (median(getattr(took, name) for took in side) for side in zip(*pairs, strict=True))
            ratio = f"ratio {whole / imports:.2f} (aim {AIM})"
            print(f"{shape:6} {name:4}   imports {imports:6.0f} ms   visit match {whole:6.0f} ms   {ratio}")


def compile_visit() -> None:
    """Compile the byte code of visit where it is not; end where it cannot be, as the figures would lie."""
    spec = find_spec("visit")
    folders = [] if spec is None else spec.submodule_search_locations or []
    if not folders or not all(compileall.compile_dir(folder, quiet=1) for folder in folders):
        raise SystemExit("visit is not installed, or its byte code cannot be compiled: nothing is measured")


def measured(first: Sequence[str], second: Sequence[str], pairs: int) -> list[tuple[Took, Took]]:
    """Run two commands in turn, after once each unmeasured; return what each pair took."""
    run(first), run(second)
    return [(run(first), run(second)) for _ in range(pairs)]


def run(command: Sequence[str]) -> Took:
    """Return how long a command took; it has to answer."""
    start, before = time.perf_counter(), of_children()
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, env={**os.environ, "VISIT_LANG": "en"}, check=False)
    took = Took((time.perf_counter() - start) * 1000, of_children() - before)
    # 1 and 3 are answers too: no placement, not yet.
    if ended.returncode not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)} failed")
    return took


def of_children() -> float:
    """Return the milliseconds of the processor that ended processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


if __name__ == "__main__":
    main()
