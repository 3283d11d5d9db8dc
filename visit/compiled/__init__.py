"""Compiled documents: what was read from YAML, checked and resolved, as JSON that names the files it was made from.

Reading JSON takes a twentieth of the time of reading YAML. A compiled document is used only where this version of visit made it
from exactly the files that lie there now. Where they differ, or where it is damaged in any way, it is passed over and the
files are read: it can make an answer faster, never another one. Used for what ships (beside this module, written by
`tools/compile_documents.py`) and for a user's own catalogue (`visit.commands.cache`).

A file has three lines: what it was made with and from, the SHA-256 of the third line, and the value as canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from visit import canonical
from visit.shipped import ROOT
from visit.version import __version__

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A value as its compiled form gives it, and its digest (that of `canonical.digest`)."""

    value: Any
    digest: str

    @classmethod
    def of(cls, value: object) -> Compiled:
        """Return what would be read back if the value were written: the same, its keys in the same order."""
        body = canonical.encode(value)
        return cls(json.loads(body), sha256(body).hexdigest())


def shipped(name: str, sources: Iterable[Path], make: Callable[[], object]) -> Compiled:
    """Return a document that comes with visit: compiled where that is of these sources, else made from them."""
    return read_compiled(FOLDER / f"{name}.json", made_from(sources)) or Compiled.of(make())


def read_compiled(path: Path, made: bytes) -> Compiled | None:
    """Return a compiled document, or None where it is not there, damaged, or made from anything else."""
    try:
        content = path.read_bytes() if path.is_file() else b""  # a pipe or a folder is no compiled document
    except OSError:
        return None
    head, _, rest = content.partition(b"\n")
    digest, _, body = rest.partition(b"\n")
    body = body.removesuffix(b"\n")
    if head != made or digest != _quoted(body):
        return None
    return Compiled(json.loads(body), digest.strip(b'"').decode())


def compiled_text(made: bytes, value: object) -> bytes:
    """Return the content of a compiled document."""
    body = canonical.encode(value)
    return b"\n".join((made, _quoted(body), body, b""))


def made_from(sources: Iterable[Path]) -> bytes:
    """Return the first line of a document that this version of visit makes from these files as they are now."""
    digests = {
        path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path): digest_of(path)
        for path in sources
    }
    return canonical.encode({"made_with": f"visit {__version__}", "sources": digests})


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file; None where it cannot be read, which no compiled document was made from."""
    return _of_shipped(path) if path.is_relative_to(ROOT) else _digest_of(path)


def _digest_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


# Several documents are made from the vocabulary, and what ships does not change while a process runs.
_of_shipped = cache(_digest_of)


def _quoted(body: bytes) -> bytes:
    return f'"{sha256(body).hexdigest()}"'.encode()
