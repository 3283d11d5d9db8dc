"""A file that a command is given: of the kind that is expected, and a catalogue checked with its operators' terms."""

from __future__ import annotations

from pathlib import Path

from visit.catalogue import Catalogue, catalogue_of
from visit.errors import CatalogueError
from visit.reading.expected import must_be
from visit.reading.source import Document, read


def travel_of_file(path: str | Path) -> Document:
    """Read a file of travel times; what it says is checked where it meets a catalogue."""
    document = read(path)
    must_be(document, "travel", CatalogueError)
    return document


def catalogue_of_file(path: str | Path) -> tuple[Catalogue, Document]:
    """Read, validate and check a catalogue file, its operators' terms too.

    Raises:
        Problems: Everything that is wrong with it.
    """
    from visit.rules.guideline.admission import check_terms

    document = read(path)
    must_be(document, "catalogue", CatalogueError)
    catalogue = catalogue_of(document)
    check_terms(catalogue, document)
    return catalogue, document
