"""The citizens that a command of the lab is about: case files, folders of them, and populations in JSON Lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from visit.canonical import digest
from visit.case import Case
from visit.commands.inputs import must_read_once, refuse_ahead
from visit.cpr import safe
from visit.errors import Location, Problems, UsageError, VisitError
from visit.lab.members import Member, population_digest
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.made import DrawnFrom
from visit.population.once import CasesOnce
from visit.population.rows import TABLES, ManyCases, ReadRow, case_files, is_many, left_in, many_cases
from visit.reading.source import lines_of, spreadsheet_help
from visit.render.population_words import CitizensTold, drawn_file, made_into_a_file
from visit.streams import note


@dataclass(slots=True, eq=False)
class PopulationPart:
    """What there is of a drawn population, in one file or several.

    Attributes:
        name: The first file.
        count: How many were drawn.
        here: The ids of those that were read; `faulty` rows more are no case.
    """

    name: str
    count: int
    here: set[str] = field(default_factory=set)
    faulty: int = 0

    def add(self, here: Iterable[str], faulty: int) -> None:
        """Add what stands in a file."""
        self.here.update(here)
        self.faulty += faulty

    @property
    def lacking(self) -> int:
        """How many of those drawn are not here."""
        return max(0, self.count - len(self.here) - self.faulty)


@dataclass(eq=False)
class Citizens:
    """The citizens that are meant, read once from the first to the last; what is wrong with one stands in its place.

    Attributes:
        named: What is named, each with whether it is a population.
        recorded: The cases of a ledger; they stand last.
        total: How many there are about, where that can be seen before they are read.
        origins: What each drawn population says of itself, one that is named twice once; known, as what follows, once all are read.
        again: Of these, those whose citizens are all there: drawing again gives the same.
        called: What each file of such is called in a command to run again.
        real: How many are not drawn.
        unlike: Those that are drawn by their file's word and not as they were drawn, by digest.
        drawn: How many are drawn, by their profile.
        parts: What there is of each drawn population, by its digest.
        once: Which of them count, and how many stand there twice.
        days: The first of them of each day of an assessment.
    """

    named: Sequence[tuple[str, bool]]
    total: int | None
    recorded: Sequence[Member | VisitError] = ()
    origins: list[DrawnFrom] = field(default_factory=list)
    again: list[DrawnFrom] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    real: int = 0
    unlike: set[str] = field(default_factory=set)
    drawn: Counter[str] = field(default_factory=Counter)
    parts: dict[str, PopulationPart] = field(default_factory=dict)
    once: CasesOnce = field(default_factory=CasesOnce)
    days: dict[date, Case] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Member | VisitError]:
        for one, is_population in self.named:
            cases, read, faulty = many_cases(one, by_line=is_population), 0, 0
            for row in cases:
                member = _member(row)
                faulty += row.case is None
                if isinstance(member, Member):
                    if not self.once.is_new(member.case):
                        continue
                    read += 1
                    self.days.setdefault(member.case.assessed, member.case)
                yield member
            tell_doubt(cases)
            if cases.origin is None:
                self.real += read
            else:
                if all(one.record != cases.origin.record for one in self.origins):
                    self.origins.append(cases.origin)
                self.drawn[str(cases.origin.record["population"])] += read
                self.unlike |= cases.unlike
                key = digest(dict(cases.origin.record))
                self.parts.setdefault(key, PopulationPart(one, int(cases.origin.record["n"]))).add(cases.here, faulty)
                if len(cases.here) == cases.origin.record["n"] and not cases.unlike:
                    self.again.append(cases.origin)
                    self.called[one] = drawn_file(cases.origin)
        for member in self.recorded:
            if isinstance(member, Member):
                if not self.once.is_new(member.case):
                    continue
                self.real += 1
            yield member

    @property
    def is_drawn(self) -> bool:
        """Whether nobody among them is a person."""
        return not self.real

    @property
    def population(self) -> str:
        """What names them: SHA-256 over the digests of their cases, in their order."""
        return population_digest(self.once.digests)

    @property
    def figures(self) -> tuple[int, int]:
        """How many figures they were drawn from, and how many of these are assumptions; one that several rest on counts once."""
        rows = {digest(figure.record()): figure for one in self.origins for figure in one.figures.values()}
        return len(rows), sum(one.is_assumed for one in rows.values())

    @property
    def seeds(self) -> tuple[int, ...]:
        """What they were drawn with, each once."""
        return tuple(dict.fromkeys(one.seed for one in self.origins))


def read_citizens(
    named: Sequence[str], populations: Sequence[str], recorded: Sequence[Member | VisitError] | None = None
) -> Citizens:
    """Return the citizens of case files, folders and populations, in the order in which they are named, then those of a ledger.

    Raises:
        UsageError: None is named, or a folder is empty.
    """
    if not named and not populations and recorded is None:
        raise UsageError(
            _("no citizens are named"),
            help=_("name case files or a folder of them, or --population FILE"),
        )
    for one in populations:
        if Path(one).suffix.lower() in (".yaml", ".yml"):
            raise UsageError(
                _("a population is a file of JSON Lines, with a case on each line"), at=Location(one),
                help=_("name case files, or a folder of them, without --population"),
            )  # fmt: skip
        _must_be_lines(one)
    must_read_once(*named, *populations)
    tell_left_in(named)
    given = [(one, False) for one in named if not is_many(one)]
    given += [(one, True) for one in (*filter(is_many, named), *populations)]
    counted = [_about(*one) for one in given]
    counted.append(len(recorded or ()))
    return Citizens(given, None if None in counted else sum(one for one in counted if one is not None), recorded or ())


SPREADSHEETS = (".csv", ".xlsx")
_NO_LINES: Mapping[bytes, str] = MappingProxyType(
    {b"SQLite format 3": "ledger", b"<": "page", b"PK\x03\x04": "workbook"}
)
"""How a file begins that is another thing than lines of JSON."""


def _must_be_lines(name: str) -> None:
    """Refuse a folder, and a file that begins as a ledger, a page or a workbook does: each line of it would be a fault.

    Raises:
        UsageError: It is one.
    """
    path = Path(name)
    if path.is_dir():
        raise UsageError(
            _("a population is one file, and this is a folder"), at=Location(name),
            help=_("name case files, or a folder of them, without --population"),
        )  # fmt: skip
    if not path.is_file() or path.suffix.lower() in TABLES:
        return
    if path.suffix.lower() in SPREADSHEETS:
        raise UsageError(
            _("this is no file of JSON Lines, with a case on each line"), at=Location(name), help=spreadsheet_help()
        )
    with path.open("rb") as file:
        first = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for begins, kind in _NO_LINES.items() if first.startswith(begins)), None)
    if kind is None:
        return
    if kind == "ledger":
        help = _("`visit population from-ledger --ledger FILE -o people.jsonl` writes the cases that were decided")
    else:
        help = _("`visit population make` draws such a file, and `visit case import` makes case files of a list")
    raise UsageError(_("this is no file of JSON Lines, with a case on each line"), at=Location(name), help=help)


def citizens_told(citizens: Citizens, *, invented: bool) -> CitizensTold:
    """Return what is told of citizens, once all of them are read; `invented` is that whoever asks says so of them.

    Where that has no effect, it is told on standard error.
    """
    if invented and citizens.is_drawn:
        note(_("--invented has no effect: all of these citizens are drawn"))
    for part in citizens.parts.values():
        tell_lacking(part.name, part.count, part.lacking)
    years = {one.record.get("price_year") for one in citizens.origins}
    a_year = {str(one.record["population"]): one.new_cases_a_year for one in citizens.origins}
    return CitizensTold(
        citizens.population, citizens.is_drawn, citizens.seeds, citizens.figures,
        drawn=tuple((n, a_year[profile]) for profile, n in sorted(citizens.drawn.items())),
        price_years=tuple(sorted(year for year in years if isinstance(year, int))),
        made=tuple(dict.fromkeys(map(made_into_a_file, citizens.again))), unlike=len(citizens.unlike),
        lacking=sum(part.lacking for part in citizens.parts.values()),
        is_invented=invented and not citizens.is_drawn,
    )  # fmt: skip


def _about(name: str, is_population: bool) -> int | None:
    """Return how many rows something named has; None where it has to be read to know."""
    if not is_population and name != "-":
        return sum(1 for _file in case_files(name))
    if not is_population or Path(name).suffix.lower() in TABLES or not Path(name).is_file():
        return None
    return sum(1 for line in lines_of(name) if line.strip()) - (drawn_from(name) is not None)


def drawn_from(name: str) -> DrawnFrom | None:
    """Return what the first line of a file says that its citizens were drawn from; None where it says nothing."""
    cases = many_cases(name, by_line=True)
    next(iter(cases), None)
    return cases.said


def _member(row: ReadRow) -> Member | VisitError:
    if row.case is None or row.document is None:
        return row.faults[0] if len(row.faults) == 1 else Problems(row.faults)
    try:
        refuse_ahead(row.case, row.document)
    except VisitError as error:
        return error
    return Member(row.case, row.at)


def tell_left_in(named: Iterable[str]) -> None:
    """Tell on standard error what of folders may hold cases, and is not read."""
    for folder in dict.fromkeys(named):
        if left := left_in(folder):
            told = [safe(one) for one in left[:MOST_LEFT]]
            if more := len(left) - len(told):
                told.append(_("{n} more", n=formats.number(more)))
            note(
                _(
                    "{folder}: not read: {names}; of a folder only its files that end in .yaml or .yml are",
                    folder=safe(folder), names=formats.listed(told),
                )
            )  # fmt: skip


MOST_LEFT = 3
"""So many things that lie in a folder and are not read are named."""


def tell_twice(once: CasesOnce) -> None:
    """Tell on standard error how many stand more than once, and how many have the id of another."""
    if n := once.repeated:
        note(
            plural(
                "{n} case stands there once more, and counts once", "{n} cases stand there once more, and count once", n
            )
        )
    if n := once.contradicting:
        note(plural("{n} case has an id that another has", "{n} cases have an id that another has", n, n=n))


def tell_lacking(name: str, count: int, lacking: int) -> None:
    """Tell on standard error of how many drawn citizens so many are not in their file."""
    if lacking:
        note(
            _(
                "{file}: the file says {n}, and {here} are here: it was cut short, or the others were left out",
                file=safe(name), n=formats.number(count), here=formats.number(count - lacking),
            )
        )  # fmt: skip


def tell_doubt(cases: ManyCases) -> None:
    """Tell on standard error why cases that say they were drawn are taken for real people."""
    if cases.doubt is not None:
        note(_("taken for real people: {why}", why=cases.doubt))
