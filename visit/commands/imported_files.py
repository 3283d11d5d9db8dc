"""What the imports have in common: the map that is proposed, the file that is written, the key of the names."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from visit.errors import UsageError
from visit.imports.pseudonyms import new_pseudonym_key, pseudonym_key, random_key
from visit.locale import text as _
from visit.streams import note, reader_may_leave


def propose(proposal: str, map: str | None, *, knows_none: bool = False) -> int:
    """Print a map that is proposed, or write it where a file is named; tell where no heading is known."""
    if knows_none:
        note(_("no heading says a field that is known: is this the file, and the sheet, that is meant?"))
    if map is None:
        with reader_may_leave():
            print(proposal, end="")
        return 0
    Path(map).write_text(proposal, encoding="utf-8")
    note(
        _(
            "written: {file}, a map proposed from the headings. Look through it, and run the same command again.",
            file=map,
        )
    )
    return 0


def must_be_free(to: str | None, *, replaces: bool) -> None:
    """Refuse a file to write that is there already, or is none.

    Raises:
        UsageError: It is.
    """
    if to == "-":
        raise UsageError(
            _("--to needs a file: standard output has what is told of the import"),
            help=_("name a file, for example --to imported.yaml"),
        )
    if to is not None and Path(to).exists() and not replaces:
        raise UsageError(_("{file} is there already", file=to), help=_("--overwrite replaces it"))


def write_private(to: str, text: str) -> None:
    """Write a file of citizens that only its owner can read, whole in its place or not at all.

    Raises:
        OSError: It cannot be written there.
    """
    target = Path(to)
    descriptor, name = tempfile.mkstemp(prefix=".visit-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def pseudonym_key_of(name: str | None, *, keeps: bool) -> bytes:
    """Return the key of a file; without a file, one that nobody keeps.

    Args:
        name: The file.
        keeps: Whether a file that is not there is made: where nothing is written, no key is either, and that is said.
    """
    if name is None:
        return random_key()
    path = Path(name)
    if path.exists():
        return pseudonym_key(path)
    if not keeps:
        note(_("{file} is not there yet: --to makes the key, and the names are others then", file=name))
        return random_key()
    note(
        _(
            "written: {file}, a new key. Whoever has it can find out whose a case is: keep it apart from the cases.",
            file=name,
        )
    )
    return new_pseudonym_key(path)
