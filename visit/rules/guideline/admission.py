"""Operators' own terms: the conditions in a catalogue, in the same language as a guideline's.

`excludes` says whom an offer does not take, `when` for whom a service or a level of its price is.
They may read the case only. A guideline's own names are not theirs to use, so they are checked without one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from visit.catalogue import Catalogue
from visit.errors import CatalogueError, Problems, VisitError
from visit.locale import text as _
from visit.reading.source import Document
from visit.rules.facts.registry import LANGUAGE, FactRegistry
from visit.rules.language.binder import Scope
from visit.rules.language.binding import ExpressionErrors, bind
from visit.rules.language.types import TRUTH
from visit.vocabulary import vocabulary


def check_terms(catalogue: Catalogue, document: Document, *, facts: FactRegistry = LANGUAGE) -> None:
    """Check every operator's terms: conditions on `facts` of the case.

    Raises:
        Problems: Each fault at its place in the document.
    """
    problems = list(_faults(catalogue, document, facts))
    if problems:
        raise Problems(problems)


def _faults(catalogue: Catalogue, document: Document, facts: FactRegistry) -> Iterator[VisitError]:
    types = {fact.name: fact.type for fact in facts.of_case}
    scope = Scope(types, vocabulary().codes)
    for text, path in _conditions(catalogue):
        at = document.locate(path)
        try:
            condition = bind(text, scope, TRUTH)
        except ExpressionErrors as errors:
            yield from errors.located(partial(document.locate_in, path), CatalogueError)
            continue
        if any(name.startswith("entitled(") for name in condition.reads):
            yield CatalogueError(_("an operator's terms cannot read entitlement"), at=at)


def _conditions(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield every condition of a catalogue, with its place."""
    for index, offer in enumerate(catalogue.document.offers):
        here = ("offers", index)
        if offer.excludes is not None:
            yield offer.excludes, (*here, "excludes")
        for number, service in enumerate(offer.services):
            there = (*here, "services", number)
            if service.when is not None:
                yield service.when, (*there, "when")
            for name, level in (service.price.levels or {}).items():
                if level.when is not None:
                    yield level.when, (*there, "price", "levels", name, "when")
