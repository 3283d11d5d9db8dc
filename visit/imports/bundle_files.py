"""A file of FHIR resources as a bundle: JSON in UTF-8, one value or one on each line; what a file may be, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from visit.characters import text_or_fault
from visit.cpr import redacted
from visit.errors import Location, SourceError
from visit.imports.bundles import FhirBundle, bundle_of
from visit.imports.looked_at import Json
from visit.imports.unnamed import identities, names_somebody
from visit.locale import text as _


def read_bundle(path: Path) -> FhirBundle:
    """Read a file of FHIR resources; `-` is standard input. A name that is a citizen's is not kept.

    Raises:
        SourceError: It cannot be read, is no JSON in UTF-8, says a key twice in one group, or holds no resource.
    """
    from visit.imports.row_files import checked_bytes

    name = "<stdin>" if str(path) == "-" else path.name
    at = Location(name)
    content = _decoded_json(checked_bytes(path), name)
    try:
        found = _loaded(content)
    except _TwiceError as error:
        message = _("the key {key} stands twice in one group: which of the two counts?", key=redacted(error.key))
        raise SourceError(message, at=at, help=_("export the citizen again, or leave out one of the two")) from None
    except (ValueError, RecursionError) as error:
        found = _lines(content)
        if found is None:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise SourceError(_("is not JSON"), at=Location(name, line), help=_as_json()) from None
    try:
        bundle = bundle_of(found, name)
    except RecursionError:
        raise SourceError(_("is not JSON"), at=at, help=_as_json()) from None
    if not bundle.resources:
        raise SourceError(_("contains no FHIR resource"), at=at, help=_as_json())
    return replace(bundle, name=_("the bundle")) if names_somebody(bundle.name, identities(bundle)) else bundle


def _as_json() -> str:
    return _("export the citizen as a FHIR bundle in JSON")


def _decoded_json(content: bytes, name: str) -> str:
    """Return the text of a JSON file: UTF-8, or UTF-16 with a mark that says so.

    Raises:
        SourceError: It is neither; a letter that is guessed would stand in a name or a town.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text, fault = text_or_fault(content, "utf-16" if marked else "utf-8-sig")
    if fault is None:
        return text
    if b"\0" in content:
        raise SourceError(_("this is a binary file, not text"), at=Location(name), help=_as_json())
    line = None if marked else content.count(b"\n", 0, fault) + 1
    raise SourceError(_("this is not UTF-8 text"), at=Location(name, line), help=_("save it as UTF-8"))


def _lines(content: str) -> list[Json] | None:
    """Return resources that stand on a line each; None where a line is no JSON."""
    try:
        return [_loaded(line) for line in content.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


class _TwiceError(Exception):
    """A key stands twice in one group."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _loaded(text: str) -> Json:
    """Return what a JSON text says.

    Raises:
        ValueError: It is no JSON.
        RecursionError: It is nested too deeply.
        _TwiceError: A key stands twice in one group.
    """
    found: Json = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    return found


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _refused(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")
