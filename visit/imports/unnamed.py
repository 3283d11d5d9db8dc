"""Free texts of a bundle without who its people are: their names, the citizen's number, telephone numbers and addresses of mail.

    said = identities(bundle)
    unnamed("JENS's mother, Anne", said)      "NN's mother, NN"

Every word of a name counts, however it is written, also of people who are only named where something is signed: too much is taken
out rather than too little. Names that the bundle does not give as names are not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from visit.cpr import is_hidden_number
from visit.imports.bundles import FhirBundle, group_of, rows_of, text_of
from visit.imports.looked_at import Json
from visit.imports.pseudonyms import every_number_of

_PEOPLE = ("Patient", "RelatedPerson", "Practitioner", "Person")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_NAMES = frozenset(
    ("af", "al", "da", "de", "den", "der", "di", "du", "el", "født", "la", "le", "og", "van", "von", "kommune", "team")
)
"""Words that stand in names and are none: without them a text says nothing any more."""
_SPLIT = 6
"""From so many letters on a name is also found in parts: shorter ones stand by chance in what is no name."""
_OF_AN_OFFICE = ("Organization", "Location", "CareTeam", "HealthcareService", "Device", "Endpoint", "Group")
_SPOKEN_TO = ("phone", "sms", "fax", "pager", "email", "other", "url")


@dataclass(frozen=True)
class Identities:
    """What tells who the people of a bundle are.

    Attributes:
        names: The words of their names, in small letters.
        joined: Two words of one name that stand beside each other, as one.
        numbers: The numbers of the citizen, ten digits each.
        contacts: Telephone numbers, as digits, and addresses of mail.
    """

    names: frozenset[str] = field(default=frozenset(), repr=False)
    joined: frozenset[str] = field(default=frozenset(), repr=False)
    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    contacts: frozenset[str] = field(default=frozenset(), repr=False)

    @cached_property
    def of_names(self) -> re.Pattern[str] | None:
        """What finds a name, also in the genitive and, of a long one, in parts."""
        if not self.names:
            return None
        listed = [one for each in (self.names, self.joined) for one in sorted(each, key=len, reverse=True)]
        either = "|".join(map(_spelled, listed))
        return re.compile(rf"\b(?:{either})(s?)\b", re.IGNORECASE)

    @cached_property
    def of_numbers(self) -> re.Pattern[str] | None:
        """What finds a number of the citizen in any parts, also without its first 0, a telephone number and an address of mail."""
        found = [_in_parts(one) for one in sorted(self.numbers)]
        found += [_telephone(one) if one.isdigit() else re.escape(one) for one in sorted(self.contacts)]
        return re.compile("|".join(found), re.IGNORECASE) if found else None


def identities(bundle: FhirBundle) -> Identities:
    """Return what tells who the people of a bundle are."""
    names, joined = set[str](), set[str]()
    for name in (*_names(bundle), *(one for each in bundle.resources for one in _named_inside(each.value))):
        words = _WORD.findall(unicodedata.normalize("NFC", name).lower())
        meant = [one for one in words if one not in _NO_NAMES]
        names.update(meant)
        joined.update(f"{one}{other}" for one, other in pairwise(meant))
    every = (number for patient in bundle.of("Patient") for number in every_number_of(patient))
    numbers = {one for one in every if len(one) == 10 and one.isdigit()}
    contacts = {said for each in bundle.resources for one in _contacts(each.value) if (said := _contact(one))}
    return Identities(frozenset(names), frozenset(joined), frozenset(numbers), frozenset(contacts))


def names_somebody(name: str, said: Identities) -> bool:
    """Return whether a file's name has the name or the number of somebody of a bundle, however its words are joined."""
    apart = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", unicodedata.normalize("NFC", name))
    digits = re.sub("[^0-9]", "", name)
    words = " ".join(re.split(r"[\W\d_]+", apart))
    spelled = (words, words.lower().replace("oe", "ø").replace("ae", "æ").replace("aa", "å"))
    in_words = said.of_names is not None and any(map(said.of_names.search, spelled))
    return in_words or is_hidden_number(name) or any(one.lstrip("0") in digits for one in said.numbers)


def unnamed(text: str, said: Identities) -> str:
    """Return a text with NN for each word that is a name, and … for each number that leads to somebody."""
    text = unicodedata.normalize("NFC", text)
    text = without_numbers(text, said)
    return text if said.of_names is None else said.of_names.sub(r"NN\1", text)


def without_numbers(text: str, said: Identities) -> str:
    """Return a text without the citizen's number in any spelling, the telephone numbers of the bundle, and any address of mail."""
    text = _MAIL.sub("…", text)
    return text if said.of_numbers is None else said.of_numbers.sub("…", text)


_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _spelled(name: str) -> str:
    return r"[ -]?".join(map(re.escape, name)) if len(name) >= _SPLIT else re.escape(name)


def _in_parts(number: str) -> str:
    """Return the pattern of a number: marks between its digits, words before the last four; also stuck to other digits.

    Where its first 0 is lost it stands alone.
    """
    date, last = r"[\W_]{0,3}".join(number[1:6]), r"[\W_]{0,3}".join(number[6:])
    rest = rf"{date}\D{{0,20}}{last}"
    without_zero = rf"|(?<!\d){rest}(?!\d)" if number[0] == "0" else ""
    return rf"{number[0]}[\W_]{{0,3}}{rest}{without_zero}"


def _telephone(digits: str) -> str:
    spaced = r"[\s.-]{0,2}".join(digits)
    return rf"(?<!\d)(?:(?:\+|00)45\s?)?{spaced}(?!\d)"


def _contact(value: str) -> str:
    """Return a telephone number as its digits, an address of mail as it is; empty where it is neither."""
    value = value.strip()
    if "@" in value:
        return value
    digits = re.sub(r"\D", "", value).removeprefix("00")
    digits = digits[2:] if len(digits) == 10 and digits.startswith("45") else digits
    return digits if len(digits) >= 8 else ""


def _contacts(value: Json) -> Iterator[str]:
    for row in _groups(value):
        if text_of(_unmarked(row, "system")) in _SPOKEN_TO and isinstance(said := _unmarked(row, "value"), str):
            yield said


def _named_inside(value: Json) -> Iterator[str]:
    """Yield the names that stand anywhere in a resource: of people referred to, and of who has signed something."""
    for row in _groups(value):
        yield from (one for key, one in row.items() if key.casefold().endswith("authorstring") and isinstance(one, str))
        if "given" in row or "family" in row:
            yield from _texts([_unmarked(row, one) for one in ("given", "family", "text")])
        kind = text_of(_unmarked(row, "reference")).rpartition("/")[0].rpartition("/")[2] or _unmarked(row, "type")
        if isinstance(said := _unmarked(row, "display"), str) and not {"code", "system"} & row.keys():
            yield from () if kind in _OF_AN_OFFICE else (said,)


def _unmarked(row: dict[str, Json], key: str) -> Json:
    """Return a value of a group, which does not count as read."""
    return dict(row).get(key)


def _texts(values: Iterable[Json]) -> Iterator[str]:
    for one in values:
        yield from (text for text in rows_of(one) if isinstance(text, str))


def _groups(value: Json) -> Iterator[dict[str, Json]]:
    """Yield every group inside a value; what is read of one here does not count as read."""
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for one in inside:
        yield from _groups(one)


def _names(bundle: FhirBundle) -> Iterator[str]:
    for resource in bundle.resources:
        if resource.kind not in _PEOPLE:
            continue
        for person in (resource.value, *(group_of(one) for one in rows_of(resource.value.get("contact")))):
            for row in map(group_of, rows_of(person.get("name"))):
                yield from map(text_of, (*rows_of(row.get("given")), *rows_of(row.get("family")), row.get("text")))
