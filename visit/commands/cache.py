"""A private cache of a user's own catalogue, keyed by its content: the second load reads JSON instead of YAML.

Holds catalogues only, which carry no personal data. The key covers the file's bytes, visit's version and its vocabulary, so
nothing old is ever read; a cache that cannot be read or written is left alone. Deciding and replaying never look here.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from visit.catalogue import Catalogue, catalogue_from
from visit.commands.files import catalogue_of_file
from visit.reading.source import LARGEST_FILE
from visit.shipped import ROOT
from visit.version import __version__


def cached_catalogue(path: str | Path) -> Catalogue:
    """Return the catalogue of a file: from the cache where it is known, else validated, resolved and put there."""
    key = None if str(path) == "-" else _key(Path(path))
    found = _stored(key) if key else None
    if found is not None:
        return catalogue_from(found["record"], known_digest=found["digest"])
    catalogue, _document = catalogue_of_file(path)
    if key:
        _store(key, {"digest": catalogue.digest, "record": catalogue.record})
    return catalogue


def folder() -> Path:
    """Return where the cache lies."""
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(base) / "visit"


def _key(path: Path) -> str | None:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    digest = hashlib.sha256(__version__.encode())
    digest.update((ROOT / "compiled" / "vocabulary.json").read_bytes())
    digest.update((ROOT / "compiled" / "places.json").read_bytes())
    digest.update(content)
    return digest.hexdigest()


def _stored(key: str) -> Any:
    try:
        return json.loads((folder() / f"{key}.json").read_bytes())
    except (OSError, ValueError):
        return None


def _store(key: str, record: Any) -> None:
    """Write through a name of its own, so that a reader never sees half a file."""
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        folder().chmod(0o700)
        part = folder() / f"{key}.{os.getpid()}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(record, file, ensure_ascii=False)
        part.replace(folder() / f"{key}.json")
    except OSError:
        return
