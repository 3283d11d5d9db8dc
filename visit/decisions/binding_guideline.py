"""What a guideline must be before a decision rests on it: adopted, in force, and of a name that no other content has."""

from __future__ import annotations

from collections.abc import Iterator

from visit.canonical import encode
from visit.decisions.stored import is_guideline
from visit.errors import LedgerError, UsageError
from visit.ledger.entries import read_canonical
from visit.ledger.log import Ledger
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.rules.guideline.layering import shipped_layers, taken
from visit.rules.guideline.records import GuidelineRecord
from visit.rules.guideline.values import Guideline


def check_binding(ranking: Ranking, *, on_draft: bool) -> None:
    """Refuse a guideline that binds nobody on the day asked for.

    Raises:
        UsageError: It is a draft, and nobody said so; or it is not in force.
    """
    guideline = ranking.guideline
    if not guideline.is_in_force(ranking.as_of):
        raise UsageError(
            _(
                "{id} {version} is not in force on {day}",
                id=guideline.id,
                version=guideline.version,
                day=formats.day(ranking.as_of),
            ),
            help=_("`visit match` tries it; decide under the one that is in force"),
        )
    if guideline.is_draft and not on_draft:
        raise UsageError(
            _("{id} {version} is a draft", id=guideline.id, version=guideline.version),
            help=_("--draft records the decision all the same"),
        )


def check_name(ledger: Ledger, guideline: Guideline) -> None:
    """Refuse a guideline whose id and version have been decided under with another content.

    What ships with visit is passed over: a version of visit may correct a text of it, and no file can take its name.

    Raises:
        GuidelineError: Two contents would be told by one name.
    """
    if ledger.store.document(bytes.fromhex(guideline.digest)) is not None:
        return
    shipped = {(layer.id, layer.version) for layer in shipped_layers()}
    own = {
        (one["guideline"], one["version"]): encode(one)
        for one in guideline.documents
        if (one["guideline"], one["version"]) not in shipped
    }
    for _digest, value in ledger.store.documents() if own else ():
        for one in _layers(value):
            name = (one["guideline"], one["version"])
            if name in own and own[name] != encode(one):
                raise taken(*name)


def _layers(raw: bytes) -> Iterator[GuidelineRecord]:
    """Yield the layers of a stored guideline; what another program has stored there is none, and has no name to be taken."""
    try:
        found = read_canonical(raw) if raw.startswith(b'{"layers":') else {}
    except LedgerError:
        return
    if is_guideline(found):
        yield from found["layers"]
