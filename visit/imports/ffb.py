"""The codes of FFB (Fælles Faglige Begreber) in FHIR resources, as the vocabulary's own keys.

Codes are looked up and labels never are: a text beside a code may say something else, and the code counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from visit.imports.bundles import group_of, rows_of, text_of
from visit.imports.looked_at import Json
from visit.reading import source
from visit.vocabulary import vocabulary, vocabulary_record

FFB_SYSTEM = "urn:oid:1.2.208.176.2.22"
"""The address under which codes are written."""
SYSTEMS = frozenset(
    (
        FFB_SYSTEM,
        "http://fhir.kl.dk/term/CodeSystem/FFB",
        "http://kl.dk/fhir/common/caresocial/CodeSystem/FFB",
    )
)
"""The addresses of the code system, the old one and the new."""
NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class FfbCode:
    """What a code is.

    Attributes:
        code: The code itself.
        kind: The list that it is of: `target_group`, `theme`, `functioning`, `support_need`, `goal_kind`, `intervention`,
            `offer_type`; None where visit does not know it.
        key: Its key in that list; a level as a digit, or `not assessed`.
        said: The texts that stand beside it.
    """

    code: str
    kind: str | None
    key: str
    said: tuple[str, ...]


def codes_in(concept: Json) -> tuple[FfbCode, ...]:
    """Return the codes of FFB in a concept (`CodeableConcept`) or in a list of them."""
    return tuple(_found(concept))


def _found(concept: Json) -> Iterator[FfbCode]:
    for one in rows_of(concept):
        text = text_of(group_of(one).get("text"))
        for coding in rows_of(group_of(one).get("coding")):
            row = group_of(coding)
            if text_of(row.get("system")) in SYSTEMS:
                code = text_of(row.get("code"))
                kind, key = _known().get(code, (None, code))
                said = tuple(dict.fromkeys(one for one in (text_of(row.get("display")), text) if one.strip()))
                yield FfbCode(code, kind, key, said)


@cache
def _known() -> Mapping[str, tuple[str, str]]:
    """What each code is: its list and its key."""
    found: dict[str, tuple[str, str]] = {}
    lists = vocabulary().codes
    for kind in ("target_group", "theme", "intervention", "offer_type"):
        found |= {term.ffb: (kind, term.key) for term in lists[kind].terms.values() if term.ffb is not None}
    found |= {row["code"]: ("goal_kind", row["key"]) for row in vocabulary_record()["goal_kinds"]}
    for scale in vocabulary_record()["scales"]:
        found |= {row["code"]: (scale["key"], str(row["level"])) for row in scale["levels"]}
    unsaid = _data("not_assessed")
    assert isinstance(unsaid, list)
    return found | {
        str(code): (scale, NOT_ASSESSED) for code, scale in zip(unsaid, ("functioning", "support_need"), strict=True)
    }


def level_code(scale: str, level: int) -> str:
    """Return the code of a level on one of FFB's scales."""
    found = next(one for one in vocabulary_record()["scales"] if one["key"] == scale)
    return next(str(row["code"]) for row in found["levels"] if row["level"] == level)


def without_place(code: str, language: str) -> str | None:
    """Return what a concept is called that FFB has and a case has no place for; None where it is none of these."""
    rows = _data("without_place")
    assert isinstance(rows, dict)
    row = rows.get(code)
    return str(row[language]) if isinstance(row, dict) else None


def unknown_codes(value: Json) -> tuple[str, ...]:
    """Return the codes of FFB anywhere inside a value that are on no list here: outdated ones, or no codes at all."""
    known = _data("without_place")
    assert isinstance(known, dict)
    return tuple(dict.fromkeys(one for one in _codes_inside(value) if one not in _known() and one not in known))


def _codes_inside(value: Json) -> Iterator[str]:
    """Yield every code of FFB; what is looked at here does not count as read."""
    if isinstance(value, dict):
        plain = dict(value)
        code = text_of(plain.get("code"))
        if code and text_of(plain.get("system")) in SYSTEMS:
            yield code
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for one in inside:
        yield from _codes_inside(one)


def provisions_named(code: str) -> tuple[str, ...]:
    """Return the provisions that a concept of services or offers names as its own; none where it names none surely."""
    return dict(_provisions()).get(code, ())


@cache
def _provisions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = _data("provisions")
    assert isinstance(rows, dict)
    return tuple((code, tuple(str(one) for one in listed)) for code, listed in rows.items() if isinstance(listed, list))


@cache
def _data(key: str) -> source.PlainValue:
    document = source.parse((resources.files("visit.imports") / "ffb.yaml").read_bytes(), "ffb.yaml")
    assert isinstance(document.value, dict)
    found = document.value[key]
    assert isinstance(found, dict | list)
    return found
