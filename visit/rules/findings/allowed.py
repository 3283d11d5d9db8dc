"""What a guideline keeps in spite of a finding: `allow: {code: reason}` on a statement, or on the whole document.

An `allow` is for whoever checks the file, as a comment is for whoever reads it. It decides nothing, and stands in no record and in
no digest: to allow a finding makes no new version.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from visit.errors import GuidelineError, Location, VisitError, did_you_mean
from visit.locale import text as _
from visit.rules.findings.kinds import finding_kinds, kind_of
from visit.rules.guideline.layering import KEYED, KEYED_LATE, MAPPED, Layer

Path: TypeAlias = tuple[str | int, ...]
_LISTED = (*KEYED, *KEYED_LATE, "preferences")
_NAMED = (*MAPPED, "labels")
_Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding that is kept, with the reason that somebody gave."""

    finding: VisitError
    reason: str


def sorted_out(
    leaf: Layer, found: Iterable[VisitError], asked: Iterable[str]
) -> tuple[list[VisitError], list[Allowed]]:
    """Return the findings that are told, and those that are allowed; an `allow` that allows nothing is told among the first.

    Args:
        leaf: The layer whose findings they are.
        found: What was found.
        asked: The codes that were looked for.
    """
    written = _written(leaf)
    places = _places(leaf)
    told: list[VisitError] = []
    allowed: list[Allowed] = []
    used: set[tuple[Path, str]] = set()
    for one in found:
        code = one.code or ""
        holders = [path for path in (_holder(places, one.at), ()) if path is not None and code in written.get(path, ())]
        if holders and kind_of(one).can_be_allowed:
            used.add((holders[0], code))
            allowed.append(Allowed(one, written[holders[0]][code]))
        else:
            told.append(one)
    told += _unused(leaf, written, used, frozenset(asked))
    return told, allowed


def _written(leaf: Layer) -> Mapping[Path, Mapping[str, str]]:
    """Return what is allowed, by the path of the statement; the empty path is the document's own."""
    value = leaf.document.value if leaf.document is not None else {}
    found: dict[Path, Mapping[str, str]] = {}
    for path in ((), *_statements(leaf)):
        inner: object = value
        for part in path:
            inner = inner[part]  # type: ignore[index]
        if isinstance(inner, Mapping) and isinstance(inner.get("allow"), Mapping):
            found[path] = inner["allow"]
    return found


def _statements(leaf: Layer) -> Iterator[Path]:
    value = leaf.document.value if leaf.document is not None else {}
    assert isinstance(value, Mapping)
    for section in _LISTED:
        rows = value.get(section, ())
        yield from ((section, index) for index in range(len(rows) if isinstance(rows, Sequence) else 0))
    for section in _NAMED:
        rows = value.get(section, {})
        yield from ((section, str(name)) for name in (rows if isinstance(rows, Mapping) else ()))
    if "nearness" in value:
        yield ("nearness",)


def _places(leaf: Layer) -> list[tuple[_Place, Path | None]]:
    """Return where each statement begins, and each section, of which nothing outside a statement is anybody's."""
    document = leaf.document
    if document is None or not isinstance(document.value, Mapping):
        return []
    begun: list[tuple[_Place, Path | None]] = []
    for name in document.value:
        begun.append((_place(document.locate_key((str(name),))), None))
    for path in _statements(leaf):
        at = document.locate(path) if isinstance(path[-1], int) else document.locate_key(path)
        begun.append((_place(at), path))
    return sorted(begun, key=lambda one: (one[0], one[1] is not None))


def _place(at: Location) -> _Place:
    return (at.line or 0, at.column or 0)


def _holder(places: Sequence[tuple[_Place, Path | None]], at: Location | None) -> Path | None:
    """Return the path of the statement that a place lies in."""
    if at is None or at.line is None:
        return None
    before = bisect_right([place for place, _path in places], _place(at))
    return places[before - 1][1] if before else None


def _unused(
    leaf: Layer, written: Mapping[Path, Mapping[str, str]], used: set[tuple[Path, str]], asked: frozenset[str]
) -> Iterator[VisitError]:
    kinds = finding_kinds()
    for path, codes in written.items():
        for code in codes:
            if (path, code) in used:
                continue
            if code not in kinds:
                message = _('no finding has the code "{code}"', code=code)
                help = did_you_mean(code, kinds) or _("`visit explain` lists them")
            elif not kinds[code].can_be_allowed:
                message, help = _("{code} cannot be allowed", code=code), None
            elif code in asked:
                message, help = _("nothing is found here that {code} allows", code=code), None
            else:
                continue
            assert leaf.document is not None
            at = leaf.document.locate_key((*path, "allow", code))
            yield GuidelineError(message, at=at, help=help, code="unused-allow")
