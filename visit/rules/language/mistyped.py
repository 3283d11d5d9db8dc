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
        """Return the help line for an unknown name that is near a declared one; None where none is, or something names that one."""
        near = nearest(name, self.once)
        if near is None:
            return None
        if self.named.get(name, 0) > 1:
            return _(
                "{at} declares `{near}`, which nothing names: write `{name}` there",
                at=self.once[near], near=near, name=name,
            )  # fmt: skip
        return _(
            "{at} declares `{near}`, and nothing else names it: one of the two is mistyped",
            at=self.once[near],
            near=near,
        )
