"""What became of the gates of a comparison, as its answer says it: whoever reads the file later has no other word of it."""

from __future__ import annotations

from collections.abc import Iterator

from visit.lab.verdicts import GateVerdict
from visit.locale import text as _
from visit.render.blocks import Block, Heading, Items
from visit.render.compare_words import json_number
from visit.render.few_told import FewTold
from visit.render.grids import Cell, Grid


def gates_title() -> str:
    """Return what the gates stand under."""
    return _("What must not happen")


def gate_lines(gates: tuple[GateVerdict, ...], may: FewTold) -> Iterator[str]:
    """Yield what became of each gate, as far as an answer may tell it."""
    for one in gates:
        if _tells(one, may):
            yield one.in_words(tells_behind=may.tells_behind(one.gate))
            continue
        yield _(
            "--fail-if {condition} was asked; its number is of few real citizens, and is not shown here",
            condition=one.gate.written,
        )  # fmt: skip


def gate_blocks(gates: tuple[GateVerdict, ...], may: FewTold) -> Iterator[Block]:
    """Yield the same under its title; nothing where no gate was asked for."""
    if gates:
        yield Heading(gates_title())
        yield Items(tuple(gate_lines(gates, may)))


def gates_document(gates: tuple[GateVerdict, ...], may: FewTold) -> list[dict[str, object]]:
    """Return the same as data; None stands for what may not be told, and for a gate that was not asked."""
    return [
        {
            "condition": one.gate.written,
            "name": one.gate.name,
            "value": json_number(one.value) if tells and one.passed is not None else None,
            "cases": one.cases,
            "accepted": json_number(one.accepted) if tells else None,
            "passed": one.passed if tells else None,
        }
        for one in gates
        for tells in (_tells(one, may),)
    ]


def gates_grid(gates: tuple[GateVerdict, ...], may: FewTold) -> Grid:
    """Return the same as a list for a spreadsheet."""
    return Grid(
        gates_title(), (_("condition"), _("number"), _("cases"), _("accepted"), _("result")),
        tuple(_cells(one, tells=_tells(one, may)) for one in gates),
    )  # fmt: skip


def _cells(one: GateVerdict, *, tells: bool) -> tuple[Cell, ...]:
    if not tells or one.passed is None:
        return one.gate.written, None, one.cases, None, _("not evaluated") if one.passed is None else _("not shown")
    return one.gate.written, one.value, one.cases, one.accepted, _("passed") if one.passed else _("failed")


def _tells(one: GateVerdict, may: FewTold) -> bool:
    """Return whether an answer may tell what became of a gate: that it was not asked, always."""
    if one.passed is None or may.tells_all:
        return True
    return may.numbers((one.gate,)).get(one.gate.name, 0) is not None and not (
        one.accepted is not None and not may.may_tell(int(one.value - one.accepted))
    )
