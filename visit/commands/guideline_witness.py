"""`visit guideline diff --witness`: whom each edit between two guidelines moves."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from visit.commands.guideline_prove import SEED, make_folder
from visit.commands.inputs import load_given_catalogue, today
from visit.commands.output import must_have_room, written_to
from visit.commands.waiting import waiting
from visit.errors import UsageError
from visit.lab.differing import EditWitness, WitnessSearch
from visit.lab.pieces import Piece
from visit.lab.uncompared import uncompared
from visit.locale import text as _
from visit.places import municipalities
from visit.population.drawing import Drawing
from visit.population.profile import load_profile, shipped_profiles
from visit.render.attribution_words import statements_said
from visit.render.proof_sheet import document_text
from visit.render.witness_sheet import WitnessSheet
from visit.rules.guideline.values import Guideline

DRAWN = 100
"""So many citizens are drawn for the edits for which none could be invented."""


@dataclass(frozen=True, slots=True)
class WitnessOptions:
    """What is asked for beside the two guidelines.

    Attributes:
        folder: Where a case goes for each edit that moves somebody.
    """

    witness: bool
    seed: int | None
    folder: str | None
    catalogue: str | None

    def refuse_idle(self) -> None:
        """Refuse an option that has no effect.

        Raises:
            UsageError: One is given.
        """
        given = {"--seed": self.seed, "--write": self.folder, "--catalogue": self.catalogue}
        for option, value in given.items():
            if value is not None and not self.witness:
                raise UsageError(_("{option} goes with {other}", option=option, other="--witness"))


def common_day(old: Guideline, new: Guideline) -> date:
    """Return the day nearest to the one that is asked about on which both are in force; where there is none, the second is."""
    (start, end), (first, last) = (_period(one) for one in (old, new))
    asked = max(old.as_of, new.as_of)
    if max(start, first) <= min(end, last):
        first, last = max(start, first), min(end, last)
    return min(max(asked, first), last)


def _period(guideline: Guideline) -> tuple[date, date]:
    start, end = guideline.in_force
    return date.fromisoformat(start) if start else date.min, date.fromisoformat(end) if end else date.max


def witness_sheet(
    old: Guideline,
    new: Guideline,
    options: WitnessOptions,
    *,
    names: tuple[str, str],
    called: Mapping[str, str],
    language: str,
) -> WitnessSheet:
    """Look for a citizen whom each edit moves, and write those who are found where that is asked for.

    `names` is what the two guidelines are asked for by.

    Raises:
        UsageError: A case cannot be written.
    """
    seed = SEED if options.seed is None else options.seed
    day = max(old.as_of, new.as_of)
    catalogue = load_given_catalogue(options.catalogue)
    with waiting(_("looking for whom each edit moves")) as progress:
        search = WitnessSearch(old, new, catalogue, day, today=today())
        if options.folder is not None:
            make_folder(Path(options.folder))
            must_have_room(path for one in search.pieces for path in _paths(Path(options.folder), one))
        total = len(search.pieces)
        found: dict[str, EditWitness] = {}
        for done, piece in enumerate(search.pieces):
            progress(done, total)
            found[piece.name] = search.invented(piece)
        citizens = [*_citizens(new, seed)] if _open(found) else []
        for one in _open(found):
            found[one.piece.name] = search.with_offers(one, citizens)
        for one in search.drawn(_open(found), citizens):
            found[one.piece.name] = one
    commands = {}
    if options.folder is not None:
        _write(tuple(found.values()), Path(options.folder))
        commands = {name: _shown_by(one, names, options, day) for name, one in found.items() if one.moved is not None}
    said = statements_said(search.pieces, (new, old), language)
    left = uncompared(((old, new),))
    return WitnessSheet(tuple(found.values()), day, seed, catalogue.id, {**said, **called}, language, left, commands)


def _shown_by(one: EditWitness, names: tuple[str, str], options: WitnessOptions, day: date) -> str:
    """Return the command that compares the two guidelines over the citizen of an edit."""
    assert one.moved is not None and options.folder is not None
    case, offers = map(str, _paths(Path(options.folder), one.piece))
    catalogue = offers if one.moved.offers is not None else options.catalogue
    words = ["visit", "compare", *names, case, *(() if catalogue is None else ("--catalogue", catalogue))]
    return shlex.join([*words, "--as-of", day.isoformat(), "--invented"])


def _open(found: Mapping[str, EditWitness]) -> list[EditWitness]:
    return [one for one in found.values() if one.found in ("not_found", "not_tried")]


def _citizens(guideline: Guideline, seed: int) -> Iterator[Mapping[str, object]]:
    """Yield citizens drawn for the guideline's municipality; where it has none, or no profile, for the country."""
    where = guideline.municipality or municipalities()[0].name
    own = where.casefold()
    found = load_profile(own if own in shipped_profiles() else shipped_profiles()[0], municipality=where)
    return Drawing(found, found.drawn_from({}), seed).citizens(DRAWN)


def _write(found: Sequence[EditWitness], folder: Path) -> None:
    """Write a case file for each citizen, and a catalogue file where the offers are invented, too."""
    for one in found:
        if one.moved is None:
            continue
        for path, document in zip(_paths(folder, one.piece), (one.moved.case, one.moved.offers), strict=True):
            if document is not None:
                with written_to(str(path), replaces=False):
                    print(document_text(document), end="")


def _paths(folder: Path, piece: Piece) -> tuple[Path, Path]:
    """Return where the case and the offers of an edit go."""
    name = re.sub(r"[^\w.-]+", "-", piece.name)
    return folder / f"{name}.yaml", folder / f"{name}.offers.yaml"
