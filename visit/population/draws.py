"""Chance, the same on every machine: each number is a digest of the seed, the citizen's number and what is drawn.

    SHA-256 of  visit/population/1 ⏎ SEED ⏎ NUMBER ⏎ NAME,  its first 8 bytes as a whole number u, big end first
    a whole number below n:  u × n ÷ 2^64, rounded down

So citizen 7 is the same whether 10 or 100,000 are drawn; and since each thing is drawn by its name, another value of one
assumption changes what rests on it, and nothing else of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from visit.population.figures import Figures

SCHEME = "visit/population/1"
_THOUSAND = 1000


class Draws:
    """What is drawn for one citizen."""

    def __init__(self, figures: Figures, seed: int, number: int) -> None:
        self._figures = figures
        self._begun = sha256(f"{SCHEME}\n{seed}\n{number}\n".encode())

    def below(self, name: str, limit: int) -> int:
        """Return a whole number from 0 on and below a limit."""
        drawn = self._begun.copy()
        drawn.update(name.encode())
        return int.from_bytes(drawn.digest()[:8], "big") * limit >> 64

    def weighted(self, name: str, weights: Mapping[str, int]) -> str:
        """Return one code of several, each as often as its weight says."""
        left = self.below(name, sum(weights.values()))
        for code, weight in weights.items():
            left -= weight
            if left < 0:
                return code
        raise AssertionError("the weights add up")

    def code(self, margin: str, *keys: str, of: str = "") -> str | None:
        """Return a code of a spread: of the first key that has a figure; None where there is none.

        `of` tells apart what is drawn several times.
        """
        name = self._figures.nearest(margin, keys)
        return None if name is None else self.weighted(margin + of, self._figures.many(name))

    def certain(self, margin: str, *keys: str, of: str = "") -> str:
        """Return a code of a spread that every profile has."""
        found = self.code(margin, *keys, of=of)
        assert found is not None
        return found

    def holds(self, margin: str, *keys: str, of: str = "") -> bool:
        """Return whether something holds that has a share; it does not where no figure says so."""
        name = self._figures.nearest(margin, keys)
        return name is not None and self.below(margin + of, _THOUSAND) < self._figures.number(name)

    def each(self, margin: str, *keys: str) -> tuple[str, ...]:
        """Return the codes that hold, of chances that are each for itself."""
        name = self._figures.nearest(margin, keys)
        chances = {} if name is None else self._figures.many(name)
        return tuple(code for code, chance in chances.items() if self.below(f"{margin}/{code}", _THOUSAND) < chance)

    def is_left_out(self, field: str) -> bool:
        """Return whether a field is not recorded."""
        return self.below(f"unrecorded/{field}", _THOUSAND) < self._figures.number("unrecorded")
