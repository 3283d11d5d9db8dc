"""Files of a user's own in the cache of the home folder, which nobody else can read or write.

Whatever goes wrong with one, it is as if it were not there.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def folder() -> Path:
    """Return where they lie."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path("~/.cache").expanduser()) / "visit"


def private_place(name: str) -> Path | None:
    """Return where the file of a name lies; None where it has no place: HOME may be anything, or nothing."""
    try:
        place = folder() / name
    except RuntimeError:  # there is no home
        return None
    return place if place.is_absolute() else None


def is_private(place: Path) -> bool:
    """Return whether a folder or file is the user's, and nobody else can write there."""
    try:
        state = place.stat()
    except OSError:
        return False
    return os.name == "nt" or (state.st_uid == os.getuid() and not stat.S_IMODE(state.st_mode) & 0o077)


def store_private(place: Path, content: bytes) -> None:
    """Write through a name of its own, so that a reader never sees half a file."""
    part = place.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.chmod(0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        part.replace(place)
