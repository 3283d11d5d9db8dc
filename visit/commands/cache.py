"""A private cache of a user's own catalogue: the second load reads its compiled form instead of YAML.

Holds catalogues only, which carry no personal data; `visit.compiled` tells whether one is still of the file as it is now. A cache
that cannot be read or written, or that somebody else could have written, is passed over. Deciding and replaying never look here.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from visit import compiled
from visit.catalogue import Catalogue, catalogue_from, sources
from visit.commands.files import catalogue_of_file
from visit.commands.private_files import is_private, private_place, store_private
from visit.reading.source import LARGEST_FILE


def cached_catalogue(path: str | Path) -> Catalogue:
    """Return the catalogue of a file: compiled where it is known, else read, checked and put into the cache."""
    file = Path(path)
    place = _place(file)
    if place is None:
        return catalogue_of_file(path)[0]
    made = compiled.made_from((file, *sources()))
    found = compiled.read_compiled(place, made) if is_private(place.parent) else None
    if found is not None:
        return catalogue_from(found.value, known_digest=found.digest)
    catalogue, _document = catalogue_of_file(path)
    if compiled.made_from((file, *sources())) == made:  # else it was changed while it was read
        store_private(place, compiled.compiled_text(made, catalogue.record))
    return catalogue


def _place(file: Path) -> Path | None:
    """Return where the compiled form of a file lies; None where it has none: standard input, a pipe, a file that is too large."""
    try:
        if not file.is_file() or file.stat().st_size > LARGEST_FILE:
            return None
        name = sha256(os.fsencode(file.resolve())).hexdigest()
    except (OSError, ValueError, RuntimeError):
        return None
    return private_place(f"{name}.json")
