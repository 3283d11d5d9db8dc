"""How long `visit guideline check` and `visit test` of the largest guideline take as processes, beside importing the libraries.

Run `python -m benchmarks.guideline [GUIDELINE]` with the Python of an environment where visit is installed. Each command is run in
turn with the imports, as in `startup`. The aim is two seconds for each; what was before is measured by the same command there.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from statistics import median

from benchmarks.startup import BASE, Took, compile_visit, measured
from visit.shipped import GUIDELINES

PAIRS = 9
AIM_MS = 2_000


def main() -> None:
    """Print the medians, and how many times as long as the imports each takes."""
    compile_visit()
    guideline = sys.argv[1] if len(sys.argv) > 1 else str(GUIDELINES / "serviceloven.yaml")
    visit = str(Path(sysconfig.get_path("scripts")) / "visit")
    for command in (("guideline", "check"), ("test",)):
        pairs = measured(BASE, (visit, *command, guideline), PAIRS)
        for name in Took._fields:
            imports, whole = (median(getattr(took, name) for took in side) for side in zip(*pairs, strict=True))
            said = f"visit {' '.join(command)}"
            print(f"{said:22} {name:4}   {whole:6.0f} ms (aim {AIM_MS:,})   {whole / imports:5.2f} times the imports")


if __name__ == "__main__":
    main()
