"""A private cache of a user's own catalogue: the second load reads its compiled form instead of YAML.

Holds catalogues only, which carry no personal data; `visit.compiled` tells whether one is still of the file as it is now. A cache
that cannot be read or written, or that somebody else could have written, is passed over. Deciding and replaying never look here.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from visit import compiled
from visit.catalogue import Catalogue, catalogue_from, sources
from visit.commands.files import catalogue_of_file
from visit.reading.source import LARGEST_FILE


def cached_catalogue(path: str | Path) -> Catalogue:
    """Return the catalogue of a file: compiled where it is known, else read, checked and put into the cache."""
    file = Path(path)
    place = _place(file)
    if place is None:
        return catalogue_of_file(path)[0]
    made = compiled.made_from((file, *sources()))
    found = compiled.read_compiled(place, made) if _is_private(place.parent) else None
    if found is not None:
        return catalogue_from(found.value, known_digest=found.digest)
    catalogue, _document = catalogue_of_file(path)
    if compiled.made_from((file, *sources())) == made:  # else it was changed while it was read
        _store(place, compiled.compiled_text(made, catalogue.record))
    return catalogue


def _place(file: Path) -> Path | None:
    """Return where the compiled form of a file lies; None where it has none: standard input, a pipe, a file that is too large."""
    try:
        if not file.is_file() or file.stat().st_size > LARGEST_FILE:
            return None
        name = sha256(os.fsencode(file.resolve())).hexdigest()
        place = folder() / f"{name}.json"
        return place if place.is_absolute() else None  # HOME may be anything
    except (OSError, ValueError, RuntimeError):  # RuntimeError: there is no home
        return None


def folder() -> Path:
    """Return where the cache lies."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path("~/.cache").expanduser()) / "visit"


def _is_private(folder: Path) -> bool:
    """Return whether nobody else can write there."""
    try:
        state = folder.stat()
    except OSError:
        return False
    return os.name == "nt" or (state.st_uid == os.getuid() and not stat.S_IMODE(state.st_mode) & 0o077)


def _store(place: Path, content: bytes) -> None:
    """Write through a name of its own, so that a reader never sees half a file."""
    part = place.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.chmod(0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        part.replace(place)
