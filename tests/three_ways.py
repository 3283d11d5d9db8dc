"""What `match`, the columns of many cases and the ranking written to be read each give, held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drawn import DAY
from drawn_whole import Written
from reference import Reference

from visit.case import Case
from visit.catalogue import Catalogue
from visit.errors import CaseError
from visit.lab.answers import case_answer
from visit.many.many import DecidedBlock
from visit.many.population import population
from visit.matching import TOP, Engine
from visit.ranking.values import Ranking, Standing
from visit.ranking.verdict import verdict


def agree(cases: Sequence[Case], offers: Catalogue, rules: Written) -> list[Reference]:
    """Hold the answers to some cases against each other; return what the reference, which reads no layers, gives for each.

    Raises:
        AssertionError: Two of them differ.
    """
    block = DecidedBlock(Engine(offers, rules.layered), population(list(cases), DAY))
    engine = Engine(offers, rules.layered)
    found = []
    for place, (case, answer) in enumerate(zip(cases, block.answers().each, strict=True)):
        try:
            ranking = engine.match(case, DAY, top=TOP)
        except CaseError as error:
            assert answer.refused == error.message
            continue
        assert not answer.refused
        slow = Reference(case, offers, rules.plain, DAY)
        agrees_with_match(slow, ranking)
        agrees_with_columns(slow, block, place)
        told = case_answer(ranking)
        assert case_answer(block.ranking(place)) == told
        assert told.needs_unsure == (slow.placements[0].leaning if slow.placements else None)
        found.append(slow)
    return found


def agrees_with_match(slow: Reference, ranking: Ranking) -> None:
    ids = [option.id for option in ranking.options]
    assert ids == [option.id for option in slow.options]
    assert [one.id for one in ranking.requirements] == [one.id for one in slow.wanted]
    outcomes = {
        rule: {id: rows.outcome(at).name for at, id in enumerate(ids)} for rule, rows in ranking.outcomes.items()
    }
    assert outcomes == slow.outcomes
    assert dict(zip(ids, ranking.standings, strict=True)) == slow.standings
    lower = ranking.comparative.lower
    assert lower.met == slow.now.met_lower
    assert ranking.comparative.approved == slow.now.approved_match
    assert lower.open.keys() == {one.option.id for one in slow.lower.judged if slow.lower.is_open(one)}
    assert list(verdict(ranking).reasons) == slow.not_yet
    assert of_match(ranking) == of_reference(slow, TOP)


def agrees_with_columns(slow: Reference, block: DecidedBlock, place: int) -> None:
    compares_nothing = {rule.id for rule in slow.guideline.rules if not (rule.comparative or rule.of_placement)}
    outcomes = {
        rule: {option.id: block.judging.outcome(rule, place, option.id).name for option in slow.options}
        for rule in block.judging.outcomes
    }
    assert outcomes == {rule: given for rule, given in slow.outcomes.items() if rule in compares_nothing}
    answer, placements = block.answers().each[place], of_reference(slow, TOP)
    assert dict(answer.standings) == by_standing(slow.standings)
    assert answer.first == tuple(placements[0][0] if placements else ())
    assert [[part.id for part in parts] for parts in block.first_few(place, TOP)] == [parts for parts, _ in placements]


def of_match(ranking: Ranking) -> list[tuple[list[str], str]]:
    return [([part.id for part in one.parts], one.standing) for one in ranking.placements]


def of_reference(slow: Reference, top: int) -> list[tuple[list[str], str]]:
    return [(list(one.ids), one.standing) for one in slow.placements[:top]]


def by_standing(standings: Mapping[str, str]) -> dict[Standing, tuple[str, ...]]:
    """The options of each standing; those that are ruled out are the rest."""
    told = [one for one in Standing if one is not Standing.RULED_OUT]
    found = {one: tuple(id for id, its in standings.items() if its == one) for one in told}
    return {one: ids for one, ids in found.items() if ids}
