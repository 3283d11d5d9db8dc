"""What is wrong with a guideline is said when it loads: names, units, shapes of statements, each with its message."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from drawn import DAY, guideline
from written import a_guideline, a_rule

from visit.errors import Problems
from visit.reading.documents.words import Over
from visit.reading.source import Document, parse
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of

KM = {"value": 30, "unit": "km"}


def rows(*when: str, last: Any = 1) -> list[dict[str, Any]]:
    return [*({"when": one, "then": 2} for one in when), {"then": last}]


def preference(**fields: Any) -> dict[str, Any]:
    return {"preferences": [{"id": "p", **fields}]}


FAULTS: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "unknown name": ({"rules": [a_rule("r", "case.agee > 1")]}, 'unknown name "case.agee"', 'did you mean "case.age"?'),
    "unknown code": (
        {"rules": [a_rule("r", "case.permanence == temporry")]}, 'unknown code "temporry"', 'did you mean "temporary"?',
    ),
    "units": ({"parameters": {"far": KM}, "rules": [a_rule("r", "case.age > far")]}, "years cannot be compared with km", None),
    "a parameter named as a table": (
        {"parameters": {"far": KM}, "facts": {"far": {"rows": rows()}}}, "far is a name already", "give it another name",
    ),
    "a label of nothing": (
        {"parameters": {"far": KM}, "labels": {"fare": {"da": "langt", "en": "far"}}},
        'unknown name "fare"', 'did you mean "far"?',
    ),
    "a label of a value that the fact has not": (
        {
            "facts": {"a": {"values": ["low", "high"], "rows": [{"then": "low"}]}},
            "labels": {"a": {"da": "hvor meget", "en": "how much", "values": {"hihg": {"da": "høj", "en": "high"}}}},
        },
        "hihg is not among the values", 'did you mean "high"?',
    ),
    "a table that reads itself": ({"facts": {"a": {"rows": rows("a > 1")}}}, "a reads itself", None),
    "tables in a circle": (
        {"facts": {"a": {"rows": rows("b > 1")}, "b": {"rows": rows("a > 1")}}}, "a reads itself: a → b → a", None,
    ),
    "a last row with when": (
        {"facts": {"a": {"rows": [{"when": "case.age > 1", "then": 1}]}}}, "the last row has no when", None,
    ),
    "an earlier row without when": (
        {"facts": {"a": {"rows": [{"then": 1}, {"then": 1}]}}}, "only the last row is without when", None,
    ),
    "a result that is not among the values": (
        {"facts": {"a": {"values": [1, 3], "rows": [{"then": 2}]}}},
            "2 is not among the values",
            "write one of `values`, or add it there",
    ),
    "entitlement without a provision": (
        {"rules": [a_rule("r", "case.age > 1", gate="entitlement")]},
            "an entitlement rule names its provision",
            "write for example `provision: [SEL-85]`",
    ),
    "entitlement that reads an option": (
        {"rules": [a_rule("r", "option.internal", gate="entitlement", provision="SEL-85")]},
        "option.internal is not a fact of the case", "read only what is known of the citizen: what begins with `case.`",
    ),
    "confirm of what is sufficient": (
        {"rules": [a_rule("r", "option.approved", gate="sufficiency", if_unknown="confirm")]},
        "confirm is for a must outside the gate sufficiency", "what the citizen needs is never left to confirm",
    ),
    "a must that waits": (
        {"rules": [a_rule("r", "option.approved", if_unknown="awaiting")]},
        "awaiting is for a hold", "only somebody who decides can be awaited: write `strength: hold` and `by`",
    ),
    "a hold that nobody decides": (
        {"rules": [a_rule("r", "option.approved", strength="hold")]},
            "a hold names who decides under by, and only a hold",
            "write who decides, for example `by: leader`; `visit guideline words` lists the roles",
    ),
    "a must that somebody decides": (
        {"rules": [a_rule("r", "option.approved", by="municipality")]},
            "a hold names who decides under by, and only a hold",
            "write `strength: hold` where somebody else decides first; else leave `by` out",
    ),
    "a placement read by a rule of options": (
        {"rules": [a_rule("r", "placement.parts < 3")]},
            "a rule that reads the placement says of: placement",
            "write `of: placement`",
    ),
    "an option read by a rule of placements": (
        {"rules": [a_rule("r", "option.internal", of="placement")]},
            "a rule of a placement cannot read an option",
            "leave `of: placement` out and ask of each option, or read what begins with `placement.`",
    ),
    "a standing read by a rule": (
        {"rules": [a_rule("r", "option.standing == suitable")]},
            "option.standing may be read by invariants only",
            "write it under `invariants`, with `never`",
    ),
    "an unknown name in a reason": (
        {"rules": [a_rule("r", "true", reason={"da": "{case.age}", "en": "{case.agee}"})]},
        'unknown name "case.agee"', 'did you mean "case.age"?',
    ),
    "least intrusive as a ground": (
        {"rules": [a_rule("r", "true", reason={"da": "tekst", "en": "the least intrusive help"})]},
        "least intrusive is never a ground (Ankestyrelsen 51-18)", "say that the help covers the need",
    ),
    "a name that is a word of the language": (
        {"parameters": {"in": {"value": 1}}}, "in is a word of the language, and no condition can read it", "give it another name",
    ),
    "a table of that name": (
        {"facts": {"true": {"rows": [{"then": 1}]}}},
        "true is a word of the language, and no condition can read it", "give it another name",
    ),
    "neither higher nor lower": (preference(),
        "a preference says either higher or lower",
        "write one of them: `lower` where less is better, `higher` where more is"),
    "both higher and lower": (
        preference(higher="option.step", lower="option.step"),
            "a preference says either higher or lower",
            "write one of them: `lower` where less is better, `higher` where more is",
    ),
    "an order of codes": (
        preference(lower="option.provision"), "a number, or yes or no, expected, not a code", None,
    ),
    "bands that fall": (preference(lower="travel.network_km", bands=[10, 5]), "bands rise", "write `bands: [5, 10]`"),
    "a placement in a preference of options": (
        preference(lower="placement.parts"), "a preference that reads the placement says of: placement", "write `of: placement`",
    ),
    "own offers before the citizen's wish": (
        preference(lower="option.external"), "own offers first may not stand before the steps and the citizen's wish", None,
    ),
    "an option where only the case counts": (
        preference(lower="option.step", when="option.internal"),
            "option.internal is not a fact of the case",
            "read only what is known of the citizen: what begins with `case.`",
    ),
    "a proposal of what is no fact": (
        {"proposals": [{"id": "p", "fact": "case.support_ned", "value": 1, "when": True}]},
        'unknown fact "case.support_ned"', 'did you mean "case.support_need"?',
    ),
    "a proposal that reckons": (
        {"proposals": [{"id": "p", "fact": "case.support_need", "value": "case.support_need + 1", "when": True}]},
        "a proposal gives a written value", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "sections",
    [
        {"rules": [a_rule("r", "true", reason={"da": "Mindre indgribende er prøvet", "en": "Less intrusive was tried"})]},
        {"notices": [{"id": "n", "text": {"da": "Det mindst indgribende først", "en": "The least intrusive first"}}]},
    ],
)  # fmt: skip
def test_what_is_a_fact_of_help_is_no_ground(sections: dict[str, Any]) -> None:
    layer = layer_of(Document("g.yaml", a_guideline(**sections)))
    assert build((layer,), DAY).id == "written"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(name: str) -> None:
    sections, message, help = FAULTS[name]
    with pytest.raises(Problems) as caught:
        guideline(a_guideline(**sections))
    assert (message, help) in [(error.message, error.help) for error in caught.value.errors]


TEXT = """\
guideline: written
version: "1"
title: {da: t, en: t}
in_force: {from: 2020-01-01}
source: s
rules:
  - id: r
    gate: policy
    strength: must
    require: option.internal and case.agee > 3
    unless: case.permanence == temporry
    reason: {da: t, en: t}
    source: s
"""


def test_every_fault_is_named_at_once_with_its_place() -> None:
    with pytest.raises(Problems) as caught:
        build((layer_of(parse(TEXT, "f.yaml")),), DAY)
    assert [str(error).splitlines()[0] for error in caught.value.errors] == [
        'f.yaml:10:34: error: unknown name "case.agee"',
        'f.yaml:11:32: error: unknown code "temporry"',
    ]


def test_tables_stand_after_those_they_read_and_rules_in_the_order_of_gates() -> None:
    found = guideline(
        a_guideline(
            facts={"a": {"rows": rows("b > 1")}, "b": {"rows": rows("case.age > 1")}},
            rules=[a_rule("z", "a > 1", gate="policy"), a_rule("b", "b > 1", gate="legality"), a_rule("a", "true")],
        )
    )
    assert list(found.tables) == ["b", "a"]
    assert [rule.id for rule in found.rules] == ["a", "b", "z"]
    assert found.base["a"] == {"case.age"}


def test_a_guideline_has_one_digest_whatever_the_order_of_its_keys() -> None:
    document = a_guideline(rules=[a_rule("a", "true")], parameters={"far": KM, "near": KM})
    turned = dict(reversed(list(document.items())))
    assert guideline(document).digest == guideline(turned).digest
    assert guideline({**document, "version": "2"}).digest != guideline(document).digest


PAGE = (Path(__file__).parent.parent / "docs" / "guideline-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("over", get_args(Over))
def test_each_way_to_combine_parts_has_its_row_in_the_page(over: str) -> None:
    assert re.search(rf"^\| `{over}`", PAGE, re.MULTILINE), f"docs/guideline-format.md says nothing of over: {over}"


def with_a_notice(when: str) -> Layer:
    notice = {"id": "n", "when": when, "text": {"da": "d", "en": "e"}}
    return layer_of(Document("g.yaml", a_guideline(notices=[notice])))


def test_what_is_printed_is_bound_when_it_is_asked_for() -> None:
    built = build((Layer(with_a_notice("case.age > 3").record),), DAY)
    assert "notices" not in vars(built.printed)
    assert [one.id for one in built.notices] == ["n"]
    assert built.notices is built.notices


def test_a_fault_in_what_is_printed_is_told_at_once_where_the_file_is_at_hand_and_else_when_it_is_asked_for() -> None:
    layer = with_a_notice("case.agee > 3")
    with pytest.raises(Problems, match=r"case\.agee"):
        build((layer,), DAY)
    built = build((Layer(layer.record),), DAY)
    assert built.approvals == ()
    for _again in range(2):
        with pytest.raises(Problems, match=r"case\.agee"):
            _ = built.notices
