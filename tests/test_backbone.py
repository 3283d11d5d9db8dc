"""The backbone: what a child inherits, how it is told to mend what it breaks; and an old guideline is answered as it stands."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from written import SOURCE, TEXT, a_guideline, a_rule

from visit.errors import Problems, VisitError
from visit.reading.source import Document
from visit.rules import load_guideline
from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.backbone import MARKS, is_later
from visit.rules.guideline.building import build
from visit.rules.guideline.by_date import stored_by_date
from visit.rules.guideline.layering import Layer, layer_of, shipped_layers
from visit.rules.guideline.values import Guideline

DAY = date(2026, 11, 22)
STEPS = {"id": "least-intrusive", "lower": "option.step", "over": "all"}
WISH = {"id": "wish", "higher": "option.wished", "over": "any"}
AVOID = {"id": "wish-to-avoid", "lower": "option.avoided", "over": "sum"}
FEWEST = {"id": "fewest-exceptions", "lower": "placement.presumptions_failed", "of": "placement"}
BACKBONE = (STEPS, WISH, AVOID, FEWEST)
NEAR = {"id": "near", "lower": "travel.network_km", "bands": [10, 25]}
SOON = {"id": "soon", "lower": "option.waiting_days"}
PARENT = a_guideline(preferences=[*BACKBONE, NEAR], rights=[{"id": "choice", "higher": "option.wished"}])


def layer(id: str, document: dict[str, Any]) -> Layer:
    return layer_of(Document(id, {**document, "guideline": id}))


def child(of: str = "parent", ladders: list[str] | None = None, **sections: Any) -> Layer:
    document = a_guideline(extends=of, **sections)
    return layer(f"child-of-{of}", document if ladders is None else {**document, "ladders": ladders})


def built(**sections: Any) -> Guideline:
    return build((layer("parent", PARENT), child(**sections)), DAY)


def refused(**sections: Any) -> list[tuple[str, str | None]]:
    return refused_of(layer("parent", PARENT), child(**sections))


def refused_of(*layers: Layer) -> list[tuple[str, str | None]]:
    with pytest.raises(Problems) as caught:
        build(layers, DAY)
    return [(error.message, error.help) for error in caught.value.errors]


def test_a_child_without_an_order_has_the_parents() -> None:
    assert [one.id for one in built().preferences] == [*MARKS, "near"]


def test_other_preferences_may_be_left_out_and_added_between_and_after() -> None:
    ids = [one.id for one in built(preferences=[STEPS, SOON, WISH, AVOID, FEWEST]).preferences]
    assert ids == ["least-intrusive", "soon", "wish", "wish-to-avoid", "fewest-exceptions"]


def test_text_and_source_of_a_mark_are_the_childs_own() -> None:
    found = built(preferences=[{**STEPS, "text": TEXT, "source": "page 2"}, WISH, AVOID, FEWEST])
    assert (found.preferences[0].origin.source, found.preferences[0].text is not None) == ("page 2", True)


@pytest.mark.parametrize("left_out", BACKBONE, ids=lambda row: row["id"])
def test_a_mark_that_is_left_out_is_told_with_the_line_to_write(left_out: dict[str, Any]) -> None:
    found = refused(preferences=[row for row in BACKBONE if row is not left_out])
    value = ", ".join(f"{key}: {value}" for key, value in left_out.items())
    assert (f"the order lacks {left_out['id']}, a mark of parent", f"write - {{{value}, source: …}}") in found


CHANGES = (
    {"over": "sum"},
    {"when": "case.age > 1"},
    {"bands": [1, 2]},
    {"from": "2026-01-01"},
    {"until": "2026-12-31"},
)


@pytest.mark.parametrize("mark", BACKBONE, ids=lambda row: row["id"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda row: next(iter(row)))
def test_a_mark_keeps_its_value(mark: dict[str, Any], change: dict[str, Any]) -> None:
    if mark.get("over") == change.get("over", "none"):
        return
    found = refused(preferences=[{**row, **change} if row is mark else row for row in BACKBONE])
    told = f"{mark['id']} is a mark of parent: only text and source are the child's own"
    assert told in [message for message, _help in found]


def test_a_mark_is_not_turned_round() -> None:
    found = refused(preferences=[STEPS, {"id": "wish", "lower": "option.wished", "over": "any"}, AVOID, FEWEST])
    assert found[0][0].startswith("wish is a mark of parent")


@pytest.mark.parametrize("order", [one for one in permutations(BACKBONE) if one != BACKBONE])
def test_the_marks_stand_in_one_order(order: tuple[dict[str, Any], ...]) -> None:
    message = "the order begins with the marks: least-intrusive, wish, wish-to-avoid, fewest-exceptions"
    assert message in [message for message, _help in refused(preferences=[*order, NEAR])]


def test_nothing_stands_before_the_first_mark() -> None:
    [(message, help)] = refused(preferences=[SOON, *BACKBONE])
    assert message.startswith("the order begins with the marks")
    assert help == "write the order least-intrusive, wish, wish-to-avoid, soon, fewest-exceptions"


LAW = load_guideline("serviceloven", DAY)
LATER = [fact.name for fact in LANGUAGE.by_name.values() if is_later(LAW, frozenset({fact.name}))]


def test_distance_own_offers_and_price_are_known_as_such() -> None:
    words = ("km", "minutes", "dkk", "price", "wish_ratio", "internal", "external", "partner", "operator.")
    assert set(LATER) - {"own_match"} == {
        fact.name
        for fact in LANGUAGE.by_name.values()
        if fact.side != "case"
        and any(word in fact.name for word in words)
        and not fact.name.startswith("option.operator")
        and fact.name != "option.price_level"  # a name, and no amount
    }


@pytest.mark.parametrize("name", [name for name in LATER if LANGUAGE[name].type.kind in ("number", "truth")])
def test_distance_own_offers_and_price_come_after_the_last_mark(name: str) -> None:
    of = {"of": "placement"} if name.startswith("placement.") else {}
    own = {"id": "mine", "lower": name, **of}
    assert [one.id for one in built(preferences=[*BACKBONE, own]).preferences][-1] == "mine"
    [(message, help)] = refused(preferences=[STEPS, WISH, AVOID, own, FEWEST])
    assert message == "mine is about distance, own offers or price and comes after fewest-exceptions"
    assert help == "write the order least-intrusive, wish, wish-to-avoid, fewest-exceptions, mine"


def test_a_table_hides_no_distance() -> None:
    table = {"values": [1, 2], "rows": [{"when": "travel.network_km > 10", "then": 2}, {"then": 1}]}
    [(message, _help)] = refused(
        facts={"far": table}, preferences=[STEPS, {"id": "mine", "lower": "far"}, WISH, AVOID, FEWEST]
    )
    assert message.startswith("mine is about distance")


def test_what_is_mended_as_told_is_accepted() -> None:
    """Whatever was written: the order that the help says passes."""
    own = {row["id"]: row for row in (*BACKBONE, NEAR, SOON)}
    for written in permutations((STEPS, WISH, FEWEST, NEAR, SOON)):
        try:
            built(preferences=list(written))
            raise AssertionError("a mark is lacking")
        except Problems as problems:
            orders = {error.help for error in problems.errors if (error.help or "").startswith("write the order ")}
        if orders:
            [order] = [(help or "").removeprefix("write the order ").split(", ") for help in orders]
            assert [one.id for one in built(preferences=[own[id] for id in order]).preferences] == order


# --- the ladders on which the steps are compared ---


@pytest.mark.parametrize(
    ("written", "left_out", "whole"),
    [
        ([], "home, work, education and treatment", "home, work, education, treatment"),
        (["work"], "home, education and treatment", "work, home, education, treatment"),
        (["treatment", "home", "education"], "work", "treatment, home, education, work"),
    ],
)
def test_a_child_compares_the_steps_on_every_ladder_of_its_parent(
    written: list[str], left_out: str, whole: str
) -> None:
    [(message, help)] = refused(ladders=written)
    assert message == f"the order of ladders lacks {left_out}: least-intrusive would not compare the steps there"
    assert help == f"write ladders: [{whole}]"
    assert built(ladders=whole.split(", ")).ladders == tuple(whole.split(", "))


def test_a_grandchild_compares_what_its_parents_compare() -> None:
    [(message, _help)] = refused_of(
        layer("parent", PARENT),
        child(ladders=["work", "home", "education", "treatment"]),
        child("child-of-parent", ladders=["home"]),
    )
    assert message.startswith("the order of ladders lacks work, education and treatment")


def test_a_guideline_with_no_layer_below_it_chooses_its_ladders() -> None:
    alone = build((layer("parent", {**PARENT, "ladders": ["home"]}), child()), DAY)
    assert alone.ladders == ("home",)


# --- rights, and what must never be true ---


def test_a_parents_right_is_not_replaced() -> None:
    [(message, help)] = refused(rights=[{"id": "choice", "higher": "option.wished and option.internal"}])
    assert (message, help) == ("choice is a right of parent and cannot be replaced", "add one with its own id")


def test_a_childs_right_is_the_citizens() -> None:
    assert [one.id for one in built(rights=[{"id": "own", "higher": "option.avoided == false"}]).rights] == [
        "choice",
        "own",
    ]
    [(message, _help)] = refused(rights=[{"id": "cheap", "lower": "option.price_dkk_per_day"}])
    assert message == "cheap is not the citizen's right: it reads neither a wish nor an application"


def test_what_must_never_be_true_is_not_replaced() -> None:
    parent = layer("parent", a_guideline(invariants=[{"id": "floor", "never": "option.standing == suitable"}]))
    with pytest.raises(VisitError, match="floor must never be true by parent and cannot be replaced"):
        build((parent, child(invariants=[{"id": "floor", "never": "false"}])), DAY)


# --- what ships, and what has decided ---


def test_the_national_order_has_the_marks() -> None:
    for name in ("serviceloven", "serviceloven@2026.1"):
        assert tuple(one.id for one in load_guideline(name, DAY).preferences[:4]) == MARKS


def test_a_guideline_that_has_decided_is_never_refused() -> None:
    """An earlier version accepted it, and what it decided is answered again as it stands."""
    [law] = [one for one in shipped_layers() if one.id == "serviceloven" and one.version == "2026.1"]
    broken = {"ladders": ["work"]} | a_guideline(
        extends="serviceloven", preferences=[NEAR], rights=[{"id": "free-choice", "higher": "option.internal"}],
        invariants=[{"id": "floor", "never": "false"}], rules=[a_rule("own", "option.internal", strength="presumption")],
    )  # fmt: skip
    leaf = layer("child", broken)
    with pytest.raises(Problems):
        build((law, leaf), DAY)
    found = stored_by_date({"layers": [law.record, leaf.record]}).on(DAY)
    assert [one.id for one in found.preferences] == ["near"]
    assert found.ladders == ("work",)
    assert SOURCE["source"] == found.preferences[0].origin.source
