"""How long `visit match` takes as a process, beside Python importing the libraries it stands on.

Run `python benchmarks/startup.py [CASE]` with the Python of an environment where visit is installed with its byte code compiled
(`pip install .` does both). The two commands are run in turn, so that a busy machine slows both; the medians are compared.
The aim is a ratio of 2 at most.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

PAIRS = 15
CASE = Path(__file__).parent.parent / "examples" / "ib-stu-hos-foraeldre.yaml"
BASE = (sys.executable, "-c", "import typer, rich, pydantic, yaml")
AIM = 2.0


def main() -> None:
    """Print both medians and their ratio, for JSON and for plain text."""
    case = sys.argv[1] if len(sys.argv) > 1 else str(CASE)
    visit = str(Path(sysconfig.get_path("scripts")) / "visit")
    for shape in ("json", "plain"):
        command = (visit, "match", case, "--format", shape)
        pairs = measured(BASE, command, PAIRS)
        imports, whole = (median(times) for times in zip(*pairs, strict=True))
        print(
            f"{shape:6} imports {imports:6.0f} ms   visit match {whole:6.0f} ms   ratio {whole / imports:.2f} (aim {AIM})"
        )


def measured(first: Sequence[str], second: Sequence[str], pairs: int) -> list[tuple[float, float]]:
    """Run two commands in turn, after once each unmeasured; return the milliseconds of each pair."""
    wall(first), wall(second)
    return [(wall(first), wall(second)) for _ in range(pairs)]


def wall(command: Sequence[str]) -> float:
    """Return how many milliseconds a command took; it has to answer."""
    start = time.perf_counter()
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, env={**os.environ, "VISIT_LANG": "en"}, check=False)
    took = (time.perf_counter() - start) * 1000
    # 1 and 3 are answers too: no placement, not yet.
    if ended.returncode not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)} failed")
    return took


if __name__ == "__main__":
    main()
