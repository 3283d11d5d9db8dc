"""What the statements of a layer can never do, and what a rule of it does to everybody: proved, or not told.

A statement that can never decide is a slip of the pen. A must that rules a provision out for every citizen, or above an amount of
need, decides before anybody has looked: the act has it decided case by case, by the need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from visit.errors import GuidelineError, Location
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.atoms import AGE, BORN
from visit.rules.findings.bound import own_table
from visit.rules.findings.cancelled import applies, cancelled_among, is_cancelled
from visit.rules.findings.caps import cap_of
from visit.rules.findings.cells import answered_before
from visit.rules.findings.constraints import with_bound
from visit.rules.findings.joined_conditions import both, denied, false, not_failed
from visit.rules.findings.possibility import Possibility, can_be
from visit.rules.findings.why_never import why_never
from visit.rules.findings.wording import whole_as_written
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import DecisionTable, Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Literal
from visit.rules.language.values import Value
from visit.vocabulary import Provision, vocabulary

Warnings = Iterator[GuidelineError]
_NEW: Mapping[str, Value] = {"option.kind": "catalogue", "option.current": False}
"""What is asked about is help that somebody does not have yet."""


def without_effect(leaf: Layer, every: Sequence[Guideline]) -> Warnings:
    """Yield rules, rows and conditions of a layer that can decide nothing on any date."""
    yield from _idle_rules(leaf, every)
    yield from _idle_rows(leaf, every)
    yield from _idle_statements(leaf, every)
    yield from _idle_preferences(leaf, every)


def beforehand(leaf: Layer, every: Sequence[Guideline]) -> Warnings:
    """Yield musts of a layer that rule a provision out for everybody, or cap by policy what is given by need."""
    for index, row in enumerate(leaf.record.get("rules", ())):
        found = [(guideline, rule) for guideline in every if (rule := guideline.rule(row["id"])) is not None]
        must = [(guideline, rule) for guideline, rule in found if rule.strength == "must" and not rule.of_placement]
        if must and len(must) == len(found):
            at = leaf.locate(("rules", index, "require"))
            yield from _blanket(must, at)
            yield from _together(must, at)


# --- what can decide nothing ---


def _idle_rules(leaf: Layer, every: Sequence[Guideline]) -> Warnings:
    for index, row in enumerate(leaf.record.get("rules", ())):
        rules = [(guideline, rule) for guideline in every if (rule := guideline.rule(row["id"])) is not None]
        at = leaf.locate(("rules", index, "id"))
        if not rules:
            message = _("the rule {id} is never in force with this guideline", id=row["id"])
            yield GuidelineError(message, at=at, code="never-in-force")
        elif all(is_cancelled(guideline, rule) for guideline, rule in rules):
            rule = rules[-1][1]
            message = _("the exception of the rule {id} cancels it: wherever the rule applies, `{unless}` is so",
                        id=rule.id, unless=whole_as_written(rule.unless or rule.require))  # fmt: skip
            help = _("see whether the exception is turned round: it must spare some, and not all")
            at = leaf.locate(("rules", index, "unless"))
            yield GuidelineError(message, at=at, help=help, code="exception-cancels")
        elif all(not applies(guideline, rule) for guideline, rule in rules):
            yield GuidelineError(_("the rule {id} can never apply", id=row["id"]), at=at, code="never-applies")
        elif all(rule.unless is not None and not can_be(rule.unless, guideline) for guideline, rule in rules):
            at = leaf.locate(("rules", index, "unless"))
            message = _("the exception of the rule {id} is never true", id=row["id"])
            yield GuidelineError(message, at=at, code="never-true")
        elif all(among := [cancelled_among(guideline, rule) for guideline, rule in rules]):
            message = _("the exception of the rule {id} cancels it: it takes out everybody whom {other} lets in",
                        id=row["id"], other=formats.listed(list(among[-1])))  # fmt: skip
            help = _("see whether the exception is turned round: it must spare some, and not all")
            at = leaf.locate(("rules", index, "unless"))
            yield GuidelineError(message, at=at, help=help, code="exception-cancels")


def _idle_rows(leaf: Layer, every: Sequence[Guideline]) -> Warnings:
    """Rows of decision tables before which another is always true, or which are never true themselves."""
    for name, row in leaf.record.get("facts", {}).items():
        tables = [(guideline, own_table(guideline, name)) for guideline in every]
        for index, _line in enumerate(row["rows"]):
            if all(table is not None and not _reached(guideline, table, index) for guideline, table in tables):
                message = _("{name}: row {n} is never reached", name=name, n=index + 1)
                last = own_table(every[-1], name)
                help = None if last is None else answered_before(every[-1], last, index)
                at = leaf.locate(("facts", name, "rows", index))
                yield GuidelineError(message, at=at, help=help, code="unreached-row")


def _reached(guideline: Guideline, table: DecisionTable, index: int) -> bool:
    before = [denied(when) for when, _then in table.rows[:index] if when is not None]
    when = table.rows[index][0]
    conditions = (*before, *(() if when is None else (denied(false(when)),)))  # one that is unknown may give the value
    return not conditions or can_be(both(conditions), guideline)


def _idle_statements(leaf: Layer, every: Sequence[Guideline]) -> Warnings:
    """What would be proposed, approved, said or looked at again, and never is."""
    said: dict[tuple[str, str], list[tuple[Guideline, Condition]]] = {}
    for guideline in every:
        for section, id, when in _statements(guideline):
            said.setdefault((section, id), []).append((guideline, when))
    for section, id, _row, path in leaf.statements():
        found = said.get((section, id), ())
        if found and all(not can_be(when, guideline) for guideline, when in found):
            at = leaf.locate((*path, "never" if section == "invariants" else "when"))
            message = _("the condition of {id} is never true", id=id)
            yield GuidelineError(message, at=at, help=why_never(*found[-1]), code="never-true")


def _idle_preferences(leaf: Layer, every: Sequence[Guideline]) -> Warnings:
    """Rights and preferences for what no option is, or every one."""
    for id, path in (*leaf.places("rights"), *leaf.places("preferences")):
        found = [
            (guideline, one)
            for guideline in every
            for one in (guideline.rights if path[0] == "rights" else guideline.preferences)
            if one.id == id
        ]
        if not found or any(isinstance(one.value.node, Literal) for _guideline, one in found):
            continue
        field = "lower" if found[-1][1].lower else "higher"
        if all(_is_of_the_citizen(guideline, one.value) for guideline, one in found):
            message = _("{id} orders nothing: what it asks is the same for every placement of a case", id=id)
            help = _("read something of the option or placement, and write of whom it is asked under `when`")
            yield GuidelineError(message, at=leaf.locate((*path, field)), help=help, code="orders-nothing")
            continue
        if any(one.value.type.kind != "truth" for _guideline, one in found):
            continue
        if all(not can_be(one.value, guideline) for guideline, one in found):
            message = _("{id} orders nothing: what it asks is never true", id=id)
        elif all(not can_be(denied(one.value), guideline) for guideline, one in found):
            message = _("{id} orders nothing: what it asks is always true", id=id)
        else:
            continue
        yield GuidelineError(message, at=leaf.locate((*path, field)), code="never-true")


def _is_of_the_citizen(guideline: Guideline, value: Condition) -> bool:
    """Return whether a value reads the case alone, also through tables."""
    facts = [guideline.facts[name] for name in guideline.rests_on(value) if name in guideline.facts]
    return bool(facts) and all(fact.side == "case" for fact in facts)


def _statements(guideline: Guideline) -> Iterator[tuple[str, str, Condition]]:
    yield from (("approvals", one.id, one.when) for one in guideline.approvals)
    yield from (("notices", one.id, one.when) for one in guideline.notices)
    yield from (("follow_up", one.id, one.when) for one in guideline.follow_up)
    yield from (("deadlines", one.id, one.when) for one in guideline.deadlines)
    yield from (("grants", one.id, one.when) for one in guideline.grants)
    yield from (("proposals", one.id, one.when) for one in guideline.proposals)
    yield from (("areas", area, when) for area, when, _origin in guideline.areas)
    # Of a table or parameter it is what an invariant says: that its rows, or two of them, keep to each other.
    said = guideline.tables.keys() | guideline.parameters.keys()
    yield from (("invariants", one.id, one.never) for one in guideline.invariants if not one.never.reads & said)
    yield from (("preferences", one.id, one.when) for one in guideline.preferences if one.when is not None)


# --- what is decided beforehand ---


def _blanket(must: Sequence[tuple[Guideline, Rule]], at: Location) -> Warnings:
    """What a must rules out for everybody; else what it rules out above an amount of need."""
    help = _("whether a citizen is given it is decided by the need, case by case: write what must be fulfilled")
    guideline, rule = must[-1]
    ruled_out = list(provisions_asked(rule))
    for whole, one in must:
        value = not_failed(one)
        space = Possibility(whole, (value,))
        ruled_out = [
            provision
            for provision in ruled_out
            if not space.can_be(value, new_help(provision)) and space.can_be(false(value), new_help(provision))
        ]
        if not ruled_out:
            break
    for provision in provisions_asked(rule):
        what = provision.id if provision else _("every offer")
        if provision in ruled_out:
            message = _("the rule {id} rules {what} out for everybody", id=rule.id, what=what)
            yield GuidelineError(message, at=at, help=help, code="out-for-everybody")
        elif _may_cap(guideline, rule) and (cap := cap_of(guideline, rule, new_help(provision))) is not None:
            message = _("the rule {id} caps {what} by policy: where {fact} is {much} nobody is given it",
                        id=rule.id, what=what, fact=cap.need, much=cap.much)  # fmt: skip
            if cap.beside:
                message = _("the rule {id} caps {what} by policy: where {fact} is {much} nobody is given it of whom {rest}",
                            id=rule.id, what=what, fact=cap.need, much=cap.much, rest=formats.listed(list(cap.beside)))  # fmt: skip
            help = _("what is usual is a presumption; the need says how much")
            yield GuidelineError(message, at=at, help=help, code="policy-cap")


def _may_cap(guideline: Guideline, rule: Rule) -> bool:
    """Return whether a must can cap by policy: one of policy, or of sufficiency that asks nothing of the option."""
    asked = [guideline.facts[name] for name in guideline.rests_on(rule.require) if name in guideline.facts]
    return rule.gate == "policy" or (rule.gate == "sufficiency" and all(fact.side == "case" for fact in asked))


def new_help(provision: Provision | None) -> Mapping[str, Value]:
    """Return what is so of help that somebody does not have yet, under a provision: what is to be a home is one."""
    if provision is None:
        return _NEW
    gives_home: Mapping[str, Value] = {"option.gives_home": True} if "home" in provision.areas else {}
    return {**_NEW, **gives_home, "provision.id": provision.id}


class _BothMusts:
    """Two musts of a guideline as one condition, made when it is asked.

    Attributes:
        day: The day that is asked about, where one of them reads an age and the other a date of birth; else it is any day.
    """

    def __init__(self, whole: Guideline, first: Rule, second: Rule) -> None:
        self.whole, self.musts = whole, (first, second)
        reads = first.rests_on | second.rests_on
        self._way: Mapping[str, Value] | None = None
        self.day = whole.as_of if {AGE, BORN} <= reads else None

    def can_be_fulfilled(self, fixed: Mapping[str, Value]) -> bool:
        """Return whether somebody can fulfil both."""
        value, space = self._asked
        if self._way is not None and space.holds(value, {**self._way, **fixed}):
            return True  # what is so under one provision is mostly so under the next
        self._way = space.a_way(value, True, fixed)
        return self._way is not None or space.can_be(value, fixed)

    @cached_property
    def _asked(self) -> tuple[Condition, Possibility]:
        value = both(map(not_failed, self.musts))
        return value, Possibility(self.whole, (value,), on=self.day)


def _together(must: Sequence[tuple[Guideline, Rule]], at: Location) -> Warnings:
    """What a must rules out for everybody together with another one; of more than two together nothing is looked for."""
    guideline, rule = must[-1]
    for other in guideline.rules:
        if not _may_clash(rule, other):
            continue
        pairs = [(whole, one, whole.rule(other.id)) for whole, one in must]
        together = [None if second is None else _BothMusts(whole, first, second) for whole, first, second in pairs]
        for provision in _bound_by_both(rule, other):
            fixed = new_help(provision)
            # That both can be fulfilled is the rule, so it is asked first.
            if any(one is None or one.can_be_fulfilled(fixed) for one in together):
                continue
            if all(can_be(not_failed(one), guideline, fixed) for one in (rule, other)):
                what = provision.id if provision else _("every offer")
                if any(one is not None and one.day is not None for one in together):
                    day = formats.day(guideline.as_of)
                    message = _("the rules {id} and {other} together rule {what} out for everybody on {day}",
                                id=rule.id, other=other.id, what=what, day=day)  # fmt: skip
                else:
                    message = _("the rules {id} and {other} together rule {what} out for everybody",
                                id=rule.id, other=other.id, what=what)  # fmt: skip
                help = _("nobody can fulfil both: write one of them otherwise")
                yield GuidelineError(message, at=at, help=help, code="out-together")


def _may_clash(rule: Rule, other: Rule) -> bool:
    """Return whether two musts can stand in each other's way: they read one thing. Of two rules of one layer the first is asked."""
    if other.strength != "must" or other.of_placement or other.id == rule.id:
        return False
    if other.origin.guideline == rule.origin.guideline and other.id < rule.id:
        return False
    first, second = rule.rests_on, other.rests_on
    if {AGE, BORN} <= first | second and first & {AGE, BORN} and second & {AGE, BORN}:
        return True
    shared = with_bound(first) & second
    return any(name not in _NEW and not name.startswith(("provision.", "option.provision")) for name in shared)


def _bound_by_both(rule: Rule, other: Rule) -> list[Provision | None]:
    """Return the provisions that two musts are both asked about; None where it makes no difference which.

    Of those that both name, each: to do without such help is no two musts' task.
    """
    if rule.provisions is not None and other.provisions is not None:
        return [vocabulary().provisions[id] for id in sorted(rule.provisions & other.provisions)]
    first, second = list(provisions_asked(rule)), list(provisions_asked(other))
    if None in first:
        return second
    return first if None in second else [one for one in first if one in second]


def provisions_asked(rule: Rule) -> Iterable[Provision | None]:
    """Return the provisions that a must is asked about; None where it makes no difference which.

    What a municipality may do without altogether is left out: open offers, and early help of which nobody can complain.
    """
    every = vocabulary().provisions
    reads = rule.rests_on
    if rule.provisions is None and not any(name.startswith(("provision.", "option.provision")) for name in reads):
        return (None,)
    found = [every[id] for id in sorted(rule.provisions or every)]
    return [one for one in found if not one.may or (one.visitation != "none" and one.appeal)]
