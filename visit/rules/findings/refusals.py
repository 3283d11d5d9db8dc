"""Musts that refuse by an order of steps or bar the free choice, and rules that ask of all what is known of running help alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules import NATIONAL
from visit.rules.findings.logic_words import known_fact
from visit.rules.findings.statements import (
    BoundStatement,
    bound_statements,
    names_written,
    nodes_of,
    parts_of,
    through_tables,
)
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Call, Comparison, Name, Node, Not
from visit.vocabulary import vocabulary

_CHOICE = frozenset(("option.wished", "provision.free_choice", "placement.free_choice", "moves_by_free_choice"))
_WHOSE = (
    "option.internal", "option.external", "option.partner", "offer.municipality", "offer.operator.", "option.price", "travel.",
    "offer.id", "option.id", "option.specialisation", "placement.price",
)  # fmt: skip
"""What a citizen with a free choice may choose otherwise."""
_RUNS = ("option.question", "option.less_grounded")
"""What is known of help that runs now alone."""
_ASKS_THAT = frozenset(("option.current", "option.gives_less", "placement.ends", "case.current"))


def refused_by_steps(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield musts and holds of a local layer that ask that other help was tried first."""
    for one in _local_rules(leaf, ("must", "hold")):
        for condition in one.conditions:
            if condition.path[-1] != "require":
                continue
            tried = next((node for node in _asked_for(condition.node) if _is_tried(node)), None)
            if tried is not None:
                message = _("{id} refuses help where other help was not tried first", id=one.id)
                help = _("write `strength: presumption`: an order of steps is never a ground for refusing")
                at = leaf.locate_in(condition.path, tried.column)
                yield GuidelineError(message, at=at, help=help, code="refused-by-steps")


def _asked_for(node: Node) -> Iterator[Node]:
    """Yield the parts of a condition that must be true for it, what is in a `not` left out."""
    if isinstance(node, Not):
        return
    yield node
    for part in parts_of(node):
        yield from _asked_for(part)


def _is_tried(node: Node) -> bool:
    if isinstance(node, Call) and node.function == "tried":
        return True
    return isinstance(node, Name) and node.name in ("case.tried", "option.tried", "case.tried.count", "tried_lower")


def against_free_choice(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield musts of a local layer that ask whose or how dear a home is, of help that the citizen chooses freely."""
    free = {id for id, provision in vocabulary().provisions.items() if provision.free_choice}
    for one in _local_rules(leaf, ("must",)):
        about = _provisions(one) & free
        required = frozenset(
            name
            for condition in one.conditions
            if condition.path[-1] == "require"
            for name in names_written(condition.node)
        )
        asked = sorted(name for name in required if name.startswith(_WHOSE))
        if about and asked and not one.names() & _CHOICE:
            message = _("{id} bars a home under {names} that the citizen may choose freely: it asks for `{fact}`",
                        id=one.id, names=", ".join(sorted(about)), fact=asked[0])  # fmt: skip
            help = _("write `unless: option.wished`, or `strength: presumption`")
            at = leaf.locate((*one.path, "require"))
            yield GuidelineError(message, at=at, help=help, code="against-free-choice")


def _provisions(one: BoundStatement) -> frozenset[str]:
    written = one.row.get("provision", ())
    several = (written,) if isinstance(written, str) else tuple(written) if isinstance(written, list | tuple) else ()
    named = [condition.node for condition in one.conditions if condition.path[-1] == "when"]
    known = vocabulary().provisions.keys()
    denied = {name for node in named for part in nodes_of(node) if _denies(part) for name in names_written(part)}
    return frozenset(
        (*several, *(name for node in named for name in names_written(node) & known if name not in denied))
    )


def _denies(node: Node) -> bool:
    return isinstance(node, Not) or (isinstance(node, Comparison) and node.operator in ("!=", "not in"))


def known_of_running_help(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules of a layer that read what is known of running help alone, and do not ask whether it runs."""
    for one in bound_statements(leaf):
        if one.section != "rules":
            continue
        read = through_tables(one.names(), every[-1])
        asks = {known_fact(node) for condition in one.conditions for node in nodes_of(condition.node)}
        for condition in one.conditions:
            for node in nodes_of(condition.node):
                if isinstance(node, Name) and node.name in _RUNS and node.name not in asks and not read & _ASKS_THAT:
                    message = _("{id}: `{fact}` is known of help that runs now alone; of all other help this stays open",
                                id=one.id, fact=node.name)  # fmt: skip
                    help = _("ask for it first: `option.current and …`")
                    at = leaf.locate_in(condition.path, node.column)
                    yield GuidelineError(message, at=at, help=help, code="known-of-running-help")
                    asks.add(node.name)


def _local_rules(leaf: Layer, strengths: Sequence[str]) -> Iterator[BoundStatement]:
    for one in bound_statements(leaf) if leaf.id != NATIONAL else ():
        if one.section == "rules" and one.row.get("strength") in strengths:
            yield one
