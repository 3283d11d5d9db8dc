"""What must always hold, over drawn cases, catalogues and guidelines (`docs/semantics.md`)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from drawn import (
    DAY,
    DOCUMENTS,
    MONOTONE_CASE,
    OPTION,
    SHIPPED,
    case,
    catalogue,
    catalogues,
    conditions,
    guideline,
    guidelines,
    quiet,
    rules,
    shipped,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from visit.canonical import digest
from visit.case import Case
from visit.catalogue import Catalogue
from visit.matching import Engine, match
from visit.ranking.options import options
from visit.ranking.values import AreaRanking, Ranking
from visit.rules.deciding.all_options import Columns, outcomes_of_all
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import Outcome, option_environment, outcome_for_option, with_tables
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    KeySelection,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    parse_condition,
    unparse,
)
from visit.rules.language.values import UNKNOWN, Possible

NAMES = st.sampled_from(SHIPPED)


def areas(ranking: Ranking) -> tuple[AreaRanking, ...]:
    """The options of each needed area, in order."""
    return Engine(ranking.catalogue, ranking.guideline).areas(ranking)


def summary(ranking: Ranking) -> dict[str, Any]:
    """Ids, standings, outcomes, keys and accounts: everything that decides, without wording."""
    return {
        "options": [option.id for option in ranking.options],
        "standings": [str(standing) for standing in ranking.standings],
        "requirements": [one.id for one in ranking.requirements],
        "outcomes": {
            rule: [rows.outcome(index).name for index in range(len(ranking.options))]
            for rule, rows in ranking.outcomes.items()
        },
        "placements": [
            [repr(one.sort_key), str(one.standing), [w.id for w in one.leans_on]] for one in ranking.placements
        ],
        "areas": [
            [one.area, [[o.id, str(s)] for o, s in one.options], sorted(one.accounts.items())] for one in areas(ranking)
        ],
        "accounts": sorted(ranking.accounts.items()),
        "kept": [option.id for option in ranking.continuing],
        "comparative": [
            ranking.comparative.lower.lowest_step,
            ranking.comparative.own_match,
            ranking.comparative.current_sufficient,
        ],
        "reference": [option.id for option in ranking.comparative.reference.parts],
    }


# --- two evaluators, one meaning ------------------------------------------------------------------------------------


def evaluators_agree(case: Case, catalogue: Catalogue, guideline: Guideline) -> None:
    ranking = match(case, catalogue, guideline, DAY)
    side = ranking.side
    found = ranking.comparative
    for index, option in enumerate(ranking.options):
        values = option_environment(side, option)
        values.update(
            {
                **found.of_each(option),
                **found.values,
            }
        )
        assert set(guideline.facts.comparative) <= values.keys()
        with_tables(guideline, values)
        for rule in guideline.rules:
            if not rule.of_placement:
                given = outcome_for_option(rule, side, guideline, values, option)
                assert given is ranking.outcomes[rule.id].outcome(index), (rule.id, option.id)


@quiet(60)
@given(DOCUMENTS, catalogues(), guidelines(placing=False, most_rules=6))
def test_one_option_and_all_options_are_decided_alike(document: Any, offers: Any, written: Any) -> None:
    evaluators_agree(case(document), catalogue(offers), guideline(written))


@quiet(30)
@given(DOCUMENTS, catalogues(), NAMES)
def test_one_option_and_all_options_are_decided_alike_under_shipped_guidelines(
    document: Any, offers: Any, name: str
) -> None:
    evaluators_agree(case(document), catalogue(offers), shipped(name))


# --- no order in any file counts ------------------------------------------------------------------------------------


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same document with its keys in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


@quiet(50)
@given(DOCUMENTS, catalogues(), guidelines(), st.randoms(use_true_random=False))
def test_no_order_of_keys_offers_services_or_rules_counts(
    document: Any, offers: Any, written: Any, chance: Any
) -> None:
    before = match(case(document), catalogue(offers), guideline(written), DAY)
    document, offers, written = (shuffled(one, chance) for one in (document, offers, written))
    for rows in (
        offers["offers"],
        *(offer["services"] for offer in offers["offers"]),
        written["rules"],
        written["areas"],
    ):
        chance.shuffle(rows)
    after = match(case(document), catalogue(offers), guideline(written), DAY)
    assert summary(after) == summary(before)


SCRIPT = """
from drawn import DAY, case, shipped
from test_properties import EXAMPLE, summary
from visit.canonical import digest
from visit.catalogue import shipped_catalogue
from visit.matching import Engine, match
for name in ("serviceloven", "ikast-brande"):
    print(digest(summary(match(case(EXAMPLE), shipped_catalogue(), shipped(name), DAY))))
"""
EXAMPLE = {
    "case": "seeds-1",
    "assessed": DAY.isoformat(),
    "municipality": "Ikast-Brande",
    "citizen": {"age": 19, "home": {"place": "Ikast", "housing": "with_family"}},
    "target_groups": {"primary": "autism-spectrum", "secondary": ["anxiety"]},
    "support_need": 3,
    "functioning": {"employment": 2, "cook": 2, "communities": 3},
    "legal": {"impairment": "substantial", "kinds": ["mental"]},
    "needs": {"areas": ["support", "activity"], "must": ["social_contact"]},
    "network": [{"who": "mother", "place": "Ikast", "contact": "daily", "benefit": "documented"}],
}


def test_no_hash_seed_counts() -> None:
    tests = Path(__file__).parent
    answers = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{tests.parent}{os.pathsep}{tests}"}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            cwd=tests.parent,
        )
        answers.add(run.stdout)
    assert len(answers) == 1
    assert digest("") not in answers


# --- what one option or rule does to the others ---------------------------------------------------------------------


def without(offers: dict[str, Any], option_id: str) -> dict[str, Any]:
    """The catalogue document without one option; an offer that has no other goes with it."""
    kept = []
    for offer in offers["offers"]:
        services = [s for s in offer["services"] if f"{offer['id']}/{s['provision']}" != option_id]
        if services:
            kept.append({**offer, "services": services})
    return {**offers, "offers": kept}


def rest(ranking: Ranking, gone: str) -> dict[str, Any]:
    """What a ranking says of all options but one."""
    found = summary(ranking)
    at = next((index for index, id in enumerate(found["options"]) if id == gone), None)
    if at is not None:
        for row in (found["options"], found["standings"], *found["outcomes"].values()):
            del row[at]
    del found["accounts"]
    found["areas"] = [[area, options] for area, options, _accounts in found["areas"]]
    return found


def houses(ranking: Ranking, gone: str) -> dict[str, Any]:
    """What the house of each option but one is: a service that nobody here can have still has its staff."""
    environments = {option.id: option_environment(ranking.side, option) for option in ranking.options}
    return {id: values["offer.tied_staff"] for id, values in environments.items() if id != gone}


@quiet(60)
@given(DOCUMENTS, catalogues(), st.one_of(guidelines(comparing=False), NAMES), st.data())
def test_an_option_that_is_ruled_out_changes_nothing_else(document: Any, offers: Any, written: Any, data: Any) -> None:
    """Unless a comparative fact alone rules it out, or the case records it as offered: then the output names that fact.

    What is taken out is an option, not what makes a house a house: the houses of the others are what they were.
    """
    document.pop("offered", None)
    chosen = shipped(written) if isinstance(written, str) else guideline(written)
    before = match(case(document), catalogue(offers), chosen, DAY)
    always = [
        rule.id for rule in chosen.rules if rule.strength == "must" and not rule.of_placement and not rule.comparative
    ]
    ruled_out = [
        option.id
        for index, option in enumerate(before.options)
        if option.kind == "catalogue"
        and (
            any(before.outcomes[id].outcome(index) is Outcome.FAILS for id in always)
            or (before.standings[index] == "ruled_out" and not any(one.at_most for one in before.meetings[index]))
        )
    ]
    assume(ruled_out)
    gone = data.draw(st.sampled_from(ruled_out))
    fewer = without(offers, gone)
    assume(fewer["offers"])
    after = match(case(document), catalogue(fewer), chosen, DAY)
    assume(houses(after, gone) == houses(before, gone))
    assert rest(after, gone) == rest(before, gone)


def test_a_service_that_is_ruled_out_still_says_what_its_house_is() -> None:
    """Whether a house has staff of its own is asked of all its services; the citizen need not be able to have them."""
    document = {"case": "drawn-1", "assessed": DAY.isoformat(), "municipality": "Esbjerg"}
    house = {"id": "o1", "name": "A house", "source": {"ref": "drawn"}}
    services = [{"provision": "ABL-105"}, {"provision": "SEL-82a", "open_to": "residents"}]
    approval = []
    for listed in (services, services[:1]):
        offers = {"catalogue": "drawn", "as_of": DAY.isoformat(), "offers": [{**house, "services": listed}]}
        ranking = match(case(document), catalogue(offers), shipped("esbjerg"), DAY)
        home = next(index for index, option in enumerate(ranking.options) if option.id == "o1/ABL-105")
        approval.append(ranking.outcomes["socialtilsyn-approval"].outcome(home))
        assert all(ranking.standing(one) == "ruled_out" for one in ranking.options if one.id == "o1/SEL-82a")
    assert approval == [Outcome.CONFIRM, Outcome.NOT_APPLICABLE]


@quiet(50)
@given(DOCUMENTS, catalogues(), guidelines(comparing=False), rules("more", conditions(MONOTONE_CASE, OPTION)))
def test_one_more_must_never_adds_an_option(document: Any, offers: Any, written: Any, more: Any) -> None:
    more = {**{key: value for key, value in more.items() if key != "by" and value != "awaiting"}, "strength": "must"}
    before = match(case(document), catalogue(offers), guideline(written), DAY)
    after = match(case(document), catalogue(offers), guideline({**written, "rules": [*written["rules"], more]}), DAY)
    order = ("suitable", "by_exception", "awaiting", "undecided", "ruled_out")
    for old, new in zip(before.standings, after.standings, strict=True):
        assert (old, new) == ("acute", "acute") or new == "ruled_out" or order.index(new) >= order.index(old)
        assert old != "ruled_out" or new == "ruled_out"


# --- floors and accounts --------------------------------------------------------------------------------------------


@quiet(120)
@given(DOCUMENTS, NAMES, st.integers(0, 3))
def test_a_larger_support_need_never_lowers_the_floor(document: Any, name: str, level: int) -> None:
    floors = []
    for need in (level, level + 1):
        value = case_side(case({**document, "support_need": need}), Dependencies(shipped(name)), DAY).values[
            "needed_specialisation"
        ]
        assert value is not UNKNOWN
        floors.append(sorted(value.values) if isinstance(value, Possible) else [value])
    smaller, larger = floors
    assert smaller[0] <= larger[0]
    assert smaller[-1] <= larger[-1]


@quiet(40)
@given(DOCUMENTS, catalogues(), NAMES)
def test_shipped_invariants_hold(document: Any, offers: Any, name: str) -> None:
    ranking = match(case(document), catalogue(offers), shipped(name), DAY)
    for option, standing in zip(ranking.options, ranking.standings, strict=True):
        values = option_environment(ranking.side, option)
        values["option.standing"] = standing
        for invariant in shipped(name).invariants:
            if invariant.never.reads <= values.keys():
                assert invariant.never.holds(values) is not True, (invariant.id, option.id)


@quiet(60)
@given(DOCUMENTS, catalogues(), guidelines())
def test_accounts_balance(document: Any, offers: Any, written: Any) -> None:
    ranking = match(case(document), catalogue(offers), guideline(written), DAY)
    assert sum(ranking.accounts.values()) == len(ranking.options) == len(ranking.standings)
    for area in areas(ranking):
        assert sum(area.accounts.values()) == len(ranking.options)
        shown = sum(area.accounts[name] for name in ("suitable", "by_exception", "awaiting", "undecided"))
        assert shown == len(area.options)
    for placement in ranking.placements:
        assert set(ranking.continuing) <= set(placement.parts)
        assert not {ranking.standing(part) for part in placement.parts} & {"ruled_out", "acute"}


# --- what is known stays known --------------------------------------------------------------------------------------

GROUPED = ("legal", "wishes", "consent", "flags", "functioning")


@st.composite
def two_states_of_a_case(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case, and the same with some facts not recorded yet."""
    full = draw(DOCUMENTS)
    less: dict[str, Any] = {}
    for key, value in full.items():
        if key in ("case", "assessed", "municipality", "citizen", "needs") or draw(st.booleans()):
            less[key] = value
            if key in GROUPED:
                less[key] = {name: one for name, one in value.items() if draw(st.booleans())}
    if "citizen" in less and draw(st.booleans()):
        less["citizen"] = {key: value for key, value in less["citizen"].items() if key != "age"}
    return less, full


@quiet(150)
@given(two_states_of_a_case(), catalogues(most=4), guidelines(plain=True, comparing=False, placing=False, most_rules=6))
def test_recording_a_fact_never_turns_a_known_outcome(states: Any, offers: Any, written: Any) -> None:
    found = []
    for document in states:
        one, rules_of = case(document), guideline(written)
        every = options(one, catalogue(offers), DAY)
        found.append(
            (every, outcomes_of_all(Columns(case_side(one, Dependencies(rules_of), DAY), every), rules_of.rules))
        )
    (every, less), (_same, more) = found
    assert [option.id for option in every] == [option.id for option in _same]
    for rule, rows in less.items():
        for index, option in enumerate(every):
            known = rows.outcome(index)
            if known in (Outcome.HOLDS, Outcome.FAILS, Outcome.NOT_APPLICABLE):
                later = more[rule].outcome(index)
                assert known is later or {known, later} == {Outcome.HOLDS, Outcome.NOT_APPLICABLE}, (rule, option.id)


# --- conditions as text ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(("case.age", "option.step", "SEL-107-1", "autism-spectrum", "near_km", "count", "x1"))
NUMBERS = st.one_of(st.integers(0, 10**6), st.decimals(0, 1000, places=2).map(abs))
LITERALS = st.one_of(NUMBERS, st.booleans(), st.dates(), st.text("abc æø,.()-", max_size=6))
LEAVES: st.SearchStrategy[Node] = st.one_of(
    LITERALS.map(lambda value: Literal(value, 0)), WORDS.map(lambda name: Name(name, 0))
)


def larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pair = st.tuples(inner, inner)
    few = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(lambda one: Not(one, 0)),
        st.builds(lambda word, parts: Logic(word, parts, 0), st.sampled_from(("and", "or")), few),
        st.builds(lambda sign, both: Arithmetic(sign, *both, 0), st.sampled_from("+-*"), pair),
        st.builds(
            lambda sign, both: Comparison(sign, *both, 0),
            st.sampled_from(("==", "!=", "<", "<=", ">", ">=", "includes", "not includes", "within", "not overlaps")),
            pair,
        ),
        st.builds(lambda one, items: Comparison("in", one, Listing(items, 0), 0), inner, few),
        st.builds(lambda name, keys: KeySelection(Name(name, 0), keys, 0), st.just("case.functioning"), few),
        st.builds(lambda name, parts: Call(name, parts, 0), st.sampled_from(("min", "max", "any", "known")), few),
    )


def bare(node: Any) -> Any:
    """A tree without its columns."""
    if isinstance(node, tuple):
        return tuple(bare(one) for one in node)
    if not hasattr(node, "column"):
        return (type(node), node)
    return (type(node), *(bare(getattr(node, name)) for name in node.__slots__ if name != "column"))


@quiet(400)
@given(st.recursive(LEAVES, larger, max_leaves=8))
def test_a_condition_written_and_read_again_is_the_same(node: Node) -> None:
    assert bare(parse_condition(unparse(node))) == bare(node)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_condition_written_and_read_again_is_the_same(name: str) -> None:
    for rule in shipped(name).rules:
        assert bare(parse_condition(unparse(rule.require.node))) == bare(rule.require.node)


def test_a_small_decimal_is_written_as_it_is_read() -> None:
    assert unparse(parse_condition("0.0000001")) == "0.0000001"
    assert parse_condition("7.50") == Literal(Decimal("7.50"), 0)
