"""What a citizen is called in a case file: the same for the same citizen, and without the key nothing leads back to a CPR number.

    key = pseudonym_key(Path("visit.key"))
    pseudonym("0101814321", key)      'ffb-3f2a…', HMAC-SHA256 under the key

INVARIANT: a number goes in and is never kept, told or logged.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from visit.cpr import cpr_shaped, lost_its_zero
from visit.errors import Location, SourceError, UsageError
from visit.imports.bundles import Resource, group_of, rows_of, text_of
from visit.imports.looked_at import Json
from visit.locale import text as _

CPR_SYSTEMS = ("urn:oid:1.2.208.176.1.2",)
_LEAST_BYTES = 32
_LENGTH = 16
_HEXADECIMAL = re.compile(rb"\s*(?:[0-9A-Fa-f]{2}){32,}\s*")
_NINE = re.compile("[0-9]{9}")
_NUMBER = re.compile(r"\s*[0-9]{6}[\s-]?[0-9]{4}\s*")


def pseudonym_key(path: Path) -> bytes:
    """Return the key that a file holds, in hexadecimal.

    Raises:
        SourceError: It cannot be read, or holds no such key.
    """
    from visit.locale.system import why_refused

    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise SourceError(_("cannot be read: {why}", why=why_refused(error)), at=Location(str(path))) from None
    except ValueError:
        key = b""
    if len(key) < _LEAST_BYTES:
        raise SourceError(
            _("holds no key of 32 bytes in hexadecimal"), at=Location(str(path)),
            help=_("name the key's file, or one that is not there: a new key is written to it"),
        )  # fmt: skip
    return key


def new_pseudonym_key(path: Path) -> bytes:
    """Write a new random key to a file that only its owner can read, and return it.

    Raises:
        FileExistsError: There is a file already.
    """
    key = secrets.token_bytes(_LEAST_BYTES)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.hex() + "\n")
    return key


def key_given(key: bytes | Path) -> bytes:
    """Return a key, given as the file that holds it or as its bytes.

    Raises:
        SourceError: The file cannot be read, or holds no such key.
        UsageError: It is shorter than 32 bytes: names under it could be guessed. Or it is the text of a file, in hexadecimal: the
            names under it would be other ones than those under the file.
    """
    if isinstance(key, Path):
        return pseudonym_key(key)
    if len(key) < _LEAST_BYTES:
        raise UsageError(
            _("the key of the names has {n} bytes, and {least} are the fewest", n=len(key), least=_LEAST_BYTES),
            help=_("take {n} random bytes, and keep them", n=_LEAST_BYTES),
        )
    if _HEXADECIMAL.fullmatch(key):
        raise UsageError(
            _("the key of the names is in hexadecimal, as its file has it: its names would be other ones"),
            help=_("give the file itself as a Path, or bytes.fromhex of its text"),
        )
    return key


def random_key() -> bytes:
    """Return a key that nobody keeps: the name that it gives is the citizen's this once."""
    return secrets.token_bytes(_LEAST_BYTES)


def pseudonym(number: str, key: bytes) -> str:
    """Return what the citizen of a number is called; of an id that is no CPR number, every character of it counts.

    One name in some thousands has digits in a row that look like a CPR number, which no file may hold: then the next one is taken.
    """
    names = (_name(cpr_digits(number) + "'" * turn, key) for turn in count())
    return next(one for one in names if cpr_shaped(one) is None)


def _name(text: str, key: bytes) -> str:
    return f"ffb-{hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:_LENGTH]}"


def cpr_digits(number: str) -> str:
    """Return a CPR number as its ten digits, however it is written; what has another form as it is."""
    return re.sub(r"[\s-]", "", number) if _NUMBER.fullmatch(number) else number


def patient_number(patient: Resource) -> str:
    """Return the CPR number of a citizen; empty where there is none."""
    return next(iter(numbers_that_count(patient)), "")


def numbers_that_count(patient: Resource) -> tuple[str, ...]:
    """Return the CPR numbers of a citizen that may be the one: those that are not marked as old, where there are such."""
    rows = _numbered(patient)
    held = [
        number
        for number, row in rows
        if text_of(row.get("use")) != "old" and not group_of(row.get("period")).get("end")
    ]
    return tuple(dict.fromkeys(held or [number for number, _row in rows]))


def every_number_of(patient: Resource) -> tuple[str, ...]:
    """Return every CPR number that a citizen has or had."""
    return tuple(dict.fromkeys(number for number, _row in _numbered(patient)))


def _numbered(patient: Resource) -> list[tuple[str, Mapping[str, Json]]]:
    rows = map(group_of, rows_of(patient.value.get("identifier")))
    return [(number, row) for row in rows if (number := identifier_number(row))]


def identifier_number(identifier: Json) -> str:
    """Return the CPR number that an identifier is, also of one that has lost its first 0; empty where it is another one."""
    row = group_of(identifier)
    number = cpr_digits(text_of(row.get("value"))) if text_of(row.get("system")) in CPR_SYSTEMS else ""
    return f"0{number}" if _NINE.fullmatch(number) and lost_its_zero(number) else number
