"""What is said only where something else has decided already: to nobody, because musts rule it out, or never asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules import NATIONAL
from visit.rules.findings.atoms import AGE, BORN
from visit.rules.findings.bound import BoundCondition, bound_conditions
from visit.rules.findings.joined_conditions import both, denied, not_failed
from visit.rules.findings.possibility import Assigned, Possibility, can_be, give_up, provisions_of
from visit.rules.findings.wording import cell_in_words, fact_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Preference, Rule
from visit.rules.language.expression import unparse
from visit.vocabulary import vocabulary

_PRINTED = ("approvals", "notices", "follow_up", "deadlines")
_ASKED_OF_ALL = ("provision.", "option.provision", "option.kind", "option.current", "option.question")
"""What many musts read to say when they are asked."""
_MOST_TOGETHER = 8
"""Of so many musts that share a fact every three are tried; of more, none."""


def out_of_reach(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that nobody can meet because of what others say, and three musts that leave nothing."""
    guideline = every[-1]
    for one in bound_conditions(leaf, guideline):
        musts = _ruled_out(guideline, one) if one.section in _PRINTED else ()
        if musts:
            message = (
                _("{id} is said only where the rule {rule} rules the help out", id=one.id, rule=musts[0])
                if len(musts) == 1
                else _(
                    "{id} is said only where one of the rules {rules} rules the help out",
                    id=one.id,
                    rules=", ".join(musts),
                )
            )
            yield GuidelineError(message, at=one.at(leaf), code="out-of-reach")
    for id, path in leaf.places("rules"):
        rule = guideline.rule(id)
        if rule is not None and (other := _never_left(guideline, rule)) is not None:
            message = _("the rule {id} says something only where {rule} rules the help out", id=id, rule=other)
            yield GuidelineError(message, at=leaf.locate((*path, "id")), code="out-of-reach")
    yield from _of_itself(leaf, guideline)
    yield from _again(leaf, guideline)
    if leaf.id != NATIONAL:
        yield from _three(leaf, guideline)


def _ruled_out(guideline: Guideline, one: BoundCondition) -> tuple[str, ...]:
    """Return musts that rule out every provision of which something is said, wherever it is said: each provision one of them."""
    reads = guideline.rests_on(one.condition)
    if not any(name.startswith(("provision.", "option.provision")) for name in reads):
        return ()
    asked_of = {name for name in reads if name in guideline.facts and not name.startswith(_ASKED_OF_ALL)}
    musts = [rule for rule in guideline.rules if _binds(rule) and asked_of & rule.rests_on]
    left = provisions_of(one.condition, guideline, vocabulary().provisions) if musts else []
    found: list[str] = []
    for rule in musts:
        asked = [id for id in left if rule.provisions is None or id in rule.provisions]
        stays = provisions_of(both((one.condition, not_failed(rule))), guideline, asked)
        if len(stays) < len(asked):
            found.append(rule.id)
            left = [id for id in left if id not in asked or id in stays]
    return tuple(found) if found and not left else ()


def _never_left(guideline: Guideline, rule: Rule) -> str | None:
    """Return a must that rules out all that a rule of some provisions is asked about."""
    if rule.provisions is None or rule.of_placement or rule.when is None:
        return None
    spared = () if rule.unless is None else (denied(rule.unless),)
    asked = both((rule.when, *spared))
    read = {
        name for name in guideline.rests_on(asked) if name in guideline.facts and guideline.facts[name].side == "case"
    }
    read |= {AGE, BORN} if read & {AGE, BORN} else set()
    about = provisions_of(asked, guideline, sorted(rule.provisions))
    for other in guideline.rules if about else ():
        if other.id == rule.id or other.strength != "must" or other.of_placement or not read & other.rests_on:
            continue
        if other.provisions is not None and not other.provisions.issuperset(about):
            continue
        left = both((asked, not_failed(other)))
        if not provisions_of(left, guideline, about):
            return other.id
    return None


def _binds(rule: Rule) -> bool:
    return rule.strength == "must" and not rule.of_placement


def _of_itself(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """What is proposed where a case leaves it out cannot rest on that very fact."""
    own = dict(leaf.places("proposals"))
    for one in guideline.proposals:
        if one.id in own and one.fact in guideline.rests_on(one.when) and "known(" not in unparse(one.when.node):
            message = _("{id} proposes {fact} where it is not recorded, and reads it to do so",
                        id=one.id, fact=fact_in_words(guideline, one.fact))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate((*own[one.id], "when")), code="out-of-reach")


def _again(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """A preference for what an earlier one has put in order already."""
    own = dict(leaf.places("preferences"))
    for first, second in combinations(guideline.preferences, 2):
        if second.id in own and _orders_as(first, second):
            message = _(
                "{id} decides nothing: {other} before it has put the same in order", id=second.id, other=first.id
            )
            yield GuidelineError(message, at=leaf.locate((*own[second.id], "id")), code="out-of-reach")


def _orders_as(first: Preference, second: Preference) -> bool:
    same = unparse(first.value.node) == unparse(second.value.node) and first.of_placement == second.of_placement
    as_fine = not first.bands or first.bands == second.bands
    return same and as_fine and first.over == second.over and first.when is None


def _three(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Three musts that leave nobody together, though any two of them do not."""
    own = {id for id, _path in leaf.places("rules")}
    musts = [rule for rule in guideline.rules if rule.strength == "must" and not rule.of_placement]
    places = dict(leaf.places("rules"))
    told: set[frozenset[str]] = set()
    tried: set[tuple[str, frozenset[str]]] = set()
    for rule in musts:
        if rule.id not in own:
            continue
        for provision in sorted(rule.provisions or ("",)):
            near = [one for one in musts if one is not rule and _near(rule, one, provision)]
            fixed = {"provision.id": provision} if provision else {}
            if len(near) > _MOST_TOGETHER:
                give_up(guideline, rule.conditions)
                continue
            for first, second in combinations(near, 2):
                three = frozenset((rule.id, first.id, second.id))
                if three in told or (provision, three) in tried:
                    continue
                tried.add((provision, three))
                values = [not_failed(one) for one in (rule, first, second)]
                if not can_be(both(values), guideline, fixed) and all(
                    can_be(both(pair), guideline, fixed) for pair in combinations(values, 2)
                ):
                    told.add(three)
                    message = _("the rules {id}, {other} and {third} together rule {what} out for everybody", id=rule.id,
                                other=first.id, third=second.id, what=provision or _("every offer"))  # fmt: skip
                    at = leaf.locate((*places[rule.id], "require"))
                    yield GuidelineError(message, at=at, code="out-together")
                elif (cell := _where_all_apply(guideline, (rule, first, second), fixed)) is not None:
                    told.add(three)
                    one, two, last = sorted(three)
                    message = _("nothing meets {id}, {other} and {third} together where all apply: {cell}",
                                id=one, other=two, third=last, cell=cell)  # fmt: skip
                    help = _("let each say where it holds, or except one where the other does")
                    at = leaf.locate((*places[rule.id], "require"))
                    yield GuidelineError(message, at=at, help=help, code="contradictory")


def _where_all_apply(guideline: Guideline, three: Sequence[Rule], fixed: Assigned) -> str | None:
    """Return for whom three musts all apply that nothing meets together, though any two can be met; None where there is nobody.

    Only of musts that each ask something of the option: those that ask things of citizens divide them.
    """
    if any(_asks_the_citizen(guideline, rule) for rule in three) or all(rule.when is None for rule in three):
        return None
    spared = [denied(rule.unless) for rule in three if rule.unless is not None]
    applies = both((*(rule.when for rule in three if rule.when is not None), *spared))
    required = [rule.require for rule in three]
    space = Possibility(guideline, (applies, *required))
    if space.can_be(both((applies, *required)), fixed):
        return None
    if not all(space.can_be(both((applies, *pair)), fixed) for pair in combinations(required, 2)):
        return None
    way = space.a_way(applies, True, fixed)
    citizen = {name: value for name, value in (way or {}).items() if _is_of_the_case(guideline, name)}
    return cell_in_words(guideline, citizen) if citizen else None


def _asks_the_citizen(guideline: Guideline, rule: Rule) -> bool:
    return all(_is_of_the_case(guideline, name) for name in guideline.rests_on(rule.require))


def _is_of_the_case(guideline: Guideline, name: str) -> bool:
    return name in guideline.facts and guideline.facts[name].side == "case"


def _near(rule: Rule, other: Rule, provision: str) -> bool:
    """Return whether another must is asked of a provision too, and reads a fact of the citizen or offer that a must reads."""
    if other.provisions is not None and provision not in other.provisions:
        return False
    shared = rule.rests_on & other.rests_on
    return any(
        not name.startswith(("provision.", "option.provision", "option.current", "option.question", "option.kind"))
        for name in shared
    )
