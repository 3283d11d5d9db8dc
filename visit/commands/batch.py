"""`visit batch`: questions on standard input, a line of JSON each, and their answers on standard output, for a case system to call.

One process answers as long as it is asked: catalogue and guidelines are read once, and one engine for each guideline is held. A
question that cannot be answered gives a line too, and stops nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from visit.catalogue import Catalogue
from visit.commands.inputs import Inputs, load_given_catalogue, question
from visit.commands.match import exit_code
from visit.commands.output import is_to_file
from visit.commands.printing import as_json
from visit.cpr import cpr_shaped, is_hidden_number, nine_instead
from visit.errors import DocumentError, Location, Problems, SourceError, UsageError, VisitError
from visit.locale import text as _
from visit.matching import TOP, Engine
from visit.population.rows import line_text, on_line
from visit.ranking.values import Ranking
from visit.reading.documents.question import BatchQuestion
from visit.reading.source import Document, lines_of, parse
from visit.reading.validation import validate
from visit.reading.yaml_events import Places
from visit.render.case_list import error_document
from visit.render.document import match_document
from visit.render.why_sheet import WhySheet
from visit.rules import load_guideline
from visit.rules.guideline.values import Guideline
from visit.streams import COULD_NOT_ANSWER, reader_may_leave

INPUT = "<stdin>"
_HELD = 16
"""So many guidelines, and engines, are held: a process that runs for weeks must not grow with every day that it is asked about."""
_OF_WHY = ("subject", "over")
_OF_MATCH = ("top", "all", "areas")
_WHY_TOP = 50


def batch_command(
    catalogue: str | None, travel: str | None, guideline: str | None, as_of: str | None, *, language: str
) -> int:
    """Answer each line as it comes; return 2 where one could not be answered.

    Raises:
        Problems: What is wrong with the catalogue or the travel times: then nothing can be answered.
        UsageError: One of the files is to be read from standard input too.
    """
    if "-" in (catalogue, travel, guideline):
        raise UsageError(_("standard input has the questions"), help=_("write a path instead of `-`"))
    answering = _HeldAnswers(load_given_catalogue(catalogue, travel), guideline, as_of, language)
    failed = False
    try:
        with reader_may_leave():
            for number, raw in enumerate(lines_of("-"), start=1):
                answer = answering.line(raw, number)
                if answer is not None:
                    failed |= "errors" in answer
                    print(as_json(answer, indent=None), flush=True)
    except KeyboardInterrupt:  # whoever called it has no more questions
        if is_to_file():  # which is there whole, or not at all
            raise
    return COULD_NOT_ANSWER if failed else 0


class _HeldAnswers:
    """What is held from one question to the next."""

    def __init__(self, catalogue: Catalogue, guideline: str | None, as_of: str | None, language: str) -> None:
        self.catalogue, self.guideline, self.as_of, self.language = catalogue, guideline, as_of, language
        self.load = lru_cache(maxsize=_HELD)(load_guideline)
        self.engine = lru_cache(maxsize=_HELD)(self._engine)

    def _engine(self, guideline: Guideline) -> Engine:
        return Engine(self.catalogue, guideline)

    def line(self, raw: bytes, number: int) -> dict[str, object] | None:
        """Return the answer to a line, or what is wrong with it; None where it is blank."""
        head: dict[str, object] = {"schema": "visit-batch", "version": 1, "line": number}
        try:
            text = line_text(raw, INPUT, number)
            if not text:
                return None
            document = _question_in(text)
            if isinstance(document.value, dict) and isinstance(id := document.value.get("id"), str | int):
                _refuse_number(str(id), document, "id")
                head["id"] = id
            return {**head, **self._answer(document)}
        except VisitError as error:
            found = on_line(error, number, INPUT)
            faults = found.errors if isinstance(found, Problems) else (found,)
            return {**head, "errors": [error_document(one) for one in faults]}

    def _answer(self, document: Document) -> dict[str, object]:
        asked = validate(document, BatchQuestion)
        _refuse_without_effect(asked, document)
        found = self._inputs(asked, document)
        engine = self.engine(found.guideline)
        if asked.command == "why":
            ranking = engine.match(found.case, found.as_of, top=_WHY_TOP)
            why = WhySheet(ranking, self.language, ids=False)
            return {"answer": why.document(_subject(asked, document), asked.over)}
        ranking = engine.match(found.case, found.as_of, top=asked.top or TOP)
        return {"exit_code": exit_code(ranking, strict=False), "answer": self._ranked(engine, ranking, asked)}

    def _ranked(self, engine: Engine, ranking: Ranking, asked: BatchQuestion) -> Mapping[str, object]:
        areas = engine.areas(ranking) if asked.areas else None
        return match_document(ranking, areas=areas, everything=bool(asked.all))

    def _inputs(self, asked: BatchQuestion, document: Document) -> Inputs:
        if not isinstance(asked.case, str | dict):
            raise DocumentError(
                _("case is neither a case nor the path of one"), at=document.locate(("case",)),
                help=_("write the case as a case file has it, as JSON, or the path of its file"),
            )  # fmt: skip
        case = asked.case if isinstance(asked.case, str) else _inside(document, "case")
        _refuse_number(_called(case), document, "case")
        if isinstance(case, str) and (case == "-" or _is_standard_input(case)):
            raise DocumentError(
                _("standard input has the questions"),
                at=document.locate(("case",)),
                help=_("write a path instead of `-`"),
            )
        return question(
            case,
            guideline=asked.guideline or self.guideline,
            as_of=asked.as_of or self.as_of,
            changes=asked.set,
            offers=self.catalogue,
            load=self.load,
        )


def _question_in(text: str) -> Document:
    """Return a line as a document.

    Raises:
        SourceError: One fault; of what is no JSON with what a line must be.
        Problems: Several.
    """
    help = _("write one JSON object on each line: {example}", example='{"case": "case.yaml"}')
    try:
        document = parse(text, INPUT)
    except SourceError as error:
        if cpr_shaped(text) is None and not _is_json(text):
            raise SourceError(_("is not JSON"), at=error.at, help=help) from None
        raise
    if not isinstance(document.value, dict):
        raise SourceError(_("a question is a group of keys"), at=Location(INPUT, 1, 1), help=help)
    return document


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_number(text: str, document: Document, key: str) -> None:
    """Refuse a CPR number that lost its first 0 where a citizen is named; one of ten digits is refused wherever it stands."""
    if is_hidden_number(text):
        raise DocumentError(
            _("{name} may be a CPR number in another spelling", name=key),
            at=document.locate((key,)),
            help=nine_instead(),
        )


def _called(case: str | Document) -> str:
    """Return what a case, or the file of one, is called."""
    if isinstance(case, str):
        return Path(case).name
    return str(case.value.get("case", "")) if isinstance(case.value, dict) else ""


def _is_standard_input(path: str) -> bool:
    """Return whether a path leads to the questions themselves, as /dev/stdin does."""
    with suppress(OSError, ValueError):
        return os.path.samestat(Path(path).stat(), os.fstat(sys.stdin.fileno()))
    return False


def _inside(document: Document, key: str) -> Document:
    """Return what stands under a key as a document of its own, which knows where it stands."""
    assert isinstance(document.value, dict)
    places = document.places.inside.get(key) if isinstance(document.places, Places) else None
    return Document(document.name, document.value[key], places, document.text)


def _subject(asked: BatchQuestion, document: Document) -> str:
    if asked.subject is None:
        raise DocumentError(
            _("subject is missing: what is to be explained"), at=document.locate(()),
            help=_('write a rank, or the name or id of an option: "subject": "1"'),
        )  # fmt: skip
    return asked.subject


def _refuse_without_effect(asked: BatchQuestion, document: Document) -> None:
    """Refuse what the other command heeds.

    Raises:
        Problems: Each at its place.
    """
    names = _OF_WHY if asked.command == "match" else _OF_MATCH
    wrong = [
        DocumentError(
            _("{option} has no effect on {answer}", option=name, answer=asked.command), at=document.locate_key((name,))
        )
        for name in names
        if getattr(asked, name) is not None
    ]
    if wrong:
        raise Problems(wrong)
