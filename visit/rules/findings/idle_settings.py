"""What somebody wrote that can have no effect, outside the conditions: weights, dates, bounds, and whom a guideline is never of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.compared import WrittenCondition, asserted, comparisons_in, written_conditions
from visit.rules.findings.possibility import can_be
from visit.rules.findings.statements import names_written
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.bounds import limits
from visit.rules.guideline.drafting import as_number
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Logic, Name
from visit.rules.language.values import UNKNOWN

_FREE_TEXTS = "case.contributions."
"""How the facts begin that hold what somebody wrote in words of their own."""


def idle_settings(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield what a layer writes outside its conditions that changes nothing.

    Args:
        leaf: The guideline's own layer.
        every: The guideline on each date on which it changes.
    """
    yield from _nearness(leaf)
    yield from _before_its_time(leaf)
    yield from _out_of_its_bounds(leaf)
    for one in written_conditions(leaf):
        yield from _own_and_bought(leaf, one)
        for comparison in comparisons_in(asserted(one.node)):
            yield from _of_others(leaf, one, comparison)
            yield from _of_free_text(leaf, every[-1], one, comparison)


def _nearness(leaf: Layer) -> Iterator[GuidelineError]:
    """Weights that nothing is counted by: all of them nothing, or beside a combination that counts none."""
    nearness = leaf.record.get("nearness")
    weights = None if nearness is None else nearness.get("weights")
    if nearness is None or not weights:
        return
    at = leaf.locate(("nearness", "weights"))
    if nearness["combine"] != "weighted":
        message = _("`weights` has no effect: `combine: {word}` does not count by them", word=nearness["combine"])
        yield GuidelineError(
            message, at=at, help=_("write `combine: weighted`, or take the weights out"), code="idle-field"
        )
    elif not any(as_number(one) for one in weights.values()):
        message = _("every weight is 0: no tie of the network counts")
        yield GuidelineError(message, at=at, help=_("write how much each tie counts"), code="idle-field")


def _before_its_time(leaf: Layer) -> Iterator[GuidelineError]:
    """Days from which a statement binds that lie before those of its guideline."""
    opens = leaf.record["in_force"].get("from")
    for _section, key, row, path in leaf.statements():
        if opens is not None and isinstance(row, Mapping) and row.get("from") and str(row["from"]) < opens:
            message = _("`from` of {id} has no effect: the guideline is in force from a later day", id=key)
            yield GuidelineError(message, at=leaf.locate((*path, "from")), code="idle-field")


def _out_of_its_bounds(leaf: Layer) -> Iterator[GuidelineError]:
    """Parameters that lie outside what they allow the layers above."""
    for name, row in leaf.record.get("parameters", {}).items():
        least, most = limits(row)
        value = as_number(row["value"])
        if (least is not None and value < least) or (most is not None and value > most):
            message = _("{name} is {value} and lies outside its own `local`", name=name, value=formats.number(value))
            help = _(
                "write a value within the bounds, or other bounds: a guideline above that leaves it alone stands outside them"
            )
            yield GuidelineError(
                message, at=leaf.locate(("parameters", name, "value")), help=help, code="outside-own-bounds"
            )


def proposes_nothing(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Proposals for cases in which the fact is recorded: what is recorded stands, and nothing is proposed."""
    guideline = every[-1]
    proposals = {one.id: one for one in guideline.proposals}
    for id, path in leaf.places("proposals"):
        proposal = proposals.get(id)
        if proposal is None:
            continue
        if can_be(proposal.when, guideline) and not can_be(proposal.when, guideline, {proposal.fact: UNKNOWN}):
            fact = fact_in_words(guideline, proposal.fact)
            message = _(
                "{id} can propose nothing: its condition is true only where {fact} is recorded", id=id, fact=fact
            )
            help = _("write for example `{row}`", row=f"when: not known({proposal.fact})")
            yield GuidelineError(message, at=leaf.locate((*path, "when")), help=help, code="never-true")


def _of_others(leaf: Layer, one: WrittenCondition, comparison: Comparison) -> Iterator[GuidelineError]:
    """Conditions on the citizen's municipality that are never true of those whose guideline this is."""
    own = leaf.municipality
    if own is None or not isinstance(comparison.left, Name) or comparison.left.name != "case.municipality":
        return
    items = comparison.right.items if isinstance(comparison.right, Listing) else (comparison.right,)
    named = [item.value for item in items if isinstance(item, Literal)]
    if len(named) < len(items) or (comparison.operator in ("==", "in")) is (own in named):
        return
    message = _("{id} is of other municipalities' citizens, and this is the guideline of {municipality}",
                id=one.id, municipality=own)  # fmt: skip
    help = _("take the comparison out, or see whether the acting municipality or the offer's is meant")
    yield GuidelineError(
        message, at=leaf.locate_in(one.path, comparison.right.column), help=help, code="of-other-citizens"
    )


def _own_and_bought(leaf: Layer, one: WrittenCondition) -> Iterator[GuidelineError]:
    """Conditions that ask for an external offer of the municipality itself, or for one of its own that another runs."""
    parts = one.node.parts if isinstance(one.node, Logic) and one.node.operator == "and" else ()
    named = {part.name for part in parts if isinstance(part, Name)}
    asked = {
        part.left.name: part
        for part in parts
        if isinstance(part, Comparison) and part.operator in ("==", "!=") and isinstance(part.left, Name)
    }
    runs, kind = asked.get("offer.operator.municipality"), asked.get("offer.operator.type")
    is_municipal = kind is not None and kind.operator == "==" and names_written(kind.right) == {"municipal"}
    if leaf.municipality is None or runs is None or not is_municipal or not isinstance(runs.right, Literal):
        return
    is_named = runs.right.value == leaf.municipality
    is_own, is_others = is_named and runs.operator == "==", is_named is (runs.operator == "!=")
    if ("option.external" in named and is_own) or ("option.internal" in named and is_others):
        message = _("{id} is never so: an offer that {municipality} runs itself is its own, and one of others is external",
                    id=one.id, municipality=leaf.municipality)  # fmt: skip
        help = _("write `{sign}` if the text is right, or mend the text",
                 sign=f"offer.operator.municipality {'!=' if is_own else '=='} '{leaf.municipality}'")  # fmt: skip
        yield GuidelineError(message, at=leaf.locate_in(one.path, runs.right.column), help=help, code="never-true")


def _of_free_text(
    leaf: Layer, guideline: Guideline, one: WrittenCondition, comparison: Comparison
) -> Iterator[GuidelineError]:
    """Texts that people write in words of their own, and that a condition sets beside one word."""
    left, right = comparison.left, comparison.right
    if isinstance(left, Name) and left.name.startswith(_FREE_TEXTS) and isinstance(right, Literal):
        message = _("{id}: {fact} is written in words of one's own, and no case says just “{word}”",
                    id=one.id, fact=fact_in_words(guideline, left.name), word=right.value)  # fmt: skip
        help = _("ask with `known({fact})` whether something is written", fact=left.name)
        yield GuidelineError(message, at=leaf.locate_in(one.path, right.column), help=help, code="free-text-compared")
