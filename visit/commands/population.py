"""`visit population`: citizens are drawn, and many cases looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from visit.case import Case, case_of
from visit.commands.citizens import tell_doubt, tell_lacking, tell_left_in
from visit.commands.inputs import municipality_meant
from visit.commands.printing import print_answer
from visit.commands.waiting import waiting
from visit.cpr import redacted
from visit.errors import UsageError
from visit.locale import language, render_error
from visit.locale import text as _
from visit.population.compared import figures_compared
from visit.population.described import CaseTally
from visit.population.drawing import LARGEST, Drawing, a_year, starts_of
from visit.population.figures import LOW_AND_HIGH, Figures, LowOrHigh
from visit.population.made import made
from visit.population.once import CasesOnce
from visit.population.profile import Profile, load_profile, shipped_profiles
from visit.population.rows import ManyCases, is_many, many_cases
from visit.reading.source import Document
from visit.render.population_sheet import ComparedSheet, DescribedSheet, ProfileSheet, Uncounted
from visit.render.population_words import drawn_in_a_line, grounds_in_a_line
from visit.rules.guideline.values import DIGITS
from visit.streams import COULD_NOT_ANSWER, note, reader_may_leave, takes_every_letter

_PER_PROGRESS = 500


def make_command(
    profile: str,
    count: int | None,
    *,
    seed: int,
    assumptions: Sequence[str],
    municipality: str | None,
    recorded: str | None = None,
) -> int:
    """Print drawn citizens, a case on each line below a line that says what they are.

    `recorded` is how the digest of the profile has to begin.

    Raises:
        Problems: Everything that is wrong with the profile.
        UsageError: More are asked for than have numbers, an assumption that there is not, or the profile is another.
    """
    acting = None if municipality is None else municipality_meant(municipality)
    found = load_profile(profile, municipality=acting)
    if recorded is not None and not found.digest.startswith(recorded.casefold() or "-"):
        raise UsageError(
            _("this profile is another than the one with the digest {digest}: its own begins with {own}",
              digest=redacted(recorded), own=found.digest[:DIGITS]),
            help=_("name the profile as it was then; without {option} other citizens are drawn from this one",
                   option="--digest"),
        )  # fmt: skip
    bounds = found.bounds([_bound(one) for one in assumptions])
    drawing = Drawing(found, found.drawn_from(bounds), seed)
    wanted = count or a_year(drawing.starts)
    if wanted > LARGEST:
        raise UsageError(
            _("at most {n} citizens can be drawn", n=LARGEST), help=_("write a smaller {option}", option="--n")
        )
    first = made(drawing, wanted, bounds, file=_file_called(profile), acts_as_asked=acting is not None)
    with reader_may_leave(), waiting(_("drawing")) as progress:
        write_row(first.record)
        for place, one in enumerate(drawing.citizens(wanted), start=1):
            write_row(one)
            if place % _PER_PROGRESS == 0:
                progress(place, wanted)
    note(drawn_in_a_line(first, language()))
    note(grounds_in_a_line(first.figures.values()))
    return 0


def _file_called(profile: str) -> str | None:
    """Return what the file of a profile is called to whoever draws again: no folder of this machine, but those below this one."""
    if profile in shipped_profiles():
        return None
    if profile == "-":
        return "PROFILE"
    return Path(profile).name if Path(profile).is_absolute() else profile


def _bound(text: str) -> tuple[str, LowOrHigh]:
    name, _equals, written = text.partition("=")
    for bound in LOW_AND_HIGH:
        if written == bound:
            return name.strip(), bound
    raise UsageError(
        _("{option} needs NAME=low or NAME=high, not {text}", option="--assumption", text=redacted(text)),
        help=_("for example {example}", example="--assumption outside_own=low"),
    )


def write_row(row: object) -> None:
    """Write a line; in the file of `-o` the same bytes on every machine."""
    print(json.dumps(row, ensure_ascii=not takes_every_letter()))


# --- many cases ---


@dataclass(eq=False)
class _CasesRead:
    """What was read: the cases go on as they come, and what is none is told and counted."""

    cases: ManyCases
    municipality: str | None = None
    faulty: int = 0
    once: CasesOnce = field(default_factory=CasesOnce)
    elsewhere: int = 0

    @property
    def counts(self) -> Uncounted:
        """What is not among the cases, or is twice."""
        return Uncounted(
            self.faulty, self.once.repeated, self.once.contradicting, self.elsewhere, self.cases.lacking(self.faulty)
        )

    def tell(self) -> None:
        """Tell on standard error why they are taken for real people, or that not all of them are here."""
        tell_doubt(self.cases)
        if self.cases.origin is not None:
            tell_lacking(self.cases.name, int(self.cases.origin.record["n"]), self.cases.lacking(self.faulty))

    def nobody(self) -> int:
        """Return the exit code where no case is left: what is wrong with each row is told, and nothing is so of nobody.

        Raises:
            UsageError: They are all of other municipalities.
        """
        if self.elsewhere and not self.faulty:
            raise UsageError(
                _("every case is of another municipality than {name}", name=self.municipality),
                help=_("name that of the cases: {option}", option="--municipality"),
            )
        return COULD_NOT_ANSWER

    def each(self) -> Iterator[Case]:
        """Yield the cases; tell of each row that is none, and of what is not read, on standard error."""
        tell_left_in((self.cases.name,))
        for row in self.cases:
            if row.case is None:
                self.faulty += 1
                for fault in row.faults:
                    note(render_error(fault))
                continue
            if self.municipality not in (None, row.case.municipality):
                self.elsewhere += 1
                continue
            if self.once.is_new(row.case):
                yield row.case


def _is_profile(name: str) -> bool:
    """Return whether a name is that of a profile: one that ships, or a file that says so."""
    if name in shipped_profiles():
        return True
    path = Path(name)
    if name == "-" or is_many(name) or not path.is_file():
        return False
    from visit.reading.source import read

    value = read(name).value
    return isinstance(value, dict) and "population" in value


def describe_command(name: str, *, municipality: str | None, shape: str | None) -> int:
    """Print what many cases hold, or what a profile is made of; return 2 where a row is no case."""
    acting = None if municipality is None else municipality_meant(municipality)
    if _is_profile(name):
        made_of = ProfileSheet(load_profile(name, municipality=acting), language())
        print_answer(shape, document=made_of.document, sheet=made_of.sheet, grids=lambda: (made_of.grid(),))
        return 0
    read = _CasesRead(many_cases(name), acting)
    tally = CaseTally()
    for case in read.each():
        tally.add(case)
    if not tally.count:
        return read.nobody()
    read.tell()
    sheet = DescribedSheet(name, tally, read.cases.origin, read.counts, language(), len(read.cases.unlike))
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=lambda: (sheet.grid(),))
    return COULD_NOT_ANSWER if read.faulty else 0


def check_population_command(
    name: str, *, profile: str | None, count: int, seed: int, municipality: str | None, full: bool, shape: str | None
) -> int:
    """Print whether many cases are what they were drawn from; of a profile, whether those drawn from it are.

    Return 1 where they are not, and 2 where a row is no case.

    Raises:
        UsageError: Real cases, and no profile to hold them against.
    """
    acting = None if municipality is None else municipality_meant(municipality)
    if _is_profile(name):
        if profile is not None:
            raise UsageError(_("{option} goes with cases, and this is a profile", option="--profile"))
        found = load_profile(name, municipality=acting)
        drawing = Drawing(found, found.drawn_from({}), seed)
        drawn = (_case(row) for row in drawing.citizens(count))
        rows = figures_compared(drawn, drawing.figures, drawing.starts)
        sheet = ComparedSheet(name, rows, found.figures, count, Uncounted(), True, language(), full)
    else:
        against = None if profile is None else load_profile(profile, municipality=acting)
        read = _CasesRead(many_cases(name), acting if against is None else against.municipality)
        sheet = _compared_file(name, read, against, full)
        if not sheet.cases:
            return read.nobody()
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=lambda: (sheet.grid(),))
    return COULD_NOT_ANSWER if sheet.uncounted.faulty else 1 if sheet.outside else 0


def _case(row: dict[str, object]) -> Case:
    return case_of(Document("drawn", row))  # type: ignore[arg-type]


def _compared_file(name: str, read: _CasesRead, profile: Profile | None, full: bool) -> ComparedSheet:
    """Hold the cases of a file against a profile, or against what the file says that they were drawn from."""
    cases = read.each()
    first = next(cases, None)
    said = read.cases.said
    if profile is not None:
        figures = profile.drawn_from({})
        starts = starts_of(figures, profile.inhabitants_of, profile.id)
    elif said is not None:
        figures = Figures(said.figures, said.bounds)
        starts = starts_of(figures, said.inhabitants_of, str(said.record["population"]))
    else:
        raise UsageError(
            _("these cases do not say what they were drawn from"),
            help=_("name a profile to hold them against: {option}", option="--profile NAME|FILE"),
        )
    counted = _CasesCounted(cases if first is None else chain((first,), cases))
    rows = figures_compared(counted, figures, starts)
    read.tell()
    is_drawn = read.cases.origin is not None
    return ComparedSheet(name, rows, figures.figures, counted.count, read.counts, is_drawn, language(), full)


class _CasesCounted:
    """Cases, and how many went by."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self.cases, self.count = cases, 0

    def __iter__(self) -> Iterator[Case]:
        for case in self.cases:
            self.count += 1
            yield case
