"""Approvals, holds, follow-ups, deadlines and notices that take turns as a number rises: a value of none of them, or of two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.bands import Rising, doubles, gaps_between, in_turn, is_narrow
from visit.rules.findings.joined_conditions import both, denied, disjunction, not_failed
from visit.rules.findings.possibility import Possibility, give_up
from visit.rules.findings.wording import fact_in_words, value_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition

Turn = tuple[str, Condition, ValuePath]
_TAKE_TURNS = ("approvals", "rules", "follow_up", "deadlines")
"""Sections whose statements follow each other over a whole scale; a notice may well be said at both ends alone."""
_MOST = 12
"""Of so many statements of a section those that read one number are put beside each other."""


def turns(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the values of a number at which two statements of a layer are both so, or none is."""
    guideline = every[-1]
    each = [(section, list(_own(leaf, guideline, section))) for section in (*_TAKE_TURNS, "notices", "proposals")]
    for section, own in (*each, *_for_help(leaf, guideline)):
        by_fact: dict[str, list[Turn]] = {}
        for turn in own:
            for name in sorted(guideline.rests_on(turn[1])):
                type = guideline.types.get(name)
                if type is not None and type.kind == "number":
                    by_fact.setdefault(name, []).append(turn)
            for name in sorted(name for name in Possibility(guideline, (turn[1],)).domains if "(" in name):
                by_fact.setdefault(name, []).append(turn)
        told: set[tuple[str, str]] = set()
        for fact, ones in sorted(by_fact.items()):
            if len(ones) > _MOST:
                give_up(guideline, (when for _id, when, _path in ones))
            if not 2 <= len(ones) <= _MOST:
                continue
            space = Possibility(guideline, [when for _id, when, _path in ones])
            for pair in combinations(ones, 2):
                yield from _of_two(leaf, space, section, fact, pair, ones, told)
            if section == "approvals":
                yield from _above_the_last(leaf, space, fact, ones, told)


def _own(leaf: Layer, guideline: Guideline, section: str) -> Iterator[Turn]:
    paths = dict(leaf.places(section))
    if section == "rules":
        for rule in guideline.rules:
            if rule.id in paths and rule.strength == "hold" and not rule.of_placement:
                yield rule.id, denied(not_failed(rule)), (*paths[rule.id], "require")
        return
    for one in getattr(guideline, section):
        if one.id in paths and one.when.reads:
            yield one.id, one.when, (*paths[one.id], "when")


def _for_help(leaf: Layer, guideline: Guideline) -> Iterator[tuple[str, list[Turn]]]:
    """Yield the service levels and the grants of the same provisions: of others they do not take turns."""
    found: dict[tuple[str, frozenset[str] | None], list[Turn]] = {}
    paths = dict(leaf.places("grants"))
    for grant in guideline.grants:
        if grant.id in paths and grant.when.reads:
            turn = (grant.id, grant.when, (*paths[grant.id], "when"))
            found.setdefault(("grants", grant.provisions), []).append(turn)
    paths = dict(leaf.places("service_levels"))
    before: list[frozenset[str]] = []
    for rule in guideline.rules:
        if rule.id not in paths or rule.when is None or rule.provisions is None:
            continue
        earlier = sum(not one.isdisjoint(rule.provisions) for one in before)
        before.append(rule.provisions)
        own = rule.when.parts[
            2 : len(rule.when.parts) - earlier
        ]  # behind the hours and the provision, before the rows above
        if own:
            turn = (rule.id, both(own), (*paths[rule.id], "when"))
            found.setdefault(("service_levels", rule.provisions), []).append(turn)
    yield from ((section, turns) for (section, _of), turns in found.items())


def _of_two(
    leaf: Layer, space: Possibility, section: str, fact: str, pair: tuple[Turn, Turn], ones: Sequence[Turn],
    told: set[tuple[str, str]],
) -> Iterator[GuidelineError]:  # fmt: skip
    """What two statements are both so at, and what lies between them of which no other one says anything either."""
    guideline, everywhere_narrow = space.guideline, section not in _TAKE_TURNS or fact == "case.age"
    others = denied(disjunction(when for id, when, _path in ones if id not in (pair[0][0], pair[1][0])))
    for one in in_turn(space, [when for _id, when, _path in pair], fact):
        for first, second, at in doubles(one):
            key = (pair[first][0], pair[second][0])
            if key not in told and key[::-1] not in told:
                told.add(key)
                message = _("{id} and {other} are both so at {value} ({fact})", id=key[0], other=key[1],
                            value=value_in_words(guideline, fact, one.values[at]), fact=fact_in_words(guideline, fact))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(pair[1][2]), code="double")
        for first, second, low, high in gaps_between(one):
            key = (pair[first][0], pair[second][0])
            if key in told or key[::-1] in told or (everywhere_narrow and not is_narrow(one, low, high)):
                continue
            between = ({**one.beside, fact: one.values[at]} for at in range(low, high + 1))
            if any(space.a_way(others, True, value) is None for value in between):
                continue
            told.add(key)
            message = _("between {id} and {other} nothing is said of {value} ({fact})", id=key[0], other=key[1],
                        value=_between(guideline, one, low, high), fact=fact_in_words(guideline, fact))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(pair[second][2]), code="gap")


def _above_the_last(
    leaf: Layer, space: Possibility, fact: str, ones: Sequence[Turn], told: set[tuple[str, str]]
) -> Iterator[GuidelineError]:
    """The highest of a number, of which nobody is asked, though several are below it."""
    guideline = space.guideline
    for one in in_turn(space, [when for _id, when, _path in ones], fact):
        if not one.held[-1] and any(one.held) and _ladder(one):
            last = max(at for at, held in enumerate(one.held) if held)
            id = ones[min(one.held[last])][0]
            if (id, "") not in told:
                told.add((id, ""))
                value = value_in_words(guideline, fact, one.values[last])
                message = _("above {value} ({fact}) nobody is asked any more: {id} is the last",
                            id=id, value=value, fact=fact_in_words(guideline, fact))  # fmt: skip
                path = next(path for other, _when, path in ones if other == id)
                yield GuidelineError(message, at=leaf.locate(path), code="gap")


def _ladder(one: Rising) -> bool:
    """Return whether several statements take turns upwards."""
    turns_taken = [held for at, held in enumerate(one.held) if held and (at == 0 or held != one.held[at - 1])]
    return len(turns_taken) >= 2


def _between(guideline: Guideline, one: Rising, low: int, high: int) -> str:
    first, last = (value_in_words(guideline, one.fact, one.values[at]) for at in (low, high))
    return first if low == high else _("{first} to {last}", first=first, last=last)
