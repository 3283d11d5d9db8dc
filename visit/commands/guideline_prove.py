"""`visit guideline check --prove`: whether what must never be can be, with a case for each time that it can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from visit.commands.guideline_named import guideline_document
from visit.commands.inputs import given_date, today
from visit.commands.output import must_have_room, written_to
from visit.commands.printing import print_answer
from visit.commands.waiting import waiting
from visit.errors import UsageError
from visit.locale import text as _
from visit.locale.system import why_refused
from visit.render.proof_sheet import ProofSheet, Proved, document_text
from visit.rules.findings.lint import built_on_every_date
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.streams import note
from visit.trials.proving import different, proofs

SEED = 1
"""Of what is drawn, where none is given."""


@dataclass(frozen=True, slots=True)
class ProveOptions:
    """What is asked for beside the guidelines.

    Attributes:
        folder: Where a case goes for each invariant that is refuted.
    """

    prove: bool
    seed: int | None
    folder: str | None
    catalogue: str | None
    speed: bool
    strict: bool = False

    def refuse_idle(self) -> None:
        """Refuse an option that has no effect.

        Raises:
            UsageError: One is given.
        """
        if not self.prove:
            option = "--seed" if self.seed is not None else "--write"
            raise UsageError(_("{option} goes with {other}", option=option, other="--prove"))
        without = {"--catalogue": self.catalogue is not None, "--speed": self.speed, "--strict": self.strict}
        for option, is_given in without.items():
            if is_given:
                raise UsageError(_("{option} has no effect with {other}", option=option, other="--prove"))


def prove_command(names: list[str], options: ProveOptions, *, as_of: str | None, shape: str | None) -> int:
    """Prove or refute the invariants of guidelines; return 1 when one is refuted, else 0.

    Raises:
        Problems: Everything that is wrong with a guideline.
        UsageError: An option has no effect, or the cases cannot be written.
    """
    options.refuse_idle()
    day = given_date(as_of) or today()
    built = [built_on_every_date(name, day, guideline_document(name)) for name in names]
    folder = None if options.folder is None else Path(options.folder)
    if folder is not None:
        make_folder(folder)
        possible = {(layer.id, one.id) for layer, days in built for each in days.values() for one in each.invariants}
        must_have_room(path for layer, invariant in sorted(possible) for path in _paths(folder, layer, invariant))
    found = [_proved(*one, SEED if options.seed is None else options.seed) for one in built]
    if folder is not None:
        files = [*_files(found, folder)]
        if not files:
            note(_("no case is written: no invariant is refuted"))
        for path, text in files:
            with written_to(str(path), replaces=False):
                print(text, end="")
    sheet = ProofSheet(found)
    print_answer(shape, document=sheet.documents, sheet=sheet.sheet, grids=lambda: (sheet.grid(),))
    return 1 if any(one.is_refuted for one in found) else 0


def _proved(layer: Layer, built: Mapping[date, Guideline], seed: int) -> Proved:
    days = different(built)
    with waiting(_("proving {guideline}", guideline=layer.id)) as progress:
        found = tuple(proofs(days, seed=seed, today=today(), progress=progress))
    return Proved(layer, tuple(days), found, seed)


def make_folder(folder: Path) -> None:
    """Make the folder in which cases are to be written, where it is not there.

    Raises:
        UsageError: It cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(_("{file} cannot be written: {reason}", file=folder, reason=why_refused(error))) from None


def _files(found: list[Proved], folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield a case file and a catalogue file for each invariant that is refuted."""
    for proved in found:
        for several in proved.of("refuted"):
            witness = several[-1].witness
            if witness is not None:
                case, offers = _paths(folder, proved.layer.id, several[-1].invariant.id)
                yield case, document_text(witness.case.record["document"])
                yield offers, document_text(witness.catalogue.record["document"])


def _paths(folder: Path, layer: str, invariant: str) -> tuple[Path, Path]:
    """Return where the case and the offers of an invariant go."""
    return folder / f"{layer}-{invariant}.yaml", folder / f"{layer}-{invariant}.offers.yaml"
