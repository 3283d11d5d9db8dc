"""Free texts of a bundle without the names of its people.

    names = people_named(bundle)
    unnamed("JENS's mother, Anne", names)      "NN's mother, NN"

Every word of a name counts, however it is written: too much is taken out rather than too little. Names that the bundle does not
give as names are not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from visit.imports.bundles import FhirBundle, group_of, rows_of, text_of

_PEOPLE = ("Patient", "RelatedPerson", "Practitioner", "Person")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_NAMES = frozenset(("af", "al", "da", "de", "den", "der", "di", "du", "el", "født", "la", "le", "og", "van", "von"))
"""Words that stand in names and are none: without them a text says nothing any more."""


def people_named(bundle: FhirBundle) -> frozenset[str]:
    """Return the words of the names of a bundle's people, in small letters."""
    words = (word for name in _names(bundle) for word in _WORD.findall(unicodedata.normalize("NFC", name).lower()))
    return frozenset(words) - _NO_NAMES


def unnamed(text: str, names: frozenset[str]) -> str:
    """Return a text with NN for each word that is a name, also in the genitive."""
    if not names:
        return text
    either = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b(?:{either})(s?)\b", r"NN\1", unicodedata.normalize("NFC", text), flags=re.IGNORECASE)


def _names(bundle: FhirBundle) -> Iterator[str]:
    for resource in bundle.resources:
        if resource.kind not in _PEOPLE:
            continue
        for person in (resource.value, *(group_of(one) for one in rows_of(resource.value.get("contact")))):
            for row in map(group_of, rows_of(person.get("name"))):
                yield from map(text_of, (*rows_of(row.get("given")), *rows_of(row.get("family")), row.get("text")))
