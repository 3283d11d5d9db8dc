"""The public facts that figures rest on: what each says, of which year, and where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from visit.reading.documents.population import FactsDocument
from visit.reading.source import read
from visit.reading.validation import validate
from visit.shipped import FACTS


@dataclass(frozen=True, slots=True, eq=False)
class PublicFact:
    """A public fact.

    Attributes:
        id: What figures call it.
        record: What is written of it, as plain values.
    """

    id: str
    record: Mapping[str, Any]

    def what(self, language: str) -> str:
        """Return what it is about, in `da` or `en`."""
        return str(self.record["what"][language])

    @property
    def reference(self) -> str:
        """The title, publisher and year of where it was read."""
        source = self.record["source"]
        return ", ".join(str(one) for one in (source["title"], source.get("publisher"), source.get("year")) if one)


@cache
def shipped_facts() -> Mapping[str, PublicFact]:
    """Return the facts that ship, by id."""
    found = validate(read(FACTS), FactsDocument)
    return {one.id: PublicFact(one.id, one.model_dump(mode="json", exclude_none=True)) for one in found.facts}
