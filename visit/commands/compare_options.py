"""What stands on the command line of `visit compare`, and the command line that asks for the same again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visit.lab.recorded_bases import DECIDED


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What stands on the command line of `compare` beside the format."""

    old: str
    new: str
    cases: Sequence[str]
    populations: Sequence[str]
    catalogue: str | None
    old_catalogue: str | None
    new_catalogue: str | None
    travel: str | None
    as_of: str | None
    all_municipalities: bool
    most_answers: int | None
    fail_if: Sequence[str]
    baseline: str | None
    people: bool
    full: bool
    opened: bool
    low: str | None = None
    high: str | None = None
    processes: int | None = None
    invented: bool = False
    ledger: str | None = None
    anew: bool = False
    assumptions: bool = False

    def asked(self, language: str) -> dict[str, object]:
        """Return what is asked, as far as it takes long, as plain values: not of whom, and not how it is told."""
        return {
            "sides": [self.old, self.new], "of": list(self.populations), "bounds": [self.low, self.high],
            "catalogues": [self.catalogue, self.old_catalogue, self.new_catalogue], "travel": self.travel,
            "as_of": self.as_of, "all_municipalities": self.all_municipalities, "most_answers": self.most_answers,
            "assumptions": self.assumptions,
            "gates": list(self.fail_if) if self.low is not None or self.assumptions else [], "language": language,
        }  # fmt: skip

    @property
    def is_decided(self) -> bool:
        """Whether the old side is what each case was decided on."""
        return self.old.partition("@")[0] == DECIDED

    @property
    def basis(self) -> str:
        """What the digest begins with of what was decided on, where one basis alone is asked about."""
        return self.old.partition("@")[2]

    @property
    def read_by_each(self) -> Sequence[str | None]:
        """What each of several processes reads for itself."""
        guidelines = [name.partition("@")[0] for name in (self.old, self.new)]
        return [*guidelines, self.catalogue, self.old_catalogue, self.new_catalogue, self.travel]

    def command(self, called: Mapping[str, str]) -> str:
        """Return the command line that asks for the same; files of drawn citizens are called as they are drawn again."""
        named = {
            "--population": self.populations, "--catalogue": self.catalogue, "--old-catalogue": self.old_catalogue,
            "--new-catalogue": self.new_catalogue, "--travel": self.travel, "--as-of": self.as_of,
            "--low": self.low, "--high": self.high, "--ledger": self.ledger,
        }  # fmt: skip
        words = ["visit", "compare", self.old, self.new, *(called.get(one, one) for one in self.cases)]
        for option, value in named.items():
            is_drawn = option in ("--population", "--low", "--high")
            files = (value,) if isinstance(value, str) else value or ()
            for one in dict.fromkeys(called.get(file, file) if is_drawn else file for file in files):
                words += [option, one]
        words += ["--all-municipalities"] if self.all_municipalities else []
        words += [word for one in self.fail_if for word in ("--fail-if", one)]
        words += ["--baseline", self.baseline] if self.baseline else []
        words += ["--most-answers", str(self.most_answers)] if self.most_answers is not None else []
        words += ["--assumptions"] if self.assumptions else []
        words += ["--invented"] if self.invented else []
        return shlex.join([*words, *(["--people"] if self.people else [])])
