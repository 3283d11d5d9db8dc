"""A name that is declared and that nothing else names: where an unknown name is near it, the declaration may be the slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from visit.errors import Location, nearest
from visit.locale import text as _


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredNames:
    """What tells which of two near names is mistyped.

    Attributes:
        once: The names that are declared and that nothing else names, each with where it is declared.
        named: How often each word stands in the files.
    """

    once: Mapping[str, Location]
    named: Mapping[str, int]

    def help(self, name: str) -> str | None:
        """Return the help line for an unknown name that stands there twice and is near a declared one that nothing names.

        None where none is, or where the two stand there once each: then the name is more likely a slip than its declaration.
        """
        near = nearest(name, self.once) if self.named.get(name, 0) > 1 else None
        if near is None:
            return None
        return _(
            "{at} declares `{near}`, which nothing names: write `{name}` there",
            at=self.once[near], near=near, name=name,
        )  # fmt: skip
