"""What `visit audit pairs` says: equal facts, different choices, and why. Names of offers and pseudonyms, no text from a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from visit.audit.pairs import Pair, Pairs
from visit.audit.reports import NOTHING, OTHER
from visit.characters import spelled
from visit.decisions.named import options_by_name
from visit.decisions.wording import told
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Items, Paragraph, Sheet, Table


@dataclass(frozen=True, slots=True, eq=False)
class PairsSheet:
    """Equal facts and different choices, in one language."""

    origin: str
    found: Pairs

    def sheet(self) -> Sheet:
        """Return the counts, and each pair; those that nothing explains first."""
        found = self.found
        n = formats.number(len(found.pairs))
        told = plural(
            "{n} pair of equal facts and different choices", "{n} pairs of equal facts and different choices",
            len(found.pairs), n=n,
        )  # fmt: skip
        blocks: list[Block] = [Paragraph(f"{spelled(self.origin)} · {told}", strong=bool(found.unexplained))]
        blocks.append(Items(tuple(self.counts())))
        if found.pairs:
            columns = (
                Column(_("entry"), number=True), Column(_("entry"), number=True), Column(_("chosen"), wraps=True),
                Column(_("and"), wraps=True), Column(_("because of"), wraps=True),
            )  # fmt: skip
            blocks.append(Table(columns, tuple(self.row(one) for one in self.in_order())))
        return tuple(blocks)

    def in_order(self) -> list[Pair]:
        """Return the pairs, those that nothing explains first."""
        return sorted(self.found.pairs, key=lambda one: (bool(one.because), one.first.seq, one.second.seq))

    def counts(self) -> Iterator[str]:
        found = self.found
        compared = formats.number(found.compared)
        yield _("decisions compared: {n}", n=compared)
        yield _("of them with the same facts as another: {n}", n=formats.number(found.with_equal_facts))
        for because, count in found.counts.items():
            yield f"{because_in_words((because,), ())}: {formats.number(count)}"
        if found.erased:
            yield _("erased, and not counted above: {n}", n=formats.number(found.erased))

    def row(self, pair: Pair) -> tuple[str, ...]:
        first, second = pair.first, pair.second
        chosen = [self.named(one.choice) for one in (first, second)]
        if chosen[0] == chosen[1]:  # two services of one offer, under one provision and without names of their own
            chosen = [
                f"{name} ({chosen_in_words(one.choice)})" for name, one in zip(chosen, (first, second), strict=True)
            ]
        return f"{first.seq}", f"{second.seq}", *chosen, self.because(pair)

    def because(self, pair: Pair) -> str:
        """Return what explains a pair, with the departures in words."""
        codes = (told(self.found.codes.get(code), code) for code in pair.codes)
        return because_in_words(pair.because or ("unexplained",), codes)

    def named(self, choice: str) -> str:
        """Return what was chosen, by the names of the offers."""
        if choice == NOTHING or choice.startswith(OTHER):
            return chosen_in_words(choice)
        return " + ".join(options_by_name(choice.split("+"), self.found.names, language()))

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-audit-pairs",
            "version": 1,
            "origin": self.origin,
            "compared": found.compared,
            "alike": found.with_equal_facts,
            "erased": found.erased,
            "counts": dict(found.counts),
            "pairs": [
                {"decisions": [pair.first.seq, pair.second.seq], "cases": [pair.first.case, pair.second.case],
                 "choices": [pair.first.choice, pair.second.choice], "because": pair.because[0] if pair.because else None,
                 "all": list(pair.because), "codes": list(pair.codes)}
                for pair in found.pairs
            ],
        }  # fmt: skip


def chosen_in_words(choice: str) -> str:
    """Return what was chosen, by ids."""
    if choice.startswith(OTHER):
        return _("outside the catalogue")
    return _("nothing") if choice == NOTHING else choice.replace("+", " + ")


def because_in_words(because: Iterable[str], codes: Iterable[str]) -> str:
    """Return what explains a pair, with its departures."""
    named = {
        "capacity": _("capacity"),
        "departure": _("a departure"),
        "date": _("another date asked about"),
        "catalogue": _("another catalogue"),
        "guideline": _("another guideline"),
        "unexplained": _("nothing that is recorded"),
    }
    listed = formats.listed(named[one] for one in because)
    departures = "; ".join(codes)
    return f"{listed} ({departures})" if departures else listed
