"""What the answer to `visit why` is put together of: what is said of one thing, and what the parts of a placement are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.reasons.short_names import ShortNames


@dataclass(frozen=True, slots=True)
class WhyPart:
    """One thing that is said of a placement or an option.

    Attributes:
        title: What it is about.
        rows: The lines of it.
        aside: What stands in brackets behind the title.
        needed: Whether all of it stands also where the screen is full.
        kept: So many of its rows do where not all of it does.
        columns: The columns, where the rows are those of a table.
        first: So many of its rows have room on the screen before what else may give way.
        brief: What stands on the screen instead of the rows, in one sentence.
        briefly: What stands on a screen instead of each of its rows, where that is shorter.
        stays: Whether its title stands with the number of its rows where the screen has room for none of them.
        cited: The provision behind each of its rows, where they are conditions.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    aside: str = ""
    needed: bool = True
    columns: tuple[str, ...] = ()
    kept: int = 0
    first: int = 0
    brief: str = ""
    briefly: tuple[str, ...] = ()
    stays: bool = False
    cited: tuple[str, ...] = ()


def why_part(
    title: str, rows: Iterable[str], *, aside: str = "", needed: bool = True, kept: int = 0, first: int = 0,
    brief: str = "", stays: bool = False,
) -> WhyPart:  # fmt: skip
    """Return what is said of one thing, a line each."""
    every = tuple((row,) for row in rows)
    return WhyPart(title, every, aside, needed, kept=kept, first=first, brief=brief, stays=stays)


def column_names(say: ShortNames, parts: Sequence[Option]) -> list[str]:
    """What each part is called over a column: its provision, or its number where that says too little."""
    cited = [say.provision(one) or say.option(one) for one in parts]
    return cited if len(set(cited)) == len(cited) else [f"({n})" for n in range(1, len(parts) + 1)]
