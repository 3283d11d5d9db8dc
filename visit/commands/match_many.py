"""`visit match` of many cases: a line for each, and the code of the worst. One that is faulty stops no other."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from visit.catalogue import Catalogue
from visit.commands.citizens import tell_left_in
from visit.commands.inputs import given_date, load_given_catalogue, must_read_once, question
from visit.commands.match import MatchOptions, exit_code, must_have_effect
from visit.commands.printing import as_json, choose_format, print_answer, print_in_lines
from visit.commands.waiting import waiting
from visit.errors import Problems, UsageError, VisitError
from visit.locale import plural, render_error
from visit.locale import text as _
from visit.matching import Engine
from visit.population.once import CasesOnce
from visit.population.rows import CASE_FILES, ReadRow, case_files, is_many, many_cases
from visit.reading.source import Document
from visit.render.case_list import Answered, CaseList, case_document
from visit.rules import load_guideline
from visit.streams import COULD_NOT_ANSWER, note, reader_may_leave

WORST_FIRST = (COULD_NOT_ANSWER, 1, 3, 0)
"""Exit codes: a case that gives no answer, one without a placement, one that is not yet, one that can be granted."""
_DIGITS = 4
"""No rank has so many, and a CPR number more."""


def match_many_command(named: Sequence[str], options: MatchOptions, *, shape: str | None, language: str) -> int:
    """Print a line for each case, and return the worst exit code.

    Raises:
        UsageError: What is asked for has no effect on a list, or is no list.
    """
    if shape == "html":
        raise UsageError(_("a page is of one case"), help=_("name one case, or leave out --format html and --open"))
    whole = shape == "json"
    must_have_effect(
        replace(options, everything=options.everything and not whole),
        _("a list of cases"),
        help=_("name one case file, or leave it out"),
        lists=shape not in ("json", "journal"),
    )
    of_each = options.guideline
    must_read_once(*named, options.catalogue, of_each, of_each, options.travel)
    given_date(options.as_of)
    offers = load_given_catalogue(options.catalogue, options.travel)
    _must_be_files(named, offers)
    tell_left_in(named)
    given = [one for name in named for one in _given(name)]
    answers = _told(_answered(given, offers, options), len(given))
    if shape == "json":
        return _lines(answers, everything=options.everything)
    found = tuple(answers)
    if shape == "journal":
        return _journals(found, language)
    listed = CaseList(found, language)
    chosen = choose_format(shape)
    if chosen in ("rich", "plain"):
        from visit.render.case_lines import CaseLines

        print_in_lines(chosen, CaseLines(listed).lines)
    else:
        print_answer(shape, document=list, sheet=listed.sheet, grids=lambda: (listed.grid(),))
    return _worst(one.code for one in found)


def _journals(found: Sequence[Answered], language: str) -> int:
    """Print the lines for the journal of each case, with an empty line between them; of a faulty one that it is."""
    from visit.render.journal import journal, of_answer
    from visit.render.short_answer import FAULTY, ShortAnswer, in_words

    told = (
        [f"{Path(one.file).name}: {in_words(FAULTY)}"] if one.ranking is None
        else of_answer(ShortAnswer(one.ranking, language))
        for one in found
    )  # fmt: skip
    with reader_may_leave():
        print("\n".join(journal(lines) for lines in told), end="")
    return _worst(one.code for one in found)


def _must_be_files(named: Sequence[str], offers: Catalogue) -> None:
    """Refuse a word behind a case that is no file and names a placement or an offer: `match` takes cases only.

    Raises:
        UsageError: There is such a word.
    """
    from visit.reasons.selectors import called

    case, *others = named
    names = {one.id: (one.id, one.name) for one in offers.offers.values()}
    for one in others:
        if one == "-" or not Path(case).is_file() or Path(one).exists() or Path(one).suffix.lower() in CASE_FILES:
            continue
        if (one.isdecimal() and len(one) < _DIGITS) or called(names, one, names):
            raise UsageError(
                _('"{word}" is no file: a case is matched, and one of its placements or offers asked about', word=one),
                help=_("did you mean `visit why {case} {word}`?", case=shlex.quote(case), word=shlex.quote(one)),
            )


def _given(name: str) -> Iterator[tuple[str, str | ReadRow]]:
    """Yield what a name on the command line gives: case files to read, or the rows of a file with many cases.

    Raises:
        UsageError: A folder without case files.
        SourceError: A file of many cases that cannot be read.
    """
    if is_many(name):
        yield from ((row.place, row) for row in many_cases(name))
    else:
        yield from ((file, file) for file in case_files(name))


def _answered(
    given: Sequence[tuple[str, str | ReadRow]], offers: Catalogue, options: MatchOptions
) -> Iterator[Answered]:
    """Answer one case after the other; guidelines are read once, and what cases share is worked out once."""
    guideline = cache(load_guideline)
    engine = cache(lambda of: Engine(offers, of))
    for file, case in given:
        try:
            asked = question(
                case if isinstance(case, str) else _document_of(case),
                guideline=options.guideline,
                as_of=options.as_of,
                changes=options.changes,
                offers=offers,
                load=guideline,
            )
            ranking = engine(asked.guideline).match(asked.case, asked.as_of, top=options.top)
            yield Answered(file, exit_code(ranking, strict=options.strict), ranking)
        except VisitError as error:
            faults = error.errors if isinstance(error, Problems) else (error,)
            yield Answered(file, COULD_NOT_ANSWER, None, tuple(faults))


def _document_of(row: ReadRow) -> Document:
    if row.document is None or row.case is None:
        raise Problems(row.faults)
    return row.document


def _told(answers: Iterator[Answered], count: int) -> Iterator[Answered]:
    """Tell on standard error what is wrong with a case as it comes, and how far it is."""
    once = CasesOnce()
    with waiting(_("matching")) as progress:
        for place, one in enumerate(answers, start=1):
            for fault in one.faults:
                note(render_error(fault))
            if one.ranking is not None:
                once.is_new(one.ranking.case)
            progress(place, count)
            yield one
    if n := once.repeated:
        note(
            plural(
                "{n} case stands there once more: each has its line",
                "{n} cases stand there once more: each has its line",
                n,
            )
        )
    if n := once.contradicting:
        note(plural("{n} case has an id that another has", "{n} cases have an id that another has", n, n=n))


def _lines(answers: Iterator[Answered], *, everything: bool) -> int:
    """Print a line of JSON for each case as it is answered."""
    codes = []
    with reader_may_leave():
        for one in answers:
            print(as_json(case_document(one, everything=everything), indent=None))
            codes.append(one.code)
    return _worst(codes)


def _worst(codes: Iterable[int]) -> int:
    return min(codes, key=WORST_FIRST.index)
