"""What is said of a drawn population wherever one is used: that it is synthetic, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.figures import MarginFigure
from visit.population.made import DrawnFrom, grounds


def drawn_in_a_line(made: DrawnFrom, language: str) -> str:
    """Return how many citizens were drawn, from what, and by which seed."""
    count = made.record["n"]
    return plural(
        "{n} synthetic citizen · {label} · seed {seed}",
        "{n} synthetic citizens · {label} · seed {seed}",
        count, n=formats.number(count), label=made.record["label"][language], seed=made.record["seed"],
    )  # fmt: skip


def grounds_in_a_line(figures: Iterable[MarginFigure]) -> str:
    """Return how many margins rest on sources, on assumptions, and on both."""
    every = tuple(figures)
    counted = Counter(grounds(every).values())
    return _(
        "{margins} margins: {source} on sources, {assumption} on assumptions, {both} on both ({n} of {all} figures assumed)",
        margins=counted.total(), source=counted["source"], assumption=counted["assumption"], both=counted["both"],
        n=sum(one.is_assumed for one in every), all=len(every),
    )  # fmt: skip


def bounds_in_words(made: DrawnFrom) -> str | None:
    """Return which assumptions stand at their low or high value; None where none does."""
    if not made.bounds:
        return None
    words = {"low": _("low"), "high": _("high")}
    if len(set(made.bounds.values())) == 1 and len(made.bounds) > 1:
        [bound] = set(made.bounds.values())
        if len(made.bounds) == sum(one.is_assumed for one in made.figures.values()):
            return _("every assumption at its {bound} value", bound=words[bound])
    return formats.listed(f"{name} = {words[bound]}" for name, bound in made.bounds.items())
