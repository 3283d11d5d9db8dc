"""What `visit guideline check --prove` says: of each invariant whether it is proved, refuted by a case, or not found broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from visit.locale import formats
from visit.locale import text as _
from visit.render.blocks import Block, Column, Items, Paragraph, Sheet, Table
from visit.render.grids import Grid
from visit.rules.guideline.layering import Layer
from visit.trials.proving import DRAWN, Proof, ProofVerdict
from visit.trials.ways import MOST_VISITED

FOUND: tuple[ProofVerdict, ...] = ("refuted", "not_found", "proved")
"""What can be found, the worst first."""


@dataclass(frozen=True, slots=True, eq=False)
class Proved:
    """What was found of one guideline.

    Attributes:
        days: Those on which it was tried: on any other day of its time the same rules bind as on one of these.
        seed: Of what was drawn.
    """

    layer: Layer
    days: Sequence[date]
    proofs: Sequence[Proof]
    seed: int

    @property
    def is_refuted(self) -> bool:
        """Whether an invariant is refuted on some day."""
        return any(one.found == "refuted" for one in self.proofs)

    def of(self, found: ProofVerdict) -> list[list[Proof]]:
        """Return the invariants of which this is the worst that was found, each with that of every day on which it was."""
        by_id: dict[str, list[Proof]] = {}
        for one in self.proofs:
            by_id.setdefault(one.invariant.id, []).append(one)
        worst = [min(several, key=lambda one: FOUND.index(one.found)).found for several in by_id.values()]
        return [
            [one for one in several if one.found == found]
            for several, word in zip(by_id.values(), worst, strict=True)
            if word == found
        ]


def document_text(document: object) -> str:
    """Return the case, or the offers, of a witness as a file."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, default_flow_style=None, width=96)


@dataclass(frozen=True, slots=True, eq=False)
class ProofSheet:
    """What was found of some guidelines."""

    found: Sequence[Proved]

    def sheet(self) -> Sheet:
        """Return what was found, each guideline after another."""
        return tuple(block for one in self.found for block in self.of(one))

    def of(self, proved: Proved) -> Iterator[Block]:
        """Yield what was found of one guideline: how many, each in a row, and a case for each that is refuted."""
        counts = {found: formats.number(len(proved.of(found))) for found in FOUND}
        yield Paragraph(
            _(
                "{id} {version}: {proved} proved, {refuted} refuted, {not_found} not found broken",
                id=proved.layer.id, version=proved.layer.version, **counts,
            ),
            strong=True,
        )  # fmt: skip
        if not proved.proofs:
            yield Paragraph(_("It has no invariants, nor has a layer below it."))
            return
        columns = (
            Column(_("invariant"), wraps=True), Column(_("guideline")), Column(_("found")),
            Column(_("combinations"), number=True), Column(_("taken as free"), wraps=True),
        )  # fmt: skip
        yield Table(columns, tuple(_row(several) for found in FOUND for several in proved.of(found)))
        yield Paragraph(
            _(
                "Tried as it is on {days}: on any other day of its time the same rules bind as on one of these.",
                days=formats.listed([formats.day(day) for day in proved.days]),
            )
        )
        for several in proved.of("not_found"):
            yield Paragraph(_not_found(several, proved.seed))
        for several in proved.of("refuted"):
            yield from _refuted(several[-1])

    def documents(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "schema": "visit-proofs", "version": 1, "limit": MOST_VISITED, "draws": DRAWN,
            "guidelines": [_document(one) for one in self.found],
        }  # fmt: skip

    def grid(self) -> Grid:
        """Return a row for each invariant on each day."""
        columns = (
            _("guideline"), _("invariant"), _("layer"), _("day"), _("found"), _("combinations"), _("drawn"), _("true of"),
        )  # fmt: skip
        rows = tuple(
            (
                proved.layer.id, one.invariant.id, one.invariant.origin.guideline, one.day.isoformat(), _word(one.found),
                one.combinations, one.drawn, None if one.option is None else one.option.id,
            )
            for proved in self.found
            for one in proved.proofs
        )  # fmt: skip
        return Grid(_("Proofs"), columns, rows)


def _row(several: Sequence[Proof]) -> tuple[str, ...]:
    one = several[-1]
    visited = formats.number(sum(each.combinations for each in several))
    return (one.invariant.id, one.invariant.origin.guideline, _word(one.found), visited, ", ".join(one.free))


def _not_found(several: Sequence[Proof], seed: int) -> str:
    """Return why one is neither proved nor refuted: too many combinations, or none that a case can be written of."""
    named = {
        "id": several[0].invariant.id, "drawn": formats.number(sum(one.drawn for one in several)), "seed": seed,
    }  # fmt: skip
    if any(one.is_cut for one in several):
        return _(
            "{id} is neither proved nor refuted: {limit} combinations at most are visited, and none of {drawn} drawn cases breaks it (seed {seed}).",  # noqa: E501
            limit=formats.number(MOST_VISITED), **named,
        )  # fmt: skip
    return _(
        "{id} is neither proved nor refuted: of the {n} combinations visited some may make it true, but no case that was written of one does, nor any of {drawn} drawn cases (seed {seed}).",  # noqa: E501
        n=formats.number(sum(one.combinations for one in several)), **named,
    )  # fmt: skip


def _refuted(one: Proof) -> Iterator[Block]:
    if one.witness is None or one.option is None:
        return
    title = _(
        "{id} is true of {option} on {day}, with these facts and no fewer:",
        id=one.invariant.id, option=one.option.id, day=formats.day(one.day),
    )  # fmt: skip
    case, offers = one.witness.case.record["document"], one.witness.catalogue.record["document"]
    lines = [f"case: {document_in_one_line(case)}", f"offers: {document_in_one_line(offers)}"]
    if one.witness.case.assessed < one.day:
        lines.append(
            _("not in force before then: `visit match` is told so with --as-of {day}", day=one.day.isoformat())
        )
    yield Items(((title, tuple(lines)),))


def document_in_one_line(document: Mapping[str, object]) -> str:
    """Return a document of a witness on one line, as YAML."""
    said = {key: value for key, value in document.items() if key != "format"}
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, default_flow_style=True, width=10_000).strip()


def _word(found: ProofVerdict) -> str:
    return {"proved": _("proved"), "refuted": _("refuted"), "not_found": _("not found")}[found]


def _document(proved: Proved) -> dict[str, object]:
    return {
        "guideline": proved.layer.id,
        "version": proved.layer.version,
        "seed": proved.seed,
        "days": [day.isoformat() for day in proved.days],
        "invariants": [_proof(one) for one in proved.proofs],
    }


def _proof(one: Proof) -> dict[str, object]:
    found: dict[str, object] = {
        "id": one.invariant.id,
        "of": one.invariant.origin.guideline,
        "as_of": one.day.isoformat(),
        "found": one.found,
        "combinations": one.combinations,
        "free": list(one.free),
        "drawn": one.drawn,
    }
    if one.witness is not None and one.option is not None:
        case, catalogue = one.witness.case.record["document"], one.witness.catalogue.record["document"]
        found |= {"option": one.option.id, "case": case, "catalogue": catalogue}
    return found
