"""Rules that never say no, exceptions that change nothing, and rules that say no wherever they apply. Proved, or not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError, Location
from visit.locale import text as _
from visit.rules.findings.joined_conditions import both, denied, disjunction, false
from visit.rules.findings.possibility import Possibility
from visit.rules.findings.wording import whole_as_written
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Literal


def idle_rules(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules of a layer that decide the same whatever they are asked about."""
    for index, row in enumerate(leaf.record.get("rules", ())):
        for guideline in every[-1:]:
            rule = guideline.rule(row["id"])
            if rule is not None and isinstance(rule.require.node, Literal):
                if rule.require.node.value is True:
                    message = _("what the rule {id} requires is always met", id=rule.id)
                    help = _("write what may also not be met, or take the rule out")
                    at = leaf.locate(("rules", index, "require"))
                    yield GuidelineError(message, at=at, help=help, code="always-true")
            elif rule is not None:
                yield from _OfAsked(leaf, index, guideline, rule).findings()


class _OfAsked:
    """One rule, with the values that its conditions tell apart."""

    def __init__(self, leaf: Layer, index: int, guideline: Guideline, rule: Rule) -> None:
        self.leaf, self.index, self.guideline, self.rule = leaf, index, guideline, rule
        self.space = Possibility(guideline, rule.conditions)
        self.provisions = sorted(rule.provisions or ("",))

    def can_be(self, *conditions: Condition | None) -> bool:
        wanted = both(one for one in conditions if one is not None)
        return bool(self.space.provisions_of(wanted, self.provisions))

    def findings(self) -> Iterator[GuidelineError]:
        rule = self.rule
        yield from self._idle_provisions()
        unless = rule.unless or disjunction(())
        if not self.can_be(rule.when, denied(unless)) or not self.space.can_be(denied(rule.require)):
            return  # that it never applies, or is always met, is told by itself
        if not self.can_be(rule.when, denied(rule.require)):
            yield self._met_by_when()
        elif rule.unless is not None and not self.can_be(rule.when, denied(unless), denied(rule.require)):
            message = _("the rule {id} never says no: whoever does not meet it falls under its exception", id=rule.id)
            help = _("see whether the exception is turned round: it must spare some, and not all")
            yield GuidelineError(message, at=self._at("unless"), help=help, code="exception-cancels")
        elif (
            rule.unless is not None
            and self.can_be(rule.unless)
            and not self.can_be(rule.when, unless, denied(rule.require))
        ):
            message = _("the exception of the rule {id} spares nobody: `{unless}` is never so where the rule says no",
                        id=rule.id, unless=whole_as_written(rule.unless))  # fmt: skip
            yield GuidelineError(message, at=self._at("unless"), code="idle-exception")
        else:
            yield from self._idle_choices(unless)
        says_no = self.can_be(rule.when, denied(unless), false(rule.require))
        if not says_no:
            return  # it waits for what is not known, and says neither
        if rule.when is not None and not self.can_be(rule.when, denied(unless), rule.require):
            message = _(
                "the rule {id} says no wherever it applies: its `when` and what it requires are never both so",
                id=rule.id,
            )
            yield GuidelineError(message, at=self._at("require"), code="always-fails")
        elif rule.when is None and rule.strength != "must" and not self.can_be(denied(unless), rule.require):
            message = _("nobody and nothing can meet what the rule {id} requires", id=rule.id)
            yield GuidelineError(message, at=self._at("require"), code="always-fails")

    def _idle_provisions(self) -> Iterator[GuidelineError]:
        """Yield provisions that the rule names, and under which it never applies or is always met, where it is not so of all."""
        rule = self.rule
        spared = () if rule.unless is None else (denied(rule.unless),)
        says_no = both((*(() if rule.when is None else (rule.when,)), *spared, denied(rule.require)))
        named = sorted(rule.provisions or ())
        spoken_of = self.space.provisions_of(says_no, named)
        idle = [id for id in named if id not in spoken_of]
        if 0 < len(idle) < len(named):
            message = _("the rule {id} names {provisions}, and never says no there",
                        id=rule.id, provisions=", ".join(idle))  # fmt: skip
            yield GuidelineError(message, at=self._at("provision"), code="idle-part")

    def _idle_choices(self, unless: Condition) -> Iterator[GuidelineError]:
        """Yield what a rule requires as one of several things, and what is never so where it applies."""
        rule = self.rule
        if rule.when is None or rule.require.joined != "or" or self.space.may_be_unknown:
            return  # what asks whether something is recorded may hold it open by what it requires
        for part in rule.require.parts:
            if not self.can_be(rule.when, denied(unless), part) and self.can_be(part):
                message = _("{id}: `{idle}` adds nothing: it is never so where the rule applies",
                            id=rule.id, idle=whole_as_written(part))  # fmt: skip
                yield GuidelineError(message, at=self._at("require"), code="idle-part")

    def _met_by_when(self) -> GuidelineError:
        rule = self.rule
        if rule.when is None:  # of the provisions that it is of
            message = _("what the rule {id} requires is always met under its provisions", id=rule.id)
        else:
            message = _("the rule {id} never says no: where it applies, what it requires is met already: `{require}`",
                        id=rule.id, require=whole_as_written(rule.require))  # fmt: skip
        return GuidelineError(message, at=self._at("require"), code="never-fails")

    def _at(self, field: str) -> Location:
        return self.leaf.locate(("rules", self.index, field))
