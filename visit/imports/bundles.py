"""A FHIR R4 bundle as resources that know where they stand: in, a JSON file; out, its resources by kind.

Also a single resource, a list of them, or one on each line. Nothing of FHIR's own rules is checked: what visit needs is read, and
what it cannot read is told by who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from visit.imports.looked_at import Json, noting
from visit.locale import text as _

OWN_SYSTEM = "urn:visit:case"
"""Whose an identifier is that names a case of visit's own."""
_NOTHING: Mapping[str, Json] = {}
OddPart: TypeAlias = "tuple[Literal['ask', 'left_out'], str, str]"


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One resource of a bundle.

    Attributes:
        kind: What FHIR calls it, `Condition`.
        value: Its plain values.
        place: Where it stands in the file, as a path: `entry[3]`.
        address: The full address that its bundle gives it; empty where it gives none.
    """

    kind: str
    value: Mapping[str, Json] = field(repr=False)
    place: str
    address: str = ""

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return text_of(self.value.get("id"))

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that it says it follows, by the last part of their addresses."""
        listed = rows_of(group_of(self.value.get("meta")).get("profile"))
        return tuple(text_of(one).rpartition("/")[2] for one in listed)


@dataclass(frozen=True, slots=True, eq=False)
class BundlePart:
    """What a bundle, or an entry of it, says beside its resources and how they are sent: nobody reads it."""

    kind: str
    value: Mapping[str, Json] = field(repr=False)
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class FhirBundle:
    """The resources of a file, in its order.

    Attributes:
        parts: What stands around the resources.
        odd: What is told of what is no resource that counts: whether it is asked about or left out, its place, the message.
    """

    name: str
    resources: tuple[Resource, ...]
    odd: tuple[OddPart, ...] = ()
    parts: tuple[BundlePart, ...] = ()
    _by_address: dict[str, Resource] = field(init=False, default_factory=dict)
    _by_id: dict[tuple[str, str], Resource] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Find the resources by their ids: under their kind, and under none."""
        for one in self.resources:
            if one.address:
                self._by_address.setdefault(one.address, one)
            if one.id:
                self._by_id.setdefault((one.kind, one.id), one)
                self._by_id.setdefault(("", one.id), one)

    def of(self, kind: str) -> tuple[Resource, ...]:
        """Return the resources of a kind."""
        return tuple(one for one in self.resources if one.kind == kind)

    def referred(self, reference: Json) -> Resource | None:
        """Return the resource that a reference is to; None where the bundle does not have it."""
        wanted = text_of(group_of(reference).get("reference"))
        if wanted in self._by_address:
            return self._by_address[wanted]
        kind, _slash, id = wanted.removeprefix("urn:uuid:").rpartition("/")
        return self._by_id.get((kind.rpartition("/")[2], id))


def bundle_of(value: Json, name: str) -> FhirBundle:
    """Return the resources of a value that is one, or a bundle of them."""
    every = tuple(_resources(noting(value)))
    resources = tuple(one for one in every if isinstance(one, Resource))
    parts = tuple(one for one in every if isinstance(one, BundlePart))
    return FhirBundle(name, resources, tuple(one for one in every if isinstance(one, tuple)), parts)


_OF_BUNDLE = frozenset(("resourceType", "entry", "link", "total", "type", "timestamp"))
_OF_ENTRY = frozenset(("resource", "fullUrl", "request", "response", "search"))
"""What of an entry is read, or says how it is sent."""


def _resources(found: Json, place: str = "", address: str = "") -> Iterator[Resource | BundlePart | OddPart]:
    """Yield the resources of a value, also those of bundles in a list or in a bundle; of what is none what is told of it."""
    match found:
        case {"resourceType": "Bundle"}:
            bundle = group_of(found)
            yield from _pages(bundle, place)
            yield _part("Bundle", bundle, _OF_BUNDLE, place or "Bundle")
            for index, entry in enumerate(rows_of(bundle.get("entry"))):
                yield from _of_entry(group_of(entry), f"{place}.entry[{index}]".removeprefix("."))
        case {"resourceType": str(kind)}:
            yield Resource(kind, group_of(found), place or "resource", address)
        case list() if found:
            for index, one in enumerate(found):
                yield from _resources(one, f"{place}[{index}]")
        case _:
            yield "left_out", place, _("is not a FHIR resource")


def _part(kind: str, group: Mapping[str, Json], known: frozenset[str], place: str) -> BundlePart:
    return BundlePart(kind, group_of(noting({key: one for key, one in group.items() if key not in known})), place)


def _pages(bundle: Mapping[str, Json], place: str) -> Iterator[OddPart]:
    """Yield that a bundle is one page of several, whose others hold what this one does not, or holds several versions."""
    total, entries = bundle.get("total"), rows_of(bundle.get("entry"))
    has_next = any(group_of(one).get("relation") == "next" for one in rows_of(bundle.get("link")))
    if has_next or (isinstance(total, int) and total > len(entries)):
        message = _("this is one page of several: what stands on the others is not read. Export all in one")
        yield "ask", f"{place}.{'link' if has_next else 'total'}".removeprefix("."), message
    if bundle.get("type") == "history":
        message = _(
            "this is a history, with earlier versions of what it holds: which of them count? Export what holds now"
        )
        yield "ask", f"{place}.type".removeprefix("."), message


def _of_entry(entry: Mapping[str, Json], place: str) -> Iterator[Resource | BundlePart | OddPart]:
    """Yield the resource of an entry and what stands beside it; of one that is to be taken away that it is."""
    yield _part("Bundle.entry", entry, _OF_ENTRY, place)
    if text_of(group_of(entry.get("request")).get("method")).upper() == "DELETE":
        yield "left_out", place, _("is to be deleted (request.method is DELETE)")
    else:
        yield from _resources(entry.get("resource"), place, text_of(entry.get("fullUrl")))


# --- plain values, whatever they are ---


def group_of(value: Json) -> Mapping[str, Json]:
    """Return a group; an empty one where it is none."""
    return value if isinstance(value, Mapping) else _NOTHING


def rows_of(value: Json) -> Sequence[Json]:
    """Return a list; one value alone is a list of it."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def text_of(value: Json) -> str:
    """Return a text; empty where it is none."""
    return value if isinstance(value, str) else ""


def extension_of(value: Json, ending: str) -> Mapping[str, Json]:
    """Return the extension of a group whose address ends so; an empty group where there is none."""
    for one in rows_of(group_of(value).get("extension")):
        if text_of(group_of(one).get("url")).rpartition("/")[2] == ending:
            return group_of(one)
    return _NOTHING
