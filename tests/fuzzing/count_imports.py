"""How many damaged files were imported, of which kind, and what came of them: a run that is counted.

    PYTHONPATH=tests .venv/bin/python -m fuzzing.count_imports 20000 --seed 1 --bundle published.json

Two fifths are bundles, the rest spreadsheets of offers, of travel times and of citizens, as CSV and as workbooks. Each file is
drawn from the seed, its kind and its number alone, so that a finding can be made again (`--only`). Ctrl-C ends
it with what was counted. The exit code is 1 where there is a finding.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fuzzing.import_bundles import GOOD_BUNDLE
from fuzzing.imports import KINDS, import_folder, try_import

_OUTCOMES = {0: "taken", 1: "taken in part, or asked about", 2: "refused"}


def main() -> int:
    """Import as many as are asked for, print what came of each kind; return 1 where there is a finding."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", type=int)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--bundle", type=Path, action="append", default=[], help="a good bundle to damage, beside the drawn one"
    )
    asked.add_argument("--only", nargs=2, metavar=("KIND", "NUMBER"), help="one file again")
    given = asked.parse_args()
    bundles = (GOOD_BUNDLE, *(json.loads(path.read_text("utf-8")) for path in given.bundle))
    outcomes: Counter[tuple[str, str]] = Counter()
    stopped: list[int] = []
    # Python's own way would end the command that runs, and count it as a finding.
    signal.signal(signal.SIGINT, lambda number, _frame: stopped.append(number))
    with TemporaryDirectory() as name:
        folder = Path(name) / "office"
        folder.mkdir()
        import_folder(folder)
        for kind, number in _numbered(given.count, given.only):
            if stopped:
                break
            try:
                found = try_import(folder, Random(f"{given.seed} {kind} {number}"), kind, bundles)
                outcomes[kind, _OUTCOMES[found.ran.code]] += 1
            except Exception as error:
                outcomes[kind, "FINDING"] += 1
                print(f"{kind} {number}: {type(error).__name__}: {error}"[:6_000], flush=True)
    for kind in KINDS:
        print(kind, ", ".join(f"{one}: {n}" for (of, one), n in sorted(outcomes.items()) if of == kind))
    findings = sum(n for (_kind, one), n in outcomes.items() if one == "FINDING")
    print(f"{outcomes.total()} files, {findings} findings")
    return int(findings > 0)


def _numbered(count: int, only: tuple[str, str] | None) -> Iterator[tuple[str, int]]:
    """Yield which files are drawn: of every kind in turn, four bundles to one of another kind; or the one that is asked for."""
    if only is not None:
        yield only[0], int(only[1])
        return
    for turn in range(count // 10):
        yield from (("bundle", 4 * turn + number) for number in range(4))
        yield from ((kind, turn) for kind in KINDS if kind != "bundle")


if __name__ == "__main__":
    sys.exit(main())
