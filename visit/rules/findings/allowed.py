"""What a guideline keeps in spite of a finding: `allow: {code: reason}` on a statement, or on the whole document.

An `allow` is for whoever checks the file, as a comment is for whoever reads it. It decides nothing, and stands in no record and in
no digest: to allow a finding makes no new version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from visit.errors import GuidelineError, VisitError, did_you_mean
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.extents import Extents, statement_paths, value_at
from visit.rules.findings.kinds import finding_kinds, kind_of
from visit.rules.guideline.layering import Layer


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
    extents = Extents(leaf.document) if leaf.document is not None else None
    told: list[VisitError] = []
    allowed: list[Allowed] = []
    used: set[tuple[ValuePath, str]] = set()
    for one in found:
        code = one.code or ""
        around = extents.around(one.at) if extents is not None else None
        holders = [path for path in (around, ()) if path is not None and code in written.get(path, ())]
        if holders and kind_of(one).can_be_allowed:
            used.add((holders[0], code))
            allowed.append(Allowed(one, written[holders[0]][code]))
        else:
            told.append(one)
    told += _unused(leaf, written, used, frozenset(asked))
    return told, allowed


def _written(leaf: Layer) -> Mapping[ValuePath, Mapping[str, str]]:
    """Return what is allowed, by the path of the statement; the empty path is the document's own."""
    document = leaf.document
    if document is None:
        return {}
    values = {path: value_at(document, path) for path in ((), *statement_paths(document))}
    found = {path: value["allow"] for path, value in values.items() if isinstance(value, Mapping) and "allow" in value}
    return {
        path: {code: str(reason) for code, reason in allow.items()}
        for path, allow in found.items()
        if isinstance(allow, Mapping)
    }


def _unused(
    leaf: Layer, written: Mapping[ValuePath, Mapping[str, str]], used: set[tuple[ValuePath, str]], asked: frozenset[str]
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
